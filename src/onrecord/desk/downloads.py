"""One incident in the formats of the field, as this person may see it."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.urls import URLPattern, path

from onrecord.desk import care, kept
from onrecord.desk.access import Power, Request, needs
from onrecord.desk.addressed import found
from onrecord.ledger.answers import LogLine
from onrecord.publishing.exports import FORMATS, export
from onrecord.record import Record


@needs(Power.READ)
def download(request: Request, id: str, format: str) -> HttpResponse:
    """The incident's sheet as a file. Names at risk are veiled in it as on the page."""
    row = found(request, id)
    sheet, form = kept.sheet(row), FORMATS.get(format)
    if sheet is None or form is None:
        raise Http404
    veils = care.veils(request)

    shown = veils.value(sheet)
    names = {two.id: one.id for one, two in zip(sheet.articles, shown.articles, strict=True)}

    def record_of(report: str) -> Record:
        return veils.value(request.ledger.record(names.get(report, report)))

    body = b"".join(export(form.name, [shown], record_of=record_of, log=_log(request, row.id)))
    answer = HttpResponse(body, content_type=form.media)
    answer["Content-Disposition"] = f'attachment; filename="{row.id}{form.suffix}"'
    return answer


def _log(request: Request, incident: str) -> Iterator[LogLine]:
    """The log of the incident, without lines that tell of what this person may not see."""
    hidden, veils = request.sight.incidents, care.veils(request)
    for line in request.ledger.entries(subject=incident):
        if not any(id in (line.before or "") or id in (line.after or "") for id in hidden):
            yield veils.value(line)


routes: list[URLPattern] = [path("incidents/<str:id>/export/<str:format>/", download, name="incident-export")]
