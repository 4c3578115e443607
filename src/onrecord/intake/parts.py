"""One input, or one part of a container, from its bytes to its articles."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from onrecord.intake.given import Given
from onrecord.intake.item import MAX_DEPTH, Item, kept, problem
from onrecord.intake.problem import IntakeError, Problem
from onrecord.intake.sniff import Kind, foreign, sniff


def articles(data: bytes, *, given: Given, charset: str | None = None, depth: int = 0) -> Iterator[Item]:
    """Every article in ``data``, whatever its kind; what cannot be read comes as a problem, never as an error.

    ``charset`` is what the transfer said of the text's encoding. ``depth`` counts the containers around it.
    """
    try:
        yield from _articles(data, given=given, charset=charset, depth=depth)
    except IntakeError as error:
        yield problem(given.input_id, error)
    except BaseException as error:
        yield defeat(given.input_id, error)


def defeat(input_id: str, error: BaseException) -> Problem:
    """The problem for an error that nobody foresaw, which must cost its own input alone; others are raised again."""
    # A panic in a Rust library is no Exception; what stops the program or closes the iterator must pass.
    if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
        raise error
    return problem(
        input_id,
        "its content defeats the reader ({name}); save it as plain text and read that",
        name=type(error).__name__,
    )


def kind_of(data: bytes, given: Given) -> Kind:
    """What the bytes are. With ``given.verbatim`` a file that is named as text is text, whatever it resembles."""
    kind = sniff(data, given.name)
    named_text = (given.name or "").lower().endswith((".txt", ".text", ".md", ".markdown"))
    return "text" if given.verbatim and named_text and kind in ("html", "mail", "feed", "jsonl", "markdown") else kind


def _articles(data: bytes, *, given: Given, charset: str | None, depth: int) -> Iterator[Item]:
    kind = kind_of(data, given)
    if kind in ("gzip", "zip", "mail", "warc") and depth >= MAX_DEPTH:
        raise IntakeError(
            "it is packed inside more than {most} others; unpack it and read what is inside", most=MAX_DEPTH
        )
    match kind:
        case "empty":
            raise IntakeError("it is empty; give a file with the report's text")
        case "binary":
            name, advice = foreign(data)
            raise IntakeError("it is {name}; {advice}", name=name, advice=advice)
        case "text" | "markdown":
            yield _text(data, given=given, charset=charset)
        case "html":
            from onrecord.intake import html

            yield from html.articles(data, given=given, charset=charset)
        case "pdf":
            from onrecord.intake import pdf

            yield from pdf.articles(data, given=given)
        case "mail":
            from onrecord.intake import mail

            yield from mail.articles(data, given=given, depth=depth)
        case "feed":
            from onrecord.intake import feed

            yield from feed.articles(data, given=given, charset=charset)
        case "warc":
            from onrecord.intake import warc

            yield from warc.articles(io.BytesIO(data), given=given, depth=depth)
        case "jsonl":
            from onrecord.intake import jsonl

            yield from jsonl.articles(io.BytesIO(data), given=given)
        case "gzip":
            from onrecord.intake.archive import gunzip

            inner = replace(given, name=(given.name or "").removesuffix(".gz") or None)
            yield from articles(gunzip(data), given=inner, charset=charset, depth=depth + 1)
        case "zip":
            yield from zipped(io.BytesIO(data), given=given, depth=depth)


def zipped(stream: BinaryIO, *, given: Given, depth: int = 0) -> Iterator[Item]:
    """Every article in the files of a zip, as parts ``PATH#NAME`` in the zip's order."""
    from onrecord.intake.archive import members

    empty = True
    for name, data in members(stream):
        empty = False
        part = part_of(given, name)
        if isinstance(data, IntakeError):
            yield problem(part.input_id, data)
        else:
            yield from articles(data, given=part, depth=depth + 1)
    if empty:
        raise IntakeError("the zip has no files in it; give one that has")


def part_of(given: Given, name: str) -> Given:
    """What is given of the part ``name`` of a container: its own id, and nothing that is said of the container."""
    clean = "".join(c if c.isprintable() else "\ufffd" for c in name)
    return Given(
        input_id=f"{given.input_id}#{clean}",
        name=clean,
        verbatim=given.verbatim,
        published=given.published,
        language=given.language,
        keep=given.keep,
    )


def _text(data: bytes, *, given: Given, charset: str | None) -> Item:
    from onrecord.intake.decode import decode
    from onrecord.intake.text import article_from_text

    text = decode(data, charset)
    return given.input_id, article_from_text(text, id=kept(data, given), given=given)
