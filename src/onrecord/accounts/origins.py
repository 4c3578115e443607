"""Which of several copies is the likely first publication, and why; and which quotations two reports share."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from onrecord.accounts.comparison import overlap_of
from onrecord.accounts.phrasing import phrasing, vocabulary
from onrecord.accounts.sheet import Copy, Origin
from onrecord.accounts.title import spoken_day
from onrecord.accounts.wording import fold, plain
from onrecord.record import Article, OnrecordError, Record, Statement

#: Two quotations are the same when so much of the shorter stands in the longer, in runs of three words ..
SAME_QUOTE: Final = 0.8
#: .. and the shorter has so many words: below it, 'we will not rest' may be said by anybody.
QUOTE_WORDS: Final = 6
_LINK = re.compile(r"https?://[^\s<>\"')\]]{4,500}")
_NAME_LENGTH = 80  # the longest name of an outlet after 'originally published by'


class SharedQuote(NamedTuple):
    """One quotation that two reports carry: its statement in each, the words as the first has them, who said it."""

    one: str
    other: str
    text: str
    source: str | None


class _Report(NamedTuple):
    """What of a report bears on where its words come from."""

    id: str
    article: Article
    names: frozenset[str]
    credits: tuple[tuple[str, str], ...]
    size: int
    at: str


def origin(reports: Sequence[tuple[str, Record]], *, origin: str = "") -> Origin:
    """The likely first publication among copies, and how each other relates to it.

    ``reports`` are (``input_id``, record), at least one, known to carry the same words; ``origin`` is the id that the
    result gets. Signs, strongest first: others name it as where they have their words from (agency credit,
    republication notice, link); it credits no other itself; it was published first; it is the longest. Ties go to the
    lower id, so that the order of ``reports`` does not matter.
    """
    if not reports:
        raise OnrecordError("No report was given to find an origin among; give at least one.")
    zoned = all(_zoned(record.article.published) for _, record in reports)
    clock = _moment if zoned else _on_the_wall
    known = [_report(id, record.article, clock) for id, record in sorted(reports, key=lambda report: report[0])]
    named = _named(known)
    credited = min((r.at for r in known if _others_words(r, r.names)), default=UNDATED)
    first = min(known, key=lambda report: _rank(report, named, credited))
    laid_out = phrasing(first.article.text)
    copies = [Copy(first.id, "first", 1.0, 1.0)]
    for report in known:
        if report is not first:
            found = overlap_of(first.article, laid_out, report.article, phrasing(report.article.text))
            copies.append(Copy(report.id, found.kind, found.containment, found.jaccard))
    return Origin(origin, first.id, _why(first, known, named), tuple(copies))


def shared_quotes(a: Record, b: Record) -> tuple[SharedQuote, ...]:
    """The quotations that both reports carry, in the order of ``a``: one origin of statement, however many report it.

    Looks at direct and mixed statements; of a mixed one at the words between quotation marks.
    """
    there: dict[tuple[bytes, ...], list[int]] = {}
    others = [(s, _quoted_words(s)) for s in b.statements]
    for n, (_, words) in enumerate(others):
        for run in dict.fromkeys(_threes(words)):
            there.setdefault(run, []).append(n)
    found = []
    for statement in a.statements:
        words = _quoted_words(statement)
        if len(words) < QUOTE_WORDS:
            continue
        runs = list(dict.fromkeys(_threes(words)))
        hits: dict[int, int] = {}
        for run in runs:
            for n in there.get(run, ()):
                hits[n] = hits.get(n, 0) + 1
        for n, count in sorted(hits.items()):
            other, others_words = others[n]
            least = min(len(runs), len(set(_threes(others_words))))
            if len(others_words) >= QUOTE_WORDS and count >= SAME_QUOTE * least:
                source = statement.source or other.source
                said = (source.name or source.text) if source else None
                found.append(SharedQuote(statement.id, other.id, statement.content.text, said))
    return tuple(found)


def _threes(words: list[bytes]) -> list[tuple[bytes, ...]]:
    return list(zip(words, words[1:], words[2:], strict=False))


def _quoted_words(statement: Statement) -> list[bytes]:
    if statement.kind == "indirect":
        return []
    data = fold(statement.content.text)
    if statement.kind == "mixed" and data.count(b'"') >= 2:
        data = b" ".join(data.split(b'"')[1::2])
    return plain(data).split()


def _key(name: str) -> str:
    """A name as it is compared: its words, without 'the'."""
    return " ".join(word for word in plain(fold(name)).decode("utf-8", "replace").split() if word != "the")


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


@lru_cache(maxsize=1)
def _notices() -> re.Pattern[str]:
    phrases = [" ".join(p.split()) for line in vocabulary()["published_by"].splitlines() for p in line.split(",")]
    ways = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in sorted(filter(None, phrases), key=len, reverse=True))
    return re.compile(rf"\b(?:{ways})\s+(?P<name>[^\n.;:()]{{2,{_NAME_LENGTH}}})", re.IGNORECASE)


def _initials(outlet: str) -> set[str]:
    """'NPA' of 'Northern Press Agency': by-lines and datelines have an agency's letters."""
    parts = [word for word in _key(outlet).split() if word not in ("of", "and", "for")]
    agency = not set(vocabulary()["agency"].split()).isdisjoint(parts)
    return {"".join(word[0] for word in parts)} if agency and len(parts) > 1 else set()


