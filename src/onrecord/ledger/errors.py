"""What can go wrong with a ledger, as sentences for the user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from onrecord.record import OnrecordError, Sentence


class LedgerError(OnrecordError):
    """The ledger cannot do what was asked; the sentence names the ledger and the next step."""


# What the databases' own words come down to: the first of which a sign is found in the error's text.
_SAID = (
    (
        Sentence("the disk is full; free some space and run the same command again, which finishes the work"),
        ("disk is full", "no space left"),
    ),
    (
        Sentence("it may only be read; change its permissions, or give --ledger another place"),
        ("readonly", "read-only"),
    ),
    (Sentence("it may not be written; change its permissions, or give --ledger another place"), ("permission denied",)),
    (
        Sentence("another process holds its lock; wait until that one is done, then run the same command again"),
        ("is locked", "lock timeout"),
    ),
    (Sentence("the file is damaged; restore it from a backup with `onrecord restore`"), ("malformed",)),
    (Sentence("the file is no ledger; give --ledger the path of one, or of a new file"), ("not a database",)),
    (Sentence("the disk does not answer as it should; check it, then run the same command again"), ("disk i/o",)),
    (
        Sentence("the server refused the name or the password; check both in its address"),
        ("password authentication failed",),
    ),
    (
        Sentence("the server wants a password; put one in its address, or in PGPASSWORD or ~/.pgpass"),
        ("no password supplied",),
    ),
    (Sentence("the server knows no such user; check the name in its address"), ('role "',)),
    (
        Sentence("the server has no such database or table; create the database first, and check its name"),
        ("does not exist",),
    ),
    (Sentence("no server answers there; start it, or check the address"), ("refused", "is the server running")),
    (
        Sentence("there is no such host; check the address"),
        ("could not translate host", "name resolution", "failed to resolve"),
    ),
    (Sentence("the server does not answer; check the address"), ("timeout expired",)),
    (Sentence("it cannot be opened; check that its folder exists and may be written"), ("unable to open",)),
)


def sentence(error: BaseException) -> Sentence:
    """What a database's error means for the user, without a full stop."""
    said = str(error).strip()
    lowered = said.lower()
    for meaning, signs in _SAID:
        if any(sign in lowered for sign in signs):
            return meaning
    words = " ".join(said.split()) or type(error).__name__
    return Sentence("the database says: {words}; check it, then try again", words=words)


@contextmanager
def told(name: str) -> Iterator[None]:
    """Database errors within come out as :class:`LedgerError` about the ledger ``name``."""
    from django.db import DatabaseError, InterfaceError

    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        raise LedgerError("The ledger {name}: {why}.", name=name, why=sentence(error)) from error
