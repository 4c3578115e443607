"""Versions of a report: what a later one says otherwise, word by word, and the original bytes of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as lazy

from onrecord.accounts.changes import Change, changes
from onrecord.desk import care, opened
from onrecord.desk.access import Power, Request, needs
from onrecord.desk.items import seen
from onrecord.desk.ledgers import USING
from onrecord.desk.spoken import moment
from onrecord.desk.titles import span
from onrecord.desk.veils import Veils
from onrecord.desk.why import counted
from onrecord.desk.words import Word
from onrecord.intake.decode import decode
from onrecord.ledger import originals

# difflib takes a time that grows with the product of both lengths; ten million comparisons take about a second.
_PARAGRAPHS = 2_000_000
_WORDS = 200_000  # words of one paragraph times those of the other
_ALL = 3_000_000  # of all paragraphs together; what is left then is shown as gone and new
SHOWN = 400  # changed paragraphs on the page
CHANGES = 200  # changed statements and figures


WHAT: dict[str, Word] = {
    "figure": lazy("Figure"), "statement": lazy("Statement"), "title": lazy("Title"), "author": lazy("Authors"),
    "published": lazy("Day of publication"), "date": lazy("Day"), "place": lazy("Place"), "text": lazy("Wording"),
}  # fmt: skip
"""What may have changed."""


@dataclass(frozen=True, slots=True)
class Told:
    """One change, as the page tells it."""

    kind: Word
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A run of words: ``same``, ``gone`` or ``new``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph that changed, or (``skipped``) how many between two of these did not."""

    edits: tuple[Edit, ...] = ()
    skipped: int = 0


def diff(old: str, new: str) -> Iterator[Block]:
    """What became of the paragraphs of ``old``, in the order of the text."""
    before, after = _paragraphs(old), _paragraphs(new)
    low = 0
    while low < min(len(before), len(after)) and before[low] == after[low]:
        low += 1
    tail = 0
    while tail < min(len(before), len(after)) - low and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    if low:
        yield Block(skipped=low)
    left, right = before[low : len(before) - tail], after[low : len(after) - tail]
    left_over = _ALL
    for kind, a, b, c, d in _opcodes(left, right, most=_PARAGRAPHS):
        if kind == "equal":
            yield Block(skipped=b - a)
            continue
        gone, come = left[a:b], right[c:d]
        for n in range(max(len(gone), len(come))):
            one, other = gone[n] if n < len(gone) else "", come[n] if n < len(come) else ""
            size = one.count(" ") * other.count(" ")
            left_over -= size
            yield Block(tuple(_words(one, other, most=_WORDS if left_over > 0 else 0)))
    if tail:
        yield Block(skipped=tail)


def _paragraphs(text: str) -> list[str]:
    return [each for each in text.split("\n") if each.strip()]


def _opcodes(left: Sequence[str], right: Sequence[str], *, most: int) -> list[tuple[str, int, int, int, int]]:
    if len(left) * len(right) > most:
        return [("replace", 0, len(left), 0, len(right))]
    return list(SequenceMatcher(None, left, right, autojunk=False).get_opcodes())


def _words(old: str, new: str, *, most: int) -> Iterator[Edit]:
    left, right = old.split(), new.split()
    for kind, a, b, c, d in _opcodes(left, right, most=most):
        if kind == "equal":
            yield Edit("same", " ".join(left[a:b]))
            continue
        if a < b:
            yield Edit("gone", " ".join(left[a:b]))
        if c < d:
            yield Edit("new", " ".join(right[c:d]))


@needs(Power.READ)
def page(request: HttpRequest, row: int, old: int) -> HttpResponse:
    """What a version says otherwise than an older one of the same report."""
    mine = cast(Request, request)
    new_, old_ = opened.found(mine, row), opened.found(mine, old)
    if new_.row.name != old_.row.name or old_.row.version >= new_.row.version or new_.gone:
        raise Http404
    veils = care.veils(request)
    before, after = seen(old_.record, old_.hidden), seen(new_.record, new_.hidden)
    found = changes(before, after)
    texts = veils.words(before.article.text), veils.words(after.article.text)
    blocks = list(_first(diff(*texts), SHOWN + 1))
    graphic = any(opened.folds(mine, r.row.id, r.record.article.text) for r in (old_, new_))
    context = {
        "report": new_,
        "row": new_.row,
        "old": old_.row,
        "title": veils.words(new_.record.article.title or new_.row.name),
        "language": new_.record.article.language or "",
        "changes": [_told(veils, c) for c in found[:CHANGES] if c.kind != "text"],  # its words stand below
        "more": max(0, len(found) - CHANGES),
        "blocks": blocks[:SHOWN],
        "cut": len(blocks) > SHOWN,
        "graphic": graphic,
        "same": before.article.text == after.article.text,
    }
    return render(request, "desk/report_since.html", context)


def _told(veils: Veils, change: Change) -> Told:
    """A change for the page. What it is of is named where that says more than its kind does."""
    kind = lazy("Changed") if change.what == "modified" else WHAT[change.kind]
    # Of names that are not shown nothing is left to be told apart afterwards.
    what, before, after = (veils.words(each or "") for each in (change.what, change.before, change.after))
    if change.kind == "figure":
        what, before, after = counted(what), counted(before), counted(after)
    elif change.kind == "statement":
        what = gettext("nobody named") if change.what == "nobody named" else what
    elif change.kind == "published":
        what, before, after = "", moment(before), moment(after)
    else:
        what = ""
        if change.kind == "date":
            before, after = ((span(each) if each else None) or each for each in (before, after))
    return Told(kind, what, before, after)


def _first(blocks: Iterator[Block], most: int) -> Iterator[Block]:
    for n, block in enumerate(blocks):
        if n >= most:
            return
        yield block


@needs(Power.READ)
def original(request: HttpRequest, row: int) -> HttpResponse:
    """The bytes of a report as they came in, to be kept in a file: no browser is to make a page of them here."""
    mine = cast(Request, request)
    report = opened.found(mine, row)
    if report.gone:
        raise Http404
    if opened.withheld(mine, report):
        raise PermissionDenied
    data = originals.original(USING, report.row.article_id)
    veils = care.veils(request)
    if veils.any and veils.ranges(unescape(decode(data))):
        raise PermissionDenied  # what was read of it has no such name, its source does
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{report.row.article_id.removeprefix("sha256:")}.original"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
