"""Files, folders, standard input and addresses, in order and one at a time."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from intake.doors import read, sentence
from intake.specimens import OUTLET, TEXT, TITLE, jsonl, page, pdf, samples, warc, zipped
from onrecord.intake import Given, IntakeError, Problem, articles
from onrecord.record import Article


@dataclass(frozen=True)
class Page:
    data: bytes
    url: str
    content_type: str | None


def fetcher(data: bytes, kind: str | None, url: str = "https://ledger.example/final") -> Callable[[str], Page]:
    return lambda _: Page(data, url, kind)


def test_one_sample_of_each_kind(tmp_path: Path) -> None:
    for name, data in samples().items():
        (tmp_path / name).write_bytes(data)
    found, problems = read([tmp_path])
    assert not problems
    names = [key.removeprefix(f"{tmp_path}/") for key in found]
    assert names == [
        "atom.xml#urn:entry:1",
        "feed.xml#urn:entry:1",
        "letter.eml",
        "page.html",
        "pages.warc#https://ledger.example/1",
        "pages.warc.gz#https://ledger.example/1",
        "report.pdf",
        "a",
        "b",
        "stories.zip#story.txt",
        "stories.zip#page.html",
        "story.md",
        "story.txt",
        "story.txt.gz",
    ]
    for name, article in zip(names, found.values(), strict=True):
        assert TEXT.split("\n\n")[0] in article.text, name
        assert article.id.startswith("sha256:") and len(article.id) == 71


def test_ids_are_hashes_of_the_original_bytes(tmp_path: Path) -> None:
    packed = zipped({"story.txt": TEXT.encode()})
    for name, data in {"story.txt": TEXT.encode(), "page.html": page(), "report.pdf": pdf(), "z.zip": packed}.items():
        (tmp_path / name).write_bytes(data)
    found, _ = read([tmp_path])
    for name in ("story.txt", "page.html", "report.pdf"):
        data = (tmp_path / name).read_bytes()
        assert found[f"{tmp_path}/{name}"].id == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert found[f"{tmp_path}/z.zip#story.txt"].id == found[f"{tmp_path}/story.txt"].id


def test_the_order_is_that_of_the_inputs(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.txt"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    order = [tmp_path / "c.txt", tmp_path / "missing.txt", tmp_path / "a.txt", tmp_path / "b.txt"]
    items = list(articles([str(path) for path in order]))
    ids = [item.input_id if isinstance(item, Problem) else item[0] for item in items]
    assert ids == [str(path) for path in order]


def test_folders_are_read_through_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("z.txt", "b/2.txt", "b/10.txt", "a.txt", ".hidden.txt", ".git/config.txt", "b/.DS_Store"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT, "utf-8")
    found, problems = read([tmp_path])
    assert not problems
    assert [os.path.relpath(key, tmp_path) for key in found] == ["a.txt", "b/10.txt", "b/2.txt", "z.txt"]


def test_a_table_is_left_out_of_a_folder_and_taken_by_name(tmp_path: Path) -> None:
    """A folder of reports with a list of places in it had the list read as a report."""
    for name in ("places.csv", "deep/PLACES.CSV", "a.csv.txt", "csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT, "utf-8")
    found, problems = read([tmp_path])
    assert not problems
    assert [os.path.relpath(key, tmp_path) for key in found] == ["a.csv.txt", "csv"]
    found, problems = read([tmp_path / "places.csv"])
    assert not problems
    assert [article.text for article in found.values()] == [TEXT]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    found, problems = read([tmp_path])
    assert list(found) == [str(tmp_path / "a.txt")]
    assert [problem.input_id for problem in problems] == [str(tmp_path / "self")]


def test_what_a_browser_saves_beside_a_page_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(page())
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "other_files").mkdir()
    (tmp_path / "other_files" / "a.txt").write_text(TEXT, "utf-8")
    found, problems = read([tmp_path])
    assert not problems
    assert [os.path.relpath(key, tmp_path) for key in found] == ["other_files/a.txt", "page.html"]


@pytest.mark.parametrize(
    "name", ["story.txt", "page.html", "stories.jsonl", "pages.warc.gz", "report.pdf", "stories.zip"]
)
def test_standard_input(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe(io.RawIOBase):
        """Gives a little at a time and cannot be wound back, as a pipe."""

        def __init__(self) -> None:
            self._data = io.BytesIO(samples()[name])

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            data = self._data.read(min(len(buffer), 700))
            buffer[: len(data)] = data
            return len(data)

    class Input:
        buffer = io.BufferedReader(Pipe())  # type: ignore[type-var]

    monkeypatch.setattr(sys, "stdin", Input())
    found, problems = read(["-"])
    assert not problems
    for key, article in found.items():
        assert key.startswith("-") or key in ("a", "b")
        assert TEXT.split("\n\n")[0] in article.text


def fetched(data: bytes, kind: str) -> tuple[str, Article]:
    (item,) = articles(["https://ledger.example/1"], fetch=fetcher(data, kind))
    assert not isinstance(item, Problem)
    return item


def test_an_address_is_fetched_and_its_content_sniffed() -> None:
    key, article = fetched(page(), "application/pdf")
    assert (key, article.url, article.text) == ("https://ledger.example/1", "https://ledger.example/final", TEXT)


@pytest.mark.parametrize("charset", ["cp850", "mac-roman", "utf-8"])
def test_the_transfers_character_set_is_used(charset: str) -> None:
    text = "Die Bürgermeisterin sagte, das Gebäude sei völlig zerstört."
    assert fetched(text.encode(charset), f'text/plain; charset="{charset}"')[1].text == text


def test_an_address_that_cannot_be_fetched_is_one_problem(tmp_path: Path) -> None:
    def refuse(url: str) -> Page:
        raise IntakeError("the site says no; save the page and read the file")

    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    items = list(articles(["https://ledger.example/1", str(tmp_path / "a.txt")], fetch=refuse))
    assert items[0] == Problem("https://ledger.example/1", "the site says no; save the page and read the file.")
    assert not isinstance(items[1], Problem)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.txt", "no such file"),
        ("ftp://ledger.example/1", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("a\x00b", "cannot be opened"),
        ("/dev/null", "empty"),
        ("empty", "no reports"),
        ("x" * 5_000, "cannot be opened"),
    ],
)
def test_what_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    found, problems = read([name])
    assert not found
    assert said in sentence(problems)
    assert problems[0].input_id == name


def test_pipes_in_folders_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    found, problems = read([tmp_path])
    assert list(found) == [str(tmp_path / "a.txt")]
    assert "pipe" in sentence(problems)


def test_names_that_are_no_text(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as file:
        file.write(TEXT.encode())
    (key,) = read([tmp_path])[0]
    assert key == f"{tmp_path}/caf\ufffd.txt"
    key.encode()


def test_what_is_given_wins_and_verbatim_is_unchanged(tmp_path: Path) -> None:
    text = f"<p>{TITLE}\r\n\r\nBy Mira Tolan\r\n\r\n{TEXT}\r\n\r\nFollow us on Chirper\r\n"
    path = tmp_path / "story.txt"
    path.write_bytes(text.encode())
    (article,) = read([path], verbatim=True, published="2031-03-04", url="https://a.example", language="en")[0].values()
    assert article.text == text
    assert (article.published, article.url, article.language) == ("2031-03-04", "https://a.example", "en")


@pytest.mark.parametrize(
    "text",
    [
        "<html><body>no page</body></html>",
        "From: a@b.example\nMessage-ID: <1>\nReceived: x\nSubject: y\n\nz",
        '{"text": "x"}\n',
        "# x\n[a](http://b)",
    ],
)
def test_verbatim_text_files_are_text_whatever_they_resemble(tmp_path: Path, text: str) -> None:
    path = tmp_path / "story.txt"
    path.write_text(text, "utf-8")
    (article,) = read([path], verbatim=True)[0].values()
    assert article.text == text


def test_packed_files_are_known_by_what_is_in_them(tmp_path: Path) -> None:
    path = tmp_path / "page.bin"
    path.write_bytes(gzip.compress(gzip.compress(page())))
    (article,) = read([path])[0].values()
    assert (article.title, article.outlet) == (TITLE, OUTLET)


def test_a_thousand_files_do_not_grow_memory(tmp_path: Path) -> None:
    import tracemalloc

    for n in range(1_000):
        (tmp_path / f"{n}.txt").write_text(f"Story number {n}.\n\n" + "It went on and on.\n\n" * 20)
    sizes: list[int] = []
    stream = articles([str(tmp_path)], given=Given(input_id="-"))
    tracemalloc.start()
    try:
        for n, item in enumerate(stream):
            assert not isinstance(item, Problem)
            if n in (100, 999):
                sizes.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert sizes[1] - sizes[0] < 1_000_000


def test_a_stream_is_read_as_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "stories.jsonl"
    path.write_bytes(jsonl(*({"id": str(n), "text": TEXT} for n in range(50_000))))
    stream = articles([str(path)])
    assert next(stream)[0] == "0"  # type: ignore[index]
    stream.close()  # type: ignore[attr-defined]


def test_the_archives_in_a_wacz_without_its_indexes(tmp_path: Path) -> None:
    path = tmp_path / "crawl.wacz"
    files = {
        "archive/data.warc.gz": warc([("https://ledger.example/1", "text/html", page())], packed=True),
        "datapackage.json": b'{"profile": "data-package", "resources": []}',
        "indexes/index.cdx": b"example,ledger)/1 20310304101500 {}",
        "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n{"url": "https://ledger.example/1", "text": "Shells"}',
    }
    path.write_bytes(zipped(files))
    found, problems = read([path])
    assert not problems
    assert list(found) == [f"{path}#archive/data.warc.gz#https://ledger.example/1"]


def test_an_archive_in_an_archive(tmp_path: Path) -> None:
    inner = zipped({"pages.warc": warc([("https://ledger.example/1", "text/html", page())])})
    path = tmp_path / "a.zip"
    path.write_bytes(
        zipped({"inner.zip": inner, "__MACOSX/._x": b"junk", ".hidden": b"x", "dir/story.txt": TEXT.encode()})
    )
    found, problems = read([path])
    assert not problems
    assert list(found) == [f"{path}#inner.zip#pages.warc#https://ledger.example/1", f"{path}#dir/story.txt"]
