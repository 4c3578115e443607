"""The origin of a report's words: which reports in the ledger it is a copy of."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count

from onrecord.accounts.comparison import compare
from onrecord.accounts.prints import COMMON, enough
from onrecord.ledger import columns, ids, originals
from onrecord.ledger.models import Print, Report
from onrecord.ledger.neighbours import PRINTS, latest
from onrecord.ledger.writing import Writer
from onrecord.record import Article, Record, from_json

NEAREST = 12
"""Candidates compared word by word. A report with more copies than that has them all in one origin already, and being a
copy of any one of them is enough."""


def article_of(row: Report) -> Article:
    """The article in a report's record."""
    return from_json(originals.opened(row.record)).article


def candidates(using: str, marks: Sequence[int], *, but: int | None = None) -> list[Report]:
    """Reports that share enough keys, most first; one of each origin before a second of any."""
    found = latest(using, PRINTS, marks, most=COMMON)
    if but is not None:
        found.pop(but, None)
    ordered = sorted((-n, i) for i, n in found.items())[: NEAREST * 8]
    rows = Report.objects.using(using).filter(withdrawn=False).in_bulk([i for _, i in ordered])
    sizes = dict(
        Print.objects.using(using).filter(report_id__in=rows).values_list("report_id").annotate(size=Count("key"))
    )
    near = [rows[i] for n, i in ordered if i in rows and enough(-n, len(marks), sizes[i])]
    first = {row.origin_id: row for row in reversed(near)}
    leading = [row for row in near if first.get(row.origin_id) is row]
    return (leading + [row for row in near if first.get(row.origin_id) is not row])[:NEAREST]


def same_page(using: str, article: Article) -> Report | None:
    """The last version of the page at the article's own address, where its words show that it is the same one.

    Many sites give every page the address of their front page; the address alone proves nothing.
    """
    if article.url is None:
        return None
    rows = Report.objects.using(using).filter(page=columns.key(article.url), withdrawn=False).order_by("id")[:NEAREST]
    for row in rows:
        other = article_of(row)
        if other.id == article.id or compare(article, other) is None:
            continue
        return Report.objects.using(using).filter(name=row.name).order_by("-version").first()
    return None


def placed(
    using: str, writer: Writer, row: Report, record: Record, marks: Sequence[int], *, before: Report | None
) -> frozenset[str]:
    """Give the report its origin; the names of the reports that now share it. Origins that it links become one."""
    linked: dict[str, None] = {}
    if before is not None and before.origin_id is not None:
        linked[before.origin_id] = None
    for other in candidates(using, marks, but=row.id):
        if other.origin_id in linked or other.origin_id is None:
            continue
        if compare(record.article, article_of(other)) is not None:
            linked[other.origin_id] = None
    origin = next(iter(linked), None) or ids.origin(row.name)
    writer.take("origin", row.name, row.version, origin)
    for each in list(linked)[1:]:
        for moved in Report.objects.using(using).filter(origin_id=each).order_by("id"):
            writer.take("origin", moved.name, moved.version, origin)
    same = Report.objects.using(using).filter(origin_id=origin).exclude(name=row.name)
    return frozenset(same.values_list("name", flat=True))
