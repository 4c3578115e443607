"""Who may see an incident: whom it makes sense to mention in a note about it, or to give a task."""

from __future__ import annotations

from django.db.models import QuerySet

from onrecord.desk.models import Restriction, User


def seers(incident: str) -> QuerySet[User]:
    """Those at the desk who may see an incident, by name."""
    everyone = User.objects.filter(is_active=True).order_by("username")
    restriction = Restriction.objects.filter(incident=incident).first()
    if restriction is None:
        return everyone
    return everyone.filter(groups__in=restriction.groups.all()).distinct()
