"""Whom a figure counts whose own words name nobody: they come from the people that it refers to.

'Eleven soldiers were hit, three of them badly', '96 civilians died and 40 were hurt', 'Two men were shot. One died'.
For each form of words that refers there is a rule: how near the people have to stand, and which groups carry over. The
rules are those that annotated reports bear out: a bare number beside two women or three policemen may count anybody.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from onrecord.reading.counts import Phrase, predicate
from onrecord.reading.groups import small
from onrecord.reading.numbers import numbers
from onrecord.record import Figure, Group, Who

_REACH = 400  # characters between a figure and whom it refers to
_STATED = 12  # and between a bare number and the end of its figure: '45 injured'
_BACK = 12  # and phrases that count people
_SENTENCE = re.compile(r"[.!?][”\"’)]?\s|\n\s*\n")
_PARAGRAPH = re.compile(r"\n\s*\n")
_OPENS = re.compile(r"(?:^|[.!?][”\"’)]?\s+|\n\s*)[“\"]?$")
_CLAUSE = re.compile(r"(?:^|[,;:–—.]|\b(?:and|but|while)\b)\s*$")
# Whom a force attacked, as the object of its deed: 'struck a file of gunmen, killing eight'.
_ATTACKED = re.compile(
    r"\b(?:struck|hit|engaged|attacked|targeted|ambushed|bombed|shelled|raided|surprised|against|intercepted|pursued|"
    r"(?:strikes?|raids?|attacks?|assault|fire)\s+on|ambush\s+of|clash(?:ed|es)?\s+with|fought\s+with|battles?\s+with)\s+(?:[\w“”\"’-]+\s+){0,4}[“\"]?$",
    re.IGNORECASE,
)
_KILLING = re.compile(
    r"[^.;:]{0,60}?,?\s(?:and\s+)?(?:killing|killed|wounding|capturing|captured|detaining|detained|arresting|leaving)\s+$",
    re.IGNORECASE,
)
# A number behind a part counts the like of the whole again: 'six, including two toddlers, died and 14 were hurt'.
_PART = re.compile(r"\b(?:including|among\s+(?:them|whom)|of\s+(?:them|whom|which))\b[\w\s,]{0,14}$", re.IGNORECASE)
_BODY = frozenset(("hand", "hands", "head", "heads", "lives"))  # 'with their hands tied' tells of nobody else
_SOME = re.compile(r"\bof\s+(?:them|whom|these)\b", re.IGNORECASE)
# 'Eleven people from two families', 'nine of them | from one household'.
_KIN = re.compile(
    r"\s*\bfrom\s+(?:one|two|three|the\s+same|a\s+single|his|her)\s+(?:famil(?:y|ies)|households?)\b", re.IGNORECASE
)
_STATES: Mapping[str, str] = {"wounded": "injured", "injured": "injured", "dead": "killed", "missing": "missing"}
# Ranks and nouns of an army and of a police alike; whose they are, the force says that was named last.
_SHARED = re.compile(
    r"\b(?:sergeants?|corporals?|lieutenants?|captains?|majors?|colonels?|commandos?|cadets?|recruits?)$", re.IGNORECASE
)
_OFFICERS = re.compile(r"\bofficers?$", re.IGNORECASE)
_FORCE = re.compile(
    r"\b(?:(?P<police>police(?:m[ae]n|wom[ae]n)?|constabulary|gendarme(?:s|rie)?|sheriff|special\s+unit)"
    r"|(?P<combatants>army|military|soldiers?|troops|navy|marines?|regiment|battalion))\b",
    re.IGNORECASE,
)
_OF_THE = re.compile(r"\bof\s+the\s+(?P<whom>[\w-]+)\b", re.IGNORECASE)
# A force's own: 'no losses', 'two of theirs'; 'own losses were two killed and | five wounded'; 'nobody fell on our
# side'; 'the brigade lost | one'.
_LOSSES = re.compile(
    r"\blosses\b(?!\s+of\s+life)|\bloss\s+of\s+(?:its|their|our)\s+own\b"
    r"|\bof\s+(?:theirs|ours|the\s+enemy)$|\bof\s+(?:its|their|our)\s+(?:own|dead)$",
    re.IGNORECASE,
)
# Staff without a word for whose, in a report of those who bring aid.
_STAFF = re.compile(
    r"^\W*\w+(?:\s+(?:of|the|its|our|their|own|local|national|international|other))*"
    r"\s+(?:staff(?:\s+members?)?|staffers?|colleagues?|volunteers?)\b",
    re.IGNORECASE,
)
_AID = re.compile(
    r"\b(?:[Hh]umanitarian|[Aa]id\s+(?:work|agenc|group)\w*|[Rr]elief|[Cc]harity|Red\s+C(?:ross|rescent)|NGOs?)\b"
)
_ARTICLE = 2000  # characters about a figure in which it is looked for
_ON_SIDE = (
    r"on\s+(?:(?:our|their|its|the\s+enemy[’']?s?|enemy|the\s+other)\s+(?:own\s+)?(?:side|part)|the\s+side\s+of)\b"
)
_OWN_BEFORE = re.compile(
    rf"(?:\b(?:own|enemy)\s+(?:losses|casualties|dead)\b|\b{_ON_SIDE}|\bas\s+its\s+own)[^.!?;]{{0,80}}$", re.IGNORECASE
)
_OWN_BEHIND = re.compile(
    rf"\s+(?:(?:\w+\s+){{0,3}}{_ON_SIDE}|(?:among|in)\s+(?:the|our|its|their|own)\s+"
    r"(?:troops|soldiers|forces|ranks|personnel)\b)",
    re.IGNORECASE,
)
_LOST = re.compile(
    rf"\b(?:{'|'.join(sorted(small('forces')))})\b[^.!?]{{0,90}}?\b(?:lost|losing|loses|lose)\s+(?:only\s+|just\s+)?[“\"]?$",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"(?:members?|men|dead|wounded|bodies|casualt(?:y|ies)|fallen|nobody|none|one|loss)\W?$", re.IGNORECASE
)

_ANY: frozenset[Group] = frozenset({
    "combatants", "police", "children", "women", "men", "medics", "aid workers", "journalists", "civilians",
    "nationals",
})  # fmt: skip
# A later number of the dead counts these again; whom one side calls militants another does not.
_ALIKE: frozenset[Group] = frozenset(("civilians", "combatants"))
_LABEL = re.compile(rf"\b(?:{'|'.join(sorted(small('labels')))})s?\b", re.IGNORECASE)


class _Rule(NamedTuple):
    """A form of words that refers, and to whom it may."""

    form: re.Pattern[str]
    beside: frozenset[Group]  # groups that carry over within a sentence
    before: frozenset[Group]  # and from the sentence before
    numbered: bool  # only from people told by their number
    within: frozenset[Group] = frozenset()  # groups that only carry over to fewer of them
    opening: bool = False  # only where the figure opens a clause or sentence


_RULES = (
    _Rule(
        re.compile(r"\bof\s+(?:them|whom|these|those|their\s+(?:number|own))\s*$", re.IGNORECASE),
        _ANY,
        frozenset(("children", "combatants")),
        numbered=False,
    ),
    _Rule(
        re.compile(
            r"^(?:(?:a|the)\s+(?:first|second|third|fourth|fifth|other|last)|another)(?:,\s.*)?$", re.IGNORECASE
        ),
        _ANY,
        _ANY,
        numbered=True,
    ),
    _Rule(re.compile(r"^one(?:,\s.*)?$", re.IGNORECASE), _ANY, _ANY, numbered=True, opening=True),
    _Rule(re.compile(r"\b(?:more|others)$", re.IGNORECASE), frozenset(("combatants",)), frozenset(), numbered=True),
    _Rule(
        re.compile(r"^(?:[^,]|(?<=\d),(?=\d))*$"),
        frozenset(("civilians", "children", "aid workers", "men", "women")),
        frozenset(),
        numbered=True,
        within=frozenset(("men", "women")),
    ),
)  # fmt: skip
_OTHERS, _BARE = _RULES[-2:]


def referred(figures: Sequence[Figure], text: str, phrases: Sequence[Phrase]) -> tuple[Figure, ...]:
    """The figures of one incident, those that count 'people' for want of a word with the group they refer to."""
    starts = [p.start for p in phrases]
    told: dict[int, Figure] = {}  # by the end of a figure's words
    counted: set[Group] = set()  # the groups of the dead, as the words name them
    out: list[Figure] = []
    for f in figures:
        group: Group | None = None
        if f.who.group == "people":
            group = (
                _losses(f, text)
                or _house(f, text)
                or _kin(f, text)
                or _of_the(f, out, text)
                or _meant(f, text, phrases, starts, told)
                or _before(f, counted, text)
            )
        elif f.who.group in ("combatants", "police"):
            group = _force(f, text)
        if group is not None:
            f = replace(f, who=Who(group, f.who.text, f.who.spans, f.who.nation))
        out.append(f)
        if f.harm == "killed" and f.who.spans and not f.low == f.high == 1:
            counted.add("people" if _LABEL.search(f.who.text) else f.who.group)
        told |= {s.end: f for s in f.spans}
    return tuple(out)


def _losses(f: Figure, text: str) -> Group | None:
    """'No losses' are a force's own, and so is whom it lost."""
    start, end = f.spans[0]
    lost = _LOSSES.search(f.text)
    own = lost is not None and (f.low == 0 or f.low != f.high or not lost[0].lower().startswith("loss"))
    if not own and (not f.who.spans or _WEAK.search(f.text)):
        before = text[max(0, start - 200) : start].rpartition("\n\n")[2]
        own = bool(_OWN_BEFORE.search(before) or _LOST.search(before) or _OWN_BEHIND.match(text, end))
    return "combatants" if own else None


