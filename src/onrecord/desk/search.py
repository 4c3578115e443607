"""Search across all reports: one line of words and filters, which stays in the address bar."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import msgspec
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from onrecord.desk import answered, asking, care, graphic, heard, saved, sentences
from onrecord.desk.access import Power, Request, Sight, needs
from onrecord.desk.ledgers import USING
from onrecord.desk.marking import Piece, pieces
from onrecord.desk.prepared import Listed
from onrecord.desk.shifting import Ranges, moved
from onrecord.desk.spoken import moment
from onrecord.desk.veils import Veils
from onrecord.ledger.answers import Hit, Person
from onrecord.ledger.models import Incident, Report
from onrecord.ledger.query import LONGEST, Query, QueryError, parse
from onrecord.ledger.searching import RANKED
from onrecord.ledger.sheets import shown
from onrecord.ledger.unseen import Unseen
from onrecord.record import Span, Spans

PAGE = 10  # hits, two screens: each is read from its record for the words around what was sought
BESIDE = 6  # incidents, and people, that stand beside the hits
PLACES = 12  # marked places that the address of a report names: its page scrolls to the first
EXAMPLES = ('market said:"Pavo Rennick"', "killed:>=10", '"air strike" -denied', "hosp*")


@dataclass(frozen=True, slots=True)
class Copy:
    """Another hit with the same words."""

    row: int
    title: str
    outlet: str
    day: str


@dataclass(frozen=True, slots=True)
class Found:
    """One hit as it is shown. ``copies`` are all other reports of its words, ``also`` those that the page would show as
    hits of their own."""

    row: int
    at: str
    title: str
    outlet: str
    day: str
    snippet: tuple[Piece, ...]
    graphic: bool
    said_by: str
    incidents: tuple[tuple[str, str], ...]
    copies: int
    origin: str
    cut: bool
    also: tuple[Copy, ...] = ()


@require_safe
@needs(Power.READ)
def listing(request: HttpRequest) -> HttpResponse:
    """The search, its hits, and what stands beside them."""
    mine = cast(Request, request)
    form = asking.asked(request.GET.dict())
    if form is not None:
        follows = {"q": form} if form else {}
        return HttpResponseRedirect(f"{reverse('search')}{'?' + urlencode(follows) if follows else ''}")
    text = request.GET.get("q", "").strip()
    query, error = None, ""
    if text:
        try:
            query = parse(text)
        except QueryError as wrong:
            error = sentences.said(wrong)
    told: dict[str, Any] = {
        "q": text[: LONGEST + 1],
        "words": query.words if query is not None else text[: LONGEST + 1],
        "fields": asking.fields(query),
        "filtered": query is not None and any(each.value for each in asking.fields(query)),
        "error": error,
        "saved": saved.of(mine.user),
        "examples": EXAMPLES,
    }
    if query is not None:
        told |= results(mine, text, query, page=_number(request.GET.get("page")), after=_number(request.GET.get("new")))
    return render(request, "desk/search.html", told)


def unseen(sight: Sight) -> Unseen:
    """What a person's searches leave out."""
    return Unseen(sight.incidents, sight.reports)


_INCIDENTS = Listed(lambda ids: Incident.objects.filter(shown(), id__in=ids).defer("decided"))
_REPORTS = Listed(
    lambda names: Report.objects.filter(name__in=names, current=True).values_list("name", "id", "origin_id")
)
_COPIED = Listed(
    lambda origins: (
        Report.objects.filter(origin_id__in=origins, current=True)
        .order_by()
        .values_list("origin_id")
        .annotate(n=Count("id"))
    )
)


