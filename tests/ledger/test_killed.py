"""A process killed in the middle leaves a ledger that opens; run again, it ends as if nothing had happened."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path
from random import Random

from ledger.material import exported, fill, samples
from onrecord.ledger import open_ledger


def _fill(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        fill(ledger)


def test_kill_9_at_random_moments_ends_in_the_same_ledger(where: str, tmp_path: Path) -> None:
    samples()
    context = multiprocessing.get_context("fork")
    random = Random(11)
    started = time.monotonic()
    undisturbed = f"{tmp_path}/undisturbed.sqlite3"
    _fill(undisturbed)
    took = time.monotonic() - started
    killed = 0
    for _ in range(12):
        worker = context.Process(target=_fill, args=(where,))
        worker.start()
        # What a killed one did is not done again: twelve must not finish all of it.
        worker.join(random.uniform(0.02, took / 8))
        if worker.exitcode is None:
            assert worker.pid is not None
            os.kill(worker.pid, signal.SIGKILL)
            worker.join()
            killed += 1
    assert killed >= 6
    _fill(where)
    with open_ledger(where) as ledger, open_ledger(undisturbed) as other:
        assert exported(ledger) == exported(other)
        # The first line has the ledger's own id.
        told = [[(e.act, e.subject, e.before, e.after) for e in each.entries()][1:] for each in (ledger, other)]
        assert told[0] == told[1]
        assert list(ledger.verify()) == []
