"""Who may see an incident: whom it makes sense to mention in a note about it, or to give a task."""

from __future__ import annotations

from django.db.models import QuerySet

from onrecord.desk.models import Restriction, User
from onrecord.desk.prepared import Prepared


def seers(restriction: Restriction | None) -> QuerySet[User]:
    """Those at the desk who may see an incident, by name; ``restriction`` is what :func:`restriction_of` says of it."""
    everyone = User.objects.filter(is_active=True).order_by("username")
    return everyone if restriction is None else everyone.filter(groups__in=restriction.groups.all()).distinct()


def restriction_of(incident: str) -> Restriction | None:
    """To whom an incident is restricted; None where it is not."""
    found = _RESTRICTION.models(incident)
    return found[0] if found else None


def names(restriction: Restriction | None) -> tuple[str, ...]:
    """The names of those whom :func:`seers` finds."""
    if restriction is not None:
        return tuple(seers(restriction).values_list("username", flat=True))
    return tuple(name for (name,) in _EVERYONE.rows())


_RESTRICTION = Prepared(lambda incident: Restriction.objects.filter(incident=incident), holes=1)
_EVERYONE = Prepared(lambda: User.objects.filter(is_active=True).order_by("username").values_list("username"))
