"""Plain text and Markdown as they are really saved: a web page copied or printed to text -> Article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.intake import decode
from onrecord.intake.agencies import agencies_in, agency_of
from onrecord.intake.cut import aside, cut
from onrecord.intake.foot import read_foot
from onrecord.intake.furniture import Match
from onrecord.intake.given import Given
from onrecord.intake.head import Head, Seen, read_head, see
from onrecord.intake.language import language_of
from onrecord.intake.lines import Unit, lines, units
from onrecord.intake.matter import front_matter
from onrecord.intake.names import Meta, desk, outlet, people
from onrecord.intake.origin import find_url, holders, merged, named, same
from onrecord.intake.printing import print_marks
from onrecord.intake.published import read_date, table
from onrecord.intake.topics import Label, values
from onrecord.record import Article, Furniture, Republication, Slice, Topics

#: Lines of the longest saved pages we know are some 5,000; a file with more than this is a table or a log, stays
#: whole, and is not held in memory line by line.
MAX_LINES = 100_000


@dataclass(slots=True)
class _Found:
    """What the page says of itself, as it is found, first things first."""

    title: str | None = None
    subtitle: str | None = None
    authors: list[str] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)
    published: str | None = None
    modified: str | None = None
    url: str | None = None
    language: str | None = None
    rights: str | None = None
    agencies: list[str] = field(default_factory=list)
    origin: Republication | None = None
    topics: dict[str, list[str]] = field(default_factory=dict)
    affiliations: list[str] = field(default_factory=list)
    """Outlets that a by-line names after its author: the page's own when it names no other."""
    source: str | None = None
    """'Source: …' in the head: the outlet, unless the page names another; then the first publisher."""
    holding: list[str] = field(default_factory=list)
    """Outlets of copyright lines."""
    writing: list[str] = field(default_factory=list)
    """Authors of copyright lines and of 'Articles by'."""


def article_from_text(text: str, *, id: str, given: Given) -> Article:
    """The article in ``text``, which is a whole saved file; ``id`` is the article's.

    ``Article.text`` is cut from ``text``: ``slices`` cover all of it and map it back, and every non-blank character
    of ``text`` is in it or in a furniture text. With ``given.verbatim`` the text is unchanged and nothing is set
    aside. What ``given`` says wins over what the page says. Raises :class:`IntakeError` for a text longer than
    ``decode.MAX_TEXT`` characters.
    """
    if len(text) > decode.MAX_TEXT:
        raise decode.too_long(len(text))
    if given.verbatim:
        return _verbatim(text, id, given)
    text = decode.clean(text)
    found = _Found()
    if sum(map(text.count, "\n\r\f\v\x85\u2028\u2029")) > MAX_LINES:
        body = text.strip()
        whole = (Slice(0, len(text) - len(text.lstrip()), len(body)),) if body else ()
        return _article(body, whole, (), found, id=id, given=given)
    rows = lines(text)
    kinds: dict[int, str] = {}
    matter, pairs = front_matter(text, rows)
    _from_matter(pairs, found)
    kinds.update((n, "head") for n in range(matter))
    for n, url in print_marks(text, rows, start=matter).items():
        kinds[n] = "page"
        found.url = found.url or url
    parts = units(text, rows, skip=frozenset(kinds), single=_single)
    head = read_head(parts)
    signed = [name for what in head.seen.values() if isinstance(what, Meta) for name in what.authors]
    foot = read_foot(parts, taken=head.kinds, authors=[*head.authors, *signed])
    for n, kind in {**foot.kinds, **head.kinds}.items():
        kinds.update((row, kind) for row in range(parts[n].first, parts[n].last + 1))
    beside = "\n".join(parts[n].plain for n, kind in foot.kinds.items() if kind not in ("byline", "credit", "caption"))
    _from_head(head, parts, beside, found)
    for n in sorted(foot.seen):
        before = foot.seen.get(n - 1)
        if foot.seen[n] == "address":
            if isinstance(before, Republication) or (isinstance(before, Label) and before.field == "origin"):
                found.origin = merged(found.origin, Republication(url=find_url(parts[n].plain)))
        else:
            _from_foot(foot.seen[n], parts[n], found)
    body, slices = cut(text, rows, kinds)
    return _article(body, slices, aside(text, rows, kinds, parts), found, id=id, given=given)


def _verbatim(text: str, id: str, given: Given) -> Article:
    return Article(
        id=id,
        text=decode.scalar(text),
        url=given.url,
        title=given.title,
        authors=given.authors,
        outlet=given.outlet,
        published=given.published,
        language=given.language or language_of(text),
    )


