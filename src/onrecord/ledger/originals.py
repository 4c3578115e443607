"""Originals: the bytes of reports as they came in, under their SHA-256, never changed."""

from __future__ import annotations

import hashlib
import zlib

from onrecord.ledger.errors import LedgerError
from onrecord.ledger.models import Original

# zlib's own default; pages shrink to a quarter, and a higher level costs twice the time for a hundredth more.
_LEVEL = 6


def keep(using: str, id: str, data: bytes) -> None:
    """Keep ``data`` under ``id``, which must be ``sha256:`` and its hash; nothing is done where it is there already."""
    if id != digest(data):
        raise LedgerError("The bytes given for {id} are others; read the report again and add it.", id=id)
    if not Original.objects.using(using).filter(id=id).exists():
        Original(id=id, size=len(data), body=zlib.compress(data, _LEVEL)).save(using=using, force_insert=True)


def original(using: str, id: str) -> bytes:
    """The bytes under ``id``; raises :class:`LedgerError` where there are none, or they are damaged."""
    found = Original.objects.using(using).filter(id=id).first()
    if found is None:
        raise LedgerError("The ledger has no original {id}; `onrecord search` finds reports and their ids.", id=id)
    data = unpacked(found)
    if data is None or digest(data) != id:
        raise LedgerError("The original {id} is damaged; restore the ledger from a backup.", id=id)
    return data


def unpacked(found: Original) -> bytes | None:
    """The bytes of ``found``, None where they cannot be unpacked. Never more than it says that there are."""
    unzip = zlib.decompressobj()
    try:
        data = unzip.decompress(bytes(found.body), max(found.size, 0) + 1)
    except zlib.error:
        return None
    whole = unzip.eof and not unzip.unused_data and len(data) == found.size
    return data if whole else None


def digest(data: bytes) -> str:
    """``sha256:`` and the hash of ``data``."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def packed(record: bytes) -> bytes:
    """A record's JSON as it is kept."""
    return zlib.compress(record, _LEVEL)


def opened(body: bytes | memoryview) -> bytes:
    """A record's JSON back; raises :class:`zlib.error` where it is damaged."""
    return zlib.decompress(bytes(body))
