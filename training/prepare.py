"""Gather annotated sets into the folder that ``training.train`` reads.

    python -m training.prepare --corpus FOLDER [--data FOLDER] --output FOLDER

The data folder may hold ``attribution/``, ``entities/``, ``templates/`` (incidents as MUC-4's keys have them),
``counts/`` (numbers of killed and injured), ``figures/`` (incidents and figures as the corpus has them), all trained
on, ``dev/`` (measured on) and ``silver/`` (entities of documents in ``attribution/``, by ``training.silver``), each
with .jsonl or .jsonl.gz files.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from evaluation.score import lines

from training.counted import counted, summed
from training.templates import weak

# What other sets call the three kinds that the entity head knows; anything else is no entity to it.
NAMES = {
    "Person": "person", "Organisation": "organisation", "Location": "place", "PERSON": "person", "ORG": "organisation",
    "person": "person", "organisation": "organisation", "place": "place",
}  # fmt: skip

KEPT = ("id", "text", "attributions", "entities", "incidents", "figures", "unsure", "totals", "licence")


def entities(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Entities in the corpus form: from start/end/type rows where a set has those."""
    out = []
    for e in document["entities"]:
        kind = NAMES.get(e.get("kind") or e.get("type", ""))
        if kind:
            out.append({"kind": kind, "mentions": e.get("mentions") or [[e["start"], e["end"]]]})
    return out


def write(path: Path, documents: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as out:
        count = 0
        for d in documents:
            kept = {k: d[k] for k in KEPT if k in d}
            out.write(json.dumps(kept, ensure_ascii=False) + "\n")
            count += 1
    print(f"{path.name}: {count} documents")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpus", type=Path, required=True, help="what corpus/compile.py wrote: train.jsonl, aside.jsonl"
    )
    parser.add_argument("--data", type=Path, help="a folder of further annotated sets")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)

    def sets(role: str) -> list[Path]:
        return sorted((options.data / role).glob("*.jsonl*")) if options.data else []

    silver = {d["id"]: d["entities"] for path in sets("silver") for d in lines(path)}

    def gold(path: Path) -> Iterator[dict[str, Any]]:
        for d in lines(path):
            if "entities" in d:
                d["entities"] = entities(d)
            elif d["id"] in silver:
                d["entities"] = silver[d["id"]]
            if "figures" in d and "totals" not in d:
                d["totals"] = summed(d)
            yield d

    for role, form in (("templates", weak), ("counts", counted)):
        for path in sets(role):
            write(options.output / f"train_{role}_{path.name.split('.')[0]}.jsonl", map(form, lines(path)))
    for path in [*sets("attribution"), *sets("entities"), *sets("figures"), options.corpus / "train.jsonl"]:
        write(options.output / f"train_{path.parent.name}_{path.name.split('.')[0]}.jsonl", gold(path))
    for path in [*sets("dev"), options.corpus / "aside.jsonl"]:
        write(options.output / f"dev_{path.parent.name}_{path.name.split('.')[0]}.jsonl", gold(path))


if __name__ == "__main__":
    main()
