"""What days and places have in common: each is weighed for an incident by its reasons.

A reason is a name and how much of it there is. What each is worth, and the classes of the words among them, stand in a
data file; those here are the ones that both have.
"""

from __future__ import annotations

import math
import tomllib
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from importlib.resources import files
from typing import NamedTuple

from onrecord.reading.clusters import Cluster, told_of
from onrecord.reading.labels import KINDS, TOLD
from onrecord.reading.signs import Counting, Telling
from onrecord.reading.words import Page, terms

Reasons = dict[str, float]
Range = tuple[int, int]

# How far beside what is weighed its words may stand, in words of the same sentence.
_WORDS = 14
# So many of what is weighed before and after each sign of an incident are looked at, besides the report's first ones;
# more would make a long report's cost the product of its incidents and its times or places.
BESIDE = 6
# How far down the text something stands counts by its logarithm, in so many characters: about a paragraph.
DOWN = 300
# Of what says the same, those that are not e**2 (seven) times less likely than the best are shown.
AS_GOOD = 2.0
AFTERMATH = [KINDS.index(k) for k in ("arrest", "transfer", "change", "agreement", "disrupted", "base")]


class Data(NamedTuple):
    """``words`` gives a word's class, ``beside`` are those that matter right before or after what is weighed; ``worth``
    is what each reason counts."""

    words: Mapping[str, str]
    beside: frozenset[str]
    worth: Mapping[str, float]


def read(name: str) -> Data:
    """The words and weights of ``data/NAME.toml``."""
    table = tomllib.loads((files("onrecord.reading") / "data" / f"{name}.toml").read_text(encoding="utf-8"))
    words = {word: of for of, block in table["words"].items() for word in terms(block)}
    return Data(words, frozenset(table["beside"]["words"].split()), table["worth"])


def worth(found: Reasons, of: Data) -> float:
    """What reasons are worth together."""
    return math.fsum(of.worth.get(name, 0.0) * amount for name, amount in found.items())


def telling(clusters: Sequence[Cluster]) -> dict[int, set[int]]:
    """For each sentence the clusters that it tells of, by their numbers."""
    out: dict[int, set[int]] = {}
    for k, c in enumerate(clusters):
        for told in c.tellings:
            out.setdefault(told.sentence, set()).add(k)
    return out


def main(clusters: Sequence[Cluster]) -> int:
    """The cluster that most is told of as news; -1 where there is none."""

    def size(k: int) -> int:
        return len(clusters[k].tellings) if told_of(clusters[k]) == "news" else -1

    return max(range(len(clusters)), key=lambda k: (size(k), -k), default=-1)


def reach(page: Page, wanted: Collection[int]) -> dict[int, Range]:
    """The first and last word of each of the sentences ``wanted``."""
    out: dict[int, Range] = {}
    for i, sentence in enumerate(page.sentence):
        if sentence in wanted:
            out[sentence] = out.get(sentence, (i, i))[0], i
    return out


def told_in(content: Sequence[tuple[int, int, str]], start: int) -> Reasons:
    """Whether a place of the text is in quotation marks, or in what is said else. ``content`` are what statements say,
    in order: start, end, kind."""
    i = bisect_left(content, (start + 1,))
    inside = [kind for a, b, kind in content[max(0, i - 4) : i] if a <= start < b]
    if not inside:
        return {}
    return {"in quotation marks" if "direct" in inside else "in what is said": 1.0}


def classes(page: Page, i: int, j: int, within: Range, of: Data) -> Reasons:
    """The classes of the words beside the words ``i`` to ``j``, the nearer the more, ``within`` their sentence."""
    low, high = within
    out: Reasons = {}
    for side, near in (
        ("before", range(i - 1, max(low, i - _WORDS) - 1, -1)),
        ("after", range(j + 1, min(high, j + _WORDS) + 1)),
    ):
        for away, q in enumerate(near):
            name = of.words.get(page.words[q].low)
            if name == "law" and q < high and of.words.get(page.words[q + 1].low) == "papers":
                continue  # 'court documents' tell of what was done
            if name is not None:
                out.setdefault(f"{name} {side}", 1 - away / (_WORDS + 1))
    return out


def in_sentence(sentence: int, k: int, told: Mapping[int, set[int]], own: set[int], counted: set[int]) -> Reasons:
    """Which sentences tell of the cluster ``k``, or of another. ``told`` is as :func:`telling` gives it; ``own`` and
    ``counted`` are the sentences of the cluster's signs and of its figures."""
    of = told.get(sentence, set())
    found = {
        "its sentence": sentence in own,
        "a figure beside": sentence in counted,
        "the sentence before": sentence + 1 in own,
        "the sentence after": sentence - 1 in own,
        "another's sentence": bool(of) and k not in of,
        "a shared sentence": k in of and len(of) > 1,
    }
    return {name: 1.0 for name, holds in found.items() if holds}


def nearest(start: int, end: int, by_start: Sequence[Telling | Counting], starts: Sequence[int]) -> tuple[Reasons, int]:
    """What the nearest sign of a cluster says of the words from ``start`` to ``end``, and how far it is, in
    characters."""
    i = bisect_left(starts, start)

    def gap(s: Telling | Counting) -> int:
        return max(0, start - s.end, s.start - end)

    near = min(by_start[max(0, i - 1) : i + 1], key=gap)
    out = {"distance": math.log1p(gap(near) / 20)}
    if isinstance(near, Telling):
        out["near an arrest"] = float(near.kinds[AFTERMATH].sum())
        out["near background"] = float(near.told[TOLD.index("background")])
    return out, gap(near)


def aftermath(tellings: Sequence[Telling]) -> float:
    """How likely a cluster is of an arrest or the like."""
    if not tellings:
        return 0.0
    return math.fsum(float(t.kinds[AFTERMATH].sum()) for t in tellings) / len(tellings)


def none(c: Cluster, *, minor: bool) -> Reasons:
    """What speaks for a cluster's having none of what is weighed; ``minor`` where it is not the report's main one."""
    out: Reasons = {"none": 1.0, "none: an arrest": aftermath(c.tellings)}
    if (told := told_of(c)) != "news":
        out[f"none: {told}"] = 1.0
    if minor:
        out["none: minor"] = 1.0
    if not c.tellings:
        out["none: only counted"] = 1.0
    return out


def candidates(c: Cluster, fit: Sequence[int], at: Sequence[int], *, first: int, parts: Iterable[str]) -> list[int]:
    """Of what is ``fit`` (numbers; ``at`` are their starts) that which is weighed for a cluster: the text's ``first``
    ones, and those beside its signs and its marked ``parts``."""
    if len(fit) <= 2 * (BESIDE + first):
        return list(fit)
    wanted = set(parts)
    taken = set(range(first))
    starts = [t.start for t in c.tellings] + [f.start for f in c.countings]
    for start in starts + [p.start for p in c.parts if p.part in wanted]:
        i = bisect_left(at, start)
        taken.update(range(max(0, i - BESIDE), min(len(fit), i + BESIDE)))
    return [fit[i] for i in sorted(taken)]
