"""From one input to the ledger: what is in it is read, added, and each report's outcome kept."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from django.utils.translation import gettext_noop

from onrecord.accounts.comparison import compare
from onrecord.desk import acts, scanning, sentences
from onrecord.desk.accepting import key
from onrecord.desk.ledgers import USING
from onrecord.desk.models import Incoming, Outcome
from onrecord.intake.given import Given
from onrecord.intake.item import Item
from onrecord.intake.problem import Problem
from onrecord.ledger import adding, columns
from onrecord.ledger.copying import article_of
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.models import Report
from onrecord.record import Article, OnrecordError, Record, Sentence

HELD = 64  # originals of parts that turned out to be no report, held until they are let go
OFTEN = 25  # reports after which the incidents' summaries are brought up to date
WITHDRAWN = gettext_noop("It was withdrawn from the ledger, and stays so; a reviewer can say more.")


class Reads(Protocol):
    """What makes a record of an article."""

    def read(self, article: Article, *, input_id: str | None = None) -> Record: ...


def bring(row: Incoming, *, ledger: Ledger, reader: Callable[[], Reads], fetch: Callable[[str], Any] | None) -> None:
    """Read what ``row`` holds and add it; the outcomes are kept one by one. What a killed process had added is found
    there already, and its outcome stays."""
    before = dict(Outcome.objects.filter(incoming=row).exclude(state="failed").values_list("name", "state"))
    Outcome.objects.filter(incoming=row, state="failed").delete()
    seen: Counter[str] = Counter()
    kept: dict[str, bytes] = {}
    fresh = 0
    for item in _items(row, kept, fetch):
        id = item.input_id if isinstance(item, Problem) else item[0]
        seen[id] += 1
        # An archive may hold two versions of one page.
        name = columns.name(id if seen[id] == 1 else f"{id} ({seen[id]})")
        if isinstance(item, Problem):
            _keep(row, name, "failed", said=item.sentence)
            continue
        original = kept.pop(item[1].id)
        # What was sent in was looked through before it was kept; a page that was fetched is looked through here.
        found = scanning.refusal(original) if row.kind == "url" else None
        if found is not None:
            _keep(row, name, "failed", said=found)
            continue
        state, report, said = _added(row, *item, original, ledger=ledger, reader=reader)
        if name not in before:
            _keep(row, name, state, report=report, said=said)
        fresh += state in ("added", "version")
        if fresh == OFTEN:
            ledger.refresh()
            fresh = 0
    if fresh:
        ledger.refresh()


def _items(row: Incoming, kept: dict[str, bytes], fetch: Callable[[str], Any] | None) -> Iterator[Item]:
    from onrecord.intake import articles
    from onrecord.intake.inputs import opened

    def keep(id: str, data: bytes) -> None:
        if len(kept) >= HELD:
            kept.pop(next(iter(kept)))
        kept[id] = data

    if row.kind == "url":
        return articles([row.url], given=Given(input_id="", keep=keep), fetch=fetch)
    body = bytes(row.body or b"")
    name = "pasted.txt" if row.kind == "text" else row.name.rpartition("/")[2]
    given = Given(
        input_id=key(row), name=name, title=row.title or None, published=row.day or None, url=row.url or None, keep=keep
    )
    return opened(io.BytesIO(body), given=given, size=len(body))


def _keep(row: Incoming, name: str, state: str, *, report: str = "", said: str | Sequence[str] = "") -> None:
    Outcome.objects.update_or_create(
        incoming=row, name=name, defaults={"state": state, "report": report, "said": sentences.kept(said)}
    )  # fmt: skip


def _added(
    row: Incoming, id: str, article: Article, original: bytes, *, ledger: Ledger, reader: Callable[[], Reads]
) -> tuple[str, str, str | Sequence[str]]:
    """What became of one report: its state, its name in the ledger, what there is to say."""
    try:
        there = _there(row, article)
        if there is not None:
            return "same", there.name, WITHDRAWN if there.withdrawn else ""
        record = reader().read(article, input_id=id)
        done = ledger.add(record, original, whence=whence(id, article))
        if done.outcome == "same":
            gone = not Report.objects.using(USING).filter(name=done.name, current=True).exists()
            return "same", done.name, WITHDRAWN if gone else ""
        acts.tell(row.by, "bring", done.name, after={"from": id})
        if done.outcome == "version":
            return "version", done.name, done.changes
        return "added", done.name, ""
    except OnrecordError as error:
        return "failed", "", error.sentence
    except Exception as error:  # a fault of ours in one report must not lose the thousand after it
        name = type(error).__name__
        return (
            "failed",
            "",
            Sentence("The reader failed on this report ({name}); please report it with the file.", name=name),
        )


def _there(row: Incoming, article: Article) -> Report | None:
    """The report that has these very bytes, from wherever; with an address of its own, from that address."""
    rows = Report.objects.using(USING).filter(article_id=article.id).defer("record").order_by("-current", "-id")
    if row.kind == "url" or row.url:
        rows = rows.filter(page=columns.key(article.url)) if article.url else rows.none()
    return rows.first()


def whence(id: str, article: Article) -> str:
    """Where a report came from, for the ledger. What has the name of a file that was handed in before is a version of
    it where it has its words, and else another file of that name."""
    if not id.startswith("upload/"):
        return id
    last = adding.last_from(USING, id)
    if last is None or last.article_id == article.id or compare(article, article_of(last)) is not None:
        return id
    return f"{id} {article.id}"
