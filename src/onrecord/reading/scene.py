"""The scene: who came up, where and how prominently, and so who is most in view at a place in the text."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from onrecord.reading.cast import Actor, Cast
from onrecord.reading.grammar import HE, HOLD, NEW_CLAUSE, OBJECT_BEFORE, SHE
from onrecord.reading.mentions import Name
from onrecord.reading.titles import Gender, titles
from onrecord.reading.words import Page

# What a mention is worth, in sentences of distance. A speaker outlives a sentence in which another man acts, not two;
# one who is merely told, met or spoken about does not steal 'he said'.
SPEAKER, SUBJECT, PLAIN, OBJECT, OWNER = 3.3, 2.0, 0.5, -2.0, -1.5
PARAGRAPH = 1.0
AGREES = 0.4
# Who comes up inside the very words that are said is rather spoken of than speaking.
WITHIN = 3.0
NESTED = 1.0
# Whom a report names often it is about; worth less than half a sentence.
TOPIC = 0.06
# A noun such as 'the organisation' reaches further back than a pronoun.
DECAY = 0.4


@dataclass(slots=True)
class Event:
    """Somebody comes up: where, who, and how much in view."""

    at: int
    actor: Actor
    weight: float
    word: int
    quoted: bool
    inside: int = -1


@dataclass(slots=True)
class Scene:
    """All that came up so far, in the order of the text."""

    page: Page
    cast: Cast
    events: list[Event] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def add(self, event: Event) -> None:
        k = bisect.bisect_left(self.starts, event.at)
        if k < len(self.events) and self.starts[k] == event.at and self.events[k].actor is event.actor:
            self.events[k].weight = max(self.events[k].weight, event.weight)
            self.events[k].quoted = self.events[k].quoted and event.quoted
            return
        self.starts.insert(k, event.at)
        self.events.insert(k, event)

    def before(self, at: int) -> Sequence[Event]:
        return self.events[: bisect.bisect_left(self.starts, at)]


def scene(page: Page, cast: Cast) -> Scene:
    """The scene with every name of the cast in it."""
    made = Scene(page, cast)
    for name in sorted(cast.names):
        actor = cast.at.get(name.first)
        if actor is not None:
            made.add(
                Event(page.words[name.first].start, actor, weight(page, name), name.first, page.quoted[name.first])
            )
    return made


def weight(page: Page, name: Name) -> float:
    """How much in view a name is by its place in the sentence."""
    words = page.words
    if words[name.last - 1].owns:
        return OWNER
    first = max(min(name.first - len(name.titles), name.begin), 0)
    known = titles()
    while first and (
        words[first - 1].low in known.roles
        or words[first - 1].low in known.titles
        or words[first - 1].low in {"the", "a", "an", "former", "senior"}
        or words[first - 1].owns
    ):
        first -= 1
    if first and page.sentence[first - 1] == page.sentence[first]:
        if words[first - 1].low in OBJECT_BEFORE or (words[first - 1].low in HOLD and words[first - 1].low != "as"):
            return OBJECT
        if words[first - 1].low == "as" and words[first - 2].low in {
            "known",
            "name",
            "himself",
            "herself",
            "identified",
        }:
            return PLAIN
        if words[first - 1].text in {",", "”", '"', "–", "—"} or words[first - 1].low in NEW_CLAUSE:
            return SUBJECT - 0.5
        return PLAIN
    return SUBJECT


def gender_votes(page: Page, cast: Cast) -> None:
    """Settle unknown genders by the pronouns of sentences that speak of one person alone."""
    people: dict[int, set[int]] = {}
    by: dict[int, Actor] = {}
    firsts: dict[int, int] = {}
    opening: set[int] = set()
    for name in cast.names:
        actor = cast.at.get(name.first)
        if actor is None or actor.kind not in {"person", "other"} or page.quoted[name.first]:
            continue
        s = page.sentence[name.first]
        people.setdefault(s, set()).add(id(actor))
        by[id(actor)] = actor
        if name.first == 0 or page.sentence[name.first - 1] != s:
            opening.add(id(actor))
        firsts[s] = min(firsts.get(s, name.first), name.first)
    votes: dict[int, list[int]] = {}
    sentences: dict[int, list[int]] = {}
    for i, word in enumerate(page.words):
        if word.low in HE or word.low in SHE:
            sentences.setdefault(page.sentence[i], []).append(i)
    for s, hits in sentences.items():
        who = people.get(s)
        if who is None or len(who) != 1:
            continue
        actor = by[next(iter(who))]
        for i in hits:
            if not page.quoted[i] and i > firsts[s]:
                tally = votes.setdefault(id(actor), [0, 0])
                tally[page.words[i].low in SHE] += 1
    for key, (he, she) in votes.items():
        if by[key].kind == "other" and he != she and len(by[key].tokens) > 1 and key in opening:
            by[key].kind = "person"
        if by[key].gender is None and he != she and min(he, she) * 2 <= max(he, she):
            by[key].gender = "m" if he > she else "f"


def best(
    scene: Scene,
    at: int,
    fits: Callable[[Actor], bool],
    *,
    gender: Gender | None = None,
    exclude: Actor | None = None,
    quoted: bool = False,
    reach: int | None = None,
    own: Sequence[tuple[int, int]] = (),
    inside: int = -1,
    decay: float = 1.0,
) -> Actor | None:
    """The actor most in view at ``at`` among those that fit; ``None`` where none does."""
    page = scene.page
    here = page.at(at)
    if here >= len(page.words):
        here = len(page.words) - 1
    sentence, paragraph = page.sentence[here], page.paragraph[here]
    top: tuple[float, int] | None = None
    chosen: Actor | None = None
    for event in reversed(scene.before(at)):
        actor = event.actor
        if event.quoted and not quoted and event.weight < SPEAKER:
            continue
        if actor is exclude or not fits(actor):
            continue
        away = sentence - page.sentence[event.word]
        if reach is not None and away > reach:
            break
        score = event.weight - min(away, 12) * decay - away * 0.01 + min(len(actor.mentions), 6) * TOPIC
        if event.inside not in {-1, inside} and event.weight > NESTED:
            score += NESTED - event.weight
        if any(start <= event.at < end for start, end in own):
            score -= WITHIN
        if page.paragraph[event.word] == paragraph:
            score += PARAGRAPH
        else:
            score -= 0.5
        if gender is not None and actor.gender == gender:
            score += AGREES
        if top is None or score > top[0]:
            top = (score, event.at)
            chosen = actor
        if away > 40 and chosen is not None:
            break
    return chosen
