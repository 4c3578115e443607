"""Sentences of the rooms below: errors keep what they were made of, and each reader has them in their own language."""

from __future__ import annotations

import ast
import pickle
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from messages import BELOW, DESK, ROOMS, SPOKEN
from onrecord.desk import sentences
from onrecord.desk.sentences import kept, opened, said
from onrecord.intake.item import problem
from onrecord.intake.problem import IntakeError
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.values import FIELDS
from onrecord.ledger.values import kept as value
from onrecord.record import OnrecordError, Sentence

# Modules whose errors only the command line tells, or who runs a desk reads at its start.
OF_THE_COMMAND_LINE = {
    "ledger/backing.py", "ledger/opening.py", "ledger/stamping.py", "ledger/where.py", "ledger/witness.py",
}  # fmt: skip

ERRORS: list[tuple[OnrecordError, str, str]] = [
    (
        LedgerError("The ledger has no incident {id!r}; `onrecord incidents` lists them.", id="i12"),
        "The ledger has no incident 'i12'; `onrecord incidents` lists them.",
        "Le registre n’a pas d’incident « i12 » ; `onrecord incidents` les liste.",
    ),
    (
        IntakeError("the zip holds {count:,} files, more than {most:,}; unpack it and read the folder",
                    count=12345, most=10000),
        "the zip holds 12,345 files, more than 10,000; unpack it and read the folder",
        "le zip contient 12\u00a0345 fichiers, plus que 10\u00a0000 ; décompressez-le et lisez le dossier",
    ),
    (
        IntakeError("it is {name}; {advice}", name=Sentence("a PNG picture"), advice=Sentence("give a report to read")),
        "it is a PNG picture; give a report to read",
        "c’est une image PNG ; donnez une publication à lire",
    ),
    (OnrecordError("Something {odd} that nobody translated."),) + ("Something {odd} that nobody translated.",) * 2,
]  # fmt: skip


@pytest.mark.parametrize(("error", "english", "french"), ERRORS, ids=lambda each: str(each)[:30])
def test_an_error_is_english_and_says_itself_in_other_languages(
    error: OnrecordError, english: str, french: str
) -> None:
    assert str(error) == english
    with translation.override("en"):
        assert said(error) == english
    with translation.override("fr"):
        assert said(error) == french
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.sentence.template) == (english, error.sentence.template)


@pytest.mark.parametrize(("error", "english", "french"), ERRORS, ids=lambda each: str(each)[:30])
def test_what_a_table_keeps_is_said_in_every_language(error: OnrecordError, english: str, french: str) -> None:
    stored = kept(error.sentence)
    with translation.override("en"):
        assert opened(stored) == english
    with translation.override("fr"):
        assert opened(stored) == french


def test_words_that_are_kept_as_they_are() -> None:
    assert kept("Some words.") == "Some words."
    with translation.override("fr"):
        assert opened("Some words.") == "Some words."
        assert opened(kept(["a statement by Ilse Marrow is gone", "killed: 3 is new"])) == (
            "une déclaration de Ilse Marrow a disparu; tués : 3 est nouveau"
        )


def test_names_stand_apart_among_arabic() -> None:
    with translation.override("ar"):
        assert "\u2068north.txt\u2069" in said(
            Sentence("The report {name!r} was removed from the ledger.", name="north.txt")
        )


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("language", ["ar", "ru"])
def test_what_is_no_value_of_a_field_is_said_whole_in_the_language(field: str, language: str) -> None:
    with pytest.raises(LedgerError) as raised:
        value(field, "\n")
    with translation.override(language):
        told = said(raised.value)
    assert str(raised.value) not in told
    assert str(raised.value.sentence.values["form"]) not in told
    assert f" {field.replace('_', ' ')}" not in f" {told}"


def test_a_problem_has_its_full_stop_in_every_language() -> None:
    told = problem("a.zip", IntakeError("the zip has no files in it; give one that has"))
    assert told.sentence == "the zip has no files in it; give one that has."
    with translation.override("ru"):
        assert said(told.sentence) == "в zip нет файлов; дайте такой, где они есть."
    again = problem("b.zip", "the zip is {odd}", odd=told.sentence)
    assert again.sentence == "the zip is the zip has no files in it; give one that has."


@pytest.mark.parametrize(
    "stored", ['[{"template":"{a.__class__}","values":{"a":"x"}}]', '[{"template":"{a[0]}","values":{"a":"x"}}]']
)
def test_a_template_reaches_nothing_within_a_value(stored: str) -> None:
    with translation.override("fr"), pytest.raises(KeyError):
        opened(stored)


def test_what_every_kind_of_file_is_called_is_translated() -> None:
    signatures = tomllib.loads((ROOMS / "intake/data/signatures.toml").read_text("utf-8"))["signature"]
    assert {each[key] for each in signatures for key in ("name", "advice")} == set(sentences.KINDS)


def calls() -> list[tuple[str, ast.expr]]:
    """The template of every sentence that the rooms below make, with the file that it stands in."""
    found = []
    for path in sorted(p for room in BELOW for p in (ROOMS / room).rglob("*.py")):
        name = str(path.relative_to(ROOMS))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and name not in OF_THE_COMMAND_LINE:
                called: Any = node.func
                at = SPOKEN.get(str(getattr(called, "id", None) or getattr(called, "attr", "")))
                if at is not None and len(node.args) > at:
                    found.append((f"{name}:{node.lineno}", node.args[at]))
    return found


def test_no_sentence_is_put_together_before_it_can_be_translated() -> None:
    assert len(calls()) > 150
    assert [where for where, template in calls() if isinstance(template, ast.JoinedStr | ast.BinOp)] == []


def test_every_template_can_be_filled_in() -> None:
    with Path(DESK / "locale/ar/LC_MESSAGES/django.po").open("rb") as file:
        known = {each.id for each in read_po(file)}
    templates = {t.value for _, t in calls() if isinstance(t, ast.Constant) and isinstance(t.value, str)}
    assert templates <= known
    for each in templates:
        assert "{}" not in each and msgspec.json.encode(each)
