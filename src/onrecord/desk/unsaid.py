"""What people at the desk write freely (reasons, notes, tasks), without the ids and titles of incidents that the reader
may not see: who wrote it may know more than who reads it.

What reports say is shown as it is. Names of people at risk are another matter (:mod:`onrecord.desk.care`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, cast

import msgspec
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from msgspec.structs import replace

from onrecord.accounts.sheet import Sheet
from onrecord.desk import care, titles
from onrecord.desk.access import Sight
from onrecord.desk.changes import Change
from onrecord.desk.ledgers import USING
from onrecord.desk.veils import Veils
from onrecord.ledger.models import Incident
from onrecord.ledger.sheets import shown

_ID = re.compile(r"\bi[0-9a-f]{4,10}\b")  # whole, or as many of its digits as the terminal takes
_BIDI = re.compile("[\u2066-\u2069]")
_LEAST = 5  # characters of a title: what is shorter is a word of any sentence


class Said:
    """What one person is shown of what others write. ``words`` is what most of it goes through."""

    def __init__(self, sight: Sight, veils: Veils) -> None:
        self._hidden = sight.incidents
        self._veils = veils

    def words(self, text: str) -> str:
        """The text as it is shown."""
        told = self._veils.words(text)
        if not self._hidden or not told:
            return told
        told = _ID.sub(lambda found: _mask() if self._names(found[0]) else found[0], told)
        return self._titles.sub(lambda found: _mask(), told) if self._titles is not None else told

    def change(self, change: Change) -> Change:
        """A line of a history."""
        return Change(change.name, self.words(change.before), self.words(change.after))

    def json(self, text: str) -> str:
        """JSON, in its strings."""
        told = self._veils.json(text)
        if not self._hidden or not told:
            return told
        try:
            return msgspec.json.encode(self._value(msgspec.json.decode(told))).decode()
        except msgspec.DecodeError:
            return self.words(told)

    def sheet(self, sheet: Sheet) -> Sheet:
        """A sheet, in what people decided."""
        if not self._hidden or not sheet.decided:
            return sheet
        return replace(sheet, decided={field: self.json(value) for field, value in sheet.decided.items()})

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.words(value)
        if isinstance(value, list):
            return [self._value(each) for each in value]
        return {key: self._value(each) for key, each in value.items()} if isinstance(value, dict) else value

    def _names(self, id: str) -> bool:
        return any(each.startswith(id) for each in self._hidden)

    @cached_property
    def _titles(self) -> re.Pattern[str] | None:
        """Titles of what is hidden, but for those that something open has too: these tell of that."""
        rows = Incident.objects.using(USING)
        hidden = set(rows.filter(id__in=self._hidden).values_list("title", flat=True)) - {""}
        open_ = rows.filter(shown(), title__in=hidden).exclude(id__in=self._hidden) if hidden else rows.none()
        return _pattern(hidden - set(open_.values_list("title", flat=True)))


def of(request: HttpRequest) -> Said:
    """Made once a request."""
    kept = cast(Any, request)
    if not hasattr(kept, "said_to"):
        kept.said_to = Said(kept.sight, care.veils(request))
    return cast(Said, kept.said_to)


def _mask() -> str:
    return _("[something that you may not see]")


def _pattern(hidden: Iterable[str]) -> re.Pattern[str] | None:
    said = {form for each in hidden for form in _forms(each) if len(form) >= _LEAST}
    if not said:
        return None
    words = (r"\s+".join(map(re.escape, each.split())) for each in sorted(said, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _forms(title: str) -> frozenset[str]:
    """A title as pages in each language have it."""
    found = {title}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.add(_BIDI.sub("", titles.title(title)))
    return frozenset(found)
