"""A person's own places: a CSV file that wins over every packaged list. A line that starts with # is a comment."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from onrecord.gazetteer.folding import loose, plain
from onrecord.gazetteer.place import GazetteerError, Hit, Kind, Place

COLUMNS = ("name", "latitude", "longitude", "country", "admin1", "alternatives", "population", "kind")
_NEEDED = COLUMNS[:3]
# What a person writes, and what it is here.
KINDS: dict[str, Kind] = {
    "": "P", "place": "P", "city": "P", "town": "P", "village": "P", "camp": "P", "country": "C", "region": "A1",
    "province": "A1", "district": "A2", "feature": "F", "area": "R",
}  # fmt: skip
_MOST_BYTES = 64 * 1024 * 1024


class Own(NamedTuple):
    """The places of a file, by both keys of their names. ``countries`` are names of its countries by code."""

    exact: dict[str, tuple[Hit, ...]]
    spelt: dict[str, tuple[Hit, ...]]
    countries: dict[str, str]

    def keyed(self, key: str) -> tuple[Hit, ...]:
        """Places whose name has this key, else those spelt like it."""
        return self.exact.get(key) or self.spelt.get(loose(key), ())


NONE = Own({}, {}, {})


def own_path() -> Path:
    """Where a person's own places go: ``ONRECORD_PLACES``, else places.csv in their config folder."""
    if named := os.environ.get("ONRECORD_PLACES"):
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("onrecord", appauthor=False) / "places.csv"


def own_file() -> Path | None:
    """The person's own file of places if there is one, or if one was named."""
    path = own_path()
    return path if path.exists() or os.environ.get("ONRECORD_PLACES") else None


def lint(path: Path) -> list[str]:
    """What is wrong with a file of places, one sentence each; nothing where all is in order."""
    try:
        return [problem for _, problem in _read(path) if problem]
    except GazetteerError as error:
        return [str(error)]


def read_own(path: Path | None) -> Own:
    """The places of ``path``; none for ``None``. Raises :class:`GazetteerError` with the first mistake."""
    if path is None:
        return NONE
    exact: dict[str, list[Hit]] = {}
    spelt: dict[str, list[Hit]] = {}
    countries: dict[str, str] = {}
    for found, problem in _read(path):
        if problem or found is None:
            raise GazetteerError(problem)
        place, names = found
        if place.kind == "C":
            countries[place.country] = place.name
        for n, name in enumerate(names):
            key = plain(name)
            how = "other" if n else "name"
            exact.setdefault(key, []).append(Hit(place, how, True))  # type: ignore[arg-type]
            spelt.setdefault(loose(key), []).append(Hit(place, how, False))  # type: ignore[arg-type]
    return Own({k: tuple(v) for k, v in exact.items()}, {k: tuple(v) for k, v in spelt.items()}, countries)


def _read(path: Path) -> Iterator[tuple[tuple[Place, list[str]] | None, str]]:
    """Each line as a place with its names, or as what is wrong with it."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise GazetteerError(f"{path} is larger than {_MOST_BYTES >> 20} MB; split it or leave out what you lack.")
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise GazetteerError(
            f"The places {path} cannot be read ({error.strerror}); check the path or unset ONRECORD_PLACES."
        ) from error
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{path} is not UTF-8 (byte {error.start}); save it as 'CSV UTF-8'.") from error
    reader = csv.reader(["" if line.startswith("#") else line for line in text.splitlines()], strict=True)
    try:
        columns = [c.strip().lower() for c in next(filter(None, reader), [])]
        if missing := [c for c in _NEEDED if c not in columns]:
            raise GazetteerError(f"{path}: the first line lacks {', '.join(missing)}; write {','.join(COLUMNS)}.")
        if strange := [c for c in columns if c not in COLUMNS]:
            yield None, f"{path}: there is no column {strange[0]!r}; use {', '.join(COLUMNS)}."
        seen: dict[tuple[str, float, float], int] = {}
        for row in filter(None, reader):
            line = reader.line_num
            if len(row) != len(columns):
                more = "more" if len(row) > len(columns) else "fewer"
                yield (
                    None,
                    f"{path}, line {line}: it has {more} fields than the first line; put quotation marks around a "
                    "field with a comma.",
                )
                continue
            found, problem = _line({c: v.strip() for c, v in zip(columns, row, strict=True)})
            if found is not None:
                place = found[0]
                key = plain(place.name), place.latitude, place.longitude
                if key in seen:
                    found, problem = None, f"{place.name!r} stands in line {seen[key]} too; keep one."
                seen.setdefault(key, line)
            yield found, f"{path}, line {line}: {problem}" if problem else ""
    except csv.Error as error:
        raise GazetteerError(f"{path}, line {reader.line_num}: this is not CSV ({error}); mend that line.") from error


def _line(row: dict[str, str]) -> tuple[tuple[Place, list[str]] | None, str]:
    name = row["name"]
    if not plain(name):
        return None, "the name is empty; write one, or take the line out."
    numbers = []
    for column, limit in (("latitude", 90.0), ("longitude", 180.0)):
        try:
            value = float(row[column])
        except ValueError:
            value = float("nan")
        if not -limit <= value <= limit:
            return None, f"the {column} {row[column]!r} is not a number from -{limit:.0f} to {limit:.0f}; use degrees."
        numbers.append(value)
    people = row.get("population", "").replace(",", "") or "0"
    if not people.isascii() or not people.isdigit() or len(people) > 12:
        return None, f"the population {row['population']!r} is not a whole number; write digits or leave it empty."
    kind = row.get("kind", "").lower()
    if kind not in KINDS:
        return None, f"there is no kind {kind!r}; use {', '.join(filter(None, KINDS))}."
    names = [name, *(n.strip() for n in row.get("alternatives", "").split("|"))]
    country = row.get("country", "")
    place = Place(
        f"own:{plain(name).replace(' ', '-')}", KINDS[kind], name, numbers[0], numbers[1],
        country or (name if KINDS[kind] == "C" else ""), row.get("admin1", ""), "", int(people),
    )  # fmt: skip
    return (place, [n for n in names if plain(n)]), ""
