"""Draw the README's picture and its sample output from what the reader really prints.

    python tools/picture.py

Writes docs/images/table.svg and the part of README.md between the marks ``output:begin`` and ``output:end``.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

import onrecord
from onrecord.cli.table import report

ROOT = Path(__file__).parents[1]
SAMPLE, PLACES = "samples/01-wire.txt", "samples/places.csv"
WIDTH = 108


def main() -> None:
    """Read the sample once, and print it twice."""
    record = onrecord.read(SAMPLE, places=PLACES)
    drawn = Console(
        file=io.StringIO(),
        record=True,
        width=WIDTH,
        force_terminal=True,
        color_system="standard",
        markup=False,
        highlight=False,
    )
    drawn.print(report(record, width=WIDTH))
    # The format names fonts on other people's servers; the picture is to load nothing.
    form = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    form = re.sub(r"<!--.*?-->", "", form, flags=re.DOTALL)
    svg = drawn.export_svg(title=f"onrecord read --places {PLACES} {SAMPLE}", code_format=form, unique_id="onrecord")
    (ROOT / "docs" / "images" / "table.svg").write_text(svg, "utf-8")

    plain = Console(file=io.StringIO(), width=100, color_system=None, markup=False, highlight=False)
    plain.print(report(record, width=100))
    assert isinstance(plain.file, io.StringIO)
    lines = [f"    {line}".rstrip() for line in plain.file.getvalue().strip("\n").splitlines()]
    shown = "\n".join([f"    $ onrecord read --places {PLACES} {SAMPLE}", *lines])
    readme = ROOT / "README.md"
    head, rest = readme.read_text("utf-8").split("<!-- output:begin", 1)
    mark, rest = rest.split("-->", 1)
    foot = rest.split("<!-- output:end -->", 1)[1]
    readme.write_text(f"{head}<!-- output:begin{mark}-->\n\n{shown}\n\n<!-- output:end -->{foot}", "utf-8")


if __name__ == "__main__":
    main()
