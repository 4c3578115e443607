"""Placing: an article's places looked up, and put on its entities."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from onrecord.gazetteer import Gazetteer, GazetteerError, Own, opened
from onrecord.reading.mentions import Mention
from onrecord.reading.places import PlaceMention, resolve_places
from onrecord.record import Article, Entity, Span, Statement


class Placer:
    """Looks an article's places up. The gazetteer is opened, and compiled where it never was, at the first article.

    ``problem`` says why there is no gazetteer; names of places are then found but have no coordinates."""

    def __init__(self, own: Own | None = None, *, gazetteer: Gazetteer | None = None) -> None:
        self.own = own
        self.problem: str | None = None
        self._gazetteer = gazetteer
        self._tried = gazetteer is not None
        self._lock = threading.Lock()

    def gazetteer(self) -> Gazetteer | None:
        """The gazetteer, or None where it can be neither opened nor compiled."""
        with self._lock:
            if not self._tried:
                self._tried = True
                try:
                    self._gazetteer = opened()
                except GazetteerError as error:
                    self.problem = str(error)
        return self._gazetteer

    def of(self, article: Article, mentions: Iterable[Mention]) -> list[PlaceMention]:
        """Every place named in the article, in order; ``mentions`` are the encoder's."""
        candidates = [(m.start, m.end, m.kind) for m in mentions]
        return resolve_places(article.text, candidates, gazetteer=self.gazetteer(), own=self.own)


def _key(p: PlaceMention) -> tuple[object, ...]:
    return (p.name.lower(),) if p.latitude is None else (p.latitude, p.longitude)


def called(text: str, p: PlaceMention) -> str:
    """A place as the report calls it; in a text all in capitals, as the gazetteer does."""
    words = " ".join(text[p.start : p.end].split())
    return p.name if words.isupper() and len(words) > 3 else words


def placed(
    text: str, entities: Sequence[Entity], statements: Iterable[Statement], places: Sequence[PlaceMention]
) -> tuple[Entity, ...]:
    """The entities with one for every place: its mentions, coordinates and ids.

    An entity that the encoder took for a place and the gazetteer does not is left out, unless a statement is its
    own."""
    groups: dict[tuple[object, ...], list[PlaceMention]] = {}
    for p in places:
        groups.setdefault(_key(p), []).append(p)
    speaking = {e for s in statements if s.source for e in s.source.entities}
    speaking |= {h.entity for s in statements for h in s.reported_by if h.entity}
    out: list[Entity] = []
    taken: set[tuple[object, ...]] = set()
    for e in entities:
        if e.kind != "place":
            out.append(e)
            continue
        key = next((k for k, held in groups.items() if k not in taken and _meets(e, held)), None)
        if key is not None:
            taken.add(key)
            out.append(_with(e, groups[key], text))
        elif e.id in speaking:
            out.append(e)
    number = max((int(e.id[1:]) for e in entities), default=0)
    for key, held in groups.items():
        if key not in taken:
            number += 1
            out.append(_with(Entity(f"e{number}", "place", held[0].name), held, text))
    return tuple(out)


def _meets(e: Entity, held: Sequence[PlaceMention]) -> bool:
    return any(m.start < p.end and p.start < m.end for m in e.mentions for p in held)


def _with(e: Entity, held: Sequence[PlaceMention], text: str) -> Entity:
    p = held[0]
    ids = {"geonames": p.geonames} if p.geonames else {}
    if p.gazetteer_id and p.gazetteer_id != f"geonames:{p.geonames}":
        ids["gazetteer"] = p.gazetteer_id
    return replace(
        e,
        name=called(text, p),
        mentions=tuple(sorted({Span(q.start, q.end) for q in held})),
        ids={**e.ids, **ids},
        latitude=p.latitude,
        longitude=p.longitude,
        country=p.country,
        admin1=p.admin1,
    )
