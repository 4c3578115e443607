"""What programs write: reports on their way in, and decisions, in the name of the token's person."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import ClassVar, Literal, cast

from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema

from onrecord.desk import acts, batches, care, decisions, reader
from onrecord.desk.accepting import Handed, Refused, accept, addresses, pasted
from onrecord.desk.access import Power, Request, may
from onrecord.desk.addressed import found, other
from onrecord.desk.api_access import ABSENT, Bearer, Refusal, answer, router
from onrecord.desk.ledgers import USING
from onrecord.desk.locking import deciding
from onrecord.desk.tokens import Scope
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.models import Entry, Incident, Report

adds = Bearer(Scope.ADD)


class New(Schema):
    """A report: its text, or the address of a page that the desk fetches."""

    model_config: ClassVar = {"extra": "forbid"}

    text: str = Field("", max_length=2_000_000)
    title: str = Field("", max_length=500)
    day: str = Field("", max_length=40)
    url: str = Field("", max_length=2048)


class Decision(Schema):
    """What is decided, under which rule, and why.

    ``set``: ``field`` to ``value`` (without a value, what a person set is taken back). ``join``: ``other`` is this
    incident. ``part``: it is not. ``split``: what ``reports`` (rows) tell is another incident. ``move``: what one
    report tells is of ``other``, or of a new one. ``reject``: this is no incident; a reviewer's.
    """

    model_config: ClassVar = {"extra": "forbid"}

    act: Literal["set", "join", "part", "split", "move", "reject"]
    reason: str = Field(min_length=1, max_length=2000)
    rule: str = Field("", max_length=100)
    field: str = Field("", max_length=40)
    value: str | None = Field(None, max_length=2000)
    other: str = Field("", max_length=40)
    reports: list[int] = Field(default_factory=list, max_length=1000)


@router.post("/reports", auth=adds, operation_id="add")
def add(request: HttpRequest, new: New) -> HttpResponse:
    """Hand in a report; it is read in turn. ``GET /api/incoming/{batch}`` says what became of it."""
    mine = cast(Request, request)
    if new.text.strip():
        handed: list[Handed | Refused] = [pasted(new.text, title=new.title, day=new.day, url=new.url)]
    else:
        handed = addresses(new.url)
    if len(handed) != 1:
        raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "Give a text, or the address of one page.")
    (one,) = handed
    batch = uuid.uuid4()
    refused = [one] if isinstance(one, Refused) else accept(mine.user, batch, [one])
    if refused:
        raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, refused[0].why)
    reader.wake()
    return answer({"batch": str(batch)}, status=HTTPStatus.ACCEPTED)


@router.get("/incoming/{batch}", auth=adds, operation_id="incoming")
def incoming(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """What became of what was handed in: ``waiting``, ``reading``, ``added``, ``version``, ``same``, ``failed``."""
    mine = cast(Request, request)
    shown, words = batches.shown(mine, batch, mine.user), care.veils(mine).words
    if not shown.total:
        raise ABSENT
    return answer({
        "total": shown.total, "done": shown.done,
        "inputs": [
            {
                "name": words(line.row.name), "state": line.state, "said": words(line.said),
                "reports": [{"state": part.state, "said": words(part.said), "row": part.row} for part in line.parts],
            }
            for line in shown.lines
        ],
    })  # fmt: skip


@router.post("/incidents/{id}/decisions", auth=Bearer(Scope.DECIDE), operation_id="decide")
def decide(request: HttpRequest, id: str, said: Decision) -> HttpResponse:
    """Decide about an incident; the answer has the line of the log."""
    mine = cast(Request, request)
    row = found(mine, id)
    if said.act == "reject" and not may(mine.user, Power.REVIEW):
        raise Refusal(HTTPStatus.FORBIDDEN, "Only a reviewer may say that an incident is none.")
    to = _decided(mine, row, said)
    mine.ledger.refresh()
    line = Entry.objects.using(USING).filter(who=mine.user.username).order_by("-seq").first()
    assert line is not None
    return answer({"incident": to, "hash": line.hash, "at": line.at}, status=HTTPStatus.CREATED)


def _decided(request: Request, row: Incident, said: Decision) -> str:
    """Do it; the incident that it led to."""
    ledger, by = request.ledger, acts.by(request.user, said.reason, said.rule)
    match said.act:
        case "set":
            with deciding(row.id):
                ledger.settle(row.id, said.field, said.value or None, by=by)
            return row.id
        case "reject":
            with deciding(row.id):
                ledger.reject(row.id, by=by)
            return row.id
        case "join":
            second = _second(request, row, said)
            with deciding(row.id, second.id):
                decisions.check_alike(row, second)
                return ledger.join(row.id, second.id, by=by)
        case "part":
            second = _second(request, row, said)
            with deciding(row.id, second.id):
                ledger.reject(row.id, other=second.id, by=by)
            return row.id
        case "split":
            names = _names(row, said)
            with decisions.parting(row, names):
                return ledger.split(row.id, names, by=by)
        case "move":
            names = _names(row, said)
            if len(names) > 1:
                raise LedgerError("Move one report at a time; several are split off together.")
            if not said.other:
                with decisions.parting(row, names):
                    return ledger.move(names[0], row.id, to=None, by=by)
            target = _second(request, row, said)
            with deciding(row.id, target.id):
                decisions.check_alike(row, target)
                return ledger.move(names[0], row.id, to=target.id, by=by)


def _second(request: Request, row: Incident, said: Decision) -> Incident:
    second = other(request, said.other)
    if second.id == row.id:
        raise LedgerError("The other incident is this one; give another.")
    return second


def _names(row: Incident, said: Decision) -> list[str]:
    rows = {each for each in said.reports if 0 < each < 2**63}
    told = Report.objects.using(USING).filter(id__in=rows, current=True, sighting__incident_id=row.id).distinct()
    names = list(told.order_by("id").values_list("name", flat=True))
    if not names or len(names) < len(set(said.reports)):
        raise LedgerError("Name the rows of reports that tell of this incident.")
    return names
