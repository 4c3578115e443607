"""Web archives (WARC): the pages, texts and PDFs that were captured, read as a stream."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from onrecord.intake import packed, parts
from onrecord.intake.given import Given
from onrecord.intake.item import MAX_INPUT, Item, megabytes, problem
from onrecord.intake.problem import Problem
from onrecord.record import Sentence

CHUNK = 64 << 10

KEPT = 1 << 20
"""Bytes of the stream that are kept to look for the next record in when one is damaged."""

MAX_HEADER = 64 << 10
"""Bytes of one record's header; real ones have under 2 KiB."""

CUT = Sentence("the archive ends in the middle of a record, so it was cut off; download it again")

_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_NEXT = re.compile(rb"\nWARC/[012]\.\d+\r?\n")
_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")


class _Tape:
    """A stream, after the bytes ``head``, that remembers what was lately read from it."""

    def __init__(self, stream: BinaryIO, head: bytes = b"") -> None:
        self._stream = stream
        self._head = io.BytesIO(head)
        self._kept = bytearray()
        self._base = 0

    def read(self, size: int = -1) -> bytes:
        size = CHUNK if size < 0 else min(size, CHUNK)
        data = self._head.read(size) or self._stream.read(size) or b""
        self._kept += data
        if len(self._kept) > 2 * KEPT:
            self.forget(self._base + len(self._kept) - KEPT)
        return data

    def tell(self) -> int:
        """How far the stream was read, in bytes."""
        return self._base + len(self._kept)

    def forget(self, position: int) -> None:
        """Keep nothing that stands before ``position``."""
        cut = min(max(0, position - self._base), len(self._kept))
        del self._kept[:cut]
        self._base += cut

    @property
    def ended(self) -> bool:
        """Whether what was read last is the end of a record."""
        return self._kept.endswith((b"\r\n\r\n", b"\n\n"))

    def from_next_record(self, position: int) -> _Tape | None:
        """The stream from the first record that begins after ``position``, or None where none does."""
        self.forget(position)
        while not (found := _NEXT.search(self._kept)):
            if not self.read(CHUNK):
                return None
        return _Tape(self._stream, bytes(self._kept[found.start() + 1 :]) + self._head.read())


