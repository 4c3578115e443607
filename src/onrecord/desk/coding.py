"""Double coding: a coder fills in what an incident is from its reports and accounts, seeing neither what others filled
in nor what was decided; when two have, both are shown side by side, and a reviewer settles what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import URLPattern, path
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onrecord.accounts import agreement
from onrecord.accounts.sheet import Anchor, Sheet
from onrecord.desk import acts, care, second, sentences, standing, unsaid, words
from onrecord.desk.access import Power, Request, may, needs
from onrecord.desk.addressed import found
from onrecord.desk.board import words_of
from onrecord.desk.ledgers import USING
from onrecord.desk.links import Links, links
from onrecord.desk.locking import deciding
from onrecord.desk.models import Coding, Setting
from onrecord.desk.second import ENOUGH, FIELDS, Field
from onrecord.desk.signing import fresh
from onrecord.desk.spoken import interval, moment, number, sign
from onrecord.desk.terms import TERMS, word
from onrecord.ledger import sheets
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.models import Incident

_QUOTED = 2  # wordings of one account that the page has; the reports have them all


@dataclass(frozen=True, slots=True)
class Value:
    """One field as each coder has it, in the order of the coders; ``same`` says whether all who say something say the
    same, None where fewer than two do."""

    field: Field
    values: tuple[tuple[int, str], ...]
    same: bool | None


@dataclass(frozen=True, slots=True)
class Beside:
    """Codings side by side."""

    coders: tuple[str, ...]
    rows: tuple[Value, ...]
    settles: bool


def beside(request: Request, row: Incident) -> Beside | None:
    """All codings of an incident; None before two have coded it, and for who neither coded it nor reviews."""
    told = second.codings(row.id)
    mine = any(each.coder_id == request.user.id for each in told)
    if len(told) < ENOUGH or not (mine or may(request.user, Power.REVIEW)):
        return None
    shown = unsaid.of(request)
    rows = []
    for field in FIELDS:
        values = [(each.id, second.said(each).get(field.name, "")) for each in told]
        compared = [second.same_as(field, value) for _id, value in values if value]
        drawn = tuple((id, str(_drawn(field, shown.words(value)))) for id, value in values)
        rows.append(Value(field, drawn, len(set(compared)) == 1 if len(compared) > 1 else None))
    settles = may(request.user, Power.REVIEW) and not mine
    return Beside(tuple(each.coder.username for each in told), tuple(rows), settles)


def _drawn(field: Field, value: str) -> str | Promise:
    return TERMS[field.name].get(value, value) if field.name in TERMS and value else value


def decided(row: Incident, shown: unsaid.Said) -> list[tuple[str | Promise, str]]:
    """What people decided of an incident, by field."""
    said = msgspec.json.decode(row.decided, type=dict[str, str])
    return [
        (TERMS["field"].get(name, name), standing.shown(name, msgspec.json.decode(shown.json(value))))
        for name, value in said.items()
    ]


@dataclass(frozen=True, slots=True)
class Account:
    """One account as the blind page has it."""

    outlet: str
    says: str
    who: str
    givers: str
    as_of: str
    quotes: tuple[tuple[str, str | None], ...]


@needs(Power.CODE)
def code(request: Request, id: str) -> HttpResponse:
    """The blind form, and keeping what is filled in."""
    if not second.wanted():
        raise Http404
    row = found(request, id)
    told = second.codings(row.id)
    mine = next((each for each in told if each.coder_id == request.user.id), None)
    if len(told) >= ENOUGH:  # who comes third has perhaps seen both
        messages.info(request, _("Two have coded this incident; what they made of it is not changed any more."))
        return _to_review(row)
    said = second.said(mine) if mine is not None else {}
    status = 200
    if request.method == "POST":
        said = {field.name: request.POST.get(field.name, "") for field in FIELDS}
        try:
            _keep(request, row, second.checked(said))
        except LedgerError as error:
            messages.error(request, sentences.said(error))
            status = 422
        else:
            messages.success(
                request,
                _("Kept. What each of you made of it stands side by side now.")
                if len(second.codings(row.id)) >= ENOUGH
                else _("Kept. It is shown when another has coded the incident too."),
            )
            return _to_review(row)
    sheet = blind(row)
    if sheet is None:
        raise Http404
    sheet = care.veils(request).value(sheet)
    return render(request, "desk/coding.html", _shown(row, sheet, links(row.id), said), status=status)


def blind(row: Incident) -> Sheet | None:
    """The incident's sheet as it is without what people decided; None where no report tells of it."""
    told = sheets.told(USING, row.id)
    return agreement.sheet(row.id, told, decided={}) if told else None


def _shown(row: Incident, sheet: Sheet, to: Links, said: dict[str, str]) -> dict[str, Any]:
    outlets = {each.origin: each.outlet or each.title or each.id for each in reversed(sheet.articles)}
    accounts = [
        Account(
            outlets.get(a.origin, a.origin), f"{word(a.harm, 'facet')}: {interval(a.low, a.high)}",
            words.who(a.who, nation=a.nation, attackers=a.side == "attackers"), ", ".join(a.givers),
            moment(a.as_of) if a.as_of else "", _quotes(a.anchors, to),
        )
        for a in sheet.accounts
    ]  # fmt: skip
    cells = [
        (word(c.facet, "facet"), outlets.get(c.origin, c.origin), words_of(c), _quotes(c.anchors, to))
        for c in sheet.cells
        if c.facet in ("date", "place", "blamed") and c.says
    ]
    pages = {article: to.words(Anchor(article, ())) for article in {each.article for each in sheet.articles}}
    reports = [(each.title or each.id, each.outlet or "", pages[each.article]) for each in sheet.articles]
    fields = [(f, said.get(f.name, ""), words.FORMS.get(f.name, ""), _choices(f)) for f in FIELDS]
    return {"row": row, "sheet": sheet, "accounts": accounts, "cells": cells, "fields": fields, "reports": reports}


