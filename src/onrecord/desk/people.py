"""People and organisations: who is heard, how much and through whom; and everything that one of them said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast

from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from onrecord.desk import aliases, care, graphic, heard, unlike
from onrecord.desk.access import Power, Request, may, needs
from onrecord.desk.ledgers import USING
from onrecord.desk.marking import Piece, pieces
from onrecord.desk.spoken import moment
from onrecord.desk.veils import Veils
from onrecord.ledger import people as known_people
from onrecord.ledger import sayings
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.models import Incident
from onrecord.ledger.naming import Names
from onrecord.ledger.sayings import Place, Placed
from onrecord.ledger.unseen import Unseen, among

PAGE = 25  # people on a page of the list
READ = 20  # reports that one page of a person reads: each takes half a thousandth of a second
COPIES = 10  # further reports of one origin that are read for what is new in them; the others are counted as reprints
GROUPS = 40  # incidents or outlets that the list of groups shows
SPANS = 12  # ranges in an address

WAYS = ("day", "incident", "outlet")


@dataclass(frozen=True, slots=True)
class Said:
    """One statement as the page shows it."""

    words: tuple[Piece, ...]
    graphic: bool
    act: str
    kind: str
    row: int
    at: str
    outlet: str
    day: str
    through: tuple[str, ...]
    copies: int
    incidents: tuple[Incident, ...]


@dataclass(slots=True)
class Section:
    """Statements under one heading: an incident, or the outlet ``name``; neither where there is none."""

    group: str | None
    incident: Incident | None = None
    name: str = ""
    said: list[Said] = field(default_factory=list)


@require_safe
@needs(Power.READ)
def listing(request: HttpRequest) -> HttpResponse:
    """Who is heard, those in most reports first."""
    mine = cast(Request, request)
    like = request.GET.get("like", "").strip()[:200]
    page = _page(request)
    everyone, veils = heard.now(mine.sight), care.veils(mine)
    keys = everyone.like(like) if like else everyone.keys
    found = everyone.persons(keys[(page - 1) * PAGE : page * PAGE])
    if like:
        found = tuple(each for each in found if veils.keeps(like, each.name, *each.aliases))
    follows = {"like": like} if like else {}
    further = len(keys) > page * PAGE and (found or not like)
    return render(
        request,
        "desk/people.html",
        {
            "people": [(veils.value(each), veils.key(each.key)) for each in found],
            "like": like,
            "total": len(keys) if not like or veils.keeps(like) else None,
            "first": (page - 1) * PAGE + 1,
            "previous": urlencode(follows | {"page": str(page - 1)}) if page > 1 else "",
            "next": urlencode(follows | {"page": str(page + 1)}) if further else "",
            "page": page,
        },
    )


@require_safe
@needs(Power.READ)
def person(request: HttpRequest, key: str) -> HttpResponse:
    """One source: who it is, and what it said."""
    mine = cast(Request, request)
    veils, unseen = care.veils(mine), Unseen(mine.sight.incidents, mine.sight.reports)
    root = _root(veils.unkey(key), unseen)
    if veils.key(root) != key:
        rest = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponseRedirect(reverse("person", kwargs={"key": veils.key(root)}) + rest)
    everyone = heard.now(mine.sight)
    others = Names(USING).members(root)[1:]
    known = known_people.spoken(USING, others, without=unseen)
    found = everyone.persons([root])
    if not found:
        raise Http404
    by = request.GET.get("by", "")
    by = by if by in WAYS else "day"
    deciding = may(mine.user, Power.CODE) and _page(request) == 1
    two = unlike.of(root) if deciding else frozenset()
    places = sayings.places(USING, root, without=unseen)
    groups = _groups(places, by, unseen)
    counts = Counter(group for group, _ in groups)
    one = _asked(request, by, counts, veils)
    if one is not None:
        groups = [each for each in groups if each[0] == one[0]]
    chunks = _chunks(groups)
    page = min(_page(request), max(1, len(chunks)))
    here = chunks[page - 1] if chunks else []
    follows = {name: request.GET[name] for name in ("by", "of") if name in request.GET}
    sections = _sections(mine, root, here, by, unseen)
    return render(
        request,
        "desk/person.html",
        {
            "person": veils.value(found[0]),
            "key": key,
            "merged": [(veils.words(name), veils.key(name)) for name in others if name in known],
            "likely": aliases.likely(everyone, found[0], veils, but=two) if deciding else (),
            "two": [(veils.value(each), veils.key(each.key)) for each in everyone.persons(sorted(two))]
            if deciding
            else (),
            "by": by,
            "ways": WAYS,
            "of": None if one is None else veils.key(one[0] or ""),
            "groups": _listed(counts, veils, by),
            "sections": sections,
            "page": page,
            "previous": urlencode(follows | {"page": str(page - 1)}) if page > 1 else "",
            "next": urlencode(follows | {"page": str(page + 1)}) if page < len(chunks) else "",
        },
    )


def _root(said: str, unseen: Unseen) -> str:
    """The key that a key or a name means."""
    try:
        return known_people.known(USING, said, without=unseen)
    except LedgerError as error:
        raise Http404 from error


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


Grouped = list[tuple[str | None, Place]]


def _groups(places: Sequence[Place], by: str, unseen: Unseen) -> Grouped:
    """Each report with the outlet or incident under which it stands, in order: what has most reports first."""
    if by == "day":
        return [(None, place) for place in places]
    if by == "outlet":
        pairs: Grouped = [(place.outlet, place) for place in places]
    else:
        told = _told(places, unseen)
        pairs = [(incident, place) for place in places for incident in told.get(place.row, ())]
        # Of a report with several incidents some statements may be about none of them.
        pairs += [(None, place) for place in places if len(told.get(place.row, ())) != 1]
    counts = Counter(group for group, _ in pairs)
    # Sorting keeps the days in order within a group.
    return sorted(pairs, key=lambda pair: (pair[0] is None, -counts[pair[0]], pair[0] or ""))


def _told(places: Sequence[Place], unseen: Unseen) -> dict[int, list[str]]:
    if not places:
        return {}
    within, values = among(USING, [place.row for place in places])
    with connections[USING].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT s.report_id, s.incident_id FROM ledger_sighting s JOIN ledger_incident i "
            f"ON i.id = s.incident_id WHERE s.report_id {within} AND NOT i.rejected ORDER BY 1, 2",
            values,
        )
        found: dict[int, list[str]] = {}
        for row, incident in cursor.fetchall():
            if incident not in unseen.incidents:
                found.setdefault(row, []).append(incident)
    return found


def _asked(request: HttpRequest, by: str, counts: Counter[str | None], veils: Veils) -> tuple[str | None] | None:
    """The one group that is asked for, if one is: '' is what has none."""
    if by == "day" or "of" not in request.GET:
        return None
    group = veils.unkey(request.GET["of"]) or None
    return (group,) if group in counts else None


def _chunks(groups: Grouped) -> list[Grouped]:
    """Pages of reports. Within a group reports of one origin stay together, so that copies are told once."""
    chunks: list[Grouped] = []
    size = 0
    for some in _by_origin(groups):
        read = min(len(some), 1 + COPIES)
        if not chunks or size + read > READ:
            chunks.append([])
            size = 0
        chunks[-1] += some
        size += read
    return chunks


def _by_origin(groups: Grouped) -> Iterable[Grouped]:
    """The reports of each group, those of one origin together where its first stands."""
    found: dict[tuple[str | None, str | int], Grouped] = {}
    for group, place in groups:
        found.setdefault((group, place.origin or place.row), []).append((group, place))
    return found.values()


def _sections(request: Request, key: str, chunk: Grouped, by: str, unseen: Unseen) -> list[Section]:
    """The statements of one page, read from their reports."""
    origins = list(_by_origin(chunk))
    read = {place.row: place for some in origins for _, place in some[: 1 + COPIES]}
    said: dict[int, list[Placed]] = {row: [] for row in read}
    for placed in sayings.sayings(USING, key, list(read.values()), without=unseen):
        said[placed.place.row].append(placed)
    found: dict[str | None, list[tuple[Placed, int]]] = {}
    for some in origins:
        group, more = some[0][0], max(0, len(some) - 1 - COPIES)
        for placed in sayings.once(each for _, place in some[: 1 + COPIES] for each in said[place.row]):
            if by != "incident" or (group in placed.saying.incidents if group else not placed.saying.incidents):
                found.setdefault(group, []).append((placed, more))
    incidents = _incidents({id for told in found.values() for placed, _ in told for id in placed.saying.incidents})
    veils = care.veils(request)
    every = [placed for told in found.values() for placed, _ in told]
    folded = (
        []
        if request.user.graphic
        else graphic.folded([(placed.place.row, placed.saying.spans, placed.saying.words) for placed in every])
    )
    fold = {id(placed) for placed, is_folded in zip(every, folded, strict=False) if is_folded}
    made = []
    for group, told in found.items():
        if by != "incident":
            told.sort(key=lambda each: each[0].place.day or "9")
        section = Section(group, incidents.get(group or ""), veils.words(group or "") if by == "outlet" else "")
        section.said = [_said(*each, incidents, veils, fold=id(each[0]) in fold) for each in told]
        made.append(section)
    return made


def _said(placed: Placed, more: int, incidents: dict[str, Incident], veils: Veils, *, fold: bool) -> Said:
    saying, place = placed.saying, placed.place
    return Said(
        words=pieces(saying.words, (), veils),
        graphic=fold,
        act=saying.act,
        kind=saying.kind,
        row=place.row,
        at=",".join(f"{start}-{end}" for start, end in saying.spans[:SPANS]),
        outlet=veils.words(place.outlet or ""),
        day=moment(place.day or ""),
        through=tuple(veils.words(hand) for hand in saying.through),
        copies=saying.copies + more,
        incidents=tuple(incidents[id] for id in saying.incidents if id in incidents),
    )


def _incidents(ids: set[str]) -> dict[str, Incident]:
    rows = Incident.objects.using(USING).filter(id__in=list(ids))
    return {row.id: row for row in rows.only("id", "title", "earliest", "latest", "place")}


def _listed(counts: Counter[str | None], veils: Veils, by: str) -> list[tuple[str, str, int]]:
    """For the list of groups: what stands in the address, how it is called ('' for none), how many reports."""
    if by == "day":
        return []
    first = sorted(counts.items(), key=lambda each: (each[0] is None, -each[1], each[0] or ""))[:GROUPS]
    incidents = _incidents({group for group, _ in first if group is not None}) if by == "incident" else {}
    made = []
    for group, count in first:
        row = incidents.get(group or "")
        name = (row.title or row.id) if row is not None else group or ""
        made.append((veils.key(group or ""), veils.words(name), count))
    return made


routes: list[URLPattern] = [
    path("people/", listing, name="people"),
    *aliases.routes,
    path("people/<path:key>/", person, name="person"),
]