def _report(id: str, article: Article, clock: Callable[[str | None], str]) -> _Report:
    names = {_key(article.outlet), *_initials(article.outlet)} if article.outlet else set()
    if article.url and (host := _host(article.url)):
        names.add(_key(host))
    credits: list[tuple[str, str]] = []
    if (notice := article.republished_from) is not None:
        credits += [("says that it was first published by", said) for said in (notice.outlet,) if said]
        credits += [("says that it was first published at", notice.url)] if notice.url else []
    credits += [("credits", agency) for agency in article.agencies]
    for text in (*(f.text for f in article.furniture), article.text[:2000], article.text[-2000:]):
        credits += [("says that it was first published by", m["name"].strip()) for m in _notices().finditer(text)]
        credits += [("links to", link.rstrip(".,;")) for link in _LINK.findall(text)]
    return _Report(
        id, article, frozenset(names), tuple(dict.fromkeys(credits)), len(article.text.split()),
        clock(article.published),
    )  # fmt: skip


def _named(known: list[_Report]) -> dict[str, list[tuple[str, str]]]:
    """For each report those that name it, with how they do: ``{id: [(id of the other, 'credits'), ..]}``."""
    targets: dict[str, list[_Report]] = {}
    for report in known:
        for name in (*report.names, *((report.article.url,) if report.article.url else ())):
            targets.setdefault(name, []).append(report)
    named: dict[str, list[tuple[str, str]]] = {report.id: [] for report in known}
    for report in known:
        for how, credit in report.credits:
            link = credit.startswith(("http://", "https://"))
            keys = (credit,) if link else _beginnings(_key(credit))
            for key in keys:
                for target in targets.get(key, ()):
                    if target.id != report.id and not (report.names & target.names):
                        named[target.id].append((report.id, how))
    return {id: list(dict.fromkeys(who)) for id, who in named.items()}


def _beginnings(name: str) -> tuple[str, ...]:
    """'meridian wire on 3 may' -> the name and its shorter beginnings: a notice runs on after the outlet's name."""
    words = name.split()
    return tuple(" ".join(words[:n]) for n in range(len(words), 0, -1))


def _others_words(report: _Report, known_as: frozenset[str]) -> bool:
    """Whether a report credits somebody else with its words; links alone are no credit. A text that has neither outlet
    nor address credits none: what an agency sent out bears the agency's name."""
    if not report.names:
        return any(how.startswith("says that it was first published") for how, _ in report.credits)
    return any(
        how != "links to" and not known_as.intersection(_beginnings(_key(credit))) for how, credit in report.credits
    )


def _rank(report: _Report, named: dict[str, list[tuple[str, str]]], credited: str) -> tuple[int, bool, str, int, str]:
    """The likely first ranks lowest. ``credited`` is when the earliest copy came out that credits another: one that
    credits nobody and came out after it took the words and left the credit away."""
    return (
        -len({who for who, _ in named[report.id]}),
        _others_words(report, report.names) or _later(report.at, credited),
        report.at,
        -report.size,
        report.id,
    )


def _later(one: str, other: str) -> bool:
    """Whether one came out after the other for certain: a day alone is not after that day's times."""
    if UNDATED in (one, other):
        return False
    return one[:10] > other[:10] or (not one.endswith("T24") and one > other)


UNDATED: Final = "9999"
"""Sorts after every day."""


def _clock(published: str | None) -> datetime | None:
    """A publication time; null for a day alone, for none, and for what is no time."""
    try:
        return datetime.fromisoformat(published) if published and len(published) > len("2034-03-12") else None
    except ValueError:
        return None


def _zoned(published: str | None) -> bool:
    """Whether a time tells its zone; where there is none, there is nothing to tell."""
    told = _clock(published)
    return told is None or told.tzinfo is not None


def _on_the_wall(published: str | None) -> str:
    """A publication time without its zone: what is compared where one of several tells none, as a paper beside an
    agency mostly has its clock."""
    told = _clock(published)
    return _moment(published) if told is None else told.strftime("%Y-%m-%dT%H:%M:%S")


def _moment(published: str | None) -> str:
    """A publication time as it sorts: in UTC where it has a zone; a day alone comes after that day's times."""
    if not published:
        return UNDATED
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return published
    if len(published) <= len("2034-03-12"):
        return f"{published}T24"
    return (moment.astimezone(UTC) if moment.tzinfo else moment).strftime("%Y-%m-%dT%H:%M:%S")


def _why(first: _Report, known: list[_Report], named: dict[str, list[tuple[str, str]]]) -> tuple[str, ...]:
    if len(known) == 1:
        return ("the only report with these words",)
    others = [report for report in known if report is not first]
    why = []
    for how in dict.fromkeys(how for _, how in named[first.id]):
        who = [id for id, said in named[first.id] if said == how]
        by = {report.id: report.article.outlet or report.id for report in known}
        more = f" and {len(who) - 3} more" if len(who) > 3 else ""
        why.append(f"{', '.join(by[id] for id in who[:3])}{more} {how if len(who) == 1 else _plural(how)} it")
    crediting = [report for report in others if _others_words(report, report.names)]
    if crediting and not _others_words(first, first.names):
        why.append(f"it credits no other, as {len(crediting)} of the other {len(others)} do")
    elif own := [credit for how, credit in first.credits if how != "links to" and _key(credit) not in first.names]:
        why.append(f"it credits {own[0]}, whose own report is not here")
    moments = sorted((report.at, report.article.published or "") for report in others)
    if first.article.published and moments[0][1]:
        if first.at < moments[0][0]:
            why.append(f"published first, on {spoken_day(first.article.published)}")
        elif first.at > moments[0][0]:
            why.append(f"though another is dated earlier, {spoken_day(moments[0][1])}")
    if first.size > max(report.size for report in others):
        why.append(f"the longest, {first.size} words")
    return tuple(why) or ("nothing tells them apart; the lowest id",)


def _plural(how: str) -> str:
    return {"credits": "credit", "links to": "link to"}.get(how, how.replace("says", "say"))
