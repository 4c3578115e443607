"""Whether two articles carry the same words, and in which way.

What makes copies is narrative: words outside quotations, long stretches of them, from the top of at least one of the
two. Quotations that both carry, background at the end of both, and a site's standing sentences with other names and
numbers in them do not.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

import msgspec
import numpy as np

from onrecord.accounts.phrasing import Phrasing, phrasing
from onrecord.accounts.sheet import CopyKind
from onrecord.accounts.wording import RUN, Marks, Places, fold, plain, words_of
from onrecord.record import Article

Shape = Literal["copies", "quotes", "background", "template", "live", "apart"]

#: Of the narrative of one text, so much must stand in the other, the beginning of at least one of the two within it ..
SHARE: Final = 0.5
#: .. and of the runs of the one with fewer so many in the other: follow-ups of one paper share half of their words, in
#: pieces. Two states of one agency's story with most sentences edited have .41; on 254 pairs of real news labelled by
#: hand and 410 of our own none is joined falsely by it ..
WHOLE: Final = 0.4
#: .. or so much of both, in so many words, where both begin alike: one took the other's first paragraphs and went on.
BEGUN: Final = 0.28
BEGUN_WORDS: Final = 40
#: What 'begins alike' looks at: so much of a text, at most so many words, and so much of these.
LEAD: Final = 0.3
LEAD_WORDS: Final = 50
LEAD_SHARE: Final = 0.25
#: Of one text's particulars so much stands in the shared words, and so much where only the beginnings are shared: an
#: outlet's standing words around two stories have none of either's names.
TOLD: Final = 0.6
BEGUN_TOLD: Final = 0.4
#: Where neither text's beginning is in the other, most of one must be, and at length: background is shorter.
WITHOUT_LEAD: Final = 0.7
WITHOUT_LEAD_WORDS: Final = 120
#: Fewer narrative words than this say nothing by themselves.
LITTLE: Final = 12
#: Of the particulars in matching sentences so many differ between two fillings of one form; an edited copy, even with
#: a new toll, changes a few in a hundred.
FILLED: Final = 0.22
#: The same for numbers alone, where at least so many differ: last week's bulletin names the same towns.
COUNTED: Final = 0.5
COUNTS: Final = 4
#: A stretch of shared words is a quotation when so much of it is quoted and no more than so many words are not.
QUOTED: Final = 0.7
AROUND: Final = 12
#: Shared words of which less than so much comes in the same order are reordered.
IN_ORDER: Final = 0.8
#: One text is the other cut short when so much of it stands there and it has at most so many of its words.
WITHIN: Final = 0.8
SHORTER: Final = 0.88
#: A title's words of so many letters, so many of them, tell whether a text is about it; one that has no more than so
#: much of them is not ('with' and 'after' stand everywhere). Of reports in sentences one in forty has so little of its
#: title, so it counts only where both of two have.
TITLE_LETTERS: Final = 4
TITLE_WORDS: Final = 3
TITLE_SHARE: Final = 0.2
#: A text of which less stands in sentences is a list. Lists of videos in place of an article had less than .25,
#: reports nearly always more than .5; a few texts lie between, so the value is a choice and no gap.
PROSE: Final = 0.25
#: A text of which less is said once is a gallery of captions: those had about .1, reports beside galleries .4 and more.
ONCE: Final = 0.25
#: Two galleries are the same when so much of both stands in the other; a single caption more is a tenth of one.
GALLERY: Final = 0.9
_SLOT = 24  # the longest filling of a form's gap, in words


class Likeness(msgspec.Struct, frozen=True, gc=False):
    """How the second of two copies relates to the first.

    ``containment`` and ``jaccard`` as in :class:`onrecord.accounts.sheet.Copy`. ``narrative`` is the larger share of
    one text's words outside quotations that stands in the other. ``why`` are whole phrases.
    """

    kind: CopyKind
    containment: float
    jaccard: float
    narrative: float
    why: tuple[str, ...]


class Overlap(msgspec.Struct, frozen=True, gc=False):
    """What two articles share, copies or not: ``shape`` says which, ``kind`` how the second relates to the first."""

    shape: Shape
    kind: CopyKind
    containment: float
    jaccard: float
    narrative: float
    why: tuple[str, ...]


class _Shared(NamedTuple):
    """What of a text stands in another: marks over words, and where each stretch is in both (in order)."""

    covered: Marks
    narrative: Marks
    starts: Places
    ends: Places
    there: Places


def compare(a: Article, b: Article) -> Likeness | None:
    """How ``b`` relates to ``a`` when one carries the other's words; None when they are not copies.

    Whether they are copies does not depend on the order. ``truncated`` and ``extended`` change places with it. Copies
    in another language are not found (``translated`` is never said): that takes their figures and names, not words.
    """
    found = overlap(a, b)
    if found.shape != "copies":
        return None
    return Likeness(found.kind, found.containment, found.jaccard, found.narrative, found.why)


def overlap(a: Article, b: Article) -> Overlap:
    """What two articles share, whether or not that makes them copies."""
    return overlap_of(a, phrasing(a.text), b, phrasing(b.text))


def overlap_of(a: Article, one: Phrasing, b: Article, two: Phrasing) -> Overlap:
    """:func:`overlap` with both texts laid out already: for one article against many."""
    runs_one, runs_two = np.unique(one.runs), np.unique(two.runs)
    both = len(np.intersect1d(runs_one, runs_two, assume_unique=True))
    least, every = min(len(runs_one), len(runs_two)), len(runs_one) + len(runs_two) - both
    same = len(one.words) == len(two.words) and bool((one.words == two.words).all())
    containment = both / least if least else float(same)
    jaccard = both / every if every else float(same)
    aside = _retitled(a, b) and ((_beside(a, one) and _beside(b, two)) or max(one.prose, two.prose) < PROSE)
    if same and len(one.words) and not aside:
        kind: CopyKind = "retitled" if _retitled(a, b) else "exact"
        return Overlap("copies", kind, 1.0, 1.0, 1.0, ("the same words from first to last", *_framing(a, b)))
    if not both:
        return Overlap("apart", "edited", 0.0, 0.0, 0.0, ("no five words in a row stand in both",))
    here, there = _shared(one, two), _shared(two, one)
    here, there = _outside_quotations(one, here, two), _outside_quotations(two, there, one)
    shape, why = _shape(one, here, two, there, containment)
    kind, how = _kind(one, here, two, there)
    narrative = max(_share(one, here), _share(two, there))
    if shape == "copies" and _retitled(a, b) and _galleries(one, here, two, there):
        shape, why = "background", ("what both carry is captions, and each has others besides",)
    if aside and shape == "copies":
        shape, why = "background", ("what both carry is a site's own words: a list, or nothing of either's title",)
    if shape == "copies":
        why = (how, *why, *_framing(a, b))
    return Overlap(shape, kind, round(containment, 4), round(jaccard, 4), round(narrative, 4), why)


def _shared(one: Phrasing, two: Phrasing) -> _Shared:
    order = np.argsort(two.runs, kind="stable")
    ordered = two.runs[order]
    place = np.minimum(np.searchsorted(ordered, one.runs), len(ordered) - 1)
    match = ordered[place] == one.runs
    at = np.where(match, order[place], -1)
    covered = np.zeros(len(one.words) + 1, dtype=np.int64)
    hits = np.flatnonzero(match)
    np.add.at(covered, hits, 1)
    np.add.at(covered, hits + RUN, -1)
    inside = np.cumsum(covered[:-1]) > 0
    # A stretch goes on while the run after a run here is the run after it there.
    begins = hits[(hits == 0) | ~match[hits - 1] | (at[hits - 1] + 1 != at[hits])]
    last = hits[
        (hits == len(match) - 1)
        | ~match[np.minimum(hits + 1, len(match) - 1)]
        | (at[np.minimum(hits + 1, len(match) - 1)] != at[hits] + 1)
    ]
    return _Shared(inside, inside, begins, last + RUN, at[begins])


def _outside_quotations(one: Phrasing, shared: _Shared, two: Phrasing) -> _Shared:
    """The same, with the narrative words of those stretches that are more than a quotation and its 'he said'."""
    before = np.concatenate([[0], np.cumsum(one.quoted)])
    before_there = np.concatenate([[0], np.cumsum(two.quoted)])
    length = shared.ends - shared.starts
    quoted = np.maximum(
        before[shared.ends] - before[shared.starts],
        before_there[shared.there + length] - before_there[shared.there],
    )
    bare = (quoted < QUOTED * length) | (length - quoted > AROUND)
    marks = np.zeros(len(one.words) + 1, dtype=np.int64)
    np.add.at(marks, shared.starts[bare], 1)
    np.add.at(marks, shared.ends[bare], -1)
    return shared._replace(narrative=(np.cumsum(marks[:-1]) > 0) & one.narrative)


def _share(text: Phrasing, shared: _Shared) -> float:
    """Of a text's words outside quotations, how much stands in the other."""
    total = int(text.narrative.sum())
    return int(shared.narrative.sum()) / total if total >= LITTLE else 0.0


