"""Names in a text: runs of capitals, joined with what the encoder marked, each with its kind and its titles."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.reading.grammar import (
    ARTICLES,
    BEFORE_NAMES,
    CONTRACTED,
    FIRM,
    HEADED,
    LAWS,
    NAMED_OF,
    NUMBERED,
    OF,
    OPENS_BODIES,
    PARTICLES,
    PARTIES,
    SELVES,
    TIMES,
)
from onrecord.reading.titles import Gender, given_names, nouns, titles
from onrecord.reading.words import Page
from onrecord.record import EntityKind

INITIAL = re.compile(r"[A-Z]\.?$")
ACRONYM = re.compile(r"[A-Z][A-Z0-9]*[A-Z][A-Z0-9.-]*s?$|(?:[A-Z]\.){2,}$")
# The words of a link are no longer than this.
_LINK = 200


class Mention(NamedTuple):
    """A name as the encoder marked it: a half-open range of the text and its kind."""

    start: int
    end: int
    kind: EntityKind


class Name(NamedTuple):
    """A name in the text. ``first`` and ``last`` are a half-open range of words.

    ``titles`` stood before it, from ``begin``."""

    first: int
    last: int
    kind: EntityKind
    titles: tuple[str, ...]
    sure: bool
    begin: int


def runs(page: Page, first: int, last: int) -> list[tuple[int, int]]:
    """Half-open ranges of words that read as names: capitals with the small words that hold a name together."""
    words, paragraph = page.words, page.paragraph
    alone = nouns().alone
    out: list[tuple[int, int]] = []
    i = first
    while i < last:
        if not words[i].capital:
            i += 1
            continue
        whole = _known(page, i, last)
        if whole:
            out.append((i, i + whole))
            i += whole
            continue
        opens = i == 0 or page.sentence[i - 1] != page.sentence[i] or not words[i - 1].text[0].isalnum()
        if words[i].low.partition("'")[0] in CONTRACTED and len(words[i].text) > 2:
            i += 1
            continue
        if (
            opens
            and not _goes_on(page, i, last)
            and not words[i].text.isupper()
            and (words[i].low in alone or common(words[i].low) or _plain(page, i))
        ):
            i += 1
            continue
        j = _end(page, i, last)
        if j - i == 1 and words[i].low in TIMES:
            i = j
            continue
        while j - i > 1 and words[i].low in ARTICLES:
            i += 1
        # 'Yesterday Anna Kern', 'In Karsa': a common word that is a capital only because it opens the sentence.
        given = words[i].low in given_names() and words[i + 1].low not in given_names() if j - i > 1 else False
        if (
            opens
            and j - i > 1
            and words[i].low in alone
            and not given
            and not _named_so(page, i, j)
            and not _met(page, i)
        ):
            i += 1
            continue
        if not (j - i == 1 and (words[i].low in ARTICLES or words[i].text == "I")):
            out.append((i, j))
        i = max(j, i + 1)
    del paragraph
    return out


def _known(page: Page, i: int, last: int) -> int:
    """How many words from ``i`` make a body known by name: 'Doctors Without Borders'."""
    for parts in nouns().known.get(page.words[i].low, ()):
        n = len(parts)
        if (
            i + n <= last
            and all(page.words[i + k].low == part for k, part in enumerate(parts))
            and page.words[i + n - 1].capital
        ):
            return n
    return 0


def common(low: str) -> bool:
    """Whether a word is a noun that needs no capital: an office, a group, a body, a document."""
    known, things = titles(), nouns()
    return (
        low in known.groups
        or low in known.roles
        or low in things.heads
        or low in things.documents
        or low in things.statements
    )


def _plain(page: Page, i: int) -> bool:
    """Whether a capital that opens a sentence is only that: the word is small elsewhere, or is a plural met once."""
    word = page.words[i]
    if i in page.marked or word.owns:
        return False
    places = page.where(word.low)
    if word.low not in page.small:  # asked for once a word: of ten thousand 'Paris' each asked all the others
        page.small[word.low] = any(not page.words[k].capital for k in places)
    if page.small[word.low]:
        return True
    return (
        len(places) == 1
        and word.low.endswith("s")
        and not word.low.endswith(("ss", "us", "is", "as", "os"))
        and word.low not in given_names()
    )


def _goes_on(page: Page, i: int, last: int) -> bool:
    return i + 1 < last and page.words[i + 1].capital and page.paragraph[i] == page.paragraph[i + 1]


def _named_so(page: Page, i: int, j: int) -> bool:
    """Whether the opening common word is part of an organisation's name: 'Rescue Services', 'International Court'."""
    known = nouns()
    word = page.words[i].low
    if word in known.abstract or word in OPENS_BODIES:
        return any(
            w.low in known.heads or w.low in PARTIES or w.low in titles().roles or w.low in titles().titles
            for w in page.words[i + 1 : j]
        )
    return False