def _single(shown: str) -> bool:
    """Whether a line is surely a unit of its own: a by-line, a label, a notice."""
    return len(shown) <= 300 and see(shown, "head") not in ("prose", "heading")


# what is found -----------------------------------------------------------------------------------------------------


def _from_matter(pairs: dict[str, list[str]], found: _Found) -> None:
    for field_, keys in table("labels")["matter"].items():
        for key in keys:
            got = pairs.get(key)
            if not got:
                continue
            if field_ == "authors":
                found.authors += [name for name in got if name not in found.authors]
            elif field_ in ("published", "modified"):
                setattr(found, field_, getattr(found, field_) or read_date(got[0]))
            elif field_ == "outlet":
                found.outlets += got
            elif field_ in ("title", "subtitle", "url", "language", "rights"):
                setattr(found, field_, getattr(found, field_) or " ".join(got))
            elif field_ == "origin":
                found.origin = merged(found.origin, named(got[0]))
            else:
                found.topics.setdefault(field_, []).extend(v for part in got for v in values(part))


def _from_head(head: Head, parts: Sequence[Unit], beside: str, found: _Found) -> None:
    """``beside`` is what was set aside elsewhere: a name that stands there too is the outlet's."""
    found.title = found.title or head.title
    found.subtitle = found.subtitle or head.subtitle
    signed = bool(head.authors) or any(isinstance(what, Meta) and what.authors for what in head.seen.values())
    beside += "\n".join(parts[n].plain for n, what in head.seen.items() if not isinstance(what, Meta))
    for n in sorted(head.seen):
        what = head.seen[n]
        if isinstance(what, Meta):
            if what.either is not None:
                if signed or (not head.outlets and what.either.casefold() in beside.casefold()):
                    what.outlet = what.either
                else:
                    what.authors.append(what.either)
            _from_meta(what, found)
        elif isinstance(what, Label) and what.field == "origin" and (agency := agency_of(what.value)):
            found.agencies.append(agency)
        elif isinstance(what, Label) and what.field == "origin" and outlet(what.value, sure=True):
            found.source = found.source if desk(what.value) else what.value
        elif what == "address":
            url = find_url(parts[n].plain) or ""
            found.url = found.url or (url if "/" in url.split("://")[-1].rstrip("/") else None)
        else:
            _from_foot(what, parts[n], found)
    found.authors += [name for name in head.authors if not found.authors]
    found.outlets += head.outlets


def _from_meta(what: Meta, found: _Found) -> None:
    found.title = found.title or what.title
    found.affiliations += [what.affiliation] if what.affiliation else []
    if what.outlet and what.published and found.outlets and found.published and not same(what.outlet, found.outlets[0]):
        # a second 'Outlet, date' line under the first: where it was first published
        found.origin = merged(found.origin, Republication(outlet=what.outlet, published=what.published))
    elif what.outlet:
        found.outlets.append(what.outlet)
        found.published = found.published or what.published
    else:
        found.published = found.published or what.published
    if not found.authors:
        found.authors += what.authors
    elif what.byline:
        found.authors += [name for name in what.authors if name not in found.authors]
    found.modified = found.modified or what.modified
    found.agencies += what.agencies


def _from_foot(what: Seen, unit: Unit, found: _Found) -> None:
    shown = unit.plain
    if isinstance(what, Label):
        _from_label(what, found)
    elif isinstance(what, Republication):
        found.origin = merged(found.origin, what)
        if found.rights is None and re.search(r"licen[cs]e|creative commons", shown, re.IGNORECASE):
            found.rights = unit.shown
    elif isinstance(what, Meta):
        if not found.published or not found.authors:
            found.authors = found.authors or what.authors or ([what.either] if what.either else [])
            found.published = found.published or what.published
            found.outlets += [what.outlet] if what.outlet else []
        found.modified = found.modified or what.modified
        found.agencies += what.agencies
    elif isinstance(what, Match) and what.kind == "byline":
        found.agencies += agencies_in(unit.shown)
    elif isinstance(what, Match) and what.kind == "rights":
        authors, outlets = holders(shown)
        if (
            authors
            or outlets
            or re.search(r"©|\(c\)|copyright|rights reserved|licen[cs]e|creative commons", shown, re.IGNORECASE)
        ):
            found.rights = found.rights or unit.shown
            found.writing += authors
            found.holding += outlets
    for hint in table("labels")["hint"]:
        if any(word in shown.lower() for word in hint["has"]):
            told = re.search(hint["pattern"], shown)
            if told and hint["field"] == "authors":
                got = people(told[1])
                found.writing += got[0] if got else []
            elif told and hint["field"] == "outlet" and outlet(told[1], sure=True):
                found.holding.append(told[1])


