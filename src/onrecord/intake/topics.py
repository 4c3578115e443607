"""Labels of a page: 'Region: Middle East, Africa', 'In-depth Report: KERROW', 'Tags: market, shelling'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.intake.published import table

#: Longest label line; a list of countries may be long, a sentence that begins 'Region:' is none.
LONGEST = 400
_LABEL = re.compile(r"([A-Za-z#][A-Za-z /&'-]{1,40}?)\s*(?::|\|)\s*(.*)")
_HASHTAGS = re.compile(r"#\w{2,50}(?:[ ,]+#\w{2,50}){0,40}")


@dataclass(frozen=True, slots=True)
class Label:
    """A label and its value as written; ``value`` is empty where the page has it on the next line."""

    field: str
    value: str


@cache
def _fields() -> dict[str, str]:
    return {name: row["field"] for row in table("labels")["label"] for name in row["names"]}


def label(plain: str) -> Label | None:
    """The label that the unit ``plain`` is, or None."""
    if len(plain) > LONGEST:
        return None
    if _HASHTAGS.fullmatch(plain):
        return Label("keywords", plain.replace("#", " "))
    found = _LABEL.fullmatch(plain)
    if not found:
        return None
    field = _fields().get(" ".join(found[1].lower().split()))
    return Label(field, found[2].strip()) if field else None


def values(value: str, *, hashtags: bool = False) -> tuple[str, ...]:
    """The parts of a label's value: 'Middle East, Africa' are two; one with ';' or '|' may hold commas."""
    if "|" in value:
        parts = value.split("|")
    elif ";" in value:
        parts = value.split(";")
    else:
        parts = value.split() if hashtags else value.split(",")
    shown = (" ".join(part.strip(" .#[]\"'").split()) for part in parts)
    return tuple(dict.fromkeys(part for part in shown if part))
