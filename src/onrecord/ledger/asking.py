"""Asking sites politely: robots.txt obeyed, a pause between two requests to one site, a longer one where it is busy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from onrecord import __version__
from onrecord.intake.fetch import ACCEPT, TO_FOLLOW
from onrecord.ledger import manners
from onrecord.ledger.exchange import Answer, ExchangeError, checked
from onrecord.ledger.itinerary import Itinerary

REDIRECTS = 5
_ROBOTS = 500 << 10  # bytes of a robots.txt: the least that RFC 9309 lets a reader stop at


class Later(Exception):
    """A site may not be asked before ``ready`` (seconds since 1970)."""

    def __init__(self, ready: float) -> None:
        super().__init__()
        self.ready = ready


class Disallowed(ExchangeError):
    """The site's robots.txt does not let the page be read."""


class Fetch(Protocol):
    """One request, without redirects; raises :class:`ExchangeError`."""

    def __call__(self, url: str, *, headers: Mapping[str, str]) -> Answer: ...


def agent(contact: str | None) -> str:
    """What a watcher calls itself; sites may address it as 'onrecord' in their robots.txt."""
    more = f"; {contact}" if contact else ""
    return f"onrecord/{__version__} (watches reports for casualty recorders; obeys robots.txt as 'onrecord'{more})"


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks one site after another, never one twice within the ``pause`` (seconds) or what the site asks for."""

    itinerary: Itinerary
    fetch: Fetch
    now: Callable[[], float]
    sleep: Callable[[float], None]
    pause: float
    contact: str | None = None

    def get(self, url: str, *, known: Mapping[str, str]) -> tuple[Answer, str]:
        """The answer for ``url`` behind its redirects, and the address that it came from.

        ``known`` are fields of the request that say what is known of the page already. Raises :class:`Later`,
        :class:`Disallowed` and :class:`ExchangeError`.
        """
        for n in range(REDIRECTS + 1):
            fresh = self._rules(url) is None
            robots = self._robots(url)
            if fresh and n == 0:
                raise Later(self.itinerary.site(name(url)).ready)  # other sites are asked in this one's pause
            if not manners.allowed(url, robots):
                raise Disallowed("its robots.txt asks programs not to read it")
            answer = self._ask(url, known)
            if answer.status not in TO_FOLLOW or "location" not in answer.fields:
                return answer, url
            url = str(checked(answer.fields["location"], url))
        raise ExchangeError(f"it redirects more than {REDIRECTS} times")

    def _rules(self, url: str) -> str | None:
        """The robots.txt of the site of ``url`` that was read within the last day."""
        site = self.itinerary.site(name(url))
        return site.robots if site.robots_at is not None and self.now() < site.robots_at + manners.RULES else None

    def _robots(self, url: str) -> str:
        """The robots.txt of the site of ``url``; raises :class:`ExchangeError` where the site fails to give it."""
        if (known := self._rules(url)) is not None:
            return known
        at = str(checked("/robots.txt", url))
        answer = Answer(404)  # what many redirects come to, by RFC 9309
        for _ in range(REDIRECTS + 1):
            answer = self._ask(at, {})
            if answer.status not in TO_FOLLOW or "location" not in answer.fields:
                break
            at = str(checked(answer.fields["location"], at))
        if _busy(answer.status):
            raise ExchangeError(f"its robots.txt cannot be had (status {answer.status})")
        text = answer.data[:_ROBOTS].decode("utf-8", "replace") if answer.status == 200 else ""
        site = self.itinerary.site(name(url))
        site.robots, site.robots_at = text, self.now()
        site.ready = max(site.ready, self.now() + manners.pause(text, self.pause))
        self.itinerary.keep(site)
        return text

    def _ask(self, url: str, known: Mapping[str, str]) -> Answer:
        site = self.itinerary.site(name(url))
        if site.ready > self.now() + manners.PATIENCE:
            raise Later(site.ready)
        while (wait := site.ready - self.now()) > 0:
            self.sleep(wait)
        failed, said = False, None
        try:
            answer = self.fetch(url, headers={"User-Agent": agent(self.contact), "Accept": ACCEPT, **known})
            failed, said = _busy(answer.status), answer.fields.get("retry-after")
            return answer
        except ExchangeError as error:
            failed = not error.refused
            raise
        finally:
            site.failures = site.failures + 1 if failed else 0
            rest = manners.pause(site.robots or "", self.pause)
            if failed:
                rest = max(rest, manners.busy(site.failures, said, now=self.now()))
            site.ready = self.now() + rest
            self.itinerary.keep(site)


def name(url: str) -> str:
    """The site of ``url``: its host, with the port where it is not the usual one."""
    return checked(url).netloc.decode("ascii")


def _busy(status: int) -> bool:
    return status == 429 or status >= 500
