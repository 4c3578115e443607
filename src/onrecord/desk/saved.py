"""Saved searches, and telling who saved them of what they newly find."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onrecord.desk import care, notices, sentences
from onrecord.desk.access import Power, Request, may, needs, sight_of
from onrecord.desk.ledgers import USING, here
from onrecord.desk.models import Search, User
from onrecord.desk.prepared import Prepared
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.models import Report
from onrecord.ledger.query import LONGEST, QueryError, parse
from onrecord.ledger.unseen import Unseen
from onrecord.record import Sentence

LONGEST_NAME = 80  # characters: one line
MOST = 200  # of one person: each with an alert is a look into the index whenever reports came


_OF = Prepared(lambda user: Search.objects.filter(owner=user).order_by("name"), holes=1)


def of(user: User) -> list[Search]:
    """Those of one person, by name."""
    return _OF.models(user.pk)


def alert() -> None:
    """Tell everybody of what their saved searches newly find; called after reports came in.

    Each is told what they may see, at once for all reports that came since they were told last.
    """
    last = _last()
    waiting = Search.objects.filter(alert=True, seen__lt=last, owner__is_active=True).select_related("owner")
    for search in waiting.order_by("owner_id", "id"):
        # Two processes may be here: who moves the mark tells.
        mine = Search.objects.filter(pk=search.pk, seen=search.seen, alert=True).update(seen=last)
        if mine and may(search.owner, Power.READ):
            _tell(search)


def _tell(search: Search) -> None:
    sight = sight_of(search.owner)
    try:
        found = here().search(search.query, limit=1, after=search.seen, without=Unseen(sight.incidents, sight.reports))
    except LedgerError:
        return  # it was right when it was saved; its page says what is wrong with it now
    # Somebody who is hidden is not to be found by an alert either.
    if not found.total or not care.veils(None).keeps(search.query):
        return
    words = Sentence("New reports that fit “{name}”: {count:,}", name=search.name, count=found.total)
    if found.total == 1:
        row = Report.objects.using(USING).filter(name=found.hits[0].id, current=True).values_list("id", flat=True)[0]
        notices.tell(search.owner, "search", words, reverse("report", kwargs={"row": row}), report=row)
        return
    follows = urlencode({"q": search.query, "new": str(search.seen)})
    notices.tell(search.owner, "search", words, f"{reverse('search')}?{follows}")


def _last() -> int:
    return Report.objects.using(USING).aggregate(last=Max("id"))["last"] or 0


@require_safe
@needs(Power.READ)
def listing(request: HttpRequest) -> HttpResponse:
    """The person's saved searches."""
    return render(request, "desk/saved.html", {"saved": of(cast(Request, request).user), "longest": LONGEST_NAME})


@require_POST
@needs(Power.READ)
def save(request: HttpRequest) -> HttpResponse:
    """Keep a search under a name; one of the same name is replaced."""
    mine = cast(Request, request)
    query = request.POST.get("q", "").strip()[: LONGEST + 1]
    name = " ".join(request.POST.get("name", "").split())[:LONGEST_NAME] or query[:LONGEST_NAME]
    back = f"{reverse('search')}?{urlencode({'q': query})}" if query else reverse("search")
    try:
        parse(query)
    except QueryError as error:
        messages.error(request, sentences.said(error))
        return HttpResponseRedirect(back, status=303)
    others = Search.objects.filter(owner=mine.user).exclude(name=name)
    if others.count() >= MOST:
        messages.error(
            request,
            _("You have %(most)d saved searches, as many as there may be; delete one that you no longer need.")
            % {"most": MOST},
        )
        return HttpResponseRedirect(back, status=303)
    wanted = {"query": query, "alert": "alert" in request.POST, "seen": _last()}
    try:
        with transaction.atomic():
            Search.objects.update_or_create(owner=mine.user, name=name, defaults=wanted)
    except IntegrityError:
        Search.objects.filter(owner=mine.user, name=name).update(**wanted)
    messages.success(request, _("Saved as “%(name)s”.") % {"name": name})
    return HttpResponseRedirect(back, status=303)


@require_POST
@needs(Power.READ)
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Turn the alert of one on or off, or delete it."""
    search = get_object_or_404(Search, pk=number, owner=cast(Request, request).user)
    act = request.POST.get("act", "")
    if act == "delete":
        search.delete()
        messages.success(request, _("“%(name)s” is deleted.") % {"name": search.name})
    elif act in ("alert", "silent"):
        search.alert, search.seen = act == "alert", _last()
        search.save(update_fields=["alert", "seen"])
        told = (
            _("You will be told when new reports fit “%(name)s”.")
            if search.alert
            else _("No more alerts of “%(name)s”.")
        )
        messages.success(request, told % {"name": search.name})
    return HttpResponseRedirect(reverse("saved"), status=303)


routes: list[URLPattern] = [
    path("search/saved/", listing, name="saved"),
    path("search/saved/new/", save, name="saved-new"),
    path("search/saved/<int:number>/", change, name="saved-change"),
]
