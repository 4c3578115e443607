"""``onrecord cues`` and ``onrecord schema``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli.main import onrecord
from onrecord.record import schema


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a person's own lexicon is looked for; there is none yet."""
    path = tmp_path / "lexicon.toml"
    monkeypatch.setenv("ONRECORD_LEXICON", str(path))
    path.write_text('[denies]\nverbs = "pooh-pooh"\n\n[titles]\nany = "camp leader"\n', "utf-8")
    return path


def run(*args: str) -> Result:
    return CliRunner().invoke(onrecord, list(args))


def test_path_is_the_named_file_or_one_in_the_config_folder(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("cues", "path").output == f"{own}\n"
    monkeypatch.delenv("ONRECORD_LEXICON")
    found = Path(run("cues", "path").output.strip())
    assert found.is_absolute() and found.parts[-2:] == ("onrecord", "lexicon.toml")


def test_list_has_every_word_with_its_act_and_marks_ones_own(own: Path) -> None:
    lines = run("cues", "list").output.splitlines()
    assert "asserts   said" in lines
    assert "denies    denied" in lines
    assert "denies    pooh-poohed *" in lines
    assert len(lines) > 800 and lines == sorted(lines, key=lambda line: line.split()[0])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["denied"], {"denies    denied"}),
        (["pooh-pooh"], {"denies    pooh-pooh *"}),
        (["according"], {"asserts   according to"}),
        (["zzz"], set()),
    ],
)
def test_list_can_be_asked_for_words(own: Path, words: list[str], found: set[str]) -> None:
    assert set(run("cues", "list", *words).output.splitlines()) >= found
    assert all(words[0] in line for line in run("cues", "list", *words).output.splitlines())


def test_list_can_be_asked_for_an_act(own: Path) -> None:
    assert {line.split()[0] for line in run("cues", "list", "doubts").output.splitlines()} == {"doubts"}


def test_check_finds_no_mistakes_in_what_ships(own: Path) -> None:
    done = run("cues", "check")
    assert done.exit_code == 0, done.output
    assert [line.rsplit("/", 1)[1] for line in done.output.splitlines()] == [
        "cues.toml: no mistakes.",
        "titles.toml: no mistakes.",
        "lexicon.toml: no mistakes.",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[denies\n", "is not TOML"),
        ('[refutes]\nverbs = "say"\n', "there is no table [refutes]"),
        ('[denies]\nverb = "say"\n', "'verb'"),
        ('[denies]\nverbs = "say", "tell"\n', "is not TOML"),
        ('[denies]\nverbs = ["say"]\n', "one string of words"),
        ('[denies]\nverbs = "s4y!"\n', "'s4y!'"),
        ('[titles]\nneuter = "chief"\n', "male, female or any"),
    ],
)
def test_check_names_each_mistake(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    done = run("cues", "check", str(path))
    assert done.exit_code == 1
    assert said in done.output and str(path) in done.output
    assert "no mistakes" not in done.output


def test_check_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = run("cues", "check", str(tmp_path / "none.toml"))
    assert done.exit_code == 1
    assert len(done.output.splitlines()) == 1


def test_schema_is_that_of_the_types() -> None:
    assert json.loads(run("schema").output) == json.loads(json.dumps(schema()))
