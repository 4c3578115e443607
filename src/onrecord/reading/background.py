"""Background: what a report says in passing, or tells as history beside its news."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from onrecord.reading.clusters import Cluster
from onrecord.reading.days import day
from onrecord.reading.words import Page
from onrecord.record import Incident, Participant, When

# What a report tells beside its main matter is history where it is older than two months, as MUC-4 has it too.
_RECENT = 62
# What nobody does or suffers is told of in passing with so many words at most.
_FEW = 3
# So likely are words that tell of an incident plainly, and beyond doubt.
_PLAIN, _CERTAIN = 0.8, 0.95


def in_passing(c: Cluster, took_part: Sequence[Participant], date: When, page: Page) -> bool:
    """Whether an incident is a mere word or number in the report.

    Few words tell of it, nobody suffers anything in it and nothing is hit, and either nobody does anything and neither
    a weapon nor a place is its own, or it is one word without a day and not beyond doubt. What is told plainly with its
    day beside it is none. Numbers that the encoder passed over, which have no vector, make no news of it.

    Chosen by the incidents of MUC-4's TST1 and TST2, both of which gain, while the two exceptions cost them next to
    nothing; of the corpus's kept part it concerns none that is news.
    """
    counted = any(f.link.any() for f in c.countings)
    if not c.tellings and not counted:
        return True
    if counted or len(c.tellings) > _FEW or any(p.role in ("target", "victim") for p in took_part):
        return False
    dated = {page.sentence[page.nearest(s.start)] for s in date.spans} if date.earliest is not None else set()
    if any(t.likely >= _PLAIN and t.sentence in dated for t in c.tellings):
        return False
    bare = not took_part and not any(p.part in ("weapon", "place") for p in c.parts)
    return bare or (len(c.tellings) == 1 and date.earliest is None and c.tellings[0].likely < _CERTAIN)


def dated_back(i: Incident, published: str | None) -> Incident:
    """An incident that happened long before a report that has other news, as background; ``published`` is an ISO day
    or None."""
    told, then = day(published), day(i.date.latest)
    old = told is not None and then is not None and (told - then).days > _RECENT
    return replace(i, background=True) if old else i
