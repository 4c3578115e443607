"""From an anchor to the page where its words stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse

from onrecord.accounts.sheet import Anchor
from onrecord.desk.ledgers import USING
from onrecord.ledger.models import Report, Sighting

MOST = 40  # ranges in an address; what tells of an incident in more words is marked on the report's page anyway


class Links:
    """The pages of some reports, by the hash of their article and by their name."""

    def __init__(self, reports: Iterable[tuple[int, str, str]], *, shown: Mapping[str, str] | None = None) -> None:
        """``reports`` are row, name and article; ``shown`` is a name as the page has it, where that is veiled."""
        self.rows: dict[str, int] = {}
        self._pages: dict[int, str] = {}
        self._by_article: dict[str, str] = {}
        for row, name, article in reports:
            page = self._pages[row] = reverse("report", kwargs={"row": row})
            self._by_article.setdefault(article, page)
            self.rows[(shown or {}).get(name, name)] = row

    def report(self, name: str) -> str | None:
        """The page of a report."""
        row = self.rows.get(name)
        return None if row is None else self._pages[row]

    def words(self, anchor: Anchor) -> str | None:
        """The page of a report, with these words marked and in sight."""
        page = self._by_article.get(anchor.article)
        if page is None or not anchor.spans:
            return page
        return f"{page}?at={','.join(f'{start}-{end}' for start, end in anchor.spans[:MOST])}#here"


def links(incident: str, *, shown: Mapping[str, str] | None = None) -> Links:
    """Those of the current reports that tell of an incident, in one query."""
    told = Sighting.objects.using(USING).filter(incident_id=incident, report__current=True)
    rows = Report.objects.using(USING).filter(id__in=told.values("report_id")).order_by("id")
    return Links(rows.values_list("id", "name", "article_id"), shown=shown)
