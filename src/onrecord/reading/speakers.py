"""From a statement's source words to those who spoke."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.reading import joint
from onrecord.reading.bodies import body_of, document_of, voice_of
from onrecord.reading.cast import Actor, Cast, person_tokens, tokens_of
from onrecord.reading.grammar import DETERMINERS, OBJECT_BEFORE, PAIR, PREDICATE
from onrecord.reading.mentions import ACRONYM, Name, gender_of, organisation
from onrecord.reading.offices import rank
from onrecord.reading.persons import pair_before, unnamed
from onrecord.reading.phrases import Phrase, parse
from onrecord.reading.pronouns import antecedent, pronoun
from onrecord.reading.scene import OBJECT, SPEAKER, Event, Scene, best
from onrecord.reading.stage import Stage
from onrecord.reading.titles import titles
from onrecord.reading.wording import key_of, owner_of, unknown
from onrecord.reading.words import Page
from onrecord.record import Span, Statement


def prepare(page: Page, cast: Cast, scene: Scene, statements: Sequence[Statement], narrator: Actor | None) -> Stage:
    """The stage before the first source is read."""
    first = min((one.source.spans[0].start for one in statements if one.source), default=0)

    stage = Stage(
        page=page,
        cast=cast,
        scene=scene,
        statements=statements,
        narrator=narrator,
        contents=sorted((s, e, n) for n, one in enumerate(statements) for s, e in one.content.spans),
        opening=page.paragraph[page.nearest(first)],
        who=lambda phrase: who(stage, phrase),
        read=lambda spans: read(stage, spans),
    )
    return stage


def run(stage: Stage) -> list[tuple[list[Actor], list[list[Actor]]]]:
    """For each statement its speakers, and those of each hand."""
    introduce(stage)
    hear(stage)
    starts = {n: one.source.spans[0].start for n, one in enumerate(stage.statements) if one.source is not None}
    order = sorted(starts, key=lambda n: starts[n])
    for n in order:
        source = stage.statements[n].source
        assert source is not None
        stage.current = n
        key = tuple(source.spans)
        cue = stage.statements[n].cue
        turn = cue is not None and cue.text.strip() in {":", "."} and source.text.strip() in {"A", "Q"}
        if key not in stage.spans:
            stage.spans[key] = answers(stage, n) if turn else read(stage, source.spans)
        stage.found[n] = stage.spans[key]
        stage.asked = stage.spans[key][0] if stage.spans[key] and cue is not None and cue.act == "asks" else None
    out: list[tuple[list[Actor], list[list[Actor]]]] = []
    for n, statement in enumerate(stage.statements):
        stage.current = n
        hands = [read(stage, hand.spans, hand=True) for hand in statement.reported_by]
        out.append((stage.found.get(n, []), hands))
    return out


def answers(stage: Stage, n: int) -> list[Actor]:
    """Whom the labels 'Q:' and 'A:' of an interview mean: who asks or answers by name before, or else its subject."""
    source = stage.statements[n].source
    assert source is not None
    asks, at = source.text.strip() == "Q", source.spans[0].start
    for k, who in reversed(stage.found.items()):
        cue = stage.statements[k].cue
        if who and cue is not None and cue.text.strip() == ":" and (cue.act == "asks") == asks:
            return who
    if asks:
        return [stage.narrator] if stage.narrator else read(stage, source.spans)
    named = [a for a in stage.cast.actors if a.kind == "person" and a.named and a.mentions and min(a.mentions)[0] < at]
    subject = max(named, key=lambda a: (len(a.mentions), -min(a.mentions)[0]), default=None)
    if subject is None:
        return read(stage, source.spans)
    subject.spoke.append(at)
    stage.scene.add(Event(at, subject, SPEAKER, stage.page.at(at), False, stage.holder(at)))
    return [subject]


def hear(stage: Stage) -> None:
    """Mark the bodies that statements were made to: a news agency is rarely 'the group'."""
    for statement in stage.statements:
        for hand in statement.reported_by:
            for i in stage.page.between(*hand.spans[0]) if hand.spans else ():
                actor = stage.cast.at.get(i)
                if actor is not None and actor.kind == "organisation":
                    actor.sorts.add("press")


def introduce(stage: Stage) -> None:
    """Put unnamed people in view whom the text brings in: 'a nurse at the hospital'."""
    words = stage.page.words
    known = titles()
    sources = [(s.start, s.end) for st in stage.statements if st.source for s in st.source.spans]
    starts = {s for s, _ in sources}
    for i, word in enumerate(words):
        if (
            word.low in ({"my", "our"} if stage.page.quoted[i] else {"a", "an", "another"})
            and i + 1 < len(words)
            and word.start not in starts
        ):
            for j in range(i + 1, min(i + 5, len(words))):
                if (
                    not words[j].text[0].isalnum()
                    or words[j].low in DETERMINERS
                    or words[j].low in {"of", "in", "at", "to"}
                ):
                    break
                if (
                    words[j].low in known.roles
                    and (j + 1 >= len(words) or (words[j + 1].low not in known.roles and not words[j + 1].capital))
                    and not words[j].owns
                ):
                    if predicate(stage, i) or (
                        j + 1 < len(words)
                        and (
                            words[j + 1].low in {"named", "called"}
                            or (words[j + 1].text == "," and j + 2 < len(words) and words[j + 2].capital)
                        )
                    ):
                        break
                    opens = i == 0 or stage.page.sentence[i - 1] != stage.page.sentence[i]
                    actor = Actor(
                        "person",
                        stage.page.said(range(i, j + 1)),
                        named=False,
                        gender=known.roles[words[j].low],
                        head=words[j].low,
                        modifiers=frozenset(w.low for w in words[i + 1 : j]),
                    )
                    stage.cast.add(actor)
                    quoted = stage.page.quoted[i]  # 'My son saw it. He said'
                    view = SPEAKER - 0.1 if quoted else 1.5 if opens else -1.0
                    stage.scene.add(Event(word.start, actor, view, i, quoted))
                    actor.aliases[actor.name] = None
                    stage.cast.at.setdefault(-i - 1, actor)
                    break


def predicate(stage: Stage, i: int) -> bool:
    """Whether the noun at ``i`` says what somebody is: 'Kern, a nurse', 'Kern is a nurse', 'works as a nurse'."""
    words = stage.page.words
    if i == 0 or stage.page.sentence[i - 1] != stage.page.sentence[i]:
        return False
    before = words[i - 1]
    if before.low in PREDICATE:
        return True
    return before.text == "," and i > 1 and (words[i - 2].capital or words[i - 2].low.isdigit())


def read(stage: Stage, spans: Sequence[Span], *, hand: bool = False) -> list[Actor]:
    indexes = [i for s, e in spans for i in stage.page.between(s, e)]
    if not indexes:
        # a span inside a word
        i = stage.page.at(spans[0].start)
        if i >= len(stage.page.words):
            return []
        indexes = [i]
    out: list[Actor] = []
    for part in joint.split(stage.page, indexes):
        phrase = parse(stage.page, part)
        actor = who(stage, phrase)
        if actor is None:
            continue
        if not hand:
            speaks(stage, actor, phrase)
            owned(stage, actor, phrase)
        for member in actor.members or (actor,):
            if member not in out:
                out.append(member)
    if len(out) > 1 and not hand:
        pair = Actor("group", "", named=False, many=True, members=tuple(out))
        stage.scene.add(Event(stage.page.words[indexes[0]].start, pair, SPEAKER, indexes[0], False))
    return out


def owned(stage: Stage, actor: Actor, phrase: Phrase) -> None:
    """Whose office or paper speaks is in view: 'the president's office said that she'."""
    if phrase.owner is None or actor.kind == "person":
        return
    first, owner = next(((i, stage.cast.at[i]) for i in range(*phrase.owner) if i in stage.cast.at), (0, None))
    if owner is not None and owner is not actor and owner.kind == "person":
        stage.scene.add(Event(stage.page.words[first].start, owner, SPEAKER, first, False))


