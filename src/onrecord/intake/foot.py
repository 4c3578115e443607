"""The foot of a saved page and the furniture inside the article: notices, credits, links to other articles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.intake.furniture import Match, furniture, reports, separator
from onrecord.intake.head import Seen, kind_of, prose, see
from onrecord.intake.lines import Unit
from onrecord.intake.names import Meta
from onrecord.intake.published import find_date
from onrecord.intake.topics import Label
from onrecord.record import Republication

#: A piece of page under a copyright line that no rule knows is set aside when it is at most so long (characters).
LONGEST_BLURB = 500
#: Under 'Related articles' nothing is longer than a teaser.
LONGEST_TEASER = 260
#: The article's own paragraphs that must stand before a list of comments or of other articles ends it.
PARAGRAPHS = 3


_CLAIM = re.compile(r"©|\(c\)|copyright|rights reserved", re.IGNORECASE)


@dataclass(slots=True)
class Foot:
    """``kinds`` has a kind for each unit set aside after the head; ``seen`` what each of them is."""

    kinds: dict[int, str] = field(default_factory=dict)
    seen: dict[int, Seen] = field(default_factory=dict)


def read_foot(units: Sequence[Unit], *, taken: dict[int, str], authors: Sequence[str] = ()) -> Foot:
    """What is set aside after the head, whose units are ``taken`` and which named ``authors``."""
    foot = Foot()
    end = len(units)
    body = [n for n in range(len(units)) if n not in taken]
    opening = next((n for n in body if prose(units[n].plain)), None)
    if opening is None:
        return foot
    _middle(units, body, opening, foot)
    end = _comments(units, body, foot) or _others(units, body, foot) or end
    start = end
    while start - 1 > opening and (start - 1 in foot.kinds or not _article(units[start - 1])):
        start -= 1
    _tail(units, range(start, end), taken, foot)
    _biographies(units, range(start, end), authors, foot)
    _blurbs(units, body, foot)
    _spare(units, body, foot)
    return foot


#: Kinds whose rules look at how a unit begins; a page saved as one line can begin with any of them.
_UNSURE = frozenset({"caption", "credit", "byline", "contact", "navigation", "comment", "donation"})


def _spare(units: Sequence[Unit], body: Sequence[int], foot: Foot) -> None:
    """When no paragraph is left, the longest that was set aside is the article after all: the file was one line."""
    if any(n not in foot.kinds and prose(units[n].plain) for n in body):
        return
    long = [n for n in body if foot.kinds.get(n) in _UNSURE and prose(units[n].plain) and len(units[n].plain) > 200]
    if long:
        longest = max(long, key=lambda n: len(units[n].plain))
        del foot.kinds[longest]
        foot.seen.pop(longest, None)


def _article(unit: Unit) -> bool:
    """Whether a unit is the article's prose and not a label, an origin or a by-line at the page's foot."""
    return prose(unit.plain) and see(unit.plain, "foot") == "prose" and not furniture(unit.plain, "tail")


def _middle(units: Sequence[Unit], body: Sequence[int], opening: int, foot: Foot) -> None:
    """Notices that rules know, wherever they stand after the first paragraph (and 'any' ones before it)."""
    opened = 0
    for n in body:
        shown = units[n].plain
        matched = furniture(shown, "foot" if n > opening else "body")
        if matched and matched.kind == "navigation" and n < opening:
            matched = None
        origin = see(shown, "foot") if matched and matched.kind == "rights" and n > opening else None
        if isinstance(origin, Republication):  # 'republished from The Ledger under a licence' is both
            foot.kinds[n], foot.seen[n] = "origin", origin
        elif matched:
            foot.kinds[n], foot.seen[n] = matched.kind, matched
            opened = 6 if matched.opens and n > opening else 0
        elif shown and separator(shown):
            foot.kinds[n] = "other"
        elif (
            opened
            and shown
            and not prose(shown)
            and not units[n].heading
            and not reports(shown)
            and len(shown.split()) > 2
        ):
            foot.kinds[n] = "navigation"
            opened -= 1
        else:
            opened = 0
            what = see(shown, "foot") if n > opening and shown else "prose"
            if isinstance(what, Republication):
                foot.kinds[n], foot.seen[n] = "origin", what


def _comments(units: Sequence[Unit], body: Sequence[int], foot: Foot) -> int | None:
    """Where the readers' comments begin; all from there to the end is theirs."""
    before = 0
    for n in body:
        if n not in foot.kinds:
            before += prose(units[n].plain)
        elif foot.kinds[n] == "comment" and before >= PARAGRAPHS:
            after = [m for m in body if m > n]
            signs = sum(_comment_sign(units[m].plain) for m in after)
            if signs >= 2 and signs * 6 >= len(after):
                for m in after:
                    foot.kinds.setdefault(m, "comment")
                return n
    return None


