"""Sheets made by hand, for tests of what is shown: invented incidents, no reader, no comparison, no ledger."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.accounts.sheet import (
    Account,
    Anchor,
    Article,
    Cell,
    Check,
    Copy,
    Facet,
    Origin,
    Sheet,
    Standing,
    Step,
    Tally,
    Verdict,
)
from onrecord.ledger.answers import Hit, LogLine, Person, Report, Saying, Suggestion
from onrecord.record import Group, Harm, IncidentType, Participant, Span, When, Where

NONE = Tally(None, None, "report/1")


def article(
    number: int, origin: str, outlet: str | None, *, at: str | None = "2031-05-12", title: str | None = None
) -> Article:
    """One report of an origin."""
    told = title or f"Report {number} on the ferry"
    return Article(f"reports/{number:02d}.txt", f"sha256:{number:064d}", origin, False, "i1", told, outlet, at)


def account(
    origin: str,
    harm: Harm,
    low: int | None,
    high: int | None,
    words: str,
    *givers: str,
    articles: tuple[str, ...] = (),
    who: Group = "people",
    status: Standing = "agrees",
    why: tuple[str, ...] = (),
) -> Account:
    """One account with its words."""
    anchors = (Anchor("sha256:" + "0" * 64, (Span(0, len(words)),), words),) if words else ()
    return Account(origin, givers, harm, who, low, high, articles, anchors, status=status, why=why)


def cell(origin: str, facet: Facet, says: str, verdict: Verdict, *why: str) -> Cell:
    """One origin against one facet."""
    return Cell(origin, facet, says, verdict, why)


def sheet(
    *accounts: Account,
    articles: tuple[Article, ...] = (),
    cells: tuple[Cell, ...] = (),
    toll: tuple[Step, ...] = (),
    checks: tuple[Check, ...] = (),
    decided: dict[str, str] | None = None,
    participants: tuple[Participant, ...] = (),
) -> Sheet:
    """A sheet of the one ferry."""
    return Sheet(
        incident_id="n7",
        title="Shelling, Port Sabel, 12 May 2031",
        type=IncidentType(
            "shelling", event="Explosions/Remote violence", sub_event="Shelling/artillery/missile attack"
        ),
        date=When("2031-05-12", "2031-05-12", "day", text="Monday"),
        place=Where("Port Sabel", (), "Port Sabel", country="Coralia", admin1="Lower Ena", precision="place"),
        articles=articles,
        origins=len({each.origin for each in articles}),
        killed=NONE,
        injured=NONE,
        participants=participants,
        accounts=accounts,
        cells=cells,
        toll=toll,
        checks=checks,
        decided=decided or {},
    )


WIRE = tuple(
    article(n, "o1", outlet, at=f"2031-05-12T{10 + n}:05")
    for n, outlet in enumerate(("Coralian News Agency", "The Corran Courier", "Harbour Post", "Sabel Today"), start=1)
)
RADIO = article(5, "o2", "Radio Hadra", at="2031-05-12T21:40", title="Hospital: nineteen dead on the ferry quay")
ARMY = article(6, "o3", "Ministry of Defence of Coralia", title="Statement 41")
LATER = replace(article(7, "o4", "The Lantern", at="2031-06-01", title="A summer without ferries"), background=True)

FERRY = replace(
    sheet(
        replace(
            account("o1", "killed", 12, 12, "Twelve people were killed", "harbour police", status="superseded"),
            articles=tuple(each.id for each in WIRE),
            why=("an earlier count of the same police, 12 at 11:05",),
            as_of="2031-05-12T11:00",
        ),
        replace(
            account("o2", "killed", 19, None, "at least 19 dead", "Lena Morrow", articles=(RADIO.id,)),
            blamed=("the army",),
        ),
        replace(
            account("o2", "killed", 4, 4, "four of them children", "Lena Morrow", who="children", articles=(RADIO.id,)),
            part=True,
        ),
        replace(
            account(
                "o3",
                "killed",
                0,
                0,
                "not one civilian was hurt",
                "Major Osman Dray",
                who="civilians",
                articles=(ARMY.id,),
                status="disputed",
                why=("counts civilians only, others count all",),
            ),
            party=True,
            disputed_by=("Lena Morrow",),
        ),
        account(
            "o4",
            "killed",
            21,
            23,
            "between 21 and 23",
            articles=(LATER.id,),
            status="differs",
            why=("includes two who died of their wounds in June", "told as background"),
        ),
        account("o1", "injured", 40, None, "more than 39", "harbour police", articles=(WIRE[0].id, WIRE[2].id)),
        articles=(*WIRE, RADIO, ARMY, LATER),
        cells=(
            cell("o1", "date", "12 May 2031", "agrees"),
            cell("o1", "place", "Port Sabel", "agrees"),
            cell("o1", "killed", "12", "differs", "earlier"),
            cell("o1", "injured", "≥ 40", "agrees"),
            cell("o1", "blamed", "", "silent"),
            cell("o2", "date", "12 May 2031", "agrees"),
            cell("o2", "place", "Port Sabel", "agrees"),
            cell("o2", "killed", "≥ 19", "agrees"),
            cell("o2", "injured", "", "silent"),
            cell("o2", "blamed", "the army", "differs", "the army names the Northern Shield"),
            cell("o3", "date", "13 May 2031", "differs", "the day of the statement"),
            cell("o3", "place", "Lower Ena", "agrees", "Port Sabel lies in Lower Ena"),
            cell("o3", "killed", "0", "differs"),
            cell("o3", "injured", "", "silent"),
            cell("o3", "blamed", "Northern Shield", "differs"),
            cell("o4", "date", "May 2031", "agrees"),
            cell("o4", "place", "Port Sabel", "agrees"),
            cell("o4", "killed", "21–23", "differs"),
            cell("o4", "injured", "", "silent"),
            cell("o4", "blamed", "", "silent"),
        ),
        toll=(
            Step("2031-05-12T11:05", "killed", 12, 12, "o1"),
            Step("2031-05-12T21:40", "killed", 19, None, "o2"),
            Step("2031-06-01", "killed", 21, 23, "o4"),
        ),
        checks=(Check("a part exceeds its whole", (2, 0)),),
        participants=(Participant("perpetrator", "the army", (), given_by=("s1",)),),
    ),
    killed=Tally(12, 23, "airwars/1", (0, 1, 4), says={"grade": "fair", "strike status": "contested"}),
    injured=Tally(40, None, "airwars/1", (5,)),
)
TALLIES: tuple[tuple[Harm, Tally], ...] = (
    ("killed", Tally(12, 23, "ucdp/1", best=19, says={"date_prec": "1", "where_prec": "1"})),
    ("killed", Tally(12, 12, "acled/1")),
)
ALIKE = Suggestion(
    "n7",
    "n9",
    "Shelling, Port Sabel, 13 May 2031",
    ("same town", "one day apart", "both name Lena Morrow"),
    ("19 and 3 killed",),
    0.61,
)
GRADED = LogLine(
    12,
    "2031-06-02T08:30:00Z",
    "iva",
    "grade",
    "n7",
    "ab" * 32,
    "cd" * 32,
    rule="airwars/1",
    reason="two independent hospitals",
    before='{"grade":null}',
    after='{"grade":"fair"}',
)

HEADS = {each.id: Report(each.id, each.title, each.outlet, each.published) for each in FERRY.articles}
FERRY_COPIES = (
    Origin(
        "o1",
        WIRE[0].id,
        ("named as the agency by three others", "earliest: 12 May 2031 11:05"),
        (
            Copy(WIRE[0].id, "first", 1.0, 1.0),
            Copy(WIRE[1].id, "exact", 1.0, 1.0),
            Copy(WIRE[2].id, "truncated", 1.0, 0.24),
            Copy(WIRE[3].id, "extended", 0.97, 0.61),
        ),
    ),
    Origin("o2", RADIO.id, ("alone",), (Copy(RADIO.id, "first", 1.0, 1.0),)),
)
PEOPLE = (
    Person(
        "p1", "Lena Morrow", "head of the Port Sabel hospital", "person", None, ("Dr Morrow",), 14, 9, 3,
        incidents=("n7",), first="2031-05-12", last="2031-06-01",
    ),
    Person("p2", "Osman Dray", "spokesman of the Ministry of Defence of Coralia", "person", None, (), 1, 4, 1,
           ("Radio Hadra",)),
    Person("p3", "Ministry of Defence of Coralia", None, "organisation", None, (), 3, 2, 2),
)  # fmt: skip
SAYINGS = (
    Saying("reports/05.txt", "sha256:5", "s1", "direct", "asserts", "We counted at least 19 dead on the quay.",
           (Span(0, 40),), "Radio Hadra", "2031-05-12T21:40", (), ("n7",), 2),
    Saying("reports/07.txt", "sha256:7", "s4", "indirect", "denies", "that she had spoken to the army", (Span(9, 40),),
           "The Lantern", "2031-06-01", ("a nurse", "the Harbour Post"), ("n7", "n9")),
)  # fmt: skip
HITS = (
    Hit("reports/05.txt", "Hospital: nineteen dead on the ferry quay", "Radio Hadra", "2031-05-12T21:40",
        "… no blood left. We counted at least 19 dead on the\nferry quay, said Lena Morrow, and the boats were still …",
        (Span(52, 62),), ("n7",), "Lena Morrow", 3.2),
    Hit("reports/08.txt", None, None, None, "the ferry to Hadra", (Span(4, 9),)),
)  # fmt: skip
LOG = (
    LogLine(1, "2031-05-12T12:00:03Z", "onrecord", "add", WIRE[0].id, "11" * 32),
    GRADED,
    LogLine(13, "2031-06-03T09:00:00Z", "osei", "split", "n7", "ef" * 32, "ab" * 32, reason="two shellings, "
            "one in the morning and one at dusk, as the harbour master's book has them"),
)  # fmt: skip

BAD = "\x1b]0;owned\x07 \x9b31m \u202egnp.exe [bold]x[/bold]"
QUAY = article(1, "o1", "Coralian News Agency")


def _hostile() -> Sheet:
    """A sheet whose every word would act on a terminal."""
    bad = replace(article(1, BAD, BAD, at=BAD, title=BAD), id=BAD)
    told = replace(
        account(BAD, "killed", 1, 2, BAD, BAD, articles=(BAD,), who="nationals", status="disputed", why=(BAD,)),
        nation=BAD,
        as_of=BAD,
        blamed=(BAD,),
        disputed_by=(BAD,),
    )
    return replace(
        sheet(
            told,
            replace(told, low=9, high=9),
            articles=(bad, replace(bad, id=BAD + "2")),
            cells=(cell(BAD, "date", BAD, "differs", BAD), cell(BAD, "blamed", BAD, "agrees")),
            toll=(Step(BAD, "killed", 1, 1, BAD), Step(BAD + "2", "killed", 3, 3, BAD)),
            checks=(Check(BAD, (0, 99)),),
            decided={BAD: BAD},
            participants=(Participant("perpetrator", BAD, (), given_by=(BAD,)),),
        ),
        incident_id=BAD,
        title=BAD,
        type=IncidentType(BAD, sub_event=BAD),
        date=When(BAD, BAD, text=BAD),
        place=Where(BAD, (), BAD, country=BAD, admin1=BAD),
        killed=Tally(1, 2, BAD, says={BAD: BAD}),
    )


_HARMS: tuple[Harm, ...] = ("killed", "injured", "missing", "detained", "abducted", "displaced", "casualties")
_FACETS: tuple[Facet, ...] = ("date", "place", "killed", "injured", "missing", "detained", "displaced", "blamed")
SHEETS: dict[str, Sheet] = {
    "ferry": FERRY,
    "nothing told": replace(sheet(articles=(QUAY,)), date=When(), place=None),
    "no reports": sheet(account("o1", "killed", 3, 3, "")),
    "one account": sheet(account("o1", "killed", 3, 3, "three men", articles=(QUAY.id,), who="men"), articles=(QUAY,)),
    "every harm": sheet(
        *(account("o1", each, 2, None, "two or more", "the mayor", articles=(QUAY.id,)) for each in _HARMS),
        articles=(QUAY,),
        cells=tuple(cell("o1", each, "≥ 2 of the people of the upper town", "differs") for each in _FACETS),
    ),
    "large numbers": sheet(
        account("o1", "displaced", 10**30, None, "more than anyone can count", articles=(QUAY.id,)),
        account("o2", "displaced", 1_200_000, 3_400_000, "between 1.2 and 3.4 million", status="differs"),
        articles=(QUAY,),
    ),
    "long names": sheet(
        account("o1", "killed", 3, 3, "w" * 300, "The Joint Emergency Coordination Headquarters " * 4, who="people"),
        account("o2", "killed", 5, 5, "five " * 120, "A" * 200, why=("because " * 60,), status="differs"),
        articles=(replace(QUAY, outlet="B" * 130, title="C" * 400),),
        cells=(cell("o1", "place", "D" * 90, "agrees"), cell("o2", "place", "the upper town " * 20, "differs")),
    ),
    "right to left": replace(
        sheet(
            account("o1", "killed", 3, 3, "ثلاثة أطفال", "مدير المستشفى", articles=(QUAY.id,)),
            articles=(replace(QUAY, outlet="وكالة كوراليا", title="مقتل ثلاثة أطفال في الميناء"),),
            cells=(cell("o1", "place", "ميناء سابل", "agrees"),),
        ),
        place=Where("ميناء سابل", (), country="كوراليا"),
        title="قصف ميناء سابل",
    ),
    "wide letters": replace(
        sheet(
            account("o1", "killed", 3, 3, "三名儿童在码头丧生", "医院院长", articles=(QUAY.id,)),
            account("o2", "killed", 4, 4, "四人", articles=(QUAY.id,), status="differs", why=("另一个统计",)),
            articles=(replace(QUAY, outlet="珊瑚国家通讯社", title="码头遭炮击三名儿童丧生"),),
            cells=(cell("o1", "place", "珊瑚港口的大市场和码头", "agrees"), cell("o2", "place", "港口", "agrees")),
        ),
        place=Where("珊瑚港口", (), country="珊瑚国"),
        title="珊瑚港口炮击",
    ),
    "long toll": sheet(
        account("o1", "killed", 30, 30, "thirty", articles=(QUAY.id,)),
        articles=(QUAY,),
        toll=tuple(Step(f"2031-05-12T{n:02d}:00", "killed", 2 * n, 2 * n, "o1") for n in range(13)),
    ),
    "hostile": _hostile(),
    "many": sheet(
        *(account(f"o{n}", "killed", n, n, f"{n} dead", articles=(f"reports/{n:02d}.txt",)) for n in range(1, 121)),
        articles=tuple(article(n, f"o{n}", f"Paper {n}") for n in range(1, 121)),
        cells=tuple(cell(f"o{n}", "date", "12 May 2031", "differs", f"reason {n}") for n in range(1, 121)),
    ),
}
