"""A report as one person sees it: its head, its text with what was read in it, what people said of that."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from onrecord.desk import care, items, passages, unsaid
from onrecord.desk.access import Power, Request, may
from onrecord.desk.items import Items, Quick
from onrecord.desk.ledgers import USING
from onrecord.desk.passages import Mark, Paragraph
from onrecord.desk.prepared import Prepared
from onrecord.desk.spoken import moment
from onrecord.desk.words import Word
from onrecord.ledger import amending, originals
from onrecord.ledger.models import Amendment, Report, Sighting
from onrecord.record import Record, from_json

COPIES = 30  # of an origin that the page lists; of more it tells the number
MOST = 200  # ranges of words that an address may mark
_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})\Z")

FURNITURE: dict[str, Word] = {
    "newsletter": lazy("Newsletter"), "social": lazy("Social media"), "rights": lazy("Rights"),
    "disclaimer": lazy("Disclaimer"), "navigation": lazy("Navigation"), "translation": lazy("Translation"),
    "share": lazy("Share links"), "credit": lazy("Credit"), "caption": lazy("Caption"), "head": lazy("Head"),
    "byline": lazy("Byline"), "origin": lazy("Origin"), "contact": lazy("Contact"), "comment": lazy("Comment"),
    "mail": lazy("Mail"), "page": lazy("Page"), "advert": lazy("Advertisement"), "donation": lazy("Donation"),
    "other": lazy("Other"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One incident that the report tells of: the ledger's id, the record's, its name."""

    id: str
    no: str
    title: str
    background: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A report that this person may see, with what its page is made of. ``hidden`` are incidents of the record that are
    not shown, ``gone`` says that the report was withdrawn."""

    row: Report
    record: Record
    told: tuple[Told, ...]
    hidden: frozenset[str]
    versions: tuple[tuple[int, int, bool, str], ...]
    gone: bool

    @property
    def address(self) -> str:
        """Its page."""
        return reverse("report", kwargs={"row": self.row.id})


_BY_ID = Prepared(lambda row: Report.objects.filter(id=row), holes=1)
_VERSIONS = Prepared(
    lambda name: (
        Report.objects.filter(name=name).order_by("version").values_list("id", "version", "withdrawn", "article_id")
    ),
    holes=1,
)
_TOLD = Prepared(
    lambda row: (
        Sighting.objects.filter(report_id=row, incident__isnull=False)
        .order_by("id")
        .values_list("incident_id", "no", "incident__title", "background", "incident__rejected")
    ),
    holes=1,
)


def _same(origin: object, name: object) -> QuerySet[Report]:
    same = Report.objects.filter(origin_id=origin, current=True).exclude(name=name)
    return same.order_by("published", "id").only("id", "name", "title", "outlet", "published")


_SAME = Prepared(lambda origin, name: _same(origin, name)[: COPIES + 1], holes=2)


def found(request: Request, row: int) -> Found:
    """The report of an address; Http404 where there is none that this person may see."""
    request.sight.check_report(row)
    reports = _BY_ID.models(row, using=USING)
    if not reports:
        raise Http404
    report = reports[0]
    versions = _VERSIONS.rows(report.name, using=USING)
    # What an older version tells is hidden where the newest is: decisions about incidents are about that one.
    request.sight.check_report(versions[-1][0])
    versions = [v for v in versions if v[0] not in request.sight.reports]
    gone = any(withdrawn for _, _, withdrawn, _ in versions)
    if gone and request.sight.withdrawn([report.name]):
        raise Http404
    shown, hidden = [], set()
    for id, no, title, background, rejected in _TOLD.rows(row, using=USING):
        if id in request.sight.incidents:
            hidden.add(no)
        elif not rejected:
            shown.append(Told(id, no, title or id, background))
    return Found(
        row=report,
        record=from_json(originals.opened(report.record)),
        told=tuple(shown),
        hidden=frozenset(hidden),
        versions=tuple(versions),
        gone=gone,
    )


def asked(said: str | None) -> tuple[tuple[int, int], ...]:
    """The ranges of ``?at=START-END,START-END``; none where it is not that."""
    out = []
    for each in (said or "").split(",")[:MOST]:
        match = _RANGE.match(each)
        if match is None or int(match[1]) >= int(match[2]):
            return ()
        out.append((int(match[1]), int(match[2])))
    return tuple(out)


def part(said: str | None) -> int | None:
    """The number of a part, as an address or a form says it."""
    return int(said) if said and said.isascii() and said.isdecimal() and len(said) < 6 else None


def of(request: Request, report: Found, *, part: tuple[int, int], also: Collection[str] = ()) -> Items:
    """The items of a part of a report as this person sees them, and of those in ``also``."""
    return items.standing(
        report.record,
        amending.listed(USING, report.row.id),
        veils=care.veils(request),
        hidden=report.hidden,
        told={t.no: reverse("incident", kwargs={"id": t.id}) for t in report.told},
        graphic=folds(request, report.row.id, report.record.article.text),
        part=part,
        also=also,
        said=unsaid.of(request).words,
    )


def folds(request: Request, row: int, text: str) -> list[tuple[int, int]]:
    """The passages that are folded for this person; looked up once a request."""
    if request.user.graphic:
        return []
    kept: dict[int, list[tuple[int, int]]] = request.__dict__.setdefault("folds", {})
    if row not in kept:
        kept[row] = care.graphic(row, text)
    return kept[row]


def body(request: Request, report: Found, *, part: int | None, at: Sequence[tuple[int, int]] = ()) -> dict[str, Any]:
    """What the text and the list of its items are rendered from. ``part`` counts from 1; without one, it is where the
    words of ``at`` are."""
    text = report.record.article.text
    cut = passages.parts(text)
    if part is None:
        first = min((a for a, _ in at), default=0)
        part = next((n for n, (_, high) in enumerate(cut, 1) if first < high), 1)
    number = min(max(part, 1), len(cut))
    low, high = cut[number - 1]
    shown = of(request, report, part=(low, high))
    record = shown.record
    layers = [*items.marks(record), *(Mark(a, b, "here") for a, b in at)]
    paragraphs = passages.passages(
        text,
        [m for m in layers if m.start < high and low < m.end],
        folds=folds(request, report.row.id, text),
        veils=care.veils(request).ranges(text),
        part=(low, high),
    )
    figures = sum(len(i.figures) for i in (*record.incidents, *record.prospects))
    return {
        "report": report,
        "paragraphs": drawn(paragraphs, shown),
        "items": shown.items,
        "out": shown.out,
        "statements": len(record.statements),
        "figures": figures,
        "looked": shown.looked,
        "all": len(record.statements) + figures,
        "part": number,
        "before": number - 1,
        "after": number + 1,
        "parts": len(cut),
        "undoable": shown.mine(request.user.username),
        "amendable": may(request.user, Power.CODE) and report.row.current and not report.gone,
    }


@dataclass(frozen=True, slots=True)
class Piece(Quick):
    """A segment as the page has it: ``refs`` are the items that begin here, ``here`` that the words asked for do."""

    at: int
    length: int
    text: str
    veiled: bool
    classes: str
    of: str
    refs: tuple[items.Item, ...]
    here: bool


@dataclass(frozen=True, slots=True)
class Drawn(Quick):
    """A run of pieces, folded or not; ``here``: the words asked for begin in it."""

    folded: bool
    here: bool
    pieces: tuple[Piece, ...]


def drawn(paragraphs: Sequence[Paragraph], shown: Items) -> tuple[tuple[Drawn, ...], ...]:
    """The paragraphs for the page."""
    begun: set[str] = set()
    sought = False
    out = []
    for paragraph in paragraphs:
        runs = []
        for run in paragraph.runs:
            pieces, at_here = [], False
            for s in run.segments:
                refs = []
                for mark in s.begins:
                    if mark.kind in ("content", "figure") and mark.of not in begun and mark.of in shown.by_id:
                        begun.add(mark.of)
                        refs.append(shown.by_id[mark.of])
                here = not sought and "here" in s.kinds
                sought = sought or here
                at_here = at_here or here
                # Which items the words are of is told by the ids that these have on the page.
                of = " ".join(items.dom(each) for each in s.of)
                pieces.append(
                    Piece(s.start, len(s.text), s.seen, s.shown is not None, s.classes, of, tuple(refs), here)
                )
            runs.append(Drawn(run.folded, at_here, tuple(pieces)))
        out.append(tuple(runs))
    return tuple(out)


class Edition(NamedTuple):
    """What the head says of the report's row."""

    id: int
    current: bool
    version: int
    article_id: str


