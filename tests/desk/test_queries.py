"""How often a page asks the databases does not depend on how much is in them."""

from __future__ import annotations

from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext
from evaluation.ledger_size import original, records

from desk.team import Desk
from onrecord.desk import arrivals
from onrecord.desk.access import Role
from onrecord.ledger import open_ledger
from onrecord.ledger.models import Report, Voice


def grown(desk: Desk, first: int, last: int) -> None:
    """So many invented reports more."""
    with open_ledger(desk.where) as ledger:
        for record in list(records(last))[first:]:
            ledger.add(record, original(record))
        ledger.refresh()
    while not arrivals.catch_up():
        pass


def asked(desk: Desk) -> dict[str, int]:
    """Queries of each kind of page, once what is made but once is made."""
    client = desk.client(Role.REVIEWER)
    row = Report.objects.using("ledger").filter(current=True).order_by("-id").values_list("id", flat=True)[0]
    key = Voice.objects.using("ledger").filter(report_id=row).order_by("key").values_list("key", flat=True)[0]
    pages = {
        "inbox": "/inbox/?tab=all",
        "incidents": "/incidents/",
        "incident": f"/incidents/{desk.incidents()[0]}/",
        "report": f"/reports/{row}/",
        "search": "/search/?q=killed",
        "filters": "/search/?q=killed%3A%3E%3D1",
        "people": "/people/",
        "history": "/history/",
        "person": f"/people/{key}/",
    }
    found = {}
    for name, address in pages.items():
        assert client.get(address).status_code == 200, address
        with ExitStack() as stack:
            counts = [stack.enter_context(CaptureQueriesContext(connections[each])) for each in ("default", "ledger")]
            client.get(address)
        found[name] = sum(len(each) for each in counts)
    return found


def test_a_page_asks_as_often_of_much_as_of_little(desk: Desk) -> None:
    grown(desk, 0, 40)
    few = asked(desk)
    grown(desk, 40, 160)
    many = asked(desk)
    assert all(many[name] <= few[name] + 1 for name in few), (few, many)
    assert max(many.values()) <= 35
