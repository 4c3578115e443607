"""What a line of the log did to the tables: small facts, made real in the database and replayed by ``verify``.

Everything that is not in a record or an original is the sum of these facts, in the order of the log:

=============  ==================================================  ===================================================
fact           its values                                          what it says
=============  ==================================================  ===================================================
ledger         id                                                  it was made
report         name, version, whence, article, digest              a report was added; it is the current version
indexed        name, version, hash of its keys                     the keys by which copies of it are found
telling        name, version, no, background, hash                 it tells of an incident: hash of sighting and keys
superseded     name, version                                       it is no longer the current version
withdrawn      name, version                                       it was removed; the row stays as a tombstone
origin         name, version, origin                               its words are of this origin
founded        incident                                            a new incident
placed         name, version, no, incident or null, by             its telling ``no`` is of this incident
into           incident, other                                     the incident was joined into the other
suggested      incident, other, score, agrees, differs             the two may be one
suggestion     incident, other, state                              what became of a suggestion
apart          incident, other                                     a person says the two are not one
together       incident, other                                     a person takes that back
decided        incident, field, value (JSON) or null               a person set a field
rejected       incident, true or false                             a person says it is no incident
amended        id, name, version, line of the log, JSON            a person says it of a statement or a figure
unamended      id                                                  that person takes it back
same           key of a name, key of another                       a person says they are one source's; the other stays
parted         key of a name                                       a person takes that back
=============  ==================================================  ===================================================
"""

from __future__ import annotations

from typing import Any, cast

import msgspec

Fact = tuple[Any, ...]
"""The fact's name and its values, in the order of the table above."""


def encode(facts: list[Fact]) -> str:
    """Facts as they stand in the log."""
    return msgspec.json.encode(facts).decode()


def decode(text: str) -> list[Fact]:
    """Facts back from the log; raises :class:`msgspec.MsgspecError` where it is none of ours."""
    return [tuple(each) for each in msgspec.json.decode(text, type=list[list[Any]])]


class State:
    """What the tables must hold after some facts, told by ids and names alone."""

    def __init__(self) -> None:
        self.ledger: str | None = None
        self.reports: dict[tuple[str, int], dict[str, Any]] = {}
        self.placed: dict[tuple[str, int, str], tuple[str | None, str]] = {}
        self.tellings: dict[tuple[str, int, str], tuple[bool, str]] = {}
        self.incidents: dict[str, dict[str, Any]] = {}
        self.suggestions: dict[tuple[str, str], dict[str, Any]] = {}
        self.apart: set[tuple[str, str]] = set()
        self.amendments: dict[str, dict[str, Any]] = {}
        self.same: dict[str, str] = {}

    def take(self, fact: Fact) -> None:
        """One more fact; raises :class:`KeyError` or :class:`ValueError` where it speaks of what is not there."""
        kind, *values = fact
        getattr(self, f"_{kind}")(*values)

    def _ledger(self, id: str) -> None:
        self.ledger = id

    def _report(self, name: str, version: int, whence: str, article: str, digest: str) -> None:
        self.reports[name, version] = {
            "whence": whence, "article": article, "digest": digest, "origin": None, "current": True, "withdrawn": False,
            "prints": None,
        }  # fmt: skip

    def _indexed(self, name: str, version: int, digest: str) -> None:
        self.reports[name, version]["prints"] = digest

    def _telling(self, name: str, version: int, no: str, background: bool, digest: str) -> None:
        self.placed[name, version, no] = (None, "run")
        self.tellings[name, version, no] = (background, digest)

    def _superseded(self, name: str, version: int) -> None:
        self.reports[name, version]["current"] = False

    def _withdrawn(self, name: str, version: int) -> None:
        self.reports[name, version] |= {"current": False, "withdrawn": True}

    def _origin(self, name: str, version: int, origin: str) -> None:
        self.reports[name, version]["origin"] = origin

    def _founded(self, incident: str) -> None:
        self.incidents[incident] = {"into": None, "rejected": False, "decided": {}}

    def _placed(self, name: str, version: int, no: str, incident: str | None, by: str) -> None:
        self.placed[name, version, no] = (incident, by)

    def _into(self, incident: str, other: str) -> None:
        self.incidents[incident]["into"] = other

    def _suggested(self, one: str, other: str, score: float, agrees: list[str], differs: list[str]) -> None:
        why = msgspec.json.encode({"agrees": agrees, "differs": differs}).decode()
        self.suggestions[one, other] = {"score": score, "why": why, "state": "open"}

    def _suggestion(self, one: str, other: str, state: str) -> None:
        self.suggestions[one, other]["state"] = state

    def _apart(self, one: str, other: str) -> None:
        self.apart.add((one, other))

    def _together(self, one: str, other: str) -> None:
        self.apart.discard((one, other))

    def _decided(self, incident: str, field: str, value: str | None) -> None:
        decided = cast(dict[str, str], self.incidents[incident]["decided"])
        decided.pop(field, None)
        if value is not None:
            decided[field] = value

    def _rejected(self, incident: str, rejected: bool) -> None:
        self.incidents[incident]["rejected"] = rejected

    def _amended(self, id: str, name: str, version: int, line: int, data: str) -> None:
        self.amendments[id] = {"report": (name, version), "line": line, "data": data, "state": "stands"}

    def _unamended(self, id: str) -> None:
        self.amendments[id]["state"] = "undone"

    def _same(self, key: str, into: str) -> None:
        self.same[key] = into

    def _parted(self, key: str) -> None:
        del self.same[key]
