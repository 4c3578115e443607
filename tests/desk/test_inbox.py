"""The inbox: what it lists, in which order, what is done to it, and that it follows the ledger."""

from __future__ import annotations

import re
from io import BytesIO

import msgspec
import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from desk.team import NAMES, SECOND, Desk
from ledger.material import CORRECTION, PAGE, reader
from onrecord.desk import arrivals, inbox
from onrecord.desk.access import Role
from onrecord.desk.ledgers import here
from onrecord.desk.models import Notice, Setting, Triage
from onrecord.intake import Given
from onrecord.intake.inputs import opened
from onrecord.ledger.by import By
from onrecord.ledger.models import Entry, Incident, Report, Sighting

_TITLE = re.compile(r'<h2 id="title-(\d+)">')
_NEXT = re.compile(r'rel="next" href="([^"]+)"')


def _rows(body: bytes) -> list[int]:
    """The rows of the reports at whose heads groups stand."""
    return [int(row) for row in _TITLE.findall(body.decode())]


def _sized(monkeypatch: pytest.MonkeyPatch, groups: int) -> None:
    """So many groups on a page; queries that were put together for another number are left."""
    monkeypatch.setattr(inbox, "PAGE", groups)
    monkeypatch.setattr(inbox, "_PAGES", {tab: inbox._prepared(tab) for tab in inbox._PAGES})


def _add(name: str, text: str) -> None:
    """Adds a report with this text, from where ``name`` says."""
    ((_, article),) = [
        item for item in opened(BytesIO(text.encode()), given=Given(input_id=name)) if isinstance(item, tuple)
    ]
    here().add(reader().read(article, input_id=name), text.encode(), whence=name)


def _act(desk: Desk, who: Role | str, act: str, *rows: int, **more: str) -> int:
    """Does an act to what is ticked, without copies; the answer's status."""
    form = {"act": act, "report": [str(row) for row in rows], **more}
    return int(desk.client(who).post("/inbox/act/", form).status_code)


def _row(desk: Desk) -> Triage:
    """The newest row of the inbox."""
    arrivals.catch_up()
    return Triage.objects.order_by("-row")[0]


def test_a_group_stands_where_its_newest_copy_came_in(desk: Desk) -> None:
    body = desk.client(Role.READER).get("/inbox/").content
    current = Report.objects.using("ledger").filter(current=True)
    newest: dict[str | None, int] = {}
    for row, origin in current.order_by("id").values_list("id", "origin_id"):
        newest[origin] = row
    assert _rows(body) == sorted(newest.values(), reverse=True)[: inbox.PAGE]
    # A wire story, its reprint, the short one and the longer one are one voice.
    assert b"+4 copies" in body or b"+3 copies" in body


@pytest.mark.parametrize("tab", ["new", "all", "done"])
def test_pages_follow_one_another_without_gap_or_repeat(desk: Desk, monkeypatch: pytest.MonkeyPatch, tab: str) -> None:
    client = desk.client(Role.READER)
    _sized(monkeypatch, 100)
    whole = _rows(client.get("/inbox/?tab=all").content)
    if tab == "done":
        Triage.objects.update(state="done")
    _sized(monkeypatch, 4)
    seen: list[int] = []
    at = f"/inbox/?tab={tab}"
    while at:
        body = client.get(at).content
        seen += _rows(body)
        found = _NEXT.search(body.decode())
        at = found[1].replace("&amp;", "&") if found else ""
    assert seen == whole
    assert len(whole) > 8


def test_a_page_asks_as_much_whatever_is_on_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    client = desk.client(Role.REVIEWER)
    asked = []
    for size in (2, inbox.PAGE):
        _sized(monkeypatch, size)
        client.get("/inbox/?tab=all")  # what is counted once is counted
        with CaptureQueriesContext(connections["default"]) as own, CaptureQueriesContext(connections["ledger"]) as kept:
            client.get("/inbox/?tab=all")
        asked.append((len(own), len(kept)))
    assert asked[0] == asked[1]
    assert sum(asked[0]) < 30


