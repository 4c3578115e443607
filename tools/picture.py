"""Draw the pictures of the documentation, and write the README's sample output, from what the commands really print.

    python tools/picture.py

Adds the samples to a ledger of its own and runs the commands. Writes docs/images/table.svg (`onrecord read`),
docs/images/board.svg (`onrecord show`) and the part of README.md between the marks ``output:begin`` and ``output:end``.
Where an output is long, lines are left out and a line says how many; no line is changed.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
ADD = "add --places samples/places.csv samples"
READ = "read --places samples/places.csv samples/01-wire.txt"
WIDE, NARROW = 116, 100
"""Columns of the pictures, and of the README's text."""
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# What is shown of a long output: from the line that begins so, so many lines at most, none of them half a row.
Part = tuple[str, int]
TOP = ""
BOARD: tuple[Part, ...] = ((TOP, 42), ("The toll over time", 16))
SHOWN: tuple[Part, ...] = ((TOP, 28), ("The toll over time", 10))
TOLD: tuple[Part, ...] = ((TOP, 38),)
ROW = re.compile(r"$| {0,6}\S")  # a row of the board begins at its left, or after an empty line
RULED = re.compile(r"──|$")


def printed(command: str, ledger: Path, *, width: int, coloured: bool) -> list[str]:
    """The lines that ``onrecord`` prints."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ONRECORD_") and k != "NO_COLOR"}
    environment |= {"COLUMNS": str(width), "ONRECORD_LEDGER": str(ledger), "PYTHONUTF8": "1"}
    if coloured:
        environment |= {"FORCE_COLOR": "1", "TERM": "xterm"}
    line = [sys.executable, "-m", "onrecord", *shlex.split(command)]
    done = subprocess.run(line, cwd=ROOT, env=environment, check=True, capture_output=True, text=True, encoding="utf-8")
    return done.stdout.strip("\n").splitlines()


def plain(line: str) -> str:
    """A line without its colours and the blanks at its end."""
    return _COLOURS.sub("", line).rstrip()


def parts(lines: Sequence[str], shown: Sequence[Part], *, row: re.Pattern[str]) -> list[str]:
    """Those lines that are shown, and for each gap how many are not; ``row`` matches where a row begins."""
    kept: list[str] = []
    end = 0
    for heading, many in shown:
        first = next(n for n, line in enumerate(lines) if n >= end and plain(line).strip().startswith(heading))
        kept += [*_gap(first - end), *([""] if end else [])]
        end = min(first + many, len(lines))
        while end < len(lines) and not row.match(plain(lines[end])):
            end -= 1
        kept += lines[first:end]
    return kept + _gap(len(lines) - end)


def _gap(lines: int) -> list[str]:
    return ["", f"   … {lines} lines more"] if lines > 0 else []


def draw(command: str, lines: Sequence[str], to: Path) -> None:
    """A picture of what a command printed."""
    paper = Console(file=io.StringIO(), record=True, width=WIDE, force_terminal=True, color_system="standard")
    for line in lines:
        paper.print(Text.from_ansi(line.rstrip()), soft_wrap=True)
    # The format names fonts on other people's servers; the picture is to load nothing.
    form = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    form = re.sub(r"<!--.*?-->", "", form, flags=re.DOTALL)
    to.write_text(paper.export_svg(title=f"onrecord {command}", code_format=form, unique_id="onrecord"), "utf-8")


def text(command: str, lines: Sequence[str]) -> str:
    """A command and what it printed, as an indented block."""
    return "\n".join(f"    {line}".rstrip() for line in (f"$ onrecord {command}", *map(plain, lines)))


def main() -> None:
    """Run each command once, and write all three."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger.sqlite3"
        printed(ADD, ledger, width=NARROW, coloured=False)
        draw(READ, printed(READ, ledger, width=WIDE, coloured=True), IMAGES / "table.svg")
        draw("show", parts(printed("show", ledger, width=WIDE, coloured=True), BOARD, row=ROW), IMAGES / "board.svg")
        blocks = [
            text("incidents", printed("incidents", ledger, width=NARROW, coloured=False)),
            text("show", parts(printed("show", ledger, width=NARROW, coloured=False), SHOWN, row=ROW)),
            text(READ, parts(printed(READ, ledger, width=NARROW, coloured=False), TOLD, row=RULED)),
        ]
    readme = ROOT / "README.md"
    head, rest = readme.read_text("utf-8").split("<!-- output:begin", 1)
    mark, rest = rest.split("-->", 1)
    foot = rest.split("<!-- output:end -->", 1)[1]
    shown = "\n\n".join(blocks)
    readme.write_text(f"{head}<!-- output:begin{mark}-->\n\n{shown}\n\n<!-- output:end -->{foot}", "utf-8")


if __name__ == "__main__":
    main()
