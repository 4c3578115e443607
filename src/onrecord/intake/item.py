"""What intake yields, one value for each report, and the limits that every reader keeps to."""

from __future__ import annotations

import hashlib

from onrecord.intake.given import Given
from onrecord.intake.problem import Problem
from onrecord.record import Article, OnrecordError, Sentence

Item = tuple[str, Article] | Problem
"""An article with its ``input_id``, or the reason why there is none."""

MAX_INPUT = 64 << 20
"""Bytes of one input, or of one part of a container, that are held in memory at once. The longest PDF reports
seen are about 40 MB, nearly all of it pictures. Archives of many reports (WARC, JSONL) have no such limit:
they are read as streams, and this is then the limit of one record or line."""

MAX_DEPTH = 4
"""Containers inside containers: an e-mail in an e-mail with a zipped page attached is three."""


def digest(data: bytes) -> str:
    """``sha256:`` and the hash of the original bytes, the id of the article made from them."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def kept(data: bytes, given: Given) -> str:
    """The id of the article made from ``data``, which whoever asked to keep originals is given."""
    id = digest(data)
    if given.keep is not None:
        given.keep(id, data)
    return id


def megabytes(size: int) -> str:
    """A size in bytes for people, '64 MiB'."""
    return f"{size >> 20} MiB" if size >= 1 << 20 else f"{max(size >> 10, 1)} KiB"


def problem(input_id: str, said: str | BaseException, /, **values: object) -> Problem:
    """The problem that ``said``, an error or words (the template of a :class:`Sentence`), tells of; the sentence gets
    its full stop."""
    if isinstance(said, OnrecordError):
        said = said.sentence
    elif not isinstance(said, Sentence):
        said = Sentence(str(said), **values)
    if not said.strip():
        said = Sentence("it cannot be read; give it in another form")
    return Problem(input_id, said if said.endswith((".", "!", "?")) else Sentence("{sentence}.", sentence=said))
