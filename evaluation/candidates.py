"""What finding candidate copies among many articles costs: ``python -m evaluation.candidates [--articles N]``.

Makes N articles of invented words by program, one in five a copy of an earlier one (exact, edited, truncated, extended,
reordered, wrapped in an outlet's words, scanned), and finds pairs of candidates with our prints, with datasketch's
MinHash LSH and with rensa's, at their usual settings (128 permutations, threshold 0.5, runs of five words). Each runs
in a process of its own, one thread, so that peak memory is its own; making the articles is not timed. Recall is the
share of the copies whose original is among the candidates found for them.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

SHAPES = ("exact", "edited", "truncated", "first paragraph", "extended", "reordered", "wrapped", "scanned")
CHUNK = 5000
_WORD = re.compile(r"[^\W_]+")


class Maker:
    """Makes articles chunk by chunk; the same chunk comes out the same whoever asks."""

    def __init__(self) -> None:
        draw = np.random.default_rng(11)
        onsets = [*"bdfgklmnprstvz", "sh", "tr"]
        syllables = [a + b for a in onsets for b in ("a", "e", "i", "o", "u", "an", "er", "il", "on", "ar")]
        lengths = draw.choice([1, 2, 3, 4], size=60_000, p=[0.05, 0.4, 0.4, 0.15])
        words = list(dict.fromkeys("".join(draw.choice(syllables, size=n)) for n in lengths))
        self.size = len(words)
        # Each word as it is, in capitals, and in quotation marks; after a stop begins a sentence.
        self.forms = np.array(words + [w.capitalize() for w in words] + [f"“{w}”" for w in words], dtype=object)
        # Words come as often as in language (Zipf), and one in six stretches is a stock phrase.
        weights = 1 / (np.arange(self.size) + 3.0)
        self.weights = np.cumsum(weights / weights.sum())
        self.phrases = np.searchsorted(self.weights, draw.random((3000, 7))).clip(0, self.size - 1)
        self.outlets = [" ".join(self.forms[self.words(draw, 45)]).capitalize() + "." for _ in range(200)]

    def words(self, draw: np.random.Generator, count: int) -> np.ndarray[Any, Any]:
        return np.searchsorted(self.weights, draw.random(count)).clip(0, self.size - 1)

    def paragraphs(self, draw: np.random.Generator, count: int) -> list[str]:
        """An article of about ``count`` words."""
        ids = self.words(draw, count)
        for at in range(0, count - 7, 42):
            ids[at : at + 7] = self.phrases[draw.integers(len(self.phrases))]
        quoted = draw.random(count) < 0.01
        ids = np.where(quoted, ids + 2 * self.size, ids)
        out, at = [], 0
        while at < count:
            sentences = []
            for _ in range(int(draw.integers(1, 4))):
                words = list(self.forms[ids[at : at + int(draw.integers(9, 28))]])
                at += len(words)
                if words:
                    sentences.append(" ".join(words).capitalize() + ".")
            if sentences:
                out.append(" ".join(sentences))
        return out

    def copy(self, shape: str, whole: list[str], draw: np.random.Generator) -> list[str]:
        if shape == "edited":
            return [self.changed(p, draw, 0.06) for p in whole if draw.random() > 0.1] or whole
        if shape == "truncated":
            return whole[: max(1, len(whole) // 3)]
        if shape == "first paragraph":
            return whole[:1]
        if shape == "extended":
            own = self.paragraphs(draw, int(draw.integers(40, 200)))
            return whole + own if draw.random() < 0.6 else own + whole
        if shape == "reordered":
            return [whole[n] for n in draw.permutation(len(whole))]
        if shape == "wrapped":
            before, after = draw.integers(len(self.outlets), size=2)
            return [self.outlets[before], *whole, self.outlets[after]]
        if shape == "scanned":
            return [self.changed(p, draw, 0.05).replace("“", '"').replace("”", '"') for p in whole]
        return whole

    def changed(self, text: str, draw: np.random.Generator, rate: float) -> str:
        words = text.split()
        for n in np.flatnonzero(draw.random(len(words)) < rate):
            words[n] = str(self.forms[self.words(draw, 1)[0]])
        return " ".join(words)

    def chunk(self, number: int) -> tuple[list[str], list[tuple[int, int, str]]]:
        """The articles of one chunk, and which copy which: (place of the copy, of the original, shape)."""
        draw = np.random.default_rng([3, number])
        lengths = np.exp(draw.normal(5.7, 0.55, size=CHUNK)).clip(40, 3000).astype(int)
        made: list[list[str]] = []
        copies = []
        for n in range(CHUNK):
            if n and draw.random() < 0.2:
                # Half of the copies are of one of the last twenty stories: some stories are printed many times.
                first = int(draw.integers(max(0, n - 20), n)) if draw.random() < 0.5 else int(draw.integers(n))
                shape = SHAPES[int(draw.integers(len(SHAPES)))]
                copies.append((number * CHUNK + n, number * CHUNK + first, shape))
                made.append(self.copy(shape, made[first], draw))
            else:
                made.append(self.paragraphs(draw, int(lengths[n])))
        # One in ten stands in the standing words of its outlet.
        return ["\n\n".join([*p, self.outlets[n % 200]] if n % 10 == 0 else p) for n, p in enumerate(made)], copies


class Watch:
    """Seconds of what is measured, without those of making the articles: by the clock, and of the processor alone,
    which other work on the machine does not lengthen."""

    def __init__(self) -> None:
        self.seconds = self.processor = 0.0

    def __call__(self, work: Callable[..., Any], *arguments: Any) -> Any:
        started, busy = time.perf_counter(), time.process_time()
        result = work(*arguments)
        self.seconds += time.perf_counter() - started
        self.processor += time.process_time() - busy
        return result


def ours(chunks: Iterator[list[str]], watch: Watch) -> set[tuple[int, int]] | np.ndarray[Any, Any]:
    from onrecord.accounts.prints import Prints, candidates, prints_of

    found, first = [], 0
    for texts in chunks:
        some = watch(prints_of, texts)
        found.append(Prints(some.keys, some.texts + first))
        first += len(texts)

    def pairs() -> Any:
        return candidates(Prints(np.concatenate([p.keys for p in found]), np.concatenate([p.texts for p in found])))

    return watch(pairs)  # type: ignore[no-any-return]


def shingles(text: str) -> set[str]:
    words = [word.lower() for word in _WORD.findall(text)]
    return {" ".join(words[n : n + 5]) for n in range(max(1, len(words) - 4))}


def datasketch(chunks: Iterator[list[str]], watch: Watch) -> set[tuple[int, int]]:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.5, num_perm=128)
    pairs: set[tuple[int, int]] = set()

    def add(texts: list[str], first: int) -> None:
        hashes = MinHash.bulk([[s.encode("utf-8") for s in shingles(text)] for text in texts], num_perm=128)
        for n, found in enumerate(hashes, first):
            pairs.update((other, n) for other in index.query(found))
            index.insert(n, found, check_duplication=False)

    first = 0
    for texts in chunks:
        watch(add, texts, first)
        first += len(texts)
    return pairs


def rensa(chunks: Iterator[list[str]], watch: Watch) -> set[tuple[int, int]]:
    from rensa import RMinHash, RMinHashLSH

    # Bands that give about the threshold 0.5 at 128 permutations: (1/25)^(1/5), rounded to what divides 128.
    index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    pairs: set[tuple[int, int]] = set()

    def add(texts: list[str], first: int) -> None:
        for n, text in enumerate(texts, first):
            found = RMinHash(num_perm=128, seed=42)
            found.update(list(shingles(text)))
            pairs.update((other, n) for other in index.query(found))
            index.insert(n, found)

    first = 0
    for texts in chunks:
        watch(add, texts, first)
        first += len(texts)
    return pairs


FINDERS: dict[str, Callable[[Iterator[list[str]], Watch], Any]] = {
    "ours": ours,
    "datasketch": datasketch,
    "rensa": rensa,
}


def measure(name: str, articles: int) -> dict[str, Any]:
    """Runs one finder in this process."""
    maker, watch = Maker(), Watch()
    copies: list[tuple[int, int, str]] = []
    words = 0

    def chunks() -> Iterator[list[str]]:
        nonlocal words
        for number in range(articles // CHUNK):
            texts, some = maker.chunk(number)
            copies.extend(some)
            words += sum(text.count(" ") for text in texts)
            yield texts

    found = FINDERS[name](chunks(), watch)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    if isinstance(found, np.ndarray):
        every = set((found[:, 0] << 32 | found[:, 1]).tolist())
    else:
        every = {min(a, b) << 32 | max(a, b) for a, b in found}
    hits = {shape: [0, 0] for shape in SHAPES}
    for copy, original, shape in copies:
        hits[shape][0] += (original << 32 | copy) in every
        hits[shape][1] += 1
    return {
        "finder": name,
        "articles": articles,
        "words": words,
        "seconds": round(watch.seconds, 2),
        "processor": round(watch.processor, 2),
        "peak_mb": round(peak),
        "pairs": len(every),
        "recall": round(sum(h for h, _ in hits.values()) / max(len(copies), 1), 4),
        "by_shape": {shape: round(h / max(n, 1), 4) for shape, (h, n) in hits.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, help=f"how many, a multiple of {CHUNK}")
    parser.add_argument("--finder", action="append", choices=tuple(FINDERS), help="one or more; all by default")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    finders = options.finder or list(FINDERS)
    if options.here:
        print(json.dumps(measure(finders[0], options.articles)))
        return
    one = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS", "MKL_NUM_THREADS")}
    for name in finders:
        command = [sys.executable, "-m", "evaluation.candidates", "--here", "--finder", name]
        done = subprocess.run(
            [*command, "--articles", str(options.articles)],
            check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, **one},
        )  # fmt: skip
        told = json.loads(done.stdout)
        print(
            f"{told['finder']:11} {told['articles']:,} articles, {told['words']:,} words: "
            f"{told['processor']:.2f} s of processor, {told['seconds']:.1f} s by the clock, "
            f"peak {told['peak_mb']:,} MB, {told['pairs']:,} pairs, recall {told['recall']:.4f}"
        )
        print(
            "            " + ", ".join(f"{shape} {share:.3f}" for shape, share in told["by_shape"].items()), flush=True
        )


if __name__ == "__main__":
    main()
