"""Fit what each reason is worth by which a time expression is taken for an incident's date (``data/days.toml``).

    python -m training.dates --corpus build/corpus/train.jsonl [--data FOLDER] [--check]

The data folder may hold ``counts/`` and ``dated/`` (``{"id", "text", "published", "date"}``: a report and the day of
its main incident) and ``templates/`` (as MUC-4's keys have them; those with one template), each with .jsonl or
.jsonl.gz files; the corpus has a date for each of its incidents. The reader reads every text once. A softmax over an
incident's times and 'none of them' is fitted, in which times of the same day add up; what is worth next to nothing is
dropped. Needs numpy and scipy alone, and a minute or two once all is read. With ``--check`` half the documents are kept
back and measured on, and nothing is written. With ``--onto N`` a corpus alone teaches what dates incidents beside the
main one and those not told as news, and what stretches of days are worth, held N times to what the file has; nothing
else of it moves, as sets of reports whose main incident's day is known say little of these. With ``--every`` all of it
moves, each reason held so, and new reasons find their worth beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from evaluation.score import lines
from numpy.typing import NDArray

from onrecord.reading import Reader, days
from onrecord.reading.clusters import Cluster
from onrecord.reading.dates import timexes
from onrecord.reading.days import day
from onrecord.reading.incidents import Known, joined
from onrecord.reading.placing import placed
from onrecord.reading.signs import Signs, signs
from onrecord.reading.site import Site
from onrecord.reading.weighing import Reasons
from onrecord.reading.when import Calendar
from onrecord.reading.words import page
from onrecord.record import Article

Days = tuple[str, str]
Floats = NDArray[np.float64]
FILE = Path(days.__file__).parent / "data" / "days.toml"
# A reason seen in fewer incidents is left out; one worth less than this is dropped and the rest fitted anew.
LEAST_SEEN, LEAST_WORTH = 12, 0.12
# How strongly worth is held to nothing (half its square, times this), and that of new reasons beside given ones.
HELD, HELD_NEW = 4.0, 1.0
EVERY = re.compile("")
# Reasons that no main incident told as news has, stretches aside.
BESIDE = re.compile(r"minor: |none: |background: |planned: |threatened: |hypothetical: |a stretch: |with a stretch: ")
# A time that is wider than the day but has it is right where no narrower one does, up to a month.
WIDEST = 31


class Example(NamedTuple):
    """One incident: its candidates' days and reasons, the reasons for none, and the days that are right, or None."""

    document: str
    candidates: list[tuple[Days, Reasons]]
    none: Reasons
    right: Days | None

    def wanted(self) -> set[int]:
        """Which candidates are right; none where the date is not among them."""
        if self.right is None:
            return set()
        exact = {i for i, (found, _) in enumerate(self.candidates) if found == self.right}
        if exact:
            return exact
        first, last = self.right
        holding = [(i, d) for i, (d, _) in enumerate(self.candidates) if d[0] <= first <= last <= d[1]]
        wide = {i: _size(d) for i, d in holding}
        least = min(wide.values(), default=0)
        return {i for i, size in wide.items() if size == least and size <= max(WIDEST, 2 * _size(self.right))}


def _size(found: Days) -> int:
    one, other = day(found[0]), day(found[1])
    return (other - one).days if one and other else 0


def seen(reader: Reader, document: dict[str, Any]) -> tuple[Signs, Known]:
    """What the reader knows of a document before its incidents are put together."""
    article = Article(id="sha256:", text=document["text"], published=document.get("published"))
    statements, entities, mentions, raws = reader.statements(article)
    words = page(article.text)
    places = reader.places.of(article, mentions)
    known = Known(
        article.text,
        words,
        statements,
        placed(article.text, entities, statements, places),
        timexes(article.text, published=article.published),
        places,
        article.published,
    )
    return signs(raws, words), known


def examples(document: dict[str, Any], found: Signs, known: Known) -> Iterator[Example]:
    """The incidents of a document whose date is known, as the reader finds them."""
    calendar = Calendar(known.text, known.times, known.statements, known.page, published=known.published)
    every = joined(found, known, calendar, Site(known.text, known.places, known.page))
    diary = calendar.diary(every)
    for k, right in _right(document, every, diary.main):
        candidates = [
            ((days_of[0].isoformat(), days_of[1].isoformat()), reasons)
            for n, reasons in diary.weighed(k)
            if (days_of := diary.days[n])
        ]
        yield Example(document["id"], candidates, diary.none(k), right)


