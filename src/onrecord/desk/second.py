"""The second reader, for teams that want one: what coders made of incidents, each without seeing the others'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

import msgspec
from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from onrecord.desk.access import Sight
from onrecord.desk.alpha import Agreement, Level, Value, agreement
from onrecord.desk.models import Coding, Setting, User
from onrecord.desk.terms import TERMS
from onrecord.ledger import values
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.folding import fold

SETTING = "second-reader"
ENOUGH = 2  # codings of an incident before anybody sees them
MOST = 1000  # incidents, the latest, of which the agreement is computed: it grows with the square of different values
_LONGEST = 300  # characters of a name


class Field(NamedTuple):
    """One thing that is coded: its name, the level at which values of it differ, and whether it can be decided."""

    name: str
    level: Level
    label: str | Promise
    decided: bool = True


FIELDS: tuple[Field, ...] = (
    Field("date", "interval", TERMS["field"]["date"]),
    Field("place", "nominal", TERMS["field"]["place"]),
    Field("killed", "ratio", TERMS["field"]["killed"]),
    Field("injured", "ratio", TERMS["field"]["injured"]),
    # Contested and discounted lie on no line with the others, so grades have no order.
    Field("grade", "nominal", TERMS["field"]["grade"]),
    Field("strike_status", "nominal", TERMS["field"]["strike_status"]),
    Field("blamed", "nominal", TERMS["facet"]["blamed"], False),
)


def wanted() -> bool:
    """Whether the team wants second readers."""
    return Setting.objects.filter(name=SETTING, value="yes").exists()


def checked(said: Mapping[str, str]) -> dict[str, str]:
    """What was filled in, as it is kept. Raises :class:`LedgerError` where a value is none of its field."""
    found = {}
    for field in FIELDS:
        value = " ".join(said.get(field.name, "").split())
        if not value:
            continue
        if field.decided:
            values.kept(field.name, value)
        elif len(value) > _LONGEST or not value.isprintable():
            raise LedgerError(_("A name has 300 signs at most."))
        found[field.name] = value
    if not found:
        raise LedgerError(_("Nothing is filled in yet."))
    return found


def codings(incident: str) -> list[Coding]:
    """Every coding of an incident, in the order in which they came."""
    return list(Coding.objects.filter(incident=incident).select_related("coder").order_by("id"))


def coders(incident: str) -> list[str]:
    """Who has coded an incident; not what."""
    return [each.coder.username for each in codings(incident)]


def said(coding: Coding) -> dict[str, str]:
    """Its values by field."""
    return msgspec.json.decode(coding.values, type=dict[str, str])


def waiting(user: User, sight: Sight, *, most: int) -> list[str]:
    """Incidents that one other has coded and this person has not, the first coded first."""
    if not wanted():
        return []
    once = Coding.objects.values("incident").annotate(n=Count("id")).filter(n=1).values("incident")
    rows = Coding.objects.filter(incident__in=once).exclude(coder=user).exclude(incident__in=sight.incidents)
    return list(rows.order_by("at").values_list("incident", flat=True)[:most])


class Row(NamedTuple):
    """The agreement about one field."""

    field: Field
    found: Agreement


def agreements(sight: Sight) -> tuple[list[Row], int]:
    """The agreement about each field over the incidents with two codings or more that somebody may see, the latest
    :data:`MOST`; and how many these are."""
    twice = Coding.objects.exclude(incident__in=sight.incidents).values("incident").annotate(n=Count("id"))
    ids = list(twice.filter(n__gte=ENOUGH).order_by("-incident").values_list("incident", flat=True)[:MOST])
    units: dict[str, list[dict[str, str]]] = {}
    for each in Coding.objects.filter(incident__in=ids).order_by("id"):
        units.setdefault(each.incident, []).append(said(each))
    return [Row(field, of(field, units.values())) for field in FIELDS], len(units)


def of(field: Field, units: Iterable[Iterable[Mapping[str, str]]]) -> Agreement:
    """The agreement about one field."""
    told = [[measured(field, each.get(field.name)) for each in unit] for unit in units]
    return agreement(told, level=field.level)


def same_as(field: Field, value: str) -> str:
    """What two codings share that say the same: the words of a name, else the whole value."""
    if field.name in ("place", "blamed"):
        return " ".join(fold(value))
    return values.kept(field.name, value)


def measured(field: Field, value: str | None) -> Value | None:
    """What is compared: a day's number (of several days the first), the least of a count, the folded words of a
    name."""
    if not value:
        return None
    if field.name in ("place", "blamed"):
        return " ".join(fold(value.partition(";")[0])) or None
    kept: Any = msgspec.json.decode(values.kept(field.name, value))
    if field.name == "date":
        first = kept["earliest"] if isinstance(kept, dict) else kept
        return float(date.fromisoformat(first).toordinal())
    if field.level == "ratio":
        return float(kept["low"] if isinstance(kept, dict) else kept)
    return str(kept)
