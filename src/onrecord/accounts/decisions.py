"""What people have decided about an incident, laid over its sheet. It changes what is shown, and never an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from onrecord.accounts.sheet import Sheet, Tally
from onrecord.accounts.title import title
from onrecord.record import IncidentType, OnrecordError, When, Where

RULE = "decision"


class DecisionError(OnrecordError):
    """A decided value does not fit its field."""


def applied(sheet: Sheet, decided: Mapping[str, str]) -> Sheet:
    """The sheet with what was decided: JSON by field name.

    ``date`` is a day or ``{"earliest", "latest"}``, ``place`` a name or ``{"name", ..}``, ``killed`` and ``injured`` a
    number or ``{"low", "high"}``, ``title`` a text, ``type`` ``{"kind", "event", "sub_event"}``. Fields of other names
    (``grade``) are listed only. What is decided has no words of a report beside it.

    Raises :class:`DecisionError`.
    """
    if not decided:
        return sheet
    values = {field: _json(field, text) for field, text in sorted(decided.items())}
    changes: dict[str, Any] = {}
    words = dict(sheet.words)
    for field, value in values.items():
        if field == "date":
            day = {"earliest": value, "latest": value, "precision": "day"} if isinstance(value, str) else value
            if isinstance(day, dict) and "precision" not in day and day.get("earliest") == day.get("latest"):
                day = {**day, "precision": "day"}
            changes[field] = _fit(field, day, When)
        elif field == "place":
            place = {"name": value} if isinstance(value, str) else value
            changes[field] = _fit(field, {"spans": [], **place} if isinstance(place, dict) else place, Where)
        elif field in ("killed", "injured"):
            span = {"low": value, "high": value} if isinstance(value, int) else value
            span = {"low": None, "high": None, "rule": RULE, **span} if isinstance(span, dict) else span
            changes[field] = _fit(field, span, Tally)
        elif field == "type":
            changes[field] = _fit(field, value, IncidentType)
        elif field == "title":
            changes[field] = _fit(field, value, str)
        words = {k: v for k, v in words.items() if k != field}
    if "title" not in changes:
        kind, date = changes.get("type", sheet.type), changes.get("date", sheet.date)
        changes["title"] = title(kind, date, changes.get("place", sheet.place))
    return msgspec.structs.replace(sheet, **changes, decided=dict(sorted(decided.items())), words=words)


def _json(field: str, text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.MsgspecError as error:
        raise DecisionError(
            "The decision on {field} is no JSON ({error}); record it again as JSON.", field=field, error=error
        ) from error


def _fit(field: str, value: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise DecisionError(
            "The decision on {field} does not fit ({error}); record it again.", field=field, error=error
        ) from error
