"""What the reader already reads right, to teach it by: ``python -m training.verified COUNTS.jsonl --output FILE``.

COUNTS are documents whose numbers of killed and injured are known (``counts/`` of a data folder) but whose words nobody
has marked. The reader reads each; where its totals of the main incident are the known ones, its marks are taken for
right and written in the corpus's form, for the folder ``figures/``. Documents that it reads wrong are left out: they
would teach it its own mistakes.
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
from onrecord.record import Article, Incident, Record

PARTS = ("perpetrator", "target", "claimant", "rescuer")


def agrees(record: Record, document: dict[str, Any]) -> bool:
    """Whether the record's main incident has the known totals; nobody harmed is no figure."""
    news = [i for i in record.incidents if not i.background]
    main = max(news, key=lambda i: len(i.mentions.spans), default=None)
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
            if agrees(record, d):
                kept += 1
                totals = {harm: d[harm] for harm in ("killed", "injured")}
                line = {"id": d["id"], **annotated(record), "totals": totals}
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
    print(f"{options.output}: {kept} of {len(documents)} documents")


if __name__ == "__main__":
    main()
