"""What programs read: the same as people see on the pages, through the same sight and veils."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, cast

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from ninja import Field, Query, Schema

from onrecord.accounts.sheet import Sheet
from onrecord.desk import care, cursors, heard, history, incidents, kept, opened, unsaid
from onrecord.desk.access import Request
from onrecord.desk.addressed import found
from onrecord.desk.api_access import ABSENT, Bearer, Refusal, answer, router
from onrecord.desk.downloads import Exported
from onrecord.desk.ledgers import USING
from onrecord.desk.search import seen, shown_hit, unseen
from onrecord.desk.tokens import Scope
from onrecord.ledger.models import Incident, Report
from onrecord.ledger.query import parse
from onrecord.ledger.sheets import shown
from onrecord.publishing.exports import FORMATS, export

read = Bearer(Scope.READ)
MOST = 200  # things in one answer


def returns(schema: str, *, many: str = "") -> dict[str, Any]:
    """For the description: what an answer holds; ``many`` is the name of a list of them."""
    of: dict[str, Any] = {"$ref": f"#/components/schemas/{schema}"}
    listed = {"type": "object", "properties": {schema.lower() + "s": {"type": "array", "items": of}}}
    return {
        "responses": {200: {"description": "OK", "content": {"application/json": {"schema": listed if many else of}}}}
    }


class Asked(Schema):
    """Which incidents, as on the page of the list."""

    since: str = ""
    until: str = ""
    place: str = ""
    type: str = ""
    killed: str = ""
    state: str = ""
    suggested: str = ""
    undecided: str = ""
    sort: str = ""
    after: str = ""
    limit: int = Field(50, ge=1, le=MOST)


class After(Schema):
    """Reports after one, by its row."""

    after: int = Field(0, ge=0, lt=2**63)
    limit: int = Field(50, ge=1, le=MOST)


class Sought(Schema):
    """A search, as in the search field."""

    q: str = Field(min_length=1, max_length=1000)
    page: int = Field(1, ge=1, le=50)


class Like(Schema):
    """People of whose names words begin with those of ``like``."""

    like: str = Field("", max_length=200)
    offset: int = Field(0, ge=0, le=100_000)
    limit: int = Field(50, ge=1, le=MOST)


class About(Schema):
    """Lines of the log about ``subject``, an incident's id or a report's; without one, all."""

    subject: str = Field("", max_length=300)
    below: str = Field("", max_length=100)
    limit: int = Field(50, ge=1, le=MOST)


@router.get("/incidents", auth=read, operation_id="incidents")
def listing(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Heads of incidents, the latest first. ``next`` is what to give as ``after`` for those that follow."""
    mine = cast(Request, request)
    veils = care.veils(mine)
    wanted, limit = incidents.read(mine.GET), asked.limit
    rows = list(incidents.paged(incidents.matching(mine, wanted), wanted)[: limit + 1])
    heads = [
        {
            "id": row.id, "title": veils.words(row.title), "event": row.event, "earliest": row.earliest,
            "latest": row.latest, "place": veils.words(row.place), "country": row.country,
            "killed": [row.killed_low, row.killed_high], "injured": [row.injured_low, row.injured_high],
            "reports": row.reports, "origins": row.origins,
        }
        for row in rows[:limit]
    ]  # fmt: skip
    after = incidents.key(rows[limit - 1], wanted.sort) if len(rows) > limit else None
    return answer({"incidents": heads, "next": after})


@router.get("/incidents/{id}", auth=read, operation_id="incident", openapi_extra=returns("Sheet"))
def incident(request: HttpRequest, id: str) -> HttpResponse:
    """An incident's sheet: its accounts side by side."""
    mine = cast(Request, request)
    sheet = kept.sheet(found(mine, id))
    if sheet is None:
        raise ABSENT
    return answer(unsaid.of(mine).sheet(care.veils(mine).value(sheet)))


@router.get("/reports", auth=read, operation_id="reports")
def reports(request: HttpRequest, asked: Query[After]) -> HttpResponse:
    """Heads of reports in the order in which they came; ``after`` is the row of the last that you have."""
    mine = cast(Request, request)
    veils = care.veils(mine)
    limit = asked.limit
    rows = Report.objects.using(USING).filter(id__gt=asked.after, current=True).order_by("id").defer("record")
    some: list[Report] = []
    # Those that may not be seen are left out here: thousands of rows are more than a query takes.
    for row in rows[: limit + 1 + len(mine.sight.reports)].iterator():
        if row.id not in mine.sight.reports:
            some.append(row)
            if len(some) > limit:
                break
    heads = [
        {
            "row": row.id, "id": veils.name(row.name), "version": row.version, "title": veils.words(row.title or ""),
            "outlet": veils.words(row.outlet or ""), "published": row.published, "article": row.article_id,
        }
        for row in some[:limit]
    ]  # fmt: skip
    return answer({"reports": heads, "next": some[limit - 1].id if len(some) > limit else None})


