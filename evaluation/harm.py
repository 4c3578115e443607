"""Scores of incidents and figures against the corpus's second layer, as ``corpus/compile.py`` writes it.

*Figures.* Each annotated figure takes the record's figure that overlaps its words, the same harm and number before
others; one that tells the same figure twice may serve two. Left out are figures whose number no word fixes ('some', low
and high both open), those that count two harms at once, and those that say no more than 'casualties'; what was found on
them is not counted against the reader.

*Givers.* All of them: every annotated statement's source met by a giver's source (half of each), or by its name; none
where the report itself speaks.

*Incidents.* B-cubed over the annotated mentions and figures that the record has too: does the record put together what
belongs together? Date, place and kind are looked at in the record's incident that shares most mentions and figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from evaluation.score import f1, half, ranges, same_name, shared

Spans = Sequence[Sequence[int]]


def _overlap(one: Spans, other: Spans) -> int:
    return shared(ranges(one), ranges(other))


def _scored(f: dict[str, Any]) -> bool:
    return f["harm"] not in ("casualties", "combined") and not (f["low"] is None and f["high"] is None)


def _givers_right(gold: dict[str, Any], document: dict[str, Any], f: dict[str, Any], record: dict[str, Any]) -> bool:
    said = {s["id"]: s for s in record["statements"]}
    given = [said[i] for i in f["given_by"] if i in said]
    wanted = [document["attributions"][n] for n in gold["given_by"]]
    if not wanted:
        return not given
    return all(any(_giver(w, s) for s in given) for w in wanted)


def _giver(wanted: dict[str, Any], s: dict[str, Any]) -> bool:
    source = s["source"]
    if not wanted["source"]:
        return source is None and _overlap(wanted["content"], s["content"]["spans"]) > 0
    if source is None:
        return False
    if half(ranges(wanted["source"]), ranges(source["spans"])):
        return True
    names = [n for speaker in wanted["speakers"] for n in speaker["names"]]
    return bool(source["name"]) and any(same_name(source["name"], n) for n in names)


def figures(gold: Sequence[dict[str, Any]], records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Rates over the annotated figures, and F1 of those with everything right."""
    c: Counter[str] = Counter()
    right_found: set[tuple[int, int]] = set()
    for n, (document, record) in enumerate(zip(gold, records, strict=True)):
        found = [f for i in record["incidents"] + record["prospects"] for f in i["figures"]]
        taken: set[int] = set()
        loose: set[int] = set()
        for g in document["figures"]:
            over = [k for k, f in enumerate(found) if _overlap(f["spans"], g["spans"])]
            if not _scored(g):
                loose |= set(over)
                continue
            c["gold"] += 1
            if not over:
                continue
            c["found"] += 1
            k = max(
                over,
                key=lambda k: (
                    found[k]["harm"] == g["harm"],
                    found[k]["low"] == g["low"],
                    _overlap(found[k]["spans"], g["spans"]),
                ),
            )
            taken.add(k)
            f = found[k]
            harm = f["harm"] == g["harm"]
            number = harm and (f["low"], f["high"]) == (g["low"], g["high"])
            group = number and f["who"]["group"] == g["group"]
            givers = _givers_right(g, document, f, record)
            c["harm"] += harm
            c["number"] += number
            c["group"] += group
            c["givers"] += givers
            if group and givers:
                c["all"] += 1
                right_found.add((n, k))
        c["found in all"] += len(found) - len(loose - taken)
    n = c["gold"]
    rates = {name: round(c[name] / n, 4) if n else 0.0 for name in ("found", "harm", "number", "group", "givers")}
    return {**rates, "all": f1(c["all"], c["found in all"], n)}


def incidents(gold: Sequence[dict[str, Any]], records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Mentions found, how incidents are put together, and their kind, date, place and how they are told."""
    c: Counter[str] = Counter()
    precision = recall = items = 0.0
    for document, record in zip(gold, records, strict=True):
        every = record["incidents"] + record["prospects"]
        wanted: list[tuple[Sequence[int], str]] = [
            (span, one["key"]) for one in document["incidents"] for span in one["mentions"]
        ]
        wanted += [(span, f["incident"]) for f in document["figures"] for span in f["spans"]]
        had = [(span, i["id"]) for i in every for span in i["mentions"]["spans"]]
        c["mentions had"] += len(had)
        c["mentions wanted"] += sum(len(one["mentions"]) for one in document["incidents"])
        told = [span for one in document["incidents"] for span in one["mentions"]]
        c["mentions right"] += sum(any(_overlap([s], [t]) for t in told) for s, _ in had)
        had += [(span, i["id"]) for i in every for f in i["figures"] for span in f["spans"]]
        pairs = []
        for span, key in wanted:
            at = max(had, key=lambda h: _overlap([h[0]], [span]), default=None)
            if at is not None and _overlap([at[0]], [span]):
                pairs.append((key, at[1]))
        for key, of in pairs:
            same = sum(k == key and o == of for k, o in pairs)
            precision += same / sum(o == of for _, o in pairs)
            recall += same / sum(k == key for k, _ in pairs)
            items += 1
        for one in document["incidents"]:
            best = Counter(of for key, of in pairs if key == one["key"]).most_common(1)
            c["incidents"] += 1
            if not best:
                continue
            i = next(i for i in every if i["id"] == best[0][0])
            c["incident found"] += 1
            c["kind"] += i["type"]["kind"] == one["kind"]
            is_told = "background" if i["background"] else "news" if i["status"] == "happened" else i["status"]
            c["told"] += is_told == one["told"]
            c["date"] += (i["date"]["earliest"], i["date"]["latest"]) == (
                one["date"]["earliest"],
                one["date"]["latest"],
            )
            if one["place"]:
                c["placed"] += 1
                c["place"] += bool(i["place"]) and same_name(i["place"]["name"], one["place"])
    p, r = (precision / items, recall / items) if items else (0.0, 0.0)
    out: dict[str, Any] = {
        "mentions": f1(c["mentions right"], c["mentions had"], c["mentions wanted"]),
        "together": {"p": round(p, 4), "r": round(r, 4), "f": round(2 * p * r / (p + r), 4) if p + r else 0.0},
        "found": round(c["incident found"] / max(1, c["incidents"]), 4),
    }
    for name in ("kind", "told", "date"):
        out[name] = round(c[name] / max(1, c["incident found"]), 4)
    out["place"] = round(c["place"] / max(1, c["placed"]), 4)
    return out
