"""The incident that an address or a form names: found where this person may see it, and the way back to its page."""

from __future__ import annotations

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from onrecord.desk import kept
from onrecord.desk.access import Request
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.models import Incident


def found(request: Request, id: str) -> Incident:
    """The incident ``id``, followed to the one that it was joined into; Http404 where there is none that this person
    may see."""
    request.sight.check_incident(id)
    row = kept.incident(id)
    request.sight.check_incident(row.id)
    return row


def other(request: Request, said: str) -> Incident:
    """Another incident, as a person names it: its id, or the address of its page. Raises :class:`LedgerError`, the same
    for one that this person may not see as for one that is none."""
    id = said.strip().rstrip("/").rpartition("/")[2]
    try:
        return found(request, id)
    except Http404:
        raise LedgerError(
            _("There is no incident %(id)s. Give the id of one, such as stands on its page.") % {"id": id or "–"}
        ) from None


def back(row: Incident, *, part: str = "") -> HttpResponseRedirect:
    """To the incident's page, after an act."""
    return HttpResponseRedirect(reverse("incident", kwargs={"id": row.id}) + (f"#{part}" if part else ""), status=303)