def _lead(text: Phrasing, shared: _Shared) -> float:
    """Of the first words outside quotations, how much stands in the other."""
    own = np.flatnonzero(text.narrative)
    lead = own[: min(LEAD_WORDS, max(int(LEAD * len(own)), LITTLE))]
    return float(shared.narrative[lead].mean()) if len(lead) else 0.0


def _told(text: Phrasing, shared: _Shared) -> float:
    """Of the particulars outside quotations, each once, how many stand in the shared words."""
    every = np.unique(text.words[text.particular & text.narrative])
    return len(np.unique(text.words[text.particular & shared.narrative])) / len(every) if len(every) else 1.0


def _shape(
    one: Phrasing, here: _Shared, two: Phrasing, there: _Shared, containment: float
) -> tuple[Shape, tuple[str, ...]]:
    shares = _share(one, here), _share(two, there)
    leads = _lead(one, here), _lead(two, there)
    words = max(int(here.narrative.sum()), int(there.narrative.sum()))
    quoted = max(int((here.covered & one.quoted).sum()), int((there.covered & two.quoted).sum()))
    # Which of several like sentences is set against which depends on the side from which one looks.
    filled = _filled(one, here, two, there) or _filled(two, there, one, here)
    if filled is not None:
        return "template", (filled,)
    if words < LITTLE:
        if min(float(here.covered.mean()), float(there.covered.mean())) >= WITHIN:
            return "copies", ("nearly all of both is the same quotation",)
        if quoted >= LITTLE:
            return "quotes", ("only quotations stand in both",)
        return "apart", (f"no more than {int(here.covered.sum())} words in common",)
    if one.live and two.live and max(_newest(one, here), _newest(two, there)) < SHARE:
        return "live", ("two states of a live page with other news on top and old entries in common",)
    told = max(_told(one, here), _told(two, there))
    said = f"{max(shares):.0%} of one's own words stand in the other"
    if told >= TOLD and containment >= WHOLE and max(shares) >= SHARE and max(leads) >= LEAD_SHARE:
        return "copies", (said,)
    begun = containment >= BEGUN and min(leads) >= LEAD_SHARE and min(shares) >= BEGUN and words >= BEGUN_WORDS
    if told >= BEGUN_TOLD and begun and max(_in_order(here), _in_order(there)) >= IN_ORDER:
        return "copies", (f"both begin with the same words, {words} of them",)
    if told >= TOLD and containment >= WHOLE and max(shares) >= WITHOUT_LEAD and words >= WITHOUT_LEAD_WORDS:
        return "copies", (said, "each begins in its own way")
    if quoted > words:
        return "quotes", ("more quotations than other words stand in both",)
    return "background", (f"{words} words in common, but neither carries the other's news",)


