#!/usr/bin/env python3
"""How often the reader's names are right when it is given the right source words.

    python evaluation/names.py DOCUMENTS.jsonl [--mentions gold|shaken|none] [--seed N] [--show]

DOCUMENTS is what ``corpus/compile.py`` writes. A name is right by the rule of the attribution score: the same words,
a fuller name, a shorter one that holds more than the first word, a title with the surname, an acronym; of several
speakers one is enough. ``shaken`` drops a fifth of the marked mentions and moves one boundary of another fifth.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

from onrecord.reading.names import Mention, resolve
from onrecord.record import Content, Cue, Hand, Source, Span, Statement, StatementKind, words

STOP = frozenset(
    re.findall(
        r"\w+",
        """the a an of and in at to for by from on with mr mrs ms dr some other others another several many his her
        their its this that who which""",
    )
)
OFFICE = frozenset(
    re.findall(
        r"\w+",
        """president prime minister general gen lt lieutenant col colonel maj major sgt sergeant capt captain
        cmdr commander adm admiral rear vice brig brigadier secretary spokesman spokeswoman spokesperson
        senator sen rep governor gov mayor king prince sheikh sheik ambassador chief director sir lord lady
        professor prof judge journalist reporter agency news newspaper channel tv television radio network""",
    )
)


def plain(name: str | None) -> list[str]:
    """The words of a name, folded."""
    flat = "".join(c for c in unicodedata.normalize("NFKD", name or "") if not unicodedata.combining(c))
    return re.findall(r"\w+", flat.lower())


def content(name: str | None) -> list[str]:
    """The words of a name that are no office and no small word; all of them where nothing else is left."""
    every = plain(re.sub(r"['’]s\b", "", re.sub(r"\b(?:[A-Za-z]\.){2,}", lambda m: m[0].replace(".", ""), name or "")))
    return [w for w in every if w not in STOP and w not in OFFICE and len(w) > 1] or every


def same_name(found: str | None, gold: str) -> bool:
    """Whether ``found`` names what ``gold`` names."""
    a, b = content(found), content(gold)
    if not a or not b:
        return False
    if "".join(a) == "".join(b) or "".join(plain(found)) == "".join(plain(gold)) or set(b) <= set(a):
        return True
    head = content(re.split(r"\b(?:of|in|for|at|to|on|from)\b", gold)[0]) or b
    if set(a) <= set(b) and set(a) & set(head[1:] or head):
        return True
    x = plain(found)
    if len(x) > 1 and x[-2] in OFFICE and x[-1] == b[-1]:
        return True
    for one, other in ((plain(found), plain(gold)), (plain(gold), plain(found))):
        letters = {"".join(w[0] for w in other), "".join(w[0] for w in other if w not in STOP)}
        if len(one) == 1 and len(one[0]) > 1 and len(other) > 1 and one[0] in letters:
            return True
    return False


def forms(names: list[str]) -> list[str]:
    """The forms of gold names, less brackets and what follows a comma."""
    out: list[str] = []
    for name in names:
        if name and not name.startswith("("):
            out.append(re.split(r",| – ", re.sub(r"\s*\(.*?\)", "", name))[0].strip())
            out += [x for x in re.findall(r"\((.*?)\)", name) if x[:1].isupper() and "," not in x]
    return [x for x in out if x]


def statements(document: dict[str, Any]) -> tuple[Statement, ...]:
    """The document's gold statements without names."""
    text: str = document["text"]

    def spans(pairs: list[list[int]]) -> tuple[Span, ...]:
        return tuple(Span(s, e) for s, e in pairs)

    out = []
    for n, one in enumerate(document["attributions"], 1):
        said = words(text, spans(one["content"]))
        marks = sum(said.count(q) for q in '“”"')
        opens, closes = said[:1] in '“"', said.rstrip(".,")[-1:] in '”"'
        kind: StatementKind = "direct" if opens and closes else "mixed" if marks else "indirect"
        out.append(
            Statement(
                id=f"s{n}",
                kind=kind,
                content=Content(spans(one["content"]), said),
                source=Source(spans(one["source"]), words(text, spans(one["source"]))) if one["source"] else None,
                cue=Cue(spans(one["cue"]), words(text, spans(one["cue"])), one.get("act", "asserts"))
                if one["cue"]
                else None,
                reported_by=tuple(Hand(spans(h), words(text, spans(h))) for h in one.get("reported_by", [])),
            )
        )
    return tuple(out)


def marked(document: dict[str, Any], how: str, chance: random.Random) -> list[Mention]:
    """The entity mentions to give the reader: names alone, since an encoder marks no pronouns."""
    if how == "none":
        return []
    out = []
    for entity in document.get("entities", []):
        for start, end in entity["mentions"]:
            if not any(c.isupper() for c in document["text"][start:end]):
                continue
            if document["text"][start:end].lower() in {"he", "she", "it", "they", "i", "we"}:
                continue
            draw = chance.random()
            if how == "shaken" and draw < 0.2:
                continue
            if how == "shaken" and draw < 0.4:
                pieces = [m.span() for m in re.finditer(r"\S+", document["text"][start:end])]
                if len(pieces) > 1:
                    if draw < 0.3:
                        start, end = start + pieces[1][0], end
                    else:
                        start, end = start, start + pieces[-2][1]
            out.append(Mention(start, end, entity["kind"]))
    return sorted(out)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--mentions", choices=("gold", "shaken", "none"), default="shaken")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print every wrong name")
    options = parser.parse_args(arguments)
    chance = random.Random(options.seed)
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    took: list[float] = []
    lines = options.documents.read_text("utf-8").splitlines()
    for document in (json.loads(line) for line in lines if line.strip()):
        given = statements(document)
        mentions = marked(document, options.mentions, chance)
        began = time.process_time()
        found, entities = resolve(document["text"], mentions, given)
        took.append((time.process_time() - began) * 1000 * 800 / max(len(document["text"].split()), 1))
        for entity in entities:
            assert all(0 <= s < e <= len(document["text"]) for s, e in entity.mentions), entity
        for gold, one in zip(document["attributions"], found, strict=True):
            names = [n for s in gold["speakers"] for n in s["names"]]
            wanted = forms(names)
            if one.source is None or not wanted:
                continue
            low = one.source.text.lower().strip(" ,")
            shape = (
                "pronoun"
                if low in {"he", "she", "they", "it", "i", "we", "who", "which"}
                else "name"
                if any(same_name(low, n) for n in wanted)
                else "noun"
            )
            ok = any(same_name(one.source.name, n) for n in wanted)
            full = any(
                set(content(s["names"][0])) <= set(content(one.source.name)) for s in gold["speakers"] if s["names"]
            )
            for key in (shape, "all"):
                every[key] += 1
                right[key] += ok
                right[key + " full"] += full
            if options.show and not ok:
                print(f"{document['id']}: {one.source.text!r} -> {one.source.name!r}, not {wanted[0]!r}")
    print(f"{'source is a':<12}{'right':>8}{'fullest':>9}{'of':>6}")
    for key in ("name", "pronoun", "noun", "all"):
        if every[key]:
            print(f"{key:<12}{right[key] / every[key]:>8.3f}{right[key + ' full'] / every[key]:>9.3f}{every[key]:>6}")
    print(f"processor milliseconds per 800 words: median {statistics.median(took):.1f}, worst {max(took):.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
