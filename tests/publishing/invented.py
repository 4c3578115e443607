"""Incidents for exports: invented events in invented places of the invented country of Vardany."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st
from msgspec.structs import replace

from onrecord.accounts.sheet import Account, Anchor, Article, Check, Sheet, Tally
from onrecord.record import Article as Text
from onrecord.record import (
    Content,
    IncidentType,
    Participant,
    Reader,
    Record,
    Source,
    Span,
    Statement,
    When,
    Where,
)

TEXTS = {
    "reports/01.txt": "Fourteen people were killed when a car bomb went off at the fish market of Ostrel on Friday, "
    "the town hospital said. Nine of them were children. Police blamed the River Front.",
    "reports/02.txt": "At least 12 people died in the blast at Ostrel, according to Mayor Ilse Korvan. “=SUM(A1)” read "
    "a wall.",
    "reports/03.txt": "Somewhere in Vardany a patrol was fired on. There was no word of casualties.",
}


class Line(NamedTuple):
    """One line of a log."""

    seq: int
    at: str
    who: str
    act: str
    subject: str
    reason: str | None
    before: str | None
    after: str | None
    hash: str


def digest(report: str) -> str:
    """The id of a report's article."""
    return "sha256:" + f"{int(report[8:10]):064x}"


def record_of(report: str) -> Record:
    """The record of one of the three reports."""
    said = Statement(
        "s1",
        "direct",
        Content((), ""),
        Source((Span(0, 0),), "", name="Mayor Ilse Korvan", kind="person", role="mayor"),
    )
    article = Text(
        digest(report),
        TEXTS[report],
        url=f"https://news.example/{report[8:10]}",
        title=f"Report {report[8:10]}",
        authors=("Una Brisk",),
        language="en",
    )
    return Record(reader=Reader("0.9", "encoder-1"), input_id=report, article=article, statements=(said,))


def anchor(report: str, words: str) -> Anchor:
    """The words where they first stand."""
    start = TEXTS[report].index(words)
    return Anchor(digest(report), (Span(start, start + len(words)),), words)


def article(report: str, origin: str, *, outlet: str | None = None, published: str | None = None) -> Article:
    """One report on a sheet."""
    return Article(report, digest(report), origin, False, "i1", f"Report {report[8:10]}", outlet, published)


HOSPITAL = Account(
    "o1",
    ("the town hospital",),
    "killed",
    "people",
    14,
    14,
    ("reports/01.txt",),
    (anchor("reports/01.txt", "Fourteen people"),),
    total=True,
    published="2031-03-08",
)
CHILDREN = Account(
    "o1",
    ("the town hospital",),
    "killed",
    "children",
    9,
    9,
    ("reports/01.txt",),
    (anchor("reports/01.txt", "Nine of them"),),
    part=True,
)
MAYOR = Account(
    "o2",
    ("Mayor Ilse Korvan",),
    "killed",
    "people",
    12,
    None,
    ("reports/02.txt",),
    (anchor("reports/02.txt", "At least 12 people"),),
    total=True,
    status="agrees",
    why=("'at least' allows 14",),
    blamed=("River Front",),
)
FRONT = Participant("perpetrator", "River Front", (Span(159, 170),), kind="rebel group", given_by=("s2",))
SHOPPERS = Participant("victim", "shoppers", (), kind="civilians")

