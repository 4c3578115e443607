"""What the rooms below say to people, in the reader's language.

Errors and problems are :class:`onrecord.record.Sentence`: a template, and what was put in it. The template is looked up
among the translations; `make messages` gathers the templates of all rooms. What is kept in a table is kept with its
parts, so that each reader has it in their own language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any

import msgspec
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as shape

from onrecord.desk.spoken import isolated, number, sign
from onrecord.desk.why import why
from onrecord.ledger import columns
from onrecord.record import OnrecordError, Sentence

FIELDS = (
    shape("title"), shape("date"), shape("place"), shape("killed"), shape("injured"), shape("grade"),
    shape("strike status"), shape("belligerent status"), shape("note"),
)  # fmt: skip
"""What sentences call the fields of an incident (:data:`onrecord.ledger.values.FIELDS`)."""

KINDS = (
    shape("a PNG picture"),
    shape("a JPEG picture"),
    shape("a GIF picture"),
    shape("a WebP picture"),
    shape("a TIFF picture"),
    shape("an old Office document (.doc, .xls, .ppt or .msg)"),
    shape("a rich-text document (.rtf)"),
    shape("packed with Zstandard"),
    shape("packed with xz"),
    shape("packed with bzip2"),
    shape("a 7z archive"),
    shape("a RAR archive"),
    shape("a tar archive"),
    shape("an SQLite database"),
    shape("a Parquet table"),
    shape("a program"),
    shape("a video or sound file"),
    shape("a video file"),
    shape("a sound file"),
    shape("a sound or video file"),
    shape("a font"),
    shape("read the page or document that it belongs to"),
    shape("run text recognition on it and read the text"),
    shape("save it as PDF or plain text and read that"),
    shape("unpack it and read what is inside"),
    shape("unpack it and read the folder"),
    shape("export the reports as JSON lines and read those"),
    shape("give a report to read"),
    shape("transcribe it and read the text"),
    shape("read the page that it belongs to"),
)
"""What files are that cannot be read, and what to do about them (intake's ``data/signatures.toml``)."""


class _Speaking(Formatter):
    """Puts values in as the reader's language writes them."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """A number with the language's sign between thousands, a sentence translated, words as they are."""
        if isinstance(value, int) and format_spec == ",":
            return number(value)
        if isinstance(value, Sentence):
            return said(value)
        return isolated(value) if isinstance(value, str) else str(super().format_field(value, format_spec))

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """By name alone; nothing within a value."""
        return kwargs[field_name], field_name


_SPEAKING = _Speaking()


def said(of: str | OnrecordError) -> str:
    """An error's sentence, or words, in the language that is active."""
    sentence = of.sentence if isinstance(of, OnrecordError) else of
    if not isinstance(sentence, Sentence):
        return gettext(sentence) if sentence else ""
    if not sentence.template or get_language() in (None, "en"):
        return str(sentence)
    told = gettext(sentence.template)
    return _SPEAKING.vformat(told, (), sentence.values) if sentence.values else told


def kept(words: str | Sequence[str]) -> str:
    """What a table keeps of a sentence or of several phrases: their parts, as JSON; plain words as they are."""
    if isinstance(words, str) and not isinstance(words, Sentence):
        return columns.clean(words)
    return msgspec.json.encode([_parts(each) for each in ([words] if isinstance(words, str) else words)]).decode()


def opened(told: str) -> str:
    """What was kept, in the language that is active. Only for what the desk itself keeps: words that a person gave
    could be anybody's template."""
    if not told.startswith(('[{"', '["')):
        return said(told)
    return sign("; ").join(_opened(each) for each in msgspec.json.decode(told))


def _parts(value: object) -> object:
    if not isinstance(value, Sentence):
        return columns.clean(value) if isinstance(value, str) else value
    return {"template": value.template, "values": {name: _parts(each) for name, each in value.values.items()}}


def _whole(parts: Any) -> Any:
    if not isinstance(parts, dict):
        return parts
    template, values = parts["template"], parts["values"]
    return Sentence(template, **{name: _whole(each) for name, each in values.items()})


def _opened(parts: Any) -> str:
    """A sentence, or a phrase of those that comparing gives."""
    return said(_whole(parts)) if isinstance(parts, dict) else why(said(parts))
