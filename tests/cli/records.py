"""Records made by hand, for tests of what is shown: no reader, no files."""

from __future__ import annotations

from onrecord.record import (
    Act,
    Article,
    Content,
    Cue,
    Entity,
    Figure,
    Flag,
    Furniture,
    Group,
    Hand,
    Harm,
    Incident,
    IncidentType,
    Mentions,
    Participant,
    Reader,
    Record,
    Republication,
    Side,
    Source,
    Span,
    Spans,
    Statement,
    Topics,
    Total,
    Weapon,
    When,
    Where,
    Who,
    check,
)

TEXT = (
    "“We counted nine bodies in the market and twenty-one people with wounds, four of them children, and the "
    "ambulance could not come back a second time because the road was under fire for more than three hours, and "
    "nobody in the whole of the ministry answered the telephone,” said Lena Morrow, head of the Tel Sarra hospital.\n\n"
    "“The road was closed,” she told Radio Hadra.\n\n"
    "The Ministry of Defence of Coralia denied that its aircraft had struck the market. Two porters have been "
    "accused of leaking the list. قال مدير المستشفى إن الجرحى وصلوا ليلا. Officials expect more deaths."
)


def at(words: str, *, text: str = TEXT) -> Spans:
    """Where ``words`` stand in the text, for the first time."""
    start = text.index(words)
    return (Span(start, start + len(words)),)


def record(
    *statements: Statement,
    text: str = TEXT,
    input_id: str = "report.txt",
    title: str | None = "Nine killed in Tel Sarra",
) -> Record:
    """A record of the sample text; of every statement that the tests know where none is given."""
    made = Record(
        reader=Reader(version="0.1.0", model="by hand"),
        article=Article(
            id="sha256:" + "0" * 64,
            text=text,
            title=title,
            subtitle="Hospital says the road was under fire",
            authors=("Iva Brandt", "Tom Okoro"),
            outlet="The Corran Courier",
            published="2031-05-14T08:30",
            language="en",
            topics=Topics(regions=("Coralia",), themes=("War", "Health")),
            agencies=("CNA",),
            republished_from=Republication(outlet="Radio Hadra", published="2031-05-13"),
            furniture=tuple(Furniture(kind, "…") for kind in ("newsletter",) * 3 + ("share",) * 2 + ("rights",)),
        ),
        input_id=input_id,
        statements=statements or STATEMENTS,
        entities=ENTITIES,
    )
    check(made)
    return made


ENTITIES = (
    Entity("e1", "person", "Lena Morrow", role="head of the Tel Sarra hospital"),
    Entity("e2", "organisation", "Ministry of Defence of Coralia"),
    Entity("e3", "organisation", "Radio Hadra"),
    Entity("e4", "person", "Osman Dray"),
)
QUOTATION = TEXT[: TEXT.index(" said Lena")]
DIRECT = Statement(
    "s1",
    "direct",
    Content(at(QUOTATION), QUOTATION),
    Source(at("Lena Morrow"), "Lena Morrow", "Lena Morrow", "head of the Tel Sarra hospital", "person", "e1", ("e1",)),
    Cue(at("said"), "said"),
)
PRONOUN = Statement(
    "s2",
    "direct",
    Content(at("“The road was closed,”"), "“The road was closed,”"),
    Source(at("she"), "she", "Lena Morrow", "head of the Tel Sarra hospital", "person", "e1", ("e1",)),
    Cue(at("told"), "told"),
    (
        Hand(at("Radio Hadra"), "Radio Hadra", "Radio Hadra", "e3"),
        Hand(at("the list"), "the list", "the Harbour Agency"),
    ),
)
DENIAL = Statement(
    "s3",
    "indirect",
    Content(at("its aircraft had struck the market"), "its aircraft had struck the market"),
    Source(
        at("The Ministry of Defence of Coralia"),
        "The Ministry of Defence of Coralia",
        "Ministry of Defence of Coralia",
        None,
        "organisation",
        "e2",
    ),
    Cue(at("denied"), "denied", "denies"),
)
SUPPRESSED = Statement(
    "s4",
    "indirect",
    Content(at("leaking the list"), "leaking the list"),
    None,
    Cue(at("accused of"), "accused of", "accuses"),
)
ARABIC = Statement(
    "s5",
    "indirect",
    Content(at("الجرحى وصلوا ليلا"), "الجرحى وصلوا ليلا"),
    Source(at("مدير المستشفى"), "مدير المستشفى", kind="person"),
    Cue(at("قال"), "قال"),
)
ANONYMOUS = Statement(
    "s6",
    "indirect",
    Content(at("more deaths"), "more deaths"),
    Source(at("Officials"), "Officials", kind="anonymous"),
    Cue(at("expect"), "expect", "predicts"),
)
STATEMENTS = (DIRECT, PRONOUN, DENIAL, SUPPRESSED, ARABIC, ANONYMOUS)

# -- incidents ----------------------------------------------------------------------------------------------------

