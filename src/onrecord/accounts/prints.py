"""Prints: a few dozen numbers of a text by which its copies are found among millions.

A print is the number of a run of five words. Which runs are taken depends on their words (a run's number is its lot)
and on how far into the text they stand: nearly one in three at the start, ever fewer after it, so that their count
grows with the logarithm of the length. A reprint cut to its first paragraph shares prints with the whole, which a
sample of fixed size drawn from all of a text evenly does not give; and one that stands behind other matter shares
them too, for the odds change slowly. (Broder 1997 for samples by lot, Irber et al. 2022 for samples that grow.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.accounts.wording import RUN, Numbers, joined, runs_of, words_of

#: The most prints of a text; one of some 8,000 words reaches it.
MOST: Final = 64
#: So many shared prints make two texts candidates for :func:`onrecord.accounts.comparison.compare` ..
SHARED: Final = 2
#: .. and one is enough where either text has no more than so many: a paragraph.
SMALL: Final = 10
#: Of the reports that carry one print, so many (the latest) are enough to look at: the copies of a story that is
#: printed everywhere are found by each other, and a site's standing words do not make every look-up long.
COMMON: Final = 200

# A run at the i-th word is taken when its lot in [0, 1) times (i + _NEAR) is less than _RATE.
_RATE = 12
_NEAR = 40
_SHIFT = np.uint64(32)
_LIMIT = np.uint64(_RATE << 32)
_FIRST = np.uint64((_RATE << 64) // _NEAR)
# Text and print in one number for sorting: 20 bits of the one (more than a batch has texts), 44 of the other.
_TEXT, _KEY = np.uint64(44), np.uint64(20)
_BATCH = 300_000  # characters of text at once: what the arrays of so many need stays within a processor's cache
_MANY = 2**20
# How far back candidates looks among the texts that carry one print.
_BACK, _MANY_CARRY, _FAR_BACK = 32, 64, 4
_EMPTY: NDArray[np.int64] = np.zeros(0, dtype=np.int64)


class Prints(NamedTuple):
    """Prints of many texts: ``keys`` (signed 64-bit), and for each the place of its text."""

    keys: NDArray[np.int64]
    texts: NDArray[np.int64]


def enough(shared: int, one: int, other: int) -> bool:
    """Whether two texts with ``one`` and ``other`` prints, ``shared`` of them the same, are to be compared."""
    return shared >= SHARED or (shared == 1 and min(one, other) <= SMALL)


def prints(text: str) -> tuple[int, ...]:
    """At most :data:`MOST` signed 64-bit numbers, in order; none for a text without a word.

    Texts of fewer than five words have one, of all their words.
    """
    return tuple(sorted(_prints_of((text,)).keys.tolist()))


def prints_of(texts: Iterable[str]) -> Prints:
    """The prints of many texts, text by text: of each those that :func:`prints` gives, in some fixed order."""
    keys, places, first = [_EMPTY], [_EMPTY], 0
    for batch in _batches(texts):
        found = _prints_of(batch)
        keys.append(found.keys)
        places.append(found.texts + first)
        first += len(batch)
    return Prints(np.concatenate(keys), np.concatenate(places))


def _batches(texts: Iterable[str]) -> Iterator[Sequence[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= _BATCH or len(batch) == _MANY:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _prints_of(texts: Sequence[str]) -> Prints:
    buffer, offsets = joined(texts)
    numbers, starts, _ = words_of(buffer)
    # The eight blanks that words_of puts in front move every place by eight.
    bounds = np.searchsorted(starts, offsets + 8)
    counts = np.diff(bounds)
    runs = runs_of(numbers)
    # No run further on is drawn that would not be drawn at the very start.
    at = np.flatnonzero(runs < _FIRST)
    text = np.repeat(np.arange(len(texts), dtype=np.int64), counts)[at]
    place = at - bounds[text]
    drawn = ((runs[at] >> _SHIFT) * (place + _NEAR).astype(np.uint64) < _LIMIT) & (place <= counts[text] - RUN)
    at, text = at[drawn], text[drawn]
    keys = runs[at]
    found = np.bincount(text, minlength=len(texts))
    odd = np.flatnonzero((found == 0) | (found > MOST))
    if len(odd):
        usual = (found <= MOST)[text]
        more = [(_few(numbers, runs, int(bounds[n]), int(bounds[n + 1])), n) for n in odd.tolist()]
        keys = np.concatenate([keys[usual], *(few for few, _ in more)])
        text = np.concatenate([text[usual], *(np.full(len(few), n, dtype=np.int64) for few, n in more)])
    # Sorted by text, then by number, so that a run that comes again stands beside itself.
    order = np.argsort((text.astype(np.uint64) << _TEXT) | (keys >> _KEY), kind="stable")
    keys, text = keys[order], text[order]
    fresh = np.ones(len(keys), dtype=np.bool_)
    fresh[1:] = (keys[1:] != keys[:-1]) | (text[1:] != text[:-1])
    return Prints(keys[fresh].view(np.int64), text[fresh])


def _few(numbers: Numbers, runs: Numbers, start: int, end: int) -> Numbers:
    """The prints of a text of which no run or too many were drawn: those with the lowest lots."""
    if end - start < RUN:
        if start == end:
            return numbers[:0]
        whole = end - start
        for number in numbers[start:end].tolist():
            whole = (whole * 0x9E3779B97F4A7C15 + number) & 0xFFFFFFFFFFFFFFFF
        return np.array([whole], dtype=np.uint64)
    runs = runs[start : end - RUN + 1]
    lots = (runs >> _SHIFT) * (np.arange(len(runs), dtype=np.uint64) + np.uint64(_NEAR))
    # A run that comes again has the lot of its first place.
    runs, first = np.unique(runs, return_index=True)
    lots = lots[first]
    order = np.lexsort((runs, lots))
    drawn = min(max(int((lots < _LIMIT).sum()), 1), MOST)
    few: Numbers = runs[order[:drawn]]
    return few


def candidates(found: Prints) -> NDArray[np.int64]:
    """Pairs of places ``(n, 2)``, lower first, of texts whose shared prints are :func:`enough`.

    For many texts at once. A text is paired with the 32 before it that carry the same print, and with four where more
    than 64 texts carry it: the copies of one story hang together all the same, for each print links them in the same
    order, and a print that every text carries costs four pairs a text.
    """
    none: NDArray[np.int64] = np.zeros((0, 2), dtype=np.int64)
    if len(found.keys) < 2:
        return none
    sizes = np.bincount(found.texts)
    bits = np.uint64(max(int(len(sizes) - 1).bit_length(), 1))
    # One number holds both, the print above the text: one sort brings the texts of each print together. Two prints
    # alike in the bits that stay are taken for one, which at most makes a pair that the comparison refuses.
    low = np.uint64((1 << int(bits)) - 1)
    both = (found.keys.view(np.uint64) & ~low) | found.texts.astype(np.uint64)
    both.sort()
    same = np.concatenate([[False], (both[1:] ^ both[:-1]) <= low, [False]])
    # Where each print's texts begin and end, for those that more than one text carries.
    begins = np.flatnonzero(~same[:-1] & same[1:])
    carriers = np.flatnonzero(same[:-1] & ~same[1:]) + 1 - begins
    texts = np.repeat(begins, carriers) + _ranges(carriers)
    back = np.repeat(np.where(carriers > _MANY_CARRY, _FAR_BACK, _BACK), carriers)
    reach = np.minimum(back, texts - np.repeat(begins, carriers))
    pairs = []
    for step in range(1, _BACK + 1):
        far = reach >= step
        texts, reach = texts[far], reach[far]
        if not len(texts):
            break
        pairs.append(((both[texts - step] & low) << _SHIFT) | (both[texts] & low))
    if not pairs:
        return none
    every = np.concatenate(pairs)
    del pairs, both, same
    every.sort()
    starts = np.flatnonzero(np.concatenate([[True], every[1:] != every[:-1]]))
    shared = np.diff(np.append(starts, len(every)))
    pair = every[starts]
    one, other = (pair >> _SHIFT).astype(np.int64), (pair & np.uint64(0xFFFFFFFF)).astype(np.int64)
    kept = (one != other) & ((shared >= SHARED) | (np.minimum(sizes[one], sizes[other]) <= SMALL))
    return np.stack([one[kept], other[kept]], axis=1)


def _ranges(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, .. up to each length, one after the other."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int64) - np.repeat(ends - lengths, lengths)
