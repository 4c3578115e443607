"""Feed intake with damaged reports for a while: whatever comes, it answers with articles or with one sentence.

    python tools/fuzz.py [--seconds 60 | --inputs N] [--seed N] [--keep build/fuzz]

Starts from the samples, damages them in ways that files are damaged and in ways that only an attacker would think
of, and reads each in this process. Fails at the first input that raises, takes longer than ``SLOWEST`` or yields an
article that breaks a promise; that input is kept. The seed is printed, and the same seed makes the same inputs: so
many of one seed (``--inputs``) end alike on every machine, however fast it is.
"""

from __future__ import annotations

import argparse
import gzip
import random
import resource
import signal
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from onrecord.intake import Given, Problem, articles
from onrecord.record import Article

SAMPLES = Path(__file__).parents[1] / "samples"
SLOWEST = 20  # seconds of processor time for one damaged sample; whole ones take a tenth of a second
MEMORY = 4 << 30  # bytes of address space: enough for every library, too little for a bomb that goes off
TOKENS = [
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\r",
    b"\x0c",
    b"\x1b[2J",
    b"\xe2\x80\xae",
    b"\xe2\x80\x9c",
    b"<div>" * 300,
    b"</p>",
    b"<![CDATA[",
    b"&#x110000;",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>&a;",
    b"]]>",
    b"--parts-of-118\n",
    b"Content-Type: message/rfc822\n\n",
    b"Content-Transfer-Encoding: base64\n\n",
    b"Content-Length: 99999999999\r\n",
    b"WARC/1.0\r\n",
    b"\r\n\r\n",
    b'{"id": 1}\n',
    b'{"text": "a", "published": 7}\n',
    b"[" * 2000,
    b"%PDF-1.7\n",
    b"startxref\n-1\n",
    b"PK\x03\x04",
    b"\x1f\x8b\x08\x00",
    b"Region: ",
    b"By ",
    b"*" * 500,
    b"> " * 400,
    b'"' * 99,
    b"(((((((((((((((((((((((((((((",
]

Damage = Callable[[bytes, random.Random, list[bytes]], bytes]


def cut(data: bytes, rng: random.Random, _: list[bytes]) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def flip(data: bytes, rng: random.Random, _: list[bytes]) -> bytes:
    out = bytearray(data)
    for _n in range(rng.randrange(1, 30)):
        if out:
            out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def insert(data: bytes, rng: random.Random, _: list[bytes]) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(TOKENS) * rng.choice([1, 1, 1, 2, 50]) + data[at:]


def repeat(data: bytes, rng: random.Random, _: list[bytes]) -> bytes:
    start = rng.randrange(len(data) + 1)
    end = min(len(data), start + rng.choice([1, 10, 100, 1000]))
    return data[:end] + data[start:end] * rng.choice([1, 10, 300]) + data[end:]


def splice(data: bytes, rng: random.Random, others: list[bytes]) -> bytes:
    other = rng.choice(others)
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]


def pack(data: bytes, rng: random.Random, _: list[bytes]) -> bytes:
    return gzip.compress(data, rng.choice([1, 9]), mtime=0)


def unpack(data: bytes, _rng: random.Random, _: list[bytes]) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return data


def recode(data: bytes, rng: random.Random, _: list[bytes]) -> bytes:
    return data.decode("utf-8", "replace").encode(rng.choice(["utf-16", "cp1252", "koi8-r", "shift_jis"]), "replace")


KINDS: list[Damage] = [cut, flip, flip, insert, insert, insert, repeat, splice, pack, unpack, recode]


def promises(article: Article) -> None:
    """What holds for every article, whatever it was cut from."""
    msgspec.json.encode(article)  # fails on half a character, which no text of ours holds
    assert article.id.startswith("sha256:")
    end = 0
    for start, original, length in article.slices or ():
        assert end <= start and original >= 0 and start + length <= len(article.text), article.slices
        end = start + length


def main() -> None:
    """Run until the time is up or something gives way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--inputs", type=int, help="so many, however long they take")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    rng = random.Random(options.seed)
    whole = [path.read_bytes() for path in sorted(SAMPLES.iterdir())]
    names = ["a.txt", "a.html", "a.eml", "a.pdf", "a.warc.gz", "a.xml", "a.jsonl", "a", "a.md", "a.zip"]
    end, done, read, slowest = time.monotonic() + options.seconds, 0, 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        while done < options.inputs if options.inputs else time.monotonic() < end:
            data = rng.choice(whole)
            for _ in range(rng.randrange(1, 5)):
                data = rng.choice(KINDS)(data, rng, whole)[: 4 << 20]
            path = Path(folder) / rng.choice(names)
            path.write_bytes(data)
            verbatim = rng.random() < 0.2
            signal.setitimer(signal.ITIMER_PROF, 2 * SLOWEST)
            begun = time.process_time()
            try:
                for item in articles([str(path)], given=Given(input_id="-", verbatim=verbatim)):
                    if isinstance(item, Problem):
                        assert item.sentence.strip() and "\n" not in item.sentence, item
                    else:
                        promises(item[1])
                        read += 1
                took = time.process_time() - begun
                assert took < SLOWEST, f"{took:.0f} seconds for {len(data)} bytes"
                slowest = max(slowest, took)
            except BaseException as fault:
                options.keep.mkdir(parents=True, exist_ok=True)
                kept = options.keep / f"{options.seed}-{done}-{path.name}"
                kept.write_bytes(data)
                print(f"seed {options.seed}, input {done}: {type(fault).__name__}: {fault}\nkept as {kept}", flush=True)
                raise
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            path.unlink()
            done += 1
    print(f"{done} damaged inputs, {read} articles, slowest {slowest:.2f} s, seed {options.seed}: nothing gave way.")


def _too_slow(*_: object) -> None:
    raise TimeoutError(f"longer than {2 * SLOWEST} seconds")


if __name__ == "__main__":
    signal.signal(signal.SIGPROF, _too_slow)
    main()
