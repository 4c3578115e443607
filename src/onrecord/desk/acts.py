"""The desk's acts, in the ledger's log: who, what, on what, why, before and after."""

from __future__ import annotations

import msgspec
from django.db.models import Model
from django.utils.translation import gettext as _

from onrecord.desk.ledgers import USING
from onrecord.desk.models import User
from onrecord.desk.spoken import number
from onrecord.ledger import ids, log
from onrecord.ledger.by import By
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.writing import writing

REASON = 2000  # characters of a reason: it stands in the log for ever
RULE = 200  # of a rule's name
_MICROSECOND = 1_000  # in nanoseconds


def checked(reason: str) -> str:
    """A reason; raises :class:`onrecord.ledger.LedgerError` where it is too long."""
    if len(reason) > REASON:
        raise LedgerError(
            _("The reason has more than %(most)s characters; make it shorter.") % {"most": number(REASON)}
        )
    return reason


def by(user: User, reason: str, rule: str = "") -> By:
    """The author of a decision; raises :class:`onrecord.ledger.LedgerError` without a reason."""
    return By(who=user.username, reason=checked(reason), rule=rule[:RULE]).checked()


def numbered(model: type[Model]) -> int:
    """The number of the next row of a table whose numbers are shown (:func:`onrecord.ledger.ids.timed`)."""
    last = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return ids.timed(last, unit=_MICROSECOND)  # two at once have different ones


def tell(
    user: User, act: str, subject: str, *, reason: str = "", before: object = None, after: object = None, rule: str = ""
) -> None:
    """One line in the log for what the desk keeps itself (notes, tasks, who has taken what, reviews, restrictions).

    ``before`` and ``after`` are anything that goes to JSON; None where there was or is nothing.
    """

    def told(value: object) -> str:
        return "" if value is None else msgspec.json.encode(value).decode()

    with writing(USING):
        log.append(
            USING, act=act, subject=subject, facts=[], who=user.username, rule=rule, reason=reason,
            before=told(before), after=told(after),
        )  # fmt: skip
