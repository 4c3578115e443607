"""Victims: people harmed whom the report names, each with all the words that count it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from onrecord.reading.actors import kind_of
from onrecord.reading.givers import apart
from onrecord.reading.groups import small
from onrecord.reading.near import Near
from onrecord.record import ActorKind, Entity, Figure, Participant, Span
from onrecord.record import words as said

_OF = re.compile(r"(?<![^\W_])(?P<noun>[^\W\d_]*)\s+of\s+(?:the\s+)?(?:[\w.’'-]+\s+){0,4}$", re.IGNORECASE)
_OWNS = re.compile(r"^(?:'s|’s|'|’)\s+(?P<noun>[^\W\d_]+)", re.IGNORECASE)
# What may stand between a name and the words that say who it was: 'Ana Vale, a teacher', 'the mayor, Ana Vale'.
_BESIDE = re.compile(r"^\s*(?:[,(—–-]|--)?\s*(?:(?:the|an?)\s+)?$", re.IGNORECASE)
_FAR = 12


class _Named(NamedTuple):
    """A person named in a figure's words: the figure, the entity, the name, and all the words that say who it was."""

    figure: Figure
    entity: Entity
    mention: Span
    span: Span


def victims(text: str, counted: Sequence[Figure], entities: Sequence[Entity]) -> tuple[Participant, ...]:
    """People harmed whom the report names, one entry a person; 'a teacher' beside the name is among its spans."""
    people = [e for e in entities if e.kind == "person" and any(c.isupper() for c in e.name)]
    near = Near(((m.start, m.end), (e, m)) for e in people for m in e.mentions)
    roles = {e.id: set(e.role.lower().split()) for e in people if e.role}
    harmed = [f for f in counted if f.side == "victims" and f.harm != "displaced"]
    out: dict[str, Participant] = {}
    bare: list[Figure] = []
    for f in harmed:
        named = _named(text, f, near)
        for n in named:
            known = out.get(n.entity.id)
            out[n.entity.id] = _also(known, n.span, f, text) if known else _victim(n, text)
        if not named and f.high == 1:
            bare.append(f)
    beside = Near(((s.start, s.end), (k, s)) for k, p in out.items() for s in p.spans)
    by_office: dict[str, list[str]] = {}
    for k in out:
        for word in roles.get(k, ()):
            by_office.setdefault(word, []).append(k)
    for f in bare:
        span, words = f.spans[0], f.who.text.lower().split()
        around = beside.at((max(0, span.start - _FAR), span.end + _FAR))
        who = {k for k, s in around if _adjoin(text, s, span)}
        if words:
            who |= {k for k in by_office.get(words[0], ()) if set(words) <= roles[k]}
        if len(who) == 1:
            (k,) = who
            out[k] = _also(out[k], span, f, text)
    return tuple(out.values())


def _named(text: str, f: Figure, near: Near[tuple[Entity, Span]]) -> list[_Named]:
    """The persons named in the words of a figure who are counted by it, in the order of the text."""
    found: dict[str, _Named] = {}
    for span in f.spans:
        for e, m in near.at((span.start, span.end)):
            if span.start <= m.start and m.end <= span.end and not _anothers(text, m, span):
                found.setdefault(e.id, _Named(f, e, m, span))
    alone = len(found) == 1 and f.high == 1
    return [n if alone else n._replace(span=n.mention) for n in found.values()]


def _anothers(text: str, m: Span, span: Span) -> bool:
    """Whether a name only says whose the one is who is counted: 'the wife of Ana Vale', 'Ana Vale’s brother'; 'the
    death of Ana Vale' is Ana Vale's."""
    of = _OF.search(text, span.start, m.start)
    owns = _OWNS.search(text[m.end : min(span.end, m.end + 40)])
    noun = of or owns
    return noun is not None and noun["noun"].lower() not in small("remains")


def _victim(n: _Named, text: str) -> Participant:
    words = text[n.span.start : n.span.end]
    return Participant(
        "victim", n.entity.name, (n.span,), words, n.entity.id, _kind(n.figure, words), n.figure.given_by
    )


def _kind(f: Figure, words: str) -> ActorKind:
    """The kind of a victim: those under arms by their words, all others are civilians."""
    if f.who.group == "police":
        return "state forces"
    return kind_of(words) if f.who.group == "combatants" else "civilians"


def _also(p: Participant, span: Span, f: Figure, text: str) -> Participant:
    """A victim with more words that count it."""
    spans = apart((*p.spans, span))
    givers = (*p.given_by, *(g for g in f.given_by if g not in p.given_by)) if p.given_by and f.given_by else ()
    return replace(p, spans=spans, text=said(text, spans), given_by=givers)


def _adjoin(text: str, one: Span, other: Span) -> bool:
    """Whether no more than a comma and an article stand between a name and the words that say who it was."""
    first, second = sorted((one, other))
    return 0 <= second.start - first.end <= _FAR and _BESIDE.match(text[first.end : second.start]) is not None
