"""Harms by their words: what a figure counts where the words beside it leave no doubt."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from onrecord.reading.labels import HARMS
from onrecord.record import Harm

# So far before and after a figure its words may stand.
_BEFORE, _AFTER = 100, 70
# A figure may hold what commas set off, and end before the second: 'one, a boy of twelve, died'.
_HELD_WITHIN = 40
_STOP = re.compile(r"[.;:!?\n()“”\"—–]")
# What may open between a word of harm and its figure: 'the toll was “closer to 40”'.
_OPENS = re.compile(r"[“\"]?(?:(?:closer|nearer)\s+to\s+|around\s+|about\s+|perhaps\s+)?$", re.IGNORECASE)
# An apposition or a relative clause between a figure and what is said of it: 'two brothers, 9 and 12, were wounded'.
_SET_OFF = re.compile(r"\s*,(?!\s*(?:and|but)\b)[^,.;:!?\n()“”\"—–]{1,60},")
AUXILIARY = (
    r"(?:was|were|is|are|be|been|being|got|remain(?:s|ed)?|lay|lie|found|reported|confirmed|feared|listed|"
    r"stay(?:s|ed)?)"
)
# A word of the same clause: none that opens another, and none that denies.
WORD = r"(?!(?:and|but|while|as|when|after|before|because|not|neither|never|nor)\b)[\w’'-]+"
# What may stand in a slot of the data file.
_SLOTS = {
    "<lost>": r"(?:lost|lose|loses|losing)",
    "<broke>": r"(?:broke|breaks|breaking|broken|fractured|fractures|fracturing)",
    "<part>": (
        r"(?:(?:an?|the|his|her|their|its|both|one|two|three|several|left|right|upper|lower|of)\s+){0,4}"
        r"(?:legs?|arms?|eyes?|feet|foot|hands?|fingers?|toes?|thighs?|shoulders?|ankles?|knees?|neck|chest|stomach|"
        r"abdomen|back|head|face|jaw|ribs?|hip|wrists?|elbows?|calf|groin|buttocks|sight|hearing|limbs?|teeth)"
    ),
}
# The same people, of whom another thing was said first: 'a boy was shot in the neck and died in an ambulance'.
_DIED = re.compile(
    r"(?:\s*,?\s*\d{1,3},|,)?(?:\s+(?:who\s+)?(?:was|were|had\s+been)\s+(?:\w+ly\s+)?\w+\b[^.;:!?\n,]{0,60}?\b(?:and|but)|,?\s+who)"
    r"\s+(?:later\s+|then\s+|has\s+since\s+|have\s+since\s+|soon\s+)?(?:died|dies|succumbed|bled\s+to\s+death"
    r"|(?:shot\s+dead|killed|executed|murdered|hanged|beheaded)\b(?!\s+(?:an?|the|his|her|their|another|one|two|three|\d+)\b))\b",
    re.IGNORECASE,
)
_FORMS = ("state", "deed", "happens", "made", "number", "people")


class _Words(NamedTuple):
    inside: re.Pattern[str]
    after: re.Pattern[str]
    before: re.Pattern[str]
    any_deed: re.Pattern[str]
    toll: re.Pattern[str]
    people: re.Pattern[str]
    counted: re.Pattern[str]
    number_of: re.Pattern[str]
    of: dict[str, dict[str, Harm]]  # by the form of the word, as in the data file
    shaped: dict[str, list[tuple[re.Pattern[str], Harm]]]  # the same for words with a slot, '<lost> <part>'

    def harm(self, form: str, word: str) -> Harm:
        """The harm of a word found in a form."""
        key = _key(word)
        known = self.of[form].get(key)
        if known is not None:
            return known
        return next(harm for shape, harm in self.shaped[form] if shape.fullmatch(key))


# Letters that a pattern without case takes for 'i' and 's', and lower() leaves.
_ALIKE = str.maketrans("ıſ", "is")


def _key(words: str) -> str:
    return " ".join(words.lower().translate(_ALIKE).split())


def _pattern(words: str) -> str:
    shape = re.escape(words).replace(r"\ ", r"\s+")
    for slot, of in _SLOTS.items():
        shape = shape.replace(slot, of)
    return shape


@cache
def _words() -> _Words:
    data = tomllib.loads((files("onrecord.reading") / "data" / "harms.toml").read_text(encoding="utf-8"))
    tables: dict[str, dict[str, Harm]] = {
        form: {_key(w): harm for harm in HARMS if harm in data for w in data[harm][form].split(",") if w.strip()}
        for form in _FORMS
    }
    state, deed, happens, made, number, people = (
        "|".join(_pattern(w) for w in sorted(t, key=len, reverse=True)) for t in tables.values()
    )
    return _Words(
        re.compile(rf"\b({state})\b", re.IGNORECASE),
        # '14 dead', '14 people were wounded', '14 others have since died'; a comma opens another clause.
        re.compile(
            rf"^(?:\s+(?:(?!fatally|mortally)\w+ly\s+)?(?P<state>{state})\b"
            rf"|(?:\s+{WORD}){{0,5}}?\s+{AUXILIARY}(?:\s+{WORD}){{0,3}}?\s+(?P<said>{state})\b"
            rf"|(?:\s+(?:had|has|have|later|also|people|others|more|who|of|them|since|then))*\s+(?P<happens>{happens})\b"
            rf"|\s+(?P<made>{made})\b)",
            re.IGNORECASE,
        ),
        re.compile(rf"\b({deed})(?:\s+(?:of|up|by|at|about|also|in|all|another|least))*\s*$", re.IGNORECASE),
        re.compile(rf"\b({deed})\b", re.IGNORECASE),
        # 'the number of wounded had risen to', 'put the dead at', 'a death toll of'
        re.compile(
            rf"\b(?:(?:numbers?|count|tally|toll|figure|total|estimate)(?:\s+(?:of|for))?(?:\s+(?:the|those|people|persons))*"
            rf"\s+(?P<number>{number})|(?P<toll>(?:death\s+)?toll)|the\s+(?P<those>{number})"
            rf"(?!\s+(?:sentences?|penalt\w+|row|threats?|certificates?)\b))\b"
            rf"(?:\s+{WORD}){{0,6}}?\s+(?:at|to|of|is|was|are|were|by|as|exceeds|exceeded|reached|stands|passed)\s*$",
            re.IGNORECASE,
        ),
        re.compile(rf"\b({people})\b", re.IGNORECASE),
        # '133 arbitrary arrests', '230 hostages'; 'brings to 14 the number of peacekeepers killed'
        re.compile(
            rf"(?:\s+(?!(?:of|from|for|in|on|by|to|at|the|and)\b)[a-z-]{{3,20}})?\s+({people})\b", re.IGNORECASE
        ),
        re.compile(rf"\s+the\s+(?:total\s+|overall\s+)?number\s+of\s+(?:{WORD}\s+){{0,3}}?({state})\b", re.IGNORECASE),
        tables,
        {f: [(re.compile(_pattern(w)), h) for w, h in t.items() if "<" in w] for f, t in tables.items()},
    )


def clause(text: str, start: int) -> str:
    """The words of the clause before ``start``."""
    before = _OPENS.sub("", text[max(0, start - _BEFORE) : start])
    return _STOP.split(before)[-1]


def _predicate(text: str, end: int) -> Harm | None:
    """What is said of those counted right behind the figure that ends at ``end``."""
    known = _words()
    behind = _STOP.split(text[end : end + _AFTER])[0]
    if behind.startswith(",") and "," in text[max(0, end - _HELD_WITHIN) : end]:
        behind = behind[1:]
    after = known.after.match(behind)
    if after is None:
        return None
    form, word = next((form, w) for form, w in after.groupdict().items() if w)
    return known.harm("state" if form == "said" else form, word)


def deed(text: str, start: int) -> Harm | None:
    """What is done to those counted, by the last words before the figure that begins at ``start``."""
    before = _words().before.search(clause(text, start))
    return _words().harm("deed", before[1]) if before else None


def harm_of(text: str, start: int, end: int) -> Harm | None:
    """The harm that the words in, right after or right before ``text[start:end]`` say it counts; None where they leave
    it open. Words inside the figure come first ('60 injured'), then a predicate ('were wounded'), then a deed
    ('killing 14'), a number of whom it is ('the toll stands at'), and last a noun that says it ('hostages')."""
    known = _words()
    if _DIED.match(text, end, end + _AFTER + 30):
        return "killed"
    inside = {known.harm("state", m[1]) for m in known.inside.finditer(text, start, end)}
    said = _predicate(text, end), deed(text, start)
    if inside:
        # 'Six of the wounded died', 'shot dead 17 captured marines': what they were before.
        set_off = _SET_OFF.match(text, end, end + _AFTER)
        if "killed" in said or (set_off is not None and _predicate(text, set_off.end()) == "killed"):
            return "killed"
        return inside.pop() if len(inside) == 1 else None
    if said != (None, None):
        return said[0] or said[1]
    toll = known.toll.search(clause(text, start))
    if toll is not None:
        number = toll["number"] or toll["those"]
        return known.harm("number", number) if number else "killed"
    noun = known.counted.match(text, end, end + _AFTER)
    if noun is not None and text[end - 1].isalnum() and (text[start:end].split() or [""])[-1][0].isdecimal():
        return known.harm("people", noun[1])
    number_of = known.number_of.match(text, end, end + _AFTER)
    if number_of is not None:
        return known.harm("state", number_of[1])
    set_off = _SET_OFF.match(text, end, end + _AFTER)
    behind = _predicate(text, set_off.end()) if set_off is not None else None
    if behind is not None and behind != "injured":
        return behind  # who was hurt may have died by the end of the sentence
    people = known.people.search(text, start, end)
    return known.harm("people", people[1]) if people else None


def harms_in(words: str) -> set[Harm]:
    """Every harm done to people that ``words`` speak of."""
    known = _words()
    said = {known.harm("state", m[1]) for m in known.inside.finditer(words)}
    return said | {known.harm("deed", m[1]) for m in known.any_deed.finditer(words)}