def speaks(stage: Stage, actor: Actor, phrase: Phrase) -> None:
    words = stage.page.words
    first = phrase.name[0] if phrase.name else phrase.indexes[0]
    at = words[first].start
    actor.spoke.append(at)
    weight = SPEAKER
    begin = phrase.indexes[0]
    if (
        begin
        and words[begin - 1].low in OBJECT_BEFORE
        and not (words[begin - 1].low == "to" and words[begin - 2].low == "according")
    ):
        # 'asked by a journalist whether .., he said'
        weight = OBJECT
    stage.scene.add(Event(at, actor, weight, first, False, stage.holder(at)))
    if actor.members:
        return
    if phrase.name is None or not actor.named:
        main = phrase.main or phrase.indexes
        last = main[-1]
        if phrase.form not in {"pronoun", "relative"}:
            last = phrase.indexes[-1] if not actor.named and len(phrase.indexes) < 12 else main[-1]
        actor.mentions.add((words[main[0]].start, words[last].end))


def who(stage: Stage, phrase: Phrase) -> Actor | None:
    match phrase.form:
        case "empty":
            return None
        case "thing":
            if phrase.name is not None:
                return named(stage, phrase)
            return document_of(stage, phrase, stage.page.words[phrase.indexes[0]].start, key_of(stage, phrase))
        case "pronoun":
            return pronoun(stage, phrase)
        case "relative":
            return antecedent(stage, phrase)
        case _:
            if phrase.name is not None:
                return named(stage, phrase)
            return noun(stage, phrase)


