"""What times say of each other once all are found: a clock time's day, the day counted from another, the dateline."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from onrecord.reading import timex_dates, timex_feasts, timex_spells
from onrecord.reading.timex_calendar import Days, shift
from onrecord.reading.timex_grammar import Phrase
from onrecord.reading.timex_scene import Made, Reading, Scene
from onrecord.reading.timex_tokens import Tokens, letters
from onrecord.reading.timex_words import vocabulary

Found = list[tuple[Phrase, Made]]

# A dateline begins within these characters and opens its line: 'SAN MARO, 12 JAN 91 (RADIO VERA) -- [TEXT]'.
_WITHIN, _HEAD, _HEAD_WORDS = 160, 60, 8
_OPENS = re.compile(r"\s*(?:[(\[][^()\[\]\n]{0,60}[)\]]\s*){0,2}(?:--|[—–]|-\s|\[TEXT\])", re.IGNORECASE)
_STOPS = re.compile(r"[.:]\s")
_LETTERS = re.compile(r"[^\W\d_]+")
_PREPOSITIONS = frozenset(["on", "in", "of", "since", "by", "until", "from", "at", "after", "before", "the", "to"])
_DATES = frozenset(["iso", "slash", "month_day", "solar"])
_MAKERS = {**timex_dates.MAKERS, **timex_feasts.MAKERS}
# How many tokens before a day may be taken up by the word that says it is when something was said.
_SAYING = 4
# The hours before this one belong to the night that the day before gives its name.
_DAYBREAK = "05"


def dateline(tokens: Tokens, phrases: Sequence[Phrase]) -> tuple[Phrase, date] | None:
    """The full date of the text's dateline and its day; None where it has none."""
    for phrase in phrases:
        start, end = tokens.starts[phrase.start], tokens.ends[phrase.end - 1]
        if start > _WITHIN:
            return None
        if phrase.kind not in _DATES or not _opens(tokens.text, start, end):
            continue
        made = _MAKERS[phrase.kind](Reading(Scene(tokens, None), phrase))
        if made and made.days and made.days.first == made.days.last:
            return phrase, made.days.first
    return None


def _opens(text: str, start: int, end: int) -> bool:
    """Whether nothing but names stands before a date in its line, and a dash or a bracket and a dash behind it."""
    head = text[text.rfind("\n", 0, start) + 1 : start]
    names = _LETTERS.findall(head)
    if len(head) > _HEAD or len(names) > _HEAD_WORDS or not all(n[0].isupper() for n in names):
        return False
    if names and names[-1].lower() in _PREPOSITIONS:
        return False
    # 'VARN (KNA) — 7 August 2031. Two died'
    ends_it = head.rstrip()[-1:] in ("-", "–", "—") and _STOPS.match(text, end)
    return bool(_OPENS.match(text, end) or ends_it)


def timed(tokens: Tokens, found: Found, line: Phrase | None, today: date | None = None) -> Found:
    """Gives a clock time the day that its sentence names, the one behind it before the one before it; else the only
    one of its paragraph; else the only one of the sentence before it. 'Six weeks' of 'six weeks after 3 March' gets the
    day that this makes. A dateline (``line``) is no day of its paragraph, nor is a day on which something was said.
    The hours that open the entries of a live page are of the day of publication (``today``).
    """
    out = list(found)
    stamps = _stamps(tokens, found, today)
    places = _Places(tokens, found, line)
    for n, (phrase, made) in enumerate(found):
        if phrase.kind == "duration" and n + 1 < len(found):
            near, when = found[n + 1]
            direction = {"after": 1, "before": -1}.get("".join(tokens.lower[phrase.end : phrase.end + 1]), 0)
            if direction and when.days and near.start - phrase.end <= 4 and _together(tokens, phrase.end, near.start):
                out[n] = (phrase, made._replace(days=timex_spells.moved(when.days, made.value, direction)))
        if phrase.kind != "clock" or not made.value.startswith("XXXX-XX-XXT"):
            continue
        if n in stamps:
            if own := stamps[n]:
                out[n] = (phrase, Made("time", f"{own}{made.value[10:]}", Days(own, own)))
            continue
        small = made.value[11:13] < _DAYBREAK and not phrase.parts.get("z")  # the night is local
        one = _beside(tokens, found, n, small) or places.only(phrase, small)
        if one:
            out[n] = (phrase, Made("time", f"{one}{made.value[10:]}", Days(one, one)))
    return out


# What stands between the hour of an entry and its words; such hours are stamps where there are more than one.
_ENTRY = re.compile(r"[ \t]*(?:[-–—:|\])]+\s|\n|$)")
_LEAST = 2


