"""Compiling and looking up."""

from __future__ import annotations

import sqlite3
import threading
import tomllib
from itertools import islice
from pathlib import Path

import pytest

from gazetteer.small import ROWS, small
from onrecord.gazetteer import Gazetteer, GazetteerError, gazetteer_path, opened
from onrecord.gazetteer import compile as compiler

FOUND = [
    ("Dol Aren", ["geonames:11"]),
    ("dol aren", ["geonames:11"]),
    ("Dôl-Aren", ["geonames:11"]),
    ("Halvin", ["geonames:13", "geonames:12"]),
    ("Qasr al-Zubara", ["gns:-16"]),
    ("Qaşr az Zubārah", ["gns:-16"]),
    ("Tarnian", ["geonames:2"]),
    ("the Vale", ["onrecord:vale"]),
    ("Nowhere", []),
    ("", []),
    ("'; drop table key; --", []),
]


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return small(tmp_path_factory.mktemp("gazetteer") / "small.sqlite")


@pytest.mark.parametrize(("name", "sources"), FOUND)
def test_names_are_found_the_most_peopled_first(gazetteer: Gazetteer, name: str, sources: list[str]) -> None:
    assert list(dict.fromkeys(h.place.source for h in gazetteer.find(name))) == sources


def test_a_spelling_is_told_from_a_name(gazetteer: Gazetteer) -> None:
    assert [h.exact for h in gazetteer.find("Qaşr az Zubārah")] == [True]
    assert [h.exact for h in gazetteer.find("Qasr al-Zubara")] == [False]
    assert gazetteer.find("Qasr al-Zubara", spelt=False) == ()


def test_divisions_have_names(gazetteer: Gazetteer) -> None:
    assert gazetteer.division("XM") == "Merevia"
    assert gazetteer.division("XM", "01") == "Kessar"
    assert gazetteer.division("XM", "01", "003") == "Ember County"
    assert gazetteer.division("XM", "99", "1") is None
    assert gazetteer.division("XM", "") is None


def test_compiling_tells_its_progress_and_leaves_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "rows", lambda: iter(ROWS))
    told: list[float] = []
    compiler.compiled(tmp_path / "deep" / "g.sqlite", progress=told.append)
    assert told == sorted(told) and told[-1] == 1.0
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["g.sqlite"]


def test_compiling_at_once_gives_one_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "rows", lambda: iter(ROWS * 1))
    path = tmp_path / "g.sqlite"
    found: list[int] = []

    def build() -> None:
        found.append(len(opened(path, anew=True).find("Halvin")))

    threads = [threading.Thread(target=build) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [2] * 4
    assert [p.name for p in tmp_path.iterdir()] == ["g.sqlite"]


def test_an_older_gazetteer_is_compiled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "g.sqlite"
    small(path).close()
    with sqlite3.connect(path) as base:
        base.execute("update about set value = 'older'")
    base.close()
    with pytest.raises(GazetteerError, match="another version"):
        Gazetteer(path)
    monkeypatch.setattr(compiler, "rows", lambda: iter(ROWS))
    assert opened(path).find("Halvin")


@pytest.mark.parametrize(
    "content", [b"a report of the events in Dol Aren, kept by somebody", b"SQLite format 3\0 broken"]
)
def test_a_file_of_another_kind_is_never_written_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.sqlite"
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match=r"not a compiled gazetteer.*places build"):
        opened(path)
    assert path.read_bytes() == content


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GazetteerError, match="ONRECORD_GAZETTEER"):
        opened(tmp_path / "file" / "g.sqlite")


def test_the_path_is_the_named_one_or_in_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_GAZETTEER", "/srv/g.sqlite")
    assert gazetteer_path() == Path("/srv/g.sqlite")
    monkeypatch.delenv("ONRECORD_GAZETTEER")
    assert compiler.digest() in gazetteer_path().name


def test_packaged_places_are_whole() -> None:
    kinds = set()
    for row in islice(compiler.rows(), 60_000):
        source, kind, name, others, latitude, longitude, country, _, _, people = row
        assert source.partition(":")[0] in ("geonames", "gns", "gnis") and name
        assert -90 <= latitude <= 90 and -180 <= longitude <= 180 and len(country) == 2 and people >= 0
        assert all(others)
        kinds.add(kind)
    assert kinds == {"C", "A1", "A2", "P", "K", "F"}


def test_data_files_speak_of_packaged_places() -> None:
    codes = set()
    for source, kind, _, _, _, _, country, admin1, _, _ in islice(compiler.rows(), 40_000):
        codes.add(source)
        if kind in ("C", "A1"):
            codes.add(f"{country}.{admin1}" if admin1 else country)
    data = {
        name: tomllib.loads((compiler.DATA / name).read_text("utf-8")) for name in ("countries.toml", "states.toml")
    }
    assert set(data["countries.toml"]["countries"]) <= codes
    assert {f"{c}.{a}" for c, table in data["states.toml"]["divisions"].items() for a in table} <= codes
    assert set(data["states.toml"]["points"]) <= codes
