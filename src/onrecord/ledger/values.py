"""Values that people set, from how they are written on a command line or in a form to the JSON that is kept."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from onrecord.ledger.errors import LedgerError
from onrecord.record import Sentence

_SPAN = re.compile(r"(\d{1,9})(?:\s*([-–])\s*(\d{1,9})?)?")
# What pages put around numbers and names so that they do not turn round among Arabic, and what is copied brings along.
_TURNING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_JOINING = dict.fromkeys(map(ord, "\u200c\u200d\u200e\u200f"))  # Persian and Indian words are spelt with these
_LONGEST = 2000  # characters of a title or a note: a page of words belongs into a document of its own


class _Field(msgspec.Struct, frozen=True):
    form: str
    read: Callable[[str], object]


def _text(said: str) -> object:
    bare = said.translate(_JOINING).strip()
    if not bare or len(said) > _LONGEST or not bare.isprintable():
        raise ValueError
    return said


def _date(said: str) -> object:
    first, slash, last = said.partition("/")
    days = [
        date.fromisoformat(first.strip()).isoformat(),
        date.fromisoformat((last if slash else first).strip()).isoformat(),
    ]
    if days[0] > days[1] or not re.fullmatch(r"[\d/ -]+", said):
        raise ValueError
    return days[0] if days[0] == days[1] else {"earliest": days[0], "latest": days[1]}


def _place(said: str) -> object:
    name, *where = (part.strip() for part in said.split(";"))
    if not where:
        return _text(name)
    latitude, longitude = (float(part) for part in where)
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError
    return {"name": _text(name), "latitude": latitude, "longitude": longitude}


def _count(said: str) -> object:
    found = _SPAN.fullmatch(said)
    if found is None:
        raise ValueError
    low, dash, high = found.groups()
    if high is not None and int(high) < int(low):
        raise ValueError
    return int(low) if dash is None else {"low": int(low), "high": None if high is None else int(high)}


def _one_of(*names: str) -> _Field:
    def read(said: str) -> object:
        if said not in names:
            raise ValueError
        return said

    return _Field(Sentence("one of {words}", words=", ".join(names)), read)


FIELDS: Mapping[str, _Field] = {
    "title": _Field(Sentence("a short name"), _text),
    "date": _Field(Sentence("a day such as 2025-03-03, or two such as 2025-03-03/2025-03-05"), _date),
    "place": _Field(Sentence("a name, or a name with its degrees: Dol Aren;35.2;36.1"), _place),
    "killed": _Field(Sentence("a number, 3-5, or 3- for at least 3"), _count),
    "injured": _Field(Sentence("a number, 3-5, or 3- for at least 3"), _count),
    # The words of Airwars, as in the house's list of words.
    "grade": _one_of("confirmed", "fair", "weak", "contested", "discounted"),
    "strike_status": _one_of("declared", "likely", "contested", "single source", "alleged"),
    "belligerent_status": _one_of("declared", "suspected", "contested"),
    "note": _Field(Sentence("some words"), _text),
}
"""What a person may set of an incident."""


def kept(field: str, said: str) -> str:
    """The JSON of a value as a person wrote it; raises :class:`LedgerError` where it is none of that field."""
    if field not in FIELDS:
        raise LedgerError(
            "{field!r} is no field that can be set; these can: {fields}.", field=field, fields=", ".join(FIELDS)
        )
    try:
        return msgspec.json.encode(FIELDS[field].read(said.translate(_TURNING).strip())).decode()
    except ValueError as error:
        raise LedgerError(
            "{said!r} is no {field}; write {form}.",
            said=said,
            field=Sentence(field.replace("_", " ")),
            form=FIELDS[field].form,
        ) from error
