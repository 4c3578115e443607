"""Intake: from bytes to articles. Content is sniffed, furniture is set aside, nothing is silently dropped.

:func:`articles` is the one door.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.intake.given import Given
from onrecord.intake.problem import IntakeError, Problem

if TYPE_CHECKING:
    from onrecord.record import Article

__all__ = ["Given", "IntakeError", "Problem", "articles"]


def articles(
    inputs: Sequence[str], *, given: Given | None = None, fetch: Callable[[str], Any] | None = None
) -> Iterator[tuple[str, Article] | Problem]:
    """Every article of ``inputs`` with its ``input_id``, in order, one in memory at a time.

    An input is a file (text, Markdown, HTML, PDF, e-mail, WARC, feed, JSON lines of articles; alone, gzipped or
    zipped), a folder, ``-`` for standard input, or an http(s) address, which ``fetch`` gets (by default
    :func:`onrecord.intake.fetch.fetch`, which refuses private addresses). Parts of a container are
    ``PATH#PART``; a JSON line has its own ``id``. What cannot be read comes as a :class:`Problem` in its place.

    ``given`` holds what is known of all the inputs alike; its ``input_id`` and ``name`` are not used.
    """
    from onrecord.intake.inputs import articles as read

    return read(inputs, given=given, fetch=fetch)
