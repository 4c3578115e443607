"""Verifying: is everything in the ledger what the log says, and nothing else?

The log's chain is checked first, then replayed; every table is held against what came of that. What can be made from a
record (keys, sightings, search words, an incident's summary) is held against the hash the log has of it, or made again.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator

import msgspec
from django.db import DatabaseError, connections

from onrecord.ledger import checking, columns, effects, log, opening, originals, schema, sheets
from onrecord.ledger.adding import sealed
from onrecord.ledger.log import Fault, Head
from onrecord.ledger.models import (
    Amendment,
    Apart,
    Entry,
    Incident,
    Key,
    Meta,
    Origin,
    Original,
    Print,
    Report,
    Same,
    Sighting,
    Stale,
    Suggestion,
)
from onrecord.record import OnrecordError, Record, check, from_json

_CHUNK = 500


def faults(using: str, *, head: Head | None = None) -> Iterator[Fault]:
    """Everything that is not whole, one fault each; ``head`` is one that was kept elsewhere."""
    state = effects.State()
    for where, found in (
        ("database", schema.faults(using)),
        ("log", log.faults(_entries(using))),
        ("log", _kept(using, head) if head is not None else iter(())),
        ("log", (fault for entry in _entries(using) for fault in _replayed(state, entry))),
        ("table of originals", _originals(using, state)),
        ("table of reports", _reports(using, state)),
        ("table of tellings", _sightings(using, state)),
        ("table of incidents", _incidents(using, state)),
        ("table of suggestions", _pairs(using, state)),
        ("table of amendments", _amendments(using, state)),
        ("table of names", _names(using, state)),
        ("tables of keys", _loose(using, state)),
        ("search index", checking.faults(using)),
    ):
        yield from _read(where, found)


def _read(where: str, found: Iterator[Fault]) -> Iterator[Fault]:
    """The faults of one part. Where it cannot be read to its end, that is a fault too, and the next part is read."""
    try:
        yield from found
    except (DatabaseError, sqlite3.Error, ArithmeticError, LookupError, TypeError, ValueError) as error:
        # What a damaged page holds may be anything: a column's name that is none, text that is no text.
        yield Fault(where, f"it cannot be read to its end ({type(error).__name__}: {' '.join(str(error).split())})")


def _entries(using: str) -> Iterator[Entry]:
    return Entry.objects.using(using).order_by("seq").iterator(chunk_size=_CHUNK)


def _kept(using: str, head: Head) -> Iterator[Fault]:
    """Whether the log still has the line that a head kept elsewhere vouches for."""
    found = Entry.objects.using(using).filter(seq=head.seq).values_list("hash", flat=True).first()
    if head.seq == 0:
        return
    if found is None:
        yield Fault("log", f"it ends before line {head.seq}, which the kept head has: lines were cut off its end")
    elif found != head.hash:
        yield Fault(f"log line {head.seq}", "it is not the line that the kept head has: the log was written anew")


def _replayed(state: effects.State, entry: Entry) -> Iterator[Fault]:
    try:
        for fact in effects.decode(entry.effects):
            state.take(fact)
    except (msgspec.MsgspecError, KeyError, ValueError, TypeError, AttributeError) as error:
        yield Fault(f"log line {entry.seq}", f"what it did cannot be followed ({type(error).__name__}: {error})")


def _originals(using: str, state: effects.State) -> Iterator[Fault]:
    wanted = {report["article"] for report in state.reports.values()}
    for row in Original.objects.using(using).order_by("id").iterator(chunk_size=50):
        if row.id not in wanted:
            yield Fault(f"original {row.id}", "no line of the log added it")
        wanted.discard(row.id)
        data = originals.unpacked(row)
        if data is None:
            yield Fault(f"original {row.id}", "it cannot be unpacked to the size it had: its bytes were changed")
        elif originals.digest(data) != row.id:
            yield Fault(f"original {row.id}", "its bytes are not those that its hash names")
    for id in sorted(wanted):
        yield Fault(f"original {id}", "it is gone")


def _reports(using: str, state: effects.State) -> Iterator[Fault]:
    wanted = dict(state.reports)
    for row in Report.objects.using(using).order_by("id").iterator(chunk_size=_CHUNK):
        where = f"report {row.name} (version {row.version})"
        said = wanted.pop((row.name, row.version), None)
        if said is None:
            yield Fault(where, "no line of the log added it")
            continue
        for column, is_now in (
            ("whence", row.whence), ("article", row.article_id), ("digest", row.digest), ("origin", row.origin_id),
            ("current", row.current), ("withdrawn", row.withdrawn),
        ):  # fmt: skip
            if is_now != said[column]:
                yield Fault(where, f"its {column} is {is_now!r}, the log says {said[column]!r}")
        prints = Print.objects.using(using).filter(report_id=row.id).values_list("key", flat=True)
        if sealed(list(prints)) != said["prints"]:
            yield Fault(where, "the keys by which its copies are found were changed")
        yield from _record(row, where, said["digest"])
    for name, version in sorted(wanted):
        yield Fault(f"report {name} (version {version})", "it is gone")


def _record(row: Report, where: str, digest: str) -> Iterator[Fault]:
    try:
        data = originals.opened(row.record)
    except zlib.error:
        yield Fault(where, "its record cannot be unpacked: its bytes were changed")
        return
    if originals.digest(data) != digest:
        yield Fault(where, "its record is not the one that was added")
        return
    try:
        record: Record = from_json(data)
        check(record)
    except OnrecordError as error:
        yield Fault(where, f"its record does not hold: {error}")
        return
    for column, was in {**columns.of(record), "came": columns.key(row.whence)}.items():
        if (is_now := getattr(row, column)) != was:
            yield Fault(where, f"its {column} is {is_now!r}, its record says {was!r}")


def _sightings(using: str, state: effects.State) -> Iterator[Fault]:
    wanted = dict(state.tellings)
    rows = Sighting.objects.using(using).select_related("report").order_by("id")
    for row in rows.iterator(chunk_size=_CHUNK):
        at = (row.report.name, row.report.version, row.no)
        where = f"telling {row.no or 'as a whole'} of report {row.report.name} (version {row.report.version})"
        said = wanted.pop(at, None)
        if said is None:
            yield Fault(where, "no line of the log made it")
            continue
        keys = Key.objects.using(using).filter(sighting_id=row.id).values_list("key", flat=True)
        if (row.background, sealed(list(keys), row.data)) != said:
            yield Fault(where, "what is known of it, or its keys, were changed")
        incident, by = state.placed.get(at, (None, "run"))
        if (row.incident_id, row.by) != (incident, by):
            yield Fault(where, f"it stands at {row.incident_id} by {row.by}, the log says {incident} by {by}")
    for name, version, no in sorted(wanted):
        yield Fault(f"telling {no or 'as a whole'} of report {name} (version {version})", "it is gone")


def _incidents(using: str, state: effects.State) -> Iterator[Fault]:
    wanted = dict(state.incidents)
    stale = set(Stale.objects.using(using).values_list("incident_id", flat=True))
    for row in Incident.objects.using(using).order_by("id").iterator(chunk_size=_CHUNK):
        where = f"incident {row.id}"
        said = wanted.pop(row.id, None)
        if said is None:
            yield Fault(where, "no line of the log founded it")
            continue
        for column, is_now in (("into", row.into), ("rejected", row.rejected), ("decided", _json(row.decided))):
            if is_now != said[column]:
                yield Fault(where, f"its {column} is {is_now!r}, the log says {said[column]!r}")
        if row.id not in stale:
            yield from _summary(using, row, where)
    for id in sorted(wanted):
        yield Fault(f"incident {id}", "it is gone")


def _json(text: str) -> object:
    try:
        return msgspec.json.decode(text)
    except msgspec.MsgspecError:
        return text


def _summary(using: str, row: Incident, where: str) -> Iterator[Fault]:
    try:
        was = sheets.summary(using, row)
    except (OnrecordError, zlib.error, msgspec.MsgspecError):
        return  # a record or a decision in it is damaged, which is told where it stands
    for column, value in was.items():
        if getattr(row, column) != value:
            yield Fault(where, f"its {column} is {getattr(row, column)!r}, its reports say {value!r}")


def _pairs(using: str, state: effects.State) -> Iterator[Fault]:
    suggestions = dict(state.suggestions)
    for row in Suggestion.objects.using(using).order_by("pk").iterator(chunk_size=_CHUNK):
        said = suggestions.pop((row.incident_id, row.other_id), None)
        if said != {"score": row.score, "why": row.why, "state": row.state}:
            yield Fault(f"suggestion {row.incident_id} {row.other_id}", "it is not as the log says")
    for one, other in sorted(suggestions):
        yield Fault(f"suggestion {one} {other}", "it is gone")
    apart = set(state.apart)
    for rule in Apart.objects.using(using).order_by("pk"):
        if (rule.incident_id, rule.other_id) not in apart:
            yield Fault(f"rule that {rule.incident_id} and {rule.other_id} are two", "no person said so in the log")
        apart.discard((rule.incident_id, rule.other_id))
    for one, other in sorted(apart):
        yield Fault(f"rule that {one} and {other} are two", "it is gone")


def _amendments(using: str, state: effects.State) -> Iterator[Fault]:
    wanted = dict(state.amendments)
    rows = Amendment.objects.using(using).select_related("report").defer("report__record").order_by("line", "id")
    for row in rows.iterator(chunk_size=_CHUNK):
        where = f"amendment {row.id} of report {row.report.name} (version {row.report.version})"
        said = wanted.pop(row.id, None)
        if said is None:
            yield Fault(where, "no person said so in the log")
            continue
        for column, is_now in (
            ("report", (row.report.name, row.report.version)), ("line", row.line), ("data", row.data),
            ("state", row.state),
        ):  # fmt: skip
            if is_now != said[column]:
                yield Fault(where, f"its {column} is {is_now!r}, the log says {said[column]!r}")
    for id in sorted(wanted):
        yield Fault(f"amendment {id}", "it is gone")


def _names(using: str, state: effects.State) -> Iterator[Fault]:
    wanted = dict(state.same)
    for row in Same.objects.using(using).order_by("key").iterator(chunk_size=_CHUNK):
        if wanted.pop(row.key, None) != row.into:
            yield Fault(f"name {row.key}", f"it goes under {row.into!r}, which no person said in the log")
    for key in sorted(wanted):
        yield Fault(f"name {key}", f"that it goes under {wanted[key]!r} is gone")


def _loose(using: str, state: effects.State) -> Iterator[Fault]:
    """Rows that belong to nothing: origins without a report, keys of no telling, words the ledger says of itself."""
    known = {report["origin"] for report in state.reports.values()}
    ever = {fact[3] for entry in _entries(using) for fact in _facts(entry) if fact[0] == "origin"}
    for id in Origin.objects.using(using).values_list("id", flat=True):
        if id not in ever:
            yield Fault(f"origin {id}", "no line of the log made it")
    rows = set(Origin.objects.using(using).filter(id__in=known - {None}).values_list("id", flat=True))
    for id in sorted(known - {None} - rows):
        yield Fault(f"origin {id}", "it is gone")
    for table, column, owner in (
        ("ledger_print", "report_id", "ledger_report"), ("ledger_key", "sighting_id", "ledger_sighting"),
    ):  # fmt: skip
        with connections[using].cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} NOT IN (SELECT id FROM {owner})")
            if (number := cursor.fetchone()[0]) > 0:
                yield Fault(f"table {table}", f"it has {number} keys of what is not there")
    said = dict(Meta.objects.using(using).values_list("key", "value"))
    if said != {"format": str(opening.FORMAT), "id": state.ledger}:
        yield Fault("table ledger_meta", "what the ledger says of itself was changed")


def _facts(entry: Entry) -> list[effects.Fact]:
    try:
        return [fact for fact in effects.decode(entry.effects) if len(fact) > 3]
    except msgspec.MsgspecError:
        return []
