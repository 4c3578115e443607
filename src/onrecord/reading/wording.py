"""The words of an unnamed speaker as a name that a table can show."""

from __future__ import annotations

import re

from onrecord.reading.cast import Actor
from onrecord.reading.grammar import DETERMINERS, HOLD, SPEECH
from onrecord.reading.phrases import Phrase, parse
from onrecord.reading.pronouns import body, enclosing, many, person
from onrecord.reading.scene import best
from onrecord.reading.stage import Stage
from onrecord.reading.titles import nouns, titles

# '“Free Coast” channel' is called without the marks.
_QUOTED = re.compile(r"^[\"“«]([^\"“”»]+)[\"”»](?=\s\w)")


def key_of(stage: Stage, phrase: Phrase) -> tuple[str, ...]:
    words = stage.page.words
    held = [words[i].low for i in phrase.holder]
    return tuple(sorted({*phrase.modifiers, phrase.head, *held} - {"the", "of", "a", "an", "said", "for", "at"}))


def call(stage: Stage, phrase: Phrase) -> str:
    """The phrase as a name: owners spelled out, the article off where no one can miss it."""
    page = stage.page
    words = page.words
    said = page.said(phrase.indexes)
    first = words[phrase.indexes[0]]
    if phrase.ownerword is not None and first.low == phrase.ownerword:
        owner = owner_of(stage, phrase)
        if owner is not None:
            rest = page.said(phrase.indexes[1:])
            mark = "’s" if not owner.name.endswith("s") or owner.kind == "person" else "’"
            return f"{owner.name}{mark} {rest}"
    if phrase.owner is not None:
        a, b = phrase.owner
        actor = stage.cast.at.get(a)
        if actor is not None and actor.named and b - 1 in phrase.indexes:
            short = page.said(range(a, b))
            if short != actor.name and short in said:
                said = said.replace(short, actor.name, 1)
    said = _QUOTED.sub(r"\1", spelled(stage, phrase, said))
    if said.count("“") > said.count("”"):
        said += "”"
    for low in ("the ", "The "):
        if said.startswith(low) and len(said) > len(low):
            rest = said[len(low) :]
            if phrase.form in {"organisation", "group", "document"} or len(rest.split()) > 1:
                said = rest
    if (
        said[:1].isupper()
        and said.startswith(first.text)
        and not (first.text.isupper() and len(first.text) > 1)
        and common_noun(stage, phrase)
    ):
        said = said[:1].lower() + said[1:]
    return said


def spelled(stage: Stage, phrase: Phrase, said: str) -> str:
    """The phrase with bodies that it merely points at named: 'a spokesman for the ministry'."""
    page = stage.page
    words = page.words
    kept = phrase.indexes
    known = nouns()
    for n in range(2, len(kept)):
        i = kept[n]
        if (
            words[kept[n - 1]].low != "the"
            or words[kept[n - 2]].low not in HOLD
            or words[i].capital
            or (words[i].low not in known.generic and words[i].low not in known.bodies)
        ):
            continue
        if (
            n + 1 < len(kept)
            and words[kept[n + 1]].text not in {",", ")"}
            and words[kept[n + 1]].low not in HOLD | {"and"}
        ):
            continue
        inner = parse(page, (kept[n - 1], i))
        if inner.form != "organisation":
            continue
        actor = stage.who(inner)
        if actor is not None and actor.name.lower() not in {words[i].low, f"the {words[i].low}"}:
            said = said.replace(f"the {words[i].text}", f"the {actor.name}", 1)
            if (
                n - 2 > 0
                and words[kept[n - 2]].low in {"of", "for", "at", "with", "from"}
                and phrase.affiliation is None
            ):
                phrase.affiliation = actor.name
    return said


def common_noun(stage: Stage, phrase: Phrase) -> bool:
    i = phrase.indexes[0]
    word = stage.page.words[i]
    known = titles()
    return (
        word.low in DETERMINERS
        or word.low in known.groups
        or word.low in known.roles
        or word.low in nouns().heads
        or word.low in nouns().documents
        or word.low in nouns().alone
    )


def owner_of(stage: Stage, phrase: Phrase) -> Actor | None:
    at = stage.page.words[phrase.indexes[0]].start
    low = phrase.ownerword
    if low in {"his", "her"}:
        gender = titles().titles["mr" if low == "his" else "mrs"]
        return best(stage.scene, at, person(gender), gender=gender)
    if low == "its":
        return best(stage.scene, at, body)
    if low in {"my", "our"}:
        return enclosing(stage, at)[0]
    return best(stage.scene, at, many)


def spoken(stage: Stage) -> bool:
    """Whether the cue of the current statement is of speech, which things have not: 'a pal said'."""
    cue = stage.statements[stage.current].cue if stage.statements else None
    return cue is not None and (cue.text.strip() == ":" or bool(SPEECH & set(cue.text.lower().split())))


def unknown(stage: Stage, phrase: Phrase) -> Actor:
    kind = {
        "person": "person",
        "organisation": "organisation",
        "group": "group",
        "document": "document",
        "thing": "document",
    }.get(phrase.form, "other")
    if phrase.form == "thing" and spoken(stage):
        kind = "other"
    actor = Actor(kind, call(stage, phrase), named=False, many=phrase.number == "many", gender=phrase.gender)  # type: ignore[arg-type]
    actor.head = phrase.head
    actor.modifiers = frozenset(phrase.modifiers)
    actor.role = phrase.role if phrase.form == "person" else None
    actor.affiliation = phrase.affiliation
    actor.age = phrase.age
    return stage.cast.add(actor)
