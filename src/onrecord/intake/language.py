"""The language of a text.

Most reports are told by their script or by their commonest words, which costs a thousandth of a second. What that
leaves open goes to py3langid, whose model takes three quarters of a second and 100 MB to load, so it is loaded
only then.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

from onrecord.intake.published import table

#: Characters looked at, from the beginning of the text and from its middle.
SAMPLE = 3_000
#: Fewest letters for an answer: shorter texts are names and headings that could be of any language.
LETTERS = 24
#: Share of all words that must be commonest words of one language. English prose has 0.4, headlines 0.2.
SHARE = 0.18
#: How often more of them than of the next language.
LEAD = 1.6
#: py3langid's normalised probability below which its answer is not used: a line of names gets 0.2, two sentences 0.9.
SURE = 0.75

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@cache
def _common() -> dict[str, tuple[str, ...]]:
    """Each common word and the languages that have it."""
    found: dict[str, list[str]] = {}
    for language, words in table("languages")["common"].items():
        for word in words.split():
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


@cache
def _scripts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["language"], re.compile(f"[{row['letters']}]")) for row in table("languages")["script"])


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str) -> str | None:
    """The BCP 47 code of the language that most of ``text`` is in, or None when it is too short or not clear."""
    sample = text[:SAMPLE] + (" " + text[len(text) // 2 : len(text) // 2 + SAMPLE] if len(text) > 2 * SAMPLE else "")
    words = [word.lower() for word in _WORD.findall(sample)]
    letters = sum(map(len, words))
    if letters < LETTERS:
        return None
    for language, script in _scripts():
        if len(script.findall(sample)) > 0.5 * letters:
            return language
    counts: Counter[str] = Counter()
    for word in words:
        for language in _common().get(word, ()):
            counts[language] += 1
    ranked = counts.most_common(2)
    if ranked and len(words) >= 8:
        second = ranked[1][1] if len(ranked) > 1 else 0
        if ranked[0][1] >= SHARE * len(words) and ranked[0][1] >= LEAD * second:
            return ranked[0][0]
    language, sure = _model().classify(sample)
    return language if sure >= SURE else None
