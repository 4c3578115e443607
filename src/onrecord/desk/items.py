"""The statements and figures of one report, as its page lists them: who said what through whom, and what people said of
that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from onrecord.accounts.amendments import amended, found, of_figure, parted
from onrecord.desk.passages import Mark
from onrecord.desk.spoken import interval, sign
from onrecord.desk.terms import word
from onrecord.desk.veils import Veils
from onrecord.desk.words import Sign, who
from onrecord.ledger.amending import Held
from onrecord.record import Figure, Incident, Record, Source, Spans, Statement

DEEDS: dict[str, Sign] = {
    "accept": Sign("accept", "✓", lazy("accepted")),
    "correct": Sign("correct", "✎", lazy("corrected")),
    "reject": Sign("reject", "✗", lazy("rejected")),
    "add": Sign("add", "+", lazy("added")),
}
"""What a person did to a statement or a figure."""

UNSURE = 0.8
"""Below this confidence the page says how sure the reader was; some one in twenty statements is."""


QUOTE = 600
"""Characters of a statement that the list has: the whole stands beside it, in the text."""

Range = tuple[int, int]


class Quick:
    """Templates ask for ``x["name"]`` first; to raise an error each time takes longer than to answer."""

    __slots__ = ()

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


@dataclass(frozen=True, slots=True)
class Note(Quick):
    """One person's word on an item. ``hash`` is that of its line of the log."""

    deed: Sign
    who: str
    at: str
    reason: str
    hash: str
    stands: bool


@dataclass(frozen=True, slots=True)
class Item(Quick):
    """One statement or figure. ``id`` is its target for amendments, ``dom`` its id on the page, ``mark`` what is put
    before its words ('S3'), ``says`` what those hear who do not see the page."""

    id: str
    dom: str
    mark: str
    figure: bool
    spans: Spans
    quote: str
    graphic: bool
    says: str
    who: str = ""
    role: str = ""
    through: tuple[str, ...] = ()
    act: str = ""
    kind: str = ""
    number: str = ""
    counts: str = ""
    givers: tuple[tuple[str, str], ...] = ()
    incident: str | None = None
    unsure: int | None = None
    out: bool = False
    was: str = ""
    notes: tuple[Note, ...] = ()
    state: Sign | None = None

    @property
    def line(self) -> str:
        """All of it on one line."""
        if self.figure:
            givers = ", ".join(name for _dom, name in self.givers)
            return f"{self.number} {self.counts} · {givers or _('the report itself')} · {self.quote}"
        return f"{self.who} · {self.act}, {self.kind} · {self.quote}"


@dataclass(frozen=True, slots=True)
class Items:
    """Items of a report: those that stand (``items``) and those that were rejected (``out``), in the order of the text.
    ``record`` is the whole record as people have it, ``looked`` counts what of it some person looked at."""

    items: tuple[Item, ...]
    out: tuple[Item, ...]
    record: Record
    looked: int
    authors: frozenset[str]
    by_id: Mapping[str, Item]

    def mine(self, who: str) -> bool:
        """Whether something stands that ``who`` may take back."""
        return who in self.authors


def dom(target: str) -> str:
    """A target as an id on the page."""
    return f"{'whole' if target.startswith('.') else ''}{target.replace('.', '-')}"


def seen(record: Record, hidden: Iterable[str]) -> Record:
    """The record without the incidents that this person may not see (``hidden``: their ids in the record)."""
    gone = frozenset(hidden)
    if not gone:
        return record
    return msgspec.structs.replace(
        record,
        incidents=tuple(i for i in record.incidents if i.id not in gone),
        prospects=tuple(i for i in record.prospects if i.id not in gone),
    )


def standing(
    read: Record,
    held: Sequence[Held],
    *,
    veils: Veils,
    hidden: frozenset[str] = frozenset(),
    told: Mapping[str, str] | None = None,
    graphic: Sequence[Range] = (),
    part: Range | None = None,
    also: Collection[str] = (),
    said: Callable[[str], str] | None = None,
) -> Items:
    """The items of a record as people have it, those alone that have words in ``part`` of the text, or are in ``also``.
    ``told`` are addresses of incidents by their ids in the record, ``hidden`` those of the record that are not shown,
    ``graphic`` passages that are folded, ``said`` what reasons go through."""
    held = [h for h in held if not (of_figure(h.amendment.target) and parted(h.amendment.target)[0] in hidden)]
    stand = [h.amendment for h in held if h.stands]
    notes: dict[str, list[Note]] = {}
    for h in held:
        notes.setdefault(h.amendment.target, []).append(
            Note(DEEDS[h.amendment.act], h.who, h.at, (said or veils.words)(h.reason), h.hash, h.stands)
        )
    record = seen(amended(read, stand), hidden)

    def made(of: Record, *, only: Collection[str] | None = None, out: bool = False) -> list[Item]:
        return _Maker(of, veils, told or {}, graphic, notes, out=out).items(part, also, only)

    live = made(record)
    here = {i.id for i in live}
    out: list[Item] = []
    gone = {t for t, each in notes.items() if any(n.stands and n.deed.kind == "reject" for n in each)}
    if gone:
        # What was rejected is told as it was before that.
        before = amended(read, [a for a in stand if a.act != "reject"])
        out = [i for i in made(seen(before, hidden), only=gone, out=True) if found(record, i.id) is None]
    if stand:
        # Beside what a person made something else stands what was read.
        first = {i.id: i.line for i in made(seen(read, hidden), only=here)}
        live = [replace(i, was=first[i.id]) if first.get(i.id, i.line) != i.line else i for i in live]
    looked = sum(any(n.stands for n in each) and found(record, target) is not None for target, each in notes.items())
    authors = frozenset(h.who for h in held if h.stands)
    return Items(tuple(live), tuple(out), record, looked, authors, {i.id: i for i in (*live, *out)})


