"""``onrecord read``: formats, errors, options, terminals, pipes and interruptions."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cli import driver
from cli.records import STATEMENTS, TEXT
from onrecord.cli import main as command
from onrecord.cli import read
from onrecord.record import check, from_json

TESTS = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "load_reader", driver.load_reader)
    monkeypatch.setattr(read, "open_articles", driver.open_articles)
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    driver.seen.clear()


def run(capfd: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        command.main(list(args))
    out, err = capfd.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, out, err


# -- formats ------------------------------------------------------------------------------------------------------


def test_jsonl_is_one_record_a_line_in_the_order_of_the_inputs(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd, "read", "--format", "jsonl", "b", "a", "many:2")
    records = [from_json(line) for line in out.splitlines()]
    assert (status, err) == (0, "")
    assert [each.input_id for each in records] == ["b", "a", "many:2#0", "many:2#1"]
    for each in records:
        check(each)
        assert each.article.text == TEXT
        assert len(each.statements) == len(STATEMENTS)


@pytest.mark.parametrize(
    ("inputs", "ids"),
    [
        (["a"], "a"),
        (["a", "b"], ["a", "b"]),
        (["many:3"], ["many:3#0", "many:3#1", "many:3#2"]),
        (["many:1"], "many:1#0"),
        (["a", "bad"], ["a"]),
        (["bad", "bad"], []),
    ],
)
def test_json_is_one_record_or_a_list(capfd: pytest.CaptureFixture[str], inputs: list[str], ids: Any) -> None:
    _, out, _ = run(capfd, "read", "--format", "json", *inputs)
    found = json.loads(out)
    assert (found["input_id"] if isinstance(found, dict) else [each["input_id"] for each in found]) == ids


def test_json_of_nothing_readable_is_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, "read", "--format", "json", "bad")[:2] == (1, "")


def test_table_is_the_default(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd, "read", "a", "b")
    assert (status, err) == (0, "")
    assert out.count("Nine killed in Tel Sarra") == 2
    assert "2 reports, 12 statements" in out
    assert "\x1b" not in out
    assert not any(line != line.rstrip() for line in out.splitlines())


# -- errors -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["table", "json", "jsonl"])
def test_what_cannot_be_read_is_one_line_and_the_rest_is_read(capfd: pytest.CaptureFixture[str], form: str) -> None:
    status, out, err = run(capfd, "read", "--format", form, "bad1", "a", "bad2", "b")
    assert status == 1
    assert err.splitlines() == [
        "onrecord: bad1: there is no such file; check the path.",
        "onrecord: bad2: there is no such file; check the path.",
    ]
    assert out.count("Nine killed in Tel Sarra") == 2


def test_a_fault_in_one_report_does_not_lose_the_others(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd, "read", "--format", "jsonl", "fault", "fault-told", "a")
    assert (status, len(out.splitlines())) == (1, 1)
    first, second = err.splitlines()
    assert first.startswith("onrecord: fault: The reader failed on this report (ZeroDivisionError: division by zero)")
    assert second == "onrecord: fault-told: It is too ␛[31mred to be read."


def test_names_of_inputs_cannot_act_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    _, _, err = run(capfd, "read", "bad\x1b[2J\nonrecord: all is well")
    assert err == "onrecord: bad␛[2J onrecord: all is well: there is no such file; check the path.\n"


def test_json_holds_no_bare_controls(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capfd, "read", "--format", "jsonl", "a\x9b2J\x7f\u202eb")
    assert json.loads(out)["input_id"] == "a\x9b2J\x7f\u202eb"
    assert not set(out) & set("\x9b\x7f\u202e\x1b")


# -- options ------------------------------------------------------------------------------------------------------


def test_options_reach_intake(capfd: pytest.CaptureFixture[str]) -> None:
    options = ["--verbatim", "--published", "2031-05-14", "--url", "https://a.example/1", "--language", "pt-BR"]
    assert run(capfd, "read", "--format", "jsonl", *options, "a")[0] == 0
    given = driver.seen[0]
    assert (given.verbatim, given.published, given.url, given.language) == (
        True,
        "2031-05-14",
        "https://a.example/1",
        "pt-BR",
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--published", "yesterday", "a"], "'yesterday' is no date; write it as 2019-10-28"),
        (["--published", "2031-02-30", "a"], "is no date"),
        (["--published", "20310214", "a"], "is no date"),
        (["--url", "a.example", "a"], "'a.example' is no web address"),
        (["--url", "https://a.example", "a", "b"], "--url names one report, but there are 2 inputs"),
        (["--language", "English (UK)", "a"], "is no language code"),
        (["--format", "xml", "a"], "'xml' is not one of 'table', 'json', 'jsonl'"),
        (["--colour", "a"], "No such option"),
        ([], "Missing argument 'INPUT...'"),
    ],
)
def test_wrong_use(capfd: pytest.CaptureFixture[str], args: list[str], said: str) -> None:
    status, out, err = run(capfd, "read", *args)
    assert (status, out) == (2, "")
    assert said in " ".join(err.split())


@pytest.mark.parametrize("value", ["2031-05-14", "2031-05-14T08:30", "2031-05-14T08:30:00+02:00", "2031-05-14T08:30Z"])
def test_dates_with_and_without_a_time(capfd: pytest.CaptureFixture[str], value: str) -> None:
    assert run(capfd, "read", "--format", "jsonl", "--published", value, "a")[0] == 0
    assert driver.seen[0].published == value


# -- colours ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_colour_in_a_pipe(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], coloured: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    _, out, _ = run(capfd, "read", "a")
    assert ("\x1b[1;31m" in out) is coloured
    assert "38;5" not in out and "38;2" not in out
    assert "denies" in out


# -- processes of their own ---------------------------------------------------------------------------------------


def environment(**more: str) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    paths = [str(TESTS), str(TESTS.parent / "src"), kept.get("PYTHONPATH", "")]
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "TERM": "xterm", "PYTHONUTF8": "1", **more}


def on_a_terminal(*args: str, columns: int = 100, **more: str) -> str:
    """What ``onrecord`` writes to a terminal that is both its output and its error."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.driver", *args],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(COLUMNS=str(columns), LINES="40", **more),
    )
    os.close(theirs)
    written, end = b"", time.monotonic() + 300
    while time.monotonic() < end:
        if not select.select([ours], [], [], 1)[0]:
            continue
        try:
            more_of_it = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not more_of_it:
            break
        written += more_of_it
    os.close(ours)
    process.wait(timeout=300)
    return written.decode("utf-8")


