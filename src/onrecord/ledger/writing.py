"""Making facts real in the tables, and the lock under which it is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from django.db import connections, transaction

from onrecord.ledger.effects import Fact
from onrecord.ledger.models import Amendment, Apart, Incident, Origin, Report, Same, Sighting, Stale, Suggestion
from onrecord.ledger.opening import LOCK


@contextmanager
def writing(using: str) -> Iterator[None]:
    """One transaction, one writer at a time: all of it is kept, or nothing."""
    with transaction.atomic(using=using):
        if connections[using].vendor == "postgresql":
            with connections[using].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


class Writer:
    """Takes facts one by one, does each to the tables, and remembers them for the log."""

    def __init__(self, using: str) -> None:
        self.using = using
        self.facts: list[Fact] = []

    def take(self, *fact: Any) -> None:
        """Do one fact (see :mod:`onrecord.ledger.effects`)."""
        self.facts.append(fact)
        kind, *values = fact
        getattr(self, f"_{kind}")(*values)

    def _ledger(self, id: str) -> None:
        """Likewise."""

    def _report(self, name: str, version: int, whence: str, article: str, digest: str) -> None:
        """The row is already there: it holds more than the fact says."""

    def _indexed(self, name: str, version: int, digest: str) -> None:
        """Likewise."""

    def _telling(self, name: str, version: int, no: str, background: bool, digest: str) -> None:
        """Likewise."""

    def _of(self, name: str, version: int) -> Any:
        return Report.objects.using(self.using).filter(name=name, version=version)

    def _superseded(self, name: str, version: int) -> None:
        self._of(name, version).update(current=False)

    def _withdrawn(self, name: str, version: int) -> None:
        self._of(name, version).update(current=False, withdrawn=True)

    def _origin(self, name: str, version: int, origin: str) -> None:
        Origin.objects.using(self.using).get_or_create(id=origin)
        self._of(name, version).update(origin_id=origin)

    def _founded(self, incident: str) -> None:
        Incident(id=incident).save(using=self.using, force_insert=True)

    def _placed(self, name: str, version: int, no: str, incident: str | None, by: str) -> None:
        row = Sighting.objects.using(self.using).filter(report__name=name, report__version=version, no=no)
        before = row.values_list("incident_id", flat=True).first()
        row.update(incident_id=incident, by=by)
        self._touched(before, incident)

    def _touched(self, *incidents: str | None) -> None:
        ids = dict.fromkeys(i for i in incidents if i is not None)
        Stale.objects.using(self.using).bulk_create([Stale(incident_id=i) for i in ids], ignore_conflicts=True)

    def _into(self, incident: str, other: str) -> None:
        Incident.objects.using(self.using).filter(id=incident).update(into=other)
        self._touched(incident, other)

    def _suggested(self, one: str, other: str, score: float, agrees: list[str], differs: list[str]) -> None:
        why = msgspec.json.encode({"agrees": agrees, "differs": differs}).decode()
        Suggestion.objects.using(self.using).update_or_create(
            incident_id=one, other_id=other, defaults={"score": score, "why": why, "state": "open"}
        )

    def _suggestion(self, one: str, other: str, state: str) -> None:
        Suggestion.objects.using(self.using).filter(incident_id=one, other_id=other).update(state=state)

    def _apart(self, one: str, other: str) -> None:
        Apart.objects.using(self.using).get_or_create(incident_id=one, other_id=other)

    def _together(self, one: str, other: str) -> None:
        Apart.objects.using(self.using).filter(incident_id=one, other_id=other).delete()

    def _decided(self, incident: str, field: str, value: str | None) -> None:
        row = Incident.objects.using(self.using).get(id=incident)
        decided = msgspec.json.decode(row.decided, type=dict[str, str])
        decided.pop(field, None)
        if value is not None:
            decided[field] = value
        row.decided = msgspec.json.encode(decided).decode()
        row.save(using=self.using, update_fields=["decided"])
        self._touched(incident)

    def _rejected(self, incident: str, rejected: bool) -> None:
        Incident.objects.using(self.using).filter(id=incident).update(rejected=rejected)
        self._touched(incident)

    def _amended(self, id: str, name: str, version: int, line: int, data: str) -> None:
        report = self._of(name, version).only("id").get()
        Amendment(id=id, report_id=report.id, line=line, data=data).save(using=self.using, force_insert=True)
        self._told_by(report.id)

    def _unamended(self, id: str) -> None:
        Amendment.objects.using(self.using).filter(id=id).update(state="undone")
        self._told_by(Amendment.objects.using(self.using).get(id=id).report_id)

    def _told_by(self, report: int) -> None:
        rows = Sighting.objects.using(self.using).filter(report_id=report).order_by("id")
        self._touched(*rows.values_list("incident_id", flat=True))

    def _same(self, key: str, into: str) -> None:
        Same(key=key, into=into).save(using=self.using, force_insert=True)

    def _parted(self, key: str) -> None:
        Same.objects.using(self.using).filter(key=key).delete()
