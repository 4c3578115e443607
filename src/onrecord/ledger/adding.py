"""Adding one report: its original, its record, the origin of its words, the incidents it tells of. One transaction."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

import msgspec

from onrecord.accounts.changes import changes
from onrecord.accounts.keys import keys
from onrecord.accounts.prints import prints
from onrecord.accounts.sightings import Sighting, sightings
from onrecord.ledger import columns, copying, ids, indexing, log, originals, placing
from onrecord.ledger.models import Key, Print, Report
from onrecord.ledger.models import Sighting as Row
from onrecord.ledger.neighbours import hashed
from onrecord.ledger.writing import Writer, writing
from onrecord.record import Article, Record, from_json, to_json

Outcome = Literal["new", "version", "same"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one report: ``new``, a further ``version`` of one that was there, or the ``same`` as before.

    ``name`` is its id in the ledger, ``changes`` are what a new version changed, as phrases.
    """

    outcome: Outcome
    name: str
    version: int = 1
    changes: tuple[str, ...] = ()


def whence(input_id: str, article: Article) -> str:
    """Where a report came from, told so that it is the same from every folder: a file's absolute path with its part,
    an address, or the id that its own file gives it. Standard input has none but its content."""
    if input_id == "-":
        return article.id
    if input_id.lower().startswith(("http://", "https://")):
        return input_id
    path, mark, part = input_id.partition("#")
    for each, rest in ((input_id, ""), (path, mark + part)):
        if each and os.path.exists(each):
            return os.path.abspath(each) + rest
    return input_id


def known(using: str, whence: str, article: str) -> bool:
    """Whether this very report is there already (also as a tombstone)."""
    last = last_from(using, whence)
    return last is not None and last.article_id == article


def last_from(using: str, whence: str) -> Report | None:
    """The last version of what came from ``whence``; None where nothing did."""
    rows = Report.objects.using(using).filter(came=columns.key(whence), whence=columns.clean(whence))
    return rows.order_by("-version").first()


def add(using: str, record: Record, original: bytes, *, whence: str) -> Added:
    """Keep one report; nothing changes where it is there already. Raises :class:`LedgerError`."""
    name = columns.name(record.input_id or record.article.id)
    # What takes time and needs no lock is done before it is taken.
    marks = prints(record.article.text)
    told = sightings(record, name)
    data = to_json(record)
    with writing(using):
        before = last_from(using, whence)
        if before is None:
            before = copying.same_page(using, record.article)
        if before is not None and before.article_id == record.article.id:
            return Added("same", before.name, before.version)
        if before is not None and before.withdrawn:
            # A page that was removed stays removed, whatever its next version says.
            return Added("same", before.name, before.version)
        name = before.name if before is not None else _free(using, name)
        if name != record.input_id:
            record = msgspec.structs.replace(record, input_id=name)
            told, data = sightings(record, name), to_json(record)
        version = before.version + 1 if before is not None else 1
        writer = Writer(using)
        originals.keep(using, record.article.id, original)
        row = _kept(using, record, data, name=name, version=version, whence=whence)
        writer.take("report", name, version, row.whence, record.article.id, row.digest)
        _indexed(using, writer, row, record, marks)
        changed: tuple[str, ...] = ()
        if before is not None:
            writer.take("superseded", name, before.version)
            changed = tuple(c.says for c in changes(from_json(originals.opened(before.record)), record))
        copies = copying.placed(using, writer, row, record, marks, before=before)
        rows = _tellings(using, writer, row, told)
        placing.place(using, writer, row, list(zip(rows, told, strict=True)), copies=copies, before=before)
        log.append(
            using, act="changed" if before is not None else "added", subject=name, facts=writer.facts,
            before=before.article_id if before is not None else "", after=record.article.id, reason="; ".join(changed),
        )  # fmt: skip
    return Added("version" if before is not None else "new", name, version, changed)


def _free(using: str, name: str) -> str:
    """``name``, or with a number where another report (from elsewhere) has it."""
    taken = Report.objects.using(using)
    number, free = 1, name
    while taken.filter(name=free).exists():
        number += 1
        free = f"{name} ({number})"
    return free


def _kept(using: str, record: Record, data: bytes, *, name: str, version: int, whence: str) -> Report:
    article = record.article
    last = Report.objects.using(using).order_by("-id").values_list("id", flat=True).first()
    row = Report(
        id=ids.timed(last), name=name, version=version, whence=columns.clean(whence), came=columns.key(whence),
        article_id=article.id,
        record=originals.packed(data), digest=originals.digest(data), **columns.of(record),
    )  # fmt: skip
    row.save(using=using, force_insert=True)
    return row


def _indexed(using: str, writer: Writer, row: Report, record: Record, marks: Sequence[int]) -> None:
    Print.objects.using(using).bulk_create(Print(key=k, report_id=row.id) for k in dict.fromkeys(marks))
    indexing.index(using, row.id, record)
    writer.take("indexed", row.name, row.version, sealed(marks))


def _tellings(using: str, writer: Writer, row: Report, told: Sequence[Sighting]) -> list[Row]:
    rows = []
    for each in told:
        data = msgspec.json.encode(each).decode()
        telling = Row(report_id=row.id, no=each.incident, data=data, background=each.background)
        telling.save(using=using, force_insert=True)
        numbers = hashed(keys(each))
        Key.objects.using(using).bulk_create(Key(key=k, sighting_id=telling.id) for k in numbers)
        writer.take("telling", row.name, row.version, each.incident, each.background, sealed(numbers, data))
        rows.append(telling)
    return rows


def sealed(numbers: Sequence[int], *more: str) -> str:
    """The hash (SHA-256) of index keys, in any order, and of the words that belong to them."""
    return sha256(msgspec.json.encode([sorted(set(numbers)), *more])).hexdigest()
