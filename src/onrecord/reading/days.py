"""Which of a report's time expressions says when an incident happened: each is weighed by the reasons for and against.

A reason is a name and how much of it there is; ``data/days.toml`` has what each is worth, and the words among them.
The worth of all its reasons is a time's score. One that stays below what 'none of these' scores dates nothing: where no
time is likely to be the incident's, its day stays unknown.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from onrecord.reading import weighing
from onrecord.reading.clusters import Cluster, told_of
from onrecord.reading.signs import Counting, Telling
from onrecord.reading.weighing import Reasons
from onrecord.reading.words import Page
from onrecord.record import Precision, Statement, Timex

# Up to how many days after its first the last day of a time may be for it to be as narrow as that. Two days next to
# each other ('overnight') are one, as a night is; a day of the lunar calendar, known to nine, is a week.
_WIDEST: tuple[tuple[int, Precision], ...] = ((1, "day"), (8, "week"), (31, "month"), (366, "year"))
# How long before publication a day is, in days, at most.
_AGES = ((-1, "to come"), (0, "the same day"), (1, "a day"), (2, "two days"), (7, "a week"), (31, "a month"),
         (366, "a year"))  # fmt: skip
# A day so much later than another that the report names is likely that of what came of it: an arrest, a hearing.
_LATER = 31
# So many of the report's first ones are weighed for each incident, besides those near what tells of it.
_FIRST = 8
# A mention so near, in characters, tells what the time is of.
_CLOSE = 40
# Words of what came of an incident rather than of the incident.
_LEGAL = ("law", "held", "charged")
_AGAINST_ARRESTS = {"later", "close to an arrest", *(f"{of} {side}" for of in _LEGAL for side in ("before", "after"))}
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_HOURS = re.compile(r"\b(?:morning|afternoon|evening|night|overnight|midnight|noon|dawn|early|late)\b", re.IGNORECASE)
_TODAY = re.compile(r"\b(?:today|yesterday|tonight)\b", re.IGNORECASE)
_FORMS = {"a weekday": _WEEKDAY, "a month": _MONTH, "a year": _YEAR, "hours": _HOURS, "today": _TODAY}
# 'Tuesday (Jan. 7)', 'Tuesday, Jan. 7': what stands between a weekday and its date.
_APPOSED = re.compile(r"\s*[(,]?\s*")
# How wide a time is: of what is recalled in passing, a bare year is often all that is told.
_EXTENT = ("of day", "of two days", "of week", "of month", "of year", "of unknown", "a stretch", "with a stretch")
# Reasons that count otherwise for what is told as background, or as not having happened.
_BY_TOLD = ("before publication", *_EXTENT)
# Stretches beside which their time alone says too little: 'the night of 3 May' ends on 4 May.
_NIGHTS = frozenset({"a night", "the night of"})
# Reasons that count otherwise for an incident that is not the report's main one, of which less is told.
_OF_MINOR = (
    "its own", "another's own", "its sentence", "the sentence before", "the sentence after",
    "another's sentence", "a shared sentence", "a figure beside", "distance", "down the text", "near background",
    "the first paragraph", "the first day", "later", "often", "its paragraph", "the last before",
)  # fmt: skip


@cache
def data() -> weighing.Data:
    """The words and weights of ``data/days.toml``."""
    return weighing.read("days")


def day(words: str | None) -> date | None:
    """An ISO day, or None."""
    try:
        return date.fromisoformat((words or "")[:10])
    except ValueError:
        return None


def precision_of(earliest: str | None, latest: str | None) -> Precision:
    """The narrowest precision that holds a range of days (ISO 8601, inclusive): a span of up to two days ('overnight')
    is a day, of up to nine a week, of up to 32 a month, of up to 367 a year; 'unknown' where it is wider or none."""
    one, other = day(earliest), day(latest)
    if one is None or other is None:
        return "unknown"
    return next((name for most, name in _WIDEST if (other - one).days <= most), "unknown")


class Choice(NamedTuple):
    """The times (by number, in order) that give an incident's day, and how likely they do, among all that might."""

    times: tuple[int, ...]
    likely: float


