"""Deeds told in plain words, where a report has nothing else that is news."""

from __future__ import annotations

import pytest

from onrecord.reading.clusters import Cluster
from onrecord.reading.dates import timexes
from onrecord.reading.incidents import Known, incidents
from onrecord.reading.signs import Signs
from onrecord.reading.words import page
from reading.test_signs import telling

PUBLISHED = "2031-05-14"  # a Wednesday


def told(text: str, *clusters: Cluster, published: str | None = PUBLISHED) -> list[tuple[str, str | None, int]]:
    """Kind, day and mentions of each incident that is news."""
    p = page(text)
    known = Known(text, p, (), (), timexes(text, published=published), (), published)
    happened, _ = incidents(Signs([t for c in clusters for t in c.tellings], [], [], {}), known)
    return [(i.type.kind, i.date.earliest, len(i.mentions.spans)) for i in happened if not i.background]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A robbery was reported at the Dol Street bakery on Monday.", [("attack", "2031-05-12", 1)]),
        # The arrest that follows is no other incident.
        (
            "Two men robbed the Dol Street bakery on Monday. Police arrested one of them a day later.",
            [("attack", "2031-05-12", 1)],
        ),
        (
            "Burglars broke into a gun shop in Ostrel on Sunday and took nine rifles.",
            [("destruction", "2031-05-11", 2)],
        ),
        ("Officers found two loaded rifles in a van in Ostrel on Monday.", [("disrupted", "2031-05-12", 1)]),
        ("Police arrested a man in Sarra on Monday.", [("arrest", "2031-05-12", 1)]),
        # Without a day of the last month it is of no deed in particular.
        ("Police arrest many men in Sarra.", []),
        ("A man was arrested in Sarra on 3 March 2029.", []),
        ("The mayor found a new home for the market on Monday.", []),
        ("", []),
    ],
)
def test_plain_words_tell_of_one_incident(text: str, expected: list[tuple[str, str | None, int]]) -> None:
    assert told(text) == expected


def test_where_anything_is_news_plain_words_add_nothing() -> None:
    text = "Gunmen killed three men at a mill on Monday. Police arrested a man on Tuesday, and a shop was looted."
    assert told(text, Cluster([telling(page(text), "killed")])) == [("attack", "2031-05-12", 1)]


def test_an_arrest_told_in_passing_is_told_once() -> None:
    text = "A man was arrested in Sarra, the mayor said. The arrest was on Monday."
    assert told(text, Cluster([telling(page(text), "arrested", "arrest")])) == [("arrest", "2031-05-12", 2)]


def test_a_long_report_of_nothing_else() -> None:
    """Its words are looked for once, however often they stand there: in quadratic time this takes minutes."""
    text = "Police found a gun and raided a shop on Monday. "
    (short,), (long,) = told(text), told(text * 2000)
    assert short[:2] == long[:2]
    found = "A gun was found on Monday. "
    (short,), (long,) = told(found), told(found * 2000)
    assert short[:2] == long[:2]
