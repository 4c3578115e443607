"""The reference names every format and every column; the guide's examples work as they stand."""

from __future__ import annotations

import csv
import io
import re
import textwrap
from pathlib import Path

import pytest

from onrecord.publishing.exports import FORMATS, export
from publishing.invented import SHEETS, record_of

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = (DOCS / "reference" / "exports.md").read_text("utf-8")
GUIDE = (DOCS / "how-to" / "export.md").read_text("utf-8")


def test_every_format_is_in_the_table_with_its_suffix() -> None:
    listed = re.findall(r"^\| \[`([\w-]+)`\]\(#[\w-]+\) \| .* \| `([.\w]+)` \|$", REFERENCE, re.MULTILINE)
    assert listed == [(each.name, each.suffix) for each in FORMATS.values()]


@pytest.mark.parametrize("name", ["csv", "csv-incidents", "acled", "ucdp", "airwars"])
def test_every_column_is_explained(name: str) -> None:
    text = b"".join(export(name, (), record_of=record_of)).decode()
    (head,) = csv.reader(io.StringIO(text, newline=""))
    section = REFERENCE.split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]
    if name == "csv-incidents":
        section += REFERENCE.split("\n## csv\n", 1)[1].split("\n## ", 1)[0]
    assert not [column for column in head if f"`{column}`" not in section]


def test_every_format_of_the_guide_is_one() -> None:
    named = re.findall(r"--format ([\w-]+)", GUIDE)
    assert len(named) >= 7 and set(named) <= set(FORMATS)


def test_python_of_the_guide_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, file in (("csv", "accounts.csv"), ("annotation", "annotations.jsonl")):
        Path(file).write_bytes(b"".join(export(name, SHEETS, record_of=record_of)))
    blocks = [textwrap.dedent(each) for each in re.findall(r"(?:^ {4}.*\n)+", GUIDE, re.MULTILINE) if "import " in each]
    assert len(blocks) == 2
    for each in blocks:
        exec(compile(each, "docs/how-to/export.md", "exec"), {})
    out = capsys.readouterr().out
    assert out.startswith("n1 12 14\n") and "14 people killed, says the town hospital" in out