def test_it_says_what_is_new_in_a_report(desk_on_sqlite: Desk) -> None:
    body = desk_on_sqlite.client(Role.READER).get("/inbox/?tab=all").content.decode()
    row = Report.objects.using("ledger").get(name=PAGE, current=True)
    assert row.version == 2
    start = body.index(f'id="report-{row.id}"')
    said = " ".join(body[start : body.index("</li>", body.index("</ul>", start))].split())
    assert "version 2" in said
    assert "killed: 12 became 9" in said
    told = (
        Sighting.objects.using("ledger").filter(report=row, incident__isnull=False).values_list("incident", flat=True)
    )
    assert all(f'href="/incidents/{id}/"' in body[start:] for id in told)
    record = here().record(PAGE)
    assert f"{len(record.statements)} statements" in said
    assert CORRECTION not in body


CASES = [
    # who, act, state and holder before, more, state after (None: refused)
    (Role.CODER, "take", "new", None, {}, "taken"),
    (Role.CODER, "take", "taken", SECOND, {}, None),
    (Role.REVIEWER, "take", "taken", SECOND, {}, "taken"),
    (Role.CODER, "take", "done", SECOND, {}, None),
    (Role.CODER, "give-back", "taken", NAMES[Role.CODER], {}, "new"),
    (Role.CODER, "give-back", "taken", SECOND, {}, None),
    (Role.CODER, "give-back", "new", None, {}, None),
    (Role.CODER, "assign", "new", None, {"to": NAMES[Role.CODER]}, "taken"),
    (Role.CODER, "assign", "new", None, {"to": SECOND}, None),
    (Role.REVIEWER, "assign", "new", None, {"to": SECOND}, "taken"),
    (Role.REVIEWER, "assign", "new", None, {"to": NAMES[Role.READER]}, None),
    (Role.REVIEWER, "assign", "new", None, {"to": "nobody"}, None),
    (Role.CODER, "set-aside", "new", None, {"reason": "about football"}, "aside"),
    (Role.CODER, "set-aside", "new", None, {"reason": "  "}, None),
    (Role.CODER, "set-aside", "new", None, {"reason": "x" * 2001}, None),
    (Role.CODER, "set-aside", "taken", SECOND, {"reason": "about football"}, None),
    (Role.CODER, "done", "taken", NAMES[Role.CODER], {}, "done"),
    (Role.CODER, "reopen", "aside", SECOND, {}, "new"),
    (Role.CODER, "reopen", "new", None, {}, None),
]


@pytest.mark.parametrize(("who", "act", "state", "holder", "more", "after"), CASES)
def test_acts(
    desk_on_sqlite: Desk, who: Role, act: str, state: str, holder: str | None, more: dict[str, str], after: str | None
) -> None:
    row = _row(desk_on_sqlite)
    row.state, row.holder = state, desk_on_sqlite.user(holder) if holder else None
    row.save()
    lines = Entry.objects.using("ledger").count()
    assert row.row is not None
    assert _act(desk_on_sqlite, who, act, row.row, **more) in (200, 303)
    now = Triage.objects.get(pk=row.pk)
    fresh = list(Entry.objects.using("ledger").order_by("seq")[lines:])
    if after is None:
        assert (now.state, now.holder) == (state, row.holder)
        assert fresh == []
        return
    assert now.state == after
    (line,) = fresh
    assert (line.act, line.subject, line.who) == (act, row.report, NAMES[who])
    assert line.reason == more.get("reason", "").strip()
    assert msgspec.json.decode(line.before) == {"state": state, "holder": holder}
    wanted = {"assign": more.get("to"), "give-back": None, "reopen": None}.get(act, NAMES[who])
    assert msgspec.json.decode(line.after) == {"state": after, "holder": wanted}
    assert Notice.objects.filter(kind="assigned").count() == (wanted not in (None, NAMES[who]))


