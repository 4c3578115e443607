"""Which incidents are a report's news, and which it tells of as history or in passing."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.reading.background import in_passing
from onrecord.reading.clusters import Cluster
from onrecord.reading.dates import timexes
from onrecord.reading.incidents import Known, incidents
from onrecord.reading.signs import Counting, Part, Signs, Telling
from onrecord.reading.words import page
from onrecord.record import Harm, Participant, Span, When
from reading.test_signs import counting, part, telling

PUBLISHED = "2031-05-06"
# Mentions of two incidents, whose vectors say that they are two.
WAYS = {"news": 1, "beside": -1}
NEWS = "Gunmen killed three men at a mill on Monday, and the shooting lasted an hour."


def told(text: str, *signs: tuple[str, str], published: str | None = PUBLISHED) -> list[tuple[str, bool]]:
    """The first words of each incident and whether it is background. ``signs`` are words and what they are: a mention
    of either incident, 'killed' or a part, which go to the nearest mention."""
    p = page(text)
    mentions: list[Telling] = []
    counts: list[Counting] = []
    parts: list[Part] = []
    for words, what in signs:
        if what in WAYS:
            mentions.append(telling(p, words, way=WAYS[what]))
        elif what == "killed":
            harm: Harm = "killed"
            counts.append(counting(p, words, harm, way=2))
        else:
            parts.append(part(p, words, what))
    known = Known(text, p, (), (), timexes(text, published=published), (), published)
    happened, _ = incidents(Signs(mentions, counts, parts, {}), known)
    return [(text[(s := i.mentions.spans[0]).start : s.end], i.background) for i in happened]


@pytest.mark.parametrize(
    ("beside", "signs", "background"),
    [
        # Nobody does or suffers anything, nothing is hit, and it happens nowhere.
        ("The mayor spoke of the ambush.", (), True),
        ("The mayor spoke of the ambush on Sunday.", (("Sunday", "date"),), False),
        ("The ambush of a bus was told of.", (("a bus", "target"),), False),
        ("Nine people died in the ambush.", (("Nine people", "killed"),), False),
        ("The ambush in Dol Aren, a trap, was told of.", (("Dol Aren", "place"), ("trap", "beside")), False),
        ("The ambush with a mine, a trap, was told of.", (("a mine", "weapon"), ("trap", "beside")), False),
        ("The ambush, a trap, was told of.", (("trap", "beside"),), True),
        # Long before the news, or of late.
        ("Rebels laid an ambush on 4 March 2031.", (("Rebels", "perpetrator"), ("4 March 2031", "date")), True),
        ("Rebels laid an ambush on 5 March 2031.", (("Rebels", "perpetrator"), ("5 March 2031", "date")), False),
        ("Rebels laid an ambush on 20 April 2031.", (("Rebels", "perpetrator"), ("20 April 2031", "date")), False),
        ("Rebels laid an ambush on 4 May 2031.", (("Rebels", "perpetrator"), ("4 May 2031", "date")), False),
        # Words that look back, beside a day before the news.
        (
            "Rebels laid an ambush on 20 April 2031, two weeks before.",
            (("Rebels", "perpetrator"), ("20 April 2031", "date")),
            True,
        ),
        (
            "Rebels laid an ambush on 4 May 2031, the day before.",
            (("Rebels", "perpetrator"), ("4 May 2031", "date")),
            False,
        ),
        ("Rebels laid an ambush in 2029.", (("Rebels", "perpetrator"), ("2029", "date")), True),
        ("Rebels laid an ambush in 2031.", (("Rebels", "perpetrator"), ("2031", "date")), True),
    ],
)
def test_what_is_told_beside_the_news(beside: str, signs: tuple[tuple[str, str], ...], background: bool) -> None:
    main = (
        ("killed", "news"),
        ("shooting", "news"),
        ("three men", "killed"),
        ("Gunmen", "perpetrator"),
        ("Monday", "date"),
    )
    found = told(f"{NEWS}\n\n{beside}", *main, ("ambush", "beside"), *signs)
    assert found == [("killed", False), ("ambush", background)]


@pytest.mark.parametrize(
    ("text", "signs", "background"),
    [
        # What a report is about is its news, however long ago.
        ("Rebels laid an ambush on 4 March 2031.", (("Rebels", "perpetrator"), ("4 March 2031", "date")), False),
        # An ambush that is but a word is none.
        ("The mayor spoke of the ambush.", (), True),
        # One word alone tells of it, and no day.
        ("Rebels owned to the ambush.", (("Rebels", "perpetrator"),), True),
        ("Rebels owned to the ambush of Sunday.", (("Rebels", "perpetrator"), ("Sunday", "date")), False),
        ("Rebels owned to the ambush and the trap.", (("Rebels", "perpetrator"), ("trap", "news")), False),
        ("Rebels owned to the ambush of a bus.", (("Rebels", "perpetrator"), ("a bus", "target")), False),
    ],
)
def test_what_a_report_alone_tells_of(text: str, signs: tuple[tuple[str, str], ...], background: bool) -> None:
    assert told(text, ("ambush", "news"), *signs) == [("ambush", background)]


@pytest.mark.parametrize(("likely", "passing"), [(0.94, True), (0.95, False)])
def test_one_word_beyond_doubt_is_news_without_a_day(likely: float, passing: bool) -> None:
    p = page("Rebels laid an ambush.")
    c = Cluster([telling(p, "ambush")._replace(likely=likely)])
    took_part = (Participant("perpetrator", "Rebels", (Span(0, 6),)),)
    assert in_passing(c, took_part, When(), p) is passing


def test_what_is_of_the_report_s_own_days_is_news() -> None:
    """'Who had been shot' looks back, and the encoder cannot tell; the day can."""
    text = f"{NEWS} Rebels laid an ambush on 5 May 2031 and found a man who had been shot."
    p = page(text)
    unsure = telling(p, "ambush", way=-1)._replace(told=np.array([0.5, 0.5, 0, 0, 0], dtype=np.float32))
    signs = Signs(
        [telling(p, "killed", way=1), telling(p, "shooting", way=1), unsure],
        [counting(p, "three men", "killed", way=1)],
        [part(p, "Rebels", "perpetrator", way=-1), part(p, "5 May 2031", "date", way=-1)],
        {},
    )
    known = Known(text, p, (), (), timexes(text, published=PUBLISHED), (), PUBLISHED)
    happened, _ = incidents(signs, known)
    assert [i.background for i in happened] == [False, False]


def test_without_a_day_of_publication_nothing_is_long_ago() -> None:
    signs = (
        ("killed", "news"),
        ("shooting", "news"),
        ("three men", "killed"),
        ("ambush", "beside"),
        ("Rebels", "perpetrator"),
    )
    found = told(f"{NEWS}\n\nRebels laid an ambush on 4 March 2001.", *signs, published=None)
    assert found == [("killed", False), ("ambush", False)]


def test_a_number_that_only_its_words_tell_of_is_no_news() -> None:
    text = "The mayor opened a road. Three men were killed there in a crash on Monday."
    known = Known(text, page(text), (), (), timexes(text, published=PUBLISHED), (), PUBLISHED)
    (found,), _ = incidents(Signs([], [], [], {}), known)
    assert ([f.text for f in found.figures], found.background) == (["Three men"], True)
