"""Signing in: nobody makes an account of their own; an administrator does, or the first visit's code.

Passwords, second factors, sessions and OpenID Connect are django-allauth's; what is let through here is chosen: no
sign-up, no mail. Guessing is counted by django-axes, by name and address together.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from allauth.account import views as account
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.mfa.base import views as factor
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect import views as issuer
from allauth.usersessions.views import list_usersessions
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy

from onrecord.desk import acts, membership
from onrecord.desk.access import Power, may, needs
from onrecord.desk.models import User


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up; a sign-in counts as fresh for a while."""

    error_messages = DefaultAccountAdapter.error_messages | {
        # The same for a name that is nobody's.
        "username_password_mismatch": gettext_lazy("The name or the password is wrong."),
        "too_many_login_attempts": gettext_lazy("Too many wrong attempts. Try again in 5 minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not where the person has just signed in: allauth would ask again at once."""
        return not is_fresh(context.request)

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """Never: a desk may stand where no mail goes out."""


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who the issuer vouches for gets in where an administrator made them an account: found by the issuer's subject, or
    the first time by the email address, where the issuer has verified it."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account; refuse in one sentence where there is none."""
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        verified = [each.email for each in sociallogin.email_addresses if each.verified is True and each.email]
        found = [user for email in verified for user in User.objects.filter(email__iexact=email)]
        if len(found) != 1 or membership.known_as(found[0]):
            # Who is known by a subject is known by that alone.
            raise ImmediateHttpResponse(render(request, "desk/unknown.html", status=403))
        sociallogin.connect(request, found[0])
        acts.tell(found[0], "sign-in", membership.subject(found[0]), after={"subject": True})


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person has shown who they are in the last minutes: by password, second factor or issuer."""
    records = get_authentication_records(request, cast(Any, request.user))
    return any(time.time() - each.get("at", 0) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for each in records)


View = Callable[..., HttpResponseBase]


def fresh(view: View) -> View:
    """A privileged view: who signed in some time ago first shows again who they are, and then goes on with what they
    were about to do. Goes inside of :func:`onrecord.desk.access.needs`."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_fresh(request):
            if getattr(request, "htmx", False):
                return HttpResponse(status=401, headers={"HX-Redirect": _again(request)})
            if not get_reauthentication_flows(cast(Any, request.user)):
                return HttpResponseRedirect(_again(request))
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    asked.fresh = True  # type: ignore[attr-defined]
    return asked


def _again(request: HttpRequest) -> str:
    """Where one shows again who one is: here, or at the issuer for those who have no password."""
    back = urlencode({"next": request.get_full_path() if request.method == "GET" else reverse("home")})
    if get_reauthentication_flows(cast(Any, request.user)):
        return f"{reverse('account_reauthenticate')}?{back}"
    if settings.CONFIGURATION.issuer is None:
        raise PermissionDenied
    return f"{reverse('openid_connect_login', args=[membership.ISSUER])}?{back}"


def needs_second_factor(user: object) -> bool:
    """Whether the team wants a second factor of this person, who has none."""
    if not isinstance(user, User) or not may(user, Power.READ) or user.role not in membership.setting("second-factor"):
        return False
    return not Authenticator.objects.filter(user=user).exists()


class SecondFactorMiddleware:
    """Leads who must have a second factor to set it up, before anything else."""

    FREE = ("/account/", "/static/", "/preferences/", "/welcome/", "/health/", "/api/")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(self.FREE) or not needs_second_factor(request.user):
            return self.get_response(request)
        if getattr(request, "htmx", False):
            return HttpResponse(status=401, headers={"HX-Redirect": reverse("mfa_index")})
        return HttpResponseRedirect(reverse("mfa_index"))


def second_factor(request: HttpRequest) -> dict[str, object]:
    """For the pages of the account: whether the team wants a second factor of this person, who has none."""
    user = getattr(request, "user", None)
    return {"second_factor_wanted": request.path_info.startswith("/account/") and needs_second_factor(user)}


def locked(request: HttpRequest, response: object = None, credentials: object = None) -> HttpResponse:
    """What is said after too many wrong passwords, for any name alike."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "desk/locked.html", {"minutes": minutes}, status=429)


def too_often(request: HttpRequest, exception: object = None) -> HttpResponse:
    """What is said to who asks for the same too often."""
    return render(request, "429.html", status=429)


def to_issuer(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """On to the issuer, by a page: browsers hold our rule that forms lead nowhere else also against a redirect."""
    response = issuer.login(request, provider_id)
    if response.status_code != 302 or request.method != "POST":
        return cast(HttpResponseBase, response)
    name = settings.CONFIGURATION.issuer.name if settings.CONFIGURATION.issuer is not None else provider_id
    return render(request, "desk/onward.html", {"address": response["Location"], "name": name})


def _page(at: str, view: View, name: str, power: Power = Power.READ) -> URLPattern:
    return path(at, needs(power)(view), name=name)


routes: list[URLPattern] = [
    _page("login/", account.login, "account_login", Power.ANYONE),
    # Also for who has given the password and not yet the second factor, and is nobody until then.
    _page("logout/", account.logout, "account_logout", Power.ANYONE),
    _page("inactive/", account.account_inactive, "account_inactive", Power.ANYONE),
    _page("reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    _page("password/change/", account.password_change, "account_change_password"),
    _page("password/set/", account.password_set, "account_set_password"),
    _page("sessions/", list_usersessions, "usersessions_list"),
    _page("2fa/", factor.index, "mfa_index"),
    _page("2fa/authenticate/", factor.authenticate, "mfa_authenticate", Power.ANYONE),
    _page("2fa/reauthenticate/", factor.reauthenticate, "mfa_reauthenticate"),
    _page("2fa/totp/activate/", totp.activate_totp, "mfa_activate_totp"),
    _page("2fa/totp/deactivate/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _page("2fa/recovery-codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    _page("2fa/recovery-codes/generate/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _page("2fa/recovery-codes/download/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    _page("2fa/webauthn/", keys.list_webauthn, "mfa_list_webauthn"),
    _page("2fa/webauthn/add/", keys.add_webauthn, "mfa_add_webauthn"),
    _page("2fa/webauthn/reauthenticate/", keys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _page("2fa/webauthn/keys/<int:pk>/remove/", keys.remove_webauthn, "mfa_remove_webauthn"),
    _page("2fa/webauthn/keys/<int:pk>/edit/", keys.edit_webauthn, "mfa_edit_webauthn"),
    _page("3rdparty/", social.connections, "socialaccount_connections"),
    _page("3rdparty/login/cancelled/", social.login_cancelled, "socialaccount_login_cancelled", Power.ANYONE),
    _page("3rdparty/login/error/", social.login_error, "socialaccount_login_error", Power.ANYONE),
    _page("oidc/<str:provider_id>/login/", to_issuer, "openid_connect_login", Power.ANYONE),
    _page("oidc/<str:provider_id>/login/callback/", issuer.callback, "openid_connect_callback", Power.ANYONE),
]
"""What there is of allauth's pages, under ``/account/``: no sign-up, no email, no password by mail."""
