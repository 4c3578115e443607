"""RSS and Atom feeds."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from intake.doors import read, sentence
from intake.specimens import AUTHOR, OUTLET, STORY, TEXT, TITLE, atom, rss


def test_an_rss_entry_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(rss())
    found, problems = read([path])
    article = found[f"{path}#urn:entry:1"]
    assert not problems
    assert (article.title, article.text, article.url) == (TITLE, TEXT, "https://ledger.example/1")
    assert (article.authors, article.outlet, article.language) == ((AUTHOR,), OUTLET, "en")
    assert article.published == "2031-03-04T10:15:00+02:00"
    assert article.topics.keywords == ("Orvale",)


def test_an_atom_entry_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "feed.atom"
    path.write_bytes(atom())
    article = read([path])[0][f"{path}#urn:entry:1"]
    assert (article.title, article.text, article.authors) == (TITLE, TEXT, (AUTHOR,))
    assert (article.published, article.modified) == ("2031-03-04T08:15:00+00:00", "2031-03-05T08:00:00+00:00")
    assert article.rights == "© Harbour Ledger"


def test_a_day_is_that_of_its_place(tmp_path: Path) -> None:
    """Brought to UTC it was the next one, and 'today' with it."""
    path = tmp_path / "feed.xml"
    path.write_bytes(rss().replace(b"Tue, 04 Mar 2031 10:15:00 +0200", b"Tue, 04 Mar 2031 22:15:00 -0500"))
    (article,) = read([path])[0].values()
    assert article.published == "2031-03-04T22:15:00-05:00"


def test_a_title_in_markup(tmp_path: Path) -> None:
    path = tmp_path / "feed.atom"
    said = '<title type="html">Shells &amp;amp; dust: &lt;b&gt;four&lt;/b&gt; dead</title><id>urn:entry:1'
    path.write_bytes(atom().replace(f"<title>{TITLE}</title><id>urn:entry:1".encode(), said.encode()))
    (article,) = read([path])[0].values()
    assert article.title == "Shells & dust: four dead"


def test_what_weblogs_write_under_each_entry_is_no_text_and_no_other_origin(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    end = f'<p>The post <a href="x">{TITLE}</a> appeared first on <a href="y">{OUTLET}</a>.</p>'
    body = "".join(f"<p>{paragraph}</p>" for paragraph in STORY) + end
    path.write_bytes(rss([(TITLE, body)]).replace(b"<title>Harbour Ledger", "<title>Harbour Ledger » World".encode()))
    (article,) = read([path])[0].values()
    assert (article.text, article.outlet, article.republished_from) == (TEXT, OUTLET, None)


def test_plain_words_and_entities(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(
        rss(
            [
                (
                    "Prices &amp; harbour dues",
                    "Dues rose by 5 &lt; 6 per cent in Kerrow, the port authority said on Tuesday.",
                )
            ]
        )
    )
    (article,) = read([path])[0].values()
    assert article.title == "Prices & harbour dues"
    assert article.text.startswith("Dues rose by 5 < 6 per cent in Kerrow")


def test_an_entry_with_a_headline_alone_names_its_page(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(rss([("Only this", ""), (TITLE, f"<p>{STORY[0]}</p>")]))
    found, problems = read([path])
    assert list(found) == [f"{path}#urn:entry:2"]
    assert "https://ledger.example/1" in sentence(problems)
    assert problems[0].input_id == f"{path}#urn:entry:1"


def test_a_feed_that_was_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    data = rss([(f"Story {n}", f"<p>{STORY[n % 4]}</p>") for n in range(6)])
    path.write_bytes(data[: data.index(b"Story 5")])
    found, problems = read([path])
    assert len(found) >= 5
    assert "cut off" in problems[-1].sentence


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<rss version='2.0'><channel><title>x</title></channel></rss>", "no entries"),
        (b"<rss version='2.0'><channel><item><", "damaged"),
        (
            b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>"
            b"<rss><channel><item>&b;</item></channel></rss>",
            "entities",
        ),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(data)
    found, problems = read([path])
    assert not found
    assert said in sentence(problems)


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    path = tmp_path / "feed.xml"
    path.write_bytes(
        rss().replace(
            b"<channel>",
            b"<channel><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='https://a.example/x'/>",
        )
    )
    assert read([path])[0]
