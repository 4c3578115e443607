"""History: who did what to what, when and why, line by line of the ledger's log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import msgspec
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from onrecord.desk import care, cursors, unsaid
from onrecord.desk.access import Power, Request, Sight, may, needs
from onrecord.desk.changes import Change, changes, named
from onrecord.desk.ledgers import USING
from onrecord.desk.terms import TERMS
from onrecord.desk.veils import Veils
from onrecord.ledger import log, people
from onrecord.ledger.models import Entry, Incident, Report
from onrecord.ledger.unseen import Unseen

PAGE = 50
LOOKED = 5_000
"""Lines that one page looks at, at most: where few of them are shown, a link goes on from there."""
_BATCH = 200
_NEVER = 2**62
_JOINED = 500  # incidents that were joined into one
TEAM = ("person:", "group:", "team")
"""How subjects begin that are about the team and not about the record; they are for administrators."""
NAMING = frozenset(("same", "parted", "unlike", "alike"))
"""Acts about names of sources: their subject is the key of one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log as it is shown. ``number`` is there for who sees all lines; ``program`` where no person did
    it."""

    number: int | None
    at: datetime | None
    who: str
    program: bool
    act: str
    subject: str
    title: str
    address: str
    rule: str
    reason: str
    changes: tuple[Change, ...]
    hash: str


@require_safe
@needs(Power.READ)
def listing(request: HttpRequest) -> HttpResponse:
    """The log, the newest line first; of one subject, person, act, or since a day."""
    mine = cast(Request, request)
    asked = {name: request.GET.get(name, "").strip()[:300] for name in ("subject", "who", "act", "since")}
    subject = subject_of(mine, asked["subject"])
    since = _since(asked["since"])
    below = cursors.opened(request.GET.get("below", ""))
    found, left = entries(
        mine, subject=subject, who=asked["who"], act=asked["act"], since=since, below=below, limit=PAGE
    )
    lines = _shown(mine, found)
    follows = {name: value for name, value in asked.items() if value}
    head = log.head(USING)
    return render(
        request,
        "desk/history.html",
        {
            "lines": lines,
            "asked": asked,
            "about": _about(mine, subject),
            "filtered": bool(follows),
            "wrong_day": bool(asked["since"]) and since is None,
            "older": urlencode(follows | {"below": cursors.sealed(left)}) if left else "",
            "newest": urlencode(follows) if below else "",
            "acts": sorted((str(word), act) for act, word in TERMS["log"].items()),
            "head": head.hash,
            "head_number": head.seq if sees_all(mine) else None,
        },
    )


def subject_of(request: Request, said: str) -> str:
    """What the log calls what an address names; as it was said where this person may not know what that would be."""
    if not said or care.veils(request).ranges(said):
        return said
    return request.ledger.subject(said, without=Unseen(request.sight.incidents, request.sight.reports))


def of(subject: str, request: Request, *, limit: int = 10) -> list[Line]:
    """The last lines about an incident (its id), a report (its name) or another subject, for other pages."""
    found, _ = entries(request, subject=subject, limit=limit)
    return _shown(request, found)


def entries(
    request: Request,
    *,
    subject: str = "",
    who: str = "",
    act: str = "",
    since: int | None = None,
    below: int | None = None,
    limit: int = PAGE,
) -> tuple[list[Entry], int | None]:
    """Up to ``limit`` lines that this person may see, and the number below which to go on; None where none is left."""
    rows = Entry.objects.using(USING).order_by("-seq").defer("effects", "previous")
    if subject:
        rows = rows.filter(_subjects(subject))
    if who:
        rows = rows.filter(who=who)
    if act:
        rows = rows.filter(act=act)
    if since is not None:
        rows = rows.filter(seq__gte=since)
    found: list[Entry] = []
    if subject and care.veils(request).ranges(subject):
        return found, None  # nothing is found by a name that is not shown
    looked = 0
    unseen = Seen(request)
    while looked < LOOKED:
        batch = list(_below(rows, below)[: min(_BATCH, 4 * limit)])
        for entry in unseen.without(batch):
            found.append(entry)
            if len(found) > limit:
                return found[:limit], found[limit - 1].seq
        looked += len(batch)
        if len(batch) < min(_BATCH, 4 * limit):
            return found, None
        below = batch[-1].seq
    return found, below


def _below(rows: QuerySet[Entry], number: int | None) -> QuerySet[Entry]:
    return rows if number is None else rows.filter(seq__lt=number)


def _subjects(subject: str) -> Q:
    """That a line is about a subject: for an incident also about those that were joined into it, and the moves of
    reports to it and away."""
    ids, last = [subject], [subject]
    while last and len(ids) < _JOINED:
        last = list(Incident.objects.using(USING).filter(into__in=last).values_list("id", flat=True)[:_JOINED])
        ids += last
    wanted = Q(subject__in=ids)
    if len(ids) > 1 or Incident.objects.using(USING).filter(id=subject).exists():
        moved = Q()
        for id in ids[:20]:
            moved |= Q(before__contains=f'"{id}"') | Q(after__contains=f'"{id}"')
        moves = Entry.objects.using(USING).filter(moved, act="move").values_list("seq", flat=True)
        wanted |= Q(seq__in=list(moves[:_JOINED]))
    return wanted


class Seen:
    """Leaves lines out that a person may not see."""

    def __init__(self, request: Request) -> None:
        self.sight: Sight = request.sight
        self.team = may(request.user, Power.ADMINISTER)

    def without(self, entries: Sequence[Entry]) -> Iterable[Entry]:
        """Those that name no incident and no report that is not to be seen."""
        if not self.team:
            entries = [entry for entry in entries if not entry.subject.startswith(TEAM)]
        if not self.sight.incidents:
            return entries
        entries = [entry for entry in entries if not self.sight.incidents & _incidents(entry)]
        subjects = {entry.subject for entry in entries}
        hidden = set(
            Report.objects.using(USING)
            .filter(name__in=subjects, id__in=list(self.sight.reports))
            .values_list("name", flat=True)
        )
        hidden |= self.sight.withdrawn(subjects - hidden)
        named = {entry.seq: _sources(entry) for entry in entries if entry.act in NAMING}
        wanted = {key for keys in named.values() for key in keys}
        heard = people.spoken(USING, wanted, without=Unseen(self.sight.incidents, self.sight.reports))
        return [
            entry for entry in entries if entry.subject not in hidden and named.get(entry.seq, frozenset()) <= heard
        ]


def _incidents(entry: Entry) -> set[str]:
    """Every incident that a line is about; what its reason names besides is withheld there."""
    return named(" ".join((entry.subject, entry.before, entry.after)))


def _sources(entry: Entry) -> frozenset[str]:
    """The keys of the people whom a line about names names."""
    found = {entry.subject}
    for text in (entry.before, entry.after):
        for value in (msgspec.json.decode(text) if text else {}).values():
            found.update([value] if isinstance(value, str) else value)
    return frozenset(found)


def sees_all(request: Request) -> bool:
    return not request.sight.incidents and may(request.user, Power.ADMINISTER)


def _shown(request: Request, entries: Sequence[Entry]) -> list[Line]:
    veils, said = care.veils(request), unsaid.of(request)
    subjects = _titles({entry.subject for entry in entries}, request.sight, veils)
    numbered = sees_all(request)
    made = []
    for entry in entries:
        title, address = subjects.get(entry.subject) or _other(entry, veils)
        made.append(
            Line(
                number=entry.seq if numbered else None,
                at=_moment(entry.at),
                who=entry.who,
                program=entry.who.startswith("onrecord "),
                act=entry.act,
                subject=veils.words(entry.subject),
                title=title,
                address=address,
                rule=said.words(entry.rule),
                reason=said.words(entry.reason),
                changes=tuple(
                    said.change(each) for each in changes(entry.act, veils.json(entry.before), veils.json(entry.after))
                ),
                hash=entry.hash,
            )
        )
    return made


def _titles(subjects: set[str], sight: Sight, veils: Veils) -> dict[str, tuple[str, str]]:
    """For incidents and reports their titles and pages: two queries."""
    found = {}
    for id, title in Incident.objects.using(USING).filter(id__in=subjects).values_list("id", "title"):
        found[id] = (veils.words(title) or id, reverse("incident", kwargs={"id": id}))
    rows = Report.objects.using(USING).filter(name__in=subjects, withdrawn=False).order_by("version")
    for name, row, head in rows.values_list("name", "id", "title"):
        if row not in sight.reports:
            found[name] = (veils.words(head or name), reverse("report", kwargs={"row": row}))
    return found


def _other(entry: Entry, veils: Veils) -> tuple[str, str]:
    """What is neither an incident nor a report that is still there."""
    if entry.act in NAMING:
        return veils.words(entry.subject), reverse("person", kwargs={"key": veils.key(entry.subject)})
    return veils.words(entry.subject), ""


def _about(request: Request, subject: str) -> dict[str, Any] | None:
    """Whose history it is. Nothing is said of what may not be seen, as of what is not there."""
    if not subject or subject in request.sight.incidents:
        return None
    title, address = _titles({subject}, request.sight, care.veils(request)).get(subject, ("", ""))
    return {"title": title, "address": address} if address else None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _since(text: str) -> int | None:
    """The number of the first line of a day or later; one that is not there yet where all are earlier."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return None
    rows = Entry.objects.using(USING).filter(at__gte=text).order_by("at", "seq")
    found = rows.values_list("seq", flat=True).first()
    return _NEVER if found is None else found


routes: list[URLPattern] = [path("history/", listing, name="history")]
