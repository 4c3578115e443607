"""Sightings: what is kept of a report's telling, and the keys by which others find it. Everything is invented."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.accounts.keys import MONTH, MOST, keys
from onrecord.accounts.rarity import RAREST, fold, rarity, words
from onrecord.accounts.sightings import NAMES, REST, WORDS, Harmed, Sighting, sightings
from onrecord.record import (
    Article,
    Entity,
    Incident,
    IncidentType,
    Mentions,
    Participant,
    Reader,
    Record,
    Span,
    Timex,
    Total,
    When,
    Where,
)

TEXT = (
    "Two people were killed when gunmen fired on a bus near Port Ravel on Monday.\n\n"
    "Lena Okarro, 31, died at the scene in the 400 block of Quarry Street, said Chief Ilan Moreth.\n\n"
    "In an earlier attack, a mortar shell wounded three in Dunmar in May."
)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def incident(id: str, *told: str, kind: str = "attack", **fields: object) -> Incident:
    base = Incident(
        id=id,
        type=IncidentType(kind=kind, event="Violence against civilians"),
        mentions=Mentions(spans=tuple(at(t) for t in told)),
        date=When(),
    )
    return msgspec.structs.replace(base, **fields)


def record(*incidents: Incident, text: str = TEXT, entities: tuple[Entity, ...] = (), **more: object) -> Record:
    made = Record(
        reader=Reader(version="0", model="none"),
        article=Article(id="sha256:0", text=text, title="Two killed on Ravel bus - Radio Nine", published="2031-05-07"),
        incidents=incidents,
        entities=entities,
    )
    return msgspec.structs.replace(made, **more)


PEOPLE = (
    Entity(id="e1", kind="person", name="Lena Okarro", mentions=(at("Lena Okarro"),)),
    Entity(id="e2", kind="person", name="Ilan Moreth", mentions=(at("Ilan Moreth"),), role="chief"),
    Entity(id="e3", kind="place", name="Port Ravel", mentions=(at("Port Ravel"),)),
    Entity(id="e4", kind="person", name="a neighbour", mentions=(at("the scene"),)),
)
BUS = incident(
    "i1",
    "killed",
    "fired",
    "died",
    date=When(earliest="2031-05-05", latest="2031-05-05", precision="day"),
    place=Where(name="Port Ravel", spans=(), latitude=1.0, longitude=2.0, gazetteer="own:1", precision="place"),
    totals={"killed": Total(low=2, high=2, rule="stated")},
)
SHELL = incident("i2", "attack", "wounded", kind="shelling", totals={"injured": Total(low=3, high=3, rule="stated")})


def test_a_sighting_holds_what_tells_its_incident_apart() -> None:
    bus, shell = sightings(record(BUS, SHELL, entities=PEOPLE), "r1")
    assert (bus.report, bus.incident, bus.main, bus.founds, bus.background) == ("r1", "i1", True, True, False)
    assert bus.published == date(2031, 5, 7).toordinal()
    assert bus.earliest == bus.latest == date(2031, 5, 5).toordinal()
    assert bus.people == ("lena okarro",)
    assert bus.speakers == ("ilan moreth",)
    assert bus.towns == ("port ravel",)
    assert bus.streets == ("quarry",)
    assert bus.ages == (31,)
    assert bus.killed == Harmed(2, 2)
    assert bus.place is not None and bus.place.name == "port ravel" and bus.exact
    assert "radio" not in bus.title and "bus" in bus.title
    assert shell.incident == "i2" and not shell.main and shell.killed is None and shell.injured == Harmed(3, 3)
    assert "mortar" in shell.words and "mortar" not in bus.words
    assert "okarro" in bus.words and "okarro" not in shell.words


@pytest.mark.parametrize(
    ("text", "deed", "dated"),
    [
        ("A bomb killed eight in the fish market of Vessin on Thursday, a day after another.", "killed", True),
        ("On Thursday gunmen killed eight people.", "killed", True),
        ("Eight people were killed in a bombing in Vessin, officials said on Thursday.", "bombing", False),
        ("The number of people killed in Vessin rose to eight on Thursday.", "killed", False),
        ("Police arrested a man on Thursday over the bomb in Vessin.", "bomb", False),
        ("Police arrested a man on Thursday over the bomb in Vessin.", "arrested", False),
        ("Vessin buried its dead on Thursday. Eight people were killed there.", "killed", False),
    ],
)
def test_whether_a_day_is_told_of_the_deed(text: str, deed: str, dated: bool) -> None:
    start, day = text.index(deed), text.index("Thursday")
    told = msgspec.structs.replace(
        BUS,
        mentions=Mentions((Span(start, start + len(deed)),)),
        date=When("2031-05-08", "2031-05-08", "day", (Span(day, day + 8),), "Thursday"),
        figures=(),
        place=None,
    )
    (made,) = sightings(record(told, text=text), "r1")
    assert made.dated is dated


def test_a_village_that_no_list_has_does_not_lie_where_its_country_does() -> None:
    village = Where(name="Dumbrezy", spans=(), latitude=1.0, longitude=2.0, country="Tavoria", precision="country")
    (told,) = sightings(record(msgspec.structs.replace(BUS, place=village), entities=PEOPLE), "r1")
    assert told.place is not None
    assert (told.place.name, told.place.latitude, told.place.longitude) == ("dumbrezy", None, None)
    country = msgspec.structs.replace(village, name="Tavoria", gazetteer="own:2")
    (told,) = sightings(record(msgspec.structs.replace(BUS, place=country), entities=PEOPLE), "r1")
    assert told.place is not None
    assert told.place.latitude == 1.0


# fmt: off
OLD = When(earliest="2031-04-20", latest="2031-04-20", precision="day")
NEXT = When(earliest="2031-05-06", latest="2031-05-06", precision="day")
NEARBY = Where(name="Old Quarter", spans=(), latitude=1.01, longitude=2.01)
FAR = Where(name="Dunmar", spans=(), latitude=3.0, longitude=4.0)
ONCE = Mentions(spans=(at("wounded"),))
BESIDE = [
    ("another kind with people harmed",           {}, True),
    ("nobody harmed",                             {"totals": {}}, False),
    ("an arrest",                                 {"type": IncidentType(kind="arrest")}, False),
    ("told as history",                           {"background": True}, False),
    ("days older than the news",                  {"date": OLD}, False),
    ("the same kind without a day or place",      {"type": BUS.type}, False),
    ("the same kind in a quarter that day",       {"type": BUS.type, "place": NEARBY}, False),
    ("the same kind in a far town that day",      {"type": BUS.type, "place": FAR}, True),
    ("the same kind in a quarter the next day",   {"type": BUS.type, "place": NEARBY, "date": NEXT}, True),
    ("the same kind in that place the next day",  {"type": BUS.type, "place": BUS.place, "date": NEXT}, False),
    ("the same kind in a far town, told once",    {"type": BUS.type, "place": FAR, "mentions": ONCE}, False),
]
# fmt: on


@pytest.mark.parametrize(("what", "changed", "founds"), BESIDE, ids=[what for what, _, _ in BESIDE])
def test_what_is_told_beside_the_main_incident(what: str, changed: dict[str, object], founds: bool) -> None:
    _, beside = sightings(record(BUS, msgspec.structs.replace(SHELL, **changed), entities=PEOPLE), "r1")
    assert beside.founds is founds
    assert beside.background is not founds


# fmt: off
ECHOES = [
    ("the same kind without a day or place",      {"type": BUS.type}, True),
    ("the same kind in a quarter that day",       {"type": BUS.type, "place": NEARBY}, True),
    ("the same kind in a far town",               {"type": BUS.type, "place": FAR}, False),
    ("the same kind on another day",              {"type": BUS.type, "date": NEXT}, False),
    ("another kind",                              {}, False),
    ("told as history",                           {"type": BUS.type, "background": True}, False),
]
# fmt: on


@pytest.mark.parametrize(("what", "changed", "echo"), ECHOES, ids=[what for what, _, _ in ECHOES])
def test_an_echo_of_the_main_incident_is_placed_nowhere(what: str, changed: dict[str, object], echo: bool) -> None:
    bus, beside = sightings(record(BUS, msgspec.structs.replace(SHELL, **changed), entities=PEOPLE), "r1")
    assert beside.echo is echo and not bus.echo
    assert bool(keys(beside)) is not echo


# fmt: off
WHOLE = [
    ("the title tells of one, the text is a rest",  "Two killed on Ravel bus", TEXT, True),
    ("neither tells of one",                        "Ravel bus to run again",  TEXT, False),
    ("no title",                                    None,                      TEXT, False),
    ("a long text in which the reader found none",  "Two killed on Ravel bus", TEXT + " More." * REST, False),
]
# fmt: on


@pytest.mark.parametrize(("what", "title", "text", "founds"), WHOLE, ids=[what for what, *_ in WHOLE])
def test_a_report_without_incident_gives_one_sighting(what: str, title: str | None, text: str, founds: bool) -> None:
    article = Article(id="sha256:0", text=text, title=title, published="2031-05-07")
    (whole,) = sightings(msgspec.structs.replace(record(entities=PEOPLE), article=article), "r1")
    assert whole.incident == "" and whole.main and whole.founds is founds and not whole.background
    assert whole.people == ("lena okarro",) and "mortar" in whole.words


def test_who_took_part_is_kept_apart_from_who_is_named() -> None:
    killed = Participant(role="victim", name="Lena Okarro", spans=(at("Lena Okarro"),), text="Lena Okarro", entity="e1")
    (bus,) = sightings(record(BUS, entities=PEOPLE), "r1")
    assert bus.people == ("lena okarro",) and bus.took_part == ()
    (bus,) = sightings(record(msgspec.structs.replace(BUS, participants=(killed,)), entities=PEOPLE), "r1")
    assert bus.people == bus.took_part == ("lena okarro",)


def test_numbers_and_rare_words_of_the_title_are_kept() -> None:
    bus, shell = sightings(record(BUS, SHELL, entities=PEOPLE), "r1")
    assert bus.numbers == (2,) and shell.numbers == ()
    month = date(2031, 5, 7).toordinal() // MONTH
    assert f"title ravel m{month}" in keys(bus) and not any(k.startswith("title") for k in keys(shell))


def test_the_clock_is_that_of_the_incidents_own_day() -> None:
    times = tuple(
        Timex(spans=(), text="", type="time", value=f"{day}T21:40", earliest=day, latest=day)
        for day in ("2031-05-01", "2031-05-05")
    )
    (bus,) = sightings(record(BUS, timexes=times[:1]), "r1")
    assert bus.clock is None
    (bus,) = sightings(record(BUS, timexes=times), "r1")
    assert bus.clock == 21 * 60 + 40


def test_films_that_a_page_offers_and_makers_of_pictures_are_no_part_of_it() -> None:
    text = (
        "0:43 Bridge falls in Oru Bay 1:47 What Tessa Brandt saw 2:10 Harvest in the hills\n\n"
        "Two people were killed near Port Ravel, where Lena Okarro lived. (Photo: Hollis Vane)"
    )
    people = tuple(
        Entity(id=name, kind="person", name=name, mentions=(Span(text.index(name), text.index(name) + len(name)),))
        for name in ("Tessa Brandt", "Lena Okarro", "Hollis Vane")
    )
    (whole,) = sightings(record(text=text, entities=people), "r1")
    assert whole.people == ("lena okarro",)
    assert "okarro" in whole.words and "harvest" not in whole.words


def test_a_story_is_known_by_rare_names_and_by_no_outlet() -> None:
    told = (
        "The market of Zelnarok burnt, the Quarrin Courier wrote. In Zelnarok the Vantrel bridge fell, and Motorcycles."
    )
    article = Article(id="sha256:1", text=told, outlet="Vantrel")
    (found,) = sightings(msgspec.structs.replace(record(text=told), article=article), "a")
    assert found.story[0] == "zelnarok"
    assert not {"courier", "vantrel", "market"} & set(found.story)


def test_tellings_beside_the_news_of_one_story_share_a_key() -> None:
    base = Sighting("a", "i2", main=False, kind="capture", event="Battles", story=("zelnarok", "quarrin"))
    like = msgspec.structs.replace(base, report="b", main=True, story=("velt", "zelnaroc"))
    assert set(keys(base)) & set(keys(like))
    assert not set(keys(base)) & set(keys(msgspec.structs.replace(like, story=("velt",))))


@pytest.mark.parametrize(("told", "founds"), [(("fired",), False), (("fired", "died"), True)])
def test_the_news_in_another_word_founds_nothing(told: tuple[str, ...], founds: bool) -> None:
    town = {"place": BUS.place, "date": BUS.date, "totals": {"injured": Total(low=1, high=1, rule="stated")}}
    news = msgspec.structs.replace(BUS, mentions=Mentions(spans=(at("killed"), at("bus"), at("scene"))))
    _, beside = sightings(record(news, incident("i2", *told, kind="shelling", **town)), "a")
    assert beside.founds is founds


def test_a_long_report_is_kept_small() -> None:
    names = tuple(Entity(id=f"e{n}", kind="person", name=f"Ilan Q{n}x", mentions=(Span(0, 3),)) for n in range(500))
    long = " ".join(f"zq{n}x" for n in range(20_000))
    (whole,) = sightings(record(text=long, entities=names), "r1")
    assert len(whole.words) == len(whole.weights) == WORDS
    assert len(whole.people) == NAMES
    assert len(msgspec.json.encode(whole)) < 6_000


def test_a_sighting_goes_to_json_and_back() -> None:
    for s in sightings(record(BUS, SHELL, entities=PEOPLE), "r1"):
        assert msgspec.json.decode(msgspec.json.encode(s), type=Sighting) == s


# fmt: off
FOLDED = [
    ("O’Béirne", "obeirne"), ("al-Ṣūfī", "al-sufi"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("Łódź", "łodz"),
    ("", ""), ("كابل", "كابل"),
]
# fmt: on


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_no_word(text: str) -> None:
    once = words(text)
    assert words(" ".join(once)) == once


def test_common_words_weigh_little_and_unknown_ones_most() -> None:
    assert rarity("the") < rarity("police") < rarity("mortar") <= RAREST
    assert rarity("zqxv") == RAREST


def test_keys_are_few_and_the_same_each_time() -> None:
    bus, shell = sightings(record(BUS, SHELL, entities=PEOPLE), "r1")
    for s in (bus, shell):
        assert 0 < len(keys(s)) <= MOST
        assert len(set(keys(s))) == len(keys(s))
        assert keys(s) == keys(msgspec.json.decode(msgspec.json.encode(s), type=Sighting))
    assert "name lena okarro" in keys(bus)
    assert "street quarry" in keys(bus)


@given(st.integers(700_000, 800_000), st.integers(0, 2))
def test_one_town_and_days_at_most_two_apart_share_a_key(day: int, apart: int) -> None:
    one, other = (
        Sighting(report=r, incident="i1", published=900_000, earliest=d, latest=d, towns=("port ravel",))
        for r, d in (("r1", day), ("r2", day + apart))
    )
    assert set(keys(one)) & set(keys(msgspec.structs.replace(other, published=1_000_000)))
