"""What is left out of an answer because whoever asks may not see it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import connections


@dataclass(frozen=True, slots=True)
class Unseen:
    """``incidents`` are ids, ``reports`` rows of the ledger."""

    incidents: frozenset[str] = frozenset()
    reports: frozenset[int] = frozenset()


NOTHING = Unseen()


def among(using: str, values: Collection[Any]) -> tuple[str, list[Any]]:
    """That something is among ``values`` (some), as SQL to stand behind it, with what it takes: one value however many
    there are, since the databases take some 32,000."""
    if connections[using].vendor == "postgresql":
        return "= ANY(%s)", [list(values)]
    return "IN (SELECT value FROM json_each(%s))", [msgspec.json.encode(list(values)).decode()]