MARKET = Sheet(
    incident_id="n1",
    title="Bomb, Ostrel, 7 March 2031",
    type=IncidentType("bomb", event="Explosions/Remote violence", sub_event="Remote explosive/landmine/IED"),
    date=When("2031-03-07", "2031-03-07", "day", text="Friday", time_precision=1, date_prec=1),
    place=Where(
        "Ostrel",
        (),
        "Ostrel",
        latitude=-41.25,
        longitude=172.5,
        country="Vardany",
        country_code="NZ",
        admin1="Lake Shore",
        admin2="Ostrel District",
        geonames="7700001",
        precision="place",
        geo_precision=1,
        where_prec=1,
    ),
    articles=(
        article("reports/01.txt", "o1", outlet="Ostrel Post", published="2031-03-08T09:30:00+02:00"),
        article("reports/02.txt", "o2", outlet="Radio Lake", published="2031-03-07"),
    ),
    origins=2,
    killed=Tally(14, 14, "onrecord/1", (0, 2)),
    injured=Tally(None, None, "onrecord/1"),
    participants=(SHOPPERS, FRONT),
    accounts=(HOSPITAL, CHILDREN, MAYOR),
    checks=(Check("no figure of the injured", (0,)),),
    decided={"place": "set by a person", "date": "set by a person"},
    words={
        "date": (anchor("reports/01.txt", "Friday"),),
        "participants[1]": (anchor("reports/01.txt", "River Front"),),
        "place": (anchor("reports/01.txt", "Ostrel"), anchor("reports/02.txt", "Ostrel")),
        "type": (anchor("reports/01.txt", "car bomb"),),
    },
)

# Nobody counts anybody, and only the country is known, whose middle the gazetteer has as a point.
PATROL = Sheet(
    incident_id="n2",
    title="Clash, Vardany",
    type=IncidentType("clash", event="Battles", sub_event="Armed clash"),
    date=When(),
    place=Where(
        "Vardany",
        (),
        "Vardany",
        latitude=-42.0,
        longitude=174.0,
        country="Vardany",
        country_code="NZ",
        precision="country",
        geo_precision=3,
        where_prec=6,
    ),
    articles=(article("reports/03.txt", "o3"),),
    origins=1,
    killed=Tally(None, None, "onrecord/1"),
    injured=Tally(None, None, "onrecord/1"),
    participants=(),
    accounts=(),
)

SHEETS = (MARKET, PATROL)
LOG = (
    Line(
        1, "2031-03-08T10:00:00+00:00", "onrecord 0.9", "add", "reports/01.txt", "", "", digest("reports/01.txt"), "a1"
    ),
    Line(2, "2031-03-09T08:15:00+00:00", "Mira Tann", "set place", "n1", "the map of the town", None, '"Ostrel"', "b2"),
)

# What reports by others may hold: formulas, line ends, controls, direction marks, towers, quotes, separators, length.
NASTY = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r\n=1+1",
    "a;=1+1",
    "＝1+1",
    "\x00\x1b[31mred\x9b2J",
    "\u202egnp.exe\u2066",
    "a\u0301" + "\u0301" * 60,
    'quote " quote, comma\nline',
    "x" * 2_000,
    "; " * 200,
    "\ufeffbom",
    "’;DROP",
    "",
    " ",
)
texts = st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), st.sampled_from(NASTY))
names = st.tuples(texts) | st.just(())
counts = st.none() | st.integers(0, 10**9)


@st.composite
def hostile(draw: st.DrawFn) -> Sheet:
    """The market's sheet as a hostile report might have it: every text that comes from reports is anything."""
    accounts = tuple(
        replace(
            account,
            givers=draw(names),
            why=draw(names),
            blamed=draw(names),
            low=draw(counts),
            high=draw(counts),
            nation=draw(st.none() | texts),
            anchors=tuple(replace(a, text=draw(texts)) for a in account.anchors),
        )
        for account in MARKET.accounts
    )
    articles = tuple(
        replace(a, outlet=draw(st.none() | texts), title=draw(st.none() | texts), published=draw(st.none() | texts))
        for a in MARKET.articles
    )
    place = replace(
        MARKET.place or Where("", ()),
        name=draw(texts),
        admin1=draw(st.none() | texts),
        latitude=draw(st.none() | st.floats()),
        longitude=draw(st.none() | st.floats(-180, 180)),
        precision=draw(st.sampled_from(["place", "near", "district", "region", "country", None])),
    )
    return replace(
        MARKET,
        title=draw(texts),
        place=draw(st.sampled_from([place, None])),
        articles=articles,
        accounts=accounts,
        participants=tuple(replace(p, name=draw(texts)) for p in MARKET.participants),
    )
