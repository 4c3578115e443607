"""What the reader already reads right, to teach it by: ``python -m training.verified COUNTS.jsonl --output FILE``.

COUNTS are documents whose numbers of killed and injured, and perhaps whose day, are known (``counts/`` of a data
folder) but whose words nobody has marked. The reader reads each; where its totals of the main incident are the known
ones, its marks are taken for right and written in the corpus's form, for the folder ``figures/``. Of documents that it
reads wrong only what is known is written, and the rest left unsure: its marks would teach it its own mistakes.

A known day says which time expressions date the incident: those of that day that stand in a sentence with it. So
a reading that took another day teaches the right one.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from evaluation.score import lines
from rich.progress import track

from onrecord.reading import Reader
from onrecord.record import Article, Incident, Record, Span
from training.counted import counted

PARTS = ("perpetrator", "target", "claimant", "rescuer")


# How far a time may stand from the words it dates, in characters: the length of a long sentence of news.
NEAR = 250


def main_incident(record: Record) -> Incident | None:
    """The incident that the report tells most of, as news."""
    return max((i for i in record.incidents if not i.background), key=lambda i: len(i.mentions.spans), default=None)


def agrees(record: Record, document: dict[str, Any]) -> bool:
    """Whether the record's main incident has the known totals; nobody harmed is no figure."""
    main = main_incident(record)
    for harm in ("killed", "injured"):
        total = main.totals.get(harm) if main else None
        if (total.low if total else 0) != document[harm] or (total and total.high not in (None, total.low)):
            return False
    return True


def annotated(record: Record) -> dict[str, Any]:
    """The record's incidents and figures in the corpus's form."""
    every = (*record.incidents, *record.prospects)
    figures = [
        {"harm": f.harm, "side": f.side, "incident": i.id, "spans": [[span.start, span.end]]}
        for i in every
        for f in i.figures
        for span in f.spans
    ]
    return {"text": record.article.text, "incidents": [_incident(i) for i in every], "figures": figures}


def dated(record: Record, day: str) -> tuple[list[list[int]], list[list[int]]]:
    """The spans of times that date the main incident, if it was on ``day``, and of those that may or may not.

    Times of that day near the incident's words date it; without any near, those of that day anywhere may. A part of
    a longer time ('Sunday' in 'Sunday morning') is none by itself.
    """
    main = main_incident(record)
    told = main.mentions.spans if main else ()
    same = [t for t in record.timexes if t.type in ("date", "time") and t.earliest == t.latest == day]
    spans = [span for t in same for span in t.spans]
    sentences = {_sentence(record.article.text, m) for m in told}
    near = [s for s in spans if _sentence(record.article.text, s) in sentences]
    return [[s.start, s.end] for s in near], [[s.start, s.end] for s in spans if s not in near]


def _sentence(text: str, span: Span) -> int:
    """Where the sentence of ``span`` begins, roughly: at the last stop followed by a blank, or the last line break."""
    before = text[max(0, span.start - NEAR) : span.start]
    return span.start - len(before) + max(before.rfind(stop) for stop in (". ", ".\u201d ", '." ', "\n", "? ", "! "))


def known(record: Record, document: dict[str, Any]) -> dict[str, Any]:
    """The document in the corpus's form: with the record's marks where it agrees, else with what is known alone."""
    agreed = agrees(record, document)
    main = main_incident(record)
    if agreed:
        totals = {harm: document[harm] for harm in ("killed", "injured")}
        out = {"id": document["id"], **annotated(record), "totals": totals, "unsure": []}
    else:
        out = {"incidents": [], "figures": [], "unsure": [[0, len(document["text"])]], **counted(document)}
    if document.get("date"):
        right, unsure = dated(record, document["date"])
        one = next((i for i in out["incidents"] if not agreed or (main and i["key"] == main.id)), None)
        if one is None and right:
            one = {"key": "i", "kind": "attack", "told": "news", "mentions": [], "roles": {}}
            out["incidents"].append(one)
        if one is not None:
            of_reader = one["roles"].pop("date", [])
            one["roles"] |= {"date": right} if right else {}
            out["unsure"] += unsure + ([] if right else of_reader)
    return out if out["incidents"] else {k: v for k, v in out.items() if k not in ("incidents", "figures", "unsure")}


def _incident(i: Incident) -> dict[str, Any]:
    roles: dict[str, list[list[int]]] = {}
    for p in i.participants:
        if p.role in PARTS:
            roles.setdefault(p.role, []).extend([s.start, s.end] for s in p.spans)
    for w in i.weapons:
        roles.setdefault("weapon", []).extend([s.start, s.end] for s in w.spans)
    if i.place:
        roles["place"] = [[s.start, s.end] for s in i.place.spans]
    if i.date.earliest:
        roles["date"] = [[s.start, s.end] for s in i.date.spans]
    told = "background" if i.background else "news" if i.status == "happened" else i.status
    mentions = [[s.start, s.end] for s in i.mentions.spans]
    return {"key": i.id, "kind": i.type.kind, "told": told, "mentions": mentions, "roles": roles}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", nargs="+", type=Path)
    parser.add_argument("--weights", type=Path, help="the networks to read with (by default those of the package)")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    reader = Reader.load(options.weights)
    documents = [d for path in options.counts for d in lines(path)]
    kept = 0
    with options.output.open("w", encoding="utf-8") as out:
        for d in track(documents, "reading", disable=not sys.stderr.isatty()):
            record = reader.read(Article(id="sha256:", text=d["text"], published=d.get("published")))
            kept += agrees(record, d)
            out.write(json.dumps(known(record, d), ensure_ascii=False) + "\n")
    print(f"{options.output}: the marks of {kept} of {len(documents)} documents")


if __name__ == "__main__":
    main()
