"""Records onto standard output as a table, JSON or JSON Lines, and a progress bar beside them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

import msgspec

from onrecord.cli.tame import tame_json
from onrecord.record import Record, to_json

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.progress import Progress as Bar

Aside = Callable[[], AbstractContextManager[None]]


class Printer(Protocol):
    """Takes records one at a time; leaving the context writes what is left."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...
    def record(self, record: Record) -> None:
        """Print one record."""


class _Base:
    def __init__(self, *, around: Aside) -> None:
        self._around = around

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self.close()

    def close(self) -> None:
        """Nothing is left to write."""

    def _write(self, data: bytes) -> None:
        with self._around():
            sys.stdout.buffer.write(tame_json(data))
            sys.stdout.buffer.flush()


class JsonLines(_Base):
    """One record a line, each written as soon as it is there."""

    def record(self, record: Record) -> None:
        self._write(to_json(record) + b"\n")


class Json(_Base):
    """One record, or a list of them; never more than one is held."""

    def __init__(self, *, several: bool, around: Aside) -> None:
        super().__init__(around=around)
        self._open = several
        self._held: Record | None = None
        self._written = 0

    def record(self, record: Record) -> None:
        if self._held is not None:
            self._open = True
            self._item(self._held)
        self._held = record

    def _item(self, record: Record) -> None:
        self._write((b",\n" if self._written else b"[\n") + msgspec.json.format(to_json(record), indent=2))
        self._written += 1

    def close(self) -> None:
        if self._open:
            if self._held is not None:
                self._item(self._held)
            self._write(b"\n]\n" if self._written else b"[]\n")
        elif self._held is not None:
            self._write(msgspec.json.format(to_json(self._held), indent=2) + b"\n")


class Table(_Base):
    """One table a report, for people."""

    def __init__(self, *, around: Aside) -> None:
        super().__init__(around=around)
        from onrecord.cli.table import console, report, totals

        self._console, self._report, self._totals = console(), report, totals
        self._reports = self._statements = self._incidents = 0

    def record(self, record: Record) -> None:
        self._reports += 1
        self._statements += len(record.statements)
        self._incidents += len(record.incidents)
        self._show(self._report(record, width=self._console.width))

    def close(self) -> None:
        if self._reports > 1:
            self._show(self._totals(reports=self._reports, statements=self._statements, incidents=self._incidents))

    def _show(self, what: RenderableType) -> None:
        with self._console.capture() as shown:
            self._console.print(what)
        lines = shown.get()
        if not self._console.is_terminal:  # columns are filled up with blanks, which a file need not keep
            lines = "\n".join(line.rstrip() for line in lines.split("\n"))
        with self._around():
            sys.stdout.write(lines)
            sys.stdout.flush()


def json_lines(values: Iterable[msgspec.Struct]) -> None:
    """Each value as a line of JSON on standard output, keys of free tables in the order of the alphabet."""
    encoder = msgspec.json.Encoder(order="deterministic")
    for value in values:
        sys.stdout.buffer.write(tame_json(encoder.encode(value) + b"\n"))


def printer(form: str, *, several: bool, around: Aside) -> Printer:
    """What prints records in the format ``form``: ``table``, ``json`` or ``jsonl``."""
    if form == "json":
        return Json(several=several, around=around)
    return JsonLines(around=around) if form == "jsonl" else Table(around=around)


class Progress:
    """How far the reading is, on standard error; nothing at all where ``shown`` is false.

    ``total`` is the number of reports to come, None where it cannot be known.
    """

    def __init__(self, *, shown: bool, total: int | None) -> None:
        self._bar: Bar | None = None
        if shown:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            columns = (SpinnerColumn(), TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Bar(*columns, console=Console(stderr=True, color_system="standard"), transient=True)
            self._task = self._bar.add_task("reading", total=total)

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def step(self) -> None:
        """One more report is done."""
        if self._bar:
            self._bar.advance(self._task)

    def aside(self) -> AbstractContextManager[None]:
        """Takes the bar away while something is written to the same terminal."""
        return _Aside(self._bar) if self._bar else nullcontext()


class _Aside:
    def __init__(self, bar: Bar) -> None:
        self._bar = bar

    def __enter__(self) -> None:
        self._bar.stop()

    def __exit__(self, *_: object) -> None:
        self._bar.start()