def _comment_sign(shown: str) -> bool:
    low = shown.lower().strip(" .:·|")
    if low in ("reply", "like", "report", "log in to reply", "reply to this comment", "share") or low.endswith(" says"):
        return True
    if len(shown) > 80:
        return False
    return low.endswith((" ago", " says:")) or (find_date(shown) is not None and len(shown) < 60)


def _others(units: Sequence[Unit], body: Sequence[int], foot: Foot) -> int | None:
    """Where a list of other articles begins that goes on to the end, teasers and all."""
    own = [n for n in body if n not in foot.kinds and prose(units[n].plain)]
    for n in body:
        what = foot.seen.get(n)
        if not (isinstance(what, Match) and what.opens):
            continue
        before = sum(1 for m in own if m < n)
        after = [m for m in own if m > n]
        if before < PARAGRAPHS or 3 * len(after) > before:
            continue
        if all(0 < len(units[m].plain) <= LONGEST_TEASER and not reports(units[m].plain) for m in after):
            for m in body:
                if m > n:
                    foot.kinds.setdefault(m, "navigation")
            return n
    return None


def _tail(units: Sequence[Unit], zone: range, taken: dict[int, str], foot: Foot) -> None:
    """The zone after the last paragraph: from its first mark on, short lines that no rule knows go too."""
    seen = {n: see(units[n].plain, "foot") for n in zone if n not in foot.kinds and n not in taken}
    marks = [n for n in zone if n in foot.kinds and foot.kinds[n] != "other"]
    marks += [n for n, what in seen.items() if _mark(what)]
    if not marks:
        return
    begin = min(marks)
    for n, what in seen.items():
        if isinstance(what, Label | Republication | Meta) or what == "address":
            if n >= begin or not isinstance(what, Meta):
                foot.kinds[n], foot.seen[n] = kind_of(what), what
        elif n > begin and what == "heading" and not reports(units[n].plain):
            foot.kinds[n] = "navigation"


def _biographies(units: Sequence[Unit], zone: range, authors: Sequence[str], foot: Foot) -> None:
    """'Orla Venn is a writer.' after the article: a by-line when she wrote it or other furniture is beside it."""
    marks = [n for n in zone if n in foot.kinds and foot.kinds[n] != "other"]
    for n in zone:
        shown = units[n].plain
        if n in foot.kinds or not furniture(shown, "tail"):
            continue
        wrote = any(name.split()[-1].casefold() in shown[:80].casefold() for name in authors)
        if wrote or (marks and min(marks) < n) or shown.startswith(("The author", "The writer")):
            foot.kinds[n], foot.seen[n] = "byline", Match("byline")


def _mark(what: Seen) -> bool:
    if isinstance(what, Label):
        return what.field not in ("nothing", "title", "subtitle")
    return isinstance(what, Republication) or (isinstance(what, Meta) and what.strong)


def _blurbs(units: Sequence[Unit], body: Sequence[int], foot: Foot) -> None:
    """Under the page's copyright line: what the outlet says of itself, when nobody is quoted in it."""
    own = [n for n in body if n not in foot.kinds and prose(units[n].plain)]
    for n in body:
        what = foot.seen.get(n)
        closing = isinstance(what, Match) and what.kind == "rights" and _CLAIM.search(units[n].plain)
        if not closing:
            continue
        before, after = [m for m in own if m < n], [m for m in own if m > n]
        if len(before) >= PARAGRAPHS and 0 < len(after) <= 3 and len(before) >= 3 * len(after):
            if all(0 < len(units[m].plain) <= LONGEST_BLURB and not reports(units[m].plain) for m in after):
                for m in body:
                    if m > n:
                        foot.kinds.setdefault(m, "other")
            return
