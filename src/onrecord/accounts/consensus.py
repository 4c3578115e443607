"""Type, date, place and participants of one incident by the consensus of independent origins.

Nothing is made up between two values: what is returned is always what one telling says, chosen by how many origins it
agrees with, and it comes with that telling's words. What no telling says stays unknown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date as Day
from typing import NamedTuple

from onrecord.accounts.sheet import Anchor, Told
from onrecord.accounts.words import folded
from onrecord.record import ActorKind, Incident, IncidentType, Participant, When, Where

_KM = 25.0  # the centres of a town and of its suburb lie within this; so the gazetteer's districts do


def order(told: Iterable[Told]) -> list[Told]:
    """Tellings by time of publication, those without one last, ties by id: the order that everything here works in."""
    return sorted(told, key=lambda t: (published(t) is None, published(t) or "", t.id, t.incident.id))


def published(told: Told) -> str | None:
    """The day (or time) from which the telling's words are."""
    return told.record.article.modified or told.record.article.published


def day(text: str | None) -> Day | None:
    """The day of an ISO date or time; null where there is none."""
    if not text:
        return None
    try:
        return Day.fromisoformat(text[:10])
    except ValueError:
        return None


def by_origin(told: Sequence[Told]) -> dict[str, list[Told]]:
    """The tellings of each origin, in order."""
    out: dict[str, list[Told]] = {}
    for each in told:
        out.setdefault(each.origin, []).append(each)
    return out


def kind(told: Sequence[Told]) -> tuple[IncidentType, Told]:
    """The type that most origins give; of equals the one of which the readers were surer, then the earlier. A
    telling without details has no say."""
    told = [t for t in told if t.incident.type.kind != "unknown"] or told
    votes: dict[tuple[str | None, str | None, str], float] = {}
    for tellings in by_origin(told).values():
        for t in tellings:
            key = (t.incident.type.event, t.incident.type.sub_event, t.incident.type.kind)
            votes[key] = votes.get(key, 0.0) + _news(t) * t.incident.confidence / len(tellings)
    best = max(
        told, key=lambda t: round(votes[t.incident.type.event, t.incident.type.sub_event, t.incident.type.kind], 6)
    )
    return best.incident.type, best


def _news(told: Told) -> float:
    """What a telling's word weighs: one told as background half of one told as news."""
    return 0.5 if told.incident.background else 1.0


class Dated(NamedTuple):
    """A telling's date as days, and what its word weighs. ``told`` is null for another incident of the same report."""

    told: Told | None
    earliest: Day
    latest: Day
    weight: float


def dated(told: Sequence[Told]) -> list[Dated]:
    """The tellings that give a date, weighed by precision and by nearness to the first report; all of one origin weigh
    as much as one. What else a report tells of the same place weighs a little, since one incident is often told twice.
    """
    days = [d for t in told if (d := day(published(t))) is not None]
    first = min(days, default=None)
    out: list[Dated] = []
    for tellings in by_origin(told).values():
        here = {(t.id, t.incident.id) for t in tellings}
        for t in tellings:
            said = day(published(t))
            trust = _news(t) / len(tellings)
            if said is not None and first is not None:
                trust /= 1.0 + (said - first).days / _FAR
            span = _span(t.incident.date)
            if span is not None:
                weight = trust / (1.0 + math.log1p(max(0, (span[1] - span[0]).days)))
                if said is not None and span[0] == span[1] == said:
                    weight *= _TODAY
                if said is not None and span[1] > said:
                    weight *= _AHEAD
                out.append(Dated(t, *span, weight))
            for other in t.record.incidents:
                beside = _span(other.date)
                if (t.id, other.id) in here or other.background or beside is None or beside[0] != beside[1]:
                    continue
                if _near(t, other):
                    out.append(Dated(None, *beside, _BESIDE * trust))
    return out


# A report of the day after is trusted three quarters as much, one of a week after a third: memory and court reports
# bring other days in.
_FAR = 3.0
# The day of publication is more often the day of an arrest, a statement or the report itself than another day is.
_TODAY = 0.7
# An incident is not in the future of its report: a day read so is mostly a hearing's.
_AHEAD = 0.3
_BESIDE = 0.3


