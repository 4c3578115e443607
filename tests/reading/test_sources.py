"""Sources set to a single noun phrase."""

from __future__ import annotations

import pytest

from onrecord.reading.sources import source


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        ("But the mayor said so.", "But the mayor", "the mayor"),
        ("The Ministry of Health said so.", "Health", "Ministry of Health"),
        ("A man who said so.", "A man who", "who"),
        ("The said so.", "The", None),
        # Another speaker before it, or where it was said.
        ("A clerk says six, locals reckon eight.", "A clerk says six, locals", "locals"),
        (
            "A report by the council, ten pages long, says so.",
            "A report by the council, ten pages long",
            "A report by the council, ten pages long",
        ),
        ("In Letter 109 we wrote so.", "Letter 109 we", "we"),
        ("Aides at Dol General, he adds, saw it.", "at Dol General, he", "he"),
        # 'A:' in an interview, a name cut at its hyphen, whose view it is.
        ("A: I do not know.", "A", "A"),
        ("A clerk of Pan-Lakes said so.", "A clerk of Pan-", "A clerk of Pan-Lakes"),
        ("My own view is this.", "own", "My"),
        ('A man they call "the Boss" said so.', 'A man they call "the Boss', 'A man they call "the Boss"'),
        # When and how it came to be said.
        ("Said a clerk, Aru Devan, on Sunday.", "a clerk, Aru Devan, on Sunday", "a clerk, Aru Devan"),
        ("The deputy, questioned about it, said so.", "The deputy, questioned", "The deputy"),
        ("Named by the coroner as Aru Devan.", "the coroner as", "the coroner"),
        ("The mayor and he said so.", "The mayor and he", "The mayor and he"),
    ],
)
def test_source(text: str, marked: str, expected: str | None) -> None:
    start = text.index(marked)
    found = source((start, start + len(marked)), text)
    assert (text[found[0] : found[1]] if found else None) == expected