def named(stage: Stage, phrase: Phrase) -> Actor:
    page, cast = stage.page, stage.cast
    assert phrase.name is not None
    first, last = phrase.name
    actor = cast.at.get(first)
    if actor is None:
        inside = next((cast.at[i] for i in range(first, last) if i in cast.at), None)
        actor = inside
    if actor is not None and first in cast.choices:
        options = cast.choices[first]
        told = best(stage.scene, page.words[first].start, lambda a: a in options)
        if told is not None and told is not actor:
            actor = told
            cast.at[first] = actor
            cast.mention(actor, first, last)
    if actor is None:
        actor = new_name(stage, phrase)
    if (
        phrase.form == "person"
        and actor.kind in {"other", "place", "organisation"}
        and not organisation([w.low for w in page.words[first:last]])
    ):
        actor.kind = "person"
    elif phrase.form == "organisation" and actor.kind in {"other", "place"}:
        actor.kind = "organisation"
    elif phrase.form == "name" and actor.kind == "other":
        lows = [w.low for w in page.words[first:last]]
        before = page.words[first - 1].low if first else ""
        if ACRONYM.match(page.words[first].text) and last - first == 1:
            actor.kind = "organisation"
        elif before == "the":
            actor.kind = "organisation" if not lows[-1].endswith("s") else "group"
        else:
            actor.kind = "person"
    if actor.kind == "person":
        learn(stage, actor, phrase)
    cast.mention(actor, first, last)
    return actor


def learn(stage: Stage, actor: Actor, phrase: Phrase) -> None:
    assert phrase.name is not None
    lows = [w.low for w in stage.page.words[phrase.name[0] : phrase.name[1]]]
    if not actor.tokens:
        actor.tokens = person_tokens(stage.page, *phrase.name)
    actor.titles.update(phrase.titles)
    actor.gender = actor.gender or gender_of(lows, phrase.titles) or phrase.gender
    if phrase.role and (
        actor.role is None
        or rank(stage.page, actor.role)
        or (len(actor.role.split()) < len(phrase.role.split()) and not rank(stage.page, phrase.role))
    ):
        actor.role = phrase.role
        actor.affiliation = phrase.affiliation or actor.affiliation
    actor.affiliation = actor.affiliation or phrase.affiliation
    if actor.affiliation is None and phrase.ownerword in {"its", "their"}:
        # 'its spokesman, Colonel Hast'
        owner = owner_of(stage, phrase)
        actor.affiliation = owner.name if owner is not None and owner is not actor and owner.named else None
    actor.age = actor.age or phrase.age


def new_name(stage: Stage, phrase: Phrase) -> Actor:
    page, cast = stage.page, stage.cast
    assert phrase.name is not None
    first, last = phrase.name
    lows = [w.low for w in page.words[first:last]]
    if phrase.form == "organisation" or (phrase.form == "name" and organisation(lows)):
        tokens = tokens_of(page, first, last)
        for actor in cast.actors:
            if actor.kind != "person" and actor.tokens and (set(actor.tokens) == set(tokens)):
                return actor
        return cast.add(Actor("organisation", page.said(range(first, last)), tokens))
    tokens = person_tokens(page, first, last)
    fits = cast.persons(tokens)
    if fits:
        return fits[0]
    made = cast.add(Actor("person" if phrase.form == "person" else "other", page.said(range(first, last)), tokens))
    cast.at[first] = made
    cast.names.append(Name(first, last, "person", phrase.titles, True, first))
    return made


def noun(stage: Stage, phrase: Phrase) -> Actor | None:
    page = stage.page
    at = page.words[phrase.indexes[0]].start
    if phrase.form == "statement":
        return voice_of(stage, phrase, at)
    key = key_of(stage, phrase)
    if phrase.form == "person":
        return unnamed(stage, phrase, at, key)
    if phrase.form == "organisation":
        return body_of(stage, phrase, at, key)
    if phrase.form == "document":
        return document_of(stage, phrase, at, key)
    if (phrase.definite or phrase.head == "both") and phrase.form == "group" and phrase.head in PAIR:
        found = best(stage.scene, at, lambda a: bool(a.members) or (a.many and bool(a.spoke)), reach=8)
        if found is not None:
            return found
        pair = pair_before(stage, at)
        if pair is not None:
            return pair
    if key in stage.nouns:
        return stage.nouns[key]
    actor = unknown(stage, phrase)
    stage.nouns[key] = actor
    return actor
