"""Who may see an incident: whom it makes sense to mention in a note about it, or to give a task."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from onrecord.desk.models import Restriction, User
from onrecord.desk.prepared import Prepared
from onrecord.desk.reaching import with_joined


def seers(restrictions: Sequence[Restriction]) -> QuerySet[User]:
    """Those at the desk who may see an incident, by name; ``restrictions`` are what :func:`restrictions_of` says of
    it."""
    found = User.objects.filter(is_active=True).order_by("username")
    for each in restrictions:
        found = found.filter(groups__in=each.groups.all()).distinct()
    return found


def restrictions_of(incident: str) -> Sequence[Restriction]:
    """The restrictions of an incident and of what was joined with it; none where all may see it."""
    if not _ANY.rows():
        return ()  # as it mostly is: nothing more is asked
    return tuple(Restriction.objects.filter(incident__in=with_joined(frozenset({incident}))))


def names(restrictions: Sequence[Restriction]) -> tuple[str, ...]:
    """The names of those whom :func:`seers` finds."""
    if restrictions:
        return tuple(seers(restrictions).values_list("username", flat=True))
    return tuple(name for (name,) in _EVERYONE.rows())


_ANY = Prepared(lambda: Restriction.objects.values_list("incident")[:1])
_EVERYONE = Prepared(lambda: User.objects.filter(is_active=True).order_by("username").values_list("username"))
