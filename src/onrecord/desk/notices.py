"""Notices: what a person is told of, for as long as that person may see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from onrecord.desk import sentences
from onrecord.desk.access import Power, Request, Sight, may, needs, sight_of
from onrecord.desk.ledgers import USING
from onrecord.desk.models import Notice, User
from onrecord.desk.prepared import Prepared
from onrecord.ledger.models import Incident

PAGE = 50
MOST = 100  # unread ones that are counted; whoever has so many reads the list
KINDS: dict[str, str | Promise] = {
    "mention": lazy("You are mentioned"),
    "task": lazy("Task"),
    "search": lazy("Saved search"),
    "review": lazy("Review"),
    "ready": lazy("Review"),
    "assigned": lazy("Assigned to you"),
    "account": lazy("Your account"),
    "guessing": lazy("Guessing"),
}
"""What a kind is called; of others the kind itself is shown."""


OWN = frozenset({"search", "review", "ready", "account", "guessing"})
"""Kinds whose words are the desk's own, in every reader's language; those of others a person wrote."""


NAMING = frozenset({"review", "ready"})
"""Kinds whose words name an incident by its id."""


def tell(
    user: User, kind: str, words: str, address: str, *, incident: str = "", report: int | None = None
) -> Notice | None:
    """Tell one person: some ``words`` (no more than a line), and the ``address`` at the desk where to look. Does
    nothing for who may not see the incident, or the report (its row), that it is about."""
    if not may(user, Power.READ):
        return None
    if incident or report is not None:
        sight = sight_of(user)
        if incident in sight.incidents or report in sight.reports:
            return None
    return Notice.objects.create(
        to=user,
        kind=kind,
        words=sentences.kept(words) if kind in OWN else words,
        address=address,
        incident=incident,
        report=report,
    )


def of(user: User, sight: Sight) -> QuerySet[Notice]:
    """What a person has been told and may see still, the newest first."""
    rows = Notice.objects.filter(to=user).order_by("-id")
    if sight.incidents:
        rows = rows.exclude(incident__in=list(sight.incidents))
    if sight.reports:
        rows = rows.exclude(report__isnull=False, report__in=list(sight.reports))
    return rows


def done(kind: str, incident: str) -> None:
    """What notices of a kind about an incident ask for is done: nobody need read them any more."""
    Notice.objects.filter(kind=kind, incident=incident, read__isnull=True).order_by().update(read=now())


_UNREAD = Prepared(lambda to: Notice.objects.filter(to=to, read=None).values_list("id")[:MOST], holes=1)


def unread(user: User, sight: Sight) -> int:
    """How many of a person's notices are not read and may be seen; :data:`MOST` where there are more."""
    if sight.incidents or sight.reports:
        return of(user, sight).filter(read__isnull=True)[:MOST].count()
    return len(_UNREAD.rows(user.pk))


def words(notice: Notice) -> str:
    """What a notice says, in the language that is active."""
    return sentences.opened(notice.words) if notice.kind in OWN else notice.words


def titles(found: Iterable[Notice]) -> dict[int, str]:
    """What the incident is called, for each notice that names it by its id alone, by the notice's key."""
    about = {notice.pk: notice.incident for notice in found if notice.kind in NAMING and notice.incident}
    rows = Incident.objects.using(USING).filter(id__in=set(about.values())).values_list("id", "title") if about else ()
    called = dict(rows)
    return {key: called.get(incident) or "" for key, incident in about.items()}


@require_safe
@needs(Power.READ)
def listing(request: HttpRequest) -> HttpResponse:
    """All notices of the person, page by page."""
    mine = cast(Request, request)
    rows = of(mine.user, mine.sight)
    last = request.GET.get("below", "")
    if last.isascii() and last.isdecimal() and len(last) < 19:
        rows = rows.filter(id__lt=int(last))
    found = list(rows[: PAGE + 1])
    called = titles(found[:PAGE])
    told = [(n, KINDS.get(n.kind, n.kind), words(n), called.get(n.pk, "")) for n in found[:PAGE]]
    return render(
        request,
        "desk/notices.html",
        {
            "told": told,
            "older": found[PAGE - 1].pk if len(found) > PAGE else None,
            "first": not last,
            "unread": any(notice.read is None for notice, *_ in told),
        },
    )


@require_POST
@needs(Power.READ)
def read(request: HttpRequest) -> HttpResponse:
    """Mark all as read, or the one named; then go where that one leads."""
    mine = cast(Request, request)
    rows = of(mine.user, mine.sight)
    which = request.POST.get("notice", "")
    if not which:
        rows.filter(read__isnull=True).order_by().update(read=now())
        return HttpResponseRedirect(reverse("notices"), status=303)
    notice = get_object_or_404(rows, pk=which if which.isascii() and which.isdecimal() and len(which) < 19 else 0)
    if notice.read is None:
        notice.read = now()
        notice.save(update_fields=["read"])
    here = url_has_allowed_host_and_scheme(notice.address, allowed_hosts=None)
    return HttpResponseRedirect(notice.address if here else reverse("notices"), status=303)


routes: list[URLPattern] = [
    path("notices/", listing, name="notices"),
    path("notices/read/", read, name="notices-read"),
]
