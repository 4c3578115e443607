"""Input that is broken or meant to break the reader: one clear sentence, in bounded time and memory."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import textwrap
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from intake.doors import read, sentence
from intake.specimens import STORY, TEXT, letter, page, pdf, warc, zipped
from onrecord.intake.item import MAX_INPUT

BOUNDED = textwrap.dedent(
    """
    import resource, sys
    limit, seconds = int(sys.argv[1]) << 20, int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    from onrecord.intake import Problem, articles
    for item in articles(sys.argv[3:]):
        print("PROBLEM " + item.sentence if isinstance(item, Problem) else f"ARTICLE {len(item[1].text)}")
    # Not getrusage: its peak is inherited from the process that started this one.
    print("PEAK", next(int(line.split()[1]) for line in open("/proc/self/status") if "VmHWM" in line) // 1024)
    """
)


@pytest.fixture(autouse=True)
def _linux_only(request: pytest.FixtureRequest) -> None:
    if "bounded" in request.function.__code__.co_names and not os.path.exists("/proc/self/status"):
        pytest.skip("the peak of memory is read from /proc")


def bounded(*paths: Path, megabytes: int = 1_500, seconds: int = 60) -> tuple[list[str], int]:
    """The lines for ``paths`` and the peak in MiB, read by a process of its own with a limit on memory and time."""
    run = subprocess.run(
        [sys.executable, "-c", BOUNDED, str(megabytes), str(seconds), *map(str, paths)],
        capture_output=True,
        encoding="utf-8",
        timeout=20 * seconds,  # the limit is on its own time; a busy machine may give it little of that
        # Each thread of numpy's takes from the memory that the process may have, and there are as many as cores.
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONUTF8": "1",
        },
    )
    assert run.returncode == 0, run.stderr[-2_000:]
    *lines, peak = run.stdout.splitlines()
    return lines, int(peak.removeprefix("PEAK "))


def layered(data: bytes, layers: int) -> bytes:
    for _ in range(layers):
        data = gzip.compress(data)
    return data


def zipped_bomb() -> bytes:
    return zipped({f"{n}.txt": b"a" * (8 << 20) for n in range(4)})


def zip_that_lies() -> bytes:
    """A zip whose list says ten bytes where there are eight million."""
    data = bytearray(zipped({"a.txt": b"a" * (8 << 20)}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    data[22:26] = (10).to_bytes(4, "little")
    return bytes(data)


def zip_with_password() -> bytes:
    data = bytearray(zipped({"a.txt": TEXT.encode()}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark)
        data[at + offset] |= 1
    return bytes(data)


def nested_zips(levels: int) -> bytes:
    data = zipped({"story.txt": TEXT.encode()})
    for _ in range(levels):
        data = zipped({"inner.zip": data})
    return data


CASES: list[tuple[str, Callable[[], bytes], str]] = [
    ("empty.txt", lambda: b"", "empty"),
    ("blank.html", lambda: b" \n\t ", "empty"),
    ("nul.txt", lambda: b"\x00" * 100_000, "empty"),
    ("binary.txt", lambda: bytes(range(256)) * 400, "not text"),
    ("photo.txt", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "a PNG picture"),
    ("program.txt", lambda: b"\x7fELF" + bytes(range(256)) * 9, "a program"),
    ("old.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 9, "old Office document"),
    ("new.docx", lambda: zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "Office document"),
    ("book.epub", lambda: zipped({"mimetype": b"application/epub+zip"}), "e-book"),
    ("cut.pdf", lambda: pdf()[:1500], "cut off"),
    ("locked.pdf", lambda: pdf(password="x"), "password"),
    ("cut.txt.gz", lambda: gzip.compress(TEXT.encode())[:-20], "cut off"),
    ("bad.txt.gz", lambda: gzip.compress(TEXT.encode())[:60] + b"\xff" * 60, "damaged"),
    ("wrong.gz", lambda: gzip.compress(TEXT.encode())[:-8] + b"\x00" * 8, "damaged"),
    ("bomb.gz", lambda: gzip.compress(b"a" * (96 << 20)), "more than 200 times"),
    ("bombs.gz", lambda: layered(b"a" * (96 << 20), 2), "more than 200 times"),
    ("layers.gz", lambda: layered(TEXT.encode(), 12), "packed inside more than"),
    ("cut.zip", lambda: zipped({"a.txt": Random(5).randbytes(5000)})[:-30], "damaged or cut off"),
    ("none.zip", lambda: zipped({}), "no files"),
    ("lies.zip", zip_that_lies, "damaged"),
    ("locked.zip", zip_with_password, "password"),
    ("nested.zip", lambda: nested_zips(9), "packed inside more than"),
    ("list.zip", lambda: b"PK\x03\x04" + b"PK\x05\x06" + b"\xff" * 18, "too large"),
    ("broken.jsonl", lambda: b'{"id": "x", "text": \n', "line 1"),
    ("empty.warc", lambda: b"WARC/1.0\r\n\r\n", "no captured pages"),
    ("empty.xml", lambda: b"<rss><channel></channel></rss>", "no entries"),
    ("scripts.html", lambda: b"<html><body><script>draw()</script></body></html>", "no words"),
    ("empty.eml", lambda: letter(" ").as_bytes(), "no words"),
]


@pytest.mark.parametrize(("name", "data", "said"), CASES, ids=[case[0] for case in CASES])
def test_one_sentence_and_the_others_are_read(tmp_path: Path, name: str, data: Callable[[], bytes], said: str) -> None:
    (tmp_path / "0.txt").write_text(TEXT, "utf-8")
    (tmp_path / name).write_bytes(data())
    (tmp_path / "z.html").write_bytes(page())
    started = time.process_time()
    found, problems = read([tmp_path / "0.txt", tmp_path / name, tmp_path / "z.html"])
    assert time.process_time() - started < 10
    assert list(found) == [str(tmp_path / "0.txt"), str(tmp_path / "z.html")]
    assert said in sentence(problems)
    assert problems[0].input_id.startswith(str(tmp_path / name))


def test_each_file_of_a_bomb_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped_bomb())
    found, problems = read([tmp_path / "a.zip"])
    assert not found
    assert len(problems) == 4
    assert all("more than 200 times" in problem.sentence for problem in problems)


def test_a_zip_that_unpacks_to_itself(tmp_path: Path) -> None:
    """What a quine does: every level holds another, so that a reader without a limit never ends."""
    (tmp_path / "a.zip").write_bytes(nested_zips(200))
    started = time.process_time()
    _, problems = read([tmp_path / "a.zip"])
    assert "packed inside more than" in sentence(problems)
    assert time.process_time() - started < 5


def test_files_in_a_zip_that_overlap(tmp_path: Path) -> None:
    """Many names for one packed block: it may be refused or read, but not multiplied without end."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0.txt", Random(6).randbytes(1 << 20).hex())  # unlike itself, and the same each time
    data = out.getvalue()
    at, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entry = data[at:end]
    entries = b"".join(entry.replace(b"0.txt", b"%05d" % n) for n in range(3_000))
    tail = bytearray(data[end:])
    tail[8:10] = tail[10:12] = (3_000).to_bytes(2, "little")
    tail[12:16] = len(entries).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(data[:at] + entries + bytes(tail))
    started = time.process_time()
    _, problems = read([tmp_path / "a.zip"])
    assert problems
    assert time.process_time() - started < 20


