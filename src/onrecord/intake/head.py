"""The head of a saved page: title, subtitle, by-line, date, labels, menus, before the article's first paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from onrecord.intake.furniture import Match, furniture, reports, separator, speaks
from onrecord.intake.lines import Unit
from onrecord.intake.names import Meta, meta, outlet, person, persons
from onrecord.intake.origin import find_url, origin_of
from onrecord.intake.topics import Label, label
from onrecord.record import Republication

#: Units looked at for a head: menus of some fifty lines stand before the title of a badly saved page.
DEEPEST = 90
_END = re.compile(r"[.!?…:;][\"')\]]*$")
_STOP = re.compile(r"(?<=[a-z0-9)\"'])[.!?][\"')\]]*$")
_INSIDE = re.compile(r"[a-z)\"'0-9][.!?][\"']? [A-Z\"'(]")
_WORDS = re.compile(r"\w{4,}")
#: A heading is shorter than this (characters); titles of legal texts reach 250.
LONGEST_HEADING = 260
#: A standfirst between title and by-line is shorter than this; beyond it, it is the article.
LONGEST_STANDFIRST = 420

Seen = Match | Meta | Label | Republication | str
"""A unit: a rule's match, a by-line or date, a label, an origin, or 'separator', 'address', 'prose', 'heading'."""


@dataclass(slots=True)
class Head:
    """What the head gave. ``kinds`` has a kind of furniture for each unit set aside."""

    kinds: dict[int, str] = field(default_factory=dict)
    seen: dict[int, Seen] = field(default_factory=dict)
    title: str | None = None
    subtitle: str | None = None
    outlets: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)


def prose(plain: str) -> bool:
    """Whether a unit is running text and no heading: it ends as a sentence does, or holds more than one."""
    if not plain:
        return True
    words = plain.count(" ") + 1
    if plain[-1] in "-–—":
        return True  # a dateline by itself: 'KERROW, Tarn (AP) -'
    if len(plain) > LONGEST_HEADING:
        return True
    if words >= 4 and _STOP.search(plain) and not (plain.endswith(("?", "!")) and words <= 22 and not reports(plain)):
        return True
    if _INSIDE.search(plain) and len(plain) > 90 and not plain.endswith(("?", "!")):
        return True
    if plain[:1] in "\"'" and plain[-1:] in "\"'" and words >= 6:
        return True
    return plain.endswith(":") and words >= 6


@lru_cache(maxsize=1024)  # head and foot ask of the same unit; 1,024 units are a long article
def see(plain: str, place: str) -> Seen:
    """What a unit is, by itself, in the ``head`` or the ``foot`` of a page."""
    if not plain or separator(plain):
        return "prose" if not plain else "separator"
    named = label(plain)
    if named is not None and not (prose(named.value) and len(named.value) > 60) and not reports(named.value):
        return named
    origin = origin_of(plain)
    if origin is not None:
        return origin
    found = meta(plain)
    if found is not None:
        return found
    matched = furniture(plain, "head" if place == "head" else "foot")
    if matched is not None:
        return matched
    url = find_url(plain)
    if url is not None and (
        url == plain.strip("<>() ") or " " not in plain or (plain.count(" ") <= 6 and not _STOP.search(plain))
    ):
        return "address"
    return "prose" if prose(plain) else "heading"


def read_head(units: Sequence[Unit]) -> Head:
    """The head of the page whose units these are. A text that begins with prose has none."""
    head = Head()
    seen = [see(unit.plain, "head") for unit in units[:DEEPEST]]
    for n in range(1, len(seen)):  # 'Region:' with its value on the next line
        before = seen[n - 1]
        if isinstance(before, Label) and not before.value and seen[n] == "heading":
            seen[n] = Label(before.field, units[n].plain)
    _sentence_title(units, seen)
    last = _last_mark(units, seen)
    opening = next((n for n in range(last + 1, len(seen)) if seen[n] == "prose"), len(seen))
    if opening == len(seen) and (last < 0 or len(units) <= len(seen)) and not _any_prose(seen, units):
        return head  # no running text at all: a list, a poem, one line; it stays whole
    if last < 0:
        return _bare(units, seen, opening, head)
    head.seen = {n: seen[n] for n in range(last + 1)}
    body = " ".join(unit.plain for unit in units[opening : opening + 6])[:3000]
    headings = [n for n in range(last + 1) if seen[n] == "heading" or seen[n] == "prose"]
    if not any(_titular(units[n].plain) and not outlet(units[n].plain) for n in headings):
        headings += [n for n in range(last + 1, opening) if seen[n] == "heading"]
    _name(units, seen, headings, body, last, head)
    _rest(units, seen, last, opening, head)
    return head