TOLL = (
    "Drones struck the covered market of Tarsa on Monday, and at least 14 people were killed, three of them children, "
    "the hospital told Radio Hadra. The Ministry of Defence of Coralia put the dead at six to eight fighters and said "
    "that no civilians were hurt. A trader, Osman Dray, blamed the Northern Shield, “sworn to the old king”, and saw "
    "up to 20 bodies. Two of the attackers died. Some forty were wounded. Dozens are missing. In December a bomb "
    "killed 21 worshippers in the Lower Ena. The army says it will raid the port of Hadra next week."
)


def _said(id: str, words: str, name: str, cue: str, *hands: Hand, act: Act = "asserts") -> Statement:
    source = Source(at(name, text=TOLL), name, name, None, "organisation")
    return Statement(
        id, "indirect", Content(at(words, text=TOLL), words), source, Cue(at(cue, text=TOLL), cue, act), hands
    )


def figure(
    id: str,
    harm: Harm,
    group: Group,
    low: int | None,
    high: int | None,
    words: str,
    *given_by: str,
    part_of: str | None = None,
    disputed_by: tuple[str, ...] = (),
    blamed_on: tuple[Participant, ...] = (),
    as_of: str | None = None,
    side: Side = "victims",
) -> Figure:
    """A figure whose words stand in ``TOLL``."""
    spans = at(words, text=TOLL)
    return Figure(id, harm, Who(group), low, high, spans, words, part_of, given_by, blamed_on, disputed_by, as_of, side)


SHIELD = Participant(
    "perpetrator",
    "the Northern Shield",
    at("the Northern Shield", text=TOLL),
    "the Northern Shield",
    given_by=("s3",),
    allegiance="sworn to the old king",
)
TOLL_STATEMENTS = (
    _said(
        "s1",
        "at least 14 people were killed, three of them children",
        "the hospital",
        "told",
        Hand(at("Radio Hadra", text=TOLL), "Radio Hadra", "Radio Hadra"),
    ),
    _said("s2", "no civilians were hurt", "The Ministry of Defence of Coralia", "said"),
    _said("s3", "up to 20 bodies", "Osman Dray", "saw"),
)
STRIKE = Incident(
    "i1",
    IncidentType("drone-strike", event="Explosions/Remote violence", sub_event="Air/drone strike"),
    Mentions(at("struck", text=TOLL)),
    When("2031-05-12", "2031-05-12", "day", at("on Monday", text=TOLL), "on Monday", 1, 1),
    Where("Tarsah", at("Tarsa", text=TOLL), "Tarsa", country="Coralia", admin1="Lower Ena", precision="near"),
    participants=(
        SHIELD,
        Participant("target", "the covered market", at("the covered market", text=TOLL), "the covered market"),
    ),
    weapons=(Weapon("Drones", at("Drones", text=TOLL)),),
    figures=(
        figure("f1", "killed", "people", 14, None, "at least 14 people", "s1", disputed_by=("s2",)),
        figure("f2", "killed", "children", 3, 3, "three of them children", "s1", part_of="f1"),
        figure("f3", "killed", "combatants", 6, 8, "six to eight fighters", "s2"),
        figure("f4", "injured", "civilians", 0, 0, "no civilians", "s2"),
        figure("f5", "killed", "people", None, 20, "up to 20 bodies", "s3", blamed_on=(SHIELD,)),
        figure("f6", "killed", "combatants", 2, 2, "Two of the attackers", side="attackers"),
        figure("f7", "injured", "people", 40, 40, "Some forty", as_of="2031-05-12T10:00"),
        figure("f8", "missing", "people", None, None, "Dozens"),
    ),
    totals={
        "injured": Total(40, 40, "report/1", ("f7",)),
        "killed": Total(14, None, "report/1", ("f1",)),
    },
    flags=(Flag("figures of one harm exclude each other", ("f1", "f3")),),
)
BOMB = Incident(
    "i2",
    IncidentType("bomb", event="Explosions/Remote violence", sub_event="Remote explosive/landmine/IED"),
    Mentions(at("a bomb", text=TOLL)),
    When("2030-12-01", "2030-12-31", "month", at("In December", text=TOLL), "In December", 3, 4),
    Where("Lower Ena", at("Lower Ena", text=TOLL), "Lower Ena", country="Coralia", precision="region"),
    figures=(figure("f9", "killed", "people", 21, 21, "21 worshippers"),),
    totals={"killed": Total(21, 21, "report/1", ("f9",))},
    background=True,
)
RAID = Incident(
    "i3",
    IncidentType("raid", event="Violence against civilians", sub_event="Attack"),
    Mentions(at("raid", text=TOLL)),
    When("2031-05-19", "2031-05-25", "week", at("next week", text=TOLL), "next week", 2, 2),
    status="planned",
)


def told(
    *incidents: Incident, prospects: tuple[Incident, ...] = (), reads: tuple[str, ...] = ("statements", "incidents")
) -> Record:
    """A record of ``TOLL`` with these incidents and no others."""
    made = Record(
        reader=Reader(version="0.1.0", model="by hand", reads=reads),
        article=Article(id="sha256:" + "1" * 64, text=TOLL, title="Fourteen killed in Tarsa"),
        input_id="toll.txt",
        statements=TOLL_STATEMENTS,
        incidents=incidents,
        prospects=prospects,
    )
    check(made)
    return made
