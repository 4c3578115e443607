"""What the first pages of a process would otherwise wait for, made before it takes requests: a second or two."""

from __future__ import annotations

import logging
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext, override

from onrecord.desk.access import Sight

_TEMPLATES = Path(__file__).parent / "templates"

_log = logging.getLogger("onrecord.desk")


def warm() -> None:
    """All addresses with what answers them, the words of each language, the templates, and who is heard.

    Only makes sooner what is made anyway: a database that is not there yet keeps nothing from starting.
    """
    try:
        for language, _ in settings.LANGUAGES:
            with override(language):
                gettext("Search")
                reverse("home")
        for path in sorted(_TEMPLATES.glob("desk/*.html")):
            get_template(str(path.relative_to(_TEMPLATES)))
        from onrecord.desk import heard, people

        heard.now(Sight()).people(limit=people.PAGE)
    except Exception as error:  # the page that needs it says so, to whom it concerns
        _log.warning("before the first request: %s", error)
    finally:
        connections.close_all()


def connect() -> None:
    """Open this thread's connections, where they can be."""
    for name in ("default", "ledger"):
        try:
            connections[name].ensure_connection()
        except DatabaseError as error:
            _log.warning("before the first request: %s", error)
