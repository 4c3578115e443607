"""What a time expression is read against: the day of publication, the times before it, the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from onrecord.reading.timex_calendar import Days, covered
from onrecord.reading.timex_grammar import Phrase
from onrecord.reading.timex_tokens import Tokens, letters
from onrecord.reading.timex_words import vocabulary
from onrecord.record import TimexType

# How far to look for a verb, in tokens: a clause of news, seldom longer.
_BACK, _AHEAD = 14, 8
# And for the beginning of a sentence.
_SENTENCE = 60
_ENDS = frozenset({".", "!", "?", ";"})


class Made(NamedTuple):
    """What a phrase means: ``value`` as in TIMEX3, the ``days`` that it fixes, and which part of them.

    ``skip`` tokens at its beginning say which part and do not belong to the span ('earlier this week').
    """

    type: TimexType
    value: str
    days: Days | None = None
    part: str = ""
    skip: int = 0


# What a phrase is that looks like a time and names none ('31 February'): nothing in it is read as another.
VOID = Made("date", "")


def dated(value: str, *, part: str = "", kind: TimexType = "date") -> Made:
    """A time whose days its value says."""
    return Made(kind, value, covered(value), part)


@dataclass(slots=True)
class Scene:
    """One text being read from its beginning.

    ``today`` is the day of publication; ``anchor`` the last day or span of days that the text named, with its
    ``anchor_value`` and the token ``anchor_at`` that it begins at; ``quarter`` the last quarter that it named, which
    'a year ago' is then said of; ``order`` and ``business`` what its dates with strokes and its words have told.
    """

    tokens: Tokens
    today: date | None
    anchor: Days | None = None
    anchor_value: str = ""
    anchor_at: int = -1
    quarter: tuple[int, int] | None = None
    order: str | None = None
    business: bool | None = None

    def of_business(self) -> bool:
        """Whether the text is of money, so that 'the quarter' is three months and no part of a town."""
        if self.business is None:
            self.business = not vocabulary().business.isdisjoint(self.tokens.lower)
        return self.business

    def same_sentence(self, token: int) -> bool:
        """Whether the anchor stands in the sentence of a token behind it, as far as a sentence is long."""
        if not 0 <= token - self.anchor_at <= _SENTENCE:
            return False
        return not any(w in _ENDS or not w.strip() for w in self.tokens.lower[self.anchor_at : token])


class Reading(NamedTuple):
    """A phrase in its scene, with what its parts say."""

    scene: Scene
    phrase: Phrase

    def words(self, part: str) -> str:
        """The words of a part in lower case, blanks between tokens; empty where the phrase has none."""
        span = self.phrase.parts.get(part)
        return " ".join(self.scene.tokens.lower[span[0] : span[1]]) if span else ""

    def said(self) -> str:
        """The words of the whole phrase in lower case."""
        return " ".join(self.scene.tokens.lower[self.phrase.start : self.phrase.end])

    def value(self, part: str) -> str:
        """What the vocabulary says of the first token of a part."""
        span = self.phrase.parts.get(part)
        return self.scene.tokens.values[span[0]] if span else ""

    def has(self, part: str) -> bool:
        """Whether the phrase has the part."""
        return part in self.phrase.parts

    def before(self, distance: int = 1) -> str:
        """The word that stands ``distance`` tokens before the phrase."""
        n = self.phrase.start - distance
        return self.scene.tokens.lower[n] if n >= 0 else ""

    def after(self, distance: int = 0) -> str:
        """The word that stands ``distance`` tokens behind the phrase's end."""
        n = self.phrase.end + distance
        return self.scene.tokens.lower[n] if n < len(self.scene.tokens.lower) else ""

    def number(self, part: str) -> float | None:
        """The number that a part says, in digits or words; None where it says none or is vague."""
        span = self.phrase.parts.get(part)
        if not span:
            return None
        return number_of(self.scene.tokens, *span)

    def leaning(self) -> int:
        """1 where the words around the phrase look ahead, -1 where they look back, 0 where they do not say."""
        return leaning(self.scene.tokens, self.phrase.start, self.phrase.end)


