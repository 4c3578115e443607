"""What a ledger withstands: ``python -m evaluation.hardship kills|edits``.

``kills``: `onrecord add` over 500 reports is killed (SIGKILL) at random moments, 200 times, then run to its end. What
it exports must be, byte for byte, what an undisturbed run exports, and `onrecord verify` must find it whole.

``edits``: 1,000 random edits are made behind the ledger's back, each by itself: rows changed or deleted, and bits of
the database's file. `verify` must name each; a bit in an empty part of a page must change nothing that the ledger says.

The reports are the documents of corpus/, and edited copies of them.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from onrecord.ledger import LedgerError, open_ledger

ROOT = Path(__file__).resolve().parents[1]
REPORTS = 500


def reports() -> list[dict[str, Any]]:
    """500 reports: every document of the corpus, then copies of them with a paragraph less."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, str(ROOT / "corpus" / "compile.py"), "-o", folder], check=True, stdout=subprocess.DEVNULL
        )
        lines = [
            json.loads(x) for f in ("train", "aside") for x in (Path(folder) / f"{f}.jsonl").read_text().splitlines()
        ]
    known = [{k: x[k] for k in ("id", "title", "published", "text") if x.get(k)} for x in lines]
    copies = []
    for each in known:
        *body, _ = each["text"].split("\n\n")
        if len(body) > 3:
            copies.append(each | {"id": f"{each['id']}-cut", "text": "\n\n".join(body)})
    return (known + copies)[:REPORTS]


def onrecord(*arguments: str) -> subprocess.Popen[bytes]:
    """The command, started."""
    return subprocess.Popen(
        [sys.executable, "-m", "onrecord", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def done(*arguments: str) -> bytes:
    """What the command prints; its exit status must be 0."""
    running = onrecord(*arguments)
    out, said = running.communicate()
    if running.returncode:
        raise SystemExit(f"{' '.join(arguments)} ends with {running.returncode}: {said.decode()}{out.decode()}")
    return out


def kills(times: int, *, where: str | None, seed: int) -> int:
    """How many kills it took; raises where the ledgers differ."""
    random = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        inputs = Path(folder) / "reports.jsonl"
        inputs.write_text("".join(json.dumps(each) + "\n" for each in reports()))
        calm, rough = f"{folder}/calm.sqlite3", where or f"{folder}/rough.sqlite3"
        started = time.monotonic()
        done("add", "--ledger", calm, str(inputs))
        took = time.monotonic() - started
        print(f"undisturbed: {took:.0f} s", flush=True)
        killed = 0
        for n in range(times):
            running = onrecord("add", "--ledger", rough, str(inputs))
            try:
                # Up to four seconds: from before the first import to some thirty reports further on.
                running.communicate(timeout=random.uniform(0.05, 4.0))
            except subprocess.TimeoutExpired:
                running.kill()
                running.communicate()
                killed += 1
            if (n + 1) % 20 == 0:
                print(f"{killed} killed of {n + 1} runs", flush=True)
        done("add", "--ledger", rough, str(inputs))
        done("verify", "--ledger", rough)
        for form in ("jsonl", "csv", "ftm"):
            one, other = (done("export", "--format", form, "--ledger", each) for each in (calm, rough))
            if one != other:
                raise SystemExit(f"the {form} exports differ: {len(one)} and {len(other)} bytes")
            print(f"export {form}: {len(one):,} bytes, the same")
        return killed


def edits(times: int, *, seed: int) -> tuple[int, int]:
    """How many edits were named, and how many bits fell where nothing is; raises for one that was not found."""
    from ledger.edits import edit  # the tests' own

    random = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        inputs = Path(folder) / "reports.jsonl"
        inputs.write_text("".join(json.dumps(each) + "\n" for each in reports()[:40]))
        where = f"{folder}/ledger.sqlite3"
        done("add", "--ledger", where, str(inputs))
        file = sqlite3.connect(where)
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.close()
        before = done("export", "--format", "jsonl", "--ledger", where)
        kept = Path(folder) / "kept"
        shutil.copy(where, kept)
        named = empty = 0
        while named + empty < times:
            shutil.copy(kept, where)
            for rest in Path(folder).glob("ledger.sqlite3-*"):
                rest.unlink()
            made = edit(where, random) if random.random() < 0.7 else flip(Path(where), random)
            if made is None:
                continue
            found = faults(where)
            if found:
                named += 1
            elif made.startswith("byte") and done("export", "--format", "jsonl", "--ledger", where) == before:
                empty += 1
            else:
                raise SystemExit(f"not found: {made}")
            if (named + empty) % 100 == 0:
                print(f"{named} named, {empty} in empty parts of pages", flush=True)
        return named, empty


def flip(path: Path, random: Random) -> str:
    """One bit of the file turned."""
    at = random.randrange(path.stat().st_size)
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1 << random.randrange(8)]))
    return f"byte {at}"


def faults(where: str) -> list[str]:
    """What `verify` says."""
    try:
        with open_ledger(where) as ledger:
            return [f"{f.where}: {f.what}" for f in ledger.verify()]
    except LedgerError as error:
        return [str(error)]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["kills", "edits"])
    parser.add_argument("--times", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ledger", help="a PostgreSQL address to be killed on, instead of a file")
    asked = parser.parse_args()
    if asked.what == "kills":
        print(f"{kills(asked.times or 200, where=asked.ledger, seed=asked.seed)} times killed, the same ledger")
    else:
        sys.path.insert(0, str(ROOT / "tests"))
        named, empty = edits(asked.times or 1000, seed=asked.seed)
        print(f"{named} edits named, {empty} bits in empty parts of pages changed nothing")


if __name__ == "__main__":
    main()
