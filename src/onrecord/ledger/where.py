"""Where a ledger is: from what the user wrote to the settings of a database connection."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from onrecord.ledger.errors import LedgerError

VARIABLE = "ONRECORD_LEDGER"
_SCHEMES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class Place:
    """A ledger's place. ``name`` is how messages call it (never with a password); ``path`` is None for a server."""

    name: str
    path: Path | None
    url: str | None = None


def place(where: str | None) -> Place:
    """The place that ``where`` means, or the environment, or the default in the user's data folder.

    Raises :class:`LedgerError` where it is an address that is no PostgreSQL's.
    """
    where = where or os.environ.get(VARIABLE)
    if not where:
        from platformdirs import user_data_path

        path = user_data_path("onrecord", appauthor=False) / "ledger.sqlite3"
        return Place(str(path), path)
    if where.startswith(_SCHEMES):
        parts = urlsplit(where)
        at = parts.hostname or dict(parse_qsl(parts.query)).get("host", "localhost")
        return Place(f"{parts.path.lstrip('/') or 'postgres'} at {at}", None, where)
    if "://" in where:
        raise LedgerError(
            f"{where.split('://')[0]}:// is no place for a ledger; give a path or a postgresql:// address."
        )
    return Place(where, Path(where))


def database(at: Place, *, wait: float, writable: bool) -> dict[str, Any]:
    """Django's settings for the connection to ``at``; ``wait`` in seconds is the longest wait for a lock."""
    if at.path is not None:
        name = at.path.absolute().as_posix()
        options: dict[str, Any] = {"timeout": wait, "transaction_mode": "IMMEDIATE"}
        if not writable:
            # A WAL database in a folder that may not be written can only be opened as one that never changes.
            way = "mode=ro" if os.access(at.path.parent, os.W_OK) else "immutable=1"
            return {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": f"{at.path.absolute().as_uri()}?{way}",
                "OPTIONS": {"timeout": wait, "uri": True},
            }
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options}
    assert at.url is not None
    parts = urlsplit(at.url)
    try:
        port = parts.port
    except ValueError as error:
        raise LedgerError(f"The ledger {at.name}: its port is no number from 1 to 65535; check the address.") from error
    # The parameters of PostgreSQL's own addresses (sslmode, host of a socket, ..) go to its client as they are.
    more: dict[str, Any] = dict(parse_qsl(parts.query))
    host = more.pop("host", None) or parts.hostname or ""
    # To compile a query first (jit) takes PostgreSQL longer than to answer any that is asked here.
    more["options"] = f"-c jit=off {more.get('options', '')} -c lock_timeout={int(wait * 1000)}"
    more.setdefault("connect_timeout", "10")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(more.pop("port", port or "")),
        "OPTIONS": more,
    }
