"""What an export format is: a name and a function from sheets to bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from onrecord.accounts.sheet import Sheet
from onrecord.record import OnrecordError, Record


class ExportError(OnrecordError):
    """An export that cannot be made."""


class Entry(Protocol):
    """One entry of the ledger's log, as exports read it.

    ``seq`` counts from 1, ``at`` is UTC (ISO 8601), ``before`` and ``after`` are JSON or null, ``hash`` is hex.
    """

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def act(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def before(self) -> str | None: ...
    @property
    def after(self) -> str | None: ...
    @property
    def hash(self) -> str: ...


RecordOf = Callable[[str], Record]


class Writer(Protocol):
    """Writes sheets in one format, piece by piece.

    ``record_of`` gives the record of a report by its id and is called only by formats that need more than sheets;
    ``log`` is read by those that tell of decisions. The same sheets, records and log give the same bytes.
    """

    def __call__(self, sheets: Iterable[Sheet], *, record_of: RecordOf, log: Iterable[Entry]) -> Iterator[bytes]: ...


class Format(NamedTuple):
    """One export format: its name, one line of help, media type, suffix of files with the dot, and its writer."""

    name: str
    help: str
    media: str
    suffix: str
    write: Writer
