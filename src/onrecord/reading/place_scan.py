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
_WORD = re.compile(r"(?:[^\W\d_]{1,2}\.){2,8}|[^\W\d_]+(?:['’ʻʼʾʿ‘`][^\W\d_]+)*(?:\.[^\W\d_]+\.?)?|\d[\d.,]*")
# 'al-Minya', 'People's Republic'; a name may be broken by one line end.
_BLANK = re.compile(r"-|(?:['’`][sS])?(?:[ \t\u00a0]{1,3}|[ \t]?\r?\n)")
# 'D. C.' and 'Kessar Co.' keep their last stop.
_STOP = re.compile(r"(?:\. ?[A-Z]|\b(?:Co|Twp|Mt|Is))\Z")
_OPENING = re.compile(r'[.!?\n:;“”"—]')
# A spelling that more names share tells nothing.
_FEW = 12
_LONGEST = 6


class Token(NamedTuple):
    """One word: where it stands, its words in small letters, whether it is capitalised and whether it opens a
    sentence. ``joined``: only blanks or a hyphen part it
    from the one before."""

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


def tokens(text: str) -> list[Token]:
    """The words of a text."""
    out: list[Token] = []
    before = 0
    stopped = words()["scan"]["stopped"]
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match[0]
        if len(word) > 2 and word[-1] in "sS" and word[-2] in "'’`":
            end -= 2
            word = word[:-2]
        if word.capitalize() in stopped and text[end : end + 1] == ".":
            end += 1
            word += "."
        gap = text[before:start]
        joined = gap == " " or (bool(out) and _BLANK.fullmatch(gap) is not None)
        opens = not out or (not joined and _OPENING.search(gap) is not None)
        out.append(Token(start, end, word, word.lower(), _capital(word), opens, joined))
        before = end
    return out


def _capital(word: str) -> bool:
    return word[0].isupper() or (word[1:2] in ("'", "’") and word[2:3].isupper())


def scan(
    text: str,
    seen: Sequence[Token],
    *,
    find: Callable[[str], tuple[Hit, ...]],
    spelt: Callable[[str], tuple[Hit, ...]] | None = None,
    loud: bool = False,
) -> list[Candidate]:
    """The longest runs that the gazetteer knows, from left to right, none overlapping another.

    Behind words such as 'near' and 'shelled' a name may also be ``spelt`` otherwise.
    """
    inside = words()["scan"]["inside"]
    known = common()
    out: list[Candidate] = []
    never = words()["scan"]["never first"]
    articles = words()["scan"]["articles"]
    opening = words()["scan"]["opening"]
    before = words()["before"]["spelt"]
    i, n = 0, len(seen)
    while i < n:
        token = seen[i]
        article = token.low in ("al", "el") or (token.low in articles and text[token.end : token.end + 1] == "-")
        if not (token.capital or article) or (loud and token.low in inside and token.low not in opening):
            i += 1
            continue
        following = seen[i + 1].low if i + 1 < n and seen[i + 1].joined else ""
        # 'City of Halvin' is Halvin; 'University of Halvin' is not, but Halvin is named in it.
        if following == "of" and token.low in never:
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
            # 'The Hague' is one name, 'The Vatican' is the Vatican.
            if token.low == "the" and (last == i + 1 or not _large(find(plain(text[token.start : end.end])))):
                continue
            # In capitals every word may begin a name; common words alone are none, but 'NEW YORK' is.
            if loud and last - i == 1 and token.low in known:
                continue
            # In capitals 'EL SALVADOR' is a name, 'EL' is none.
            if loud and last - i == 1 and token.low in inside:
                continue
            # A name with an article in it is hardly ever spelt twice the same.
            arabic = not loud and (article or any(t.low in articles for t in seen[i + 1 : last - 1]))
            look = spelt if spelt is not None and arabic and last - i > 1 else find
            if taken := _known(text, seen, i, last, look):
                taken = _shorter(text, seen, taken, find)
                break
        if taken is None and spelt is not None and i and not loud and seen[i - 1].low in before:
            taken = _spelt(text, seen, i, stop, spelt)
        if taken is not None:
            out.append(taken)
            i = taken.last
        else:
            i += 1
    return out


def _spelt(
    text: str, seen: Sequence[Token], first: int, stop: int, spelt: Callable[[str], tuple[Hit, ...]]
) -> Candidate | None:
    if len(seen[first].word) < 4 or seen[first].low in common():
        return None
    for last in range(stop, first, -1):
        start, end = seen[first].start, seen[last - 1].end
        if seen[last - 1].capital and (hits := spelt(key := plain(text[start:end]))) and len(hits) <= _FEW:
            return Candidate(start, end, first, last, key, hits)
    return None


def _large(hits: tuple[Hit, ...]) -> bool:
    return any(h.place.population > 100_000 and h.place.kind in ("P", "K") and h.how == "name" for h in hits)


def _shorter(text: str, seen: Sequence[Token], c: Candidate, find: Callable[[str], tuple[Hit, ...]]) -> Candidate:
    """'Halvin' of 'Halvin City Council', 'Ohio' of 'Ohio State University'."""
    if c.last - c.first < 2 or seen[c.last - 1].low not in words()["scan"]["not last"] or c.last == len(seen):
        return c
    after = seen[c.last]
    if not (after.joined and (after.capital or after.low == "of")) or _large(c.hits):
        return c
    return _known(text, seen, c.first, c.last - 1, find) or c


def _known(
    text: str, seen: Sequence[Token], first: int, last: int, find: Callable[[str], tuple[Hit, ...]]
) -> Candidate | None:
    start, end = seen[first].start, seen[last - 1].end
    key = plain(text[start:end])
    hits = find(key) if key else ()
    if not hits and last - first > 1 and seen[last - 1].low in words()["after"]["divisions"]:
        hits = divided(key, find)
    if not hits or text[end : end + 1] == "$":
        return None
    if all(h.how == "short" for h in hits):
        # 'Ind.' and 'OR' are divisions, 'Ind' and 'Or' are not.
        raw = text[start:end]
        if text[end : end + 1] == "." and ("." in raw or not raw.isupper()):
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
    if text[end : end + 1] == "." and _STOP.search(text, start, end):
        end += 1
    return Candidate(start, end, first, last, key, hits) if hits else None


def divided(key: str, find: Callable[[str], tuple[Hit, ...]]) -> tuple[Hit, ...]:
    """'Halvin Province' where the gazetteer has but 'Halvin': its division, else its town."""
    name, _, _ = key.rpartition(" ")
    hits = find(name) if name else ()
    return tuple(h for h in hits if h.place.kind in ("A1", "A2", "R")) or tuple(h for h in hits if h.place.kind == "P")


def _behind_comma(text: str, start: int) -> bool:
    return text[max(0, start - 2) : start].startswith(",")


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
            if not hits and seen[first].low == "the":
                hits = find(plain(text[seen[min(first + 1, last - 1)].start : end]))
            out.append(Candidate(start, end, first, last, key, hits))
    return out
