"""Who is heard, kept in memory as it was last counted: to count a hundred thousand reports takes a tenth of a second.

It is counted again whenever somebody decided something of it, and when reports came; for these at most so often that a
tenth of the time is spent on it.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from functools import cached_property

from django.db import connections

from onrecord.desk.access import Sight
from onrecord.desk.ledgers import USING, here
from onrecord.ledger import people
from onrecord.ledger.answers import Person
from onrecord.ledger.folding import fold
from onrecord.ledger.naming import Names
from onrecord.ledger.unseen import Unseen

_KEPT = 4  # counts for different people's sights; most teams have few groups
_PERSONS = 4096  # heads of people that are remembered: those on the first pages, and those whom somebody looked at
_SHARE = 10.0  # a count that took a second is used for ten

Mark = tuple[object, ...]


class Heard:
    """All sources, those in most reports first; ``counts`` has the number of reports and the last of each."""

    def __init__(self, mark: Mark, sight: Sight) -> None:
        self.mark = mark
        self.unseen = Unseen(sight.incidents, sight.reports)
        started = time.monotonic()
        counted = people.counted(USING, without=self.unseen)
        self.counts = {key: (reports, last) for key, reports, last in counted}
        self.keys = [key for key, _, _ in counted]
        self.fresh = time.monotonic()
        self.took = self.fresh - started

    def __len__(self) -> int:
        return len(self.keys)

    def people(self, *, like: str = "", limit: int, offset: int = 0) -> tuple[Person, ...]:
        """Some of them; with ``like`` those of whose names words begin with each of its words."""
        return self.persons((self.like(like) if like else self.keys)[offset : offset + limit])

    def like(self, words: str) -> list[str]:
        """The keys of all of whose names, or other names, words begin with each of ``words``."""
        starts = fold(words)
        if not starts:
            return []
        found: set[int] | None = None
        for start in starts:
            mine: set[int] = set()
            for n in range(bisect_left(self._words, start), len(self._words)):
                if not self._words[n].startswith(start):
                    break
                mine.update(self._by_word[self._words[n]])
            found = mine if found is None else found & mine
        return [self.keys[n] for n in sorted(found or ())]

    def _mark(self, key: str) -> Mark:
        # All but the last report: whose counts stay has said nothing new in it.
        return (*self.mark[1:], self.counts.get(key))

    def root(self, key: str) -> str:
        """The key under which a name is listed."""
        return self._names.root(key)

    def called(self, alias: str) -> list[str]:
        """Who is called so in some report beside the own name."""
        return sorted(self._called.get(alias, ()))

    def aliases(self, key: str) -> list[str]:
        """What one is called in some report beside the own name."""
        return sorted(self._aliases.get(key, ()))

    def initialled(self, letters: str) -> list[str]:
        """Whose names have these initials."""
        return self._initials.get(letters, [])

    def near(self, key: str, *, most: int) -> list[str]:
        """Whose names share a word with ``key`` that no more than ``most`` names have."""
        found: set[int] = set()
        for word in key.split():
            mine = self._by_word.get(word, set())
            if len(mine) <= most:
                found |= mine
        return [self.keys[n] for n in sorted(found) if self.keys[n] != key]

    @cached_property
    def _names(self) -> Names:
        return Names(USING)

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        return people.called(USING, without=self.unseen)

    @cached_property
    def _called(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for key, alias in self._pairs:
            found[alias].add(key)
        return dict(found)

    @cached_property
    def _aliases(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for key, alias in self._pairs:
            found[key].add(alias)
        return dict(found)

    @cached_property
    def _initials(self) -> dict[str, list[str]]:
        from onrecord.desk.aliases import initials

        found: dict[str, list[str]] = defaultdict(list)
        for key in self.keys:
            if letters := initials(key):
                found[letters].append(key)
        return dict(found)

    @cached_property
    def _by_word(self) -> dict[str, set[int]]:
        """Where in ``keys`` those stand whose names have a word."""
        at = {key: n for n, key in enumerate(self.keys)}
        found: dict[str, set[int]] = defaultdict(set)
        for key, n in at.items():
            for word in key.split():
                found[word].add(n)
        for key, alias in self._pairs:
            if key in at:
                for word in alias.split():
                    found[word].add(at[key])
        return dict(found)

    @cached_property
    def _words(self) -> list[str]:
        return sorted(self._by_word)

    def persons(self, keys: Sequence[str]) -> tuple[Person, ...]:
        """The heads of these, in their order; who is no longer heard is left out."""
        known: dict[str, Person] = {}
        missing = []
        for key in keys:
            mark = self._mark(key)
            kept = _persons.get((self.unseen, key))
            if kept is not None and kept[0] == mark:
                known[key] = kept[1]
            else:
                missing.append(key)
        for person in people.persons(USING, missing, without=self.unseen):
            known[person.key] = person
            with _lock:
                _persons[self.unseen, person.key] = (self._mark(person.key), person)
                while len(_persons) > _PERSONS:
                    _persons.popitem(last=False)
        return tuple(known[key] for key in keys if key in known)


_lock = threading.Lock()
_heard: OrderedDict[tuple[str, Sight], Heard] = OrderedDict()
_persons: OrderedDict[tuple[Unseen, str], tuple[Mark, Person]] = OrderedDict()


def now(sight: Sight) -> Heard:
    """Who is heard, as far as a person with this sight may know."""
    sight = Sight(sight.incidents, sight.reports)  # a lazy one has no hash of its own
    which = (here().at.name, sight)
    mark = _mark()
    with _lock:
        kept = _heard.get(which)
    if kept is not None and (kept.mark == mark or _soon(kept, mark)):
        return kept
    made = Heard(mark, sight)
    with _lock:
        _heard[which] = made
        _heard.move_to_end(which)
        while len(_heard) > _KEPT:
            _heard.popitem(last=False)
    return made


def forget() -> None:
    """Keep nothing any more; for tests and tools."""
    with _lock:
        _heard.clear()
        _persons.clear()


def _soon(kept: Heard, mark: Mark) -> bool:
    """Whether a count does a little longer: reports came since, but nobody decided anything that they want to see."""
    return kept.mark[_COMING:] == mark[_COMING:] and time.monotonic() - kept.fresh < _SHARE * kept.took


_COMING = 2  # so many parts of a mark change when reports come; the others when somebody decides


def _mark() -> Mark:
    """What changes whenever somebody is heard more, or less, or otherwise."""
    with connections[USING].cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT max(id) FROM ledger_report), "
            "(SELECT count(*) FROM ledger_report WHERE NOT current), "
            "(SELECT count(*) FROM ledger_amendment), "
            "(SELECT count(*) FROM ledger_amendment WHERE state <> 'stands'), "
            "(SELECT count(*) FROM ledger_entry WHERE act IN ('same', 'parted')), "
            "(SELECT value FROM ledger_meta WHERE key = 'id')"
        )
        return tuple(cursor.fetchone())
