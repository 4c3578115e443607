"""The sample reports, read once, with their original bytes: what the tests of the ledger add."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from onrecord.intake import Given, articles
from onrecord.ledger.ledger import Ledger
from onrecord.reading import Reader
from onrecord.record import Record

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"


PAGE, CORRECTION = "18-sirrin.html", "19-sirrin-corrected.html"
"""Two of the samples are one page, before and after its correction: for the ledger two versions of one report."""


class Item(NamedTuple):
    """One report as it is added."""

    record: Record
    original: bytes
    whence: str


@cache
def reader() -> Reader:
    """The reader with the samples' places."""
    return Reader.load(places=SAMPLES / "places.csv")


@cache
def samples() -> tuple[Item, ...]:
    """Every sample report in order; ids are relative to the samples' folder."""
    kept: dict[str, bytes] = {}
    found = []
    for item in articles([str(SAMPLES)], given=Given(input_id="", keep=kept.__setitem__)):
        assert isinstance(item, tuple), item
        name = item[0].removeprefix(f"{SAMPLES}/")
        found.append(Item(reader().read(item[1], input_id=name), kept[item[1].id], f"samples/{name}"))
    return tuple(found)


def names() -> set[str]:
    """The ids of the reports that a ledger of all samples has."""
    return {item.record.input_id or "" for item in samples()} - {CORRECTION}


FEW = (
    "01-wire.txt", "02-saved-page.txt", "04-toll-watch.html", "12-reprint.html", "18-sirrin.html", "23-bus-wire.txt",
    "24-square.html", "22-red-lantern.eml",
)  # fmt: skip
"""Samples of four incidents, one of them told by four reports, of which two are one origin."""


def few() -> tuple[Item, ...]:
    """The samples of :data:`FEW`."""
    return tuple(item for item in samples() if item.record.input_id in FEW)


def fill(ledger: Ledger, *, first: int | None = None, items: tuple[Item, ...] | None = None) -> None:
    """Add the samples (the ``first`` ones of them, or ``items``) and bring the summaries up to date."""
    for item in samples()[:first] if items is None else items:
        ledger.add(item.record, item.original, whence=item.whence)
    ledger.refresh()


def exported(ledger: Ledger) -> bytes:
    """Everything that the ledger says, as bytes: its incidents, its origins and their order."""
    import msgspec

    from onrecord.accounts.sheet import to_json

    return b"\n".join([*map(to_json, ledger.incidents()), *map(msgspec.json.encode, ledger.origins())])
