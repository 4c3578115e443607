"""Names of people at risk, and what is shown instead: at the display alone, never in the evidence."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


class Veils:
    """What is shown instead of whom."""

    any: bool = False
    """Whether anything is hidden from this person."""

    def words(self, text: str) -> str:
        """``text`` as it is shown."""
        return text

    def ranges(self, text: str) -> list[tuple[int, int, str]]:
        """What of ``text`` is not shown, as half-open ranges of code points in order, and what is shown instead."""
        return []

    def value(self, value: T) -> T:
        """The same with every text in it as it is shown; ids, hashes, and names of reports stay. In a whole record the
        spans are those of the text as shown."""
        return value

    def key(self, key: str) -> str:
        """What stands in the address of a person's page instead of the person's key."""
        return key

    def unkey(self, shown: str) -> str:
        """The key that is meant by what stands in an address. Raises Http404 for the key of who is not shown."""
        return shown

    def keeps(self, query: str, *texts: str | None) -> bool:
        """Whether something with these texts may be shown as a hit of ``query``: not where only a hidden name fits."""
        return True
