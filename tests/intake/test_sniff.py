"""What a file is, from its content."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from intake.specimens import TEXT, TITLE, atom, letter, page, pdf, rss, samples, warc, zipped
from onrecord.intake.sniff import foreign, sniff

KINDS = {
    "story.txt": "text",
    "story.md": "markdown",
    "page.html": "html",
    "report.pdf": "pdf",
    "letter.eml": "mail",
    "pages.warc": "warc",
    "pages.warc.gz": "gzip",
    "feed.xml": "feed",
    "atom.xml": "feed",
    "stories.jsonl": "jsonl",
    "story.txt.gz": "gzip",
    "stories.zip": "zip",
}

LIES = [
    (page(), "page.txt", "html"),
    (page(), "page.pdf", "html"),
    (TEXT.encode(), "text.pdf", "text"),
    (TEXT.encode(), "text.html", "text"),
    (TEXT.encode(), "text.jsonl", "text"),
    (pdf(), "report.txt", "pdf"),
    (gzip.compress(b"x"), "x.txt", "gzip"),
    (zipped({"a": b"x"}), "x.html", "zip"),
    (letter().as_bytes(), "letter.txt", "mail"),
    (rss(), "feed.txt", "feed"),
    (atom(), None, "feed"),
    (warc([]), "x.txt", "warc"),
    (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "photo.txt", "binary"),
    (bytes(range(256)) * 40, "data.txt", "binary"),
    (b"\xff\xd8\xff\xe0", "photo.jpg", "binary"),
    (b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + pdf(), "report.txt", "pdf"),
    (b"The file begins with\n%PDF-1.4\nand was found in Kerrow, he said.", "a.txt", "text"),
    (b"", "page.html", "empty"),
    (b" \n\t\r\n", None, "empty"),
    (b"\x00" * 5000, "a.txt", "empty"),
    (b"\xef\xbb\xbf", None, "empty"),
]

SHAPES = [
    ("From: the desk\nDate: 4 March 2031\n\n" + TEXT, "story.txt", "text"),
    ("From: a@b.example\nSubject: x\nDate: Tue, 4 Mar 2031 10:00:00 +0000\n\nWords.", "x.eml", "mail"),
    ("<b>Orvale</b> was quiet. " + TEXT, "story.txt", "text"),
    ("<p>" + TEXT.replace("\n\n", "</p>\n<p>") + "</p>", None, "html"),
    ("Prices rose < 3 % and fell > 2 %. " + TEXT, None, "text"),
    ('{"id": "a", "text": "x"}\n', None, "jsonl"),
    ('{"a": 1}\n', "a.jsonl", "jsonl"),
    ('{"a": 1}\n', "a.txt", "text"),
    (f"# {TITLE}\n\nSee [the page](https://ledger.example/1) for more.", None, "markdown"),
    (f"# {TITLE}\n\n{TEXT}", "story.txt", "text"),
    ("---\ntitle: x\ndate: 2031-03-04\n---\n\n" + TEXT, None, "markdown"),
    ("**Pavel Ost** and **Rhea Dorn** and **Ilse Varga** spoke.", None, "markdown"),
    ("<!-- saved --><!DOCTYPE html><html><body>x</body></html>", "x.md", "html"),
    ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>x</body></html>', None, "html"),
    ("A NUL\x00 in the text and another\x00 one. " + TEXT, None, "text"),
]


@pytest.mark.parametrize("name", sorted(samples()))
def test_each_kind(name: str) -> None:
    assert sniff(samples()[name], name) == KINDS[name]


@pytest.mark.parametrize("name", sorted(set(samples()) - {"story.md"}))
def test_without_a_name(name: str) -> None:
    assert sniff(samples()[name]) == KINDS[name]


@pytest.mark.parametrize(("data", "name", "kind"), LIES)
def test_the_name_is_not_trusted(data: bytes, name: str | None, kind: str) -> None:
    assert sniff(data, name) == kind


@pytest.mark.parametrize(("text", "name", "kind"), SHAPES)
def test_shapes_of_text(text: str, name: str | None, kind: str) -> None:
    assert sniff(text.encode(), name) == kind


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"])
def test_encodings_of_text_and_pages(encoding: str) -> None:
    text = "Die Bürgermeisterin sagte: Das Gebäude brannte völlig aus. " * 20
    assert sniff(text.encode(encoding)) == "text"
    assert sniff(f"<!DOCTYPE html><html><body><p>{text}</p></body></html>".encode(encoding)) == "html"


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "shift_jis", "cp1256"])
def test_text_of_other_scripts_is_not_binary(encoding: str) -> None:
    words = {"shift_jis": "知事は病院で記者団に語った。", "cp1256": "قال المحافظ للصحفيين في المستشفى. "}
    text = words.get(encoding, "Губернатор заявил журналистам в больнице. ") * 30
    assert sniff(text.encode(encoding)) == "text"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG picture"),
        (b"{\\rtf1 words}", "a rich-text document (.rtf)"),
        (b"\x00\x00\x00\x18ftypmp42", "a video or sound file"),
        (b"\x01\x02\x03", "not text, nor any other kind that can be read"),
    ],
)
def test_foreign_files_are_named(data: bytes, name: str) -> None:
    assert foreign(data)[0] == name


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=4000), st.one_of(st.none(), st.text(max_size=30)))
@example(b"%PDF-", "")
@example(b"\xff\xfe\x00\x00\xff", None)
@example(b"From a@b Tue Mar  4 10:00\n: \n", "x.eml")
@example(b"\xd8\x00" * 9 + b"\x00a" * 9, None)
def test_sniffing_never_raises(data: bytes, name: str | None) -> None:
    assert sniff(data, name) in {*KINDS.values(), "binary", "empty"}
    assert all(foreign(data))


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([b"<?xml ", b"From: a\n", b"<!-- ", b"---\na: b\n", b"%PDF-", b"a: b\n ", b"[x](", b"{ "]),
    st.integers(1, 4000),
)
def test_sniffing_takes_linear_time(piece: bytes, times: int) -> None:
    assert sniff(piece * times) in {*KINDS.values(), "binary", "empty"}
