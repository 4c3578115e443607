"""Care for those who are written about: names of people at risk are shown to nobody, but to a reviewer who asks to see
behind, for a while, with a reason that stands in the log.

The log's lines never hold the name: everybody reads the log.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, NamedTuple, cast

import msgspec
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render, resolve_url
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from onrecord.desk import acts, sentences
from onrecord.desk.access import Power, Request, may, needs
from onrecord.desk.graphic import passages as graphic
from onrecord.desk.ledgers import USING
from onrecord.desk.models import Redaction, Veil
from onrecord.desk.prepared import Prepared
from onrecord.desk.signing import fresh
from onrecord.desk.veils import Veiled, Veils
from onrecord.ledger import people
from onrecord.ledger.answers import Person
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.folding import fold
from onrecord.ledger.unseen import Unseen
from onrecord.record import Article

BEHIND = 15 * 60  # seconds for which somebody sees behind the veils: long enough to compare a report or two
_MOST = 20  # other names of one person
_LONGEST = 200  # characters of a name
_LEAST = 3  # letters of a name: shorter ones stand in too many words' places

_now: ContextVar[HttpRequest | None] = ContextVar("onrecord_desk_request", default=None)


def veils(request: HttpRequest | None) -> Veils:
    """What this person is not shown; made once a request. Without a request: what is shown to nobody."""
    if request is None:
        return _all()
    kept = cast(Any, request)
    if not hasattr(kept, "veils"):
        kept.veils = Veils() if behind(request) else _all()
    return cast(Veils, kept.veils)


def current() -> Veils:
    """The veils of the request that this thread answers."""
    return veils(_now.get())


def behind(request: HttpRequest) -> int:
    """For how many seconds this person still sees behind the veils; 0 where they do not."""
    session = getattr(request, "session", None)
    until = session.get("behind", 0) if session is not None else 0
    left = int(until - time.time())
    return left if left > 0 and may(request.user, Power.REVIEW) else 0


def withheld(request: Request, row: int, article: Article) -> bool:
    """Whether this person may not have the untouched original of a report (``row`` its row): where there is a redacted
    copy, who may not code; where a name that is not shown stands in it, who does not see behind the veils."""
    if not may(request.user, Power.CODE) and Redaction.objects.filter(report=row).exists():
        return True
    shown = veils(request)
    texts = (article.title, article.subtitle, article.url, article.text, *article.authors)
    return shown.any and any(shown.ranges(each) for each in (*texts, *(f.text for f in article.furniture)) if each)


def about(request: HttpRequest) -> dict[str, object]:
    """For templates: ``behind`` is how many minutes the person still sees behind the veils."""
    left = behind(request) if hasattr(request, "user") else 0
    return {"behind": -(-left // 60)}


class CareMiddleware:
    """Lets templates know for whom they are rendered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _now.set(request)
        try:
            return self.get_response(request)
        finally:
            _now.reset(token)


_VEILED = Prepared(lambda: Veil.objects.filter(lifted=None).order_by("id").values_list("name", "also", "alias"))


def _all() -> Veils:
    return _made(tuple(_VEILED.rows()), _("[name withheld]"))


@lru_cache(maxsize=16)
def _made(rows: tuple[tuple[str, str, str], ...], withheld: str) -> Veils:
    return Veils([Veiled((name, *_names(also)), alias or withheld) for name, also, alias in rows])


def _names(also: str) -> list[str]:
    return msgspec.json.decode(also, type=list[str])


class Wanted(NamedTuple):
    """A veil as it was asked for; nothing that was typed is lost when it cannot be made."""

    name: str = ""
    also: str = ""
    alias: str = ""
    reason: str = ""

    def others(self) -> list[str]:
        """The other names, one a line."""
        lines = [" ".join(line.split()) for line in self.also.splitlines()]
        return list(dict.fromkeys(line for line in lines if line and line != self.name))

    def check(self) -> None:
        """Raises :class:`LedgerError` with what is wrong."""
        others = self.others()
        for each in (self.name, *others):
            if len("".join(fold(each))) < _LEAST or len(each) > _LONGEST or not each.isprintable():
                raise LedgerError(_("A name needs three letters or more, and 200 signs at most."))
        if len(others) > _MOST:
            raise LedgerError(_("Give 20 other names at most."))
        if len(self.alias) > _LONGEST or not (self.alias or "-").isprintable():
            raise LedgerError(_("An alias has 200 signs at most."))
        names = Veils([Veiled((self.name, *others), "")])
        if names.ranges(self.alias):
            raise LedgerError(_("The alias has the name in it; choose another."))
        acts.checked(self.reason)
        if not self.reason:
            raise LedgerError(_("A reason is needed."))
        if names.ranges(self.reason):
            raise LedgerError(_("The reason stands in the log, which everybody reads; write it without the name."))
        if self.alias and Veil.objects.filter(lifted=None, alias=self.alias).exists():
            raise LedgerError(_("Somebody else has this alias; choose another."))
        if self.alias and _all().ranges(self.alias):
            raise LedgerError(_("The alias is a name that is not shown; choose another."))


