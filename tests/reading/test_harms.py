"""Which harm a figure counts, where the words beside it say so; the figure stands in braces."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading.harms import harm_of
from onrecord.reading.labels import HARMS


def harm(marked: str) -> str | None:
    start, end = marked.index("{"), marked.index("}") - 1
    return harm_of(marked.replace("{", "").replace("}", ""), start, end)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # Words inside the figure.
        ("The clinic counted {60 injured}.", "injured"),
        ("{Forty-four of the wounded} were porters.", "injured"),
        ("It left {nineteen dead} in Dol Aren.", "killed"),
        ("They carried {31 bodies} out of the mill.", "killed"),
        ("{Six missing} weavers were named.", "missing"),
        ("{THREE DEAD} IN DOL AREN", "killed"),
        ("{Two people taken\nhostage} came home.", "abducted"),
        # Of those of whom another thing is said first the end counts.
        ("{A boy, Ido Vale}, was shot in the neck and died in an ambulance.", "killed"),
        ("{A worker, Ido, 16,} was cut by glass and later died.", "killed"),
        ("It burned {a gardener}, 66, who died of it.", "killed"),
        ("{Two boys} were shot in the neck and a woman died.", "injured"),
        ("{22 people} were taken off buses and executed.", "killed"),
        ("{Nine men} were held and killed a guard.", None),
        ("{One of the injured}, a woman of 67, has died.", "killed"),
        # The dead, not the sentence.
        ("It upheld the death sentences of {six}.", None),
        ("The clinic received {27 patients}.", "injured"),
        # A noun of harm behind a number that stands alone, and the number of whom it is behind it.
        ("It recorded {133} arbitrary arrests.", "detained"),
        ("It took {230} hostages.", "abducted"),
        ("It brings to {14} the number of peacekeepers killed.", "killed"),
        ("It met {12} of the hostages.", None),
        # They come before what stands around it, but for death.
        ("It displaced {nine wounded men}.", "injured"),
        ("It killed {nine wounded men}.", "killed"),
        ("{Six of the wounded} died overnight.", "killed"),
        ("Rebels shot dead {17 captured guards}.", "killed"),
        ("{Four of the missing} were found dead.", "killed"),
        # Predicates after it.
        ("{14} dead in the mill.", "killed"),
        ("{14 people} were wounded.", "injured"),
        ("{Two of them} have since died.", "killed"),
        ("{14} kılled in the mill.", "killed"),
        ("{14} miſſing in the mill.", "missing"),
        ("{A baker and her son} were brought in dead.", "killed"),
        ("Six were treated; {one, a boy of twelve}, died on Sunday.", "killed"),
        ("{Nine porters} remain missing.", "missing"),
        ("{A baker} was later arrested.", "detained"),
        ("{Forty families} were left homeless.", "displaced"),
        ("{Two nurses} were reported kidnapped.", "abducted"),
        ("{Two nurses} were taken  hostage.", "abducted"),
        ("{NINE PORTERS} WERE WOUNDED", "injured"),
        # Deeds before it.
        ("It fell on the mill, killing {14 people}.", "killed"),
        ("It killed another {14 people}.", "killed"),
        ("It fell on the mill, wounding {four}.", "injured"),
        ("Guards arrested {two accomplices}.", "detained"),
        ("Guards ROUNDED UP {two accomplices}.", "detained"),
        ("The flood displaced about {400 people}.", "displaced"),
        ("It mourned the death of {two weavers}.", "killed"),
        ("He denied the abduction of {five porters}.", "abducted"),
        # What they did or suffered themselves, and what was made of them.
        ("{Two weavers} have since disappeared.", "missing"),
        ("{Some 400 families} have fled.", "displaced"),
        ("{Nine} lost their lives in the mill.", "killed"),
        ("{A baker} lost an eye.", "injured"),
        ("They took {21 guards} prisoner.", "detained"),
        ("They took {21 porters} hostage.", "abducted"),
        # The number of whom it is.
        ("The number of wounded had risen to {31}.", "injured"),
        ("The number of people missing stood at {four}.", "missing"),
        ("The council put the dead at {14}.", "killed"),
        ("The death toll from the flood climbed to {34}.", "killed"),
        ("It raised the toll to {19}.", "killed"),
        ("The number of bags rose to {19}.", None),
        ("The number of wounded bakers fell, and it sold {19}.", None),
        ("The real toll was \u201ccloser to {40}\u201d.", "killed"),
        ("{One guard} lightly hurt.", "injured"),
        # A noun that says it, where nothing else does.
        ("{All 17 hostages} are out.", "abducted"),
        ("{Three hostages} were killed.", "killed"),
        # A predicate comes before a deed.
        ("Of those it wounded {two} have since died.", "killed"),
        # An apposition set off between them, but for wounds, of which somebody may have died by the end.
        ("{Two brothers}, aged 9 and 12, were killed.", "killed"),
        ("{A baker}, whose shop was closed, was arrested.", "detained"),
        ("{A baker}, 34, was wounded.", None),
        ("The death of {a baker}, of the old mill, was abducted.", "killed"),
        ("{Two porters} fatally wounded in the mill.", "killed"),
        # Parts of the body.
        ("{A baker} lost two fingers.", "injured"),
        ("{A baker} was hit in the upper leg.", "injured"),
        ("{A baker} broke her wrist.", "injured"),
        ("{A baker} lost a mill.", None),
        ("{Three porters} were being questioned.", "detained"),
        ("{Some porters} embraced martyrdom.", "killed"),
        # Two harms at once, or a word that leaves it open.
        ("It left {60 dead and injured}.", None),
        ("{Nine porters} were shot.", None),
        ("He shot {nine porters}.", None),
        ("{Nine porters} came to the mill.", None),
        ("It killed the mayor and hit {nine porters}.", None),
        # Another clause, sentence or quotation.
        ("{Two guards}, and three men were killed.", None),
        ("{Two guards} came. Three men were killed.", None),
        ("{Two guards} ran; three men were killed.", None),
        ("{Two guards} \u201cwere killed\u201d.", None),
        ('{Two guards} "were killed".', None),
        ("It was killing. {Two guards} ran.", None),
        ("\u201cIt killed\u201d {two guards}.", None),
        # Part of another word.
        ("He overkilled {two guards}.", None),
        ("The {two deadly} years.", None),
        ("{Two} deadly years.", None),
        # Too far off.
        ("{Two guards} of the old mill by the long road to the river were killed.", None),
    ],
)
def test_harm_of(marked: str, expected: str | None) -> None:
    assert harm(marked) == expected


WORDS = st.lists(
    st.sampled_from(
        ["nine", "people", "were", "killed", "wounding", "taken", "hostage", "of", ",", ".", "\n", "\u201c"]
    ),
    max_size=60,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS)
def test_any_figure_has_a_known_harm_or_none(before: str, after: str) -> None:
    text = f"{before} nine people {after}"
    assert harm_of(text, len(before) + 1, len(before) + 12) in {None, "killed", "injured", "abducted"}


def vocabulary() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("onrecord.reading") / "data" / "harms.toml").read_text(encoding="utf-8"))


def test_the_vocabulary_has_known_harms_and_forms() -> None:
    data = vocabulary()
    assert "killed" in data and set(data) <= set(HARMS)
    assert all(set(forms) == set(FRAMES) for forms in data.values())


# A sentence for each form, with the word in it.
FRAMES = {
    "state": "{{Nine}} {}.",
    "deed": "It {} {{nine}}.",
    "happens": "{{Nine}} {}.",
    "made": "They took {{nine porters}} {}.",
    "number": "The number of {} rose to {{nine}}.",
    "people": "He saw {{nine {}}}.",
}


SLOTS = {"<lost>": "lost", "<broke>": "broke", "<part>": "his left leg"}


@pytest.mark.parametrize("form", FRAMES)
def test_a_word_says_one_harm_and_stands_once(form: str) -> None:
    said = [w.strip() for forms in vocabulary().values() for w in forms[form].split(",") if forms[form]]
    assert sorted(said) == sorted(set(said))
    assert all(w and w == " ".join(w.lower().split()) for w in said)


@pytest.mark.parametrize("harm_name", sorted(vocabulary()))
def test_every_word_of_the_vocabulary_is_read(harm_name: str) -> None:
    for form, words in vocabulary()[harm_name].items():
        for word in filter(None, (w.strip() for w in words.split(","))):
            for slot, filled in SLOTS.items():
                word = word.replace(slot, filled)
            assert harm(FRAMES[form].format(word)) == harm_name, (form, word)