# Where else a word stands is looked for at no more places than this.
_PLACES = 20


def _met(page: Page, i: int) -> bool:
    """Whether the two words at ``i`` have capitals within a sentence too: 'Open Lens', 'verified by Open Lens'."""
    words = page.words
    if i + 1 >= len(words):
        return False
    return any(
        k
        and k + 1 < len(words)
        and words[k].capital
        and page.sentence[k - 1] == page.sentence[k]
        and words[k - 1].text[0].isalnum()
        and words[k + 1].low == words[i + 1].low
        for k in page.where(words[i].low)[:_PLACES]
    )


def _end(page: Page, i: int, last: int) -> int:
    """Index after the last word of the run that begins at ``i``."""
    words, paragraph = page.words, page.paragraph
    known = nouns()
    given = titles()
    j = i + 1
    while j < last and paragraph[j] == paragraph[i]:
        word = words[j]
        if words[j - 1].owns and not (word.capital and _house(page, i, j, last)):
            break
        if bracketed(page, j):
            break
        if (
            word.text in {"’", "'"}
            and words[j - 1].end == word.start
            and words[j - 1].low.endswith("s")
            and j + 1 < last
            and words[j + 1].capital
            and _house(page, i, j + 1, last)
        ):
            j += 2
            continue
        if word.capital:
            j += 1
            continue
        if word.low.isdigit() and len(word.low) < 3 and words[j - 1].low in NUMBERED:
            j += 1  # 'Channel 4'
            break
        if word.text == "." and words[j - 1].end == word.start and j + 1 < last and words[j + 1].capital:
            short = words[j - 1]
            if (len(short.low) == 1 or short.low in given.titles or short.low in given.styles) and page.sentence[
                j + 1
            ] == page.sentence[i]:
                j += 1
                continue
            break
        if (
            word.low in PARTICLES
            and j + 1 < last
            and (words[j + 1].capital or words[j + 1].low in PARTICLES)
            and words[j + 1].text[0].isalpha()
        ):
            j += 1
            continue
        has_head = word.low in OF and (
            any(w.low in known.heads or w.low in NAMED_OF for w in words[i:j])
            or all(
                w.low in given.roles or w.low in given.titles or w.low in given.styles
                for w in words[i:j]
                if w.low not in ARTICLES
            )
        )
        if word.low in OF and has_head:
            k = j + 1
            if k < last and words[k].low in ARTICLES:
                k += 1
            if k < last and words[k].capital:
                j = k + 1
                continue
            break
        if word.low in {"and", "&"} and j + 1 < last and words[j + 1].capital and _one_name(page, i, j, last):
            j += 2
            continue
        break
    while j - 1 > i and not words[j - 1].capital and not (words[j - 1].low.isdigit() and words[j - 2].low in NUMBERED):
        j -= 1
    return j


