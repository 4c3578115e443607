"""Saying something of a statement or a figure: the forms, and what they send."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast, get_args

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from onrecord.accounts import amendments
from onrecord.accounts.amendments import Amendment, Counted, Deed, Said
from onrecord.desk import acts, care, items, locking, opened, passages, sentences
from onrecord.desk.access import Power, Request, needs
from onrecord.desk.ledgers import USING
from onrecord.desk.opened import Found
from onrecord.desk.terms import word
from onrecord.desk.words import Word
from onrecord.ledger import amending
from onrecord.record import Act, Group, Harm, OnrecordError, Record, Side, Span, Spans, Statement, StatementKind
from onrecord.record import words as said_at

TYPED = 422  # the status of a page that says why what was sent is not taken
PLACES = 20  # where the same words stand, to choose from
AROUND = 40  # characters around each
LONGEST = 20_000  # characters of words that are looked for
CHECKED = "checked against the words"
"""The reason of who accepts without giving one."""
_RANGES = re.compile(r"\d{1,9}-\d{1,9}(?:,\d{1,9}-\d{1,9}){0,49}\Z")


class Refused(OnrecordError):
    """What was typed is not taken; the sentence says what to do."""


class Which(Refused):
    """Words that stand in several places: ``field`` is whose, ``places`` where, with the words around."""

    def __init__(self, field: str, places: Sequence[tuple[str, str, str, str]]) -> None:
        super().__init__(_("These words stand in several places; choose which are meant."))
        self.field, self.places = field, places


@dataclass(frozen=True, slots=True)
class Place:
    """One field for words of the text: what it is called, its words, and where they are ('12-30,40-52')."""

    name: str
    label: Word
    words: str = ""
    at: str = ""
    optional: bool = False
    places: Sequence[tuple[str, str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it is shown. ``typed`` are the other fields' values."""

    deed: str
    target: str
    figure: bool
    places: tuple[Place, ...] = ()
    typed: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""


@needs(Power.CODE)
def amend(request: HttpRequest, row: int) -> HttpResponse:
    """GET: the form (``?act=correct&target=s3``, ``?act=add&kind=figure&at=12-30``). POST: what it says is done."""
    mine = cast(Request, request)
    report = opened.found(mine, row)
    if report.gone:
        raise Http404
    if request.method != "POST":
        return _form(mine, report, _asked(mine, report))
    sent = request.POST
    deed, _sep, target = (
        sent["do"].partition(":") if "do" in sent else (sent.get("act", ""), "", sent.get("target", ""))
    )
    try:
        said, target = _done(mine, report, deed, target)
    except OnrecordError as error:
        return _refused(mine, report, deed, target, error)
    return _after(mine, report, said, target)


def _done(request: Request, report: Found, deed: str, target: str) -> tuple[str, str]:
    ledger, user = request.ledger, request.user
    reason = request.POST.get("reason", "")
    if deed == "undo":
        with locking.deciding(report=report.row.name, sight=request.sight):
            last = ledger.undo(report.row.name, by=acts.by(user, reason or "taken back by who said it"))
        ledger.refresh()
        return _("Taken back."), last
    if deed not in get_args(Deed):
        raise Http404
    if deed != "accept" and not reason.strip():
        raise Refused(_("Say why, in a few words."))
    new = Amendment(cast(Deed, deed), target)
    if deed in ("correct", "add"):
        new = _filled(request, report, cast(Deed, deed), target)
    by = acts.by(user, reason or (CHECKED if deed == "accept" else ""))
    with locking.deciding(report=report.row.name, sight=request.sight):
        _check(report, new.target)
        id = ledger.amend(report.row.name, new, version=report.row.version, by=by)
    ledger.refresh()
    told = {"accept": _("Accepted."), "reject": _("Rejected."), "correct": _("Corrected."), "add": _("Added.")}
    return told[deed], new.target + id if deed == "add" else target


def _may_see(report: Found, target: str) -> None:
    """Http404 for a figure of an incident that this person may not see, as for one that is not there."""
    if amendments.of_figure(target) and amendments.parted(target)[0] in report.hidden:
        raise Http404


def _check(report: Found, target: str) -> None:
    """Refuses a figure of such an incident as the ledger refuses one that is not there."""
    no, _, figure = target.partition(".")
    if amendments.of_figure(target) and no in report.hidden:
        if figure:
            raise Refused(f"The record has no {target}; look at the report again.")
        raise Refused(f"The report tells of no incident {no!r}; name one that it tells of.")


def _filled(request: Request, report: Found, deed: Deed, target: str) -> Amendment:
    sent = request.POST
    figure = amendments.of_figure(target) if deed == "correct" else sent.get("kind") == "figure"
    if not figure:
        return Amendment(deed, target if deed == "correct" else "", statement=_statement(request, report, target))
    if deed == "add":
        target = f"{sent.get('incident', '')}."
    return Amendment(deed, target, figure=_figure(request, report))


