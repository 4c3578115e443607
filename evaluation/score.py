"""Score records against annotated statements: ``python -m evaluation.score GOLD.jsonl[.gz] RECORDS.jsonl``.

The rules, in words: a statement is found when its content and the annotated one cover at least half of each
other in characters, one to one, best overlap first; its source is right when the two sources meet the same
rule, or neither has one; its name is right when it is one of the speaker's names, a fuller one, or one with
the family name.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

Ranges = list[tuple[int, int]]
_MARKS = '"“”„«»'
_CLASS = re.escape(_MARKS)


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a .jsonl or .jsonl.gz file."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as f:
        for line in f:
            if line.strip():
                yield json.loads(line)


def ranges(spans: Sequence[Sequence[int]] | None) -> Ranges:
    """In order, overlaps merged."""
    out: Ranges = []
    for s, e in sorted((int(a), int(b)) for a, b in spans or ()):
        if e <= s:
            continue
        if out and s <= out[-1][1]:
            out[-1] = (out[-1][0], max(e, out[-1][1]))
        else:
            out.append((s, e))
    return out


def size(a: Ranges) -> int:
    return sum(e - s for s, e in a)


def shared(a: Ranges, b: Ranges) -> int:
    return sum(max(0, min(e, f) - max(s, t)) for s, e in a for t, f in b)


def half(a: Ranges, b: Ranges) -> bool:
    """Whether each covers at least half of the other."""
    n = shared(a, b)
    return n > 0 and 2 * n >= size(a) and 2 * n >= size(b)


def pairs(gold: list[Ranges], told: list[Ranges]) -> list[tuple[int, int]]:
    """One to one, best overlap (intersection over union) first."""
    all_pairs = []
    for i, g in enumerate(gold):
        for k, t in enumerate(told):
            if half(g, t):
                n = shared(g, t)
                all_pairs.append((-n / (size(g) + size(t) - n), i, k))
    out: list[tuple[int, int]] = []
    for _, i, k in sorted(all_pairs):
        if all(i != a and k != b for a, b in out):
            out.append((i, k))
    return out


def name_words(name: str | None) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name or "") if not unicodedata.combining(c)).lower()
    return [w for w in re.findall(r"[^\W_]+", plain) if w not in ("the", "a", "an", "of", "and", "s")]


def same_name(told: str | None, gold: str) -> bool:
    a, b = name_words(told), name_words(gold)
    return bool(a and b) and (
        "".join(a) == "".join(b) or set(b) <= set(a) or (set(a) <= set(b) and bool(set(a) & set(b[1:] or b)))
    )


def kind(text: str, content: Ranges) -> str:
    """Direct when it opens and closes with a double quotation mark, its own or the next to it; mixed when it has one
    inside; else indirect. A full stop or comma may stand after the closing mark."""
    words = "".join(text[s:e] for s, e in content)
    before, after = text[max(0, content[0][0] - 2) : content[0][0]], text[content[-1][1] : content[-1][1] + 2]
    opens = words.strip()[:1] in _MARKS if words.strip() else False
    closes = bool(re.search(rf"[{_CLASS}]\s*[.,]?$", words.strip()))
    beside = bool(re.search(rf"[{_CLASS}]\s?$", before)), bool(re.match(rf"[.,]*[{_CLASS}]", after))
    if (opens or beside[0]) and (closes or beside[1]):
        return "direct"
    return "mixed" if any(c in words for c in _MARKS) else "indirect"


def f1(right: int, told: int, gold: int) -> dict[str, float]:
    p, r = right / told if told else 0.0, right / gold if gold else 0.0
    return {"p": round(p, 4), "r": round(r, 4), "f": round(2 * p * r / (p + r), 4) if p + r else 0.0}


def score(gold: Sequence[dict[str, Any]], records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """All the figures. ``records`` are joined to ``gold`` by ``input_id``; their texts must be equal."""
    by_id = {r["input_id"]: r for r in records}
    n: Counter[str] = Counter()
    for g in gold:
        record = by_id.get(g["id"])
        statements = record["statements"] if record and record["article"]["text"] == g["text"] else []
        n["texts that differ"] += record is not None and record["article"]["text"] != g["text"]
        true = [a for a in g["attributions"] if a["content"]]
        want = [ranges(a["content"]) for a in true]
        got = [ranges(s["content"]["spans"]) for s in statements]
        n["gold"] += len(want)
        n["told"] += len(got)
        kinds = [kind(g["text"], w) for w in want]
        for k in kinds:
            n["gold " + k] += 1
        for i, at in pairs(want, got):
            k, told_one = kinds[i], statements[at]
            n["found"] += 1
            n["found " + k] += 1
            source, told = ranges(true[i]["source"]), ranges((told_one["source"] or {}).get("spans"))
            right = half(source, told) if source else not told
            n["source"] += right
            if true[i].get("act"):
                n["acts"] += 1
                n["act"] += true[i]["act"] == (told_one["cue"] or {}).get("act")
            names = [x for s in true[i].get("speakers", []) for x in s["names"]]
            if names:
                n["named"] += 1
                n["name"] += any(same_name((told_one["source"] or {}).get("name"), x) for x in names)
            if "reported_by" in true[i]:
                through, hands = true[i]["reported_by"], told_one["reported_by"]
                n["hands"] += len(through)
                n["hands told"] += len(hands)
                n["hands right"] += sum(any(shared(ranges(h), ranges(x["spans"])) for x in hands) for h in through)
    out: dict[str, Any] = {
        "documents": len(gold),
        "texts that differ": n["texts that differ"],
        "statements": n["gold"],
        "relation": f1(n["found"], n["told"], n["gold"]),
        "relation and source": f1(n["source"], n["told"], n["gold"]),
        "recall": {k: round(n["found " + k] / max(1, n["gold " + k]), 4) for k in ("direct", "mixed", "indirect")},
    }
    if n["acts"]:
        out["act right"] = round(n["act"] / n["acts"], 4)
    if n["named"]:
        out["name right"] = round(n["name"] / n["named"], 4)
    if n["hands"]:
        out["hands"] = f1(n["hands right"], n["hands told"], n["hands"])
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("records", type=Path)
    options = parser.parse_args()
    json.dump(score(list(lines(options.gold)), list(lines(options.records))), sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
