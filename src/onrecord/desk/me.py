"""A person's own page: language, colours, graphic words; and the ways to passwords, sessions, tokens, searches."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from onrecord.desk.access import Power, needs
from onrecord.desk.models import User
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


routes: list[URLPattern] = [path("me/", me, name="me")]