def _before(f: Figure, counted: set[Group], text: str) -> Group | None:
    """Those whom all numbers of the dead have counted so far: 'a porter puts it at | nine'."""
    if f.harm != "killed" or f.who.spans or len(counted) != 1 or not counted <= _ALIKE:
        return None
    return None if predicate(text, f.spans[0].end, beside=False) is not None else next(iter(counted))


def _house(f: Figure, text: str) -> Group | None:
    """'No staff', 'three volunteers' are an aid agency's where one is told of near by."""
    start = f.spans[0].start
    if not f.who.spans or _STAFF.search(f.text) is None:
        return None
    return "aid workers" if _AID.search(text, max(0, start - _ARTICLE), start + _ARTICLE) else None


def _kin(f: Figure, text: str) -> Group | None:
    """People of one household are family."""
    end = f.spans[0].end
    return "family" if _KIN.search(f.text) or _KIN.match(text, end) else None


def _force(f: Figure, text: str) -> Group | None:
    """Whose a sergeant or an officer is, where the paragraph before names one force and not the other."""
    shared = _SHARED if f.who.group == "combatants" else _OFFICERS
    start = f.spans[0].start
    if shared.search(f.who.text) is None:
        return None
    before = text[max(0, start - _REACH) : start].rpartition("\n\n")[2]
    named = {name for m in _FORCE.finditer(before) for name, said in m.groupdict().items() if said}
    if len(named) != 1 or named == {f.who.group}:
        return None
    return "police" if "police" in named else "combatants"


