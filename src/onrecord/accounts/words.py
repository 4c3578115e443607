"""The words by which accounts are compared: ``data/agreement.toml``, read once."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import Any, cast


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "data" / "agreement.toml").read_text("utf-8"))


@cache
def listed(table: str, name: str) -> tuple[str, ...]:
    """The list ``name`` of ``table``, in the file's order."""
    return tuple(_file()[table][name])


@cache
def those(table: str, name: str) -> frozenset[str]:
    """The same as a set."""
    return frozenset(listed(table, name))


def titled(kind: str) -> str | None:
    """What incidents of a kind are called, where the file has it."""
    return cast("dict[str, str]", _file()["title"]).get(kind)


@lru_cache(maxsize=4096)
def folded(name: str) -> tuple[str, ...]:
    """A name's words, lower case, without accents, marks and the words before a name; all of them if none is left."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name[:200]) if not unicodedata.combining(c)).casefold()
    parts = tuple("".join(c if c.isalnum() else " " for c in plain.replace("’s", "").replace("'s", "")).split())
    kept = tuple(each for each in parts if each not in those("names", "titles"))
    return kept or parts
