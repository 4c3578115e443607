"""Score how pages are cut out: ``python -m evaluation.pages GOLD.jsonl[.gz]``, beside trafilatura in the same run.

A line of GOLD has ``html`` (a gzipped page, relative to GOLD's folder) and ``body``, the article's own words. The
measure is the scrapinghub benchmark's: precision and recall of runs of four words, averaged over pages.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import fmean

from evaluation.score import lines

RUN = 4  # words, as the benchmark has it: shorter runs agree by chance, longer ones punish one typo four times


def runs(text: str) -> Counter[tuple[str, ...]]:
    """Every run of four words with how often it stands there; a shorter text is one run."""
    words = re.findall(r"\w+", text.lower())
    return Counter(tuple(words[k : k + RUN]) for k in range(max(1, len(words) - RUN + 1)) if words)


def figures(pairs: Iterable[tuple[str, str]]) -> tuple[float, float, float]:
    """Precision, recall and their F1 over (true, told) texts."""
    precision, recall = [], []
    for true, told in pairs:
        a, b = runs(true), runs(told)
        shared = (a & b).total()
        if b:
            precision.append(shared / b.total())
        if a:
            recall.append(shared / a.total())
    p, r = (fmean(x) if x else 0.0 for x in (precision, recall))
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def by_intake(page: bytes, name: str) -> str:
    """The article's text as `onrecord read` has it; nothing where the page cannot be read."""
    from onrecord.intake import Given, Problem
    from onrecord.intake.html import articles

    for item in articles(page, given=Given(input_id=name)):
        return "" if isinstance(item, Problem) else item[1].text
    return ""


def by_trafilatura(page: bytes, name: str) -> str:
    import trafilatura

    return trafilatura.extract(page, include_comments=False) or ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    options = parser.parse_args()
    gold = [(g, gzip.decompress((options.gold.parent / g["html"]).read_bytes())) for g in lines(options.gold)]
    readers: dict[str, Callable[[bytes, str], str]] = {"onrecord": by_intake, "trafilatura": by_trafilatura}
    for name, read in readers.items():
        p, r, f = figures((g["body"], read(page, g["id"])) for g, page in gold)
        print(f"{name:12} {len(gold)} pages: precision {p:.3f}, recall {r:.3f}, F {f:.3f}")


if __name__ == "__main__":
    main()
