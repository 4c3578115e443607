"""When an incident happened: chosen among the article's time expressions, with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.reading.clusters import Cluster, Range
from onrecord.reading.days import Diary, day, precision_of
from onrecord.reading.givers import apart
from onrecord.reading.signs import Part
from onrecord.reading.stretches import stretched
from onrecord.reading.words import Page
from onrecord.record import Spans, Statement, Timex, When, words

# A time so soon after a cue is when it was said ('told reporters on Sunday'), not when it happened.
_SAID_WITHIN = 30
# A dateline stands within the first characters of a text: 'SAN MARO, 3 JAN 90 (KNA) --'.
_DATELINE = 160
_TOWN = re.compile(r"(?:[^\W\d_a-z][^.!?:;\n]{0,40}[,(]\s*)?")
_DASH = re.compile(r"\s*(?:[.:)(—–\n]|--|- |\[)")


def _codes(earliest: str, latest: str) -> tuple[int, int]:
    """ACLED's time_precision and UCDP's date_prec of a range of days."""
    one, other = day(earliest), day(latest)
    if one is None or other is None:
        return 3, 5
    days = (other - one).days
    acled = {"day": 1, "week": 2}.get(precision_of(earliest, latest), 3)
    ucdp = 1 if days == 0 else 2 if days <= 5 else 3 if days <= 6 else 4 if days <= 30 else 5
    return acled, ucdp


def made(earliest: str, latest: str, spans: Spans, text: str) -> When:
    """A date with its precision in every scheme."""
    acled, ucdp = _codes(earliest, latest)
    return When(earliest, latest, precision_of(earliest, latest), spans, words(text, spans), acled, ucdp)


def said_when(times: Sequence[Timex], statements: Iterable[Statement]) -> set[int]:
    """Which time expressions say when something was said."""
    told = [(s.cue.spans[-1].end, s.content.spans) for s in statements if s.cue is not None and s.cue.spans]
    out = set()
    for n, t in enumerate(times):
        start = t.spans[0].start
        for end, content in told:
            # What is said to have happened on a day stands inside the content, however near its cue.
            if 0 <= start - end <= _SAID_WITHIN and not any(s <= start < e for s, e in content):
                out.add(n)
    return out


class Calendar:
    """The article's time expressions: by sentence, which say when something was said, and which date an incident."""

    def __init__(
        self,
        text: str,
        times: Sequence[Timex],
        statements: Sequence[Statement],
        page: Page,
        *,
        published: str | None = None,
    ) -> None:
        self.text = text
        self.page = page
        self.statements = statements
        self.published = published
        every = list(stretched(text, times, day(published)))
        self.times = [t for t, _ in every]
        self.stretches = {n: how for n, (_, how) in enumerate(every) if how}
        self.said = said_when(self.times, statements)
        self.of_sentence: dict[int, list[int]] = {}
        for n, t in enumerate(self.times):
            if page.words:
                word = page.nearest(t.spans[0].start)
                self.of_sentence.setdefault(page.sentence[word], []).append(n)
        self.dateline = self._dateline()

    def _dateline(self) -> int | None:
        """The time expression of a dateline, in texts that have one."""
        for n, t in enumerate(self.times):
            start, end = t.spans[0].start, t.spans[-1].end
            if start > _DATELINE:
                return None
            line = self.text.rfind("\n", 0, start) + 1
            before = self.text[line:start]
            if self.text[:line].rstrip()[-1:] in (".", "!", "?"):
                return None  # the story has begun
            if t.earliest and t.earliest == t.latest and _TOWN.fullmatch(before) and _DASH.match(self.text, end):
                return n
        return None

    def marked(self, sentence: int, c: Cluster) -> list[int]:
        """The time expressions that a cluster's own date parts cover, in a sentence."""
        return [n for p in c.parts if p.part == "date" and p.sentence == sentence for n in self._covered(p)]

    def _covered(self, p: Part) -> list[int]:
        """The time expressions that a date part covers."""
        return [
            n
            for n in self.of_sentence.get(p.sentence, ())
            if self.times[n].spans[0].start < p.end and p.start < self.times[n].spans[-1].end
        ]

    def range(self, n: int) -> Range | None:
        """The days of a time expression, if it fixes any."""
        t = self.times[n]
        return (t.earliest, t.latest) if t.earliest and t.latest else None

    def only_days(self, sentence: int) -> Range | None:
        """The day that a sentence names, where it names one alone, or else the days that all its times name; those do
        not count on which something was said."""
        named = {
            r
            for n in self.of_sentence.get(sentence, ())
            if n not in self.said and n != self.dateline and n not in self.stretches and (r := self.range(n))
        }
        exact = [r for r in named if precision_of(*r) == "day"]
        return exact[0] if len(exact) == 1 else named.pop() if len(named) == 1 else None

    def diary(self, clusters: Sequence[Cluster]) -> Diary:
        """The times as they may date the clusters."""
        owned: dict[int, list[tuple[int, float]]] = {}
        for k, c in enumerate(clusters):
            for p in c.parts:
                if p.part == "date":
                    for n in self._covered(p):
                        owned.setdefault(n, []).append((k, p.likely))
        return Diary(
            self.times,
            self.page,
            clusters,
            statements=self.statements,
            said=self.said,
            owned=owned,
            stretches=self.stretches,
            dateline=self.dateline,
            published=self.published,
        )

    def dates(self, clusters: Sequence[Cluster]) -> list[When]:
        """The date of each of a report's clusters."""
        diary = self.diary(clusters)
        out = []
        for k in range(len(clusters)):
            chosen = diary.choice(k).times
            days = self.range(chosen[0]) if chosen else None
            if days is None:
                out.append(self._before_dateline())
            else:
                spans = apart(s for n in chosen for s in self.times[n].spans)
                out.append(made(days[0], days[1], spans, self.text))
        return out

    def _before_dateline(self) -> When:
        """Nothing but the dateline in the text: what is told happened on its day or before, which is no date."""
        if self.dateline is None:
            return When()
        t = self.times[self.dateline]
        return When(None, t.latest, "unknown", t.spans, words(self.text, t.spans))
