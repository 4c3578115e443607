"""E-mail: the letter's words, and what is attached to it as further parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

import msgspec

from onrecord.intake import parts
from onrecord.intake.about import day, tag
from onrecord.intake.decode import clean, decode
from onrecord.intake.given import Given
from onrecord.intake.history import Head, digest, parted, passed_on, reply
from onrecord.intake.item import Item, kept, problem
from onrecord.intake.problem import IntakeError
from onrecord.record import Article, Furniture

MAX_PARTS = 200
"""Parts of one e-mail that are looked at; press offices attach a dozen, digests of lists a hundred letters."""

MAX_NESTED = 20
"""Multiparts inside multiparts; real letters have four."""

MAX_HEADERS = 4_000
"""Characters of a header that are read, and of all headers that are kept as furniture."""

_MBOX = re.compile(rb"^From \S+ +\w{3} \w{3} [ \d]\d \d\d:\d\d[^\r\n]*\r?\n", re.M)
_ESCAPED = re.compile(rb"^>(>*From )", re.M)
_HIGH = {code: bytes([code]).decode("windows-1252", "replace") for code in range(0x80, 0xA0)}
_SIGNED = re.compile(r"^(?:-- ?|_{20,})$", re.M)
_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv)\s*(?:\[\d+\])?\s*:\s*)+", re.I)
_KEPT = re.compile(r"^(?:From|Sender|To|Cc|Reply-To|Organi[sz]ation|List-.+|Archived-At|X-Mailer|Precedence)$", re.I)
_MEDIA = (
    "image/",
    "audio/",
    "video/",
    "font/",
    "text/css",
    "text/javascript",
    "text/calendar",
    "application/pgp-",
    "application/pkcs7-",
    "application/x-pkcs7-",
)
_REMOTE = re.compile(
    r"view (?:this|it|in) .{0,40}(?:browser|online)|does(?: not|n't) support html|html[- ](?:capable|enabled)", re.I
)


@dataclass(slots=True)
class _Letter:
    """A letter taken apart: its words as (is HTML, bytes, charset), and its attachments as (name, bytes, charset)."""

    words: list[tuple[bool, bytes, str | None]] = field(default_factory=list)
    attached: list[tuple[str, bytes, str | None]] = field(default_factory=list)
    dropped: int = 0
    digested: bool = False


def articles(data: bytes, *, given: Given, depth: int = 0) -> Iterator[Item]:
    """The letter's own article, then those of its attachments and forwarded letters as parts ``PATH#NAME``.

    The letter's title is its subject, its author or outlet who it is from, its date when it was sent. Saved pages
    (MHTML) are pages. Quoted history, signature and headers are furniture of kind ``mail``. A mailbox of several
    letters gives one part each. Raises :class:`IntakeError` where there is nothing to read.
    """
    starts: list[int] = [found.start() for found in _MBOX.finditer(data)] if data.startswith(b"From ") else []
    if len(starts) > 1:
        for n, (start, end) in enumerate(zip(starts, [*starts[1:], len(data)], strict=True), 1):
            # Mailboxes write '>From' where a line of a letter begins with 'From', which there parts the letters.
            one = _ESCAPED.sub(rb"\1", _MBOX.sub(b"", data[start:end], count=1))
            yield from parts.articles(
                one, given=replace(parts.part_of(given, f"{n}"), name="letter.eml"), depth=depth + 1
            )
        return
    try:
        message = message_from_bytes(_MBOX.sub(b"", data, count=1) if starts else data, policy=policy.compat32)
    except RecursionError as error:
        raise IntakeError("the e-mail has parts inside parts without end; save its text and read that") from error
    letter = _Letter()
    _take_apart(message, letter, nested=0)
    for n, each in enumerate(_digest(message, letter), 1):
        part = replace(parts.part_of(given, f"{n}"), name="letter.eml")
        yield from parts.articles(each.encode("utf-8", "replace"), given=part, depth=depth + 1)
        letter.words.clear()
        letter.digested = True
    made = _article(message, letter, data=data, given=given)
    if made is not None:
        yield given.input_id, made
    elif not letter.attached and not letter.dropped and not letter.digested:
        raise IntakeError("the e-mail has no words in it; save the report that it speaks of and read that")
    names: set[str] = set()
    for n, (name, attached, charset) in enumerate(letter.attached, 1):
        unique = name if name not in names else f"{n}-{name}"
        names.add(unique)
        part = replace(parts.part_of(given, unique), name=name)
        yield from parts.articles(attached, given=part, charset=charset, depth=depth + 1)
    if letter.dropped:
        yield problem(
            given.input_id,
            "the e-mail has {dropped:,} more parts than are read; save what you need and read that",
            dropped=letter.dropped,
        )


def _take_apart(message: Message[str, str], letter: _Letter, *, nested: int) -> None:
    kind = message.get_content_type()
    if len(letter.words) + len(letter.attached) >= MAX_PARTS or nested > MAX_NESTED:
        letter.dropped += 1
        return
    name = _name(message)
    if kind == "message/rfc822" or kind == "message/global":
        inner = message.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            title = _header(inner[0], "Subject") or "letter"
            letter.attached.append((name or f"{title[:80]}.eml", inner[0].as_bytes(), None))
        return
    if message.is_multipart():
        children = [child for child in message.get_payload() if isinstance(child, Message)]
        if kind == "multipart/alternative":
            _take_best(children, letter, nested=nested)
        else:
            for child in children:
                _take_apart(child, letter, nested=nested + 1)
        return
    data = message.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return
    charset = message.get_content_charset()
    aside = message.get_content_disposition() == "attachment" or (name is not None and not kind.startswith("text/"))
    if kind.startswith(_MEDIA):
        return  # pictures, sounds, styles and signatures have no words
    if kind in ("text/plain", "text/html", "application/xhtml+xml", "text/enriched") and not aside:
        letter.words.append((kind != "text/plain", data, charset))
    else:
        letter.attached.append((name or f"part-{len(letter.words) + len(letter.attached) + 1}", data, charset))


def _take_best(children: list[Message[str, str]], letter: _Letter, *, nested: int) -> None:
    """Of the same words in several forms, the plain ones, unless they are a stub that points at the other form."""
    forms: list[_Letter] = []
    for child in children:
        form = _Letter()
        _take_apart(child, form, nested=nested + 1)
        forms.append(form)
    for form in forms:
        letter.attached += form.attached
        letter.dropped += form.dropped
    worded = [(form, _length(form)) for form in forms if form.words]
    if worded:
        most = max(length for _, length in worded)
        plain = [form for form, length in worded if not form.words[0][0] and length >= 0.6 * most and not _stub(form)]
        letter.words += (plain or [form for form, length in worded if length == most])[0].words


def _length(form: _Letter) -> int:
    """Letters of a form's words, its markup and addresses not counted."""
    from onrecord.intake.markup import stripped

    total = 0
    for is_html, data, charset in form.words:
        text = decode(data, charset)
        words = " ".join(stripped(text)) if is_html else re.sub(r"https?://\S+", "", text)
        total += sum(letter.isalnum() for letter in words)
    return total


