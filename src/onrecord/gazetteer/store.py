"""The store: the compiled gazetteer, opened for reading."""

from __future__ import annotations

import os
import sqlite3
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from onrecord.gazetteer.compile import HOW, compiled, digest
from onrecord.gazetteer.folding import loose, plain
from onrecord.gazetteer.place import GazetteerError, Hit, Place

# Of the thousands of 'San Antonio' the most peopled come first and the rest is never the one meant.
_MOST = 300
_KEPT = 50_000
_FIND = (
    "select key.plain, key.how, source, kind, name, latitude, longitude, country, admin1, admin2, population "
    "from key join place on place.id = key.place where key.loose = ? order by key.rank limit ?"
)

_DIVISIONS = (
    "select code, division.name from division join place on place.id = division.place where kind in ('C', 'A1')"
)


def gazetteer_path() -> Path:
    """Where the compiled gazetteer is or will be: ``ONRECORD_GAZETTEER``, else a file in the user's cache folder."""
    if named := os.environ.get("ONRECORD_GAZETTEER"):
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("onrecord", appauthor=False) / f"gazetteer-{digest()}.sqlite"


class Gazetteer:
    """Looks names up. Reads one file that nothing writes to; may be shared by threads."""

    def __init__(self, path: Path) -> None:
        """Open the compiled file. Raises :class:`GazetteerError` where it is none, or was made from other lists."""
        self.path = path
        try:
            self._base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True,
                                         check_same_thread=False)  # fmt: skip
            self._base.execute("pragma mmap_size=268435456")
            made = self._base.execute("select value from about where what='digest'").fetchone()
            names = self._base.execute(_DIVISIONS)
            self._divisions: dict[str, str] = dict(names.fetchall())
        except sqlite3.Error as error:
            raise GazetteerError(
                f"{path} is not a compiled gazetteer ({error}); run 'onrecord places build' to make it anew."
            ) from error
        if made is None or made[0] != digest():
            self._base.close()
            raise GazetteerError(
                f"The gazetteer {path} was compiled by another version; run 'onrecord places build' to make it anew."
            )
        self._hits: OrderedDict[str, tuple[tuple[Hit, ...], list[Any]]] = OrderedDict()

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def find(self, name: str, *, spelt: bool = True) -> tuple[Hit, ...]:
        """Places called ``name``, the most peopled first; where there is none, those spelt like it, if ``spelt``."""
        key = plain(name)
        return self.keyed(key, spelt=spelt) if key else ()

    def keyed(self, key: str, *, spelt: bool = True) -> tuple[Hit, ...]:
        """:meth:`find` for a name that is folded already."""
        known = self._hits.get(key)
        if known is None:
            known = self._read(key)
            self._hits[key] = known
            if len(self._hits) > _KEPT:
                self._hits.popitem(last=False)
        exact, like = known
        if exact or not spelt:
            return exact
        return tuple(Hit(Place(*place), HOW[how], False) for _, how, *place in like)  # type: ignore[arg-type]

    def _read(self, key: str) -> tuple[tuple[Hit, ...], list[Any]]:
        """Places of exactly this key; failing them the rows of those spelt like it, which are seldom asked for."""
        rows = self._base.execute(_FIND, (loose(key), _MOST)).fetchall()
        exact = tuple(
            Hit(Place(*place), HOW[how], True)  # type: ignore[arg-type]
            for written, how, *place in rows
            if written == key
        )
        return exact, [] if exact else [row for row in rows if row[1] < 2]

    def division(self, *codes: str) -> str | None:
        """The name of a country ('IQ') or of a division ('IQ', '07'), or ``None``."""
        code = ".".join(codes)
        if not codes[-1]:
            return None
        if code not in self._divisions and len(codes) > 2:
            row = self._base.execute("select name from division where code = ?", (code,)).fetchone()
            self._divisions[code] = row[0] if row else ""
        return self._divisions.get(code) or None


def opened(
    path: Path | None = None, *, progress: Callable[[float], None] = lambda part: None, anew: bool = False
) -> Gazetteer:
    """The gazetteer, compiled first where it is not there yet or is of another version, or if ``anew``.

    Raises :class:`GazetteerError` where it can be neither opened nor compiled.
    """
    where = path or gazetteer_path()
    if where.exists() and not anew:
        try:
            return Gazetteer(where)
        except GazetteerError:
            if not _ours(where):
                raise
    return Gazetteer(compiled(where, progress=progress))


def _ours(path: Path) -> bool:
    """Whether the file may be written over: a gazetteer of another version, or nothing at all; never another's file."""
    try:
        with path.open("rb") as file:
            start = file.read(16)
        if not start:
            return True
        base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            return base.execute("select 1 from about where what='digest'").fetchone() is not None
        finally:
            base.close()
    except (OSError, sqlite3.Error):
        return False