def head(request: Request, report: Found) -> dict[str, Any]:
    """What the head of the page is rendered from."""
    veils = care.veils(request)
    row, article = report.row, report.record.article
    if request.sight.reports:
        held = list(_same(row.origin_id, row.name).using(USING).exclude(id__in=request.sight.reports)[: COPIES + 1])
    else:
        held = _SAME.models(row.origin_id, row.name, using=USING)
    more = 0
    if len(held) > COPIES:
        more = _same(row.origin_id, row.name).using(USING).exclude(id__in=request.sight.reports).count() - COPIES
    link = article.url if (article.url or "").lower().startswith(("http://", "https://")) else None
    first = article.republished_from
    newest = max(report.versions, key=lambda v: v[1])
    older = [id for id, version, _gone, _hash in report.versions if version < row.version]
    earlier = Amendment.objects.using(USING).filter(report_id__in=older, state="stands") if older else None
    return {
        "report": report,
        "row": row,
        "edition": Edition(row.id, row.current, row.version, row.article_id),
        "title": veils.words(article.title or row.name),
        "outlet": veils.words(row.outlet or ""),
        "language": article.language or "",
        "authors": tuple(veils.words(a) for a in article.authors),
        "subtitle": veils.words(article.subtitle or ""),
        "whence": veils.words(row.whence),
        "link": link if link and not veils.ranges(link) else None,
        "republished": veils.words(
            ", ".join(filter(None, (first.outlet, first.author, first.url, first.published))) if first else ""
        ),
        "published": moment(article.published or ""),
        "modified": moment(article.modified or ""),
        "agencies": tuple(veils.words(a) for a in article.agencies),
        "language_name": _language(article.language),
        "told": report.told,
        "nobody": _("nobody named"),
        "subject": veils.name(row.name),
        "amend": reverse("report-amend", kwargs={"row": row.id}),
        "copies": tuple(
            (c.id, veils.words(c.title or c.name), veils.words(c.outlet or ""), moment((c.published or "")[:10]))
            for c in held[:COPIES]
        ),
        "others": len(held[:COPIES]) + more,
        "more": more,
        "furniture": [(FURNITURE.get(f.kind, f.kind), veils.words(f.text)) for f in article.furniture],
        "newest": newest,
        "said_before": earlier.values_list("report_id", flat=True).last()
        if earlier is not None and row.current
        else None,
        "older": tuple(v for v in reversed(report.versions) if v[1] < row.version),
        "newer": tuple(v for v in reversed(report.versions) if v[1] > row.version),
        "withheld": withheld(request, report),
    }


def _language(code: str | None) -> str:
    """A language by its own name and code, as far as it is known."""
    try:
        return f"{get_language_info(code)['name_local']} ({code})" if code else ""
    except KeyError:
        return code or ""


def withheld(request: Request, report: Found) -> bool:
    """Whether this person may not have the untouched original (see :func:`onrecord.desk.care.withheld`)."""
    return care.withheld(request, report.row.id, report.record.article)
