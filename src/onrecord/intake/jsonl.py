"""JSON lines of articles: one object a line, with its own date, title and address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from onrecord.intake.about import day, tag
from onrecord.intake.given import Given
from onrecord.intake.item import MAX_INPUT, Item, kept, megabytes, problem
from onrecord.intake.problem import IntakeError
from onrecord.record import Sentence

_PART = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?)?")
_SURROGATES = re.compile("[\ud800-\udfff]")


def articles(stream: BinaryIO, *, given: Given) -> Iterator[Item]:
    """The article of every line of ``stream``, in order, in the memory of one line.

    A line is ``{"id", "text" or "html", "title", "url", "published", "outlet", "authors", "language"}``, all but
    the text optional; what else is in it is ignored. Its ``id`` becomes the ``input_id``, failing which
    ``PATH#LINE``. What a line says of itself wins over ``given``. A line that is broken is one problem.
    """
    number = 0
    while line := stream.readline(MAX_INPUT + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
            if line.strip() in (b"{", b"["):
                yield from _document(line, stream, given=given)
                return
        if len(line) > MAX_INPUT:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_INPUT)
            yield problem(
                given.input_id,
                "line {number} is longer than {most}; split it into one report a line.",
                number=number,
                most=megabytes(MAX_INPUT),
            )
        elif line.strip(b" \t\r\n\x00"):
            yield from _line(line, number, given)


def _document(line: bytes, stream: BinaryIO, *, given: Given) -> Iterator[Item]:
    """One object, or a list of them, printed over several lines."""
    data = line + stream.read(MAX_INPUT)
    if len(data) > MAX_INPUT:
        yield problem(
            given.input_id,
            "it is one JSON value of more than {most}; write one report a line (JSON lines).",
            most=megabytes(MAX_INPUT),
        )
        return
    try:
        value = _parse(data)
    except IntakeError as error:
        yield problem(given.input_id, "{error}; write one report a line (JSON lines).", error=error)
        return
    for number, each in enumerate(value if isinstance(value, list) else [value], 1):
        yield from _article(each, number, given, where=Sentence("entry"))


def _line(line: bytes, number: int, given: Given) -> Iterator[Item]:
    try:
        value = _parse(line)
    except IntakeError as error:
        yield problem(given.input_id, "line {number}: {error}; mend or remove it.", number=number, error=error)
        return
    yield from _article(value, number, given, where=Sentence("line"))


def _parse(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise IntakeError("it is not UTF-8 (byte {start})", start=error.start + 1) from error
    except json.JSONDecodeError as error:
        what = error.msg.lower().removesuffix(" starting at")
        raise IntakeError("it is not JSON ({what} at character {pos})", what=what, pos=error.pos + 1) from error
    except (RecursionError, ValueError) as error:
        raise IntakeError("it is not JSON that can be read (nested too deep, or a number too long)") from error


def _article(value: Any, number: int, given: Given, *, where: str) -> Iterator[Item]:
    if not isinstance(value, dict):
        yield problem(
            given.input_id,
            '{where} {number}: it is not an object with "text" or "html"; write one article a line.',
            where=where,
            number=number,
        )
        return
    name = value.get("id")
    own = replace(
        given,
        input_id=_clean(str(name)) if isinstance(name, str | int) and name != "" else f"{given.input_id}#{number}",
        name=None,
        published=_day(_text(value, "published")) or given.published,
        url=_text(value, "url") or given.url,
        language=tag(_text(value, "language")) or given.language,
        title=_text(value, "title") or given.title,
        outlet=_text(value, "outlet") or given.outlet,
        authors=_names(value.get("authors")) or given.authors,
    )
    body, page = value.get("text"), value.get("html")
    said = body if isinstance(body, str) and body.strip() else page
    if not isinstance(said, str) or not said.strip():
        yield problem(
            given.input_id,
            '{where} {number}: it has no words in "text" or "html"; give one of them.',
            where=where,
            number=number,
        )
        return
    data = _clean(said).encode("utf-8")
    try:
        if said is body:
            from onrecord.intake.text import article_from_text

            yield own.input_id, article_from_text(data.decode("utf-8"), id=kept(data, own), given=own)
        else:
            from onrecord.intake import html

            yield from html.articles(data, given=own, charset="utf-8")
    except IntakeError as error:
        yield problem(given.input_id, "{where} {number}: {error}", where=where, number=number, error=error)


def _clean(text: str) -> str:
    """JSON can spell half a character ('\\ud800'), which no encoding can hold; it becomes U+FFFD, one for one."""
    return _SURROGATES.sub("\ufffd", text)


def _text(value: dict[str, Any], key: str) -> str | None:
    found = value.get(key)
    return _clean(found).strip() or None if isinstance(found, str) else None


def _day(said: str | None) -> str | None:
    """An ISO 8601 date: as a line has it, or made of another form; None for 'yesterday', which is no date."""
    if said is None or _PART.fullmatch(said):
        return said
    own = day(said)
    return said if own and _ISO.fullmatch(said) else own


def _names(found: Any) -> tuple[str, ...]:
    if isinstance(found, str):
        found = found.split(";")
    return (
        tuple(_clean(n).strip() for n in found if isinstance(n, str) and n.strip()) if isinstance(found, list) else ()
    )
