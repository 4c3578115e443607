"""What a report as a whole leads one to expect of its main incident, held against the words that count people.

The encoder says from the head of a report how many its main incident killed and injured. That never makes a number. It
decides which marked words are taken: uncertain ones where somebody must have been harmed and no word yet says who, and
none of the main incident's where nobody was; those then tell of another matter, such as an earlier death.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onrecord.reading.clusters import Cluster, told_of
from onrecord.reading.groups import people
from onrecord.reading.harms import harm_of
from onrecord.reading.model import Array
from onrecord.reading.overlooked import carried
from onrecord.reading.signs import SURE, Counting

# How sure it must be that nobody was, or that somebody was. Chosen by totals of cis530p's development part and of the
# kept quarter of the Gun Violence Database, so figures on those are kind; it changes nothing on the corpus's kept part.
_NOBODY, _SOMEBODY = 0.9, 0.6
# Marked this likely, words that say their harm themselves are taken: what is not marked at all is, where they say it.
_WITH_WORDS = 0.15
# 'Civilian' of 'civilian deaths' counts nobody.
_DEATHS = re.compile(r"\s+(?:deaths?|casualt\w+|fatalit\w+|losses|victims?|injur\w+|harm|toll)\b")

# 'All 17 crew members were released': whoever is let go was taken, by gunmen where such words stand about.
_LET_GO = re.compile(
    r"(?:\s+(?!(?:and|but|while|as|when|after|before|because|not|who)\b)[\w’'-]+){0,6}?\s+(?:was|were|been|are|is)"
    r"\s+(?:later\s+|since\s+|also\s+|\w+ly\s+)?(?:released|freed|let\s+go|set\s+free)\b",
    re.IGNORECASE,
)
_CAPTIVE = re.compile(r"\b(?:hostage|hijack|kidnap|abduct|captiv|captor|ransom|pirate)", re.IGNORECASE)
_ABOUT = 400


def settled(text: str, countings: Sequence[Counting], expected: Mapping[str, Array]) -> list[Counting]:
    """The words that count people harmed, each with the harm that the words beside it say."""
    out: list[Counting] = []
    last: Counting | None = None
    for c in countings:
        said = harm_of(text, c.start, c.end)
        if said is not None and c.harm != "casualties":
            adjective = text[c.start : c.end].lower() in people().nouns and _DEATHS.match(text, c.end)
            plain = c.likely >= _WITH_WORDS and not adjective
            c = c._replace(harm=said, likely=max(c.likely, SURE) if plain else c.likely)
        elif c.harm != "casualties" and (of_last := carried(text, last, c.start, c.end)) is not None:
            c = c._replace(harm=of_last)
        elif c.harm in ("killed", "injured", "casualties") and _LET_GO.match(text, c.end, c.end + 90):
            held = _CAPTIVE.search(text, max(0, c.start - _ABOUT), c.end + _ABOUT)
            c = c._replace(harm="abducted" if held else "detained")
        out.append(c)
        last = c if c.likely >= SURE else last
    for harm, e in expected.items():
        of_harm = [k for k, c in enumerate(out) if c.harm == harm]
        if 1 - e[0] >= _SOMEBODY and of_harm and all(out[k].likely < SURE for k in of_harm):
            best = max(of_harm, key=lambda k: out[k].likely)
            out[best] = out[best]._replace(likely=SURE)
    return [c for c in out if c.likely >= SURE]


def divided(found: Sequence[Cluster], expected: Mapping[str, Array]) -> list[Cluster]:
    """The clusters, the main one without the figures of a harm that it did to nobody: they become an incident of their
    own, with the words of their sentences that tell of it, told as background. Where it must have harmed somebody and
    no figure of its own says so, the first other news that does is taken for its continuation."""
    news = [c for c in found if c.tellings and told_of(c) == "news"]
    if not news:
        return list(found)
    main = max(news, key=lambda c: len(c.tellings))
    for harm, e in expected.items():
        if 1 - e[0] >= _SOMEBODY and not any(f.harm == harm for f in main.countings):
            more = next((c for c in news if c is not main and any(f.harm == harm for f in c.countings)), None)
            if more is not None:
                main.tellings = sorted([*main.tellings, *more.tellings], key=lambda t: t.start)
                main.countings = sorted([*main.countings, *more.countings], key=lambda f: f.start)
                main.parts = sorted([*main.parts, *more.parts], key=lambda p: p.start)
                found = [c for c in found if c is not more]
                news = [c for c in news if c is not more]
    none = {harm for harm, e in expected.items() if e[0] >= _NOBODY}
    others = [f for f in main.countings if f.harm in none]
    if not others:
        return list(found)
    sentences = {f.sentence for f in others}
    kept = [t for t in main.tellings if t.sentence not in sentences] or main.tellings[:1]
    moved = [t for t in main.tellings if t.sentence in sentences and t is not kept[0]]
    rest = Cluster(kept, [f for f in main.countings if f.harm not in none], main.parts)
    return [*(rest if c is main else c for c in found), Cluster(moved, others, told="background")]
