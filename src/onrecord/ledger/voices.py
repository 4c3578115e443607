"""The voices of one report: who its statements are of, by name. From the record alone.

A voice has a name that could be met in another report: 'the district hospital', 'residents' or 'he' have none, and are
not the same wherever they stand.
"""

from __future__ import annotations

from typing import NamedTuple, cast, get_args

from onrecord.ledger.folding import fold, key
from onrecord.record import Entity, Record, Source, SourceKind, Statement


class Voice(NamedTuple):
    """One named source of a report. ``statements`` are their ids, ``hands`` the names through whom each of them came,
    ``aliases`` the other names that the report's entity has for it."""

    key: str
    name: str
    role: str | None
    kind: SourceKind | None
    affiliation: str | None
    aliases: tuple[str, ...]
    statements: tuple[str, ...]
    hands: tuple[str, ...]


_KINDS = frozenset(get_args(SourceKind))
_PRONOUNS = frozenset(("he", "she", "they", "it", "we", "i", "you", "who", "him", "her", "them", "us", "me", "this"))
# Words in lower case that a proper name may begin with.
_PARTICLES = """
the a an de del della der den di da dos du la le von van ter ten bin ibn ben bint abu umm al el ad an ar as at az ash ag
""".split()  # noqa: SIM905


def named(name: str, *, role: str | None = None) -> bool:
    """Whether ``name`` is a proper name, and not what somebody is called in passing ('a commander of the Shield')."""
    folded = key(name)
    if not folded or folded in _PRONOUNS or (role and folded == key(role)):
        return False
    words = name.split()
    while len(words) > 1 and words[0].lower() in _PARTICLES:
        words = words[1:]
    # In scripts without capitals every word may be a name's.
    return any(c.isupper() or (c.isalpha() and c.lower() == c.upper()) for c in words[0])


def speakers(record: Record) -> list[tuple[Statement, Source, list[Entity]]]:
    """Every statement that has a source, with the entities of its speakers."""
    entities = {entity.id: entity for entity in record.entities}
    found = []
    for statement in record.statements:
        source = statement.source
        if source is not None:
            ids = source.entities or ((source.entity,) if source.entity else ())
            found.append((statement, source, [entities[id] for id in dict.fromkeys(ids) if id in entities]))
    return found


def voices(record: Record) -> list[Voice]:
    """The voices of a record, in the order in which they first speak."""
    found: dict[str, Voice] = {}
    for statement, source, entities in speakers(record):
        hands = tuple(dict.fromkeys(hand.name or hand.text for hand in statement.reported_by))
        for voice in _each(source, entities):
            before = found.get(voice.key)
            if before is None:
                found[voice.key] = voice._replace(statements=(statement.id,), hands=hands)
            elif statement.id not in before.statements:
                found[voice.key] = before._replace(
                    statements=(*before.statements, statement.id),
                    hands=tuple(hand for hand in before.hands if hand in hands),
                    role=before.role or voice.role,
                    affiliation=before.affiliation or voice.affiliation,
                    aliases=tuple(dict.fromkeys((*before.aliases, *voice.aliases))),
                )
    return list(found.values())


def _each(source: Source, entities: list[Entity]) -> list[Voice]:
    if source.kind == "anonymous":
        return []
    if not entities:
        name = source.name
        if name is None or not named(name, role=source.role):
            return []
        return [Voice(key(name), name, source.role, source.kind, None, (), (), ())]
    alone = len(entities) == 1
    out = []
    for entity in entities:
        role = entity.role or (source.role if alone else None)
        if not named(entity.name, role=role):
            continue
        kind: str | None = source.kind if alone and source.kind else entity.kind
        mine = key(entity.name)
        aliases = tuple(each for each in entity.aliases if key(each) not in ("", mine) and named(each, role=role))
        of = cast(SourceKind, kind) if kind in _KINDS else None
        out.append(Voice(mine, entity.name, role, of, entity.affiliation, aliases, (), ()))
    return out


def told_by(record: Record) -> list[str]:
    """Everything that a speaker of the record is called by: names, roles, what they belong to. For search."""
    found: dict[str, None] = {}
    for _, source, entities in speakers(record):
        texts = [source.name or source.text, source.role]
        for entity in entities:
            texts += [entity.name, *entity.aliases, entity.role, entity.affiliation]
        for text in texts:
            words = " ".join(fold(text)) if text else ""
            if words and words not in _PRONOUNS:
                found[words] = None
    return list(found)
