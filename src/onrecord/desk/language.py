"""In which language a person sees the desk: what they chose, else what their browser asks for."""

from __future__ import annotations

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from onrecord.desk.models import User


class LanguageMiddleware(LocaleMiddleware):
    """Django's own, by the browser's cookie or its wish, and before these by what the person once chose. Stands after
    the middleware that says who the person is."""

    def process_request(self, request: HttpRequest) -> None:
        """Choose."""
        super().process_request(request)
        user = request.user
        if isinstance(user, User) and user.language and translation.check_for_language(user.language):
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
