"""Which of several copies was first, and why; which quotations two reports share."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest

from onrecord.accounts.origins import origin, shared_quotes
from onrecord.record import (
    Article,
    Content,
    Furniture,
    OnrecordError,
    Reader,
    Record,
    Republication,
    Source,
    Span,
    Statement,
)

TEXT = """\
Raiders burned 40 houses in the hill town of Ilvers on Tuesday night and killed six people, the district council said.

The council's chairman, Teshome Gulli, said that the attackers had come on horseback and had asked for the miller by
name. The miller was not at home; his brother was shot in the doorway.

Soldiers from the barracks at Sont-Marel arrived four hours later. A captain said that the bridge had been down.
"""
MORE = "\n\nThe miller, reached by telephone in Hanneby, said that he owed nobody any money.\n"
READER = Reader(version="0", model="none")


def report(text: str = TEXT, **article: Any) -> Record:
    return Record(reader=READER, article=Article(id="sha256:", text=text, **article))


# Reports by id; the first of the ids is to be the first publication, and a phrase of the reasons must hold the words.
CASES: list[tuple[str, dict[str, Record], str, str]] = [
    (
        "agency credited by the others",
        {
            "lantern": report(outlet="The Lantern", agencies=("Terekh Wire",), published="2034-05-02"),
            "courier": report(outlet="Imber Courier", agencies=("Terekh Wire",), published="2034-05-02"),
            "wire": report(outlet="Terekh Wire", agencies=("Terekh Wire",), published="2034-05-03"),
        },
        "wire",
        "credit it",
    ),
    (
        "originally published on, in furniture",
        {
            "a": report(
                furniture=(Furniture("origin", "Originally published on Hill Voices, 2 May."),), outlet="Daily"
            ),
            "b": report(outlet="Hill Voices"),
        },
        "b",
        "says that it was first published by it",
    ),
    (
        "originally published by, at the end of the text",
        {
            "a": report(f"{TEXT}\nThis story was originally published by The Hill Voices and is used with thanks."),
            "b": report(outlet="Hill Voices"),
        },
        "b",
        "says that it was first published by it",
    ),
    (
        "republication notice with an address",
        {
            "a": report(republished_from=Republication(url="https://voices.example/ilvers"), outlet="Daily"),
            "b": report(url="https://voices.example/ilvers", outlet="Hill Voices"),
        },
        "b",
        "says that it was first published at it",
    ),
    (
        "link in the text",
        {
            "a": report(f"{TEXT}\nRead more: https://voices.example/ilvers.", outlet="Daily"),
            "b": report(url="https://voices.example/ilvers", outlet="Hill Voices", published="2034-05-09"),
        },
        "b",
        "links to it",
    ),
    (
        "time",
        {
            "a": report(published="2034-05-02T09:30:00+00:00", outlet="A"),
            "b": report(published="2034-05-02T11:00:00+02:00", outlet="B"),
        },
        "b",
        "published first, on 2 May 2034, 11:00",
    ),
    (
        "one that credits nobody before one that does on the same day",
        {
            "a": report(agencies=("Coast News",), published="2034-05-01", outlet="A"),
            "b": report(published="2034-05-01", outlet="B"),
        },
        "b",
        "it credits no other, as 1 of the other 1 do",
    ),
    (
        "one that credits nobody and is later took the credit away",
        {
            "a": report(agencies=("Coast News",), published="2034-05-01", outlet="A"),
            "b": report(published="2034-05-02", outlet="B"),
        },
        "a",
        "it credits Coast News, whose own report is not here",
    ),
    (
        "what the agency sent out, saved as a plain text, before a paper that left the credit away",
        {
            "a": report(agencies=("Coast News",), published="2034-05-01"),
            "b": report(agencies=("Coast News",), published="2034-05-01T10:00", outlet="A"),
            "c": report(published="2034-05-02", outlet="B"),
        },
        "a",
        "it credits no other, as 1 of the other 2 do",
    ),
    (
        "an agency that papers credit by its letters",
        {
            "a": report(agencies=("NPA",), published="2034-05-01T12:00", outlet="A"),
            "b": report(agencies=("NPA",), published="2034-05-01T12:30", outlet="Northern Press Agency"),
            "c": report(agencies=("NPA",), published="2034-05-01T13:00", outlet="B"),
        },
        "b",
        "A, B credit it",
    ),
    (
        "clocks on the wall where one tells no zone",
        {
            "a": report(published="2034-05-02T11:00:00+02:00", outlet="A"),
            "b": report(published="2034-05-02T10:15", outlet="B"),
        },
        "b",
        "published first, on 2 May 2034, 10:15",
    ),
    (
        "an agency that is not here",
        {
            "a": report(agencies=("Coast News",), published="2034-05-01", outlet="A"),
            "b": report(agencies=("Coast News",), published="2034-05-02", outlet="B"),
        },
        "a",
        "it credits Coast News, whose own report is not here",
    ),
    (
        "the longest where nothing else is known",
        {"a": report(outlet="A"), "b": report(TEXT + MORE, outlet="B")},
        "b",
        "the longest",
    ),
    ("nothing tells them apart", {"a": report(), "b": report()}, "a", "nothing tells them apart"),
    ("one alone", {"a": report()}, "a", "the only report"),
]


@pytest.mark.parametrize(("name", "reports", "first", "why"), CASES, ids=[case[0] for case in CASES])
def test_first_publication(name: str, reports: dict[str, Record], first: str, why: str) -> None:
    found = origin(list(reports.items()), origin="o7")
    assert found.origin == "o7"
    assert found.first == first, name
    assert any(why in reason for reason in found.why_first), found.why_first
    assert sorted(copy.id for copy in found.articles) == sorted(reports)
    assert found.articles[0].id == first and found.articles[0].kind == "first"


def test_order_of_reports_does_not_matter() -> None:
    for _, reports, _, _ in CASES:
        items = list(reports.items())
        assert origin(items) == origin(items[::-1])


def test_kinds_of_copies() -> None:
    reports = {
        "a": report(published="2034-05-01", title="Raiders burn 40 houses"),
        "b": report(published="2034-05-02", title="Raiders burn 40 houses"),
        "c": report(published="2034-05-02", title="Six dead in Ilvers"),
        "d": report(TEXT.split("\n\n")[0], published="2034-05-02"),
        "e": report(TEXT + MORE * 2, published="2034-05-02"),
        "f": report(TEXT.replace("six", "nine"), published="2034-05-02"),
    }
    found = origin(list(reports.items()))
    kinds = {copy.id: copy.kind for copy in found.articles}
    assert kinds == {"a": "first", "b": "exact", "c": "retitled", "d": "truncated", "e": "extended", "f": "edited"}
    assert all(copy.containment > 0.8 for copy in found.articles)


def test_origin_of_no_reports_is_an_error() -> None:
    with pytest.raises(OnrecordError, match="give at least one"):
        origin([])


def test_two_hundred_copies_are_cheap() -> None:
    draw = random.Random(1)
    reports = [
        (f"r{n:03}", report(TEXT.replace("six", str(draw.randint(2, 99))) * 5, outlet=f"Paper {n}")) for n in range(200)
    ]
    started = time.process_time()
    found = origin(reports)
    assert len(found.articles) == 200
    assert time.process_time() - started < 5  # all against all would be 20,000 comparisons


@pytest.mark.parametrize("published", ["2034", "yesterday", "2034-05-02T25:00", "", "２０３４-05-02"])
def test_a_day_that_is_none_breaks_nothing(published: str) -> None:
    assert origin([("a", report(published=published)), ("b", report(published="2034-05-02"))]).first in ("a", "b")


@pytest.mark.parametrize("url", ["http://[", "x", "https://", "//", "https://voices.example/ilvers?a=1#b"])
def test_an_address_that_is_none_breaks_nothing(url: str) -> None:
    text = f"{TEXT}\n{url} https://[::1 http://]"
    assert origin([("a", report(text, url=url)), ("b", report())]).first in ("a", "b")


QUOTE = "“We asked for the bridge to be mended in March, and in April, and again before the rains came,”"


def quoting(before: str, content: str, after: str, kind: Any = "direct", name: str | None = "Teshome Gulli") -> Record:
    text = f"{before}{content}{after}"
    spans = (Span(len(before), len(before) + len(content)),)
    source = Source((), "", name=name) if name else None
    said = Statement(id="s1", kind=kind, content=Content(spans, content), source=source)
    return Record(reader=READER, article=Article(id="", text=text), statements=(said,))


# Two contents, their kinds, and whether they are the same quotation.
QUOTES = [
    ("the same", QUOTE, "direct", QUOTE, "direct", True),
    ("other marks", QUOTE, "direct", QUOTE.replace("“", '"').replace("”", '"'), "direct", True),
    ("a part", QUOTE, "direct", "“We asked for the bridge to be mended in March, and in April”", "direct", True),
    (
        "another",
        QUOTE,
        "direct",
        "“Nobody told the garrison that the bridge was down until the morning after”",
        "direct",
        False,
    ),
    (
        "inside a paraphrase",
        QUOTE,
        "direct",
        "that they had “asked for the bridge to be mended in March, and in April”",
        "mixed",
        True,
    ),
    ("told in other words", QUOTE, "direct", QUOTE.strip("“”"), "indirect", False),
    ("too short to be anybody's", "“We will not rest”", "direct", "“We will not rest”", "direct", False),
]


@pytest.mark.parametrize(("name", "one", "kind", "other", "other_kind", "same"), QUOTES, ids=[q[0] for q in QUOTES])
def test_shared_quotation(name: str, one: str, kind: str, other: str, other_kind: str, same: bool) -> None:
    a, b = quoting("He said: ", one, " said Gulli.", kind), quoting("In the square: ", other, " he said.", other_kind)
    assert bool(shared_quotes(a, b)) == bool(shared_quotes(b, a)) == same, name


def test_a_shared_quotation_says_whose_it_is() -> None:
    (shared,) = shared_quotes(quoting("", QUOTE, " he said.", name=None), quoting("", QUOTE, " said Gulli."))
    assert shared == ("s1", "s1", QUOTE, "Teshome Gulli")
