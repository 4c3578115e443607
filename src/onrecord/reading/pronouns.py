"""Whom 'he', 'she', 'it', 'they', 'I' and 'who' mean."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.reading.cast import Actor
from onrecord.reading.grammar import AUXILIARY, DETERMINERS, FIRST, HOLD, SUBORDINATE
from onrecord.reading.phrases import Phrase, parse
from onrecord.reading.scene import best
from onrecord.reading.stage import Stage
from onrecord.reading.titles import Gender, given_names, nouns


def person(gender: Gender | None) -> Callable[[Actor], bool]:
    """Fits one person of the gender, or of none told."""

    def fits(actor: Actor) -> bool:
        if actor.many or actor.kind not in {"person", "other"}:
            return False
        if actor.kind == "other" and not actor.spoke:
            return False
        return gender is None or actor.gender is None or actor.gender == gender

    return fits


def many(actor: Actor) -> bool:
    """Fits several people, or a body that 'they' can mean."""
    return actor.many or actor.kind == "group" or bool(actor.members)


def body(actor: Actor) -> bool:
    """Fits what 'it' can mean as a speaker."""
    return actor.kind in {"organisation", "document"} or (
        actor.kind in {"place", "group"} and bool(actor.spoke) and not actor.many
    )


def enclosing(stage: Stage, at: int) -> tuple[Actor | None, bool]:
    """The speaker of the statement whose content holds ``at``, and whether that is quoted."""
    inner = stage.holder(at)
    if inner < 0:
        return None, False
    statement = stage.statements[inner]
    who = stage.found.get(inner)
    if who is None and statement.source is not None and statement.source.spans[0].start > at:
        # the outer source stands after its words: read it now
        keep, stage.current = stage.current, inner
        key = tuple(statement.source.spans)
        if key not in stage.spans:
            stage.spans[key] = []
            stage.spans[key] = stage.read(statement.source.spans)
        who = stage.found[inner] = stage.spans[key]
        stage.current = keep
    i = stage.page.at(at)
    turn = statement.cue is None or statement.cue.text.strip() in {":", "-", "–", "—"}
    own = statement.kind == "direct" or turn or (i < len(stage.page.words) and stage.page.quoted[i])
    return (who[0] if who else None), own


def nobody(actor: Actor) -> bool:
    """Fits a speaker that was taken for a person on no evidence, and may be a body."""
    return (
        actor.kind in {"person", "other"}
        and actor.named
        and bool(actor.spoke)
        and not actor.many
        and actor.gender is None
        and not actor.titles
        and actor.role is None
        and bool(actor.tokens)
        and actor.tokens[0] not in given_names()
    )


def pronoun(stage: Stage, phrase: Phrase) -> Actor | None:
    page = stage.page
    i = phrase.indexes[0]
    at = page.words[i].start
    outer, quoted = enclosing(stage, at)
    if phrase.number in FIRST:
        if outer is None and phrase.number == "self" and stage.narrator and "author" in stage.narrator.sorts:
            stage.narrator.kind = "person"  # 'we' may be a body's, 'I' is not
        return outer or stage.narrator
    if phrase.number == "other":
        return None
    exclude = outer if quoted else None
    inside = stage.holder(at)
    if phrase.number == "one":
        someone = person(phrase.gender)

        def fits(actor: Actor) -> bool:
            return actor is not stage.narrator and someone(actor)

        first = ahead(stage, i, fits)
        if first is not None and first is not exclude:
            return first
        cue = stage.statements[stage.current].cue
        if (
            stage.asked is not None
            and cue is not None
            and cue.text.lower().startswith(("answer", "repl", "respond", "retort"))
        ):
            exclude = exclude or stage.asked
        found = best(
            stage.scene, at, fits, gender=phrase.gender, exclude=exclude, quoted=quoted, own=stage.own(), inside=inside
        )
        if found is not None and found.gender is None and found.spoke:
            # who has once been 'he' is not 'she' later
            found.gender = phrase.gender
        return found
    own = stage.own()
    if phrase.number == "body":
        if (paper := _paper(stage, i)) is not None:
            return paper
        found = best(stage.scene, at, body, exclude=exclude, own=own, inside=inside)
        if found is None:
            found = best(stage.scene, at, nobody, exclude=exclude, own=own, inside=inside, reach=4)
            if found is not None:
                found.kind = "organisation"
        return found or best(
            stage.scene,
            at,
            lambda a: a.kind in {"organisation", "place", "group"} and not a.many,
            exclude=exclude,
            quoted=quoted,
            own=own,
        )
    found = best(stage.scene, at, many, exclude=exclude, reach=6, own=own, inside=inside)
    if found is not None or quoted:
        return found  # whom a speaker calls 'they' need not have come up
    return best(
        stage.scene, at, lambda a: many(a) or (a.kind == "organisation" and bool(a.spoke)), exclude=exclude, own=own
    ) or best(stage.scene, at, lambda a: not a.named and bool(a.spoke), exclude=exclude)


# A document that 'it reads' means stands at most this many words before.
_PAPER = 40


def _paper(stage: Stage, i: int) -> Actor | None:
    """The document that 'it' means where it is read from: 'an e-mail that bears him out. “Received,” it reads'."""
    cue = stage.statements[stage.current].cue
    if cue is None or cue.text.lower() not in {"reads", "read"}:
        return None
    words = stage.page.words
    for k in range(i - 1, max(-1, i - _PAPER), -1):
        low = words[k].low
        if low in nouns().documents or low in nouns().statements:
            told = next((a for a in stage.cast.actors if a.kind == "document" and low in a.name.lower().split()), None)
            return told or stage.cast.add(Actor("document", words[k].text, named=False, head=low))
    return None


def ahead(stage: Stage, i: int, fits: Callable[[Actor], bool]) -> Actor | None:
    """The name after a pronoun that opens its sentence in a subordinate clause: 'As he fled, Kern said'."""
    page = stage.page
    words = page.words
    s = page.sentence[i]
    k = i
    while k and page.sentence[k - 1] == s and words[k - 1].text[0].isalnum():
        k -= 1
    opener = words[k].low if k < i else ""
    if opener not in SUBORDINATE or (k and page.sentence[k - 1] == s):
        return None
    if any(page.sentence[e.word] == s and fits(e.actor) for e in stage.scene.before(words[i].start)):
        return None
    for name in sorted(stage.cast.names):
        if name.first > i and page.sentence[name.first] == s and not page.quoted[name.first]:
            actor = stage.cast.at.get(name.first)
            if actor is not None and fits(actor) and words[max(name.first - len(name.titles) - 1, 0)].text == ",":
                return actor
    return None


def antecedent(stage: Stage, phrase: Phrase) -> Actor | None:
    """Whom a relative pronoun means: what stands right before it."""
    page = stage.page
    words = page.words
    i = phrase.indexes[0]
    k = i - 1
    while k >= 0 and (not words[k].text[0].isalnum() or words[k].low in HOLD or words[k].low == "according"):
        k -= 1
    if k < 0:
        return None
    wants_person = phrase.head in {"who", "whom", "whose"}
    for event in reversed(stage.scene.before(words[i].start)):
        if page.sentence[event.word] != page.sentence[i] or i - event.word > 16:
            break
        if (wants_person and event.actor.kind == "place") or (event.quoted and not page.quoted[i]):
            continue
        if not wants_person and event.actor.kind == "person":
            continue
        name = next((n for n in stage.cast.names if n.first == event.word), None)
        end = name.last if name else event.word + 1
        between = words[end:i]
        if not any(w.text in {".", ";"} for w in between) and (
            end >= k or (words[end].text == "," or words[end].low in {"of", "at", "from", "in", "for"})
        ):
            if event.actor.kind == "other" and not wants_person:
                event.actor.kind = "organisation"
            return event.actor
    # a noun phrase without a name: back to its determiner
    j = k
    while (
        j > 0
        and k - j < 6
        and page.sentence[j - 1] == page.sentence[i]
        and words[j].low not in DETERMINERS | HOLD | AUXILIARY
        and words[j - 1].text[0].isalnum()
    ):
        j -= 1
    if words[j].low not in DETERMINERS:
        j = k
    if words[j].text[0].isalnum():
        noun = parse(page, range(j, k + 1))
        if noun.form not in {"empty", "pronoun", "relative"}:
            return stage.who(noun)
    return None
