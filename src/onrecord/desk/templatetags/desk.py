"""What pages share: where one can go, words for values; numbers, intervals and days as the language has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from onrecord.desk import notices, sentences, terms
from onrecord.desk.access import Power
from onrecord.desk.models import User
from onrecord.desk.preferences import THEMES
from onrecord.desk.spoken import days, interval, isolated, moment, number, sign
from onrecord.desk.titles import title
from onrecord.desk.why import why

register = template.Library()

PLACES: tuple[tuple[str, Power, str | Promise], ...] = (
    ("inbox", Power.READ, gettext_lazy("Inbox")),
    ("incidents", Power.READ, gettext_lazy("Incidents")),
    ("people", Power.READ, gettext_lazy("People")),
    ("search", Power.READ, gettext_lazy("Search")),
    ("review", Power.READ, gettext_lazy("Review")),
    ("history", Power.READ, gettext_lazy("History")),
    ("team", Power.ADMINISTER, gettext_lazy("Team")),
)
"""The main pages: name of the route, the power that it takes, what it is called."""
OWN: tuple[tuple[str, str | Promise], ...] = (
    ("me", gettext_lazy("Your account")),
    ("saved", gettext_lazy("Saved searches")),
    ("mfa_index", gettext_lazy("Second factor")),
    ("usersessions_list", gettext_lazy("Where you are signed in")),
)
"""A person's own pages."""


@dataclass(frozen=True, slots=True)
class Way:
    """One link of a menu; ``current`` is ``page`` or ``true`` where the reader is there, or on a page below it."""

    address: str
    label: str | Promise
    current: str = ""


@register.simple_tag
def place(path: str) -> tuple[str, str]:
    """``{% place request.path as here %}``: on or below which of the main pages an address is, and which of the two."""
    for route, _power, _label in PLACES:
        address = reverse(route)
        if path.startswith(address):
            return route, "page" if path == address else "true"
    return "", ""


@register.simple_tag
def nav(here: tuple[str, str], administers: bool) -> list[Way]:
    """``{% nav here can.administer as places %}``: the main pages that a person who may read may open."""
    return [
        Way(reverse(route), label, here[1] if route == here[0] else "")
        for route, power, label in PLACES
        if administers or power is not Power.ADMINISTER
    ]


@register.simple_tag
def own() -> list[Way]:
    """``{% own as pages %}``: a person's own pages."""
    ways = []
    for route, label in OWN:
        try:
            ways.append(Way(reverse(route), label))
        except NoReverseMatch:
            continue
    return ways


@register.simple_tag
def nobody() -> bool:
    """``{% nobody as empty %}``: whether nobody has an account yet."""
    return not User.objects.exists()


@register.simple_tag
def languages() -> list[tuple[str, str]]:
    """``{% languages as choices %}``: each by its own name, whatever the page's: who reads no other finds it."""
    return list(settings.LANGUAGES)


@register.simple_tag
def themes() -> list[tuple[str, str | Promise]]:
    """``{% themes as choices %}``: the colours that one may choose."""
    return list(THEMES.items())


@register.simple_tag(takes_context=True)
def unread(context: Any) -> str:
    """How many notices that this person may see are not read; nothing where none."""
    request = context["request"]
    found = notices.unread(request.user, request.sight)
    return "" if not found else f"{number(notices.MOST - 1)}+" if found == notices.MOST else number(found)


@register.filter
def term(value: object, kind: str = "") -> str:
    """``{{ cell.verdict|term:"verdict" }}``: the word for a value of a vocabulary; the value itself where there is
    none."""
    return terms.word(str(value), kind)


@register.filter(name="interval")
def interval_filter(of: Any) -> str:
    """``{{ account|interval }}``: the ``low`` and ``high`` of anything: '14', '≥ 14', '6–8'."""
    return interval(of.low, of.high)


@register.simple_tag(name="interval")
def interval_tag(low: int | None, high: int | None) -> str:
    """``{% interval low high %}``: likewise."""
    return interval(low, high)


@register.filter(name="number")
def number_filter(value: int) -> str:
    """``{{ n|number }}``: with the language's signs between thousands."""
    return number(value)


@register.filter(name="days")
def days_filter(of: Any) -> str:
    """``{{ sheet.date|days }}``: the ``earliest`` and ``latest`` of anything: '3 March 2025', '1–7 March 2025'."""
    return days(of.earliest, of.latest)


@register.filter(name="day")
def day_filter(value: str | None) -> str:
    """``{{ report.published|day }}``: a day (ISO 8601 or EDTF: '2025-03', '2025-03-03T11:20', '2025-03~')."""
    return moment(value or "")


@register.filter(name="isolated")
def isolated_filter(text: str) -> str:
    """``{{ day|isolated }}``: words that stand among others in the direction of their own, where no element says so."""
    return isolated(text)


@register.filter(name="sign")
def sign_filter(mark: str) -> str:
    """``{{ ','|sign }}``: what stands between two things, as the language writes it."""
    return sign(mark)


@register.filter
def listed(parts: Any) -> str:
    """``{{ reasons|listed }}``: several, one after the other."""
    return sign("; ").join(parts)


@register.filter
def titled(text: object) -> str:
    """``{{ title|titled }}``: an incident's title in the reader's language; as it is where one wrote it."""
    return title(str(text))


@register.filter(name="said")
def said_filter(words: str) -> str:
    """``{{ format.help|said }}``: a sentence of the rooms below in the reader's language."""
    return sentences.said(words)


@register.filter(name="why")
def why_filter(reasons: Any) -> Any:
    """``{{ reason|why }}``: a reason that comparing gives, or several, in the reader's language."""
    return why(reasons) if isinstance(reasons, str) else [why(each) for each in reasons]
