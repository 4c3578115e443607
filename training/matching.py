"""Fit the weights of the same-incident match.

    python -m training.matching PAIRS... -o src/onrecord/accounts/data/matching.toml

PAIRS are JSON lines ``{"a": sighting, "b": sighting, "same": true, "weight": 1.0}``; :func:`candidates` and
:func:`labelled` make them from sightings and their annotated incidents, so that a pair is what a ledger would compare.

A logistic regression with a ridge, by Newton's method (numpy alone). Single features come first; then products of two,
one at a time, the one that the score test finds most wanting (Rao 1948), until the next would not lower the loss on
the fifth of the pairs that is held out by their incidents. The result is the same on every run.
"""

from __future__ import annotations

import argparse
import hashlib
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.accounts.comparing import AGREE, DIFFER, compare
from onrecord.accounts.keys import COMMON, keys
from onrecord.accounts.sightings import Sighting

RIDGE = 2.0
"""Pull of every weight to nought: features that hardly occur stay near it."""
PRODUCTS = 24
"""Most products of two features: with more, the explanation grows and the held-out loss does not fall."""
RARE = 60
"""A product that stands in fewer pairs is not looked at."""
Matrix = NDArray[np.float64]


class Pair(msgspec.Struct, frozen=True):
    """Two sightings, and whether they tell of one incident. ``fold`` keeps an incident's pairs together."""

    a: Sighting
    b: Sighting
    same: bool
    weight: float = 1.0
    fold: str = ""


def candidates(sightings: Sequence[Sighting]) -> list[tuple[int, int]]:
    """The pairs that a ledger of these would compare: those that share a key which is not too common."""
    index: dict[str, list[int]] = defaultdict(list)
    for n, s in enumerate(sightings):
        for key in keys(s):
            index[key].append(n)
    return sorted({(i, j) for m in index.values() if len(m) <= COMMON for j in m for i in m if i < j})


def labelled(
    sightings: Sequence[Sighting], same: Callable[[int, int], bool], *, weight: float = 1.0, fold: Sequence[str] = ()
) -> Iterator[Pair]:
    """Candidates with their labels, but for pairs within one report."""
    for i, j in candidates(sightings):
        if sightings[i].report != sightings[j].report:
            yield Pair(sightings[i], sightings[j], same(i, j), weight, fold[i] if fold else sightings[i].report)


def fit(x: Matrix, y: Matrix, w: Matrix, *, ridge: float = RIDGE, start: Matrix | None = None) -> Matrix:
    """Weights of a logistic regression; the last column is the constant and is not pulled."""
    pull = np.full(x.shape[1], ridge)
    pull[-1] = 1e-9
    beta = np.zeros(x.shape[1]) if start is None else start.copy()
    for _ in range(30):
        p = sigmoid(x @ beta)
        curve = (x * (w * p * (1 - p) + 1e-9)[:, None]).T @ x + np.diag(pull)
        step = np.linalg.solve(curve, x.T @ (w * (y - p)) - pull * beta)
        beta += step
        if np.abs(step).max() < 1e-5:
            break
    return beta


def sigmoid(z: Matrix) -> Matrix:
    out: Matrix = 1 / (1 + np.exp(-np.clip(z, -40, 40)))
    return out


def loss(x: Matrix, y: Matrix, w: Matrix, beta: Matrix) -> float:
    """Mean negative log likelihood."""
    p = np.clip(sigmoid(x @ beta), 1e-9, 1 - 1e-9)
    return float(-(w * (y * np.log(p) + (1 - y) * np.log(1 - p))).sum() / w.sum())


