"""Redacted copies of a report: passages blacked out, to be handed on; the untouched original stays beside them.

Blocks are of one length, so that they tell nothing of what they hide. Names that are not shown at the desk are not
shown in a copy either, and the words that are blacked out in the text are so in its head.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render, resolve_url
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from onrecord.desk import acts, care, opened, sentences
from onrecord.desk.access import Power, Request, needs
from onrecord.desk.models import Redaction
from onrecord.desk.prepared import Prepared
from onrecord.desk.veils import Veiled, Veils
from onrecord.ledger.errors import LedgerError
from onrecord.record import Article

BLOCK = "█" * 6
"""What stands for any passage that is blacked out."""
_MOST = 500  # passages of one copy
_LONGEST = 20_000  # characters of what is typed
_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a report's text: where it stands, its words as they are shown, and whether it is ``blacked`` out or
    (``veiled``) something else is shown."""

    start: int
    length: int
    words: str
    blacked: bool = False
    veiled: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A copy as it was asked for: ranges of the text (``at``), words (a line each) wherever they stand, ``names``: all
    that are not shown at the desk."""

    at: str = ""
    words: str = ""
    names: bool = True
    reason: str = ""

    def spans(self, text: str, hidden: Sequence[tuple[int, int, str]] = ()) -> list[Range]:
        """The passages in order, none within another; ``hidden`` is what this person is not shown of the text."""
        said = [(int(a), min(int(b), len(text))) for a, b in _RANGE.findall(self.at[:_LONGEST])]
        found = [span for span in said if span[0] < span[1]]
        lines = [line.strip() for line in self.words[:_LONGEST].splitlines() if line.strip()]
        # Not in names that are not shown: else who tries names would learn which it is.
        masked = text
        for a, b, _shown in hidden:
            masked = masked[:a] + "\0" * (b - a) + masked[b:]
        found += [(a, b) for a, b, _shown in _hider(lines).ranges(masked)]
        if self.names:
            found += [(a, b) for a, b, _shown in care.veils(None).ranges(text)]
        return joined(found)


def joined(spans: Sequence[Range]) -> list[Range]:
    """The spans in order; those that touch are one."""
    out: list[Range] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def pieces(text: str, spans: Sequence[Range], veils: Veils) -> list[Piece]:
    """``text`` with ``spans`` blacked out, and names as ``veils`` show them. A name that is partly blacked out is so
    altogether."""
    hidden = veils.ranges(text)
    spans = joined([*spans, *((a, b) for a, b, _shown in hidden if any(a < end and start < b for start, end in spans))])
    marks = [(a, b, BLOCK, True) for a, b in spans]
    marks += [(a, b, w, False) for a, b, w in hidden if not any(a < end and start < b for start, end in spans)]
    out: list[Piece] = []
    at = 0
    for start, end, shown, blacked in sorted(marks):
        if at < start:
            out.append(Piece(at, start - at, text[at:start]))
        out.append(Piece(start, end - start, shown, blacked, not blacked))
        at = end
    if at < len(text):
        out.append(Piece(at, len(text) - at, text[at:]))
    return out


@dataclass(frozen=True, slots=True)
class Copy:
    """A redacted copy as it is handed on."""

    row: Redaction
    title: str
    outlet: str
    language: str
    pieces: tuple[Piece, ...]

    @property
    def paragraphs(self) -> list[list[Piece]]:
        """The pieces by lines of the text."""
        lines: list[list[Piece]] = [[]]
        for piece in self.pieces:
            first, *more = [piece.words] if piece.blacked else piece.words.split("\n")
            if first:
                lines[-1].append(Piece(piece.start, len(first), first, piece.blacked, piece.veiled))
            for words in more:
                lines.append([Piece(piece.start, len(words), words, piece.blacked, piece.veiled)] if words else [])
        return [line for line in lines if line]

    @property
    def text(self) -> str:
        """As plain text."""
        return "".join(piece.words for piece in self.pieces)


def made(request: Request, row: Redaction) -> tuple[opened.Found, Copy]:
    """The report of a copy and the copy; Http404 where this person may not see the report, or it is withdrawn."""
    report = opened.found(request, row.report)
    if report.gone:
        raise Http404
    article: Article = report.record.article
    spans = msgspec.json.decode(row.spans, type=list[tuple[int, int]])
    # What is blacked out in the text is in the title too.
    hider = _hider([article.text[start:end] for start, end in spans])
    veils = care.veils(request)

    def shown(text: str | None) -> str:
        return veils.words(hider.words(text or ""))

    title = shown(article.title or report.row.name)
    parts = pieces(article.text, spans, veils)
    return report, Copy(row, title, shown(article.outlet), article.language or "", tuple(parts))


def head(copy: Copy) -> list[str]:
    """What stands above a copy, line by line: of what it is one, and who made it when."""
    when = date_format(timezone.localtime(copy.row.at), "DATETIME_FORMAT")
    return [
        _("Redacted copy of: %(title)s") % {"title": copy.title},
        *([copy.outlet] if copy.outlet else []),
        _("Made by %(who)s, %(when)s (%(zone)s)")
        % {"who": copy.row.by.username, "when": when, "zone": timezone.get_current_timezone_name()},
        _("The untouched original: %(hash)s") % {"hash": copy.row.article},
        _("%(block)s stands for any passage that is blacked out; its length tells nothing.") % {"block": BLOCK},
    ]


def _hider(words: Sequence[str]) -> Veils:
    return Veils([Veiled(tuple(words), BLOCK)]) if words else Veils()


_COPIES = Prepared(lambda row: Redaction.objects.filter(report=row).select_related("by").order_by("-id")[:50], holes=1)


def copies(row: int) -> list[Redaction]:
    """The redacted copies of a report, the latest first."""
    return _COPIES.models(row)


@needs(Power.CODE)
def redact(request: Request, row: int) -> HttpResponse:
    """Choose what is blacked out, look at it, and make the copy."""
    report = opened.found(request, row)
    if report.gone:
        raise Http404
    said = request.POST if request.method == "POST" else request.GET
    wanted = Wanted(
        at=said.get("at", ""),
        words=said.get("words", ""),
        names="names" in said or request.method != "POST",
        reason=" ".join(said.get("reason", "").split()),
    )
    text = report.record.article.text
    spans = wanted.spans(text, care.veils(request).ranges(text))
    status = 200
    if request.method == "POST" and "make" in request.POST:
        try:
            return _make(request, report, wanted, spans)
        except LedgerError as error:
            messages.error(request, sentences.said(error))
            status = 422
    veils = care.veils(request)
    article = report.record.article
    context = {
        "report": report, "title": veils.words(article.title or report.row.name), "wanted": wanted, "spans": spans,
        "language": article.language or "", "pieces": pieces(text, spans, veils), "copies": copies(row),
        "veiled": care.veils(None).any,
    }  # fmt: skip
    return render(request, "desk/redaction_make.html", context, status=status)


def _make(request: Request, report: opened.Found, wanted: Wanted, spans: list[Range]) -> HttpResponse:
    if not spans:
        raise LedgerError(_("Nothing is blacked out yet; select words, or write them, then look at it first."))
    if len(spans) > _MOST:
        raise LedgerError(_("A copy has 500 blacked-out passages at most."))
    acts.checked(wanted.reason)
    if not wanted.reason:
        raise LedgerError(_("A reason is needed."))
    text = report.record.article.text
    if _hider([text[a:b] for a, b in spans]).ranges(wanted.reason):
        raise LedgerError(_("The reason stands in the log, which everybody reads; write it without the words."))
    row = Redaction.objects.create(
        id=acts.numbered(Redaction), report=report.row.id, article=report.record.article.id,
        spans=msgspec.json.encode(spans).decode(), by=request.user,
    )  # fmt: skip
    acts.tell(
        request.user, "redact", report.row.name, reason=wanted.reason,
        after={"copy": row.id, "article": row.article, "passages": len(spans)},
    )  # fmt: skip
    messages.success(request, _("The copy is made. The original is untouched."))
    return HttpResponseRedirect(resolve_url("redaction", id=row.id), status=303)


@needs(Power.READ)
def one(request: Request, id: int) -> HttpResponse:
    """One copy, and its downloads."""
    report, copy = made(request, get_object_or_404(Redaction.objects.select_related("by"), id=id))
    original = not care.withheld(request, report.row.id, report.record.article)
    context = {"copy": copy, "report": report, "original": original, "others": copies(report.row.id)}
    return render(request, "desk/redaction.html", context)


@needs(Power.READ)
def as_text(request: Request, id: int) -> HttpResponse:
    """The copy as plain text."""
    _report, copy = made(request, get_object_or_404(Redaction.objects.select_related("by"), id=id))
    body = "\n".join((*head(copy), "", copy.text, ""))
    answer = HttpResponse(body, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="redacted-{copy.row.id}.txt"'
    return answer


@needs(Power.READ)
def as_print(request: Request, id: int) -> HttpResponse:
    """The copy as a page by itself, to be printed."""
    _report, copy = made(request, get_object_or_404(Redaction.objects.select_related("by"), id=id))
    return render(request, "desk/redaction_print.html", {"copy": copy, "head": head(copy)})


routes: list[URLPattern] = [
    path("reports/<int:row>/redaction/", redact, name="redact"),
    path("redactions/<int:id>/", one, name="redaction"),
    path("redactions/<int:id>/text/", as_text, name="redaction-text"),
    path("redactions/<int:id>/print/", as_print, name="redaction-print"),
]