class _Maker:
    """Makes items of one record."""

    def __init__(
        self,
        record: Record,
        veils: Veils,
        told: Mapping[str, str],
        graphic: Sequence[Range],
        notes: Mapping[str, Sequence[Note]],
        *,
        out: bool,
    ) -> None:
        self.record, self.told, self.graphic, self.notes, self.out = record, told, graphic, notes, out
        self.words = veils.words
        self.numbers = {s.id: n for n, s in enumerate(record.statements)}

    def items(self, part: Range | None, also: Collection[str], only: Collection[str] | None) -> list[Item]:
        """Those with words in ``part``, or in ``also``; of these, those in ``only``."""

        def wanted(id: str, spans: Spans) -> bool:
            if only is not None and id not in only:
                return False
            return part is None or id in also or any(a < part[1] and part[0] < b for a, b in spans)

        out = [
            self._statement(s, f"S{n}")
            for n, s in enumerate(self.record.statements, 1)
            if wanted(s.id, s.content.spans)
        ]
        figures = [
            (f"{i.id}.{f.id}", i, f) for i in (*self.record.incidents, *self.record.prospects) for f in i.figures
        ]
        figures.sort(key=lambda each: each[2].spans[:1])
        out += [self._figure(id, i, f, f"F{n}") for n, (id, i, f) in enumerate(figures, 1) if wanted(id, f.spans)]
        out.sort(key=lambda each: (each.spans[:1], each.figure))
        return out

    def _name(self, source: Source | None) -> str:
        return self.words(source.name or source.text) if source is not None else _("nobody named")

    def _folded(self, spans: Spans) -> bool:
        return any(a < end and start < b for start, end in self.graphic for a, b in spans)

    def _noted(self, target: str) -> tuple[tuple[Note, ...], Sign | None]:
        notes = tuple(self.notes.get(target, ()))
        return notes, next((n.deed for n in reversed(notes) if n.stands), None)

    def _quote(self, text: str) -> str:
        shown = self.words(text)
        return shown if len(shown) <= QUOTE else f"{shown[:QUOTE]}…"

    def _statement(self, s: Statement, mark: str) -> Item:
        name = self._name(s.source)
        role = s.source.role if s.source is not None and s.source.role != s.source.name else None
        notes, state = self._noted(s.id)
        return Item(
            id=s.id, dom=dom(s.id), mark=mark, figure=False, spans=s.content.spans, quote=self._quote(s.content.text),
            graphic=self._folded(s.content.spans), who=name, role=self.words(role or ""),
            says=_("Statement %(mark)s by %(who)s") % {"mark": mark, "who": name},
            through=tuple(dict.fromkeys(self.words(h.name or h.text) for h in s.reported_by)),
            act=word(s.cue.act if s.cue is not None else "asserts", "act"), kind=word(s.kind, "statement"),
            unsure=round(s.confidence * 100) if s.confidence < UNSURE else None,
            notes=notes, state=state, out=self.out,
        )  # fmt: skip

    def _figure(self, target: str, incident: Incident, f: Figure, mark: str) -> Item:
        number = interval(f.low, f.high)
        # The harm first: after a number many languages bend the word for whom it counts.
        whom = who(f.who.group, nation=f.who.nation, attackers=f.side == "attackers")
        counts = f"{word(f.harm, 'harm')}{sign(', ')}{whom}"
        notes, state = self._noted(target)
        givers = [self.record.statements[self.numbers[s]] for s in f.given_by if s in self.numbers]
        return Item(
            id=target, dom=dom(target), mark=mark, figure=True, spans=f.spans, quote=self._quote(f.text),
            graphic=self._folded(f.spans), number=number, counts=counts,
            says=_("Figure %(mark)s: %(number)s %(counts)s") % {"mark": mark, "number": number, "counts": counts},
            givers=tuple((dom(s.id), self._name(s.source)) for s in givers),
            incident=self.told.get(incident.id), notes=notes, state=state, out=self.out,
        )  # fmt: skip


def marks(record: Record) -> list[Mark]:
    """What of a record is marked in its text. The content of a statement begins with what points to it."""
    out: list[Mark] = []
    for s in record.statements:
        layers: list[tuple[str, Spans]] = [("content", s.content.spans)]
        if s.source is not None:
            layers.append(("source", s.source.spans))
        if s.cue is not None:
            layers.append(("cue", s.cue.spans))
        layers += [("hand", h.spans) for h in s.reported_by]
        out += [Mark(a, b, kind, s.id) for kind, spans in layers for a, b in spans]
    for i in (*record.incidents, *record.prospects):
        out += [Mark(a, b, "figure", f"{i.id}.{f.id}") for f in i.figures for a, b in f.spans]
    return out