def _right(document: dict[str, Any], every: Sequence[Cluster], main: int) -> Iterator[tuple[int, Days | None]]:
    """Which clusters have a date in a document's annotation, and which."""
    if "incidents" in document:
        yield from _annotated(document, every)
    elif main >= 0 and len(document.get("templates") or ()) == 1:
        date = document["templates"][0]["date"]
        if date and len(date["alternatives"]) == 1:
            yield main, (date["earliest"], date["latest"]) if date["earliest"] else None
    elif main >= 0 and document.get("date"):
        yield main, (document["date"], document["date"])


def _annotated(document: dict[str, Any], every: Sequence[Cluster]) -> Iterator[tuple[int, Days | None]]:
    """The dates of annotated incidents, each with its cluster."""
    for one, k in aligned(document, every):
        date = one["date"]
        known = date["earliest"] and date["latest"]
        yield k, (date["earliest"], date["latest"]) if known else None


def aligned(document: dict[str, Any], every: Sequence[Cluster]) -> Iterator[tuple[dict[str, Any], int]]:
    """Each annotated incident with the cluster that shares most mentions and figures with it; without one it is left
    out."""
    best: dict[str, tuple[int, int]] = {}
    for k, c in enumerate(every):
        shared: Counter[str] = Counter()
        for one in document["incidents"]:
            shared[one["key"]] += sum(t.start < e and s < t.end for s, e in one["mentions"] for t in c.tellings)
        for f in document["figures"]:
            shared[f["incident"]] += sum(x.start < e and s < x.end for s, e in f["spans"] for x in c.countings)
        key, share = shared.most_common(1)[0] if shared else ("", 0)
        if share > best.get(key, (0, 0))[0]:
            best[key] = share, k
    for one in document["incidents"]:
        if one["key"] in best:
            yield one, best[one["key"]][1]


class Table:
    """Examples as one sparse matrix, a row a candidate and one for 'none' of each."""

    def __init__(self, found: Sequence[Example], names: Sequence[str]) -> None:
        from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

        place = {name: i for i, name in enumerate(names)}
        rows: list[int] = []
        columns: list[int] = []
        amounts: list[float] = []
        of: list[int] = []
        right: list[bool] = []
        for number, example in enumerate(found):
            wanted = example.wanted()
            every = [reasons for _, reasons in example.candidates] + [example.none]
            for i, reasons in enumerate(every):
                for name, amount in reasons.items():
                    if name in place and amount:
                        rows.append(len(of))
                        columns.append(place[name])
                        amounts.append(amount)
                of.append(number)
                right.append(i in wanted if wanted else i == len(every) - 1)
        self.matrix = csr_matrix((amounts, (rows, columns)), shape=(len(of), len(names)))
        self.of = np.array(of)
        self.right = np.array(right)
        self.begin = np.flatnonzero(np.r_[True, np.diff(self.of) > 0])

    def together(self, scores: Floats) -> Floats:
        """The logarithm of the sum of exponentials, for each example."""
        top = np.maximum.reduceat(scores, self.begin)
        return np.asarray(top + np.log(np.add.reduceat(np.exp(scores - top[self.of]), self.begin)))

    def loss(self, worth: Floats, given: Floats, held: Floats) -> tuple[float, Floats]:
        """How unlikely what is right is with this worth, and the slope; ``held`` is how strongly each is held to what
        is ``given``."""
        scores = np.asarray(self.matrix @ worth)
        every = self.together(scores)
        kept = np.where(self.right, scores, -1e9)
        good = self.together(kept)
        slope = np.exp(scores - every[self.of]) - np.where(self.right, np.exp(kept - good[self.of]), 0.0)
        moved = worth - given
        value = float((every - good).sum()) + float(held @ (moved * moved)) / 2
        return value, np.asarray(self.matrix.T @ slope) + held * moved


