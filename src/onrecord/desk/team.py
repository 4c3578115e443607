"""The team's pages: people, their roles and ways in, groups, and what the team asks of all.

Every act takes a fresh sign-in and has its line in the log. A person is given a one-time address, never a password.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import Group
from django.db.models import Count, Exists, OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from onrecord.desk import membership, sentences, welcome
from onrecord.desk.access import Power, Request, Role, Sight, needs
from onrecord.desk.membership import MembershipError
from onrecord.desk.models import Restriction, Token, User
from onrecord.desk.signing import fresh

ROLES = {
    Role.READER: (gettext_lazy("Reader"), gettext_lazy("sees what is not restricted to others")),
    Role.CODER: (gettext_lazy("Coder"), gettext_lazy("also adds reports and decides, with reasons")),
    Role.REVIEWER: (gettext_lazy("Reviewer"), gettext_lazy("also makes incidents final, restricts, hides names")),
    Role.ADMINISTRATOR: (gettext_lazy("Administrator"), gettext_lazy("also keeps people, groups and settings")),
}
"""Each role's name, and what it may beyond those before."""
PAGE = 200  # people on one page; few teams have more, and none should wait for a table of thousands


@needs(Power.ADMINISTER)
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody, those who may sign in first."""
    second = Authenticator.objects.filter(user=OuterRef("pk"))
    people = User.objects.annotate(second=Exists(second)).prefetch_related(
        Prefetch("groups", queryset=Group.objects.order_by("name"))
    )
    asked = request.GET.get("q", "").strip()
    if asked:
        people = people.filter(username__icontains=asked)
    rows = list(people.order_by("-is_active", "username")[: PAGE + 1])
    return render(
        request, "desk/team.html",
        {
            "people": rows[:PAGE], "more": len(rows) > PAGE, "asked": asked, "roles": _choices(),
            "locked": membership.locked_names(), "second_factor": membership.setting("second-factor"),
            "groups": _groups(cast(Request, request).sight),
        },
    )  # fmt: skip


@needs(Power.ADMINISTER)
@fresh
def add(request: HttpRequest) -> HttpResponse:
    """A new person, who is given a one-time address."""
    said = {"role": "reader"} | {key: request.POST[key] for key in ("name", "role", "email") if key in request.POST}
    problem = ""
    if request.method == "POST":
        try:
            user = membership.made(said.get("name", ""), said["role"], by=_me(request), email=said.get("email", ""))
        except MembershipError as error:
            problem = sentences.said(error)
        else:
            return _address(request, user, made=True)
    return render(
        request, "desk/team_add.html", {
            "said": said, "problem": problem, "roles": _choices(), "issuer": settings.CONFIGURATION.issuer,
        },
        status=422 if problem else 200,
    )  # fmt: skip


@needs(Power.ADMINISTER)
def person(request: HttpRequest, name: str) -> HttpResponseBase:
    """One person: what may be changed about them."""
    return _person(request, get_object_or_404(User, username=name))


@needs(Power.ADMINISTER)
@require_POST
@fresh
def act(request: HttpRequest, name: str) -> HttpResponseBase:
    """Change something about a person."""
    user, by = get_object_or_404(User, username=name), _me(request)
    say: dict[str, str] = {"name": user.username}
    try:
        match request.POST.get("act"):
            case "role":
                membership.change_role(user, request.POST.get("role", ""), by=by)
                said = _("%(name)s is %(role)s now.") % {**say, "role": ROLES[Role(user.role)][0]}
            case "end":
                membership.end(user, by=by)
                said = _("%(name)s can sign in no more.") % say
            case "readmit":
                membership.readmit(user, by=by)
                said = _("%(name)s may sign in again.") % say
            case "second-factor":
                membership.reset_second_factor(user, by=by)
                said = _("%(name)s signs in with the password alone until a new second factor is set up.") % say
            case "unlock":
                membership.unlock(user.username, by=by)
                said = _("%(name)s may try again.") % say
            case "known":
                email, subject = request.POST.get("email", ""), request.POST.get("subject", "")
                membership.know_as(user, email=email, issuer_subject=subject, by=by)
                said = _("Saved.")
            case "token":
                membership.end_token(get_object_or_404(Token, pk=_number(request.POST.get("token")), owner=user), by=by)
                said = _("The token works no more.")
            case "address":
                if not user.is_active:
                    raise MembershipError(_("Let %(name)s in again first.") % say)
                return _address(request, user, made=False)
            case _:
                raise Http404
    except MembershipError as error:
        messages.error(request, sentences.said(error))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("team-person", args=[user.username]), status=303)


@needs(Power.ADMINISTER)
@require_POST
@fresh
def choices(request: HttpRequest) -> HttpResponse:
    """What the team asks of all: which roles need a second factor."""
    try:
        membership.choose_second_factor(request.POST.getlist("second-factor"), by=_me(request))
        messages.success(request, _("Saved."))
    except MembershipError as error:
        messages.error(request, sentences.said(error))
    return HttpResponseRedirect(reverse("team"), status=303)


@needs(Power.ADMINISTER)
@require_POST
@fresh
def group_add(request: HttpRequest) -> HttpResponse:
    """A new group."""
    try:
        group = membership.group_made(request.POST.get("name", ""), by=_me(request))
    except MembershipError as error:
        messages.error(request, sentences.said(error))
        return HttpResponseRedirect(reverse("team"), status=303)
    return HttpResponseRedirect(reverse("team-group", args=[group.pk]), status=303)


@needs(Power.ADMINISTER)
def group(request: HttpRequest, id: int) -> HttpResponse:
    """One group and who is in it."""
    row = get_object_or_404(Group, pk=id)
    members = set(row.user_set.values_list("pk", flat=True))
    people = [(user, user.pk in members) for user in User.objects.filter(is_active=True).order_by("username")]
    return render(request, "desk/team_group.html", {"group": row, "people": people})


@needs(Power.ADMINISTER)
@require_POST
@fresh
def group_change(request: HttpRequest, id: int) -> HttpResponse:
    """Rename a group, and say who is in it."""
    row = get_object_or_404(Group, pk=id)
    try:
        membership.group_renamed(row, request.POST.get("name", ""), by=_me(request))
        chosen = User.objects.filter(username__in=request.POST.getlist("member"))
        ended = User.objects.filter(groups=row, is_active=False)  # not on the page, and not put out by it
        membership.set_members(row, {user.pk: user for user in [*chosen, *ended]}.values(), by=_me(request))
        messages.success(request, _("Saved."))
    except MembershipError as error:
        messages.error(request, sentences.said(error))
    return HttpResponseRedirect(reverse("team-group", args=[row.pk]), status=303)


def _person(request: HttpRequest, user: User) -> HttpResponse:
    tokens = Token.objects.filter(owner=user, ended__isnull=True, expires__gt=timezone.now()).order_by("-at")
    return render(
        request, "desk/team_person.html",
        {
            "person": user, "issuer": settings.CONFIGURATION.issuer, "roles": _choices(),
            "tokens": list(tokens[:PAGE]), "subject": membership.known_as(user),
            "second": Authenticator.objects.filter(user=user).exists(),
            "locked": user.username in membership.locked_names(), "groups": user.groups.order_by("name"),
        },
    )  # fmt: skip


def _address(request: HttpRequest, user: User, *, made: bool) -> HttpResponse:
    """The one-time address, shown once."""
    code = welcome.issue(user)
    response = render(
        request, "desk/team_address.html",
        {"person": user, "made": made, "address": request.build_absolute_uri(reverse("welcome", args=[code]))},
    )  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response


def _choices() -> list[tuple[str, Any, Any]]:
    return [(role.value, name, may) for role, (name, may) in ROLES.items()]


def _groups(sight: Sight) -> Sequence[Group]:
    rows = Group.objects.annotate(members=Count("user", distinct=True)).order_by("name")
    # Of what may not be seen the number neither.
    seen = Restriction.groups.through.objects.exclude(restriction__in=sight.incidents)
    restricted = dict(seen.values_list("group_id").annotate(n=Count("pk")))
    found: list[Group] = list(rows)
    for each in found:
        each.incidents = restricted.get(each.pk, 0)  # type: ignore[attr-defined]
    return found


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _number(said: str | None) -> int:
    if said is None or not said.isascii() or not said.isdigit() or len(said) > 18:
        raise Http404
    return int(said)


routes: list[URLPattern] = [
    path("team/", listing, name="team"),
    path("team/add/", add, name="team-add"),
    path("team/choices/", choices, name="team-choices"),
    path("team/people/<str:name>/", person, name="team-person"),
    path("team/people/<str:name>/act/", act, name="team-act"),
    path("team/groups/add/", group_add, name="team-group-add"),
    path("team/groups/<int:id>/", group, name="team-group"),
    path("team/groups/<int:id>/change/", group_change, name="team-group-change"),
]
