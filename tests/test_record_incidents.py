"""The second half of a record: incidents, figures and times survive JSON, and check() finds every wrong one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from onrecord.record import (
    Article,
    Content,
    Cue,
    Entity,
    Figure,
    Flag,
    Incident,
    IncidentType,
    Mentions,
    OnrecordError,
    Participant,
    Reader,
    Record,
    Source,
    Span,
    SpanError,
    Spans,
    Statement,
    Timex,
    Total,
    Weapon,
    When,
    Where,
    Who,
    check,
    from_json,
    schema,
    spans_of,
    to_json,
    words,
)

TEXT = (
    "Howitzers shelled a mill in Dol Aren on Monday, killing nine porters, three of them women, the mayor said. "
    "The army denied the toll. Another shelling is feared next week, with dozens of dead."
)


def at(*said: str) -> Spans:
    return tuple(Span(TEXT.index(w), TEXT.index(w) + len(w)) for w in said)


def given(id: str, source: str, cue: str, content: str, entity: str | None = None) -> Statement:
    return Statement(
        id,
        "indirect",
        Content(at(content), content),
        Source(at(source), source, entity=entity, entities=(entity,) if entity else ()),
        Cue(at(cue), cue),
    )


ARMY = Participant("perpetrator", "army", at("The army"), "The army", "e2", "state forces", ("s1",), "loyal")
NINE = Figure(
    "f1", "killed", Who("people", "porters", at("porters")), 9, 9, at("nine porters"), "nine porters", None, ("s1",),
    (ARMY,), ("s2",), "2031-05-06",
)  # fmt: skip
THREE = Figure(
    "f2", "killed", Who("women", "women", at("women")), 3, 3, at("three", "women"), "three … women", "f1", ("s1",)
)
DOZENS = Figure("f3", "killed", Who("people"), 24, None, at("dozens of dead"), "dozens of dead")
DOL_AREN = Where(
    "Dol Aren", at("Dol Aren"), "Dol Aren", 41.25, 12.5, "Karsa", "XK", "Upper Morra", "Hass", "17", "geonames:17",
    "place", 1, 1, "e3",
)  # fmt: skip
INCIDENT = Incident(
    "i1",
    IncidentType("shelling", "acled", "Explosions/Remote violence", "Shelling/artillery/missile attack"),
    Mentions(at("shelled", "killing")),
    When("2031-05-05", "2031-05-05", "day", at("Monday"), "Monday", 1, 1),
    DOL_AREN,
    (ARMY,),
    (Weapon("Howitzers", at("Howitzers")),),
    (NINE, THREE),
    {"killed": Total(9, 9, "report/1", ("f1",))},
    (Flag("the parts exceed their whole", ("f1", "f2")),),
    confidence=0.9,
)  # fmt: skip
PROSPECT = Incident(
    "i2",
    IncidentType("shelling"),
    Mentions(at("Another shelling")),
    When("2031-05-12", "2031-05-18", "week", at("next week"), "next week", 2, 3),
    figures=(DOZENS,),
    status="threatened",
)
RECORD = Record(
    reader=Reader("0.2.0", "by hand", ("incidents",)),
    input_id="report.txt",
    article=Article("sha256:" + "0" * 64, TEXT, published="2031-05-07", language="en"),
    statements=(
        given("s1", "the mayor", "said", "killing nine porters, three of them women", "e1"),
        given("s2", "The army", "denied", "the toll", "e2"),
    ),
    entities=(
        Entity("e1", "person", "mayor", at("the mayor")),
        Entity("e2", "organisation", "army", at("The army")),
        Entity("e3", "place", "Dol Aren", at("Dol Aren"), ids={"geonames": "17"}, latitude=41.25, longitude=12.5),
    ),
    incidents=(INCIDENT,),
    prospects=(PROSPECT,),
    timexes=(
        Timex(at("Monday"), "Monday", "date", "2031-05-05", "2031-05-05", "2031-05-05"),
        Timex(at("next week"), "next week", "date", "2031-W20", "2031-05-12", "2031-05-18"),
    ),
)


def incident(**changes: Any) -> Record:
    return replace(RECORD, incidents=(replace(INCIDENT, **changes),))


def prospect(**changes: Any) -> Record:
    return replace(RECORD, prospects=(replace(PROSPECT, **changes),))


def figure(**changes: Any) -> Record:
    return incident(figures=(NINE, replace(THREE, **changes)))


def timex(**changes: Any) -> Record:
    return replace(RECORD, timexes=(RECORD.timexes[0], replace(RECORD.timexes[1], **changes)))


def test_the_record_is_in_order() -> None:
    check(RECORD)


PAST = (Span(len(TEXT) - 3, len(TEXT) + 1),)
EMPTY = (Span(4, 4),)
BACK = (Span(20, 24), Span(4, 9))
OVER = (Span(4, 9), Span(8, 12))
BEFORE = (Span(-2, 4),)
BAD = {"past": PAST, "empty": EMPTY, "back": BACK, "over": OVER, "before": BEFORE}


@pytest.mark.parametrize("spans", BAD.values(), ids=BAD)
@pytest.mark.parametrize(
    ("where", "make"),
    [
        (r"i1\.mentions", lambda spans: incident(mentions=Mentions(spans))),
        (r"i1\.date", lambda spans: incident(date=replace(INCIDENT.date, spans=spans))),
        (r"i1\.place", lambda spans: incident(place=Where("Dol Aren", spans, "Dol Aren"))),
        (r"i1\.participants\[0\]", lambda spans: incident(participants=(replace(ARMY, spans=spans),))),
        (r"i1\.weapons\[0\]", lambda spans: incident(weapons=(Weapon("Howitzers", spans),))),
        (r"i1\.f2", lambda spans: figure(spans=spans)),
        (r"i1\.f2\.who", lambda spans: figure(who=Who("women", "women", spans))),
        (r"timexes\[1\]", lambda spans: timex(spans=spans)),
        (r"i2\.mentions", lambda spans: prospect(mentions=Mentions(spans))),
        (r"i2\.date", lambda spans: prospect(date=replace(PROSPECT.date, spans=spans))),
        (r"i2\.f3", lambda spans: prospect(figures=(replace(DOZENS, spans=spans),))),
    ],
)
def test_a_span_that_is_none_is_found(where: str, make: Any, spans: Spans) -> None:
    with pytest.raises(SpanError, match=rf"^{where} has the span"):
        check(make(spans))


@pytest.mark.parametrize(
    ("where", "record"),
    [
        (r"i1\.date", incident(date=replace(INCIDENT.date, text="Sunday"))),
        (r"i1\.date", incident(date=replace(INCIDENT.date, spans=()))),
        (r"i1\.place", incident(place=Where("Dol Aren", at("Dol Aren"), "Tel Sarra"))),
        (r"i1\.participants\[0\]", incident(participants=(replace(ARMY, text="the army"),))),
        (r"i1\.participants\[1\]", incident(participants=(ARMY, replace(ARMY, spans=at("the toll"))))),
        (r"i1\.weapons\[0\]", incident(weapons=(Weapon("Howitzer", at("Howitzers")),))),
        (r"i1\.f2", figure(text="three women")),
        (r"i1\.f2", figure(spans=at("three"))),
        (r"i1\.f2\.who", figure(who=Who("women", "", at("women")))),
        (r"timexes\[1\]", timex(text="last week")),
        (r"i2\.date", prospect(date=replace(PROSPECT.date, text="Next week"))),
        (r"i2\.f3", prospect(figures=(replace(DOZENS, text="dozens"),))),
    ],
)
def test_words_that_do_not_stand_there_are_found(where: str, record: Record) -> None:
    with pytest.raises(SpanError, match=rf"^{where} says .* but the text has"):
        check(record)


@pytest.mark.parametrize(
    ("message", "record"),
    [
        ("f2 points at the statement 's9'", figure(given_by=("s1", "s9"))),
        ("f2 points at the statement 's9'", figure(disputed_by=("s9",))),
        ("f2 is part of 'f9'", figure(part_of="f9")),
        ("f3 points at the statement 's9'", prospect(figures=(replace(DOZENS, given_by=("s9",)),))),
        # A part of a figure of another incident is none.
        ("f3 is part of 'f1'", prospect(figures=(replace(DOZENS, part_of="f1"),))),
        ("s1 points at the entity 'e1'", replace(RECORD, entities=RECORD.entities[1:])),
        (r"i1\.place points at the entity 'e9'", incident(place=replace(DOL_AREN, entity="e9"))),
        (r"i1\.participants\[0\] points at the entity 'e9'", incident(participants=(replace(ARMY, entity="e9"),))),
        (
            r"i1\.participants\[1\] points at the statement 's9'",
            incident(participants=(ARMY, replace(ARMY, given_by=("s1", "s9")))),
        ),
        (r"f2\.blamed_on\[0\] points at the entity 'e9'", figure(blamed_on=(replace(ARMY, entity="e9"),))),
        (r"f2\.blamed_on\[0\] points at the statement 's9'", figure(blamed_on=(replace(ARMY, given_by=("s9",)),))),
        (
            r"i1\.totals\.killed points at the figure 'f9'",
            incident(totals={"killed": Total(9, 9, "report/1", ("f1", "f9"))}),
        ),
        (r"i1\.flags\[1\] points at the figure 'f9'", incident(flags=(*INCIDENT.flags, Flag("sum", ("f9",))))),
        # A figure of another incident is none of its own.
        (r"i1\.totals\.killed points at the figure 'f3'", incident(totals={"killed": Total(24, None, "x", ("f3",))})),
        (r"i2\.participants\[0\] points at the entity 'e9'", prospect(participants=(replace(ARMY, entity="e9"),))),
    ],
)
def test_pointers_to_nothing_are_found(message: str, record: Record) -> None:
    with pytest.raises(SpanError, match=message):
        check(record)


def test_every_span_of_the_second_half_is_among_those_checked() -> None:
    found = {where: said for where, _, said in spans_of(RECORD)}
    assert found.keys() >= {
        "timexes[0]", "timexes[1]", "i1.mentions", "i1.date", "i1.place", "i1.participants[0]", "i1.weapons[0]",
        "i1.f1", "i1.f1.who", "i1.f2", "i1.f2.who", "i2.mentions", "i2.date", "i2.f3", "i2.f3.who",
    }  # fmt: skip
    assert found["i1.f2"] == "three … women" == words(TEXT, THREE.spans)
    assert found["i1.mentions"] == "shelled … killing"


def test_json_and_back() -> None:
    data = to_json(RECORD)
    assert b"\n" not in data
    assert from_json(data) == RECORD
    assert to_json(from_json(data)) == data


def test_json_has_the_contracts_names() -> None:
    plain = json.loads(to_json(RECORD))
    (one,), (other,) = plain["incidents"], plain["prospects"]
    assert one["mentions"] == {"spans": [list(s) for s in INCIDENT.mentions.spans]}
    assert one["date"]["precision"] == "day" and one["type"]["sub_event"] == "Shelling/artillery/missile attack"
    assert one["totals"] == {"killed": {"low": 9, "high": 9, "rule": "report/1", "figures": ["f1"]}}
    assert [f["part_of"] for f in one["figures"]] == [None, "f1"]
    assert one["figures"][0]["blamed_on"][0]["name"] == "army"
    assert (other["status"], other["place"], other["background"]) == ("threatened", None, False)
    assert other["figures"][0]["high"] is None
    assert plain["timexes"][1]["value"] == "2031-W20"


def test_prospects_are_no_incidents() -> None:
    back = from_json(to_json(RECORD))
    assert [i.status for i in back.incidents] == ["happened"]
    assert [i.status for i in back.prospects] == ["threatened"]


def test_a_record_of_before_has_none() -> None:
    plain = json.loads(to_json(RECORD))
    for name in ("incidents", "prospects", "timexes"):
        del plain[name]
    back = from_json(json.dumps(plain))
    assert (back.incidents, back.prospects, back.timexes) == ((), (), ())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("incidents", 0, "figures", 0, "harm"), "harmed"),
        (("incidents", 0, "figures", 0, "who", "group"), "robots"),
        (("incidents", 0, "figures", 0, "low"), 9.5),
        (("incidents", 0, "figures", 0, "side"), "both"),
        (("incidents", 0, "figures", 0, "spans"), [[1]]),
        (("incidents", 0, "status"), "over"),
        (("incidents", 0, "date", "precision"), "hour"),
        (("incidents", 0, "participants", 0, "role"), "bystander"),
        (("incidents", 0, "participants", 0, "kind"), "army"),
        (("incidents", 0, "type", "scheme"), "ucdp"),
        (("prospects", 0, "mentions", "spans"), None),
        (("timexes", 0, "type"), "day"),
    ],
)
def test_what_is_no_such_value_is_refused(path: tuple[str | int, ...], value: object) -> None:
    plain = json.loads(to_json(RECORD))
    at = plain
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(OnrecordError, match=r"is not a record in the format onrecord\.record/1"):
        from_json(json.dumps(plain))


def test_the_schema_tells_of_incidents() -> None:
    made = schema()
    assert {"Incident", "Figure", "When", "Where", "Participant", "Total", "Timex"} <= made["$defs"].keys()
    assert {"incidents", "prospects", "timexes"} <= made["$defs"]["Record"]["properties"].keys()
