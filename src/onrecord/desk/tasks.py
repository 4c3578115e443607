"""Tasks about an incident: what is to be done, by whom, until when."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from onrecord.desk import acts, notices, unsaid
from onrecord.desk.access import Request
from onrecord.desk.models import Task, User
from onrecord.desk.notes import address
from onrecord.desk.prepared import Prepared
from onrecord.desk.seers import restrictions_of, seers
from onrecord.ledger.errors import LedgerError

LONGEST = 500  # characters
LISTED = 50  # on a page, those to be done first


class Listing(NamedTuple):
    """A task as the page shows it; ``assignee`` is a name, empty where it is nobody's."""

    id: int
    words: str
    assignee: str
    due: date | None
    done: bool


_OF = Prepared(
    lambda incident: (
        Task.objects.filter(incident=incident)
        .select_related("assignee")
        .order_by(F("done").desc(nulls_first=True), F("due").asc(nulls_last=True), "id")[:LISTED]
    ),
    holes=1,
)


def about(request: Request, incident: str) -> dict[str, Any]:
    """What the page of an incident shows: tasks to be done by the day that they are due, then those that are done."""
    said = unsaid.of(request)
    told = tuple(
        Listing(
            each.pk,
            said.words(each.words),
            each.assignee.username if each.assignee is not None else "",
            each.due,
            each.done is not None,
        )
        for each in _OF.models(incident)
    )
    return {"tasks": told, "today": timezone.localdate()}


def add(user: User, incident: str, *, words: str, assignee: str, due: str) -> Task:
    """Keep a task and tell who is to do it. ``assignee`` is the name of one who may see the incident, or nothing;
    ``due`` a day (ISO 8601), or nothing. Raises :class:`LedgerError`."""
    words = words.strip()
    if not 0 < len(words) <= LONGEST:
        raise LedgerError(_("Say in 1 to %(most)s characters what is to be done.") % {"most": LONGEST})
    who = seers(restrictions_of(incident)).filter(username=assignee).first() if assignee else None
    if assignee and who is None:
        raise LedgerError(_("Nobody called %(name)s may see this incident; choose another.") % {"name": assignee})
    day = _day(due.strip())
    with transaction.atomic():
        task = Task.objects.create(
            id=acts.numbered(Task), incident=incident, words=words, assignee=who, due=day, by=user
        )
        if who is not None and who.pk != user.pk:
            notices.tell(who, "task", words, address(incident), incident=incident)
        acts.tell(user, "task", incident, after={"task": task.pk, "for": assignee or None, "due": due or None})
    return task


def finish(user: User, incident: str, number: int, *, done: bool) -> Task:
    """Say that a task is done, or that it is not; nothing where somebody said so already."""
    with transaction.atomic():
        task = Task.objects.select_for_update().filter(incident=incident, pk=number).first()
        if task is None:
            raise Http404
        was = task.done is not None
        if was is done:
            return task
        task.done = None if was else timezone.now()
        task.save(update_fields=["done"])
        acts.tell(user, "task", incident, before={"task": number, "done": was}, after={"task": number, "done": not was})
    return task


def _day(said: str) -> date | None:
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise LedgerError(_("%(said)s is no day; write one such as 2026-03-03.") % {"said": said}) from None
