"""Two people at once, and a process that ends in the middle: nothing is half done, nothing lost, nothing shown."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connections, transaction
from lxml import html

from desk.team import GROUP, NAMES, SECOND, Desk
from onrecord.desk import assets
from onrecord.desk.access import Role
from onrecord.desk.ledgers import here
from onrecord.desk.models import Coding, Restriction, Review, Setting, Task
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.models import Entry, Incident, Sighting

LEDGER = "ledger"
REASON = {"reason": "because"}


class Died(BaseException):
    """What is left of a process that was killed."""


@pytest.fixture
def elsewhere() -> Iterator[Callable[[Callable[[], Any]], threading.Thread]]:
    """Somebody else's request: in a thread of its own, with connections of its own."""
    started: list[threading.Thread] = []

    def start(do: Callable[[], Any]) -> threading.Thread:
        def run() -> None:
            try:
                do()
            finally:
                connections.close_all()

        thread = threading.Thread(target=run)
        thread.start()
        started.append(thread)
        return thread

    yield start
    for each in started:
        each.join(120)
        assert not each.is_alive()


def _report(incident: str) -> int:
    rows = Sighting.objects.using(LEDGER).filter(incident_id=incident, report__current=True).order_by("id")
    return int(rows.values_list("report_id", flat=True)[0])


@pytest.mark.parametrize("act", ["split", "move"])
def test_what_comes_out_of_a_restricted_incident_is_restricted_before_it_is_there(
    desk: Desk, act: str, monkeypatch: pytest.MonkeyPatch, elsewhere: Any
) -> None:
    incident = desk.incidents()[0]
    desk.restrict(incident)
    whole = getattr(Ledger, act)
    seen: list[tuple[str, bool]] = []

    def look(new: str) -> None:
        elsewhere(
            lambda: seen.append((new, Restriction.objects.filter(incident=new, groups__name=GROUP).exists()))
        ).join()

    def done(ledger: Ledger, *args: Any, **kwargs: Any) -> str:
        new: str = whole(ledger, *args, **kwargs)
        transaction.on_commit(lambda: look(new), using=LEDGER)
        return new

    monkeypatch.setattr(Ledger, act, done)
    desk.client(SECOND).post(f"/incidents/{incident}/{act}/", {"report": str(_report(incident)), **REASON})
    assert seen == [(seen[0][0], True)]


def test_a_split_that_did_not_come_to_be_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    incident = desk.incidents()[0]
    desk.restrict(incident)
    whole = Ledger.split

    def killed(*args: Any, **kwargs: Any) -> str:
        whole(*args, **kwargs)
        raise Died

    lines = here().head()
    monkeypatch.setattr(Ledger, "split", killed)
    with pytest.raises(Died):
        desk.client(SECOND).post(f"/incidents/{incident}/split/", {"report": str(_report(incident)), **REASON})
    assert here().head() == lines
    assert list(Restriction.objects.values_list("incident", flat=True)) == [incident]


