"""What a later version of a page says otherwise: figures, statements, title, authors, days, place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec

from onrecord.accounts.intervals import Interval, spoken
from onrecord.accounts.sheet import Anchor
from onrecord.accounts.title import spoken as spoken_date
from onrecord.accounts.title import spoken_day
from onrecord.accounts.voices import Voices, named
from onrecord.accounts.words import folded
from onrecord.record import Figure, Incident, Record, Spans, Statement

Kind = Literal["figure", "statement", "title", "author", "published", "date", "place", "text"]

_ALIKE = 0.5  # the share of words that two statements must have in common to be one in other words
_AROUND = 80  # characters around a figure by which it is known again: about its clause


class Change(msgspec.Struct, frozen=True, omit_defaults=False, gc=False):
    """One thing that a later version says otherwise.

    ``before`` is null for what is new, ``after`` for what is gone; ``what`` names it ('killed, people, by the
    hospital'; the speaker of a statement), ``says`` tells the change in a phrase. The anchors are the words in each
    version.
    """

    kind: Kind
    what: str
    before: str | None
    after: str | None
    says: str
    old: tuple[Anchor, ...] = ()
    new: tuple[Anchor, ...] = ()


def changes(old: Record, new: Record) -> tuple[Change, ...]:
    """What the version ``new`` of a page says otherwise than ``old``: figures first, then statements, then the rest.

    Nothing is said of what only moved. Where the text differs and nothing else does, that is the one change.
    """
    found = [*_figures(old, new), *_statements(old, new), *_head(old, new), *_incidents(old, new)]
    if not found and old.article.text != new.article.text:
        found += _text(old.article.text, new.article.text)
    return tuple(found)


class _Counted(NamedTuple):
    figure: Figure
    givers: tuple[str, ...]
    around: frozenset[str]
    anchor: Anchor

    @property
    def number(self) -> Interval:
        return Interval(self.figure.low, self.figure.high)

    @property
    def what(self) -> str:
        group = self.figure.who.group
        side = " (attackers)" if self.figure.side == "attackers" else ""
        by = f", by {named(self.givers)}" if self.givers else ""
        return f"{self.figure.harm}, {group}{side}{by}"


def _counted(record: Record) -> list[_Counted]:
    voices = Voices(record)
    text = record.article.text
    out: list[_Counted] = []
    for f in (f for i in record.incidents for f in i.figures):
        start, end = (f.spans[0][0], f.spans[-1][1]) if f.spans else (0, 0)
        around = frozenset(text[max(0, start - _AROUND) : end + _AROUND].casefold().split())
        givers = tuple(v.name for v in voices.of(f.given_by))
        out.append(_Counted(f, givers, around, Anchor(record.article.id, f.spans, f.text)))
    return out


def _figures(old: Record, new: Record) -> Iterator[Change]:
    before, after = _counted(old), _counted(new)

    def same(c: _Counted) -> tuple[object, ...]:
        f = c.figure
        return f.harm, f.side, f.who.group, f.low, f.high, tuple(folded(g) for g in c.givers), f.text.casefold()

    held = Counter(same(c) for c in before) & Counter(same(c) for c in after)
    left, right = _without(before, same, held), _without(after, same, held)
    pairs = sorted(
        ((_alike(a, b), i, j) for i, a in enumerate(left) for j, b in enumerate(right) if _may_be_one(a, b)),
        key=lambda each: (-each[0], each[1], each[2]),
    )
    gone: dict[int, int] = {}
    for likeness, i, j in pairs:
        if likeness >= _ALIKE and i not in gone and j not in gone.values():
            gone[i] = j
    for i, a in enumerate(left):
        match = gone.get(i)
        if match is None:
            yield Change(
                "figure", a.what, spoken(a.number), None, f"{a.figure.harm}: {spoken(a.number)} is gone", (a.anchor,)
            )
            continue
        b = right[match]
        if a.number != b.number or a.figure.harm != b.figure.harm:
            was, now = spoken(a.number), spoken(b.number)
            if a.figure.harm != b.figure.harm:
                was, now = f"{was} {a.figure.harm}", f"{now} {b.figure.harm}"
            yield Change("figure", a.what, was, now, f"{a.figure.harm}: {was} became {now}", (a.anchor,), (b.anchor,))
        elif a.what != b.what:
            says = f"{a.figure.harm}: {spoken(a.number)} is now given for {b.what}"
            yield Change("figure", a.what, a.what, b.what, says, (a.anchor,), (b.anchor,))
    for j, b in enumerate(right):
        if j not in gone.values():
            says = f"{b.figure.harm}: {spoken(b.number)} is new"
            yield Change("figure", b.what, None, spoken(b.number), says, (), (b.anchor,))


def _without(counted: Sequence[_Counted], key: object, held: Counter[tuple[object, ...]]) -> list[_Counted]:
    assert callable(key)
    left = Counter(held)
    out: list[_Counted] = []
    for c in counted:
        if left[key(c)] > 0:
            left[key(c)] -= 1
        else:
            out.append(c)
    return out[:200]  # pairs are compared one with another; no report has more numbers that changed


def _may_be_one(a: _Counted, b: _Counted) -> bool:
    return a.figure.side == b.figure.side and (a.figure.harm == b.figure.harm or a.number == b.number)


def _alike(a: _Counted, b: _Counted) -> float:
    """How like two figures are that they may be one: words around, giver, group, harm; 1 at most."""
    shared = len(a.around & b.around) / max(1, min(len(a.around), len(b.around)))
    givers = {folded(g) for g in a.givers} == {folded(g) for g in b.givers}
    group = a.figure.who.group == b.figure.who.group
    return 0.5 * shared + 0.2 * givers + 0.15 * group + 0.15 * (a.figure.harm == b.figure.harm)


def _statements(old: Record, new: Record) -> Iterator[Change]:
    left = {_words(s): s for s in old.statements}
    right = {_words(s): s for s in new.statements}
    gone = [s for key, s in left.items() if key not in right]
    come = [s for key, s in right.items() if key not in left]
    came: set[int] = set()
    index: dict[str, list[int]] = {}
    for j, s in enumerate(come):
        for word in set(_words(s)):
            index.setdefault(word, []).append(j)
    for s in gone:
        mine = set(_words(s))
        shared: Counter[int] = Counter()
        for word in sorted(mine):
            near = index.get(word, ())
            if len(near) <= 20:  # a word that stands in many statements tells none of them
                shared.update(near)
        options = [(n / max(1, len(mine | set(_words(come[j])))), -j) for j, n in shared.items() if j not in came]
        likeness, minus = max(options, default=(0.0, 0))
        who = _speaker(s)
        if likeness >= _ALIKE:
            other = come[-minus]
            came.add(-minus)
            says = f"a statement by {who} is worded otherwise"
            yield Change(
                "statement", who, s.content.text, other.content.text, says, _anchor(old, s), _anchor(new, other)
            )
        else:
            yield Change("statement", who, s.content.text, None, f"a statement by {who} is gone", _anchor(old, s))
    for j, s in enumerate(come):
        if j not in came:
            who = _speaker(s)
            yield Change("statement", who, None, s.content.text, f"a statement by {who} is new", (), _anchor(new, s))


def _words(s: Statement) -> tuple[str, ...]:
    return tuple("".join(c if c.isalnum() else " " for c in s.content.text.casefold()).split())


def _speaker(s: Statement) -> str:
    return (s.source.name or s.source.text) if s.source is not None else "nobody named"


def _anchor(record: Record, s: Statement) -> tuple[Anchor, ...]:
    return (Anchor(record.article.id, s.content.spans, s.content.text),)


def _head(old: Record, new: Record) -> Iterator[Change]:
    a, b = old.article, new.article
    if (a.title or None) != (b.title or None):
        yield Change("title", "title", a.title, b.title, f"title: {_quoted(a.title)} became {_quoted(b.title)}")
    if a.authors != b.authors:
        was, now = named(a.authors) or None, named(b.authors) or None
        yield Change("author", "authors", was, now, f"authors: {was or 'nobody'} became {now or 'nobody'}")
    for what, was, now in (("published", a.published, b.published), ("modified", a.modified, b.modified)):
        if was != now:
            says = f"{what}: {spoken_day(was) if was else 'no day'} became {spoken_day(now) if now else 'no day'}"
            yield Change("published", what, was, now, says)


def _quoted(text: str | None) -> str:
    return f"“{text}”" if text else "none"


def _main(incidents: Iterable[Incident]) -> Incident | None:
    held = list(incidents)
    news = [i for i in held if not i.background] or held
    return max(news, key=lambda i: len(i.mentions.spans), default=None)


def _incidents(old: Record, new: Record) -> Iterator[Change]:
    """Day and place of the incident that each version tells most of."""
    a, b = _main(old.incidents), _main(new.incidents)
    if a is None or b is None:
        return
    was, now = spoken_date(a.date) or None, spoken_date(b.date) or None
    if was != now:
        says = f"day of the incident: {was or 'unknown'} became {now or 'unknown'}"
        yield Change("date", "day of the incident", was, now, says, _at(old, a.date.spans), _at(new, b.date.spans))
    here = a.place.name if a.place is not None else None
    there = b.place.name if b.place is not None else None
    if (folded(here) if here else None) != (folded(there) if there else None):
        says = f"place of the incident: {here or 'unknown'} became {there or 'unknown'}"
        olds = _at(old, a.place.spans) if a.place is not None else ()
        news = _at(new, b.place.spans) if b.place is not None else ()
        yield Change("place", "place of the incident", here, there, says, olds, news)


def _at(record: Record, spans: Spans) -> tuple[Anchor, ...]:
    text = record.article.text
    said = " … ".join(text[start:end] for start, end in spans)
    return (Anchor(record.article.id, spans, said),) if spans else ()


def _text(old: str, new: str) -> list[Change]:
    before, after = Counter(old.split()), Counter(new.split())
    come, gone = sum((after - before).values()), sum((before - after).values())
    if not come and not gone:
        return []

    def many(count: int) -> str:
        return f"{count:,} word{'s' if count != 1 else ''}"

    says = f"the wording: {many(come)} {'are' if come != 1 else 'is'} new and {many(gone)} "
    says += f"{'are' if gone != 1 else 'is'} gone"
    return [Change("text", "wording", many(gone), many(come), says)]
