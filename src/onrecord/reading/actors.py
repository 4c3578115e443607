"""Actors: who took part in an incident, of what kind, and under which names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from msgspec.structs import replace

from onrecord.reading.givers import apart, givers
from onrecord.reading.partakers import Named, alike, are_people, body_in, head, is_word, nobody, whole
from onrecord.reading.signs import Part
from onrecord.record import ActorKind, Entity, Participant, Role, Span, Statement
from onrecord.record import words as said

# Who follows these words is one with whom the words before name: 'the Northern Front, formerly the Free Brigades'.
_ALIAS = re.compile(
    r"^[\s,(—–-]*(?:formerly|also known as|better known as|known as|a\.k\.a\.|(?<=[,(] )or|(?<=[(])or)\s+$",
    re.IGNORECASE,
)
# Words that tie a group to a side, up to the end of the phrase.
_ALLEGIANCE = re.compile(
    r"\b(?:loyal to|allied (?:with|to)|backed by|linked to|affiliated with|supported by|pledged? allegiance to|"
    r"(?:pro|anti)-government|[\w-]+-(?:backed|aligned|linked|affiliated|supported))\b[^,.;:()\n]{0,60}",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"^[\s,(]*(?:(?:who|which|that)\s+(?:are|is|were|was|have|has)?\s*)?")
_ARTICLE = re.compile(r"^(?:the|an?|some|this|that|these|those|its|their|his|her)\s+", re.IGNORECASE)
_PRONOUNS = frozenset({
    "he", "she", "it", "they", "we", "i", "you", "them", "him", "her", "who", "which", "that", "this", "those", "these",
    "one",
})  # fmt: skip


@cache
def _kinds() -> list[tuple[ActorKind, re.Pattern[str]]]:
    data = tomllib.loads((files("onrecord.reading") / "data" / "actors.toml").read_text(encoding="utf-8"))
    out = []
    for kind in data["kind"]:
        words = "|".join(re.escape(w.removesuffix("*")) + (r"\w*" if w.endswith("*") else "") for w in kind["words"])
        out.append((kind["name"], re.compile(rf"\b(?:{words})\b", re.IGNORECASE)))
    return out


def kind_of(words: str) -> ActorKind:
    """The kind of actor that words name or describe; ``unknown`` where no list has them."""
    return next((kind for kind, pattern in _kinds() if pattern.search(words)), "unknown")


def _kind(name: str, words: str) -> ActorKind:
    """The kind by the name, else by the words that stand there."""
    found = kind_of(name)
    return found if found != "unknown" else kind_of(words)


def name_of(words: str) -> str:
    """Words as a name: one line, no article before."""
    return _ARTICLE.sub("", " ".join(words.split())).strip(' ,;:—–-"“”[]()') or " ".join(words.split())


ROLES: dict[str, Role] = {
    "perpetrator": "perpetrator", "target": "target", "claimant": "claimant", "rescuer": "rescuer",
}  # fmt: skip
# What one does who helps, behind the words for them: 'the coastguard | has recovered 61 bodies', 'St Luke | received'.
_HELPS = re.compile(
    r"(?:\s+(?!(?:who|which|that|and|or|but|was|were|is|are|be|been|being|not)\b)[a-z-]+)?\s+(?:(?:has|have|had|later|then|also|since|already)\s+)*"
    r"(?:rescued|saved|treated|received|admitted|took\s+in|retrieved|autopsied"
    r"|(?:recovered|found|counted|pulled|collected|handed\s+over)\s+(?:[\w-]+\s+){0,4}?(?:bod(?:y|ies)|dead|corpses?|remains|survivors?|alive))\b",
)
# 'The coroner identified the dead as'
_NAMED_DEAD = re.compile(
    r"\b(?:dead|victims?|deceased|wounded|killed)(?:\s+\w+){0,2}\s+as\s+[^.;:!?\n]{0,80}$", re.IGNORECASE
)
# A part of the record's roles that does something.
_DOERS = frozenset({"perpetrator", "claimant"})


def participants(
    text: str, parts: Iterable[Part], entities: Sequence[Entity], statements: Sequence[Statement]
) -> tuple[Participant, ...]:
    """Who took part, one entry a role and actor; every mention of an actor that is marked is among its spans. A body
    whose people acted is an entry of its own, before them."""
    made: list[Participant] = []
    named = Named(entities)
    for role, start, end in _phrases(text, parts, named):
        words = text[start:end]
        entity = _entity((start, end), named)
        if entity is not None and entity.kind != "person" and are_people(words):
            entity = None  # of its people it is not the name
        name = entity.name if entity is not None and entity.name.lower() not in _PRONOUNS else name_of(words)
        span = Span(start, end)
        at = next((n for n, p in enumerate(made) if p.role == role and _same(p, name, entity, text, span)), None)
        tie = _ALLEGIANCE.search(words) or _ALLEGIANCE.match(_RELATIVE.sub("", text[end : end + 90]))
        allegiance = tie[0].strip() if tie else None
        if at is None:
            made.append(
                Participant(
                    role=role,
                    name=name,
                    spans=(span,),
                    text=words,
                    entity=entity.id if entity else None,
                    kind=_kind(name, words),
                    given_by=givers(span, statements),
                    allegiance=allegiance,
                )
            )
        else:
            made[at] = _with(made[at], span, words, name, givers(span, statements), allegiance, text)
    return tuple(made)


def _phrases(text: str, parts: Iterable[Part], named: Named) -> Iterator[tuple[Role, int, int]]:
    """The whole phrases of the marked parts, each with its role; a body before its people."""
    for part in parts:
        role = ROLES.get(part.part)
        if role is None or text[part.start : part.end].lower() in _PRONOUNS:
            continue
        start, end = whole(text, part.start, part.end, named)
        if role in _DOERS and nobody(text[start:end]):
            continue
        if role == "perpetrator" and (
            _HELPS.match(text, end) or _NAMED_DEAD.search(text, max(0, start - _BEFORE), start)
        ):
            continue
        if role == "target" and is_word("no_targets", head(text[start:end])):
            continue
        body = body_in(text, start, end, named) if role in _DOERS else None
        if body is not None:
            yield role, *body
        yield role, start, end


def _with(
    p: Participant,
    span: Span,
    words: str,
    name: str,
    given_by: tuple[str, ...],
    allegiance: str | None,
    text: str,
) -> Participant:
    spans = apart((*p.spans, span))
    both = (*p.given_by, *(g for g in given_by if g not in p.given_by))
    return replace(
        p,
        name=p.name if len(p.name) >= len(name) else name,
        spans=spans,
        text=said(text, spans),
        kind=p.kind if p.kind != "unknown" else kind_of(words),
        # The report's own voice needs no giver besides.
        given_by=both if p.given_by and given_by else (),
        allegiance=p.allegiance or allegiance,
    )


def _entity(span: tuple[int, int], named: Named) -> Entity | None:
    """The entity of which a mention and ``span`` cover at least half of each other; places are none."""
    best: tuple[int, Entity] | None = None
    for s, f, e in named.over(*span):
        both = min(f, span[1]) - max(s, span[0])
        half = both > 0 and both * 2 >= max(span[1] - span[0], f - s)
        if half and (best is None or both > best[0]):
            best = (both, e)
    return best[1] if best else None


def _words(name: str) -> set[str]:
    return {w for w in re.findall(r"\w+", name.lower()) if w not in {"the", "of", "and", "a", "an"}}


# Words in brackets, so long at most, and what stands before them; of the same words in brackets so many are looked at.
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,80})[)\]]")
_BEFORE, _AS_OFTEN = 120, 8


@lru_cache(maxsize=1)
def _in_brackets(text: str) -> dict[str, list[str]]:
    """For words in brackets what stands before them, lower case and on one line."""
    out: dict[str, list[str]] = {}
    for m in _BRACKETS.finditer(text):
        before = out.setdefault(name_of(m[1]).lower(), [])
        if len(before) < _AS_OFTEN:
            before.append(" ".join(text[max(0, m.start() - _BEFORE) : m.start()].lower().split()))
    return out


def _explained(one: str, other: str, text: str) -> bool:
    """Whether the report has one name in brackets behind the other: 'the Free Karsa Front (FKF)'."""
    known = _in_brackets(text)
    a, b = name_of(one).lower(), name_of(other).lower()
    return any(f" {x}".endswith(f" {a}") for x in known.get(b, ())) or any(
        f" {x}".endswith(f" {b}") for x in known.get(a, ())
    )


def _same(p: Participant, name: str, entity: Entity | None, text: str, span: Span) -> bool:
    if are_people(p.name) != are_people(name):
        return False
    if _explained(p.name, name, text):
        return True
    if entity is not None and p.entity is not None:
        return entity.id == p.entity or bool(_ALIAS.match(text[p.spans[-1].end : span.start]))
    one, other = _words(p.name), _words(name)
    if (one and other and (one <= other or other <= one)) or alike(p.name, name):
        return True
    return 0 <= span.start - p.spans[-1].end < 60 and bool(_ALIAS.match(text[p.spans[-1].end : span.start]))
