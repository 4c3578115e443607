"""``onrecord watch`` with a real ledger, on SQLite and PostgreSQL, against a real site on this machine."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ledger.beat import HERE, Plain, feed, report
from onrecord.cli import watch as command
from onrecord.intake.fetch import Policy
from onrecord.ledger import exchange, open_ledger
from sites import page, site


@pytest.fixture(autouse=True)
def ahead(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[float]:
    """The sites of these tests are here; no pause is really waited for. By how many seconds the clock is ahead."""
    real, skipped = exchange.exchange, [0.0]
    ports = frozenset(range(1, 65536))

    def here(url: str, *, headers: Any, policy: Policy) -> exchange.Answer:
        assert policy.private == ()
        return real(url, headers=headers, policy=Policy(private=(HERE,), ports=ports, seconds=60.0))

    def sleep(seconds: float) -> None:
        skipped[0] += seconds

    monkeypatch.setattr(exchange, "exchange", here)
    monkeypatch.setattr(command, "load_reader", lambda places: Plain())
    monkeypatch.setattr(command, "sleep", sleep)
    monkeypatch.setattr(command, "time", lambda: time.time() + skipped[0])
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return skipped


def watch(*words: str) -> Result:
    """What ``onrecord watch`` prints, on both streams, and its status."""
    return CliRunner().invoke(command.watch, list(words), catch_exceptions=False)


def test_new_and_changed_pages_are_kept(where: str, ahead: list[float]) -> None:
    day = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 60))
    with site(one=page(report("Twelve", day=day)), two=page(report("Five", title="The mill", day=day))) as here:
        here.answers["/feed"] = feed(here, "one", "two", "three")
        done = watch("--ledger", where, "--once", f"{here.url}/feed")
        assert done.exit_code == 1
        assert done.stdout.splitlines() == [
            f"new     {here.url}/one  The bridge at Ostrel",
            f"new     {here.url}/two  The mill",
        ]
        assert done.stderr == f"onrecord: {here.url}/three: the site answers 404; it is tried again in 5 minutes.\n"

        assert watch("--ledger", where, "--once", f"{here.url}/feed").stdout == ""  # nothing is due

        here.answers["/one"] = page(report("Nine", day=day))
        here.answers["/three"] = page(report("Six", title="The ferry", day=day))
        ahead[0] += 2 * 3600
        done = watch("--ledger", where, "--once", "-v", f"{here.url}/feed")
        lines = {line.split()[0]: line for line in done.stdout.splitlines()}
        assert (done.exit_code, done.stderr) == (0, "")
        assert sorted(lines) == ["changed", "list", "new", "same"]
        assert lines["changed"].startswith(f"changed {here.url}/one  ")

        with open_ledger(where) as ledger:
            versions = [article for _, article in ledger.versions(f"{here.url}/one")]
            assert [ledger.original(each) for each in versions] == [report("Twelve", day=day), report("Nine", day=day)]
            assert ledger.reports() == 3
            assert list(ledger.verify()) == []


def test_its_file_is_beside_the_ledger(where: str, tmp_path: Path) -> None:
    with site(one=page(report("Twelve"))) as here:
        watch("--ledger", where, "--once", f"{here.url}/one")
    found = [str(each.relative_to(tmp_path)) for each in tmp_path.rglob("*.watch")]
    if "://" in where:
        with open_ledger(where) as ledger:
            assert found == [f"state/onrecord/{ledger.id}.watch"]
    else:
        assert found == ["ledger.sqlite3.watch"]


def test_what_is_not_understood_opens_no_ledger(tmp_path: Path) -> None:
    from onrecord.record import OnrecordError

    with pytest.raises(OnrecordError, match="another kind"):
        watch("--ledger", str(tmp_path / "new.sqlite3"), "ftp://lantern.example/feed")
    assert list(tmp_path.iterdir()) == []
