"""Which organisation or document 'the ministry', 'the group' or 'the report' means."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.reading.cast import Actor, tokens_of
from onrecord.reading.grammar import ANY_DOCUMENT, ARMIES, BEFORE_BODIES, DETERMINERS, EMPTY, ISSUED, PRESS
from onrecord.reading.persons import held_by
from onrecord.reading.phrases import Phrase, parse
from onrecord.reading.pronouns import nobody
from onrecord.reading.scene import DECAY, best
from onrecord.reading.stage import Stage
from onrecord.reading.titles import nouns
from onrecord.reading.wording import key_of, owner_of, unknown


def noun_fits(phrase: Phrase) -> Callable[[Actor], int]:
    """How well an organisation fits a noun such as 'the ministry': 3 where its name has the noun, 2 where it has a word
    that goes with it, 1 where the noun is so wide that any such body may be meant, 0 where it is another."""
    known = nouns()
    head = phrase.head
    wanted = [m for m in phrase.modifiers if m not in EMPTY and not m.endswith("-based")]
    asked = known.bodies.get(head, frozenset())

    def fits(actor: Actor) -> int:
        if (
            actor.many
            or actor.kind in {"person", "document", "event"}
            or (actor.kind == "other" and not actor.spoke and not actor.sorts)
        ):
            return 0
        if actor.kind == "place" and head not in {"country", "government", "republic", "kingdom", "side"}:
            return 0
        low = (
            set(actor.tokens) | actor.sorts | {w.lower() for name in (actor.name, *actor.aliases) for w in name.split()}
        )
        if any(m not in low for m in wanted):
            return 0
        if head in low:
            # 'the army' is not the Army of the Valley, a band that calls itself so
            return 3 if head not in ARMIES or actor.kind == "place" or _ends_so(actor, head) else 0
        if asked & low:
            return 2
        if head not in known.free or actor.kind == "place":
            return 0
        if low & known.state or any(" " in s and s in " ".join(actor.tokens) for s in known.state):
            return 0
        if head not in PRESS and ("press" in actor.sorts or low & PRESS or " ".join(actor.tokens) in known.press):
            return 0
        if head in known.armed and low & known.civil:
            return 0
        return 1

    return fits


def _ends_so(actor: Actor, head: str) -> bool:
    """Whether one of a body's names ends in a noun, or what the text calls it is one."""
    names = (actor.name, *actor.aliases)
    return not actor.named or head in actor.sorts or any(n.lower().split()[-1:] == [head] for n in names)


def body_of(stage: Stage, phrase: Phrase, at: int, key: tuple[str, ...]) -> Actor | None:
    if key in stage.nouns and not (phrase.definite and not phrase.modifiers and not phrase.holder):
        return stage.nouns[key]
    if phrase.owner is None and phrase.ownerword is None and not phrase.holder:
        fits = noun_fits(phrase)
        if phrase.definite or phrase.modifiers or phrase.head == "police":
            grades = {id(a): fits(a) for a in stage.cast.actors}
            for grade in (3, 2):
                found = best(stage.scene, at, lambda a: grades.get(id(a), 0) >= grade, decay=DECAY)  # noqa: B023
                if found is None:
                    options = [a for a in stage.cast.actors if grades[id(a)] >= grade and a.named]
                    found = options[0] if len(options) == 1 else None
                if found is not None:
                    return found
                if grade == 3 and phrase.definite and not phrase.modifiers:
                    found = introduced(stage, phrase.head, phrase.indexes[0])
                    if found is not None:
                        return found
            if phrase.definite:
                found = best(stage.scene, at, lambda a: grades.get(id(a), 0) >= 1, decay=DECAY)
                if found is None and phrase.head in nouns().free and not phrase.modifiers:
                    found = best(stage.scene, at, nobody, reach=8)
                if found is not None:
                    if found.kind == "person":
                        found.kind = "organisation"
                    return found
    if phrase.modifiers or phrase.holder:
        tokens = {*phrase.modifiers, phrase.head, *(held_by(stage, phrase) or set())}
        for actor in stage.cast.actors:
            if actor.kind == "organisation" and actor.named and tokens <= set(actor.tokens):
                return actor
    if key in stage.nouns:
        return stage.nouns[key]
    actor = unknown(stage, phrase)
    actor.tokens = key
    stage.nouns[key] = actor
    return actor


