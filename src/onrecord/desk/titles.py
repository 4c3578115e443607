"""Titles of incidents in the reader's language, where they were made of kind, place and day and by nobody."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import cache

from django.utils.translation import get_language, pgettext

from onrecord.accounts.words import titled
from onrecord.desk import terms
from onrecord.desk.spoken import days, isolated

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
# As onrecord.accounts.title makes them: 'Clash in Tel Amar, 3 to 9 May 2021'.
_TITLE = re.compile(
    r"(?P<kind>[A-Z][a-z -]+?)(?: (?P<how>in|near) (?P<place>.+?))?"
    r"(?:, (?:(?P<first>\d{1,2}(?: [A-Z][a-z]+(?: \d{4})?)?) to )?(?P<last>(?:(?:\d{1,2} )?[A-Z][a-z]+ )?\d{4}))?"
)


def title(text: str) -> str:
    """'Air strike in Tel Amar, 3 May 2021' in the reader's language; a title that somebody wrote as it is."""
    if get_language() in (None, "en"):
        return text
    found = _TITLE.fullmatch(text)
    kind = _kinds().get(found["kind"]) if found else None
    if found is None or kind is None:
        return text
    told = terms.word(kind, "incident")
    if found["place"]:
        near = found["how"] == "near"
        where = pgettext("title", "%(kind)s near %(place)s") if near else pgettext("title", "%(kind)s in %(place)s")
        told = where % {"kind": told, "place": isolated(found["place"])}
    if found["last"]:
        when = span(f"{found['first']} to {found['last']}" if found["first"] else found["last"])
        if when is None:
            return text
        told = pgettext("title", "%(what)s, %(day)s") % {"what": told, "day": when}
    return told


@cache
def _kinds() -> dict[str, str]:
    """Kinds by how a title calls them; where several have one name, the widest, which comes last."""
    return {titled(kind) or kind.replace("-", " ").capitalize(): kind for kind in terms.TERMS["incident"]}


def span(text: str) -> str | None:
    """'3 May 2021', '3 to 9 May 2021', 'May 2021' or '2021' in the reader's language; None where it is no such day."""
    first, _, last = text.rpartition(" to ")
    last_words = last.split()
    first_words = first.split() or last_words
    # What the first day lacks it has from the last.
    earliest = parsed(" ".join([*first_words, *last_words[len(first_words) :]]))
    latest = parsed(last)
    return None if earliest is None or latest is None else days(earliest[0], latest[1])


def parsed(text: str) -> tuple[str, str] | None:
    """The first and the last day of '3 May 2021', 'May 2021' or '2021'."""
    *before, year = text.split()
    try:
        month = _MONTHS.index(before[-1]) + 1 if before else 0
        day = int(before[0]) if len(before) > 1 else 0
        first = date(int(year), month or 1, day or 1)
        last = date(int(year), month or 12, day or monthrange(int(year), month or 12)[1])
    except ValueError:
        return None
    return first.isoformat(), last.isoformat()
