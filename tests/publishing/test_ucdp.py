"""UCDP's columns: names and order as in GED, codes, and emptiness where nobody knows."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.publishing.ucdp import event
from publishing.invented import CHILDREN, HOSPITAL, MARKET, MAYOR, PATROL
from publishing.test_table import made, read, rows

# Those of GED 25.1 that are not ids of UCDP's own, in its order.
COLUMNS = [
    "id",
    "year",
    "type_of_violence",
    "side_a",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "country",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
]


def test_columns() -> None:
    head, *_ = read(made("ucdp"))
    assert head[: len(COLUMNS)] == COLUMNS


def test_an_event() -> None:
    (row,) = rows("ucdp", MARKET)
    assert {name: row[name] for name in COLUMNS} == {
        "id": "n1",
        "year": "2031",
        "type_of_violence": "3",
        "side_a": "River Front",
        "side_b": "Civilians",
        "number_of_sources": "2",
        "source_article": "Ostrel Post, 2031-03-08T09:30:00+02:00, Report 01; Radio Lake, 2031-03-07, Report 02",
        "source_office": "Ostrel Post; Radio Lake",
        "source_date": "2031-03-08T09:30:00+02:00; 2031-03-07",
        "source_headline": "Report 01; Report 02",
        "source_original": "the town hospital; Mayor Ilse Korvan",
        "where_prec": "1",
        "where_coordinates": "Ostrel",
        "adm_1": "Lake Shore",
        "adm_2": "Ostrel District",
        "latitude": "-41.25",
        "longitude": "172.5",
        "geom_wkt": "POINT (172.5 -41.25)",
        "country": "Vardany",
        "event_clarity": "1",
        "date_prec": "1",
        "date_start": "2031-03-07",
        "date_end": "2031-03-07",
        "deaths_a": "",
        "deaths_b": "",
        "deaths_civilians": "",
        "deaths_unknown": "",
        "best": "12",
        "high": "14",
        "low": "12",
    }
    assert (row["incident_id"], row["rule"], row["reports"]) == ("n1", "ucdp-ged/1", "2")


def test_what_nobody_knows_is_empty() -> None:
    (row,) = rows("ucdp", PATROL)
    known = {name: row[name] for name in COLUMNS if row[name]}
    assert known == {
        "id": "n2",
        "number_of_sources": "1",
        "source_article": "Report 03",
        "source_headline": "Report 03",
        "where_prec": "6",
        "where_coordinates": "Vardany",
        "country": "Vardany",
    }


def test_civilians_are_counted_where_accounts_say_one_number() -> None:
    civilians = replace(HOSPITAL, who="civilians", low=3, high=3, part=True, total=False)
    cases = [
        ((HOSPITAL, civilians), 3),
        ((HOSPITAL, civilians, replace(civilians, origin="o2", low=4, high=4)), None),
        ((HOSPITAL, replace(civilians, high=None)), None),
        ((HOSPITAL, replace(civilians, party=True)), None),  # who is blamed counts for itself
        ((HOSPITAL, replace(civilians, status="superseded"), replace(civilians, low=5, high=5)), 5),
        ((HOSPITAL, CHILDREN, MAYOR), None),
    ]
    for accounts, want in cases:
        assert event(replace(MARKET, accounts=accounts)).deaths_civilians == want
