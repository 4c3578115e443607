"""The sample reports, read from end to end with the weights that ship: what `make demo` shows must be true."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.record import Figure, Group, Harm, Incident, Record, Span, Statement, check, from_json

ROOT = Path(__file__).parents[1]
IDS = [
    "samples/01-wire.txt",
    "samples/02-saved-page.txt",
    "samples/03-ministry.eml",
    "samples/04-toll-watch.html",
    "samples/05-feature.md",
    "samples/06-feed.xml#https://kessarvoice.example/2025/03/04/bus",
    "samples/06-feed.xml#https://kessarvoice.example/2025/03/05/road",
    "samples/07-inquiry.pdf",
    "samples/08-archive.warc.gz#https://courier.example/2025/03/03/dol-aren",
    "samples/08-archive.warc.gz#https://courier.example/2025/03/04/correction",
    "samples/09-statement.txt",
    "courier-2025-03-06-a",
    "courier-2025-03-06-b",
    "mwa-2025-03-03-1",
    "mwa-2025-03-03-4",
    "samples/12-reprint.html",
    "samples/13-short.txt",
    "samples/14-retitled.html",
    "samples/15-longer.txt",
    "samples/16-lantern.txt",
    "samples/17-plain-sheet.md",
    "samples/18-sirrin.html",
    "samples/19-sirrin-corrected.html",
    "samples/20-bulletin-117.txt",
    "samples/21-bulletin-119.txt",
    "samples/22-red-lantern.eml",
    "samples/23-bus-wire.txt",
    "samples/24-square.html",
    "samples/25-square-wire.txt",
]


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    """Every sample's record by its input_id, from the command itself."""
    done = subprocess.run(
        [sys.executable, "-m", "onrecord", "read", "--format", "jsonl", "--places", "samples/places.csv", "samples"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=600,
    )
    assert (done.stderr.decode(), done.returncode) == ("", 0)
    read = [from_json(line) for line in done.stdout.splitlines()]
    assert [each.input_id for each in read] == IDS
    return {str(each.input_id): each for each in read}


def find(record: Record, words: str) -> Statement:
    """The statement whose content holds ``words``; of several, the one with the shortest."""
    held = [each for each in record.statements if words in " ".join(each.content.text.split())]
    assert held, f"no statement holds {words!r}; there are {[each.content.text for each in record.statements]}"
    return min(held, key=lambda each: len(each.content.text))


@pytest.mark.parametrize("input_id", IDS)
def test_every_span_has_its_words(records: dict[str, Record], input_id: str) -> None:
    check(records[input_id])
    assert len(records[input_id].statements) >= 3


# sample, words of the content, name of the speaker (None: the text names nobody), act, kind
SAID = [
    ("01-wire.txt", "We have counted fourteen bodies", "Ilse Marrow", "asserts", "direct"),
    ("01-wire.txt", "had asked Ostrel for help", "Ilse Marrow", "asserts", "indirect"),
    ("01-wire.txt", "its aircraft had struck the market", "Merevian Ministry of Defence", "denies", "indirect"),
    ("01-wire.txt", "Our forces did not operate", "Pavo Rennick", "asserts", "direct"),
    ("01-wire.txt", "of storing rockets", "Pavo Rennick", "accuses", "mixed"),
    ("01-wire.txt", "a second strike hit", None, "accuses", "indirect"),
    ("01-wire.txt", "the toll would rise", "Tessa Vohl", "predicts", "indirect"),
    ("02-saved-page.txt", "A number without names", "Marit Solen", "asserts", "direct"),
    ("02-saved-page.txt", "I do not comment on websites", "Colonel Rennick", "asserts", "direct"),
    ("03-ministry.eml", "Five terrorists", "Pavo Rennick", "asserts", "direct"),
    ("03-ministry.eml", "We grieve for every citizen", "Pavo Rennick", "asserts", "direct"),
    ("04-toll-watch.html", "The first time I thought of the glass", "Lina Prost", "asserts", "direct"),
    ("06-feed.xml#https://kessarvoice.example/2025/03/04/bus", "waited for us", "Petra Simm", "asserts", "direct"),
    ("07-inquiry.pdf", "so that he would be let through", "Marrow", "asserts", "direct"),
    (
        "08-archive.warc.gz#https://courier.example/2025/03/03/dol-aren",
        "We work with our hands",
        "Tomas Brill",
        "asserts",
        "direct",
    ),
]


@pytest.mark.parametrize(("sample", "words", "name", "act", "kind"), SAID)
def test_who_said_what(
    records: dict[str, Record], sample: str, words: str, name: str | None, act: str, kind: str
) -> None:
    statement = find(records[f"samples/{sample}"], words)
    if name is None:
        assert statement.source is None
    else:
        assert statement.source is not None
        assert name.split()[-1] in (statement.source.name or "")
    assert statement.cue is not None and statement.cue.act == act
    assert statement.kind == kind


def test_the_saved_page_is_cut_from_its_furniture(records: dict[str, Record]) -> None:
    article = records["samples/02-saved-page.txt"].article
    assert article.title == "The Market at Dol Aren: What the Ministry Will Not Say"
    assert article.authors == ("Corin Dashwell",)
    assert article.topics.regions == ("Merevia",)
    assert article.topics.dossiers == ("THE KESSAR WAR",)
    assert article.republished_from is not None and article.republished_from.outlet == "The Ostrel Courier"
    kinds = {each.kind for each in article.furniture}
    assert kinds >= {"newsletter", "translation", "social", "rights", "disclaimer", "origin"}
    for words in ("Telegram", "Copyright", "Translate", "originally published", "Articles by", "Featured image"):
        assert words not in article.text
        assert any(words in each.text for each in article.furniture), words


def test_pages_tell_their_day_and_outlet(records: dict[str, Record]) -> None:
    told = {each: records[each].article for each in IDS}
    assert told["samples/04-toll-watch.html"].outlet == "Toll Watch"
    assert told["samples/04-toll-watch.html"].url == "https://tollwatch.example/2025/03/dol-aren-market"
    assert (told["samples/04-toll-watch.html"].published or "").startswith("2025-03-04")
    assert (told["samples/03-ministry.eml"].published or "").startswith("2025-03-04")
    assert told["courier-2025-03-06-a"].published == "2025-03-06"
    assert told["samples/02-saved-page.txt"].published == "2025-03-05"


WIRE, SAVED, MINISTRY, TOLL_WATCH = IDS[:4]
BUS, ROAD, SHIELD, TOLL, MONITORS = IDS[5], IDS[6], IDS[10], IDS[11], IDS[12]
FLASH, EVENING, REPRINT, SHORT, RETITLED, LONGER, LANTERN, SHEET = IDS[13:21]
SIRRIN, CORRECTED, BULLETIN, OTHER_BULLETIN, VOLUNTEERS, BUS_WIRE, SQUARE, SQUARE_WIRE = IDS[21:]


def told(record: Record) -> list[tuple[Incident, Figure]]:
    """Every figure with its incident."""
    return [(i, f) for i in (*record.incidents, *record.prospects) for f in i.figures]


def givers(record: Record, figure: Figure) -> list[str]:
    """Who gave a figure: name, office and words of each source."""
    sources = [each.source for each in record.statements if each.id in figure.given_by]
    return [f"{s.name} | {s.role} | {s.text}" if s else "nobody" for s in sources]


def counted(record: Record, words: str) -> tuple[Incident, Figure]:
    """The first figure whose words hold ``words``."""
    held = [each for each in told(record) if words in each[1].text]
    assert held, f"no figure says {words!r}; there are {[f.text for _, f in told(record)]}"
    return held[0]


# sample, words of the figure, harm, interval, whom it counts (None: either may be said), who gave it (a pattern; None:
# the report itself)
COUNTED: list[tuple[str, str, Harm, int | None, int | None, Group | None, str | None]] = [
    (WIRE, "t least 14", "killed", 14, None, "people", "director"),
    (WIRE, "more than 40", "injured", 41, None, "people", "director"),
    (WIRE, "fourteen", "killed", 14, 14, "people", "Marrow"),
    (WIRE, "three of them", "killed", 3, 3, "children", "Marrow"),
    (SAVED, "fourteen", "killed", 14, 14, "people", "district hospital"),
    (SAVED, "five", "killed", 5, 5, None, "Ministry of Defence"),
    (SAVED, "seventeen", "killed", 17, 17, "people", "Toll Watch|Solen"),
    (MINISTRY, "Five terrorists", "killed", 5, 5, "combatants", "Rennick"),
    (TOLL_WATCH, "Seventeen people", "killed", 17, 17, "people", None),
    (BUS, "Six people", "killed", 6, 6, "people", "police"),
    (SHIELD, "nine soldiers", "killed", 9, 9, "combatants", None),
    (TOLL, "Two passengers", "killed", 2, 2, None, "Ostrel military hospital"),
    (TOLL, "eight", "killed", 8, 8, "people", "Ostrel military hospital"),
    (FLASH, "t least nine", "killed", 9, None, "people", "police officer"),
    (EVENING, "16", "killed", 16, 16, "people", "director"),
    (EVENING, "five fighters", "killed", 5, 5, "combatants", "Ministry of Defence"),
    (SHORT, "t least 14", "killed", 14, None, "people", "director"),
    (LANTERN, "t least 15", "killed", 15, None, "people", "Relief Council"),
    (SHEET, "Seventeen", "killed", 17, 17, "people", "imam"),
    (SHEET, "52 wounded", "injured", 52, 52, "people", "hospital of Halvin|Clemence"),
    (SIRRIN, "Twelve people", "killed", 12, 12, "people", "doctor"),
    (CORRECTED, "Nine people", "killed", 9, 9, "people", "doctor"),
    (CORRECTED, "four militants", "killed", 4, 4, "combatants", "Ministry of Defence"),
    (BULLETIN, "five militants", "killed", 5, 5, "combatants", "General Staff"),
    (OTHER_BULLETIN, "four militants", "killed", 4, 4, "combatants", "General Staff"),
    (VOLUNTEERS, "Ten people", "killed", 10, 10, "people", "Red Lantern"),
    (BUS_WIRE, "Seven people", "killed", 7, 7, "people", "Grane"),
    (BUS_WIRE, "six people", "killed", 6, 6, "people", "Simm"),
    (SQUARE, "three people", "killed", 3, 3, "people", "ambulance"),
    (SQUARE, "one person", "killed", 1, 1, "people", "Grane"),
    (SQUARE_WIRE, "Four people", "killed", 4, 4, "people", "city hospital"),
]


@pytest.mark.parametrize(("sample", "words", "harm", "low", "high", "group", "giver"), COUNTED)
def test_how_many_according_to_whom(
    records: dict[str, Record],
    sample: str,
    words: str,
    harm: Harm,
    low: int | None,
    high: int | None,
    group: Group | None,
    giver: str | None,
) -> None:
    record = records[sample]
    found = [
        (f.harm, f.low, f.high, f.who.group if group else None, givers(record, f))
        for _, f in told(record)
        if words in f.text
    ]
    assert found, f"no figure says {words!r}; there are {[f.text for _, f in told(record)]}"
    by = [each for each in found if each[:4] == (harm, low, high, group)]
    assert by, found
    if giver is None:
        assert any(not who for *_, who in by), by
    else:
        assert any(re.search(giver, each) for *_, who in by for each in who), by


@pytest.mark.parametrize(("sample", "part", "whole"), [(WIRE, "three of them", "fourteen")])
def test_parts_know_their_whole(records: dict[str, Record], sample: str, part: str, whole: str) -> None:
    assert counted(records[sample], part)[1].part_of == counted(records[sample], whole)[1].id


def test_who_counts_differently_gives_another_figure_of_the_same_incident(records: dict[str, Record]) -> None:
    """A hospital says fourteen, a ministry five, a list of names seventeen: one market, three numbers, none chosen."""
    found = [counted(records[SAVED], each) for each in ("fourteen", "five", "seventeen")]
    assert len({i.id for i, _ in found}) == 1
    assert len({f.id for _, f in found}) == 3


# sample, words that count nobody who was harmed
NOBODY = [
    (WIRE, "a single fighter"),
    (WIRE, "two traders"),
    (WIRE, "about an hour"),
    (WIRE, "52"),
    (WIRE, "three days"),
    (SAVED, "three numbers"),
    (SAVED, "two “precision engagements"),
    (SAVED, "three hundred years"),
    (MINISTRY, "4 March"),
    (TOLL_WATCH, "thirty-one people"),
    (TOLL_WATCH, "All but two"),
    (TOLL_WATCH, "two craters"),
    (TOLL_WATCH, "eleven metres"),
    (BUS, "sixty holes"),
    (BUS, "older than twelve"),
    (SHIELD, "three vehicles"),
    (SHIELD, "No civilian vehicle"),
    (SHIELD, "six o'clock"),
]


def touches(spans: tuple[Span, ...], start: int, end: int) -> bool:
    return any(s < end and start < e for s, e in spans)


@pytest.mark.parametrize(("sample", "words"), NOBODY)
def test_what_counts_nobody_is_no_figure(records: dict[str, Record], sample: str, words: str) -> None:
    start = records[sample].article.text.index(words)
    assert [f.text for _, f in told(records[sample]) if touches(f.spans, start, start + len(words))] == []


@pytest.mark.parametrize("sample", [ROAD, MONITORS])
def test_a_report_that_counts_nobody_has_no_figure(records: dict[str, Record], sample: str) -> None:
    assert [f.text for _, f in told(records[sample])] == []


@pytest.mark.parametrize("sample", [WIRE, TOLL_WATCH, BUS, SHIELD, TOLL])
def test_who_denies_a_deed_disputes_no_number(records: dict[str, Record], sample: str) -> None:
    """'Denied that its aircraft had struck', 'rejected the allegation', 'denied any part': none is of a toll."""
    assert [(f.text, f.disputed_by) for _, f in told(records[sample]) if f.disputed_by] == []


DOL_AREN, HALVIN = ("Dol Aren", -38.05, -21.65), ("Halvin", -38.3, -21.95)
SIRRIN_TOWN, OSTREL = ("Sirrin", -38.02, -21.19), ("Ostrel", -38.9, -22.9)

# sample, words of a figure, the days on one of which its incident began (None: the report fixes none), its place with
# the invented coordinates of samples/places.csv
WHERE_AND_WHEN = [
    (WIRE, "t least 14", ("2025-03-03",), DOL_AREN),
    (MINISTRY, "Five terrorists", (None,), DOL_AREN),  # the fourth is the day of the statement
    (TOLL_WATCH, "Seventeen people", ("2025-03-03",), DOL_AREN),
    (BUS, "Six people", ("2025-03-04",), HALVIN),
    (FLASH, "t least nine", ("2025-03-03",), DOL_AREN),
    (LANTERN, "t least 15", ("2025-03-03",), DOL_AREN),
    (CORRECTED, "Nine people", ("2025-03-04",), SIRRIN_TOWN),
    (BULLETIN, "five militants", ("2025-03-03",), DOL_AREN),
    (OTHER_BULLETIN, "four militants", ("2025-03-04",), SIRRIN_TOWN),
    (SQUARE, "three people", ("2025-03-08",), OSTREL),
    (SQUARE_WIRE, "17 people", ("2025-03-03",), DOL_AREN),
    (SQUARE_WIRE, "Four people", ("2025-03-08",), OSTREL),
]


@pytest.mark.parametrize(("sample", "words", "days", "place"), WHERE_AND_WHEN)
def test_when_and_where(
    records: dict[str, Record],
    sample: str,
    words: str,
    days: tuple[str | None, ...],
    place: tuple[str, float, float],
) -> None:
    incident, _ = counted(records[sample], words)
    assert incident.date.earliest in days
    assert incident.place is not None and place[0] in incident.place.name
    assert (incident.place.latitude, incident.place.longitude) == place[1:]


TOTALS = [
    (MINISTRY, "Five terrorists", 5),
    (TOLL_WATCH, "Seventeen people", 17),
    (BUS, "Six people", 6),
    (SHIELD, "nine soldiers", 9),
    (TOLL, "eight", 8),  # six, and two who died of their wounds
]


@pytest.mark.parametrize(("sample", "words", "killed"), TOTALS)
def test_a_reports_own_total(records: dict[str, Record], sample: str, words: str, killed: int) -> None:
    total = counted(records[sample], words)[0].totals["killed"]
    assert (total.low, total.high) == (killed, killed)


# Whom a report blames in its own voice: not the side that somebody in it accuses, and not the one that denies.
BLAMED = {WIRE: set[str](), MINISTRY: set[str](), TOLL_WATCH: set[str](), BUS: set[str](), TOLL: set[str]()}


@pytest.mark.parametrize(("sample", "names"), BLAMED.items(), ids=BLAMED)
def test_whom_the_report_itself_blames(records: dict[str, Record], sample: str, names: set[str]) -> None:
    found = [p for i in records[sample].incidents for p in i.participants if p.role == "perpetrator"]
    assert {p.name.lower() for p in found if not p.given_by} == names


def test_who_blames_whom_by_name(records: dict[str, Record]) -> None:
    record = records[TOLL]
    minister = {s.id for s in record.statements if s.source and "Grane" in (s.source.name or s.source.text)}
    blamed = [p for i in record.incidents for p in i.participants if p.role == "perpetrator"]
    assert [p.name for p in blamed if minister & set(p.given_by)] == ["Northern Shield"]


def test_what_is_claimed_is_not_given_by_a_denial(records: dict[str, Record]) -> None:
    """The Northern Shield denies the bus and claims a column: the nine soldiers come from the claim."""
    record = records[SHIELD]
    denied = find(record, "attacked a passenger bus")
    assert denied.cue is not None and denied.cue.act == "denies"
    _, nine = counted(record, "nine soldiers")
    assert denied.id not in nine.given_by


def paragraphs(record: Record) -> list[str]:
    """The report's paragraphs without the mark of a sample."""
    return [each for each in record.article.text.split("\n\n") if each.strip() and "Disclaimer:" not in each]


def test_the_reprints_are_the_agencys_words(records: dict[str, Record]) -> None:
    """What the other samples are for: exact, cut short, with an addition, and edited under another title."""
    wire = [each.strip() for each in paragraphs(records[WIRE])]
    wire = wire[next(n for n, each in enumerate(wire) if each.startswith("DOL AREN")) :]
    exact, short, longer = ([each.strip() for each in paragraphs(records[i])] for i in (REPRINT, SHORT, LONGER))
    assert exact[-len(wire) :] == wire
    assert short[-3:] == wire[:3]
    assert longer[-len(wire) - 2 : -2] == wire
    edited = [each.strip() for each in paragraphs(records[RETITLED])]
    assert 2 <= sum(each in wire for each in edited) < len(wire)
    assert records[RETITLED].article.title != records[WIRE].article.title


def test_two_papers_quote_one_statement(records: dict[str, Record]) -> None:
    said = [find(records[each], "A market is not a target") for each in (LANTERN, SHEET)]
    assert {each.source.name for each in said if each.source} == {"Ines Tavar"}
    assert len({each.content.text for each in said}) == 1
    others = [set(paragraphs(records[each])) for each in (LANTERN, SHEET)]
    assert len(others[0] & others[1]) == 1


def test_one_page_is_there_before_and_after_its_correction(records: dict[str, Record]) -> None:
    before, after = records[SIRRIN].article, records[CORRECTED].article
    assert before.url == after.url and before.id != after.id
    assert before.modified is None and after.modified is not None
    killed = [records[each].incidents[0].totals["killed"] for each in (SIRRIN, CORRECTED)]
    assert [(each.low, each.high) for each in killed] == [(12, 12), (9, 9)]


def test_the_market_is_told_as_background_of_the_protest(records: dict[str, Record]) -> None:
    incident, _ = counted(records[SQUARE_WIRE], "17 people")
    assert incident.background
