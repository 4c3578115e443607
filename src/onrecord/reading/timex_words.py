"""The vocabulary of times, read from ``data/dates.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from onrecord.reading.words import terms

# Marks that no list in the file can hold: its commas divide; '' is the end of the text, a break that of a paragraph.
_CLOSING = frozenset({"", ",", "\n\n"})
_DATA = Path(__file__).parent / "data" / "dates.toml"


class Words(NamedTuple):
    """The file's tables.

    ``classes``: a lower-case word's class and value; ``capital``: classes that need a capital; ``thin``: classes that
    are no time without others; ``macros`` and ``rules``: what is made, and the patterns of it. All others are words
    that stand around an expression, as the file says.
    """

    classes: dict[str, tuple[str, str]]
    capital: frozenset[str]
    thin: tuple[str, ...]
    numbered: frozenset[str]
    counted: frozenset[str]
    dating: frozenset[str]
    modal: frozenset[str]
    soon: frozenset[str]
    stretch: frozenset[str]
    yearly: frozenset[str]
    approximate: frozenset[str]
    streets: frozenset[str]
    onday: frozenset[str]
    afterday: frozenset[str]
    beforeyear: frozenset[str]
    notyear: frozenset[str]
    saying: frozenset[str]
    nouns: frozenset[str]
    determiners: frozenset[str]
    business: frozenset[str]
    ahead: frozenset[str]
    behind: frozenset[str]
    macros: dict[str, str]
    rules: dict[str, tuple[str, ...]]


@cache
def vocabulary() -> Words:
    """The packaged vocabulary; a word of two classes is a mistake in the file and raises ``ValueError``."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    classes: dict[str, tuple[str, str]] = {}
    for name, block in data["words"].items():
        for term in terms(block):
            word, _, value = term.partition("=")
            if word in classes:
                raise ValueError(f"{_DATA.name} has {word!r} in the classes {classes[word][0]!r} and {name!r}.")
            classes[word] = (name, value)
    return Words(
        classes=classes,
        capital=frozenset(terms(data["capital"]["classes"])),
        numbered=frozenset(terms(data["numbered"]["words"])),
        counted=frozenset(terms(data["counted"]["words"])),
        dating=frozenset(terms(data["dating"]["words"])),
        modal=frozenset(terms(data["modal"]["words"])),
        soon=frozenset(terms(data["soon"]["words"])),
        stretch=frozenset(terms(data["stretch"]["words"])) | {","},
        yearly=frozenset(terms(data["yearly"]["words"])),
        approximate=frozenset(terms(data["approximate"]["words"])),
        streets=frozenset(terms(data["streets"]["words"])),
        onday=frozenset(terms(data["onday"]["words"])),
        afterday=frozenset(terms(data["afterday"]["words"])) | _CLOSING,
        beforeyear=frozenset(terms(data["beforeyear"]["words"])),
        notyear=frozenset(terms(data["notyear"]["words"])),
        saying=frozenset(terms(data["saying"]["words"])),
        nouns=frozenset(terms(data["future"]["nouns"])),
        determiners=frozenset(terms(data["future"]["determiners"])),
        business=frozenset(terms(data["business"]["words"])),
        ahead=frozenset(terms(data["future"]["ahead"])),
        behind=frozenset(terms(data["future"]["behind"])),
        thin=tuple(terms(data["thin"]["classes"])),
        macros=data["macros"],
        rules={kind: tuple(patterns) for kind, patterns in data["rules"].items()},
    )
