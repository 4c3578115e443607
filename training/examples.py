"""Annotated documents -> training windows.

A document is a JSON object a line with ``text`` and any of ``attributions`` (source, cue, content spans, with
``reported_by`` where hands are annotated), ``entities`` (kind, mentions), and ``incidents`` with ``figures`` (as the
corpus has them). What a document does not annotate is left out of the loss, not taken for absent; so is what stands in
``unsure`` (ranges in which incidents and figures may hide).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any, NamedTuple

from onrecord.reading.labels import HARMS, MOST, PARTS, SIDES, TOLD
from onrecord.reading.labels import KINDS as INCIDENT_KINDS
from onrecord.reading.pieces import CLS, SEP, Pieces, pieces, windows
from onrecord.reading.view import View, view

KINDS = {"person": 1, "organisation": 3, "place": 5}
OUT, SOURCE, CONTENT, HAND = 0, 1, 2, 3
UNKNOWN = -100


# The layers that the harm head is taught, a label a piece each.
LAYERS = ("mention", "kind", "told", "figure", "side", "part", "killed", "injured")
# The news is told at the head of a report: beyond so many windows, what a report counts in all is not taught.
TOTALS_WITHIN = 2


class Example(NamedTuple):
    """One window: inputs with [CLS] and [SEP], labels a piece, and one row of labels a cue.

    ``harm`` has one row of labels for each of LAYERS; ``linked`` are (piece, incident) of mentions and figures.
    """

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
    harm: list[list[int]]
    linked: list[tuple[int, int]]


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
    harm, linked = _harm(document, at, count)
    bare = not any(k in document for k in ("attributions", "entities", "incidents"))
    out = []
    for n, w in enumerate(windows(cut)):
        counted = document.get("totals", {}) if n < TOTALS_WITHIN else {}
        if not counted and bare:
            break
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
                [
                    [
                        min(counted.get(layer, UNKNOWN), MOST),
                        *(row[k] if k in own else UNKNOWN for k in range(w.start, w.end)),
                        UNKNOWN,
                    ]
                    for layer, row in zip(LAYERS, harm, strict=True)
                ],
                [(k - w.start + 1, incident) for k, incident in linked if w.start <= k < w.end],
            )
        )
    return out


def _harm(document: dict[str, Any], at: Aligner, count: int) -> tuple[list[list[int]], list[tuple[int, int]]]:
    """A row of labels for each of LAYERS, and (piece, incident) of each mention and figure, once each."""
    rows = {layer: [UNKNOWN] * count for layer in LAYERS}
    linked: dict[int, int] = {}
    if "incidents" not in document:
        return list(rows.values()), []
    for layer in ("mention", "figure", "part"):
        rows[layer] = [OUT] * count
    for s, e in document.get("unsure", ()):
        first, last = at.range(s, e)
        for layer in ("mention", "figure", "part"):
            rows[layer][first:last] = [UNKNOWN] * (last - first)

    def begin(layer: str, span: list[int], label: int) -> int | None:
        start, end = at.range(span[0], span[1])
        if start >= end:
            return None
        rows[layer][start:end] = [label] + [label + 1] * (end - start - 1)
        return start

    numbers = {one["key"]: n for n, one in enumerate(document["incidents"])}
    for one in document["incidents"]:
        for part, spans in one["roles"].items():
            for span in spans:
                start = begin("part", span, 1 + 2 * PARTS.index(part))
                if start is not None:
                    linked[start] = numbers[one["key"]]
        for span in one["mentions"]:
            start = begin("mention", span, 1)
            if start is not None:
                rows["kind"][start] = INCIDENT_KINDS.index(one["kind"])
                rows["told"][start] = TOLD.index(one["told"])
                linked[start] = numbers[one["key"]]
    # Of figures inside a figure ('a mother and her two daughters') the outer one is marked; rules read its parts.
    spans = [(span, f) for f in document["figures"] for span in f["spans"]]
    for span, f in sorted(spans, key=lambda x: x[0][0] - x[0][1]):
        if any(s[0] <= span[0] and span[1] <= s[1] and s != span for s, _ in spans):
            continue
        harm = "casualties" if f["harm"] == "combined" else f["harm"]
        start = begin("figure", span, 1 + 2 * HARMS.index(harm))
        if start is not None:
            rows["side"][start] = SIDES.index(f["side"])
            linked.setdefault(start, numbers[f["incident"]])
    return list(rows.values()), sorted(linked.items())
