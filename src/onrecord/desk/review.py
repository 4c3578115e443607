"""Making an incident final: a coder says that it is ready, and a reviewer other than the coder agrees or sends it back.

What is final is not changed until a reviewer opens it again (:mod:`onrecord.desk.locking`). Reports that come in
afterwards do not open it: they are shown as new since then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from onrecord.desk import acts, care, coding, notices, second, sentences, unsaid
from onrecord.desk.access import POWERS, Power, Request, Sight, may, needs
from onrecord.desk.addressed import found
from onrecord.desk.items import DEEDS
from onrecord.desk.ledgers import USING
from onrecord.desk.locking import QUICKER, FinalError, check_open, check_report_open
from onrecord.desk.models import Review, User
from onrecord.desk.seers import restrictions_of, seers
from onrecord.desk.spoken import moment
from onrecord.desk.words import STATES, Sign
from onrecord.ledger import log
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.models import Entry, Incident, Report, Sighting
from onrecord.record import Sentence

PAGE = 30  # incidents of each list on the page of what waits
_RUNS = ("added", "changed", "made")  # acts of the log that nobody decided
_MOST_NAMES = 500  # reports of one incident that are asked of the log at once


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the review of an incident is, and what this person may do about it. ``hindrance`` says why a reviewer
    may not make it final, ``new`` are the reports that came after it was made final."""

    incident: str
    title: str
    state: str
    coder: str
    reviewer: str
    at: datetime | None
    head: str
    hindrance: str
    new: tuple[Report, ...] = ()

    @property
    def sign(self) -> Sign:
        """Its sign and word."""
        return STATES[self.state]


def standing(request: Request, row: Incident, title: str) -> Standing:
    """The incident's own."""
    review = Review.objects.filter(incident=row.id).select_related("coder", "reviewer").first()
    if review is None:
        return Standing(row.id, title, "open", "", "", None, "", "")
    new = _since([review], request.sight).get(row.id, ()) if review.state == "final" else ()
    hindrance = _hindrance(request.user, review) if review.state == "coded" and may(request.user, Power.REVIEW) else ""
    return _standing(review, title, hindrance, new)


def _standing(review: Review, title: str, hindrance: str = "", new: Sequence[Report] = ()) -> Standing:
    coder = review.coder.username if review.coder else ""
    reviewer = review.reviewer.username if review.reviewer else ""
    return Standing(
        review.incident, title, review.state, coder, reviewer, review.at, review.head, hindrance, tuple(new)
    )  # fmt: skip


def _hindrance(user: User, review: Review) -> str:
    if review.coder_id == user.id:
        return _("You said that it is ready; another reviewer makes it final.")
    if last_decider(review.incident) == user.username:
        return _("You made the last decision about it; another reviewer makes it final.")
    return ""


def last_decider(incident: str) -> str:
    """Who made the last decision about an incident, or about a report of it; '' where nobody has."""
    told = Sighting.objects.using(USING).filter(incident_id=incident, report__current=True)
    names = list(told.values_list("report__name", flat=True).distinct()[:_MOST_NAMES])
    decided = Entry.objects.using(USING).filter(subject__in=[incident, *names]).exclude(effects="[]")
    lines = decided.exclude(act__in=_RUNS).exclude(who=log.RUN).order_by("-seq")
    return lines.values_list("who", flat=True).first() or ""


def _since(reviews: Sequence[Review], sight: Sight) -> dict[str, list[Report]]:
    """The reports of final incidents that did not tell of them when they were made final, or were amended since then:
    by somebody who may not know that there is something final. Four queries."""
    known = {each.incident: set(msgspec.json.decode(each.reports, type=list[int])) for each in reviews}
    told = Sighting.objects.using(USING).filter(incident_id__in=list(known), report__current=True).order_by("report_id")
    new = [(id, row) for id, row in told.values_list("incident_id", "report_id").distinct() if row not in known[id]]
    new = [(id, row) for id, row in new if row not in sight.reports]
    new += _amended(reviews, sight)
    rows = Report.objects.using(USING).defer("record").in_bulk({row for _id, row in new})
    found: dict[str, list[Report]] = {}
    for id, row in new:
        found.setdefault(id, []).append(rows[row])
    return found


