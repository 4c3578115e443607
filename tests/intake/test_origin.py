"""First publishers, agencies, by-lines, dates and labels, each as the page writes them."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.intake.agencies import agencies_in
from onrecord.intake.names import meta, people
from onrecord.intake.origin import holders, origin_of
from onrecord.intake.published import find_date, read_date, table
from onrecord.intake.topics import label, values
from onrecord.record import Republication

READ = [
    ("March 4, 2031, 4 p.m. EST", "2031-03-04T16:00-05:00"),
    ("2031.03.04 10:15 (GMT+3)", "2031-03-04T10:15+03:00"),
    ("4 March 2031 10:15 +0530", "2031-03-04T10:15+05:30"),
    ("04-Mar-31", "2031-03-04"),
    ("4:15 PM EDT, Tue March 4, 2031", "2031-03-04T16:15-04:00"),
    ("10.15 GMT, 4 March 2031", "2031-03-04T10:15Z"),
    ("at 10.15 on 4 March 2031", "2031-03-04T10:15"),
    ("نشر في: 4 مارس 2031 - 10:15", "2031-03-04T10:15"),
    ("4 березня 2031, 10:15", "2031-03-04T10:15"),
    ("4 במרץ 2031", "2031-03-04"),
    ("2031年3月4日 10:15", "2031-03-04T10:15"),
    ("4 March 2031 7 people", "2031-03-04"),
]


@pytest.mark.parametrize(("line", "wanted"), READ)
def test_dates_with_times_and_in_other_languages(line: str, wanted: str) -> None:
    assert read_date(line) == wanted


ORIGINS: list[tuple[str, dict[str, str] | None]] = [
    ("The original source of this article is Harbour Ledger", {"outlet": "Harbour Ledger"}),
    ("First published on Harbour Ledger on March 4, 2031", {"outlet": "Harbour Ledger", "published": "2031-03-04"}),
    ("First published by Harbour Ledger (March 4, 2031)", {"outlet": "Harbour Ledger", "published": "2031-03-04"}),
    ("First published on March 4, 2031", {"published": "2031-03-04"}),
    ("Originally published in The Tarn Courier.", {"outlet": "The Tarn Courier"}),
    ("This article was originally published on Harbour Ledger.", {"outlet": "Harbour Ledger"}),
    (
        "This article was originally published by Mira Tolan in Harbour Ledger.",
        {"outlet": "Harbour Ledger", "author": "Mira Tolan"},
    ),
    (
        "This article first appeared on harbourledger.example and is republished with permission.",
        {"outlet": "harbourledger.example"},
    ),
    ("*This story was first posted at Harbour Ledger*", {"outlet": "Harbour Ledger"}),
    ("Cross-posted from Valley Notebook", {"outlet": "Valley Notebook"}),
    (
        "Reprinted with permission from The Tarn Courier, 4 March 2031",
        {"outlet": "The Tarn Courier", "published": "2031-03-04"},
    ),
    ("This article was first published by Harbour Ledger in 2029.", {"outlet": "Harbour Ledger", "published": "2029"}),
    ("Read the original article at https://harbour-ledger.example/a/b", {"url": "https://harbour-ledger.example/a/b"}),
    (
        "This article was first published by the Centre for Research on Harbours on March 4, 2031",
        {"outlet": "Centre for Research on Harbours", "published": "2031-03-04"},
    ),
    ("The report was first published in 2030, the ministry said.", None),
    ("The video first appeared on Sunday, two monitors said.", None),
    ("This article is about the market.", None),
    ("The leaflets were posted on doors in Kerrow.", None),
    ("Originally, the plan was to leave by night.", None),
    ("It was first reported by monitors that nine had died.", None),
    ("The report was originally published by Valley Rights Monitor in March 2031.", None),
    ("First published in 2029, the manual tells soldiers to fire at the wheels of a car.", None),
]


@pytest.mark.parametrize(("line", "wanted"), ORIGINS)
def test_origin(line: str, wanted: dict[str, str] | None) -> None:
    assert origin_of(line) == (None if wanted is None else Republication(**wanted))


@pytest.mark.parametrize("row", table("origin")["origin"], ids=lambda row: row["example"][:40])
def test_origin_examples(row: dict[str, Any]) -> None:
    assert any(word in row["example"].lower() for word in row["has"])
    found = origin_of(row["example"])
    assert found is not None
    for key in ("outlet", "author", "url", "published"):
        if key in row:
            assert getattr(found, key) == row[key]


@pytest.mark.parametrize(
    ("line", "authors", "outlets"),
    [
        ("Copyright © Mira Tolan, Harbour Ledger, 2031", ["Mira Tolan"], ["Harbour Ledger"]),
        ("© 2031 Harbour Ledger. All rights reserved.", [], ["Harbour Ledger"]),
        ("Copyright 2029-2031 The Tarn Courier", [], ["The Tarn Courier"]),
        ("(c) Valley Notebook 2031", [], ["Valley Notebook"]),
        ("All rights reserved.", [], []),
    ],
)
def test_holders(line: str, authors: list[str], outlets: list[str]) -> None:
    found = holders(line)
    assert [*found[0], *found[1]] == [*authors, *outlets]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("KERROW, March 4 (Reuters) - Shells struck.", ["Reuters"]),
        ("SAN JOSÉ DE LA SAL, March 4 (QNA) — Shells struck.", ["QNA"]),
        ("KERROW, March 4 (UPDATE) - Shells struck.", []),
        ("The Inland Peace Council (IPC) - a body of five - met.", []),
        ("KERROW (AP) — Shells struck.", ["Associated Press"]),
        ("Kerrow, Tarn (AFP) – Shells struck.", ["Agence France-Presse"]),
        ("KERROW, 4 March (Kerrow News Agency) -- Shells struck.", ["Kerrow News Agency"]),
        ("AFP - Shells struck the town.", ["Agence France-Presse"]),
        ("AP/Reuters — Shells struck.", ["Associated Press", "Reuters"]),
        ("Shells struck.\n\nWith reporting by Reuters and AFP", ["Reuters", "Agence France-Presse"]),
        ("Shells struck. Nine died.\n\n(AP)", ["Associated Press"]),
        ("Shells struck the town, he told Reuters.", []),
        ("The AP (Alliance of the Plain) said it had fired.", []),
        ("Shells struck. “No,” she told AFP - by telephone.", []),
        ("KERROW (Tarn Province) - Shells struck.", []),
    ],
)
def test_agencies(text: str, wanted: list[str]) -> None:
    assert list(agencies_in(text)) == wanted


META: list[tuple[str, dict[str, Any] | None]] = [
    ("By Mira Tolan", {"authors": ["Mira Tolan"]}),
    ("BY MIRA TOLAN AND PAVEL OST", {"authors": ["Mira Tolan", "Pavel Ost"]}),
    ("By Mira Tolan, Pavel Ost & Lia Renn", {"authors": ["Mira Tolan", "Pavel Ost", "Lia Renn"]}),
    (
        "by Mira Tolan | Harbour Ledger | March 4, 2031",
        {"authors": ["Mira Tolan"], "outlet": "Harbour Ledger", "published": "2031-03-04"},
    ),
    ("Posted on March 4, 2031 by Mira Tolan", {"authors": ["Mira Tolan"], "published": "2031-03-04"}),
    ("By Mira Tolan, Harbour Ledger correspondent, in Kerrow", {"authors": ["Mira Tolan"]}),
    ("By Prof. Mira Tolan and Dr. Pavel Ost", {"authors": ["Prof. Mira Tolan", "Dr. Pavel Ost"]}),
    ("By Abu Omar al-Kerrowi", {"authors": ["Abu Omar al-Kerrowi"]}),
    ("By AFP", {"agencies": ["Agence France-Presse"]}),
    ("By Mira Tolan and Reuters", {"authors": ["Mira Tolan"], "agencies": ["Reuters"]}),
    ("Global Ledger, March 4, 2031", {"outlet": "Global Ledger", "published": "2031-03-04"}),
    ("Harbour Ledger 4 March 2031", {"outlet": "Harbour Ledger", "published": "2031-03-04"}),
    ("Harbour Compass, 4 March 2031", {"either": "Harbour Compass", "published": "2031-03-04"}),
    (
        "Published March 4, 2031 | Updated March 5, 2031 10:15 GMT",
        {"published": "2031-03-04", "modified": "2031-03-05T10:15Z"},
    ),
    ("March 4, 2031 at 10:15 am · 5 min read", {"published": "2031-03-04T10:15"}),
    ("News | 4 March 2031", {"published": "2031-03-04"}),
    (
        "Mon 4 Mar 2031 10.15 GMT Last modified on Tue 5 Mar 2031 11.00 GMT",
        {"published": "2031-03-04T10:15Z", "modified": "2031-03-05T11:00Z"},
    ),
    # the second name was lost behind the first one's place, and an office was taken for a name
    ("By Mira Tolan in Kerrow and Pavel Ost in Tarn", {"authors": ["Mira Tolan", "Pavel Ost"]}),
    ("By Mira Tolan, Defence Editor, and Pavel Ost", {"authors": ["Mira Tolan", "Pavel Ost"]}),
    ("Par Mira Tolan avec AFP", {"authors": ["Mira Tolan"], "agencies": ["Agence France-Presse"]}),
    ("Mira Tolan | Staff Writer", {"authors": ["Mira Tolan"]}),
    ("Mira Tolan, Harbour Ledger", {"authors": ["Mira Tolan"]}),
    ("Mira Tolan, Associated Press", None),
    ("Associated Press", {"agencies": ["Associated Press"]}),
    ("AFP - Kerrow", {"agencies": ["Agence France-Presse"]}),
    ("Mira Tolan, Minister of Harbours", None),
    # the time of day was taken for the outlet
    ("4 March 2031 • 10:15am", {"published": "2031-03-04T10:15"}),
    ("March 4, 2031 Tuesday 10:15 AM GMT", {"published": "2031-03-04T10:15Z"}),
    (
        "Published 4 March 2031 10:15 BST · Last updated Wed 5 March 2031 11.00 BST",
        {"published": "2031-03-04T10:15", "modified": "2031-03-05T11:00"},
    ),
    ("March 4, 2031 10:15 AM UTC, Updated 3 hours ago", {"published": "2031-03-04T10:15Z"}),
    ("By the time help arrived", None),
    ("By Friday Night", None),
    ("By Mistake", None),
    ("Nine killed in Kerrow market on March 4, 2031", None),
    ("The market was shelled on March 4, 2031.", None),
    ("Nine dead - Kerrow mourns", None),
    ("Mira Tolan", None),
]


@pytest.mark.parametrize(("line", "wanted"), META)
def test_meta(line: str, wanted: dict[str, Any] | None) -> None:
    found = meta(line)
    fields = ("authors", "agencies", "outlet", "either", "published", "modified")
    assert (None if found is None else {f: getattr(found, f) for f in fields if getattr(found, f)}) == wanted


def test_people_are_names_only() -> None:
    assert people("a man in Kerrow") is None
    assert people("Staff Writer") == (["Staff Writer"], [])


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("March 4, 2031", "2031-03-04"),
        ("Mar. 4 2031", "2031-03-04"),
        ("4th of March, 2031", "2031-03-04"),
        ("Monday, March 4, 2031 10:15 p.m. EST", "2031-03-04T22:15-05:00"),
        ("2031-03-04T10:15:00Z", "2031-03-04T10:15:00Z"),
        ("2031-03-04 10:15:22.123+02:00", "2031-03-04T10:15:22+02:00"),
        ("04.03.2031", "2031-03-04"),
        ("13/04/2031", "2031-04-13"),
        ("03/04/2031", None),
        ("4 de marzo de 2031", "2031-03-04"),
        ("4. März 2031", "2031-03-04"),
        ("1 mars 2031 à 12h30", "2031-03-01T12:30"),
        ("March 2031", "2031-03"),
        ("31 February 2031", None),
        ("3/4/31, 10:15 AM", None),
    ],
)
def test_dates(words: str, iso: str | None) -> None:
    found = find_date(words)
    assert found is not None and (found.start, found.end) == (0, len(words))
    assert found.iso == iso


def test_no_date() -> None:
    assert read_date("nine people, 41 houses, in 2031") is None


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Region: Middle East, Africa", ("regions", ("Middle East", "Africa"))),
        ("In-depth Report: KERROW", ("dossiers", ("KERROW",))),
        ("In-depth Reports: KERROW, TARN", ("dossiers", ("KERROW", "TARN"))),
        ("Theme: Crimes against Humanity, Media", ("themes", ("Crimes against Humanity", "Media"))),
        ("Tags: market | shells, mortars", ("keywords", ("market", "shells, mortars"))),
        ("#Kerrow #market", ("keywords", ("Kerrow market",))),
        ("Filed under:", ("themes", ())),
        ("Region by region: nine dead", None),
        ("Witness: we saw it", None),
    ],
)
def test_labels(line: str, wanted: tuple[str, tuple[str, ...]] | None) -> None:
    found = label(line)
    assert (None if found is None else (found.field, values(found.value))) == wanted