def wanting(x: Matrix, y: Matrix, w: Matrix, beta: Matrix, have: set[tuple[int, int]]) -> tuple[int, int]:
    """The product of two columns that would raise the likelihood most, by the score test; its curvature is taken
    without what the columns that are there explain already."""
    p = sigmoid(x @ beta)
    r, v = w * (y - p), w * p * (1 - p)
    best, chosen = -1.0, (0, 0)
    inverse = np.linalg.inv((x * v[:, None]).T @ x + np.diag(np.full(x.shape[1], RIDGE)))
    singles = x.shape[1] - 1 - len(have)
    for i in range(singles):
        z = x[:, i : i + 1] * x[:, i:singles]
        known = (x * v[:, None]).T @ z
        score = z.T @ r
        curve = (z * z * v[:, None]).sum(0) - np.einsum("ij,ij->j", known, inverse @ known)
        gain = np.where((z != 0).sum(0) >= RARE, score**2 / (np.maximum(curve, 0) + RIDGE), -1.0)
        for j in np.argsort(-gain)[:3]:
            pair = (i, i + int(j))
            if pair not in have and gain[j] > best:
                best, chosen = float(gain[j]), pair
    return chosen


def backwards(name: str, weight: float) -> bool:
    """Whether a weight has the wrong sign for what its feature means."""
    return (name in DIFFER and weight > 1e-6) or (name in AGREE and weight < -1e-6)


def train(pairs: Sequence[Pair]) -> tuple[dict[str, float], dict[str, float], list[str]]:
    """Weights of single features (with 'constant') and of products ('one & other'), and what was done, line by line."""
    rows = [compare(p.a, p.b) for p in pairs]
    names = sorted({f.name for row in rows for f in row})
    at = {name: n for n, name in enumerate(names)}
    x = np.zeros((len(rows), len(names) + 1))
    for n, row in enumerate(rows):
        for f in row:
            x[n, at[f.name]] += f.value
    x[:, -1] = 1.0
    y, w = np.array([float(p.same) for p in pairs]), np.array([p.weight for p in pairs])
    held = np.array([int(hashlib.sha256(p.fold.encode()).hexdigest(), 16) % 5 == 0 for p in pairs])
    log: list[str] = []
    have: list[tuple[int, int]] = []
    wrong = [0]
    while wrong:  # a feature that would speak against its own sense says nothing by itself
        beta = fit(x[~held], y[~held], w[~held])
        wrong = [n for n, name in enumerate(names) if backwards(name, beta[n])]
        x[:, wrong] = 0.0
    best, kept = loss(x[held], y[held], w[held], beta), 0
    log.append(f"single features: held-out loss {best:.5f}")
    while len(have) < PRODUCTS:
        i, j = wanting(x[~held], y[~held], w[~held], beta, set(have))
        have.append((i, j))
        x = np.insert(x, x.shape[1] - 1, x[:, i] * x[:, j], axis=1)
        beta = fit(x[~held], y[~held], w[~held], start=np.insert(beta, len(beta) - 1, 0.0))
        now = loss(x[held], y[held], w[held], beta)
        log.append(f"{names[i]} & {names[j]}: held-out loss {now:.5f}")
        if now < best:
            best, kept = now, len(have)
    singles = len(names)
    x = np.hstack([x[:, : singles + kept], x[:, -1:]])
    beta = fit(x, y, w)
    single = {"constant": float(beta[-1])} | {name: float(beta[n]) for name, n in at.items()}
    double = {f"{names[i]} & {names[j]}": float(beta[singles + n]) for n, (i, j) in enumerate(have[:kept])}
    return single, double, log


def toml(single: dict[str, float], double: dict[str, float], origin: str) -> str:
    """The weights file."""
    lines = ["# Weights of the same-incident match, in log odds, by training/matching.py.", f"# Fitted from {origin}"]
    for table, rows in (("weights", single), ("products", double)):
        lines += ["", f"[{table}]"]
        lines += [f'"{name}" = {value:.3f}' for name, value in rows.items() if not math.isclose(value, 0, abs_tol=5e-4)]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--origin", default="pairs of sightings.", help="what the pairs are of, for the file's comment")
    options = parser.parse_args()
    decode = msgspec.json.Decoder(Pair).decode
    pairs = [decode(line) for path in options.pairs for line in path.read_bytes().splitlines()]
    single, double, log = train(pairs)
    print(*log, sep="\n")
    options.out.write_text(toml(single, double, options.origin), encoding="utf-8")


if __name__ == "__main__":
    main()
