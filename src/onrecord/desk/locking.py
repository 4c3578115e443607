"""What is final is not changed. The lock is the desk's; on a terminal, beside the desk, ``onrecord decide`` looks into
the log (:func:`onrecord.ledger.decisions.final`) and refuses unless one says that it is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from onrecord.desk.access import Sight
from onrecord.desk.ledgers import USING
from onrecord.desk.models import Review
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.models import Incident, Sighting
from onrecord.ledger.writing import writing

NOTHING = Sight()
QUICKER = lazy("That cannot be done as it now stands; somebody may have been quicker. Look again.")


class FinalError(LedgerError):
    """The incident is final; the sentence says who may open it."""


@contextmanager
def deciding(*incidents: str, report: str = "", sight: Sight = NOTHING) -> Iterator[None]:
    """A decision, all of it or nothing, about what nobody makes final meanwhile. Raises :class:`FinalError`.

    The desk's own lock is taken before the ledger's, as everywhere.
    """
    with transaction.atomic(), writing(USING):
        for each in incidents:
            check_open(each, locked=True)
        if report:
            check_report_open(report, sight, locked=True)
        yield


def check_open(incident: str, *, locked: bool = False) -> None:
    """Raises :class:`FinalError` where the incident, or the one that it was joined into, is final. ``locked``: and
    nobody changes that until the transaction ends."""
    seen = {incident}
    while into := Incident.objects.using(USING).filter(id=incident).values_list("into", flat=True).first():
        incident = into
        seen.add(incident)
    _check(seen, locked)


def check_report_open(report: str, sight: Sight = NOTHING, *, locked: bool = False) -> None:
    """Likewise where an incident that the report (by its name) tells of is final, of those that somebody may see: a
    refusal would say that there is another. What is changed in the report stands on the review page of that one."""
    told = Sighting.objects.using(USING).filter(report__name=report, report__current=True, incident__isnull=False)
    _check(set(told.values_list("incident_id", flat=True)) - sight.incidents, locked)


def _check(incidents: Iterable[str], locked: bool) -> None:
    rows = Review.objects.filter(incident__in=list(incidents)).order_by("incident")
    if locked:
        rows = rows.select_for_update()
    if "final" in list(rows.values_list("state", flat=True)):
        raise FinalError(_("This incident is final; a reviewer can open it again on its review page, with a reason."))
