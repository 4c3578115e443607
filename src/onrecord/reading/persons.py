"""Which person 'the minister', 'the 34-year-old', 'his daughter' or 'a nurse' means."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.reading.cast import Actor
from onrecord.reading.grammar import BARE_PERSON, DEPUTY, DETERMINERS, EMPTY_OF_PERSONS, FREE, KIN, PAST
from onrecord.reading.phrases import Phrase
from onrecord.reading.pronouns import person
from onrecord.reading.scene import best
from onrecord.reading.stage import Stage
from onrecord.reading.titles import nouns, titles
from onrecord.reading.wording import owner_of, unknown


def role_fits(phrase: Phrase, *, named: bool | None = None) -> Callable[[Actor], float]:
    """How well a person's offices bear out 'the army spokesman'; 0 where they do not."""
    alike = titles().alike
    heads = alike.get(phrase.head, frozenset((phrase.head,)))
    past = PAST & set(phrase.modifiers)
    against = {m for m in phrase.modifiers if m in FREE}
    modifiers = [m for m in phrase.modifiers if m not in EMPTY_OF_PERSONS]

    def fits(actor: Actor) -> float:
        if actor.kind not in {"person", "other"} or actor.many:
            return 0.0
        if phrase.gender is not None and actor.gender is not None and actor.gender != phrase.gender:
            return 0.0
        offices = set(actor.offices().replace("’s", "").replace("'s", "").split())
        if actor.head is not None:
            offices.add(actor.head)
            offices |= actor.modifiers
        score = 2.0 if phrase.head in offices else 1.0 if heads & offices else 0.0
        if not score:
            return 0.0
        if ((DEPUTY & offices) - set(phrase.modifiers) and phrase.head not in DEPUTY and phrase.modifiers != ()) or (
            DEPUTY & offices and phrase.head in {"president", "minister"} and not DEPUTY & set(phrase.modifiers)
        ):
            return 0.0
        score += 0.5 if bool(offices & PAST) == bool(past) else 0.0
        if modifiers:
            stems = {o[:5] for o in offices} | {t[:5] for t in actor.tokens}
            missing = [m for m in modifiers if m[:5] not in stems]
            stately = offices & nouns().state and not (
                actor.affiliation and any(c.isupper() for c in actor.affiliation)
            )
            if missing and not (set(missing) <= against and not stately and not actor.modifiers):
                return 0.0
            score += 0.0 if missing else 1.0
        if named and not actor.named:
            return 0.0
        return score

    return fits


