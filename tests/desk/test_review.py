"""A reviewer other than the coder makes an incident final, and nothing changes it then."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from desk.team import GROUP, NAMES, SECOND, Desk
from ledger.material import samples
from onrecord.desk import notices, review
from onrecord.desk.access import Role
from onrecord.desk.ledgers import here
from onrecord.desk.models import Notice, Review, User
from onrecord.ledger.by import By
from onrecord.ledger.models import Entry, Incident, Report, Sighting
from onrecord.record import Record

REASON = {"reason": "all reports read"}


def _do(desk: Desk, who: Role | str, act: str, incident: str, reason: str = "all reports read") -> int:
    answer = desk.client(who).post(f"/incidents/{incident}/review/{act}/", {"reason": reason})
    return int(answer.status_code)


def _state(incident: str) -> str:
    return Review.objects.filter(incident=incident).values_list("state", flat=True).first() or ""


def test_from_open_to_final_and_back(desk: Desk) -> None:
    incident = desk.incidents()[0]
    assert _do(desk, Role.CODER, "ready", incident) == 303
    assert _state(incident) == "coded"
    assert _do(desk, Role.REVIEWER, "back", incident, "the date is not told") == 303
    assert _state(incident) == "open"
    assert _do(desk, Role.CODER, "ready", incident) == 303
    assert _do(desk, Role.REVIEWER, "final", incident) == 303
    assert _state(incident) == "final"
    line = Entry.objects.using("ledger").get(act="final")
    assert Review.objects.get(incident=incident).head == line.hash
    assert _do(desk, Role.ADMINISTRATOR, "reopen", incident, "a new report") == 303
    assert _state(incident) == "open"
    told = Entry.objects.using("ledger").filter(subject=incident).exclude(reason="").order_by("seq")
    assert [(e.act, e.who) for e in told] == [
        ("ready", NAMES[Role.CODER]),
        ("back", NAMES[Role.REVIEWER]),
        ("ready", NAMES[Role.CODER]),
        ("final", NAMES[Role.REVIEWER]),
        ("reopen", NAMES[Role.ADMINISTRATOR]),
    ]
    heard = Notice.objects.filter(to=desk.user(Role.CODER)).order_by("id")
    assert [(notices.words(n), n.incident) for n in heard] == [
        (f"The incident {incident} was sent back.", incident),
        (f"The incident {incident} was made final.", incident),
        (f"The incident {incident} was opened again.", incident),
    ]
    page = desk.client(Role.READER).get(f"/incidents/{incident}/review/").content.decode()
    for words in ("the date is not told", "a new report", NAMES[Role.REVIEWER]):
        assert words in page


@pytest.mark.parametrize(
    ("before", "who", "act", "status"),
    [
        ("", Role.READER, "ready", 403),
        ("", Role.CODER, "final", 403),
        ("", Role.REVIEWER, "final", 422),
        ("", Role.REVIEWER, "reopen", 422),
        ("", Role.REVIEWER, "back", 422),
        ("coded", Role.CODER, "ready", 422),
        ("coded", Role.CODER, "final", 403),
        ("coded", SECOND, "back", 422),
        ("coded", Role.CODER, "back", 303),
        ("final", Role.CODER, "reopen", 403),
        ("final", Role.CODER, "ready", 422),
        ("final", Role.REVIEWER, "back", 422),
        ("final", Role.REVIEWER, "final", 422),
    ],
)
def test_steps_that_are_none(desk_on_sqlite: Desk, before: str, who: Role | str, act: str, status: int) -> None:
    desk, incident = desk_on_sqlite, desk_on_sqlite.incidents()[0]
    if before:
        assert _do(desk, Role.CODER, "ready", incident) == 303
    if before == "final":
        assert _do(desk, Role.REVIEWER, "final", incident) == 303
    assert _do(desk, who, act, incident) == status
    if status != 303:
        assert _state(incident) in (before, "open")


@pytest.mark.parametrize("act", ["ready", "final", "back", "reopen"])
def test_every_step_takes_a_reason(desk_on_sqlite: Desk, act: str) -> None:
    desk, incident = desk_on_sqlite, desk_on_sqlite.incidents()[0]
    states = {"ready": "open", "final": "coded", "back": "coded", "reopen": "final"}
    Review.objects.create(incident=incident, state=states[act], coder=desk.user(SECOND))
    answer = desk.client(Role.REVIEWER).post(f"/incidents/{incident}/review/{act}/", {"reason": " "})
    assert answer.status_code == 422
    assert "A reason is needed" in answer.content.decode()
    assert _state(incident) == states[act]


def test_not_who_coded_it(desk: Desk) -> None:
    incident = desk.incidents()[0]
    assert _do(desk, Role.REVIEWER, "ready", incident) == 303
    assert _do(desk, Role.REVIEWER, "final", incident) == 422
    assert _do(desk, Role.ADMINISTRATOR, "final", incident) == 303


def test_not_who_made_the_last_decision(desk: Desk) -> None:
    incident = desk.incidents()[0]
    here().settle(incident, "grade", "fair", by=By(who=NAMES[Role.REVIEWER], reason="two origins"))
    assert review.last_decider(incident) == NAMES[Role.REVIEWER]
    assert _do(desk, Role.CODER, "ready", incident) == 303
    assert _do(desk, Role.REVIEWER, "final", incident) == 422
    assert "You made the last decision" in desk.client(Role.REVIEWER).get("/review/").content.decode()
    here().settle(incident, "grade", "weak", by=By(who=NAMES[Role.CODER], reason="one origin"))
    assert _do(desk, Role.REVIEWER, "final", incident) == 303


def _final(desk: Desk, incident: str) -> None:
    assert _do(desk, Role.CODER, "ready", incident) == 303
    assert _do(desk, Role.REVIEWER, "final", incident) == 303


def test_what_is_final_is_not_changed(desk: Desk) -> None:
    first, second = desk.incidents()[:2]
    _final(desk, first)
    with pytest.raises(review.FinalError, match="reviewer can open it again"):
        review.check_open(first)
    report = Sighting.objects.using("ledger").filter(incident_id=first, report__current=True).first()
    assert report is not None
    with pytest.raises(review.FinalError):
        review.check_report_open(report.report.name)
    review.check_open(second)
    coder = desk.client(Role.CODER)
    coder.post(f"/incidents/{first}/set/", {"field": "grade", "value": "fair", **REASON})
    coder.post(f"/incidents/{second}/join/", {"other": first, **REASON})
    assert not Entry.objects.using("ledger").filter(act__in=("grade", "join")).exists()
    assert _do(desk, Role.REVIEWER, "reopen", first) == 303
    review.check_open(first)


def test_what_was_joined_into_a_final_one_is_final(desk_on_sqlite: Desk) -> None:
    first, second = desk_on_sqlite.incidents()[:2]
    here().join(first, second, by=By(who="ada", reason="one"))
    _final(desk_on_sqlite, first)
    with pytest.raises(review.FinalError):
        review.check_open(second)


def _retold(record: Record) -> Record:
    return replace(record, input_id="later-report")


def test_reports_that_come_afterwards_are_shown_as_new(desk: Desk) -> None:
    incident = desk.incidents()[0]
    _final(desk, incident)
    page = desk.client(Role.READER).get(f"/incidents/{incident}/review/").content.decode()
    assert "New since it was final" not in page
    told = Sighting.objects.using("ledger").filter(incident_id=incident, report__current=True).first()
    assert told is not None
    record, original = next((r, o) for r, o, _w in samples() if r.article.id == told.report.article_id)
    here().add(_retold(record), original, whence="later-report")
    here().refresh()
    new = Report.objects.using("ledger").get(name="later-report")
    assert Sighting.objects.using("ledger").filter(report=new, incident_id=incident).exists()
    for address in (f"/incidents/{incident}/review/", "/review/"):
        page = desk.client(Role.READER).get(address).content.decode()
        assert "New" in page
        assert "1 new report" in page or f"/reports/{new.id}/" in page
    assert _state(incident) == "final"


def test_the_list_has_what_waits_for_each(desk: Desk) -> None:
    first, second = desk.incidents()[:2]
    assert _do(desk, Role.CODER, "ready", first) == 303
    assert _do(desk, Role.CODER, "ready", second) == 303
    assert _do(desk, Role.REVIEWER, "back", second, "look at the date again") == 303
    reviewer = desk.client(Role.REVIEWER).get("/review/").content.decode()
    assert f"/incidents/{first}/review/" in reviewer
    assert f"/incidents/{second}/review/" not in reviewer
    coder = desk.client(Role.CODER).get("/review/").content.decode()
    assert "Open again, coded by you" in coder
    assert f"/incidents/{second}/review/" in coder
    other = desk.client(SECOND).get("/review/").content.decode()
    assert "/incidents/" + first not in other


def test_restricted_incidents_are_not_there(desk: Desk) -> None:
    incident = desk.incidents()[0]
    _final(desk, incident)
    desk.restrict(incident)
    reader = desk.client(Role.READER)
    assert incident not in reader.get("/review/").content.decode()
    assert reader.get(f"/incidents/{incident}/review/").status_code == 404
    assert _do(desk, Role.REVIEWER, "reopen", incident) == 404
    assert User.objects.get(username=SECOND).groups.filter(name=GROUP).exists()
    assert desk.client(SECOND).get(f"/incidents/{incident}/review/").status_code == 200


def test_the_list_asks_as_much_whatever_there_is(desk_on_sqlite: Desk) -> None:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    desk = desk_on_sqlite
    counts = []
    for incident in desk.incidents()[:3]:
        _final(desk, incident)
        client = desk.client(Role.REVIEWER)
        with CaptureQueriesContext(connections["default"]) as own, CaptureQueriesContext(connections["ledger"]) as kept:
            client.get("/review/")
        counts.append(len(own) + len(kept))
    assert len(set(counts)) == 1


def test_reviewers_are_told_that_one_is_ready(desk: Desk) -> None:
    incident = desk.incidents()[0]

    def told(who: Role | str) -> list[tuple[str, bool]]:
        rows = Notice.objects.filter(to=desk.user(who), kind="ready", incident=incident).order_by("id")
        return [(each.address, each.read is not None) for each in rows]

    address = f"/incidents/{incident}/review/"
    assert _do(desk, Role.CODER, "ready", incident) == 303
    assert {who: told(who) for who in (*Role, SECOND)} == {
        Role.READER: [], Role.CODER: [], SECOND: [],
        Role.REVIEWER: [(address, False)], Role.ADMINISTRATOR: [(address, False)],
    }  # fmt: skip
    page = desk.client(Role.REVIEWER).get("/notices/").content.decode()
    assert Incident.objects.using("ledger").get(id=incident).title in page
    assert incident in page and address in desk.client(Role.REVIEWER).post(
        "/notices/read/", {"notice": str(Notice.objects.get(to=desk.user(Role.REVIEWER), kind="ready").pk)}
    )["Location"]  # fmt: skip
    # Once one of them has done it, the others need not look.
    assert _do(desk, Role.REVIEWER, "final", incident) == 303
    assert told(Role.ADMINISTRATOR) == [(address, True)]


def test_who_says_that_it_is_ready_is_not_told(desk_on_sqlite: Desk) -> None:
    incident = desk_on_sqlite.incidents()[0]
    assert _do(desk_on_sqlite, Role.REVIEWER, "ready", incident) == 303
    told = Notice.objects.filter(kind="ready").values_list("to__username", flat=True)
    assert list(told) == [NAMES[Role.ADMINISTRATOR]]


def test_who_may_not_see_it_is_not_told(desk_on_sqlite: Desk) -> None:
    incident = desk_on_sqlite.incidents()[0]
    desk_on_sqlite.restrict(incident)
    User.objects.filter(username=NAMES[Role.REVIEWER]).get().groups.add(*desk_on_sqlite.user(SECOND).groups.all())
    assert _do(desk_on_sqlite, SECOND, "ready", incident) == 303
    told = Notice.objects.filter(kind="ready").values_list("to__username", flat=True)
    assert list(told) == [NAMES[Role.REVIEWER]]


def test_the_ledger_knows_what_is_final(desk: Desk) -> None:
    one, other = desk.incidents()[:2]
    assert not here().final(one)
    _do(desk, Role.CODER, "ready", one)
    assert not here().final(one)
    _do(desk, Role.REVIEWER, "final", one)
    assert here().final(one) and here().final(one[:8])
    assert not here().final(other)
    _do(desk, Role.REVIEWER, "reopen", one)
    assert not here().final(one)
