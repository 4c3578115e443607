"""Make the list of small words: ``python -m training.casing FILE... -o src/onrecord/reading/data/casing.txt``.

Each FILE is a set of documents, JSON lines with ``text`` (gzipped or not); texts in capitals tell nothing and are left
out, as are each sentence's first word and parts of addresses and handles. A word enters the list where at least
:data:`DOCUMENTS` documents of :data:`SETS` sets write it small, no fewer than :data:`SHARE` of all that have it. One
that is nearly as often a part of names ('national') stands with a '~' behind it. What follows from another word of the
list by its ending is left to the reader.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from evaluation.score import lines

from onrecord.reading.casing import EITHER, shouted, stems

DOCUMENTS = 3
"""A word that only one or two write small may be a slip, or somebody's name."""
SETS = 2
"""A word of one set alone may be its writers' own."""
SHARE = 0.35
"""Below this it is mostly a name, or a part of one."""
SMALL = 0.75
"""From here on it is small beside a name too."""
# No part of an address, a login or a handle.
_WORD = re.compile(r"(?<![@/#_.\w-])[^\W\d_]++(?:['’][^\W\d_]++)*+(?![@/_]|\.\w)")
_OPENS = re.compile(r"[.!?:“\"‘\n]")


def texts(path: Path) -> Iterator[str]:
    """The texts of a set that are written in ordinary letters."""
    return (d["text"] for d in lines(path) if not shouted(d["text"]))


def count(paths: list[Path]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Of every word, how many documents write it small and how many with a capital, within sentences, and how many sets
    write it small."""
    small, capital, sets = Counter[str](), Counter[str](), Counter[str]()
    for path in paths:
        before_it = Counter(small)
        for text in texts(path):
            seen: set[tuple[str, bool]] = set()
            before = 0
            for m in _WORD.finditer(text):
                opens = before == 0 or _OPENS.search(text, before, m.start()) is not None
                before = m.end()
                if not opens:
                    seen.add((m[0].lower().replace("’", "'").removesuffix("'s"), m[0][0].islower()))
            small.update(word for word, is_small in seen if is_small)
            capital.update(word for word, is_small in seen if not is_small)
        sets.update((small - before_it).keys())
    return small, capital, sets


def listed(small: Counter[str], capital: Counter[str], sets: Counter[str]) -> dict[str, bool]:
    """The words of the list, each with whether it may as well be part of a name."""
    share = {w: n / (n + capital[w]) for w, n in small.items() if n >= DOCUMENTS and sets[w] >= SETS}
    table = {w: s < SMALL for w, s in share.items() if s >= SHARE}
    return {w: either for w, either in table.items() if either or not any(table.get(x) is False for x in stems(w))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    options = parser.parse_args()
    table = listed(*count(options.files))
    options.out.write_text("".join(f"{w}{EITHER if table[w] else ''}\n" for w in sorted(table)), encoding="utf-8")
    print(f"{options.out}: {len(table)} words")


if __name__ == "__main__":
    main()
