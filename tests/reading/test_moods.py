"""What the words and times beside a telling say of it: not happened, or long ago."""

from __future__ import annotations

import pytest

from onrecord.reading.dates import timexes
from onrecord.reading.incidents import Known, incidents
from onrecord.reading.labels import TOLD
from onrecord.reading.moods import moods, unreal
from onrecord.reading.signs import Signs
from onrecord.reading.when import Calendar
from onrecord.reading.words import page
from reading.test_signs import telling

PUBLISHED = "2031-05-06"


@pytest.mark.parametrize(
    ("text", "words", "kind", "told"),
    [
        ("The Front threatened to bomb the mill.", "bomb", "bomb", "threatened"),
        ("The Front has vowed again to “burn” the mill.", "burn", "destruction", "threatened"),
        ("He spoke of threats of further attacks.", "attacks", "attack", "threatened"),
        ("Swearing that every clerk will be shot, he left.", "shot", "attack", "threatened"),
        ("He threatened the clerk. Later men shot him.", "shot", "attack", None),
        # A plan of violence is foiled or feared, one of peace is announced.
        ("The men were preparing to storm the mill.", "storm", "raid", "hypothetical"),
        ("They hired two brothers to kill the judge.", "kill", "targeted-killing", "hypothetical"),
        ("The cell was plotting another attack.", "attack", "attack", "hypothetical"),
        ("The union plans to march on Sunday.", "march", "protest", "planned"),
        ("The order to fire came from a captain.", "fire", "protest-force", None),
        ("The mill is due to be stormed.", "stormed", "raid", "hypothetical"),
        ("Nine died due to shelling.", "shelling", "shelling", None),
        ("Mayor Will shot a man.", "shot", "attack", None),
        ("The colonel planned the raid himself.", "raid", "raid", None),
        ("They tried to kill the judge.", "kill", "targeted-killing", None),
        # What will be.
        ("The two sides will sign a truce on Monday.", "sign", "agreement", "planned"),
        ("He fears that the two sides will never sign.", "sign", "agreement", "hypothetical"),
        ("The town would soon be stormed, she thought.", "stormed", "raid", "hypothetical"),
        ("They’ll shell us by night.", "shell", "shelling", "hypothetical"),
        ("Soldiers would have burned the granary, they say.", "burned", "destruction", None),
        # Feared, foiled, imagined.
        ("Police feared another bombing.", "bombing", "bomb", "hypothetical"),
        ("Guards searched bags to prevent attacks.", "attacks", "attack", "hypothetical"),
        ("The mayor warned of riots.", "riots", "riot", "hypothetical"),
        ("Nine people are feared dead.", "dead", "attack", None),
        # Nobody was arrested: an incident that was none. Nobody was hurt in one that was.
        ("No further arrests were made.", "arrests", "arrest", "hypothetical"),
        ("Nobody has yet been arrested.", "arrested", "arrest", "hypothetical"),
        ("Nobody was hurt.", "hurt", "attack", None),
    ],
)
def test_what_has_not_happened(text: str, words: str, kind: str, told: str | None) -> None:
    assert unreal(text, telling(page(text), words, kind)) == told


@pytest.mark.parametrize(
    ("text", "words", "former"),
    [
        ("Rebels bombed the mill in 1987.", "bombed", True),
        ("On 11 October 1987 a clerk was murdered there.", "murdered", True),
        ("Rebels bombed the mill on 4 May.", "bombed", False),
        ("Rebels bombed the mill on 4 April.", "bombed", False),
        ("At least 70 people have been killed since January.", "killed", True),
        ("It is the deadliest attack since January.", "attack", False),
        # The nearest time counts.
        ("A man was arrested on Monday over the 1994 murder of a clerk.", "arrested", False),
        ("A man was arrested on Monday over the 1994 murder of a clerk.", "murder", True),
        # What is to come is not former, and another sentence's time says nothing.
        ("The mill was bombed before the vote of 2033.", "bombed", False),
        ("The mill was bombed. It was built in 1987.", "bombed", False),
    ],
)
def test_what_is_of_former_times(text: str, words: str, former: bool) -> None:
    text += " Gunmen robbed a shop."
    p = page(text)
    calendar = Calendar(text, timexes(text, published=PUBLISHED), (), p, published=PUBLISHED)
    found = [telling(p, words), telling(p, "robbed")]
    told = [TOLD[int(t.told.argmax())] for t in moods(found, calendar, PUBLISHED)]
    assert told == ["background" if former else "news", "news"]
    # Without a day of publication nothing is; nor is what alone a report tells of.
    assert moods(found, calendar, None) == found
    assert moods(found[:1], calendar, PUBLISHED) == found[:1]


def test_a_threat_is_no_part_of_what_happened() -> None:
    text = "Gunmen killed a guard on Monday and threatened to kill his wife."
    p = page(text)
    found = Signs([telling(p, "killed", way=1), telling(p, "kill", way=2, nth=1)], [], [], {})
    known = Known(text, p, (), (), timexes(text, published=PUBLISHED), (), PUBLISHED)
    happened, prospects = incidents(found, known)
    assert [len(i.mentions.spans) for i in happened] == [1]
    assert [i.status for i in prospects] == ["threatened"]
