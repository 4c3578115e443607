"""The ledger, opened: everything that can be asked of it and done to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import QuerySet

from onrecord.accounts import tallies
from onrecord.accounts.amendments import Amendment
from onrecord.accounts.origins import origin as arranged
from onrecord.accounts.sheet import Origin, Sheet, Tally
from onrecord.ledger import (
    adding,
    amending,
    decisions,
    log,
    naming,
    originals,
    people,
    sayings,
    searching,
    sheets,
    stamping,
    suggesting,
    witness,
)
from onrecord.ledger.adding import Added
from onrecord.ledger.answers import Hits, LogLine, Person, Saying, Suggestion
from onrecord.ledger.answers import Report as Head_
from onrecord.ledger.by import By
from onrecord.ledger.errors import LedgerError, told
from onrecord.ledger.log import Fault, Head
from onrecord.ledger.models import Entry, Incident, Meta, Report, Sighting
from onrecord.ledger.opening import snapshot
from onrecord.ledger.query import parse
from onrecord.ledger.unseen import NOTHING, Unseen
from onrecord.ledger.where import Place
from onrecord.ledger.witness import Witness
from onrecord.record import Article, Harm, Record, from_json

_COUNTED: tuple[Harm, ...] = ("killed", "injured")


@dataclass(frozen=True, slots=True)
class Ledger:
    """One open ledger. ``using`` is Django's name for its connection."""

    at: Place
    using: str
    writable: bool = True

    @property
    def name(self) -> str:
        """How messages call it."""
        return self.at.name

    @property
    def id(self) -> str:
        """The ledger's own id, made with it."""
        return Meta.objects.using(self.using).filter(key="id").values_list("value", flat=True).first() or ""

    def _may_write(self) -> None:
        if not self.writable:
            raise LedgerError(
                "The ledger {name} may only be read; change its permissions, or give --ledger another place.",
                name=self.name,
            )

    # What comes in.

    def known(self, input_id: str, article: Article) -> bool:
        """Whether this very report is in the ledger already, so that it need not be read again."""
        with told(self.name):
            return adding.known(self.using, adding.whence(input_id, article), article.id)

    def add(self, record: Record, original: bytes, *, whence: str | None = None) -> Added:
        """Keep a report: its original bytes and its record. ``whence`` is where it came from, by default what its
        ``input_id`` says. Adding the same again changes nothing."""
        self._may_write()
        whence = whence or adding.whence(record.input_id or "-", record.article)
        with told(self.name):
            return adding.add(self.using, record, original, whence=whence)

    def remove(self, report: str, *, by: By) -> None:
        """Withdraw a report, with a reason; a tombstone stays."""
        self._may_write()
        with told(self.name):
            decisions.remove(self.using, report, by=by)

    def refresh(self) -> int:
        """Bring the summaries of changed incidents up to date; how many there were."""
        self._may_write()
        with told(self.name):
            return sheets.refresh(self.using)

    # What is there.

    def incidents(self) -> Iterator[Sheet]:
        """The sheet of every incident, in the order of their ids."""
        with told(self.name), snapshot(self.at) as using:
            yield from sheets.sheets(using)

    def sheet(self, incident: str) -> Sheet:
        """One incident's sheet, by its id or what only it begins with."""
        with told(self.name):
            row = decisions.incident_of(self.using, incident)
            found = sheets.sheet(self.using, row)
        if found is None:
            raise LedgerError("No report tells of the incident {id} any more; `onrecord log {id}` says why.", id=row.id)
        return found

    def widest(self) -> Sheet:
        """The sheet of the incident that most independent origins tell of."""
        with told(self.name):
            shown = Incident.objects.using(self.using).filter(sheets.shown(), reports__gt=0)
            row = shown.order_by("-origins", "-reports", "id").first()
        if row is None:
            raise LedgerError("The ledger {name} has no incidents yet; `onrecord add` reads reports.", name=self.name)
        return self.sheet(row.id)

    def suggestions(self, incident: str) -> tuple[Suggestion, ...]:
        """The incidents that may be the same as this one, and no person has said yet, the likest first."""
        with told(self.name):
            return suggesting.suggestions(self.using, decisions.incident_of(self.using, incident).id)

    def record(self, report: str, *, version: int | None = None) -> Record:
        """A report's record: that of its current version, or of ``version``."""
        with told(self.name):
            if version is None:
                row = decisions.current(self.using, report)
            else:
                found = Report.objects.using(self.using).filter(name=report, version=version, withdrawn=False).first()
                if found is None:
                    raise LedgerError(
                        "The ledger has no version {version} of {report!r}.", version=version, report=report
                    )
                row = found
            return from_json(originals.opened(row.record))

    def amended(self, report: str) -> Record:
        """The record of a report's current version as people amended it."""
        with told(self.name):
            return amending.record(self.using, decisions.current(self.using, report))

    def versions(self, report: str) -> tuple[tuple[int, str], ...]:
        """Every version of a report with the hash of its original, the oldest first."""
        with told(self.name):
            rows = Report.objects.using(self.using).filter(name=report).order_by("version")
            return tuple(rows.values_list("version", "article_id"))

    def original(self, article: str) -> bytes:
        """The bytes of a report as they came in, by their ``sha256:`` id."""
        with told(self.name):
            return originals.original(self.using, article)

    def reports(self) -> int:
        """How many current reports there are."""
        with told(self.name):
            return Report.objects.using(self.using).filter(current=True).count()

    def origins(self) -> Iterator[Origin]:
        """Every origin with its reports, in the order of their ids."""
        with told(self.name), snapshot(self.at) as using:
            rows = Report.objects.using(using).filter(current=True, origin__isnull=False)
            ids = rows.order_by("origin_id").values_list("origin_id", flat=True).distinct()
            for id in list(ids):
                assert id is not None
                yield _origin(using, id)

    def origin(self, id: str) -> Origin:
        """One origin, by its id or by a report that carries its words."""
        with told(self.name):
            row = Report.objects.using(self.using).filter(current=True, origin_id=id).first()
            return _origin(self.using, id if row is not None else decisions.current(self.using, id).origin_id or id)

    def tallies(self, sheet: Sheet, rules: Sequence[str]) -> list[tuple[Harm, Tally]]:
        """What further counting rules make of a sheet's killed and injured; 'airwars' is the latest of that name."""
        named = [next((r for r in tallies.RULES if r.partition("/")[0] == rule), rule) for rule in rules]
        return [(harm, tallies.of(sheet, harm, rule=rule)) for rule in named for harm in _COUNTED]

    def heads(self, reports: Iterable[str]) -> dict[str, Head_]:
        """The heads of reports (title, outlet, day) by id."""
        found: dict[str, Head_] = {}
        names = list(reports)
        with told(self.name):
            for start in range(0, len(names), 500):
                rows = Report.objects.using(self.using).filter(current=True, name__in=names[start : start + 500])
                for row in rows.only("name", "title", "outlet", "published"):
                    found[row.name] = Head_(row.name, row.title, row.outlet, row.published)
        return found

    def count(self) -> str:
        """How much there is, in words: '25 reports of 14 origins, 4 incidents'."""
        with told(self.name):
            rows = Report.objects.using(self.using).filter(current=True)
            reports, origins = rows.count(), rows.values("origin_id").distinct().count()
            told_of = Sighting.objects.using(self.using).filter(report__current=True, incident__isnull=False)
            shown = Incident.objects.using(self.using).filter(sheets.shown())
            incidents = shown.filter(id__in=told_of.values("incident_id")).count()
        return f"{_counted(reports, 'report')} of {_counted(origins, 'origin')}, {_counted(incidents, 'incident')}"

    def search(
        self, query: str, *, limit: int = 20, offset: int = 0, after: int = 0, without: Unseen = NOTHING
    ) -> Hits:
        """Reports that a query finds, the best first (see :mod:`onrecord.ledger.query`), and how many there are; see
        :func:`onrecord.ledger.searching.search`."""
        with told(self.name):
            return searching.search(self.using, parse(query), limit=limit, offset=offset, after=after, without=without)

    def people(self, *, like: str | None = None, limit: int = 50) -> Sequence[Person]:
        """Who is heard most, of those whose names have the words of ``like``."""
        with told(self.name):
            return people.people(self.using, like=like, limit=limit)

    def person(self, name: str) -> tuple[Person, Iterator[Saying]]:
        """Who is known by ``name``, and everything that they said, in order. Raises :class:`LedgerError` where nobody
        is, or several are."""
        with told(self.name):
            key = people.known(self.using, name)
            (found,) = people.persons(self.using, [key])
        return found, sayings.person(self.using, key)

    # What people decide.

    def settle(self, incident: str, name: str, value: str | None, *, by: By) -> None:
        """Set a field of an incident (see :data:`onrecord.ledger.values.FIELDS`), or take it back (None)."""
        self._may_write()
        with told(self.name):
            decisions.settle(self.using, incident, name, value, by=by)

    def join(self, incident: str, other: str, *, by: By) -> str:
        """Say that two incidents are one; the id that stays."""
        self._may_write()
        with told(self.name):
            return decisions.join(self.using, incident, other, by=by)

    def split(self, incident: str, reports: Sequence[str], *, by: By) -> str:
        """Say that what some reports tell is another incident; the new one's id."""
        self._may_write()
        with told(self.name):
            return decisions.split(self.using, incident, reports, by=by)

    def move(self, report: str, incident: str, *, to: str | None, by: By) -> str:
        """Move what one report tells of an incident to another, or to a new one (None); the id of that."""
        self._may_write()
        with told(self.name):
            return decisions.move(self.using, report, incident, to=to, by=by)

    def reject(self, incident: str, *, other: str | None = None, by: By) -> None:
        """Say that an incident is none, or that it and another are two."""
        self._may_write()
        with told(self.name):
            decisions.reject(self.using, incident, other=other, by=by)

    def together(self, incident: str, other: str, *, by: By) -> None:
        """Take back that two incidents are two."""
        self._may_write()
        with told(self.name):
            decisions.together(self.using, incident, other, by=by)

    def amend(self, report: str, new: Amendment, *, version: int | None = None, by: By) -> str:
        """Say something of a statement or figure of a report's current version; the id of what was said. See
        :func:`onrecord.ledger.amending.amend`."""
        self._may_write()
        with told(self.name):
            return amending.amend(self.using, report, new, version=version, by=by)

    def undo(self, report: str, *, by: By) -> str:
        """Take back the last that a person said of a report and that stands; the statement or figure that it was of."""
        self._may_write()
        with told(self.name):
            return amending.undo(self.using, report, by=by)

    def same(self, name: str, other: str, *, by: By) -> str:
        """Say that ``other`` is another name of the source ``name``; the key under which both go from here on."""
        self._may_write()
        with told(self.name):
            return naming.same(self.using, name, other, by=by)

    def parted(self, name: str, *, by: By) -> str:
        """Take back that a name (its key) is another name of somebody; the key of that one."""
        self._may_write()
        with told(self.name):
            return naming.parted(self.using, name, by=by)

    def final(self, incident: str) -> bool:
        """Whether an incident is final by review (see :func:`onrecord.ledger.decisions.final`). Who decides is asked to
        look first: nothing here refuses."""
        with told(self.name):
            return decisions.final(self.using, incident)

    # The log.

    def subject(self, said: str, *, without: Unseen = NOTHING) -> str:
        """What the log calls a subject: a report's id, or the whole id of an incident that only ``said`` begins."""
        with told(self.name):
            if Entry.objects.using(self.using).filter(subject=said).exists():
                return said
            rows = Incident.objects.using(self.using).filter(id__startswith=said).exclude(id__in=without.incidents)
            found = list(rows.values_list("id", flat=True)[:2])
            return found[0] if len(found) == 1 else said

    def head(self) -> Head:
        """The log's head, which vouches for every line before it."""
        with told(self.name):
            return log.head(self.using)

    def entries(self, *, subject: str | None = None) -> Iterator[LogLine]:
        """The log, line by line, oldest first; of one incident or report alone with ``subject``."""
        with told(self.name):
            rows = Entry.objects.using(self.using).order_by("seq")
            if subject is not None:
                rows = rows.filter(subject=subject)
            for row in _paged(rows):
                yield LogLine(
                    seq=row.seq, at=row.at, who=row.who, act=row.act, subject=row.subject, hash=row.hash,
                    previous=row.previous, rule=row.rule or None, reason=row.reason or None,
                    before=row.before or None, after=row.after or None,
                )  # fmt: skip

    def keep_head(self, to: Path, *, authority: str | None = None) -> Witness:
        """Write the log's head to a file, to be kept elsewhere; with an ``authority`` its timestamp beside it."""
        kept = Witness(self.id, *self.head(), log.now())
        token = stamping.stamp(kept.head, authority=authority, roots=stamping.trusted()) if authority else None
        try:
            to.write_bytes(witness.encode(kept))
            if token is not None:
                to.with_name(to.name + ".tsr").write_bytes(token)
        except OSError as error:
            raise LedgerError(
                "{to} cannot be written: {strerror}.", to=to, strerror=(error.strerror or str(error)).lower()
            ) from error
        return kept

    def stamped(self, path: Path, head: Head) -> datetime | None:
        """When an authority saw ``head``, proved by the timestamp beside the file it was kept in; None without one.
        Raises :class:`LedgerError` where it proves nothing."""
        token = path.with_name(path.name + ".tsr")
        if not token.exists():
            return None
        try:
            return stamping.verify(token.read_bytes(), head, roots=stamping.trusted())
        except OSError as error:
            raise LedgerError(
                "{token} cannot be read: {strerror}.", token=token, strerror=(error.strerror or str(error)).lower()
            ) from error

    def read_head(self, path: Path) -> Head:
        """A head that was kept elsewhere; raises :class:`LedgerError` where it is another ledger's."""
        kept = witness.read(path)
        if kept.ledger != self.id:
            raise LedgerError(
                "{path} is the head of another ledger than {name}; give this one's.", path=path, name=self.name
            )
        return kept.head

    def verify(self, *, head: Head | None = None) -> Iterator[Fault]:
        """Everything that is not as the log says; ``head`` is one that was kept elsewhere."""
        from onrecord.ledger.verifying import faults

        with told(self.name), snapshot(self.at) as using:
            yield from faults(using, head=head)


def _paged(rows: QuerySet[Entry]) -> Iterator[Entry]:
    """The rows, some at a time, with no cursor open between: whoever stops in the middle leaves nothing behind."""
    last = -1
    while page := list(rows.filter(seq__gt=last)[:500]):
        yield from page
        last = page[-1].seq


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _origin(using: str, id: str) -> Origin:
    rows = Report.objects.using(using).filter(current=True, origin_id=id).order_by("id")
    return arranged([(row.name, from_json(originals.opened(row.record))) for row in rows], origin=id)
