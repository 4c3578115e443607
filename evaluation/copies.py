"""Score who reprints whom: ``python -m evaluation.copies [--held] [--errors]``.

Puts documents of the corpus and the hand-written parts in ``data/copies`` together into labelled pairs, by program and
with fixed draws: copies of many shapes, and texts that only look like copies. Half of the bases, forms and statements
are held out. Beside ours stand datasketch's MinHash and rensa's, each at the threshold that is best for it on the
very pairs that are scored (``requirements/peers.txt``).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.accounts.comparison import compare, overlap
from onrecord.record import Article

HERE = Path(__file__).parent
DATA = HERE / "data" / "copies"
#: Reprints in the corpus whose headers do not say so.
UNMARKED = {"b-local-001": "b-wire-002", "b-local-004": "b-wire-006"}
_WORD = re.compile(r"[^\W_]+")


class Pair(NamedTuple):
    """Two articles, the shape of what they share, whether they are copies, whether the pair is held out."""

    shape: str
    one: Article
    other: Article
    copies: bool
    held: bool


def article(text: str, *, title: str | None = None, outlet: str | None = None) -> Article:
    return Article(id="sha256:", text=text.strip(), title=title, outlet=outlet)


@lru_cache(maxsize=1)
def corpus() -> tuple[dict[str, Any], ...]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(HERE.parent / "corpus" / "compile.py"), "-o", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        lines = [line for path in sorted(Path(folder).glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return tuple(sorted((json.loads(line) for line in lines), key=lambda d: str(d["id"])))


@lru_cache(maxsize=3)
def data(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


def paragraphs(text: str) -> list[str]:
    return [p.strip() for p in re.split(r"\n\s*\n", text.strip()) if p.strip()]


# How a text is changed by those who print it again. Each takes the text and where chance comes from.


def swapped(text: str, chance: random.Random, *, rate: float = 0.5) -> str:
    """Other words for some, as a sub-editor would."""
    swaps = data("stock")["swaps"]

    def swap(found: re.Match[str]) -> str:
        word = found[0]
        return str(swaps[word]) if word in swaps and chance.random() < rate else word

    return _WORD.sub(swap, text)


def shortened(text: str, chance: random.Random, *, rate: float = 0.12) -> str:
    """A sentence left out here and there."""
    out = []
    for n, paragraph in enumerate(paragraphs(text)):
        sentences = re.split(r"(?<=[.!?”])\s+(?=[A-Z“])", paragraph)
        kept = [s for m, s in enumerate(sentences) if (n == 0 and m == 0) or chance.random() > rate]
        if kept:
            out.append(" ".join(kept))
    return "\n\n".join(out)


def edited(text: str, chance: random.Random) -> str:
    return shortened(swapped(text, chance), chance)


def updated(text: str, chance: random.Random) -> str:
    """A later state of a page: another toll or two, and what is new in a first paragraph."""
    numbers = [m for m in re.finditer(r"\b\d{1,2}\b", text)]
    for found in sorted(chance.sample(numbers, min(2, len(numbers))), key=lambda m: -m.start()):
        text = f"{text[: found.start()]}{int(found[0]) + chance.randint(1, 9)}{text[found.end() :]}"
    return f"{chance.choice(data('stock')['news']).strip()}\n\n{text}" if chance.random() < 0.5 else text


def scanned(text: str, chance: random.Random) -> str:
    """Letters misread, lines broken at a width with hyphens, as from a printed page."""
    misread = {"l": "1", "rn": "m", "e": "c", "O": "0", "h": "b", "cl": "d", "i": "l"}

    def misprint(found: re.Match[str]) -> str:
        word = found[0]
        if chance.random() < 0.05:
            for right, wrong in misread.items():
                if right in word:
                    return word.replace(right, wrong, 1)
        return word

    out = []
    for paragraph in paragraphs(_WORD.sub(misprint, text)):
        line, lines = "", []
        for word in paragraph.split():
            if len(line) + len(word) > 60 and len(word) > 7:
                lines.append(f"{line}{word[:4]}-")
                line = word[4:] + " "
            elif len(line) + len(word) > 66:
                lines.append(line.rstrip())
                line = word + " "
            else:
                line += word + " "
        out.append("\n".join([*lines, line.rstrip()]))
    return "\n\n".join(out)


def retyped(text: str, chance: random.Random) -> str:
    """Other typography: straight quotation marks and dashes, or text once read in the wrong encoding."""
    if chance.random() < 0.5:
        return text.encode("utf-8").decode("cp1252", "replace").replace("�", "")
    for curly, straight in (("“", '"'), ("”", '"'), ("’", "'"), ("‘", "'"), ("—", "-"), ("–", "-")):
        text = text.replace(curly, straight)
    return text.upper() if chance.random() < 0.2 else text.replace(", ", " , ")


def wrapped(text: str, chance: random.Random) -> str:
    stock = data("stock")
    return f"{chance.choice(stock['outlet_before'])}\n\n{text}\n\n{chance.choice(stock['outlet_after'])}"


LEAST = 12  # words of a text that is cut short: a heading by itself is nobody's reprint


def truncated(text: str, chance: random.Random) -> str:
    whole = paragraphs(text)
    kept = chance.choice([1, 2, 2, max(1, len(whole) // 2)])
    while kept < len(whole) and sum(len(p.split()) for p in whole[:kept]) < LEAST:
        kept += 1
    return "\n\n".join(whole[:kept])


def extended(text: str, chance: random.Random) -> str:
    own = [p.strip() for p in chance.sample(data("stock")["additions"], chance.choice([1, 2]))]
    whole = paragraphs(text)
    for paragraph in own:
        at = chance.choice([0, len(whole), len(whole), len(whole) // 2])
        whole.insert(at, paragraph)
    return "\n\n".join(whole)


def reordered(text: str, chance: random.Random) -> str:
    whole = paragraphs(text)
    chance.shuffle(whole)
    return "\n\n".join(whole)


def filled(form: str, chance: random.Random, fixed: dict[str, str]) -> str:
    """A form with its gaps filled from the lists and by numbers."""
    lists = data("forms")["lists"]

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        if number := re.fullmatch(r"n(\d+)-(\d+)", name):
            return str(chance.randint(int(number[1]), int(number[2])))
        return fixed[name] if name in fixed else str(chance.choice(lists[name]))

    return re.sub(r"\{([^}]+)\}", fill, form)


def pairs() -> Iterator[Pair]:
    """All pairs, in a fixed order. A base of odd place is held out, and so is what is made from it."""
    chance = random.Random(4)
    documents = {d["id"]: d for d in corpus()}
    copied = {d["id"]: d["reprint"] for d in corpus() if d.get("reprint")} | UNMARKED
    for n, (copy, first) in enumerate(sorted(copied.items())):
        yield Pair("reprint", _of(documents[first]), _of(documents[copy]), True, n % 2 == 1)
    bases = [d for d in corpus() if d["id"] not in copied and len(paragraphs(d["text"])) >= 4]
    chance.shuffle(bases)
    yield from _changed(bases, chance)
    yield from _alike(bases, chance, copied)
    yield from _forms(chance)
    yield from _live()


def _of(document: dict[str, Any]) -> Article:
    return article(document["text"], title=document["title"], outlet=document["outlet"])


Change = Callable[[str, random.Random], str]
CHANGES: tuple[tuple[str, int, tuple[Change, ...]], ...] = (
    ("wrapped", 14, (wrapped, retyped)),
    ("edited", 24, (edited,)),
    ("updated", 12, (updated,)),
    ("scanned", 12, (scanned,)),
    ("truncated", 24, (truncated,)),
    ("truncated, edited", 8, (truncated, swapped)),
    ("extended", 20, (extended,)),
    ("extended, edited", 8, (extended, edited)),
    ("reordered", 12, (reordered,)),
    ("reordered, edited", 6, (reordered, edited)),
    ("retitled", 10, (retyped,)),
    ("translated title", 10, (swapped,)),
)


def _changed(bases: list[dict[str, Any]], chance: random.Random) -> Iterator[Pair]:
    n = 0
    for shape, count, changes in CHANGES:
        for _ in range(count):
            base, text = bases[n % len(bases)], bases[n % len(bases)]["text"]
            for change in changes:
                text = change(text, chance)
            title = chance.choice(data("stock")["titles"]) if shape == "translated title" else base["title"]
            if shape == "retitled":
                title = f"Reports: {base['title']}"
            yield Pair(shape, _of(base), article(text, title=title, outlet="The Lantern"), True, n % 2 == 1)
            n += 1


def _alike(bases: list[dict[str, Any]], chance: random.Random, copied: dict[str, str]) -> Iterator[Pair]:
    """Pairs that are no copies: different reports, with quotations, background or an outlet's words in common."""
    stories: dict[str, list[dict[str, Any]]] = {}
    for d in corpus():
        if d.get("story") and d["id"] not in copied:
            stories.setdefault(d["story"], []).append(d)
    told = [(a, b) for group in stories.values() for a, b in pairwise(group)]
    for n, (a, b) in enumerate(told):
        yield Pair("same incident", _of(a), _of(b), False, n % 2 == 1)
    for n in range(30):
        a, b = bases[2 * n], bases[2 * n + 1]
        yield Pair("unrelated", _of(a), _of(b), False, n % 2 == 1)
    for n, pair in enumerate(data("statements")["pair"]):
        yield Pair("shared quote", article(pair["one"]), article(pair["other"]), False, n % 2 == 1)
    statements = data("statements")["statement"]
    for n in range(24):
        a, b = told[n % len(told)]
        said = statements[n % len(statements)]
        texts = []
        for document, lead in zip((a, b), said["lead"], strict=True):
            whole = paragraphs(document["text"])[: chance.choice([2, 3, 9])]
            whole.insert(chance.randint(1, len(whole)), f"{lead} {said['quote'].strip()}")
            texts.append("\n\n".join(whole))
        yield Pair("shared quote", article(texts[0]), article(texts[1]), False, n % 2 == 1)
    background = data("stock")["background"]
    for n in range(24):
        a, b = told[n % len(told)] if n % 3 else (bases[n], bases[n + 31])
        shared = "\n\n".join(p.strip() for p in chance.sample(background, chance.choice([1, 1, 2])))
        cut = [chance.choice([2, 3, 9]) for _ in range(2)]
        texts = ["\n\n".join([*paragraphs(d["text"])[:c], shared]) for d, c in zip((a, b), cut, strict=True)]
        yield Pair("shared background", article(texts[0]), article(texts[1]), False, n % 2 == 1)
    for n in range(12):
        a, b = bases[n + 40], bases[n + 80]
        before, after = chance.choice(data("stock")["outlet_before"]), chance.choice(data("stock")["outlet_after"])
        texts = ["\n\n".join([before, *paragraphs(d["text"])[: chance.choice([1, 2, 4])], after]) for d in (a, b)]
        yield Pair("outlet's words", article(texts[0]), article(texts[1]), False, n % 2 == 1)


