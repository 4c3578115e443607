"""Queries that every page asks, put together once: Django takes some ten times as long to write one as the database to
answer it.

Only for queries that are always of one form; what differs are the values in its holes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar, cast

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import get_related_populators

_M = TypeVar("_M", bound=Model)


# Where a query asks for one of several, Django wants values that may be ids, and no holes: these stand for them.
_MARK = -(10**15)
_MARKED = re.compile(r"-1000000000\d{6}")


class Hole(Expression):
    """A place in a query for a value, which is given as the database has it."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """A place for a parameter."""
        return "%s", [self]


def _cursor(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """A cursor by which PostgreSQL gets a query once and then only its values: to read and plan the queries of a page
    takes it longer than to answer them."""
    cursor = connection.cursor()
    if connection.vendor == "postgresql":
        from django.db.backends.postgresql.base import ServerBindingCursor

        cursor.cursor = cast(Any, ServerBindingCursor)(connection.connection)
    return cursor


class _Written(NamedTuple):
    sql: str
    params: tuple[object, ...]
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]
    names: tuple[str, ...] = ()
    model: Any = None
    own: tuple[int, int] = (0, 0)
    related: Any = ()
    annotated: Any = None


class Prepared(Generic[_M]):
    """A query of one form: ``build`` gets a hole for each value and says what is asked. ``select_related`` and
    annotations are as ever, ``prefetch_related`` is not. ``varied`` says that some values have a thousand times as many
    rows as others, so that the best way to them is not always the same."""

    def __init__(self, build: Callable[..., QuerySet[_M, Any]], *, holes: int = 0, varied: bool = False) -> None:
        self._build = build
        self._holes = holes
        self._varied = varied
        self._written: dict[tuple[str, str], _Written] = {}

    def rows(self, *values: object, using: str = "default") -> list[tuple[Any, ...]]:
        """The rows that the database gives, their values as Django has them."""
        connection = connections[using]
        written = self._written.get((using, connection.vendor))
        if written is None:
            written = self._written[using, connection.vendor] = self._write(using)
        with connection.cursor() if self._varied else _cursor(connection) as cursor:
            cursor.execute(written.sql, [cast(Any, values[p.at] if isinstance(p, Hole) else p) for p in written.params])
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
        made = []
        first, last = written.own
        for row in found:
            one = model.from_db(using, written.names, row[first:last])
            for populator in written.related:
                populator.populate(row, one)
            for name, at in (written.annotated or {}).items():
                setattr(one, name, row[at])
            made.append(one)
        return made

    def _write(self, using: str) -> _Written:
        query = self._build(*map(Hole, range(self._holes))).using(using).query
        compiler = query.get_compiler(using)
        sql, params = compiler.as_sql()
        filled = tuple(self._hole(each) for each in params)
        columns = [each[0] for each in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(columns)
        about = compiler.klass_info
        if about is None:
            return _Written(sql, filled, converters)
        first, last = about["select_fields"][0], about["select_fields"][-1] + 1
        names = tuple(each[0].target.attname for each in compiler.select[first:last])
        related = cast(Any, get_related_populators)(about, compiler.select, using)
        return _Written(
            sql, filled, converters, names, about["model"], (first, last), related, compiler.annotation_col_map
        )

    def _hole(self, param: object) -> object:
        """A mark for one of several values is a hole, behind those for others."""
        number = int(param) if isinstance(param, str) and _MARKED.fullmatch(param) else param
        # PostgreSQL's are of a type of its own.
        return Hole(self._holes + _MARK - int(number)) if isinstance(number, int) and number <= _MARK else param


class Listed(Generic[_M]):
    """A query about each of a few hundred values at most: ``build`` gets a list of holes for these, then one for each
    other value."""

    def __init__(self, build: Callable[..., QuerySet[_M, Any]], *, holes: int = 0) -> None:
        self._build = build
        self._holes = holes
        self._by_size: dict[int, Prepared[_M]] = {}

    def rows(self, values: Iterable[object], *more: object, using: str = "default") -> list[tuple[Any, ...]]:
        """See :meth:`Prepared.rows`; none where there are no values."""
        filled = self._filled(values)
        return self._of(len(filled)).rows(*more, *filled, using=using) if filled else []

    def models(self, values: Iterable[object], *more: object, using: str = "default") -> list[_M]:
        """See :meth:`Prepared.models`."""
        filled = self._filled(values)
        return self._of(len(filled)).models(*more, *filled, using=using) if filled else []

    def _filled(self, values: Iterable[object]) -> list[object]:
        """The values up to the next of a few sizes, the last one again and again: so there are only a few forms."""
        found = list(values)
        size = 8
        while size < len(found):
            size *= 2
        return found + found[-1:] * (size - len(found))

    def _of(self, size: int) -> Prepared[_M]:
        if size not in self._by_size:
            marks = [_MARK - n for n in range(size)]
            self._by_size[size] = Prepared(lambda *holes: self._build(marks, *holes), holes=self._holes)
        return self._by_size[size]
