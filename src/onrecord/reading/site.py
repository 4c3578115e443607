"""The site: where an incident happened, told apart from places that are merely named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.reading.clusters import Cluster
from onrecord.reading.givers import apart
from onrecord.reading.places import PlaceMention, exactness
from onrecord.reading.placing import called
from onrecord.reading.signs import Part
from onrecord.reading.words import Page
from onrecord.record import Span, Where, words

# A place after these words, in a sentence that tells of an incident, is where it was; 'of', 'from' and 'to' say less.
_AT = re.compile(
    r"\b(?:in|at|near|on|outside|around|inside|across|within|over)\s+(?:(?!(?:from|to)\b)[\w’'-]+,?\s+){0,5}$",
    re.IGNORECASE,
)
_ARTICLES = frozenset({"the", "a", "an"})
_OWN, _AIMED, _BESIDE = 3.0, 1.5, 1.0
# How fine a gazetteer's feature is: of several places of one incident the finest is its own.
_FINE = {"place": 3, "near": 3, "district": 2, "region": 1, "country": 0}


class Site:
    """The places of an article by sentence."""

    def __init__(self, text: str, places: Sequence[PlaceMention], page: Page) -> None:
        self.text = text
        self.places = sorted(places, key=lambda p: p.start)
        self.of_sentence: dict[int, list[PlaceMention]] = {}
        for p in self.places:
            if page.words:
                word = page.nearest(p.start)
                self.of_sentence.setdefault(page.sentence[word], []).append(p)

    def inside(self, part: Part) -> list[PlaceMention]:
        """The places named in a part's words."""
        near = self.of_sentence.get(part.sentence, ())
        return [p for p in near if p.start < part.end and part.start < p.end]

    def key(self, part: Part) -> str:
        """A part's place as one can compare it: the finest place in it, or its words."""
        named = self.inside(part)
        return self._key(named[0]) if named else " ".join(self.text[part.start : part.end].lower().split())

    def _key(self, p: PlaceMention) -> str:
        return p.name.lower() if p.latitude is None else f"{p.latitude:.2f} {p.longitude:.2f}"

    def where(self, c: Cluster) -> Where | None:
        """The place of a cluster; None where its sentences name none."""
        votes: dict[str, float] = {}
        said: dict[str, list[PlaceMention]] = {}
        unnamed: Part | None = None
        for part in c.parts:
            inside = self.inside(part)
            if part.part == "target":
                # 'Shells hit Dol Aren': the town aimed at is where it was; 'the army of Merevia' is not.
                for p in inside:
                    if p.end >= part.end - 1:
                        self._vote(p, _AIMED * part.likely, votes, said)
            if part.part != "place":
                continue
            if not inside and unnamed is None and self.text[part.start : part.end].lower() not in _ARTICLES:
                unnamed = part
            for p in inside:
                self._vote(p, _OWN * part.likely, votes, said)
        if not votes:
            for sentence in dict.fromkeys(t.sentence for t in c.tellings):
                for p in self.of_sentence.get(sentence, ()):
                    if _AT.search(self.text[max(0, p.start - 40) : p.start]):
                        self._vote(p, _BESIDE, votes, said)
        if votes:
            best = max(votes, key=lambda k: (_FINE[self._fine(said[k][0])] + min(2.0, votes[k] / 3), -said[k][0].start))
            return self._made(said[best])
        if unnamed is not None:
            words = self.text[unnamed.start : unnamed.end]
            return Where(name=" ".join(words.split()), spans=(Span(unnamed.start, unnamed.end),), text=words)
        return None

    def _vote(
        self, p: PlaceMention, weight: float, votes: dict[str, float], said: dict[str, list[PlaceMention]]
    ) -> None:
        key = self._key(p)
        votes[key] = votes.get(key, 0.0) + weight
        if p not in said.setdefault(key, []):
            said[key].append(p)

    def _fine(self, p: PlaceMention) -> str:
        return exactness(p, self.text).precision

    def _made(self, said: Sequence[PlaceMention]) -> Where:
        p = said[0]
        exact = exactness(p, self.text)
        spans = apart(Span(q.start, q.end) for q in said)
        return Where(
            name=called(self.text, p),
            spans=spans,
            text=words(self.text, spans),
            latitude=p.latitude,
            longitude=p.longitude,
            country=p.country,
            country_code=p.country_code,
            admin1=p.admin1,
            admin2=p.admin2,
            geonames=p.geonames,
            gazetteer=p.gazetteer_id,
            precision=exact.precision,
            geo_precision=exact.geo_precision,
            where_prec=exact.where_prec,
        )
