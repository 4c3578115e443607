"""Names that people hold to be two sources': such a pair is suggested to be one no more. It can be taken back, and the
newer decision that they are one ends it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from onrecord.desk import acts
from onrecord.desk.ledgers import USING
from onrecord.desk.models import Unlike, User
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.naming import Names


def of(root: str) -> frozenset[str]:
    """The keys of those whom people hold to be others than the source ``root``, under any of its names."""
    names = Names(USING)
    mine = names.members(root)
    found = set()
    rows = Unlike.objects.filter(Q(one__in=mine) | Q(other__in=mine))
    for one, other in rows.values_list("one", "other"):
        found.add(names.root(other if one in mine else one))
    return frozenset(found - {root})


def say(user: User, key: str, other: str, *, reason: str) -> None:
    """Hold two sources (their keys) to be two. Raises :class:`onrecord.ledger.LedgerError`."""
    acts.by(user, reason)  # which takes a reason
    if key == other:
        raise LedgerError(_("That is this source itself; give another."))
    with transaction.atomic():
        one, two = sorted((key, other))
        if not Unlike.objects.get_or_create(one=one, other=two)[1]:
            return
        acts.tell(user, "unlike", key, reason=reason, after={"names": [key, other]})


def take_back(user: User, key: str, other: str, *, reason: str) -> None:
    """Take back that two sources are two, under whichever of their names it was said."""
    acts.by(user, reason)
    with transaction.atomic():
        if end(key, other):
            acts.tell(user, "alike", key, reason=reason, before={"names": [key, other]})


def end(key: str, other: str) -> bool:
    """Hold nobody of the two apart any more; whether anybody did."""
    names = Names(USING)
    mine, its = names.members(names.root(key)), names.members(names.root(other))
    between = Q(one__in=mine, other__in=its) | Q(one__in=its, other__in=mine)
    return bool(Unlike.objects.filter(between).delete()[0])
