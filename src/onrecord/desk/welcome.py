"""One-time addresses under which somebody chooses a password: the first visit, a new account, a forgotten password.

There is no default password and no mail. A code has 192 random bits; only its hash is kept; it ends with its first use,
and after a day.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.contrib import messages
from django.contrib.auth import password_validation
from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from onrecord.desk import guarding, membership, sentences
from onrecord.desk.access import Power, Role, needs
from onrecord.desk.models import User, Welcome

LASTS = timedelta(days=1)
GUESSES = 20  # wrong codes from one address in GUESSING seconds; nobody who was given one needs more
GUESSING = 600


def issue(user: User | None) -> str:
    """A new code for ``user`` (None: for whoever makes the first account); codes for the same before end."""
    code = secrets.token_urlsafe(24)
    with transaction.atomic():
        Welcome.objects.filter(user=user).delete()
        Welcome.objects.filter(expires__lt=timezone.now()).delete()
        Welcome.objects.create(digest=_digest(code), user=user, expires=timezone.now() + LASTS)
    return code


def withdraw_first() -> None:
    """End the code of the first visit, unused."""
    Welcome.objects.filter(user__isnull=True).delete()


def nobody() -> bool:
    """Whether nobody has an account yet."""
    return not User.objects.exists()


class Form(forms.Form):
    """A password, twice; for the first visit also a name."""

    username = forms.CharField(
        label=gettext_lazy("Your name here"), max_length=membership.LONGEST,
        help_text=gettext_lazy("One word; it stands beside what you decide."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )  # fmt: skip
    password = forms.CharField(
        label=gettext_lazy("Password"), strip=False, help_text=password_validation.password_validators_help_text_html,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=gettext_lazy("Password, once more"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user is not None:
            del self.fields["username"]

    def clean(self) -> dict[str, Any]:
        """The two are the same."""
        found = super().clean() or {}
        if found.get("password") and found.get("again") and found["password"] != found["again"]:
            self.add_error("again", _("The two passwords differ."))
        return found


@needs(Power.ANYONE)
@never_cache
@sensitive_post_parameters()
def welcome(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a password (and, on the first visit, a name), and be signed in."""
    row = _row(request, code)
    if row is None:
        return render(request, "desk/welcome_none.html", status=404)
    form = Form(request.POST or None, user=row.user)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            user = _taken(row, said.get("username", ""), said["password"])
        except membership.MembershipError as error:
            form.add_error(None, sentences.said(error))
        else:
            return _entered(request, user)
    # Also 200 where something is to be mended: servers write what they refuse into their logs, here with the code.
    return render(request, "desk/welcome.html", {"form": form, "person": row.user})


def _row(request: HttpRequest, code: str) -> Welcome | None:
    """What a code is for; None where it is none, or no more. Whoever guesses is soon not answered at all."""
    guesses = f"welcome:{guarding.address(request)}"
    if cache.get(guesses, 0) >= GUESSES:
        return None
    digest = _digest(code)
    row = Welcome.objects.filter(digest=digest, expires__gt=timezone.now()).select_related("user").first()
    if row is not None and compare_digest(row.digest, digest):
        stands = row.user.is_active if row.user is not None else nobody()
        if stands:
            return row
    cache.add(guesses, 0, GUESSING)
    cache.incr(guesses)
    return None


def _taken(row: Welcome, name: str, password: str) -> User:
    """The account with its new password; the code is used up. Who comes second finds nothing."""
    with transaction.atomic():
        if not Welcome.objects.filter(pk=row.pk).delete()[0]:
            raise Http404
        if row.user is None:
            if not nobody():
                raise Http404
            return membership.made(name, Role.ADMINISTRATOR, password=password)
        membership.choose(row.user, password, by=row.user)
        return row.user


def _entered(request: HttpRequest, user: User) -> HttpResponse:
    """Signed in, unless the person has a second factor, which is then asked for as ever."""
    from allauth.mfa.utils import is_mfa_enabled

    if is_mfa_enabled(user):
        messages.success(request, _("Your password is set. Sign in with it."))
        return HttpResponseRedirect(reverse("account_login"))
    get_adapter().login(request, user)
    record_authentication(request, user, method="password", username=user.username)
    messages.success(request, _("Welcome, %(name)s.") % {"name": user.username})
    return HttpResponseRedirect(reverse("home"))


def _digest(code: str) -> str:
    return sha256(code.encode()).hexdigest()


routes: list[URLPattern] = [path("welcome/<str:code>/", welcome, name="welcome")]
