"""A watcher's world for tests: real sites on this machine, a clock that only sleeping moves, a ledger of lists."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from onrecord.intake.fetch import Policy
from onrecord.ledger.exchange import Answer, exchange
from onrecord.ledger.itinerary import opened
from onrecord.ledger.sources import Plan, Source
from onrecord.ledger.watching import Tell, watch
from onrecord.record import Article, Reader, Record
from sites import Site, page

HERE = ipaddress.ip_network("127.0.0.1/32")
START = datetime(2031, 10, 17, 10, 40, tzinfo=UTC).timestamp()


@dataclass
class Clock:
    """Stands still but for sleep; ``slept`` is every nap in seconds."""

    at: float = START
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.slept.append(seconds)
        self.at += seconds


@dataclass(frozen=True)
class Shelved:
    outcome: str
    name: str
    changes: tuple[str, ...] = ()


@dataclass
class Shelf:
    """A ledger that keeps versions in lists; the change that it tells of is that of the first word."""

    kept: dict[str, list[Record]] = field(default_factory=dict)
    originals: list[bytes] = field(default_factory=list)
    refreshed: int = 0

    def add(self, record: Record, original: bytes, *, whence: str | None = None) -> Shelved:
        assert whence is not None and whence == record.input_id
        versions = self.kept.setdefault(whence, [])
        if versions and versions[-1].article.id == record.article.id:
            return Shelved("same", whence)
        versions.append(record)
        self.originals.append(original)
        if len(versions) == 1:
            return Shelved("new", whence)
        first = [each.article.text.split(" ")[0] for each in versions[-2:]]
        return Shelved("version", whence, (f"{first[0]} became {first[1]}",))

    def refresh(self) -> int:
        self.refreshed += 1
        return 0


class Plain:
    """A reader that finds nothing in an article; it fails on the word 'unreadable'."""

    def read(self, article: Article, *, input_id: str | None = None) -> Record:
        if "unreadable" in article.text:
            raise ZeroDivisionError("division by zero")
        return Record(reader=Reader(version="0", model="none"), article=article, input_id=input_id)


@dataclass
class Beat:
    """One watcher with its clock, its ledger and its file."""

    path: Path
    clock: Clock = field(default_factory=Clock)
    shelf: Shelf = field(default_factory=Shelf)
    asked: list[tuple[float, str]] = field(default_factory=list)

    def fetch(self, url: str, *, headers: Mapping[str, str]) -> Answer:
        """One real request to this machine, and when it was made."""
        self.asked.append((self.clock.at, url))
        port = int(url.split(":")[2].partition("/")[0]) if url.count(":") > 1 else 80
        return exchange(url, headers=headers, policy=Policy(private=(HERE,), ports=frozenset({port}), seconds=60.0))

    def walk(self, *sources: Source | str, rounds: int | None = 1, **plan: object) -> list[Tell]:
        """What ``rounds`` rounds tell of ``sources``."""
        return list(self.steps(*sources, rounds=rounds, **plan))

    def steps(self, *sources: Source | str, rounds: int | None = 1, **plan: object) -> Iterator[Tell]:
        """The same, one after another."""
        whole = Plan(tuple(Source(each) if isinstance(each, str) else each for each in sources), **plan)  # type: ignore[arg-type]
        with opened(self.path) as itinerary:
            yield from watch(
                self.shelf, whole, itinerary=itinerary, fetch=self.fetch, reader=Plain(), now=self.clock.now,  # type: ignore[arg-type]
                sleep=self.clock.sleep, rounds=rounds,
            )  # fmt: skip

    def later(self, seconds: float) -> Beat:
        """The same beat, that much later."""
        self.clock.at += seconds
        return self


def told(tells: list[Tell]) -> list[tuple[str, str]]:
    """Kind and last part of the address of each."""
    return [(tell.kind, tell.url.rpartition("/")[2]) for tell in tells]


def report(words: str, *, title: str = "The bridge at Ostrel", day: str = "2031-10-17T10:30:00+00:00") -> bytes:
    """A page with a report of a few sentences."""
    return (
        f"<html><head><title>{title}</title><meta property='article:published_time' content='{day}'></head><body>"
        f"<article><h1>{title}</h1><p>{words} people were hurt when the bridge at Ostrel gave way, the fire service "
        "said. The road along the river stays closed, and the ferry runs all night.</p><p>“We heard it before we saw "
        "it,” said Lena Morrow, who keeps the toll house on the northern bank.</p></article></body></html>"
    ).encode()


def feed(site: Site, *names: str, updated: str = "2031-10-15T08:00:00Z") -> bytes:
    """An Atom feed that links to the pages ``names`` of ``site``."""
    entries = "".join(
        f"<entry><title>{n}</title><id>{site.url}/{n}</id><link href='{site.url}/{n}'/><updated>{updated}</updated>"
        "</entry>"
        for n in names
    )
    head = "<feed xmlns='http://www.w3.org/2005/Atom'><title>The Ostrel Lantern</title><id>urn:lantern</id>"
    return page(f"{head}<updated>{updated}</updated>{entries}</feed>".encode(), kind="application/atom+xml")


def sitemap(site: Site, **names: str | None) -> bytes:
    """A sitemap of the pages ``names`` of ``site``, each with when it last changed."""
    urls = "".join(
        f"<url><loc>{site.url}/{n}</loc>{f'<lastmod>{at}</lastmod>' if at else ''}</url>" for n, at in names.items()
    )
    return page(f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>".encode())


def tagged(site: Site, body: bytes, tag: str) -> Callable[[socket.socket], None]:
    """A page that is sent only to those who do not have its state ``tag`` already."""

    def answer(to: socket.socket) -> None:
        if f'if-none-match: "{tag}"' in site.asked[-1].lower():
            to.sendall(page(b"", status="304 Not Modified"))
        else:
            to.sendall(page(body, more=(f'ETag: "{tag}"',)))

    return answer
