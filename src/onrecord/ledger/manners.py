"""How a watcher behaves: when it looks again, how long it waits, what a site's robots.txt lets it do."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import lru_cache

from protego import Protego

from onrecord.intake.fetch import ROBOT

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0

REVISITS = (1 * HOUR, 6 * HOUR, 1 * DAY, 3 * DAY, 10 * DAY)
"""After which times a page is looked at again, in seconds. Tolls and names are put right within hours of the first
report and rewritten within a day; corrections that somebody had to ask for come within days. After ten days without a
change a page is left alone: what changes then is the site's frame. A page that did change starts anew."""

PAUSE = 5.0
"""Seconds from one request to a site to the next, at least: a reader who clicks through a site is no slower."""

POLL = 1 * HOUR
"""Seconds from one look at a feed or sitemap to the next, where nothing else is said."""

FAILURES = 8
"""Failures in a row after which an address is left alone. With the waits below that is four days: longer than any
weekend that a small outlet's server is down."""

PATIENCE = 2 * MINUTE
"""The longest wait for a site within a round; with a longer one its pages are left to a later round."""

RULES = 1 * DAY
"""Seconds that a robots.txt is believed; RFC 9309 asks for no more than a day."""


def failed(times: int) -> float:
    """Seconds until an address that failed ``times`` times in a row is tried again: 5 minutes, 20, 80, .. a day."""
    return float(min(5 * MINUTE * 4 ** min(times - 1, 8), DAY))


def busy(times: int, said: str | None, *, now: float) -> float:
    """Seconds for which a site is left alone that said 'too many requests' or failed ``times`` times in a row.

    ``said`` is its Retry-After: seconds or a date. Never less than a minute, nor more than a day.
    """
    wait = 1 * MINUTE * 4 ** min(times - 1, 8)
    said = (said or "").strip()
    if said.isascii() and said.isdigit():
        wait = float(said[:9])
    elif said:
        try:
            when = parsedate_to_datetime(said)
            wait = (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - now
        except (ValueError, TypeError, OverflowError):
            pass
    return float(min(max(wait, 1 * MINUTE), DAY))


def first(age: float | None) -> int:
    """The place in :data:`REVISITS` where a page begins that is ``age`` seconds old: what has stood for a week unread
    need not be looked at again in an hour."""
    return next((n for n, wait in enumerate(REVISITS) if age is None or wait >= age), len(REVISITS) - 1)


@lru_cache(maxsize=64)
def _rules(text: str) -> Protego:
    return Protego.parse(text)


def allowed(url: str, robots: str) -> bool:
    """Whether a site with the robots.txt ``robots`` lets ``url`` be read."""
    return bool(_rules(robots).can_fetch(url, ROBOT))


def pause(robots: str, least: float) -> float:
    """Seconds between two requests to a site: ``least``, or what its robots.txt asks for, at most a day."""
    rules = _rules(robots)
    rate = rules.request_rate(ROBOT)
    asked = (rules.crawl_delay(ROBOT) or 0.0, rate.seconds / rate.requests if rate and rate.requests else 0.0)
    return float(min(max(least, *asked), DAY))
