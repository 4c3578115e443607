"""Figures: words that count people harmed, as intervals, each with the statements that give it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from onrecord.reading.counts import Phrase, Reading, reading_of, sorts
from onrecord.reading.givers import apart, givers, same_breath
from onrecord.reading.harms import harm_of
from onrecord.reading.signs import Counting
from onrecord.record import Figure, Participant, Span, Statement, Timex, Who, words

# 'By' only right before the time: 'killed by soldiers late on Monday' counts up to no Monday.
_AS_OF = re.compile(
    r"\b(?:(?:as of|until|up to|so far on|as at)\s+(?:[\w,]+\s+){0,3}|by\s+(?:early |late |about |around )?)$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s*(?:,|\band|,\s*and)\s*$")
# 'Waved back at six': a bare number behind these is a time of day.
_CLOCK = re.compile(r"\b(?:at|until|till|since|before|after)\s+$", re.IGNORECASE)
_TOLL = re.compile(
    r"\b(?:toll|tally|number|count|figure|total|dead|deaths?|casualties|puts?(?!\s+out)|stood|stands)\b",
    re.IGNORECASE,
)
# 'He is 81 and', 'Ida Holt was four.': how old somebody is.
_IS_OLD = re.compile(
    r"(?:\b(?:[Hh]e|[Ss]he|[Ww]ho)|\b[A-Z][\w’-]+(?:\s[A-Z][\w’-]+)*,?)\s+(?:is|was|turned|would\s+have\s+(?:been|turned))\s+$"
)
# 'Children under five', 'seven of the dead were under 10', 'aged eight and ten', 'their son, then nine'.
_UNDER = re.compile(r"\s*(?:under|below|over)\s", re.IGNORECASE)
_ARE = re.compile(r"\b(?:were|was|are|is|aged|children|girls|boys|all|both|them|whom)\s+$", re.IGNORECASE)
_AGED = re.compile(
    r"(?:\b(?:aged|ages|under|below|over)\s+(?:the\s+age\s+of\s+)?(?:\w+,?\s+)??(?:(?:and|to|or)\s+)?|,\s+then\s+(?:only\s+)?"
    r"|\b(?:boy|girl|man|woman|child|son|daughter)\s+of\s+(?:about\s+|maybe\s+|perhaps\s+)?)$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s*(?:[.,;)]|and\b|when\b|was\b|were\b|$)")
_OLDEST = 110
# 'Four were wounded, none critically' counts nobody.
_NONE_SO = re.compile(r"\s+\w+ly\b")
# 'Not a single death' counts nobody.
_NOT = re.compile(r"\b(?:not|no|nor|without|never)\s+(?:even\s+)?$", re.IGNORECASE)
_NUMBER_OF = re.compile(r"\bnumber\s+of\s+(?:the\s+)?$", re.IGNORECASE)
# '51 were | men'
_WERE = re.compile(r"\s(?:were|are)\s$")
# 'A relative or a neighbour for every one of them' is nobody in particular.
_EITHER = re.compile(r"an?\s+[\w’'-]+\s+or\s+an?\s+[\w’'-]+", re.IGNORECASE)
_STATE = re.compile(r" (?:dead|wounded|injured|missing)\b")
_NAME = re.compile(r"[^\W\d_]+")


# Marked more likely than this, a number of what seems to be things ('seventy apostates') counts people all the same.
_PEOPLE = 0.9


def _trapped(p: Phrase, start: int, end: int, likely: float) -> bool:
    """Whether a phrase counts no people, as its form says, and the marked words are no more than it."""
    if p.trap == "things":
        return likely < _PEOPLE
    if p.trap == "age":
        return p.start <= start  # but 'Dana Holt, 31'
    return p.trap is not None and p.trap != "anaphor"


class Phrases:
    """The phrases of an article that count people, to be asked what stands at a place."""

    def __init__(self, phrases: Sequence[Phrase], text: str = "") -> None:
        self.text = text
        self.phrases = phrases
        self.starts = [p.start for p in phrases]

    def over(self, start: int, end: int) -> list[Phrase]:
        """The phrases that share words with ``[start, end)``."""
        k = max(0, bisect_right(self.starts, start) - 1)
        out = []
        while k < len(self.phrases) and self.starts[k] < end:
            if self.phrases[k].end > start:
                out.append(self.phrases[k])
            k += 1
        return out

    def fitted(self, start: int, end: int, likely: float = 0.0) -> Span | None:
        """A marked span with the hedge or noun that its phrase has besides; None where its number counts no people. A
        noun that is not known to stand for people is one where it is marked so ``likely``."""
        over = self.over(start, end)
        if not over and len(self.text[start:end].split()) == 1:
            over = [p for p in self.over(end, end + 2) if p.trap is None]  # 'only | three people'
            end = over[0].end if over else end
        if over and all(_trapped(p, start, end, likely) for p in over):
            return None
        if _EITHER.fullmatch(self.text, start, end):
            return None
        kept = [p for p in over if p.trap is None]
        if kept and kept[0].start < start and kept[0].head_end > start:
            start = kept[0].start
        if kept and kept[-1].start < end < kept[-1].end:
            end = kept[-1].end
        state = _STATE.match(self.text, end)
        if state is not None and self.text[start:end].split()[-1].isdecimal():
            end = state.end()  # '52 | wounded'
        were = _WERE.search(self.text, max(0, start - 6), start) if kept and kept[0].start == start else None
        if were is not None and kept[0].low == 2 and kept[0].high is None:
            before = [p for p in self.over(were.start() - 1, were.start()) if p.end == were.start() and p.trap is None]
            start = before[0].start if before and not before[0].head else start
        more = _JOINED.search(self.text, start, end)
        if more is not None:
            # 'six students and' was cut before its second half.
            following = self.over(end, end + 2)
            end = following[-1].end if following and following[-1].trap is None else more.start()
        return Span(start, max(end, start + 1))


def figures(
    text: str,
    countings: Sequence[Counting],
    statements: Sequence[Statement],
    perpetrators: Sequence[Participant],
    times: Sequence[Timex],
    phrases: Phrases,
    *,
    number: int = 1,
) -> tuple[Figure, ...]:
    """The figures of one incident, numbered from ``number`` on; one told again is one figure of several spans."""
    out: list[Figure] = []
    last: tuple[Span, tuple[str, ...]] | None = None  # the figure before and its givers
    for c, span in _each(text, countings, phrases):
        read = reading_of(text, span.start, span.end)
        if read.low is None and read.high is None and read.who_end <= read.who_start:
            continue  # neither a number nor people in it
        if (read.low, read.high) == (2, None) and _NUMBER_OF.search(text[max(0, span.start - 24) : span.start]):
            continue  # 'brings to 14 the number of | soldiers killed'
        if read.who_end <= read.who_start and (_hour(text, span.start) or _age(text, span, read)):
            continue
        if read.high == 0 and _NONE_SO.match(text, span.end) and harm_of(text, *span) is None:
            continue
        if read.low == read.high == 1 and _NOT.search(text[max(0, span.start - 16) : span.start]):
            read = read._replace(low=0, high=0)
        given_by = givers(span, statements)
        if not given_by and last and same_breath(text, span, last[0], last[1], statements):
            given_by = last[1]
        last = (span, given_by) if given_by else None
        who = Who(
            read.group,
            words(text, (Span(read.who_start, read.who_end),)) if read.who_end > read.who_start else "",
            (Span(read.who_start, read.who_end),) if read.who_end > read.who_start else (),
            read.nation,
        )
        made = Figure(
            id=f"f{number + len(out)}",
            harm=c.harm,
            who=who,
            low=read.low,
            high=read.high,
            spans=(span,),
            text=text[span.start : span.end],
            given_by=given_by,
            blamed_on=_blamed(given_by, perpetrators),
            as_of=_as_of(text, span, times),
            side="attackers" if c.attackers > 0.5 else "victims",
        )
        at = next((n for n, f in enumerate(out) if _again(f, made)), None)
        if at is None:
            out.append(made)
        else:
            out[at] = _told_again(out[at], made, text)
    return tuple(out)


def _each(text: str, countings: Iterable[Counting], phrases: Phrases) -> Iterator[tuple[Counting, Span]]:
    """The marked words with what belongs to them, one by one."""
    for c in countings:
        span = phrases.fitted(c.start, c.end, c.likely)
        for start, end in sorts(text, *span) if span is not None else ():
            yield c, Span(start, end)


def _hour(text: str, start: int) -> bool:
    """Whether a bare number at ``start`` is a time of day: 'at six', but not 'put the toll at six'."""
    before = text[max(0, start - 50) : start]
    return _CLOCK.search(before) is not None and _TOLL.search(before) is None


def _age(text: str, span: Span, read: Reading) -> bool:
    """Whether a bare number is how old somebody is: 'He is 81 and', 'under ten', but not 'The toll was 14.'"""
    before = text[max(0, span.start - 50) : span.start]
    most = read.low if read.low is not None else read.high
    old = most is not None and most <= _OLDEST and _ENDS.match(text, span.end) is not None
    if old and (_AGED.search(before) or (_UNDER.match(text, span.start) and _ARE.search(before))):
        return True
    return old and _IS_OLD.search(before) is not None and _TOLL.search(before.rpartition(". ")[2].lower()) is None


def _blamed(given_by: Sequence[str], perpetrators: Iterable[Participant]) -> tuple[Participant, ...]:
    """Whom the giver blames: perpetrators in its own words; for the report's own voice, those in the report's own."""
    if given_by:
        return tuple(p for p in perpetrators if set(p.given_by) & set(given_by))
    return tuple(p for p in perpetrators if not p.given_by)


def _as_of(text: str, span: Span, times: Iterable[Timex]) -> str | None:
    """The time up to which a figure counts, where the words beside it say one ('as of Tuesday evening')."""
    for t in times:
        start = t.spans[0].start
        near = abs(start - span.end) < 80 and "\n\n" not in text[min(start, span.end) : max(start, span.end)]
        if near and _AS_OF.search(text[max(0, start - 30) : start]):
            return t.value if t.value[:1].isdigit() else t.latest
    return None


# Capitalised where a sentence begins, and no names.
_NO_NAMES = frozenset({
    "the", "a", "an", "one", "another", "two", "their", "his", "her", "our", "my", "its", "this", "that", "these",
    "those", "mr", "mrs", "ms", "dr", "both", "nobody", "no", "none", "not", "man", "woman", "boy", "girl",
})  # fmt: skip


def _name(f: Figure) -> set[str]:
    return {w.lower() for w in _NAME.findall(f.text) if w[0].isupper()} - _NO_NAMES


def _again(f: Figure, g: Figure) -> bool:
    """Whether ``g`` tells the figure ``f`` once more: same harm, number, side and giver; of persons the same name."""
    if (f.harm, f.low, f.high, f.side) != (g.harm, g.low, g.high, g.side):
        return False
    if f.low == 1 and f.high == 1:
        one, other = _name(f), _name(g)
        return bool(one and other and (one <= other or other <= one))
    return f.given_by == g.given_by and f.who.group == g.who.group


def _told_again(f: Figure, g: Figure, text: str) -> Figure:
    spans = apart((*f.spans, *g.spans))
    return replace(
        f,
        spans=spans,
        text=words(text, spans),
        given_by=f.given_by,  # of the first telling: without one it is the report's own
        blamed_on=f.blamed_on or g.blamed_on,
        as_of=f.as_of or g.as_of,
    )
