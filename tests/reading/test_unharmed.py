"""People counted whom nothing befell are no figures."""

from __future__ import annotations

import pytest

from onrecord.reading.counts import count_phrases
from onrecord.reading.unharmed import less_unharmed
from onrecord.reading.words import page
from reading.test_signs import counting


@pytest.mark.parametrize(
    ("text", "marked", "kept"),
    [
        ("61 bodies were found and 143 people were rescued.", ("61 bodies", "143 people"), ("61 bodies",)),
        ("A ship rescued 24 survivors, among them a baby.", ("24 survivors", "a baby"), ()),
        (
            "It left with 96 people on board, including at least 15 women.",
            ("15 women",),
            (),
        ),
        ("The manifest lists 212 passengers and 18 crew.", ("212 passengers", "18 crew"), ()),
        ("A boat carrying around 95 people went down.", ("95 people",), ()),
        ("We pulled 12 people out alive.", ("12 people",), ()),
        ("Four men survived by hiding.", ("Four men",), ()),
        ("A fourth child escaped unhurt.", ("A fourth child",), ()),
        ("Two co-defendants were sentenced to 12 years.", ("Two co-defendants",), ()),
        ("Twelve men are on trial.", ("Twelve men",), ()),
        ("It upheld the death sentences of six persons.", ("six persons",), ()),
        ("Dana Holt, 35, lost her husband.", ("Dana Holt",), ()),
        # Words of harm beside them come first.
        ("A porter lost his life.", ("A porter",), ("A porter",)),
        ("Four survivors were wounded.", ("Four survivors",), ("Four survivors",)),
        ("They rescued 26 kidnapped villagers.", ("26 kidnapped villagers",), ("26 kidnapped villagers",)),
        ("Nine were rescued and two were killed.", ("Nine", "two"), ("two",)),
        ("Nine were rescued. Two died.", ("Nine", "Two"), ("Two",)),
        ("He was released with six others.", ("six others",), ("six others",)),
    ],
)
def test_whom_nothing_befell_is_not_counted(text: str, marked: tuple[str, ...], kept: tuple[str, ...]) -> None:
    p = page(text)
    found = less_unharmed(text, count_phrases(text), [counting(p, words) for words in marked])
    assert tuple(text[c.start : c.end] for c in found) == kept
