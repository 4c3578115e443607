"""Examples in the documentation work as they stand."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from onrecord.accounts import sheet
from onrecord.cli.main import onrecord
from onrecord.reading.lexicon import lexicon, lint
from onrecord.record import Act, Furniture, schema

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def blocks(page: str) -> list[str]:
    """The indented examples of a page."""
    text = (DOCS / page).read_text("utf-8")
    found = re.findall(r"(?:^ {4}.*\n|^\n(?= {4}))+", text, re.MULTILINE)
    return [textwrap.dedent(each).strip("\n") + "\n" for each in found if each.strip()]


def test_python_examples_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    examples = [each for each in blocks("how-to/python.md") if "archive.example" not in each]
    assert len(examples) >= 3
    (tmp_path / "reports").mkdir()
    shutil.copy(ROOT / "samples" / "04-toll-watch.html", tmp_path / "report.html")
    shutil.copy(ROOT / "samples" / "01-wire.txt", tmp_path / "reports")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for each in examples:
        exec(compile(each, "docs/how-to/python.md", "exec"), names)
    assert "Lina Prost" in capsys.readouterr().out


def test_the_lexicon_of_the_guide_is_without_mistakes(tmp_path: Path) -> None:
    own = tmp_path / "lexicon.toml"
    own.write_text(next(each for each in blocks("how-to/correct.md") if each.startswith("[asserts]")), "utf-8")
    assert lint(own) == []
    known = lexicon(own)
    assert known.words["debriefed"] == "asserts"
    assert "put the case" in known.never


def test_the_training_line_is_json_with_its_offsets_in_order() -> None:
    line = json.loads(next(each for each in blocks("how-to/retrain.md") if each.startswith('{"id"')))
    assert set(line) == {"id", "text", "attributions", "entities"}


def test_every_act_and_every_field_is_explained() -> None:
    page = (DOCS / "reference" / "record.md").read_text("utf-8")
    assert not [act for act in get_args(Act) if f"| `{act}` |" not in page]
    fields = {name for kind in schema()["$defs"].values() for name in kind.get("properties", {})}
    assert not [name for name in fields if f"`{name}`" not in page]


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        (sheet.Sheet, "`incidents --format jsonl`: a sheet"), (sheet.Article, "Article"), (sheet.Account, "Account"),
        (sheet.Anchor, "Anchor"), (sheet.Cell, "Cell"), (sheet.Step, "Step"), (sheet.Tally, "Tally"),
        (sheet.Check, "`incidents --format jsonl`: a sheet"), (sheet.Origin, "`copies --format jsonl`: an origin"),
    ],
)  # fmt: skip
def test_every_field_of_the_ledgers_output_is_explained(kind: type[msgspec.Struct], section: str) -> None:
    page = (DOCS / "reference" / "ledger.md").read_text("utf-8")
    part = page.split(f"\n## {section}\n", 1)[1].split("\n## ", 1)[0]
    names = set(re.findall(r"`(?:articles\[\]\.)?(\w+)`", part)) | {"articles"}
    assert not [field.name for field in msgspec.structs.fields(kind) if field.name not in names]


def test_every_command_stands_in_a_guide() -> None:
    guides = "\n".join(path.read_text("utf-8") for path in (DOCS / "how-to").glob("*.md"))
    assert not [name for name in onrecord.commands if f"onrecord {name}" not in guides]


def test_every_kind_of_furniture_is_explained() -> None:
    assert Furniture.__doc__
    kinds = re.findall(r"[a-z]+", Furniture.__doc__.split("one of ``")[1].split("``")[0])
    page = (DOCS / "reference" / "furniture.md").read_text("utf-8")
    assert len(kinds) > 10
    assert sorted(re.findall(r"^\| `([a-z]+)` \|", page, re.MULTILINE)) == sorted(kinds)