def _forms(chance: random.Random) -> Iterator[Pair]:
    forms, lists = data("forms")["form"], data("forms")["lists"]
    for n in range(6 * len(forms)):
        fixed = {name: chance.choice(lists[name]) for name in ("region", "office")}
        other = fixed if n % 12 < 6 else {name: chance.choice(lists[name]) for name in fixed}
        form = forms[n % len(forms)]["text"]
        one, two = (article(filled(form, chance, keep), title=forms[n % len(forms)]["name"]) for keep in (fixed, other))
        yield Pair("template", one, two, False, n % len(forms) % 2 == 1)


def _live() -> Iterator[Pair]:
    for n, page in enumerate(data("stock")["live"]):
        old, (first, second) = paragraphs(page["old"]), (paragraphs(new) for new in page["new"])
        for some, kept in ((3, 9), (2, 9), (3, 3), (1, 2)):
            states = ["\n\n".join(top) for top in (first[-some:] + old, second + old[:kept])]
            yield Pair("live page", article(states[0]), article(states[1]), False, n % 2 == 1)
        # A state that carries the whole of an earlier one is a later version of it.
        states = ["\n\n".join(top) for top in (old, first + old, second + first + old)]
        for one, other in pairwise(states):
            yield Pair("live page, whole", article(one), article(other), True, n % 2 == 1)


