"""The Python of the guides runs as it stands there."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from ledger.records import Event, Said, original, report
from onrecord.ledger import open_ledger

GUIDES = Path(__file__).parents[2] / "docs" / "how-to"
TEXT = "Nine people were killed in the market of Dol Aren. No aircraft flew, Colonel Pavo Rennick said."


@pytest.mark.parametrize(
    ("guide", "file", "name", "said"),
    [
        ("search.md", "ledger.sqlite3", "a.txt", "a.txt "),
        ("ledger.md", "kessar.sqlite3", "reports/page.html", "2 sha256:"),
    ],
)
def test_the_python_of_a_guide_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    guide: str, file: str, name: str, said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    with open_ledger(file, create=True) as ledger:
        for text in (TEXT, TEXT.replace("Nine", "Ten")):
            words = text.split(" were")[0]
            told = report(
                name, text, Said("Pavo Rennick", "No aircraft flew"), event=Event("Dol Aren", "2025-03-03", 9, words),
                title="Market struck",
            )  # fmt: skip
            ledger.add(told, original(text), whence=name)
        ledger.refresh()
    page = (GUIDES / guide).read_text(encoding="utf-8")
    blocks = [each for each in re.findall(r"(?:^(?: {4}.*)?\n)+", page, re.MULTILINE) if "open_ledger" in each]
    assert len(blocks) == 1
    exec(compile(textwrap.dedent(blocks[0]), guide, "exec"), {})
    assert said in capsys.readouterr().out
