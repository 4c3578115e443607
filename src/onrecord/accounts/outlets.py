"""Who published what on a sheet: the reports of every origin, the first before its copies, and their names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from onrecord.accounts.sheet import Article, Sheet

FILE = 24  # characters of a file's name that says as much as a title does


def by_origin(sheet: Sheet, *, firsts: Mapping[str, str] | None = None) -> dict[str, list[Article]]:
    """The reports of every origin in the sheet's order, but its first publication (``firsts``: a report's id by origin)
    before the others."""
    of: dict[str, list[Article]] = {}
    for each in sheet.articles:
        of.setdefault(each.origin, []).append(each)
    for origin, first in (firsts or {}).items():
        if origin in of:
            of[origin].sort(key=lambda each: each.id != first)
    return of


def outlet(of: Article) -> str:
    """Who published a report; the end of its address or its title, where that is not known."""
    end = PurePosixPath(of.id).name
    return of.outlet or (end if len(end) <= FILE else of.title) or of.id
