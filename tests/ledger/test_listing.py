"""What feeds and sitemaps list."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ledger import listing as lists
from onrecord.ledger.exchange import ExchangeError, checked
from onrecord.ledger.listing import ListError, Listing, listed

HOME = "https://lantern.example/lists/here.xml"
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'


def names(listing: Listing | None) -> list[tuple[str, str | None]]:
    assert listing is not None
    return [(each.url.removeprefix("https://lantern.example"), each.changed) for each in listing.pages]


FOUND: dict[str, tuple[str, list[tuple[str, str | None]]]] = {
    "rss": (
        "<rss version='2.0'><channel><title>Lantern</title><item><title>a</title><link>/a?utm_source=b&amp;n=2</link>"
        "<pubDate>Fri, 17 Oct 2031 08:00:00 GMT</pubDate></item><item><title>b</title><link>b#top</link></item>"
        "<item><title>no link</title></item></channel></rss>",
        [("/a?n=2", "2031-10-17T08:00:00+00:00"), ("/lists/b", None)],
    ),
    "atom": (
        "<?xml version='1.0'?><!-- ours --><feed xmlns='http://www.w3.org/2005/Atom'><entry><title>a</title><id>1</id>"
        "<link href='https://lantern.example/a?utm_source=x'/><published>2031-10-16T08:00:00Z</published>"
        "<updated>2031-10-17T08:00:00Z</updated></entry></feed>",
        [("/a", "2031-10-17T08:00:00+00:00")],
    ),
    "rdf": (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        "<item rdf:about='x'><title>a</title><link>https://lantern.example/a</link></item></rdf:RDF>",
        [("/a", None)],
    ),
    "sitemap": (
        SITEMAP.format(
            "<url><loc> https://lantern.example/a </loc><lastmod>2031-10-17</lastmod></url>"
            "<url><loc>https://www.lantern.example/b</loc></url>"
            "<url><loc>https://lantern.example/a</loc></url><url><lastmod>2031</lastmod></url>"
            "<url><loc>javascript:alert(1)</loc></url>"
        ),
        [("/a", "2031-10-17"), ("https://www.lantern.example/b", None)],
    ),
    "sitemap without its namespace": (
        "<urlset><url><loc>https://lantern.example/a</loc></url></urlset>",
        [("/a", None)],
    ),
    "sitemap of news": (
        SITEMAP.format(
            "<url><loc>https://lantern.example/a</loc><n:news xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>"
            "<n:publication_date>2031-10-17T08:00+02:00</n:publication_date></n:news></url>"
        ),
        [("/a", "2031-10-17T08:00+02:00")],
    ),
    "sitemap that breaks off": (
        SITEMAP.format("<url><loc>https://lantern.example/a</loc></url><url><loc>https://lantern.example/b").partition(
            "</urlset>"
        )[0],
        [("/a", None), ("/b", None)],
    ),
    "a text": ("https://lantern.example/a\n\nhttps://lantern.example/b\r\n", [("/a", None), ("/b", None)]),
}


@pytest.mark.parametrize("case", sorted(FOUND))
@pytest.mark.parametrize("form", [str.encode, lambda text: gzip.compress(text.encode())], ids=["plain", "packed"])
def test_what_is_listed(case: str, form: Callable[[str], bytes]) -> None:
    text, found = FOUND[case]
    assert names(listed(form(text), url=HOME)) == found


def test_an_index_lists_sitemaps() -> None:
    data = (
        "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>https://lantern.example/1.xml"
        "</loc><lastmod>2031-10-17T08:00:00Z</lastmod></sitemap><sitemap><loc>https://elsewhere.example/2.xml</loc>"
        "</sitemap></sitemapindex>"
    )
    listing = listed(data.encode(), url=HOME)
    assert listing is not None and not listing.pages and listing.elsewhere == 1
    assert [(each.url, each.at) for each in listing.lists] == [("https://lantern.example/1.xml", 1949990400.0)]


def test_other_letters(subtests: object = None) -> None:
    text = FOUND["sitemap"][0]
    for encoding in ("utf-16", "utf-8-sig"):
        declared = f"<?xml version='1.0' encoding='{encoding[:6].rstrip('-')}'?>{text}"
        assert names(listed(declared.encode(encoding), url=HOME)) == FOUND["sitemap"][1], encoding


@pytest.mark.parametrize(
    "data",
    [b"", b"<html><body><p>No list.</p></body></html>", b"%PDF-1.7", b"Plain words.", b"see https://lantern.example/a"],
)
def test_what_is_no_list(data: bytes) -> None:
    assert listed(data, url=HOME) is None


BILLION = "<!DOCTYPE x [<!ENTITY a 'https://lantern.example/a'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (gzip.compress(b"<urlset>" * 9)[:-9], "cut off"),
        (gzip.compress(b" " * (60 << 20)), "larger than 50 MiB"),
        (f"{BILLION}<rss version='2.0'><channel><item><link>&b;</link></item></channel></rss>".encode(), "entities"),
    ],
)
def test_what_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(ListError, match=said):
        listed(data, url=HOME)


def test_entities_of_a_sitemap_are_not_expanded() -> None:
    data = BILLION + SITEMAP.format("<url><loc>&b;</loc></url><url><loc>https://lantern.example/c</loc></url>")
    assert names(listed(data.encode(), url=HOME)) == [("/c", None)]


def test_a_list_without_end_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST", 300)
    data = SITEMAP.format("".join(f"<url><loc>https://lantern.example/{n}</loc></url>" for n in range(800)))
    listing = listed(data.encode(), url=HOME)
    assert listing is not None and len(listing.pages) == 300


@given(st.binary(max_size=400), st.sampled_from([b"", b"<urlset>", b"<rss><channel>", b"\x1f\x8b\x08", b"http://a\n"]))
def test_no_bytes_bring_it_down(data: bytes, head: bytes) -> None:
    try:
        listing = listed(head + data, url=HOME)
    except ListError:
        return
    for each in (*listing.pages, *listing.lists) if listing is not None else ():
        assert str(checked(each.url)) == each.url


@pytest.mark.parametrize("url", ["", "mailto:a@b.example", "http://", "//c.example", "http://a:b@c.example/", "x" * 9])
def test_addresses_that_are_never_asked(url: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        checked(url)
    assert caught.value.refused
