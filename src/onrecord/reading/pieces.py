"""Pieces: the view cut into the encoder's word pieces, with what a word piece does not say by itself.

Beside its number in the vocabulary every piece carries its case (the vocabulary is lower-cased), whether it
stands inside a quotation, and whether it opens a paragraph. Long articles are cut into windows.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tokenizers import Tokenizer
from tokenizers.decoders import WordPiece as WordPieceDecoder
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from onrecord.reading.view import View

CASES = 6  # lower, Capitalised, UPPER, miXed, digits, other
QUOTES = 3  # outside, inside, the mark itself
LAYOUTS = 3  # inside a paragraph, first piece of one, first piece of the article
PAD, UNK, CLS, SEP = range(4)  # the rows of the vocabulary's first four lines
# Attention costs by the square of a window, and windows end at paragraphs: on PolNeAR's development part, 160
# pieces with 8 of context on each side read as well as 224 with 24 (relation F .785 against .783) in 15 % less time.
CORE = 160
CONTEXT = 8
# A paragraph is scanned for a quotation's end no further than this many characters.
_LONGEST_QUOTATION = 4000
_SINGLE_QUOTATION = re.compile(r"(?:(?<=^)|(?<=[\s(\[—:,\"]))'(?=[^\s'])(.{2,600}?)(?<=[^\s])'(?=$|[\s)\].,;:?!—\"])")
# Where a quotation in single marks begins: at a paragraph's start, or behind a colon or comma.
_OPENS_SINGLE = re.compile(r"(?:^|[:,]\s)'(?=[^\W_]|\.\.\.)")
_CLOSES_SINGLE = re.compile(r"(?<=[^\s'])'(?=$|[\s)\].,;:?!—])")


class Pieces(NamedTuple):
    """One entry a word piece: vocabulary number, view offsets, case, quotation state, layout."""

    ids: list[int]
    starts: list[int]
    ends: list[int]
    case: list[int]
    quote: list[int]
    layout: list[int]


class Window(NamedTuple):
    """Pieces ``[start, end)`` are seen, what begins in ``[own, own_end)`` is this window's to tell."""

    start: int
    end: int
    own: int
    own_end: int


@cache
def tokenizer() -> Tokenizer:
    """The word-piece tokenizer over the shipped vocabulary."""
    return tokenizer_of(vocabulary())


def vocabulary() -> list[str]:
    """The shipped pieces, in the order of the encoder's word table."""
    return (files("onrecord.reading") / "data" / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]


def tokenizer_of(pieces: Sequence[str]) -> Tokenizer:
    """The word-piece tokenizer over ``pieces``."""
    vocab = {piece: n for n, piece in enumerate(pieces)}
    made = Tokenizer(WordPiece(vocab, unk_token="[UNK]", max_input_chars_per_word=100))
    made.normalizer = BertNormalizer(lowercase=True, strip_accents=True, clean_text=True, handle_chinese_chars=True)
    made.pre_tokenizer = BertPreTokenizer()
    made.decoder = WordPieceDecoder()
    return made


def _case(word: str) -> int:
    if word.islower():
        return 0
    if word.isupper():
        return 2 if len(word) > 1 else 1
    if word[:1].isupper():
        return 1 if word[1:].islower() else 3
    if word.isdigit():
        return 4
    return 3 if any(c.isupper() for c in word) else 5


def quotations(view: View) -> list[tuple[int, int]]:
    """View ranges of quotations, marks included, in order.

    A mark whose partner is missing reaches to the end of its paragraph and no further; so does the open mark
    of a quotation that the next paragraph goes on with.
    """
    text = view.text
    out: list[tuple[int, int]] = []
    for n, begin in enumerate(view.breaks):
        end = view.breaks[n + 1] if n + 1 < len(view.breaks) else len(text)
        part = text[begin:end]
        marks = [begin + i for i, c in enumerate(part) if c == '"']
        opened: int | None = None
        for at in marks:
            way = view.marks.get(at, 0)
            if way == 0:
                before = text[at - 1] if at > begin else " "
                after = text[at + 1] if at + 1 < end else " "
                if before in " ([—-'" and after not in " .,;:?!)":
                    way = 1
                elif after in " .,;:?!)—-'" and before != " ":
                    way = -1
                else:
                    way = -1 if opened is not None else 1
            if way > 0:
                if opened is not None and view.marks.get(opened, 0) != 0 and view.marks.get(at, 0) != 0:
                    continue  # an opening mark inside a quotation opens one inside it
                if opened is not None and at - opened > 1:
                    out.append((opened, at))
                opened = at
            elif opened is not None:
                out.append((opened, at + 1))
                opened = None
            elif (not out or out[-1][1] <= begin) and 1 < at - begin < _LONGEST_QUOTATION:
                out.append((begin, at + 1))  # closing without opening: it began with the paragraph, if at all
        if opened is not None and end - opened > 2:
            stop = min(end, opened + _LONGEST_QUOTATION)
            out.append((opened, len(text[:stop].rstrip()) if stop == end else stop))
        if not marks:
            out.extend(
                (begin + m.start(), begin + m.end()) for m in _SINGLE_QUOTATION.finditer(part) if " " in m.group(1)
            )
        outer = _outer_single(text, begin, end)
        if outer is not None and (not marks or outer[0] < marks[0]):
            out = [q for q in out if q[1] <= outer[0] or q[0] >= outer[1]]
            out.append(outer)
    return out