def _newest(text: Phrasing, shared: _Shared) -> float:
    newest = shared.covered[: text.newest]
    return float(newest.mean()) if len(newest) else 0.0


def _filled(one: Phrasing, here: _Shared, two: Phrasing, there: _Shared) -> str | None:
    """Why two texts are one form with other names and numbers in it; None when they are not.

    Looks at the gaps between stretches that follow each other closely in both texts.
    """
    starts, ends, at = here.starts, here.ends, here.there
    far = at + (ends - starts)
    # Stretches may overlap by some words where a word was put in that comes again: nothing lies between them.
    gap, gap_there = starts[1:] - ends[:-1], at[1:] - far[:-1]
    slots = np.flatnonzero(
        (gap >= 0) & (gap_there >= 0) & (gap <= _SLOT) & (gap_there <= _SLOT) & (gap + gap_there > 0)
    )
    if not len(slots):
        return None

    begins, begins_there, upto, upto_there = ends[:-1][slots], far[:-1][slots], starts[1:][slots], at[1:][slots]
    # A name that stands in a gap of one text and elsewhere in the other was moved, not exchanged.
    own, own_there = ~np.isin(one.words, two.words), ~np.isin(two.words, one.words)
    differ = _least(one.particular & own, begins, upto, two.particular & own_there, begins_there, upto_there)
    counts = _least(one.number & own, begins, upto, two.number & own_there, begins_there, upto_there)
    agree = len(np.unique(one.words[one.particular & here.covered]))
    agree_counts = len(np.unique(one.words[one.number & here.covered]))
    if differ >= COUNTS and differ >= FILLED * (differ + agree):
        return f"the same sentences with other names and numbers: {differ} of {differ + agree} differ"
    if counts >= COUNTS and counts >= COUNTED * (counts + agree_counts):
        return f"the same sentences with other numbers: {counts} of {counts + agree_counts} differ"
    return None


