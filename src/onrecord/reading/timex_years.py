"""Makers of years: which four digits are one, and which count something or number a house."""

from __future__ import annotations

from datetime import date

from onrecord.reading.timex_calendar import day, whole
from onrecord.reading.timex_dates import Maker, full_year, iso, part_of
from onrecord.reading.timex_scene import Made, Reading, dated, year_in_words
from onrecord.reading.timex_words import vocabulary

# Before these, 'in' aside, four digits are seldom a year of the news; a museum's report may say 'in 1644.'
_FIRST, _LAST = 1800, 2099
_OLDEST = 1500
# How far a street's name may be from the number of its house: '1900 N. Old Varn Road'.
_STREET = 5
_CLOSING = frozenset({"", ".", ",", ";", ")", "]", "!", "?", '"', "'", "’", "”", "\n\n"})


def _year(r: Reading) -> Made | None:
    if r.has("c"):
        year = year_in_words(r.scene.tokens, *r.phrase.parts["c"])
        return dated(iso(year)) if year and 1 <= year <= 9999 else None
    year = full_year(r)
    if year is None or not _is_year(r, year):
        return None
    return dated(iso(year), part=part_of(r))


def _is_year(r: Reading, year: int) -> bool:
    words = vocabulary()
    before, after = r.before(), r.after()
    if before in words.numbered or (before == "." and r.before(2) in ("no", "nos", "sec", "art", "para")):
        return False
    certain = before in words.yearly
    if _block(r) or (not certain and before != "the" and _street(r)):
        return False
    if after in words.counted or (after in ("-", "–") and r.after(1) in words.counted):
        return _opening(r, year)
    if r.has("p") or r.has("f") or "year" in r.said():
        return year <= _LAST + 100
    if not _FIRST <= year <= _LAST:
        return before in ("in", "since") and _OLDEST <= year < _FIRST and after in _CLOSING
    if certain:
        return True
    return _fits(r, year, before)


def _fits(r: Reading, year: int, before: str) -> bool:
    """Whether a number that could be a year is one, where the word before it does not settle that."""
    words = vocabulary()
    round_number = year % 100 == 0
    plural = _plural(r)
    if round_number and r.after(1) in words.counted and _word(r, 0).islower():
        return False  # '2000 displaced people'
    if before in words.approximate or (before, r.before(2)) in (("to", "up"), ("than", "more"), ("than", "fewer"),
                                                                ("than", "less")):  # fmt: skip
        return before in ("about", "around") and not round_number and not plural
    if before in words.dating:
        return not (round_number and plural)
    if not year >= 1900 or plural or before == "at":
        return False
    return not round_number or (r.after() in _CLOSING and not before.endswith(("ed", "ing")))


def _word(r: Reading, distance: int) -> str:
    """The word that stands ``distance`` tokens behind the phrase, as it is spelt."""
    tokens, n = r.scene.tokens, r.phrase.end + distance
    return tokens.text[tokens.starts[n] : tokens.ends[n]] if n < len(tokens.starts) else ""


def _plural(r: Reading) -> bool:
    said = _word(r, 0)
    return len(said) > 3 and said.endswith("s") and said.islower()


def _opening(r: Reading, year: int) -> bool:
    """Whether 'In 2019 soldiers ..' opens a sentence: there the number is a year all the same."""
    tokens, n = r.scene.tokens, r.phrase.start - 1
    today = r.scene.today or date(2030, 1, 1)
    return (
        n >= 0
        and tokens.text[tokens.starts[n] : tokens.ends[n]] in ("In", "Since")
        and 1950 <= year <= today.year + 1
        and year % 100 != 0
    )


def _block(r: Reading) -> bool:
    """'the 1900 block', 'the 1900 and 2000 blocks'."""
    if r.after() in ("and", "or", "to", "-", "–", "/", ","):
        return r.after(1).isdigit() and r.after(2) in ("block", "blocks")
    return r.after() in ("block", "blocks") or (r.after() in ("-", "–") and r.after(1) in ("block", "blocks"))


def _street(r: Reading) -> bool:
    """Whether a street's name follows: '1900 Second Avenue', '1950 N. Old Varn Rd.'"""
    words = vocabulary()
    for n in range(_STREET):
        said = _word(r, n)
        if n and said.lower() in words.streets:
            return True
        if not (said[:1].isupper() or said[:1].isdigit() or (n and said == ".")):
            return False
    return False


def _years(r: Reading) -> Made | None:
    first = full_year(r)
    last = int(r.value("z")) if r.value("z").isdigit() else -1
    if first is None or len(r.value("z")) != 2 or r.after() in ("block", "blocks"):
        return None
    year = first // 100 * 100 + last
    if year != first + 1 and not first < year <= first + 20:
        return None
    days = whole(day(first, 1, 1), day(year, 12, 31))
    return Made("date", f"{first:04d}/{year:04d}", days) if days and first >= 1800 else None


def _the_year(r: Reading) -> Made | None:
    """'The year' by itself: the one that its sentence named, else that of publication."""
    scene = r.scene
    words = vocabulary()
    tokens, at = scene.tokens, r.phrase.end - 1
    if tokens.text[tokens.starts[at]].isupper() and not tokens.text[tokens.starts[at] : tokens.ends[at]].isupper():
        return None  # 'Nurse of the Year'
    if r.before() not in words.beforeyear or r.after() in words.notyear:
        return None
    named = scene.anchor if scene.anchor and scene.same_sentence(r.phrase.start) else None
    if named and named.first.year == named.last.year:
        return dated(iso(named.first.year))
    return dated(iso(scene.today.year)) if scene.today else Made("date", "XXXX")


MAKERS: dict[str, Maker] = {"year": _year, "years": _years, "theyear": _the_year}