def _stamps(tokens: Tokens, found: Found, today: date | None) -> dict[int, date | None]:
    """The hours that open the entries of a live page, with their days: that of publication, and of a page whose newest
    entry comes first the day before it below midnight; None where the page does not tell."""
    text = tokens.text
    out = [
        n
        for n, (phrase, made) in enumerate(found)
        if phrase.kind == "clock"
        and made.value.startswith("XXXX-XX-XXT")
        and not text[text.rfind("\n", 0, tokens.starts[phrase.start]) + 1 : tokens.starts[phrase.start]].strip(
            " \t*•[("
        )
        and _ENTRY.match(text, tokens.ends[phrase.end - 1])
    ]
    if len(out) < _LEAST:
        return {}
    hours = [found[n][1].value[11:16] for n in out]
    newest = sum(a > b for a, b in pairwise(hours)) >= sum(a < b for a, b in pairwise(hours))
    days: dict[int, date | None] = {}
    when = today
    for n, hour, before in zip(out, hours, [hours[0], *hours], strict=False):
        if when and newest and hour > before:
            when = shift(when, -1)
        elif hour < before and not newest:
            when = None
        days[n] = when
    return days


def _day(made: Made, small: bool) -> date | None:
    """The single day that a time names; of 'Friday night' and half past midnight (``small``) the next."""
    days = made.days
    if not days or days.first != days.last or made.type not in ("date", "time"):
        return None
    return shift(days.first, 1) if small and made.value.endswith("TNI") else days.first


def _beside(tokens: Tokens, found: Found, n: int, small: bool) -> date | None:
    """The day that stands nearest to a time of day in its sentence."""
    phrase = found[n][0]
    for other in (n + 1, n + 2, n - 1, n - 2):
        if not 0 <= other < len(found):
            continue
        near, when = found[other]
        left, right = (phrase, near) if other > n else (near, phrase)
        one = _day(when, small)
        if one and _together(tokens, left.end, right.start):
            return one
    return None


def _together(tokens: Tokens, start: int, end: int) -> bool:
    """Whether nothing ends a sentence between two tokens that stand near each other."""
    stops = letters()["stop"] + letters()["break"]
    return 0 <= end - start <= 25 and not any(c in stops for c in tokens.classes[start:end])


class _Places:
    """The single days that each paragraph and each sentence names."""

    def __init__(self, tokens: Tokens, found: Found, line: Phrase | None) -> None:
        self.tokens = tokens
        self.sentences, self.paragraphs = _ends(tokens)
        self.of_sentence: dict[int, dict[date, Made]] = {}
        self.of_paragraph: dict[int, dict[date, Made]] = {}
        for phrase, made in found:
            one = _day(made, False)
            if one is None or (line and phrase.start == line.start) or _said(tokens, phrase):
                continue
            self.of_sentence.setdefault(self._sentence(phrase), {})[one] = made
            self.of_paragraph.setdefault(bisect_right(self.paragraphs, phrase.start), {})[one] = made

    def _sentence(self, phrase: Phrase) -> int:
        return bisect_right(self.sentences, phrase.start)

    def only(self, phrase: Phrase, small: bool) -> date | None:
        """The day that a time of day takes from its paragraph or from the sentence before its own."""
        around = self.of_paragraph.get(bisect_right(self.paragraphs, phrase.start), {})
        before = self.of_sentence.get(self._sentence(phrase) - 1, {})
        return next((_day(next(iter(d.values())), small) for d in (around, before) if len(d) == 1), None)


def _said(tokens: Tokens, phrase: Phrase) -> bool:
    """Whether a word of saying stands shortly before a day in its sentence ('said on Sunday', not 'said Sunday's')."""
    saying, stops = vocabulary().saying, letters()["stop"] + letters()["break"]
    if "".join(tokens.lower[phrase.end : phrase.end + 2]) in ("'s", "’s"):
        return False
    for n in range(phrase.start - 1, max(-1, phrase.start - 1 - _SAYING), -1):
        if tokens.classes[n] in stops:
            return False
        if tokens.lower[n] in saying:
            return True
    return False


def _ends(tokens: Tokens) -> tuple[list[int], list[int]]:
    """The tokens that sentences and paragraphs end with. In a text without blank lines, a line that ends a sentence
    ends a paragraph. A stop before a small letter ends nothing ('4 a.m. on')."""
    stop, gap = letters()["stop"], letters()["break"]
    text = tokens.text
    lined = gap not in tokens.classes
    sentences: list[int] = []
    paragraphs: list[int] = []
    for n, letter in enumerate(tokens.classes):
        end = tokens.ends[n]
        if letter == gap:
            if not sentences or sentences[-1] < n - 2:  # a stop and a quotation mark may stand before it
                sentences.append(n)
            paragraphs.append(n)
            continue
        if letter != stop and tokens.lower[n] not in ("!", "?"):
            continue
        behind = text[end : end + 4].lstrip("\"'”’)")
        following = behind.lstrip()[:1]
        if behind[:1].isspace() and not following.islower():
            sentences.append(n)
            if lined and "\n" in behind[: len(behind) - len(behind.lstrip())]:
                paragraphs.append(n)
    return sentences, paragraphs