def _span(date: When) -> tuple[Day, Day] | None:
    first, last = day(date.earliest), day(date.latest)
    return (first, last) if first is not None and last is not None else None


def _near(told: Told, other: Incident) -> bool:
    here, there = told.incident.place, other.place
    return here is None or there is None or same_place(here, there)


def when(told: Sequence[Told]) -> tuple[When, Told | None]:
    """The date that the origins agree on best, and the telling whose words it is; of equals the finer, then the earlier
    day, since what is told a day late is commoner than what is told a day early."""
    given = dated(told)
    support: dict[tuple[Day, Day], float] = {}
    for d in given:
        support[d.earliest, d.latest] = support.get((d.earliest, d.latest), 0.0) + d.weight

    def worth(span: tuple[Day, Day]) -> tuple[float, int, int]:
        half = sum(w for s, w in support.items() if s != span and s[0] <= span[1] and span[0] <= s[1])
        return round(support[span] + 0.5 * half, 6), -(span[1] - span[0]).days, -span[0].toordinal()

    own = [d for d in given if d.told is not None]
    if not own:
        return When(), None
    chosen = max(dict.fromkeys((d.earliest, d.latest) for d in own), key=worth)
    told_by = max((d for d in own if (d.earliest, d.latest) == chosen), key=lambda d: round(d.weight, 6)).told
    assert told_by is not None
    return told_by.incident.date, told_by


