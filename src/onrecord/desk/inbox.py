"""The inbox: reports as they came in, with their copies, what is new in them, and who is at them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as word_of
from django.views.decorators.http import require_POST, require_safe

from onrecord.desk import arrivals, beginning, sentences, triage
from onrecord.desk.access import POWERS, Power, Request, Role, Sight, may, needs
from onrecord.desk.groups import SHOWN, Group, groups
from onrecord.desk.models import Incoming, Triage, User
from onrecord.desk.prepared import Prepared
from onrecord.desk.reader import FAILED
from onrecord.record import OnrecordError

PAGE = 15  # groups on a page: two screens
COUNTED = 1000  # reports that a tab counts: beyond, it says 'more than'
COPIES = 200  # reports of one origin that its own page lists
SOME = 100  # lines of the log that a page takes in; the rest is the thread's (onrecord.desk.reader)
_LAST = 2**63 - 1

TABS = (
    ("new", lazy("New")),
    ("mine", lazy("Mine")),
    ("others", lazy("Taken by others")),
    ("aside", word_of("reports", "Set aside")),
    ("done", word_of("reports", "Done")),
    ("all", lazy("All")),
)
TO_DO = frozenset({"new", "mine", "others", "aside"})
"""The tabs that say how much is in them."""


@require_safe
@needs(Power.READ)
def listing(request: HttpRequest) -> HttpResponse:
    """One page of the inbox, as its address asks for it."""
    return render(request, "desk/inbox.html", page(cast(Request, request), request.GET))


@require_POST
@needs(Power.CODE)
def change(request: HttpRequest) -> HttpResponse:
    """One act on the reports that were ticked, or on the one beside whose button it stands."""
    mine = cast(Request, request)
    back = QueryDict(request.POST.get("back", ""))
    name, _space, row = request.POST.get("act", "").partition(" ")
    if name not in triage.ACTS:
        raise BadRequest("No such act.")
    chosen = _numbers([row] if row else request.POST.getlist("report"))
    reason = request.POST.get("reason", "")
    try:
        rows = triage.chosen(chosen, mine.sight, copies="copies" in request.POST)
        if chosen and not rows:
            raise Http404
        if not rows:
            messages.warning(request, _("Nothing is ticked: tick the reports that you mean, then try again."))
        else:
            done = triage.act(mine.user, name, rows, reason=reason, to=_person(request.POST.get("to", "")))
            say = messages.success if done.count and not done.refused else messages.warning
            say(request, triage.said(name, done))
            reason, chosen = "", []
    except OnrecordError as error:
        messages.error(request, sentences.said(error))
    if mine.htmx:
        said = page(mine, back) | {"reason": reason, "ticked": tuple(chosen)}
        return render(request, "desk/inbox_list.html", said)
    if reason or chosen:  # what was typed is not lost
        return render(request, "desk/inbox.html", page(mine, back) | {"reason": reason, "ticked": tuple(chosen)})
    return HttpResponseRedirect(f"{reverse('inbox')}{_query(back)}", status=303)


def page(request: Request, asked: QueryDict) -> dict[str, Any]:
    """What the templates show of one page; ``asked`` is as in the address bar."""
    whole = arrivals.catch_up(step=SOME)
    tab, holder, origin = asked.get("tab", ""), asked.get("holder", ""), asked.get("origin", "")
    if holder == "me" or holder == request.user.username:
        tab, holder = "mine", ""
    elif tab not in dict(TABS) or holder or origin:
        tab = "all" if holder or origin else "new"
    shown = triage.visible(request.sight)
    last = _numbers([asked.get("after", "")])
    found, more = _page(request, tab, holder=holder, origin=origin, below=last[0] if last else _LAST)
    if origin and not found:
        raise Http404
    held = groups(request, found, copies=not origin)
    follows = {"tab": tab, "holder": holder, "origin": origin}
    return {
        "groups": held,
        "whole": whole,
        "tab": tab,
        "tabs": _tabs(request, shown),
        "holder": holder,
        "origin": origin,
        "asked": _query(asked)[1:],
        "first": not last,
        "newest": _query(follows),
        "older": _query(follows | {"after": found[-1].row}) if more else "",
        "acts": _acts(tab),
        "shown_copies": SHOWN,
        "people": _people() if may(request.user, Power.REVIEW) else [],
        "failed": _failed(request.user),
        "begins": beginning.is_new(request.user),
        "bare": not held and not Triage.objects.exists(),
    }


def _where(tab: str, me: object, *, state: str = "state", holder: str = "holder") -> Q:
    if tab == "mine":
        return Q((state, "taken"), (holder, me))
    if tab == "others":
        return Q((state, "taken")) & (~Q((holder, me)) | Q((f"{holder}__isnull", True)))
    return Q() if tab == "all" else Q((state, tab))


def _page(request: Request, tab: str, *, holder: str, origin: str, below: int) -> tuple[list[Triage], bool]:
    """The newest report of each group, and whether there are more; of one ``origin`` all its reports."""
    seen = triage.visible(request.sight)
    rows = Triage.objects.filter(seen, _where(tab, request.user.pk), row__lt=below)
    size = PAGE
    held = User.objects.filter(username=holder).values_list("id", flat=True).first() or 0 if holder else None
    if held is not None:
        rows = rows.filter(state="taken", holder=held)
    if origin:
        rows, size = rows.filter(origin=origin), COPIES
    elif held is None and not request.sight.reports:
        found = _PAGES[tab].models(request.user.pk, below)
        return found[:PAGE], len(found) > PAGE
    else:
        newer = _newer(seen, tab, request.user.pk)
        if held is not None:
            newer = newer.filter(was="taken", had=held)
        rows = rows.filter(~Exists(newer))
    found = list(rows.select_related("holder").order_by("-row")[: size + 1])
    return found[:size], len(found) > size


def _newer(seen: Q, tab: str, me: object) -> Any:
    """The copies that came after a report, and belong in the same tab.

    A group stands where the newest of its copies that belong here came in. Of these only few have one origin, but many
    one state: SQLite must not look for them by that, so it is told as something without an index.
    """
    of: Any = Triage.objects.annotate(was=Coalesce("state", Value("")), had=Coalesce("holder_id", Value(0)))
    of = of.filter(seen, origin=OuterRef("origin"), row__gt=OuterRef("row"))
    return of.filter(_where(tab, me, state="was", holder="had"))


def _prepared(tab: str) -> Prepared[Triage]:
    """A page of a tab, for whom nothing is hidden."""
    seen = triage.visible(Sight())

    def build(me: object, below: object) -> QuerySet[Triage]:
        rows = Triage.objects.filter(seen, _where(tab, me), row__lt=below).filter(~Exists(_newer(seen, tab, me)))
        return rows.select_related("holder").order_by("-row")[: PAGE + 1]

    return Prepared(build, holes=2)


_PAGES = {tab: _prepared(tab) for tab, _word in TABS}
# The tabs that say how much is in them, in one query.
_COUNTS = "SELECT " + ", ".join(
    f'(SELECT COUNT(*) FROM (SELECT 1 FROM desk_triage WHERE "row" IS NOT NULL AND {where} LIMIT {COUNTED + 1}) AS n)'
    for where in (
        "state = 'new'",
        "state = 'taken' AND holder_id = %s",
        "state = 'taken' AND (holder_id <> %s OR holder_id IS NULL)",
        "state = 'aside'",
    )
)


def _counts(request: Request, shown: Q) -> dict[str, int]:
    """How much is in each of these tabs, up to one more than is counted."""
    names = [name for name, _word in TABS if name in TO_DO]
    if request.sight.reports:
        of = {name: Triage.objects.filter(shown & _where(name, request.user.pk)) for name in names}
        return {name: rows.order_by()[: COUNTED + 1].count() for name, rows in of.items()}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [request.user.pk, request.user.pk])
        return dict(zip(names, cursor.fetchone() or (), strict=True))


def _tabs(request: Request, shown: Q) -> list[dict[str, Any]]:
    """The tabs; those that hold work still to do with how much it is."""
    out: list[dict[str, Any]] = []
    counts = _counts(request, shown)
    for name, word in TABS:
        tab: dict[str, Any] = {"name": name, "word": word}
        if name in TO_DO:
            count = counts[name]
            tab |= {"counted": True, "count": min(count, COUNTED), "beyond": count > COUNTED}
        out.append(tab)
    return out


def _acts(tab: str) -> list[tuple[str, triage.Act]]:
    """The acts that may be done to something in a tab."""
    state = {"new": "new", "mine": "taken", "others": "taken"}.get(tab, tab)
    return [
        (name, act)
        for name, act in triage.ACTS.items()
        if name != "assign" and (tab == "all" or state in act.starts) and not (tab == "mine" and name == "take")
    ]


_ABLE = Prepared(
    lambda: User.objects.filter(
        is_active=True, role__in=[role.value for role in Role if Power.CODE in POWERS[role]]
    ).order_by("username")[:200]
)
_FAILED = Prepared(
    lambda by: Incoming.objects.filter(by=by, state__in=FAILED, dismissed=False).values_list("id")[:100], holes=1
)


def _people() -> list[User]:
    return _ABLE.models()


def _person(name: str) -> User | None:
    return User.objects.filter(username=name, is_active=True).first() if name else None


def _failed(user: User) -> int:
    """How many inputs of this person failed and were not dismissed."""
    return len(_FAILED.rows(user.pk))


def _numbers(given: Sequence[str]) -> list[int]:
    return [int(each) for each in given if each.isascii() and each.isdigit() and len(each) < 19][: triage.MOST]


def _query(asked: Any) -> str:
    kept = {key: asked.get(key) for key in ("tab", "holder", "origin", "after")}
    said = urlencode({key: value for key, value in kept.items() if value})
    return f"?{said}" if said else ""


__all__ = ["Group", "page", "routes"]

routes: list[URLPattern] = [
    path("inbox/", listing, name="inbox"),
    path("inbox/act/", change, name="inbox-act"),
]
