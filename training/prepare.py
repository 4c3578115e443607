"""Gather annotated sets into the folder that ``training.train`` reads.

python -m training.prepare --output FOLDER [--attribution FILE..] [--entities FILE..] [--silver FILE]
                           [--corpus FILE..] [--dev FILE..]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from evaluation.score import lines

# What other sets call the three kinds that the entity head knows; anything else is no entity to it.
NAMES = {
    "Person": "person", "Organisation": "organisation", "Location": "place", "PERSON": "person", "ORG": "organisation",
    "person": "person", "organisation": "organisation", "place": "place",
}  # fmt: skip


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
            kept = {k: d[k] for k in ("id", "text", "attributions", "entities", "licence") if k in d}
            out.write(json.dumps(kept, ensure_ascii=False) + "\n")
            count += 1
    print(f"{path.name}: {count} documents")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--attribution", type=Path, nargs="*", default=[])
    parser.add_argument("--entities", type=Path, nargs="*", default=[])
    parser.add_argument("--corpus", type=Path, nargs="*", default=[])
    parser.add_argument("--dev", type=Path, nargs="*", default=[])
    parser.add_argument("--silver", type=Path)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    silver = {d["id"]: d["entities"] for d in lines(options.silver)} if options.silver else {}

    def gold(path: Path) -> Iterable[dict[str, Any]]:
        for d in lines(path):
            if "entities" in d:
                d["entities"] = entities(d)
            elif d["id"] in silver:
                d["entities"] = silver[d["id"]]
            yield d

    for role, paths in (("train", [*options.attribution, *options.entities, *options.corpus]), ("dev", options.dev)):
        for path in paths:
            write(options.output / f"{role}_{path.name.split('.')[0]}_{path.parent.name}.jsonl", gold(path))


if __name__ == "__main__":
    main()
