"""Queries that every page asks, put together once: Django takes some ten times as long to write one as the database to
answer it.

Only for queries that are always of one form; what differs are the values in its holes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connections
from django.db.models import Expression, Model, QuerySet

_M = TypeVar("_M", bound=Model)


class Hole(Expression):
    """A place in a query for a value, which is given as the database has it."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """A place for a parameter."""
        return "%s", [self]


class _Written(NamedTuple):
    sql: str
    params: tuple[object, ...]
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]
    names: list[str]
    model: Any


class Prepared(Generic[_M]):
    """A query of one form: ``build`` gets a hole for each value and says what is asked, without sets that come
    along (no ``select_related``)."""

    def __init__(self, build: Callable[..., QuerySet[_M, Any]], *, holes: int = 0) -> None:
        self._build = build
        self._holes = holes
        self._written: dict[tuple[str, str], _Written] = {}

    def rows(self, *values: object, using: str = "default") -> list[tuple[Any, ...]]:
        """The rows that the database gives, their values as Django has them."""
        connection = connections[using]
        written = self._written.get((using, connection.vendor))
        if written is None:
            written = self._written[using, connection.vendor] = self._write(using)
        with connection.cursor() as cursor:
            cursor.execute(written.sql, [values[p.at] if isinstance(p, Hole) else p for p in written.params])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        if not written.converters or not found:
            return found
        made = []
        for row in found:
            new = list(row)
            for at, (converters, expression) in written.converters.items():
                for each in converters:
                    new[at] = each(new[at], expression, connection)
            made.append(tuple(new))
        return made

    def models(self, *values: object, using: str = "default") -> list[_M]:
        """The same as objects."""
        found = self.rows(*values, using=using)
        if not found:
            return []
        written = self._written[using, connections[using].vendor]
        model: type[_M] = written.model
        return [model.from_db(using, written.names, row) for row in found]

    def _write(self, using: str) -> _Written:
        query = self._build(*map(Hole, range(self._holes))).using(using).query
        compiler = query.get_compiler(using)
        sql, params = compiler.as_sql()
        columns = [each[0] for each in compiler.select[: compiler.col_count]]
        names = [each.target.attname for each in columns if hasattr(each, "target")]
        return _Written(sql, tuple(params), compiler.get_converters(columns), names, query.model)
