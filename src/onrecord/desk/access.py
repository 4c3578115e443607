"""Who may do what, and see what: the one place that says so.

Every view is wrapped by :func:`needs`, which names the power that it takes; a test goes through all addresses and
refuses one without. What a person may not see is a :class:`Sight`: the incidents restricted to groups of others, and
the reports that tell of nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, cast

import msgspec
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from onrecord.desk.ledgers import here
from onrecord.desk.models import Restriction, User
from onrecord.desk.prepared import Prepared
from onrecord.desk.reaching import reach
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.models import Entry, Report


class Role(StrEnum):
    """What a person is at the desk, from the least."""

    READER = "reader"
    CODER = "coder"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


class Power(StrEnum):
    """What a view takes."""

    ANYONE = "anyone"  # signed in or not
    READ = "read"  # see what is not restricted to others
    CODE = "code"  # add reports, decide, note, take, code
    REVIEW = "review"  # make final, assign to others, restrict, veil, see behind veils, withdraw
    ADMINISTER = "administer"  # people, roles, groups, the team's settings


POWERS: dict[Role, frozenset[Power]] = {
    Role.READER: frozenset({Power.READ}),
    Role.CODER: frozenset({Power.READ, Power.CODE}),
    Role.REVIEWER: frozenset({Power.READ, Power.CODE, Power.REVIEW}),
    # Who keeps the accounts of people need not decide about the record; least privilege would part the two, and small
    # teams would then give one person two accounts. So it has all powers, but sees no incident restricted to others.
    Role.ADMINISTRATOR: frozenset({Power.READ, Power.CODE, Power.REVIEW, Power.ADMINISTER}),
}


class Request(HttpRequest):
    """A request with the desk's own: for types alone."""

    user: User
    ledger: Ledger
    sight: Sight
    htmx: Any


def may(user: object, power: Power) -> bool:
    """Whether a person has a power."""
    if power is Power.ANYONE:
        return True
    if not isinstance(user, User) or not user.is_active:
        return False
    try:
        return power in POWERS[Role(user.role)]
    except ValueError:
        return False


View = Callable[..., HttpResponseBase]


def needs(power: Power) -> Callable[[View], View]:
    """A view that takes ``power``. Nobody signed in is sent to sign in; who lacks it is refused (403)."""

    def decorated(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user, power):
                if not request.user.is_authenticated:
                    if getattr(request, "htmx", False):
                        return HttpResponse(status=401)  # the page says so, and keeps what was typed
                    return redirect_to_login(request.get_full_path())
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.power = power  # type: ignore[attr-defined]
        return guarded

    return decorated


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person may not see: ``incidents`` (ids), and ``reports`` (rows), those that tell of these alone."""

    incidents: frozenset[str] = frozenset()
    reports: frozenset[int] = frozenset()

    def check_incident(self, id: str) -> None:
        """Raises Http404, the same as for one that does not exist."""
        if id in self.incidents:
            raise Http404

    def check_report(self, row: int) -> None:
        """Likewise."""
        if row in self.reports:
            raise Http404

    def withdrawn(self, names: Iterable[str]) -> set[str]:
        """Which of these reports (by name) were withdrawn and told of nothing else: only the log still says so."""
        if not self.incidents:
            return set()
        gone = Report.objects.using("ledger").filter(name__in=list(names), withdrawn=True)
        lines = Entry.objects.using("ledger").filter(
            subject__in=list(gone.values_list("name", flat=True)), act="remove"
        )
        found = set()
        for name, before in lines.values_list("subject", "before"):
            told = set(msgspec.json.decode(before).get("incidents", ())) if before.startswith("{") else set()
            if told and told <= self.incidents:
                found.add(name)
        return found


_RESTRICTED = Prepared(lambda: Restriction.objects.values_list("incident", "groups"))


def sight_of(user: object) -> Sight:
    """What ``user`` may not see."""
    rows = _RESTRICTED.rows()
    if not rows:
        return Sight()  # as it mostly is: nothing more is asked
    mine = set(user.groups.values_list("id", flat=True)) if isinstance(user, User) else set()
    held = frozenset(each for each, _ in rows)
    restricted = held - {each for each, group in rows if group in mine}
    if not restricted:
        return Sight()
    found = reach(restricted, held=held)
    return Sight(found.incidents, found.reports)


class AccessMiddleware:
    """Gives each request its ledger and what its person may not see (both made when first asked for)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        from django.utils.functional import SimpleLazyObject

        mine = cast(Any, request)
        mine.ledger = here()
        mine.sight = SimpleLazyObject(lambda: sight_of(request.user))
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"  # nothing of the record stays on a shared computer
        return response


@dataclass(frozen=True, slots=True)
class Can:
    """Each power, and whether a person has it; for templates."""

    anyone: bool
    read: bool
    code: bool
    review: bool
    administer: bool


def about(request: HttpRequest) -> dict[str, object]:
    """For templates: ``can`` has a key for each power of the person."""
    user = getattr(request, "user", None)
    return {"can": Can(**{power.value: may(user, power) for power in Power})}


__all__ = [
    "POWERS",
    "AccessMiddleware",
    "Power",
    "Request",
    "Role",
    "Sight",
    "about",
    "may",
    "needs",
    "sight_of",
]