def unnamed(stage: Stage, phrase: Phrase, at: int, key: tuple[str, ...]) -> Actor | None:
    """'the researcher', 'the 34-year-old', 'a nurse': a person by office, age or family."""
    apposed = beside(stage, phrase)
    if apposed is not None:
        return apposed
    if phrase.ownerword is not None or phrase.owner is not None:
        family = phrase.head in KIN
        owner = (
            owner_of(stage, phrase)
            if phrase.ownerword
            else stage.cast.at.get(phrase.owner[0])
            if phrase.owner
            else None
        )
        kin = [
            a
            for a in stage.cast.actors
            if a.kind == "person"
            and a.named
            and a.role
            and phrase.head in a.role.lower().split()
            and all(m in a.offices() for m in phrase.modifiers if m not in {"of"})
            and (
                family
                or (
                    owner is not None
                    and set(owner.tokens) & set(a.offices().replace("’s", "").replace("'s", "").split())
                )
            )
        ]
        if len(kin) == 1 and not (phrase.owner is not None and stage.cast.at.get(phrase.owner[0]) is kin[0]):
            return kin[0]
    if phrase.head in {"another", "one"} and not phrase.modifiers:
        for event in reversed(stage.scene.before(at)):
            if event.actor.kind not in {"person", "other"}:
                continue
            if not event.actor.named and event.actor.spoke and event.actor.head and not event.actor.many:
                made = unknown(stage, phrase)
                made.kind, made.head = event.actor.kind, event.actor.head
                made.name = f"{phrase.head} {made.head}" if phrase.head == "another" else made.name
                return made
    if phrase.definite and phrase.owner is None and phrase.ownerword is None:
        if phrase.age is not None:
            aged = [a for a in stage.cast.actors if a.kind == "person" and a.age == phrase.age]
            if len(aged) == 1:
                return aged[0]
        fits = role_fits(phrase)
        scores = [(fits(a), a) for a in stage.cast.actors]
        top = max((s for s, _ in scores), default=0.0)
        if phrase.holder and held_by(stage, phrase) is not None:
            held = held_by(stage, phrase)
            scores = [(s, a) for s, a in scores if s and held & set(a.offices().replace("’s", "").split())]  # type: ignore[operator]
            top = max((s for s, _ in scores), default=0.0)
        if top:
            options = [a for s, a in scores if s == top]
            found = best(stage.scene, at, lambda a: a in options)
            if found is None and len(options) == 1:
                found = options[0]
            if found is not None:
                return found
        if (phrase.head in BARE_PERSON and not phrase.modifiers) or phrase.age is not None:
            found = best(stage.scene, at, person(phrase.gender), gender=phrase.gender, reach=6)
            if found is not None and (found.age is None or phrase.age is None or found.age == phrase.age):
                return found
        if key in stage.nouns:
            return stage.nouns[key]
    later = named_later(stage, phrase, at)
    if later is not None:
        return later
    actor = unknown(stage, phrase)
    stage.nouns[key] = actor
    return actor


def named_later(stage: Stage, phrase: Phrase, at: int) -> Actor | None:
    """The one person whom a report's opening calls by office and names later: 'a hospital director said'."""
    page = stage.page
    words = page.words
    if (
        phrase.definite
        or words[phrase.main[0]].low not in {"a", "an"}
        or page.paragraph[phrase.indexes[0]] > stage.opening
        or not phrase.modifiers
    ):
        return None
    fits = role_fits(phrase)
    options = [
        a
        for a in stage.cast.actors
        if a.named and a.kind == "person" and fits(a) >= 2 and a.mentions and min(a.mentions)[0] > at
    ]
    return options[0] if len(options) == 1 else None


def beside(stage: Stage, phrase: Phrase) -> Actor | None:
    """The name that the phrase stands beside: 'Colonel Benar, the press officer', 'X, who as spokesman'."""
    page = stage.page
    words = page.words
    i = phrase.indexes[0]
    k = i - 1
    while k >= 0 and (words[k].low in DETERMINERS or words[k].low in {"who", "as", "then", "former"}):
        k -= 1
    if k < 1 or words[k].text != "," or page.sentence[k] != page.sentence[i]:
        return None
    if k == i - 1 and words[i].low not in DETERMINERS:
        return None
    for name in stage.cast.names:
        if name.last == k and name.first in stage.cast.at and stage.cast.at[name.first].kind in {"person", "other"}:
            return stage.cast.at[name.first]
    return None


def held_by(stage: Stage, phrase: Phrase) -> set[str] | None:
    words = [stage.page.words[i].low for i in phrase.holder]
    kept = {w for w in words if w not in DETERMINERS and w.isalpha() and w not in {"of", "for"}}
    return kept or None


def pair_before(stage: Stage, at: int) -> Actor | None:
    """The last two people who spoke, close by: 'both', 'the two'."""
    here = stage.page.sentence[stage.page.nearest(at)]
    last: list[Actor] = []
    for event in reversed(stage.scene.before(at)):
        if here - stage.page.sentence[event.word] > 4 or len(last) == 2:
            break
        if (
            event.actor.kind in {"person", "other"}
            and event.actor.named
            and event.actor.spoke
            and event.actor not in last
        ):
            last.append(event.actor)
    if len(last) < 2:
        return None
    return Actor("group", "", named=False, many=True, members=tuple(reversed(last)))
