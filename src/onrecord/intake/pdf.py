"""PDF: the words of its pages as paragraphs; running heads, feet and page numbers are furniture."""

from __future__ import annotations

import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import msgspec

from onrecord.intake import pdf_lines
from onrecord.intake.decode import MAX_TEXT, clean, too_long
from onrecord.intake.given import Given
from onrecord.intake.item import Item, kept
from onrecord.intake.pdf_lines import Line
from onrecord.intake.problem import IntakeError
from onrecord.intake.text import article_from_text
from onrecord.record import Furniture, Sentence

MAX_PAGES = 3_000
"""Pages of one PDF; the longest reports of commissions of inquiry have 2,000 to a volume."""

MAX_SECONDS = 60.0
"""Processor time for one PDF, looked at between pages; 3,000 dense pages take under 10 seconds."""

CUT = Sentence("the PDF ends in the middle, so it was cut off; copy or download it again")
LOCKED = Sentence("the PDF is encrypted and needs a password; save an unprotected copy and read that")
BROKEN = Sentence("the PDF is damaged and cannot be opened; copy or download it again, or print it to a new PDF")
SCANNED = Sentence("the PDF has pages but no text, as scans do; run text recognition (OCR) on it and read the result")
SECRET = Sentence(
    "the PDF's fonts do not tell which letters they show; run text recognition (OCR) on it and read the result"
)

_NUMBER = re.compile(
    r"(?:[Pp]age|[Pp]\.|[Ss]eite|[Pp]ágina|[Ss]tr\.)?\s*[-–—|]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*(?:(?:of|/|von|de)\s*\d{1,4})?\s*[-–—|]?"
)
_SENTENCE_END = re.compile(r"[.!?…:;。؟][\"'”’»)\]]*$")
_BROKEN = "-\u2010\u00ad\ufffe\x02"  # PDFium gives U+FFFE or U+0002 for a hyphen at a line's end
_LAST = re.compile(r"\w+$")
_FIRST = re.compile(r"\w+")
_LIST = re.compile(r"(?:[•▪◦‣–—*-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_NO_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint)|untitled|document\d*$|layout \d|slide \d|\S+$)"
    r"|\.(?:docx?|pdf|indd|qxd|rtf|html?)$",
    re.I,
)


def articles(data: bytes, *, given: Given) -> Iterator[Item]:
    """The article of one PDF.

    With ``given.verbatim`` its text is the pages' text as the PDF has it, form feeds between pages. The file's
    dates are when the file was made, not when the report came out, and are not used. Raises
    :class:`IntakeError` where there is no text to read.
    """
    pages, about = _pages(data)
    if given.verbatim:
        text = clean("\f".join("\n".join(line.text for line in page) for page in pages))
        yield given.input_id, article_from_text(text, id=kept(data, given), given=given)
        return
    pages = [pdf_lines.whole(page) for page in pages]
    running = _running(pages)
    lines = [line for page in pages for line in page if line not in running]
    paragraphs = _paragraphs(lines)
    if not paragraphs:
        raise IntakeError(SCANNED)
    shown = "".join(line.text for line in pages[0]) if pages else ""
    known = replace(
        given,
        name=None,
        title=given.title or _title(about.get("Title", ""), paragraphs, lines),
        authors=given.authors or _authors(about.get("Author", ""), shown),
    )
    made = article_from_text(clean("\n\n".join(paragraphs)), id=kept(data, known), given=known)
    repeated = tuple(
        Furniture("page", clean(text))
        for text in dict.fromkeys(line.text.strip() for page in pages for line in page if line in running)
    )
    empty = [n for n, page in enumerate(pages, 1) if not page]
    if empty:
        named = ", ".join(map(str, empty[:20])) + (", …" if len(empty) > 20 else "")
        repeated += (Furniture("page", f"[{len(empty)} of {len(pages)} pages have no text, as pictures do: {named}]"),)
    yield given.input_id, msgspec.structs.replace(made, slices=None, furniture=(*made.furniture, *repeated))


def _pages(data: bytes) -> tuple[list[list[Line]], dict[str, str]]:
    import pypdfium2

    end = data.rfind(b"%%EOF")
    if end < 0 or b" obj" in data[end:]:
        raise IntakeError(CUT)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        why = str(error).lower()
        told = LOCKED if "password" in why or "security" in why else BROKEN
        raise IntakeError(told) from error
    try:
        if document.get_formtype():
            document.init_forms()
        count = len(document)
        if count == 0:
            raise IntakeError("the PDF has no pages; make it again from its source")
        if count > MAX_PAGES:
            raise IntakeError(
                "the PDF has {count:,} pages, more than the {most:,} that are read as one report; split it",
                count=count,
                most=MAX_PAGES,
            )
        pages: list[list[Line]] = []
        length = broken = 0
        started = time.thread_time()
        for n in range(count):
            try:
                lines = pdf_lines.lines(document, n)
            except pypdfium2.PdfiumError:
                broken += 1
                continue
            pages.append(lines)
            length += sum(len(line.text) for line in lines)
            if length > MAX_TEXT:
                raise too_long(length)
            if time.thread_time() - started > MAX_SECONDS:
                raise IntakeError(
                    "the PDF takes longer than {most:.0f} seconds to read; save its text and read that",
                    most=MAX_SECONDS,
                )
        try:
            about = {key: str(value) for key, value in document.get_metadata_dict().items()}
        except (pypdfium2.PdfiumError, UnicodeError):
            about = {}
    finally:
        document.close()
    if not pages:
        raise IntakeError(BROKEN)
    said = "".join(line.text for page in pages for line in page)
    if sum(c.isalnum() for c in said) < 20:
        raise IntakeError(SCANNED)
    if sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c < " " for c in said) > 0.3 * len(said):
        raise IntakeError(SECRET)
    return pages, about


