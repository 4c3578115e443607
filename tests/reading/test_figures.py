"""Figures made of marked words: how many, whom, by whose word, blamed on whom, disputed by whom, as of when."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from onrecord.reading.counts import count_phrases
from onrecord.reading.disputes import disputed, with_disputes
from onrecord.reading.figures import Phrases, figures
from onrecord.reading.signs import Counting
from onrecord.reading.words import page
from onrecord.record import Act, Figure, Participant, Span, Statement, Timex, words
from reading.markup import unmark
from reading.test_signs import at, counting


def times(text: str, *said: tuple[str, str, str]) -> tuple[Timex, ...]:
    """Time expressions: the words, the value, the last day."""
    return tuple(Timex((Span(*at(text, each)),), each, "date", value, latest, latest) for each, value, latest in said)


def made(
    marked: str,
    *counted: str | Counting,
    blamed: tuple[Participant, ...] = (),
    when: tuple[tuple[str, str, str], ...] = (),
    acts: dict[str, Act] | None = None,
    number: int = 1,
) -> tuple[str, tuple[Figure, ...]]:
    """The figures of a text, whose words ``counted`` (in order; again for the next such words) are marked as killed."""
    text, _, statements = unmark(marked)
    p = page(text)
    marks: list[Counting] = []
    for each in counted:
        before = sum(isinstance(c, str) and c == each for c in counted[: len(marks)])
        marks.append(counting(p, each, nth=before) if isinstance(each, str) else each)
    told = tuple(
        replace(s, cue=replace(s.cue, act=(acts or {}).get(s.id, s.cue.act))) if s.cue else s for s in statements
    )
    phrases = Phrases(count_phrases(text), text)
    found = figures(text, marks, told, blamed, times(text, *when), phrases, number=number)
    found = with_disputes(found, disputed(found, told, phrases))
    for f in found:
        assert f.text == words(text, f.spans) and f.who.text == words(text, f.who.spans)
    return text, found


@pytest.mark.parametrize(
    ("text", "marked", "said", "low", "high", "group", "who"),
    [
        ("It killed nine people.", "nine people", "nine people", 9, 9, "people", "people"),
        # The hedge and the noun of the number's phrase belong to the figure.
        ("It killed at least nine people.", "nine people", "at least nine people", 9, None, "people", "people"),
        ("It killed up to 20 porters.", "20", "up to 20 porters", None, 20, "people", "porters"),
        (
            "More than a dozen soldiers died.",
            "a dozen",
            "More than a dozen soldiers",
            13,
            None,
            "combatants",
            "soldiers",
        ),
        ("It killed nine women.", "nine", "nine women", 9, 9, "women", "women"),
        ("It killed Ana Vale.", "Ana Vale", "Ana Vale", 1, 1, "people", "Ana Vale"),
        ("It killed no one.", "no one", "no one", 0, 0, "people", None),
        ("Nine people and two dogs died.", "Nine people", "Nine people", 9, 9, "people", "people"),
    ],
)
def test_a_figure_is_its_words_as_an_interval(
    text: str, marked: str, said: str, low: int | None, high: int | None, group: str, who: str | None
) -> None:
    _, (f,) = made(text, marked)
    assert (f.id, f.harm, f.text, f.low, f.high, f.who.group) == ("f1", "killed", said, low, high, group)
    assert who is None or f.who.text == who


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("She was 34 years old.", "34 years"),
        ("It cost 1,000 pounds.", "1,000 pounds"),
        ("It lay 12 miles away.", "12 miles"),
        ("It fired 7.62 mm rounds.", "7.62 mm"),
        ("It was in Section 12 of the law.", "12"),
        ("They have names, and a cousin or a friend for each.", "a cousin or a friend"),
    ],
)
def test_what_counts_no_people_is_no_figure(text: str, marked: str) -> None:
    assert made(text, marked)[1] == ()


@pytest.mark.parametrize(("likely", "told"), [(0.95, True), (0.8, False)])
@pytest.mark.parametrize(
    ("text", "marked"), [("It hit 40 houses.", "40 houses"), ("It sent 70 apostates.", "70 apostates")]
)
def test_an_unknown_noun_is_one_for_people_where_its_mark_is_sure(
    text: str, marked: str, likely: float, told: bool
) -> None:
    _, found = made(text, counting(page(text), marked)._replace(likely=likely))
    assert [f.text for f in found] == ([marked] if told else [])


@pytest.mark.parametrize(
    ("text", "marked", "said"),
    [
        # The age behind a name is no reason to doubt the name; alone it counts nobody.
        ("Dana Holt, 31, died.", "Dana Holt, 31", ["Dana Holt, 31"]),
        ("Dana Holt, 31, died.", "31", []),
        ("He is 81 and knew them.", "81", []),
        ("Dana Holt was four.", "four", []),
        # The ages of children, of several, of one told before, of a child by guess.
        ("Four of them children under five, have died.", "under five", []),
        ("Seven of the dead were under 10.", "under 10", []),
        ("Two boys, aged eight and ten, lost limbs.", "ten", []),
        ("Their son, then nine, was wounded.", "nine", []),
        ("There was a girl of maybe ten.", "ten", []),
        ("The dead were put at under ten.", "under ten", ["under ten"]),
        ("The toll was 14.", "14", ["14"]),
        ("The toll in Karsa was 14.", "14", ["14"]),
        # Whom a number is of counts with it alone, and a group goes back to the number that it is said of.
        ("It brings to 14 the number of soldiers killed.", "soldiers", []),
        ("Of the 86, 51 were men.", "men", ["51 were men"]),
        ("Those killed were men.", "men", ["men"]),
        # A hedge that was marked alone goes on with its number.
        ("Only three people died.", "Only", ["Only three people"]),
        # A line at eight is none of the dead, and 'none seriously' is nobody.
        ("They put out a line at eight.", "eight", []),
        ("They put the dead at eight.", "eight", ["eight"]),
        ("Four were wounded, none seriously.", "none", []),
        ("Four were wounded, none killed.", "none", ["none"]),
    ],
)
def test_ages_and_hours_are_no_figures(text: str, marked: str, said: list[str]) -> None:
    assert [f.text for f in made(text, marked)[1]] == said


def test_words_that_only_point_back_may_be_a_figure() -> None:
    """'The victims' is no number, but the model may know that it counts."""
    _, found = made("Nine people died. The victims were porters.", "The victims")
    assert [f.text for f in found] == ["The victims"]


def test_figures_are_numbered_from_where_the_incident_before_ended() -> None:
    _, found = made("Nine people died and three men.", "Nine people", "three men", number=4)
    assert [f.id for f in found] == ["f4", "f5"]


def test_harm_and_side_are_the_models() -> None:
    text = "Nine people were hurt and two gunmen died."
    p = page(text)
    _, found = made(
        text, counting(p, "Nine people", "injured", attackers=0.2), counting(p, "two gunmen", attackers=0.8)
    )
    assert [(f.harm, f.side) for f in found] == [("injured", "victims"), ("killed", "attackers")]


@pytest.mark.parametrize(
    ("marked", "given_by"),
    [
        ("{1S The mayor} {1C said} {1Q nine people died}.", ("s1",)),
        ("{1S The mayor} and {2S a nurse} {1C,2C said} {1Q,2Q nine people died}.", ("s1", "s2")),
        ("{1S The mayor} {1C said} {1Q a nurse {2S she} {2C trusted} saw that {2Q nine people died}}.", ("s2",)),
        ("{1S The mayor} {1C wept}{1Q .} At last, nine people died.", ()),
        # The hedge alone outside of what is said: its number is still the mayor's.
        ("{1S The mayor} {1C counted} at least {1Q nine people}.", ("s1",)),
    ],
)
def test_the_giver_of_a_figure(marked: str, given_by: tuple[str, ...]) -> None:
    _, (f,) = made(marked, "nine people")
    assert f.given_by == given_by


def test_who_told_it_first_gives_a_person_told_again() -> None:
    marked = "Ana Vale died. {1S The mayor} {1C mourned} {1Q Vale}."
    p = page(unmark(marked)[0])
    _, (f,) = made(marked, "Ana Vale", counting(p, "Vale", nth=1))
    assert (len(f.spans), f.given_by) == (2, ())


AGAIN = [
    # The same number in the report's own voice, told twice, is one figure of two spans.
    ("Nine people died in the mill. The nine people were porters.", ("Nine people", "nine people"), 1),
    ("Nine people died. Ten people died.", ("Nine people", "Ten people"), 2),
    ("Nine people died. Nine women died.", ("Nine people", "Nine women"), 2),
    ("At least nine people died. Nine people died.", ("At least nine people", "Nine people"), 2),
    # Two givers of one number are two accounts of it.
    ("Nine people died. {1S The mayor} {1C said} {1Q nine people died}.", ("Nine people", "nine people"), 2),
    (
        "{1S The mayor} {1C said} {1Q nine people died}. {2S A nurse} {2C said} {2Q nine people fell}.",
        ("nine people", "nine people"),
        2,
    ),
    # A person is told again by name, whoever says it; of persons without a name nobody knows.
    ("Ana Vale died. {1S The mayor} {1C mourned} {1Q Vale}.", ("Ana Vale", "Vale"), 1),
    ("Ana Vale died. Bo Karr died.", ("Ana Vale", "Bo Karr"), 2),
    ("A baker died and later a baker fell.", ("A baker", "a baker"), 2),
    ("Then a baker, Ana Vale, died. Vale was 40.", ("a baker, Ana Vale", "Vale"), 1),
    # A capital letter where a sentence begins makes no name: these were taken for one person.
    ("One man died. One woman died at home.", ("One man", "One woman"), 2),
    ("Another man died. Another woman died.", ("Another man", "Another woman"), 2),
    ("Their mother died. Their father died.", ("Their mother", "Their father"), 2),
    ("One man, Bo Karr, died. One man, Cy Dorn, died.", ("One man, Bo Karr", "One man, Cy Dorn"), 2),
    ("One man, Bo Karr, died. Another porter saw that Karr died.", ("One man, Bo Karr", "Karr"), 1),
]


@pytest.mark.parametrize(("marked", "counted", "count"), AGAIN)
def test_a_figure_told_again_is_one(marked: str, counted: tuple[str, ...], count: int) -> None:
    marks: list[str | Counting] = []
    text, _, _ = unmark(marked)
    p = page(text)
    last = 0
    for each in counted:
        nth = text[:last].count(each)
        marks.append(counting(p, each, nth=nth))
        last = text.index(each, last) + len(each)
    _, found = made(marked, *marks)
    assert len(found) == count
    assert sum(len(f.spans) for f in found) == len(counted)


def test_the_same_number_harmed_otherwise_is_another_figure() -> None:
    text = "Nine people died. Nine people were hurt."
    p = page(text)
    _, found = made(text, counting(p, "Nine people"), counting(p, "Nine people", "injured", nth=1))
    assert [f.harm for f in found] == ["killed", "injured"]


WHEN = (("Tuesday evening", "2031-05-06TEV", "2031-05-06"),)
NOON = (("noon on Monday", "2031-05-05T12:00", "2031-05-05"),)
MONDAY = (("Monday", "2031-05-05", "2031-05-05"),)


@pytest.mark.parametrize(
    ("text", "when", "expected"),
    [
        ("As of Tuesday evening, nine people had died.", WHEN, "2031-05-06TEV"),
        ("Nine people had died by Tuesday evening.", WHEN, "2031-05-06TEV"),
        ("Nine people had died up to late Tuesday evening.", WHEN, "2031-05-06TEV"),
        ("Nine people died on Tuesday evening.", WHEN, None),
        ("Nine people died.\n\nAs of Tuesday evening the mill was shut.", WHEN, None),
        ("As of last week, nine people had died.", (("last week", "XXXX-WXX", "2031-05-04"),), "2031-05-04"),
        ("As of then, nine people had died.", (), None),
        ("By Tuesday evening nine people had died.", WHEN, "2031-05-06TEV"),
        ("By late Tuesday evening nine people had died.", WHEN, "2031-05-06TEV"),
        ("As of noon on Monday, nine people had died.", NOON, "2031-05-05T12:00"),
        ("As of noon on Monday, nine people had died.", MONDAY, "2031-05-05"),
        # 'By' of who did it, which was taken for 'up to'.
        ("Nine people were killed by gunmen on Monday.", MONDAY, None),
        ("Nine people were shot dead by soldiers late on Monday.", MONDAY, None),
        ("Killed by gunmen on Monday, nine people lay there.", MONDAY, None),
    ],
)
def test_as_of(text: str, when: tuple[tuple[str, str, str], ...], expected: str | None) -> None:
    _, (f,) = made(text, "nine people" if "nine people" in text else "Nine people", when=when)
    assert f.as_of == expected


def blames(name: str, *given_by: str) -> Participant:
    return Participant("perpetrator", name, (Span(0, 1),), given_by=given_by)


ARMY, FRONT, GUNMEN = blames("army", "s1"), blames("front", "s2"), blames("gunmen")


@pytest.mark.parametrize(
    ("marked", "blamed"),
    [
        ("{1S The mayor} {1C said} {1Q nine people died}.", (ARMY,)),
        ("{2S A nurse} {2C said} {2Q nine people died}.", (FRONT,)),
        ("{1S The mayor} and {2S a nurse} {1C,2C said} {1Q,2Q nine people died}.", (ARMY, FRONT)),
        ("{3S A clerk} {3C said} {3Q nine people died}.", ()),
        ("Then nine people died.", (GUNMEN,)),
    ],
)
def test_each_giver_blames_whom_it_blames_itself(marked: str, blamed: tuple[Participant, ...]) -> None:
    _, (f,) = made(marked, "nine people", blamed=(ARMY, FRONT, GUNMEN))
    assert f.blamed_on == blamed


GAVE = "{1S The mayor} {1C said} {1Q nine people died}. "


@pytest.mark.parametrize(
    ("marked", "acts", "disputed_by"),
    [
        # Whose words hold the figure.
        ("{1S The army} {1C denied} {1Q that nine people died}.", {}, ("s1",)),
        ("{1S The army} {1C doubted} {1Q that nine people died}.", {"s1": "doubts"}, ("s1",)),
        (GAVE, {}, ()),
        # Somebody else, after it, about numbers, with none of their own.
        (GAVE + "{2S The army} {2C denied} {2Q the toll}.", {}, ("s2",)),
        (GAVE + "{2S The army} {2C denied} {2Q the reports of deaths}.", {}, ("s2",)),
        (GAVE + "{2S The army} {2C asked} {2Q for the toll}.", {}, ()),
        (GAVE + "{2S The army} {2C denied} {2Q that the mill was its aim}.", {}, ()),
        # The giver itself.
        (GAVE + "{2S The mayor} {2C denied} {2Q the toll}.", {}, ()),
        # Before the figure.
        ("{2S The army} {2C denied} {2Q the toll}. " + GAVE, {}, ()),
        # Whose words hold the words of another's.
        ("{2S The army} {2C denied} {2Q {1S the council}{1C 's figure of} {1Q nine people}}.", {}, ("s2",)),
        # A denial with its own number is about that one.
        (GAVE + "{2S The army} {2C denied} {2Q that it killed 14 women}.", {}, ()),
    ],
)
def test_who_disputes_a_figure(marked: str, acts: dict[str, Act], disputed_by: tuple[str, ...]) -> None:
    _, (f,) = made(marked, "nine people", acts=acts)
    assert f.disputed_by == disputed_by


def test_a_denial_is_of_the_figure_before_it() -> None:
    _, found = made(
        GAVE + "{2S A nurse} {2C said} {2Q 14 women died}. {3S The army} {3C denied} {3Q the toll}.",
        "nine people",
        "14 women",
    )
    assert [f.disputed_by for f in found] == [(), ("s3",)]


def test_a_denial_of_the_toll_is_about_no_part_person_or_other_harm() -> None:
    text = GAVE + "A guard died. 16 women were hurt. {3S The army} {3C denied} {3Q the toll}."
    hurt = counting(page(unmark(text)[0]), "16 women")._replace(harm="injured")
    _, found = made(text, "nine people", "A guard", hurt)
    assert [f.disputed_by for f in found] == [("s3",), (), ()]


def test_who_denies_with_a_number_of_their_own_gives_another_account() -> None:
    _, found = made(GAVE + "{2S The army} {2C denied} {2Q the toll and counted two women}.", "nine people", "two women")
    assert [f.given_by for f in found] == [("s1",), ("s2",)]
    assert found[0].disputed_by == ()


TEXT = "At least nine people died, three of them women. Ana Vale, 34, fell. Nine people fell; 12 miles on, two men."
PAGE = page(TEXT)
MARKS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 30), st.sampled_from(["killed", "injured"])).map(
    lambda x: Counting(x[0], min(len(TEXT), x[0] + x[1]), 0.9, x[2], 0.0, counting(PAGE, "nine").link, 0, 0)  # type: ignore[arg-type]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(MARKS, max_size=5).map(lambda marks: sorted(marks, key=lambda c: c.start)))
def test_any_marks_give_figures_that_have_their_words(marks: list[Counting]) -> None:
    statements: tuple[Statement, ...] = ()
    found = figures(TEXT, marks, statements, (), (), Phrases(count_phrases(TEXT)))
    assert [f.id for f in found] == [f"f{n}" for n in range(1, len(found) + 1)]
    for f in found:
        assert f.text == words(TEXT, f.spans)
        assert f.low is None or f.high is None or 0 <= f.low <= f.high
        assert all(a.end <= b.start for a, b in zip(f.spans, f.spans[1:], strict=False))
