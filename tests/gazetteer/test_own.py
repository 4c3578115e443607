"""A person's own places: what is read, and what is said of each mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.gazetteer import GazetteerError, own_file, own_path, read_own
from onrecord.gazetteer.own import lint

HEAD = "name,latitude,longitude,country,admin1,alternatives,population,kind\n"
ROOT = Path(__file__).parents[2]

WRONG = [
    ("name,lat,lon\nDol Aren,1,2\n", "the first line lacks latitude, longitude"),
    ("", "the first line lacks name, latitude, longitude"),
    ("name,latitude,longitude,colour\nDol Aren,1,2,red\n", "there is no column 'colour'"),
    (HEAD + "Dol Aren,91,2,,,,,\n", "line 2: the latitude '91' is not a number from -90 to 90"),
    (HEAD + "Dol Aren,1,east,,,,,\n", "line 2: the longitude 'east'"),
    (HEAD + "Dol Aren,nan,2,,,,,\n", "the latitude 'nan'"),
    (HEAD + ",1,2,,,,,\n", "the name is empty"),
    (HEAD + "—,1,2,,,,,\n", "the name is empty"),
    (HEAD + "Dol Aren,1,2,,,,many,\n", "the population 'many'"),
    (HEAD + "Dol Aren,1,2,,,,-4,\n", "the population '-4'"),
    (HEAD + "Dol Aren,1,2,,,,,castle\n", "there is no kind 'castle'"),
    (HEAD + "Dol Aren,1,2\n", "fewer fields"),
    (HEAD + "Dol Aren,1,2,,,,,town,x\n", "more fields"),
    (HEAD + "Dol Aren,1,2,,,,,\n\nDol-Aren,1,2,,,,,\n", "line 4: 'Dol-Aren' stands in line 2 too"),
    (HEAD + '"Dol Aren,1,2,,,,,\n', "this is not CSV"),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "places.csv"


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_each_mistake_is_a_sentence_with_its_line(file: Path, text: str, said: str) -> None:
    file.write_text(text, "utf-8")
    (sentence,) = lint(file)
    assert said in sentence and str(file) in sentence and sentence.endswith(".")
    with pytest.raises(GazetteerError):
        read_own(file)


def test_every_mistake_is_told(file: Path) -> None:
    file.write_text(HEAD + "A,100,0,,,,,\nB,0,0,,,,,\nC,0,200,,,,,\n", "utf-8")
    assert len(lint(file)) == 2


def test_a_file_that_is_not_there_or_not_utf8_is_said_to_be(file: Path) -> None:
    assert "cannot be read" in lint(file)[0]
    file.write_bytes(HEAD.encode() + b"D\xf4l,1,2,,,,,\n")
    assert "not UTF-8" in lint(file)[0]


def test_alternatives_comments_and_an_excel_mark_are_read(file: Path) -> None:
    file.write_text(
        "\ufeff# ours\n" + HEAD + "# more\nDol Aren,-38.05,-21.65,Merevia,Kessar,Dolaren|Old Aren,24000,town\n", "utf-8"
    )
    own = read_own(file)
    assert {h.place.source for key in ("dol aren", "dolaren", "old aren") for h in own.exact[key]} == {"own:dol-aren"}
    assert own.keyed("dol arin")[0].exact is False
    assert own.keyed("nowhere") == ()


def test_no_file_is_no_places() -> None:
    assert read_own(None).exact == {}


def test_the_file_is_the_named_one_or_in_the_config_folder(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_PLACES", str(file))
    assert own_path() == own_file() == file
    monkeypatch.delenv("ONRECORD_PLACES")
    assert own_path().parts[-2:] == ("onrecord", "places.csv")


def test_the_places_of_the_samples_are_without_mistakes() -> None:
    own = read_own(ROOT / "samples" / "places.csv")
    assert {"dol aren", "merevia", "ostrel", "halvin", "kessar"} <= set(own.exact)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_no_text_breaks_the_check(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_text(HEAD + text, "utf-8")
    assert all(isinstance(s, str) for s in lint(path))
