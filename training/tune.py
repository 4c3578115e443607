"""Choose the thresholds of ``onrecord.reading.statements`` on a development set.

    python -m training.tune GOLD.jsonl[.gz] [--weights FOLDER]

Runs the model once, then searches one setting after the other for the best relation F1 (plus a third of
relation-and-source F1), and prints what it found; the numbers go into ``Settings`` by hand.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from evaluation.score import lines, score

from onrecord.reading.lexicon import lexicon
from onrecord.reading.model import Marks, Model
from onrecord.reading.pieces import Pieces, pieces
from onrecord.reading.statements import DEFAULT, Settings, statements
from onrecord.reading.view import View, view

GRID: dict[str, list[float]] = {
    "statement": [0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65],
    "content": [0.3, 0.35, 0.4, 0.45, 0.5, 0.55],
    "source": [0.2, 0.3, 0.4, 0.5, 0.6],
    "gap": [0, 1, 2, 3, 5, 8],
    "same": [0.4, 0.5, 0.7, 0.9],
    "quotation": [0.3, 0.4, 0.5, 0.6, 0.8],
}


def told(
    gold: list[dict[str, Any]], seen: list[tuple[Marks, Pieces, View]], settings: Settings
) -> list[dict[str, Any]]:
    out = []
    for g, (marks, cut, sight) in zip(gold, seen, strict=True):

        def spans(ranges: list[tuple[int, int]], sight: View = sight) -> dict[str, Any]:
            return {"spans": [list(sight.span(s, e)) for s, e in ranges]}

        found = statements(marks, cut, sight, settings, passive=lexicon().passive)
        out.append(
            {
                "input_id": g["id"],
                "article": {"text": g["text"]},
                "statements": [
                    {
                        "content": spans(f.content),
                        "source": spans(f.source) if f.source else None,
                        "cue": None,
                        "reported_by": [],
                    }
                    for f in found
                ],
            }
        )
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--weights", type=Path)
    options = parser.parse_args()
    model = Model(options.weights)
    gold = [g for path in options.gold for g in lines(path)]
    seen = []
    for g in gold:
        sight = view(g["text"])
        cut = pieces(sight)
        seen.append((model.marks(cut), cut, sight))

    def worth(settings: Settings) -> tuple[float, dict[str, Any]]:
        figures = score(gold, told(gold, seen, settings))
        return figures["relation"]["f"] + figures["relation and source"]["f"] / 3, figures

    best, (value, figures) = DEFAULT, worth(DEFAULT)
    print("as set", figures["relation"], figures["relation and source"], figures["recall"], flush=True)
    for _ in range(2):
        for name, choices in GRID.items():
            for choice in choices:
                tried = best._replace(**{name: choice})
                v, f = worth(tried)
                if v > value:
                    best, value, figures = tried, v, f
        print(best, figures["relation"], figures["relation and source"], figures["recall"], flush=True)


if __name__ == "__main__":
    main()
