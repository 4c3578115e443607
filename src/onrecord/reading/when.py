"""When an incident happened: chosen among the article's time expressions, with the words that say so."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence

from onrecord.reading.clusters import Cluster, Range
from onrecord.reading.givers import apart
from onrecord.reading.words import Page
from onrecord.record import Precision, Spans, Statement, Timex, When, words

# A time so soon after a cue is when it was said ('told reporters on Sunday'), not when it happened.
_SAID_WITHIN = 30
# How much a time expression tells: one that is marked as the incident's own; one in a sentence that tells of the
# incident, or in the sentence before or after; what a time of day adds (nobody says 'at 10:30 p.m.' of a trial); what
# is left of one that says when something was said.
_OWN, _BESIDE, _NEAR, _CLOCK, _SAID = 5.0, 1.0, 0.3, 0.5, 0.2
# What is left of a time that fixes no day ('last month', '2014').
_WIDE = 0.5
# A dateline stands within the first characters of a text: 'SAN MARO, 3 JAN 90 (KNA) --'.
_DATELINE = 160
_TOWN = re.compile(r"(?:[^\W\d_a-z][^.!?:;\n]{0,40}[,(]\s*)?")
_DASH = re.compile(r"\s*(?:[.:)(—–\n]|--|- |\[)")


def day(words: str) -> datetime.date | None:
    """An ISO day, or None."""
    try:
        return datetime.date.fromisoformat(words[:10])
    except ValueError:
        return None


def precision_of(earliest: str, latest: str) -> Precision:
    """The narrowest precision that holds a range of days; two days next to each other ('overnight') are a day."""
    one, other = day(earliest), day(latest)
    if one is None or other is None:
        return "unknown"
    days = (other - one).days
    return (
        "day" if days <= 1 else "week" if days <= 7 else "month" if days <= 31 else "year" if days <= 366 else "unknown"
    )


def _codes(earliest: str, latest: str) -> tuple[int, int]:
    """ACLED's time_precision and UCDP's date_prec of a range of days."""
    one, other = day(earliest), day(latest)
    if one is None or other is None:
        return 3, 5
    days = (other - one).days
    acled = 1 if days <= 1 else 2 if days <= 7 else 3
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
    """The article's time expressions by sentence, less those that say when something was said."""

    def __init__(self, text: str, times: Sequence[Timex], statements: Sequence[Statement], page: Page) -> None:
        self.text = text
        self.times = list(times)
        self.said = said_when(times, statements)
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
        return [
            n
            for p in c.parts
            if p.part == "date" and p.sentence == sentence
            for n in self.of_sentence.get(sentence, ())
            if self.times[n].spans[0].start < p.end and p.start < self.times[n].spans[-1].end
        ]

    def range(self, n: int) -> Range | None:
        """The days of a time expression, if it fixes any."""
        t = self.times[n]
        return (t.earliest, t.latest) if t.earliest and t.latest else None

    def only_day(self, sentence: int) -> Range | None:
        """The day that a sentence names, where it names one alone and not as the day on which something was said."""
        named = {self.range(n) for n in self.of_sentence.get(sentence, ()) if n not in self.said and n != self.dateline}
        known = [r for r in named if r is not None and precision_of(*r) == "day"]
        return known[0] if len(known) == 1 else None

    def when(self, c: Cluster) -> When:
        """The date of a cluster."""
        votes: dict[Range, float] = {}
        from_words: dict[Range, list[int]] = {}

        def vote(n: int, weight: float) -> None:
            days = self.range(n)
            if days is not None and n != self.dateline:
                wide = 1.0 if precision_of(*days) == "day" else _WIDE
                votes[days] = votes.get(days, 0.0) + weight * wide
                if n not in from_words.setdefault(days, []):
                    from_words[days].append(n)

        for p in c.parts:
            if p.part == "date":
                for n in self.marked(p.sentence, c):
                    if n not in from_words.get(self.range(n) or ("", ""), ()):
                        vote(n, _OWN * p.likely)
        for sentence, share in self._around(c).items():
            for n in self.of_sentence.get(sentence, ()):
                clock = _CLOCK if self.times[n].type == "time" else 0.0
                days = self.range(n)
                if share < _BESIDE / 2 and days is not None and precision_of(*days) != "day":
                    continue  # 'last year' in the next sentence dates nothing
                vote(n, share * (_SAID if n in self.said else 1.0 + clock))
        if not votes:
            return self._before_dateline()
        # A narrow date gets what every wider one that holds it has ('last week', then 'on Tuesday').
        held = {
            days: sum(v for other, v in votes.items() if other[0] <= days[0] and days[1] <= other[1]) for days in votes
        }
        best = max(votes, key=lambda d: (held[d] - 0.2 * (d[0] != d[1]), -from_words[d][0]))
        spans = apart(s for n in from_words[best] for s in self.times[n].spans)
        return made(best[0], best[1], spans, self.text)

    def _around(self, c: Cluster) -> dict[int, float]:
        """The sentences that tell of a cluster, and those next to them, with how much they count."""
        out: dict[int, float] = {}
        signs = [(t.sentence, t.likely) for t in c.tellings] + [(f.sentence, f.likely) for f in c.countings]
        for at, likely in signs:
            for sentence, share in ((at, _BESIDE), (at - 1, _NEAR), (at + 1, _NEAR)):
                out[sentence] = max(out.get(sentence, 0.0), share * likely)
        return out

    def _before_dateline(self) -> When:
        """Nothing but the dateline in the text: what is told happened on its day or before, which is no date."""
        if self.dateline is None:
            return When()
        t = self.times[self.dateline]
        return When(None, t.latest, "unknown", t.spans, words(self.text, t.spans))