def _stub(form: _Letter) -> bool:
    text = "".join(decode(data, charset) for _, data, charset in form.words)
    return len(text) < 600 and _REMOTE.search(text) is not None


def _article(message: Message[str, str], letter: _Letter, *, data: bytes, given: Given) -> Article | None:
    from onrecord.intake import html
    from onrecord.intake.markup import squeezed
    from onrecord.intake.text import article_from_text

    if not letter.words:
        return None
    known = _known(message, given)
    id = kept(data, given)
    page = letter.words[0][0]
    if page and _saved_page(message):
        _, words, charset = letter.words[0]
        return html.article(decode(words, charset), id=id, given=known)
    same = [(words, charset) for is_html, words, charset in letter.words if is_html == page]
    letter.attached += [
        ("part.html" if is_html else "part.txt", words, charset)
        for is_html, words, charset in letter.words
        if is_html != page
    ]
    aside: list[str] = []
    if page:
        shown, hidden = html.paragraphs("\n<hr>\n".join(decode(words, charset) for words, charset in same))
        text = clean("\n\n".join(shown))
        aside += hidden
        if not text:
            raise IntakeError("it shows no words; read the page that it links to")
    else:
        text = "\n\n".join(decode(words, charset) for words, charset in same).replace("\r\n", "\n")
        if message.get_param("format", "") == "flowed":
            text = re.sub(r"(?<=\S) \n(?=[^\s>])", " ", text)
    if given.verbatim:
        return _unmapped(article_from_text(text, id=id, given=known))
    subject = _header(message, "Subject")
    own = parted(text, subject=subject)
    text, more = _unquoted(own.text, subject)
    aside += [*own.aside, *more]
    if not text.strip():
        return None
    if own.head is not None:
        known = _passed_on(own.head, known, given)
    made = article_from_text(text, id=id, given=known)
    title = squeezed(known.title or "")
    # Below the letter's headers a sentence is no headline, though a release may have one of its own.
    made = html.headless(
        made,
        keep=lambda words: (
            squeezed(words) != title and (page or (words.rstrip().endswith((".", "”", '"')) and len(words) > 60))
        ),
    )
    if made.subtitle and squeezed(made.subtitle) == title:
        made = msgspec.structs.replace(made, subtitle=None)
    aside.append(_kept_headers(message))
    furniture = tuple(Furniture("mail", clean(words.strip())) for words in aside if words.strip())
    return msgspec.structs.replace(_unmapped(made), furniture=(*made.furniture, *furniture))


def _digest(message: Message[str, str], letter: _Letter) -> list[str]:
    """The letters of a list's digest that came as one plain text."""
    if len(letter.words) != 1 or letter.words[0][0]:
        return []
    _, data, charset = letter.words[0]
    return digest(decode(data, charset).replace("\r\n", "\n"), subject=_header(message, "Subject"))[:MAX_PARTS]


