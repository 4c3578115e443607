"""Groups that a figure takes from the people that it refers to."""

from __future__ import annotations

import pytest

from onrecord.reading.counts import count_phrases, reading_of
from onrecord.reading.referents import referred
from onrecord.record import Figure, Harm, Span, Who


def groups(text: str, *counted: str, harm: Harm = "killed", part: bool = False) -> list[str]:
    """The groups of the figures ``counted``, in order; with ``part`` the last but one is part of the first."""
    figures: list[Figure] = []
    at = 0
    for n, words in enumerate(counted):
        start = text.index(words, at)
        at = start + len(words)
        read = reading_of(text, start, at)
        who = (Span(read.who_start, read.who_end),) if read.who_end > read.who_start else ()
        figures.append(
            Figure(
                id=f"f{n}",
                harm=harm,
                who=Who(read.group, text[read.who_start : read.who_end], who, read.nation),
                low=read.low,
                high=read.high,
                spans=(Span(start, at),),
                text=words,
                part_of="f0" if part and n == len(counted) - 2 else None,
            )
        )
    return [f.who.group for f in referred(figures, text, count_phrases(text))]


@pytest.mark.parametrize(
    ("text", "words", "group"),
    [
        ("About 12 men were led off with their hands tied and four came back.", "four", "men"),
        # Some of them are of their kind, also where they were not counted as harmed.
        ("The men were led off and twelve of them shot.", "twelve of them", "men"),
        ("It held 40 women, nine of whom died.", "nine of whom", "women"),
        ("They took 30 pupils. Nine of them died.", "Nine of them", "children"),
        ("They took 30 women. Nine of them died.", "Nine of them", "people"),
        ("Two men were found; one of them was a baker.", "one of them", "people"),
        ("It held nine people, three of them ill.", "three of them", "people"),
        # One more of the like.
        ("Two men were shot dead and a third was wounded.", "a third", "men"),
        ("Two men were shot. One died.", "One", "men"),
        ("Two men were shot. A week later one died.", "one", "people"),
        ("Men were shot and a third was wounded.", "a third", "people"),
        ("Police now say it is one.", "one", "people"),
        ("Two women died and a third person was found.", "a third person", "people"),
        ("Five rebels died and several others were hurt.", "several others", "combatants"),
        ("Five women died and several others were hurt.", "several others", "people"),
        # A bare number beside civilians or children counts the like.
        ("In May 184 civilians were killed and 856 injured.", "856", "civilians"),
        ("At least 40 civilians were killed; the ministry counts 12.", "12", "civilians"),
        ("Eleven girls were led off and four came back.", "four", "children"),
        ("Six people, including two toddlers, died and 14 were hurt.", "14", "people"),
        ("Civilians were killed and 14 hurt.", "14", "people"),
        ("Over 1,000 civilians died; the mission counts 1,400.", "1,400", "civilians"),
        ("Seventeen aid workers, two of them pilots, died and nine were hurt.", "nine", "aid workers"),
        # Of men and women it counts some, and nobody besides.
        ("Some 200 men are held; eleven have not come home.", "eleven", "men"),
        ("Two men died and eleven were hurt.", "eleven", "people"),
        ("Eleven policemen fired and two died.\n\nIn all 14 were hurt.", "14", "people"),
        # Whom a force attacked it killed.
        ("The jets struck a file of gunmen near the pass, killing eight.", "eight", "combatants"),
        ("The gunmen struck a village near the pass, killing eight.", "eight", "people"),
        # People of one household.
        ("It killed nine people from two families.", "nine people", "family"),
        ("It killed nine people from two towns.", "nine people", "people"),
        # A force's losses.
        ("The front reported no losses.", "no losses", "combatants"),
        ("The bishop spoke of nineteen sad losses.", "nineteen sad losses", "people"),
        ("There was no loss of life.", "no loss", "people"),
        ("Own losses were two members killed and five wounded.", "five", "combatants"),
        ("The ministry named as its own nine dead.", "nine dead", "combatants"),
        ("After two of theirs fell they left.", "two of theirs", "combatants"),
        ("Nobody fell on our side, the post said.", "Nobody", "combatants"),
        ("There were no casualties among the troops.", "no casualties", "combatants"),
        ("The Northern Front swears that it lost one.", "one", "combatants"),
        ("The village swears that it lost nine.", "nine", "people"),
        ("The troops fought with the fleeing rebels at dawn, killing four.", "four", "combatants"),
        # One of a kind and the next; who was listed with others counts alone.
        ("One commando was shot and another broke a leg.", "another", "combatants"),
        ("A peacekeeper was killed and five were wounded.", "five", "combatants"),
        ("The force killed one rebel and detained two.", "two", "combatants"),
        ("Two soldiers and a policeman were killed and nine were wounded.", "nine", "people"),
        # The staff of those who bring aid.
        ("The aid agency mourns three local staff.", "three local staff", "aid workers"),
        ("The hotel mourns three local staff.", "three local staff", "people"),
        ("The brigade mourned seven soldiers; nine others were wounded.", "nine others", "combatants"),
    ],
)
def test_whom_a_figure_refers_to(text: str, words: str, group: str) -> None:
    assert groups(text, words)[-1] == group


