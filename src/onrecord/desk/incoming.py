"""Adding reports at the desk: files and folders, pasted text, addresses; and what becomes of them, as it becomes."""

from __future__ import annotations

import uuid
from typing import cast

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onrecord.desk import batches, reader
from onrecord.desk.accepting import Handed, Refused, accept, addresses, left_out, named, pasted, too_large
from onrecord.desk.access import Power, Request, may, needs
from onrecord.desk.models import Incoming, User
from onrecord.desk.spoken import number
from onrecord.desk.uploads import LARGEST, MOST, takes_files
from onrecord.intake.item import megabytes

TOLD = 10  # refusals told one by one; the rest are counted
_STOP_POLLING = 286  # what htmx takes for 'nothing more will come'


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
@needs(Power.CODE)
def adding(request: HttpRequest) -> HttpResponse:
    """The page on which reports are handed in."""
    mine = cast(Request, request)
    if request.method != "POST":
        return _form(mine)
    batch = _batch(mine)
    handed, refused = _handed(mine)
    refused += accept(mine.user, batch, handed)
    taken = Incoming.objects.filter(batch=batch).exists()
    if not handed and not refused:
        refused.append(Refused("", _("Nothing was chosen: choose files, paste a text or give an address.")))
    _tell(mine, refused)
    to = reverse("incoming-batch", kwargs={"batch": batch}) if taken else reverse("incoming")
    reader.wake()
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"to": to, "refused": len(refused)})
    if not taken:
        return _form(mine, status=422)
    return HttpResponseRedirect(to, status=303)


def _form(request: Request, *, status: int = 200) -> HttpResponse:
    said = {name: request.POST.get(name, "") for name in ("text", "title", "day", "url", "addresses")}
    return render(
        request,
        "desk/incoming.html",
        {
            "batch": uuid.uuid4(),
            "said": said,
            "largest": megabytes(LARGEST),
            "largest_bytes": LARGEST,
            "most": MOST,
            "failed": batches.failed(request),
            "batches": batches.latest(request),
        },
        status=status,
    )


def _batch(request: Request) -> uuid.UUID:
    """The batch that the form names, where it is nobody else's."""
    try:
        batch = uuid.UUID(request.POST.get("batch", ""))
    except ValueError:
        return uuid.uuid4()
    return uuid.uuid4() if Incoming.objects.filter(batch=batch).exclude(by=request.user).exists() else batch


def _handed(request: Request) -> tuple[list[Handed], list[Refused]]:
    """Everything in a request, and what of it was refused at the door."""
    handed: list[Handed] = []
    refused: list[Refused] = []
    skipped = 0
    sent = [*request.FILES.getlist("files"), *request.FILES.getlist("folder")]
    paths = request.POST.getlist("path")
    if len(paths) != len(sent):
        paths = [file.name or "" for file in sent]
    for file, path_ in zip(sent, paths, strict=True):
        if not path_ or left_out(path_.replace("\\", "/")):
            skipped += 1
            continue
        body = file.read()
        handed.append(Handed(name=named(path_) or _("a file"), kind="file", body=body))
    refused += _refused_files(request)
    if skipped:
        words = ngettext(
            "%(n)s file of the folder is no report and was left out.",
            "%(n)s files of the folder are no reports (hidden, tables, pictures of saved pages) and were left out.",
            skipped,
        ) % {"n": skipped}  # fmt: skip
        messages.info(request, words)
    text = request.POST.get("text", "")
    fields = {name: request.POST.get(name, "") for name in ("title", "day", "url")}
    found = addresses(request.POST.get("addresses", ""))
    if text.strip() or any(value.strip() for value in fields.values()):
        found.append(pasted(text, **fields))
    for each in found:
        (handed if isinstance(each, Handed) else refused).append(each)  # type: ignore[arg-type]
    return handed, refused


def _refused_files(request: Request) -> list[Refused]:
    out: list[Refused] = []
    many = 0
    for name, why in getattr(request, "left_out", ()):
        if why == "large":
            out.append(Refused(named(name), too_large()))
        else:
            many += 1
    if many:
        words = ngettext(
            "%(n)s file more than the %(most)s that are taken at once was left: add it again.",
            "%(n)s files more than the %(most)s that are taken at once were left: add these again.",
            many,
        ) % {"n": number(many), "most": number(MOST)}  # fmt: skip
        out.append(Refused("", words))
    return out


def _tell(request: Request, refused: list[Refused]) -> None:
    for each in refused[:TOLD]:
        # Isolated, so that a name in another direction of writing does not turn the sentence.
        messages.warning(request, f"\u2068{each.name}\u2069: {each.why}" if each.name else each.why)
    if len(refused) > TOLD:
        n = len(refused) - TOLD
        messages.warning(
            request, ngettext("%(n)s more was refused.", "%(n)s more were refused.", n) % {"n": n}
        )  # fmt: skip


def mine_or_404(request: Request, batch: uuid.UUID) -> User:
    """Whose batch it is; Http404 where it is none, or another person's and this one no reviewer."""
    row = Incoming.objects.filter(batch=batch).defer("body").select_related("by").first()
    if row is None or (row.by != request.user and not may(request.user, Power.REVIEW)):
        raise Http404
    return row.by


@require_safe
@needs(Power.CODE)
def batch(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """What became of the inputs of one upload; a page that keeps itself up to date while some wait."""
    mine = cast(Request, request)
    owner = mine_or_404(mine, batch)
    shown = batches.shown(mine, batch, owner)
    if not shown.total:
        raise Http404  # all of it became what this person may not see
    if mine.htmx:
        status = 200 if shown.open else _STOP_POLLING
        return render(request, "desk/incoming_list.html", {"shown": shown, "polled": True}, status=status)
    return render(request, "desk/incoming_batch.html", {"shown": shown})


@require_POST
@needs(Power.CODE)
def change(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """Try an input that failed once more, or take its failure off the list."""
    mine = cast(Request, request)
    mine_or_404(mine, batch)
    name, _space, id = request.POST.get("act", "").partition(" ")
    try:
        which = {"id": uuid.UUID(id)} if id else {}
    except ValueError:
        raise Http404 from None
    rows = batches.visible(mine, batch).filter(state__in=reader.FAILED, **which)
    if which and not rows.exists():
        raise Http404
    if name == "again":
        again = rows.filter(body__isnull=False) | rows.filter(kind="url")
        count = Incoming.objects.filter(id__in=list(again.values_list("id", flat=True))).update(
            state="waiting", said="", tries=0, done=None, dismissed=False
        )
        reader.wake()
        if not count:
            messages.warning(request, _("What was handed in is no longer kept: add it again."))
    elif name == "dismiss":
        rows.update(dismissed=True)
    else:
        raise BadRequest("No such act.")
    back = "incoming" if "list" in request.POST else "incoming-batch"
    return HttpResponseRedirect(reverse(back, kwargs=None if back == "incoming" else {"batch": batch}), status=303)


routes: list[URLPattern] = [
    path("inbox/add/", adding, name="incoming"),
    path("inbox/add/<uuid:batch>/", batch, name="incoming-batch"),
    path("inbox/add/<uuid:batch>/act/", change, name="incoming-act"),
]
