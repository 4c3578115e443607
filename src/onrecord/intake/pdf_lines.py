"""One page of a PDF as its printed lines, what was typed into its form among them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from onrecord.intake import notes

EDGE = 0.1
"""Share of a page's height, at its top and at its foot, in which running heads and page numbers stand."""

RAISED = 0.85
"""Size of a note's mark beside that of the letters before it, at most; programs set marks at 0.58 to 0.8."""

FIELDS = 2_000
"""Fields of one page's form that are read; the longest forms have some two hundred."""

LETTER = 4.5
"""Points that a letter in a form's field takes, about; how large they are is nowhere said."""

_LINE_END = re.compile(r"(\r\n|\r|\n|(?<=\ufffe))")
_DIGITS = re.compile(r"\d{1,9}")
_TYPED = (4, 5, 6)  # FPDF_FORMFIELD_COMBOBOX, _LISTBOX and _TEXTFIELD


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; distances in points from the page's lower left corner, turned pages turned upright.

    ``text`` is as the PDF has it; in ``shown`` marks of notes stand in brackets.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    edge: bool
    shown: str = ""

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def lines(document: Any, number: int) -> list[Line]:
    """The lines of a page in the order of the PDF, or from its top to its foot where it has a filled form."""
    page = document[number]
    width, height = page.get_width(), page.get_height()
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        found: list[Line] = []
        start = 0
        for raw in _LINE_END.split(text):
            words = raw.rstrip()
            if words.strip():
                lead = len(words) - len(words.lstrip())
                box = _box_of(textpage, start + lead, start + len(words) - 1, width=width, height=height)
                shown = _noted(textpage, words, start)[lead:]
                found.append(Line(words.strip(), number, *box, shown=shown))
            start += len(raw)
        filled = list(_fields(document, page, number)) if document.formenv is not None else []
        return _in_rows([*found, *filled]) if filled else _downwards(found)
    finally:
        textpage.close()
        page.close()


def _box_of(
    textpage: Any, first: int, last: int, *, width: float, height: float
) -> tuple[float, float, float, float, bool]:
    """Left, right, bottom and top of a line by its first and last letters, and whether it stands at the page's edge."""
    left, bottom, near, top = _box(textpage, first)
    far, last_bottom, right, last_top = _box(textpage, last)
    along, up = far - left, last_bottom - bottom
    if last > first + 2 and abs(up) > 2 * abs(along):  # a line that runs up or down the page
        edge = min(left, far) < EDGE * width or max(near, right) > (1 - EDGE) * width
        if up > 0:
            return bottom, last_top, -max(near, right), -min(left, far), edge
        return -top, -last_bottom, min(left, far), max(near, right), edge
    bottom, top = min(bottom, last_bottom), max(top, last_top)
    return left, right, bottom, top, bottom > (1 - EDGE) * height or top < EDGE * height


def _box(textpage: Any, index: int) -> tuple[float, float, float, float]:
    # Characters outside the Basic Multilingual Plane count twice in PDFium and once here; a box that is a
    # letter off still stands on the same line.
    count = textpage.count_chars()
    left, bottom, right, top = textpage.get_charbox(min(index, count - 1), loose=True)
    return left, bottom, right, top


def _noted(textpage: Any, words: str, start: int) -> str:
    """``words``, which begin at the page's letter ``start``, with small raised numbers in brackets.

    'killed 7' with note 1 behind it is 'killed 71' in the PDF's text.
    """
    from pypdfium2 import raw

    def size(at: int) -> float:
        same = raw.FPDFText_GetUnicode(textpage.raw, start + at) == ord(words[at])
        return float(raw.FPDFText_GetFontSize(textpage.raw, start + at)) if same else 0.0

    pieces: list[str] = []
    done = 0
    for run in _DIGITS.finditer(words):
        behind = run.start() > 0 and not words[run.start() - 1].isspace()
        first = run.start() - 1 if behind else run.start()
        usual = size(first)
        small = next((at for at in range(first + 1, run.end()) if 0 < size(at) < RAISED * usual), None)
        if small is None or run.end() - small > notes.LONGEST or not notes.marked(words[:small]):
            continue
        if _box(textpage, start + small)[1] <= _box(textpage, start + small - 1)[1] + 0.1 * usual:
            continue  # lowered, as in formulas
        pieces += [words[done:small], f"[{words[small : run.end()]}]"]
        done = run.end()
    return "".join([*pieces, words[done:]])


def _fields(document: Any, page: Any, number: int) -> Iterator[Line]:
    """What was typed or chosen in the page's form, which is no part of the page's text."""
    from pypdfium2 import raw

    for n in range(min(raw.FPDFPage_GetAnnotCount(page.raw), FIELDS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, n)
        if not annotation:
            continue
        try:
            if raw.FPDFAnnot_GetFormFieldType(document.formenv.raw, annotation) not in _TYPED:
                continue
            length = raw.FPDFAnnot_GetFormFieldValue(document.formenv.raw, annotation, None, 0)
            room = ctypes.create_string_buffer(length)
            letters = ctypes.cast(room, ctypes.POINTER(raw.FPDF_WCHAR))
            raw.FPDFAnnot_GetFormFieldValue(document.formenv.raw, annotation, letters, length)
            words = " ".join(room.raw[:length].decode("utf-16-le", "replace").rstrip("\x00").split())
            at = raw.FS_RECTF()
            if words and raw.FPDFAnnot_GetRect(annotation, at):
                right = min(at.right, at.left + LETTER * len(words))
                yield Line(words, number, at.left, right, at.bottom, at.top, edge=False, shown=words)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _downwards(found: list[Line]) -> list[Line]:
    """The lines from the first to the last: PDFium gives those of a page that is turned a quarter from the last on."""
    steps = [after.middle - before.middle for before, after in pairwise(found)]
    up, down = sum(step > 1 for step in steps), sum(step < -1 for step in steps)
    return found[::-1] if up > 3 * down else found


def _in_rows(found: list[Line]) -> list[Line]:
    """The lines from top to foot, those beside each other from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(found, key=lambda each: -each.middle):
        if rows and abs(rows[-1][0].middle - line.middle) < 0.5 * max(line.height, 8.0):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda each: each.left)]


def whole(found: Sequence[Line]) -> list[Line]:
    """The lines with the pieces of one line put together: a note's mark or a field ends a line for PDFium."""
    joined: list[Line] = []
    for line in found:
        last = joined[-1] if joined else None
        if last is not None and _beside(last, line):
            gap = "" if line.left - last.right < 0.15 * min(last.height, line.height) else " "
            joined[-1] = replace(
                last,
                text=f"{last.text}{gap}{line.text}",
                shown=f"{last.shown}{gap}{line.shown}",
                right=max(last.right, line.right),
                bottom=min(last.bottom, line.bottom),
                top=max(last.top, line.top),
            )
        else:
            joined.append(line)
    return joined


def _beside(last: Line, line: Line) -> bool:
    """Whether ``line`` goes on where ``last`` ends, at the same height, with no more than a blank or two between."""
    if line.page != last.page or line.left < last.right - 0.3 * line.height:
        return False
    shared = min(last.top, line.top) - max(last.bottom, line.bottom)
    near = line.left - last.right < 0.6 * min(last.height, line.height)
    filled = last.shown.endswith(":")  # a label and what was typed behind it
    return shared > 0.4 * min(last.height, line.height) and (near or filled)
