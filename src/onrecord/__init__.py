"""onrecord: who said what, about which event, and where the accounts differ.

>>> import onrecord
>>> record = onrecord.read("report.html")
>>> for statement in record.statements:
...     print(statement.source.name if statement.source else None, statement.content.text)
>>> for incident in record.incidents:
...     for figure in incident.figures:
...         print(incident.type.kind, figure.harm, figure.low, figure.high, figure.given_by)
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from os import PathLike, fspath
from typing import TYPE_CHECKING

from onrecord.record import (
    Article,
    Cue,
    Entity,
    Figure,
    Incident,
    OnrecordError,
    Record,
    Source,
    Span,
    Statement,
    Timex,
    check,
    from_json,
    schema,
    to_json,
)

if TYPE_CHECKING:
    from onrecord.reading import Reader

__version__ = "0.1.0"
__all__ = [
    "Article",
    "Cue",
    "Entity",
    "Figure",
    "Incident",
    "OnrecordError",
    "Record",
    "Source",
    "Span",
    "Statement",
    "Timex",
    "__version__",
    "check",
    "from_json",
    "read",
    "read_all",
    "read_text",
    "schema",
    "to_json",
]


class Unreadable(OnrecordError):
    """An input that could not be read; the sentence says why and what to do."""


@cache
def _reader(places: str | None = None) -> Reader:
    from pathlib import Path

    from onrecord.reading import Reader

    return Reader.load(places=Path(places) if places else None)


def read(
    source: str | PathLike[str],
    *,
    verbatim: bool = False,
    published: str | None = None,
    language: str | None = None,
    places: str | PathLike[str] | None = None,
) -> Record:
    """The record of one report: a path or a web address. ``places`` is a CSV file of places of your own.

    Of an input that holds several reports (a feed, a web archive, a folder) this is the first; :func:`read_all`
    gives them all. Raises :class:`OnrecordError` with one sentence where the input cannot be read.
    """
    for record in read_all(source, verbatim=verbatim, published=published, language=language, places=places):
        return record
    raise Unreadable(
        "{input}: there is no report in it; check that it is the file or page you meant.", input=fspath(source)
    )


def read_all(
    *sources: str | PathLike[str],
    verbatim: bool = False,
    published: str | None = None,
    language: str | None = None,
    places: str | PathLike[str] | None = None,
) -> Iterator[Record]:
    """The record of every report in ``sources``, in order, one at a time.

    Raises :class:`OnrecordError` at the first input that cannot be read; ``onrecord.intake.articles`` goes on.
    """
    from onrecord.intake import Given, Problem, articles

    given = Given(input_id="", verbatim=verbatim, published=published, language=language)
    for item in articles([fspath(s) for s in sources], given=given):
        if isinstance(item, Problem):
            raise Unreadable("{input}: {problem}", input=item.input_id, problem=item.sentence)
        input_id, article = item
        yield _reader(fspath(places) if places else None).read(article, input_id=input_id)


def read_text(text: str, *, title: str | None = None, published: str | None = None) -> Record:
    """The record of a text in hand, taken as it is: nothing is set aside, offsets point into ``text``."""
    from hashlib import sha256

    data = text.encode("utf-8", "surrogatepass")
    article = Article(id="sha256:" + sha256(data).hexdigest(), text=text, title=title, published=published)
    return _reader().read(article)
