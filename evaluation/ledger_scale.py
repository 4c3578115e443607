"""What a large ledger costs: ``python -m evaluation.ledger_scale``. Adding the 100,001st report beside the 1,001st, and
``show`` and ``search`` on all of them, in one process and one run.

The reports are invented (:mod:`evaluation.ledger_size`). Times depend on the machine and are printed, never asserted.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import TYPE_CHECKING

from evaluation.ledger_size import original, records
from onrecord.ledger import open_ledger

if TYPE_CHECKING:
    from onrecord.ledger.ledger import Ledger

WINDOW = 300  # reports timed one by one, so that a slow disk's moods even out
EARLY = 1_000
QUERIES = (
    "market", "strike killed", '"the police"', "hospital -market", "war*", "said:Pavo", "killed:>=10", "place:a*",
    "since:2020-01-01 until:2020-03-01", "attack OR shelling", "the and of", "said:Ilse killed:>3",
)  # fmt: skip


def timed(ledger: Ledger, reports: Iterator[object]) -> list[float]:
    """Milliseconds of each of the next :data:`WINDOW` reports."""
    took = []
    for record in itertools.islice(reports, WINDOW):
        data = original(record)  # type: ignore[arg-type]
        started = time.perf_counter()
        ledger.add(record, data)  # type: ignore[arg-type]
        took.append(1000 * (time.perf_counter() - started))
    return took


@contextmanager
def hurried(ledger: Ledger) -> Iterator[None]:
    """Between the timed windows nothing waits for the disk."""
    from django.db import connections

    file = ledger.at.path is not None
    with connections[ledger.using].cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF" if file else "SET synchronous_commit=off")
    yield
    with connections[ledger.using].cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL" if file else "SET synchronous_commit=on")


def told(name: str, took: list[float]) -> float:
    """Print median and 95th percentile; the median."""
    ordered = sorted(took)
    middle = statistics.median(ordered)
    print(f"{name:34} median {middle:7.1f} ms   p95 {ordered[int(0.95 * len(ordered))]:7.1f} ms", flush=True)
    return middle


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--ledger", help="where to; by default a temporary file")
    asked = parser.parse_args()
    random = Random(3)
    with (
        tempfile.TemporaryDirectory() as folder,
        open_ledger(asked.ledger or f"{folder}/ledger.sqlite3", create=True) as ledger,
    ):
        reports = records(asked.reports + 2 * WINDOW)
        started = time.monotonic()
        for size in (EARLY, asked.reports):
            with hurried(ledger):
                for record in itertools.islice(reports, size - ledger.reports()):
                    ledger.add(record, original(record))
                ledger.refresh()
            took = told(f"adding the {size + 1:,}st of {WINDOW}", timed(ledger, reports))
            if size == EARLY:
                early = took
        print(f"the late one takes {took / early:.2f} times the early one")
        ledger.refresh()
        print(f"filled in {time.monotonic() - started:.0f} s: {ledger.count()}", flush=True)
        told("search", [_search(ledger, query) for query in QUERIES for _ in range(5)])
        ids = _incidents(ledger, random)
        told("show", [_show(ledger, id) for id in ids])


def _incidents(ledger: Ledger, random: Random) -> list[str]:
    from onrecord.ledger.models import Incident

    ids = list(Incident.objects.using(ledger.using).filter(reports__gt=0).order_by("id").values_list("id", flat=True))
    widest = Incident.objects.using(ledger.using).order_by("-reports").values_list("id", flat=True)[:20]
    return [*random.sample(ids, min(180, len(ids))), *widest]


def _search(ledger: Ledger, query: str) -> float:
    started = time.perf_counter()
    ledger.search(query)
    return 1000 * (time.perf_counter() - started)


def _show(ledger: Ledger, incident: str) -> float:
    from rich.console import Console

    from onrecord.cli.sheet_board import sheet_board

    started = time.perf_counter()
    sheet = ledger.sheet(incident)
    board = sheet_board(sheet, width=100, suggestions=ledger.suggestions(sheet.incident_id))
    console = Console(width=100)
    with console.capture():
        console.print(board)
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    main()
