"""What is graphic in a report: paragraphs with words of a list (``data/graphic.toml``), and what people marked.

Folded until asked for: who reads reports of violence all day should choose when to read the worst of it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from onrecord.desk import acts
from onrecord.desk.access import Power, Request, needs
from onrecord.desk.ledgers import USING
from onrecord.desk.models import Graphic
from onrecord.desk.prepared import Listed, Prepared
from onrecord.desk.veils import Veiled, Veils
from onrecord.ledger.models import Report

_PARAGRAPH = re.compile(r"[^\n]+")
_MOST = 100  # marks on one report
_LONG = 20_000  # characters of texts whose passages are remembered: most reports have a quarter of that


@cache
def vocabulary() -> dict[str, list[str]]:
    """Words and phrases by language, as the list has them."""
    text = files("onrecord.desk").joinpath("data", "graphic.toml").read_text(encoding="utf-8")
    return {language: part["words"] for language, part in tomllib.loads(text).items()}


@cache
def _list() -> Veils:
    return Veils([Veiled(tuple(word for words in vocabulary().values() for word in words), "")])


def listed(text: str) -> list[tuple[int, int]]:
    """The paragraphs of ``text`` with a word of the list: half-open code points, in order."""
    return list(_kept(text) if len(text) <= _LONG else _found(text))


@lru_cache(maxsize=512)
def _kept(text: str) -> tuple[tuple[int, int], ...]:
    return _found(text)


def _found(text: str) -> tuple[tuple[int, int], ...]:
    found = _list().ranges(text)
    out = []
    at = 0
    for paragraph in _PARAGRAPH.finditer(text):
        while at < len(found) and found[at][1] <= paragraph.start():
            at += 1
        if at < len(found) and found[at][0] < paragraph.end():
            out.append(paragraph.span())
    return tuple(out)


_MARKS = Prepared(
    lambda row: Graphic.objects.filter(report=row).order_by("id").values_list("start", "end", "shown"), holes=1
)


def passages(row_id: int, text: str) -> list[tuple[int, int]]:
    """The passages of a report's text (``row_id`` its row) that are folded until asked for: half-open code points, in
    order, none within another. A person's mark, the latest first, overrules the list."""
    marks = _MARKS.rows(row_id)
    found = listed(text)
    for start, end, shown in marks:
        found = _without(found, start, end) if shown else _with(found, start, min(end, len(text)))
    return found


_MARKS_OF = Listed(
    lambda rows: Graphic.objects.filter(report__in=rows).order_by("id").values_list("report", "start", "end", "shown")
)


def folded(pieces: Sequence[tuple[int, Sequence[tuple[int, int]], str]]) -> list[bool]:
    """Whether pieces of reports are folded until asked for, each by itself: the report's row, the code points of its
    text where the piece stands, and its words. One query."""
    marks: dict[int, list[tuple[int, int, bool]]] = {}
    for row, start, end, shown in _MARKS_OF.rows({row for row, _spans, _words in pieces}):
        marks.setdefault(row, []).append((start, end, shown))
    return [_folded(spans, words, marks.get(row, ())) for row, spans, words in pieces]


def _folded(spans: Sequence[tuple[int, int]], words: str, marks: Sequence[tuple[int, int, bool]]) -> bool:
    """Whether anything of it is still folded when the marks have overruled the list."""
    found = listed(words)
    if len(spans) == 1 and spans[0][1] - spans[0][0] == len(words):
        found = [(spans[0][0] + start, spans[0][0] + end) for start, end in found]
    elif found:
        found = [(start, end) for start, end in spans]  # words that do not stand in one place: as a whole
    for start, end, shown in marks:
        found = _without(found, start, end) if shown else _with(found, start, end)
    return any(start < last and first < end for start, end in spans for first, last in found)


def _with(ranges: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    touched = [each for each in ranges if each[0] <= end and start <= each[1]]
    start, end = min([start, *(a for a, _ in touched)]), max([end, *(b for _, b in touched)])
    return sorted([*(each for each in ranges if each not in touched), (start, end)]) if start < end else ranges


def _without(ranges: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    pieces = ((piece for piece in ((a, min(b, start)), (max(a, end), b)) if piece[0] < piece[1]) for a, b in ranges)
    return [piece for each in pieces for piece in each]


@needs(Power.CODE)
def mark(request: Request, row: int) -> HttpResponse:
    """Mark ``at`` (START-END) of a report as graphic, or with ``shown`` as not."""
    request.sight.check_report(row)
    report = Report.objects.using(USING).filter(id=row, withdrawn=False).only("id", "name").first()
    if report is None:
        raise Http404
    # As on the page of a report: an older version is hidden where the newest is.
    kin = Report.objects.using(USING).filter(name=report.name).order_by("-version")
    request.sight.check_report(kin.values_list("id", flat=True)[0])
    if request.method == "POST":
        at = re.fullmatch(r"(\d{1,9})-(\d{1,9})", request.POST.get("at", ""))
        if at is None or int(at[1]) >= int(at[2]):
            messages.error(request, _("Select the words first."))
        elif Graphic.objects.filter(report=row).count() >= _MOST:
            messages.error(request, _("This report has 100 such marks already; no more are kept."))
        else:
            start, end, shown = int(at[1]), int(at[2]), "shown" in request.POST
            Graphic.objects.create(report=row, start=start, end=end, shown=shown, by=request.user)
            acts.tell(
                request.user, "unfold" if shown else "fold", report.name,
                reason=" ".join(request.POST.get("reason", "").split())[: acts.REASON], after={"words": [start, end]},
            )  # fmt: skip
    return HttpResponseRedirect(resolve_url("report", row=row), status=303)


routes: list[URLPattern] = [path("reports/<int:row>/graphic/", mark, name="graphic")]
