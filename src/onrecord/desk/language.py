"""In which language a person sees the desk: what they chose, else what their browser asks for."""

from __future__ import annotations

from django.middleware.locale import LocaleMiddleware


class LanguageMiddleware(LocaleMiddleware):
    """Django's own, by the cookie that the language form sets, else by the browser's wish."""
