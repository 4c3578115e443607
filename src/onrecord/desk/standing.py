"""What people decided of an incident, under which rule and why; and what a rule would say where nobody has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from onrecord.accounts import rule_airwars, tallies
from onrecord.desk import care, history, titles, unsaid, words
from onrecord.desk.access import Request
from onrecord.desk.ledgers import USING
from onrecord.desk.prepared import Prepared
from onrecord.desk.spoken import moment, sign
from onrecord.desk.terms import TERMS, word
from onrecord.desk.words import CHOSEN, Word
from onrecord.ledger import effects
from onrecord.ledger.models import Entry, Incident, Report
from onrecord.ledger.values import FIELDS

DECIDING = ("grade", "set", "join", "split", "move", "reject", "together")
"""Acts that change an incident."""
LISTED = 30  # entries of the log on a page, the latest; the history has all


class Part(NamedTuple):
    """Some words, and where they lead; '' where nowhere."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: what changed, by whom, when, under which rule, why, and the hash of its line in the log."""

    act: Word
    change: tuple[Part, ...]
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
    rows = list(history.Seen(request).without(_DECIDED.models(incident, using=USING)))
    said, called = unsaid.of(request), _called(request, rows)
    found = []
    for row in rows:
        before, after = _fields(row.before), _fields(row.after)
        found.append(
            Decided(
                word(row.act, "log"),
                tuple(_change(row.act, before, after, said, called)),
                row.who,
                moment(row.at),
                said.words(row.rule),
                said.words(row.reason),
                row.hash,
                frozenset(after) & frozenset(FIELDS),
            )
        )
    return found


def shown(name: str, value: Any) -> str:
    """A field's value in words; none where a rule has none to give."""
    if value == "unknown":
        return ""
    if name == "date" and isinstance(value, str):
        return moment(value)
    return word(str(value), name) if name in CHOSEN else words.value(value)


def _field(
    request: Request, name: str, said: Mapping[str, str], proposed: Mapping[str, str], log: Sequence[Decided], was: str
) -> Standing:
    held = msgspec.json.decode(said[name]) if name in said else None
    told = unsaid.of(request)
    value = told.words(shown(name, held if name in said else proposed.get(name)))
    raw = held if isinstance(held, str) else proposed.get(name, "") if name in CHOSEN else ""
    if told.words(raw) != raw:
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


def _change(
    act: str, before: dict[str, Any], after: dict[str, Any], said: unsaid.Said, called: Mapping[str, Part]
) -> Iterable[Part]:
    """'Grade: weak → fair', 'one incident, another → the one that is left'; 'another' where two are kept apart."""
    if act in _FIELDS and len(after) == 1:
        ((name, new),) = after.items()
        old = before.get(name)
        told = " → ".join(str(shown(name, msgspec.json.decode(each))) for each in (old, new) if each is not None)
        yield Part(said.words(f"{word(name, 'field')}: {told}" + ("" if new is not None else " → –")))
        return
    for no, ids in enumerate(each for each in (_ids(before), () if act in _BESIDE else _ids(after)) if each):
        if no:
            yield Part(" → ")
        for at, id in enumerate(ids):
            if at:
                yield Part(sign(", "))
            yield called.get(id, Part(id))


_FIELDS = ("grade", "set")
_BESIDE = ("reject", "together")  # of these the other incident is told alone


def _ids(of: dict[str, Any]) -> list[str]:
    out: list[str] = []
    for value in of.values():
        if isinstance(value, str):
            out.append(value)
        elif isinstance(value, list):
            out += [each for each in value if isinstance(each, str)]
    return out


def _called(request: Request, rows: Sequence[Entry]) -> dict[str, Part]:
    """What the incidents that these lines name are called, by id. One that was joined into another has no title any
    more: it is called by a report that told of it. Two queries."""
    ids: set[str] = set()
    first: dict[str, str] = {}
    for row in rows:
        if row.act in _FIELDS:
            continue
        before, after = _ids(_fields(row.before)), _ids(_fields(row.after))
        ids.update(before, after)
        moved = next((fact[1] for fact in effects.decode(row.effects) if fact[0] == "placed"), None)
        if row.act == "join" and moved is not None:
            first.update(dict.fromkeys(set(before) - set(after), str(moved)))
    if not ids:
        return {}
    veils, found = care.veils(request), {}
    for id, title in Incident.objects.using(USING).filter(id__in=ids).values_list("id", "title"):
        if title:
            found[id] = Part(titles.title(veils.words(title)), reverse("incident", kwargs={"id": id}))
    reports = Report.objects.using(USING).filter(name__in=set(first.values()), current=True)
    heads = {name: (at, title) for name, at, title in reports.values_list("name", "id", "title")}
    for id, name in first.items():
        if id not in found and name in heads and heads[name][0] not in request.sight.reports:
            at, head = heads[name]
            told = _("what “%(report)s” told of") % {"report": veils.words(head or name)}
            found[id] = Part(told, reverse("report", kwargs={"row": at}))
    return found
