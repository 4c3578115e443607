"""Fit what each reason is worth by which a named place is taken for an incident's (``data/spots.toml``).

    python -m training.sites --corpus build/corpus/train.jsonl [--data FOLDER] [--check]

The data folder may hold ``placed/`` (``{"id", "text", "title", "city", "state"}``: a report and where its main incident
was; either may be null) and ``templates/`` (as MUC-4's keys have them; those with one template), each with .jsonl or
.jsonl.gz files; the corpus has a place, or none, for each of its incidents. The reader reads every text once. A softmax
over the namings of places and 'none of them' is fitted, in which those of one place add up, in the way of
``training.dates``; what is worth next to nothing is dropped. Needs numpy and scipy alone, and some minutes once all is
read. With ``--check`` half the documents are kept back and measured on, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from evaluation.names import same_name

from onrecord.reading import spots
from onrecord.reading.clusters import Cluster
from onrecord.reading.incidents import Known, joined
from onrecord.reading.places import PlaceMention
from onrecord.reading.signs import Signs
from onrecord.reading.site import Site
from onrecord.reading.spots import Spots, with_marked
from onrecord.reading.when import Calendar
from onrecord.reading.words import fold
from training.dates import Example, aligned, fit

FILE = Path(spots.__file__).parent / "data" / "spots.toml"
# What all right candidates are called: an incident may have several, and they count together.
RIGHT = ("right", "")
# The corpus counts so often as other sets: it is small, and has what they have not, places that no list knows.
OFTEN = 3
Test = Callable[[PlaceMention], bool]


def examples(document: dict[str, Any], found: Signs, known: Known) -> Iterator[Example]:
    """The incidents of a document whose place is known, as the reader finds them. An example's 'days' are a place's
    key; one whose place is not named in the report, nor what it is in, is left out."""
    site = Site(known.text, known.places, known.page)
    calendar = Calendar(known.text, known.times, known.statements, known.page, published=known.published)
    every = joined(found, known, calendar, site)
    known_spots = Spots(
        with_marked(known.text, known.places, every), known.page, every,
        statements=known.statements, entities=known.entities, title=document.get("title"),
    )  # fmt: skip
    for k, tests in _tests(document, every, known_spots.main, known.text):
        weighed = known_spots.weighed(k)
        right = next((keys for t in tests if (keys := _keys(known_spots, weighed, t))), set())
        if tests and not right:
            continue
        candidates = [
            (RIGHT if (key := known_spots.keys[n]) in right else (key, ""), reasons) for n, reasons in weighed
        ]
        yield Example(document["id"], candidates, known_spots.none(k), RIGHT if right else None)


def _keys(known: Spots, weighed: Sequence[tuple[int, object]], test: Test) -> set[str]:
    return {known.keys[n] for n, _ in weighed if test(known.places[n])}


def _tests(
    document: dict[str, Any], every: Sequence[Cluster], main: int, text: str
) -> Iterator[tuple[int, list[Test]]]:
    """Which clusters have a place in a document's annotation, and what the right one is, the finest first; no test
    where none is right."""
    if "incidents" in document:
        yield from _annotated(document, every, text)
    elif main >= 0 and len(document.get("templates") or ()) == 1:
        levels = document["templates"][0]["place"] or []
        tests = [_called(text, level["names"]) for level in reversed(levels)]
        if tests:
            yield main, tests
    elif main >= 0 and (document.get("city") or document.get("state")):
        state = fold(document.get("state") or "")
        tests = [_town(text, document["city"], state)] if document.get("city") else []
        if state:
            tests.append(lambda p: fold(p.name) == state and p.feature == "region")
        yield main, tests


def _called(text: str, names: Sequence[str]) -> Test:
    wanted = {_plain(name) for name in names}
    return lambda p: _plain(p.name) in wanted or _plain(text[p.start : p.end]) in wanted


def _town(text: str, city: str, state: str) -> Test:
    """The town of that name, in that state where the gazetteer knows it; 'Highland (Highland Park)' is either."""
    called = _called(text, [name for name in city.replace(")", "").split("(") if name.strip()])
    return lambda p: called(p) and (p.feature is None or not state or fold(p.admin1 or state) == state)


def _plain(name: str) -> str:
    return " ".join(fold(name).replace(".", " ").split())


def _annotated(document: dict[str, Any], every: Sequence[Cluster], text: str) -> Iterator[tuple[int, list[Test]]]:
    """The places of annotated incidents, each with its cluster."""
    for one, k in aligned(document, every):
        yield k, [_alike(text, one["place"])] if one["place"] else []


def _alike(text: str, place: str) -> Test:
    return lambda p: same_name(text[p.start : p.end], place)


def main() -> None:
    fit(examples, FILE, said=__doc__, roles=("placed", "templates"), often=OFTEN)


if __name__ == "__main__":
    main()
