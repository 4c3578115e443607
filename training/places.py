"""Fit the weights of places: ``python -m training.places GOLD... [--marks FILE...] [--held]``.

GOLD are files of annotated texts, JSON lines, gzipped or not: ``{"id", "text", "toponyms": [{"start", "end",
"latitude", "longitude"}]}``, coordinates null where the place is in no list; MARKS, one beside each, the encoder's
names of the same texts: ``{"id", "marks": [[start, end, kind]]}``. Writes ``src/onrecord/gazetteer/data/weights.toml``.
With ``--held`` every second text is kept aside, the scores on these are printed, and nothing is written.

Three fits, each convex, minutes on one core: whether words are a place (logistic), before and after places are
chosen; which place of a name it is (a softmax over its places), alone and with the others. Needs numpy and scipy.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from onrecord.gazetteer import opened
from onrecord.gazetteer.compile import DATA
from onrecord.reading import place_around, place_choose, place_weigh, places
from onrecord.reading.casing import shouted
from onrecord.reading.place_scan import Candidate, tokens

_NEAR_KM, _RIGHT_KM = 60.0, 161.0
# What annotated local news teaches too weakly for reports of violence, in which small places matter most; and two
# places of world news: the regions of regions.toml have no population, a capital is more than a town of its size.
_AT_LEAST = {
    "then division": 1.5,
    "behind in": 1.4,
    "behind struck": 1.5,
    "behind kind of": 1.6,
    "elsewhere behind in": 1.1,
    "rare": 0.9,
    "same country rare": 1.2,
    "spelling": -0.4,
}
_MORE = {"kind R": 3.0, "kind K": 1.0}
_LEAST = 0.42
Signs = dict[str, float]
Text = tuple[dict[str, Any], dict[tuple[int, int], str]]


def _lines(path: Path) -> list[dict[str, Any]]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.splitlines() if line.strip()]


def _matrix(rows: Sequence[Signs], names: Sequence[str]) -> np.ndarray:
    index = {n: i for i, n in enumerate(names)}
    out = np.zeros((len(rows), len(names)))
    for r, signs in enumerate(rows):
        for name, value in signs.items():
            if name in index:
                out[r, index[name]] = value
    return out


def logistic(rows: Sequence[Signs], right: Sequence[bool], *, penalty: float = 2.0) -> Signs:
    """Weights under which the signs tell right rows from wrong ones, by Newton's method."""
    names = sorted({n for signs in rows for n in signs})
    x, y, w = _matrix(rows, names), np.array(right, float), np.zeros(len(names))
    for _ in range(25):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + penalty * np.eye(len(w)), x.T @ (p - y) + penalty * w)
        w -= step
        if np.abs(step).max() < 1e-4:
            break
    return {n: round(float(v), 3) for n, v in zip(names, w, strict=True)}


def softmax(groups: Sequence[tuple[Sequence[Signs], np.ndarray, float]], *, penalty: float = 1.0) -> Signs:
    """Weights under which the right rows of each group come first."""
    names = sorted({n for rows, _, _ in groups for signs in rows for n in signs})
    x = np.vstack([_matrix(rows, names) for rows, _, _ in groups])
    right = np.concatenate([r for _, r, _ in groups])
    weight = np.array([w for _, _, w in groups])
    sizes = [len(rows) for rows, _, _ in groups]
    starts = np.cumsum([0, *sizes[:-1]])
    group = np.repeat(np.arange(len(groups)), sizes)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        score = x @ w
        raised = np.exp(score - np.maximum.reduceat(score, starts)[group])
        every, good = np.add.reduceat(raised, starts), np.add.reduceat(raised * right, starts)
        slope = x.T @ ((raised / every[group] - raised * right / good[group]) * weight[group])
        return float(-(weight * np.log(good / every)).sum() + 0.5 * penalty * (w @ w)), slope + penalty * w

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return {n: round(float(v), 3) for n, v in zip(names, found.x, strict=True)}


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The distance of two points on the globe."""
    (p, q), (r, s) = np.radians(a), np.radians(b)
    h = np.sin((r - p) / 2) ** 2 + np.cos(p) * np.cos(r) * np.sin((s - q) / 2) ** 2
    return float(12742 * np.arcsin(np.sqrt(min(1.0, h))))


class Fit:
    """One fit over texts; the tables grow as they are fitted."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.texts = texts
        self.gazetteer = opened()
        self.exact, self.spelt = places._finders(self.gazetteer, None)

    def _found(self, text: str, spans: dict[tuple[int, int], str]) -> tuple[list[Candidate], list[Signs]]:
        seen, loud = tokens(text), shouted(text)
        found = places._candidates(text, seen, spans, self.exact, self.spelt, loud=loud)
        marks = {s: k for s, k in spans.items() if k != "given"}
        return found, place_weigh.signs(text, seen, found, marks, loud=loud)

    def detect(self, *, marked: bool, table: Signs | None, choose: dict[str, Signs]) -> Signs:
        """Weights for what is a place; with ``table``, those of the second look."""
        rows: list[Signs] = []
        right: list[bool] = []
        for gold, marks in self.texts:
            spans = {(t["start"], t["end"]) for t in gold["toponyms"]}
            found, about = self._found(gold["text"], marks if marked else {})
            if table is not None:
                sure = [place_weigh.chance(s, table) for s in about]
                names = place_choose.units(gold["text"], tokens(gold["text"]), found, sure)
                for unit, chosen in zip(names, place_choose.choose(names, choose), strict=True):
                    for n in unit.mentions:
                        about[n] = place_weigh.with_place(about[n], chosen.hit, chosen.around)
            rows += about
            right += [(c.start, c.end) in spans for c in found]
        return logistic(rows, right)

    def choose(self, table: Signs) -> dict[str, Signs]:
        """Weights for which place of a name is meant."""
        every = []
        for gold, marks in self.texts:
            points = {(t["start"], t["end"]): (t["latitude"], t["longitude"]) for t in gold["toponyms"]}
            found, about = self._found(gold["text"], {**marks, **dict.fromkeys(points, "given")})
            sure = [
                1.0 if (c.start, c.end) in points else place_weigh.chance(s, table)
                for c, s in zip(found, about, strict=True)
            ]
            names = place_choose.units(gold["text"], tokens(gold["text"]), found, sure)
            truth = [
                [p for n in u.mentions if (p := points.get((found[n].start, found[n].end), (None, None)))[0]]
                for u in names
            ]
            every.append((names, truth))
        alone = softmax(_groups(every, None))
        probable = [
            [place_choose.shares([place_choose.points(s, alone) for s in u.signs]) for u in n] for n, _ in every
        ]
        together: Signs = {}
        for _ in range(2):
            around = [
                [[place_around.signs(a) for a in row] for row in
                 place_around.supports([u.hits for u in n], [u.weight for u in n], p)]
                for (n, _), p in zip(every, probable, strict=True)
            ]  # fmt: skip
            together = softmax(_groups(every, around))
            probable = [
                [_shares(u, row, together) for u, row in zip(n, rows, strict=True)]
                for (n, _), rows in zip(every, around, strict=True)
            ]
        out = {"alone": alone, "together": together}
        for part in out.values():
            for name, more in _MORE.items():
                part[name] = part.get(name, 0.0) + more
        return out