def test_what_was_left_behind_hides_nothing_later(desk_on_sqlite: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_on_sqlite
    incident = desk.incidents()[0]
    client, form = desk.client(SECOND), {"report": str(_report(incident)), **REASON}
    whole = Restriction.objects.create

    def split() -> str:
        client.post(f"/incidents/{incident}/split/", form)
        told = Sighting.objects.using(LEDGER).filter(report_id=int(form["report"])).order_by("id")
        return str(told.values_list("incident_id", flat=True)[0])

    new = split()
    # As if the process had ended before the ledger knew of it, and the restriction was lifted since.
    with connections[LEDGER].constraint_checks_disabled():
        Sighting.objects.using(LEDGER).filter(incident_id=new).update(incident_id=incident)
        Incident.objects.using(LEDGER).filter(id=new).delete()
    whole(incident=new).groups.set([Group.objects.get(name=GROUP)])
    assert split() == new
    assert not Restriction.objects.exists()


def test_nothing_is_decided_while_it_is_made_final(desk: Desk, monkeypatch: pytest.MonkeyPatch, elsewhere: Any) -> None:
    incident = desk.incidents()[0]
    desk.client(Role.CODER).post(f"/incidents/{incident}/review/ready/", REASON)
    whole = Ledger.settle
    reviewer = desk.client(Role.REVIEWER)
    began = threading.Event()

    def slow(*args: Any, **kwargs: Any) -> None:
        def final() -> None:
            began.set()
            reviewer.post(f"/incidents/{incident}/review/final/", REASON)

        other = elsewhere(final)
        began.wait(60)
        other.join(0.7)  # long enough, were there nothing to wait for
        whole(*args, **kwargs)

    monkeypatch.setattr(Ledger, "settle", slow)
    form = {"field": "grade", "value": "fair", **REASON}
    desk.client(SECOND).post(f"/incidents/{incident}/set/", form)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.name.startswith("Thread-"):
            thread.join(120)
    lines = Entry.objects.using(LEDGER).filter(act__in=("final", "grade")).order_by("seq")
    acts = list(lines.values_list("act", flat=True))
    assert acts == ["grade", "final"]
    assert Review.objects.get(incident=incident).state == "final"


def test_nobody_makes_final_what_they_said_was_ready_meanwhile(
    desk_on_sqlite: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_on_sqlite
    incident = desk.incidents()[0]
    desk.client(Role.CODER).post(f"/incidents/{incident}/review/ready/", REASON)
    from onrecord.desk import review

    held: list[bool] = []
    whole = review._hindrance

    def watched(*args: Any) -> str:
        held.append(connections["default"].in_atomic_block)
        return whole(*args)

    monkeypatch.setattr(review, "_hindrance", watched)
    desk.client(Role.REVIEWER).post(f"/incidents/{incident}/review/final/", REASON)
    assert held[0]
    assert Review.objects.get(incident=incident).state == "final"


def test_codings_are_settled_together_or_not_at_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    incident = desk.incidents()[0]
    Setting.objects.create(name="second-reader", value="yes")
    made = [
        Coding.objects.create(incident=incident, coder=desk.user(who), values='{"grade": "fair", "killed": "7"}')
        for who in (Role.CODER, SECOND)
    ]
    whole = Ledger.settle

    def second(ledger: Ledger, id: str, name: str, value: str | None, **kwargs: Any) -> None:
        if name == "grade":
            raise LedgerError("not this one")
        whole(ledger, id, name, value, **kwargs)

    monkeypatch.setattr(Ledger, "settle", second)
    chosen = {"grade": str(made[0].pk), "killed": str(made[0].pk), **REASON}
    desk.client(Role.REVIEWER).post(f"/incidents/{incident}/code/settle/", chosen)
    assert Incident.objects.using(LEDGER).get(id=incident).decided == "{}"
    assert not Entry.objects.using(LEDGER).filter(act__in=("set", "grade")).exists()


def test_who_comes_third_codes_no_more(desk_on_sqlite: Desk) -> None:
    # They may have seen what the two made of it.
    desk = desk_on_sqlite
    incident = desk.incidents()[0]
    Setting.objects.create(name="second-reader", value="yes")
    for who in (Role.CODER, SECOND):
        Coding.objects.create(incident=incident, coder=desk.user(who), values='{"grade": "fair"}')
    answer = desk.client(Role.REVIEWER).post(f"/incidents/{incident}/code/", {"grade": "weak"})
    assert answer.status_code == 303
    assert Coding.objects.count() == 2


def test_a_task_that_two_say_is_done_is_done(desk: Desk) -> None:
    incident = desk.incidents()[0]
    task = Task.objects.create(incident=incident, words="ask again", by=desk.user(Role.CODER))
    for who in (Role.CODER, SECOND):
        page = desk.client(who).get(f"/incidents/{incident}/").content.decode()
        assert 'name="done" value="' in page
        desk.client(who).post(f"/incidents/{incident}/tasks/{task.pk}/", {"done": "yes"})
    assert Task.objects.get().done is not None
    assert Entry.objects.using(LEDGER).filter(act="task").count() == 1


def test_an_amendment_where_something_hidden_is_final_says_nothing_of_it(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    row = next(
        row
        for row in Sighting.objects.using(LEDGER).filter(incident__isnull=False, report__current=True).order_by("-id")
        if Sighting.objects.using(LEDGER).filter(report_id=row.report_id, incident__isnull=False)
        .exclude(incident_id=row.incident_id).exists()
    )  # fmt: skip
    desk.restrict(row.incident_id or "")
    desk.user(Role.REVIEWER).groups.add(Group.objects.get(name=GROUP))
    desk.client(SECOND).post(f"/incidents/{row.incident_id}/review/ready/", REASON)
    desk.client(Role.REVIEWER).post(f"/incidents/{row.incident_id}/review/final/", REASON)
    assert Review.objects.get(incident=row.incident_id).state == "final"
    statement = here().record(row.report.name).statements[0].id
    form = {"do": f"accept:{statement}", **REASON}
    told: Any = desk.client(SECOND).post(f"/reports/{row.report_id}/amend/", form, follow=True)
    assert "is final" in told.content.decode()
    told = desk.client(Role.CODER).post(f"/reports/{row.report_id}/amend/", form, follow=True)
    assert "Accepted" in told.content.decode()
    # And those who may see it are told that something has changed since.
    page = desk.client(SECOND).get(f"/incidents/{row.incident_id}/review/").content.decode()
    assert f"/reports/{row.report_id}/" in page
    assert NAMES[Role.CODER] in desk.client(SECOND).get(f"/reports/{row.report_id}/").content.decode()


def test_a_file_that_became_another_is_served_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.test import RequestFactory

    file = tmp_path / "desk.css"
    file.write_text("a")
    monkeypatch.setattr(assets.FilesMiddleware, "add_files_from_finders",
                        lambda self: self.add_file_to_dictionary("/static/desk.css", str(file)))  # fmt: skip
    monkeypatch.setattr("django.contrib.staticfiles.finders.find", lambda name: str(file))
    assets._path.cache_clear()
    served: Any = assets.FilesMiddleware(lambda request: None)
    storage = assets.HashedStorage()
    before = storage.url("desk.css")
    file.write_text("longer than that")
    assert storage.url("desk.css") != before
    answer = served(RequestFactory().get("/static/desk.css"))
    body = b"".join(answer.streaming_content)
    answer.close()
    assert (body, answer["Content-Length"]) == (b"longer than that", "16")
    assert "immutable" not in answer["Cache-Control"]
    assets._path.cache_clear()


def test_who_decides_on_what_another_has_just_decided_is_told(desk: Desk) -> None:
    incident = desk.incidents()[0]
    first, second = desk.client(Role.CODER), desk.client(SECOND)

    def form(client: Any, value: str) -> dict[str, str]:
        tree: Any = html.fromstring(client.get(f"/incidents/{incident}/").content)
        (was,) = tree.xpath("//form[.//input[@name='field' and @value='grade']]//input[@name='was']/@value")
        return {"field": "grade", "value": value, "was": was, **REASON}

    one, other = form(first, "fair"), form(second, "weak")
    assert first.post(f"/incidents/{incident}/set/", one).status_code == 303
    assert second.post(f"/incidents/{incident}/set/", other).status_code == 422
    assert Incident.objects.using(LEDGER).get(id=incident).decided == '{"grade":"\\"fair\\""}'
    assert second.post(f"/incidents/{incident}/set/", form(second, "weak")).status_code == 303


def test_a_reason_has_a_length(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    incident, long = desk.incidents()[0], {"reason": "x" * 2001}
    head = here().head()
    reviewer = desk.client(Role.REVIEWER)
    desk.user(Role.REVIEWER).groups.add(Group.objects.get(name=GROUP))
    for address, sent in {
        f"/incidents/{incident}/set/": {"field": "grade", "value": "fair"},
        f"/incidents/{incident}/review/ready/": {},
        f"/incidents/{incident}/restrict/": {"group": str(Group.objects.get(name=GROUP).pk)},
        f"/reports/{_report(incident)}/amend/": {"do": "reject:s1"},
        f"/reports/{_report(incident)}/redaction/": {"at": "0-5", "make": "yes"},
        "/care/veil/": {"name": "Pelagia Quince"},
    }.items():
        answer = reviewer.post(address, sent | long, follow=True)
        assert answer.status_code in (200, 422), address
        assert "2,000" in answer.content.decode(), address
    assert here().head() == head
