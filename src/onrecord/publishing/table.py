"""Tables of sheets as CSV (RFC 4180, UTF-8, a heading, lines that end in CR LF): a row an account, or an incident."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from onrecord.accounts.sheet import Account, Sheet
from onrecord.publishing.cells import Value, cell, listed
from onrecord.publishing.codes import point, uncertainty
from onrecord.publishing.counted import anchors, fragments
from onrecord.publishing.format import Entry, RecordOf, Writer
from onrecord.record import Where

_NOWHERE = Where("", ())


class Of(NamedTuple):
    """An incident as far as every row about it tells of it."""

    incident_id: str
    title: str
    kind: str
    event_type: str | None
    sub_event_type: str | None
    date_earliest: str | None
    date_latest: str | None
    date_precision: str
    place: str | None
    admin1: str | None
    admin2: str | None
    country: str | None
    country_code: str | None
    latitude: float | None
    longitude: float | None
    place_precision: str | None
    uncertainty_m: int | None
    geonames: str | None


class Says(NamedTuple):
    """One account: who says how many of whom, in which reports, at which words."""

    origin: str
    givers: tuple[str, ...]
    harm: str
    who: str
    nation: str | None
    side: str
    low: int | None
    high: int | None
    part: bool
    total: bool
    as_of: str | None
    published: str | None
    status: str
    why: tuple[str, ...]
    party: bool
    blamed: tuple[str, ...]
    confirmed_by: tuple[str, ...]
    disputed_by: tuple[str, ...]
    reports: tuple[str, ...]
    articles: tuple[str, ...]
    anchors: tuple[str, ...]
    words: tuple[str, ...]


class Sums(NamedTuple):
    """An incident's own row: its tallies and where it is told."""

    killed_low: int | None
    killed_high: int | None
    killed_rule: str
    injured_low: int | None
    injured_high: int | None
    injured_rule: str
    accounts: int
    participants: tuple[str, ...]
    checks: tuple[str, ...]


class Trace(NamedTuple):
    """The last columns of every row that is a whole incident: the way back to the words."""

    incident_id: str
    rule: str | None
    origins: int
    reports: int
    articles: tuple[str, ...]
    anchors: tuple[str, ...]


def of(sheet: Sheet) -> Of:
    """What rows say of a sheet's incident. Coordinates only where there is a point (see :func:`codes.point`)."""
    place, at = sheet.place or _NOWHERE, point(sheet.place)
    return Of(
        sheet.incident_id,
        sheet.title,
        sheet.type.kind,
        sheet.type.event,
        sheet.type.sub_event,
        sheet.date.earliest,
        sheet.date.latest,
        sheet.date.precision,
        place.name or None,
        place.admin1,
        place.admin2,
        place.country,
        place.country_code,
        at and at[0],
        at and at[1],
        place.precision,
        uncertainty(sheet.place),
        place.geonames,
    )


def says(account: Account) -> Says:
    """One row: ``articles`` are hashes of originals, ``anchors`` their spans, ``words`` what stands at them."""
    return Says(
        account.origin,
        account.givers,
        account.harm,
        account.who,
        account.nation,
        account.side,
        account.low,
        account.high,
        account.part,
        account.total,
        account.as_of,
        account.published,
        account.status,
        account.why,
        account.party,
        account.blamed,
        account.confirmed_by,
        account.disputed_by,
        account.articles,
        tuple(dict.fromkeys(a.article for a in account.anchors)),
        tuple(fragments(account.anchors)),
        tuple(dict.fromkeys(a.text for a in account.anchors if a.text)),
    )


def sums(sheet: Sheet) -> Sums:
    """An incident's tallies under the default rule, and who took part."""
    return Sums(
        sheet.killed.low,
        sheet.killed.high,
        sheet.killed.rule,
        sheet.injured.low,
        sheet.injured.high,
        sheet.injured.rule,
        len(sheet.accounts),
        tuple(f"{p.name} ({p.role})" for p in sheet.participants),
        tuple(check.problem for check in sheet.checks),
    )


def trace(sheet: Sheet, rule: str | None = None) -> Trace:
    """The way back: incident, rule of the numbers, independent origins beside all reports, originals and spans."""
    return Trace(
        sheet.incident_id,
        rule,
        sheet.origins,
        sheet.reports,
        tuple(dict.fromkeys(each.article for each in sheet.articles)),
        tuple(fragments(anchors(sheet))),
    )


Row = Sequence[Value | tuple[str, ...]]


def written(row: Row) -> str:
    """One row as a line of CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(
        [cell(listed(value) if isinstance(value, tuple) else value) for value in row]
    )
    return out.getvalue()


def tabled(columns: Sequence[str], rows: Callable[[Sheet], Iterable[Row]]) -> Writer:
    """A writer of one table with these columns; ``rows`` makes a sheet's rows."""

    def write(sheets: Iterable[Sheet], *, record_of: RecordOf, log: Iterable[Entry]) -> Iterator[bytes]:
        yield written(columns).encode()
        for sheet in sheets:
            if lines := "".join(map(written, rows(sheet))):
                yield lines.encode()

    return write


write_accounts = tabled((*Of._fields, *Says._fields), lambda s: ((*of(s), *says(a)) for a in s.accounts))
write_incidents = tabled(
    (*Of._fields, *Sums._fields, *Trace._fields[2:]), lambda s: [(*of(s), *sums(s), *trace(s)[2:])]
)
