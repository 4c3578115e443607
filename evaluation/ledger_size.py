"""Records of invented reports, as many as are asked for: what the ledger is tested and timed on.

Every place, name, outlet and word in them is made up by a seeded generator. Incidents are told by five reports or so,
one in five of which reprints an earlier one under another title and outlet; speakers come back over the years.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from itertools import accumulate
from typing import NamedTuple

from onrecord.record import (
    Article,
    Content,
    Cue,
    Entity,
    Figure,
    Hand,
    Incident,
    IncidentType,
    Mentions,
    Participant,
    Reader,
    Record,
    Source,
    Span,
    Statement,
    Total,
    When,
    Where,
    Who,
    words,
)

_COMMON = """
the of and to in a that was it for on he is with as by at said his had they from were be who have but not which her an
been their she has after two one when all there would people or we more no out than its so what last killed about into
up could them some other time over first new during police army forces officials wounded attack city town government
security three local down against near morning night year day week early several including between since under while
where before around told reported residents hospital area road building house houses
"""
_ONSETS = "b br d dr f g gr h j k kh l m n p pr r s sh st t tr v w y z"
_VOWELS = "a a a e e i i o o u aa ei ou"
_CODAS = ("", "", "", "l", "n", "r", "s", "t", "m", "k", "rn", "sh")
_GIVEN = """
Ada Pavo Ilse Marit Joren Tamsin Oskar Leyla Davit Mirela Anouk Bram Selma Idris Noor Yusra Karim Hanna Viktor Petra
"""
_BODIES = ("Ministry of Defence", "district hospital", "Red Lantern", "Toll Watch", "Northern Shield", "civil guard")
_KINDS = (
    ("air strike", "Explosions/Remote violence", "Air/drone strike", "airstrike"),
    ("shelling", "Explosions/Remote violence", "Shelling/artillery/missile attack", "shelling"),
    ("raid", "Violence against civilians", "Attack", "raid"),
    ("clash", "Battles", "Armed clash", "clash"),
    ("car bomb", "Explosions/Remote violence", "Remote explosive/landmine/IED", "bombing"),
    ("rally", "Protests", "Excessive force against protesters", "protest"),
)  # fmt: skip
_ACTS = (("said", "asserts"), ("denied", "denies"), ("accused", "accuses"), ("promised", "promises"))
_FIRST_DAY = date(2019, 1, 1)
_DAYS = 7 * 365
_WHO = Who("people")
_READER = Reader(version="0", model="invented")


class _Happening(NamedTuple):
    place: str
    latitude: float
    longitude: float
    country: str
    day: date
    kind: int
    killed: int
    injured: int


class _World:
    """The names of everything, made once from the seed."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

        onsets, vowels, given = _ONSETS.split(), _VOWELS.split(), _GIVEN.split()

        def word(least: int, most: int) -> str:
            syllables = range(chance.randint(least, most))
            return "".join(chance.choice(onsets) + chance.choice(vowels) for _ in syllables) + chance.choice(_CODAS)

        self.vocabulary = [*_COMMON.split(), *(word(1, 4) for _ in range(30_000))]
        # Zipf's law: the n-th word is as frequent as 1/n.
        self.weights = list(accumulate(1 / (n + 1) for n in range(len(self.vocabulary))))
        self.countries = [word(2, 3).title() + "ia" for _ in range(12)]
        self.places = [
            (
                f"{word(1, 1).title()} {word(2, 2).title()}" if n % 3 == 0 else word(2, 3).title(),
                chance.uniform(-40, 55),
                chance.uniform(-80, 120),
                self.countries[n % 12],
            )
            for n in range(1500)
        ]
        self.people = [f"{chance.choice(given)} {word(2, 3).title()}" for _ in range(4000)]
        self.bodies = [f"{country}n {body}" for country in self.countries for body in _BODIES]
        self.outlets = [
            f"{word(2, 2).title()} {kind}" for kind in ("Courier", "Voice", "Post", "Wire") for _ in range(60)
        ]

    def filler(self, count: int) -> str:
        drawn = self.chance.choices(self.vocabulary, cum_weights=self.weights, k=count)
        at = 0
        while at < count:
            drawn[at] = drawn[at].capitalize()
            at += self.chance.randint(9, 22)
            drawn[min(at, count) - 1] += "."
        return " ".join(drawn)


class _Page:
    """A text that grows, and where its parts stand."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def put(self, text: str) -> tuple[Span, ...]:
        span = Span(self.length, self.length + len(text))
        self.parts.append(text)
        self.length = span.end
        return (span,)


def records(n: int, seed: int = 0) -> Iterator[Record]:
    """``n`` records; the same for the same seed, whatever ``n``. ``input_id`` are ``r0``, ``r1``, .."""
    chance = random.Random(seed)
    world = _World(chance)
    open_ones: list[tuple[_Happening, int, list[Record]]] = []
    for number in range(n):
        # Some forty incidents are in the news at a time.
        while len(open_ones) < 40:
            open_ones.append((_happening(world, number), chance.randint(1, 9), []))
        at = chance.randrange(40)
        happening, left, told = open_ones[at]
        if told and chance.random() < 0.25:
            record = _reprint(world, chance.choice(told), number)
        else:
            record = _report(world, happening, number)
        told.append(record)
        if left == 1:
            open_ones.pop(at)
        else:
            open_ones[at] = (happening, left - 1, told)
        yield record


def original(record: Record) -> bytes:
    """The bytes that an invented record was read from; its article's id is their hash."""
    return _bytes(record.article.title or "", record.article.outlet or "", record.article.text)