def _amended(reviews: Sequence[Review], sight: Sight) -> list[tuple[str, int]]:
    """Final incidents, each with a report in which people changed something afterwards."""
    heads = Entry.objects.using(USING).filter(hash__in=[each.head for each in reviews if each.head])
    at = dict(heads.values_list("hash", "seq"))
    since = {each.incident: at[each.head] for each in reviews if each.head in at}
    told = Sighting.objects.using(USING).filter(incident_id__in=list(since), report__current=True)
    rows = [row for row in told.values_list("incident_id", "report_id", "report__name") if row[1] not in sight.reports]
    lines = Entry.objects.using(USING).filter(subject__in={name for _, _, name in rows}, act__in=(*DEEDS, "undo"))
    last = dict(lines.order_by("seq").values_list("subject", "seq"))
    return sorted({(id, row) for id, row, name in rows if last.get(name, 0) > since[id]})


@needs(Power.READ)
def waiting(request: Request) -> HttpResponse:
    """What waits for this person: to be made final, sent back, new reports on what is final, to be coded."""
    user = request.user
    rows = Review.objects.exclude(incident__in=request.sight.incidents).select_related("coder", "reviewer")
    ready = list(rows.filter(state="coded").order_by("at")[: PAGE + 1]) if may(user, Power.REVIEW) else []
    back = list(rows.filter(state="open", coder=user).order_by("-at")[: PAGE + 1])
    mine = list(rows.filter(state="coded", coder=user).order_by("at")[: PAGE + 1])
    final = list(rows.filter(state="final").order_by("-at")[:PAGE])
    new = _since(final, request.sight)
    blind = second.waiting(user, request.sight, most=PAGE) if may(user, Power.CODE) else []
    ids = {*(each.incident for part in (ready, back, mine, final) for each in part), *blind}
    titles = dict(Incident.objects.using(USING).filter(id__in=ids).values_list("id", "title"))
    shown = care.veils(request)

    def named(id: str) -> str:
        return shown.words(titles.get(id) or id)

    context: dict[str, Any] = {
        "ready": [_standing(r, named(r.incident), _hindrance(user, r)) for r in ready[:PAGE]],
        "ready_more": len(ready) > PAGE,
        "back": [_standing(r, named(r.incident)) for r in back[:PAGE]],
        "mine": [_standing(r, named(r.incident)) for r in mine[:PAGE]],
        "new": [_standing(r, named(r.incident), "", new[r.incident]) for r in final if r.incident in new],
        "final": [_standing(r, named(r.incident)) for r in final if r.incident not in new],
        # Its title may be what somebody decided; whoever codes must not see that.
        "blind": blind,
        "second": second.wanted(),
    }
    return render(request, "desk/review_waiting.html", context)


@needs(Power.READ)
def page(request: Request, id: str) -> HttpResponse:
    """How far the review of an incident is, and the next step."""
    return _page(request, found(request, id))


def _page(request: Request, row: Incident, *, status: int = 200, reason: str = "") -> HttpResponse:
    shown = care.veils(request)
    told = Entry.objects.using(USING).filter(subject=row.id, act__in=("ready", "final", "back", "reopen"))
    context = {
        "row": row,
        "standing": standing(request, row, shown.words(row.title or row.id)),
        "steps": [shown.value(_step(line, unsaid.of(request))) for line in told.order_by("-seq")[:PAGE]],
        "beside": coding.beside(request, row),
        "second": second.wanted(),
        "coders": second.coders(row.id),
        "typed": reason,
        "decided": coding.decided(row, unsaid.of(request)),
    }
    return render(request, "desk/review.html", context, status=status)


class Step(msgspec.Struct, frozen=True):
    """One line of the log about the review; ``when`` as the reader's language writes it."""

    act: str
    who: str
    at: str
    when: str
    reason: str
    head: str


def _named(act: str) -> str:
    return {
        "ready": pgettext("review", "ready"), "final": pgettext("review", "made final"),
        "back": pgettext("review", "sent back"), "reopen": pgettext("review", "opened again"),
    }[act]  # fmt: skip


def _told(act: str, id: str) -> Sentence:
    """What the coder is told of it."""
    return {
        "ready": Sentence("The incident {id} is held to be ready.", id=id),
        "final": Sentence("The incident {id} was made final.", id=id),
        "back": Sentence("The incident {id} was sent back.", id=id),
        "reopen": Sentence("The incident {id} was opened again.", id=id),
    }[act]


def _step(line: Entry, said: unsaid.Said) -> Step:
    return Step(_named(line.act), line.who, line.at, moment(line.at), said.words(line.reason), line.hash)


@require_POST
@needs(Power.CODE)
def ready(request: Request, id: str) -> HttpResponse:
    """Say that an incident is ready for review."""

    def do(row: Incident, reason: str) -> str:
        Review.objects.get_or_create(incident=row.id, defaults={"state": "open"})
        _move(request, row, "ready", reason, was="open", to="coded", coder=request.user, reviewer=None)
        return _("Ready: a reviewer other than you makes it final.")

    return _acted(request, id, do)


