"""Whole reports of a few sentences: what must come out, and, of numbers that count nobody, what must not."""

from __future__ import annotations

import time
from functools import cache

import pytest

from onrecord.reading import Reader
from onrecord.record import Article, Record, check


@cache
def reader() -> Reader:
    return Reader.load()


def read(text: str) -> Record:
    record = reader().read(Article(id="sha256:0", text=text, published="2031-03-05"))
    check(record)
    return record


# fmt: off
NOBODY = [
    "Archaeologists found a 3,400-year-old temple near Tel Sarra on Monday.",
    "Flight 800 left Ostrel at 9.30 and landed in Kessar two hours later.",
    "He was a firefighter on 9/11 and moved to Dol Aren later.",
    "The council announced a 24-hour curfew from Sunday.",
    "The bomb squad moved a safe of 1,000 pounds into the yard on Friday.",
    "Police seized 7.62 mm rounds and a rifle under Section 12 of the Arms Act.",
    "For tickets call 0555 010 2000 or 555-0142 before Friday.",
    "Karsa Town beat Duvane 3-1, and a goal in the 88th minute killed off the game before 12,000 fans.",
    "A blogger claimed that 1000000000000000000000000000000 people had been killed in the war.",
    "The index fell to -14 and the temperature to -30 in Ostrel.",
    "The town of 40,000 people lies near a camp that holds 9,000 people; the 2100 block of Ashcroft Avenue is quiet.",
    "He was fined 12,000 crowns and jailed for 15 years.",
]
# fmt: on


@pytest.mark.parametrize("text", NOBODY)
def test_what_counts_nobody_makes_no_figure(text: str) -> None:
    record = read(text)
    assert [f.text for i in (*record.incidents, *record.prospects) for f in i.figures] == []


@pytest.mark.parametrize(
    ("day", "earliest"),
    [("24 Esfand 1403", "2025-03-14"), ("14 Ramadan 1446", "2025-03-12"), ("1 January 0001", "0001-01-01")],
)
def test_days_of_other_calendars_and_ends_of_time(day: str, earliest: str) -> None:
    """The lunar Hijri day is known to within two days, and says so by its bounds."""
    (timex,) = read(f"Gunmen killed two men in Karsa on {day}.").timexes
    assert (timex.text, timex.earliest) == (day, earliest)


def test_a_place_that_does_not_exist_has_no_coordinates() -> None:
    record = read("Gunmen killed three men in Xyzzyburgh-on-Nowhere on Monday.")
    assert [f.low for i in record.incidents for f in i.figures] == [3]
    assert all(e.latitude is None for e in record.entities)
    assert all(i.place is None or i.place.latitude is None for i in record.incidents)


def test_forty_places_in_a_sentence() -> None:
    names = ", ".join(["Paris", "London", "Aleppo", "Homs", "Kyiv", "Oslo", "Cairo", "Tunis", "Mosul", "Lagos"] * 4)
    record = read(f"Shells hit {names} on Monday, killing two people.")
    found = [e for e in record.entities if e.kind == "place"]
    assert sum(len(e.mentions) for e in found) >= 38 and all(e.latitude is not None for e in found)


def test_publication_is_no_date_of_an_incident() -> None:
    (incident,) = read("Gunmen killed three men at a mill.").incidents
    assert (incident.date.earliest, incident.date.latest, incident.date.precision) == (None, None, "unknown")


@pytest.mark.parametrize("part", ["Paris, ", "killed 1,000 people ", "on Monday "])
def test_time_stays_in_step_with_length(part: str) -> None:
    def took(times: int) -> float:
        started = time.process_time()
        read(part * times)
        return time.process_time() - started

    took(100)
    assert took(8000) < 16 * took(2000) + 1  # four times as long; sixteen would be its square


def test_two_strikes_on_two_days_are_two_incidents() -> None:
    """Their words are alike; only the days and the towns tell them apart."""
    record = read(
        "Local sources reported that between four and seven civilians, including two children, were killed in an air "
        "strike on the town of Dol Aren on the evening of 3 March.\n\nA hospital said that nine people had died.\n\n"
        "A second strike hit Tel Sarra on 1 March, killing two soldiers, the army said."
    )
    told = {i.date.earliest: [(f.low, f.high, f.who.group) for f in i.figures] for i in record.incidents}
    assert told == {
        "2031-03-03": [(4, 7, "civilians"), (2, 2, "children"), (9, 9, "people")],
        "2031-03-01": [(2, 2, "combatants")],
    }
    first = record.incidents[0].figures
    assert first[1].part_of == first[0].id
    said = {s.id: s.source.text if s.source else "" for s in record.statements}
    assert [said[f.given_by[0]] for f in first] == ["Local sources", "Local sources", "A hospital"]
