"""Statements from marks: cues, sources and contents as spans of the text.

The model says how likely each piece is what; here its marks become whole words, whole quotations and single
noun phrases, what tells the same thing twice is told once, and a quotation that stands alone joins the speaker
before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from onrecord.reading.claims import claims
from onrecord.reading.edges import begins, ends, in_its_paragraph, reference, without_scraps
from onrecord.reading.model import CONTENT, HAND, SOURCE, CueMark, Marks
from onrecord.reading.near import Near, Range, ranges
from onrecord.reading.pieces import Pieces, continues, quotations
from onrecord.reading.reach import reach
from onrecord.reading.sources import source
from onrecord.reading.view import View


class Settings(NamedTuple):
    """Thresholds, chosen on PolNeAR's development part for the best relation F1."""

    statement: float = 0.3  # least geometric mean of 'is a cue' from encoder and decoder
    content: float = 0.45  # least probability of a piece of content
    source: float = 0.3  # least probability of a piece of source
    hand: float = 0.5
    gap: int = 1  # pieces of doubt inside a content that are taken with it
    same: float = 0.5  # share of words above which two contents are one
    quotation: float = 0.3  # share of a quotation that must be content for all of it to be


DEFAULT = Settings()


@dataclass(slots=True)
class Found:
    """A statement in view offsets, before it has names."""

    cue: Range | None
    source: list[Range]
    content: list[Range]
    hands: list[Range]
    score: float
    quoted: bool = False
    mark: CueMark | None = field(default=None, repr=False)


def _runs(flags: Sequence[bool], gap: int, barrier: Sequence[bool]) -> list[Range]:
    """Maximal runs of true flags; runs at most ``gap`` apart are joined unless a barrier lies between."""
    out: list[Range] = []
    k, count = 0, len(flags)
    while k < count:
        if not flags[k]:
            k += 1
            continue
        end = k + 1
        while end < count and flags[end]:
            end += 1
        if out and k - out[-1][1] <= gap and not any(barrier[out[-1][1] : k]):
            out[-1] = (out[-1][0], end)
        else:
            out.append((k, end))
        k = end
    return out


def _whole_words(pieces: Pieces, start: int, end: int) -> Range:
    """View range of pieces ``[start, end)``, widened to whole words."""
    while start > 0 and pieces.starts[start] == pieces.ends[start - 1] and _inner(pieces, start):
        start -= 1
    while end < len(pieces.ids) and pieces.starts[end] == pieces.ends[end - 1] and _inner(pieces, end):
        end += 1
    return pieces.starts[start], pieces.ends[end - 1]


def _inner(pieces: Pieces, k: int) -> bool:
    """Whether piece ``k`` goes on with the word of the piece before it."""
    return continues(pieces.ids[k])


def _from_cue(mark: CueMark, pieces: Pieces, settings: Settings) -> Found | None:
    p = mark.labels
    cue = [mark.start <= mark.first + k < mark.end for k in range(len(p))]
    is_content = [bool(p[k, CONTENT] >= settings.content) and not cue[k] for k in range(len(p))]
    barrier = [cue[k] or bool(p[k, SOURCE] > 0.5) for k in range(len(p))]
    runs = _runs(is_content, settings.gap, barrier)
    if not runs:
        return None
    # A stray piece far from the rest is noise where there is a longer run.
    longest = max(e - s for s, e in runs)
    runs = [r for r in runs if r[1] - r[0] > 2 or longest <= 4]
    content = [_whole_words(pieces, mark.first + s, mark.first + e) for s, e in runs]
    source: list[Range] = []
    is_source = [bool(p[k, SOURCE] >= settings.source) and not cue[k] and not is_content[k] for k in range(len(p))]
    candidates = _runs(is_source, settings.gap, [c or x for c, x in zip(cue, is_content, strict=True)])
    if candidates:
        best = max(candidates, key=lambda r: float(p[r[0] : r[1], SOURCE].sum()))
        source = [_whole_words(pieces, mark.first + best[0], mark.first + best[1])]
    # A word whose pieces are torn between the two is the source's.
    content = [r for part in content for r in _minus(part, source)]
    hands = _runs([bool(p[k, HAND] >= settings.hand) for k in range(len(p))], settings.gap, cue)
    sure = float(p[[k for k in range(len(p)) if is_content[k]], CONTENT].mean())
    if not content:
        return None
    return Found(
        cue=_whole_words(pieces, mark.start, mark.end),
        source=source,
        content=content,
        hands=[_whole_words(pieces, mark.first + s, mark.first + e) for s, e in hands],
        score=(mark.likely * mark.real) ** 0.5 * sure**0.25,
        mark=mark,
    )


