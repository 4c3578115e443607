"""Ids of origins, incidents and amendments: made from the report that they come from, so that they do not depend on a
counter. Rows of reports are numbered by the time."""

from __future__ import annotations

import os
import time
from hashlib import sha256

# 10 hexadecimal digits: among a million incidents two are alike with a chance of one in two, and then the second is
# given another id (see `incident`).
_DIGITS = 10


def origin(report: str) -> str:
    """The origin that ``report`` founds: 'o' and digits."""
    return "o" + sha256(f"origin\0{report}".encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def incident(report: str, no: str, *, again: int = 0) -> str:
    """The incident that the telling ``no`` of ``report`` founds: 'i' and digits; ``again`` where that one is taken."""
    said = f"incident\0{report}\0{no}\0{again}"
    return "i" + sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def amendment(report: str, version: int, data: str, *, again: int = 0) -> str:
    """What a person says (``data``) of one version of ``report``: 'a' and digits; ``again`` where that one is taken."""
    said = f"amendment\0{report}\0{version}\0{data}\0{again}"
    return "a" + sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def timed(last: int | None, *, unit: int = 1_000_000) -> int:
    """The number of the next row after ``last``: the time, in ``unit`` nanoseconds, or one more than ``last``.

    Whoever is shown such numbers, some left out, learns that time passed between two, and not how many there are
    between: a counter would tell that something is hidden. SOURCE_DATE_EPOCH sets the time, as for the log.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    now = int(fixed) * 1_000_000_000 if fixed else time.time_ns()
    return max((last or 0) + 1, now // unit)
