"""Fit the weights of the same-incident match.

    python -m training.matching --corpus build/matching
    python -m training.matching build/matching=2 OTHER -o src/onrecord/accounts/data/matching.toml

Each folder has ``records.jsonl`` (as ``onrecord read`` writes them) and ``labels.jsonl``, a line for each sighting
whose incident is known: ``{"report", "incident", "same": ["a", ..], "story": "x"}``. ``incident`` is the record's, or
null for the main one; two sightings that share an entry of ``same`` tell of one incident; ``story`` may be absent. A
number after '=' is the weight of a folder's pairs. ``--corpus`` makes such a folder of this project's own documents,
without those kept aside. The pairs are those that a ledger would compare, and all within one story.

A logistic regression with a ridge, by Newton's method (numpy alone). Single features come first; then products of two,
one at a time, the one that the score test finds most wanting (Rao 1948), as far as the loss falls on the fifth of the
pairs that is held out by their incidents. The result is the same on every run.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np
from evaluation.matching import align, documents, read
from numpy.typing import NDArray

from onrecord.accounts.comparing import AGREE, DIFFER, compare
from onrecord.accounts.keys import COMMON, keys
from onrecord.accounts.sightings import Sighting, sightings
from onrecord.record import from_json, to_json

RIDGE = 2.0
"""Pull of every weight to nought: features that hardly occur stay near it."""
PRODUCTS = 24
"""Most products of two features: with more, the explanation grows and the held-out loss does not fall."""
SETTLED = 1e-4
"""Curvature of a pair below which it is as good as certain, and moves no test."""
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


class Label(msgspec.Struct, frozen=True):
    """What a sighting tells of: any shared entry of ``same`` is one incident."""

    report: str
    incident: str | None
    same: tuple[str, ...]
    story: str | None = None


def labelled(folder: Path, weight: float = 1.0) -> Iterator[Pair]:
    """The pairs of a folder, but for those within one report."""
    rows = (folder / "labels.jsonl").read_bytes().splitlines()
    labels = {(x.report, x.incident): x for x in map(msgspec.json.Decoder(Label).decode, rows)}
    known: list[tuple[Sighting, Label]] = []
    for line in (folder / "records.jsonl").read_bytes().splitlines():
        record = from_json(line)
        name = record.input_id or record.article.id
        for s in sightings(record, name):
            label = labels.get((name, s.incident)) or (labels.get((name, None)) if s.main else None)
            if label is not None:
                known.append((s, label))
    pairs = set(candidates([s for s, _ in known]))
    stories: dict[str, list[int]] = defaultdict(list)
    for n, (_, label) in enumerate(known):
        if label.story is not None:
            stories[label.story].append(n)
    pairs |= {pair for members in stories.values() for pair in combinations(members, 2)}
    for i, j in sorted(pairs):
        (a, one), (b, other) = known[i], known[j]
        if a.report != b.report:
            same = not set(one.same).isdisjoint(other.same)
            yield Pair(a, b, same, weight, one.story or one.same[0])


def corpus(folder: Path) -> None:
    """Make a folder of this project's own documents."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as compiled:
        gold = [d for d in documents(Path(compiled)) if not d["aside"]]
    with (folder / "records.jsonl").open("wb") as records, (folder / "labels.jsonl").open("wb") as labels:
        for document, record in zip(gold, read(gold), strict=True):
            records.write(to_json(record) + b"\n")
            story = document.get("story") or document["id"]
            for incident, key in align(document, record).items():
                label = Label(document["id"], incident, (f"{story}/{key}",), story)
                labels.write(msgspec.json.encode(label) + b"\n")


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
    open_ = w * p * (1 - p) > SETTLED
    x, y, w, p = x[open_], y[open_], w[open_], p[open_]
    r, v = w * (y - p), w * p * (1 - p)
    best, chosen = -1.0, (0, 0)
    curved = (x * v[:, None]).T
    inverse = np.linalg.inv(curved @ x + np.diag(np.full(x.shape[1], RIDGE)))
    singles = x.shape[1] - 1 - len(have)
    for i in range(singles):
        z = x[:, i : i + 1] * x[:, i:singles]
        known = curved @ z
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
    while wrong := [n for n, name in enumerate(names) if backwards(name, beta[n])]:
        x[:, wrong] = 0.0  # the products keep what it says together with others
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
    parser.add_argument("folders", nargs="*", help="FOLDER or FOLDER=WEIGHT")
    parser.add_argument("-o", "--out", type=Path, help="where the weights go")
    parser.add_argument("--origin", default="", help="what the pairs are of, for the file's comment")
    parser.add_argument("--corpus", type=Path, help="make a folder of this project's own documents, and stop")
    options = parser.parse_args()
    if options.corpus is not None:
        corpus(options.corpus)
        return
    if not options.folders or options.out is None:
        parser.error("Give the folders of records and labels, and where the weights go (-o).")
    pairs: list[Pair] = []
    for given in options.folders:
        name, _, weight = given.partition("=")
        pairs += labelled(Path(name), float(weight or 1))
    single, double, log = train(pairs)
    print(*log, sep="\n")
    options.out.write_text(toml(single, double, options.origin or f"{len(pairs)} pairs."), encoding="utf-8")


if __name__ == "__main__":
    main()