def _choices(field: Field) -> list[tuple[str, str | Promise]]:
    return list(TERMS[field.name].items()) if field.name in TERMS else []


def _quotes(anchors: tuple[Anchor, ...], to: Links) -> tuple[tuple[str, str | None], ...]:
    found = {anchor.text: to.words(anchor) for anchor in reversed(anchors) if anchor.text}
    return tuple(list(found.items())[::-1][:_QUOTED])


def _keep(request: Request, row: Incident, values: dict[str, str]) -> None:
    body = msgspec.json.encode(values).decode()
    try:
        with transaction.atomic():
            Coding.objects.update_or_create(incident=row.id, coder=request.user, defaults={"values": body})
            acts.tell(request.user, "coded", row.id)
    except IntegrityError as error:
        raise LedgerError(_("It was just kept from another window; look at it again.")) from error


@require_POST
@needs(Power.REVIEW)
def settle(request: Request, id: str) -> HttpResponse:
    """Decide fields of an incident as one of the coders has them; by a reviewer who did not code it."""
    row = found(request, id)
    told = {each.id: each for each in second.codings(row.id)}
    try:
        if len(told) < ENOUGH:
            raise LedgerError(_("Two codings are needed first."))
        if any(each.coder_id == request.user.id for each in told.values()):
            raise LedgerError(_("You coded it; another reviewer settles it."))
        by = acts.by(request.user, " ".join(request.POST.get("reason", "").split()) or "", rule="second reader")
        chosen = _chosen(request, told)
        with deciding(row.id):  # all fields or none
            for name, value in chosen:
                request.ledger.settle(row.id, name, value, by=by)
        request.ledger.refresh()
    except LedgerError as error:
        blank = not request.POST.get("reason", "").strip()
        messages.error(request, _("A reason is needed.") if blank else sentences.said(error))
    else:
        messages.success(
            request, _("Settled: %(fields)s") % {"fields": sign(", ").join(_label(name) for name, _v in chosen)}
        )
    return _to_review(row)


def _label(name: str) -> str:
    return str(next(field.label for field in FIELDS if field.name == name))


def _chosen(request: Request, told: dict[int, Coding]) -> list[tuple[str, str]]:
    chosen = []
    for field in FIELDS:
        said = request.POST.get(field.name, "")
        if field.decided and said.isdecimal() and int(said) in told:
            value = second.said(told[int(said)]).get(field.name)
            if value:
                chosen.append((field.name, value))
    if not chosen:
        raise LedgerError(_("Choose a value of at least one field."))
    return chosen


@needs(Power.CODE)
def agreed(request: Request) -> HttpResponse:
    """How far coders agree, field by field."""
    fields, incidents = second.agreements(request.sight)
    foot = _STEP * len(fields) + 8
    context = {
        "rows": [(row, _bar(row), _STEP * n + 16, _STEP * n + 30) for n, row in enumerate(fields)],
        "incidents": incidents, "most": number(second.MOST), "second": second.wanted(), "foot": foot,
        "height": foot + 20,
        "marks": [(_x(at), number_format(at, places), anchor) for at, places, anchor in _MARKS],
    }  # fmt: skip
    return render(request, "desk/agreement.html", context)


_LOWEST = -0.25  # the least alpha of the drawing; below it coders disagree on purpose
_STEP = 44  # from line to line
# The levels that Krippendorff names, with how many places, and on which side the number stands: on a small screen two
# are near.
_MARKS = ((0.0, 0, "middle"), (0.667, 3, "end"), (0.8, 3, "middle"), (1.0, 0, "middle"))


def _bar(row: second.Row) -> tuple[str, str] | None:
    """Where on the drawing no agreement and a field's alpha are; None where there is none."""
    return None if row.found.alpha is None else (_x(0.0), _x(max(row.found.alpha, _LOWEST)))


def _x(alpha: float) -> str:
    return f"{2 + 95 * (alpha - _LOWEST) / (1 - _LOWEST):.1f}%"


@require_POST
@needs(Power.ADMINISTER)
@fresh
def choose(request: Request) -> HttpResponse:
    """Whether the team wants second readers."""
    value = "yes" if request.POST.get("second") == "yes" else "no"
    before = "yes" if second.wanted() else "no"
    if value != before:
        Setting.objects.update_or_create(name=second.SETTING, defaults={"value": value})
        acts.tell(request.user, "setting", second.SETTING, before=before, after=value)
    return HttpResponseRedirect(resolve_url("review"), status=303)


def _to_review(row: Incident) -> HttpResponse:
    return HttpResponseRedirect(resolve_url("incident-review", id=row.id), status=303)


routes: list[URLPattern] = [
    path("incidents/<str:id>/code/", code, name="code"),
    path("incidents/<str:id>/code/settle/", settle, name="code-settle"),
    path("agreement/", agreed, name="agreement"),
    path("agreement/second-reader/", choose, name="second-reader"),
]