_PASSIVE = re.compile(
    r"\b(?:is|was|were|are|be|been|being|'s|'re)\s+(?:\w+ly\s+|also\s+|once\s+|now\s+)?(\w+)\b", re.IGNORECASE
)


# Who is told is no part of what is said, and hears it: 'the inquiry was told | that'.
_HEARD = frozenset({"told", "informed", "assured", "notified", "advised"})


# What ends a source and is the cue's: 'Nine men | were | told'.
_AUXILIARY = re.compile(r"\s((?:(?:was|were|is|are|had|has|have)\s)?(?:been|being|was|were|is|are))$")


def _no_cue(f: Found, text: str) -> bool:
    """Whether the cue is a mere 'to', which by itself tells nothing: 'revised this | to | 11'."""
    return f.cue is not None and f.mark is not None and text[f.cue[0] : f.cue[1]].lower() == "to"


def _speaking(f: Found, text: str) -> None:
    """Who stands marked as a hand right before a cue without a source says it: '| We | can say that'; an auxiliary that
    ends the source belongs to the cue."""
    last = _AUXILIARY.search(text, *f.source[-1]) if f.source else None
    if last and f.cue and last.end() <= f.cue[0] and not text[last.end() : f.cue[0]].strip():
        f.cue = (last.start(1), f.cue[1])
        f.source[-1] = (f.source[-1][0], last.start())
    if f.source or f.cue is None or _PASSIVE.search(text[f.cue[0] : f.cue[1]]):
        return
    for r in f.hands:
        if r[1] <= f.cue[0] and not text[r[1] : f.cue[0]].strip() and text[f.cue[0] : f.cue[1]].strip(" :—-"):
            f.source = [r]
            f.hands = [h for h in f.hands if h != r]
            return


def _nobody(f: Found, text: str, passive: frozenset[str]) -> None:
    """Nobody is named by a subject that is spoken of: 'soldiers have been accused of', 'it was revealed'.

    What is said of that subject is content, so it joins it, but for a place-holder.
    """
    if not f.source or f.cue is None or f.source[-1][1] > f.cue[0] or text[f.source[-1][1] : f.cue[0]].strip():
        return
    spoken = _PASSIVE.search(text[f.cue[0] : f.cue[1]])
    if spoken is None:
        return
    if " ".join(text[s:e] for s, e in f.source).lower() in ("it", "there"):
        f.source = []
    elif spoken[1].lower() in _HEARD and not re.match(r"\s+by\b", text[f.cue[1] :]):
        f.hands, f.source = [*f.source, *f.hands], []
    elif spoken[1].lower() in passive and all(r[0] >= f.cue[1] for r in f.content):
        f.content = [*f.source, *f.content]
        f.source = []


def _minus(whole: Range, holes: Sequence[Range]) -> list[Range]:
    out, at = [], whole[0]
    for s, e in sorted(holes):
        if s > at:
            out.append((at, min(s, whole[1])))
        at = max(at, e)
    if at < whole[1]:
        out.append((at, whole[1]))
    return out


def _size(ranges: Sequence[Range]) -> int:
    return sum(e - s for s, e in ranges)


def _shared(a: Sequence[Range], b: Sequence[Range]) -> int:
    return sum(max(0, min(e, f) - max(s, t)) for s, e in a for t, f in b)


def _joined(ranges: Sequence[Range], text: str) -> list[Range]:
    """In order, with overlaps and mere blanks between two ranges closed."""
    out: list[Range] = []
    for s, e in sorted(ranges):
        if out and (s <= out[-1][1] or not text[out[-1][1] : s].strip()):
            out[-1] = (out[-1][0], max(e, out[-1][1]))
        else:
            out.append((s, e))
    return out


def _trimmed(r: Range, text: str, quoted: Near[Range]) -> Range | None:
    """Without blanks at the ends and stops or commas outside a quotation."""
    s, e = r
    while s < e and (text[s].isspace() or text[s] in ",;.—"):
        s += 1
    while e > s and (
        text[e - 1].isspace() or (text[e - 1] in ",;:.—" and not any(a < e <= b for a, b in quoted.at((e, e))))
    ):
        e -= 1
    return (s, e) if s < e else None