def test_what_was_typed_is_not_lost(desk_on_sqlite: Desk) -> None:
    row = _row(desk_on_sqlite).row
    form = {"act": "set-aside", "report": str(row), "reason": "y" * 2001}
    for headers in ({}, {"HX-Request": "true"}):
        answer = desk_on_sqlite.client(Role.CODER).post("/inbox/act/", form, headers=headers)
        assert answer.status_code == 200
        body = answer.content.decode()
        assert "y" * 2001 in body
        assert re.search(rf'value="{row}"[^>]* checked', body)
        assert "more than 2,000 characters" in body


def test_several_at_once_with_their_copies(desk: Desk) -> None:
    arrivals.catch_up()
    wire = Triage.objects.get(report="01-wire.txt")
    group = set(Triage.objects.filter(origin=wire.origin).values_list("report", flat=True))
    assert len(group) > 2
    other = Triage.objects.exclude(origin=wire.origin).order_by("-row")[0]
    form = {"act": "take", "report": [str(wire.row), str(other.row)], "copies": "yes"}
    answer = desk.client(Role.CODER).post("/inbox/act/", form, headers={"HX-Request": "true"})
    assert f"{len(group) + 1} reports taken" in answer.content.decode()
    assert set(Triage.objects.filter(state="taken").values_list("report", flat=True)) == group | {other.report}
    mine = desk.client(Role.CODER).get("/inbox/?holder=me").content
    assert len(_rows(mine)) == 2
    assert _rows(desk.client(SECOND).get("/inbox/?tab=others").content) == _rows(mine)
    assert _rows(desk.client(SECOND).get(f"/inbox/?holder={NAMES[Role.CODER]}").content) == _rows(mine)
    assert _rows(desk.client(SECOND).get("/inbox/?holder=me").content) == []


