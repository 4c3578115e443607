"""What of a letter's words is another letter: history under a reply, a letter that was passed on, a list's digest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from onrecord.intake.published import table

NOTE = 400
"""Characters of what people write above a letter that they pass on ('please code this one'); more is a letter."""

SEARCHED = 20_000
"""Lines in which other letters' heads are looked for; the longest reports in letters have a tenth of that."""

_HEADER = re.compile(r"^[ \t]*\*?(?P<name>[^\W\d_][\w -]{0,20}?)\*?[ \t]?:\*?[ \t\xa0]*(?P<value>\S.{0,1000})?$")
_SUBJECT = re.compile(r"^\s*(?P<fwd>fwd?|wg|tr|rv|i|пересл|перес)\s*(?:\[\d+\])?\s*:", re.I)
_FORWARDED = re.compile(
    r"^[ \t]*(?:-{3,} ?(?:forwarded (?:message|by)|weitergeleitete nachricht|message transféré|mensaje reenviado"
    r"|пересылаемое сообщение|переслане повідомлення|رسالة مُعاد توجيهها)\b.*"
    r"|begin forwarded message ?:)[ \t]*$",
    re.I,
)
_MARK = re.compile(
    r"^[ \t]*(?:-{3,} ?(?:original message|ursprüngliche nachricht|message d'origine)\b.*|_{20,})[ \t]*$", re.I
)
_REPLY = re.compile(
    r"^(?:On|Am|Le|El|Il|Den)\b.{5,200}(?:wrote|schrieb|écrit|escribió|scritto|skrev)\s?:\s*$"
    r"|^-{3,} ?Original Message ?-{3,}\s*$",
    re.I,
)
_PREAMBLE = re.compile(r"^-{60,80}[ \t]*$", re.M)
_BETWEEN = re.compile(r"^-{30}[ \t]*$", re.M)
_NUMBERED = re.compile(r"\s*(?:Message: \d+\n)?")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a letter inside a letter: its lines ``[start, end)``, and what they say by field."""

    start: int
    end: int
    said: dict[str, str]
    forwarded: bool


@dataclass(frozen=True, slots=True)
class Parted:
    """``text`` is the letter's own, ``aside`` what is not; ``head`` is of the letter passed on, if it is one."""

    text: str
    aside: tuple[str, ...] = ()
    head: Head | None = None


def parted(text: str, *, subject: str | None) -> Parted:
    """``text`` without the history under it. Of a letter that was passed on, the words of that letter.

    A reply's own words are its text and the rest is history; a letter passed on is the text and a short note above it
    is not. Which of them it is, its subject tells ('Re:', 'Fwd:') or a line above the other letter's head.
    """
    lines = text.split("\n")
    heads = _heads(lines)
    if not heads:
        return _replied(lines, subject)
    first = heads[0]
    own = "\n".join(lines[: first.start]).strip()
    if own and not (first.forwarded or passed_on(subject)):
        return Parted(own, ("\n".join(lines[first.start :]),))
    aside = ["\n".join(lines[: first.end])]
    head, start, stop = first, first.end, len(lines)
    upto = [0, *accumulate(map(len, lines))]
    for inner in heads[1:]:
        between = "\n".join(lines[start : inner.start]).strip()
        if len(between) > NOTE or 4 * len(between) > upto[-1] - upto[inner.end]:
            stop = inner.start  # what stands under it is history
            break
        aside.append("\n".join(lines[start : inner.end]))
        head, start = inner, inner.end
    words = "\n".join(lines[start:stop]).strip()
    if stop < len(lines):
        aside.append("\n".join(lines[stop:]))
    if not words:
        return Parted(text)
    if len(own) > NOTE or 4 * len(own) > len(words):
        aside[0] = "\n".join(lines[first.start : first.end])
        return Parted(f"{own}\n\n{words}", tuple(aside))
    return Parted(words, tuple(aside), head)


def _replied(lines: Sequence[str], subject: str | None) -> Parted:
    """The letter without what it answers, where a line says so and no sign of quotation shows where that ends."""
    for n, line in enumerate(lines[:SEARCHED]):
        if not reply(line):
            continue
        rest = [each for each in lines[n + 1 :] if each.strip()]
        own = "\n".join(lines[:n]).strip()
        if rest and own and not rest[0].lstrip().startswith(">") and not passed_on(subject):
            return Parted(own, ("\n".join(lines[n:]),))
        break
    return Parted("\n".join(lines))


def reply(line: str) -> bool:
    """Whether a line says that a quoted letter follows: 'On 4 March 2031 Mira Tolan wrote:'."""
    return _REPLY.match(line.strip()) is not None


def passed_on(subject: str | None) -> bool:
    """Whether a subject says so: 'Fwd: Nine killed'."""
    return bool(subject and _SUBJECT.match(subject))


def _heads(lines: Sequence[str]) -> list[Head]:
    """The heads of letters among ``lines``: three lines or more of 'From: …', 'Sent: …', blank ones between or not."""
    names = {word: field for field, words in table("labels")["letter"].items() for word in words}
    found: list[Head] = []
    n = 0
    while n < min(len(lines), SEARCHED):
        opening = _HEADER.match(lines[n])
        if opening is None or names.get(opening["name"].lower()) != "from":
            n += 1
            continue
        said: dict[str, str] = {}
        end = at = n
        while at < len(lines) and at - end <= 2:
            header = _HEADER.match(lines[at])
            field = names.get(header["name"].lower()) if header else None
            if header and field and field not in said:
                said[field] = (header["value"] or "").strip()
                end = at
            elif lines[at].strip() and not (at == end + 1 and lines[at][:1] in " \t"):
                break
            at += 1
        if len(said) < 3:
            n += 1
            continue
        start = n
        for before in range(n - 1, max(-1, n - 4), -1):
            if _FORWARDED.match(lines[before]) or _MARK.match(lines[before]):
                start = before
                break
            if lines[before].strip():
                break
        found.append(Head(start, end + 1, said, start < n and _FORWARDED.match(lines[start]) is not None))
        n = end + 1
    return found


def digest(text: str, *, subject: str | None) -> list[str]:
    """The letters of a mailing list's digest in plain text (RFC 1153); none where ``text`` is none."""
    if not subject or "digest" not in subject.lower():
        return []
    preamble = _PREAMBLE.search(text)
    if preamble is None:
        return []
    letters: list[str] = []
    for piece in _BETWEEN.split(text[preamble.end() :]):
        piece = piece[_NUMBERED.match(piece).end() :]  # type: ignore[union-attr]  # it matches nothing too
        head = piece.partition("\n\n")[0]
        if re.search(r"^From: ", head, re.M) and re.search(r"^(?:Date|Subject): ", head, re.M):
            letters.append(piece)
    return letters