def _shares(unit: place_choose.Unit, around: Sequence[Signs], table: Signs) -> list[float]:
    return place_choose.shares(
        [place_choose.points({**s, **a}, table) for s, a in zip(unit.signs, around, strict=True)]
    )


def _groups(every: Sequence[Any], around: Sequence[Any] | None) -> list[tuple[list[Signs], np.ndarray, float]]:
    out = []
    for t, (names, truth) in enumerate(every):
        for u, (unit, points) in enumerate(zip(names, truth, strict=True)):
            if not points:
                continue
            far = np.array(
                [np.median([km((h.place.latitude, h.place.longitude), p) for p in points]) for h in unit.hits]
            )
            right = far <= (_NEAR_KM if (far <= _NEAR_KM).any() else _RIGHT_KM)
            if right.any():
                rows = [{**s, **(around[t][u][n] if around else {})} for n, s in enumerate(unit.signs)]
                out.append((rows, right.astype(float), len(points) ** 0.7))
    return out


def main() -> None:
    """Fit, and write or score."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("gold", nargs="+", type=Path)
    ask.add_argument("--marks", nargs="*", type=Path, default=[])
    ask.add_argument("--held", action="store_true")
    given = ask.parse_args()
    texts: list[Text] = []
    for n, path in enumerate(given.gold):
        told = {m["id"]: m["marks"] for m in _lines(given.marks[n])} if n < len(given.marks) else {}
        texts += [(d, {(s, e): k for s, e, k in told.get(d["id"], ())}) for d in _lines(path)]
    fit = Fit(texts[::2] if given.held else texts)
    nothing: dict[str, Signs] = {}
    first = {marked: fit.detect(marked=marked, table=None, choose=nothing) for marked in (True, False)}
    chosen = fit.choose(first[True])
    last = {marked: fit.detect(marked=marked, table=first[marked], choose=chosen) for marked in (True, False)}
    tables = {"marked": first[True], "bare": first[False], "marked last": last[True], "bare last": last[False]}
    for part in tables.values():
        part["own"] = 1.0
        for name, least in _AT_LEAST.items():
            part[name] = max(part.get(name, 0.0), least)
    tables |= chosen
    if not given.held:
        (DATA / "weights.toml").write_text(_toml(tables), "utf-8")
        return
    whole = {"least": {"marked": _LEAST, "bare": _LEAST}, **tables}
    places.weights = place_weigh.weights = lambda: whole  # type: ignore[assignment]
    right = found = gold = near = placed = 0
    for one, marks in texts[1::2]:
        spans = {(t["start"], t["end"]): t for t in one["toponyms"]}
        told = places.resolve_places(one["text"], [(*s, k) for s, k in marks.items()], gazetteer=fit.gazetteer)
        right += sum((p.start, p.end) in spans for p in told)
        found, gold = found + len(told), gold + len(spans)
        given_spans = [(s, e, "given") for s, e in spans]
        for p in places.resolve_places(one["text"], given_spans, gazetteer=fit.gazetteer, demonyms=True):
            t = spans.get((p.start, p.end))
            if t and t["latitude"] is not None:
                placed += 1
                near += (
                    p.latitude is not None
                    and km((t["latitude"], t["longitude"]), (p.latitude, p.longitude or 0)) <= _RIGHT_KM
                )
    print(f"names: P {right / found:.3f} R {right / gold:.3f} F {2 * right / (found + gold):.3f}")
    print(f"places within 161 km, names given: {near / max(placed, 1):.3f} of {placed}")


def _toml(tables: dict[str, Signs]) -> str:
    head = (
        "# Weights of signs, fitted on annotated news by training/places.py; what the signs are is said in\n"
        "# reading/place_weigh.py and place_choose.py. least: the chance from which words are taken for a place, with\n"
        f"# and without the encoder's marks.\n[least]\nmarked = {_LEAST}\nbare = {_LEAST}\n"
    )
    parts = [
        f"\n[{json.dumps(name)}]\n" + "".join(f"{json.dumps(k)} = {round(v, 3)}\n" for k, v in sorted(table.items()))
        for name, table in tables.items()
    ]
    return head + "".join(parts)


if __name__ == "__main__":
    main()
