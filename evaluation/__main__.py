"""Score the reader on the shipped documents kept aside, against the floors: ``python -m evaluation``.

The floors stand in ``evaluation/floors.toml``. A figure below its floor fails, and so does an aside set that is
not the one the floors were taken on. A floor is raised when the figure rises, and never lowered in silence.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from evaluation import harm, sets
from evaluation.score import lines, score

HERE = Path(__file__).resolve().parent


def aside() -> tuple[list[dict[str, Any]], str]:
    """The documents kept aside, and the SHA-256 of all their annotation."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, str(HERE.parent / "corpus" / "compile.py"), "-o", folder],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        path = Path(folder) / "aside.jsonl"
        return list(lines(path)), hashlib.sha256(path.read_bytes()).hexdigest()


def records(gold: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the reader says of each document; every span is checked against its words."""
    from onrecord.reading import Reader
    from onrecord.record import Article, check, to_json

    reader = Reader.load()
    out = []
    for g in gold:
        record = reader.read(Article(id="sha256:", text=g["text"], published=g.get("published")), input_id=g["id"])
        check(record)
        out.append(json.loads(to_json(record)))
    return out


def flat(figures: dict[str, Any]) -> dict[str, float]:
    """{'relation f': .., 'recall direct': ..} of nested figures."""
    out: dict[str, float] = {}
    for name, value in figures.items():
        if isinstance(value, dict):
            out |= {f"{name} {k}": v for k, v in flat(value).items()}
        else:
            out[name] = value
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--gold",
        type=Path,
        help="score on this annotated file instead, without floors: statements, figures, totals, dates",
    )
    options = parser.parse_args()
    gold, digest = (list(lines(options.gold)), "") if options.gold else aside()
    read = records(gold)
    figures = flat(score(gold, read)) if "attributions" in gold[0] else {}
    for field, name, scored in (
        ("killed", "counts", sets.counts),
        ("timexes", "dates", sets.dates),
        ("toponyms", "places", sets.places),
    ):
        if field in gold[0]:
            figures |= flat({name: scored(gold, read)})
    both = [(g, r) for g, r in zip(gold, read, strict=True) if "figures" in g]
    if both:
        figures |= flat({"figures": harm.figures(*zip(*both, strict=True))})
        figures |= flat({"incidents": harm.incidents(*zip(*both, strict=True))})
    floors = {} if options.gold else tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
    failed = 0
    if floors and floors["sha256"] != digest:
        print(
            f"The aside set has changed (sha256 {digest}); take its figures anew and say so in floors.toml.",
            file=sys.stderr,
        )
        failed += 1
    for name, value in figures.items():
        floor = floors.get("floors", {}).get(name)
        below = floor is not None and value < floor
        failed += below
        print(
            f"{name:28} {value:>9}{'' if floor is None else f'   floor {floor}'}{'   BELOW ITS FLOOR' if below else ''}"
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