def _from_label(what: Label, found: _Found) -> None:
    if not what.value:
        return
    if what.field in ("regions", "themes", "dossiers", "keywords"):
        found.topics.setdefault(what.field, []).extend(values(what.value))
    elif what.field == "authors":
        got = people(what.value)
        if got:
            found.authors += [name for name in got[0] if name not in found.authors]
            found.agencies += got[1]
    elif what.field in ("published", "modified"):
        setattr(found, what.field, getattr(found, what.field) or read_date(what.value))
    elif what.field == "outlet":
        found.outlets[:0] = [what.value] if outlet(what.value, sure=True) else []
    elif what.field == "url":
        found.url = found.url or find_url(what.value)
    elif what.field == "origin":
        found.origin = merged(found.origin, named(what.value))
    elif what.field in ("title", "subtitle"):
        setattr(found, what.field, what.value)


# the article -------------------------------------------------------------------------------------------------------


def _article(
    body: str, slices: tuple[Slice, ...], furniture: tuple[Furniture, ...], found: _Found, *, id: str, given: Given
) -> Article:
    origin = found.origin
    outlets = [_known(name, found) for name in found.outlets]
    where = given.outlet or next((name for name in outlets if name), None)
    if where is None:
        where = found.source
    elif found.source is not None:
        origin = merged(origin, Republication(outlet=found.source))
    for name in list(found.writing):  # a copyright line names persons and outlets alike
        if same(name, where) or (origin is not None and same(name, origin.outlet)):
            found.writing.remove(name)
            found.holding.append(name)
    if where is None:
        where = next((name for name in found.holding if not (origin and same(name, origin.outlet))), None)
        if where is None and origin is None and found.holding:
            where = found.holding[0]
    if where is None:
        where = next((name for name in found.affiliations if not (origin and same(name, origin.outlet))), None)
    if origin is not None and found.writing and any(same(name, origin.outlet) for name in found.holding):
        origin = merged(origin, Republication(author=found.writing[0]))
    if (
        origin is not None
        and same(origin.outlet, where)
        and (origin.published is None or origin.published == (given.published or found.published or "")[:10])
    ):
        origin = None  # 'the original source' is this very page: nothing was republished
    if origin is not None and origin == Republication(published=(found.published or origin.published or "")[:10]):
        found.published = found.published or origin.published
        origin = None  # 'First published: 4 March' with no other date
    published = given.published or found.published or _dateline(body)
    sites = [where, origin.outlet if origin else None, *found.holding, *found.affiliations]
    authors = [name for name in found.authors or found.writing if not any(same(name, site) for site in sites)]
    agencies = dict.fromkeys([*found.agencies, *agencies_in(body)])
    return Article(
        id=id,
        text=body,
        url=given.url or found.url,
        title=given.title or found.title,
        subtitle=found.subtitle,
        authors=given.authors or tuple(dict.fromkeys(authors)),
        outlet=where,
        published=published,
        modified=found.modified,
        language=given.language or found.language or language_of(body),
        topics=Topics(**{name: tuple(dict.fromkeys(found.topics.get(name, ()))) for name in Topics.__struct_fields__}),
        agencies=tuple(agencies),
        republished_from=origin,
        rights=found.rights,
        furniture=furniture,
        slices=slices,
    )


_DATELINE = re.compile(r"\(?[A-Z][\w .,'’/-]{1,60}, (?P<date>[^()\n]{6,40}?)\)?\s*[-–—:]")


def _dateline(body: str) -> str | None:
    """The date of a dateline that has its year: '(Kerrow, March 4, 2031) – The government …'."""
    found = _DATELINE.match(body[:160])
    return read_date(found["date"]) if found else None


def _known(name: str, found: _Found) -> str | None:
    """``name`` if it is an outlet: 'Kerrow, 4 March 2031' names a town unless the page calls it an outlet elsewhere."""
    if " " in name or outlet(name) or not name.isalpha() or (name[1:].lower() != name[1:] and not name.isupper()):
        return name
    others = [*found.holding, found.origin.outlet if found.origin else None, found.url]
    return name if any(same(name, other) or (other and name.lower() in other.lower()) for other in others) else None
