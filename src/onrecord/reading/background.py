"""Background: what a report says in passing, or tells as history beside its news."""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from msgspec.structs import replace

from onrecord.reading.clusters import Cluster
from onrecord.reading.days import day
from onrecord.reading.labels import TOLD
from onrecord.reading.words import Page
from onrecord.record import Incident, Participant, When

# What a report tells beside its main matter is history where it is older than two months, as MUC-4 has it too.
_RECENT = 62
# What nobody does or suffers is told of in passing with so many words at most.
_FEW = 3
# So likely are words that tell of an incident plainly, and beyond doubt.
_PLAIN, _CERTAIN = 0.8, 0.95


def in_passing(c: Cluster, took_part: Sequence[Participant], when: When, page: Page) -> bool:
    """Whether an incident is a mere word or number in the report.

    Few words tell of it, nobody suffers anything in it and nothing is hit, and either nobody does anything and neither
    a weapon nor a place is its own, or it is one word without a day and not beyond doubt. What is told plainly with its
    day beside it is none. Numbers that the encoder passed over, which have no vector, make no news of it.

    Chosen by the incidents of MUC-4's TST1 and TST2, both of which gain, while the two exceptions cost them next to
    nothing; of the corpus's kept part it concerns none that is news.
    """
    if c.told == "news":
        return False
    counted = any(f.link.any() for f in c.countings)
    if not c.tellings and not counted:
        return True
    if counted or len(c.tellings) > _FEW or any(p.role in ("target", "victim") for p in took_part):
        return False
    dated = {page.sentence[page.nearest(s.start)] for s in when.spans} if when.earliest is not None else set()
    if any(t.likely >= _PLAIN and t.sentence in dated for t in c.tellings):
        return False
    bare = not took_part and not any(p.part in ("weapon", "place") for p in c.parts)
    return bare or (len(c.tellings) == 1 and when.earliest is None and c.tellings[0].likely < _CERTAIN)


@dataclass(frozen=True, slots=True)
class Reasons:
    """How much each reason counts for an incident's being history beside a report's news; above zero it is.

    ``encoder`` weighs the encoder's log odds for it; ``before`` that it is days older than the news; ``weeks`` that it
    is so much older than the report; ``spell`` and ``season`` that it lasted so long, as a total does; ``words`` that
    its sentences look back; ``undated`` that it has no day; ``untold`` that figures alone tell of it; ``fresh`` that
    its one day is the report's or right before. Near what logistic regression gives on 132 reports of the corpus that
    the encoder was not taught by, with fewer reasons and rounded by hand; on 80 others, whose errors were not read,
    .784 of the incidents found are told rightly with it and .752 without."""

    encoder: float = 0.45
    before: float = 1.5
    weeks: float = 0.5
    spell: float = 0.5
    season: float = 0.7
    words: float = 0.9
    undated: float = 0.9
    untold: float = 0.4
    fresh: float = -1.0


REASONS = Reasons()

# Days by which an incident is older than the news, and older than the report.
_BEFORE, _WEEKS = 6, 20
# An incident of the last so many days is news, whatever had been done before it: 'a third, who had been shot'.
_FRESH = 3
# Days that a spell of incidents lasts, and a season of them.
_SPELL, _SEASON = 10, 40
# So far the encoder's log odds count: it is surer of itself than right.
_SUREST = 4.5
# An incident told in more sentences than this is no aside, whatever a word among them looks back at.
_ASIDE = 2
_UNIT = "(?:day|week|month|year|decade)s?"
_SEASONS = (
    "year|month|spring|summer|autumn|winter|january|february|march|april|may|june|july|august|september|october|"
    "november|december"
)
_LOOKS_BACK = re.compile(
    rf"\b(?:since|between \w+(?: \w+)? and|last (?:{_SEASONS})|(?:so far|earlier) this|this year|previous(?:ly)?|"
    rf"in recent {_UNIT}|{_UNIT} (?:ago|earlier|before)|anniversary|in (?:19|20)\d\d|"
    r"(?:over|in|during) the (?:past|last)|the year before|once|history|"
    r"had (?:been|killed|died|shot|taken|attacked))\b",
    re.IGNORECASE,
)


def looking_back(
    incidents: Sequence[tuple[Incident, Cluster]], main: Incident | None, page: Page, published: str | None
) -> list[Incident]:
    """A report's incidents that happened, those told as history beside the main one as background; ``published`` is an
    ISO day or None."""
    news, out = day(main.date.latest if main else None), day(published)
    return [i if i is main else replace(i, background=_history(i, c, page, news, out)) for i, c in incidents]


def _history(i: Incident, c: Cluster, page: Page, news: date | None, out: date | None, w: Reasons = REASONS) -> bool:
    first, last = day(i.date.earliest), day(i.date.latest)
    old = (out - last).days if out and last else 0
    if old > _RECENT or c.told == "background" or (i.background and _odds(c) <= 0):
        return True
    lasted = (last - first).days if first and last else 0
    score = w.encoder * _odds(c) + w.undated * (last is None) + w.untold * (not c.tellings)
    score += w.before * bool(news and last and (news - last).days >= _BEFORE) + w.weeks * (old >= _WEEKS)
    score += w.spell * (lasted >= _SPELL) + w.season * (lasted >= _SEASON) + w.words * _looks_back(c, page)
    fresh = out is not None and last is not None and first == last and 0 <= old <= _FRESH
    return score + w.fresh * fresh > 0


def _odds(c: Cluster) -> float:
    """The encoder's log odds that a cluster is told as background and not as news."""
    if not c.tellings:
        return 0.0
    told = np.mean([t.told for t in c.tellings], axis=0) + 0.01
    odds = math.log(told[TOLD.index("background")] / told[TOLD.index("news")])
    return max(-_SUREST, min(_SUREST, odds))


def _looks_back(c: Cluster, page: Page) -> bool:
    """Whether the few sentences that tell of an incident have words that look back."""
    sentences = {t.sentence for t in c.tellings} | {f.sentence for f in c.countings}
    if len(sentences) > _ASIDE:
        return False
    for s in sentences:
        first, last = bisect.bisect_left(page.sentence, s), bisect.bisect_right(page.sentence, s)
        if last > first and _LOOKS_BACK.search(page.text, page.words[first].start, page.words[last - 1].end):
            return True
    return False