def introduced(stage: Stage, head: str, before: int) -> Actor | None:
    """The body that the text brought in by a fuller noun phrase: 'the UN mission', 'an interior ministry official'."""
    page = stage.page
    words = page.words
    things = nouns()
    for i in reversed(page.where(head)):
        if i >= before or page.quoted[i]:
            continue
        k = i
        while (
            k
            and page.sentence[k - 1] == page.sentence[i]
            and not words[k - 1].owns
            and i - k < 5
            and (
                words[k - 1].capital
                or words[k - 1].low in things.abstract
                or words[k - 1].low in things.heads
                or words[k - 1].low in BEFORE_BODIES
            )
            and words[k - 1].low not in DETERMINERS
        ):
            k -= 1
        if k == i:
            continue
        name = page.said(range(k, i + 1))
        for actor in stage.cast.actors:
            if actor.kind == "organisation" and actor.name.lower() == name.lower():
                return actor
        actor = Actor(
            "organisation", name, tokens_of(page, k, i + 1), named=any(words[j].capital for j in range(k, i + 1))
        )
        actor.mentions.add((words[k].start, words[i].end))
        return stage.cast.add(actor)
    return None


def document_of(stage: Stage, phrase: Phrase, at: int, key: tuple[str, ...]) -> Actor:
    if phrase.definite and not phrase.holder and phrase.owner is None and phrase.ownerword is None:
        if phrase.head in nouns().bodies:
            # 'the paper' is a newspaper where one was named
            fits = noun_fits(phrase)
            house = best(stage.scene, at, lambda a: fits(a) >= 2, decay=DECAY)
            if house is not None:
                return house
        found = best(
            stage.scene,
            at,
            lambda a: (
                a.kind == "document"
                and (a.head == phrase.head or phrase.head in a.name.lower().split() or phrase.head in ANY_DOCUMENT)
                and all(m in a.name.lower() for m in phrase.modifiers)
            ),
        )
        if found is not None:
            return found
    if key in stage.nouns:
        return stage.nouns[key]
    actor = unknown(stage, phrase)
    stage.nouns[key] = actor
    return actor


def voice_of(stage: Stage, phrase: Phrase, at: int) -> Actor | None:
    """A statement speaks with its author's voice."""
    if phrase.owner is not None and phrase.owner[0] in stage.cast.at:
        return stage.cast.at[phrase.owner[0]]
    if phrase.ownerword is not None:
        owner = owner_of(stage, phrase)
        if owner is not None:
            return owner
    if phrase.holder:
        inner = parse(stage.page, phrase.holder)
        if inner.form not in {"empty", "pronoun", "relative"}:
            before = next((stage.page.words[i - 1].low for i in phrase.holder[:1]), "")
            if before in {"of", "from", "by"}:
                return stage.who(inner)
    for k, i in enumerate(phrase.indexes):
        if (
            stage.page.words[i].low in {"by", "from"}
            and k + 1 < len(phrase.indexes)
            and (stage.page.words[i - 1].low == phrase.head or stage.page.words[i - 1].low in ISSUED)
        ):
            inner = parse(stage.page, phrase.indexes[k + 1 :])
            if inner.form not in {"empty", "pronoun", "relative"}:
                return stage.who(inner)
    for m in range(len(phrase.main) - 1):
        actor = stage.cast.at.get(phrase.main[m])
        if actor is not None and actor.kind != "place":
            return actor
    bare = len(phrase.main) == len(phrase.indexes)
    if phrase.definite or (bare and phrase.head in {"statement", "communique", "release"}):
        found = best(
            stage.scene, at, lambda a: bool(a.spoke) and a.kind in {"organisation", "person", "group"} and not a.many
        )
        if found is not None:
            return found
    phrase.form = "document"
    return document_of(stage, phrase, at, key_of(stage, phrase))
