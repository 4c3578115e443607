"""Damaged samples of every kind: whatever comes, only articles and problems come out, soon.

The same inputs each time. ``ONRECORD_FUZZ_SEED`` makes others, ``ONRECORD_FUZZ_SECONDS`` more of them; a failing input
is kept in the test's folder, named in the failure.
"""

from __future__ import annotations

import gzip
import os
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from intake.specimens import letter, samples, zipped
from onrecord.intake import Problem, articles
from onrecord.record import Article

SECONDS = float(os.environ.get("ONRECORD_FUZZ_SECONDS", "0"))
SEED = int(os.environ.get("ONRECORD_FUZZ_SEED", "1"))
ROUNDS = 250  # at least

SLOWEST = 20.0
"""Seconds of processor time for one damaged sample of a few kilobytes; whole ones take under half a second."""

PIECES = (
    *(b"<", b">", b'"', b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\r\n\r\n", b"99999999999", b"-1"),
    *(b"&#xD800;", b"<!--", b"<![CDATA[", b"]]>", b"--", b"=?utf-8?B?", b"WARC/1.0\r\n", b"%PDF-", b"stream\n"),
    *(b"PK\x03\x04", b"\x1f\x8b"),
)


def flipped(data: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 4, 40))):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def cut(data: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
    a, b = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return rng.choice((data[:a], data[a:], data[:a] + data[b:]))


def repeated(data: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
    a, b = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return data[:a] + data[a:b][:200] * rng.choice((2, 50, 500)) + data[b:]


def filled(data: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(PIECES) * rng.choice((1, 1, 3, 300)) + data[at:]


def spliced(data: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
    other = rng.choice(others)
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other)) :]


def packed(data: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
    if rng.random() < 0.4:
        return gzip.compress(data)
    if rng.random() < 0.5:
        return zipped({"a.bin": data, "b.txt": rng.choice(others)})
    message = letter("The file is attached.")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename="a.bin")
    return message.as_bytes()


DAMAGES: tuple[Callable[[bytes, random.Random, Sequence[bytes]], bytes], ...] = (
    flipped,
    cut,
    repeated,
    filled,
    spliced,
    packed,
)


def damaged(rng: random.Random) -> tuple[str, bytes]:
    names = sorted(samples())
    name = rng.choice(names)
    data = samples()[name]
    for _ in range(rng.randint(1, 4)):
        data = rng.choice(DAMAGES)(data, rng, [samples()[other] for other in names]) or b"x"
    return rng.choice((name, rng.choice(names), "input")), data


def test_only_articles_and_problems_come_out(tmp_path: Path) -> None:
    print(f"seed {SEED}, {SECONDS:g} seconds")
    rng = random.Random(SEED)
    ends = time.monotonic() + SECONDS
    rounds = found = 0
    while time.monotonic() < ends or rounds < ROUNDS:
        rounds += 1
        name, data = damaged(rng)
        path = tmp_path / name
        path.write_bytes(data)
        where = f"seed {SEED}, round {rounds}, {path}"
        started = time.process_time()
        items = list(articles([str(path)]))
        assert time.process_time() - started < SLOWEST, f"slow: {where}"
        for item in items:
            if isinstance(item, Problem):
                assert item.sentence.endswith(".") and "\n" not in item.sentence, where
                assert len(item.sentence) < 600, where
            else:
                found += 1
                assert isinstance(item[0], str) and isinstance(item[1], Article), where
                assert msgspec.json.decode(msgspec.json.encode(item[1]), type=Article) == item[1], where
        path.unlink()
    print(f"{rounds} inputs, {found} articles")
    assert found > 0