def _shingles(text: str, size: int) -> set[str]:
    words = [word.lower() for word in _WORD.findall(text)]
    return {" ".join(words[n : n + size]) for n in range(max(1, len(words) - size + 1))}


def _datasketch(pair: Pair, size: int) -> float:
    from datasketch import MinHash

    one, two = MinHash(num_perm=128), MinHash(num_perm=128)
    one.update_batch([s.encode() for s in sorted(_shingles(pair.one.text, size))])
    two.update_batch([s.encode() for s in sorted(_shingles(pair.other.text, size))])
    return float(one.jaccard(two))


def _rensa(pair: Pair, size: int) -> float:
    from rensa import RMinHash

    one, two = RMinHash(num_perm=128, seed=42), RMinHash(num_perm=128, seed=42)
    one.update(sorted(_shingles(pair.one.text, size)))
    two.update(sorted(_shingles(pair.other.text, size)))
    return float(one.jaccard(two))


def f1(said: list[bool], right: list[bool]) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    hits = sum(s and r for s, r in zip(said, right, strict=True))
    precision, recall = hits / max(sum(said), 1), hits / max(sum(right), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def best(scores: list[float], right: list[bool]) -> tuple[float, tuple[float, float, float]]:
    """The threshold with the highest F1, and its figures."""
    return max(((t, f1([s >= t for s in scores], right)) for t in sorted(set(scores)) if t > 0), key=lambda x: x[1][2])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held", action="store_true", help="score the half that is held out")
    parser.add_argument("--errors", action="store_true", help="print the pairs that came out wrong")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument(
        "--floor", type=float, default=0.0, help="fail below this F1, or where a template pair is joined"
    )
    options = parser.parse_args()
    scored = [pair for pair in pairs() if pair.held == options.held]
    right = [pair.copies for pair in scored]
    said = [compare(pair.one, pair.other) is not None for pair in scored]
    print(f"{len(scored)} pairs, {sum(right)} of them copies")
    print("ours        P {:.3f} R {:.3f} F1 {:.3f}".format(*f1(said, right)))
    joined = {"ours": said}
    if not options.alone:
        for name, peer in (("datasketch", _datasketch), ("rensa", _rensa)):
            for size in (3, 5):
                scores = [peer(pair, size) for pair in scored]
                threshold, figures = best(scores, right)
                print(
                    f"{name:11} P {figures[0]:.3f} R {figures[1]:.3f} F1 {figures[2]:.3f}  "
                    f"(runs of {size} words, threshold {threshold:.3f}, best for these pairs)"
                )
                joined[f"{name} {size}"] = [score >= threshold for score in scores]
    for name, says in joined.items():
        wrong = Counter(p.shape for p, s in zip(scored, says, strict=True) if s != p.copies)
        total = Counter(p.shape for p in scored)
        print(f"{name} wrong:", ", ".join(f"{shape} {wrong[shape]}/{total[shape]}" for shape in total if wrong[shape]))
        print(f"{name} template pairs joined:", wrong["template"], "of", total["template"])
    templates = sum(ours for pair, ours in zip(scored, said, strict=True) if pair.shape == "template")
    if options.floor and (f1(said, right)[2] < options.floor or templates):
        sys.exit(f"below the floor: F1 {f1(said, right)[2]:.3f} of {options.floor}, {templates} template pairs joined")
    if options.errors:
        for pair, ours in zip(scored, said, strict=True):
            if ours != pair.copies:
                print("\n=====", pair.shape, "copies" if pair.copies else "no copies", overlap(pair.one, pair.other))
                print(pair.one.text[:1500], "\n-----\n", pair.other.text[:1500])


if __name__ == "__main__":
    main()
