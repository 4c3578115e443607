"""The ledger that this desk is of, and making its tables and the desk's own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from onrecord.desk.places import SCHEMA, databases
from onrecord.ledger import open_ledger
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.where import Place

USING = "ledger"
"""Django's name for the connection to the ledger."""

_at: list[Place] = []  # another than the settings', for tests


def here() -> Ledger:
    """The ledger, over this thread's connection."""
    return Ledger(_at[-1] if _at else settings.CONFIGURATION.at, USING)


def prepare() -> None:
    """Make the ledger where there is none, and bring all tables up to date."""
    at = here().at
    where = at.url or str(at.path)
    with open_ledger(where, create=True):
        pass
    if at.path is None:
        with connections[USING].cursor() as cursor:
            # Asked first: who may not make one is refused also where it is there.
            cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [SCHEMA])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    call_command("migrate", database="default", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    from onrecord.desk import reaching  # which needs the tables

    reaching.mark()


def point(at: Place | None) -> None:
    """Make this process's connections go to ``at`` (None: back to the settings'). For tests and tools."""
    for name in ("default", USING):
        connections[name].close()
        del connections[name]
    if at is None:
        _at.clear()
    else:
        _at.append(at)
    found: dict[str, dict[str, Any]] = databases(here().at)
    made = connections.configure_settings(found)
    for name in ("default", USING):
        connections.settings[name] = made[name]
