"""Template keys of the MUC-4 kind -> the corpus's form, so that the harm head can be taught by them.

A template says which strings fill its slots, not where they stand. Every place where a filler's words stand in the
text is taken for it, and words that tell of an incident for its mention where a filler stands in the same sentence. A
document with templates may tell of more than they hold, so the rest of its sentences with such words is left unsure;
one without templates tells of nothing that counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from onrecord.reading.dates import timexes
from onrecord.reading.kinds import kinds, said_of
from onrecord.record import Timex

KIND = {
    "ATTACK": "attack",
    "BOMBING": "bomb",
    "KIDNAPPING": "abduction",
    "ARSON": "destruction",
    "ROBBERY": "destruction",
    "FORCED WORK STOPPAGE": "protest",
}
DATELINE = 120  # a dateline is no longer than this, in characters
_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?! |\n)|\n(?!\s*\n))+[.!?]?")
_NUMBER = (
    r"(?:(?:AT LEAST|MORE THAN|ABOUT|SOME|NEARLY|OVER|ANOTHER|THE|THESE|THOSE|ALL) +)*"
    r"(?:\d[\d,]*|AN?|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN|ELEVEN|TWELVE|THIRTEEN|FIFTEEN|TWENTY|THIRTY|"
    r"DOZENS OF|SEVERAL|MANY) +(?:[A-Z-]+ +){0,2}?"
)


def _places(text: str, words: str) -> list[list[int]]:
    """Where ``words`` stand in ``text``, line breaks and blanks aside."""
    pattern = r"\s+".join(re.escape(w) for w in words.split())
    return [[m.start(), m.end()] for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)]


def _counted(text: str, span: list[int]) -> list[int]:
    """A person's words with the number before them: 'SIX JESUIT PRIESTS' of 'PRIESTS'."""
    before = text[max(0, span[0] - 60) : span[0]]
    found = re.search(rf"(?<!\w)({_NUMBER})$", before.replace("\n", " "))
    return [span[0] - len(found[1]), span[1]] if found else span


def _best(text: str, choices: list[str]) -> list[list[int]]:
    """All places of the choices, none inside another."""
    spans = sorted((s for c in choices if len(c) > 2 for s in _places(text, c)), key=lambda s: s[0] - s[1])
    kept: list[list[int]] = []
    for s in spans:
        if not any(k[0] < s[1] and s[0] < k[1] for k in kept):
            kept.append(s)
    return kept


def weak(document: dict[str, Any]) -> dict[str, Any]:
    """A document with ``templates`` in the corpus's form, with ``incidents``, ``figures`` and ``unsure``."""
    text = document["text"]
    incidents: list[dict[str, Any]] = []
    figures: list[dict[str, Any]] = []
    unsure: list[list[int]] = []
    sentences = list(_sentences(text))
    # The dateline's own day ('BOGOTA, 9 JAN 90 --') dates the report.
    opening = text.find("--", 0, DATELINE)
    times = [t for t in timexes(text, published=document.get("published")) if t.spans[0].start > opening]
    for n, t in enumerate(document["templates"]):
        told = "threatened" if t["stage"] == "THREATENED" else "news"  # an attempt that failed has happened
        one: dict[str, Any] = {"key": f"t{n}", "kind": KIND[t["type"]], "told": told, "mentions": [], "roles": {}}
        held: list[list[int]] = []
        for x in t["targets"]:
            held += (spans := _best(text, x["texts"]))
            (unsure if x["optional"] else one["roles"].setdefault("target", [])).extend(spans)
        for x in t["weapons"]:
            spans = _best(text, x["texts"])
            (unsure if x["optional"] else one["roles"].setdefault("weapon", [])).extend(spans)
        for v in t["victims"]:
            held += (spans := _best(text, [v["text"], *v["aliases"], *v["descriptions"]]))
            effects = set(v["effects"])
            harm = (
                "abducted" if t["type"] == "KIDNAPPING"
                else "killed" if "DEATH" in effects
                else "injured" if "INJURY" in effects
                else None
            )  # fmt: skip
            if v["optional"]:
                unsure += spans
            elif harm is None:
                one["roles"].setdefault("target", []).extend(spans)
            elif spans:
                counted = [_counted(text, s) for s in spans]
                figures.append({"harm": harm, "side": "victims", "incident": f"t{n}", "spans": counted})
        if t["place"]:
            names = t["place"][-1]["names"]
            held_sentences = [s for s in sentences if any(s[0] <= h[0] < s[1] for h in held)]
            one["roles"]["place"] = [
                p for name in names for p in _best(text, [name]) if any(s[0] <= p[0] < s[1] for s in held_sentences)
            ]
        telling = [s for s in sentences if any(s[0] <= h[0] < s[1] for h in held) or said_of(text[s[0] : s[1]])]
        for p in t["perpetrators"]:
            # An armed group is named all through a document: only beside what it did does it take part.
            for span in _best(text, p["texts"]):
                near = not p["optional"] and any(s[0] <= span[0] < s[1] for s in telling)
                (one["roles"].setdefault("perpetrator", []) if near else unsure).append(span)
        dates = _of_day(times, t.get("date"))
        if dates := [span for span in dates if any(s[0] <= span[0] < s[1] for s in telling)]:
            one["roles"]["date"] = dates
        one["held"] = held
        incidents.append(one)
    taken: set[int] = set()
    for start, end in sentences:
        words = said_of(text[start:end])
        inside = [one for one in incidents if any(start <= h[0] < end for h in one["held"])]
        for s, e, kind in words:
            span = [start + s, start + e]
            fit = [one for one in inside if _fits(kind, one["kind"])] or inside
            if fit and span[0] not in taken:
                taken.add(span[0])
                fit[0]["mentions"].append(span)
            elif incidents:
                unsure.append(span)
    if incidents:  # a time that dates none of the templates may date what they leave out
        dating = {tuple(span) for one in incidents for span in one["roles"].get("date", ())}
        unsure += [list(span) for time in times for span in time.spans if tuple(span) not in dating]
    for one in incidents:
        del one["held"]
    used = {f["incident"] for f in figures} | {one["key"] for one in incidents if one["mentions"] or one["roles"]}
    incidents = [one for one in incidents if one["key"] in used]
    out = {"id": document["id"], "text": text, "incidents": incidents, "figures": figures, "unsure": unsure}
    if len(document["templates"]) == 1:
        (only,) = document["templates"]
        out["totals"] = {h: (only[h] or {"low": 0})["low"] for h in ("killed", "injured")}
    return out


def _of_day(times: Sequence[Timex], date: dict[str, Any] | None) -> list[list[int]]:
    """The time expressions that mean a template's date: one day, or the days between two."""
    if not date or not date["earliest"] or len(date["alternatives"]) != 1:
        return []
    wanted = (date["earliest"], date["latest"])
    return [list(span) for time in times if (time.earliest, time.latest) == wanted for span in time.spans]


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for m in _SENTENCE.finditer(text):
        yield m.start(), m.end()


def _fits(kind: str, wanted: str) -> bool:
    """Whether a word of ``kind`` may tell of an incident of the kind ``wanted``, by their events in ACLED's terms."""
    if wanted == "bomb":
        return kinds()[kind].event == "Explosions/Remote violence"
    return kind == wanted or (wanted == "attack" and kind not in ("abduction", "arrest", "destruction"))
