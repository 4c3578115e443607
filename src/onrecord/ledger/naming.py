"""Two names, one source: a person's decision, and taking it back.

Sources are known by the keys of their names (:mod:`onrecord.ledger.people`). That two keys are one source's stands in a
table of its own, each key with the one that it goes under; what reports say stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from django.db import connections

from onrecord.ledger import log
from onrecord.ledger.by import By
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.models import Same
from onrecord.ledger.writing import Writer, writing


class Names:
    """Which keys go under which: ``roots`` has those that go under another, and under which in the end."""

    def __init__(self, using: str) -> None:
        self.direct: dict[str, str] = dict(Same.objects.using(using).values_list("key", "into"))
        self.roots = {key: _end(self.direct, key) for key in self.direct}
        self._members: dict[str, list[str]] = {}
        for key, root in sorted(self.roots.items()):
            self._members.setdefault(root, []).append(key)

    def root(self, key: str) -> str:
        """The key that ``key`` goes under; its own where it goes under none."""
        return self.roots.get(key, key)

    def members(self, root: str) -> tuple[str, ...]:
        """The keys that are one source's: ``root``, then those that go under it."""
        return (root, *self._members.get(root, ()))

    def whole(self, keys: Iterable[str]) -> list[str]:
        """All keys of these sources."""
        return [each for root in keys for each in self.members(root)]


def _end(direct: Mapping[str, str], key: str) -> str:
    seen = set()
    while key in direct and key not in seen:
        seen.add(key)
        key = direct[key]
    return key


def same(using: str, name: str, other: str, *, by: By) -> str:
    """Say that ``other`` is another name of ``name``, whose key stays; the key."""
    from onrecord.ledger.people import known

    by = by.checked()
    with writing(using):
        kept, gone = known(using, name), known(using, other)
        if kept == gone:
            raise LedgerError(
                "{name!r} and {other!r} are one source already ({kept}).", name=name, other=other, kept=kept
            )
        writer = Writer(using)
        writer.take("same", gone, kept)
        _logged(using, writer, "same", kept, by, {"names": [kept, gone]}, {"name": kept})
    return kept


def parted(using: str, name: str, *, by: By) -> str:
    """Take back that a name (its key) is another name of somebody; the key of that one."""
    by = by.checked()
    with writing(using):
        row = Same.objects.using(using).filter(key=name).first()
        if row is None:
            raise LedgerError(
                "Nobody said that {name!r} is another name of somebody; there is nothing to take back.", name=name
            )
        root = Names(using).root(row.into)
        writer = Writer(using)
        writer.take("parted", name)
        _logged(using, writer, "parted", root, by, {"name": root}, {"names": [root, name]})
    return root


def _logged(using: str, writer: Writer, act: str, subject: str, by: By, before: object, after: object) -> None:
    log.append(
        using, act=act, subject=subject, facts=writer.facts, who=by.who, rule=by.rule, reason=by.reason,
        before=msgspec.json.encode(before).decode(), after=msgspec.json.encode(after).decode(),
    )  # fmt: skip


def count(using: str) -> int:
    """How many names go under another."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_same")
        return int(cursor.fetchone()[0])