def _outer_single(text: str, begin: int, end: int) -> tuple[int, int] | None:
    """The quotation in single marks that goes on in the next paragraph, or that holds others in double marks."""
    part = text[begin:end]
    opens = _OPENS_SINGLE.search(part)
    if opens is None or end - begin > _LONGEST_QUOTATION:
        return None
    start = opens.end() - 1
    last = max((m.start() for m in _CLOSES_SINGLE.finditer(part, start + 1)), default=None)
    stop = len(part.rstrip())
    if last is None:
        goes_on = text[end : end + 1] == "'" and text[end + 1 : end + 2].strip()
        return (begin + start, begin + stop) if goes_on and stop - start > 2 else None
    return (begin + start, begin + last + 1) if part.count('"', start, last) > 1 else None


def pieces(view: View) -> Pieces:
    """Cut ``view`` into pieces with their features."""
    encoding = tokenizer().encode(view.text, add_special_tokens=False)
    ids = encoding.ids
    offsets = encoding.offsets
    words = encoding.word_ids
    starts = [s for s, _ in offsets]
    ends = [e for _, e in offsets]
    count = len(ids)
    case = [5] * count
    i = 0
    while i < count:
        j = i + 1
        while j < count and words[j] == words[i]:
            j += 1
        value = _case(view.text[starts[i] : ends[j - 1]])
        for k in range(i, j):
            case[k] = value
        i = j
    quote = [0] * count
    for start, end in quotations(view):
        k = bisect_right(starts, start - 1)
        first = True
        while k < count and starts[k] < end:
            is_mark = view.text[starts[k]] in "\"'" and (first or ends[k] >= end)
            quote[k] = 2 if is_mark else 1
            first = False
            k += 1
    layout = [0] * count
    for n, at in enumerate(view.breaks):
        k = bisect_right(starts, at - 1)
        if k < count:
            layout[k] = 2 if n == 0 else 1
    return Pieces(ids, starts, ends, case, quote, layout)


def windows(pieces: Pieces) -> list[Window]:
    """Cut into windows, at paragraph ends where one is near, each with context on both sides."""
    count = len(pieces.ids)
    out: list[Window] = []
    own = 0
    while own < count:
        own_end = min(own + CORE, count)
        if own_end < count:
            for k in range(own_end, own + CORE // 2, -1):
                if pieces.layout[k]:
                    own_end = k
                    break
        out.append(Window(max(0, own - CONTEXT), min(count, own_end + CONTEXT), own, own_end))
        own = own_end
    return out


# A content's nearer edge stands within 114 characters of its cue in 999 of 1,000 PolNeAR attributions, and 80
# pieces are about 360 characters: what reaches further is nearly always a quotation, which is taken whole later.
REACH = 80
_EXACT = 16  # distances up to here have a bucket each, wider ones share
_BUCKETS_A_SIDE = _EXACT + 13
BUCKETS = 2 * _BUCKETS_A_SIDE + 1


def _bucket(distance: int) -> int:
    wide = 0 if distance <= _EXACT else int(math.log2(distance / _EXACT) * 4) + 1
    return min(min(distance, _EXACT) + wide, _BUCKETS_A_SIDE)


_LEFT = [_BUCKETS_A_SIDE - _bucket(REACH - i) for i in range(REACH)]
_RIGHT = [_BUCKETS_A_SIDE + _bucket(i + 1) for i in range(REACH)]


class Around(NamedTuple):
    """What the cue-wise decoder sees of a window: pieces ``[start, end)``, distance buckets, 1 on the cue."""

    start: int
    end: int
    distance: list[int]
    inside: list[int]


def around(cue: int, cue_end: int, count: int) -> Around:
    """The pieces within reach of the cue ``[cue, cue_end)`` in a window of ``count`` pieces."""
    start, end = max(0, cue - REACH), min(count, cue_end + REACH)
    left, size, right = cue - start, cue_end - cue, end - cue_end
    distance = _LEFT[REACH - left :] + [_BUCKETS_A_SIDE] * size + _RIGHT[:right]
    return Around(start, end, distance, [0] * left + [1] * size + [0] * right)


@cache
def _continuing() -> frozenset[int]:
    return frozenset(n for word, n in tokenizer().get_vocab().items() if word.startswith("##"))


def continues(piece: int) -> bool:
    """Whether a vocabulary number is the inside of a word ('##ing')."""
    return piece in _continuing()
