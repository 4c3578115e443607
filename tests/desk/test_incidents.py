"""The list of incidents: filters in the address, pages by key, nothing of what is hidden."""

from __future__ import annotations

import pytest
from django.db import connections
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.pages import found, parsed, text
from desk.team import SECOND, Desk
from onrecord.desk import incidents
from onrecord.desk.access import Role
from onrecord.desk.models import Review
from onrecord.ledger.models import Incident, Suggestion

DAYS = ("2031-03-01", "2031-03-02", "2031-03-02", None, "2031-03-05", None, "2031-03-02")


def ids(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"/incidents/{query}")
    assert answer.status_code == 200
    links = found(parsed(answer), "table.incidents th a")
    return [(link.get("href") or "").split("/")[2] for link in links]


@pytest.fixture
def made(desk: Desk) -> list[str]:
    """Some incidents more, of which little is known."""
    rows = [
        Incident(
            id=f"i000000000{n}", title=f"Made {n}", event="Riots" if n % 2 else "Battles", earliest=day, latest=day,
            place="Tel Amar", country="Kessar", killed_low=n if n else None, killed_high=n if n else None,
            reports=1, origins=1,
        )
        for n, day in enumerate(DAYS)
    ]  # fmt: skip
    Incident.objects.using("ledger").bulk_create(rows)
    return [row.id for row in rows]


@pytest.mark.parametrize("sort", incidents.SORTS)
def test_pages_have_every_incident_once(
    desk: Desk, made: list[str], sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incidents, "PAGE", 3)
    client, seen, address = desk.client(Role.READER), [], f"?sort={sort}"
    while address:
        answer = client.get(f"/incidents/{address}")
        page = ids(client, address)
        assert 0 < len(page) <= 3
        seen += page
        links = [link for link in found(parsed(answer), "nav.pages a") if link.get("rel") == "next"]
        address = links[0].get("href") or "" if links else ""
    assert sorted(seen) == sorted(desk.incidents())
    assert len(seen) == len(set(seen)) >= len(made)
    column = sort.lstrip("-")
    values = [getattr(Incident.objects.using("ledger").get(id=id), column) for id in seen]
    known = [value for value in values if value is not None]
    assert values == [*sorted(known, reverse=sort.startswith("-")), *[None] * (len(values) - len(known))]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?place=tel+amar", range(7)),
        ("?place=KESSAR&killed=4", [4, 5, 6]),
        ("?place=Tel&type=Riots", [1, 3, 5]),
        ("?place=Tel&since=2031-03-02", [1, 2, 4, 6]),
        ("?place=Tel&until=2031-03-02", [0, 1, 2, 6]),
        ("?place=Tel&since=2031-03-02&until=2031-03-02", [1, 2, 6]),
        ("?place=Tel&state=final", [2]),
        ("?place=Tel&state=coded", [3]),
        ("?place=Tel&state=open", [0, 1, 4, 5, 6]),
        ("?place=Tel&suggested=1", [5, 6]),
        ("?place=Tel&undecided=1", [0, 1, 2, 3, 4, 6]),
        ("?place=Nowhere", []),
        ("?place=%25", []),
        # What means nothing is left out.
        ("?place=Tel&since=soon&killed=many&state=lost&type=none&sort=x&after=y", range(7)),
    ],
)
def test_the_address_says_which_are_shown(desk: Desk, made: list[str], query: str, expected: list[int]) -> None:
    user = desk.user(Role.CODER)
    Review.objects.create(incident=made[2], state="final", coder=user)
    Review.objects.create(incident=made[3], state="coded", coder=user)
    Review.objects.create(incident=made[4], state="open", coder=user)
    Suggestion.objects.using("ledger").create(incident_id=made[5], other_id=made[6], score=0.5, why='{"agrees":[]}')
    Incident.objects.using("ledger").filter(id=made[5]).update(decided='{"grade":"\\"fair\\""}')
    assert sorted(ids(desk.client(Role.READER), query)) == [made[n] for n in expected]


def test_what_is_hidden_is_neither_listed_nor_counted_nor_found(desk: Desk, made: list[str]) -> None:
    Suggestion.objects.using("ledger").create(incident_id=made[5], other_id=made[6], score=0.5, why='{"agrees":[]}')
    desk.restrict(made[6])
    client = desk.client(Role.ADMINISTRATOR)
    assert made[6] not in ids(client)
    assert ids(client, "?place=tel&suggested=1") == []
    page = parsed(client.get("/incidents/?place=tel"))
    assert text(found(page, "main p[role=status]")[0]) == "6 incidents."
    assert not found(page, "table.incidents .chip-warn")
    second = parsed(desk.client(SECOND).get("/incidents/?place=tel"))
    assert text(found(second, "main p[role=status]")[0]) == "7 incidents."
    assert [text(chip) for chip in found(second, "table.incidents th .chip")].count("🔒 restricted") == 1


def test_rejected_and_joined_incidents_are_left_out(desk_on_sqlite: Desk) -> None:
    one, other, *_ = desk_on_sqlite.incidents()
    Incident.objects.using("ledger").filter(id=one).update(rejected=True)
    Incident.objects.using("ledger").filter(id=other).update(into=one)
    assert not {one, other} & set(ids(desk_on_sqlite.client(Role.READER)))


def test_queries_do_not_grow_with_the_list(desk: Desk, made: list[str]) -> None:
    client = desk.client(Role.READER)

    def counted(query: str) -> int:
        with CaptureQueriesContext(connections["ledger"]) as one, CaptureQueriesContext(connections["default"]) as own:
            client.get(f"/incidents/{query}")
        return len(one) + len(own)

    counts = {min(counted(query) for _ in range(3)) for query in ("?place=Tel", "?place=Tel&killed=6")}
    assert len(counts) == 1


def test_a_filter_is_read_again_into_its_fields() -> None:
    asked = incidents.read(QueryDict("place=Tel+Amar&since=2031-03-01&killed=3&suggested=1&sort=-origins"))
    assert (asked.place, asked.since, asked.killed, asked.suggested, asked.sort) == (
        "Tel Amar", "2031-03-01", "3", True, "-origins",
    )  # fmt: skip
    assert asked.narrowed and not incidents.read(QueryDict("sort=-origins")).narrowed
