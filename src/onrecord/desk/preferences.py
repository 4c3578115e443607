"""What a person prefers: language, colours, whether single keys act."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from onrecord.desk.access import Power, needs
from onrecord.desk.models import User

THEMES = {
    "": gettext_lazy("As the system"),
    "light": gettext_lazy("Light"),
    "dark": gettext_lazy("Dark"),
    "contrast": gettext_lazy("High contrast"),
}
"""The colours that one may choose, with their names."""
_LASTS = 365 * 24 * 3600  # seconds that a browser keeps a language


@needs(Power.ANYONE)
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep a choice, and show the same page again. Nobody signed in may choose a language, for this browser."""
    language, theme, keys = (request.POST.get(each) for each in ("language", "theme", "keys"))
    if (
        language not in (None, *dict(settings.LANGUAGES))
        or theme not in (None, *THEMES)
        or keys not in (None, "yes", "no")
    ):
        return HttpResponseBadRequest()
    user = request.user
    if isinstance(user, User):
        if language is not None:
            user.language = language
        if theme is not None:
            user.theme = theme
        if keys is not None:
            user.keys = keys == "yes"
        user.save(update_fields=["language", "theme", "keys"])
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponse(status=303, headers={"Location": back})
    if language is not None:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=_LASTS, secure=request.is_secure(), httponly=True,
            samesite="Lax",
        )  # fmt: skip
    return response


routes: list[URLPattern] = [path("preferences/", preferences, name="preferences")]
