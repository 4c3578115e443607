"""The head of the log as a small file, to be kept elsewhere: whoever has one can tell later whether the log still leads
through it."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from onrecord.ledger.errors import LedgerError

if TYPE_CHECKING:
    from onrecord.ledger.log import Head

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
MOST = 1 << 16  # bytes; a witness has 200, and whatever is longer is another file


class Witness(msgspec.Struct, frozen=True):
    """One ledger's head: the ledger's id, the number and hash of the log's last line, and when that was so (UTC)."""

    ledger: str
    seq: int
    hash: str
    at: str

    @property
    def head(self) -> Head:
        """The head alone."""
        from onrecord.ledger.log import Head  # with the tables, which a file needs not

        return Head(self.seq, self.hash)


def encode(witness: Witness) -> bytes:
    """The file's bytes: one line of JSON."""
    return msgspec.json.encode(witness) + b"\n"


def decode(data: bytes, *, name: str) -> Witness:
    """The witness in ``data``; raises :class:`LedgerError` that calls it ``name`` where it is none."""
    try:
        found = msgspec.json.decode(data, type=Witness)
        datetime.fromisoformat(found.at)
    except (msgspec.MsgspecError, ValueError):
        found = None
    if found is None or found.seq < 0 or not _HASH.fullmatch(found.hash):
        raise LedgerError(f"{name} is no head of a log; give a file that `onrecord log --head` wrote.")
    return found


def read(path: Path) -> Witness:
    """The witness in the file ``path``; raises :class:`LedgerError`."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST)
    except OSError as error:
        raise LedgerError(f"The head {path} cannot be read: {error.strerror or error}; check the path.") from None
    return decode(data, name=str(path))
