"""A plain baseline for figures: ``python -m evaluation.baseline GOLD [--statements RECORDS] [--output RECORDS]``.

A number that stands in a sentence with a word of harm is a figure of the nearest such word, with the hedge before it,
of the group that the next words name. All figures of a report are of one incident, an attack without date or place. A
figure's giver is the innermost statement of RECORDS (as ``onrecord read --verbatim --format jsonl`` writes them) whose
content holds it; without RECORDS, or outside every statement, the report itself speaks. Prints the scores of
``evaluation.harm``.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evaluation import harm
from evaluation.score import lines
from onrecord.record import (
    Article,
    Figure,
    Group,
    Harm,
    Incident,
    IncidentType,
    Mentions,
    Reader,
    Record,
    Span,
    Statement,
    When,
    Who,
    from_json,
    to_json,
)

HARMS: dict[Harm, str] = {
    "killed": r"kill(?:ed|s|ing)?|dead|died?|dying|deaths?|bodies|slain|massacred?|shot dead|executed",
    "injured": r"injur(?:ed|es|ing|y|ies)|wound(?:ed|s|ing)?|hurt",
    "missing": r"missing|unaccounted",
    "detained": r"detain(?:ed|s|ing)?|arrest(?:ed|s|ing)?|custody",
    "abducted": r"abduct(?:ed|s|ing)?|kidnapp(?:ed|ing)|hostages?|seized",
    "displaced": r"displac(?:ed|ing)|fled|fleeing|homeless",
}
GROUPS: dict[Group, str] = {
    "people": r"people|persons?|bodies|residents|villagers|workers|victims|others|passengers|patients|protesters",
    "civilians": r"civilians?",
    "combatants": r"soldiers?|troops|fighters?|militants?|rebels?|gunmen|insurgents|servicemen",
    "police": r"police(?:men)?|officers?",
    "children": r"child(?:ren)?|boys?|girls?|bab(?:y|ies)|pupils?|students?|infants?",
    "women": r"wom[ae]n",
    "men": r"m[ae]n",
    "medics": r"medics?|doctors?|nurses?|paramedics?",
    "journalists": r"journalists?|reporters?",
    "family": r"famil(?:y|ies)|relatives",
}
# How much a hedge adds to the number, below and above; None leaves that side open.
HEDGES: dict[str, tuple[int | None, int | None]] = {
    r"at least|no fewer than": (0, None),
    r"more than|over": (1, None),
    r"up to|at most|as many as": (None, 0),
    r"fewer than|less than": (None, -1),
    r"about|around|some|nearly|almost|roughly|another": (0, 0),
}
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
WORDS = {word: n for n, word in enumerate(("no", *_UNITS, *_TEENS))} | {"a dozen": 12}
_DECADES = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
TENS = {word: 10 * n for n, word in enumerate(_DECADES, 2)}
OPEN = {"several": 2, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000}


def _any(patterns: dict[Any, str]) -> str:
    return "|".join(f"(?P<g{n}>{p})" for n, p in enumerate(patterns.values()))


_SPELT = (*sorted(WORDS, key=len, reverse=True), rf"(?:{'|'.join(TENS)})(?:-(?:{'|'.join(_UNITS)}))?", *OPEN)
_NUMBER = re.compile(
    rf"(?<![\w$€£.,:/-])(?:(?P<hedge>{'|'.join(HEDGES)})\s+)?"
    rf"(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}}|{'|'.join(_SPELT)})(?![\w%-]|[.,:/]\d)"
    r"(?!\s+(?:per|years?|months?|weeks?|days?|hours?|minutes?|km|kilomet|met(?:re|er)s|miles?|[ap]\.?m)\b)",
    re.IGNORECASE,
)
_HARM = re.compile(rf"\b(?:{_any(HARMS)})\b", re.IGNORECASE)
_GROUP = re.compile(rf"(?:\s+(?:of\s+)?[\w’'-]+){{0,2}}?\s+(?:of\s+)?(?:{_any(GROUPS)})\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?![”\"’]*\s)|\n(?!\n))+")


def _which(patterns: dict[Any, str], match: re.Match[str]) -> Any:
    return next(key for n, key in enumerate(patterns) if match[f"g{n}"])


def _interval(hedge: str | None, number: str) -> tuple[int | None, int | None]:
    number = number.lower()
    if number in OPEN:
        return OPEN[number], None
    tens, _, unit = number.partition("-")
    n = TENS[tens] + WORDS.get(unit, 0) if tens in TENS else WORDS.get(number)
    if n is None:
        n = int(number.replace(",", ""))
    added = next((a for h, a in HEDGES.items() if hedge and re.fullmatch(h, hedge, re.IGNORECASE)), (0, 0))
    low, high = (None if a is None else max(0, n + a) for a in added)
    return low, high


def _givers(start: int, end: int, statements: tuple[Statement, ...]) -> tuple[str, ...]:
    holding = [
        (sum(e - s for s, e in st.content.spans), st.id)
        for st in statements
        if any(s <= start and end <= e for s, e in st.content.spans)
    ]
    return tuple(i for size, i in holding if size == min(holding)[0])


def _figures(text: str, statements: tuple[Statement, ...]) -> Iterator[Figure]:
    made = 0
    for sentence in _SENTENCE.finditer(text):
        harms = list(_HARM.finditer(text, *sentence.span()))
        for m in _NUMBER.finditer(text, *sentence.span()) if harms else ():
            if re.fullmatch(r"(?:19|20)\d\d", m["n"]):
                continue
            noun = _GROUP.match(text, m.end(), sentence.end())
            if noun is None and m["n"].lower() == "no":
                continue
            start, end = m.start(), noun.end() if noun else m.end()
            near = min(harms, key=lambda h: max(h.start() - end, start - h.end()))
            low, high = _interval(m["hedge"], m["n"])
            made += 1
            span = (Span(start, end),)
            who = Who(_which(GROUPS, noun) if noun else "people", text[start:end], span)
            yield Figure(
                f"f{made}", _which(HARMS, near), who, low, high, span, text[start:end],
                given_by=_givers(start, end, statements),
            )  # fmt: skip


def read(document: dict[str, Any], held: Record | None = None) -> Record:
    """The record of one document of the corpus, with the statements of ``held``, another record of the same text."""
    text = document["text"]
    words = tuple(Span(*m.span()) for m in _HARM.finditer(text))
    statements = held.statements if held else ()
    one = Incident("i1", IncidentType("attack"), Mentions(words), When(), figures=tuple(_figures(text, statements)))
    return Record(
        reader=Reader("0", "baseline", ("incidents",)),
        input_id=document["id"],
        article=Article("sha256:", text, published=document.get("published")),
        statements=statements,
        entities=held.entities if held else (),
        incidents=(one,) if words else (),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="what corpus/compile.py wrote")
    parser.add_argument("--statements", type=Path, help="records to take the statements from, joined by input_id")
    parser.add_argument("--output", type=Path, help="write the baseline's records here")
    options = parser.parse_args()
    gold = [document for document in lines(options.gold) if "figures" in document]
    held: dict[str | None, Record] = {}
    if options.statements:
        held = {r.input_id: r for r in map(from_json, options.statements.read_text(encoding="utf-8").splitlines())}
        for document in gold:
            if document["id"] not in held or held[document["id"]].article.text != document["text"]:
                print(
                    f"{options.statements} has no record of {document['id']} with the same text; make one with "
                    f"onrecord read --verbatim --format jsonl {options.gold}.",
                    file=sys.stderr,
                )
                return 1
    made = [to_json(read(document, held.get(document["id"]))) for document in gold]
    if options.output:
        options.output.write_bytes(b"".join(line + b"\n" for line in made))
    records = [json.loads(line) for line in made]
    json.dump(
        {"figures": harm.figures(gold, records), "incidents": harm.incidents(gold, records)}, sys.stdout, indent=1
    )
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
