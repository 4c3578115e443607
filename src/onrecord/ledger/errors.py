"""What can go wrong with a ledger, as sentences for the user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from onrecord.record import OnrecordError


class LedgerError(OnrecordError):
    """The ledger cannot do what was asked; the sentence names the ledger and the next step."""


# What the databases' own words come down to. The first that is found in the error's text is taken.
_SAID = (
    ("disk is full", "the disk is full; free some space and run the same command again, which finishes the work"),
    ("no space left", "the disk is full; free some space and run the same command again, which finishes the work"),
    ("readonly", "it may only be read; change its permissions, or give --ledger another place"),
    ("read-only", "it may only be read; change its permissions, or give --ledger another place"),
    ("permission denied", "it may not be written; change its permissions, or give --ledger another place"),
    ("is locked", "another process holds its lock; wait until that one is done, then run the same command again"),
    ("lock timeout", "another process holds its lock; wait until that one is done, then run the same command again"),
    ("malformed", "the file is damaged; restore it from a backup with `onrecord restore`"),
    ("not a database", "the file is no ledger; give --ledger the path of one, or of a new file"),
    ("disk i/o", "the disk does not answer as it should; check it, then run the same command again"),
    ("password authentication failed", "the server refused the name or the password; check both in its address"),
    ("no password supplied", "the server wants a password; put one in its address, or in PGPASSWORD or ~/.pgpass"),
    ('role "', "the server knows no such user; check the name in its address"),
    ("does not exist", "the server has no such database or table; create the database first, and check its name"),
    ("refused", "no server answers there; start it, or check the address"),
    ("is the server running", "no server answers there; start it, or check the address"),
    ("could not translate host", "there is no such host; check the address"),
    ("name resolution", "there is no such host; check the address"),
    ("failed to resolve", "there is no such host; check the address"),
    ("timeout expired", "the server does not answer; check the address"),
    ("unable to open", "it cannot be opened; check that its folder exists and may be written"),
)


def sentence(error: BaseException) -> str:
    """What a database's error means for the user, without a full stop."""
    said = str(error).strip()
    lowered = said.lower()
    for words, meaning in _SAID:
        if words in lowered:
            return meaning
    return f"the database says: {' '.join(said.split()) or type(error).__name__}; check it, then try again"


@contextmanager
def told(name: str) -> Iterator[None]:
    """Database errors within come out as :class:`LedgerError` about the ledger ``name``."""
    from django.db import DatabaseError, InterfaceError

    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        raise LedgerError(f"The ledger {name}: {sentence(error)}.") from error
