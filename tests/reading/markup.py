"""Statements from marked-up text: ``{1S source} {1C cue} {1Q content} {1R told}``, ``{@person a name}``."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import get_args

from onrecord.reading.names import Mention
from onrecord.record import Act, Content, Cue, EntityKind, Hand, Source, Span, Statement, words

LABEL = re.compile(r"\{([^\s{}]+)[ \n]")


def unmark(marked: str) -> tuple[str, list[Mention], tuple[Statement, ...]]:
    """The text without its marks, the mentions and the statements."""
    text: list[str] = []
    size = 0
    open_: list[tuple[list[str], int]] = []
    parts: dict[int, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    mentions: list[Mention] = []
    at = 0
    while at < len(marked):
        label = LABEL.match(marked, at)
        if label is not None:
            open_.append((label[1].split(","), size))
            at = label.end()
        elif marked[at] == "}":
            labels, start = open_.pop()
            for one in labels:
                if one.startswith("@"):
                    kind: EntityKind = next(k for k in get_args(EntityKind) if k == one[1:])
                    mentions.append(Mention(start, size, kind))
                else:
                    parts[int(one[:-1])][one[-1]].append(Span(start, size))
            at += 1
        else:
            text.append(marked[at])
            size += 1
            at += 1
    plain = "".join(text)

    def said(spans: list[Span]) -> tuple[tuple[Span, ...], str]:
        return tuple(sorted(spans)), words(plain, tuple(sorted(spans)))

    out = []
    for number, part in sorted(parts.items()):
        quoted = plain[part["Q"][0].start] in "“\"‘'"
        cue = words(plain, tuple(part["C"]))
        acts: dict[str, Act] = {"asked": "asks", "denied": "denies"}
        out.append(
            Statement(
                id=f"s{number}",
                kind="direct" if quoted else "indirect",
                content=Content(*said(part["Q"])),
                source=Source(*said(part["S"])) if part["S"] else None,
                cue=Cue(*said(part["C"]), acts.get(cue, "asserts")) if part["C"] else None,
                reported_by=tuple(Hand((span,), plain[span.start : span.end]) for span in part["R"]),
            )
        )
    return plain, mentions, tuple(out)
