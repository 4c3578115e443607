"""The cast of an article: who is who among its names, each with every mention, fullest name, role and affiliation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.reading.grammar import PARTICLES, PLACE_BEFORE, SMALL
from onrecord.reading.mentions import ACRONYM, Name, bracketed, gender_of, organisation
from onrecord.reading.titles import Gender, given_names, nouns, titles
from onrecord.reading.words import Page
from onrecord.record import EntityKind

PREFIX = re.compile(r"^(?:al|el|ul|as|ad|an|ar|ash|at|az)[-‐‑' ](?=\w)")


@dataclass(slots=True, eq=False)
class Actor:
    """One who can speak or be spoken of. ``named``: has a proper name; ``many``: several people."""

    kind: EntityKind
    name: str
    tokens: tuple[str, ...] = ()
    named: bool = True
    many: bool = False
    gender: Gender | None = None
    role: str | None = None
    affiliation: str | None = None
    titles: set[str] = field(default_factory=set)
    mentions: set[tuple[int, int]] = field(default_factory=set)
    aliases: dict[str, None] = field(default_factory=dict)
    spoke: list[int] = field(default_factory=list)
    age: str | None = None
    styled: str | None = None
    sorts: set[str] = field(default_factory=set)
    head: str | None = None
    modifiers: frozenset[str] = frozenset()
    members: tuple[Actor, ...] = ()
    body: Actor | None = None

    def offices(self) -> str:
        """All that the text says of the actor's work, folded."""
        return " ".join(x.lower() for x in (self.role, self.affiliation, *self.titles) if x)


def bare(low: str) -> str:
    """A name's word without the article that Arabic names carry."""
    return PREFIX.sub("", low)


def tokens_of(page: Page, first: int, last: int) -> tuple[str, ...]:
    """The folded words of a name, small words and full stops left out."""
    return tuple(bare(w.low) for w in page.words[first:last] if w.low not in SMALL and w.low[0].isalnum())


def person_tokens(page: Page, first: int, last: int) -> tuple[str, ...]:
    return tuple(
        bare(w.low)
        for w in page.words[first:last]
        if w.low[0].isalnum() and w.low not in PARTICLES - {"abu", "abou", "umm", "ben", "bin"}
    )


def initials(page: Page, first: int, last: int) -> set[str]:
    """The acronyms that an organisation's name may have."""
    parts = [p for w in page.words[first:last] if w.low[0].isalnum() for p in re.split(r"[-‐‑]", w.low) if p]
    full = "".join(p[0] for p in parts)
    capitals = "".join(p[0] for p in parts if p not in SMALL)
    return {full, capitals}


