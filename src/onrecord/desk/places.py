"""Where the desk keeps its own: beside the ledger, never in it.

Beside a ledger in a file stands a second file (``ledger.desk.sqlite3``); on a PostgreSQL server the desk has a schema
``desk`` in the ledger's database.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onrecord.ledger.where import Place, database

SCHEMA = "desk"
LASTING = 600  # seconds that a thread keeps its connections: to open both anew takes longer than some pages
OFTEN = 1  # times that a query was asked over a connection, after which the server keeps it (see `prepared`)
WAIT = 10.0  # seconds that a page waits for another writer's lock before it says so


def beside(at: Place) -> Path | None:
    """The desk's own file beside the ledger ``at``; None on a server."""
    return None if at.path is None else at.path.absolute().with_suffix(".desk.sqlite3")


def databases(at: Place) -> dict[str, dict[str, Any]]:
    """Django's ``DATABASES``: ``ledger`` is the ledger, ``default`` the desk's own."""
    kept = database(at, wait=WAIT, writable=True)
    own = beside(at)
    if own is not None:
        mine = database(Place(own.name, own), wait=WAIT, writable=True)
        # Readers do not wait for a writer, nor a writer for them. A session lost with the power is no loss.
        mine["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL"
        kept["OPTIONS"]["init_command"] = "PRAGMA synchronous=FULL"
    else:
        mine = database(at, wait=WAIT, writable=True)
        options = mine["OPTIONS"]
        mine["OPTIONS"] = options | {"options": f"{options.get('options', '')} -c search_path={SCHEMA}".strip()}
        for each in (mine, kept):
            each["ENGINE"] = "onrecord.desk.postgresql"
            each["OPTIONS"]["prepare_threshold"] = OFTEN
    for each in (mine, kept):
        each["CONN_MAX_AGE"] = LASTING
        each["CONN_HEALTH_CHECKS"] = own is None
    return {"default": mine, "ledger": kept}


class Router:
    """What is the ledger's goes to ``ledger``, all else to ``default``."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """The ledger's models name their connection themselves; this is for those who forget."""
        return "ledger" if model._meta.app_label == "ledger" else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """No table stands in both."""
        return (app_label == "ledger") is (db != "default")
