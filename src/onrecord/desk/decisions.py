"""Deciding on an incident's page: setting and taking back, joining and parting, splitting, moving, rejecting.

Each takes a reason, goes into the ledger's log, and comes back to the page with the hash of its line there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onrecord.desk import acts, care, reaching, sentences, standing
from onrecord.desk.access import Power, Request, needs
from onrecord.desk.addressed import back, found, other
from onrecord.desk.incident import page
from onrecord.desk.ledgers import USING
from onrecord.desk.locking import QUICKER, FinalError, check_open, deciding
from onrecord.desk.models import Open, Restriction
from onrecord.desk.reaching import with_joined
from onrecord.desk.terms import word
from onrecord.desk.words import CHOSEN
from onrecord.ledger import placing
from onrecord.ledger.by import By
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.models import Entry, Incident, Report, Sighting
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
        with deciding(row.id):
            now = Incident.objects.using(USING).values_list("decided", flat=True).get(id=row.id)
            if "was" in request.POST and request.POST["was"] != standing.mark(now, name):
                raise LedgerError(str(QUICKER))  # whoever sees now what the other decided may send it again
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
        title = care.veils(request).words(second.title or second.id)
        with deciding(row.id, second.id):
            check_alike(row, second)
            request.ledger.join(row.id, second.id, by=_by(request))
        return _("Joined with %(title)s.") % {"title": title}

    return _acted(request, id, do, part="same")


@require_POST
@needs(Power.CODE)
def part(request: Request, id: str) -> HttpResponse:
    """Say that another incident is not this one: no run joins them, and nothing suggests it any more."""

    def do(row: Incident) -> str:
        second = _second(request, row)
        with deciding(row.id, second.id):
            request.ledger.reject(row.id, other=second.id, by=_by(request))
        return _("They are two incidents from now on.")

    return _acted(request, id, do, part="same")


@require_POST
@needs(Power.CODE)
def together(request: Request, id: str) -> HttpResponse:
    """Take back that another incident is not this one."""

    def do(row: Incident) -> str:
        second = _second(request, row)
        with deciding(row.id, second.id):
            request.ledger.together(row.id, second.id, by=_by(request))
        return _("They may be one again; nothing is joined by that.")

    return _acted(request, id, do, part="same")


@require_POST
@needs(Power.CODE)
def split(request: Request, id: str) -> HttpResponse:
    """Say that what some reports tell is another incident."""

    def do(row: Incident) -> str:
        names = _reports(row, request.POST.getlist("report"))
        by = _by(request)
        with parting(row, names):
            new = request.ledger.split(row.id, names, by=by)
        return _led(_("Split: what these reports tell is the incident %(id)s now.") % {"id": new}, new)

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
        target = _open(other(request, said)) if said else None
        by = _by(request)
        if target is None:
            with parting(row, [name]):
                to = request.ledger.move(name, row.id, to=None, by=by)
        else:
            with deciding(row.id, target.id):
                check_alike(row, target)
                to = request.ledger.move(name, row.id, to=target.id, by=by)
        return _led(_("Moved to the incident %(id)s.") % {"id": to}, to)

    return _acted(request, id, do, part="reports")


@require_POST
@needs(Power.REVIEW)
def reject(request: Request, id: str) -> HttpResponse:
    """Say that the incident is none."""

    def do(row: Incident) -> str:
        with deciding(row.id):
            request.ledger.reject(row.id, by=_by(request))
        return _("Rejected: lists and counts leave it out from now on.")

    return _acted(request, id, do)


def _acted(request: Request, id: str, do: Callable[[Incident], str], *, part: str = "") -> HttpResponse:
    """What an act answers: the page again, and there what was done, or why not, with all that was typed."""
    row = found(request, id)
    try:
        said = do(row)
        request.ledger.refresh()
    except OnrecordError as error:
        messages.error(request, sentences.said(error))
        return page(request, row, typed=request.POST)
    line = Entry.objects.using(USING).filter(who=request.user.username).order_by("-seq").first()
    if line is not None:
        # Its number would tell how many lines there are between two, also of what this person may not see.
        said = format_html("{} ({})", said, line.hash[:HASH])
    messages.success(request, said)
    gone = Incident.objects.using(USING).filter(id=row.id, rejected=False, reports__gt=0).first() is None
    return _to_list() if gone else back(row, part=part)


def _led(said: str, incident: str) -> str:
    """A sentence with the way to another incident."""
    return format_html('{} <a href="{}">{}</a>', said, reverse("incident", kwargs={"id": incident}), _("Open it"))


def _to_list() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("incidents"), status=303)


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
    return _open(second)


def _open(second: Incident) -> Incident:
    """The other incident of a decision about two, where it is not final: said of it, and not of the page's own."""
    try:
        check_open(second.id)
    except FinalError:
        raise LedgerError(
            _("The other incident is final; a reviewer can open it again on its review page, with a reason.")
        ) from None
    return second


