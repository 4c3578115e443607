"""Edits of a ledger's tables made behind its back, at random: a value changed, a row deleted, doubled or put in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any, Protocol

import psycopg


class Connection(Protocol):
    """What both databases' connections have."""

    def execute(self, sql: Any, values: Any = ...) -> Any: ...


@contextmanager
def behind(where: str) -> Iterator[tuple[Connection, str]]:
    """A connection that keeps none of the ledger's rules, and how it writes a value's place."""
    if where.startswith("postgresql://"):
        with psycopg.connect(where) as postgres:
            postgres.execute("SET session_replication_role = replica")
            yield postgres, "%s"
        return
    file = sqlite3.connect(where)
    try:
        yield file, "?"
        file.commit()
    finally:
        file.close()


def tables(where: str) -> dict[str, list[str]]:
    """The ledger's tables with their columns."""
    with behind(where) as (base, _):
        if where.startswith("postgresql://"):
            rows = base.execute(
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
                "AND table_name LIKE 'ledger\\_%' ORDER BY table_name, ordinal_position"
            ).fetchall()
            found: dict[str, list[str]] = {}
            for table, column in rows:
                found.setdefault(table, []).append(column)
            return {t: c for t, c in found.items() if t != "ledger_search"}
        names = [
            n for (n,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        ]
        names = [n for n in names if n.startswith("ledger_") and not n.startswith("ledger_search")]
        return {n: [row[1] for row in base.execute(f"PRAGMA table_info({n})").fetchall()] for n in names}


def edit(where: str, random: Random) -> str | None:
    """One random edit, told in words; None where the table drawn is empty or the database refuses it."""
    columns = tables(where)
    table = random.choice(sorted(columns))
    with behind(where) as (base, mark):
        rows = base.execute(f"SELECT * FROM {table}").fetchall()
        if not rows:
            return None
        row = random.choice(sorted(rows, key=repr))
        at = " AND ".join(
            f'"{c}" IS NOT DISTINCT FROM {mark}' if mark == "%s" else f'"{c}" IS {mark}' for c in columns[table]
        )
        if random.random() < 0.15:
            base.execute(f"DELETE FROM {table} WHERE {at}", row)
            return f"{table}: deleted {row[:3]}"
        n = random.randrange(len(row))
        value = other(row[n], random)
        try:
            base.execute(f'UPDATE {table} SET "{columns[table][n]}" = {mark} WHERE {at}', (value, *row))
        except (sqlite3.IntegrityError, psycopg.errors.IntegrityError, psycopg.errors.DataError):
            if mark == "%s":
                base.execute("ROLLBACK")
            return None
        return f"{table}.{columns[table][n]}: {row[n]!r:.60} became {value!r:.60}"


def other(value: Any, random: Random) -> Any:
    """A value of the same kind that is another one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return 1 - value if value in (0, 1) else value + random.choice((-1, 1))
    if isinstance(value, float):
        return value / 2 + 0.01
    if isinstance(value, bytes | memoryview):
        data = bytearray(value)
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        return bytes(data)
    if value is None:
        return "x"
    if not value:
        return "x"
    n = random.randrange(len(value))
    return value[:n] + ("x" if value[n] != "x" else "y") + value[n + 1 :]
