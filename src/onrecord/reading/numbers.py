"""Numbers in running text that could count people, as intervals.

The words are data (``data/numbers.toml``): number words, hedges ('at least', 'up to'), and what makes a number
something else (units, labels, money). One pass over the tokens, with bounded look-ahead: linear time.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

# No number of people is above it, and what is (10^30, a serial number) is none: more than all who live.
CAP = 10_000_000_000
_TOKEN = re.compile(r"\d+(?:[.,'’:/]\d+)*|(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:['’]\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}|[1-9]\d{0,2}(?:\.\d{3})+")
_DECIMAL = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)\.\d+")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
_MAYBE = frozenset(("maybe", "possibly", "perhaps", "or", "even"))
_DASHES = frozenset("-–‑‐")
_MINUS = frozenset("-−")
_NOT_NONE = frozenset(
    ["longer", "matter", "doubt", "way", "more", "fewer", "less", "one", "later", "sooner"]
)  # 'no longer' is no number
_LONGEST = 6  # words of the longest hedge


class Number(NamedTuple):
    """``low <= n <= high`` (None is open) as ``text[start:end]`` says, hedge and all.

    ``[core_start, core_end)`` is the number without its hedges. ``trap`` is None, or why it counts no people:
    'money', 'percent', 'decimal', 'negative', 'date', 'time', 'label', 'ordinal', 'phone', 'too large', 'fraction',
    'score', 'distance'.
    """

    start: int
    end: int
    low: int | None
    high: int | None
    text: str
    core_start: int
    core_end: int
    trap: str | None = None


class Tokens(NamedTuple):
    """A text cut into words, digit runs and marks: parallel lists; ``low`` is lower-cased, apostrophes straight."""

    text: str
    starts: list[int]
    ends: list[int]
    low: list[str]


class Item(NamedTuple):
    """A number between the tokens ``first`` and ``last`` (half-open), hedges included."""

    first: int
    last: int
    core_first: int
    core_last: int
    low: int | None
    high: int | None
    trap: str | None


class _Core(NamedTuple):
    last: int
    low: int | None
    high: int | None
    scale: int = 1
    digits: bool = False
    trap: str | None = None


def _split(block: str) -> list[str]:
    parts = re.split(r"[;\n]", block) if ";" in block else block.split()
    return [" ".join(p.split()) for p in parts if p.strip()]


class _Lexicon(NamedTuple):
    ones: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, int]
    glued: dict[str, int]
    fractions: frozenset[str]
    ordinals: frozenset[str]
    fixed: dict[str, list[tuple[tuple[str, ...], int | None, int | None]]]
    before: dict[str, str]
    before_last: frozenset[str]
    after: dict[str, list[tuple[tuple[str, ...], str]]]
    units: dict[str, str]
    labels: dict[str, frozenset[str]]


@cache
def lexicon() -> _Lexicon:
    """The packaged words, indexed for look-up."""
    data: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data" / "numbers.toml").read_text("utf-8"))
    words = data["words"]
    ones = {w: n for n, w in enumerate(words["units"].split())}
    tens = {w: 10 * n for n, w in enumerate(words["tens"].split(), 2)}
    for word, value in words["misspelt"].items():
        (tens if value % 10 == 0 else ones)[word] = value
    # 'thirtythree', as wires print it
    tens |= {ten + one: n + m for ten, n in list(tens.items()) for one, m in ones.items() if 0 < m < 10}
    fixed: dict[str, list[tuple[tuple[str, ...], int | None, int | None]]] = {}
    for phrase, interval in data["fixed"].items():
        low, high = (None if n == "-" else int(n) for n in interval.split())
        key = tuple(t for t in re.split(r" |(-)", phrase) if t)
        fixed.setdefault(key[0], []).append((key, low, high))
    for options in fixed.values():
        options.sort(key=lambda o: -len(o[0]))
    before = {hedge: op for op, block in data["before"].items() for hedge in _split(block)}
    after: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for op, block in data["after"].items():
        for hedge in _split(block):
            key = tuple(hedge.split())
            after.setdefault(key[0], []).append((key, op))
    for tails in after.values():
        tails.sort(key=lambda o: -len(o[0]))
    return _Lexicon(
        ones,
        tens,
        words["scales"],
        words["glued"],
        frozenset(words["fractions"].split()),
        frozenset(words["ordinals"].split()),
        fixed,
        before,
        frozenset(h.rsplit(" ", 1)[-1] for h in before),
        after,
        {w: kind for kind, block in data["units"].items() for w in block.split()},
        {kind: frozenset(block.split()) for kind, block in data["labels"].items()},
    )


def tokens(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """The words, digit runs and marks of ``text[start:end]``, with offsets into ``text``."""
    starts: list[int] = []
    ends: list[int] = []
    low: list[str] = []
    for m in _TOKEN.finditer(text, start, len(text) if end is None else end):
        starts.append(m.start())
        ends.append(m.end())
        low.append(m.group().lower().replace("’", "'"))
    return Tokens(text, starts, ends, low)


def near(t: Tokens, i: int) -> bool:
    """Whether token ``i + 1`` follows token ``i`` in the same paragraph."""
    gap = t.starts[i + 1] - t.ends[i]
    return gap < 2 or (gap < 12 and t.text.count("\n", t.ends[i], t.starts[i + 1]) < 2)


def _glued(t: Tokens, i: int) -> bool:
    return i >= 0 and i + 1 < len(t.low) and t.starts[i + 1] == t.ends[i]


def _written(t: Tokens, i: int) -> _Core | None:
    """Number words from token ``i``: 'twenty-one', 'a hundred and five', 'two dozen'."""
    lex = lexicon()
    low = t.low
    n = len(low)
    total = current = 0
    below = CAP * 1000
    last, scale, k = i, 1, i
    joined = False  # after a hyphen or 'and', which must be followed by a number word
    while k < n:
        w = low[k]
        if k > i and not near(t, k - 1):
            break
        if w in lex.ones and (w != "zero" or k == i):
            one = lex.ones[w]
            if not (current % 100 == 0 or (current % 10 == 0 and current % 100 >= 20 and 0 < one < 10)):
                break
            current += one
            scale = 1
        elif w in lex.tens and current % 100 == 0:
            current += lex.tens[w]
            scale = 1
        elif w == "hundred" and (0 < current < 100 or k == i):
            current = (current or 1) * 100
            scale = 100
        elif w in lex.scales and (current > 0 or k == i) and lex.scales[w] < below:
            below = lex.scales[w]
            total += (current or 1) * below
            current, scale = 0, below
        elif w in ("dozen", "score") and ((0 < current < 100 and not total) or (k == i and w == "dozen")):
            times = 12 if w == "dozen" else 20
            return _Core(k + 1, (current or 1) * times, (current or 1) * times, times)
        elif (
            k == i
            and w in ("a", "an")
            and k + 1 < n
            and (low[k + 1] in lex.scales or low[k + 1] in ("hundred", "dozen"))
        ):
            current = 1
        elif (last > i and not joined and w in _DASHES and _glued(t, k - 1) and _glued(t, k)) or (
            w == "and" and scale >= 100 and not joined | (low[k - 1] in _DASHES)
        ):
            joined = True
            k += 1
            continue
        elif w == "and" and scale >= 100 and low[k - 1] in _DASHES:
            k += 1
            if k < n and low[k] in _DASHES:
                k += 1
            continue
        else:
            break
        if w == "zero":
            return _Core(k + 1, 0, 0)
        joined = False
        k += 1
        last = k
    if last == i:
        return None
    value = total + current
    if low[last - 1] == "a" or low[last - 1] == "an":
        return None
    trap = "too large" if value > CAP else None
    if last + 1 < n and low[last] in _DASHES and _glued(t, last) and low[last + 1] in lex.ordinals:
        trap = "ordinal"
        last += 2
    return _Core(last, value, value, scale, trap=trap)


def _digits(t: Tokens, i: int) -> _Core | None:
    """A number in digits from token ``i``, with its scale word: '1,000', '1 000', '1.2 million'."""
    lex = lexicon()
    low = t.low
    w = low[i]
    n = len(low)
    last = i + 1
    if len(w) > 24:
        return _Core(last, None, None, digits=True, trap="too large")
    scale_word = lex.scales.get(low[last], 0) if last < n and t.starts[last] - t.ends[i] < 2 else 0
    if last < n and low[last] in ("hundred", "dozen") and w.isdecimal() and len(w) < 3 and not _glued(t, i):
        scale_word = 100 if low[last] == "hundred" else 12
    glued = lex.glued.get(low[last], 0) if _glued(t, i) else 0
    if (
        glued
        and low[last] == "m"
        and last + 1 < n
        and low[last + 1] in ("long", "wide", "high", "tall", "deep", "away", "from", "race")
    ):
        return _Core(last, None, None, digits=True, trap="distance")
    scale = scale_word or glued
    trap = None
    if i and low[i - 1] == "+" and _glued(t, i - 1):
        while last < n and (low[last][0].isdecimal() or low[last] in "-()") and near(t, last - 1):
            last += 1
        return _Core(last, None, None, digits=True, trap="phone")
    if w.isdecimal():
        value = int(w)
        # '1 000': only where the groups look like nothing else.
        while (
            not scale
            and len(w) <= 3
            and value
            and last < n
            and t.starts[last] - t.ends[last - 1] == 1
            and t.text[t.ends[last - 1]] in "    "
            and len(low[last]) == 3
            and low[last].isdecimal()
            and not (
                i and (lex.units.get(low[i - 1]) == "date" or low[i - 1] in lex.labels["label"] or low[i - 1] == "+")
            )
            and not (i and low[i - 1].isdecimal())
        ):
            value = value * 1000 + int(low[last])
            last += 1
            if value > CAP:
                break
        if last + 1 < n and last > i + 1 and low[last].isdecimal():
            return _Core(last, None, None, digits=True, trap="phone")
    elif _THOUSANDS.fullmatch(w) and not ("." in w and (scale or (last < n and low[last] in lex.units))):
        value = int(re.sub(r"\D", "", w))
    elif _DECIMAL.fullmatch(w):
        if not scale:
            return _Core(last, None, None, digits=True, trap="decimal")
        scaled = _scaled(w, scale)
        return _Core(last + 1, scaled, scaled, scale, True, "decimal" if scaled is None else None)
    else:
        return _Core(
            last, None, None, digits=True, trap="time" if _CLOCK.fullmatch(w) else "date" if "/" in w else "label"
        )
    if scale:
        value *= scale
        last += 1
        # '2.5 hundred thousand', '3 hundred thousand'
        if last < n and scale_word == 100 and low[last] in lex.scales:
            value *= lex.scales[low[last]]
            last += 1
    if value > CAP:
        return _Core(last, None, None, digits=True, trap="too large")
    if not scale and _glued(t, i - 1) and i and (low[i - 1][-1].isalnum() or low[i - 1] in "_#@^"):
        trap = "label"
    elif _glued(t, last - 1):
        after = low[last]
        if after in ("st", "nd", "rd", "th"):
            trap = "ordinal"
        elif after in "^_@\\=" or (after[-1].isalnum() and after not in lex.units):
            trap = "label"
    if trap is None and i and low[i - 1] in _MINUS and _glued(t, i - 1) and (i == 1 or not _glued(t, i - 2)):
        trap = "negative"
    if trap is None and i and low[i - 1] in "−":
        trap = "negative"
    if trap is None and i > 1 and low[i - 1] == "." and low[i - 2] in ("no", "nos"):
        trap = "label"
    return _Core(last, value, value, scale or 1, digits=True, trap=trap)


def _scaled(decimal: str, scale: int) -> int | None:
    """'1.2' times a million; None where people would be in pieces."""
    whole, fraction = decimal.replace(",", "").split(".")
    value, rest = divmod(int(whole + fraction) * scale, 10 ** len(fraction))
    return None if rest else value


def _fixed(t: Tokens, i: int) -> _Core | None:
    low = t.low
    n = len(low)
    for key, least, most in lexicon().fixed.get(low[i], ()):
        size = len(key)
        if i + size > n or any(low[i + k] != key[k] or not near(t, i + k - 1) for k in range(1, size)):
            continue
        last = i + size
        if key == ("no",) and (last >= n or not low[last][0].isalpha() or low[last] in _NOT_NONE):
            return None
        if (
            key in (("many",), ("few",))
            and i
            and (low[i - 1] in ("as", "how", "so", "too") or low[last : last + 1] == ["as"])
        ):
            return None
        return _Core(last, least, most)
    return None


def _core(t: Tokens, i: int) -> _Core | None:
    w = t.low[i]
    if w[0].isdecimal():
        return _digits(t, i)
    return _fixed(t, i) or _written(t, i)


def _apply(op: str, low: int | None, high: int | None) -> tuple[int | None, int | None]:
    if low == high == 0:
        return (1, None) if op == "more" else (0, 0)
    if op == "least":
        return low, None
    if op == "more":
        return (None if low is None else low + 1), None
    if op == "most":
        return None, high
    if op == "fewer":
        return None, (None if high is None else max(high - 1, 0))
    return low, high


def _range(t: Tokens, i: int, first: _Core) -> _Core | None:
    """'six to eight', '6-8', 'six or seven', and after 'between' 'six and eight'; None where it is no range."""
    low = t.low
    j = first.last
    n = len(low)
    if j + 1 >= n or not near(t, j - 1) or not near(t, j):
        return None
    decimal = first.trap == "decimal"
    if not decimal and (first.low is None or first.low != first.high or first.trap):
        return None
    link = low[j]
    dashed = link in _DASHES
    before = low[i - 1] if i else ""
    if dashed:
        if not (_glued(t, j - 1) and _glued(t, j)):
            return None
        if first.digits and not low[j + 1][0].isdecimal():
            if low[j + 1] != "to" or j + 3 >= n:
                return None
            j += 2  # '6-to-8'
            if low[j] not in _DASHES:
                return None
            dashed = False
    elif link == "," and low[j + 1] in _MAYBE and j + 2 < n:
        j += 1  # 'five, maybe six'
    elif not (link in ("to", "or") or (link == "and" and (before == "between" or low[j + 1] in _MAYBE))):
        return None
    if low[j + 1] in _MAYBE and j + 2 < n:
        j += 1
    second = _core(t, j + 1)
    if second is None or second.low is None or second.low != second.high or second.trap:
        return None
    if dashed and first.digits != second.digits:
        return None
    if (
        not first.digits
        and dashed
        and first.low
        and first.low < 20
        and second.scale == 1
        and second.low < 20
        and first.low >= second.low
    ):
        return None
    start = _scaled(low[i], second.scale) if decimal else first.low
    if start is None:
        return None
    if not decimal and first.scale == 1 < second.scale and start * second.scale <= second.low and start < 1000:
        start *= second.scale
    k = second.last
    again = dashed and second.digits and k + 1 < n and low[k] in _DASHES and _glued(t, k - 1) and _glued(t, k)
    if again and low[k + 1][0].isdecimal():
        return _Core(k + 2, None, None, digits=True, trap="phone")
    if dashed and first.digits and len(low[i]) == 3 and len(low[j + 1]) == 4:
        return _Core(second.last, None, None, digits=True, trap="phone")
    if start < second.low:
        if link == "to" and before == "from" and not lexicon().labels["rise"].isdisjoint(low[max(0, i - 8) : i - 1]):
            return None
        return _Core(second.last, start, second.low, digits=first.digits)
    if dashed and first.digits:
        return _Core(second.last, None, None, digits=True, trap="score")
    return None


def scan(t: Tokens) -> list[Item]:
    """Every number of the tokens, with those that count no people marked; in order, not overlapping."""
    lex = lexicon()
    low = t.low
    n = len(low)
    found: list[Item] = []
    i = floor = 0
    ones, tens, fixed, scales = lex.ones, lex.tens, lex.fixed, lex.scales
    while i < n:
        w = low[i]
        if not (
            w[0].isdecimal()
            or w in ones
            or w in fixed
            or w in tens
            or w in scales
            or w in ("a", "an", "hundred", "dozen")
        ):
            i += 1
            continue
        core = _core(t, i)
        if core is None:
            i += 1
            continue
        if w == "some" and core.last == i + 1 and i + 1 < n and near(t, i) and _core(t, i + 1):
            i += 1  # a hedge: 'some 30'
            continue
        core_first = i
        spread = _range(t, i, core)
        between = spread is not None and i and low[i - 1] in ("between", "from", "anywhere")
        core = spread or core
        least, most, trap = core.low, core.high, core.trap
        first, last = i, core.last
        if trap is None:
            trap = _odd(t, i, core)
        if between:
            first -= 1
        if low[last : last + 1] == ["("] and low[last + 2 : last + 3] == [")"] and low[last + 1] == str(core.low):
            last += 3  # 'two (2) soldiers'
        # Hedges behind.
        k = last
        if k < n and _glued(t, k - 1) and low[k] in _DASHES and k + 1 < n and low[k + 1] in ("odd", "plus"):
            k += 1
        if k < n and low[k] == "+" and _glued(t, k - 1):
            least, most, last = least, None, k + 1
        elif k < n:
            for key, op in lex.after.get(low[k], ()):
                if low[k : k + len(key)] == list(key):
                    least, most = _apply(op, least, most)
                    last = k + len(key)
                    break
        # Hedges before, the nearest first.
        while first > floor and low[first - 1] in lex.before_last and near(t, first - 1):
            for size in range(min(_LONGEST, first - floor), 0, -1):
                op_before = lex.before.get(" ".join(low[first - size : first]))
                if op_before:
                    least, most = _apply(op_before, least, most)
                    first -= size
                    break
            else:
                break
        found.append(Item(first, last, core_first, core.last, least, most, trap))
        i = floor = last
    return found


def _odd(t: Tokens, i: int, core: _Core) -> str | None:
    """What the tokens beside a number make of it, where that needs no more than the tokens beside it."""
    lex = lexicon()
    low = t.low
    n = len(low)
    j = core.last
    before = low[i - 1] if i and near(t, i - 1) else ""
    after = low[j] if j < n and near(t, j - 1) else ""
    if before in lex.labels["money"] or (before == "." and i > 1 and low[i - 2] == "rs"):
        return "money"
    if lex.units.get(after) == "percent" or (after == "per" and j + 1 < n and low[j + 1] == "cent"):
        return "percent"
    k = j + 1 if after in _DASHES else j
    parts = k < n and low[k] in lex.fractions and core.low is not None and (low[k][-1] == "s" or core.low == 1)
    return "fraction" if parts else None


def numbers(text: str) -> list[Number]:
    """Every number expression of ``text`` that could count people, in order, not overlapping.

    Numbers above :data:`CAP` and those that their own neighbours make something else (money, percentages, decimals,
    ordinals, clock times, parts of names such as M16) are left out; units and nouns are not looked at.
    """
    t = tokens(text)
    return [number(t, item) for item in scan(t) if item.trap is None]


def number(t: Tokens, item: Item) -> Number:
    """The item with its offsets and words."""
    start, end = t.starts[item.first], t.ends[item.last - 1]
    core = t.starts[item.core_first], t.ends[item.core_last - 1]
    return Number(start, end, item.low, item.high, t.text[start:end], *core, item.trap)