def _any_prose(seen: Sequence[Seen], units: Sequence[Unit]) -> bool:
    return "prose" in seen or any(prose(unit.plain) for unit in units[len(seen) : len(seen) + 200])


def _sentence_title(units: Sequence[Unit], seen: list[Seen]) -> None:
    """'Nine killed in Kerrow.' before a by-line is a title, though it ends like a sentence."""
    for n, what in enumerate(seen[:-1]):
        if what == "heading":
            return
        if what == "prose":
            following = next((s for s in seen[n + 1 :] if s != "separator"), None)
            short = len(units[n].plain.split()) <= 20 and not reports(units[n].plain)
            if short and isinstance(following, Meta) and following.strong:
                seen[n] = "heading"
            return


def _last_mark(units: Sequence[Unit], seen: Sequence[Seen]) -> int:
    """The last unit of the head that says who or when; -1 when the page has no such head."""
    last = -1
    sentences: list[int] = []
    bare = sum(isinstance(s, Meta) and _only_date(s) for s in seen)
    for n, what in enumerate(seen):
        if what == "prose":
            sentences.append(n)
            if len(sentences) > 1 or len(units[n].plain) > LONGEST_STANDFIRST or not units[n].plain:
                break
        elif isinstance(what, Match) and what.kind == "head":
            last = last if sentences else n
        elif isinstance(what, Label | Republication) or (isinstance(what, Meta) and what.strong):
            if sentences and not isinstance(what, Meta):
                continue  # tags under a very short article are no head
            if sentences:
                titled = any(seen[m] == "heading" for m in range(sentences[0]))
                weak = isinstance(what, Meta) and _only_date(what) and bare > 1
                if not titled or weak or n - sentences[0] > 3:
                    break
            last = n
        elif what == "heading" and sentences and n - sentences[0] > 2:
            break
    if (
        last >= 0
        and not any(s == "prose" for s in seen[last + 1 :])
        and len(units) <= len(seen)
        and "prose" in seen[:last]
    ):
        # everything said stands before the mark: the mark is a foot
        first = seen.index("prose")
        marks = [n for n in range(first) if isinstance(seen[n], Meta | Label | Republication)]
        return marks[-1] if marks else -1
    return last


def _only_date(found: Meta) -> bool:
    return found.dated and not (found.byline or found.outlet or found.authors or found.either)


def _titular(plain: str) -> bool:
    return len(plain.split()) >= 3 and len(plain) >= 12


def _menu(plain: str) -> bool:
    return len(plain.split()) <= 4 and not _END.search(plain)


def _share(plain: str, body: str) -> float:
    words = {word.lower() for word in _WORDS.findall(plain)}
    there = {word.lower() for word in _WORDS.findall(body)}
    return sum(1 for word in words if word in there or word.rstrip("s") in there) / len(words) if words else 0.0


