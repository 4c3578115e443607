"""Numbers, intervals and days as the reader's language writes them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from django.utils import formats
from django.utils.translation import get_language, get_language_bidi, gettext, pgettext

_WHOLE = 10**9  # no report's toll; above it only the power of ten is shown
_SIGNS = {"ar": str.maketrans(",;", "،؛")}
_EDTF = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d:\d\d)\S*)?([?~%]?)")


def number(value: int) -> str:
    """With the language's sign between thousands; from a thousand million on, only its power of ten."""
    if abs(value) >= _WHOLE:
        return f"≈ 10^{len(str(abs(value))) - 1}"
    return _grouped(value, get_language())


def interval(low: int | None, high: int | None) -> str:
    """'14', '≥ 14', '≤ 20', '6–8', '0'; '?' where it is open on both sides."""
    if low is None and high is None:
        return "?"
    if high is None:
        return _apart(f"≥ {number(low or 0)}")
    if low is None:
        return _apart(f"≤ {number(high)}")
    return number(low) if low == high else _apart(f"{number(low)}–{number(high)}")


def days(earliest: str | None, latest: str | None) -> str:
    """The days (ISO 8601, inclusive) between which something lies; '' where neither is known. Whole months and years
    are named as such; what is no ISO date stands as it is."""
    if earliest is None or latest is None:
        if earliest is not None:
            return gettext("from %(day)s") % {"day": moment(earliest)}
        return gettext("until %(day)s") % {"day": moment(latest)} if latest is not None else ""
    first, last = _day(earliest), _day(latest)
    if first is None or last is None:
        return earliest if earliest == latest else f"{earliest} – {latest}"
    if first == last:
        return _whole(first)
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        if (first.month, last.month) == (1, 12):
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        if (first.year, first.month) == (last.year, last.month):
            return _month(first)
    if (first.year, first.month) == (last.year, last.month):
        # Translators: days of one month: '3–5 March 2025'.
        return pgettext("days", "%(first)s–%(last)s") % {"first": number(first.day), "last": _whole(last)}
    return _from_to(_whole(first), _whole(last))


def moment(value: str) -> str:
    """A day, month or year with how sure it is (ISO 8601, EDTF), with a time where there is one; two with a slash
    between; anything else as it is."""
    first, slash, last = value.partition("/")
    if slash:
        return _from_to(moment(first), moment(last))
    found = _EDTF.fullmatch(value)
    if found is None:
        return value
    year, month, day, time, sure = found.groups()
    try:
        whole = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return value
    told = _whole(whole) if day else _month(whole) if month else str(whole.year)
    if time:
        told = pgettext("day and time", "%(day)s, %(time)s") % {"day": told, "time": time}
    if sure:
        told = {
            "?": gettext("%(day)s (uncertain)"),
            "~": gettext("about %(day)s"),
            "%": gettext("about %(day)s (uncertain)"),
        }[sure] % {"day": told}
    return told


def isolated(name: str) -> str:
    """A name as it stands within words of the reader's language, where these run from right to left: nothing that
    follows it is drawn into its direction."""
    return f"\u2068{name}\u2069" if get_language_bidi() else name


def sign(mark: str) -> str:
    """A comma or semicolon, or words with such between them, as the language writes these."""
    return mark.translate(_SIGNS[get_language() or ""]) if get_language() in _SIGNS else mark


@lru_cache(maxsize=4096)
def _grouped(value: int, language: str | None) -> str:
    return formats.number_format(value, use_l10n=True, force_grouping=True)


@lru_cache(maxsize=4096)
def _written(day: date, form: str, language: str | None) -> str:
    return formats.date_format(day, form)


def _apart(text: str) -> str:
    """A number with a sign, which must not turn round among words that run from right to left."""
    return f"\u2066{text}\u2069" if get_language_bidi() else text


def _from_to(first: str, last: str) -> str:
    # Translators: from a day to another, both whole: '28 February 2025 – 3 March 2025'.
    return pgettext("days", "%(first)s – %(last)s") % {"first": first, "last": last}


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _whole(day: date) -> str:
    return _written(day, "DATE_FORMAT", get_language())


def _month(day: date) -> str:
    told = _written(day, "YEAR_MONTH_FORMAT", get_language())
    # Django's months by themselves are capitalised for every language, as for a heading.
    return told if get_language() in (None, "en") else told.lower()
