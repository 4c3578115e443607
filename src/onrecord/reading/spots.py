"""Which of the places that a report names is where an incident happened: each is weighed, for and against.

A reason is a name and how much of it there is; ``data/spots.toml`` has what each is worth, and the words among them.
Every naming of a place is weighed, and those of one place count together. Where none is likelier than 'none of these',
the incident's place stays unknown.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from onrecord.reading import weighing
from onrecord.reading.casing import shouted
from onrecord.reading.clusters import Cluster, told_of
from onrecord.reading.localities import FINE, with_localities
from onrecord.reading.places import PlaceMention, exactness
from onrecord.reading.signs import Counting, Telling
from onrecord.reading.weighing import Reasons
from onrecord.reading.words import Page, fold
from onrecord.record import Entity, Statement

# So many of the report's first ones are weighed for each incident, besides those near what tells of it.
_FIRST = 12
# 'BRACK HOLLOW, Orr. (KNA) --': a dateline's dash stands so near behind its place, in characters.
_DATELINE = 48
_DASH = re.compile(r"[^.!?\n]{0,24}(?:\.,?[^.!?\n]{0,20})?\s*(?:--|[-–—:]\s|\)\s*[-–—:])")
# 'Dol Aren, Karsa': so little stands between a place and what it is in.
_APPOSED = re.compile(r"\s*[,(]\s*")
_TOWNS = ("place", "capital")
# What finer places lie in; what lies beside or in a town is finer than that.
_FINER = {"country": 0, "area": 0, "people": 0, "region": 1, "district": 2} | dict.fromkeys(FINE, 4)
# A town that is not four times less likely than the country or region it is told beside says more: the finest place is
# wanted. It gains on MUC-4 and changes nothing on the corpus.
_NEARLY = 0.25
# Weak namings of a place, however many, are not to outvote a strong one: scores count so many times over when they are
# added up. Chosen on a quarter of MUC-4's development part; it gains on TST1 and TST2, and on the corpus it changes
# nothing.
_SHARP = 2.0
# A place named only behind these is where somebody came from or went, unless it is marked or heads the report; a mark
# as the incident's place is not heard where another was aimed at.
_PASSING = frozenset({"from …", "to …"})
_HELD = frozenset({"its own", "its aim", "dateline", "in the title"})
_NOTHING: frozenset[str] = frozenset()
# Words before a place that count otherwise in a sentence that tells of the incident.
_BEFORE = tuple(f"{word} …" for word in ("in", "at", "near", "on", "outside", "inside", "of", "from", "to", "the", ","))
# Reasons that count otherwise for an incident that is not the report's main one, of which less is told.
_OF_MINOR = (
    "its own", "another's own", "its sentence", "the sentence before", "the sentence after", "another's sentence",
    "a shared sentence", "a figure beside", "distance", "down the text", "near background", "the first paragraph",
    "the first town", "often", "dateline", "in the title", "a town", "a country", "a region",
)  # fmt: skip


@cache
def data() -> weighing.Data:
    """The words and weights of ``data/spots.toml``."""
    return weighing.read("spots")


def key(p: PlaceMention) -> str:
    """What namings of one place share: its coordinates, or its name where no list has it, or only the town around."""
    return p.name.lower() if p.latitude is None or p.feature in FINE else f"{p.latitude:.2f} {p.longitude:.2f}"


# What a naming is called that only the encoder marked as an incident's place: no name of a place is known in it.
MARKED = "marked"
_ARTICLES = frozenset({"the", "a", "an"})
_ADDRESS = re.compile(
    r"\b(?:block|street|avenue|road|drive|lane|boulevard|highway|interstate|route|st|ave|rd|blvd|dr)\b", re.IGNORECASE
)


def with_marked(text: str, places: Sequence[PlaceMention], clusters: Sequence[Cluster]) -> list[PlaceMention]:
    """The places and, as further ones of the feature ``MARKED``, the words marked as an incident's place in which none
    of them is named, and those that words alone show; in the order of the text."""
    known = sorted(places, key=lambda p: p.start)
    starts, ends = [p.start for p in known], [p.end for p in known]
    more = {}
    for part in (x for c in clusters for x in c.parts if x.part == "place"):
        words = " ".join(text[part.start : part.end].split())
        named = bisect_right(ends, part.start) < bisect_left(starts, part.end)
        if not named and words.lower() not in _ARTICLES:
            more[part.start] = PlaceMention(part.start, part.end, words, feature=MARKED, score=part.likely)
    return with_localities(text, sorted([*known, *more.values()], key=lambda p: p.start), MARKED)


class Choice(NamedTuple):
    """The namings (by number, in order) that give an incident's place, the best of them, and how likely the place is
    among all that might be; where no list has the place, the naming of a listed one that it is likely in, or None."""

    places: tuple[int, ...]
    best: int
    likely: float
    around: int | None = None


NOWHERE = Choice((), -1, 1.0)


class Spots:
    """A report's places as each of its incidents may have happened there.

    ``places`` are in the order of the text. What is inside a name of an organisation among ``entities`` is marked so;
    ``title`` is the report's, where its text has it not.
    """

    def __init__(
        self,
        places: Sequence[PlaceMention],
        page: Page,
        clusters: Sequence[Cluster],
        *,
        statements: Sequence[Statement] = (),
        entities: Sequence[Entity] = (),
        title: str | None = None,
    ) -> None:
        self.places = places
        self.page = page
        self.clusters = clusters
        self.fit = [n for n, p in enumerate(places) if p.feature not in ("continent", "people")] if page.words else []
        self.at = [places[n].start for n in self.fit]
        self.title = " ".join(re.findall(r"\w+", fold(title or "")))
        self.keys = {n: key(places[n]) for n in self.fit}
        self.alike = Counter(self.keys.values())
        self.bodies = sorted(
            (m.start, m.end) for e in entities if e.kind in ("organisation", "person") for m in e.mentions
        )
        self.content = sorted((s.start, s.end, x.kind) for x in statements for s in x.content.spans)
        self.sentence = {n: page.sentence[page.nearest(places[n].start)] for n in self.fit}
        self.reach = weighing.reach(page, set(self.sentence.values()))
        self.telling = weighing.telling(clusters)
        self.main = weighing.main(clusters)
        self.owned, self.aimed = self._marked("place"), self._marked("target")
        self.towns = [n for n in self.fit if places[n].feature in _TOWNS]
        self.division = self._commonest(lambda p: (p.country_code, p.admin1) if p.admin1 else None)
        self.country = self._commonest(lambda p: p.country_code)
        self.inside = self._inside()
        self.loud = shouted(page.text)
        self.of_place = {n: self._of_place(i) for i, n in enumerate(self.fit)}

    def _commonest(self, of: Callable[[PlaceMention], object]) -> object:
        counted = Counter(x for n in self.fit if (x := of(self.places[n])) is not None)
        return counted.most_common(1)[0][0] if counted else None

    def _marked(self, part: str) -> dict[int, list[tuple[int, float]]]:
        """For each naming the clusters of whose parts it is one, and how likely. A place is aimed at where it ends the
        target's words: 'shells hit Dol Aren', not 'the army of Karsa'."""
        out: dict[int, list[tuple[int, float]]] = {}
        for k, c in enumerate(self.clusters):
            for x in c.parts:
                if x.part != part:
                    continue
                for i in range(bisect_left(self.at, x.start - 80), bisect_left(self.at, x.end)):
                    n = self.fit[i]
                    end = self.places[n].end
                    if end > x.start and (part == "place" or end >= x.end - 1):
                        out.setdefault(n, []).append((k, x.likely))
        return out

    def _inside(self) -> dict[str, frozenset[str]]:
        """For each region, district and country (by its key) the finer places named that are in it."""
        by: dict[tuple[str | None, ...], set[str]] = {}
        name: tuple[str | None, ...]
        for n in self.fit:
            p = self.places[n]
            fine = _FINER.get(p.feature or "", 3)
            for depth, name in ((0, (p.country_code,)), (1, (p.country_code, p.admin1)),
                                (2, (p.country_code, p.admin1, p.admin2))):  # fmt: skip
                if fine > depth and None not in name:
                    by.setdefault(name, set()).add(self.keys[n])
        out = {}
        for n in self.fit:
            p = self.places[n]
            fine = _FINER.get(p.feature or "", 3)
            if p.country_code is not None and fine < 3:
                name = (p.country_code, p.admin1, p.admin2)[: fine + 1]
                out[self.keys[n]] = frozenset(by.get(name, set()) - {self.keys[n]})
        return out

    def _of_place(self, i: int) -> Reasons:
        """What speaks for and against a naming's being where anything happened."""
        n = self.fit[i]
        p, page = self.places[n], self.page
        word = page.nearest(p.start)
        line = page.text.rfind("\n", max(0, p.start - 40), p.start) + 1 if p.start > 40 else 0
        dateline = p.start < 400 and p.start - line < 40 and self._dateline(p, line)
        held = self.inside.get(self.keys[n], _NOTHING)
        kind = _kind(p)
        after, before = self._neighbour(i, 1), self._neighbour(i, -1)
        out: Reasons = {
            kind: 1.0,
            "down the text": math.log1p(p.start / weighing.DOWN),
            "often": math.log(self.alike[self.keys[n]]),
            "sure": p.score,
        }
        division = (p.country_code, p.admin1) if p.admin1 else None
        if p.feature in FINE and p.latitude is not None:
            out["a town"] = 1.0  # 'the market of Lubna' says as much as Lubna does
        for name, holds in (
            ("dateline", dateline),
            ("in the title", self.title and f" {' '.join(re.findall(r'[0-9a-z]+', fold(page.text[p.start:p.end])))} "
             in f" {self.title} "),
            ("the first town", self.towns[:1] and self.keys[n] == self.keys[self.towns[0]]),
            ("the first place", self.keys[n] == self.keys[self.fit[0]]),
            ("the first paragraph", page.paragraph[word] == 0),
            ("the first sentence", self.sentence[n] == self.sentence[self.fit[0]] == 0),
            ("in a name", self._named(p)),
            ("then what it is in", after is not None and self._in(p, after)),
            ("behind what is in it", before is not None and self._in(before, p)),
            (f"finer are named in it: {kind}", len(held) > 0),
            ("several finer are named in it", len(held) > 1),
            ("of the commonest division", division is not None and division == self.division),
            ("of another division", division is not None and division != self.division),
            ("of another country", p.country_code is not None and p.country_code != self.country),
            (f"marked: {'in capitals' if self.loud else _look(p.name)}", p.feature == MARKED),
            (f"exactly: {exactness(p, page.text).precision}", True),
        ):  # fmt: skip
            if holds:
                out[name] = 1.0
        out |= weighing.told_in(self.content, p.start)
        return out | self._words(word, page.nearest(max(p.start, p.end - 1)))

    def _dateline(self, p: PlaceMention, line: int) -> bool:
        before, text = self.page.text[line : p.start], self.page.text
        return not re.search(r"[a-z]{2}", before) and _DASH.match(text[p.end : p.end + _DATELINE]) is not None

    def _neighbour(self, i: int, step: int) -> PlaceMention | None:
        """The place next to the ``i``-th behind a mere comma, or before it."""
        if not 0 <= i + step < len(self.fit):
            return None
        p, other = self.places[self.fit[i]], self.places[self.fit[i + step]]
        first, last = (p, other) if step > 0 else (other, p)
        between = self.page.text[first.end : last.start] if last.start - first.end < 6 else "."
        return other if _APPOSED.fullmatch(between) else None

    def _in(self, p: PlaceMention, wider: PlaceMention) -> bool:
        mine, its = _FINER.get(p.feature or "", 3), _FINER.get(wider.feature or "", 3)
        return its < mine and (p.country_code is None or p.country_code == wider.country_code)

    def _named(self, p: PlaceMention) -> bool:
        """Whether the place is part of a name of a body or a person."""
        i = bisect_right(self.bodies, (p.start, len(self.page.text)))
        return any(s <= p.start and p.end <= e and e - s > p.end - p.start for s, e in self.bodies[max(0, i - 3) : i])

    def _words(self, i: int, j: int) -> Reasons:
        """The words beside a place that stands on the words ``i`` to ``j``: by class, the nearer the more."""
        known, words = data(), self.page.words
        low, high = self.reach[self.page.sentence[i]]
        out = weighing.classes(self.page, i, j, (low, high), known)
        before, after = words[i - 1].low if i > low else "^", words[j + 1].low if j < high else "$"
        if before == "the" and i - 1 > low:
            before = words[i - 2].low
        if before in known.beside:
            out[f"{before} …"] = 1.0
        elif before in known.words:
            out[f"({known.words[before]}) …"] = 1.0
        elif i > low and words[i - 1].capital:
            out["Name …"] = 1.0
        elif before[:1].isdigit():
            out["number …"] = 1.0
        if after in known.beside:
            out[f"… {after}"] = 1.0
        elif after in known.words:
            out[f"… ({known.words[after]})"] = 1.0
        elif j < high and words[j + 1].capital:
            out["… Name"] = 1.0
        if words[j].owns:
            out["… 's"] = 1.0
        # 'Ann Lee, 31, of Dol Aren', 'a Dol Aren man'.
        if before == "of":
            back = [w.text for w in words[max(low, i - 5) : i - 1]]
            if any(w.isdigit() for w in back) or back[-1:] == [","]:
                out["of a person"] = 1.0
        return out

    def weighed(self, k: int) -> list[tuple[int, Reasons]]:
        """The namings of where a cluster might have happened, in order, each with its reasons."""
        c = self.clusters[k]
        told = told_of(c)
        signs: Sequence[Telling | Counting] = c.tellings or c.countings
        by_start = sorted(signs, key=lambda s: s.start)
        starts = [s.start for s in by_start]
        own = {s.sentence for s in signs}
        counted = {f.sentence for f in c.countings}
        in_sentence = Counter(t.sentence for t in c.tellings)
        candidates = self._candidates(k)
        beside = {self.keys[n] for n in candidates if self.sentence[n] in own}
        owned = {self.keys[n] for n in candidates if any(of == k for of, _ in self.owned.get(n, ()))}
        of_sentence: dict[int, set[str]] = {}
        for n in candidates:
            of_sentence.setdefault(self.sentence[n], set()).add(self.keys[n])
        out = []
        for n in candidates:
            found = dict(self.of_place[n])
            sentence = self.sentence[n]
            found |= self._mine(n, k) | weighing.in_sentence(sentence, k, self.telling, own, counted)
            found["mentions around"] = math.log1p(sum(in_sentence.get(sentence + s, 0) for s in (-1, 0, 1)))
            if by_start:
                found |= weighing.nearest(self.places[n].start, self.places[n].end, by_start, starts)[0]
            if "its own" in found:
                found[f"its own: {_kind(self.places[n])}"] = found["its own"]
            if "its sentence" in found:
                found |= {f"its sentence: {name}": 1.0 for name in _BEFORE if name in found}
                if len(of_sentence[sentence]) == 1:
                    found["alone in its sentence"] = 1.0
            held = self.inside.get(self.keys[n], _NOTHING)
            for name, holds in (("a finer is its own", held & owned), ("a finer is beside", held & beside)):
                if holds:
                    found[name] = 1.0
            if told != "news":
                found |= {f"background: {name}": found[name] for name in _OF_MINOR if name in found}
            if k != self.main:
                found |= {f"minor: {name}": found[name] for name in _OF_MINOR if name in found}
                if not any(found.get(name) for name in ("its own", "its sentence", "the sentence before",
                                                        "the sentence after")):  # fmt: skip
                    found["minor: far off"] = 1.0
            out.append((n, found))
        return out

    def none(self, k: int) -> Reasons:
        """What speaks for none of the places being where a cluster happened."""
        c = self.clusters[k]
        out = weighing.none(c, minor=k != self.main)
        if any(x.part == "place" for x in c.parts):
            out["none: a place marked"] = 1.0
        return out

    def _candidates(self, k: int) -> list[int]:
        return weighing.candidates(self.clusters[k], self.fit, self.at, first=_FIRST, parts=("place", "target"))

    def _mine(self, n: int, k: int) -> Reasons:
        """Whether the words are marked as a place, or as what was hit, and whose."""
        out: Reasons = {}
        for marks, name in ((self.owned, "own"), (self.aimed, "aim")):
            of = marks.get(n, ())
            mine = max((likely for other, likely in of if other == k), default=None)
            if mine is not None:
                out[f"its {name}"] = mine
            elif of:
                out[f"another's {name}"] = max(likely for _, likely in of)
        return out

    def choice(self, k: int) -> Choice:
        """Where a cluster happened; nowhere where that none of the places is it is likelier."""
        weighed = self.weighed(k)
        aimed = {self.keys[n] for n, found in weighed if "its aim" in found}
        here = {
            self.keys[n]
            for n, found in weighed
            if not _PASSING.intersection(found)
            or _HELD.intersection(found) - ({"its own"} if aimed - {self.keys[n]} else _NOTHING)
        }
        # Of places marked as its own that hold one another, the finest.
        here -= {self.keys[n] for n, found in weighed if "a finer is its own" in found}
        known = data()
        scores = {n: weighing.worth(found, known) for n, found in weighed if self.keys[n] in here}
        if not scores:
            return NOWHERE
        nothing = weighing.worth(self.none(k), known)
        top = max(nothing, *scores.values())
        votes: dict[str, float] = {}
        for n, score in scores.items():
            votes[self.keys[n]] = votes.get(self.keys[n], 0.0) + math.exp(_SHARP * (score - top))
        every = math.exp(_SHARP * (nothing - top)) + math.fsum(votes.values())
        best = max(votes, key=lambda name: votes[name])
        fine = {self.keys[n] for n in scores if self.places[n].feature in _TOWNS}
        coarse = {self.keys[n] for n in scores if _FINER.get(self.places[n].feature or "", 3) < 3}
        if best in coarse and (towns := [each for each in fine if votes[each] >= _NEARLY**_SHARP * votes[best]]):
            best = max(towns, key=lambda name: votes[name])
        if votes[best] < math.exp(_SHARP * (nothing - top)):
            return NOWHERE
        of = [n for n in scores if self.keys[n] == best]
        first = max(of, key=lambda n: (scores[n], -n))
        chosen = tuple(n for n in of if scores[n] >= scores[first] - weighing.AS_GOOD)
        around = self._around(first, scores, nothing) if self.places[first].latitude is None else None
        return Choice(chosen, first, votes[best] / every, around)

    def _around(self, first: int, scores: Mapping[int, float], nothing: float) -> int | None:
        """The listed place by which one that no list has is found: the likeliest for the incident, if it is not much
        less likely than no place; of several namings the nearest."""
        listed = {n: score for n, score in scores.items() if self.places[n].latitude is not None}
        if not listed:
            return None
        likeliest = max(listed, key=lambda n: (listed[n], -n))
        if listed[likeliest] < nothing + math.log(_NEARLY):
            return None
        alike = [n for n in listed if self.keys[n] == self.keys[likeliest]]
        return min(alike, key=lambda n: (abs(self.places[n].start - self.places[first].start), n))


def _kind(p: PlaceMention) -> str:
    return "a town" if p.feature in _TOWNS else f"a {p.feature}" if p.feature else "a name no list has"


def _look(name: str) -> str:
    """What words look like that no list has."""
    if _ADDRESS.search(name):
        return "an address"
    if any(c.isdigit() for c in name):
        return "with a number"
    return "a name" if any(c.isupper() for c in name) else "no name"
