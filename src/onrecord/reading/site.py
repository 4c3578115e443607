"""The site: where an incident happened, told apart from places that are merely named."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.reading.clusters import Cluster
from onrecord.reading.givers import apart
from onrecord.reading.places import PlaceMention, exactness
from onrecord.reading.placing import called
from onrecord.reading.signs import Part
from onrecord.reading.spots import MARKED, Spots, key, with_marked
from onrecord.reading.words import Page
from onrecord.record import Entity, Span, Statement, Where, words


class Site:
    """The places of an article by sentence."""

    def __init__(self, text: str, places: Sequence[PlaceMention], page: Page) -> None:
        self.text = text
        self.page = page
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
        return key(named[0]) if named else " ".join(self.text[part.start : part.end].lower().split())

    def wheres(
        self,
        clusters: Sequence[Cluster],
        *,
        statements: Sequence[Statement] = (),
        entities: Sequence[Entity] = (),
        title: str | None = None,
    ) -> list[Where | None]:
        """The place of each of a report's clusters; None where it names none that is likely to be."""
        places = with_marked(self.text, self.places, clusters)
        spots = Spots(places, self.page, clusters, statements=statements, entities=entities, title=title)
        out: list[Where | None] = []
        for k in range(len(clusters)):
            choice = spots.choice(k)
            if not choice.places:
                out.append(None)
                continue
            around = places[choice.around] if choice.around is not None else None
            out.append(self._made([places[n] for n in choice.places], places[choice.best], around))
        return out

    def _made(self, said: Sequence[PlaceMention], p: PlaceMention, around: PlaceMention | None) -> Where:
        """A place as the record has it: where it lies is its own, or that of the listed place ``around`` it, whose
        words then stand with its own."""
        spans = apart(Span(q.start, q.end) for q in (*said, *([around] if around else [])))
        lies = around or p
        if lies.feature == MARKED:
            return Where(name=called(self.text, p), spans=spans, text=words(self.text, spans))
        exact = exactness(lies, self.text)
        return Where(
            name=called(self.text, p),
            spans=spans,
            text=words(self.text, spans),
            latitude=lies.latitude,
            longitude=lies.longitude,
            country=lies.country,
            country_code=lies.country_code,
            admin1=lies.admin1,
            admin2=lies.admin2,
            geonames=p.geonames,
            gazetteer=p.gazetteer_id,
            precision=exact.precision,
            geo_precision=exact.geo_precision,
            where_prec=exact.where_prec,
        )