def _whole_quotations(found: Found, text: str, quoted: Near[Range], settings: Settings) -> None:
    """A quotation mostly taken is taken whole, marks included, but for the cue and source inside it."""
    out = list(found.content)
    for q in dict.fromkeys(q for r in found.content for q in quoted.at(r)):
        if found.cue and q[0] < found.cue[0] and found.cue[1] < q[1] and not _begins_quoted(found.content, q):
            continue  # somebody in the quotation says it
        if _shared([q], found.content) >= settings.quotation * (q[1] - q[0]):
            holes = [r for r in [*found.source, *([found.cue] if found.cue else [])] if r[0] >= q[0] and r[1] <= q[1]]
            out.extend(_minus(q, holes))
            found.quoted = True
    found.content = _joined(out, text)


def _begins_quoted(content: Sequence[Range], q: Range) -> bool:
    """Whether content takes in the mark that opens the quotation, as in one that holds its own attribution."""
    return any(s <= q[0] < e for s, e in content)


def _hull(f: Found) -> Range:
    return f.content[0][0], f.content[-1][1]


def _once(found: list[Found], settings: Settings) -> list[Found]:
    """Of two that tell mostly the same content, the likelier."""
    kept: list[Found] = []
    near: Near[Found] = Near()
    for f in sorted(found, key=lambda f: -f.score):
        beside = near.at(_hull(f))
        if not any(
            _shared(k.content, f.content) > settings.same * max(_size(k.content), _size(f.content)) for k in beside
        ):
            kept.append(f)
            near.put(_hull(f), f)
    return sorted(kept, key=lambda f: f.content[0])


def _likely(f: Found, r: Range, pieces: Pieces) -> float:
    """Mean probability that the pieces in ``r`` are content of ``f``, as its own decoder run said."""
    if f.mark is None:
        return 0.0
    first = max(bisect_left(pieces.starts, r[0]) - f.mark.first, 0)
    last = min(bisect_left(pieces.starts, r[1]) - f.mark.first, len(f.mark.labels))
    return float(f.mark.labels[first:last, CONTENT].mean()) if last > first else 0.0


def _holds(f: Found, g: Found) -> bool:
    """Whether one statement's content holds the other's cue: it tells that it was said."""
    return f is not g and g.cue is not None and any(s <= g.cue[0] and g.cue[1] <= e for s, e in f.content)


def _one_speaker(found: list[Found], text: str, quoted: Sequence[Range], pieces: Pieces) -> None:
    """A quotation that two statements took goes to the one whose cue or source follows it, else to the likelier.

    “..,” said X. “..,” said Y: the second quotation stands beside both cues and is Y's. A quotation that holds the
    other's cue stays with both: it quotes a quotation.
    """
    near = Near((_hull(f), f) for f in found)
    for q in quoted:
        owners = [f for f in near.at(q) if _shared([q], f.content) >= 0.6 * (q[1] - q[0])]
        if len(owners) < 2 or any(f.cue and q[0] <= f.cue[0] and f.cue[1] <= q[1] for f in owners):
            continue
        if any(_holds(f, g) for f in owners for g in owners):
            continue

        def follows(f: Found, q: Range = q) -> bool:
            near = [r[0] for r in [*f.source, *([f.cue] if f.cue else [])] if r[0] >= q[1]]
            return bool(near) and not text[q[1] : min(near)].strip(" ,—-") and text[q[1] - 2 : q[1] - 1] in ",?!—"

        owner = next((f for f in owners if follows(f)), None) or max(owners, key=lambda f: _likely(f, q, pieces))
        for f in owners:
            rest = [r for part in f.content for r in _minus(part, [q])]
            if f is not owner and any(text[s:e].strip(" .,;:") for s, e in rest):
                f.content = [r for r in rest if text[r[0] : r[1]].strip(" .,;:")]


# What joins a second cue to the subject of the first: 'she denied it and said', 'he said, adding'.
_SAME_SUBJECT = re.compile(
    r"(?:,|\b(?:and|but|then|or|while))(?:\s+(?:also|then|later|has|have|had|further|again))?\s*$"
)


# Longest way from the one cue to the other, and what ends a sentence between them.
_SAME_SENTENCE = 300
_FULL_STOP = re.compile(r"[.!?][\"”’]?\s+[\"“‘]?[A-Z]")


def _same_words(found: list[Found], text: str) -> None:
    """A source that is the end of another's in its sentence is that one: 'the envoy to Dol, | Ana Moreth'."""
    near = Near((r, r) for f in found for r in f.source)
    for f in found:
        if len(f.source) != 1:
            continue
        own = f.source[0]
        for r in near.at(own):
            if r[1] == own[1] and r[0] < own[0] and not re.search(r"\b(?:and|or|who|which)\b", text[r[0] : own[0]]):
                f.source = [r]