def bracketed(page: Page, i: int) -> bool:
    """Whether square brackets, which are no words, open before the word at ``i`` or close there, and are no link's:
    'Free Karsa Front [FKF]', '[Text] Lina Orsk'."""
    if not i:
        return False
    text, at = page.text, page.words[i].start
    gap = text[page.words[i - 1].end : at]
    if "[" in gap:
        closes = text.find("]", at, at + _LINK)
        return closes < 0 or text[closes + 1 : closes + 2] not in ("(", "[")
    return "]" in gap and "](" not in gap and "][" not in gap


def _house(page: Page, i: int, j: int, last: int) -> bool:
    """Whether what follows a possessive belongs to one name with it: 'Ombudsman’s Office', 'Mothers’ Network'."""
    words = page.words
    owner = words[j - 1] if words[j - 1].owns else words[j - 2]
    known = titles()
    if (
        owner.low not in known.roles
        and owner.low not in known.groups
        and owner.low.rstrip("s") not in known.roles
        and owner.low not in nouns().abstract
    ):
        return False
    k = j
    while k < last and words[k].capital and k - j < 4:
        if words[k].low in nouns().heads or words[k].low in PARTIES:
            return True
        k += 1
    return False


def _one_name(page: Page, i: int, j: int, last: int) -> bool:
    """Whether 'and' at ``j`` stands inside one organisation's name that begins at ``i``."""
    words = page.words
    known = nouns()
    if words[j].text == "&" or words[j + 1].low in FIRM:
        return True
    k = j + 1
    while k < last and words[k].capital and not words[k - 1].owns:
        k += 1
    before = [w.low for w in words[i:j]]
    after = [w.low for w in words[j + 1 : k]]
    for name in known.joined:
        if " and " in name:
            left, _, right = name.partition(" and ")
            if before[-len(left.split()) :] == left.split() and after[: len(right.split())] == right.split():
                return True
    left_abstract = before[-1] in known.abstract or " ".join(before[-2:]) in known.abstract
    right_abstract = after[0] in known.abstract or " ".join(after[:2]) in known.abstract
    if left_abstract and right_abstract:
        return True
    if before[0] in HEADED or (len(before) > 1 and "of" in before and before[before.index("of") - 1] in HEADED):
        # 'Ministry of Health and Population' is one; 'Ministry of Health and Red Crescent' are two.
        return (
            left_abstract
            and len(after) <= 2
            and not any(a in known.heads for a in after)
            and after[0] not in given_names()
            and not ACRONYM.match(words[j + 1].text)
        )
    return False


def organisation(low: Sequence[str]) -> bool:
    """Whether the folded words hold one that makes an organisation of them."""
    things = nouns()
    heads = things.heads
    return (
        any(w in heads for w in low)
        or (bool(low) and low[0] in things.known and tuple(low) in things.known[low[0]])
        or any(f"{a} {b}" in heads for a, b in itertools.pairwise(low))
        or " ".join(low) in things.press
    )


def split(page: Page, first: int, last: int) -> tuple[int, tuple[str, ...]]:
    """Where the name proper begins in a run, and the titles before it: 'Karsa Watch Director Lina Orsk' -> 'Lina Orsk'.

    The index is ``last`` where the run is an office without a name ('Interior Minister')."""
    words = page.words
    known = titles()
    lows = [w.low for w in words[first:last]]
    n = len(lows)
    cut = 0
    if page.whole.get(first, (0,))[0] == last:
        return first, ()
    for k in range(n):
        word = lows[k]
        two = f"{lows[k - 1]} {word}" if k else ""
        if (
            word in known.titles
            or (word in known.roles and (k or n > 1))
            or two in known.titles
            or two in known.roles
            or (word in known.styles and k + 2 < n and lows[k + 1] not in OF)
        ):
            cut = k + 1
    while cut < n and lows[cut] == ".":
        cut += 1
    if (
        n == 1
        and lows[0] in known.roles
        and first
        and words[first - 1].low in {"the", "this", "that", "its", "his", "her"}
    ):
        return last, tuple(lows)
    if cut == 0:
        return first, ()
    rest = lows[cut:]
    if lows[-1] in nouns().heads and n > 1 and not rest:
        return first, ()
    if lows[0] in known.roles or lows[0] in known.titles or lows[0] in known.styles:
        at = next(
            (
                k
                for k, low in enumerate(lows)
                if low not in known.roles and low not in known.titles and low not in known.styles
            ),
            n,
        )
        if at < n and lows[at] in OF:
            return _ranked(lows, first, last, at) or (last, tuple(lows))
    if rest and rest[0] in OF:
        return last, tuple(lows)
    if not rest:
        # 'General Staff', 'Adam Major': a name that merely ends in such a word stays whole after a given name.
        if lows[0] in given_names() and n > 1 and lows[0] not in known.titles:
            return first, ()
        return last, tuple(lows)
    if organisation(rest):
        return first, ()
    return first + cut, tuple(x for x in lows[:cut] if x != ".")


