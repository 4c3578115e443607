"""The ledger: what is kept. Originals by hash, records, incidents, decisions, the hash-chained log, search.

:func:`open_ledger` is the one door. SQLite by default, PostgreSQL by a ``postgresql://`` URL.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from onrecord.ledger.by import By
from onrecord.ledger.errors import LedgerError

if TYPE_CHECKING:
    from onrecord.ledger.ledger import Ledger

__all__ = ["By", "LedgerError", "open_ledger"]


@contextmanager
def open_ledger(where: str | None = None, *, create: bool = False, wait: float = 30.0) -> Iterator[Ledger]:
    """The ledger at ``where``: a path (SQLite) or a ``postgresql://`` URL; by default ``ONRECORD_LEDGER``, else a file
    in the user's data folder.

    With ``create`` one that is not there is made. ``wait`` is how many seconds another process's lock is waited for.
    Raises :class:`LedgerError` with one sentence where it cannot be opened.
    """
    from onrecord.ledger.opening import opened

    with opened(where, create=create, wait=wait) as ledger:
        yield ledger
