"""The export formats, by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from onrecord.accounts.sheet import Sheet
from onrecord.publishing import acled, airwars, annotation, ftm, geojson, parquet, plover, prov, sheets, table, ucdp
from onrecord.publishing.format import Entry, ExportError, Format, RecordOf
from onrecord.record import Sentence

_ALL = (
    Format(
        "json", Sentence("the incidents with their accounts, one array"), "application/json", ".json", sheets.write_json
    ),
    Format(
        "jsonl",
        Sentence("the incidents with their accounts, one a line"),
        "application/x-ndjson",
        ".jsonl",
        sheets.write_jsonl,
    ),
    Format(
        "csv", Sentence("a table with a row an account, for spreadsheets"), "text/csv", ".csv", table.write_accounts
    ),
    Format("csv-incidents", Sentence("a table with a row an incident"), "text/csv", ".csv", table.write_incidents),
    Format("geojson", Sentence("the incidents on a map (RFC 7946)"), "application/geo+json", ".geojson", geojson.write),
    Format(
        "parquet",
        Sentence("the accounts, for dataframes and databases"),
        "application/vnd.apache.parquet",
        ".parquet",
        parquet.write,
    ),
    Format("acled", Sentence("a table in ACLED's columns"), "text/csv", ".csv", acled.write),
    Format(
        "ucdp", Sentence("a table in columns of UCDP's Georeferenced Event Dataset"), "text/csv", ".csv", ucdp.write
    ),
    Format("airwars", Sentence("a table of what an Airwars assessment has"), "text/csv", ".csv", airwars.write),
    Format("plover", Sentence("PLOVER event records, one a line"), "application/x-ndjson", ".jsonl", plover.write),
    Format("ftm", Sentence("FollowTheMoney entities, one a line"), "application/json+ftm", ".ftm.json", ftm.write),
    Format(
        "annotation",
        Sentence("every figure at its words (W3C Web Annotation), one a line"),
        "application/x-ndjson",
        ".jsonl",
        annotation.write,
    ),
    Format(
        "prov",
        Sentence("where everything comes from and who decided what (PROV-JSONLD)"),
        "application/ld+json",
        ".jsonld",
        prov.write,
    ),
)

FORMATS: Mapping[str, Format] = MappingProxyType({each.name: each for each in _ALL})


def export(name: str, sheets: Iterable[Sheet], *, record_of: RecordOf, log: Iterable[Entry] = ()) -> Iterator[bytes]:
    """``sheets`` in the format ``name``, piece by piece. Raises :class:`ExportError` for a name that is none."""
    if name not in FORMATS:
        raise ExportError(
            "There is no export format {name!r}; take one of {formats}.", name=name, formats=", ".join(FORMATS)
        )
    return FORMATS[name].write(sheets, record_of=record_of, log=log)
