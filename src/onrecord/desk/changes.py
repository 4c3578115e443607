"""What a line of the log changed, in words: from the JSON before and after."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from onrecord.desk.spoken import days, interval, moment, number, sign
from onrecord.desk.terms import TERMS

SHOWN = 400
"""Characters of a value that are shown; the whole stands in the log."""

HASH = 19  # characters of a hash: 'sha256:' and twelve digits, enough to tell two apart by eye

_ROW = 10**9  # from here on a number names a row, as that of a note: it is nobody's toll
_INCIDENT = re.compile(r"\bi[0-9a-f]{10}\b")
_WORDS: dict[str, str | Promise] = {
    "incident": lazy("incident"),
    "incidents": lazy("incidents"),
    "apart": lazy("kept apart"),
    "suggested": lazy("suggested to be one"),
    "rejected": lazy("rejected"),
    "article": lazy("original"),
    "name": lazy("name"),
    "names": lazy("names"),
    "state": lazy("state"),
    "holder": lazy("taken by"),
    "groups": lazy("groups"),
    "role": lazy("role"),
    "alias": lazy("shown as"),
    "words": lazy("words"),
    "given by": lazy("given by"),
    "from": lazy("where from"),
    "email": lazy("email address"),
    "subject": lazy("known to the issuer"),
    "second-factor": lazy("second factor"),
    "token": lazy("token"),
    "scopes": lazy("for what"),
    "days": lazy("days"),
    "minutes": lazy("minutes"),
    "task": lazy("task"),
    "for": lazy("for whom"),
    "due": lazy("due"),
    "done": lazy("done"),
    "copy": lazy("copy"),
    "passages": lazy("passages"),
    "sha256": lazy("hash"),
}
_TERMS = {
    "grade": "grade",
    "strike_status": "strike_status",
    "belligerent_status": "belligerent_status",
    "role": "role",
    "state": "state",
    "second-factor": "role",
}
_BLIND = frozenset(("coded",))  # acts of one coder whose values the other is not to see


class Change(NamedTuple):
    """One thing that changed: its name, and its value before and after; '' where there was or is none."""

    name: str
    before: str
    after: str


def named(text: str) -> set[str]:
    """Every incident that a text names by its id."""
    return set(_INCIDENT.findall(text))


def changes(act: str, before: str, after: str) -> tuple[Change, ...]:
    """What changed, field by field, in the order of the log; what stayed is left out."""
    if act in _BLIND:
        return ()
    was, now = _fields(before), _fields(after)
    if len(was) == len(now) == 1 and was.keys() != now.keys():
        # Several become one, or one several: incidents, names.
        (old,), (new,) = was, now
        return (Change(_name(new), _shown(old, was[old]), _shown(new, now[new])),)
    made = []
    for field in dict.fromkeys((*was, *now)):
        old, new = _shown(field, was.get(field)), _shown(field, now.get(field))
        if old != new:
            made.append(Change(_name(field), old, new))
    return tuple(made)


def _fields(text: str) -> dict[str, Any]:
    """The fields of a JSON object; a bare hash is that of an original."""
    if not text:
        return {}
    if text.startswith("sha256:"):
        return {"article": text}
    try:
        held = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return {"": text}
    return held if isinstance(held, dict) else {"": held}


def _name(field: str) -> str:
    if field in TERMS["field"]:
        return str(TERMS["field"][field])
    return str(_WORDS.get(field, field.replace("_", " ")))


def _shown(field: str, value: Any) -> str:
    text = _told(field, value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _told(field: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return number(value) if field in TERMS["harm"] or abs(value) < _ROW else str(value)
    if isinstance(value, list):
        return sign(", ").join(_told(field, each) for each in value)
    if isinstance(value, dict):
        return _object(value)
    text = str(value)
    if text.startswith("sha256:"):
        return f"{text[:HASH]}…"
    if text[:1] in ('"', "{", "["):  # a field that a person set is JSON within JSON
        try:
            return _told(field, msgspec.json.decode(text))
        except (msgspec.DecodeError, RecursionError):
            return text
    table = _TERMS.get(field)
    if table and text in TERMS[table]:
        return str(TERMS[table][text])
    if field in ("date", "due"):
        return moment(text)
    return text


def _object(value: dict[str, Any]) -> str:
    if "earliest" in value or "latest" in value:
        return days(value.get("earliest"), value.get("latest"))
    if set(value) <= {"low", "high"} and value:
        return interval(value.get("low"), value.get("high"))
    return sign(", ").join(f"{_name(name)}: {told}" for name, each in value.items() if (told := _told(name, each)))