def _bytes(title: str, outlet: str, text: str) -> bytes:
    return f"{title}\n{outlet}\n\n{text}".encode()


def _happening(world: _World, number: int) -> _Happening:
    chance = world.chance
    # Half of what happens does so in one place of ten, as it does.
    place = world.places[chance.randrange(150 if chance.random() < 0.5 else 1500)]
    day = _FIRST_DAY + timedelta(days=(number // 40 + chance.randrange(30)) % _DAYS)
    killed = 0 if chance.random() < 0.2 else int(chance.paretovariate(1.1))
    return _Happening(*place, day, chance.randrange(len(_KINDS)), min(killed, 2000), chance.randrange(60))


def _report(world: _World, what: _Happening, number: int) -> Record:
    chance, page = world.chance, _Page()
    name, event, sub_event, fine = _KINDS[what.kind]
    published = what.day + timedelta(days=chance.randrange(3))
    outlet = chance.choice(world.outlets)
    killed = max(0, what.killed + chance.choice((0, 0, 0, 1, -1, 2)))
    title = f"{killed} killed in {name} on {what.place}, {chance.choice(world.bodies)} says"
    people = [chance.choice(world.people), chance.choice(world.bodies), chance.choice(world.people)]
    mentions: list[list[Span]] = [[], [], [], []]

    page.put(world.filler(6) + " ")
    begun = page.length
    page.put(f"A {name} hit ")
    place = page.put(what.place)
    mentions[3] += place
    page.put(" on ")
    day = page.put(f"{what.day.day} {what.day:%B %Y}")
    page.put(", ")
    dead = page.put(f"{killed} people")
    page.put(" were killed and ")
    hurt = page.put(f"{what.injured} people")
    page.put(" were injured. ")
    mention = (Span(begun, page.length - 1),)
    page.put(world.filler(chance.randint(40, 160)) + " ")
    statements = []
    for s, (speaker, (verb, act)) in enumerate(
        zip(people, chance.choices(_ACTS, weights=(8, 1, 1, 1), k=3), strict=True)
    ):
        content = page.put(world.filler(chance.randint(8, 24))[:-1])
        page.put(", ")
        said_by = page.put(speaker)
        mentions[s] += said_by
        page.put(" ")
        cue = page.put(verb)
        hands: tuple[Hand, ...] = ()
        if chance.random() < 0.15:
            page.put(" to the ")
            agency = chance.choice(world.outlets)
            hands = (Hand(page.put(agency), agency, agency),)
        page.put(". " + world.filler(chance.randint(10, 60)) + " ")
        statements.append((content, said_by, speaker, cue, verb, act, hands))
    page.put(world.filler(10))
    text = "".join(page.parts)
    kinds = ("person", "organisation", "person", "place")
    entities = tuple(
        Entity(
            id=f"e{e}", kind=kinds[e], name=each, mentions=tuple(mentions[e]),  # type: ignore[arg-type]
            role="spokesman" if e == 2 else None, aliases=(each.split()[-1],) if kinds[e] == "person" else (),
        )
        for e, each in enumerate((*people, what.place))
    )  # fmt: skip
    figures = (
        Figure("f1", "killed", _WHO, killed, killed, dead, words(text, dead), given_by=("s1",)),
        Figure("f2", "injured", _WHO, what.injured, what.injured, hurt, words(text, hurt)),
    )  # fmt: skip
    iso = what.day.isoformat()
    incident = Incident(
        id="i1",
        type=IncidentType(kind=fine, event=event, sub_event=sub_event),
        mentions=Mentions(mention),
        date=When(iso, iso, "day", day, words(text, day), 1, 1),
        place=Where(
            what.place, place, what.place, what.latitude, what.longitude, country=what.country, precision="place",
            geo_precision=1, where_prec=1, entity="e3",
        ),
        participants=(Participant("perpetrator", people[1], statements[1][1], people[1], "e1", "state forces"),),
        figures=figures,
        totals={
            "killed": Total(killed, killed, "reported", ("f1",)),
            "injured": Total(what.injured, what.injured, "reported", ("f2",)),
        },
    )  # fmt: skip
    return Record(
        reader=_READER,
        input_id=f"r{number}",
        article=Article(
            id=f"sha256:{sha256(_bytes(title, outlet, text)).hexdigest()}", text=text, title=title, outlet=outlet,
            published=published.isoformat(), language="en",
        ),
        statements=tuple(
            Statement(
                id=f"s{s + 1}", kind="indirect", content=Content(content, words(text, content)),
                source=Source(said_by, speaker, speaker, None, kinds[s], f"e{s}", (f"e{s}",)),  # type: ignore[arg-type]
                cue=Cue(cue, verb, act), reported_by=hands,  # type: ignore[arg-type]
            )
            for s, (content, said_by, speaker, cue, verb, act, hands) in enumerate(statements)
        ),
        entities=entities,
        incidents=(incident,),
    )  # fmt: skip


def _reprint(world: _World, record: Record, number: int) -> Record:
    """The same words under another title and outlet, some days later."""
    from msgspec.structs import replace

    title, outlet = f"{world.filler(5)[:-1]}: {record.article.title}", world.chance.choice(world.outlets)
    day = date.fromisoformat(record.article.published or "") + timedelta(days=world.chance.randrange(3))
    return replace(
        record,
        input_id=f"r{number}",
        article=replace(
            record.article, id=f"sha256:{sha256(_bytes(title, outlet, record.article.text)).hexdigest()}", title=title,
            outlet=outlet, published=day.isoformat(),
        ),
    )  # fmt: skip
