"""Dates as a page gives them: '4 March 2031', 'Mon, Mar. 4, 2031 10:15 GMT', '2031-03-04', '4. März 2031'."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The data file ``data/NAME.toml`` of this room."""
    return tomllib.loads(files("onrecord.intake").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Dated:
    """A date found at ``[start, end)`` of a line: ISO 8601 as exact as the words, None when they are no real date."""

    start: int
    end: int
    iso: str | None


_DIGITS = re.compile(r"\d\d")
_CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)\s*(?P<half>[ap]\.?m\b\.?)?"
    r"\s*(?P<zone>(?:UTC|GMT|[A-Z]{2,4}T)\b)?,?\s+(?:on\s+)?$",
    re.IGNORECASE,
)


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _month() -> dict[str, int]:
    return {name: int(number) for number, names in table("words")["months"].items() for name in names}


@cache
def _zone() -> dict[str, str]:
    return {name: zone for zone, names in table("words")["zones"].items() for name in names}


@cache
def _pattern() -> re.Pattern[str]:
    month = rf"(?:{_any(list(_month()))})\.?"
    day = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|\.|º)?"
    year = r"(?:1[89]|20|21)\d\d"
    named = rf"(?:{_any(table('words')['weekdays']['names'])})\b\.?"
    weekday = rf"(?:{named},?\s+)?"
    clock = (
        rf"(?:(?:[,;]?\s+{named})?[,;]?\s*(?:[T@|•·–—-]|at|um|à)?\s*(?P<hour>[01]?\d|2[0-3])"
        r"(?:[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d{1,6})?)?|(?=\s*[ap]\.?m\b))"
        r"\s*(?P<half>[ap]\.?m\b\.?)?"
        r"\s*(?P<zone>Z\b|\(?(?:(?:UTC|GMT)\s?[+-]\d\d?(?::?\d\d)?|[+-]\d\d:?\d\d|UTC|GMT|[A-Z]{2,4}T)\b\)?)?)?"
    )
    shapes = "|".join(
        (
            rf"(?P<y1>{year})-(?P<m1>\d\d)-(?P<d1>\d\d)(?!\d)",
            rf"(?P<y2>{year})[/.](?P<m2>\d\d?)[/.](?P<d2>\d\d?)(?!\d)",
            rf"(?P<M3>{month})\s+(?P<d3>{day}),?\s+(?P<y3>{year})(?!\d)",
            rf"(?P<d4>{day})(?:\s+of|\s+de|-)?\s*(?P<M4>{month})(?:\s+de(?:l)?|-)?,?\s*(?P<y4>{year})(?!\d)",
            rf"(?P<d5>\d\d?)\.(?P<m5>\d\d?)\.(?P<y5>{year})(?!\d)",
            rf"(?P<a6>\d\d?)[/-](?P<b6>\d\d?)[/-](?P<y6>{year}|\d\d)(?!\d)",
            rf"(?P<M7>{month}),?\s+(?P<y7>{year})(?!\d)",
            rf"(?P<y8>{year})\s?年\s?(?P<m8>\d\d?)\s?月\s?(?P<d8>\d\d?)\s?日",
            rf"(?P<d9>\d\d?)-(?P<M9>{month})-(?P<y9>\d\d)(?!\d)",
        )
    )
    return re.compile(rf"(?<![\w/-]){weekday}(?:{shapes}){clock}", re.IGNORECASE)


def find_date(line: str) -> Dated | None:
    """The first date in ``line``, with its time of day where one follows.

    '03/04/2031' does not say which number is the month: such a date is found, but has no value. A time without a
    zone is given without one.
    """
    found = _pattern().search(line) if _DIGITS.search(line) else None
    if found is None:
        return None
    iso = _iso(found)
    before = _CLOCK.search(line, max(0, found.start() - 40), found.start())
    if before is None:
        return Dated(found.start(), found.end(), iso)
    if iso is not None and len(iso) == 10:  # '4:15 PM EDT, Thu March 4, 2031'
        iso += _clock({"second": None, **before.groupdict()})
    return Dated(before.start(), found.end(), iso)


def read_date(line: str) -> str | None:
    """The ISO 8601 value of the first date in ``line``, or None."""
    dated = find_date(line)
    return dated.iso if dated else None


def _iso(found: re.Match[str]) -> str | None:
    get = found.groupdict()
    if get["y7"]:
        return f"{get['y7']}-{_month()[get['M7'].lower().rstrip('.')]:02}"
    if get["y6"]:
        a, b, y = int(get["a6"]), int(get["b6"]), get["y6"]
        if len(y) == 2 or (a <= 12 and b <= 12 and a != b):
            return None
        year, month, day = int(y), *((b, a) if a > 12 or a == b else (a, b))
    else:
        n = next(n for n in "1234589" if get[f"y{n}"])
        year = int(get[f"y{n}"] or 0)
        if n == "9":  # '15-May-31': databases of news write so; the century turns where it does in ISO C
            year += 2000 if year < 69 else 1900
        named = get.get(f"M{n}")
        month = _month()[named.lower().rstrip(".")] if named else int(get[f"m{n}"])
        day = int(re.sub(r"\D", "", get[f"d{n}"]))
    try:
        iso = date(year, month, day).isoformat()
    except ValueError:
        return None
    return iso + _clock(get)


def _clock(get: dict[str, str | None]) -> str:
    if not get["hour"]:
        return ""
    hour = int(get["hour"])
    half = (get["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    second = f":{get['second']}" if get["second"] else ""
    return f"T{hour:02}:{get['minute'] or '00'}{second}{_offset(get['zone'] or '')}"


def _offset(zone: str) -> str:
    """'+03:00' for '+0300', 'GMT+3', 'EEST'; nothing for a zone that has several meanings."""
    zone = "".join(zone.strip("()").lower().split())
    ahead = re.fullmatch(r"(?:utc|gmt)?([+-])(\d\d?)(?::?(\d\d))?", zone)
    if ahead is None:
        return _zone().get(zone, "")
    return f"{ahead[1]}{ahead[2]:0>2}:{ahead[3] or '00'}" if int(ahead[2]) < 15 else ""
