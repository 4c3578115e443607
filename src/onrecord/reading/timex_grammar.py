"""The grammar of times: patterns over classes of tokens, compiled to regular expressions over their characters."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from onrecord.reading.timex_tokens import Tokens, letters
from onrecord.reading.timex_words import vocabulary

_NAME = re.compile(r"\{([a-z]+):|[a-z_]+|\}|\s+")


class Phrase(NamedTuple):
    """Tokens ``[start, end)`` that a rule of ``kind`` matched; ``parts`` gives each named part its token range."""

    kind: str
    start: int
    end: int
    parts: dict[str, tuple[int, int]]


def _compile(pattern: str, macros: dict[str, str], classes: dict[str, str]) -> re.Pattern[str]:
    for _ in range(6):  # macros of macros; none is deeper
        pattern = re.sub(
            r"(?<![{\w])([a-z_]+)(?![\w:])",
            lambda m: f"({macros[m[1]]})" if m[1] in macros else m[1],
            pattern,
        )

    def swap(match: re.Match[str]) -> str:
        said = match.group()
        if match[1]:
            return f"(?P<{match[1]}>"
        if said == "}":
            return ")"
        return "" if said.isspace() else classes[said]

    return re.compile(_NAME.sub(swap, re.sub(r"\((?!\?)", "(?:", pattern)))


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    words, classes = vocabulary(), letters()
    return tuple(
        (kind, _compile(pattern, words.macros, classes))
        for kind, patterns in words.rules.items()
        for pattern in patterns
    )


@cache
def _stretches() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds a run of tokens that may hold a time, and what finds in it a token that one cannot do without."""
    classes = letters()
    outside = "".join(classes[c] for c in ("other", "break"))
    return re.compile(f"[^{outside}]+"), re.compile(f"[^{''.join(classes[c] for c in vocabulary().thin)}]")


def phrases(tokens: Tokens) -> list[Phrase]:
    """Every match of every rule, by start, the longest first, then in the order of the rules. They may overlap."""
    run, core = _stretches()
    gap = letters()["other"]
    pieces: list[str] = []
    origin: list[int] = []
    for stretch in run.finditer(tokens.classes):
        said = stretch.group()
        if core.search(said):
            pieces.append(said)
            origin.extend(range(stretch.start(), stretch.end()))
            origin.append(stretch.end())
    dense = gap.join(pieces)
    found: list[tuple[int, int, int, str, re.Match[str]]] = []
    for n, (kind, rule) in enumerate(_rules()):
        for match in rule.finditer(dense):
            start, end = match.span()
            if start < end:
                found.append((start, -end, n, kind, match))
    found.sort(key=lambda f: f[:3])

    def span(start: int, end: int) -> tuple[int, int]:
        return (origin[start], origin[end - 1] + 1) if start < end else (origin[start], origin[start])

    return [
        Phrase(kind, *span(start, -end), {k: span(*match.span(k)) for k, v in match.groupdict().items() if v})
        for start, end, _, kind, match in found
    ]