@pytest.mark.parametrize(
    ("text", "counted", "group"),
    [
        ("Two soldiers died. One of the dead was found late.", ("Two soldiers", "One of the dead"), "combatants"),
        ("Two soldiers died. One of the wounded fled.", ("Two soldiers", "One of the wounded"), "people"),
        ("Two soldiers died. One of the dead was a baker.", ("Two soldiers", "One of the dead"), "people"),
        ("Fourteen pupils died. Two of the fourteen were ill.", ("Fourteen pupils", "Two of the fourteen"), "children"),
        ("Fourteen pupils died. Two of the nine were ill.", ("Fourteen pupils", "Two of the nine"), "people"),
        ("Nineteen were women, eleven of them old.", ("Nineteen", "eleven of them"), "women"),
    ],
)
def test_whom_it_counted_before(text: str, counted: tuple[str, ...], group: str) -> None:
    assert groups(text, *counted)[-1] == group


@pytest.mark.parametrize(
    ("text", "counted", "harm", "group"),
    [
        # Soldiers or civilians, where all numbers of the dead have counted them so far.
        ("Forty pupils died. The mayor says 46.", ("Forty pupils", "46"), "killed", "people"),
        ("Seven soldiers died, he said. A porter counted nine.", ("Seven soldiers", "nine"), "killed", "combatants"),
        ("Seven militants died, he said. A porter counted nine.", ("Seven militants", "nine"), "killed", "people"),
        (
            "Six people and two pupils were held. He says ten.",
            ("Six people", "two pupils", "ten"),
            "detained",
            "people",
        ),
    ],
)
def test_whom_the_same_harm_met_before(text: str, counted: tuple[str, ...], harm: Harm, group: str) -> None:
    assert groups(text, *counted, harm=harm)[-1] == group


def test_some_of_a_number_are_of_whoever_it_counts() -> None:
    text = "Doctors said they took in ten bodies and 45 injured, 20 of whom had burns."
    assert groups(text, "45 injured", "20 of whom", "had burns", part=True)[1] == "people"


def test_of_the_dead_are_no_part_of_them() -> None:
    text = "Nine people died, five of them children. Two of the dead came from Karsa."
    assert groups(text, "Nine people", "five of them", "Two of the dead", part=True) == ["people", "children", "people"]


@pytest.mark.parametrize(
    ("text", "words", "group"),
    [
        ("The police lost a sergeant.", "a sergeant", "police"),
        ("The army lost a sergeant.", "a sergeant", "combatants"),
        ("Soldiers and police came; a sergeant fell.", "a sergeant", "combatants"),
        ("The army lost three officers.", "three officers", "combatants"),
        ("Police came.\n\nA sergeant fell.", "A sergeant", "combatants"),
        ("The police shot a rebel.", "a rebel", "combatants"),
    ],
)
def test_whose_sergeants_they_are(text: str, words: str, group: str) -> None:
    assert groups(text, words) == [group]
