"""Cues are data that a person can extend, and a linter says what is wrong with them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from onrecord.reading.lexicon import LexiconError, act_of, inflections, lexicon, lint, own_cues

PACKAGED = Path(str(files("onrecord.reading"))) / "data" / "cues.toml"


def test_the_packaged_cues_are_in_order() -> None:
    assert lint(PACKAGED) == []


@pytest.mark.parametrize(
    ("cue", "act"),
    [
        ("said", "asserts"),
        ("later told", "asserts"),
        ("said in a statement", "asserts"),
        ("according to", "asserts"),
        ("has denied", "denies"),
        ("dismissed", "denies"),
        ("have been accused of", "accuses"),
        ("allegations", "accuses"),
        ("blamed", "accuses"),
        ("cast doubt on", "doubts"),
        ("questioned", "doubts"),
        ("ordered", "orders"),
        ("demanded", "asks"),
        ("called on", "asks"),
        ("urged", "asks"),
        ("vowed", "promises"),
        ("threatened", "promises"),
        ("warned", "predicts"),
        ("is expected", "predicts"),
        ("is believed to have", "thinks"),
        ("suspects", "thinks"),
        ("feared", "feels"),
        ("calls", "asserts"),
        ("calls for", "asks"),
        ("a word nobody reports with", "asserts"),
    ],
)
def test_act(cue: str, act: str) -> None:
    assert act_of(cue, lexicon()) == act


@pytest.mark.parametrize(
    ("cue", "content", "act"),
    [
        ("told", "them to leave", "asserts"),
        ("told", "to leave the town by noon", "orders"),
        ("said", "“Where are they?”", "asks"),
        ("denied", "“Who says so?”", "denies"),
        ("does not believe", "that it was a rocket", "doubts"),
        ("didn’t think", "so", "doubts"),
    ],
)
def test_the_content_tells_where_the_cue_does_not(cue: str, content: str, act: str) -> None:
    assert act_of(cue, lexicon(), content) == act


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("say", "said"),
        ("deny", "denied"),
        ("accuse", "accusing"),
        ("slam", "slammed"),
        ("point out", "pointed out"),
        ("stress", "stresses"),
    ],
)
def test_inflections(verb: str, form: str) -> None:
    assert form in inflections(verb, {"say": "said", "slam": "slammed"})


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ("[asserts\n", "not TOML"),
        ('[shouts]\nverbs = "shout"\n', "no table [shouts]"),
        ('[asserts]\nadverbs = "loudly"\n', "'adverbs'"),
        ('[asserts]\nverbs = ["aver"]\n', "one string of words"),
        ('[asserts]\nverbs = "av3r!"\n', "'av3r!'"),
        ('[asserts]\nverbs = "aver"\n[denies]\nverbs = "aver"\n', "keep one"),
        ("asserts = 3\n", "must be a table"),
        ('[titles]\nneuter = "x"\n', "neuter"),
    ],
)
def test_lint_names_the_fault(tmp_path: Path, toml: str, fault: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(toml, encoding="utf-8")
    (sentence,) = lint(path)
    assert fault in sentence
    assert str(path) in sentence
    with pytest.raises(LexiconError):
        lexicon(path)


def test_a_persons_own_cue_wins_and_is_found(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[denies]\nverbs = "pooh-pooh, say"\nphrases = "poured cold water on"\n', encoding="utf-8")
    known = lexicon(path)
    assert act_of("pooh-poohed", known) == "denies"
    assert act_of("said", known) == "denies"
    text = "The mayor pooh-poohed the count; the clinic Poured cold water on it."
    assert [text[s:e] for s, e in own_cues(text, known)] == ["pooh-poohed", "Poured cold water on"]
    assert act_of("said", lexicon()) == "asserts"


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"cannot be read .* check the path"):
        lexicon(tmp_path / "none.toml")
