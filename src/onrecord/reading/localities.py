"""Localities: places that no list need have, since the words show them ('Sarn pass', 'Mill Street', 'in Nandi Gol').

A run of capitalised words with a kind of place behind it or before it, a road with a number, a run behind 'in' or
'at', and a dateline. What is named so once is named wherever those words stand again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from onrecord.reading.casing import shouted
from onrecord.reading.place_scan import Token, tokens, words
from onrecord.reading.places import PlaceMention

# A road, and places within or beside a town, or far from any: what gazetteers have not.
ROAD, SPOT = "road", "spot"
FINE = frozenset({ROAD, SPOT, "care", "custody", "land"})
# What stays of the other kinds: an area is a district, of a town its name says enough.
_FEATURES = {"area": "district", "town": None}
# How sure a naming is: with its kind, in a dateline, behind 'in', and where it stands again.
_KIND, _DATELINE, _BEHIND, _AGAIN = 0.8, 0.8, 0.6, 0.5
_LONGEST = 6
# So many names that open with the same word are looked for again.
_ALIKE = 12
# 'NATO' and 'UN' are bodies: names written in capitals alone are longer.
_LETTERS = 6
_JOIN = re.compile(r"[ \t]|[ \t]?\n|[-–]")
_NUMBERED = re.compile(
    r"\b(?:[A-Z][a-z]+ ){0,2}(?:[Rr]oute|[Rr]oad|[Hh]ighway|Interstate|[Mm]ile[ -]?post|Post|School|Bridge|Camp|Gate|"
    r"Checkpoint|Sector|Junction|Pier|Exit|Mine|Pit|Ward|Block)\s(?:[Nn]o\.?\s?)?\d{1,4}\b"
    r"|(?<=\bon )(?:the )?(?:U\.S\. ?|US[ -]|I-|[AMNEBR])\d{1,4}\b"
)
_HEAD = re.compile(
    r"^(?P<name>[A-Z][A-Z'’\-]+(?: [A-Z][A-Z'’\-]+){0,3})(?:,[^\n(–—]{1,30}?)?[ \t]*(?:\([^)\n]{1,40}\)[ \t]*)?"
    r"(?:--|[-–—]|:)\s",
    re.MULTILINE,
)
# 'Karsan camp', 'Merevish border': a people's name is no place's.
_PEOPLE = re.compile(r"(?:ian|ish|ese)\Z")


class Locality(NamedTuple):
    """A naming by words alone: ``text[start:end]``, its name without its kind from ``start`` to ``named``."""

    start: int
    end: int
    named: int
    feature: str | None
    sure: float


@cache
def data() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """The tables of ``data/localities.toml``; hyphens of its terms are blanks."""
    table = tomllib.loads((files("onrecord.reading") / "data" / "localities.toml").read_text(encoding="utf-8"))
    return {t: {k: frozenset(w.replace("-", " ") for w in v.split()) for k, v in d.items()} for t, d in table.items()}


@cache
def _kinds(name: str) -> Mapping[str, str]:
    return {word: kind for kind, held in data()[name].items() for word in held}


def localities(text: str) -> list[Locality]:
    """The places that the words of a text show, in its order, none overlapping another."""
    if shouted(text):
        return []
    seen = tokens(text)
    found = [Locality(m.start(), m.end(), m.end(), ROAD, _KIND) for m in _NUMBERED.finditer(text)]
    for m in _HEAD.finditer(text):
        start, end = m.span("name")
        found.append(Locality(start, end, end, None, _DATELINE))
    for first, last in _runs(text, seen):
        found.extend(_shown(text, seen, first, last))
    return _apart(_again(text, seen, _apart(found)))


def _runs(text: str, seen: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words (half-open), with the small ones that stand inside names."""
    never = data()["never"]
    inside = words()["scan"]["inside"] - never["inside"]
    i = 0
    while i < len(seen):
        if not seen[i].capital or seen[i].low in never["first"]:
            i += 1
            continue
        last = j = i + 1
        while j < len(seen) and _JOIN.fullmatch(text, seen[j - 1].end, seen[j].start):
            if seen[j].capital and seen[j].low not in never["words"]:
                last = j + 1
            elif seen[j].capital or seen[j].low not in inside:
                break
            j += 1
        if seen[i].low not in never["words"] and last - i <= _LONGEST:
            yield i, last
        i = last


def _shown(text: str, seen: Sequence[Token], first: int, last: int) -> Iterator[Locality]:
    """A run as a place, where its words or those around it show that it is one."""
    known = data()
    start, end = seen[first].start, seen[last - 1].end
    before = seen[first - 1] if first and text[seen[first - 1].end : start] == " " else None
    two = seen[first - 2] if before and first > 1 and text[seen[first - 2].end : before.start] == " " else None
    kind, reach = _behind(text, seen, first, last)
    if kind is not None:
        yield Locality(start, reach, end, _feature(kind), _KIND)
        return
    if last - first > 1:
        own = _kinds("kinds").get(seen[last - 1].low) or _kinds("capital").get(seen[last - 1].low)
        opened = _kinds("first").get(seen[first].low)
        if own or opened:
            yield Locality(start, end, seen[last - 2].end if own else end, _feature(own or opened), _KIND)
            return
    if before is None or seen[last - 1].low in known["never"]["last"] or text[end : end + 2] in ("'s", "’s"):
        return
    if before.low == "of" and two is not None and (of := _kinds("kinds").get(two.low)):
        # 'The village of Lubna' is Lubna, and 'the market of Lubna' is in it.
        yield Locality(start, end, end, None if of in FINE else _feature(of), _KIND)
        return
    article = before.low == "the"
    at = two if article else before
    if at is None or at.low not in known["before"]["the" if article else "at"]:
        return
    if text[start:end].isupper() and end - start < _LETTERS:
        return
    yield Locality(start, end, end, None, _BEHIND)


