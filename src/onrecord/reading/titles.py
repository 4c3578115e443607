"""The words that names are read with: titles, offices, groups, organisations, given names. All of it is data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from onrecord.reading.words import fold
from onrecord.reading.words import terms as listed
from onrecord.record import OnrecordError

Gender = Literal["m", "f"]
DATA = Path(__file__).parent / "data"
GENDERS: dict[str, Gender | None] = {"male": "m", "female": "f", "any": None}
TABLES = ("titles", "styles", "roles", "groups", "synonyms")


class TitlesError(OnrecordError):
    """A file of titles cannot be used."""


@dataclass(frozen=True, slots=True)
class Titles:
    """Words of office with the gender that each tells, ``None`` where it tells none."""

    titles: dict[str, Gender | None]
    styles: dict[str, Gender | None]
    roles: dict[str, Gender | None]
    groups: frozenset[str]
    alike: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Nouns:
    """Words that tell what a phrase is."""

    heads: frozenset[str]
    generic: frozenset[str]
    bodies: dict[str, frozenset[str]]
    press: frozenset[str]
    statements: frozenset[str]
    documents: frozenset[str]
    joined: frozenset[str]
    offices: frozenset[str]
    known: dict[str, list[tuple[str, ...]]]
    state: frozenset[str]
    free: frozenset[str]
    armed: frozenset[str]
    civil: frozenset[str]
    abstract: frozenset[str]
    alone: frozenset[str]


def terms(block: str) -> list[str]:
    """The terms of one string of data, separated by commas or line breaks, folded."""
    return [fold(t) for t in listed(block)]


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise TitlesError(f"The titles file {path} cannot be read ({error.strerror}); check the path.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TitlesError(f"The titles file {path} is not TOML in UTF-8 ({error}); mend that line.") from error


def _check(path: Path, data: dict[str, Any]) -> None:
    # A person's own file holds cues beside its titles; their linter is the lexicon's.
    for table, block in ((t, data[t]) for t in TABLES if t in data):
        for key, value in block.items() if isinstance(block, dict) else [("", block)]:
            if key not in GENDERS or not isinstance(value, str):
                raise TitlesError(
                    f"The titles file {path} has {key!r} in [{table}]; use male, female or any, each one string."
                )


_own: Path | None = None


def extend(path: Path | None) -> None:
    """From now on read names with the titles of the file ``path`` as well; ``None`` goes back to the package's alone.

    Raises :class:`TitlesError`, and then changes nothing."""
    global _own
    if path is not None:
        titles(path)
    _own = path
    titles.cache_clear()


@cache
def titles(more: Path | None = None) -> Titles:
    """The package's words of office, and those of the file ``more`` (same shape, its words win).

    Raises :class:`TitlesError`."""
    every: dict[str, dict[str, Gender | None]] = {t: {} for t in TABLES}
    alike: dict[str, set[str]] = {}
    own = more or _own
    for path in (DATA / "titles.toml", *([own] if own is not None else [])):
        data = _table(path)
        _check(path, data)
        for table in TABLES:
            for key, value in data.get(table, {}).items():
                if table == "synonyms":
                    for line in value.strip().splitlines():
                        wide, colon, narrow = line.rpartition(":")
                        same = {fold(w) for w in narrow.replace(",", " ").split()}
                        for word in [fold(wide.strip())] if colon else same:
                            alike.setdefault(word, {word}).update(same)
                else:
                    for term in terms(value):
                        every[table][term.replace(".", "")] = GENDERS[key]
    return Titles(
        titles=every["titles"],
        styles=every["styles"],
        roles=every["roles"],
        groups=frozenset(every["groups"]),
        alike={w: frozenset(s) for w, s in alike.items()},
    )


@cache
def nouns() -> Nouns:
    """The package's words for organisations and documents."""
    data = _table(DATA / "organisations.toml")
    bodies: dict[str, frozenset[str]] = {}
    for line in data["bodies"].strip().splitlines():
        noun, _, names = line.partition(":")
        bodies[fold(noun.strip())] = frozenset(fold(n) for n in names.split())
    known: dict[str, list[tuple[str, ...]]] = {}
    for term in terms(data["known"]):
        parts = tuple(term.split())
        known.setdefault(parts[0], []).append(parts)
    return Nouns(
        heads=frozenset(terms(data["heads"])),
        generic=frozenset(terms(data["generic"])),
        bodies=bodies,
        press=frozenset(terms(data["press"])),
        statements=frozenset(terms(data["statements"])),
        documents=frozenset(terms(data["documents"])),
        joined=frozenset(terms(data["joined"])),
        offices=frozenset(terms(data["offices"])),
        known=known,
        state=frozenset(terms(data["state"])),
        free=frozenset(terms(data["free"])),
        armed=frozenset(terms(data["armed"])),
        civil=frozenset(terms(data["civil"])),
        abstract=frozenset(terms(data["abstract"])),
        alone=frozenset(terms(data["alone"])),
    )


@cache
def given_names() -> dict[str, Gender | None]:
    """Given names, folded, with their gender."""
    data = _table(DATA / "given_names.toml")
    return {fold(n): GENDERS[key] for key, block in data.items() for n in block.split()}
