"""What a file is, told from its content; the name only breaks ties."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Literal

from onrecord.intake.decode import wide
from onrecord.record import Sentence

Kind = Literal["text", "markdown", "html", "pdf", "mail", "warc", "feed", "jsonl", "gzip", "zip", "binary", "empty"]

HEAD = 64 << 10
"""Bytes looked at. Every mark used here stands in the first few kilobytes of real files; pages with long
inline styles before their first tag of text are the reason for not looking at less."""

MAX_CONTROLS = 0.02
"""Share of control characters (without NUL, tab, line ends, form feed, escape) above which bytes are no text.
Random bytes have 0.10; text damaged in transfer has a handful."""

MAX_NULS = 0.10
"""Share of NUL bytes above which bytes that are not UTF-16 are no text."""

_OBJECT = re.compile(rb"[\r\n]\d{1,6} \d{1,5} obj\b")
_CONTROLS = bytes(c for c in range(32) if c not in b"\x00\t\n\r\f\x1b\x0b") + b"\x7f"
_BLANKS = b" \t\r\n\f\v\x00"
_TEXT_NAMES = (".txt", ".text", ".asc")
_MARKDOWN_NAMES = (".md", ".markdown", ".mdown")
_HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml", ".asp", ".aspx", ".php")
_MAIL_NAMES = (".eml", ".mht", ".mhtml", ".msg", ".mbox")
_JSON_NAMES = (".jsonl", ".ndjson", ".json")

_LEAD = r"(?:\s|<!--[^>]{0,2000}?-->|<\?xml[^>]{0,300}>|<\?xml-stylesheet[^>]{0,300}>)*"
_DOCTYPE = r"(?:<!DOCTYPE[^>\[]{0,300}(?:\[[^\]]{0,20000}\]\s*)?>\s*)?"
_FEED = re.compile(_LEAD + _DOCTYPE + r"<(?:rss|feed|rdf:RDF|atom:feed)[\s>]", re.I)
_HTML = re.compile(_LEAD + r"<(?:!doctype\s+html|html|head|body|title|meta|base)\b", re.I)
_HTML_LATE = re.compile(r"<(?:html|body|head)(?:\s[^<>]{0,1000})?>", re.I)
_HTML_PIECE = re.compile(
    _LEAD
    + r"<(?:div|p|article|main|section|table|h[1-6]|pre|center|span|font|a|b|br|img|ul|ol|blockquote|script|style|link)"
    r"(?:\s[^<>]{0,1000})?/?>",
    re.I,
)
_CLOSING = re.compile(
    r"</(?:div|p|article|main|section|table|h[1-6]|pre|center|span|font|a|ul|ol|blockquote|script|style)\s*>", re.I
)
_TAG = re.compile(r"<[a-z!/][^<>]{0,1000}>", re.I)
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,40}):[ \t]*(?:[^\n]|\n[ \t])*\n?")
_MBOX = re.compile(r"From \S{1,200} {1,2}\w{3} \w{3} [ \d]\d \d\d:\d\d")
_STRONG = frozenset(
    [
        "received",
        "mime-version",
        "message-id",
        "return-path",
        "delivered-to",
        "dkim-signature",
        "content-type",
        "content-transfer-encoding",
        "x-received",
        "envelope-to",
        "x-mailer",
        "list-unsubscribe",
        "references",
        "in-reply-to",
        "snapshot-content-location",
    ]
)
_WEAK = frozenset(["from", "to", "cc", "subject", "date", "reply-to", "sender"])
_JSON_LINE = re.compile(r'\s*\{\s*"')
_JSON_KEY = re.compile(r'"(?:text|html)"\s*:\s*["n]')
_MARKDOWN = (
    re.compile(r"^#{1,6} \S", re.M),
    re.compile(r"(?<!!)\[[^\]\n]{1,200}\]\(https?://[^)\s]{1,500}\)"),
    re.compile(r"!\[[^\]\n]{0,200}\]\([^)\s]{1,500}[^)\n]{0,200}\)"),
    re.compile(r"(?<![\w*])\*\*[^*\n]{1,300}\*\*(?![\w*])"),
)
_FRONT_MATTER = re.compile(r"---\r?\n(?:[A-Za-z_-]{1,40}:[^\n]{0,1000}\r?\n|[ \t-][^\n]{0,1000}\r?\n){1,60}---\r?\n")


def sniff(data: bytes, name: str | None = None) -> Kind:
    """The kind of the file whose bytes (or first :data:`HEAD` bytes) are ``data``.

    Never raises. ``name`` decides only between kinds that the bytes allow alike: Markdown or text, text or a
    lone piece of HTML, JSON lines or text, text that opens like an e-mail.
    """
    head = data[:HEAD]
    magic = _magic(head)
    if magic is not None:
        return magic
    text = _peek(head)
    if text is None:
        return "binary"
    return _text_kind(text, (name or "").lower().partition("?")[0]) if text.strip("\ufeff\x00 \t\r\n\f\v") else "empty"


def foreign(data: bytes) -> tuple[Sentence, Sentence]:
    """What a ``binary`` file is and what to do about it: ``("a PNG picture", "read the page ...")``."""
    for offset, magic, name, advice in _signatures():
        if data[offset : offset + len(magic)] == magic:
            return Sentence(name), Sentence(advice)
    return (
        Sentence("not text, nor any other kind that can be read"),
        Sentence("give the report as text, HTML, PDF, e-mail, WARC or feed"),
    )


@cache
def _signatures() -> tuple[tuple[int, bytes, str, str], ...]:
    raw = tomllib.loads((resources.files(__package__) / "data" / "signatures.toml").read_text("utf-8"))
    return tuple((s.get("offset", 0), bytes.fromhex(s["hex"]), s["name"], s["advice"]) for s in raw["signature"])


def _magic(head: bytes) -> Kind | None:
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    start = head.lstrip(_BLANKS)
    if start.startswith((b"WARC/0.", b"WARC/1.", b"WARC/2.")):
        return "warc"
    # Readers accept up to a kilobyte of anything before the mark (PDF 1.7, appendix H), so mail and text
    # that merely quote it within their first words are told by what stands before it.
    at = head.find(b"%PDF-", 0, 1024)
    if at == 0 or (at > 0 and not head[:at].strip(_BLANKS + b"\xef\xbb\xbf")):
        return "pdf"
    # Behind the head of the answer that it came in, or a stray line: then its objects follow.
    if at > 0 and head[at - 1] in b"\r\n" and _OBJECT.search(head, at, at + 4096):
        return "pdf"
    if start.startswith(b"{\\rtf"):
        return "binary"
    # A picture of a few bytes holds too little to show that it is no text.
    if any(not magic.isascii() and head.startswith(magic) for offset, magic, _, _ in _signatures() if not offset):
        return "binary"
    return None


def _peek(head: bytes) -> str | None:
    """The head as characters good enough for looking at, or None where the bytes are no text."""
    for mark, encoding in (
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if head.startswith(mark):
            return _plausible(head[len(mark) :].decode(encoding, "replace"))
    if not head:
        return ""
    if (named := wide(head)) is not None:
        return _plausible(head.decode(named, "replace"))
    nuls = head.count(0)
    if nuls > MAX_NULS * len(head):
        even, odd = head[::2].count(0), head[1::2].count(0)
        if even > 4 * odd or odd > 4 * even:
            return _plausible(head.decode("utf-16-be" if even > odd else "utf-16-le", "replace"))
        return None if head.strip(_BLANKS) else ""
    if len(head) - len(head.translate(None, _CONTROLS)) > MAX_CONTROLS * len(head):
        return None
    return head.decode("utf-8-sig", "replace")


def _plausible(text: str) -> str | None:
    odd = sum(c < " " and c not in "\x00\t\r\n\f\x1b\v" for c in text) + text.count("\ufffd")
    return text if odd <= MAX_CONTROLS * max(len(text), 50) else None


def _text_kind(text: str, name: str) -> Kind:
    text = text.lstrip("\ufeff\x00 \t\r\n\f\v")
    plain = name.endswith(_TEXT_NAMES + _MARKDOWN_NAMES)
    if text.startswith("<"):
        if _FEED.match(text):
            return "feed"
        if _HTML.match(text) or (_HTML_PIECE.match(text) and (not plain or len(_CLOSING.findall(text, 0, 4096)) > 8)):
            return "html"
    if name.endswith(_HTML_NAMES) and _TAG.search(text):
        return "html"
    if _JSON_LINE.match(text) and (name.endswith(_JSON_NAMES) or (not plain and _JSON_KEY.search(text))):
        return "jsonl"
    if _is_mail(text, name, plain):
        return "mail"
    if not plain and _HTML_LATE.search(text, 0, 4096) and _CLOSING.search(text):
        return "html"
    if name.endswith(_MARKDOWN_NAMES) or _is_markdown(text):
        return "markdown"
    return "text"


def _is_mail(text: str, name: str, plain: bool) -> bool:
    if _MBOX.match(text):
        text = text.partition("\n")[2]
    strong = weak = at = 0
    while header := _HEADER.match(text.replace("\r\n", "\n") if at == 0 and "\r\n" in text else text, at):
        if at == 0:
            text = text.replace("\r\n", "\n")
        key = header[1].lower()
        strong += key in _STRONG
        weak += key in _WEAK
        at = header.end()
    if name.endswith(_MAIL_NAMES):
        return strong + weak >= 1
    # A report saved as text may open with 'From:' and 'Date:' lines of its own.
    return strong >= 2 and weak >= 1 if plain else (strong >= 1 and weak >= 2) or (strong >= 3)


def _is_markdown(text: str) -> bool:
    if _FRONT_MATTER.match(text):
        return True
    hits = [len(mark.findall(text)) for mark in _MARKDOWN]
    return sum(h > 0 for h in hits) >= 2 or max(hits) >= 3
