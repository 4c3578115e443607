"""Scores on other people's annotated sets, told by what a line of theirs has: totals, time expressions or place names.

*counts* (``killed``, ``injured``, ``date``): the record's main incident, the one not told as background with most
mentions; its totals exactly right, where no total is none harmed; its day exactly right.

*dates* (``timexes``): F1 of spans, exact and overlapping, and of values where the spans overlap.

*places* (``toponyms``): F1 of exactly found place names; of those found that have coordinates in the set, how many are
within 161 km (100 miles) of them, the usual measure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from evaluation.score import f1

NEAR_KM = 161.0
MISSED = (math.nan, math.nan)


def _main(record: dict[str, Any]) -> dict[str, Any] | None:
    news = [i for i in record["incidents"] if not i["background"]]
    return max(news, key=lambda i: len(i["mentions"]["spans"]), default=None)


def counts(gold: Sequence[dict[str, Any]], records: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Shares of documents with the killed, the injured, both and the day right."""
    right = {"killed": 0, "injured": 0, "both": 0, "date": 0}
    dated = 0
    for g, r in zip(gold, records, strict=True):
        main = _main(r)
        ok = []
        for harm in ("killed", "injured"):
            total = (main or {"totals": {}})["totals"].get(harm)
            number = (total["low"] if total["low"] is not None else total["high"]) if total else 0
            ok.append(number == g[harm])
            right[harm] += ok[-1]
        right["both"] += all(ok)
        if g.get("date"):
            dated += 1
            when = main["date"] if main else {"earliest": None, "latest": None}
            right["date"] += (when["earliest"], when["latest"]) == (g["date"], g["date"])
    return {k: round(v / (dated if k == "date" else len(gold)), 4) for k, v in right.items() if k != "date" or dated}


def dates(gold: Sequence[dict[str, Any]], records: Sequence[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """F1 of exact spans, of overlapping ones, and of the values of overlapping ones, each matched once."""
    exact = near = value = told = wanted = 0
    for g, r in zip(gold, records, strict=True):
        found = [(t["spans"][0][0], t["spans"][-1][1], t["value"]) for t in r["timexes"]]
        told += len(found)
        wanted += len(g["timexes"])
        free = set(range(len(found)))
        for t in g["timexes"]:
            over = [k for k in free if found[k][0] < t["end"] and t["start"] < found[k][1]]
            if not over:
                continue
            k = max(over, key=lambda k: (found[k][:2] == (t["start"], t["end"]), -found[k][0]))
            free.discard(k)
            near += 1
            exact += found[k][:2] == (t["start"], t["end"])
            value += found[k][2].upper() == (t["value"] or "").upper()
    return {"exact": f1(exact, told, wanted), "overlap": f1(near, told, wanted), "value": f1(value, told, wanted)}


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle kilometres between two points in degrees."""
    la, lo, lb, lp = map(math.radians, (*a, *b))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 6371.0088 * 2 * math.asin(min(1.0, math.sqrt(h)))


def places(gold: Sequence[dict[str, Any]], records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """F1 of exact names, and the share of exactly found ones within NEAR_KM of where the set has them."""
    right = told = wanted = located = near = 0
    for g, r in zip(gold, records, strict=True):
        found = {
            (s, e): (entity["latitude"], entity["longitude"])
            for entity in r["entities"]
            if entity["kind"] == "place"
            for s, e in entity["mentions"]
        }
        told += len(found)
        wanted += len(g["toponyms"])
        for t in g["toponyms"]:
            here = found.get((t["start"], t["end"]), MISSED)
            if here is MISSED:
                continue
            right += 1
            if t["latitude"] is not None:
                located += 1
                near += here[0] is not None and km(here, (t["latitude"], t["longitude"])) <= NEAR_KM
    return {"exact": f1(right, told, wanted), "within 161 km": round(near / located, 4) if located else 0.0}
