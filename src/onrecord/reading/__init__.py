"""Reading: from an article to its record. No database, no network, no printing."""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from msgspec.structs import replace

from onrecord.gazetteer import own_file, read_own
from onrecord.reading import titles
from onrecord.reading.casing import cased, shouted
from onrecord.reading.chains import Cited, cited, hands, hears, passed
from onrecord.reading.dates import timexes
from onrecord.reading.incidents import Known, as_written, incidents
from onrecord.reading.lexicon import Lexicon, act_of, lexicon, own_cues, user_file
from onrecord.reading.model import Model
from onrecord.reading.names import Mention, moved, resolve
from onrecord.reading.near import Near, Range, ranges
from onrecord.reading.pieces import Pieces, pieces, quotations
from onrecord.reading.placing import Placer, placed
from onrecord.reading.signs import Raw, signs
from onrecord.reading.statements import DEFAULT, Found, Settings, statements
from onrecord.reading.view import View, view
from onrecord.reading.words import page
from onrecord.record import (
    Article,
    Content,
    Cue,
    Entity,
    Hand,
    Record,
    Source,
    Spans,
    Statement,
    StatementKind,
    words,
)
from onrecord.record import (
    Reader as ReaderVersion,
)

READS = ("statements", "entities", "incidents", "figures", "places", "timexes")
# A text longer than this is read in parts, cut between paragraphs, so that memory does not follow its length.
_PART = 60_000
_AS_SAYING = re.compile(r"\s+as\s+(?:having\s+)?\w+")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


class Reader:
    """The model and the lexicon, ready to read article after article."""

    def __init__(
        self, model: Model, known: Lexicon, *, settings: Settings = DEFAULT, places: Placer | None = None
    ) -> None:
        self.model = model
        self.known = known
        self.settings = settings
        self.places = places or Placer()

    @classmethod
    def load(
        cls, folder: Path | None = None, *, threads: int = 2, own: Path | None = None, places: Path | None = None
    ) -> Self:
        """The reader with the weights in ``folder`` (those of the package by default), a person's own words, and their
        own places, which win over the gazetteer's.

        Raises :class:`~onrecord.reading.model.ModelError`, :class:`~onrecord.reading.lexicon.LexiconError` or
        :class:`~onrecord.gazetteer.GazetteerError`.
        """
        own = own or user_file()
        known = lexicon(own)
        titles.extend(own)
        of_places = places or own_file()
        return cls(Model(folder, threads=threads), known, places=Placer(read_own(of_places) if of_places else None))

    def read(self, article: Article, *, input_id: str | None = None) -> Record:
        """The record of ``article``. Every span points into ``article.text`` as it is."""
        from onrecord import __version__

        text = cased(article.text)
        statements, entities, mentions, raws = self.statements(article, text)
        words_of = page(text)
        times = timexes(text, published=article.published)
        places = self.places.of(article, mentions)
        with_places = placed(text, entities, statements, places)
        happened, prospects = incidents(
            signs(raws, words_of),
            Known(text, words_of, statements, with_places, times, places, article.published, article.title),
        )
        if text != article.text:
            happened, prospects = (tuple(as_written(i, article.text) for i in some) for some in (happened, prospects))
            times = tuple(replace(t, text=words(article.text, t.spans)) for t in times)
        return Record(
            reader=ReaderVersion(version=__version__, model=self.model.name, reads=READS),
            input_id=input_id,
            article=article,
            statements=statements,
            entities=with_places,
            incidents=happened,
            prospects=prospects,
            timexes=times,
        )

    def statements(
        self, article: Article, text: str | None = None
    ) -> tuple[tuple[Statement, ...], tuple[Entity, ...], list[Mention], list[Raw]]:
        """The article's statements and entities; the names that the encoder marked, and all its marks.

        ``text`` is the article's as ordinary letters would write it, where that is known already."""
        text = cased(article.text) if text is None else text
        found: list[Statement] = []
        mentions: list[Mention] = []
        raws: list[Raw] = []
        for start, end in _parts(article.text):
            told, named, raw = self._part(article.text[start:end], text[start:end])
            found.extend(moved(s, start) if start else s for s in told)
            mentions.extend(m._replace(start=m.start + start, end=m.end + start) for m in named)
            if raw is not None:
                raws.append(raw._replace(at=start))
        numbered = tuple(replace(s, id=f"s{n}") for n, s in enumerate(found, 1))
        # 'I' and 'we' outside quotations are the one who signed, or the outlet of an unsigned report; of several who
        # signed it is not known which.
        author = article.authors[0] if len(article.authors) == 1 else None
        narrator = None if article.authors else article.outlet
        named_statements, entities = resolve(text, mentions, numbered, author=author, narrator=narrator)
        return named_statements, entities, mentions, raws

    def _part(self, text: str, ordinary: str) -> tuple[list[Statement], list[Mention], Raw | None]:
        capitals = ordinary != text and shouted(text)
        seen = view(ordinary if capitals else text)
        cut = pieces(seen)
        if not cut.ids:
            return [], [], None
        marks = self.model.marks(cut, sure=_own(seen, cut, self.known))
        quoted = ranges(quotations(seen))
        found = [
            f
            for f in statements(marks, cut, seen, self.settings, passive=self.known.passive)
            if not self._never(f, seen)
        ]
        told = [self._statement(f, text, seen, quoted) for f in _once_cited(found, seen.text)]
        named = []
        for e in marks.entities:
            start, end = seen.span(cut.starts[e.start], cut.ends[e.end - 1])
            named.append(Mention(start, end, e.kind))
        if capitals:
            # The encoder learnt incidents from reports in capitals too, but statements and names only from others.
            seen = view(text)
            cut = pieces(seen)
            marks = self.model.marks(cut)
        return told, named, Raw(marks, cut, seen, 0)

    def _never(self, f: Found, seen: View) -> bool:
        """Whether a person said that these words are no cue."""
        return f.cue is not None and seen.text[f.cue[0] : f.cue[1]].lower() in self.known.never

    def _statement(self, f: Found, text: str, seen: View, quoted: Near[Range]) -> Statement:
        def spans(ranges: list[tuple[int, int]]) -> Spans:
            return tuple(seen.span(s, e) for s, e in ranges)

        f = _by_hand(f, seen.text)
        content, source = spans(f.content), spans(f.source)
        cue = spans(_around(f.cue, f.source)) if f.cue else ()
        through = hands(seen.text, f.cue, f.content, f.source, f.hands) if f.cue else f.hands
        said = words(text, cue)
        return Statement(
            id="",
            kind=_kind(f.content, quoted),
            content=Content(content, words(text, content)),
            source=Source(source, words(text, source)) if source else None,
            cue=Cue(cue, said, act_of(said, self.known, words(text, content))) if cue else None,
            reported_by=tuple(Hand(spans([h]), words(text, spans([h]))) for h in through),
            confidence=round(min(1.0, f.score), 3),
        )