def fitted(
    found: Sequence[Example],
    onto: dict[str, float] | None = None,
    held: float = HELD,
    moving: re.Pattern[str] = BESIDE,
) -> dict[str, float]:
    """What each reason is worth. Where worths are given (``onto``), those that ``moving`` names are ``held`` to what
    they are and the others stay."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    count: Counter[str] = Counter()
    for example in found:
        count.update({name for _, reasons in example.candidates for name in reasons} | set(example.none))
    old = onto or {}
    seen_often = {name for name, n in count.items() if n >= LEAST_SEEN and (onto is None or moving.match(name))}
    names = sorted(seen_often | set(old))
    while True:
        table = Table(found, names)
        given = np.array([old.get(name, 0.0) for name in names])
        holds = np.array([held if name in old or onto is None else HELD_NEW for name in names])
        fixed = [
            (w, w) if onto and not moving.match(name) else (None, None) for name, w in zip(names, given, strict=True)
        ]
        how = {"method": "L-BFGS-B", "bounds": fixed, "options": {"maxiter": 500}}
        worth = minimize(table.loss, given, args=(given, holds), jac=True, **how).x
        kept = [name for name, w in zip(names, worth, strict=True) if name in old or abs(w) >= LEAST_WORTH]
        if len(kept) == len(names):
            return {name: round(float(w), 3) for name, w in zip(names, worth, strict=True)}
        names = kept


def measured(found: Sequence[Example], worth: dict[str, float]) -> dict[str, float]:
    """Shares of incidents whose days are exactly right (none where none are known), dated at all, dated wrongly."""
    right = dated = wrong = 0
    for example in found:
        votes: dict[Days | None, float] = {None: np.exp(_sum(example.none, worth))}
        for of, reasons in example.candidates:
            votes[of] = votes.get(of, 0.0) + np.exp(_sum(reasons, worth))
        best = max(votes, key=lambda d: votes[d])
        right += best == example.right
        dated += best is not None
        wrong += best is not None and best != example.right
    n = max(1, len(found))
    return {"incidents": len(found), "right": right / n, "dated": dated / n, "wrong": wrong / n}


def _sum(reasons: Reasons, worth: dict[str, float]) -> float:
    return sum(worth.get(name, 0.0) * amount for name, amount in reasons.items())


def write(worth: dict[str, float], path: Path) -> None:
    """The file of words and weights with these weights in it."""
    head = path.read_text(encoding="utf-8").split("[worth]\n")[0]
    rows = [f'"{name}" = {w}' for name, w in sorted(worth.items())]
    path.write_text(head + "[worth]\n" + "\n".join(rows) + "\n", encoding="utf-8")


def kept_back(document: str) -> bool:
    """Whether a document is of the half that is measured on."""
    return hashlib.sha256(document.encode()).digest()[0] % 2 == 1


Examples = Callable[[dict[str, Any], Signs, Known], Iterator[Example]]


def fit(examples: Examples, path: Path, *, said: str | None, roles: Sequence[str], often: int = 1) -> None:
    """The command of a module with ``examples``: fits what they teach into ``path``. ``said`` is the module's help,
    ``roles`` are the folders of data that it reads; the corpus counts ``often`` times."""
    parser = argparse.ArgumentParser(description=said, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="the train.jsonl that corpus/compile.py wrote")
    parser.add_argument("--data", type=Path, help="a folder of further annotated sets")
    parser.add_argument(
        "--onto", type=float, metavar="N", help="fit only what is beside the main incident, held N times to what it is"
    )
    parser.add_argument("--every", action="store_true", help="with --onto: fit every reason, each held so")
    parser.add_argument("--check", action="store_true", help="keep half back, measure on it, and write nothing")
    options = parser.parse_args()
    if options.every and options.onto is None:
        parser.error("--every says how much moves with --onto N; give that too, or leave both out to fit all anew.")
    sets = {"corpus": [options.corpus]}
    for role in roles:
        sets[role] = sorted((options.data / role).glob("*.jsonl*")) if options.data else []
    reader = Reader.load()
    found = {
        role: [e for path in paths for d in lines(path) for e in examples(d, *seen(reader, d))]
        for role, paths in sets.items()
    }
    every = [e for of_role in found.values() for e in of_role]
    every += [e for e in found["corpus"] for _ in range(often - 1)]
    taught = [e for e in every if not kept_back(e.document)] if options.check else every
    given = None if options.onto is None else tomllib.loads(path.read_text(encoding="utf-8"))["worth"]
    worth = fitted(taught, given, HELD if options.onto is None else options.onto, EVERY if options.every else BESIDE)
    for role, of_role in found.items():
        if of_role:
            on = [e for e in of_role if kept_back(e.document)] if options.check else of_role
            print(role, {name: round(value, 4) for name, value in measured(on, worth).items()})
    if not options.check:
        write(worth, path)
        print(f"{path} has {len(worth)} weights.")


def main() -> None:
    fit(examples, FILE, said=__doc__, roles=("counts", "dated", "templates"))


if __name__ == "__main__":
    main()
