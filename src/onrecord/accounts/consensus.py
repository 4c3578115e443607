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
from onrecord.record import ActorKind, IncidentType, Participant, When, Where

_FAR = 7  # days after which a report's memory of the day counts for half
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
    """The type that most origins give; of equals the one of which the readers were surer, then the earlier."""
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
    """A telling's date as days, and what its word weighs."""

    told: Told
    earliest: Day
    latest: Day
    weight: float


def dated(told: Sequence[Told]) -> list[Dated]:
    """The tellings that give a date, weighed by precision, by nearness to publication and by origin."""
    out: list[Dated] = []
    for tellings in by_origin(told).values():
        given = [(t, day(t.incident.date.earliest), day(t.incident.date.latest)) for t in tellings]
        for t, earliest, latest in given:
            if earliest is None or latest is None:
                continue
            wide = (latest - earliest).days
            weight = _news(t) / (1.0 + math.log1p(max(0, wide)))
            said = day(published(t))
            if said is not None:
                weight *= 1.0 / (1.0 + max(0, (said - latest).days) / _FAR)
            out.append(Dated(t, earliest, latest, weight / len(tellings)))
    return out


def when(told: Sequence[Told]) -> tuple[When, Told | None]:
    """The date that the origins agree on best, and the telling whose words it is."""
    given = dated(told)
    if not given:
        return When(), None

    def support(one: Dated) -> float:
        total = 0.0
        for other in given:
            if one.earliest <= other.latest and other.earliest <= one.latest:
                same = one.earliest == other.earliest and one.latest == other.latest
                total += other.weight * (1.0 if same else 0.5)
        return total

    best = max(given, key=lambda d: (round(support(d), 6), -(d.latest - d.earliest).days, round(d.weight, 6)))
    return best.told.incident.date, best.told


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
    """The place that the origins agree on best; of those that agree the finest."""
    given = [(t, t.incident.place) for t in told if t.incident.place is not None]
    if not given:
        return None, None
    sizes = {origin: len(each) for origin, each in by_origin([t for t, _ in given]).items()}

    def support(place: Where) -> float:
        total = 0.0
        for t, other in given:
            if other is not None and same_place(place, other):
                exact = folded(place.name) == folded(other.name)
                total += _news(t) / sizes[t.origin] * (1.0 if exact else 0.7)
        return round(total, 6)

    best = max(given, key=lambda each: (support(each[1]), fine(each[1]), each[1].latitude is not None))
    return best[1], best[0]


class Taking(NamedTuple):
    """One participant over all tellings, with the words of each."""

    participant: Participant
    anchors: tuple[Anchor, ...]
    origins: tuple[str, ...]


def participants(told: Sequence[Told]) -> tuple[Taking, ...]:
    """Who took part, by role: names that may be one person's or body's are one, under the fullest name. Statements in
    ``given_by`` are written ``report#statement``, since each record counts its own."""
    held: dict[tuple[str, tuple[str, ...]], list[tuple[Told, Participant]]] = {}
    for t in told:
        for p in t.incident.participants:
            held.setdefault((p.role, folded(p.name)), []).append((t, p))
    merged: dict[tuple[str, tuple[str, ...]], list[tuple[Told, Participant]]] = {}
    for key in sorted(held, key=lambda k: (-len(k[1]), k[1], k[0])):
        role, words = key
        near = [k for k in merged if k[0] == role and words and k[1][-1:] == words[-1:] and set(words) <= set(k[1])]
        merged.setdefault(near[0] if len(near) == 1 else key, []).extend(held[key])
    out: list[Taking] = []
    for group in merged.values():
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
