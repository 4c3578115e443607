"""Near: things by where they stand, so that one is compared with its neighbours and not with all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T")
Range = tuple[int, int]
# Characters a bucket: about two sentences, so that most things lie in one or two.
_BUCKET = 400


class Near(Generic[T]):
    """Items at half-open ranges."""

    def __init__(self, items: Iterable[tuple[Range, T]] = ()) -> None:
        self._buckets: dict[int, list[tuple[int, T]]] = {}
        self._count = 0
        for where, item in items:
            self.put(where, item)

    def put(self, where: Range, item: T) -> None:
        for bucket in range(where[0] // _BUCKET, where[1] // _BUCKET + 1):
            self._buckets.setdefault(bucket, []).append((self._count, item))
        self._count += 1

    def at(self, where: Range) -> list[T]:
        """Items that may lie in or touch ``where`` (and some beside it), in the order in which they were put."""
        found = {
            n: item
            for bucket in range(where[0] // _BUCKET, where[1] // _BUCKET + 1)
            for n, item in self._buckets.get(bucket, ())
        }
        return [found[n] for n in sorted(found)]


def ranges(items: Iterable[Range]) -> Near[Range]:
    """Ranges by themselves."""
    return Near((r, r) for r in items)