def number_of(tokens: Tokens, start: int, end: int) -> float | None:
    """The number said by tokens ``[start, end)``: '20', '1,000', 'twenty-four', 'two hundred', 'a dozen', 'half an'."""
    code = letters()
    numeric = {code[c] for c in ("small", "two", "four", "year", "number")}
    total, current, found = 0.0, 0.0, False
    for n in range(start, end):
        letter, value = tokens.classes[n], tokens.values[n]
        if letter in numeric:
            current, found = _figure(value), True
        elif letter == code["card"]:
            current, found = current + int(value), True
        elif letter == code["half"]:
            current, found = current + 0.5, True
        elif letter == code["big"]:
            current, found = max(current, 1) * int(value), True
            if int(value) >= 1000:
                total, current = total + current, 0
        elif letter == code["dozen"]:
            current, found = max(current, 1) * 12, True
        elif letter == code["a"] and n == start and end - start == 1:
            current, found = 1, True
    return total + current if found else None


def _figure(value: str) -> float:
    if "/" in value:
        whole, _, fraction = value.replace("-", " ").partition(" ")
        over, _, under = fraction.partition("/")
        return int(whole) + (int(over) / int(under) if int(under) else 0)
    return float(value.replace(",", ""))


def year_in_words(tokens: Tokens, start: int, end: int) -> int | None:
    """'nineteen ninety-six' is 1996, 'two thousand and four' 2004; None for other numbers."""
    code = letters()
    parts = [(tokens.classes[n], int(tokens.values[n])) for n in range(start, end) if tokens.values[n].isdigit()]
    if any(letter == code["big"] and value != 1000 for letter, value in parts):
        return None
    if any(letter == code["big"] for letter, _ in parts):
        number = number_of(tokens, start, end)
        return int(number) if number and 2000 <= number <= 2099 else None
    values = [value for _, value in parts]
    if len(values) >= 2 and 17 <= values[0] <= 20 and values[1] >= 10 and (len(values) == 2 or values[2] < 10):
        return values[0] * 100 + sum(values[1:3])
    return None


def leaning(tokens: Tokens, start: int, end: int) -> int:
    """The direction that the nearest verb gives to what stands at tokens ``[start, end)``."""
    words, other = vocabulary(), letters()["other"]
    lower, classes = tokens.lower, tokens.classes
    before = tuple(lower[max(0, start - 3) : start])
    if before[-1:] == ("since",):
        return -1
    if before in (("as", "soon", "as"), ("as", "early", "as"), ("as", "late", "as")):
        return 1
    # Of what is 's, something is told: 'Friday's raid'.
    owned = "".join(lower[end : end + 2]) in ("'s", "’s")
    for n in range(start - 1, max(-1, start - 1 - _BACK), -1):
        word = lower[n]
        if word in _ENDS or not word.strip():
            break
        left = lower[n - 1] if n else ""
        if word == "until":
            return 1 if left not in ("", ".", "up") and left.strip() else -1
        if owned or classes[n] not in (other, letters()["to"], letters()["next"]):
            continue
        if word == "set":
            return 1 if lower[n + 1] in ("to", "for") else -1
        if word in words.ahead and not (word in words.nouns and left in words.determiners):
            return 1
        if (word == "to" and left in ("is", "are")) or (word == "be" and left == "to"):
            return 1
        if left not in ("be", "to") and (word in words.behind or _past(tokens, n)):
            return -1
    for n in range(end, min(len(lower), end + _AHEAD)):
        word = lower[n]
        if word in _ENDS or not word.strip():
            break
        if classes[n] == other and not owned and word in ("will", "would", "ll", "shall"):
            return 1
        if word in words.behind or (_past(tokens, n) and classes[n] == other):
            return -1
    return 1 if before[-1:] in (("by",), ("till",)) else 0


def _past(tokens: Tokens, n: int) -> bool:
    """Whether a token ends like a verb of the past and is no name ('the United States')."""
    word = tokens.lower[n]
    if not word.endswith("ed") or len(word) < 5 or word == "united":
        return False
    return not tokens.text[tokens.starts[n] : tokens.ends[n]].istitle()
