"""`make demo` ends at the desk, and without it where one says so."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def steps(*options: str) -> list[str]:
    """What `make demo` would do, line by line."""
    # These tests run within a make themselves, whose options the inner one would take over.
    outside = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    command = ["make", "-n", "demo", *options]
    done = subprocess.run(command, cwd=ROOT, env=outside, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def test_demo_ends_at_the_desk() -> None:
    assert steps("PORT=8123")[-1].endswith("onrecord desk --ledger build/demo/ledger.sqlite3 --port 8123")


def test_demo_ends_in_the_terminal_where_one_says_so() -> None:
    assert not any("onrecord desk" in each for each in steps("SERVE=no"))
    assert any("onrecord show" in each for each in steps("SERVE=no"))