def test_a_terminal_gets_colours() -> None:
    shown = on_a_terminal("read", "a")
    assert "\x1b[1;31m" in shown
    assert "reading" not in shown  # one report needs no progress bar


def test_a_terminal_without_colours() -> None:
    shown = on_a_terminal("read", "a", NO_COLOR="1")
    assert "\x1b[1;31m" not in shown and "\x1b[31m" not in shown
    assert "× denies" in shown


def test_a_dumb_terminal_gets_plain_text() -> None:
    assert "\x1b[" not in on_a_terminal("read", "a", "b", "c", "d", "e", TERM="dumb")


def test_many_inputs_show_a_bar_that_is_gone_in_the_end() -> None:
    shown = on_a_terminal("read", "a", "b", "c", "d", "bad")
    assert "reading" in shown and "/5" in shown
    assert "onrecord: bad: there is no such file; check the path." in shown
    after = shown.rsplit("4 reports, 24 statements", 1)[1]
    assert "reading" not in after.rsplit("\x1b[2K", 1)[-1]


def test_no_bar_where_standard_error_is_no_terminal() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cli.driver", "read", "--format", "jsonl", "a", "b", "c", "d", "e"],
        env=environment(),
        capture_output=True,
        check=True,
        timeout=300,
    )
    assert done.stderr == b""
    assert len(done.stdout.splitlines()) == 5


@pytest.mark.parametrize("form", ["table", "json", "jsonl"])
def test_a_pipe_that_closes_is_no_error_to_talk_about(form: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.driver", "read", "--format", form, "many:3000"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(100)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=300) == 1


def test_an_interruption_is_one_line() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.driver", "read", "a", "slow"],
        env=environment(PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # What a shell starts in the background ignores it, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    while b"started" not in process.stdout.readline():
        pass
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=300)
    assert (process.returncode, err.strip()) == (130, b"onrecord: interrupted.")
