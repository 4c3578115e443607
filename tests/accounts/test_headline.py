"""What a title says by itself. Every title is invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.accounts import headline
from onrecord.accounts.rarity import rarity, words

# fmt: off
TITLES = [
    # the title, its numbers, whether it tells that people were harmed
    ("Two killed on Ravel bus",                        (2,),    True),
    ("8-year-old and nine others hurt at Ravel quay",  (8, 9),  True),
    ("One dead; twelve wounded; one held",             (1, 12), True),
    ("Budget of 2031 grows by 300 million",            (),      False),
    ("Ravel's 40th flower market opens",               (),      False),
    ("Shots in the dark: 12 photographs of Dunmar",    (12,),   False),
    ("Air raid on Dunmar: shelling goes on",           (),      True),
    ("Ravel bus toll rises to eight as two die",       (),      False),
    ("٣ in Dunmar",                                    (),      False),
    ("",                                               (),      False),
]
# fmt: on


@pytest.mark.parametrize(("title", "numbers", "harms"), TITLES)
def test_a_title_by_itself(title: str, numbers: tuple[int, ...], harms: bool) -> None:
    assert headline.numbers(title) == numbers
    assert headline.harms(title) is harms


def test_the_rarest_words_of_a_title_name_it() -> None:
    assert headline.names(("12", "bus", "dunmarra", "killed", "okarro", "zaruq")) == ("dunmarra", "okarro", "zaruq")
    assert headline.names(("killed", "the", "shooting")) == ()


@given(st.text(max_size=200))
def test_any_title_is_read(title: str) -> None:
    found = headline.numbers(title)
    assert list(found) == sorted(set(found)) and all(0 < n < 100 for n in found)
    named = headline.names(tuple(dict.fromkeys(words(title))))
    assert len(named) <= headline.NAMES and all(rarity(w) >= headline.NAMING for w in named)