def articles(stream: BinaryIO, *, given: Given, depth: int = 0, whole: bool = True) -> Iterator[Item]:
    """The articles of every page, text and PDF that was captured with status 200, as parts ``PATH#URI``.

    Other records (requests, DNS, robots.txt, pictures, redirects) are passed over. The day of capture is not the
    day of publication and is not used. A damaged record is a problem; those after it are still read. ``whole`` is
    False where the caller itself tells that the stream was cut off.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    rest: _Tape | None = _Tape(stream)
    seen = told = False
    while rest is not None:
        tape: Any = rest  # all that fastwarc asks of a stream is read() and tell()
        rest = None
        last, damaged = 0, False
        records = iter(ArchiveIterator(tape, wanted, parse_http=False, max_header_len=MAX_HEADER, stream_detect=False))
        while True:
            try:
                record = next(records)
                tape.forget(record.stream_pos)
                last = record.stream_pos
                seen, told = True, False
                damaged = False
                for item in _record(record, given=given, depth=depth):
                    damaged = isinstance(item, Problem)
                    yield item
            except StopIteration:
                if whole and not damaged and not tape.ended:
                    yield problem(given.input_id, CUT)
                break
            except (OSError, ValueError) as error:
                if not told:  # what lies between two readable records is told once
                    yield problem(
                        given.input_id,
                        "a record of the archive is damaged ({error}); the rest is read; download it again",
                        error=_why(error),
                    )
                told = True
                rest = tape.from_next_record(last + 8)
                break
    if not seen:
        yield problem(given.input_id, "the archive has no captured pages in it; give one that has")


def _record(record: Any, *, given: Given, depth: int) -> Iterator[Item]:
    uri = (record.headers.get("WARC-Target-URI") or "").strip("<> \t")
    declared = (record.headers.get("Content-Type") or "").lower()
    is_http = "application/http" in declared
    if not uri.lower().startswith(("http://", "https://")) or uri.partition("?")[0].endswith("/robots.txt"):
        return
    if not is_http and not declared.startswith(_TYPES):
        return
    name = uri.partition("#")[0].partition("?")[0].rpartition("/")[2] or None
    part = replace(parts.part_of(given, uri), name=name, url=uri)
    if record.content_length > MAX_INPUT:
        if not is_http or _is_page(record):
            yield problem(
                part.input_id,
                "the record is larger than {most}, the most that is read as one report",
                most=megabytes(MAX_INPUT),
            )
        return
    length = record.content_length
    digest_said = record.headers.get("WARC-Block-Digest")
    sound = record.verify_block_digest() if digest_said else True
    charset: str | None = None
    if is_http:
        if not _is_page(record):
            return
        charset = record.http_charset
        length = record.content_length  # now without the answer's head
    data = record.reader.read(MAX_INPUT + 1)
    if len(data) < length:
        # Half a page would be a version of its report in which figures and statements are gone.
        yield problem(part.input_id, CUT)
        return
    whole = len(data) <= MAX_INPUT
    try:
        if is_http:
            data = _sent(data, record)
    except packed.TooLarge:
        whole = False
    except (packed.UnknownPacking, zlib.error) as error:
        yield problem(
            part.input_id,
            "a record of the archive is damaged ({error}); the rest is read; download it again",
            error=_why(error),
        )
        return
    if not whole:
        yield problem(
            part.input_id,
            "the page unpacks to more than {most}, the most that is read as one report",
            most=megabytes(MAX_INPUT),
        )
    elif not sound:
        yield problem(
            part.input_id,
            "the record is damaged (its {length:,} bytes do not match its digest); download the archive again",
            length=length,
        )
    else:
        yield from parts.articles(data, given=part, charset=charset, depth=depth + 1)


def _is_page(record: Any) -> bool:
    """Whether an HTTP record is a page that was found; reads its HTTP header."""
    # fastwarc's own decoding loses the rest of the archive after a page that was sent packed and in chunks.
    record.parse_http(auto_decode="none")
    if record.http_headers is None or record.http_headers.status_code != 200:
        return False
    kind = record.http_content_type
    return kind is None or kind.lower().startswith(_TYPES)


def _sent(data: bytes, record: Any) -> bytes:
    """The page in ``data``, what was sent: chunks joined, and unpacked.

    Crawlers keep the answer's head and store the page as it was before: what is no chunk, or not packed, is taken as
    it stands. Raises :class:`packed.TooLarge`, :class:`packed.UnknownPacking` and :class:`zlib.error`.
    """
    fields = record.http_headers
    if "chunked" in (fields.get("Transfer-Encoding") or "").lower():
        data = _joined(data)
    for packing in reversed((fields.get("Content-Encoding") or "").lower().split(",")):
        data = _unpacked(data, packing.strip())
    return data


def _joined(data: bytes) -> bytes:
    """The chunks of ``data`` as one; ``data`` itself where it does not begin with one. The last may be cut off."""
    pieces: list[bytes] = []
    at = 0
    while found := _CHUNK.match(data, at):
        size = int(found[1], 16)
        if not size:
            break
        pieces.append(data[found.end() : found.end() + size])
        at = found.end() + size
        at += 2 if data[at : at + 2] == b"\r\n" else 1
    return b"".join(pieces) if pieces or found else data


def _unpacked(data: bytes, packing: str) -> bytes:
    if packing in ("gzip", "x-gzip"):
        if not data.startswith(b"\x1f\x8b"):
            return data
    elif packing == "deflate":
        try:
            return packed.body([data], {"content-encoding": packing}, MAX_INPUT)
        except zlib.error:  # many servers send it without the header that it should have
            unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                plain = unpacker.decompress(data, MAX_INPUT + 1)
            except zlib.error:
                return data
            if len(plain) > MAX_INPUT:
                raise packed.TooLarge from None
            return plain
    elif packing == "br":
        import brotli

        unpacker = brotli.Decompressor()
        try:
            plain = b"".join(packed.limited(_brotli(unpacker, data), MAX_INPUT))
        except brotli.error:
            return data
        if not unpacker.is_finished():
            raise zlib.error("the packed page is cut off")
        return plain
    return packed.body([data], {"content-encoding": packing}, MAX_INPUT)


def _brotli(unpacker: Any, data: bytes) -> Iterator[bytes]:
    yield unpacker.process(data, output_buffer_limit=CHUNK)
    while not unpacker.is_finished() and (more := unpacker.process(b"", output_buffer_limit=CHUNK)):
        yield more


def _why(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")[:100].lower() or type(error).__name__