def test_what_is_restricted_is_not_there(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.client(Role.CODER).get("/inbox/")
    incident = desk.incidents()[0]
    told = Sighting.objects.using("ledger").filter(incident_id=incident).values_list("report_id", flat=True)
    elsewhere = Sighting.objects.using("ledger").filter(report_id__in=told, incident_id__isnull=False)
    elsewhere = elsewhere.exclude(incident_id=incident)
    hidden = set(told) - set(elsewhere.values_list("report_id", flat=True))
    current = Report.objects.using("ledger").filter(current=True)
    names = list(current.filter(id__in=hidden).values_list("name", flat=True))
    assert names
    desk.restrict(incident)
    title = Incident.objects.using("ledger").get(id=incident).title
    client = desk.client(Role.ADMINISTRATOR)
    _sized(monkeypatch, 100)
    for at in ("/inbox/", "/inbox/?tab=all"):
        body = client.get(at).content.decode()
        assert title not in body
        assert incident not in body
        assert not hidden & {int(row) for row in re.findall(r'href="/reports/(\d+)/"', body)}
        assert f">{current.count() - len(names)}<" in body
    origin = Triage.objects.get(report=names[0]).origin
    if not set(Triage.objects.filter(origin=origin).values_list("row", flat=True)) - hidden:
        assert client.get(f"/inbox/?origin={origin}").status_code == 404
    row = current.get(name=names[0]).id
    for act in ("take", "done"):
        assert _act(desk, Role.ADMINISTRATOR, act, row) == 404
    assert title in desk.client(SECOND).get("/inbox/?tab=all").content.decode()
    # Nothing is done to a hidden copy either.
    seen = Triage.objects.filter(origin=origin).exclude(row__in=hidden).first()
    if seen is not None:
        form = {"act": "done", "report": str(seen.row), "copies": "yes"}
        client.post("/inbox/act/", form)
    assert not Triage.objects.filter(row__in=hidden).exclude(state="new").exists()


def test_it_follows_the_ledger(desk: Desk) -> None:
    assert arrivals.catch_up()
    count = Triage.objects.count()
    assert count == Report.objects.using("ledger").filter(current=True).count()
    name = "more/1.txt"
    _add(name, "Four people were killed by a shell in Tarn on 5 March 2031, the mayor, Odo Brell, said.")
    assert arrivals.catch_up()
    row = Triage.objects.get(report=name)
    assert (row.state, row.version) == ("new", 1)
    here().remove(name, by=By(who="x", reason="a mistake"))
    assert arrivals.catch_up()
    assert not Triage.objects.filter(report=name).exists()
    assert Triage.objects.count() == count


def test_what_was_done_is_news_again_in_a_new_version(desk_on_sqlite: Desk) -> None:
    arrivals.catch_up()
    states = {"again/1": "taken", "again/2": "done"}
    for step in (0, 1):
        for name in states:
            _add(
                name, f"{7 + step} people were killed by a shell in {name} on 5 March 2031, the mayor, Odo Brell, said."
            )
        arrivals.catch_up()
        if not step:
            for name, state in states.items():
                Triage.objects.filter(report=name).update(state=state, statements=5)
    assert {r.report: (r.state, r.version, r.statements) for r in Triage.objects.filter(report__in=states)} == {
        "again/1": ("taken", 2, None),
        "again/2": ("new", 2, None),
    }


def test_a_large_ledger_is_taken_in_step_by_step_the_newest_first(desk: Desk) -> None:
    Setting.objects.filter(name="arrivals").delete()
    Triage.objects.all().delete()
    steps = 0
    while not arrivals.catch_up(step=10):
        steps += 1
        rows = [row for row in Triage.objects.values_list("row", flat=True) if row is not None]
        newest = Report.objects.using("ledger").filter(current=True).order_by("-id").values_list("id", flat=True)
        assert sorted(rows) == sorted(newest[: len(rows)])
    assert steps == 2
    assert Triage.objects.count() == Report.objects.using("ledger").filter(current=True).count()


def test_one_act_at_a_time_wins(desk_on_sqlite: Desk) -> None:
    """What somebody else took since the page was opened stays theirs, and the message says so."""
    row = _row(desk_on_sqlite)
    assert row.row is not None
    _act(desk_on_sqlite, SECOND, "take", row.row)
    form = {"act": f"take {row.row}"}
    answer = desk_on_sqlite.client(Role.CODER).post("/inbox/act/", form, headers={"HX-Request": "true"})
    assert "it is taken by" in answer.content.decode()
    held = Triage.objects.get(pk=row.pk).holder
    assert held is not None
    assert held.username == SECOND


def test_readers_read_and_act_not(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.READER)
    body = client.get("/inbox/").content.decode()
    assert 'name="report"' not in body
    assert 'name="act"' not in body
    assert "/inbox/add/" not in body
    assert client.post("/inbox/act/", {"act": "take"}).status_code == 403
    assert desk_on_sqlite.client(Role.CODER).get("/inbox/act/").status_code == 405


@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example/", "tab=done&next=//evil.example", "tab=%0d%0a"]
)
def test_one_comes_back_to_the_inbox_alone(desk_on_sqlite: Desk, back: str) -> None:
    row = _row(desk_on_sqlite).row
    form = {"act": "take", "report": str(row), "back": back}
    at = desk_on_sqlite.client(Role.CODER).post("/inbox/act/", form)["Location"]
    assert re.fullmatch(r"/inbox/(\?tab=[\w%]+)?", at)


@pytest.mark.parametrize(
    "query", ["after=x", "after=-1", "after=99999999999999999999999", "tab=x", "holder=%00", "origin=x", "after=²"]
)
def test_addresses_that_make_no_sense(desk_on_sqlite: Desk, query: str) -> None:
    answer = desk_on_sqlite.client(Role.CODER).get(f"/inbox/?{query}")
    assert answer.status_code == (404 if query == "origin=x" else 200)