def _of_the(f: Figure, before: Sequence[Figure], text: str) -> Group | None:
    """'One of the wounded', 'two of the fourteen': of the people counted before as such or by that number."""
    m = _OF_THE.search(f.text)
    if m is None or predicate(text, f.spans[0].end, beside=False) is not None:
        return None
    harm = _STATES.get(m["whom"].lower())
    counted = numbers(m["whom"]) if harm is None else []
    for g in reversed(before):
        if g.high == 1 or g.part_of is not None:
            continue
        if g.harm == harm or (len(counted) == 1 and g.low == g.high == counted[0].low == counted[0].high):
            return g.who.group if g.who.group != "people" else None
    return None


def _meant(
    f: Figure, text: str, phrases: Sequence[Phrase], starts: list[int], told: Mapping[int, Figure]
) -> Group | None:
    """The group of the nearest people before the figure whom its form of words may mean."""
    start = f.spans[0].start
    said = text[start : f.spans[0].end].strip(' ,“”"')
    rule = next((r for r in _RULES if r.form.search(said)), None)
    if rule is None or (rule is _BARE and f.who.spans) or predicate(text, f.spans[0].end, beside=False) is not None:
        return None
    if rule.opening and not _CLAUSE.search(text, max(0, start - 12), start):
        return None
    for p in _back(phrases, starts, start):
        gap = text[p.end : start]
        if len(gap) > _REACH or _PARAGRAPH.search(gap):
            return None
        known = told.get(p.end)
        if f.part_of is not None and (p.end in told or not p.head):
            whole = known or next((told[e] for e in range(p.end, p.end + _STATED) if e in told), None)
            if whole is not None and whole.id == f.part_of and not whole.who.spans and whole.who.group == "people":
                return None  # '45 injured, 20 of whom': whoever those are
        group = known.who.group if known is not None else p.group
        if p.high == 1 and p.head and said.lower() == "another" and _SENTENCE.search(gap) is None:
            return group if group in _ANY else None  # 'a policeman was killed and | another'
        if p.high == 1 or (not p.head and (group == "people" or rule is _BARE)):
            continue
        if p.head in _BODY or (rule is _BARE and _part(p, known, text)):
            continue
        if p.high is not None and f.low is not None and p.high < f.low and rule not in (_OTHERS, _BARE):
            continue
        return _carried(f, p, group, known, rule, text, start)
    return None


def _part(p: Phrase, known: Figure | None, text: str) -> bool:
    """Whether a phrase tells of some of those told before it."""
    if known is not None and known.part_of is not None:
        return True
    return (
        _PART.search(text, max(0, p.start - 40), p.start) is not None or _SOME.search(text, p.start, p.end) is not None
    )


def _carried(
    f: Figure, p: Phrase, group: Group, known: Figure | None, rule: _Rule, text: str, start: int
) -> Group | None:
    """The group if it carries over from the phrase to the figure."""
    numbered = (p.low, p.high) != (2, None)
    gap = text[p.end : start]
    if rule is _BARE:
        if group == "combatants" and _ATTACKED.search(text, max(0, p.start - 50), p.start) and _KILLING.fullmatch(gap):
            return group
        if group in rule.within and (f.low is None or f.low >= (p.low or p.high or 0)):
            return None
    if rule.numbered and not numbered:
        return None
    if _SENTENCE.search(gap) is None:
        return group if group in rule.beside else None
    if len(_SENTENCE.findall(gap)) > 1 or (rule.numbered and not _OPENS.search(text, max(0, start - 8), start)):
        return None
    return group if group in rule.before else None


def _back(phrases: Sequence[Phrase], starts: list[int], start: int) -> Iterator[Phrase]:
    """The phrases before ``start``, the nearest first."""
    last = bisect_right(starts, start) - 1
    for n in range(last, max(-1, last - _BACK), -1):
        if phrases[n].end <= start and phrases[n].trap in (None, "anaphor", "things"):
            yield phrases[n]
