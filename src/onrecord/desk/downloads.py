"""One incident in the formats of the field, as this person may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.http import Http404, HttpResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from onrecord.accounts.amendments import amended
from onrecord.accounts.sheet import Sheet
from onrecord.desk import care, history, items, kept, opened, unsaid
from onrecord.desk.access import Power, Request, needs
from onrecord.desk.addressed import found
from onrecord.desk.ledgers import USING
from onrecord.desk.shifting import Ranges, anchored
from onrecord.ledger import amending, originals
from onrecord.ledger.answers import LogLine
from onrecord.ledger.models import Entry, Report
from onrecord.publishing.exports import FORMATS, export
from onrecord.publishing.format import Format
from onrecord.record import Record, from_json

BESIDE = frozenset(("annotation",))
"""Formats that put the words of an anchor beside its place in the text."""

CALLED: dict[str, str | Promise] = {
    "json": lazy("Incident with its accounts (JSON)"),
    "jsonl": lazy("Incident with its accounts, on one line (JSON Lines)"),
    "csv": lazy("Table of accounts (CSV)"),
    "csv-incidents": lazy("Table of incidents (CSV)"),
    "geojson": lazy("Map (GeoJSON)"),
    "parquet": lazy("Table of accounts (Parquet)"),
    "acled": lazy("ACLED table (CSV)"),
    "ucdp": lazy("UCDP table (CSV)"),
    "airwars": lazy("Airwars table (CSV)"),
    "plover": lazy("PLOVER events (JSON Lines)"),
    "ftm": lazy("FollowTheMoney entities (JSON)"),
    "annotation": lazy("Figures at their words (Web Annotation)"),
    "prov": lazy("Sources and decisions (PROV)"),
}
"""What formats are called; another by its own name."""


def formats() -> Iterator[tuple[Format, str | Promise]]:
    """Every format, and what it is called."""
    for each in FORMATS.values():
        yield each, CALLED.get(each.name, each.name)


@needs(Power.READ)
def download(request: Request, id: str, format: str) -> HttpResponse:
    """The incident's sheet as a file. Names at risk are veiled in it as on the page."""
    row = found(request, id)
    sheet, form = kept.sheet(row), FORMATS.get(format)
    if sheet is None or form is None:
        raise Http404
    exported = Exported(request)
    body = b"".join(export(form.name, exported.sheets([sheet], form.name), record_of=exported.record,
                           log=exported.log(subject=row.id)))  # fmt: skip
    answer = HttpResponse(body, content_type=form.media)
    answer["Content-Disposition"] = f'attachment; filename="{_file(row.id, form)}"'
    return answer


def _file(incident: str, form: Format) -> str:
    """A name by which two tables of one incident are told apart."""
    plain = form.name in form.suffix.split(".")
    return f"{incident}{form.suffix}" if plain else f"{incident}-{form.name}{form.suffix}"


class Exported:
    """What a person may have of sheets, records and the log, each as it is shown."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._veils = care.veils(request)
        self._names: dict[str, str] = {}  # names of reports by what is shown instead

    def sheets(self, sheets: Iterable[Sheet], format: str) -> Iterator[Sheet]:
        """The sheets. Where the texts stand beside them, their anchors are at the words as they are shown."""
        for sheet in sheets:
            shown = unsaid.of(self._request).sheet(self._veils.value(sheet))
            pairs = zip(sheet.articles, shown.articles, strict=True)
            self._names.update((two.id, one.id) for one, two in pairs if one.id != two.id)
            yield anchored(shown, self._ranges(sheet)) if format in BESIDE and self._veils.any else shown

    def record(self, name: str) -> Record:
        """A report's record as people have it, without incidents that may not be seen."""
        rows = Report.objects.using(USING).filter(current=True, name=self._names.get(name, name))
        row = rows.values_list("id", flat=True).first()
        if row is None:
            raise Http404
        return self.of(opened.found(self._request, row))

    def of(self, its: opened.Found) -> Record:
        """Likewise of one that was opened."""
        stand = [held.amendment for held in amending.listed(USING, its.row.id) if held.stands]
        return self._veils.value(items.seen(amended(its.record, stand), its.hidden))

    def log(self, *, subject: str | None = None) -> Iterator[LogLine]:
        """Every line that this person may see, the oldest first, counted from 1: gaps would tell of those left out."""
        veils, said, last, no = self._veils, unsaid.of(self._request), -1, 0
        rows = Entry.objects.using(USING).order_by("seq").defer("effects")
        if subject is not None:
            rows = rows.filter(subject=subject)
        seen = history.Seen(self._request)
        while some := list(rows.filter(seq__gt=last)[:500]):
            for entry in seen.without(some):
                no += 1
                yield LogLine(
                    seq=no, at=entry.at, who=entry.who, act=entry.act, subject=veils.name(entry.subject),
                    hash=entry.hash, rule=said.words(entry.rule) or None, reason=said.words(entry.reason) or None,
                    before=said.json(entry.before) or None, after=said.json(entry.after) or None,
                )  # fmt: skip
            last = some[-1].seq

    def _ranges(self, sheet: Sheet) -> Callable[[str], Ranges]:
        rows = Report.objects.using(USING).filter(current=True, name__in=[each.id for each in sheet.articles])
        texts = {row.article_id: from_json(originals.opened(row.record)).article.text for row in rows.order_by("-id")}
        found = {article: self._veils.ranges(text) for article, text in texts.items()}
        return lambda article: found.get(article, ())


routes: list[URLPattern] = [path("incidents/<str:id>/export/<str:format>/", download, name="incident-export")]
