"""Make the table of common words: ``python -m training.rarity FILE... -o src/onrecord/accounts/data/rarity.tsv``.

Each FILE is a set of documents, JSON lines with ``text`` (gzipped or not). A word enters the table where it stands in
lower case in at least :data:`SHARE` of the documents of at least :data:`SETS` sets, and so is no name; days, months,
and what stands in our own lists of titles and given names counts in capitals too. Its weight is ten times the natural
logarithm of how many documents go on one that has it, in the set where it is commonest: a word that is common in one
kind of report tells little there.
"""

from __future__ import annotations

import argparse
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from evaluation.score import lines

from onrecord.accounts.rarity import RAREST, fold, words

SHARE = 0.004
"""Under one document in 250 a word weighs as much as one that is in none (RAREST)."""
SETS = 2
"""A word of one set alone may be its subject's, or somebody's name."""
CALENDAR = frozenset(
    words(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
        " september october november december"
    )
)
PARTS = frozenset(
    words(
        "im ive ill id weve theyre youre avenue ave street st road rd drive boulevard blvd lane court highway hwy"
        " apartments ap reuters afp facebook twitter youtube stoppers crimestoppers crime news tv north south east west"
        " jr ii iii photo getty wednesdays thursdays pm am"
    )
)
"""Contractions, parts of addresses and credits: in capitals, common, and nobody's name."""
DATA = Path(__file__).parents[1] / "src" / "onrecord" / "reading" / "data"


def listed() -> frozenset[str]:
    """Words that count in capitals too."""
    found: set[str] = set()
    for name in ("given_names.toml", "titles.toml"):
        for table in tomllib.loads((DATA / name).read_text(encoding="utf-8")).values():
            for value in table.values() if isinstance(table, dict) else [table]:
                found.update(words(value) if isinstance(value, str) else ())
    return CALENDAR | PARTS | found


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def texts(path: Path) -> Iterator[str]:
    """The texts of a set; one in capitals throughout says nothing of names and is left out."""
    return (d["text"] for d in lines(path) if not d["text"].isupper())


def count(path: Path) -> tuple[int, Counter[str], Counter[str]]:
    """Documents; for each word the documents that have it, and those that have it in lower case."""
    documents, having, lower = 0, Counter[str](), Counter[str]()
    for text in texts(path):
        documents += 1
        found = _WORD.findall(text)
        having.update({fold(word) for word in found})
        lower.update({fold(word) for word in found if word[0].islower() or word[0].isdigit()})
    return documents, having, lower


def weigh(paths: list[Path]) -> dict[str, int]:
    """The table."""
    sets = [count(path) for path in paths]
    table: dict[str, int] = {}
    also = listed()
    for word in sorted({w for _, having, _ in sets for w in having}):
        common = sum((having if word in also else lower)[word] >= SHARE * n for n, having, lower in sets)
        if common >= SETS:
            table[word] = min(RAREST, round(-10 * math.log(max(having[word] / n for n, having, _ in sets))))
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    options = parser.parse_args()
    table = weigh(options.files)
    lines = ["# Weight of a common word: ten times the natural logarithm of how many reports go on one that has it."]
    lines.append(
        "# Made by training/rarity.py from reports of several kinds; no names, no word that is in few of them."
    )
    lines += [f"{word}\t{weight}" for word, weight in table.items()]
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