def _passed_on(head: Head, known: Given, given: Given) -> Given:
    """What is known of the letter that was passed on: who it is from, and when and under what subject."""
    from onrecord.intake.published import read_date

    said = head.said
    sender = " ".join(re.sub(r"<[^<>]*>|\[mailto:[^\]]*\]|\S+@\S+", "", said.get("from", "")).split()).strip("\"' ,;")
    authors, outlet = _named(sender or None)
    when = said.get("date", "")
    return replace(
        known,
        title=given.title or _PREFIX.sub("", said.get("subject", "")) or known.title,
        authors=given.authors or authors,
        outlet=given.outlet or outlet,
        published=given.published or read_date(when) or day(when) or known.published,
    )


def _unmapped(made: Article) -> Article:
    """``made`` without a map to its input: what was cut is a part of a letter, in an encoding of its own."""
    return msgspec.structs.replace(made, slices=None)


def _unquoted(text: str, subject: str | None) -> tuple[str, list[str]]:
    """The letter's own words, and its signature and the letters that it quotes.

    A letter that is nothing but a quotation is one that was passed on: then the quotation is the letter.
    """
    aside: list[str] = []
    signed = [found for found in _SIGNED.finditer(text) if found.start() > 0]
    if signed and len(text) - signed[-1].start() < 2_000:
        aside.append(text[signed[-1].start() :])
        text = text[: signed[-1].start()]
    lines = text.split("\n")
    quoted = [n for n, line in enumerate(lines) if line.startswith(">")]
    if quoted:
        own = sum(len(line) for line in lines if not line.startswith(">"))
        others = sum(len(lines[n]) for n in quoted)
        before = [line for line in lines[: quoted[0]] if line.strip()]
        answers = len(before) > 1 and reply(before[-1]) and not passed_on(subject)
        if others > 4 * own and others > 600 and not answers:
            return "\n".join(re.sub(r"^(?:> ?)+", "", line) for line in lines), aside
        marks = set(quoted)
        for n in quoted:
            above = next((m for m in range(n - 1, max(-1, n - 4), -1) if lines[m].strip()), None)
            if above is not None and above not in marks and reply(lines[above]):
                marks.add(above)
        aside.insert(0, "\n".join(lines[n] for n in sorted(marks)))
        text = "\n".join(line for n, line in enumerate(lines) if n not in marks)
    return text, aside


def _known(message: Message[str, str], given: Given) -> Given:
    """What the letter's headers say, where nothing is given."""
    subject = _PREFIX.sub("", _header(message, "Subject") or "") or None
    if _saved_page(message):
        url = _header(message, "Snapshot-Content-Location") or _header(message, "Content-Location")
        return replace(
            given, name=None, title=given.title, url=given.url or (url if url and url.startswith("http") else None)
        )
    authors, outlet = _named(_sender(message))
    return replace(
        given,
        name=None,
        title=given.title or subject,
        authors=given.authors or authors,
        outlet=given.outlet or _header(message, "Organization") or outlet,
        published=given.published or _date(message),
        language=given.language or tag(_header(message, "Content-Language")),
    )


def _saved_page(message: Message[str, str]) -> bool:
    """Whether this is a page that a browser saved as MHTML, whose date and sender are the browser's."""
    sender = (_header(message, "From") or "").lower()
    return "Snapshot-Content-Location" in message or sender.startswith(("<saved by", "saved by", '"saved by'))


def _named(name: str | None) -> tuple[tuple[str, ...], str | None]:
    """A sender's name as an author, or as the outlet that it is if it is no person's."""
    from onrecord.intake.names import person

    if not name:
        return (), None
    return ((name,), None) if person(name) else ((), None if "@" in name else name)


def _sender(message: Message[str, str]) -> str | None:
    found = getaddresses([_header(message, "From") or ""])
    name = " ".join(found[0][0].split()) if found else ""
    return re.sub(r"\s+via\s+.*$", "", name).strip("'\" ") or None


def _date(message: Message[str, str]) -> str | None:
    try:
        return day(parsedate_to_datetime(_header(message, "Date") or "").isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _kept_headers(message: Message[str, str]) -> str:
    lines = [f"{name}: {_decoded(value)}" for name, value in message.items() if _KEPT.match(name)]
    return "\n".join(lines)[:MAX_HEADERS]


def _header(message: Message[str, str], name: str) -> str | None:
    value = message.get(name)
    return _decoded(value) or None if value is not None else None


def _decoded(value: Any) -> str:
    value = str(value)[:MAX_HEADERS]
    try:
        text = str(make_header(decode_header(value)))
    except (ValueError, LookupError, UnicodeError, TypeError):
        text = str(value)
    # Bytes that the header never declared come as lone surrogates; most are UTF-8.
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(clean(text.translate(_HIGH)).split())


def _name(message: Message[str, str]) -> str | None:
    try:
        name = message.get_filename()
    except (ValueError, LookupError, TypeError):
        return None
    return _decoded(name).replace("\\", "/").rpartition("/")[2][:200] or None if name else None
