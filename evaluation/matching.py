"""Score the matching of reports on this corpus: ``python -m evaluation.matching [--records FILE] [--aside]``.

Reports with the same ``story`` name an incident by the same ``key``. Every report is read by the installed reader, its
sightings are placed one by one in the order of publication, and the incidents that come of it are held against the
annotated ones. An item is an annotated incident of one report that the reader found; its gold cluster is its story
and key.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from evaluation.score import lines
from onrecord.accounts.clusters import placement
from onrecord.accounts.keys import COMMON, keys
from onrecord.accounts.sightings import Sighting, sightings
from onrecord.record import Article, Record, from_json

HERE = Path(__file__).resolve().parent
Cluster = Hashable


class Scores(NamedTuple):
    """Precision, recall, F."""

    p: float
    r: float
    f: float


class Ledger:
    """A ledger in memory: what placing needs, and no more."""

    def __init__(self) -> None:
        self.index: dict[str, list[str]] = defaultdict(list)
        self.incident: dict[str, str] = {}
        self.groups: dict[str, list[Sighting]] = {}
        self.offered: list[tuple[str, str]] = []

    def add(self, new: Sighting) -> None:
        """Place one sighting."""
        near: dict[str, None] = {}
        for key in keys(new):
            if len(self.index[key]) <= COMMON:
                near.update(dict.fromkeys(self.incident[s] for s in self.index[key] if s in self.incident))
        placed = placement(new, {name: self.groups[name] for name in near})
        self.offered += [(new.key(), name) for name, _ in placed.suggest]
        name = placed.join or new.key()
        group = self.groups.setdefault(name, [])
        for other in placed.merge:
            group += self.groups.pop(other)
        group.append(new)
        self.incident.update((s.key(), name) for s in group)
        for key in keys(new):
            self.index[key].append(new.key())


def ordered(found: Iterable[Sighting]) -> list[Sighting]:
    """A report's sightings as a ledger places them: the main one first."""
    return sorted(found, key=lambda s: not s.main)


def align(gold: dict[str, Any], record: Record) -> dict[str, str]:
    """Incident of the record to key of the annotated one with which it shares most words; one to one."""
    shared: list[tuple[int, str, str]] = []
    for g in gold["incidents"]:
        spans = [tuple(s) for s in g["mentions"]]
        spans += [tuple(s) for f in gold["figures"] if f["incident"] == g["key"] for s in f["spans"]]
        for i in record.incidents:
            own = [*i.mentions.spans, *(s for f in i.figures for s in f.spans)]
            n = sum(1 for a, b in spans if any(a < s.end and s.start < b for s in own))
            if n:
                shared.append((-n, g["key"], i.id))
    out: dict[str, str] = {}
    for _, key, incident in sorted(shared):
        if incident not in out and key not in out.values():
            out[incident] = key
    return out


def b_cubed(gold: Mapping[str, Cluster], predicted: Mapping[str, Cluster]) -> Scores:
    """Plain B-cubed over the items of ``gold``."""
    return _scores(_side(gold, predicted), _side(predicted, gold))


def _side(of: Mapping[str, Cluster], by: Mapping[str, Cluster]) -> float:
    """Mean share of an item's cluster in ``by`` that is in its cluster in ``of``."""
    members: dict[Cluster, list[str]] = defaultdict(list)
    for item in of:
        members[by[item]].append(item)
    total = sum(sum(of[x] == of[y] for y in members[by[x]]) / len(members[by[x]]) for x in of)
    return total / len(of) if of else 0.0


def _scores(p: float, r: float) -> Scores:
    return Scores(p, r, 2 * p * r / (p + r) if p + r else 0.0)


def pairs(gold: Mapping[str, Cluster], predicted: Mapping[str, Cluster]) -> Scores:
    """Pairs of items put together."""

    def together(clusters: Mapping[str, Cluster]) -> set[tuple[str, str]]:
        items = sorted(gold)
        return {(x, y) for n, x in enumerate(items) for y in items[n + 1 :] if clusters[x] == clusters[y]}

    g, p = together(gold), together(predicted)
    both = len(g & p)
    return _scores(both / len(p) if p else 0.0, both / len(g) if g else 0.0)


def documents(folder: Path) -> list[dict[str, Any]]:
    """The corpus, compiled; ``aside`` is set in those kept aside."""
    command = [sys.executable, str(HERE.parent / "corpus" / "compile.py"), "-o", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return [d | {"aside": part == "aside"} for part in ("train", "aside") for d in lines(folder / f"{part}.jsonl")]


def read(documents: Sequence[dict[str, Any]]) -> list[Record]:
    """What the installed reader says of each document."""
    from onrecord.reading import Reader

    reader = Reader.load()
    return [
        reader.read(
            Article(id=f"sha256:{d['id']}", text=d["text"], title=d["title"], published=d["published"]),
            input_id=d["id"],
        )
        for d in documents
    ]


def placed(found: Sequence[Sequence[Sighting]]) -> tuple[Ledger, dict[str, str]]:
    """A ledger of all reports, and for each sighting its incident; one that founds none stands alone."""
    ledger = Ledger()
    for report in found:
        for s in ordered(report):
            ledger.add(s)
    return ledger, {s.key(): ledger.incident.get(s.key(), s.key()) for report in found for s in report}


def score(documents: Sequence[dict[str, Any]], records: Sequence[Record]) -> dict[str, Any]:
    """B-cubed and pairs over all reports with a story; reports without one are in the ledger as others."""
    order = sorted(range(len(documents)), key=lambda n: (documents[n]["published"], documents[n]["id"]))
    found = [sightings(records[n], documents[n]["id"]) for n in order]
    ledger, incident_of = placed(found)
    gold: dict[str, Cluster] = {}
    for n in order:
        d = documents[n]
        for incident, key in align(d, records[n]).items():
            if d.get("story"):
                gold[f"{d['id']}#{incident}"] = (d["story"], key)
    predicted = {item: incident_of[item] for item in gold}
    return {
        "items": len(gold),
        "clusters": len(set(gold.values())),
        "b3": b_cubed(gold, predicted),
        "pairs": pairs(gold, predicted),
        "offered": len(ledger.offered),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=Path, help="records of the corpus, JSON lines, instead of reading it now")
    parser.add_argument("--aside", action="store_true", help="only what is kept aside: no weight was fitted on it")
    parser.add_argument("--floor", type=float, default=0.0, help="fail where the F of B-cubed is below this")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        chosen = [d for d in documents(Path(folder)) if d.get("story") and (d["aside"] or not options.aside)]
    if options.records:
        stored = {r.input_id: r for r in map(from_json, options.records.read_bytes().splitlines())}
        records = [stored[d["id"]] for d in chosen]
    else:
        records = read(chosen)
    found = score(chosen, records)
    print(json.dumps(found))
    if found["b3"][2] < options.floor:
        print(f"below the floor: B-cubed F {found['b3'][2]:.3f} of {options.floor}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
