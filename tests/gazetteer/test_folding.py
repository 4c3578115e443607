"""Keys of names: what is the same name, what is the same name spelt otherwise, and what is another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.gazetteer.folding import loose, plain

SPELLINGS = [
    ("Tarmiyah", "Tarmia", "al-Tarmiya", "Ṭārmīya", "Al Tarmiyah", "at-Tarmiyah"),
    ("Deir ez-Zor", "Deir al-Zor", "Dayr az-Zor", "Deir Az Zor"),
    ("Deir al-Zour", "Dayr az Zawr"),
    ("Douma", "Duma", "Dūmā"),
    ("Khan Sheikhoun", "Khān Shaykhūn", "Khan Sheikhun"),
    ("Saraqeb", "Sarāqib", "Saraqib"),
    ("Baghouz", "al-Baghuz"),
    ("Raqqa", "ar-Raqqah", "Al Raqqah"),
    ("Kyiv", "Kyyiv", "Kiev"),
    ("Bakhmut", "Bahmut"),
    ("Hass", "Has"),
]
SAME = [
    ("St. Paul", "Saint Paul"),
    ("U.S.", "US"),
    ("U. S.", "us"),
    ("W.Va.", "W. Va."),
    ("Côte-d’Ivoire", "Cote dIvoire"),
    ("Kessar Co.", "kessar county"),
    ("N. Kessar", "North Kessar"),
    ("ŁÓDŹ", "lodz"),
    ("Weißhalvin", "weisshalvin"),
]
OTHER = [("Paris", "Peris"), ("Halvin", "Halvor"), ("Kessar", "Kosser"), ("Homs", "Hama")]


@pytest.mark.parametrize("names", SPELLINGS, ids=lambda names: names[0])
def test_spellings_of_a_name_share_its_loose_key(names: tuple[str, ...]) -> None:
    assert len({loose(plain(n)) for n in names}) == 1


@pytest.mark.parametrize(("one", "two"), SAME)
def test_writings_of_a_name_share_its_plain_key(one: str, two: str) -> None:
    assert plain(one) == plain(two) != ""


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_other_names_have_other_keys(one: str, two: str) -> None:
    assert loose(plain(one)) != loose(plain(two))


@given(st.text(max_size=60))
def test_keys_are_settled_and_never_longer_than_they_should_be(text: str) -> None:
    key = plain(text)
    assert plain(key) == key
    assert bool(loose(key)) == bool(key)
    assert key == key.strip() and "  " not in key
