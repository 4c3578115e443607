"""Backup and restore: the whole ledger as one file that either kind of database takes back.

A backup is gzipped lines of JSON: a head, one line a row, and an end with the number of rows and the SHA-256 of all
that stands before it. The search index is made again from the records.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import itertools
import os
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, models, transaction

from onrecord.accounts.amendments import amended
from onrecord.ledger import amending, indexing, log, opening, originals
from onrecord.ledger.errors import LedgerError, told
from onrecord.ledger.models import Called, Entry, Meta, Report, Voice
from onrecord.ledger.where import Place
from onrecord.record import from_json

FORMAT = "onrecord.backup/1"
_BATCH = 500
_AGAIN = "take another backup, or the one before"


def tables() -> list[type[models.Model]]:
    """Every table of the ledger, those that others point at first; without those that a record makes again."""
    left = [m for m in apps.get_app_config("ledger").get_models() if m not in (Voice, Called)]
    ordered: list[type[models.Model]] = []
    while left:
        for model in left:
            near = {f.related_model for f in model._meta.concrete_fields if f.is_relation}
            if not near & (set(left) - {model}):
                ordered.append(model)
                left.remove(model)
                break
        else:
            raise AssertionError("tables point at each other")
    return ordered


def backup(at: Place, to: Path) -> int:
    """Write the ledger at ``at`` to the file ``to``, which must not be there; the number of rows."""
    if to.exists():
        raise LedgerError(f"{to} is there already; give the backup a new name.")
    new = to.with_name(f".{to.name}.{os.getpid()}.new")
    try:
        # No time and no name in the file's own head: the same ledger gives the same bytes.
        with (
            new.open("xb") as file,
            gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as out,
            told(at.name),
            opening.snapshot(at) as using,
        ):
            rows = _written(using, out)
        os.link(new, to)
        return rows
    except OSError as error:
        raise LedgerError(f"The backup {to} cannot be written: {(error.strerror or str(error)).lower()}.") from error
    finally:
        new.unlink(missing_ok=True)


def _written(using: str, out: gzip.GzipFile) -> int:
    seen = hashlib.sha256()
    rows = 0

    def line(value: object) -> None:
        data = msgspec.json.encode(value) + b"\n"
        seen.update(data)
        out.write(data)

    head = log.head(using)
    line({"format": FORMAT, "ledger": opening.FORMAT, "seq": head.seq, "hash": head.hash})
    for model in tables():
        fields = [f.attname for f in model._meta.concrete_fields]
        line({"table": model._meta.db_table, "columns": fields})
        for row in model._default_manager.using(using).order_by("pk").values_list(*fields).iterator(chunk_size=_BATCH):
            line([base64.b64encode(v).decode() if isinstance(v, bytes | memoryview) else v for v in row])
            rows += 1
    out.write(msgspec.json.encode({"rows": rows, "sha256": seen.hexdigest()}) + b"\n")
    return rows


def restore(backup: Path, to: Place) -> int:
    """Make the ledger ``to``, which must not be there, from a backup: all of it, or nothing; the number of rows."""
    if to.path is None:
        with (
            opening.opened(to.url, create=True, wait=30.0) as ledger,
            told(to.name),
            transaction.atomic(using=ledger.using),
        ):
            if Report.objects.using(ledger.using).exists():
                raise LedgerError(f"There is a ledger at {to.name} already; restore to an empty database.")
            return _loaded(backup, ledger.using)
    if to.path.exists():
        raise LedgerError(f"There is a file at {to.name} already; restore to a new path, or move that one away.")
    path = to.path.absolute()
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with (
            opening.opened(str(new), create=True, wait=5.0) as ledger,
            told(to.name),
            transaction.atomic(using=ledger.using),
        ):
            rows = _loaded(backup, ledger.using)
        os.link(new, path)
        return rows
    except OSError as error:
        raise LedgerError(f"The ledger {to.name} cannot be made: {(error.strerror or str(error)).lower()}.") from error
    finally:
        for each in path.parent.glob(f"{new.name}*"):
            each.unlink()


def _loaded(backup: Path, using: str) -> int:
    by_name = {model._meta.db_table: model for model in tables()}
    # What a new ledger says of itself; the one that is restored says its own.
    Meta.objects.using(using).all().delete()
    Entry.objects.using(using).all().delete()
    head: dict[str, Any] = {}
    rows = 0
    lines = _checked(backup)
    value = next(lines, None)
    while value is not None:
        if isinstance(value, list):
            raise _damaged(backup)
        if "table" not in value:
            head, value = value, next(lines, None)
            continue
        model = by_name.get(value["table"])
        if model is None or value["columns"] != [f.attname for f in model._meta.concrete_fields]:
            deque(lines, maxlen=0)  # to the end: a backup that is damaged says so first
            raise LedgerError(f"The backup {backup} has a table of another version; restore it with that version.")
        table = _Rows(lines, [isinstance(f, models.BinaryField) for f in model._meta.concrete_fields], backup)
        _put(using, model, table)
        rows, value = rows + table.count, table.after
    if log.head(using) != (head.get("seq"), head.get("hash")):
        raise _damaged(backup)
    _indexed(using)
    _counted(using)
    return rows


class _Rows:
    """The rows of one table; ``after`` is the line behind them, if any, and ``count`` how many they were."""

    def __init__(self, lines: Iterator[Any], binary: list[bool], backup: Path) -> None:
        self._lines, self._binary, self._backup = lines, binary, backup
        self.after: Any = None
        self.count = 0

    def __iter__(self) -> Iterator[list[Any]]:
        at = [n for n, binary in enumerate(self._binary) if binary]
        for value in self._lines:
            if not isinstance(value, list):
                self.after = value
                return
            if len(value) != len(self._binary):
                raise _damaged(self._backup)
            for n in at:
                if value[n] is not None:
                    value[n] = base64.b64decode(value[n])
            self.count += 1
            yield value


def _put(using: str, model: type[models.Model], rows: Iterable[Sequence[Any]]) -> None:
    """Put rows into a table past Django, which takes some ten times as long for millions of them."""
    connection = connections[using]
    quote = connection.ops.quote_name
    columns = [str(f.column) for f in model._meta.concrete_fields]
    into = f"{quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            statement = f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(columns))})"
            left = iter(rows)
            while some := list(itertools.islice(left, _BATCH)):
                cursor.executemany(statement, some)


def _checked(backup: Path) -> Iterator[Any]:
    """The lines of a backup before its end; raises at the end where they are not what was written."""
    seen = hashlib.sha256()
    rows, last = 0, b""
    try:
        with gzip.open(backup, "rb") as lines:
            for line in lines:
                if last:
                    value = msgspec.json.decode(last)
                    if not rows and (not isinstance(value, dict) or value.get("format") != FORMAT):
                        raise LedgerError(
                            f"{backup} is no backup of a ledger; give the file that `onrecord backup` wrote."
                        )
                    if isinstance(value, dict) and value.get("ledger", 0) > opening.FORMAT:
                        raise LedgerError(f"The backup {backup} is of a newer onrecord; install that version.")
                    seen.update(last)
                    rows += 1
                    yield value
                last = line
            end = msgspec.json.decode(last) if last else None
    except FileNotFoundError as error:
        raise LedgerError(f"There is no backup {backup}; check the path.") from error
    except (OSError, EOFError, zlib.error, msgspec.MsgspecError) as error:
        raise _damaged(backup) from error
    if not isinstance(end, dict) or end.get("sha256") != seen.hexdigest():
        raise _damaged(backup)


def _damaged(backup: Path) -> LedgerError:
    return LedgerError(f"The backup {backup} is damaged or cut short, and nothing was restored; {_AGAIN}.")


def _indexed(using: str) -> None:
    rows = Report.objects.using(using).order_by("id").iterator(chunk_size=_BATCH)
    while some := list(itertools.islice(rows, _BATCH)):
        said = amending.standing(using, [row.id for row in some])
        read = ((row.id, from_json(originals.opened(row.record))) for row in some)
        indexing.index_all(using, [(id, amended(record, said.get(id, ()))) for id, record in read])


def _counted(using: str) -> None:
    """PostgreSQL's counters go on after the ids that were restored."""
    connection = connections[using]
    statements = connection.ops.sequence_reset_sql(no_style(), tables())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
