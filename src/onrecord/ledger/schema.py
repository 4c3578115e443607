"""Whether the database's own structure is whole: its pages, its tables as they were made, its migrations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import DatabaseError, connections, transaction

from onrecord.ledger import opening
from onrecord.ledger.log import Fault


def faults(using: str) -> Iterator[Fault]:
    """What the database says is damaged, and tables, indexes or triggers that are not as this version makes them."""
    if connections[using].vendor == "sqlite":
        yield from _pages(using)
    yield from _tables(using)


def _pages(using: str) -> Iterator[Fault]:
    with connections[using].cursor() as cursor:
        try:
            cursor.execute("PRAGMA integrity_check(100)")
            for (said,) in cursor.fetchall():
                if said != "ok":
                    yield Fault("database file", f"it is damaged: {' '.join(str(said).split())}")
            cursor.execute("PRAGMA foreign_key_check")
            for table, row, parent, _ in cursor.fetchall():
                yield Fault(f"table {table}", f"its row {row} points at what {parent} does not have")
        except DatabaseError as error:
            yield Fault("database file", f"it is damaged: {error}")


def _tables(using: str) -> Iterator[Fault]:
    now, was = structure(using), _as_made(using)
    for name in sorted(now.keys() | was.keys()):
        if name not in was:
            yield Fault(f"database's {name}", "no version of onrecord made it")
        elif name not in now:
            yield Fault(f"database's {name}", "it is gone")
        elif now[name] != was[name]:
            yield Fault(f"database's {name}", "it is not as onrecord made it")


def structure(using: str) -> dict[str, str]:
    """Everything that the database is made of, by kind and name, with its definition."""
    with connections[using].cursor() as cursor:
        if connections[using].vendor == "sqlite":
            cursor.execute("SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master")
            found = dict(cursor.fetchall())
            cursor.execute("SELECT 'migration ' || app || ' ' || name, '' FROM django_migrations")
            return found | dict(cursor.fetchall())
        cursor.execute(
            "SELECT 'index ' || indexname, regexp_replace(indexdef, ' ON [^ ]+\\.', ' ON ') FROM pg_indexes "
            "WHERE schemaname = current_schema() UNION ALL "
            "SELECT 'column ' || table_name || '.' || column_name, data_type || ' ' || is_nullable "
            "FROM information_schema.columns WHERE table_schema = current_schema() UNION ALL "
            "SELECT 'trigger ' || trigger_name || ' ' || event_object_table, action_statement "
            "FROM information_schema.triggers WHERE trigger_schema = current_schema() UNION ALL "
            "SELECT 'constraint ' || conname || ' ' || conrelid::regclass, pg_get_constraintdef(oid) "
            "FROM pg_constraint WHERE connamespace = current_schema()::regnamespace UNION ALL "
            "SELECT 'migration ' || app || ' ' || name, '' FROM django_migrations"
        )
        return dict(cursor.fetchall())


def _as_made(using: str) -> dict[str, str]:
    """The structure of a ledger made just now: in a temporary file, or in a schema of its own that is rolled back."""
    if connections[using].vendor == "sqlite":
        with TemporaryDirectory(prefix="onrecord-") as folder:
            path = Path(folder) / "ledger.sqlite3"
            with opening.opened(str(path), create=True, wait=5.0) as ledger:
                return structure(ledger.using)
    with transaction.atomic(using=using):
        with connections[using].cursor() as cursor:
            cursor.execute("CREATE SCHEMA onrecord_as_made")
            cursor.execute("SET LOCAL search_path = onrecord_as_made")
        opening.migrated(using)
        found = structure(using)
        transaction.set_rollback(True, using=using)
    return found
