"""What the caller already knows of an input; it wins over what is found in the input itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is known of one input before it is read.

    ``input_id`` is the path or URL as the user gave it (a part of a container: ``PATH#PART``). ``name`` is a
    hint at the file's name, never trusted for its kind. With ``verbatim`` the decoded input is the article's
    text, unchanged. ``published`` is ISO 8601, ``language`` BCP 47. None means: not known, look in the input.
    ``keep`` is called with an article's id and its original bytes before the article is yielded.
    """

    input_id: str
    name: str | None = None
    verbatim: bool = False
    published: str | None = None
    url: str | None = None
    language: str | None = None
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    keep: Callable[[str, bytes], None] | None = None