def _ranked(lows: Sequence[str], first: int, last: int, of: int) -> tuple[int, tuple[str, ...]] | None:
    """The name behind an office and a rank without a comma: 'Minister of Defence General Orlan Vey'."""
    known = titles()
    ends = [k for k in range(of + 2, len(lows)) if lows[k] in known.titles and lows[k - 1] not in OF | ARTICLES]
    rest = lows[ends[-1] + 1 :] if ends else []
    if not 0 < len(rest) < 5 or organisation(rest) or any(low in OF or low in nouns().abstract for low in rest):
        return None
    return first + ends[-1] + 1, tuple(x for x in lows[: ends[-1] + 1] if x != ".")


def _surname(page: Page, first: int, last: int) -> bool:
    """Whether a run that ends in a trade can be a person's name: 'Orlan Baker', not 'Army Spokesman'."""
    known, things = titles(), nouns()
    low = page.words[first].low
    return (
        last - first > 1
        and page.words[last - 1].low not in known.titles
        and not any(low in x for x in (known.titles, known.roles, known.groups, things.heads, things.abstract))
    )


def _headings(page: Page) -> set[int]:
    """Which of the first paragraphs are headings in capitals ('Army Denies Attack'), where no names can be told."""
    out: set[int] = set()
    first = 0
    for p in range(3):
        last = bisect.bisect_right(page.paragraph, p)
        if last > first and page.words[last - 1].text not in {".", "!", "?", "”", '"'}:
            long = [w.capital for w in page.words[first:last] if len(w.text) > 3 and w.text[0].isalpha()]
            if sum(long) > 3 and sum(long) > 0.75 * len(long):
                out.add(p)
        first = last
    return out