def results(request: Request, text: str, query: Query, *, page: int, after: int) -> dict[str, Any]:
    """One page of what a query finds; ``after`` is a report (its row) that only later ones are shown of."""
    page = max(1, min(page, RANKED // PAGE))
    got = answered.search(text, limit=PAGE, offset=(page - 1) * PAGE, after=after, without=unseen(request.sight))
    veils = care.veils(request)
    hits = seen(got.hits, text, veils)
    counts = Counter(id for hit in hits for id in hit.incidents)
    rows = {row.id: row for row in _INCIDENTS.models(counts, using=USING)}
    follows = {"q": text} | ({"new": str(after)} if after else {})
    # How many reports have a hidden name in them would say that they have.
    open_ = veils.keeps(text)
    return {
        "hits": _found(hits, rows, request, veils),
        "total": got.total if open_ else None,
        "more": got.more and open_,
        "after": after,
        "first": (page - 1) * PAGE + 1,
        "page": page,
        "previous": urlencode(follows | {"page": str(page - 1)}) if page > 1 else "",
        "next": urlencode(follows | {"page": str(page + 1)}) if got.total > page * PAGE and (open_ or hits) else "",
        "incidents": [rows[id] for id, _ in counts.most_common() if id in rows][:BESIDE],
        "people": _people(request, query, veils) if open_ else (),
    }  # fmt: skip


def seen(hits: Iterable[Hit], asked: str, veils: Veils) -> list[Hit]:
    """The hits that may be shown for what was asked, without a part of a hidden name at the edges of their snippets."""
    found = (_edged(hit, veils) for hit in hits)
    return [hit for hit in found if veils.keeps(asked, hit.title, hit.snippet, hit.said_by, hit.outlet)]


def _edged(hit: Hit, veils: Veils) -> Hit:
    low, high = veils.whole(hit.snippet)
    if (low, high) == (0, len(hit.snippet)):
        return hit
    marks = tuple(Span(max(a, low) - low, min(b, high) - low) for a, b in hit.marks if a < high and low < b)
    return msgspec.structs.replace(hit, snippet=hit.snippet[low:high], start=hit.start + low, marks=marks)


def shown_hit(hit: Hit, veils: Veils) -> Hit:
    """A hit as it is shown, its marks at the words as they are shown. None is on a name that is not shown: it would say
    which word that name has."""
    hidden = veils.ranges(hit.snippet)
    told = veils.value(hit)
    return msgspec.structs.replace(told, marks=moved(open_marks(hit.marks, hidden), hidden)) if hidden else told


def open_marks(marks: Spans, hidden: Ranges) -> Spans:
    """The marks that touch nothing hidden."""
    return tuple(Span(a, b) for a, b in marks if not any(a < end and start < b for start, end, _shown in hidden))


def _found(hits: Sequence[Hit], incidents: dict[str, Incident], request: Request, veils: Veils) -> list[Found]:
    """The hits with their reports' rows and how many copies of each there are: three queries."""
    rows = {name: (row, origin) for name, row, origin in _REPORTS.rows([hit.id for hit in hits], using=USING)}
    copies = copied({origin for _, origin in rows.values() if origin}, request.sight)
    fold = set() if request.user.graphic else _folded(hits, {name: row for name, (row, _) in rows.items()})
    made: dict[object, Found] = {}
    also: dict[object, list[Copy]] = defaultdict(list)
    for hit in hits:
        if hit.id not in rows:
            continue
        row, origin = rows[hit.id]
        title, outlet, day = (
            veils.words(hit.title or hit.id),
            veils.words(hit.outlet or ""),
            moment(hit.published or ""),
        )
        if origin and origin in made:
            also[origin].append(Copy(row, title, outlet, day))
            continue
        marks = open_marks(hit.marks, veils.ranges(hit.snippet))
        at = ",".join(f"{hit.start + start}-{hit.start + end}" for start, end in marks[:PLACES])
        made[origin or row] = Found(
            row, at, title, outlet, day, pieces(hit.snippet, hit.marks, veils),
            hit.id in fold, veils.words(hit.said_by or ""),
            tuple((id, veils.words(incidents[id].title)) for id in hit.incidents if id in incidents),
            copies.get(origin or "", 1) - 1, origin or "", hit.start > 0,
        )  # fmt: skip
    return [replace(each, also=tuple(also[which])) if which in also else each for which, each in made.items()]


def _folded(hits: Sequence[Hit], rows: dict[str, int]) -> set[str]:
    """The hits whose snippets are folded until asked for, as these words are on the pages of their reports."""
    some = [hit for hit in hits if hit.id in rows]
    told = graphic.folded([(rows[hit.id], [(hit.start, hit.start + len(hit.snippet))], hit.snippet) for hit in some])
    return {hit.id for hit, is_folded in zip(some, told, strict=True) if is_folded}


def copied(origins: Iterable[str], sight: Sight) -> dict[str, int]:
    """How many current reports carry the words of each origin."""
    if not sight.reports:
        return dict(_COPIED.rows(origins, using=USING))
    rows = Report.objects.using(USING).filter(origin_id__in=list(origins), current=True)
    rows = rows.exclude(id__in=list(sight.reports))
    return {str(id): n for id, n in rows.values_list("origin_id").annotate(n=Count("id"))}


def _people(request: Request, query: Query, veils: Veils) -> list[tuple[Person, str]]:
    """Those whose names have the words that are sought, with the keys of their pages."""
    sought = query.said_by or query.name or query.words
    people = heard.now(request.sight).people(like=sought.replace('"', " ").replace("*", " "), limit=BESIDE)
    return [(veils.value(each), veils.key(each.key)) for each in people]


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= 18 else 0


routes: list[URLPattern] = [path("search/", listing, name="search")]
