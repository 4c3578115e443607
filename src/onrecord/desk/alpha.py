"""Krippendorff's alpha: how far several coders agree beyond chance, 1 where always, 0 where no more than by chance.

Klaus Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011 (https://repository.upenn.edu/asc_papers/43/).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Level = Literal["nominal", "ordinal", "interval", "ratio"]
"""How far apart two values are: the same or not; by how many others lie between; by how much; by how many times."""
Value = str | float
Why = Literal["nothing", "one value"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """``alpha``, or None and ``why``: nothing was coded twice, or only ``one value`` occurs, so that chance alone would
    agree always.

    ``units`` are those with two values or more, ``pairs`` the pairs of values within them, ``same`` how many of these
    are the same.
    """

    alpha: float | None
    units: int
    pairs: int
    same: int
    why: Why | None = None


def agreement(units: Sequence[Sequence[Value | None]], *, level: Level) -> Agreement:
    """How far the values of each unit agree; None is a value that a coder did not give. All values are strings
    (``nominal`` alone), or all are numbers."""
    found = [[value for value in unit if value is not None] for unit in units]
    counted = [Counter(unit) for unit in found if len(unit) > 1]
    pairs = sum(n * (n - 1) // 2 for n in (counts.total() for counts in counted))
    same = sum(n * (n - 1) // 2 for counts in counted for n in counts.values())
    values = sorted({value for counts in counted for value in counts}, key=_order)
    if not counted:
        return Agreement(None, 0, 0, 0, "nothing")
    if len(values) == 1:
        return Agreement(None, len(counted), pairs, same, "one value")
    return Agreement(_alpha(counted, values, level), len(counted), pairs, same)


def _order(value: Value) -> tuple[bool, Value]:
    return isinstance(value, str), value


def _alpha(counted: Sequence[Mapping[Value, int]], values: Sequence[Value], level: Level) -> float:
    import krippendorff  # it brings numpy, which takes a tenth of a second that no other page needs
    import numpy

    place = {value: n for n, value in enumerate(values)}
    table = numpy.zeros((len(counted), len(values)), dtype=numpy.int64)
    for row, counts in enumerate(counted):
        for value, n in counts.items():
            table[row, place[value]] = n
    domain = list(range(len(values))) if isinstance(values[0], str) else list(values)
    return float(krippendorff.alpha(value_counts=table, value_domain=domain, level_of_measurement=level))
