"""Who may see an incident: whom it makes sense to mention in a note about it, or to give a task."""

from __future__ import annotations

from django.db.models import QuerySet

from onrecord.desk.models import Restriction, User


def seers(restriction: Restriction | None) -> QuerySet[User]:
    """Those at the desk who may see an incident, by name; ``restriction`` is what :func:`restriction_of` says of it."""
    everyone = User.objects.filter(is_active=True).order_by("username")
    return everyone if restriction is None else everyone.filter(groups__in=restriction.groups.all()).distinct()


def restriction_of(incident: str) -> Restriction | None:
    """To whom an incident is restricted; None where it is not."""
    return Restriction.objects.filter(incident=incident).first()
