"""The form of the search: fields that write into the one line of a query, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from onrecord.desk.terms import TERMS, word
from onrecord.ledger.query import Query, QueryError, parse, written


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``name`` is its name in the form and, but for a dash, of the query; ``kind`` how it is written."""

    name: str
    word: str | Promise
    attribute: str
    kind: str = "text"


FIELDS = (
    Field("said", lazy("Who said it"), "said_by"),
    Field("name", lazy("Who is named"), "name"),
    Field("outlet", lazy("Outlet"), "outlet"),
    Field("published-from", lazy("Published from"), "published_since", "date"),
    Field("published-to", lazy("Published to"), "published_until", "date"),
    Field("place", lazy("Place or country of the incident"), "place"),
    Field("kind", lazy("Type of incident"), "kind", "choice"),
    Field("since", lazy("Incident from"), "since", "date"),
    Field("until", lazy("Incident to"), "until", "date"),
    Field("killed-least", lazy("Killed, at least"), "killed_at_least", "number"),
    Field("killed-most", lazy("Killed, at most"), "killed_at_most", "number"),
    Field("injured-least", lazy("Injured, at least"), "injured_at_least", "number"),
    Field("injured-most", lazy("Injured, at most"), "injured_at_most", "number"),
)
EVENTS = (
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Riots",
    "Protests",
    "Strategic developments",
    "non-violent",
    "other",
)
"""What an incident's row has for a kind: ACLED's types of event, and the kind itself where ACLED has none."""
_BOUNDS = {
    "published-from": "published:>={}", "published-to": "published:<={}", "killed-least": "killed:>={}",
    "killed-most": "killed:<={}", "injured-least": "injured:>={}", "injured-most": "injured:<={}",
}  # fmt: skip


def asked(form: Mapping[str, str]) -> str | None:
    """The query that a form which was sent in says, as one line; None where no form was.

    What is typed into ``words`` may have filters as well: these come before the fields of the same name. What cannot be
    understood stands in it as it was typed, for the search to say what is wrong with it.
    """
    if "words" not in form:
        return None
    words = form.get("words", "").strip()
    if words.count('"') % 2:  # else the phrase would go on into the fields
        words += '"'
    try:
        typed = parse(words) if words else Query()
    except QueryError:
        typed = Query(words=words)
    parts = [words]
    for field in FIELDS:
        value = " ".join(form.get(field.name, "").replace('"', " ").split())
        if value and getattr(typed, field.attribute) is None:
            text = _BOUNDS.get(field.name, field.name + ":{}").format(value)
            head, _, tail = text.partition(":")
            parts.append(f'{head}:"{tail}"' if " " in tail else text)
    line = " ".join(part for part in parts if part)
    try:
        return written(parse(line))
    except QueryError:
        return line


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as the form shows it: with its ``value``, and what to choose from."""

    field: Field
    value: str
    choices: tuple[tuple[str, str], ...] = ()


def fields(query: Query | None) -> tuple[Shown, ...]:
    """The fields, filled in from a query; empty without one."""
    made = []
    for field in FIELDS:
        value = getattr(query, field.attribute) if query is not None else None
        text = "" if value is None else str(value)
        choices = tuple((event, event_word(event)) for event in EVENTS) if field.kind == "choice" else ()
        if choices and text and text not in dict(choices):
            choices = ((text, text), *choices)  # other words of a kind, typed into the line
        made.append(Shown(field, text, choices))
    return tuple(made)


def event_word(event: str) -> str:
    """What an incident's column ``event`` is called."""
    return word(event, "acled" if event in TERMS["acled"] else "incident")
