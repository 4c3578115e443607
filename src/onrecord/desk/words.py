"""What an incident's page says besides the words of vocabularies: signs with their meaning, how fields are written."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as word_of

from onrecord.desk.spoken import days, interval
from onrecord.desk.spoken import number as shown
from onrecord.desk.terms import word

Word = str | Promise


class Sign(NamedTuple):
    """A glyph and a word that say the same as the colour of ``kind`` (a class of the style sheet)."""

    kind: str
    glyph: str
    word: Word


_GLYPHS = {"agrees": "=", "differs": "≠", "superseded": "↑", "disputed": "!", "silent": "·"}

MEANINGS: dict[str, Word] = {
    "agrees": lazy("the same as most origins say, or compatible with it"),
    "differs": lazy("not compatible with what most origins say"),
    "superseded": lazy("an earlier count that a later one overtook"),
    "disputed": lazy("somebody denies or doubts it"),
    "silent": lazy("says nothing about it"),
}

STATES: dict[str, Sign] = {
    "open": Sign("open", "○", word_of("review", "not reviewed")),
    "coded": Sign("coded", "◐", word_of("review", "ready for review")),
    "final": Sign("final", "●", word_of("review", "final")),
}
"""How far the review of an incident is."""

EVENTS: tuple[tuple[str, str], ...] = (
    *((name, "acled") for name in (
        "Battles", "Explosions/Remote violence", "Violence against civilians", "Riots", "Protests",
        "Strategic developments",
    )),
    *((name, "incident") for name in ("non-violent", "other", "unknown")),
)  # fmt: skip
"""What the ledger's lists have of a kind, with its vocabulary: ACLED's type of event, or the kind itself where ACLED
has none."""

ROLES: dict[str, Word] = {
    "perpetrator": lazy("By"),
    "claimant": lazy("Claimed by"),
    "target": lazy("Against"),
    "victim": lazy("Victims"),
    "rescuer": lazy("Helped by"),
}

PRECISIONS: dict[str, Word] = {
    "place": lazy("the place itself is named"),
    "near": lazy("near the place that is named"),
    "district": lazy("known to its district only"),
    "region": lazy("known to its region only"),
    "country": lazy("known to its country only"),
}

FORMS: dict[str, Word] = {
    "title": lazy("A short name"),
    "date": lazy("A day such as 2025-03-03, or two: 2025-03-03/2025-03-05"),
    "place": lazy("A name, or a name with its degrees: Dol Aren;35.2;36.1"),
    "killed": lazy("A number, 3-5, or 3- for at least 3"),
    "injured": lazy("A number, 3-5, or 3- for at least 3"),
    "note": lazy("Some words that go with the record when it is exported"),
}
"""How the fields that a person may set, and that are no choice, are written."""

CHOSEN = ("grade", "strike_status", "belligerent_status")
"""Those that are a choice."""


def standings() -> dict[str, Sign]:
    """How an account, or an origin's words about one thing, stands to the others; in the language of this moment."""
    return {kind: Sign(kind, glyph, word(kind, "verdict")) for kind, glyph in _GLYPHS.items()}


def reprints(number: int) -> str:
    """'+4 reprints'; nothing for none."""
    if not number:
        return ""
    return ngettext("+%(told)s reprint", "+%(told)s reprints", number) % {"told": shown(number)}


def who(group: str, *, nation: str | None = None, attackers: bool = False) -> str:
    """Whom an account counts: 'civilians', 'combatants (attackers)'."""
    told = word(group, "group")
    if group == "nationals" and nation:
        told = gettext("nationals of: %(nation)s") % {"nation": nation}
    return gettext("%(group)s (attackers)") % {"group": told} if attackers else told


def value(of: Any) -> str:
    """What a person set, from its JSON: a string, a number, an interval, days, a place."""
    if isinstance(of, dict):
        if "earliest" in of:
            return days(of.get("earliest"), of.get("latest"))
        if "low" in of:
            return interval(of.get("low"), of.get("high"))
        if "latitude" in of:
            return f"{of.get('name')} ({of.get('latitude')}, {of.get('longitude')})"
        return ", ".join(f"{k} {v}" for k, v in of.items())
    if isinstance(of, int) and not isinstance(of, bool):
        return shown(of)
    return "" if of is None else str(of)
