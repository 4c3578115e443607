"""Which reports and tellings share keys with one, by the index tables: a new one costs what its neighbours cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

from django.db import connections


class Index(NamedTuple):
    """An index table and the column of whom its keys are."""

    table: str
    column: str


PRINTS = Index("ledger_print", "report_id")
KEYS = Index("ledger_key", "sighting_id")


def hashed(keys: Iterable[str]) -> tuple[int, ...]:
    """Keys of words as signed 64-bit numbers, which an index holds in a third of the room; in order, each once."""
    numbers = (blake2b(k.encode("utf-8", "surrogatepass"), digest_size=8).digest() for k in keys)
    return tuple(dict.fromkeys(int.from_bytes(n, "big", signed=True) for n in numbers))


def latest(using: str, index: Index, keys: Iterable[int], *, most: int) -> Counter[int]:
    """How many of ``keys`` each shares, looking at no more than the ``most`` latest of any key."""
    return Counter(row for rows in _rows(using, index, keys, limit=most) for row in rows)


def telling(using: str, index: Index, keys: Iterable[int], *, common: int) -> dict[int, float]:
    """How much each shares: a key counts for as much as few others have it; those that more than ``common`` have say
    nothing and are left out."""
    found: dict[int, float] = {}
    for rows in _rows(using, index, keys, limit=common + 1):
        if len(rows) <= common:
            for row in rows:
                found[row] = found.get(row, 0.0) + 1 / len(rows)
    return found


def _rows(using: str, index: Index, keys: Iterable[int], *, limit: int) -> list[list[int]]:
    """For each key the latest ``limit`` of those who have it."""
    wanted, (table, column) = list(keys), index
    with connections[using].cursor() as cursor:
        if connections[using].vendor == "postgresql":
            cursor.execute(
                f"SELECT array_agg(s.c) FROM unnest(%s::bigint[]) AS k, LATERAL (SELECT {column} AS c FROM {table} "
                f"WHERE key = k ORDER BY {column} DESC LIMIT %s) AS s GROUP BY k",
                [wanted, limit],
            )
            return [rows for (rows,) in cursor.fetchall()]
        found = []
        for key in wanted:
            cursor.execute(f"SELECT {column} FROM {table} WHERE key = %s ORDER BY {column} DESC LIMIT %s", [key, limit])
            found.append([row for (row,) in cursor.fetchall()])
        return found
