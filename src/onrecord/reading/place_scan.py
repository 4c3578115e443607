"""Runs of words that may name a place: the words of a text, and every run of them that the gazetteer knows."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple

from onrecord.gazetteer.compile import DATA
from onrecord.gazetteer.folding import plain
from onrecord.gazetteer.place import Hit

# Stops inside: 'U.S.', 'W.Va.'. Hyphens and apostrophes inside: 'Al-Minya', 'O'Leary'. The dot behind a lone word is
# taken later, where the word is an abbreviation.
_WORD = re.compile(r"(?:[^\W\d_]{1,2}\.){2,8}|[^\W\d_]+(?:[-'’ʻʼʾʿ‘`][^\W\d_]+)*(?:\.[^\W\d_]+\.?)?|\d[\d.,]*")
_POSSESSIVE = re.compile(r"['’`]s$", re.IGNORECASE)
_BLANK = re.compile(r"(?:['’`][sS])?[ \t\u00a0]{1,3}")
_LONGEST = 6
# Above this share of capitals among letters, capitals tell nothing.
_SHOUTED = 0.6


class Token(NamedTuple):
    """One word: where it stands, its words in small letters, whether it is capitalised and whether it opens a
    sentence. ``joined``: only blanks part it from the one before."""

    start: int
    end: int
    word: str
    low: str
    capital: bool
    opens: bool
    joined: bool


class Candidate(NamedTuple):
    """Words that may name a place: tokens ``first`` to ``last`` (half-open), and what the gazetteer has for them."""

    start: int
    end: int
    first: int
    last: int
    key: str
    hits: tuple[Hit, ...]


@cache
def words() -> dict[str, dict[str, frozenset[str]]]:
    """The tables of ``words.toml``; hyphens of its terms are blanks."""
    data = tomllib.loads((DATA / "words.toml").read_text("utf-8"))
    return {t: {k: frozenset(w.replace("-", " ") for w in v.split()) for k, v in d.items()} for t, d in data.items()}


@cache
def common() -> frozenset[str]:
    """Words that are written small more often than not."""
    return frozenset((DATA / "common.txt").read_text("utf-8").split())


def shouted(text: str) -> bool:
    """Whether the text is written in capitals, so that they tell nothing."""
    part = text[:20_000]
    letters = sum(map(str.isalpha, part))
    return letters > 0 and sum(map(str.isupper, part)) > _SHOUTED * letters


def tokens(text: str) -> list[Token]:
    """The words of a text."""
    out: list[Token] = []
    before = 0
    stopped = words()["scan"]["stopped"]
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match[0]
        if (mine := _POSSESSIVE.search(word)) and mine.start() > 0:
            end = start + mine.start()
            word = word[: mine.start()]
        if word in stopped and text[end : end + 1] == ".":
            end += 1
            word += "."
        gap = text[before:start]
        joined = bool(out) and _BLANK.fullmatch(gap) is not None
        opens = not out or (not joined and any(c in '.!?\n:;“”"—' for c in gap))
        out.append(Token(start, end, word, word.lower(), _capital(word), opens, joined))
        before = end
    return out


def _capital(word: str) -> bool:
    return word[0].isupper() or (word[1:2] in ("'", "’") and word[2:3].isupper())


def scan(
    text: str, seen: Sequence[Token], *, find: Callable[[str], tuple[Hit, ...]], loud: bool = False
) -> list[Candidate]:
    """The longest runs that the gazetteer knows, from left to right, none overlapping another."""
    inside = words()["scan"]["inside"]
    known = common()
    out: list[Candidate] = []
    i, n = 0, len(seen)
    while i < n:
        token = seen[i]
        if not (token.capital or token.low in ("al", "el")) or (loud and token.low in inside):
            i += 1
            continue
        # The furthest word that a name from here may reach.
        stop = i + 1
        while stop < min(n, i + _LONGEST) and seen[stop].joined and (seen[stop].capital or seen[stop].low in inside):
            stop += 1
        taken = None
        for last in range(stop, i, -1):
            end = seen[last - 1]
            if not end.capital or (loud and end.low in inside):
                continue
            # In capitals every word may begin a name; common words alone are none, but 'NEW YORK' is.
            if loud and last - i == 1 and token.low in known:
                continue
            if taken := _known(text, seen, i, last, find):
                break
        if taken is None and "-" in token.word:
            taken = _part(text, seen, i, find)
        if taken is not None:
            out.append(taken)
            i = taken.last
        else:
            i += 1
    return out


def _known(
    text: str, seen: Sequence[Token], first: int, last: int, find: Callable[[str], tuple[Hit, ...]]
) -> Candidate | None:
    start, end = seen[first].start, seen[last - 1].end
    key = plain(text[start:end])
    hits = find(key) if key else ()
    if not hits and last - first > 1 and seen[last - 1].low in words()["after"]["divisions"]:
        hits = divided(key, find)
    if not hits:
        return None
    if all(h.how == "short" for h in hits):
        # 'Ind.' and 'OR' are divisions, 'Ind' and 'Or' are not.
        raw = text[start:end]
        if text[end : end + 1] == "." and not raw.isupper():
            end += 1
        elif "." not in raw and not (raw.isupper() and (len(raw) > 2 or _behind_comma(text, start))):
            hits = tuple(h for h in hits if h.how != "short")
    elif last - first == 1 and len(key) <= 4:
        # 'Us' is not the US, 'us' no place.
        if text[end : end + 1] == "." and any(h.how == "short" for h in hits) and not text[start:end].isupper():
            hits = tuple(h for h in hits if h.how == "short")
            end += 1
        else:
            raw = text[start:end]
            capital = raw.isupper()
            hits = tuple(
                h
                for h in hits
                if (h.how == "short" and capital and ("." in raw or len(raw) > 2 or _behind_comma(text, start)))
                or (h.how != "short" and (capital or h.place.kind != "C" or len(h.place.name) == len(raw)))
            )
    return Candidate(start, end, first, last, key, hits) if hits else None


def divided(key: str, find: Callable[[str], tuple[Hit, ...]]) -> tuple[Hit, ...]:
    """'Halvin Province' where the gazetteer has but 'Halvin': its division, else its town."""
    name, _, _ = key.rpartition(" ")
    hits = find(name) if name else ()
    return tuple(h for h in hits if h.place.kind in ("A1", "A2", "R")) or tuple(h for h in hits if h.place.kind == "P")


def _behind_comma(text: str, start: int) -> bool:
    return text[max(0, start - 2) : start].startswith(",")


def _part(text: str, seen: Sequence[Token], i: int, find: Callable[[str], tuple[Hit, ...]]) -> Candidate | None:
    """'Ostrel' of 'Ostrel-based'."""
    token = seen[i]
    head, _, rest = token.word.partition("-")
    if not rest.islower() or len(head) < 2:
        return None
    hits = tuple(h for h in find(plain(head)) if h.how != "short")
    return Candidate(token.start, token.start + len(head), i, i + 1, plain(head), hits) if hits else None


def marked(
    text: str, seen: Sequence[Token], spans: Iterable[tuple[int, int]], *, find: Callable[[str], tuple[Hit, ...]]
) -> list[Candidate]:
    """Candidates for spans that something else says are places, known to the gazetteer or not."""
    starts = [t.start for t in seen]
    ends = [t.end for t in seen]
    out = []
    for start, end in spans:
        first, last = bisect_left(ends, start + 1), bisect_left(starts, end)
        if first < last:
            key = plain(text[start:end])
            hits = find(key) if key else ()
            if not hits and seen[last - 1].low in words()["after"]["divisions"]:
                hits = divided(key, find)
            out.append(Candidate(start, end, first, last, key, hits))
    return out
