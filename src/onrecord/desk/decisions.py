"""Deciding on an incident's page: setting and taking back, joining and parting, splitting, moving, rejecting.

Each takes a reason, goes into the ledger's log, and comes back to the page with the hash of its line there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onrecord.desk import acts, review
from onrecord.desk.access import Power, Request, needs
from onrecord.desk.addressed import back, found, other
from onrecord.desk.incident import page
from onrecord.desk.ledgers import USING
from onrecord.desk.models import Restriction
from onrecord.desk.terms import word
from onrecord.desk.words import CHOSEN
from onrecord.ledger.by import By
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.models import Entry, Incident, Report
from onrecord.ledger.values import FIELDS
from onrecord.record import OnrecordError

HASH = 12  # hexadecimal digits of a line's hash that a message shows: enough to find it in the history


@require_POST
@needs(Power.CODE)
def settle(request: Request, id: str) -> HttpResponse:
    """Set a field of the incident, or take back what a person set."""
    name, taken = request.POST.get("field", ""), "back" in request.POST

    def do(row: Incident) -> str:
        value = None if taken else _value(name, request.POST.get("value", ""))
        request.ledger.settle(row.id, name, value, by=_by(request))
        told = {"field": capfirst(word(name, "field"))}
        return (_("%(field)s: taken back.") if taken else _("%(field)s: set.")) % told

    part = "assessment" if name in CHOSEN else "set"
    return _acted(request, id, do, part=part)


@require_POST
@needs(Power.CODE)
def join(request: Request, id: str) -> HttpResponse:
    """Say that another incident is this one."""

    def do(row: Incident) -> str:
        second = _second(request, row)
        check_alike(row, second)
        title = second.title or second.id
        request.ledger.join(row.id, second.id, by=_by(request))
        return _("Joined with %(title)s.") % {"title": title}

    return _acted(request, id, do, part="same")


@require_POST
@needs(Power.CODE)
def part(request: Request, id: str) -> HttpResponse:
    """Say that another incident is not this one: no run joins them, and nothing suggests it any more."""

    def do(row: Incident) -> str:
        second = _second(request, row)
        request.ledger.reject(row.id, other=second.id, by=_by(request))
        return _("They are two incidents from now on.")

    return _acted(request, id, do, part="same")


@require_POST
@needs(Power.CODE)
def split(request: Request, id: str) -> HttpResponse:
    """Say that what some reports tell is another incident."""

    def do(row: Incident) -> str:
        names = _reports(row, request.POST.getlist("report"))
        new = request.ledger.split(row.id, names, by=_by(request))
        restrict_alike(row, new)
        return _("Split: what these reports tell is the incident %(id)s now.") % {"id": new}

    return _acted(request, id, do, part="reports")


@require_POST
@needs(Power.CODE)
def move(request: Request, id: str) -> HttpResponse:
    """Say that what one report tells is another incident, which is there already or is made."""

    def do(row: Incident) -> str:
        (name, *more) = _reports(row, request.POST.getlist("report"))
        if more:
            raise LedgerError(_("Choose one report to move; several are split off together."))
        said = request.POST.get("to", "").strip()
        target = other(request, said) if said else None
        by = _by(request)
        if target is not None:
            review.check_open(target.id)
            check_alike(row, target)
        to = request.ledger.move(name, row.id, to=None if target is None else target.id, by=by)
        if target is None:
            restrict_alike(row, to)
        return _("Moved to the incident %(id)s.") % {"id": to}

    return _acted(request, id, do, part="reports")


@require_POST
@needs(Power.REVIEW)
def reject(request: Request, id: str) -> HttpResponse:
    """Say that the incident is none."""

    def do(row: Incident) -> str:
        request.ledger.reject(row.id, by=_by(request))
        return _("Rejected: lists and counts leave it out from now on.")

    return _acted(request, id, do)


def _acted(request: Request, id: str, do: Callable[[Incident], str], *, part: str = "") -> HttpResponse:
    """What an act answers: the page again, and there what was done, or why not, with all that was typed."""
    row = found(request, id)
    try:
        review.check_open(row.id)
        said = do(row)
        request.ledger.refresh()
    except OnrecordError as error:
        messages.error(request, str(error))
        return page(request, row, typed=request.POST)
    line = Entry.objects.using(USING).filter(who=request.user.username).order_by("-seq").first()
    if line is not None:
        said = f"{said} {_('Log line %(line)s, hash %(hash)s.') % {'line': line.seq, 'hash': line.hash[:HASH]}}"
    messages.success(request, said)
    gone = Incident.objects.using(USING).filter(id=row.id, rejected=False, reports__gt=0).first() is None
    return _to_list() if gone else back(row, part=part)


def _to_list() -> HttpResponseRedirect:
    answer = HttpResponseRedirect(reverse("incidents"))
    answer.status_code = 303
    return answer


def _by(request: Request) -> By:
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise LedgerError(_("A decision needs a reason: say in some words why."))
    return acts.by(request.user, reason, request.POST.get("rule", "").strip())


def _value(name: str, said: str) -> str:
    if name not in FIELDS:
        raise LedgerError(_("There is no such field to set; choose one of those on the page."))
    if not said.strip():
        raise LedgerError(_("Say what it is to be, or take back what was set."))
    return said


def _second(request: Request, row: Incident) -> Incident:
    second = other(request, request.POST.get("other", ""))
    if second.id == row.id:
        raise LedgerError(_("That is this incident itself; give another."))
    review.check_open(second.id)
    return second


def _reports(row: Incident, said: Sequence[str]) -> list[str]:
    """The names of the reports whose rows a form names, of those that tell of the incident."""
    rows = {int(each) for each in said if each.isascii() and each.isdigit() and len(each) < 19}
    found = Report.objects.using(USING).filter(id__in=rows, current=True, sighting__incident_id=row.id).distinct()
    names = list(found.order_by("id").values_list("name", flat=True))
    if not names or len(names) < len(rows):
        raise LedgerError(_("Choose reports that tell of this incident."))
    return names


def _groups(incident: str) -> frozenset[int]:
    return frozenset(
        Restriction.objects.filter(incident=incident, groups__isnull=False).values_list("groups", flat=True)
    )


def check_alike(one: Incident, second: Incident) -> None:
    """Refuses what would show the reports of a restricted incident to others."""
    held = Restriction.objects.filter(incident__in=[one.id, second.id]).count()
    if held and (held < 2 or _groups(one.id) != _groups(second.id)):
        raise LedgerError(
            _("The two are not restricted to the same groups; a reviewer must restrict both alike before that.")
        )


def restrict_alike(row: Incident, new: str) -> None:
    """What comes out of a restricted incident is restricted likewise."""
    held = Restriction.objects.filter(incident=row.id).first()
    if held is not None:
        made, _made = Restriction.objects.get_or_create(incident=new)
        made.groups.set(held.groups.all())


routes: list[URLPattern] = [
    path("incidents/<str:id>/set/", settle, name="incident-set"),
    path("incidents/<str:id>/join/", join, name="incident-join"),
    path("incidents/<str:id>/part/", part, name="incident-part"),
    path("incidents/<str:id>/split/", split, name="incident-split"),
    path("incidents/<str:id>/move/", move, name="incident-move"),
    path("incidents/<str:id>/reject/", reject, name="incident-reject"),
]
