"""A person's own page: language, colours, graphic words; and the ways to passwords, sessions, tokens, searches."""

from __future__ import annotations

from typing import cast

import msgspec
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onrecord.desk import care, notices
from onrecord.desk.access import Power, Request, needs
from onrecord.desk.models import Search, Token, User
from onrecord.desk.preferences import THEMES


@needs(Power.READ)
def me(request: HttpRequest) -> HttpResponse:
    """What a person may choose for themselves."""
    user = cast(User, request.user)
    if request.method == "POST":
        language, theme = request.POST.get("language", ""), request.POST.get("theme", "")
        user.language = language if language in dict(settings.LANGUAGES) else ""
        user.theme = theme if theme in THEMES else ""
        user.graphic = request.POST.get("graphic") == "yes"
        user.save(update_fields=["language", "theme", "graphic"])
        with translation.override(user.language or translation.get_language()):
            messages.success(request, _("Saved."))
        response = HttpResponseRedirect(reverse("me"), status=303)
        if user.language:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, user.language, max_age=365 * 24 * 3600,
                samesite="Lax", secure=request.is_secure(), httponly=True,
            )  # fmt: skip
        else:
            response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response
    return render(
        request, "desk/me.html",
        {"themes": THEMES, "languages": settings.LANGUAGES, "issuer": settings.CONFIGURATION.issuer},
    )  # fmt: skip


@require_safe
@needs(Power.READ)
def data(request: HttpRequest) -> HttpResponse:
    """What the desk keeps of the person, but for what no one should read again: hashes and secrets."""
    mine = cast(Request, request)
    user, veiled = mine.user, care.veils(mine).words
    kept = {
        "account": {
            "name": user.username,
            "role": user.role,
            "email": user.email,
            "groups": list(user.groups.values_list("name", flat=True)),
            "since": user.date_joined,
            "language": user.language,
            "colours": user.theme,
        },
        "sessions": list(
            UserSession.objects.filter(user=user).values("ip", "user_agent", "created_at", "last_seen_at")
        ),
        "second factors": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
        "tokens": list(Token.objects.filter(owner=user).values("name", "at", "expires", "used", "ended")),
        "searches": list(Search.objects.filter(owner=user).values("name", "query", "alert", "at")),
        "notices": [
            {"at": each.at, "words": veiled(notices.words(each)), "read": each.read}
            for each in notices.of(user, mine.sight)
        ],
    }
    response = HttpResponse(msgspec.json.format(msgspec.json.encode(kept)), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="account.json"'
    response["Cache-Control"] = "private, no-store"
    return response


routes: list[URLPattern] = [path("me/", me, name="me"), path("me/data/", data, name="me-data")]
