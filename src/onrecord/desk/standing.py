"""What people decided of an incident, under which rule and why; and what a rule would say where nobody has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.utils.crypto import salted_hmac

from onrecord.accounts import rule_airwars, tallies
from onrecord.desk import care, history, words
from onrecord.desk.access import Request
from onrecord.desk.ledgers import USING
from onrecord.desk.prepared import Prepared
from onrecord.desk.spoken import moment
from onrecord.desk.terms import TERMS, word
from onrecord.desk.words import CHOSEN, Word
from onrecord.ledger.models import Entry, Incident
from onrecord.ledger.values import FIELDS

DECIDING = ("grade", "set", "join", "split", "move", "reject")
"""Acts that change an incident."""
LISTED = 30  # entries of the log on a page, the latest; the history has all


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: what changed, by whom, when, under which rule, why, and the hash of its line in the log."""

    act: Word
    change: str
    who: str
    at: str
    rule: str
    reason: str
    hash: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """One field that a person may set: ``value`` as it stands; ``by`` is the decision, None where nobody made one, and
    then ``proposed`` is what the rule ``rule`` says. ``was`` goes with a form: see :func:`mark`."""

    name: str
    label: Word
    value: Word
    raw: str
    by: Decided | None
    decided: bool
    rule: str
    choices: tuple[tuple[str, Word], ...]
    form: Word
    was: str


def mark(decided: str, name: str) -> str:
    """What tells whether a field is still decided as it was when a form was shown (``decided`` is the incident's)."""
    said = msgspec.json.decode(decided, type=dict[str, str]).get(name, "")
    return salted_hmac("onrecord.desk.standing", said).hexdigest()[:12]  # what it was is not guessed from this


def about(request: Request, row: Incident, proposed: Mapping[str, str]) -> dict[str, Any]:
    """What the page of an incident shows: its fields as they stand, and the latest decisions. ``proposed`` is what
    Airwars' rule says by field."""
    log = decisions(request, row.id)
    said = msgspec.json.decode(row.decided, type=dict[str, str])
    fields = [_field(request, name, said, proposed, log, mark(row.decided, name)) for name in FIELDS]
    return {
        "graded": tuple(each for each in fields if each.name in CHOSEN),
        "settable": tuple(each for each in fields if each.name not in CHOSEN),
        "decisions": tuple(log),
        "rules": tuple(tallies.RULES.values()),
    }


_DECIDED = Prepared(
    lambda incident: Entry.objects.filter(subject=incident, act__in=DECIDING).order_by("-seq")[:LISTED], holes=1
)


def decisions(request: Request, incident: str) -> list[Decided]:
    """The latest decisions about an incident, newest first, without those that tell of what this person may not
    see."""
    rows = _DECIDED.models(incident, using=USING)
    veils = care.veils(request)
    found = []
    for row in history.Seen(request).without(rows):
        before, after = _fields(row.before), _fields(row.after)
        found.append(
            Decided(
                word(row.act, "log"),
                veils.words(_change(row.act, before, after)),
                row.who,
                moment(row.at),
                row.rule,
                veils.words(row.reason),
                row.hash,
                frozenset(after) & frozenset(FIELDS),
            )
        )
    return found


def shown(name: str, value: Any) -> str:
    """A field's value in words; none where a rule has none to give."""
    if value == "unknown":
        return ""
    return word(str(value), name) if name in CHOSEN else words.value(value)


def _field(
    request: Request, name: str, said: Mapping[str, str], proposed: Mapping[str, str], log: Sequence[Decided], was: str
) -> Standing:
    held = msgspec.json.decode(said[name]) if name in said else None
    value = care.veils(request).words(shown(name, held if name in said else proposed.get(name)))
    raw = held if isinstance(held, str) else proposed.get(name, "") if name in CHOSEN else ""
    if care.veils(request).ranges(raw):
        raw = ""  # whoever is not shown a name is not given it to be sent back either
    return Standing(
        name=name,
        label=word(name, "field"),
        value=value,
        raw=raw,
        by=next((each for each in log if name in each.names), None) if name in said else None,
        decided=name in said,
        rule=rule_airwars.NAME,
        choices=tuple(TERMS[name].items()) if name in CHOSEN else (),
        form=words.FORMS.get(name, ""),
        was=was,
    )


def _fields(said: str) -> dict[str, Any]:
    """The fields of a JSON object; none where it is no object."""
    held = msgspec.json.decode(said) if said else None
    return held if isinstance(held, dict) else {}


def _change(act: str, before: dict[str, Any], after: dict[str, Any]) -> str:
    """'Grade: weak → fair', 'i1, i2 → i1'."""
    if act in ("grade", "set") and len(after) == 1:
        ((name, new),) = after.items()
        old = before.get(name)
        told = " → ".join(str(shown(name, msgspec.json.decode(each))) for each in (old, new) if each is not None)
        return f"{word(name, 'field')}: {told}" + ("" if new is not None else " → –")
    return " → ".join(each for each in (_ids(before), _ids(after)) if each)


def _ids(of: dict[str, Any]) -> str:
    out: list[str] = []
    for value in of.values():
        if isinstance(value, str):
            out.append(value)
        elif isinstance(value, list):
            out += [each for each in value if isinstance(each, str)]
    return ", ".join(out)