def _statement(request: Request, report: Found, target: str) -> Said:
    sent = request.POST
    kind = _one_of(sent.get("how", "indirect"), StatementKind)
    act = _one_of(sent.get("does", "asserts"), Act)
    name = " ".join(sent.get("name", "").split())
    source = _spans(request, report, "source", optional=True)
    if not name and source:
        name = said_at(report.record.article.text, source)
    before = amendments.found(_now(report), target)
    if isinstance(before, Statement) and before.source is not None:
        # Who is shown another name than the record has, and leaves it, means the one that the record has.
        true = before.source.name or before.source.text
        if name == care.veils(request).words(true):
            name = true
    return Said(
        content=_spans(request, report, "content"), kind=cast(StatementKind, kind), source=source, name=name or None,
        cue=_spans(request, report, "cue", optional=True), act=cast(Act, act),
    )  # fmt: skip


def _figure(request: Request, report: Found) -> Counted:
    sent = request.POST
    return Counted(
        spans=_spans(request, report, "figure"),
        harm=cast(Harm, _one_of(sent.get("harm", ""), Harm)),
        group=cast(Group, _one_of(sent.get("group", "people"), Group)),
        low=_number(sent.get("low", "")),
        high=_number(sent.get("high", "")),
        given_by=tuple(dict.fromkeys(sent.getlist("given_by")[:50])),
        side=cast(Side, _one_of(sent.get("side", "victims"), Side)),
    )


def _one_of(said: str, of: Any) -> str:
    if said not in get_args(of):
        raise Refused(_("Choose one of what the list has."))
    return said


def _number(said: str) -> int | None:
    said = said.strip().replace("\u202f", "").replace("\xa0", "").replace(",", "")
    if not said:
        return None
    if not said.isascii() or not said.isdecimal() or len(said) > 13:
        raise Refused(_("A number is digits alone, such as 14; leave it empty where that end is open."))
    return int(said)


def _spans(request: Request, report: Found, name: str, *, optional: bool = False) -> Spans:
    """The places of one field's words: as they were selected, or where the words stand, if that is once."""
    sent = request.POST
    text = report.record.article.text
    said, at = sent.get(name, "").replace("\r\n", "\n"), sent.get(f"{name}_at", "")
    if at and _RANGES.match(at) and said == sent.get(f"{name}_was", said).replace("\r\n", "\n"):
        return tuple(Span(*map(int, each.split("-"))) for each in at.split(","))
    if not said.strip():
        if optional:
            return ()
        raise Refused(_("Give the words as they stand in the text; select them, or copy them here."))
    if len(said) > LONGEST:
        raise Refused(_("These are more words than one statement has; give fewer."))
    shown = _masked(request, text)
    spans: list[Span] = []
    pieces = [piece for piece in said.split(" … ") if piece.strip()]
    for piece in pieces:
        pattern = r"\s+".join(map(re.escape, piece.split()))
        places = [Span(*m.span()) for m in re.finditer(pattern, shown) if not spans or m.start() >= spans[-1].end]
        if not places:
            raise Refused(_("“%(words)s” does not stand in the text; copy the words as they are.") % {
                "words": piece if len(piece) < 80 else f"{piece[:80]}…"
            })  # fmt: skip
        if len(places) > 1:
            if len(pieces) == 1:
                raise Which(name, [_around(request, text, p) for p in places[:PLACES]])
            raise Refused(_("One of these pieces stands in several places; select them in the text."))
        spans.append(places[0])
    return tuple(spans)


def _masked(request: Request, text: str) -> str:
    """The text without the names that this person is not shown: else who looks for one would learn that it is there."""
    for start, end, _shown in care.veils(request).ranges(text):
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text


def _around(request: Request, text: str, at: Span) -> tuple[str, str, str, str]:
    veils = care.veils(request)
    before, after = text[max(0, at.start - AROUND) : at.start], text[at.end : at.end + AROUND]
    return f"{at.start}-{at.end}", veils.words(before), veils.words(text[at.start : at.end]), veils.words(after)


# The forms.

_LABELS: dict[str, Word] = {
    "content": lazy("What is said"),
    "source": lazy("The words that name who says it"),
    "cue": lazy("The words that say that it is said"),
    "figure": lazy("The words of the figure"),
}
_OPTIONAL = frozenset(("source", "cue"))


def _asked(request: Request, report: Found) -> Form:
    asked = request.GET
    deed, target = asked.get("act", ""), asked.get("target", "")
    text = report.record.article.text
    if deed == "add":
        figure = asked.get("kind") == "figure"
        at = tuple(Span(a, b) for a, b in opened.asked(asked.get("at")) if b <= len(text))
        first = "figure" if figure else "content"
        filled = {first: at}
        return Form("add", "", figure, _places(request, text, figure, filled), _blank(report))
    _may_see(report, target)
    now = amendments.found(_now(report), target)
    if deed not in ("correct", "reject") or now is None:
        raise Http404
    if deed == "reject":
        return Form("reject", target, amendments.of_figure(target))
    if isinstance(now, Statement):
        said = amendments.said(now)
        places = _places(request, text, False, {"content": said.content, "source": said.source, "cue": said.cue})
        name = care.veils(request).words(said.name or "")
        return Form("correct", target, False, places, {"name": name, "how": said.kind, "does": said.act})
    counted = amendments.counted(now)
    typed = {
        "harm": counted.harm, "group": counted.group, "low": _shown(counted.low), "high": _shown(counted.high),
        "side": counted.side, "given_by": list(counted.given_by),
    }  # fmt: skip
    return Form("correct", target, True, _places(request, text, True, {"figure": counted.spans}), typed)


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)


