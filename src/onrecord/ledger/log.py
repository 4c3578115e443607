"""The log: an append-only chain. Each line's hash covers the line and the hash of the line before it, so that nothing
in it can be changed, left out or put elsewhere without every later hash being wrong.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from onrecord import __version__
from onrecord.ledger import effects
from onrecord.ledger.models import Entry

START = "0" * 64
"""What the first line has for the hash of the line before it."""

FIELDS = ("seq", "at", "who", "act", "subject", "rule", "reason", "before", "after", "effects", "previous")
RUN = f"onrecord {__version__}"
"""Who a line is by where no person decided."""


class Head(NamedTuple):
    """The log's last line: how many there are, and the hash that vouches for all of them."""

    seq: int
    hash: str


class Fault(NamedTuple):
    """One thing that is not as it should be: where, and what."""

    where: str
    what: str


def hashed(entry: Entry) -> str:
    """The hash (SHA-256, hexadecimal) that ``entry`` must have."""
    line = msgspec.json.encode([getattr(entry, field) for field in FIELDS])
    return hashlib.sha256(line).hexdigest()


def head(using: str) -> Head:
    """The head of the log; ``Head(0, START)`` where it is empty."""
    last = Entry.objects.using(using).order_by("-seq").values_list("seq", "hash").first()
    return Head(*last) if last else Head(0, START)


def now() -> str:
    """The time as the log writes it. SOURCE_DATE_EPOCH (seconds) sets it, for builds that must come out the same."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    at = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
    return at.isoformat(timespec="seconds")


def append(
    using: str,
    *,
    act: str,
    subject: str,
    facts: list[effects.Fact],
    who: str = RUN,
    rule: str = "",
    reason: str = "",
    before: str = "",
    after: str = "",
) -> Entry:
    """One more line; the caller holds the ledger's lock."""
    last = head(using)
    entry = Entry(
        seq=last.seq + 1, at=now(), who=who, act=act, subject=subject, rule=rule, reason=reason, before=before,
        after=after, effects=effects.encode(facts), previous=last.hash,
    )  # fmt: skip
    entry.hash = hashed(entry)
    entry.save(using=using, force_insert=True)
    return entry


def faults(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Where the chain does not hold, line by line."""
    seq, previous = 0, START
    for entry in entries:
        where = f"log line {entry.seq}"
        if entry.seq != seq + 1:
            missing = f"{seq + 1}" if entry.seq == seq + 2 else f"{seq + 1} to {entry.seq - 1}"
            yield Fault(where, f"the log has a gap before it: {missing} is not there")
        if entry.previous != previous:
            yield Fault(where, "it does not follow the line before it: one of the two was changed, put in or moved")
        if entry.hash != hashed(entry):
            yield Fault(where, f"its words were changed after it was written ({entry.act} {entry.subject})")
        seq, previous = entry.seq, entry.hash