def same_person(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a person's shorter name may be the longer one's: all its words, in order, the surname among them."""
    if len(short) == 1:
        return short[0] in full
    at = 0
    hits = 0
    for word in short:
        for k in range(at, len(full)):
            if (
                full[k] == word
                or (len(word) == 1 and full[k].startswith(word))
                or (len(full[k]) == 1 and word.startswith(full[k]))
            ):
                at = k + 1
                hits += 1
                break
    if hits == len(short):
        return True
    # 'Ilan K. Moreth' and 'Ilan Moreth'; 'Ashraf al-Qidra' and 'Ashraf al-Qudra'
    return (short[0] == full[0] and short[-1] == full[-1]) or (
        len(short) == len(full) and short[:-1] == full[:-1] and close(short[-1], full[-1])
    )


def close(a: str, b: str) -> bool:
    """Whether two long words are one spelling apart (one letter changed, added or lost)."""
    if min(len(a), len(b)) < 5 or abs(len(a) - len(b)) > 1 or a[0] != b[0]:
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    a, b = sorted((a, b), key=len)
    return any(b[:k] + b[k + 1 :] == a for k in range(len(b)))


@dataclass(slots=True)
class Cast:
    """Everybody and everything named, and where."""

    page: Page
    actors: list[Actor] = field(default_factory=list)
    at: dict[int, Actor] = field(default_factory=dict)
    choices: dict[int, list[Actor]] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)
    by_token: dict[str, list[Actor]] = field(default_factory=dict)

    def add(self, actor: Actor) -> Actor:
        self.actors.append(actor)
        for token in actor.tokens:
            self.by_token.setdefault(token, []).append(actor)
        return actor

    def mention(self, actor: Actor, first: int, last: int) -> None:
        """Record the words ``first`` to ``last`` as a mention of ``actor``."""
        words = self.page.words
        actor.mentions.add((words[first].start, words[last - 1].end))
        said = self.page.said(range(first, last))
        if said and said != actor.name:
            actor.aliases[said] = None

    def things(self, tokens: Sequence[str]) -> list[Actor]:
        """The bodies, places and the like whose name shares a word, in the order in which they came."""
        near = dict.fromkeys(a for t in tokens for a in self.by_token.get(t, ()))
        return [a for a in near if a.kind != "person"]

    def persons(self, tokens: Sequence[str]) -> list[Actor]:
        """The persons whose name the words may be."""
        near = dict.fromkeys(a for t in tokens for a in self.by_token.get(t, ()))
        return [a for a in near if a.kind == "person" and same_person(tokens, a.tokens)]


def gather(page: Page, names: Iterable[Name]) -> Cast:
    """The cast of ``page``: full names first, then the shorter ones that they explain."""
    cast = Cast(page)
    cast.names = list(names)
    ordered = sorted(cast.names, key=lambda n: (-len(tokens_of(page, n.first, n.last)), n.first))
    people = [n for n in ordered if n.kind == "person"]
    loose = [n for n in ordered if n.kind == "other"]
    for name in people:
        _person(cast, name)
    for name in ordered:
        if name.kind not in {"person", "other"}:
            _thing(cast, name)
    for name in loose:
        if not _explained(cast, name):
            _stranger(cast, name)
    _acronyms(cast)
    return cast


def _person(cast: Cast, name: Name) -> None:
    page = cast.page
    tokens = person_tokens(page, name.first, name.last)
    lows = [w.low for w in page.words[name.first : name.last]]
    gender = gender_of(lows, name.titles)
    fits = [a for a in cast.persons(tokens) if gender is None or a.gender in {None, gender} or not name.titles]
    if len(tokens) == 1 and len(fits) > 1:
        # A bare word is rather the surname than the given name.
        last = [a for a in fits if tokens[0] in a.tokens[1:]]
        fits = last or fits
    if (
        fits
        and len(tokens) == 1
        and all(tokens[0] == a.tokens[0] and len(a.tokens) > 1 for a in fits)
        and name.titles
        and not (set(name.titles) & set(titles().styles))
    ):
        exact = [a for a in fits if any(t in a.titles for t in name.titles)]
        fits = exact
    said = page.said(range(name.first, name.last))
    if not fits:
        actor = cast.add(Actor("person", said, tokens, gender=gender))
    else:
        actor = fits[0]
        if len(fits) > 1:
            cast.choices[name.first] = fits
            actor = min(fits, key=lambda a: _distance(a, page.words[name.first].start))
        if actor.gender is None:
            actor.gender = gender
    actor.titles.update(name.titles)
    if len(tokens) == 1 and name.titles and actor.styled is None:
        actor.styled = page.said(range(name.begin, name.last))
    cast.at[name.first] = actor
    cast.mention(actor, name.first, name.last)


def _distance(actor: Actor, at: int) -> tuple[int, int]:
    before = [at - s for s, _ in actor.mentions if s < at]
    return (0, min(before)) if before else (1, min((s - at for s, _ in actor.mentions), default=0))


def _thing(cast: Cast, name: Name) -> None:
    page = cast.page
    tokens = tokens_of(page, name.first, name.last)
    said = page.said(range(name.first, name.last))
    if not tokens:
        return
    if name.kind == "organisation" and len(tokens) == 1:
        for actor in cast.persons(tokens):
            if tokens[0] in actor.tokens[1:]:
                cast.at[name.first] = actor
                cast.mention(actor, name.first, name.last)
                return
    known = cast.things(tokens)
    match = next((a for a in known if set(a.tokens) == set(tokens)), None)
    if match is None and name.kind != "place":
        match = _fuller(tokens, known)
    if match is None:
        match = cast.add(Actor(name.kind, said, tokens))
    elif match.kind == "other" or (match.kind == "place" and name.kind == "organisation"):
        match.kind = name.kind
    cast.at[name.first] = match
    cast.mention(match, name.first, name.last)


def _fuller(tokens: Sequence[str], known: Sequence[Actor]) -> Actor | None:
    """The one fuller name that a short one stands for: 'Red Crescent' in 'Karsan Red Crescent', 'Interior Ministry'."""
    heads = nouns().heads
    if len(tokens) == 1 and tokens[0] in heads:
        return None
    fits = [
        a
        for a in known
        if a.kind not in {"place", "document"}
        and set(tokens) < set(a.tokens)
        and (tokens[-1] == a.tokens[-1] or tokens[0] == a.tokens[0] or any(t in heads for t in tokens))
    ]
    if len(tokens) == 1:
        fits = [
            a
            for a in fits
            if tokens[0] == a.tokens[0] and not any(b.kind == "place" and b.tokens == tuple(tokens) for b in known)
        ]
        fits = [a for a in fits if a.kind in {"organisation", "group"}]
    return fits[0] if len(fits) == 1 else None


def _explained(cast: Cast, name: Name) -> bool:
    """Give a name of unknown kind to an actor whose name holds it."""
    page = cast.page
    tokens = person_tokens(page, name.first, name.last)
    fits = cast.persons(tokens)
    if len(tokens) == 1 and len(fits) > 1:
        fits = [a for a in fits if tokens[0] in a.tokens[1:]] or fits
    if fits:
        actor = min(fits, key=lambda a: _distance(a, page.words[name.first].start))
        if len(fits) > 1:
            cast.choices[name.first] = fits
        cast.at[name.first] = actor
        cast.mention(actor, name.first, name.last)
        return True
    tokens = tokens_of(page, name.first, name.last)
    if not tokens:
        return False
    known = cast.things(tokens)
    match = next((a for a in known if set(a.tokens) == set(tokens)), None) or _fuller(tokens, known)
    if match is not None:
        cast.at[name.first] = match
        cast.mention(match, name.first, name.last)
    return match is not None


def _stranger(cast: Cast, name: Name) -> None:
    page = cast.page
    if not name.sure:
        return
    before = page.words[name.first - 1].low if name.first else ""
    kind: EntityKind = "place" if before in PLACE_BEFORE else "other"
    actor = cast.add(Actor(kind, page.said(range(name.first, name.last)), tokens_of(page, name.first, name.last)))
    cast.at[name.first] = actor
    cast.mention(actor, name.first, name.last)


def _acronyms(cast: Cast) -> None:
    """Join acronyms to the names that they stand for: 'Office of Human Rights (OHR)', or 'OHR' by its letters alone."""
    page = cast.page
    short: dict[str, list[Name]] = {}
    for name in cast.names:
        if name.last - name.first == 1 and ACRONYM.match(page.words[name.first].text):
            short.setdefault(page.words[name.first].low.replace(".", ""), []).append(name)
    if not short:
        return
    by_start = sorted(cast.names)
    firsts, lasts = {n.first: n for n in by_start}, {n.last: n for n in by_start}
    for acronym, places in short.items():
        owner: Actor | None = None
        for name in places:
            full = _in_full(cast, name, firsts, lasts)
            if full is not None and _stands_for(cast, acronym, full):
                owner = cast.at[full.first]
                break
        if owner is None:
            for name in by_start:
                if (
                    name.last - name.first > 1
                    and name.first in cast.at
                    and cast.at[name.first].kind in {"organisation", "group", "other", "place"}
                    and acronym in initials(page, name.first, name.last)
                ):
                    owner = cast.at[name.first]
                    break
        if owner is None:
            continue
        if owner.kind in {"other", "person"}:
            owner.kind = "organisation"
        for name in places:
            other = cast.at.get(name.first)
            if other is not None and other is not owner and other.kind != "person" and other in cast.actors:
                merge(cast, owner, other)
            cast.at[name.first] = owner
            cast.mention(owner, name.first, name.last)


def _in_full(cast: Cast, name: Name, firsts: dict[int, Name], lasts: dict[int, Name]) -> Name | None:
    """The name before an acronym in brackets, or in brackets behind one: 'FKF [Free Karsa Front]'."""
    words, i, k = cast.page.words, name.first, name.last
    full: Name | None = None
    if bracketed(cast.page, i):
        full = lasts.get(i)
    elif i >= 2 and words[i - 1].text == "(":
        full = lasts.get(i - 1) or lasts.get(i - 2)
    elif k < len(words) and bracketed(cast.page, k):
        full = _long(firsts.get(k))
    elif k + 1 < len(words) and words[k].text == "(":
        full = _long(firsts.get(k + 1))
    return full if full is not None and full.first in cast.at and full.first != i else None


def _long(name: Name | None) -> Name | None:
    return name if name is not None and name.last - name.first > 1 else None


def _stands_for(cast: Cast, acronym: str, full: Name) -> bool:
    """Whether a name beside the acronym is the one that it stands for."""
    told = cast.at[full.first]
    letters = initials(cast.page, full.first, full.last)
    nobody = told.gender is None and not told.titles and acronym in letters
    return (told.kind != "person" or nobody) and (
        acronym in letters or acronym[0] in {x[0] for x in letters} or organisation(told.tokens)
    )


def merge(cast: Cast, owner: Actor, other: Actor) -> None:
    """Make ``other`` part of ``owner``."""
    owner.mentions |= other.mentions
    owner.aliases.update(other.aliases)
    if other.name != owner.name:
        owner.aliases[other.name] = None
    owner.spoke += other.spoke
    owner.role = owner.role or other.role
    owner.affiliation = owner.affiliation or other.affiliation
    owner.gender = owner.gender or other.gender
    cast.actors = [a for a in cast.actors if a is not other]
    for key, value in cast.at.items():
        if value is other:
            cast.at[key] = owner


def fullest(cast: Cast) -> None:
    """Give every named actor the fullest of its names; ties go to the first."""
    for actor in cast.actors:
        if not actor.named or actor.kind not in {"person", "organisation", "group"}:
            continue
        best = max((actor.name, *actor.aliases), key=lambda n: len(n.split()) if not ACRONYM.match(n) else 0)
        if len(best.split()) > len(actor.name.split()) and not (actor.kind == "person" and fold_given(best)):
            actor.aliases[actor.name] = None
            actor.aliases.pop(best, None)
            actor.name = best


def fold_given(name: str) -> bool:
    """Whether a person's name has no word that can be a surname."""
    return all(w.lower() in given_names() for w in name.split()) and len(name.split()) == 1
