"""Score sheets on given clusters: ``python -m evaluation.accounts ARTICLES INCIDENTS RECORDS [--half 0|1]``.

How often the number of killed and of injured under the house's rule, and the day, are those that a person's list has,
where the reports of each incident are known (so that nothing is scored but reading and agreement). ARTICLES is JSONL of
``{"id", "incident_ids"}``, INCIDENTS of ``{"id", "killed", "injured", "date"}``, RECORDS what ``onrecord read --format
jsonl`` makes of the articles. Every article is an origin of its own; its main incident is the one told of (most
mentions, background last). A sheet without a number counts as none hurt, as such lists do.

Also timed: a sheet of the incidents with most reports. Times depend on the machine and are printed, never asserted.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.score import lines
from onrecord.accounts.agreement import sheet
from onrecord.accounts.sheet import Sheet, Tally, Told
from onrecord.record import Incident, Record, from_json


def main_incident(record: Record) -> Incident | None:
    """The incident that a report tells most of."""
    news = [i for i in record.incidents if not i.background] or list(record.incidents)
    return max(news, key=lambda i: len(i.mentions.spans), default=None)


def clusters(articles: Iterable[Mapping[str, Any]], records: Mapping[str, Record]) -> dict[str, list[Told]]:
    """The tellings of each incident id."""
    out: dict[str, list[Told]] = {}
    for article in articles:
        for key in article["incident_ids"]:
            out.setdefault(str(key), [])  # an incident whose reports tell of nothing counts too
        record = records.get(article["id"])
        incident = main_incident(record) if record is not None else None
        if record is not None and incident is not None:
            for key in article["incident_ids"]:
                out[str(key)].append(Told(article["id"], article["id"], record, incident))
    return out


def exact(tally: Tally, gold: int) -> bool:
    """Whether a tally is the number: its low end, and its high end where it has one. No number at all is none."""
    if tally.low is None and tally.high is None:
        return gold == 0
    return (tally.low if tally.low is not None else tally.high) == gold and tally.high in (None, gold)


def in_half(key: str, half: int | None) -> bool:
    """Whether an incident is in the half, by the hash of its id; all are in none."""
    return half is None or hashlib.sha256(key.encode()).digest()[0] % 2 == half


def sheets(
    told: Mapping[str, Sequence[Told]], gold: Iterable[Mapping[str, Any]], half: int | None
) -> Iterator[tuple[Mapping[str, Any], Sheet | None]]:
    """Each incident of the list that has a report, and its sheet; null where no report tells of an incident."""
    for incident in gold:
        key = str(incident["id"])
        if in_half(key, half) and key in told:
            yield incident, sheet(key, told[key]) if told.get(key) else None


def score(pairs: Iterable[tuple[Mapping[str, Any], Sheet | None]]) -> dict[str, float]:
    """Shares of incidents whose killed, injured and day are right, all and those with several origins."""
    right: dict[str, int] = defaultdict(int)
    count: dict[str, int] = defaultdict(int)
    for gold, made in pairs:
        several = made is not None and made.origins > 1
        for name in ("incidents", *(["several origins"] if several else [])):
            count[name] += 1
            if made is None:
                continue
            right[f"{name}: killed"] += exact(made.killed, gold["killed"])
            right[f"{name}: injured"] += exact(made.injured, gold["injured"])
            right[f"{name}: day"] += made.date.earliest == made.date.latest == gold["date"]
    shares = {name: round(n / max(1, count[name.split(":")[0]]), 4) for name, n in sorted(right.items())}
    return {**{name: float(n) for name, n in sorted(count.items())}, **shares}


def timed(told: Mapping[str, Sequence[Told]], *, most: int = 20) -> float:
    """Milliseconds that a report adds to a sheet, over the incidents with most reports; the best of three."""
    largest = sorted(told.items(), key=lambda each: (-len(each[1]), each[0]))[:most]
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        for key, reports in largest:
            sheet(key, reports)
        best = min(best, time.perf_counter() - start)
    return 1000 * best / max(1, sum(len(reports) for _, reports in largest))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("articles", "incidents", "records"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1), help="only the incidents of this half, by hash of their id")
    options = parser.parse_args()
    with options.records.open("rb") as file:
        records = {r.input_id or "": r for r in (from_json(line) for line in file if line.strip())}
    told = clusters(lines(options.articles), records)
    figures = score(sheets(told, lines(options.incidents), options.half))
    for name, value in figures.items():
        print(f"{name:28} {value:8.4f}" if value <= 1 else f"{name:28} {value:8.0f}")
    print(f"{'milliseconds a report':28} {timed(told):8.2f}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