def _name(units: Sequence[Unit], seen: Sequence[Seen], headings: list[int], body: str, last: int, head: Head) -> None:
    """Choose title and subtitle among ``headings``."""
    candidates = [
        n for n in headings if not (outlet(units[n].plain) and len(units[n].plain.split()) <= 5 and len(headings) > 1)
    ]
    candidates = [n for n in candidates if not (persons(units[n].plain) and len(headings) > 1)] or candidates
    candidates = [n for n in candidates if _titular(units[n].plain)] or candidates or headings
    if not candidates:
        return
    scores = {
        n: _share(units[n].plain, body)
        + (0.2 if len(units[n].plain.split()) >= 4 else -0.2)
        + (0.5 if units[n].heading == 1 else 0)
        + (0.3 if n == 0 and len(candidates) <= 3 and _titular(units[n].plain) else 0)
        + (0.35 if n + 1 < len(seen) and isinstance(seen[n + 1], Meta) else 0)
        - (0.4 if any(isinstance(what, Match) and what.kind == "navigation" for what in seen[n + 1 : last]) else 0)
        for n in candidates
    }
    best = max(scores.values())
    title = next(n for n in candidates if scores[n] >= 0.55 * best or scores[n] == best)
    shown, site = _split_site(units[title].shown, [units[n].shown for n in headings])
    head.title = shown
    if site:
        head.outlets.append(site)
    later = [n for n in headings if n > title]
    for n in headings:
        words = units[n].plain
        if n == title:
            head.kinds[n] = "head"
        elif n < title:
            head.kinds[n] = "navigation" if _menu(words) and not outlet(words) else "head"
            if outlet(words) and len(words.split()) <= 5 and n in (headings[0], title - 1):
                head.outlets.insert(0, words)  # the nearest to the title; others are of its menu
        elif units[n].shown.casefold() == shown.casefold():
            head.kinds[n] = "head"
    for n in later:
        words = units[n].plain
        if n in head.kinds:
            continue
        if n > last and not (n == title + 1 and len(words.split()) >= 4 and not speaks(words)):
            continue  # a heading of the article
        following = seen[n + 1] if n + 1 < len(seen) else None
        if persons(words) and not head.authors:
            head.authors += persons(words)
            head.kinds[n] = "byline"
        elif isinstance(following, Meta) and not head.authors and _signed(words):
            head.authors.append(words.split(" ", 1)[1])
            head.kinds[n] = "byline"
        elif (outlet(words) and len(words.split()) <= 5) or (
            head.authors and persons(words) and isinstance(following, Meta)
        ):
            head.outlets.append(words)
            head.kinds[n] = "head"
        elif head.subtitle is None and len(words.split()) >= 4:
            head.subtitle = units[n].shown
            head.kinds[n] = "head"
        else:
            head.kinds[n] = "navigation" if _menu(words) else "head"


def _signed(words: str) -> bool:
    """'By TeleKerrow': what stands between a title and a date and begins so is a by-line, whatever the name."""
    return bool(re.fullmatch(r"(?:By|BY|by) (?:The )?\w*[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}", words))


def _place_after(words: str) -> bool:
    """'Orla Venn, Tarn' or just 'Orla Venn'."""
    return re.fullmatch(r"[^,]+(?:, [A-Z][\w' -]{1,25})?", words) is not None


def _last(words: str) -> str:
    """The family name in 'Orla Venn, Tarn'."""
    return words.split(",")[0].split()[-1]


def _split_site(title: str, others: Sequence[str]) -> tuple[str, str | None]:
    """'Nine killed in Kerrow | Harbour Ledger' is a title and an outlet."""
    for mark in (" | ", " :: ", " « ", " » ", " — ", " – ", " - "):
        shown, found, site = title.rpartition(mark)
        if found and len(shown.split()) >= 3 and len(site.split()) <= 5:
            known = any(site.casefold() == other.casefold() or shown.casefold() == other.casefold() for other in others)
            if known or outlet(site) or (mark == " | " and outlet(site, sure=True)):
                return shown.strip(), site.strip()
    return title, None


