"""The sample reports, read from end to end with the weights that ship: what `make demo` shows must be true."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.record import Record, Statement, check, from_json

ROOT = Path(__file__).parents[1]
IDS = [
    "samples/01-wire.txt",
    "samples/02-saved-page.txt",
    "samples/03-ministry.eml",
    "samples/04-toll-watch.html",
    "samples/05-feature.md",
    "samples/06-feed.xml#https://kessarvoice.example/2025/03/04/bus",
    "samples/06-feed.xml#https://kessarvoice.example/2025/03/05/road",
    "samples/07-inquiry.pdf",
    "samples/08-archive.warc.gz#https://courier.example/2025/03/03/dol-aren",
    "samples/08-archive.warc.gz#https://courier.example/2025/03/04/correction",
    "samples/09-statement.txt",
    "courier-2025-03-06-a",
    "courier-2025-03-06-b",
]


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    """Every sample's record by its input_id, from the command itself."""
    done = subprocess.run(
        [sys.executable, "-m", "onrecord", "read", "--format", "jsonl", "samples"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert (done.stderr.decode(), done.returncode) == ("", 0)
    read = [from_json(line) for line in done.stdout.splitlines()]
    assert [each.input_id for each in read] == IDS
    return {str(each.input_id): each for each in read}


def find(record: Record, words: str) -> Statement:
    """The statement whose content holds ``words``; of several, the one with the shortest."""
    held = [each for each in record.statements if words in " ".join(each.content.text.split())]
    assert held, f"no statement holds {words!r}; there are {[each.content.text for each in record.statements]}"
    return min(held, key=lambda each: len(each.content.text))


@pytest.mark.parametrize("input_id", IDS)
def test_every_span_has_its_words(records: dict[str, Record], input_id: str) -> None:
    check(records[input_id])
    assert len(records[input_id].statements) >= 3


# sample, words of the content, name of the speaker (None: the text names nobody), act, kind
SAID = [
    ("01-wire.txt", "We have counted fourteen bodies", "Ilse Marrow", "asserts", "direct"),
    ("01-wire.txt", "had asked Ostrel for help", "Ilse Marrow", "asserts", "indirect"),
    ("01-wire.txt", "its aircraft had struck the market", "Merevian Ministry of Defence", "denies", "indirect"),
    ("01-wire.txt", "Our forces did not operate", "Pavo Rennick", "asserts", "direct"),
    ("01-wire.txt", "of storing rockets", "Pavo Rennick", "accuses", "mixed"),
    ("01-wire.txt", "a second strike hit", None, "accuses", "indirect"),
    ("01-wire.txt", "the toll would rise", "Tessa Vohl", "predicts", "indirect"),
    ("02-saved-page.txt", "A number without names", "Marit Solen", "asserts", "direct"),
    ("02-saved-page.txt", "I do not comment on websites", "Colonel Rennick", "asserts", "direct"),
    ("02-saved-page.txt", "knew what day it was", "Hadar Oun", "asserts", "direct"),
    ("03-ministry.eml", "Five terrorists", "Pavo Rennick", "asserts", "direct"),
    ("03-ministry.eml", "We grieve for every citizen", "Pavo Rennick", "asserts", "direct"),
    ("04-toll-watch.html", "The first time I thought of the glass", "Lina Prost", "asserts", "direct"),
    ("06-feed.xml#https://kessarvoice.example/2025/03/04/bus", "waited for us", "Petra Simm", "asserts", "direct"),
    ("07-inquiry.pdf", "so that he would be let through", "Marrow", "asserts", "direct"),
    (
        "08-archive.warc.gz#https://courier.example/2025/03/03/dol-aren",
        "We work with our hands",
        "Tomas Brill",
        "asserts",
        "direct",
    ),
]


@pytest.mark.parametrize(("sample", "words", "name", "act", "kind"), SAID)
def test_who_said_what(
    records: dict[str, Record], sample: str, words: str, name: str | None, act: str, kind: str
) -> None:
    statement = find(records[f"samples/{sample}"], words)
    if name is None:
        assert statement.source is None
    else:
        assert statement.source is not None
        assert name.split()[-1] in (statement.source.name or "")
    assert statement.cue is not None and statement.cue.act == act
    assert statement.kind == kind


def test_the_saved_page_is_cut_from_its_furniture(records: dict[str, Record]) -> None:
    article = records["samples/02-saved-page.txt"].article
    assert article.title == "The Market at Dol Aren: What the Ministry Will Not Say"
    assert article.authors == ("Corin Dashwell",)
    assert article.topics.regions == ("Merevia",)
    assert article.topics.dossiers == ("THE KESSAR WAR",)
    assert article.republished_from is not None and article.republished_from.outlet == "The Ostrel Courier"
    kinds = {each.kind for each in article.furniture}
    assert kinds >= {"newsletter", "translation", "social", "rights", "disclaimer", "origin"}
    for words in ("Telegram", "Copyright", "Translate", "originally published", "Articles by", "Featured image"):
        assert words not in article.text
        assert any(words in each.text for each in article.furniture), words


def test_pages_tell_their_day_and_outlet(records: dict[str, Record]) -> None:
    told = {each: records[each].article for each in IDS}
    assert told["samples/04-toll-watch.html"].outlet == "Toll Watch"
    assert told["samples/04-toll-watch.html"].url == "https://tollwatch.example/2025/03/dol-aren-market"
    assert (told["samples/04-toll-watch.html"].published or "").startswith("2025-03-04")
    assert (told["samples/03-ministry.eml"].published or "").startswith("2025-03-04")
    assert told["courier-2025-03-06-a"].published == "2025-03-06"
    assert told["samples/02-saved-page.txt"].published == "2025-03-05"