def _own(seen: View, cut: Pieces, known: Lexicon) -> list[tuple[int, int]]:
    return [(bisect_right(cut.ends, s), bisect_left(cut.starts, e)) for s, e in own_cues(seen.text, known)]


def _once_cited(found: list[Found], text: str) -> list[Found]:
    """``found`` as the statements of those who are cited, but for words of citing that tell what is told already."""
    firsts = [cited(text, f.cue, f.content, f.source) if f.cue else None for f in found]
    told = {one.start for f, one in zip(found, firsts, strict=True) if one and f.cue and f.cue[0] != one.words}
    return [
        _from_first(f, one, text) if one else f
        for f, one in zip(found, firsts, strict=True)
        if not (one and f.cue and f.cue[0] == one.words and one.start in told)
    ]


def _from_first(f: Found, first: Cited, text: str) -> Found:
    """The statement of those who are cited; who cites them is a hand."""
    inside = [(s, e) for s, e in f.source if s >= first.start and e <= first.end]
    passed = [(s, min(e, first.words) if s < first.words else e) for s, e in f.source if (s, e) not in inside]
    cue = f.cue
    if quoted_as := (cue and cue[0] <= first.words <= cue[1] and _AS_SAYING.match(text, first.end)):
        cue = (min(cue[0], first.words), max(cue[1], quoted_as.end()))
    elif cue and cue[0] <= first.words <= first.start < cue[1]:
        cue = (cue[0], cue[0] + len(text[cue[0] : first.start].rstrip()))  # 'reported, citing | the mayor'
    return dataclasses.replace(f, cue=cue, source=[(first.start, first.end)], hands=[*f.hands, *passed])


def _by_hand(f: Found, text: str) -> Found:
    """The statement with what its source tells of its hands: 'diplomats quoted by the Times'; a court only hears."""
    if len(f.source) != 1 or f.cue is None:
        return f
    if hears(text, f.cue, f.source[0]):
        return dataclasses.replace(f, source=[], hands=[*f.hands, *f.source])
    if through := passed(text, f.source[0]):
        return dataclasses.replace(f, source=[through[0]], hands=[*f.hands, through[1]])
    return f


def _around(cue: Range, source: list[Range]) -> list[Range]:
    """The cue without the source inside it: 'quoted | the mayor | as saying'."""
    for s, e in source:
        if cue[0] < s and e < cue[1]:
            return [(cue[0], s - 1), (e + 1, cue[1])]
    return [cue]


def _kind(content: list[Range], quoted: Near[Range]) -> StatementKind:
    """Direct when nearly all of the content is quoted, indirect when none of it is, else mixed."""
    size = sum(e - s for s, e in content)
    inside = sum(max(0, min(e, f) - max(s, t)) for s, e in content for t, f in quoted.at((s, e)))
    # Up to a tenth outside: a comma, 'and', the words in square brackets that an editor put in.
    return "direct" if inside >= 0.9 * size else "mixed" if inside else "indirect"


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of at most about ``_PART`` characters, cut at a blank line where there is one near the end."""
    start = 0
    while start < len(text):
        end = start + _PART
        if end >= len(text):
            yield start, len(text)
            return
        cut = None
        for m in _BLANK_LINE.finditer(text, start + _PART // 2, end):
            cut = m.end()
        cut = cut or text.rfind("\n", start + _PART // 2, end) + 1 or text.rfind(" ", start + 1, end) + 1 or end
        yield start, cut
        start = cut