def _running(pages: Sequence[Sequence[Line]]) -> set[Line]:
    """Lines at the pages' edges that return from page to page, and page numbers."""
    found: set[Line] = set()
    places: Counter[str] = Counter()
    for page in pages:
        places.update({_numberless(line.text) for line in page if line.edge})
    for page in pages:
        for line in page:
            if not line.edge:
                continue
            number = _NUMBER.fullmatch(line.text.strip()) is not None
            # Half of the pages, as left and right ones may differ; a lone page has nothing that returns.
            if number or (places[_numberless(line.text)] >= max(2, 0.4 * len(pages)) and len(line.text) < 200):
                found.add(line)
    return found


def _numberless(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split())).casefold()


def _paragraphs(lines: Sequence[Line]) -> list[str]:
    """Lines joined into paragraphs, across page breaks too, with words that were broken at line ends whole again."""
    if not lines:
        return []
    steps = [
        a.bottom - b.bottom
        for a, b in pairwise(lines)
        if a.page == b.page and 0 < a.bottom - b.bottom < 4 * max(a.height, 1)
    ]
    step = statistics.median_low(steps) if steps else 12.0
    margin = statistics.median([line.right for line in lines])
    whole = {w.casefold() for line in lines for w in re.findall(r"\w+(?:-\w+)+", line.shown)}
    groups: list[list[Line]] = [[lines[0]]]
    for n, (before, line) in enumerate(pairwise(lines)):
        if _begins(before, line, step, margin) or _short(before, line, lines[max(0, n - 6) : n + 8]):
            groups.append([])
        groups[-1].append(line)
    return [_joined([line.shown for line in group], whole) for group in groups]


def _short(before: Line, line: Line, near: Sequence[Line]) -> bool:
    """Whether ``before`` was ended on purpose, as rows of tables, headings and last lines are: the next word would
    have fitted behind it, in a column as wide as the lines ``near`` show it to be."""
    if line.page != before.page or line.shown[:1].islower() or before.shown[-1:] in _BROKEN + ",;(–—":
        return False
    if before.right < before.left or line.right < line.left:  # written from right to left: the sides are others
        return False
    right = max(each.right for each in near if each.page == line.page and abs(each.left - line.left) < 3 * line.height)
    letter = (line.right - line.left) / max(1, len(line.shown))
    word = letter * (len(line.shown.split(None, 1)[0]) + 2)
    ended = _SENTENCE_END.search(before.shown) is not None
    return before.right + word < right and (ended or before.right - before.left < 0.6 * (right - before.left))


def _begins(before: Line, line: Line, step: float, margin: float) -> bool:
    """Whether a paragraph begins with ``line``."""
    ended = _SENTENCE_END.search(before.shown) is not None
    low = line.shown[:1].islower()
    if abs(line.height - before.height) > 0.2 * max(line.height, before.height):
        return not low  # another size: a heading, a note
    if _LIST.match(line.shown):
        return True
    if line.page != before.page or line.bottom > before.top:  # next page, or next column
        return ended and not low
    if before.bottom - line.bottom > 1.3 * step:
        return not (low and not ended)
    if line.left > before.left + 0.8 * line.height and ended:
        return True
    return ended and before.right < 0.8 * margin and not low


def _joined(lines: Sequence[str], whole: set[str]) -> str:
    """Lines as one, words that were broken between them whole; ``whole`` holds the compounds of the text."""
    text = ""
    for line in lines:
        if text and text[-1] in _BROKEN and text[-2:-1].isalnum() and line[:1].isalnum():
            stem = text[:-1]
            compound = f"{_LAST.search(stem)[0]}-{_FIRST.match(line)[0]}".casefold()  # type: ignore[index]
            # 'Anglo-' 'Saxon' and '12-' 'mile' keep their hyphen, as does what has one elsewhere.
            hyphen = not (line[0].islower() and stem[-1].isalpha()) or compound in whole
            text = f"{stem}{'-' if hyphen else ''}{line}"
        else:
            text = f"{text.rstrip(_BROKEN[2:])} {line}" if text else line
    return text


def _title(said: str, paragraphs: Sequence[str], lines: Sequence[Line]) -> str | None:
    """The title that the file gives if its first page shows it, else the largest words at the head of that page."""
    said = " ".join(said.split())
    opening = _squeezed(" ".join(paragraphs[:6]))
    if said and not _NO_TITLE.search(said) and _squeezed(said) in opening:
        return said
    first = [line for line in lines if line.page == lines[0].page]
    usual = statistics.median([line.height for line in lines])
    largest = max((line.height for line in first[:12]), default=0.0)
    if largest < 1.25 * usual:
        return None
    at = next(n for n, line in enumerate(first) if line.height == largest)
    title = [first[at].shown]
    for line in first[at + 1 :]:
        if abs(line.height - largest) > 0.05 * largest:
            break
        title.append(line.shown)
    words = _joined(title, set())
    return words if 8 <= len(words) <= 300 else None


def _authors(said: str, shown: str) -> tuple[str, ...]:
    """The authors that the file gives if its first page names them: often it is whoever typed it."""
    from onrecord.intake.names import person

    names = [" ".join(name.split()) for name in re.split(r"[;,&]|\band\b", said)]
    return tuple(name for name in names if person(name) and _squeezed(name) in _squeezed(shown))


def _squeezed(text: str) -> str:
    return "".join(re.findall(r"\w+", text)).casefold()
