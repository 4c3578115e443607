"""What is to be watched, as a person writes it: addresses, or a file of them (TOML).

pause = 10                                  # seconds between two requests to one site; at least 1
contact = "desk@example.org"                # told to the sites, so that they can write
pages = 500                                 # requests in one round, at most

[[source]]
url = "https://example.org/news/feed.xml"   # a feed, a sitemap, or a page
every = "30m"                               # how often it is looked at: m, h or d; at least 5m
only = ["https://example.org/news/*"]       # of the pages on it, those alone
since = 2031-05-01                          # and none that it says has not changed since then
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import msgspec

from onrecord.ledger.exchange import ExchangeError, checked
from onrecord.ledger.manners import DAY, HOUR, MINUTE, PAUSE, POLL
from onrecord.record import OnrecordError

_UNITS = {"m": MINUTE, "h": HOUR, "d": DAY}
_SPELL = re.compile(r"(\d{1,4})\s*([mhd])", re.ASCII)
_OFTENEST = 5 * MINUTE  # what feeds of agencies are refreshed with; asking more often finds the same
_MOST = 500  # requests in one round: with the least pause it lasts as long as the time between two looks at a feed


class SourceError(OnrecordError):
    """A list of sources that is not understood; one sentence."""


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One feed, sitemap or page. ``every`` is '30m', '1h', '2d'; ``only`` are patterns with ``*``."""

    url: str
    every: str | None = None
    only: tuple[str, ...] = ()
    since: date | None = None

    @property
    def poll(self) -> float:
        """Seconds from one look at it to the next."""
        said = _SPELL.fullmatch(self.every.strip()) if self.every is not None else None
        return max(int(said[1]) * _UNITS[said[2]], _OFTENEST) if said else POLL

    def wants(self, url: str, changed: float | None) -> bool:
        """Whether a page on it, last changed at ``changed`` (seconds, or None: it does not say), is to be read."""
        return self.late(changed) and (not self.only or any(fnmatchcase(url, each) for each in self.only))

    def late(self, changed: float | None) -> bool:
        """Whether what changed at that time may have changed since ``since``."""
        if self.since is None or changed is None:
            return True
        return changed >= datetime(self.since.year, self.since.month, self.since.day, tzinfo=UTC).timestamp()


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All sources, and how politely they are asked; see this module."""

    source: tuple[Source, ...]
    pause: float | None = None
    pages: int = _MOST
    contact: str | None = None

    @property
    def urls(self) -> frozenset[str]:
        """The addresses of the sources."""
        return frozenset(each.url for each in self.source)

    @property
    def rest(self) -> float:
        """Seconds between two requests to one site, at least."""
        return PAUSE if self.pause is None else self.pause


def plan(given: Sequence[str], *, pause: float | None = None, contact: str | None = None) -> Plan:
    """The plan that the addresses and files ``given`` make together; raises :class:`SourceError`.

    Of several pauses the longest holds, of several numbers of pages the smallest; ``contact`` wins over the files'.
    """
    plans = [_read(Path(each)) if "://" not in each else Plan((Source(each),)) for each in given]
    sources: dict[str, Source] = {}
    for each in plans:
        for source in each.source:
            _check(source)
            sources.setdefault(str(checked(source.url)), msgspec.structs.replace(source, url=str(checked(source.url))))
    if not sources:
        raise SourceError("There is nothing to watch; give an address, or a file with a [[source]].")
    together = Plan(
        tuple(sources.values()),
        pause=max([each for each in (pause, *(each.pause for each in plans)) if each is not None], default=PAUSE),
        pages=min(each.pages for each in plans),
        contact=contact or next((each.contact for each in plans if each.contact), None),
    )
    if not 1 <= together.rest <= DAY or together.pages < 1:
        raise SourceError("A pause is from 1 second to a day, and a round has at least 1 page; change the two.")
    if together.contact is not None and not (together.contact.isascii() and together.contact.isprintable()):
        raise SourceError("The contact is told in plain letters (ASCII) on one line; write an address.")
    return together


def _read(path: Path) -> Plan:
    try:
        found: Any = tomllib.loads(path.read_text("utf-8-sig"))
        return msgspec.convert(found, Plan)
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read: {error.strerror or error}; give a file of sources, or an http(s) address."
        ) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise SourceError(f"{path} is no list of sources: {error}; see `onrecord watch --help`.") from None


def _check(source: Source) -> None:
    try:
        checked(source.url)
    except ExchangeError as error:
        raise SourceError(f"{source.url} cannot be watched: {error}; give an http(s) address.") from None
    if source.every is not None and not _SPELL.fullmatch(source.every.strip()):
        raise SourceError(f"{source.url}: every = {source.every!r} is no time; write 30m, 6h or 1d.")