def _blank(report: Found) -> dict[str, Any]:
    return {"how": "indirect", "does": "asserts", "harm": "killed", "group": "people", "side": "victims"}


def _places(request: Request, text: str, figure: bool, filled: Mapping[str, Spans]) -> tuple[Place, ...]:
    veils = care.veils(request)
    return tuple(
        Place(
            name, _LABELS[name], veils.words(said_at(text, filled.get(name, ()))),
            ",".join(f"{a}-{b}" for a, b in filled.get(name, ())), name in _OPTIONAL,
        )
        for name in (("figure",) if figure else ("content", "source", "cue"))
    )  # fmt: skip


def _typed(request: Request, deed: str, target: str, error: OnrecordError) -> Form:
    """The form again, with all that was typed."""
    sent = request.POST
    figure = amendments.of_figure(target) if deed != "add" else sent.get("kind") == "figure"
    names = () if deed not in ("correct", "add") else ("figure",) if figure else ("content", "source", "cue")
    places = tuple(
        Place(
            name, _LABELS[name], sent.get(name, ""), sent.get(f"{name}_at", "")
            if sent.get(name) == sent.get(f"{name}_was") else "", name in _OPTIONAL,
            error.places if isinstance(error, Which) and error.field == name else (),
        )
        for name in names
    )  # fmt: skip
    keys = ("name", "how", "does", "harm", "group", "low", "high", "side", "incident", "reason")
    typed: dict[str, Any] = {key: sent.get(key, "") for key in keys}
    typed["given_by"] = sent.getlist("given_by")
    return Form(deed, target, figure, places, typed, sentences.said(error))


def _form(request: Request, report: Found, form: Form, *, status: int = 200) -> HttpResponse:
    parts = passages.parts(report.record.article.text)
    part = min(max(1, opened.part(request.GET.get("part") or request.POST.get("part")) or 1), len(parts))
    given = form.typed.get("given_by", ())
    shown = opened.of(request, report, part=parts[part - 1], also={form.target, *given})
    context = opened.head(request, report) | {
        "form": form,
        "item": shown.by_id.get(form.target),
        "slot": items.dom(form.target) if form.target else "add",
        "statements": [i for i in shown.items if not i.figure],
        "incidents": report.told,
        "harms": _listed("harm", Harm),
        "groups": _listed("group", Group),
        "sides": _listed("side", Side),
        "kinds": _listed("statement", StatementKind),
        "does": _listed("act", Act),
        "part": part,
    }
    response = render(
        request, "desk/report_form.html" if request.htmx else "desk/report_amend.html", context,
        status=200 if request.htmx else status,
    )  # fmt: skip
    if request.htmx and request.method == "POST":
        response["HX-Retarget"] = f"#slot-{context['slot']}"
        response["HX-Reswap"] = "innerHTML"
    return response


def _now(report: Found) -> Record:
    """The record as people have it at this moment."""
    return amendments.amended(report.record, amending.standing(USING, [report.row.id]).get(report.row.id, ()))


def _listed(kind: str, of: Any) -> list[tuple[str, str]]:
    return [(each, word(each, kind)) for each in get_args(of)]


def _refused(request: Request, report: Found, deed: str, target: str, error: OnrecordError) -> HttpResponse:
    if deed in ("correct", "add", "reject"):
        return _form(request, report, _typed(request, deed, target, error), status=TYPED)
    if request.htmx:
        return _fragment(request, report, sentences.said(error), failed=True)
    messages.error(request, sentences.said(error))
    return _back(request, report, target)


def _after(request: Request, report: Found, said: str, target: str) -> HttpResponse:
    if request.htmx:
        return _fragment(request, report, said, now=target)
    messages.success(request, said)
    return _back(request, report, target)


def _fragment(request: Request, report: Found, said: str, *, now: str = "", failed: bool = False) -> HttpResponse:
    part = opened.part(request.POST.get("part")) or 1
    context = opened.head(request, report) | opened.body(request, report, part=part)
    return render(request, "desk/report_body.html", context | {"said": said, "failed": failed, "now": items.dom(now)})


def _back(request: Request, report: Found, target: str) -> HttpResponse:
    part = opened.part(request.POST.get("part")) or 1
    where = f"{report.address}{f'?part={part}' if part > 1 else ''}{f'#{items.dom(target)}' if target else ''}"
    return HttpResponseRedirect(where, status=303)