class Diary:
    """A report's time expressions as they may date each of its incidents.

    ``said`` are the times at which something was said and ``owned`` those that are marked as a cluster's own date
    (cluster, how likely), by their number among ``times``; ``stretches`` are those that the words around the time
    before them make of it, and what makes them (:mod:`~onrecord.reading.stretches`). ``dateline`` is none of any
    incident. ``published`` is an ISO day or None.
    """

    def __init__(
        self,
        times: Sequence[Timex],
        page: Page,
        clusters: Sequence[Cluster],
        *,
        statements: Sequence[Statement] = (),
        said: Iterable[int] = (),
        owned: Mapping[int, Sequence[tuple[int, float]]] | None = None,
        stretches: Mapping[int, str] | None = None,
        dateline: int | None = None,
        published: str | None = None,
    ) -> None:
        self.times = times
        self.page = page
        self.clusters = clusters
        self.said = frozenset(said)
        self.owned = owned or {}
        self.stretches = stretches or {}
        self.published = day(published)
        self.days: dict[int, tuple[date, date]] = {}
        for n, t in enumerate(times):
            first, last = day(t.earliest), day(t.latest)
            if first is not None and last is not None and n != dateline and page.words:
                self.days[n] = first, last
        for n in [n for n in self.days if n not in self.stretches]:
            if self._apposed(n) or _NIGHTS.intersection(self._stretched(n)):
                del self.days[n]
        self.fit = list(self.days)
        self.at = [times[n].spans[0].start for n in self.fit]
        self.alike: dict[tuple[date, date], int] = {}
        for days in self.days.values():
            self.alike[days] = self.alike.get(days, 0) + 1
        self.single = [n for n, (first, last) in self.days.items() if first == last and n not in self.stretches]
        self.single_days = sorted({self.days[n][0] for n in self.single})
        self.oldest = self._oldest()
        self.content = sorted((s.start, s.end, x.kind) for x in statements for s in x.content.spans)
        self.reach = weighing.reach(page, {page.sentence[page.nearest(start)] for start in self.at})
        self.telling = weighing.telling(clusters)
        self.main = weighing.main(clusters)
        self.of_time = {n: self._of_time(n) for n in self.fit}

    def _apposed(self, n: int) -> bool:
        """Whether a weekday has its date right behind it, which says which one it is."""
        after = n + 1
        while after in self.stretches:
            after += 1
        if after not in self.days:
            return False
        one, other = self.times[n], self.times[after]
        between = self.page.text[one.spans[-1].end : other.spans[0].start]
        named = _WEEKDAY.search(one.text) and not _MONTH.search(one.text) and _MONTH.search(other.text)
        same = self.days[n][0].weekday() == self.days[after][0].weekday()
        return bool(named) and same and self.days[n] != self.days[after] and _APPOSED.fullmatch(between) is not None

    def _stretched(self, n: int) -> list[str]:
        """What makes stretches of a time."""
        out: list[str] = []
        while n not in self.stretches and (how := self.stretches.get(n + 1 + len(out))):
            out.append(how)
        return out

    def _narrowed(self, first: date, last: date) -> bool:
        """Whether the report names a day within a wider time ('last week', then 'on Tuesday')."""
        i = bisect_left(self.single_days, first)
        return i < len(self.single_days) and self.single_days[i] <= last

    def _oldest(self) -> date | None:
        """The first of the days within a month before publication."""
        if self.published is None:
            return None
        ages = [(self.published - self.days[n][0]).days for n in self.single]
        recent = [n for n, age in zip(self.single, ages, strict=True) if 0 <= age <= _LATER]
        return min((self.days[n][0] for n in recent), default=None)

    def _of_time(self, n: int) -> Reasons:
        """What speaks for and against a time's dating anything."""
        t, (first, last) = self.times[n], self.days[n]
        start, end = t.spans[0].start, t.spans[-1].end
        out: Reasons = {f"of {'two days' if (last - first).days == 1 else precision_of(t.earliest, t.latest)}": 1.0}
        out |= {name: 1.0 for name, form in _FORMS.items() if form.search(t.text)}
        out["down the text"] = math.log1p(start / weighing.DOWN)
        out["often"] = math.log(self.alike[first, last])
        if n in self.stretches:
            out[f"a stretch: {self.stretches[n]}"] = 1.0
        for how in self._stretched(n):
            out[f"with a stretch: {how}"] = 1.0
        word = self.page.nearest(start)
        for name, holds in (
            ("a clock", t.type == "time"),
            ("the first day", self.single[:1] == [n]),
            ("the first paragraph", self.page.paragraph[word] == 0),
            ("the first sentence", self.page.sentence[word] == 0),
            ("when it was said", n in self.said),
            ("a narrower within", first < last and self._narrowed(first, last)),
        ):
            if holds:
                out[name] = 1.0
        out |= weighing.told_in(self.content, start)
        if self.published is not None:
            age = (self.published - last).days
            out[f"before publication: {next((name for most, name in _AGES if age <= most), 'longer')}"] = 1.0
            if self.oldest is not None and first == last and last > self.oldest:
                out["later"] = 1.0
        return out | self._words(word, self.page.nearest(max(start, end - 1)))

    def _words(self, i: int, j: int) -> Reasons:
        """The words beside a time that stands on the words ``i`` to ``j``: by class, the nearer the more."""
        known, words = data(), self.page.words
        low, high = self.reach[self.page.sentence[i]]
        out = weighing.classes(self.page, i, j, (low, high), known)
        before, after = words[i - 1].low if i > low else "^", words[j + 1].low if j < high else "$"
        if before in known.beside:
            out[f"{before} …"] = 1.0
        if after in known.beside:
            out[f"… {after}"] = 1.0
        return out

    def weighed(self, k: int) -> list[tuple[int, Reasons]]:
        """The times that might date a cluster, in order, each with its reasons."""
        c = self.clusters[k]
        told, aftermath = told_of(c), weighing.aftermath(c.tellings)
        signs: Sequence[Telling | Counting] = c.tellings or c.countings
        by_start = sorted(signs, key=lambda s: s.start)
        starts = [s.start for s in by_start]
        own, paragraphs = {s.sentence for s in signs}, {s.paragraph for s in signs}
        before = self.at[i - 1] if starts and (i := bisect_left(self.at, starts[0])) else None
        counted = {f.sentence for f in c.countings}
        in_sentence: dict[int, int] = {}
        for t in c.tellings:
            in_sentence[t.sentence] = in_sentence.get(t.sentence, 0) + 1
        out = []
        for n in self._candidates(k):
            found = dict(self.of_time[n])
            start = self.times[n].spans[0].start
            sentence, paragraph = self.page.sentence[w := self.page.nearest(start)], self.page.paragraph[w]
            found |= self._marked(n, k) | weighing.in_sentence(sentence, k, self.telling, own, counted)
            found |= {"its paragraph": float(paragraph in paragraphs), "the last before": float(start == before)}
            found["mentions around"] = math.log1p(sum(in_sentence.get(sentence + s, 0) for s in (-1, 0, 1)))
            if by_start:
                found |= self._nearest(n, by_start, starts)
            if aftermath > 0.3:
                for name in [f"{of} {side}" for of in _LEGAL for side in ("before", "after")]:
                    if name in found:
                        found[f"an arrest: {name}"] = aftermath * found[name]
            if told != "news":
                found |= {f"{told}: {name}": v for name, v in found.items() if name.startswith(_BY_TOLD)}
            if k != self.main and aftermath > 0.5:
                # A report's main incident is what was done, also where more is told of the arrest; another arrest has
                # its own day, which these would speak against.
                found = {name: v for name, v in found.items() if name not in _AGAINST_ARRESTS}
            if k != self.main:
                found |= {f"minor: {name}": found[name] for name in _OF_MINOR if name in found}
                found |= {f"minor: {name}": v for name, v in found.items() if name.startswith(_EXTENT)}
                if not any(found.get(name) for name in _OF_MINOR[:1] + _OF_MINOR[2:5]):
                    found["minor: far off"] = 1.0
            out.append((n, found))
        return out

    def none(self, k: int) -> Reasons:
        """What speaks for none of the times dating a cluster."""
        return weighing.none(self.clusters[k], minor=k != self.main)

    def _candidates(self, k: int) -> list[int]:
        return weighing.candidates(self.clusters[k], self.fit, self.at, first=_FIRST, parts=("date",))

    def _marked(self, n: int, k: int) -> Reasons:
        """Whether the words are marked as a date, and whose."""
        marks = self.owned.get(n, ())
        mine = max((likely for of, likely in marks if of == k), default=None)
        if mine is not None:
            return {"its own": mine}
        return {"another's own": max(likely for _, likely in marks)} if marks else {}

    def _nearest(self, n: int, by_start: Sequence[Telling | Counting], starts: Sequence[int]) -> Reasons:
        """How near the nearest sign of the cluster is, and what that tells of."""
        spans = self.times[n].spans
        out, gap = weighing.nearest(spans[0].start, spans[-1].end, by_start, starts)
        if gap < _CLOSE and "near an arrest" in out:
            out["close to an arrest"] = out["near an arrest"]
        return out

    def choice(self, k: int) -> Choice:
        """The times that say when a cluster happened; none where that none does is likelier."""
        known = data()
        scores = {n: weighing.worth(found, known) for n, found in self.weighed(k)}
        if not scores:
            return Choice((), 1.0)
        nothing = weighing.worth(self.none(k), known)
        top = max(nothing, *scores.values())
        votes: dict[tuple[date, date], float] = {}
        for n, score in scores.items():
            votes[self.days[n]] = votes.get(self.days[n], 0.0) + math.exp(score - top)
        every = math.exp(nothing - top) + math.fsum(votes.values())
        best = max(votes, key=lambda d: (votes[d], d[0] == d[1]))
        if votes[best] < math.exp(nothing - top):
            return Choice((), math.exp(nothing - top) / every)
        least = max(s for n, s in scores.items() if self.days[n] == best) - weighing.AS_GOOD
        chosen = tuple(n for n, s in scores.items() if self.days[n] == best and s >= least)
        return Choice(chosen, votes[best] / every)
