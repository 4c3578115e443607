"""Which marks are taken, and which figures are another matter, by what the report as a whole leads one to expect."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from onrecord.reading.clusters import Cluster
from onrecord.reading.expected import divided, settled
from onrecord.reading.labels import MOST
from onrecord.reading.model import Array
from onrecord.reading.signs import SURE, Counting
from onrecord.reading.words import page
from onrecord.record import Harm
from reading.test_signs import counting, part, telling

TEXT = (
    "Gunmen raided the mill. Nine people were there, ten porters too. "
    "Last year three bakers were killed in an ambush, a second assault. Two nurses were wounded. The raid went on."
)
PAGE = page(TEXT)


def totals(*, nobody: float) -> Array:
    """How likely 0, 1, .. people were harmed: ``nobody`` for 0, the rest for 1."""
    return np.array([nobody, 1 - nobody] + [0.0] * (MOST - 1), dtype=np.float32)


def mark(words: str, likely: float, harm: Harm = "killed") -> Counting:
    return counting(PAGE, words, harm)._replace(likely=likely)


def taken(marks: list[Counting], expected: Mapping[str, Array]) -> list[tuple[str, str]]:
    return [(TEXT[c.start : c.end], c.harm) for c in settled(TEXT, marks, expected)]


NINE, TEN, BAKERS, NURSES = "Nine people", "ten porters", "three bakers", "Two nurses"


@pytest.mark.parametrize(
    ("marks", "nobody", "expected"),
    [
        # Sure marks, without a word that says their harm, are taken; the rest are dropped.
        ([mark(NINE, 0.9), mark(TEN, 0.6)], {}, [(NINE, "killed")]),
        ([mark(NINE, SURE)], {}, [(NINE, "killed")]),
        # Weaker ones, whose words say the harm.
        ([mark(BAKERS, 0.4)], {}, [(BAKERS, "killed")]),
        ([mark(BAKERS, 0.2)], {}, [(BAKERS, "killed")]),
        ([mark(BAKERS, 0.1)], {}, []),
        # The words' harm takes the place of the marked one, in weak marks and in sure ones.
        ([mark(NURSES, 0.4)], {}, [(NURSES, "injured")]),
        ([mark(NURSES, 0.9)], {}, [(NURSES, "injured")]),
        # Of casualties in all, the words say nothing; nor do they make an uncertain mark of them sure.
        ([mark(NURSES, 0.9, "casualties")], {}, [(NURSES, "casualties")]),
        ([mark(NURSES, 0.4, "casualties")], {}, []),
        # Somebody must have been harmed: the likeliest mark of that harm is taken, and that one alone.
        ([mark(NINE, 0.2), mark(TEN, 0.5)], {"killed": 0.1}, [(TEN, "killed")]),
        ([mark(NINE, 0.2, "injured"), mark(TEN, 0.5)], {"injured": 0.1}, [(NINE, "injured")]),
        ([mark(NINE, 0.2, "injured")], {"killed": 0.1}, []),
        # Not so sure that somebody was.
        ([mark(TEN, 0.5)], {"killed": 0.5}, []),
        # There is one already.
        ([mark(NINE, 0.5), mark(TEN, 0.9)], {"killed": 0.1}, [(TEN, "killed")]),
        ([mark(NINE, 0.5), mark(BAKERS, 0.4)], {"killed": 0.1}, [(BAKERS, "killed")]),
        ([], {"killed": 0.1}, []),
    ],
)
def test_settled(marks: list[Counting], nobody: dict[str, float], expected: list[tuple[str, str]]) -> None:
    assert taken(marks, {h: totals(nobody=n) for h, n in nobody.items()}) == expected


RAIDED, AMBUSH = telling(PAGE, "raided", "raid"), telling(PAGE, "ambush")
ASSAULT, RAID = telling(PAGE, "assault"), telling(PAGE, "raid", "raid", nth=1)
KILLED, INJURED = mark(BAKERS, 0.9), mark(NURSES, 0.9, "injured")
NOBODY_KILLED = {"killed": totals(nobody=0.99), "injured": totals(nobody=0.1)}


def told(found: list[Cluster]) -> list[tuple[list[str], list[str], str | None]]:
    return [
        ([TEXT[t.start : t.end] for t in c.tellings], [TEXT[f.start : f.end] for f in c.countings], c.told)
        for c in found
    ]


def test_figures_of_a_harm_done_to_nobody_are_background_with_their_sentences_tellings() -> None:
    main = Cluster([RAIDED, AMBUSH, ASSAULT, RAID], [KILLED, INJURED], [part(PAGE, "Gunmen", "perpetrator")])
    found = divided([main], NOBODY_KILLED)
    assert told(found) == [
        (["raided", "raid"], [NURSES], None),
        (["ambush", "assault"], [BAKERS], "background"),
    ]
    assert found[0].parts == main.parts and found[1].parts == []


def test_the_main_incident_keeps_its_first_telling() -> None:
    found = divided([Cluster([AMBUSH, ASSAULT], [KILLED])], NOBODY_KILLED)
    assert told(found) == [(["ambush"], [], None), (["assault"], [BAKERS], "background")]


def test_the_main_incident_is_the_news_told_most() -> None:
    old = Cluster([telling(PAGE, "ambush", told="background"), AMBUSH._replace(told=ASSAULT.told), ASSAULT], [KILLED])
    old.told = "background"
    other, main = Cluster([AMBUSH], [KILLED]), Cluster([RAIDED, RAID], [KILLED])
    assert told(divided([old, other, main], NOBODY_KILLED)) == [
        *told([old, other]),
        (["raided", "raid"], [], None),
        ([], [BAKERS], "background"),
    ]


@pytest.mark.parametrize(
    ("clusters", "expected"),
    [
        # Not so sure that nobody was.
        ([Cluster([RAIDED, AMBUSH], [KILLED])], {"killed": totals(nobody=0.5)}),
        ([Cluster([RAIDED, AMBUSH], [KILLED])], {}),
        # No figure of that harm.
        ([Cluster([RAIDED, AMBUSH], [INJURED])], NOBODY_KILLED),
        # No news, or figures alone.
        ([Cluster([telling(PAGE, "ambush", told="background")], [KILLED])], NOBODY_KILLED),
        ([Cluster([AMBUSH], [KILLED], told="background")], NOBODY_KILLED),
        ([Cluster([], [KILLED])], NOBODY_KILLED),
        ([], NOBODY_KILLED),
    ],
)
def test_clusters_that_stay_as_they_are(clusters: list[Cluster], expected: dict[str, Array]) -> None:
    found = divided(clusters, expected)
    assert len(found) == len(clusters) and all(a is b for a, b in zip(found, clusters, strict=True))


def test_a_word_for_people_that_only_says_whose_deaths_is_none() -> None:
    """Weak marks are taken where their words say a harm, but 'civilian' counts nobody here."""
    text = "The army denied civilian deaths. A civilian died later."
    marks = [counting(page(text), words, "killed")._replace(likely=0.2) for words in ("civilian", "A civilian")]
    assert [text[c.start : c.end] for c in settled(text, marks, {})] == ["A civilian"]


@pytest.mark.parametrize(
    ("text", "harm"),
    [
        ("Pirates hijacked it in March. All 17 crew members were released.", "abducted"),
        ("The rally was cleared. All 17 crew members were later freed.", "detained"),
        ("Pirates hijacked it in March. All 17 crew members came home.", "killed"),
    ],
)
def test_who_is_let_go_was_taken(text: str, harm: str) -> None:
    (c,) = settled(text, [counting(page(text), "All 17 crew members")], {})
    assert c.harm == harm
