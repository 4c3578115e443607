"""Which figure is a part of which, by the words between them, and parts that do not fit their whole.

Nothing is repaired: a report may be wrong, or may count by two rules at once. Pure functions over spans and intervals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from onrecord.reading.numbers import numbers
from onrecord.record import Figure, Flag, Group, Harm, Span

_TIGHT = 3  # characters between a whole and the list of its parts (' – '), when no text is at hand
_JOINED = 6  # and between those parts (', and ')
_BESIDE = 30  # and between a part and those of whom it is told at once
_REACH = 500  # characters between a part and its whole
_OF = re.compile(
    r"\bof\s+(?:all\s+)?(?:them|whom|which|these|those|(?:the|its|his|her|their|those)\s+(?P<whole>[\w-]+)\b)",
    re.IGNORECASE,
)
_INCLUDING = re.compile(
    r"(?:\b(?:including|included|includes|include|among\s+(?:them|whom|those\s+(?:killed|dead))|of\s+whom|of\s+which|(?<!not\s)counting|comprising)"
    r"(?:\s+(?:were|was|are|is))?[\s:,]*(?:at\s+least\s+|also\s+|the\s+)?|[(–—]\s*(?:of\s+(?:whom|which)\s+)?)$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"^[^.;!?\n]{0,40}?(?::|\s[–—-]|[–—]|\()\s*$")
_AND = re.compile(r"^[\s,]*(?:\(?\d{1,3}\)?[\s,]*)?(?:and|&|as\s+well\s+as|plus)?[\s,]*$", re.IGNORECASE)
_AMONG = re.compile(
    r",?\s*(?:(?:were|was|are|is|being)\s+)?(?:also\s+|all\s+|reported\s+(?:to\s+be\s+)?|said\s+to\s+be\s+)?(?:counted\s+)?"
    r"among\s+(?:them\b|whom\b|those\b|(?:the|its)\s+(?P<whole>[\w-]+))",
    re.IGNORECASE,
)
_AMONG_BEFORE = re.compile(
    r"\bamong\s+(?:them|those\s+\w+|the\s+(?P<whole>[\w-]+))\s*,?\s*(?:were|was|are|is)\s+(?:also\s+)?$", re.IGNORECASE
)
_STATE = re.compile(
    r"\s+(?:in|by|with|critically|seriously|badly|gravely|severely|fatally|under|aged)\b", re.IGNORECASE
)
_ENDS_LISTED = re.compile(r"(?:^|[^,\s])\s*,\s*$")
_ARTICLES = ("a ", "an ", "the ", "his ", "her ", "their ")
_COMMA = re.compile(r"^\s*,\s*$")
_STOP = re.compile(r"[.!?]\s|\n\s*\n")
# Groups of which nobody is in two.
_APART: tuple[frozenset[str], ...] = (
    frozenset(("men", "women", "children")),
    frozenset(("civilians", "combatants", "police")),
)
_EVERYBODY = frozenset(("men", "women", "children"))


class Counted(NamedTuple):
    """A figure for this module: where it stands, what it counts, who gave it."""

    start: int
    end: int
    harm: Harm
    low: int | None
    high: int | None
    group: Group
    givers: tuple[str, ...] = ()


class Link(NamedTuple):
    """``part`` is a part of ``whole`` (indices); ``listed`` where the parts are told as all there are ('nine: ..')."""

    part: int
    whole: int
    listed: bool = False


class Problem(NamedTuple):
    """``problem`` in words, the whole and its parts (indices)."""

    problem: str
    whole: int
    parts: tuple[int, ...]


def _number(word: str) -> int | None:
    found = numbers(word)
    return found[0].low if len(found) == 1 and found[0].low == found[0].high else None


def _fits(part: Counted, whole: Counted) -> bool:
    """Whether the part may be within the whole by its number."""
    top = whole.high if whole.high is not None else None
    return part.low is None or top is None or part.low <= top


def links(figures: Sequence[Counted], text: str) -> list[Link]:
    """The links from parts to wholes that the words make: 'three of them children', 'including two women', 'three
    medics were among the nine', 'nine: five men and four women'. At most one link for each part, in order of the parts.

    A figure that is itself a part is no whole, so links are one deep. Harms must be the same.
    """
    order = sorted(range(len(figures)), key=lambda i: (figures[i].start, -figures[i].end))
    found: dict[int, Link] = {}
    for place, i in enumerate(order):
        link = _part(figures, order, place, found, text)
        if link is not None:
            found[i] = link
    _behind(figures, order, found, text)
    return [found[i] for i in sorted(found)]


def _wholes(figures: Sequence[Counted], order: list[int], place: int, found: dict[int, Link]) -> list[int]:
    """What may be the whole of the figure at ``place``, the nearest before it first."""
    part = figures[order[place]]
    out: list[int] = []
    # What fits by its number before what does not: a mention between is no whole for being nearer.
    for i in reversed(order[max(0, place - 12) : place]):
        whole = figures[i]
        if (
            whole.harm == part.harm
            and i not in found
            and whole.high != 1
            and part.start - whole.end <= _REACH
            and whole.end <= part.start
        ):
            out.append(i)
    # Of those of the same giver first.
    return sorted(out, key=lambda i: (not _fits(part, figures[i]), figures[i].givers != part.givers))


def _part(figures: Sequence[Counted], order: list[int], place: int, found: dict[int, Link], text: str) -> Link | None:
    i = order[place]
    part = figures[i]
    wholes = _wholes(figures, order, place, found)
    if not wholes or part.high == 0:
        return None
    of = _OF.search(text, part.start, min(len(text), part.end + 24))
    inside = text[part.start : part.end].lower()
    if of is None and ("among them" in inside or "among whom" in inside):
        return Link(i, wholes[0])
    if of and (of.start() < part.end or not text[part.end : of.start()].strip()):
        counted = _number(of["whole"]) if of["whole"] else None
        if counted is not None:
            exact = [w for w in wholes if figures[w].low == figures[w].high == counted]
            return Link(i, exact[0]) if exact else None
        beside = figures[order[place - 1]]
        if beside.harm != part.harm and 0 <= part.start - beside.end <= _BESIDE:
            return None  # 'injuring 70 people, two of whom died': a part of no figure of its own harm
        if of["whole"] is None or of["whole"].lower() in (
            "dead",
            "killed",
            "victims",
            "wounded",
            "injured",
            "missing",
            "total",
        ):
            return Link(i, wholes[0])
        return None
    before = order[place - 1]
    gap = text[figures[before].end : part.start]
    if before in found and figures[before].harm == part.harm and _AND.match(gap):
        return Link(i, found[before].whole, found[before].listed)
    if (told := _AMONG_BEFORE.search(text, max(0, part.start - 60), part.start)) is not None:
        counted = _number(told["whole"]) if told["whole"] else None
        exact = [w for w in wholes if figures[w].low == figures[w].high == counted] if counted is not None else wholes
        return Link(i, exact[0]) if exact else None
    near = [w for w in wholes if not _STOP.search(text, figures[w].end, part.start)]
    if not near:
        return None
    if _INCLUDING.search(gap) and not _OPENS.match(gap):
        return Link(i, near[0])
    bare = part.low is not None and len(text[part.start : part.end].split()) < 3
    if bare and _ENDS_LISTED.search(gap) and _STATE.match(text, part.end) and _fits(part, figures[near[0]]):
        return Link(i, near[0])  # 'three people were hurt, one critically'
    nearest = max(near, key=lambda w: figures[w].end)
    gap = text[figures[nearest].end : part.start]
    if _OPENS.match(gap) and _fits(part, figures[nearest]):
        return Link(i, nearest, listed=True)
    told_as_number = not text[figures[nearest].start : figures[nearest].end].lower().startswith(_ARTICLES)
    if _COMMA.match(gap) and told_as_number and _adds_up(figures, order, place, nearest, text):
        return Link(i, nearest, listed=True)
    return None


def _adds_up(figures: Sequence[Counted], order: list[int], place: int, whole: int, text: str) -> bool:
    """'nine people, five men and four women': a list behind a comma whose numbers make the whole."""
    total = 0
    last: Counted | None = None
    for count, i in enumerate(order[place : place + 8]):
        figure = figures[i]
        if last is not None and not (figure.harm == last.harm and _AND.match(text[last.end : figure.start])):
            break
        if figure.low is None or figure.low != figure.high:
            return False
        total += figure.low
        last = figure
        if count and total == figures[whole].low == figures[whole].high:
            return True
    return False


def _behind(figures: Sequence[Counted], order: list[int], found: dict[int, Link], text: str) -> None:
    """'three medics and two drivers were among the nine': from the last of them back over what 'and' joins to it."""
    held = {link.whole for link in found.values()}
    for place in range(len(order) - 1, -1, -1):
        i = order[place]
        part = figures[i]
        told = _AMONG.match(text, part.end) if i not in found and i not in held and part.high != 0 else None
        if told is None:
            continue
        counted = _number(told["whole"]) if told["whole"] else None
        wholes = [
            w
            for w in order
            if w != i
            and w not in found
            and figures[w].harm == part.harm
            and not (part.start <= figures[w].start < part.end)
        ]
        if counted is not None:
            wholes = [w for w in wholes if figures[w].low == figures[w].high == counted]
        else:
            wholes = [w for w in wholes if figures[w].end <= part.start and part.start - figures[w].end <= _REACH]
        joined = [i]
        for j in reversed(order[max(0, place - 6) : place]):
            if figures[j].harm != part.harm or not _AND.match(text[figures[j].end : figures[joined[-1]].start]):
                break
            joined.append(j)
        wholes = [w for w in wholes if w not in joined]
        if not wholes:
            continue
        whole = min(
            wholes,
            key=lambda w: (
                figures[w].givers != part.givers,
                figures[w].start > part.start,
                abs(part.start - figures[w].start),
            ),
        )
        for j in joined:
            if j not in held:
                found.setdefault(j, Link(j, whole))
        held.add(whole)


def problems(figures: Sequence[Counted], links: Sequence[Link]) -> list[Problem]:
    """Parts that exceed their whole, and parts that should add up to it and do not; in order of the wholes."""
    held: dict[int, list[Link]] = {}
    for link in links:
        held.setdefault(link.whole, []).append(link)
    wrong: list[Problem] = []
    for whole in sorted(held):
        inside = held[whole]
        indices = tuple(link.part for link in inside)
        top, least = figures[whole].high, figures[whole].low
        over = [p for p in indices if top is not None and (figures[p].low or 0) > top]
        if over:
            wrong.append(Problem("a part exceeds its whole", whole, tuple(over)))
            continue
        groups = [figures[p].group for p in indices]
        apart = len(set(groups)) == len(groups) > 1 and any(kinds.issuperset(groups) for kinds in _APART)
        listed = [link.part for link in inside if link.listed]
        counted = sum(figures[p].low or 0 for p in indices)
        if top is not None and counted > top and (apart or len(listed) == len(indices) > 1):
            wrong.append(Problem("the parts exceed their whole", whole, indices))
            continue
        everybody = apart and _EVERYBODY.issubset(groups)
        if len(listed) > 1 or everybody:
            told = indices if everybody else tuple(listed)
            most = [figures[p].high for p in told]
            if least is not None and None not in most and sum(m or 0 for m in most) < least:
                wrong.append(Problem("the parts do not add up to their whole", whole, told))
    return wrong


def parts(figures: Sequence[Figure], text: str) -> tuple[Figure, ...]:
    """The figures with ``part_of`` set where the words make one a part of another; one that is set stays."""
    flat = [(f, span) for f in figures for span in f.spans]
    whole: dict[str, str] = {}
    for link in links([_counted(f, span) for f, span in flat], text):
        part, held_by = flat[link.part][0].id, flat[link.whole][0].id
        if part != held_by and part not in whole and whole.get(held_by) != part:
            whole[part] = held_by
    return tuple(msgspec.structs.replace(f, part_of=f.part_of or whole.get(f.id)) for f in figures)


def flags(figures: Sequence[Figure]) -> tuple[Flag, ...]:
    """What is wrong with parts and wholes. A list behind its whole ('nine: five men and three women') adds up."""
    places = {f.id: n for n, f in enumerate(figures) if f.spans}
    counted = [_counted(f, f.spans[0] if f.spans else Span(0, 0)) for f in figures]
    made: list[Link] = []
    for whole_id in dict.fromkeys(f.part_of for f in figures if f.part_of in places):
        whole = places[whole_id]
        inside = sorted((n for n, f in enumerate(figures) if f.part_of == whole_id), key=lambda n: counted[n].start)
        edges = [counted[whole].end, *(counted[n].end for n in inside)]
        behind = all(
            0 <= counted[n].start - edge <= (_TIGHT if place == 0 else _JOINED)
            for place, (n, edge) in enumerate(zip(inside, edges, strict=False))
        )
        made += [Link(n, whole, behind and len(inside) > 1) for n in inside]
    return tuple(Flag(p.problem, tuple(figures[n].id for n in (p.whole, *p.parts))) for p in problems(counted, made))


def _counted(f: Figure, span: Span) -> Counted:
    return Counted(span.start, span.end, f.harm, f.low, f.high, f.who.group, f.given_by)
