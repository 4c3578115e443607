"""Accounts as a Parquet file, a row an account, words unchanged; for dataframes and databases.

Columns are those of the table of accounts; lists are kept as lists, anchors as structures of article, spans and words.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from onrecord.accounts.sheet import Account, Sheet
from onrecord.publishing.format import Entry, RecordOf
from onrecord.publishing.table import Of, Says, of, says

if TYPE_CHECKING:
    import pyarrow as pa

# Rows that are held before they are written, some 20 MB; smaller groups compress worse and make a longer index.
GROUP = 10_000
_TEXTS = ("givers", "why", "blamed", "confirmed_by", "disputed_by", "reports", "articles")
_WHOLE = ("uncertainty_m", "low", "high")
_TRUE = ("part", "total", "party")


def schema() -> pa.Schema:
    """The file's columns."""
    import pyarrow as pa

    text, whole = pa.string(), pa.int64()
    anchor = pa.struct([("article", text), ("spans", pa.list_(pa.list_(whole))), ("text", text)])
    types = {
        **dict.fromkeys(_TEXTS, pa.list_(text)),
        **dict.fromkeys(_WHOLE, whole),
        **dict.fromkeys(_TRUE, pa.bool_()),
        "latitude": pa.float64(),
        "longitude": pa.float64(),
        "anchors": pa.list_(anchor),
    }
    # The words stand within the anchors.
    names = [*Of._fields, *(name for name in Says._fields if name != "words")]
    return pa.schema([(name, types.get(name, text)) for name in names])


def row(sheet: Sheet, account: Account) -> dict[str, Any]:
    """One row: values as the account has them."""
    said = says(account)._asdict()
    del said["words"]
    said["anchors"] = [
        {"article": a.article, "spans": [list(span) for span in a.spans], "text": a.text} for a in account.anchors
    ]
    return of(sheet)._asdict() | said


class _Sink(io.RawIOBase):
    """Takes what the Parquet writer writes, until it is fetched."""

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, data: Any, /) -> int:
        held = bytes(data)
        self._held.append(held)
        self._at += len(held)
        return len(held)

    def fetched(self) -> Iterator[bytes]:
        held, self._held = self._held, []
        yield from held


def write(sheets: Iterable[Sheet], *, record_of: RecordOf, log: Iterable[Entry]) -> Iterator[bytes]:
    """The file, a group of :data:`GROUP` rows at a time. Files of one version of pyarrow have the same bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink, columns = _Sink(), schema()
    rows: list[dict[str, Any]] = []
    with pq.ParquetWriter(sink, columns, compression="zstd") as writer:
        for sheet in sheets:
            for account in sheet.accounts:
                rows.append(row(sheet, account))
                if len(rows) == GROUP:
                    writer.write_table(pa.Table.from_pylist(rows, schema=columns))
                    rows.clear()
                    yield from sink.fetched()
        if rows:
            writer.write_table(pa.Table.from_pylist(rows, schema=columns))
    yield from sink.fetched()
