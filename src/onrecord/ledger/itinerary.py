"""Where a watcher goes next: each address with when it is due, what is known of it, and each site with its rules.

A small SQLite file beside the ledger, written after every visit, so that a watcher that was killed goes on where it
was. It holds nothing that is evidence: without it, everything is looked at once more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from onrecord.record import OnrecordError

Kind = Literal["source", "list", "page"]

_TABLES = """
CREATE TABLE IF NOT EXISTS site (
    name TEXT PRIMARY KEY, ready REAL NOT NULL, failures INTEGER NOT NULL, robots TEXT, robots_at REAL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stop (
    url TEXT PRIMARY KEY, site TEXT NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL, depth INTEGER NOT NULL,
    due REAL, step INTEGER NOT NULL, failures INTEGER NOT NULL, tried REAL, etag TEXT, modified TEXT, changed TEXT,
    listed_at REAL, trust INTEGER NOT NULL, digest TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS stop_due ON stop (site, due) WHERE due IS NOT NULL;
CREATE INDEX IF NOT EXISTS stop_source ON stop (source);
CREATE TEMP TABLE watched (url TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_VERSION = 1


DISBELIEVED, BELIEVED, PROMPTED = 0, 1, 2


class ItineraryError(OnrecordError):
    """The watcher's file cannot be used; one sentence."""


@dataclass(slots=True)
class Stop:
    """One address. ``due`` in seconds since 1970, None where it is looked at no more; ``step`` counts its visits.

    ``kind``: a ``source`` is what the user named, a ``list`` a sitemap that one names, at ``depth`` below it, a
    ``page`` what they list. ``tried`` is the last visit; ``etag`` and ``modified`` are what the site said of the page's
    state, to be asked about next time. ``changed`` is when a list said that it changed (``listed_at``: the first time
    that it said so, in seconds), ``trust`` what that is worth: :data:`BELIEVED`, :data:`PROMPTED` while a visit puts it
    to the proof, :data:`DISBELIEVED` once it proved untrue. ``digest`` is the hash of its words, None for a list.
    """

    url: str
    site: str
    source: str
    kind: Kind = "page"
    depth: int = 0
    due: float | None = None
    step: int = 0
    failures: int = 0
    tried: float | None = None
    etag: str | None = None
    modified: str | None = None
    changed: str | None = None
    listed_at: float | None = None
    trust: int = BELIEVED
    digest: str | None = None


@dataclass(slots=True)
class Site:
    """One host: when it may be asked again, how often it failed in a row, its robots.txt and when that was read."""

    name: str
    ready: float = 0.0
    failures: int = 0
    robots: str | None = None
    robots_at: float | None = None


_STOP = tuple(Stop.__slots__)
_SITE = tuple(Site.__slots__)


class Itinerary:
    """The open file; one watcher at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def watch(self, urls: Iterable[str]) -> None:
        """From now on only what comes from the sources ``urls`` is due."""
        with self._db:
            self._db.execute("DELETE FROM watched")
            self._db.executemany("INSERT OR IGNORE INTO watched VALUES (?)", ((url,) for url in urls))

    def stop(self, url: str) -> Stop | None:
        """What is known of ``url``."""
        row = self._db.execute(f"SELECT {', '.join(_STOP)} FROM stop WHERE url = ?", [url]).fetchone()
        return Stop(*row) if row else None

    def stops(self, source: str) -> int:
        """How many addresses come from a source."""
        (number,) = self._db.execute("SELECT count(*) FROM stop WHERE source = ?", [source]).fetchone()
        return int(number)

    def site(self, name: str) -> Site:
        """What is known of a host; a new one where nothing is."""
        row = self._db.execute(f"SELECT {', '.join(_SITE)} FROM site WHERE name = ?", [name]).fetchone()
        return Site(*row) if row else Site(name)

    def keep(self, *things: Stop | Site) -> None:
        """Write what is now known of addresses and hosts, all or nothing."""
        with self._db:
            for thing in things:
                table, names = ("stop", _STOP) if isinstance(thing, Stop) else ("site", _SITE)
                marks = ", ".join("?" * len(names))
                self._db.execute(
                    f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({marks})",
                    [getattr(thing, name) for name in names],
                )

    def next(self) -> tuple[Stop, float] | None:
        """The address that can be visited first, and from when on; None where nothing will ever be due.

        Of one site lists come before pages, and what is due longest comes first.
        """
        soonest: tuple[float, str] | None = None
        for name, due in self._db.execute(
            "SELECT stop.site, min(due) FROM stop JOIN watched ON watched.url = source WHERE due IS NOT NULL "
            "GROUP BY stop.site ORDER BY stop.site"
        ):
            when = max(due, self.site(name).ready)
            if soonest is None or when < soonest[0]:
                soonest = when, name
        if soonest is None:
            return None
        row = self._db.execute(
            f"SELECT {', '.join(f'stop.{name}' for name in _STOP)} FROM stop JOIN watched ON watched.url = source "
            "WHERE site = ? AND due <= ? ORDER BY kind = 'page', due, stop.url LIMIT 1",
            [soonest[1], soonest[0]],
        ).fetchone()
        return Stop(*row), soonest[0]

    def revive(self, before: float) -> None:
        """Sources that were given up are due again where the last try was ``before`` that time."""
        with self._db:
            self._db.execute(
                "UPDATE stop SET due = tried, failures = 0 WHERE due IS NULL AND kind = 'source' AND tried < ?",
                [before],
            )


def beside(ledger: Path | None, *, id: str) -> Path:
    """Where the itinerary of a ledger is: beside its file, or for one on a server in the user's folder for such things,
    under the ledger's ``id``."""
    if ledger is not None:
        return ledger.with_name(f"{ledger.name}.watch")
    from platformdirs import user_state_path

    return user_state_path("onrecord", appauthor=False) / f"{id}.watch"


@contextmanager
def opened(path: Path) -> Iterator[Itinerary]:
    """The itinerary in the file ``path``, made where there is none. Raises :class:`ItineraryError`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = error.strerror or error
        raise ItineraryError(f"The watcher's file {path} cannot be made: {why}; check its folder.") from error
    with _told(path), closing(sqlite3.connect(path, timeout=0.5)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        # A visit that a power cut makes us forget is made again.
        connection.execute("PRAGMA synchronous = NORMAL")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > _VERSION:
            raise ItineraryError(f"{path} was made by a newer onrecord; install the newer version, or delete it.")
        connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.executescript(_TABLES)
        yield Itinerary(connection)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if "locked" in str(error):
            raise ItineraryError(f"Another watcher is at work with {path}; stop that one first.") from error
        raise ItineraryError(
            f"The watcher's file {path} cannot be used ({error}); check that its folder may be written, or delete the "
            "file: everything is then looked at once more."
        ) from error