def _shared_subject(found: list[Found], text: str) -> None:
    """A cue without a source that goes on with the subject of the cue before it in its sentence has its source."""
    for f in sorted(found, key=lambda f: f.cue or f.content[0]):
        if f.source or f.cue is None or _PASSIVE.match(text[f.cue[0] : f.cue[1]]):
            continue
        if _SAME_SUBJECT.search(text, max(0, f.cue[0] - 30), f.cue[0]) is None:
            continue
        before = [
            g
            for g in found
            if g is not f
            and g.source
            and g.cue
            and g.cue[1] <= f.cue[0]
            and f.cue[0] - g.cue[1] < _SAME_SENTENCE
            and g.source[-1][1] <= f.cue[0]
            and not any(c in text[g.cue[1] : f.cue[0]] for c in ";\n")
            and not _FULL_STOP.search(text, g.cue[1], f.cue[0])
        ]
        if before:
            f.source = list(max(before, key=lambda g: g.cue or (0, 0)).source)


_NP = r"(?P<who>(?:(?!(?:that|which|who|and|but)\b)[\w’'.-]+\s+){1,8}?)"
# 'The governor told state television that “the dam is whole”', inside what a transcript says.
_QUOTES_ON = re.compile(
    r"^(?:that\s+)?(?P<who>(?:(?!(?:that|which|who|and|but|was|were|been|is|are)\b)[\w’'.,-]+\s+){1,9}?)"
    r"(?P<cue>(?:had\s+|has\s+|have\s+)?(?:told|said|wrote|written|posted|tweeted|texted|shouted|added|boasted|claimed))\b"
    r'(?P<hand>)[^".!?]{0,60}?(?:\bthat|:|,)?\s*(?=")',
    re.IGNORECASE,
)
# What somebody says that another told them: 'the mayor had told him | that nine died', 'informed by the mayor | that'.
_TOLD_ON = (
    re.compile(
        rf"(?:\bthat\s+|^){_NP}(?P<cue>(?:had|has|have)\s+(?:told|informed|assured|warned|advised))"
        r"\s+(?P<hand>him|her|them|me|us)\s+(?=\S)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:\bthat\s+|^){_NP}(?P<cue>told|tells|informed|assured)\s+(?P<hand>him|her|them|me|us)\s+(?=that\s)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:was|were|been)\s+(?P<cue>(?:told|informed|assured|warned|advised|notified)\s+by)\s+{_NP}(?=that\s)(?P<hand>)",
        re.IGNORECASE,
    ),
)


def _told_on(found: list[Found], text: str) -> list[Found]:
    """``found`` with the statements inside their contents whose own words of telling the decoder passed over."""
    cues = Near((f.cue, f.cue) for f in found if f.cue)
    made = []
    for f in found:
        for s, e in f.content:
            for m in (m for told in (*_TOLD_ON, _QUOTES_ON) for m in told.finditer(text[s:e])):
                cue, who, hand = ((s + m.start(g), s + m.end(g)) for g in ("cue", "who", "hand"))
                who = (who[0], who[0] + len(text[who[0] : who[1]].rstrip()))
                if any(c[0] < cue[1] and cue[0] < c[1] for c in cues.at(cue)):
                    continue
                cues.put(cue, cue)
                hands = [hand] if hand[1] > hand[0] else []
                made.append(Found(cue, [who], [(s + m.end(), e)], hands, f.score))
    return sorted([*found, *made], key=lambda f: f.content[0]) if made else found


# How sure a statement is that only its wording tells.
_BY_RULE = 0.5


def _claimed(found: list[Found], text: str) -> list[Found]:
    """``found`` with the claims that nouns tell ('rejected the council's figure of nine')."""
    cues = Near((f.cue, f.cue) for f in found if f.cue)
    made = []
    for cue, who, what in claims(text):
        if any(c[0] < cue[1] and cue[0] < c[1] for c in cues.at(cue)):
            continue
        others = [c[0] for c in cues.at(what) if what[0] <= c[0] < what[1]]
        if cue[0] >= what[1] and others:
            continue  # somebody else speaks there
        if others and (comma := text.rfind(",", what[0], min(others))) > what[0]:
            what = what[0], comma  # 'rumours that nine had died, the mayor said'
        cues.put(cue, cue)
        made.append(Found(cue, [who] if who[1] > who[0] else [], [what], [], _BY_RULE))
    return sorted([*found, *made], key=lambda f: f.content[0]) if made else found


# A speaker's label on its own line has at most this many words: 'Corporal D., government forces:'.
_LABEL = 10