def _least(one: Marks, starts: Places, ends: Places, two: Marks, starts_there: Places, ends_there: Places) -> int:
    """How many marked words the gaps hold in both texts, gap by gap the smaller number."""
    before, before_there = np.concatenate([[0], np.cumsum(one)]), np.concatenate([[0], np.cumsum(two)])
    here, there = before[ends] - before[starts], before_there[ends_there] - before_there[starts_there]
    return int(np.minimum(here, there).sum())


def _kind(one: Phrasing, here: _Shared, two: Phrasing, there: _Shared) -> tuple[CopyKind, str]:
    """How the second relates to the first, as copies."""
    of_one, of_two = float(here.covered.mean()), float(there.covered.mean())
    if of_two >= WITHIN and of_two > of_one and len(two.words) <= SHORTER * len(one.words):
        return "truncated", f"{len(two.words)} of {len(one.words)} words"
    if of_one >= WITHIN and of_one > of_two and len(one.words) <= SHORTER * len(two.words):
        return "extended", f"the other text and {len(two.words) - len(one.words)} words more"
    if max(_in_order(here), _in_order(there)) < IN_ORDER:
        return "reordered", "the same passages in another order"
    if of_one - of_two > 0.2:
        return "extended", "most of the other text and words of its own"
    if of_two - of_one > 0.2:
        return "truncated", "a part of the other text, edited"
    return "edited", "the same text with changes"


def _in_order(shared: _Shared) -> float:
    """The share of the shared words that a reader meets in the same order in both."""
    lengths = shared.ends - shared.starts
    order = np.argsort(shared.starts, kind="stable")
    # The heaviest chain of stretches that rises in both texts: a tree of best sums over places there.
    ranks = np.argsort(np.argsort(shared.there[order], kind="stable"), kind="stable") + 1
    best = [0] * (len(ranks) + 1)
    top = 0
    for rank, length in zip(ranks.tolist(), lengths[order].tolist(), strict=True):
        sum_, n = length, rank - 1
        reached = 0
        while n > 0:
            reached = max(reached, best[n])
            n -= n & -n
        sum_ += reached
        top = max(top, sum_)
        n = rank
        while n < len(best):
            best[n] = max(best[n], sum_)
            n += n & -n
    return top / max(int(lengths.sum()), 1)


def _words(text: str | None) -> list[bytes]:
    return plain(fold(text or "")).split()


def _retitled(a: Article, b: Article) -> bool:
    return a.title is not None and b.title is not None and _words(a.title) != _words(b.title)


def _beside(article: Article, text: Phrasing) -> bool:
    """Whether next to nothing of a title's longer words is in the text: then it is a site's notice, not the report."""
    title = plain(fold(article.title or ""))
    long = [word for word in title.split() if len(word) >= TITLE_LETTERS]
    if len(long) < TITLE_WORDS:
        return False
    return float(np.isin(words_of(b" ".join(long)).numbers, text.words).mean()) <= TITLE_SHARE


def _galleries(one: Phrasing, here: _Shared, two: Phrasing, there: _Shared) -> bool:
    """Whether both texts are captions given twice, and one has more of them that the other has not."""
    once = max(int(text.narrative.sum()) / max(int((~text.quoted).sum()), 1) for text in (one, two))
    return once < ONCE and min(float(here.covered.mean()), float(there.covered.mean())) < GALLERY


def _framing(a: Article, b: Article) -> tuple[str, ...]:
    """What else changed around the words."""
    said = []
    if _retitled(a, b):
        said.append("another title")
    if a.authors and b.authors and a.authors != b.authors:
        said.append("another by-line")
    if a.outlet and b.outlet and _words(a.outlet) != _words(b.outlet):
        said.append("another outlet")
    if a.url and a.url == b.url:
        said.append("the same address")
    return tuple(said)
