"""Who gives a figure: names out of a record's statements, when two are the same, and when one is the party blamed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from onrecord.accounts.words import folded, those
from onrecord.record import Entity, Record, Statement

_KINDS = ("military", "police", "armed")


class Voice(NamedTuple):
    """One giver: the fullest name, and every word that the report has for who that is (role, affiliation)."""

    name: str
    about: tuple[str, ...] = ()


class Voices:
    """The statements and entities of one record by their ids."""

    def __init__(self, record: Record) -> None:
        self.statements: Mapping[str, Statement] = {each.id: each for each in record.statements}
        self.entities: Mapping[str, Entity] = {each.id: each for each in record.entities}

    def of(self, ids: Iterable[str]) -> tuple[Voice, ...]:
        """Every speaker of the statements ``ids``, each once, in their order. One that has no source gives nobody."""
        found: dict[tuple[str, ...], Voice] = {}
        for each in ids:
            statement = self.statements.get(each)
            source = statement.source if statement is not None else None
            if source is None:
                continue
            joint = [self.entities[entity] for entity in source.entities if entity in self.entities]
            if len(joint) > 1:
                told = [Voice(e.name, _about(e)) for e in joint]
            else:
                about = tuple(filter(None, (source.text, source.role, *(_about(joint[0]) if joint else ()))))
                told = [Voice(source.name or source.text, about)]
            for voice in told:
                found.setdefault(folded(voice.name), voice)
        return tuple(found.values())


def _about(entity: Entity) -> tuple[str, ...]:
    return tuple(filter(None, (entity.role, entity.affiliation)))


def same(one: str, other: str) -> bool:
    """Whether two names may be one giver's: the same words, or a shorter one with the last word of the longer."""
    a, b = folded(one), folded(other)
    if a == b:
        return True
    if not a or not b or a[-1] != b[-1]:
        return False
    return set(a) <= set(b) or set(b) <= set(a)


def earlier_text(name: str) -> bool:
    """Whether a giver is what the report itself said before: 'an earlier version of this article'."""
    words = folded(name)
    for n, (one, other) in enumerate(pairwise(words)):
        if one in those("corrections", "earlier") and other in those("corrections", "texts"):
            rest = words[n + 2 : n + 4]
            ours = bool(rest) and rest[0] in ("of", "by", "from", "in") and rest[-1] in those("corrections", "own")
            return ours or (not rest and other.startswith("version"))  # 'earlier reports' may be anybody's
    return False


def known(name: str) -> bool:
    """Whether a name tells one giver from others of its kind: 'Mara Hale' does, 'police' does not."""
    words = folded(name)
    return any(each not in those("names", "common") for each in words) and any(c.isupper() for c in name)


def named(names: Sequence[str], *, most: int = 3) -> str:
    """'A', 'A and B', 'A, B and 3 more'."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _kinds(words: Iterable[str]) -> frozenset[str]:
    held = set(words)
    return frozenset(kind for kind in _KINDS if held & those("party", kind))


def body(name: str) -> bool:
    """Whether a name tells one party from others: 'Red Dawn' and 'the army' do, 'a gunman' does not."""
    return known(name) or bool(_kinds(folded(name)) - {"armed"})


def party(voice: Voice, blamed: Iterable[str]) -> str | None:
    """The blamed party that the giver speaks for, if any: the same name, or bodies of one kind (army, police, armed
    group) that no other word parts: 'the army spokesman' where 'Ruvan soldiers' are blamed, not 'the Tessin army'."""
    texts = [set(folded(each)) for each in (voice.name, *voice.about)]
    own = texts[0] if not _kinds(texts[0]) else set()  # a person's own name parts nobody from a body
    for name in blamed:
        words = set(folded(name))
        if same(voice.name, name) and known(name):
            return name
        shared = _kinds(words)
        said = set[str]().union(*(each for each in texts if _kinds(each) & shared))
        if not said:
            continue
        theirs, ours = words - _BODIES, said - own - _BODIES
        if not theirs or not ours or any(_alike(one, other) for one in theirs for other in ours):
            return name
    return None


_BODIES = frozenset[str]().union(*(those("party", kind) for kind in _KINDS), those("names", "common"))


def _alike(one: str, other: str) -> bool:
    """Whether two words share their beginning: 'Ruvan' and 'Ruvanian' do, 'Ruvan' and 'Russet' do not."""
    enough = max(4, min(len(one), len(other)) - 1)
    return one[:enough] == other[:enough]