def apart(one: Where, other: Where) -> float | None:
    """Kilometres between two places; null where one has no coordinates."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))


_FINE = {"place": 4, "near": 3, "district": 2, "region": 1, "country": 0}


def fine(place: Where) -> int:
    """How fine a place is, 4 for the town itself down to 0 for a country."""
    return _FINE.get(place.precision or "", 0 if place.geonames is None else 2)


def same_place(one: Where, other: Where) -> bool:
    """Whether two places may be one: the same entry or name, near each other, or one within the other."""
    if one.geonames is not None and one.geonames == other.geonames:
        return True
    if folded(one.name) == folded(other.name) and (one.admin1 == other.admin1 or not one.admin1 or not other.admin1):
        return True
    if one.country_code and other.country_code and one.country_code != other.country_code:
        return False
    coarse, finer = sorted((one, other), key=fine)
    if fine(coarse) == 0 and coarse.precision == "country":
        return bool(coarse.country_code) and coarse.country_code == finer.country_code
    if fine(coarse) == 1:
        return bool(coarse.admin1) and coarse.admin1 == finer.admin1
    if fine(coarse) == 2 and coarse.admin2 and coarse.admin2 == finer.admin2 and coarse.admin1 == finer.admin1:
        return True
    gap = apart(one, other)
    return gap is not None and gap <= _KM


def where(told: Sequence[Told]) -> tuple[Where | None, Told | None]:
    """The place that the origins agree on best; a coarser one bears out a finer one in it more than the other way."""
    given = [(t, place) for t in told if (place := t.incident.place) is not None]
    if not given:
        return None, None
    sizes = {origin: len(each) for origin, each in by_origin([t for t, _ in given]).items()}
    # Places that are the same in all that is compared stand as one, since hundreds of reports name few.
    votes: dict[_Key, tuple[Where, float]] = {}
    for t, place in given:
        votes[_key(place)] = (
            place,
            votes.get(_key(place), (place, 0.0))[1] + _news(t) * _known(place) / sizes[t.origin],
        )

    def support(key: _Key) -> float:
        place = votes[key][0]
        total = sum(n * _backing(other, place) for other, n in votes.values())
        return round(total + _MENTIONED * mentions[key], 6)

    # Where the words of other reports have a place's name, they know of it, though they tell of another.
    ranked = sorted(votes, key=lambda key: -votes[key][1])
    mentions = dict.fromkeys(votes, 0)
    for key in ranked[:_MENTIONS]:
        if fine(votes[key][0]) > 1:
            mentions[key] = sum(votes[key][0].name in t.record.article.text for t in told)
    scores = {key: support(key) for key in votes}
    best = max(given, key=lambda each: (scores[_key(each[1])], fine(each[1]), each[1].latitude is not None))
    return best[1], best[0]


def _known(place: Where) -> float:
    """What a place weighs by what is known of it: one on the map most, one with a name more than 'a minibus'."""
    if place.latitude is not None:
        return 1.0
    return 0.8 if place.name[:1].isupper() else 0.3


_MENTIONED = 0.1  # so that names in the text decide between equals and outvote nobody
_MENTIONS = 20  # places whose names are looked for; the twenty with most votes, or a page of lists would cost too much


def _backing(one: Where, place: Where) -> float:
    """How far one telling's place speaks for another: fully for the same, less for one around it, little for one in it,
    since 'in Ohio' bears out Columbus, and Columbus does not make it all of Ohio."""
    if not same_place(one, place):
        return 0.0
    if folded(one.name) == folded(place.name):
        return 1.0
    return 0.7 if fine(one) < fine(place) else 0.3 if fine(one) > fine(place) else 0.5


_Key = tuple[object, ...]


def _key(p: Where) -> _Key:
    return (folded(p.name), p.geonames, p.latitude, p.longitude, p.precision, p.country_code, p.admin1, p.admin2)


_NAMES = 50  # people of one last name that a shorter name is held against; no incident has more


def _head(words: tuple[str, ...]) -> tuple[str, ...]:
    """The word that a name is mostly: its last, or the last before 'of'."""
    at = words.index("of") if "of" in words[1:] else len(words)
    return words[at - 1 : at]


class Taking(NamedTuple):
    """One participant over all tellings, with the words of each."""

    participant: Participant
    anchors: tuple[Anchor, ...]
    origins: tuple[str, ...]


def participants(told: Sequence[Told]) -> tuple[Taking, ...]:
    """Who took part, by role: names that may be one person's or body's are one, under the fullest name ('market' and
    'the covered market of Dol Aren'). Statements in ``given_by`` are written ``report#statement``, since each record
    counts its own. An outlet of these reports takes no part on one origin's word, which is a misread 'told the Voice'.
    """
    held: dict[tuple[str, tuple[str, ...]], list[tuple[Told, Participant]]] = {}
    for t in told:
        for p in t.incident.participants:
            held.setdefault((p.role, folded(p.name)), []).append((t, p))
    merged: dict[tuple[str, tuple[str, ...]], list[tuple[Told, Participant]]] = {}
    by_last: dict[tuple[str, tuple[str, ...]], list[tuple[str, tuple[str, ...]]]] = {}
    for key in sorted(held, key=lambda k: (-len(k[1]), k[1], k[0])):
        role, words = key
        longer = by_last.setdefault((role, _head(words)), [])
        near = [k for k in longer[:_NAMES] if set(words) <= set(k[1])]
        home = near[0] if len(near) == 1 else key
        if home not in merged:
            longer.append(home)
        merged.setdefault(home, []).extend(held[key])
    out: list[Taking] = []
    media = {folded(name) for t in told for name in (t.record.article.outlet, *t.record.article.agencies) if name}
    for (_, words), group in merged.items():
        once = len({t.origin for t, _ in group}) == 1
        if words in media and once and all(p.kind == "unknown" and not p.given_by for _, p in group):
            continue
        first, best = max(group, key=lambda each: len(folded(each[1].name)))
        given = [] if any(not p.given_by for _, p in group) else [f"{t.id}#{s}" for t, p in group for s in p.given_by]
        kinds: list[ActorKind] = [p.kind for _, p in group if p.kind != "unknown"]
        whole = Participant(
            role=best.role,
            name=best.name,
            spans=best.spans,
            text=best.text,
            kind=max(kinds, key=lambda k: (kinds.count(k), -kinds.index(k))) if kinds else "unknown",
            given_by=tuple(dict.fromkeys(given)),
            allegiance=next((p.allegiance for _, p in group if p.allegiance), None),
        )
        ranked = sorted(group, key=lambda each: each[0] is not first or each[1] is not best)
        anchors = tuple(Anchor(t.record.article.id, p.spans, p.text) for t, p in ranked)
        out.append(Taking(whole, tuple(dict.fromkeys(anchors)), tuple(dict.fromkeys(t.origin for t, _ in group))))
    roles = ("perpetrator", "claimant", "victim", "target", "rescuer")
    return tuple(sorted(out, key=lambda t: (roles.index(t.participant.role), -len(t.origins), t.participant.name)))