def _rest(units: Sequence[Unit], seen: Sequence[Seen], last: int, opening: int, head: Head) -> None:
    """Everything else of the head, and what stands between its last mark and the first paragraph."""
    for n in range(last + 1):
        what = seen[n]
        if n in head.kinds:
            continue
        head.kinds[n] = kind_of(what)
    opened = kept = False
    again = [n for n in range(last + 1, opening) if head.title and units[n].shown.casefold() == head.title.casefold()]
    for n in range(last + 1, max(again, default=0)):  # the page shows its title twice: between is the page's too
        if seen[n] == "heading" and n not in head.kinds:
            if n > again[0] and head.subtitle is None and units[n].plain.count(" ") >= 3:
                head.subtitle = units[n].shown
                head.kinds[n] = "head"
            else:
                head.kinds[n] = "navigation" if _menu(units[n].plain) else "head"
    for n in range(last + 1, opening):
        what = seen[n]
        if n in head.kinds:
            continue
        if what == "heading":
            words = units[n].plain
            if not any(letter.isalpha() for letter in words):
                head.kinds[n] = "head"  # a count of shares
            elif head.title and not kept and not head.authors and persons(words) and n <= last + 4:
                head.authors += persons(words)
                head.kinds[n] = "byline"
            elif head.title and not kept and head.authors and outlet(words.split(",")[0]) and n <= last + 6:
                head.outlets.append(words.split(",")[0])
                head.kinds[n] = "head"
            elif head.title and units[n].shown.casefold() == head.title.casefold():
                head.kinds[n] = "head"
            elif opened:
                head.kinds[n] = "navigation"
            else:
                kept = True
            continue
        if isinstance(what, Match):
            opened = what.opens
        head.kinds[n] = kind_of(what)
        head.seen[n] = what


def kind_of(what: Seen) -> str:
    """The kind of furniture for what a unit is."""
    if isinstance(what, Match):
        return what.kind
    if isinstance(what, Meta):
        return "byline"
    if isinstance(what, Republication):
        return "origin"
    if isinstance(what, Label):
        if what.field == "origin":
            return "origin"
        return "byline" if what.field in ("authors", "published", "modified") else "head"
    return {"separator": "other", "address": "navigation"}.get(what, "head")


def _bare(units: Sequence[Unit], seen: Sequence[Seen], opening: int, head: Head) -> Head:
    """A page without by-line and date: a title when one heading, or a heading after a menu, stands before the prose."""
    for n in range(opening):
        if isinstance(seen[n], Match | Label | Republication | Meta) or seen[n] in ("separator", "address"):
            head.kinds[n] = kind_of(seen[n])
            head.seen[n] = seen[n]
    headings = [n for n in range(opening) if seen[n] == "heading"]
    if not headings or opening >= len(seen):
        if opening >= len(seen):
            head.kinds.clear()
            head.seen.clear()
        return head
    body = " ".join(unit.plain for unit in units[opening : opening + 6])[:3000]
    short = sum(_menu(units[n].plain) for n in headings)
    if len(headings) <= 3:
        chosen = headings
        if len(headings) > 1 and not _titular(units[headings[0]].plain) and not _titular(units[headings[1]].plain):
            chosen = headings[:1]
        first = chosen[0] if _titular(units[chosen[0]].plain) or len(chosen) == 1 else chosen[1]
        head.title, site = _split_site(units[first].shown, [units[n].shown for n in headings])
        if site:
            head.outlets.append(site)
        for n in headings:
            words = units[n].plain
            if n < first:
                head.kinds[n] = "head"
                if outlet(words) and len(words.split()) <= 5:
                    head.outlets.append(words)
            elif n == first or units[n].shown.casefold() == head.title.casefold():
                head.kinds[n] = "head"
            elif n == first + 1 and person(words.split(",")[0]) and _place_after(words) and _last(words) not in body:
                head.authors.append(words.split(",")[0])
                head.kinds[n] = "byline"
            elif n == first + 1 and len(words.split()) >= 7 and not units[n].heading and not speaks(words):
                head.subtitle = units[n].shown
                head.kinds[n] = "head"
    elif short >= 0.6 * len(headings):
        scores = {n: _share(units[n].plain, body) for n in headings if _titular(units[n].plain)}
        if scores:
            title = max(scores, key=lambda n: (scores[n], -n))
            head.title, site = _split_site(units[title].shown, [])
            if site:
                head.outlets.append(site)
            for n in headings:
                if n <= title:
                    head.kinds[n] = "head" if n == title else "navigation"
    return head
