"""Incidents that only some groups may see.

A reviewer restricts an incident to groups that they are in themselves: nobody can hide something from all, nor from
themselves, and who keeps the accounts of people sees no more than others. Groups of others that are on it already stay
unless the restriction is lifted as a whole. What comes out of a restricted incident is restricted likewise
(:mod:`onrecord.desk.decisions`), and what a program makes of its reports (:mod:`onrecord.desk.reaching`); whoever may
restrict it may lift that too.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from onrecord.desk import acts, kept, reaching, sentences
from onrecord.desk.access import Power, Request, needs
from onrecord.desk.membership import MembershipError
from onrecord.desk.models import Open, Restriction, User
from onrecord.desk.signing import fresh
from onrecord.record import OnrecordError


def groups_of(incident: str) -> list[Group]:
    """The groups that alone may see an incident, and what was joined with it; none where all may."""
    return list(Group.objects.filter(restriction__incident__in=_joined(incident)).distinct().order_by("name"))


def restrict(incident: str, chosen: list[Group], *, by: User, reason: str) -> None:
    """Let only these groups, and those of others that are on it already, see ``incident``; none: let all. Raises
    :class:`MembershipError`."""
    reason = reason.strip()
    acts.checked(reason)
    if not reason:
        raise MembershipError(_("Say why; it stands in the log."))
    own = {group.pk for group in by.groups.all()}
    if not {group.pk for group in chosen} <= own:
        raise MembershipError(_("You can restrict an incident only to groups that you are in."))
    with transaction.atomic():
        before = groups_of(incident)
        others = [group for group in before if group.pk not in own] if chosen else []
        after = sorted([*chosen, *others], key=lambda group: group.name)
        if [group.pk for group in before] == [group.pk for group in after]:
            return
        if after:
            hold(incident, after)
        else:
            lift(incident)
        names = [group.name for group in before] or None, [group.name for group in after] or None
        acts.tell(by, "restrict" if after else "lift", incident, reason=reason, before=names[0], after=names[1])


def hold(incident: str, groups: list[Group]) -> None:
    """Restrict an incident, each restricted part of it, and what follows these."""
    parts = _joined(incident)
    held = set(Restriction.objects.filter(incident__in=parts).values_list("incident", flat=True))
    if not held:
        reaching.leave_open(incident)
    Open.objects.filter(incident__in=parts).delete()
    Restriction.objects.get_or_create(incident=incident)
    for row in Restriction.objects.filter(Q(incident__in=[incident, *held]) | Q(stems__in=parts)):
        row.groups.set(groups)


def lift(incident: str) -> None:
    """Let all see an incident, each part of it, and what only followed these."""
    parts = _joined(incident)
    Restriction.objects.filter(Q(incident__in=parts) | Q(stems__in=parts)).delete()
    reaching.opened(parts)


def _joined(incident: str) -> frozenset[str]:
    return reaching.with_joined(frozenset({incident}))


@needs(Power.REVIEW)
@fresh
def page(request: Request, id: str) -> HttpResponse:
    """Choose who may see an incident."""
    request.sight.check_incident(id)
    row = kept.incident(id)
    request.sight.check_incident(row.id)
    reaching.follow()  # what it says of this incident is what holds
    user = request.user
    own, now = list(user.groups.order_by("name")), groups_of(row.id)
    reason = ""
    if request.method == "POST":
        asked, reason = set(request.POST.getlist("group")), request.POST.get("reason", "")
        chosen = [] if request.POST.get("act") == "lift" else [group for group in own if str(group.pk) in asked]
        try:
            if not chosen and request.POST.get("act") != "lift":
                raise MembershipError(_("Choose a group."))
            restrict(row.id, chosen, by=user, reason=reason)
        except OnrecordError as error:
            messages.error(request, sentences.said(error))
        else:
            messages.success(
                request, _("Only these groups see it now.") if chosen else _("Everybody at the desk sees it now.")
            )
            return HttpResponseRedirect(reverse("incident", args=[row.id]), status=303)
    return render(
        request, "desk/restriction.html",
        {
            "incident": row, "own": [(group, group in now) for group in own], "now": now, "reason": reason,
            "others": [group for group in now if group not in own],
        },
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


routes: list[URLPattern] = [path("incidents/<str:id>/restrict/", page, name="restrict")]
