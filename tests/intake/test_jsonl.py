"""JSON lines of articles."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from intake.doors import read, sentence
from intake.specimens import TEXT, TITLE, jsonl, page


def test_fields_of_a_line_become_the_articles(tmp_path: Path) -> None:
    path = tmp_path / "stories.jsonl"
    line = {
        "id": "story-7",
        "text": TEXT,
        "title": TITLE,
        "url": "https://ledger.example/7",
        "published": "2031-03-04",
        "outlet": "Harbour Ledger",
        "authors": ["Mira Tolan", "Jonas Pell"],
        "language": "en",
        "gold": {"anything": [1, 2]},
    }
    path.write_bytes(jsonl(line))
    found, problems = read([path], published="2030-01-01")
    article = found["story-7"]
    assert not problems
    assert article.text == TEXT
    assert (article.title, article.url, article.published) == (TITLE, line["url"], "2031-03-04")
    assert (article.outlet, article.authors, article.language) == ("Harbour Ledger", ("Mira Tolan", "Jonas Pell"), "en")
    assert article.id == f"sha256:{hashlib.sha256(TEXT.encode()).hexdigest()}"


@pytest.mark.parametrize(
    ("field", "said", "wanted"),
    [
        ("published", "04/03/2031", None),  # whose day and month nobody can tell
        ("published", "15/03/2031", "2031-03-15"),
        ("published", "Tue, 04 Mar 2031 10:15:00 +0200", "2031-03-04T10:15:00+02:00"),
        ("published", "2031-03", "2031-03"),
        ("published", "2031-03-04T10:15Z", "2031-03-04T10:15Z"),
        ("published", "yesterday", None),
        ("language", "EN-gb", "en"),
        ("authors", "Mira Tolan; Jonas Pell", ("Mira Tolan", "Jonas Pell")),
    ],
)
def test_fields_come_in_the_form_of_the_record(tmp_path: Path, field: str, said: str, wanted: object) -> None:
    """They came through as they stood, and 'yesterday' was a date."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(jsonl({"text": TEXT, field: said}))
    (article,) = read([path])[0].values()
    assert getattr(article, field) == wanted


def test_what_a_line_does_not_say_is_given(tmp_path: Path) -> None:
    path = tmp_path / "stories.jsonl"
    path.write_bytes(
        jsonl({"text": TEXT}, {"text": TEXT, "published": "2031-03-04", "title": None, "authors": "Mira Tolan"})
    )
    found, _ = read([path], published="2030-01-01")
    assert [a.published for a in found.values()] == ["2030-01-01", "2031-03-04"]
    assert list(found) == [f"{path}#1", f"{path}#2"]
    assert found[f"{path}#2"].authors == ("Mira Tolan",)


def test_html_lines_are_pages(tmp_path: Path) -> None:
    path = tmp_path / "stories.jsonl"
    path.write_bytes(jsonl({"id": 3, "html": page().decode(), "text": None}))
    found, problems = read([path])
    assert not problems
    assert found["3"].title == TITLE
    assert found["3"].text == TEXT


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"id": "x", "text": ', "not JSON"),
        (b'{"id": "x", "text": "\xff\xfe"}', "not UTF-8"),
        (b"[1, 2]", "not an object"),
        (b'"text"', "not an object"),
        (b'{"id": "x"}', "no words"),
        (b'{"id": "x", "text": "  "}', "no words"),
        (b'{"id": "x", "text": 5}', "no words"),
        (b'{"id": "x", "text": ' + b"[" * 200_000, "not JSON"),
    ],
)
def test_a_broken_line_is_one_problem_and_the_others_are_read(tmp_path: Path, line: bytes, said: str) -> None:
    path = tmp_path / "stories.jsonl"
    good = jsonl({"id": "a", "text": TEXT})
    path.write_bytes(good + b"\n" + line + b"\n" + good.replace(b'"a"', b'"b"'))
    found, problems = read([path])
    assert list(found) == ["a", "b"]
    assert problems[0].input_id == str(path)
    assert "line 3" in sentence(problems) and said in problems[0].sentence


def test_half_characters_are_replaced_one_for_one(tmp_path: Path) -> None:
    path = tmp_path / "stories.jsonl"
    path.write_bytes(b'{"id": "a\\ud800", "text": "Dust \\ud83d rose over Orvale, \\ud83d\\ude00 they said."}\n')
    found, _ = read([path], verbatim=True)
    assert found["a\ufffd"].text == "Dust \ufffd rose over Orvale, \U0001f600 they said."


def test_verbatim_text_is_unchanged(tmp_path: Path) -> None:
    text = "  <p>From: x\r\n\r\n# Not furniture\u2028 \n\nFollow us on Chirper!\n\n "
    path = tmp_path / "stories.jsonl"
    path.write_bytes(jsonl({"id": "a", "text": text}))
    found, _ = read([path], verbatim=True)
    assert found["a"].text == text
    assert found["a"].furniture == ()


def test_packed_and_marked_and_printed_over_lines(tmp_path: Path) -> None:
    lines = jsonl({"id": "a", "text": TEXT}, {"id": "b", "text": TEXT})
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines))
    (tmp_path / "b.jsonl").write_bytes(
        b"\xef\xbb\xbf" + lines.replace(b"\n", b"\r\n").replace(b'"a"', b'"c"').replace(b'"b"', b'"d"')
    )
    (tmp_path / "c.json").write_text(json.dumps({"id": "e", "text": TEXT}, indent=2))
    found, problems = read([tmp_path])
    assert not problems
    assert list(found) == ["a", "b", "c", "d", "e"]


def test_what_was_whole_before_a_cut_is_read(tmp_path: Path) -> None:
    path = tmp_path / "stories.jsonl.gz"
    import random

    noise = random.Random(4)
    lines = jsonl(
        *({"id": str(n), "text": TEXT + " ".join(str(noise.random()) for _ in range(300))} for n in range(40))
    )
    path.write_bytes(gzip.compress(lines)[:-4000])
    found, problems = read([path])
    assert 20 < len(found) < 40
    assert list(found) == [str(n) for n in range(len(found))]
    assert "cut off" in problems[-1].sentence
