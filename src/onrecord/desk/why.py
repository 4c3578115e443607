"""Reasons that comparing gives, in the reader's language.

:mod:`onrecord.accounts` tells them as whole English phrases, which are kept with sheets and in the ledger. Here are the
shapes of these phrases; one that is none of them stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as shape

from onrecord.desk import terms, words
from onrecord.desk.spoken import interval, isolated, moment, number, sign
from onrecord.desk.titles import parsed, span

_NUMBER = r"at least [\d,]+|up to [\d,]+|[\d,]+ to [\d,]+|[\d,]+|an unknown number"
_DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}(?:, \d\d:\d\d)?"
_WHEN = r"(?:\d{1,2}(?: [A-Z][a-z]+)?(?: \d{4})? to )?(?:(?:\d{1,2} )?[A-Z][a-z]+ )?\d{4}"
# What may stand in a place of a shape, by the letters of its name.
_PARTS: Mapping[str, str] = {
    "n": _NUMBER, "count": r"[\d,]+", "day": _DAY, "when": _WHEN, "harm": "|".join(terms.TERMS["harm"]),
    "group": "|".join(terms.TERMS["group"]), "kind": r"[a-z -]+", "who": ".+?", "place": ".+?", "words": ".+?",
    "figure": ".+?",
}  # fmt: skip
_COUNTED = re.compile(rf"(?P<n>{_NUMBER})(?: (?P<harm>{_PARTS['harm']}))?")
_FIGURE = re.compile(
    rf"(?P<harm>{_PARTS['harm']}), (?P<group>{_PARTS['group']})(?P<side> \(attackers\))?(?:, by (?P<who>.+))?"
)
_PLACE = re.compile(r"%\([a-z]+2?\)s")

_LONGEST = 1000  # characters; longer ones have words of a report in them, which nothing here is for
# Of two shapes that fit, the first is taken.
SHAPES = (
    shape("no number is given"),
    shape("counted once: %(count)s reports carry it from one origin"),
    shape("counted from persons told of one by one"),
    shape("added up from %(words)s"),
    shape("given by %(who)s, on the side that is blamed (%(who2)s)"),
    shape("disputed by %(who)s"),
    shape("counts %(group)s only; %(n)s counts %(group2)s"),
    shape("counts %(group)s; %(n)s counts %(group2)s only"),
    shape("counts over a longer time (“%(words)s”)"),
    shape("an earlier count, of %(day)s; %(n)s by %(day2)s"),
    shape("a later count; %(n)s here, %(n2)s in %(count)s other origins"),
    shape("a later count; %(n)s here, %(n2)s in 1 other origin"),
    shape("a later count; %(n)s here, %(n2)s in the same origin"),
    shape("a later and lower count; %(n)s here, %(n2)s in %(count)s other origins"),
    shape("a later and lower count; %(n)s here, %(n2)s in 1 other origin"),
    shape("a later and lower count; %(n)s here, %(n2)s in the same origin"),
    shape("%(n)s here, %(n2)s in 1 other origin"),
    shape("%(n)s here, %(n2)s in %(count)s other origins"),
    shape("%(n)s here, %(n2)s in the same origin"),
    shape("%(n)s allows %(n2)s"),
    shape("“%(words)s” allows %(n)s"),
    shape("corrected: %(n)s became %(n2)s on %(day)s"),
    shape("corrected by %(who)s: %(n)s became %(n2)s on %(day)s"),
    shape("changed in a later version: %(n)s became %(n2)s on %(day)s"),
    shape("told as an addition to another count"),
    shape("told beside %(n)s, the overall number of the same origin"),
    shape("includes the attackers, whom others leave out"),
    shape("includes the attackers (%(count)s), whom others leave out"),
    shape("the attackers are left out here"),
    shape("the attackers (%(count)s) are left out here"),
    shape("%(count)s more, as many as the attackers: may include them"),
    shape("%(count)s fewer, as many as the attackers: may leave out them"),
    shape("a part of %(n)s"),
    shape("a part of them: %(group)s only"),
    shape("%(count)s origins of reporting quote %(who)s: one origin of statement"),
    shape("less exact: may be %(when)s"),
    shape("more exact: may be %(when)s"),
    shape("1 day apart from %(when)s"),
    shape("%(count)s days apart from %(when)s"),
    shape("another time from %(when)s"),
    shape("another place of that name"),
    shape("near %(place)s, in it or around it"),
    shape("may lie in or near %(place)s: not on the map"),
    shape("not %(place)s"),
    shape("most blame %(who)s"),
    shape("others blame %(who)s"),
    shape("%(who)s claims it"),
    shape("%(who)s denies it"),
    shape("%(harm)s: from %(n)s (%(day)s) to %(n2)s (%(day2)s) is a jump; one of them may count something else"),
    shape("%(harm)s: %(n)s %(group)s are more than the whole of %(n2)s in the same origin"),
    shape("%(harm)s: %(words)s are more than the %(n)s told as all"),
    shape("%(harm)s: %(words)s do not make %(n)s"),
    shape("killed: %(n)s became %(n2)s in the same origin"),
    shape("killed: told by %(count)s; 1 origin that counts the injured at that time or later tells of nobody killed"),
    shape(
        "killed: told by %(count)s; %(count2)s origins that count the injured at that time or later tell of nobody "
        "killed"
    ),
    shape("%(harm)s: %(n)s is counted over a longer time (“%(words)s”) and may cover several incidents"),
    shape("same day"),
    shape("same time of day"),
    shape("days that may be the same"),
    shape("one day apart"),
    shape("%(count)s days apart"),
    shape("both in %(place)s"),
    shape("both name someone aged %(count)s"),
    shape("both name a %(who)s"),
    shape("both name %(who)s"),
    shape("both have the name %(who)s"),
    shape("both tell of the kind '%(kind)s'"),
    shape("of the kinds '%(kind)s' and '%(kind2)s'"),
    shape("both %(n)s killed"),
    shape("both %(n)s injured"),
    shape("%(n)s and %(n2)s killed"),
    shape("%(n)s and %(n2)s injured"),
    shape("%(n)s and %(n2)s killed may agree"),
    shape("%(n)s and %(n2)s injured may agree"),
    shape("other times of day"),
    shape("%(count)s km apart"),
    shape("one names the other's place"),
    shape("%(place)s and %(place2)s are like names"),
    shape("%(who)s and %(who2)s named"),
    shape("other ages"),
    # What a new version of a report changed.
    shape("a statement by %(who)s is new"),
    shape("a statement by %(who)s is gone"),
    shape("a statement by %(who)s is worded otherwise"),
    shape("title: none became “%(words)s”"),
    shape("title: “%(words)s” became none"),
    shape("authors: nobody became %(who)s"),
    shape("authors: %(who)s became nobody"),
    shape("published: %(day)s became no day"),
    shape("modified: %(day)s became no day"),
    shape("day of the incident: unknown became %(when)s"),
    shape("day of the incident: %(when)s became unknown"),
    shape("day of the incident: %(when)s became %(when2)s"),
    shape("place of the incident: unknown became %(place)s"),
    shape("place of the incident: %(place)s became unknown"),
    shape("place of the incident: %(place)s became %(place2)s"),
    shape("the wording: 1 word is new and 1 word is gone"),
    shape("the wording: 1 word is new and %(count)s words are gone"),
    shape("the wording: %(count)s words are new and 1 word is gone"),
    shape("the wording: %(count)s words are new and %(count2)s words are gone"),
    shape("title: “%(words)s” became “%(words2)s”"),
    shape("authors: %(who)s became %(who2)s"),
    shape("published: %(day)s became %(day2)s"),
    shape("published: no day became %(day)s"),
    shape("modified: %(day)s became %(day2)s"),
    shape("modified: no day became %(day)s"),
    shape("%(harm)s: %(n)s became %(n2)s"),
    shape("%(harm)s: %(n)s is now given for %(figure)s"),
    shape("%(harm)s: %(figure)s became %(figure2)s"),
    shape("%(harm)s: %(n)s is new"),
    shape("%(harm)s: %(n)s is gone"),
)


def why(reason: str) -> str:
    """A reason in the reader's language."""
    language = get_language()
    if language in (None, "en") or len(reason) > _LONGEST:
        return reason
    return _told(reason, language)


