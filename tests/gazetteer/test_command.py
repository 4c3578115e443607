"""``onrecord places``."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gazetteer.small import ROWS, small
from onrecord.cli.places import places
from onrecord.gazetteer import compile as compiler


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the gazetteer and a person's own places are; the gazetteer is compiled, there are no own places."""
    monkeypatch.setenv("ONRECORD_GAZETTEER", str(tmp_path / "g.sqlite"))
    monkeypatch.setenv("ONRECORD_PLACES", str(tmp_path / "places.csv"))
    (tmp_path / "places.csv").write_text("name,latitude,longitude,country,population\n", "utf-8")
    small(tmp_path / "g.sqlite").close()
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(places, list(args))


def test_build_compiles_anew_and_prints_where(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "rows", lambda: iter(ROWS[:9]))
    done = run("build")
    assert (done.exit_code, done.stdout.strip()) == (0, str(files / "g.sqlite"))
    assert "Sorrel" not in run("find", "Sorrel").stdout


def test_find_prints_the_most_peopled_first_and_spellings_with_a_mark() -> None:
    lines = run("find", "Halvin").stdout.splitlines()
    assert lines[0] == "Halvin, Upper Tarn, Tarnia: 12.400 61.400, 900,000 people (geonames:13)"
    assert lines[1].startswith("Halvin, Kessar, Merevia")
    assert run("find", "Halvin", "--limit", "1").stdout.count("\n") == 1
    assert run("find", "Qasr al-Zubara").stdout.startswith("~ Qaşr az Zubārah, Upper Tarn, Tarnia")


def test_find_prints_own_places_before_all_others(files: Path) -> None:
    (files / "places.csv").write_text("name,latitude,longitude,country\nHalvin,1,2,XM\n", "utf-8")
    assert run("find", "Halvin").stdout == "Halvin, Merevia: 1.000 2.000 (own:halvin)\n"


def test_a_name_that_no_list_has_is_said_to_be_none() -> None:
    done = run("find", "Nowhere at all")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "no list has a place called" in done.stderr


def test_check_tells_each_mistake(files: Path) -> None:
    assert "no mistakes" in run("check").stdout
    bad = files / "bad.csv"
    bad.write_text("name,latitude,longitude\nDol Aren,99,0\nOstrel,0,999\n", "utf-8")
    done = run("check", str(bad))
    assert (done.exit_code, done.stderr.count("\n")) == (1, 2)


def test_paths_are_printed(files: Path) -> None:
    assert run("path").stdout == f"{files / 'places.csv'}\n{files / 'g.sqlite'}\n"
