"""Checking the search index: does it have the words of every report, where they stand, and no others?"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.ledger.log import Fault


def faults(using: str) -> Iterator[Fault]:
    """Where the index is not what the records say."""
    yield from ()
