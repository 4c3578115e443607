"""Watching sites: feeds and sitemaps are looked at for new pages, and pages again for silent changes.

One request at a time; between two to one site the pause that it asks for, and never less than the plan's. What a site
says of a page's state (ETag, Last-Modified) is sent back, so that an unchanged page is not sent again. Every interval,
and why it is what it is, stands in :mod:`onrecord.ledger.manners`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from onrecord.ledger import manners
from onrecord.ledger.asking import Asker, Disallowed, Fetch, Later, name
from onrecord.ledger.exchange import Answer, ExchangeError
from onrecord.ledger.itinerary import BELIEVED, DISBELIEVED, PROMPTED, Itinerary, Kind, Stop
from onrecord.ledger.keeping import Found, Page, contents
from onrecord.ledger.listing import Listed, ListError, Listing, listed
from onrecord.ledger.sources import Plan, Source
from onrecord.record import OnrecordError

if TYPE_CHECKING:
    from onrecord.record import Article, Record

DEPTH = 3
"""Lists below a source: sitemaps.org knows an index and its sitemaps; some sites have an index of indexes."""

ADDRESSES = 200_000
"""Addresses of one source: what an outlet publishes in twenty years. A list that makes up addresses ends there."""

SLEEP = 1 * manners.HOUR  # the longest at a time, so that a computer that slept itself is soon noticed

GONE = "gone"  # in place of the hash of a page's words

TellKind = Literal["new", "changed", "same", "list", "gone", "problem", "stopped"]


@dataclass(frozen=True, slots=True)
class Tell:
    """What one visit brought: ``url`` is the address, ``said`` a clause for people.

    ``new`` and ``changed`` are of one report each, ``report`` its name in the ledger; ``changes`` are what a new
    version says otherwise, as phrases. ``list`` tells how much of a feed or sitemap is new. ``stopped`` is an address
    that is given up.
    """

    kind: TellKind
    url: str
    said: str = ""
    report: str | None = None
    changes: tuple[str, ...] = ()


class Reader(Protocol):
    """What makes records of articles."""

    def read(self, article: Article, *, input_id: str | None = None) -> Record: ...


class Added(Protocol):
    """What became of a report; see :class:`onrecord.ledger.adding.Added`."""

    @property
    def outcome(self) -> Literal["new", "version", "same"]: ...
    @property
    def name(self) -> str: ...
    @property
    def changes(self) -> tuple[str, ...]: ...


class Keeper(Protocol):
    """A ledger, as far as a watcher needs it; see :class:`onrecord.ledger.ledger.Ledger`."""

    def add(self, record: Record, original: bytes, *, whence: str | None = None) -> Added: ...
    def refresh(self) -> int: ...


def watch(
    ledger: Keeper,
    plan: Plan,
    *,
    itinerary: Itinerary,
    fetch: Fetch,
    reader: Reader,
    now: Callable[[], float],
    sleep: Callable[[float], None],
    rounds: int | None = None,
) -> Iterator[Tell]:
    """Visit what is due, ``rounds`` times or for ever, and tell of each visit.

    A round visits everything that is due, at most ``plan.pages`` addresses; after it, ``sleep`` (seconds) is called
    until something is due again, or for an hour after a full round. It ends where nothing ever will be due. ``now`` is
    in seconds since 1970. Raises :class:`onrecord.ledger.LedgerError` where the ledger cannot take a report; the next
    watch begins with that page.
    """
    asker = Asker(itinerary, fetch, now, sleep, pause=plan.rest, contact=plan.contact)
    watcher = _Watcher(ledger, plan, itinerary, asker, reader, now)
    watcher.begin()
    done, start = 0, now()
    while (rounds is None or done < rounds) and (following := itinerary.next()) is not None:
        while done and (wait := max(following[1], start) - now()) > 0:
            sleep(min(wait, SLEEP))
        start = now()
        full = yield from watcher.round()
        start += manners.POLL if full else 0.0  # a list without end does not make the rounds endless
        done += 1


class _Unread(Exception):
    """The reader failed on a report; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class _Watcher:
    ledger: Keeper
    plan: Plan
    itinerary: Itinerary
    asker: Asker
    reader: Reader
    now: Callable[[], float]

    def begin(self) -> None:
        """The plan's sources are on the itinerary; what came from others rests."""
        now = self.now()
        # Whoever starts a watcher anew wants a source that was given up to be tried, but not at every start.
        self.itinerary.revive(now - manners.DAY)
        self.itinerary.watch(source.url for source in self.plan.source)
        for source in self.plan.source:
            stop = self.itinerary.stop(source.url) or Stop(source.url, name(source.url), source.url, due=now)
            if stop.kind != "source":  # new, or so far only on another source's list
                stop.kind, stop.source, stop.depth, stop.due = "source", source.url, 0, now
            elif stop.due is not None and stop.tried is not None and not stop.failures:
                stop.due = min(stop.due, stop.tried + self._poll(stop))  # it may have been made shorter
            self.itinerary.keep(stop)

    def round(self) -> Generator[Tell, None, bool]:
        """Everything that is due, at most as many addresses as the plan says; whether it was that many."""
        added, full = False, True
        for _ in range(self.plan.pages):
            following = self.itinerary.next()
            if following is None or following[1] > self.now() + manners.PATIENCE:
                full = False
                break
            for tell in self._visit(following[0]):
                added = added or tell.kind in ("new", "changed")
                yield tell
        if added:
            self.ledger.refresh()
        return full

    def _source(self, stop: Stop) -> Source:
        return next(source for source in self.plan.source if source.url == stop.source)

    def _visit(self, stop: Stop) -> Iterator[Tell]:
        known = {"If-None-Match": stop.etag, "If-Modified-Since": stop.modified}
        try:
            answer, url = self.asker.get(stop.url, known={field: said for field, said in known.items() if said})
            stop.tried = self.now()
            yield from self._answered(stop, answer, url)
        except Later as later:
            stop.due = later.ready
            self.itinerary.keep(stop)
        except Disallowed as error:
            yield self._failed(stop, str(error), least=manners.RULES)
        except (ExchangeError, ListError) as error:
            yield self._failed(stop, str(error))

    def _answered(self, stop: Stop, answer: Answer, url: str) -> Iterator[Tell]:
        if answer.status == 304:
            yield self._same(stop)
        elif answer.status in (404, 410) and stop.digest is not None:
            yield from self._gone(stop, answer.status)
        elif answer.status != 200:
            yield self._failed(stop, f"the site answers {answer.status}")
        else:
            listing = listed(answer.data, url=url) if stop.kind != "page" else None
            if listing is not None:
                yield self._spread(stop, listing, answer)
            elif stop.kind != "page" and stop.digest is None and stop.step:
                yield self._failed(stop, "it was a feed or sitemap, and what it gives now is none")
            else:
                yield from self._read(stop, answer, url)

    # Pages.

    def _read(self, stop: Stop, answer: Answer, url: str) -> Iterator[Tell]:
        found = contents(Page(answer.data, url, answer.fields.get("content-type")), input_id=stop.url)
        if found.digest == stop.digest:
            _seen(stop, answer)
            yield self._same(stop)
            return
        tells, whole = [], True
        for report in found.reports:
            try:
                tell = self._added(report)
            except _Unread as error:
                tell, whole = Tell("problem", report.input_id, str(error)), False
            if tell is not None:
                tells.append(tell)
        tells += [Tell("problem", stop.url, sentence) for sentence in found.problems]
        first = stop.digest is None
        if whole:
            _seen(stop, answer)
            stop.digest = found.digest
        elif first:
            stop.digest = ""  # a page, if one that is read again
        if first:
            at = found.published if found.published is not None else stop.listed_at
            self._again(stop, manners.first(None if at is None else self.now() - at))
        elif any(tell.kind == "changed" for tell in tells):
            self._again(stop, 0)
        else:
            self._again(stop, stop.step + 1)
        yield from tells or [Tell("same", stop.url)]

    def _added(self, report: Found) -> Tell | None:
        try:
            record = self.reader.read(report.article, input_id=report.input_id)
        except OnrecordError as error:
            raise _Unread(str(error)) from error
        except Exception as error:  # a fault of ours in one report must not end the watch
            raise _Unread(f"The reader failed on it ({type(error).__name__}: {error}); please report it.") from error
        added = self.ledger.add(record, report.original, whence=report.input_id)
        if added.outcome == "same":
            return None
        if added.outcome == "new":
            return Tell("new", report.input_id, report.article.title or "", added.name)
        said = "; ".join(added.changes) or "other words, the same facts"
        return Tell("changed", report.input_id, said, added.name, added.changes)

    def _same(self, stop: Stop) -> Tell:
        if stop.digest is None:
            self._polled(stop)
            return Tell("list", stop.url, "nothing new")
        if stop.trust == PROMPTED:
            stop.trust = DISBELIEVED
        self._again(stop, stop.step + 1)
        return Tell("same", stop.url)

    def _gone(self, stop: Stop, status: int) -> Iterator[Tell]:
        told = stop.digest == GONE
        stop.digest, stop.etag, stop.modified = GONE, None, None
        self._again(stop, stop.step + 1)
        if not told:
            yield Tell("gone", stop.url, f"the site answers {status}; the ledger keeps what it said")

    def _again(self, stop: Stop, step: int) -> None:
        """The page was looked at; when next."""
        stop.step, stop.failures = min(step, len(manners.REVISITS)), 0
        if stop.trust == PROMPTED:
            stop.trust = BELIEVED
        if stop.kind == "source" and self._source(stop).every is not None:
            stop.due = self.now() + self._source(stop).poll
        elif step < len(manners.REVISITS):
            stop.due = self.now() + manners.REVISITS[step]
        else:
            stop.due = self.now() + manners.REVISITS[-1] if stop.kind == "source" else None
        self.itinerary.keep(stop)

    # Lists.

    def _spread(self, stop: Stop, listing: Listing, answer: Answer) -> Tell:
        """What a list names comes on the itinerary, the latest first; what it says has changed comes forward."""
        source, now = self._source(stop), self.now()
        room = ADDRESSES - self.itinerary.stops(source.url)
        found: list[tuple[Listed, Kind]] = [
            (each, "page")
            for each in sorted(listing.pages, key=lambda each: -(each.at or 0.0))
            if source.wants(each.url, each.at)
        ]
        if stop.depth < DEPTH:
            found += [(each, "list") for each in listing.lists if source.late(each.at)]
        touched: list[Stop] = []
        new = 0
        watched = self.plan.urls
        for n, (each, kind) in enumerate(found):
            known = self.itinerary.stop(each.url)
            if known is None:
                if new < room:
                    new += 1
                    fresh = Stop(each.url, name(each.url), source.url, kind, stop.depth + 1, changed=each.changed)
                    # A thousandth of a second apart, so that they are visited in their order.
                    fresh.due, fresh.listed_at = now - (len(found) - n) / 1000, each.at
                    touched.append(fresh)
                continue
            adopted = known.source not in watched
            if adopted:
                known.source = source.url
            if _prompted(known, each):
                soonest = now if kind == "list" else max(now, (known.tried or 0.0) + manners.REVISITS[0])
                known.due = soonest if known.due is None else min(known.due, soonest)
                touched.append(known)
            elif adopted:
                touched.append(known)
        _seen(stop, answer)
        self._polled(stop, *touched)
        elsewhere = f"; {listing.elsewhere} on other sites left out" if listing.elsewhere else ""
        return Tell("list", stop.url, (f"{new} new" if new else "nothing new") + elsewhere)

    def _polled(self, stop: Stop, *more: Stop) -> None:
        """The list was looked at; when next. A sitemap whose index says when it changes waits for that."""
        stop.failures, stop.step, stop.digest = 0, 1, None
        stop.due = None if stop.kind == "list" and stop.changed is not None else self.now() + self._poll(stop)
        self.itinerary.keep(stop, *more)

    def _poll(self, stop: Stop) -> float:
        source = self._source(stop)
        return manners.REVISITS[-1] if stop.digest is not None and source.every is None else source.poll

    # Failures.

    def _failed(self, stop: Stop, clause: str, *, least: float = 0.0) -> Tell:
        stop.tried = self.now()
        stop.failures += 1
        if stop.failures >= manners.FAILURES:
            stop.due = None
            self.itinerary.keep(stop)
            return Tell("stopped", stop.url, f"{clause}; that was {stop.failures} times in a row, it is given up")
        ready = self.itinerary.site(stop.site).ready - self.now()
        wait = max(manners.failed(stop.failures), least, ready)
        stop.due = self.now() + wait
        self.itinerary.keep(stop)
        return Tell("problem", stop.url, f"{clause}; it is tried again in {_spell(wait)}")


def _seen(stop: Stop, answer: Answer) -> None:
    """What the site says of the page's state is kept for the next request."""
    stop.etag, stop.modified = answer.fields.get("etag"), answer.fields.get("last-modified")


def _prompted(known: Stop, each: Listed) -> bool:
    """Whether a list says that an address that is known has changed, and is believed; that is then noted."""
    if each.changed is None or each.changed == known.changed or known.tried is None or known.trust == DISBELIEVED:
        return False
    known.changed = each.changed
    known.trust = PROMPTED
    return True


def _spell(seconds: float) -> str:
    for unit, size in (("day", manners.DAY), ("hour", manners.HOUR), ("minute", manners.MINUTE)):
        if seconds >= size:
            number = round(seconds / size)
            return f"{number} {unit}{'s' if number > 1 else ''}"
    return f"{seconds:.0f} seconds"
