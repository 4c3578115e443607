"""A process killed in the middle leaves a ledger that opens; run again, it ends as if nothing had happened."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from ledger.material import exported, fill, samples
from onrecord.ledger import open_ledger

TIMES = 12
PATIENCE = 240.0  # seconds for a process to begin with a report; it takes hundredths of one


def _fill(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger)


def _fill_and_tell(where: str, told: Connection) -> None:
    """Says before each report that it begins."""
    with open_ledger(where, create=True) as ledger:
        for item in samples():
            told.send(time.monotonic())
            ledger.add(item.record, item.original, whence=item.whence)
        ledger.refresh()
        told.send(time.monotonic())
        time.sleep(PATIENCE)


def test_kill_9_at_random_moments_ends_in_the_same_ledger(where: str, tmp_path: Path) -> None:
    samples()
    context = multiprocessing.get_context("fork")
    random = Random(11)
    undisturbed = f"{tmp_path}/undisturbed.sqlite3"
    _fill(undisturbed)
    # Each comes some reports further than the one before it, which are not added again, and is killed in one.
    for reports in range(2, len(samples()) + 2, len(samples()) // TIMES):
        heard, tells = context.Pipe(duplex=False)
        worker = context.Process(target=_fill_and_tell, args=(where, tells))
        worker.start()
        begun: list[float] = []
        while len(begun) < min(reports, len(samples()) + 1):
            assert heard.poll(PATIENCE)
            begun.append(heard.recv())
        time.sleep(random.uniform(0, 1.2) * max(b - a for a, b in pairwise(begun)))
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
        worker.join()
        assert worker.exitcode == -signal.SIGKILL
    _fill(where)
    with open_ledger(where) as ledger, open_ledger(undisturbed) as other:
        assert exported(ledger) == exported(other)
        # The first line has the ledger's own id.
        told = [[(e.act, e.subject, e.before, e.after) for e in each.entries()][1:] for each in (ledger, other)]
        assert told[0] == told[1]
        assert list(ledger.verify()) == []
