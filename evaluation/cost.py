"""What reading costs on this machine: ``python -m evaluation.cost``. Start to first record, peak memory, and what
incidents, figures, dates and places cost beside statements alone.

Times depend on the machine and are printed, never asserted; the memory of a thousand articles is compared with
that of one hundred, in the same run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from evaluation.__main__ import aside

# Run in a process of its own, so that the peak is that of one command and not of an earlier one.
_PROBE = """
import resource, subprocess, sys
command = [sys.executable, "-m", "onrecord", "read", "--format", "jsonl", *sys.argv[1:]]
done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
print(done.stdout.count(b"\\n"), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak(*arguments: str) -> tuple[int, float]:
    """Records told and peak memory in MB (Linux gives kilobytes, macOS bytes) of one ``onrecord read``."""
    told = subprocess.run(
        [sys.executable, "-c", _PROBE, *arguments], check=True, stdout=subprocess.PIPE, text=True
    ).stdout.split()
    return int(told[0]), int(told[1]) / (2**20 if sys.platform == "darwin" else 2**10)


def first_record(path: Path) -> float:
    """Seconds from starting the command to its first line."""
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "onrecord", "read", "--format", "jsonl", str(path)], stdout=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()
        took = time.perf_counter() - started
        running.communicate()
    return took


def beside_statements(texts: list[dict[str, str]]) -> tuple[float, float]:
    """Milliseconds an article for the statements alone and for the whole record, taking turns article by article."""
    from onrecord.reading import Reader
    from onrecord.record import Article

    reader = Reader.load()
    articles = [Article(id="sha256:", text=g["text"], published=g.get("published")) for g in texts]
    for article in articles[:3]:
        reader.read(article)  # the gazetteer is opened and every table is built
    took = [0.0, 0.0]
    for article in articles:
        started = time.perf_counter()
        reader.statements(article)
        between = time.perf_counter()
        reader.read(article)
        took = [took[0] + between - started, took[1] + time.perf_counter() - between]
    return 1000 * took[0] / len(articles), 1000 * took[1] / len(articles)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    gold, _ = aside()
    alone, whole = beside_statements(gold)
    print(f"an article: statements alone {alone:.0f} ms, everything {whole:.0f} ms, {whole / alone:.2f} times")
    with tempfile.TemporaryDirectory() as folder:
        short = Path(folder) / "short.txt"
        short.write_text(gold[0]["text"][:1500], encoding="utf-8")
        first_record(short)  # the first run of all reads the files from disk
        print(f"start to first record: {min(first_record(short) for _ in range(5)):.2f} s (best of 5)")
        for count in (1, 100, 1000):
            many = Path(folder) / f"{count}.jsonl"
            with many.open("w", encoding="utf-8") as out:
                for n in range(count):
                    out.write(json.dumps({"id": str(n), "text": gold[n % len(gold)]["text"]}) + "\n")
            started = time.perf_counter()
            told, memory = peak(str(many))
            print(f"{told:5} articles: peak {memory:.0f} MB, {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