@router.get("/reports/{row}", auth=read, operation_id="report", openapi_extra=returns("Record"))
def report(request: HttpRequest, row: int) -> HttpResponse:
    """A report's record, with what people corrected in it. Where a name is not shown, the spans are those of the text
    as it is shown."""
    mine = cast(Request, request)
    if not 0 < row < 2**63:
        raise ABSENT
    its = opened.found(mine, row)
    if its.gone:
        raise Refusal(HTTPStatus.GONE, "This report was withdrawn.")
    return answer(Exported(mine).of(its))


@router.get("/search", auth=read, operation_id="search", openapi_extra=returns("Hits"))
def search(request: HttpRequest, asked: Query[Sought]) -> HttpResponse:
    """Reports that a query finds, the best first, 20 a page."""
    mine = cast(Request, request)
    veils = care.veils(mine)
    q = asked.q
    parse(q)
    got = mine.ledger.search(q, limit=20, offset=(asked.page - 1) * 20, without=unseen(mine.sight))
    told = [shown_hit(hit, veils) for hit in seen(got.hits, q, veils)]
    # How many reports a hidden name stands in would say that it does.
    return answer({"total": got.total if veils.keeps(q) else None, "more": got.more and veils.keeps(q), "hits": told})


@router.get("/people", auth=read, operation_id="people", openapi_extra=returns("Person", many="people"))
def people(request: HttpRequest, asked: Query[Like]) -> HttpResponse:
    """Who is heard, those in most reports first."""
    mine = cast(Request, request)
    veils = care.veils(mine)
    some = heard.now(mine.sight).people(like=asked.like, limit=asked.limit, offset=asked.offset)
    if asked.like:
        some = tuple(each for each in some if veils.keeps(asked.like, each.name, *each.aliases))
    return answer({"people": [veils.value(each) for each in some]})


@router.get("/history", auth=read, operation_id="history")
def lines(request: HttpRequest, asked: Query[About]) -> HttpResponse:
    """Who did what, when and why, the newest first: of one incident or report, or all. Give ``next`` as ``below`` for
    older ones."""
    mine = cast(Request, request)
    veils, said, numbered = care.veils(mine), unsaid.of(mine), history.sees_all(mine)
    named = history.subject_of(mine, asked.subject)
    some, left = history.entries(mine, subject=named, below=cursors.opened(asked.below), limit=asked.limit)
    told = [
        {
            "seq": entry.seq if numbered else None, "at": entry.at, "who": entry.who, "act": entry.act,
            "subject": veils.words(entry.subject), "rule": said.words(entry.rule), "reason": said.words(entry.reason),
            "before": _json(said, entry.before), "after": _json(said, entry.after), "hash": entry.hash,
        }
        for entry in some
    ]  # fmt: skip
    return answer({"lines": told, "next": cursors.sealed(left) if left is not None else None})


@router.get("/export/{format}", auth=Bearer(Scope.EXPORT), operation_id="export")
def exported(request: HttpRequest, format: str) -> HttpResponseBase:
    """Every incident that you may see, in one of the formats of the field, piece by piece."""
    mine = cast(Request, request)
    form = FORMATS.get(format)
    if form is None:
        raise Refusal(HTTPStatus.NOT_FOUND, f"There is no such format; take one of {', '.join(FORMATS)}.")
    exported = Exported(mine)
    sheets = exported.sheets(_sheets(mine), form.name)
    pieces = export(form.name, sheets, record_of=exported.record, log=exported.log())
    response = StreamingHttpResponse(pieces, content_type=form.media)
    response["Content-Disposition"] = f'attachment; filename="incidents{form.suffix}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _sheets(request: Request) -> Iterator[Sheet]:
    """Page by page, with no cursor open between."""
    hidden, last = request.sight.incidents, ""
    rows = Incident.objects.using(USING).filter(shown(), reports__gt=0).order_by("id")
    while some := list(rows.filter(id__gt=last)[:100]):
        for row in some:
            sheet = kept.sheet(row) if row.id not in hidden else None
            if sheet is not None:
                yield sheet
        last = some[-1].id


def _json(shown: unsaid.Said, said: str) -> msgspec.Raw | str | None:
    """What the log holds: JSON, but for what a program wrote as it is."""
    if not said:
        return None
    try:
        return msgspec.Raw(msgspec.json.encode(msgspec.json.decode(shown.json(said))))
    except msgspec.DecodeError:
        return shown.words(said)
