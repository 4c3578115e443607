"""What a server sends: unpacked, and never beyond a limit, neither as sent nor as unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping

STEP = 1 << 16  # bytes unpacked at a time, so that a bomb goes off in small steps
PACKINGS = ("gzip", "x-gzip", "deflate")


class TooLarge(Exception):
    """More bytes came than the limit."""


class UnknownPacking(Exception):
    """It is packed in a way that was not asked for; the text is the way, in few words."""


def body(pieces: Iterable[bytes], fields: Mapping[str, str], limit: int) -> bytes:
    """All of ``pieces``, unpacked as ``fields`` (of the answer's head, by lower-case name) say.

    Raises :class:`TooLarge` beyond ``limit`` bytes, :class:`UnknownPacking`, and :class:`zlib.error` where what is
    packed breaks off.
    """
    packing = fields.get("content-encoding", "").strip().lower() or "identity"
    if packing == "identity":
        return b"".join(limited(pieces, limit))
    if packing not in PACKINGS:
        raise UnknownPacking(brief(packing))
    return b"".join(limited(unpacked(limited(pieces, limit)), limit))


def limited(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """``pieces``; raises :class:`TooLarge` when more than ``limit`` bytes came."""
    came = 0
    for piece in pieces:
        came += len(piece)
        if came > limit:
            raise TooLarge
        yield piece


def unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What gzip or deflate holds, at most ``STEP`` bytes at a time; raises :class:`zlib.error` where it is cut off."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)  # either header
    for piece in pieces:
        while piece:
            if unpacker.eof:  # gzip may have several members; what follows the last is refused, not dropped
                unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
            yield unpacker.decompress(piece, STEP)
            piece = unpacker.unconsumed_tail or unpacker.unused_data
    while more := unpacker.decompress(b"", STEP):
        yield more
    if not unpacker.eof:
        raise zlib.error("the packed page is cut off")


def brief(said: object) -> str:
    """An error or a header in a few words, on one line."""
    return " ".join(str(said).split())[:120] or type(said).__name__
