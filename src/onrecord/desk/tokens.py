"""Tokens for programs: what a person lets a program do in their name, for a while.

A secret is told once; only its hash is kept. A token never may more than its person may now, and sees no more.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import cast

import msgspec
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from onrecord.desk import acts, membership, sentences
from onrecord.desk.access import Power, may, needs
from onrecord.desk.membership import MembershipError
from onrecord.desk.models import Token, User
from onrecord.desk.signing import fresh

PREFIX = "onr_"
"""How a secret begins, so that people and scanners know one that lies about."""
LONGEST = 365  # days that a token may last
MOST = 50  # tokens of one person at once
NOTED = timedelta(minutes=1)  # when a token was last used is written down no more often than this


class Scope(StrEnum):
    """What a token is for."""

    READ = "read"
    EXPORT = "export"
    ADD = "add"
    DECIDE = "decide"


POWERS: dict[Scope, Power] = {
    Scope.READ: Power.READ,
    Scope.EXPORT: Power.READ,
    Scope.ADD: Power.CODE,
    Scope.DECIDE: Power.CODE,
}
"""The power that the person of a token needs for each scope, now and at every use."""
_NAMES = {
    Scope.READ: gettext_lazy("read incidents, reports, people and history"),
    Scope.EXPORT: gettext_lazy("export all incidents"),
    Scope.ADD: gettext_lazy("add reports"),
    Scope.DECIDE: gettext_lazy("decide about incidents"),
}


def made(owner: User, name: str, scopes: Iterable[str], *, days: int) -> tuple[Token, str]:
    """A new token and its secret. Raises :class:`onrecord.desk.membership.MembershipError`."""
    name = " ".join(name.split())
    if not 0 < len(name) <= 100 or not name.isprintable():
        raise MembershipError(_("Give the token a name, such as that of the program, of at most 100 characters."))
    chosen = sorted(set(scopes))
    if not chosen or not set(chosen) <= set(Scope):
        raise MembershipError(_("Choose what the token is for."))
    if not all(may(owner, POWERS[Scope(each)]) for each in chosen):
        raise MembershipError(_("A token may do no more than you may."))
    if not 1 <= days <= LONGEST:
        raise MembershipError(_("A token lasts between 1 and %(most)s days.") % {"most": LONGEST})
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        if live(owner).count() >= MOST:
            raise MembershipError(_("You have %(most)s tokens; end one first.") % {"most": MOST})
        token = Token.objects.create(
            owner=owner, name=name, digest=digest(secret), scopes=msgspec.json.encode(chosen).decode(),
            expires=timezone.now() + timedelta(days=days),
        )  # fmt: skip
        acts.tell(owner, "token", membership.subject(owner), after={"token": name, "scopes": chosen, "days": days})
    return token, secret


def live(owner: User) -> QuerySet[Token]:
    """The tokens of a person that work."""
    return Token.objects.filter(owner=owner, ended__isnull=True, expires__gt=timezone.now())


def found(secret: str) -> Token | None:
    """The token of a secret, where it works and its person may sign in; its use is noted."""
    if not secret.startswith(PREFIX):
        return None
    now = timezone.now()
    token = (
        Token.objects.filter(digest=digest(secret), ended__isnull=True, expires__gt=now, owner__is_active=True)
        .select_related("owner")
        .first()
    )
    if token is not None and (token.used is None or now - token.used > NOTED):
        Token.objects.filter(pk=token.pk).update(used=now)
    return token


def scopes(token: Token) -> frozenset[Scope]:
    """What a token is for."""
    return frozenset(Scope(each) for each in msgspec.json.decode(token.scopes, type=list[str]))


def digest(secret: str) -> str:
    """What is kept of a secret. It has 256 random bits: nothing is won by making this slow."""
    return sha256(secret.encode()).hexdigest()


@needs(Power.READ)
def listing(request: HttpRequest) -> HttpResponse:
    """One's own tokens."""
    return _page(request)


@needs(Power.READ)
@require_POST
@fresh
def add(request: HttpRequest) -> HttpResponse:
    """Make one; its secret is shown in the answer and never again."""
    days = request.POST.get("days", "")
    try:
        number = int(days) if days.isascii() and days.isdigit() and len(days) < 6 else 0
        token, secret = made(
            cast(User, request.user), request.POST.get("name", ""), request.POST.getlist("scope"), days=number
        )
    except MembershipError as error:
        messages.error(request, sentences.said(error))
        return _page(request, said=request.POST.dict(), chosen=request.POST.getlist("scope"), status=422)
    return _page(request, token=token, secret=secret)


@needs(Power.READ)
@require_POST
def end(request: HttpRequest, id: int) -> HttpResponseBase:
    """End one of one's own. It makes nothing possible, so it takes no fresh sign-in: who fears for a token is quick."""
    user = cast(User, request.user)
    membership.end_token(get_object_or_404(Token, pk=id, owner=user), by=user)
    messages.success(request, _("The token works no more."))
    return HttpResponseRedirect(reverse("tokens"), status=303)


def _page(
    request: HttpRequest, *, token: Token | None = None, secret: str = "", said: dict[str, str] | None = None,
    chosen: Iterable[str] = ("read",), status: int = 200,
) -> HttpResponse:  # fmt: skip
    user = cast(User, request.user)
    rows = [(row, sorted(scopes(row))) for row in live(user).order_by("-at")]
    offered = [(scope.value, _NAMES[scope], scope in set(chosen)) for scope in Scope if may(user, POWERS[scope])]
    api = request.build_absolute_uri(f"{reverse('home')}api/")
    reads = token is not None and Scope.READ in scopes(token)
    response = render(
        request, "desk/tokens.html",
        {
            "tokens": rows, "scopes": offered, "said": said or {}, "made": token, "secret": secret, "longest": LONGEST,
            "example": f"{api}incidents" if reads else "", "described": f"{api}openapi.json",
        },
        status=status,
    )  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response


routes: list[URLPattern] = [
    path("tokens/", listing, name="tokens"),
    path("tokens/add/", add, name="token-add"),
    path("tokens/<int:id>/end/", end, name="token-end"),
]
