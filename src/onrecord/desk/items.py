"""The statements and figures of one report, as its page lists them: who said what through whom, and what people said of
that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from onrecord.accounts.amendments import Amendment, amended, of_figure, parted
from onrecord.desk.passages import Mark
from onrecord.desk.spoken import interval
from onrecord.desk.terms import word
from onrecord.desk.veils import Veils
from onrecord.desk.words import Sign, Word, who
from onrecord.ledger.amending import Held
from onrecord.record import Figure, Record, Source, Spans, Statement

DEEDS: dict[str, Sign] = {
    "accept": Sign("accept", "✓", lazy("accepted")),
    "correct": Sign("correct", "✎", lazy("corrected")),
    "reject": Sign("reject", "✗", lazy("rejected")),
    "add": Sign("add", "+", lazy("added")),
}
"""What a person did to a statement or a figure."""

UNSURE = 0.8
"""Below this confidence the page says how sure the reader was; some one in twenty statements is."""


@dataclass(frozen=True, slots=True)
class Note:
    """One person's word on an item. ``line`` is that of the log."""

    deed: Sign
    who: str
    at: str
    reason: str
    line: int
    hash: str
    stands: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One statement or figure. ``id`` is its target for amendments, ``dom`` its id on the page, ``mark`` what is put
    before its words ('S3'); ``at`` is where these are."""

    id: str
    dom: str
    mark: str
    figure: bool
    spans: Spans
    quote: str
    graphic: bool
    who: str = ""
    role: str = ""
    through: tuple[str, ...] = ()
    act: Word = ""
    kind: Word = ""
    number: str = ""
    counts: str = ""
    givers: tuple[tuple[str, str, str], ...] = ()
    incident: str | None = None
    unsure: int | None = None
    out: bool = False
    was: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def at(self) -> str:
        """Its words in an address."""
        return ",".join(f"{a}-{b}" for a, b in self.spans)

    @property
    def state(self) -> Sign | None:
        """What the last person made of it."""
        return next((n.deed for n in reversed(self.notes) if n.stands), None)

    @property
    def says(self) -> str:
        """For those who hear the page."""
        if self.figure:
            return _("Figure %(mark)s: %(number)s %(counts)s") % {
                "mark": self.mark, "number": self.number, "counts": self.counts,
            }  # fmt: skip
        return _("Statement %(mark)s by %(who)s") % {"mark": self.mark, "who": self.who or _("nobody named")}


@dataclass(frozen=True, slots=True)
class Items:
    """All items of a report: those that stand, in the order of the text, and those that were rejected."""

    items: tuple[Item, ...] = ()
    out: tuple[Item, ...] = ()
    record: Record | None = None
    by_id: Mapping[str, Item] = field(default_factory=dict)


def dom(target: str) -> str:
    """A target as an id on the page."""
    return target.replace(".", "-") if target[:1] not in (".",) else f"whole{target.replace('.', '-')}"


def seen(record: Record, hidden: Iterable[str]) -> Record:
    """The record without the incidents that this person may not see (``hidden``: their ids in the record)."""
    import msgspec

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
    graphic: Sequence[tuple[int, int]] = (),
) -> Items:
    """The items of a record as people have it. ``told`` are the ledger's incidents by those of the record, ``hidden``
    those of the record that are not shown, ``graphic`` passages that are folded."""
    held = [h for h in held if not (of_figure(h.amendment.target) and parted(h.amendment.target)[0] in hidden)]
    stand: list[Amendment] = [h.amendment for h in held if h.stands]
    record = seen(amended(read, stand), hidden)
    notes: dict[str, list[Note]] = {}
    for h in held:
        notes.setdefault(h.amendment.target, []).append(
            Note(DEEDS[h.amendment.act], h.who, h.at, veils.words(h.reason), h.line, h.hash, h.stands)
        )
    make = _Maker(record, veils, told or {}, graphic, notes)
    live = make.items()
    rejected = {a.target for a in stand if a.act == "reject"} & notes.keys()
    if rejected:
        # What was rejected is told as it was before that.
        before = seen(amended(read, [a for a in stand if a.act != "reject"]), hidden)
        gone = _Maker(before, veils, told or {}, graphic, notes, out=True).items()
        standing_ = {i.id for i in live}
        out = tuple(i for i in gone if i.id in rejected and i.id not in standing_)
    else:
        out = ()
    was = _Maker(seen(read, hidden), veils, told or {}, graphic, {}).items() if stand else ()
    first = {i.id: i for i in was}
    live = tuple(_beside(i, first.get(i.id)) for i in live)
    return Items(live, out, record, {i.id: i for i in (*live, *out)})


def _beside(item: Item, first: Item | None) -> Item:
    """With what was read, where a person made it something else."""
    if first is None:
        return item
    from dataclasses import replace

    one, other = _line(first), _line(item)
    return replace(item, was=one) if one != other else item


def _line(item: Item) -> str:
    if item.figure:
        givers = ", ".join(name for _, _, name in item.givers)
        return f"{item.number} {item.counts} · {givers or _('the report itself')} · {item.quote}"
    return f"{item.who or _('nobody named')} {item.act}: {item.quote}"


class _Maker:
    """Makes items of one record."""

    def __init__(
        self,
        record: Record,
        veils: Veils,
        told: Mapping[str, str],
        graphic: Sequence[tuple[int, int]],
        notes: Mapping[str, Sequence[Note]],
        *,
        out: bool = False,
    ) -> None:
        self.record, self.veils, self.told, self.graphic, self.notes, self.out = (
            record, veils, told, graphic, notes, out,
        )  # fmt: skip

    def items(self) -> tuple[Item, ...]:
        record = self.record
        marks = {s.id: f"S{n}" for n, s in enumerate(record.statements, 1)}
        out = [self._statement(s, marks[s.id]) for s in record.statements]
        figures = [(i.id, f) for i in (*record.incidents, *record.prospects) for f in i.figures]
        names = {s.id: self._source(s.source)[0] for s in record.statements}
        for n, (incident, figure) in enumerate(sorted(figures, key=lambda each: each[1].spans[:1]), 1):
            out.append(self._figure(incident, figure, f"F{n}", marks, names))
        out.sort(key=lambda each: (each.spans[:1], each.figure))
        return tuple(out)

    def _source(self, source: Source | None) -> tuple[str, str]:
        if source is None:
            return "", ""
        name = source.name or source.text
        role = source.role if source.role and source.role != name else ""
        return self.veils.words(name), self.veils.words(role or "")

    def _folded(self, spans: Spans) -> bool:
        return any(a < end and start < b for start, end in self.graphic for a, b in spans)

    def _statement(self, s: Statement, mark: str) -> Item:
        name, role = self._source(s.source)
        return Item(
            id=s.id, dom=dom(s.id), mark=mark, figure=False, spans=s.content.spans,
            quote=self.veils.words(s.content.text), graphic=self._folded(s.content.spans), who=name, role=role,
            through=tuple(dict.fromkeys(self.veils.words(h.name or h.text) for h in s.reported_by)),
            act=word(s.cue.act if s.cue is not None else "asserts", "act"), kind=word(s.kind, "statement"),
            unsure=round(s.confidence * 100) if s.confidence < UNSURE else None,
            notes=tuple(self.notes.get(s.id, ())), out=self.out,
        )  # fmt: skip

    def _figure(self, incident: str, f: Figure, mark: str, marks: Mapping[str, str], names: Mapping[str, str]) -> Item:
        target = f"{incident}.{f.id}"
        harm = word(f.harm, "harm")
        counted = who(f.who.group, nation=f.who.nation, attackers=f.side == "attackers")
        return Item(
            id=target, dom=dom(target), mark=mark, figure=True, spans=f.spans, quote=self.veils.words(f.text),
            graphic=self._folded(f.spans), number=interval(f.low, f.high), counts=f"{counted}, {harm}",
            givers=tuple((dom(s), marks[s], names[s] or _("nobody named")) for s in f.given_by if s in marks),
            incident=self.told.get(incident), notes=tuple(self.notes.get(target, ())), out=self.out,
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