def _feature(kind: str | None) -> str | None:
    return _FEATURES.get(kind, kind) if kind else None


def _behind(text: str, seen: Sequence[Token], first: int, last: int) -> tuple[str | None, int]:
    """The kind of place that the small words behind a run call it, and where they end."""
    if last - first == 1 and _PEOPLE.search(seen[first].low):
        return None, 0
    between = data()["between"]["words"]
    for n in range(last, min(last + 3, len(seen))):
        if text[seen[n - 1].end : seen[n].start] != " ":
            break
        kind = _kinds("kinds").get(seen[n].low)
        if kind is not None and not seen[n].capital:
            further = n + 1 < len(seen) and text[seen[n].end : seen[n + 1].start] == " "
            # 'Lubno district hospital' is the hospital.
            if not (further and seen[n].low in between and _kinds("kinds").get(seen[n + 1].low)):
                return kind, seen[n].end
        if seen[n].low not in between:
            break
    return None, 0


def _again(text: str, seen: Sequence[Token], found: Sequence[Locality]) -> list[Locality]:
    """These and all other places where their whole names stand."""
    first: dict[tuple[str, ...], Locality] = {}
    for x in found:
        if name := tuple(t.low for t in tokens(text[x.start : x.end])):
            first.setdefault(name, x)
    names: dict[str, list[tuple[tuple[str, ...], Locality]]] = {}
    for name, x in sorted(first.items(), key=lambda one: -len(one[0])):
        held = names.setdefault(name[0], [])
        if len(held) < _ALIKE:
            held.append((name, x))
    out = list(found)
    for i, token in enumerate(seen):
        if not token.capital:
            continue
        for name, x in names.get(token.low, ()):
            these = seen[i : i + len(name)]
            if tuple(t.low for t in these) == name and all(
                _JOIN.fullmatch(text, a.end, b.start) for a, b in pairwise(these)
            ):
                end = these[-1].end
                out.append(Locality(token.start, end, end - (x.end - x.named), x.feature, min(_AGAIN, x.sure)))
                break
    return out


def _apart(found: Sequence[Locality]) -> list[Locality]:
    """In the order of the text, the longest and surest of those that overlap."""
    out: list[Locality] = []
    for x in sorted(found, key=lambda x: (x.start, -x.end, -x.sure)):
        if not out or x.start >= out[-1].end:
            out.append(x)
    return out


def with_localities(text: str, places: Sequence[PlaceMention], marked: str) -> list[PlaceMention]:
    """The places with those that words alone show; a name cut short is made whole. ``marked`` is the feature of words
    that only the encoder took for a place."""
    found = localities(text)
    known = {" ".join(text[p.start : p.end].lower().split()): p for p in places if p.latitude is not None}
    out: list[PlaceMention] = []
    n = 0
    for p in places:
        while n < len(found) and found[n].end <= p.start:
            if not out or out[-1].end <= found[n].start:
                out.append(_made(text, found[n], known))
            n += 1
        if n < len(found) and found[n].start <= _start(text, p) and p.end <= found[n].end:
            # The place takes the locality's words; what else is named in these falls away.
            if not out or out[-1].end <= min(p.start, found[n].start):
                out.append(_whole(text, p, found[n], marked))
            continue
        while n < len(found) and found[n].start < p.end:
            n += 1
        if not out or out[-1].end <= p.start:
            out.append(p)
    last = out[-1].end if out else 0
    return out + [_made(text, x, known) for x in found[n:] if x.start >= last]


def _start(text: str, p: PlaceMention) -> int:
    return p.start + 4 if text[p.start : p.start + 4].lower() == "the " else p.start


def _made(text: str, x: Locality, known: Mapping[str, PlaceMention]) -> PlaceMention:
    """A naming by words alone: of a place that the report names elsewhere too, or of one that no list has."""
    name = " ".join(text[x.start : x.end].split())
    if x.feature is None and (same := known.get(name.lower())):
        return same._replace(start=x.start, end=x.end)
    return PlaceMention(x.start, x.end, name, feature=x.feature, score=x.sure)


def _whole(text: str, p: PlaceMention, x: Locality, marked: str) -> PlaceMention:
    """A known place with the words that belong to it: its own coordinates where they name it, else none."""
    start = min(p.start, x.start)
    rest = text[x.start : _start(text, p)].lower().split()
    same = p.end >= x.named and all(word in data()["before"]["compass"] for word in rest)
    # 'Lubna Road' may be anywhere, 'the Lubna road' leads to Lubna.
    called = x.feature == ROAD and not text[x.named : x.end].strip().islower()
    if p.latitude is None or not same or called:
        own = p.feature if p.latitude is None and p.feature != marked else None
        name = " ".join(text[start : x.end].split())
        return PlaceMention(start, x.end, name, feature=x.feature or own, score=max(p.score, x.sure))
    feature = x.feature if x.feature in FINE else p.feature
    return p._replace(start=start, end=x.end, feature=feature)
