"""Compiling: from the packaged lists to one SQLite file, beside the old one and then in its place.

Two processes may compile at once: each writes a file of its own and the last to end wins with the same content.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import re
import sqlite3
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from onrecord.gazetteer.folding import loose, plain
from onrecord.gazetteer.place import GazetteerError

DATA = Path(__file__).parent / "data"
_FILES = ("places.tsv.xz", "countries.toml", "states.toml", "regions.toml")
# Raised whenever the tables or the keys change, so that an older file is compiled anew.
FORMAT = 1
HOW = ("name", "other", "people", "short")
_SOURCES = {"g": "geonames", "n": "gns", "i": "gnis"}
_TABLES = """
create table place(id integer primary key, source text, kind text, name text, latitude real, longitude real,
                   country text, admin1 text, admin2 text, population integer);
create table named(loose text, rank integer, place integer, plain text, how integer);
create table division(code text primary key, name text, place integer) without rowid;
create table about(what text primary key, value text) without rowid;
"""
_SORTED = """
create table key(loose text, rank integer, place integer, plain text, how integer,
                 primary key(loose, rank, place, plain, how)) without rowid;
insert or ignore into key select loose, rank, place, plain, how from named order by loose, rank, place, plain, how;
drop table named;
"""

# GNIS writes 'Township Of Halvin'.
_TURNED = re.compile(r"(Township|City|Town|Village|Borough) Of (.+)")

Row = tuple[str, str, str, list[str], float, float, str, str, str, int]


@cache
def digest() -> str:
    """What the compiled file is made from, in sixteen hex digits."""
    made = hashlib.sha256(f"{FORMAT}\n".encode())
    for name in _FILES:
        made.update((DATA / name).read_bytes())
    made.update((Path(__file__).parent / "folding.py").read_bytes())
    return made.hexdigest()[:16]


def compiled(path: Path, *, progress: Callable[[float], None] = lambda part: None) -> Path:
    """Compile the packaged lists into ``path``; ``progress`` is told the part done, 0 to 1.

    Raises :class:`GazetteerError` where the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=path.name + ".", suffix=".part", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise GazetteerError(
            f"The gazetteer cannot be compiled into {path} ({error.strerror}); name another file in ONRECORD_GAZETTEER."
        ) from error
    part = Path(name)
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as base:
            _write(base, progress)
        part.chmod(0o644)  # mkstemp leaves it to its owner alone
        os.replace(part, path)
    except (OSError, sqlite3.Error, lzma.LZMAError) as error:
        raise GazetteerError(
            f"The gazetteer could not be compiled into {path} ({error}); it needs about 150 MB there."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    progress(1.0)
    return path


def _write(base: sqlite3.Connection, progress: Callable[[float], None]) -> None:
    # Nothing is lost if this is cut short: the file is thrown away.
    base.executescript(f"pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-20000; {_TABLES}")
    base.execute("begin")
    total = 1_000_000
    for number, row in enumerate(rows(), 1):
        source, kind, name, others, latitude, longitude, country, admin1, admin2, population = row
        base.execute(
            "insert into place values(?,?,?,?,?,?,?,?,?,?)",
            (number, source, kind, name, latitude, longitude, country, admin1, admin2, population),
        )
        code = ".".join(filter(None, (country, admin1, admin2)))
        if kind in ("C", "A1", "A2"):
            base.execute("insert or ignore into division values(?,?,?)", (code, name, number))
        rank = _rank(kind, population)
        names = [
            (name, 0),
            *((n, 0 if kind in "RW" else 1) for n in others),
            *extra(kind, source if kind in "RW" else code),
        ]
        base.executemany(
            "insert into named values(?,?,?,?,?)",
            ((loose.__wrapped__(k), rank, number, k, how) for n, how in names if (k := plain.__wrapped__(n))),
        )
        if number % 20_000 == 0:
            progress(min(0.85, 0.85 * number / total))
    base.execute("insert into about values('digest', ?)", (digest(),))
    base.execute("commit")
    base.executescript(_SORTED)
    progress(0.97)
    base.executescript("analyze; vacuum;")


def _rank(kind: str, population: int) -> int:
    """Places of a key are kept in this order, so that a reader may stop early."""
    return 0 if kind in ("C", "A1", "R", "W") else 40 - population.bit_length()


def rows() -> Iterator[Row]:
    """Every packaged place."""
    states = _toml("states.toml")
    points = states["points"]
    with lzma.open(DATA / "places.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            source, kind, name, other, lat, lon, country, admin1, admin2, people = line.rstrip("\n").split("\t")
            source = f"{_SOURCES[source[0]]}:{source[1:]}"
            others = other.split("|") if other else []
            if turned := _TURNED.fullmatch(name):
                others += [turned[2], f"{turned[2]} {turned[1]}"]
            others += _split(states["also"].get(source, ""))
            code = country if kind == "C" else f"{country}.{admin1}" if kind == "A1" else ""
            latitude, longitude = points.get(code) or (float(lat), float(lon))
            yield source, kind, name, others, latitude, longitude, country, admin1, admin2, int(people)
    for table, places in _toml("regions.toml").items():
        for name, (latitude, longitude, country, words) in places.items():
            yield (
                _region(name), "W" if table == "continents" else "R", name,
                _split(words.partition("|")[0]), float(latitude), float(longitude), country, "", "", 0,
            )  # fmt: skip


def extra(kind: str, code: str) -> Iterable[tuple[str, int]]:
    """Names that the lists lack: demonyms and other names of a country, short forms of a division."""
    return _extra().get((kind, code), ())


@cache
def _extra() -> dict[tuple[str, str], list[tuple[str, int]]]:
    out: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for code, words in _toml("countries.toml")["countries"].items():
        people, _, others = words.partition("|")
        out["C", code] = [*((w, 2) for w in _people(people)), *((w, 0) for w in _split(others))]
    for country, divisions in _toml("states.toml")["divisions"].items():
        for admin1, words in divisions.items():
            short, _, people = words.partition("|")
            out["A1", f"{country}.{admin1}"] = [*((w, 3) for w in _split(short)), *((w, 2) for w in _people(people))]
    for table, places in _toml("regions.toml").items():
        for name, (_, _, _, words) in places.items():
            people = words.partition("|")[2]
            out["W" if table == "continents" else "R", _region(name)] = [(w, 2) for w in _people(people)]
    return out


def _region(name: str) -> str:
    return f"onrecord:{plain(name).replace(' ', '-')}"


def _people(words: str) -> list[str]:
    return [form for w in _split(words) for form in ((w,) if w[-1] in "shn" and w.endswith(_NO_S) else (w, w + "s"))]


_NO_S = ("ese", "ish", "ch", "men", "s")


def _split(words: str) -> list[str]:
    return [w.strip() for w in words.split(",") if w.strip()]


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text("utf-8"))