def names(page: Page, mentions: Sequence[Mention], *, sources: frozenset[int] = frozenset()) -> list[Name]:
    """Every name in the page, in order: its own runs of capitals, and the encoder's mentions that these do not hold.

    ``sources`` are the offsets at which a speaker's words begin: a run of unknown kind there is a person."""
    words = page.words
    found: list[Name] = []
    marked = sorted(mentions)
    for m in marked:
        page.marked.update(page.between(m.start, m.end))
    taken = [False] * len(words)
    headings = _headings(page)
    for first, last in runs(page, 0, len(words)):
        start, end = words[first].start, words[last - 1].end
        over = [m for m in marked if m.start < end and m.end > start]
        if any(m.kind == "organisation" and m.start <= start + 4 and m.end >= end for m in over):
            page.whole[first] = last, "organisation"
        begin, prefix = split(page, first, last)
        if (
            begin >= last
            and _surname(page, first, last)
            and any(m.kind == "person" and m.start <= start and m.end >= end for m in over)
        ):
            # 'Orlan Baker': a surname that is also a trade
            page.whole[first] = last, "person"
            begin, prefix = first, ()
        if not over and last - first > 1 and page.paragraph[first] in headings:
            continue
        if begin >= last:
            for i in range(first, last):
                taken[i] = True
            continue
        if (
            last - begin == 1
            and words[begin].low in nouns().generic | nouns().bodies.keys()
            and words[begin - 1].low in ARTICLES
            and begin
        ):
            continue
        kind = _kind(page, begin, last, prefix, over)
        if (
            kind == "other"
            and 1 < last - begin < 6
            and start in sources
            and not words[last - 1].owns
            and words[first].low != "the"
        ):
            kind = "person"
        found.append(Name(begin, last, kind, prefix, bool(over) or last - begin > 1, first))
        for i in range(first, last):
            taken[i] = True
    for m in marked:
        inside = page.between(m.start, m.end)
        while inside and words[inside.start].low in BEFORE_NAMES:
            inside = inside[1:]
        if (
            not inside
            or all(words[i].low.partition("'")[0] in SELVES for i in inside)
            or any(taken[i] for i in inside)
            or (m.kind == "person" and not any(words[i].capital for i in inside))
        ):
            continue
        if not words[inside[-1]].capital and (len(inside) < 2 or not common(words[inside[-1]].low)):
            # 'the ministry', 'Invoices seen by the clinic': no name of its own
            continue
        found.append(Name(inside.start, inside.stop, m.kind, (), True, inside.start))
    # A run of unknown kind whose last word is used alone elsewhere, as people's surnames are.
    alone = {words[n.first].low for n in found if n.last - n.first == 1 and n.kind in {"other", "person"}}
    found = [
        n._replace(kind="person")
        if n.kind == "other"
        and 1 < n.last - n.first < 5
        and words[n.last - 1].low in alone
        and words[n.first - 1].low != "the"
        else n
        for n in found
    ]
    found.sort()
    return found


def _kind(page: Page, first: int, last: int, prefix: Sequence[str], over: Sequence[Mention]) -> EntityKind:
    words = page.words
    lows = [w.low for w in words[first:last]]
    if prefix:
        return "person"
    if len(lows) > 1 and lows[-1] in LAWS and lows[0] not in given_names():
        return "document"
    if page.whole.get(first, (0,))[0] == last:
        return page.whole[first][1]
    if words[last - 1].end - words[first].start < 40:
        before = words[first - 1].low if first else ""
        if (
            not organisation(lows)
            and (before in titles().roles or before in titles().titles)
            and page.paragraph[first - 1] == page.paragraph[first]
            and len(lows) < 5
        ) and not any(m.kind in {"organisation", "place"} for m in over):
            return "person"
    if organisation(lows) or (len(lows) > 1 and any(low in nouns().abstract for low in lows)):
        return "organisation"
    if over:
        start, end = words[first].start, words[last - 1].end
        best = max(over, key=lambda m: min(m.end, end) - max(m.start, start))
        if best.kind != "other":
            return best.kind
    if lows[0] in given_names() and last - first > 1:
        return "person"
    if last + 1 < len(words) and words[last].text == "," and words[last + 1].low in {"who", "whose"}:
        return "person"
    if lows[0] in titles().styles and last - first > 1:
        return "person"
    if ACRONYM.match(words[first].text) and last - first == 1:
        opens = first == 0 or page.paragraph[first - 1] != page.paragraph[first]
        # 'KARSA, Feb 3 (Halcyon Wire)': a dateline
        return "place" if opens and last < len(words) and words[last].text in {",", "(", "—", "–"} else "organisation"
    return "other"


def gender_of(lows: Sequence[str], prefix: Sequence[str]) -> Gender | None:
    """The gender that a name's titles, or else its first word, tell."""
    known = titles()
    for title in (*prefix, " ".join(prefix)):
        told = known.titles.get(title) or known.styles.get(title) or known.roles.get(title)
        if told:
            return told
    if lows and lows[0] in known.styles and known.styles[lows[0]]:
        return known.styles[lows[0]]
    for low in lows[:2] if len(lows) > 1 else lows[:1]:
        for part in (low, *low.split("-")):
            if part in given_names():
                return given_names()[part]
        break
    return None
