"""What a person who is new at the desk is shown: what to do first, until they have decided something."""

from __future__ import annotations

from onrecord.desk.access import Power, may
from onrecord.desk.ledgers import USING
from onrecord.desk.models import User
from onrecord.desk.prepared import Prepared
from onrecord.desk.standing import DECIDING
from onrecord.ledger.models import Entry

LEARNT = 30  # lines of the log by one person: whoever has more knows the desk, whatever they were


_FIRST = Prepared(
    lambda who: Entry.objects.filter(who=who).order_by("seq").values_list("act")[:LEARNT], holes=1, varied=True
)


def is_new(user: User) -> bool:
    """Whether this person may decide and has done little yet, and decided nothing."""
    if not may(user, Power.CODE):
        return False
    acts = [act for (act,) in _FIRST.rows(user.username, using=USING)]
    return len(acts) < LEARNT and not any(act in DECIDING for act in acts)
