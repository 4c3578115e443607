"""From a statement's source words to those who spoke."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.reading import joint
from onrecord.reading.cast import Actor, Cast, merge, person_tokens, same_person, tokens_of
from onrecord.reading.mentions import ACRONYM, Name, gender_of, organisation
from onrecord.reading.phrases import DETERMINERS, HOLD, Phrase, parse, rank
from onrecord.reading.pronouns import DECAY, OBJECT, OBJECT_BEFORE, SPEAKER, Event, Scene, best, body, many, noun_fits, person, role_fits
from onrecord.reading.titles import nouns, titles
from onrecord.reading.words import Page
from onrecord.record import Span, Statement

FIRST = frozenset(("self", "selves"))
KIN = frozenset(
    "father mother son daughter brother sister husband wife uncle aunt nephew niece cousin grandfather grandmother grandson granddaughter "
    "widow widower parent child fiance fiancee partner lawyer neighbour neighbor colleague friend".split()
)


class Speakers:
    """Reads the sources of an article in the order of its text and keeps who spoke last."""

    def __init__(self, page: Page, cast: Cast, scene: Scene, statements: Sequence[Statement], narrator: Actor | None = None) -> None:
        self.page = page
        self.cast = cast
        self.scene = scene
        self.statements = statements
        self.narrator = narrator
        self.nouns: dict[tuple[str, ...], Actor] = {}
        self.spans: dict[tuple[Span, ...], list[Actor]] = {}
        self.found: dict[int, list[Actor]] = {}
        self.current = -1
        self.asked: Actor | None = None
        first = min((one.source.spans[0].start for one in statements if one.source), default=0)
        self.opening = page.paragraph[min(page.at(first), len(page.words) - 1)]
        self.contents = [(s, e, n) for n, one in enumerate(statements) for s, e in one.content.spans]

    def run(self) -> list[tuple[list[Actor], list[list[Actor]]]]:
        """For each statement its speakers, and those of each hand."""
        self._introduce()
        self._hear()
        order = sorted((n for n, s in enumerate(self.statements) if s.source is not None), key=lambda n: self.statements[n].source.spans[0].start)  # type: ignore[union-attr]
        for n in order:
            source = self.statements[n].source
            assert source is not None
            self.current = n
            key = tuple(source.spans)
            if key not in self.spans:
                self.spans[key] = self._read(source.spans)
            self.found[n] = self.spans[key]
            cue = self.statements[n].cue
            self.asked = self.spans[key][0] if self.spans[key] and cue is not None and cue.act == "asks" else None
        out: list[tuple[list[Actor], list[list[Actor]]]] = []
        for n, statement in enumerate(self.statements):
            self.current = n
            hands = [self._read(hand.spans, hand=True) for hand in statement.reported_by]
            out.append((self.found.get(n, []), hands))
        return out

    def _hear(self) -> None:
        """Mark the bodies that statements were made to: a news agency is rarely 'the group'."""
        for statement in self.statements:
            for hand in statement.reported_by:
                for i in self.page.between(*hand.spans[0]) if hand.spans else ():
                    actor = self.cast.at.get(i)
                    if actor is not None and actor.kind == "organisation":
                        actor.sorts.add("press")

    def _introduce(self) -> None:
        """Put unnamed people in view whom the text brings in: 'a nurse at the hospital'."""
        words = self.page.words
        known = titles()
        sources = [(s.start, s.end) for st in self.statements if st.source for s in st.source.spans]
        starts = {s for s, _ in sources}
        for i, word in enumerate(words):
            if word.low in {"a", "an", "another"} and not self.page.quoted[i] and i + 1 < len(words) and word.start not in starts:
                for j in range(i + 1, min(i + 5, len(words))):
                    if not words[j].text[0].isalnum() or words[j].low in DETERMINERS or words[j].low in {"of", "in", "at", "to"}:
                        break
                    if words[j].low in known.roles and (j + 1 >= len(words) or (words[j + 1].low not in known.roles and not words[j + 1].capital)) and not words[j].owns:
                        if self._predicate(i) or (j + 1 < len(words) and (words[j + 1].low in {"named", "called"} or (words[j + 1].text == "," and j + 2 < len(words) and words[j + 2].capital))):
                            break
                        opens = i == 0 or self.page.sentence[i - 1] != self.page.sentence[i]
                        actor = Actor("person", self.page.said(range(i, j + 1)), named=False, gender=known.roles[words[j].low], head=words[j].low, modifiers=frozenset(w.low for w in words[i + 1 : j]))
                        self.cast.add(actor)
                        self.scene.add(Event(word.start, actor, 1.5 if opens else -1.0, i, False))
                        actor.aliases[actor.name] = None
                        self.cast.at.setdefault(-i - 1, actor)
                        break

    def _predicate(self, i: int) -> bool:
        """Whether the noun at ``i`` says what somebody is: 'Kern, a nurse', 'Kern is a nurse', 'works as a nurse'."""
        words = self.page.words
        if i == 0 or self.page.sentence[i - 1] != self.page.sentence[i]:
            return False
        before = words[i - 1]
        if before.low in {"as", "is", "was", "became", "being", "be", "been", "like", "remains", "not", "were", "are"}:
            return True
        return before.text == "," and i > 1 and (words[i - 2].capital or words[i - 2].low.isdigit())

    # ------------------------------------------------------------------ one source

    def _read(self, spans: Sequence[Span], *, hand: bool = False) -> list[Actor]:
        indexes = [i for s, e in spans for i in self.page.between(s, e)]
        if not indexes:
            # a span inside a word
            i = self.page.at(spans[0].start)
            if i >= len(self.page.words):
                return []
            indexes = [i]
        out: list[Actor] = []
        for part in joint.split(self.page, indexes):
            phrase = parse(self.page, part)
            actor = self._who(phrase, hand=hand)
            if actor is None:
                continue
            if not hand:
                self._speaks(actor, phrase)
            for member in actor.members or (actor,):
                if member not in out:
                    out.append(member)
        if len(out) > 1 and not hand:
            pair = Actor("group", "", named=False, many=True, members=tuple(out))
            self.scene.add(Event(self.page.words[indexes[0]].start, pair, SPEAKER, indexes[0], False))
        return out

    def _speaks(self, actor: Actor, phrase: Phrase) -> None:
        words = self.page.words
        first = phrase.name[0] if phrase.name else phrase.indexes[0]
        at = words[first].start
        actor.spoke.append(at)
        weight = SPEAKER
        begin = phrase.indexes[0]
        if begin and words[begin - 1].low in OBJECT_BEFORE and not (words[begin - 1].low == "to" and words[begin - 2].low == "according"):
            # 'asked by a journalist whether .., he said'
            weight = OBJECT
        self.scene.add(Event(at, actor, weight, first, False, self._holder(at)))
        if actor.members:
            return
        if phrase.name is None or not actor.named:
            main = phrase.main or phrase.indexes
            last = main[-1]
            if phrase.form not in {"pronoun", "relative"}:
                last = phrase.indexes[-1] if not actor.named and len(phrase.indexes) < 12 else main[-1]
            actor.mentions.add((words[main[0]].start, words[last].end))

    def _who(self, phrase: Phrase, *, hand: bool) -> Actor | None:
        match phrase.form:
            case "empty":
                return None
            case "thing":
                if phrase.name is not None:
                    return self._named(phrase)
                return self._document(phrase, self.page.words[phrase.indexes[0]].start, self._key(phrase))
            case "pronoun":
                return self._pronoun(phrase, hand=hand)
            case "relative":
                return self._antecedent(phrase)
            case _:
                if phrase.name is not None:
                    return self._named(phrase)
                return self._noun(phrase)

    # ------------------------------------------------------------------ names

    def _named(self, phrase: Phrase) -> Actor:
        page, cast = self.page, self.cast
        assert phrase.name is not None
        first, last = phrase.name
        actor = cast.at.get(first)
        if actor is None:
            inside = next((cast.at[i] for i in range(first, last) if i in cast.at), None)
            actor = inside
        if actor is not None and first in cast.choices:
            options = cast.choices[first]
            told = best(self.scene, page.words[first].start, lambda a: a in options)
            if told is not None and told is not actor:
                actor = told
                cast.at[first] = actor
                cast.mention(actor, first, last)
        if actor is None:
            actor = self._new_name(phrase)
        if phrase.form == "person" and actor.kind in {"other", "place", "organisation"} and not organisation([w.low for w in page.words[first:last]]):
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
            self._learn(actor, phrase)
        cast.mention(actor, first, last)
        return actor

    def _learn(self, actor: Actor, phrase: Phrase) -> None:
        assert phrase.name is not None
        lows = [w.low for w in self.page.words[phrase.name[0] : phrase.name[1]]]
        if not actor.tokens:
            actor.tokens = person_tokens(self.page, *phrase.name)
        actor.titles.update(phrase.titles)
        actor.gender = actor.gender or gender_of(lows, phrase.titles) or phrase.gender
        if phrase.role and (actor.role is None or rank(self.page, actor.role) or (len(actor.role.split()) < len(phrase.role.split()) and not rank(self.page, phrase.role))):
            actor.role = phrase.role
            actor.affiliation = phrase.affiliation or actor.affiliation
        actor.affiliation = actor.affiliation or phrase.affiliation
        actor.age = actor.age or phrase.age

    def _new_name(self, phrase: Phrase) -> Actor:
        page, cast = self.page, self.cast
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
        fits = [a for a in cast.persons() if a.tokens and tokens and same_person(tokens, a.tokens)]
        if fits:
            return fits[0]
        made = cast.add(Actor("person" if phrase.form == "person" else "other", page.said(range(first, last)), tokens))
        cast.at[first] = made
        cast.names.append(Name(first, last, "person", phrase.titles, True, first))
        return made

    # ------------------------------------------------------------------ pronouns

    def _holder(self, at: int) -> int:
        """The statement whose content holds ``at``, the innermost; -1 for none."""
        inner, size = -1, 0
        for start, end, n in self.contents:
            if start <= at < end and n != self.current and (inner < 0 or end - start < size):
                inner, size = n, end - start
        return inner

    def _enclosing(self, at: int) -> tuple[Actor | None, bool]:
        """The speaker of the statement whose content holds ``at``, and whether that is quoted."""
        inner = self._holder(at)
        if inner < 0:
            return None, False
        statement = self.statements[inner]
        who = self.found.get(inner)
        if who is None and statement.source is not None and statement.source.spans[0].start > at:
            # the outer source stands after its words: read it now
            keep, self.current = self.current, inner
            key = tuple(statement.source.spans)
            if key not in self.spans:
                self.spans[key] = []
                self.spans[key] = self._read(statement.source.spans)
            who = self.found[inner] = self.spans[key]
            self.current = keep
        i = self.page.at(at)
        turn = statement.cue is None or statement.cue.text.strip() in {":", "-", "–", "—"}
        own = statement.kind == "direct" or turn or (i < len(self.page.words) and self.page.quoted[i])
        return (who[0] if who else None), own

    def _pronoun(self, phrase: Phrase, *, hand: bool) -> Actor | None:
        page = self.page
        i = phrase.indexes[0]
        at = page.words[i].start
        outer, quoted = self._enclosing(at)
        if phrase.number in FIRST:
            return outer or self.narrator
        if phrase.number == "other":
            return None
        exclude = outer if quoted else None
        inside = self._holder(at)
        if phrase.number == "one":
            fits = person(phrase.gender)
            ahead = self._ahead(i, fits, phrase)
            if ahead is not None and ahead is not exclude:
                return ahead
            cue = self.statements[self.current].cue
            if self.asked is not None and cue is not None and cue.text.lower().split()[0].startswith(("answer", "repl", "respond", "retort")):
                exclude = exclude or self.asked
            return best(self.scene, at, fits, gender=phrase.gender, exclude=exclude, quoted=quoted, own=self._own(), inside=inside)
        own = self._own()
        if phrase.number == "body":
            return best(self.scene, at, body, exclude=exclude, own=own, inside=inside) or best(self.scene, at, lambda a: a.kind in {"organisation", "place", "group"} and not a.many, exclude=exclude, quoted=quoted, own=own)
        return (
            best(self.scene, at, many, exclude=exclude, reach=6, own=own, inside=inside)
            or best(self.scene, at, lambda a: many(a) or (a.kind == "organisation" and bool(a.spoke)), exclude=exclude, own=own)
            or best(self.scene, at, lambda a: not a.named and bool(a.spoke), exclude=exclude)
        )

    def _own(self) -> Sequence[tuple[int, int]]:
        return self.statements[self.current].content.spans if self.current >= 0 else ()

    def _ahead(self, i: int, fits, phrase: Phrase) -> Actor | None:  # type: ignore[no-untyped-def]
        """The name after a pronoun that opens its sentence in a subordinate clause: 'As he fled, Kern said'."""
        page = self.page
        words = page.words
        s = page.sentence[i]
        k = i
        while k and page.sentence[k - 1] == s and words[k - 1].text[0].isalnum():
            k -= 1
        opener = words[k].low if k < i else ""
        if opener not in {"as", "when", "while", "before", "after", "although", "though", "if", "since", "what", "in", "because", "once", "until", "despite"} or (k and page.sentence[k - 1] == s):
            return None
        if any(page.sentence[e.word] == s and fits(e.actor) for e in self.scene.before(words[i].start)):
            return None
        for name in sorted(self.cast.names):
            if name.first > i and page.sentence[name.first] == s and not page.quoted[name.first]:
                actor = self.cast.at.get(name.first)
                if actor is not None and fits(actor) and words[max(name.first - len(name.titles) - 1, 0)].text == ",":
                    return actor
        del phrase
        return None

    def _antecedent(self, phrase: Phrase) -> Actor | None:
        """Whom a relative pronoun means: what stands right before it."""
        page = self.page
        words = page.words
        i = phrase.indexes[0]
        k = i - 1
        while k >= 0 and (not words[k].text[0].isalnum() or words[k].low in HOLD or words[k].low == "according"):
            k -= 1
        if k < 0:
            return None
        wants_person = phrase.head in {"who", "whom", "whose"}
        for event in reversed(self.scene.before(words[i].start)):
            if page.sentence[event.word] != page.sentence[i] or i - event.word > 16:
                break
            if (wants_person and event.actor.kind == "place") or (event.quoted and not page.quoted[i]):
                continue
            if not wants_person and event.actor.kind == "person":
                continue
            name = next((n for n in self.cast.names if n.first == event.word), None)
            end = name.last if name else event.word + 1
            between = words[end:i]
            if not any(w.text in {".", ";"} for w in between) and (end >= k or (words[end].text == "," or words[end].low in {"of", "at", "from", "in", "for"})):
                return event.actor
        # a noun phrase without a name: back to its determiner
        j = k
        while j > 0 and k - j < 6 and page.sentence[j - 1] == page.sentence[i] and words[j].low not in DETERMINERS | HOLD and words[j - 1].text[0].isalnum():
            j -= 1
        if words[j].low not in DETERMINERS:
            j = k
        if words[j].text[0].isalnum():
            noun = parse(page, range(j, k + 1))
            if noun.form not in {"empty", "pronoun", "relative"}:
                return self._who(noun, hand=False)
        return None

    # ------------------------------------------------------------------ nouns

    def _noun(self, phrase: Phrase) -> Actor | None:
        page = self.page
        at = page.words[phrase.indexes[0]].start
        if phrase.form == "statement":
            return self._statement(phrase, at)
        key = self._key(phrase)
        if phrase.form == "person":
            return self._unnamed(phrase, at, key)
        if phrase.form == "organisation":
            return self._organisation(phrase, at, key)
        if phrase.form == "document":
            return self._document(phrase, at, key)
        if (phrase.definite or phrase.head == "both") and phrase.form == "group" and phrase.head in {"two", "both", "pair", "three", "men", "women", "brothers", "sisters", "couple"}:
            found = best(self.scene, at, lambda a: bool(a.members) or (a.many and bool(a.spoke)), reach=8)
            if found is not None:
                return found
            pair = self._pair(at)
            if pair is not None:
                return pair
        if key in self.nouns:
            return self.nouns[key]
        actor = self._unknown(phrase)
        self.nouns[key] = actor
        return actor

    def _pair(self, at: int) -> Actor | None:
        """The last two people who spoke, close by: 'both', 'the two'."""
        here = self.page.sentence[min(self.page.at(at), len(self.page.words) - 1)]
        last: list[Actor] = []
        for event in reversed(self.scene.before(at)):
            if here - self.page.sentence[event.word] > 4 or len(last) == 2:
                break
            if event.actor.kind in {"person", "other"} and event.actor.named and event.actor.spoke and event.actor not in last:
                last.append(event.actor)
        if len(last) < 2:
            return None
        return Actor("group", "", named=False, many=True, members=tuple(reversed(last)))

    def _key(self, phrase: Phrase) -> tuple[str, ...]:
        words = self.page.words
        held = [words[i].low for i in phrase.holder]
        return tuple(sorted({*phrase.modifiers, phrase.head, *held} - {"the", "of", "a", "an", "said", "for", "at"}))

    def _called(self, phrase: Phrase) -> str:
        """The phrase as a name: owners spelled out, the article off where no one can miss it."""
        page = self.page
        words = page.words
        said = page.said(phrase.indexes)
        first = words[phrase.indexes[0]]
        if phrase.ownerword is not None and first.low == phrase.ownerword:
            owner = self._owner(phrase)
            if owner is not None:
                rest = page.said(phrase.indexes[1:])
                mark = "’s" if not owner.name.endswith("s") or owner.kind == "person" else "’"
                return f"{owner.name}{mark} {rest}"
        if phrase.owner is not None:
            a, b = phrase.owner
            actor = self.cast.at.get(a)
            if actor is not None and actor.named and b - 1 in phrase.indexes:
                short = page.said(range(a, b))
                if short != actor.name and short in said:
                    said = said.replace(short, actor.name, 1)
        said = self._spelled(phrase, said)
        for low in ("the ", "The ", "this ", "This "):
            if said.startswith(low) and len(said) > len(low):
                rest = said[len(low) :]
                if phrase.form in {"organisation", "group", "document"} or len(rest.split()) > 1:
                    said = rest
        if said[:1].isupper() and said.startswith(first.text) and not (first.text.isupper() and len(first.text) > 1) and self._common(phrase):
            said = said[:1].lower() + said[1:]
        return said

    def _spelled(self, phrase: Phrase, said: str) -> str:
        """The phrase with bodies that it merely points at named: 'a spokesman for the ministry'."""
        page = self.page
        words = page.words
        kept = phrase.indexes
        known = nouns()
        for n in range(2, len(kept)):
            i = kept[n]
            if words[kept[n - 1]].low != "the" or words[kept[n - 2]].low not in HOLD or words[i].capital or (words[i].low not in known.generic and words[i].low not in known.bodies):
                continue
            if n + 1 < len(kept) and words[kept[n + 1]].text not in {",", ")"} and words[kept[n + 1]].low not in HOLD | {"and"}:
                continue
            inner = parse(page, (kept[n - 1], i))
            if inner.form != "organisation":
                continue
            actor = self._organisation(inner, words[i].start, self._key(inner))
            if actor is not None and actor.name.lower() not in {words[i].low, f"the {words[i].low}"}:
                said = said.replace(f"the {words[i].text}", f"the {actor.name}", 1)
                if n - 2 > 0 and words[kept[n - 2]].low in {"of", "for", "at", "with", "from"} and phrase.affiliation is None:
                    phrase.affiliation = actor.name
        return said

    def _common(self, phrase: Phrase) -> bool:
        i = phrase.indexes[0]
        word = self.page.words[i]
        known = titles()
        return word.low in DETERMINERS or word.low in known.groups or word.low in known.roles or word.low in nouns().heads or word.low in nouns().documents or word.low in nouns().alone

    def _owner(self, phrase: Phrase) -> Actor | None:
        at = self.page.words[phrase.indexes[0]].start
        low = phrase.ownerword
        if low in {"his", "her"}:
            gender = titles().titles["mr" if low == "his" else "mrs"]
            return best(self.scene, at, person(gender), gender=gender)
        if low == "its":
            return best(self.scene, at, body)
        if low in {"my", "our"}:
            return self._enclosing(at)[0]
        return best(self.scene, at, many)

    def _unknown(self, phrase: Phrase) -> Actor:
        kind = {"person": "person", "organisation": "organisation", "group": "group", "document": "document", "thing": "document"}.get(phrase.form, "other")
        actor = Actor(kind, self._called(phrase), named=False, many=phrase.number == "many", gender=phrase.gender)  # type: ignore[arg-type]
        actor.head = phrase.head
        actor.modifiers = frozenset(phrase.modifiers)
        actor.role = phrase.role if phrase.form == "person" else None
        actor.affiliation = phrase.affiliation
        actor.age = phrase.age
        return self.cast.add(actor)

    def _unnamed(self, phrase: Phrase, at: int, key: tuple[str, ...]) -> Actor | None:
        """'the researcher', 'the 34-year-old', 'a nurse': a person by office, age or family."""
        apposed = self._apposed(phrase)
        if apposed is not None:
            return apposed
        if phrase.ownerword is not None or phrase.owner is not None:
            family = phrase.head in KIN
            owner = self._owner(phrase) if phrase.ownerword else self.cast.at.get(phrase.owner[0]) if phrase.owner else None
            kin = [a for a in self.cast.actors if a.kind == "person" and a.named and a.role and phrase.head in a.role.lower().split() and all(m in a.offices() for m in phrase.modifiers if m not in {"of"}) and (family or (owner is not None and set(owner.tokens) & set(a.offices().replace("’s", "").replace("'s", "").split())))]
            if len(kin) == 1 and not (phrase.owner is not None and self.cast.at.get(phrase.owner[0]) is kin[0]):
                return kin[0]
        if phrase.head in {"another", "one"} and not phrase.modifiers:
            for event in reversed(self.scene.before(at)):
                if not event.actor.named and event.actor.spoke and event.actor.head and not event.actor.many:
                    made = self._unknown(phrase)
                    made.kind, made.head = event.actor.kind, event.actor.head
                    made.name = f"{phrase.head} {made.head}" if phrase.head == "another" else made.name
                    return made
        if phrase.definite and phrase.owner is None and phrase.ownerword is None:
            if phrase.age is not None:
                aged = [a for a in self.cast.actors if a.kind == "person" and a.age == phrase.age]
                if len(aged) == 1:
                    return aged[0]
            fits = role_fits(phrase)
            scores = [(fits(a), a) for a in self.cast.actors]
            top = max((s for s, _ in scores), default=0.0)
            if phrase.holder and self._held(phrase) is not None:
                held = self._held(phrase)
                scores = [(s, a) for s, a in scores if s and held & set(a.offices().replace("’s", "").split())]  # type: ignore[operator]
                top = max((s for s, _ in scores), default=0.0)
            if top:
                options = [a for s, a in scores if s == top]
                found = best(self.scene, at, lambda a: a in options)
                if found is None and len(options) == 1:
                    found = options[0]
                if found is not None:
                    return found
            if phrase.head in {"man", "woman", "boy", "girl", "person", "father", "mother", "victim", "survivor", "witness", "suspect", "official", "resident", "teenager"} or phrase.age is not None:
                if not phrase.modifiers or phrase.age is not None:
                    found = best(self.scene, at, person(phrase.gender), gender=phrase.gender, reach=6)
                    if found is not None and (phrase.head in {"man", "woman", "boy", "girl", "person", "teenager"} or phrase.age is not None) and (found.age is None or phrase.age is None or found.age == phrase.age):
                        return found
            if key in self.nouns:
                return self.nouns[key]
        later = self._later(phrase, at)
        if later is not None:
            return later
        actor = self._unknown(phrase)
        self.nouns[key] = actor
        return actor

    def _later(self, phrase: Phrase, at: int) -> Actor | None:
        """The one person whom a report's opening calls by office and names later: 'a hospital director said'."""
        page = self.page
        words = page.words
        if phrase.definite or words[phrase.main[0]].low not in {"a", "an"} or page.paragraph[phrase.indexes[0]] > self.opening or not phrase.modifiers:
            return None
        fits = role_fits(phrase)
        options = [a for a in self.cast.actors if a.named and a.kind == "person" and fits(a) >= 2 and a.mentions and min(a.mentions)[0] > at]
        return options[0] if len(options) == 1 else None

    def _apposed(self, phrase: Phrase) -> Actor | None:
        """The name that the phrase stands beside: 'Colonel Benar, the press officer', 'Okumbe, who as army spokesman ..'."""
        page = self.page
        words = page.words
        i = phrase.indexes[0]
        k = i - 1
        while k >= 0 and (words[k].low in DETERMINERS or words[k].low in {"who", "as", "then", "former"}):
            k -= 1
        if k < 1 or words[k].text != "," or page.sentence[k] != page.sentence[i]:
            return None
        if k == i - 1 and words[i].low not in DETERMINERS:
            return None
        for name in self.cast.names:
            if name.last == k and name.first in self.cast.at and self.cast.at[name.first].kind in {"person", "other"}:
                return self.cast.at[name.first]
        return None

    def _held(self, phrase: Phrase) -> set[str] | None:
        words = [self.page.words[i].low for i in phrase.holder]
        kept = {w for w in words if w not in DETERMINERS and w.isalpha() and w not in {"of", "for"}}
        return kept or None

    def _organisation(self, phrase: Phrase, at: int, key: tuple[str, ...]) -> Actor | None:
        if key in self.nouns and not (phrase.definite and not phrase.modifiers and not phrase.holder):
            return self.nouns[key]
        if phrase.owner is None and phrase.ownerword is None and not phrase.holder:
            fits = noun_fits(phrase)
            if phrase.definite or phrase.modifiers:
                grades = {id(a): fits(a) for a in self.cast.actors}
                for grade in (3, 2):
                    found = best(self.scene, at, lambda a: grades.get(id(a), 0) >= grade, decay=DECAY)  # noqa: B023
                    if found is None:
                        options = [a for a in self.cast.actors if grades[id(a)] >= grade and a.named]
                        found = options[0] if len(options) == 1 else None
                    if found is not None:
                        return found
                    if grade == 3 and phrase.definite and not phrase.modifiers:
                        found = self._introduced(phrase.head, phrase.indexes[0])
                        if found is not None:
                            return found
                found = best(self.scene, at, lambda a: grades.get(id(a), 0) >= 1, decay=DECAY) if phrase.definite else None
                if found is not None:
                    return found
        if phrase.modifiers or phrase.holder:
            tokens = {*phrase.modifiers, phrase.head, *(self._held(phrase) or set())}
            for actor in self.cast.actors:
                if actor.kind == "organisation" and actor.named and tokens <= set(actor.tokens):
                    return actor
        if key in self.nouns:
            return self.nouns[key]
        actor = self._unknown(phrase)
        actor.tokens = key
        self.nouns[key] = actor
        return actor

    def _introduced(self, head: str, before: int) -> Actor | None:
        """The body that the text brought in by a fuller noun phrase: 'the UN mission', 'an interior ministry official'."""
        page = self.page
        words = page.words
        things = nouns()
        for i in reversed(page.where(head)):
            if i >= before or page.quoted[i]:
                continue
            k = i
            while k and page.sentence[k - 1] == page.sentence[i] and not words[k - 1].owns and i - k < 5 and (words[k - 1].capital or words[k - 1].low in things.abstract or words[k - 1].low in things.heads or words[k - 1].low in {"provincial", "regional", "municipal", "city", "local", "monitoring", "armed", "national", "state"}) and words[k - 1].low not in DETERMINERS:
                k -= 1
            if k == i:
                continue
            name = page.said(range(k, i + 1))
            for actor in self.cast.actors:
                if actor.kind == "organisation" and actor.name.lower() == name.lower():
                    return actor
            actor = Actor("organisation", name, tokens_of(page, k, i + 1), named=any(words[j].capital for j in range(k, i + 1)))
            actor.mentions.add((words[k].start, words[i].end))
            return self.cast.add(actor)
        return None

    def _document(self, phrase: Phrase, at: int, key: tuple[str, ...]) -> Actor:
        if phrase.definite and not phrase.holder and phrase.owner is None and phrase.ownerword is None:
            found = best(self.scene, at, lambda a: a.kind == "document" and (a.head == phrase.head or phrase.head in a.name.lower().split() or phrase.head in {"document", "documents", "paper", "text", "file"}) and all(m in a.name.lower() for m in phrase.modifiers))
            if found is not None:
                return found
        if key in self.nouns:
            return self.nouns[key]
        actor = self._unknown(phrase)
        self.nouns[key] = actor
        return actor

    def _statement(self, phrase: Phrase, at: int) -> Actor | None:
        """A statement speaks with its author's voice."""
        if phrase.owner is not None and phrase.owner[0] in self.cast.at:
            return self.cast.at[phrase.owner[0]]
        if phrase.ownerword is not None:
            owner = self._owner(phrase)
            if owner is not None:
                return owner
        if phrase.holder:
            inner = parse(self.page, phrase.holder)
            if inner.form not in {"empty", "pronoun", "relative"}:
                before = next((self.page.words[i - 1].low for i in phrase.holder[:1]), "")
                if before in {"of", "from", "by"}:
                    return self._who(inner, hand=False)
        for k, i in enumerate(phrase.indexes):
            if self.page.words[i].low in {"by", "from"} and k + 1 < len(phrase.indexes) and (self.page.words[i - 1].low == phrase.head or self.page.words[i - 1].low in {"issued", "released", "published", "sent", "signed", "posted", "given", "put", "out", "attributed", "made", "read"}):
                inner = parse(self.page, phrase.indexes[k + 1 :])
                if inner.form not in {"empty", "pronoun", "relative"}:
                    return self._who(inner, hand=False)
        for m in range(len(phrase.main) - 1):
            actor = self.cast.at.get(phrase.main[m])
            if actor is not None and actor.kind != "place":
                return actor
        bare = len(phrase.main) == len(phrase.indexes)
        if phrase.definite or (bare and phrase.head in {"statement", "communique", "release"}):
            found = best(self.scene, at, lambda a: bool(a.spoke) and a.kind in {"organisation", "person", "group"} and not a.many)
            if found is not None:
                return found
        phrase.form = "document"
        return self._document(phrase, at, self._key(phrase))


__all__ = ["Speakers", "merge"]