def test_two_hundred_megabytes_of_text(tmp_path: Path) -> None:
    path, good = tmp_path / "huge.txt", tmp_path / "z.txt"
    line = (STORY[0] + "\n\n").encode()
    with path.open("wb") as file:
        for _ in range((200 << 20) // len(line) // 1000):
            file.write(line * 1000)
    good.write_text(TEXT, "utf-8")
    lines, peak = bounded(path, good, megabytes=1_000, seconds=20)
    assert lines[0].startswith(f"PROBLEM it is larger than {MAX_INPUT >> 20} MiB")
    assert lines[1] == f"ARTICLE {len(TEXT)}"
    assert peak < 150


@pytest.mark.parametrize(
    ("name", "packer"),
    [("huge.txt.gz", lambda data: gzip.compress(data, 1)), ("huge.zip", lambda data: zipped({"huge.txt": data}))],
)
def test_text_that_is_too_large_once_unpacked(tmp_path: Path, name: str, packer: Callable[[bytes], bytes]) -> None:
    path = tmp_path / name
    words = b" ".join(b"%x" % zlib.crc32(b"%d" % n) for n in range(100_000))
    path.write_bytes(packer(words * (MAX_INPUT // len(words) + 2)))
    lines, peak = bounded(path, seconds=40)
    assert len(lines) == 1 and "64 MiB" in lines[0], lines
    assert peak < 400


def test_a_bomb_in_a_stream_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": "a", "text": "' + b"a" * (300 << 20) + b'"}\n'))
    lines, peak = bounded(path, seconds=40)
    assert lines and all(line.startswith("PROBLEM") for line in lines)
    assert peak < 500


def test_fifty_megabytes_of_markup(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td class='c{n}'>{n}</td><td><a href='/{n}'>row</a></td></tr>" for n in range(1000))
    path = tmp_path / "page.html"
    path.write_bytes(page(after=f"<table>{rows * 800}</table>"))
    assert path.stat().st_size > 40 << 20
    lines, peak = bounded(path, seconds=60)
    assert len(lines) == 1
    assert peak < 900


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body>" + b"<div>" * 100_000 + TEXT.encode() + b"</div>" * 100_000,
        b"<html><body>" + b"<b>" * 100_000 + TEXT.encode(),
        b"<html><body>" + b"<table><tr><td>" * 100_000 + TEXT.encode(),
        b"<html><body>" + b"<!--" * 500_000 + TEXT.encode(),
        b"<html><body>" + b"<script>" * 300_000 + TEXT.encode(),
        b"<html><body>" + b"<" * 2_000_000 + TEXT.encode(),
        b"<html><body>" + b"<a href='" * 300_000 + TEXT.encode(),
        b"<html><body " + b"a=1 " * 300_000 + b">" + TEXT.encode(),
        b"<html><body " + b"".join(b"a%d=1 " % n for n in range(200_000)) + b">" + TEXT.encode(),
        b"<html><body>" + b"&amp" * 500_000 + TEXT.encode(),
        b"<html><body><p>" + b"a" * 3_000_000 + b"</p>" + TEXT.encode(),
        b"<html><body>" + b"<p>By A B</p>" * 100_000 + TEXT.encode(),
        b"<html><script type='application/ld+json'>" + b'{"@graph":[' * 50_000 + b"</script><body>" + TEXT.encode(),
        b"<html><head>" + b"<meta name=author content='A B'>" * 100_000 + b"</head><body>" + TEXT.encode(),
    ],
    ids=range(14),
)  # fmt: skip
def test_markup_that_is_meant_to_hurt(tmp_path: Path, data: bytes) -> None:
    path, good = tmp_path / "page.html", tmp_path / "z.txt"
    path.write_bytes(data)
    good.write_text(TEXT, "utf-8")
    lines, peak = bounded(path, good, seconds=60)
    assert len(lines) == 2
    assert lines[1] == f"ARTICLE {len(TEXT)}"
    assert peak < 900


@pytest.mark.parametrize(
    "data",
    [
        b"From: a\n" * 200_000,
        b"MIME-Version: 1.0\nFrom: a@b.example\nSubject: " + b"=?utf-8?B?" * 200_000 + b"\n\nwords",
        b"MIME-Version: 1.0\nFrom: " + b"(" * 200_000 + b"\nSubject: x\n\nwords of a letter",
        b"<?xml version='1.0'?><rss><channel>" + b"<item>" * 30_000,
        b"<rss><channel><item><description>" + b"<div>" * 200_000 + b"</description></item></channel></rss>",
        b'{"text": ' + b"[" * 2_000_000,
        b"WARC/1.0\r\n" + b"A: b\r\n" * 500_000,
        b"%PDF-1.4\n" + b"1 0 obj << /A " * 200_000 + b"\n%%EOF",
        b"---\n" + b"a: b\n" * 500_000,
        b"[" * 200_000 + b"](http://a)",
    ],
    ids=range(10),
)
def test_other_kinds_that_are_meant_to_hurt(tmp_path: Path, data: bytes) -> None:
    path, good = tmp_path / "input", tmp_path / "z.txt"
    path.write_bytes(data)
    good.write_text(TEXT, "utf-8")
    lines, peak = bounded(path, good, seconds=60)
    assert lines[-1] == f"ARTICLE {len(TEXT)}"
    assert len(lines) >= 2
    assert peak < 900


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Dust\x00 rose.", "Dust  rose."),
        ("He said \u202eesrever\u202c twice.", "He said \u202eesrever\u202c twice."),
        ("مدينة \u200fأورفالي\u200f: قال المحافظ.", "مدينة \u200fأورفالي\u200f: قال المحافظ."),
    ],
)
def test_odd_characters_are_kept_or_become_blanks(tmp_path: Path, text: str, kept: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    (article,) = read([path])[0].values()
    assert article.text == kept


def test_encodings_mixed_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"{TEXT}\n\nDie Straße, sagte er.\n\n".encode() * 4 + "Die Brücke, sagte sie.".encode("cp1252"))
    (article,) = read([path])[0].values()
    assert "Die Straße, sagte er." in article.text
    assert "Br\ufffdcke" in article.text
    article.text.encode()


def test_a_letter_that_attaches_itself_without_end(tmp_path: Path) -> None:
    message = letter("See the letter that is attached to this one, please.")
    for _ in range(12):
        outer = letter("See the letter that is attached to this one, please.")
        outer.add_attachment(message)
        message = outer
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    found, problems = read([tmp_path / "a.eml"])
    assert 1 <= len(found) <= 5
    assert "packed inside more than" in sentence(problems)


def test_a_letter_with_ten_thousand_parts(tmp_path: Path) -> None:
    parts = b"".join(
        b"--x\r\nContent-Disposition: attachment; filename=%d.txt\r\n\r\nwords %d\r\n" % (n, n) for n in range(10_000)
    )
    head = b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    (tmp_path / "a.eml").write_bytes(head + parts + b"--x--\r\n")
    found, problems = read([tmp_path / "a.eml"])
    assert len(found) == 200
    assert "9,800 more parts" in sentence(problems)


def test_an_archive_that_says_it_is_endless(tmp_path: Path) -> None:
    data = warc([("https://ledger.example/1", "text/html", page())])
    at = data.rindex(b"Content-Length: ")
    end = data.index(b"\r\n", at)
    (tmp_path / "a.warc").write_bytes(data[:at] + b"Content-Length: 99999999999999" + data[end:])
    lines, peak = bounded(tmp_path / "a.warc", seconds=20)
    assert lines[0].startswith("ARTICLE")
    assert peak < 300
