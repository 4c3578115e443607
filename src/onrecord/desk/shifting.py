"""A record of which some words are shown otherwise: every span is moved to where its words now stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any, cast

import msgspec

from onrecord.accounts.sheet import Anchor, Sheet
from onrecord.record import Article, Record, Span, Spans, words

Ranges = Sequence[tuple[int, int, str]]


def shifted(record: Record, ranges: Ranges, shown: Record) -> Record:
    """``shown``, which is ``record`` with other texts, with the words of ``ranges`` (of the article's text) as they are
    shown, and spans that fit.

    A span that begins or ends within such a range takes in the whole of what is shown for it.
    """
    return cast(Record, _Shifted(record.article.text, ranges).value(record, shown)) if ranges else shown


def moved(spans: Spans, ranges: Ranges) -> Spans:
    """Spans of a text where they are when ``ranges`` of it are shown otherwise."""
    return _Shifted("", ranges).spans(spans) if ranges else spans


def anchored(sheet: Sheet, ranges_of: Callable[[str], Ranges]) -> Sheet:
    """A sheet whose anchors stand at the words as they are shown; ``ranges_of`` an article (its hash) says what of its
    text is shown otherwise. For what has the texts beside the sheet; links to pages need the anchors as they are."""

    def placed(value: Any) -> Any:
        if isinstance(value, Anchor):
            return msgspec.structs.replace(value, spans=moved(value.spans, ranges_of(value.article)))
        if isinstance(value, msgspec.Struct):
            found = {name: placed(getattr(value, name)) for name in value.__struct_fields__}
            return msgspec.structs.replace(value, **found)
        if isinstance(value, dict):
            return {key: placed(each) for key, each in value.items()}
        if isinstance(value, tuple) and value and isinstance(value[0], (msgspec.Struct, tuple)):
            if hasattr(value, "_fields"):
                return value
            return tuple(placed(each) for each in value)
        return value

    return cast(Sheet, placed(sheet))


class _Shifted:
    def __init__(self, text: str, ranges: Ranges) -> None:
        self.before = text
        self.starts = [start for start, _, _ in ranges]
        self.ranges = ranges
        self.at: list[tuple[int, int]] = []  # where each range's words stand afterwards
        parts: list[str] = []
        last = moved = 0
        for start, end, shown in ranges:
            parts += [text[last:start], shown]
            begins = start + moved
            self.at.append((begins, begins + len(shown)))
            moved += len(shown) - (end - start)
            last = end
        self.text = "".join((*parts, text[last:]))

    def place(self, at: int, *, end: bool) -> int:
        """Where the code point ``at`` (as the ``end`` of a span: the one before) stands now."""
        n = bisect_right(self.starts, at - 1 if end else at) - 1
        if n < 0:
            return at
        _, over, _ = self.ranges[n]
        begins, ends = self.at[n]
        if at < over or (end and at == over):
            return ends if end else begins
        return at - over + ends

    def spans(self, spans: Spans) -> Spans:
        """The spans as they are now, in order, none within another."""
        found: list[Span] = []
        for start, end in spans:
            a, b = self.place(start, end=False), self.place(end, end=True)
            a = max(a, found[-1].end) if found else a
            if a < b:
                found.append(Span(a, b))
        return tuple(found)

    def value(self, before: Any, shown: Any) -> Any:
        """``shown`` with its spans, and the words at them, as they are now; ``before`` is the same as it was."""
        if isinstance(before, msgspec.Struct):
            return self._struct(before, shown)
        if isinstance(before, tuple) and before:
            if isinstance(before[0], Span):
                return self.spans(before)
            return tuple(self.value(a, b) for a, b in zip(before, shown, strict=True))
        return shown

    def _struct(self, before: msgspec.Struct, shown: msgspec.Struct) -> msgspec.Struct:
        found = {name: self.value(getattr(before, name), getattr(shown, name)) for name in before.__struct_fields__}
        if isinstance(before, Article):
            found |= {"text": self.text, "slices": None}
        elif "spans" in found:
            then, now = words(self.before, cast(Any, before).spans), words(self.text, found["spans"])
            found |= {name: now for name in ("text", "name") if getattr(before, name, None) == then}
        return msgspec.structs.replace(shown, **found)


__all__ = ["Ranges", "anchored", "moved", "shifted"]