@require_POST
@needs(Power.CODE)
def send_back(request: Request, id: str) -> HttpResponse:
    """Not ready after all: by a reviewer, or by the coder."""

    def do(row: Incident, reason: str) -> str:
        review = Review.objects.filter(incident=row.id).first()
        if review is not None and review.coder_id != request.user.id and not may(request.user, Power.REVIEW):
            raise LedgerError(_("Only a reviewer, or who said that it is ready, can send it back."))
        _move(request, row, "back", reason, was="coded", to="open", reviewer=request.user)
        return _("Sent back.")

    return _acted(request, id, do)


@require_POST
@needs(Power.REVIEW)
def finish(request: Request, id: str) -> HttpResponse:
    """Make an incident final."""

    def do(row: Incident, reason: str) -> str:
        with transaction.atomic():  # nobody decides meanwhile: see locking.deciding
            return made(row, reason)

    def made(row: Incident, reason: str) -> str:
        review = Review.objects.select_for_update().filter(incident=row.id).first()
        if review is not None and (hindrance := _hindrance(request.user, review)):
            raise LedgerError(hindrance)
        told = Sighting.objects.using(USING).filter(incident_id=row.id, report__current=True)
        reports = sorted(set(told.values_list("report_id", flat=True)))
        kept = msgspec.json.encode(reports).decode()
        _move(request, row, "final", reason, was="coded", to="final", reviewer=request.user, reports=kept)
        Review.objects.filter(incident=row.id).update(head=log.head(USING).hash)
        return _("Final. Nothing about it is changed until a reviewer opens it again.")

    return _acted(request, id, do)


@require_POST
@needs(Power.REVIEW)
def reopen(request: Request, id: str) -> HttpResponse:
    """Open again what is final."""

    def do(row: Incident, reason: str) -> str:
        _move(request, row, "reopen", reason, was="final", to="open", reviewer=request.user, head="", reports="[]")
        return _("Open again.")

    return _acted(request, id, do)


def _move(request: Request, row: Incident, act: str, reason: str, *, was: str, to: str, **fields: Any) -> None:
    """From one state to another, unless somebody else was quicker; and the line in the log."""
    with transaction.atomic():
        rows = Review.objects.filter(incident=row.id, state=was)
        if not rows.update(state=to, at=timezone.now(), **fields):
            raise LedgerError(str(QUICKER))
        acts.tell(request.user, act, row.id, reason=reason, before={"state": was}, after={"state": to})
    if to == "coded":
        _call(request, row.id)
    elif was == "coded":
        notices.done("ready", row.id)
    coder = User.objects.filter(id__in=Review.objects.filter(incident=row.id).values("coder")).first()
    if coder is not None and coder.id != request.user.id:
        notices.tell(coder, "review", _told(act, row.id), resolve_url("incident-review", id=row.id), incident=row.id)


def _call(request: Request, incident: str) -> None:
    """Tell all who may make it final, and see it, that it waits for them."""
    roles = [role for role, powers in POWERS.items() if Power.REVIEW in powers]
    for each in seers(restrictions_of(incident)).filter(role__in=roles).exclude(pk=request.user.pk):
        words = _told("ready", incident)
        notices.tell(each, "ready", words, resolve_url("incident-review", id=incident), incident=incident)


def _acted(request: Request, id: str, do: Callable[[Incident, str], str]) -> HttpResponse:
    row = found(request, id)
    reason = " ".join(request.POST.get("reason", "").split())
    try:
        if not reason:
            raise LedgerError(_("A reason is needed."))
        said = do(row, acts.checked(reason))
    except LedgerError as error:
        messages.error(request, sentences.said(error))
        return _page(request, row, status=422, reason=reason)
    messages.success(request, said)
    return HttpResponseRedirect(resolve_url("incident-review", id=row.id), status=303)


routes: list[URLPattern] = [
    path("review/", waiting, name="review"),
    path("incidents/<str:id>/review/", page, name="incident-review"),
    path("incidents/<str:id>/review/ready/", ready, name="review-ready"),
    path("incidents/<str:id>/review/back/", send_back, name="review-back"),
    path("incidents/<str:id>/review/final/", finish, name="review-final"),
    path("incidents/<str:id>/review/reopen/", reopen, name="review-reopen"),
]

__all__ = ["FinalError", "Standing", "check_open", "check_report_open", "last_decider", "routes", "standing"]