def counted(text: str) -> str:
    """A figure as :mod:`onrecord.accounts.changes` tells it ('at least 14', 'killed, people, by the hospital'), as the
    desk does."""
    count = _COUNTED.fullmatch(text)
    if count is not None:
        told = _interval(count["n"])
        return f"{told} {terms.word(count['harm'], 'harm')}" if count["harm"] else told
    figure = _FIGURE.fullmatch(text)
    if figure is None:
        return text
    whom = words.who(figure["group"], attackers=bool(figure["side"]))
    told = f"{terms.word(figure['harm'], 'harm')}{sign(', ')}{whom}"
    return f"{told} · {gettext('given by')} {isolated(figure['who'])}" if figure["who"] else told


@lru_cache(maxsize=4096)  # a page tells the same few reasons again and again
def _told(reason: str, language: str) -> str:
    """The reason in ``language``, which is the one that is active."""
    for pattern, told in _patterns():
        found = pattern.fullmatch(reason)
        if found is not None:
            parts = {name: _said(name.rstrip("2"), text) for name, text in found.groupdict().items()}
            return gettext(told) % parts if all(each is not None for each in parts.values()) else reason
    return reason


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(each), each) for each in SHAPES)


def _pattern(told: str) -> re.Pattern[str]:
    """The shape as a pattern, each of its places as a group of the same name."""
    out, at = "", 0
    for place in _PLACE.finditer(told):
        name = place[0][2:-2]
        out += re.escape(told[at : place.start()]) + f"(?P<{name}>{_PARTS[name.rstrip('2')]})"
        at = place.end()
    return re.compile(out + re.escape(told[at:]))


def _said(kind: str, text: str) -> str | None:
    """What stands in a place, in the reader's language; None where it is not what it seemed."""
    if kind == "n":
        return _interval(text)
    if kind == "count":
        return number(int(text.replace(",", "")))
    if kind in ("day", "when"):
        day, _, time = text.partition(", ")
        first = parsed(day) if time else None
        return moment(f"{first[0]}T{time}") if first is not None else span(day)
    if kind in ("harm", "group"):
        return terms.word(text, kind)
    if kind == "figure":
        return counted(text)
    if kind == "kind":
        return terms.word(text.replace(" ", "-"), "incident")
    return isolated(text)


def _interval(text: str) -> str:
    figures = [int(each.replace(",", "")) for each in re.findall(r"[\d,]+", text)]
    if not figures:
        return interval(None, None)
    if text.startswith("at least"):
        return interval(figures[0], None)
    return interval(None if text.startswith("up to") else figures[0], figures[-1])
