"""A page that was fetched: what reports are in it, and whether their words are other than last time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from onrecord.record import Article


@dataclass(frozen=True, slots=True)
class Page:
    """What came from an address."""

    data: bytes
    url: str
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One report in a page: its ``input_id``, its article and its original bytes."""

    input_id: str
    article: Article
    original: bytes


@dataclass(frozen=True, slots=True)
class Contents:
    """The reports in a page, and sentences about what could not be read."""

    reports: tuple[Found, ...]
    problems: tuple[str, ...]

    @property
    def digest(self) -> str:
        """A hash of the words. Many pages differ in every answer (a token, an advertisement); their words do not."""
        articles = [(f.input_id, f.article) for f in self.reports]
        said = [(name, a.title, a.authors, a.published, a.text) for name, a in articles]
        return hashlib.sha256(msgspec.json.encode([said, self.problems])).hexdigest()

    @property
    def published(self) -> float | None:
        """When the latest report was published (seconds since 1970), where any says so."""
        found = [moment(f.article.published) for f in self.reports if f.article.published]
        return max((at for at in found if at is not None), default=None)


def contents(page: Page, *, input_id: str) -> Contents:
    """The reports in ``page``, called ``input_id`` (parts of it ``input_id#PART``)."""
    from onrecord.intake import Given, Problem, articles

    originals: dict[str, bytes] = {}
    found, problems = [], []
    given = Given(input_id="", keep=originals.__setitem__)
    for item in articles([input_id], given=given, fetch=lambda _: page):
        if isinstance(item, Problem):
            problems.append(item.sentence)
        else:
            name, article = item
            found.append(Found(name, article, originals.pop(article.id)))
    return Contents(tuple(found), tuple(problems))


def moment(said: str | None) -> float | None:
    """A day or time (ISO 8601) in seconds since 1970; None where it is none."""
    try:
        when = datetime.fromisoformat(said or "")
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
