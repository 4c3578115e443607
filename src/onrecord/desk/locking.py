"""What is final is not changed. The lock is the desk's: whoever decides on a terminal, beside the desk, is not held up
by it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from onrecord.desk.ledgers import USING
from onrecord.desk.models import Review
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.models import Incident, Sighting


class FinalError(LedgerError):
    """The incident is final; the sentence says who may open it."""


def check_open(incident: str) -> None:
    """Raises :class:`FinalError` where the incident, or the one that it was joined into, is final."""
    seen = {incident}
    while into := Incident.objects.using(USING).filter(id=incident).values_list("into", flat=True).first():
        incident = into
        seen.add(incident)
    _check(seen)


def check_report_open(report: str) -> None:
    """Likewise where an incident that the report (by its name) tells of is final."""
    told = Sighting.objects.using(USING).filter(report__name=report, report__current=True, incident__isnull=False)
    _check(told.values_list("incident_id", flat=True))


def _check(incidents: Iterable[str]) -> None:
    if Review.objects.filter(incident__in=list(incidents), state="final").exists():
        raise FinalError(_("This incident is final; a reviewer can open it again on its review page, with a reason."))