@needs(Power.REVIEW)
def listing(request: Request) -> HttpResponse:
    """Who is not shown, and a form for one more. ``?person=KEY`` fills it with what the ledger calls a person."""
    return _page(request, _asked(request))


def _asked(request: Request) -> Wanted:
    said = request.GET.get("person", "")
    if not said:
        return Wanted(name=request.GET.get("name", "")[:_LONGEST])
    shown = veils(request)
    unseen = Unseen(request.sight.incidents, request.sight.reports)
    try:
        found = list(people.persons(USING, [people.known(USING, shown.unkey(said), without=unseen)], without=unseen))
    except (Http404, LedgerError):
        return Wanted()
    if not found:
        return Wanted()
    named: Person = shown.value(found[0])
    return Wanted(name=named.name, also="\n".join(named.aliases))


def _page(request: Request, wanted: Wanted, *, status: int = 200) -> HttpResponse:
    rows = list(Veil.objects.filter(lifted=None).select_related("by").order_by("-id"))
    found = {"veils": [(row, _names(row.also)) for row in rows], "wanted": wanted, "minutes": BEHIND // 60}
    return render(request, "desk/care.html", found, status=status)


@needs(Power.REVIEW)
def make(request: Request) -> HttpResponse:
    """One more person who is not shown."""
    if request.method != "POST":
        return HttpResponseRedirect(resolve_url("care"))
    said = {field: " ".join(request.POST.get(field, "").split()) for field in ("name", "alias", "reason")}
    wanted = Wanted(**said, also=request.POST.get("also", ""))
    try:
        wanted.check()
    except LedgerError as error:
        messages.error(request, sentences.said(error))
        return _page(request, wanted, status=422)
    also = msgspec.json.encode(wanted.others()).decode()
    row = Veil.objects.create(name=wanted.name, also=also, alias=wanted.alias, by=request.user)
    acts.tell(
        request.user, "veil", f"veil:{row.id}", reason=wanted.reason, after={"alias": wanted.alias or "[name withheld]"}
    )
    messages.success(request, _("The name is no longer shown."))
    return _see_other("care")


@needs(Power.REVIEW)
@fresh
def lift(request: Request, id: int) -> HttpResponse:
    """Show a person's name again."""
    row = get_object_or_404(Veil, id=id, lifted=None)
    if request.method != "POST":
        return HttpResponseRedirect(resolve_url("care"))
    reason = " ".join(request.POST.get("reason", "").split())
    try:
        acts.checked(reason)
        if not reason:
            raise LedgerError(_("A reason is needed."))
        if Veils([Veiled((row.name, *_names(row.also)), "")]).ranges(reason):
            raise LedgerError(_("The reason stands in the log, which everybody reads; write it without the name."))
    except LedgerError as error:
        messages.error(request, sentences.said(error))
        return _see_other("care")
    row.lifted = timezone.now()
    row.save(update_fields=["lifted"])
    acts.tell(request.user, "unveil", f"veil:{row.id}", reason=reason, before={"alias": row.alias or "[name withheld]"})
    messages.success(request, _("The name is shown again."))
    return _see_other("care")


@needs(Power.REVIEW)
@fresh
def see_behind(request: Request) -> HttpResponse:
    """See the names behind the veils for a while, or (``end``) no longer."""
    if request.method != "POST":
        return HttpResponseRedirect(resolve_url("care"))
    if "end" in request.POST:
        request.session.pop("behind", None)
        return _back(request)
    reason = " ".join(request.POST.get("reason", "").split())[: acts.REASON]
    if not reason or _all().ranges(reason):
        messages.error(
            request,
            _("The reason stands in the log, which everybody reads; write it without the name.")
            if reason
            else _("A reason is needed."),
        )
        return _see_other("care")
    request.session["behind"] = time.time() + BEHIND
    acts.tell(request.user, "behind", "veils", reason=reason, after={"minutes": BEHIND // 60})
    return _back(request)


@needs(Power.READ)
def unfold(request: Request) -> HttpResponse:
    """Show all that is graphic unfolded (``graphic=yes``), or fold it: this person's choice."""
    if request.method == "POST":
        request.user.graphic = request.POST.get("graphic") == "yes"
        request.user.save(update_fields=["graphic"])
    return _back(request)


def _see_other(name: str, *args: object) -> HttpResponse:
    return HttpResponseRedirect(resolve_url(name, *args), status=303)


def _back(request: Request) -> HttpResponse:
    to = request.POST.get("next", "")
    mine = url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return _see_other(to if mine else "home")


routes: list[URLPattern] = [
    path("care/", listing, name="care"),
    path("care/veil/", make, name="veil"),
    path("care/veil/<int:id>/lift/", lift, name="lift"),
    path("care/behind/", see_behind, name="behind"),
    path("care/graphic/", unfold, name="unfold"),
]

__all__ = ["CareMiddleware", "about", "behind", "current", "graphic", "routes", "veils", "withheld"]
