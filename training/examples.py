"""Annotated documents -> training windows.

A document is a JSON object a line with ``text`` and any of ``attributions`` (source, cue, content spans, with
``reported_by`` where hands are annotated) and ``entities`` (kind, mentions). What a document does not annotate is
left out of the loss, not taken for absent.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any, NamedTuple

from onrecord.reading.pieces import CLS, SEP, Pieces, pieces, windows
from onrecord.reading.view import View, view

KINDS = {"person": 1, "organisation": 3, "place": 5}
OUT, SOURCE, CONTENT, HAND = 0, 1, 2, 3
UNKNOWN = -100


class Example(NamedTuple):
    """One window: inputs with [CLS] and [SEP], labels a piece, and one row of labels a cue."""

    ids: list[int]
    case: list[int]
    quote: list[int]
    layout: list[int]
    cue: list[int]
    entity: list[int]
    cues: list[tuple[int, int]]
    arguments: list[list[int]]
    hands: bool
    document: int


class Aligner:
    """From spans of the text to ranges of pieces."""

    def __init__(self, seen: View, cut: Pieces) -> None:
        self.starts = [seen.starts[s] for s in cut.starts]
        self.ends = [seen.ends[e - 1] for e in cut.ends]

    def range(self, start: int, end: int) -> tuple[int, int]:
        return bisect_right(self.ends, start), bisect_left(self.starts, end)


def examples(document: dict[str, Any], number: int) -> list[Example]:
    """The windows of one document."""
    seen = view(document["text"])
    cut = pieces(seen)
    at = Aligner(seen, cut)
    count = len(cut.ids)
    told = "attributions" in document
    cue = [OUT if told else UNKNOWN] * count
    entity = [UNKNOWN] * count
    rows: list[tuple[int, int, list[tuple[int, int, int]]]] = []
    for a in document.get("attributions", []):
        if not a["cue"]:
            continue
        start, end = at.range(a["cue"][0][0], a["cue"][-1][1])
        if start >= end:
            continue
        labels = [
            (*at.range(s, e), label) for role, label in (("source", SOURCE), ("content", CONTENT)) for s, e in a[role]
        ]
        labels += [(*at.range(s, e), HAND) for hand in a.get("reported_by", []) for s, e in hand]
        for k in range(start, end):
            cue[k] = 1 if k == start else 2
        rows.append((start, end, labels))
    if document.get("entities") is not None:
        entity = [OUT] * count
        for e in document["entities"]:
            base = KINDS.get(e["kind"], 0)
            for s, f in e["mentions"]:
                words = document["text"][s:f]
                start, end = at.range(s, f)
                if not base or not any(c.isupper() for c in words):
                    continue
                for k in range(start, end):
                    entity[k] = base if k == start else base + 1
    out = []
    for w in windows(cut):
        size = w.end - w.start
        own = range(w.own, w.own_end)
        cues, arguments = [], []
        for start, end, labels in rows:
            if start not in own or end > w.end:
                continue
            row = [OUT] * (size + 2)
            for s, f, label in labels:
                for k in range(max(s, w.start), min(f, w.end)):
                    row[k - w.start + 1] = label
            cues.append((start - w.start + 1, end - w.start + 1))
            arguments.append(row)

        def padded(values: list[int], first: int, last: int, w: Any = w) -> list[int]:
            return [first, *values[w.start : w.end], last]

        out.append(
            Example(
                padded(cut.ids, CLS, SEP),
                padded(cut.case, 5, 5),
                padded(cut.quote, 0, 0),
                padded(cut.layout, 0, 0),
                [UNKNOWN, *(cue[k] if k in own else UNKNOWN for k in range(w.start, w.end)), UNKNOWN],
                [UNKNOWN, *(entity[k] if k in own else UNKNOWN for k in range(w.start, w.end)), UNKNOWN],
                cues,
                arguments,
                any("reported_by" in a for a in document.get("attributions", [])),
                number,
            )
        )
    return out