def _labelled(found: list[Found], seen: View, quoted: Sequence[Range]) -> list[Found]:
    """``found`` with the quotations that only a label on the line before gives to somebody."""
    text = seen.text
    near = Near((r, f) for f in found for r in f.content)
    cues = Near((f.cue, f.cue) for f in found if f.cue)
    made = []
    for q in quoted:
        here = seen.paragraph(q[0])
        if here == 0 or seen.breaks[here] != q[0]:
            continue
        start, stop = seen.breaks[here - 1], seen.breaks[here]
        label = text[start:stop].rstrip()
        if label[-1:] != ":" or not label[:1].isupper() or not 0 < len(label.split()) <= _LABEL:
            continue
        end = start + len(label)
        if any(c[0] < end and start < c[1] for c in cues.at((start, end))) or '"' in label:
            continue
        if not any(_shared([q], f.content) > 0 and not (f.cue and q[0] <= f.cue[0] < q[1]) for f in near.at(q)):
            made.append(Found((end - 1, end), [(start, end - 1)], [q], [], _BY_RULE, quoted=True))
    return sorted([*found, *made], key=lambda f: f.content[0]) if made else found


# A quotation goes on within this many characters of its speaker's last words, cue and long description between them.
_BEFORE = 1000


def _floating(found: list[Found], seen: View, quoted: Sequence[Range]) -> None:
    """Give a sentence-long quotation that no statement has to the speaker quoted just before it."""
    text = seen.text
    taken = Near((r, r) for f in found for r in f.content)
    cues = Near((f.cue, f.cue) for f in found if f.cue)
    near = Near((r, f) for f in found for r in f.content)
    for q in quoted:
        words = text[q[0] : q[1]].split()
        opens = text[max(0, q[0] - 20) : q[0]].rstrip()[-1:] in ("", ".", "!", "?", '"', ":") or (
            seen.breaks[seen.paragraph(q[0])] == q[0]
        )
        if len(words) < 4 or not opens or _shared([q], taken.at(q)) > 0.2 * (q[1] - q[0]):
            continue
        if any(q[0] <= s and e <= q[1] for s, e in cues.at(q)):
            continue
        here = seen.paragraph(q[0])
        before = [
            f
            for f in near.at((max(0, q[0] - _BEFORE), q[0]))
            if f.quoted and f.content[-1][1] <= q[0] and seen.paragraph(f.content[-1][1] - 1) >= here - 1
        ]
        if not before:
            continue
        last = max(before, key=lambda f: f.content[-1][1])
        edge = (
            max(last.content[-1][1], last.cue[1] if last.cue else 0, *(e for _, e in last.source))
            if last.source
            else last.content[-1][1]
        )
        between = text[edge : q[0]]
        # Prose between the two may bring another speaker; within a paragraph a short clause may stand there.
        if len(between.split()) > (14 if seen.paragraph(last.content[-1][1] - 1) == here else 2):
            continue
        last.content = _joined([*last.content, q], text)
        near.put(q, last)


def statements(
    marks: Marks,
    pieces: Pieces,
    seen: View,
    settings: Settings = DEFAULT,
    *,
    passive: frozenset[str] = frozenset(),
) -> list[Found]:
    """The statements of one article, in order of their contents.

    ``passive``: participles whose subject does not speak, from the lexicon.
    """
    quoted = quotations(seen)
    near = ranges(quoted)
    out = []
    for mark in marks.cues:
        if (mark.likely * mark.real) ** 0.5 < settings.statement:
            continue
        f = _from_cue(mark, pieces, settings)
        if f is None:
            continue
        in_its_paragraph(f, seen, near)
        _whole_quotations(f, seen.text, near, settings)
        f.content = [r for r in (_trimmed(r, seen.text, near) for r in f.content) if r]
        f.source = [r for r in (_trimmed(r, seen.text, near) for r in f.source) if r]
        f.source = [r for r in (source(r, seen.text) for r in f.source) if r]
        _speaking(f, seen.text)
        _nobody(f, seen.text, passive)
        begins(f, seen)
        ends(f, seen.text, near)
        if f.content:
            out.append(f)
    _one_speaker(out, seen.text, quoted, pieces)
    out = _once(out, settings)
    _same_words(out, seen.text)
    _shared_subject(out, seen.text)
    out = _told_on(out, seen.text)
    reach(out, seen.text, seen.breaks)
    out = _claimed(out, seen.text)
    out = _labelled(out, seen, quoted)
    without_scraps(out, seen.text, quoted)
    out = [f for f in out if f.content and not reference(f, seen.text) and not _no_cue(f, seen.text)]
    _floating(out, seen, quoted)
    return out