def _reports(row: Incident, said: Sequence[str]) -> list[str]:
    """The names of the reports whose rows a form names, of those that tell of the incident."""
    rows = {int(each) for each in said if each.isascii() and each.isdigit() and len(each) < 19}
    found = Report.objects.using(USING).filter(id__in=rows, current=True, sighting__incident_id=row.id).distinct()
    names = list(found.order_by("id").values_list("name", flat=True))
    if not names or len(names) < len(rows):
        raise LedgerError(_("Choose reports that tell of this incident."))
    return names


def _groups(incident: str) -> frozenset[int] | None:
    """The groups that alone may see an incident and what was joined with it; None where all may, nobody where each part
    is restricted to others."""
    reaching.follow()
    held = list(Restriction.objects.filter(incident__in=with_joined(frozenset({incident}))))
    return frozenset.intersection(*(frozenset(h.groups.values_list("id", flat=True)) for h in held)) if held else None


def check_alike(one: Incident, second: Incident) -> None:
    """Refuses what would show the reports of a restricted incident to others."""
    if _groups(one.id) != _groups(second.id):
        raise LedgerError(
            _("The two are not restricted to the same groups; a reviewer must restrict both alike before that.")
        )


@contextmanager
def parting(row: Incident, reports: Sequence[str]) -> Iterator[None]:
    """Making a new incident of what ``reports`` tell of one. What comes out of a restricted incident is restricted
    likewise, and before it is there: a process that ends in between shows it to nobody."""
    told = Sighting.objects.using(USING).filter(incident_id=row.id, report__current=True, report__name__in=reports)
    first = told.order_by("id").values_list("report__name", "no").first()
    new = placing.free(USING, *first) if first is not None else ""
    held = _groups(row.id)
    if held is not None:
        Open.objects.filter(incident=new).delete()
        Restriction.objects.get_or_create(incident=new)[0].groups.set(held)
    else:
        Restriction.objects.filter(incident=new).delete()  # left behind by such a process
        reaching.opened([new])
    made = Incident.objects.using(USING).filter(id=new)
    try:
        with deciding(row.id):
            if _groups(row.id) != held:
                raise LedgerError(str(QUICKER))
            yield
            if not made.exists():
                raise LedgerError(str(QUICKER))
    except BaseException:
        if not made.exists():
            Restriction.objects.filter(incident=new).delete()
            Open.objects.filter(incident=new).delete()
        raise


routes: list[URLPattern] = [
    path("incidents/<str:id>/set/", settle, name="incident-set"),
    path("incidents/<str:id>/join/", join, name="incident-join"),
    path("incidents/<str:id>/part/", part, name="incident-part"),
    path("incidents/<str:id>/together/", together, name="incident-together"),
    path("incidents/<str:id>/split/", split, name="incident-split"),
    path("incidents/<str:id>/move/", move, name="incident-move"),
    path("incidents/<str:id>/reject/", reject, name="incident-reject"),
]
