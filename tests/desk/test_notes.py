"""Notes with mentions, and tasks: who is told, who is not, and what the log has of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desk.pages import found, parsed, said, text
from desk.team import NAMES, SECOND, Desk
from onrecord.desk.access import Role
from onrecord.desk.models import Note, Notice, Task
from onrecord.ledger.models import Entry


def note(desk: Desk, words: str, who: Role | str = Role.CODER) -> Any:
    id = desk.incidents()[0]
    return desk.client(who).post(f"/incidents/{id}/notes/", {"words": words, "form": "note"}, follow=True)


def task(desk: Desk, who: Role | str = Role.CODER, **values: str) -> Any:
    sent = {"words": "Ask the hospital.", "assignee": "", "due": "", "form": "task"} | values
    return desk.client(who).post(f"/incidents/{desk.incidents()[0]}/tasks/", sent, follow=True)


def last() -> Entry:
    row = Entry.objects.using("ledger").order_by("-seq").first()
    assert row is not None
    return row


def test_who_is_mentioned_is_told(desk: Desk) -> None:
    answer = note(desk, f"See the register, @{NAMES[Role.REVIEWER]}.")
    (notice,) = Notice.objects.all()
    assert (notice.to, notice.kind, notice.incident) == (desk.user(Role.REVIEWER), "mention", desk.incidents()[0])
    assert notice.address == f"/incidents/{desk.incidents()[0]}/#notes"
    assert [text(each) for each in found(parsed(answer), "#notes .mention")] == [f"@{NAMES[Role.REVIEWER]}"]


@pytest.mark.parametrize(
    "words", ["See the register.", "@nobody", "a@reviewer-cleo", f"@{NAMES[Role.CODER]} myself", "@@reviewer-cleo"]
)
def test_nobody_else_is(desk_on_sqlite: Desk, words: str) -> None:
    note(desk_on_sqlite, words)
    assert not Notice.objects.exists()


def test_who_may_not_see_the_incident_is_not_told_and_is_not_offered(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    desk.restrict(desk.incidents()[0])
    answer = note(desk, f"@{NAMES[Role.REVIEWER]} @{SECOND}", who=SECOND)
    assert not Notice.objects.exists()
    assert not [each for each in Note.objects.get().mentions.all() if each.username != SECOND]
    section = text(found(parsed(answer), "#notes .help")[0])
    assert SECOND in section and NAMES[Role.REVIEWER] not in section
    options = [text(each) for each in found(parsed(answer), "#task-assignee option")]
    assert options == ["nobody yet", SECOND]


def test_the_log_says_that_there_is_a_note_and_not_what_it_says(desk: Desk) -> None:
    note(desk, "The driver, whose name is known to us, saw it.")
    line = last()
    assert (line.act, line.who, line.subject) == ("note", NAMES[Role.CODER], desk.incidents()[0])
    assert set(json.loads(line.after)) == {"note", "sha256"}
    assert not any("driver" in row.after for row in Entry.objects.using("ledger").all())


@pytest.mark.parametrize("words", ["", "  \n ", "x" * 4001])
def test_an_empty_or_endless_note_is_refused_and_stays_typed(desk_on_sqlite: Desk, words: str) -> None:
    answer = note(desk_on_sqlite, words)
    assert answer.status_code == 422
    assert not Note.objects.exists()
    assert (found(parsed(answer), "#note-words")[0].text or "").strip() == words.strip()


def test_a_note_is_shown_as_it_was_written(desk_on_sqlite: Desk) -> None:
    words = 'Not <script>alert("1")</script> but {{ words }}\nin two lines.'
    answer = note(desk_on_sqlite, words)
    assert found(parsed(answer), "#notes p.note")[0].text_content() == words


def test_a_task_is_given_done_and_not_done(desk: Desk) -> None:
    answer = task(desk, assignee=NAMES[Role.REVIEWER], due="2020-01-31")
    (notice,) = Notice.objects.all()
    assert (notice.to, notice.kind, notice.words) == (desk.user(Role.REVIEWER), "task", "Ask the hospital.")
    shown = text(found(parsed(answer), "#tasks li")[0])
    assert NAMES[Role.REVIEWER] in shown and "31 January 2020" in shown and "overdue" in shown
    assert json.loads(last().after) == {
        "task": Task.objects.get().pk, "for": NAMES[Role.REVIEWER], "due": "2020-01-31",
    }  # fmt: skip
    address = f"/incidents/{desk.incidents()[0]}/tasks/{Task.objects.get().pk}/"
    for done in (True, False):
        desk.client(Role.CODER).post(address, {"done": "yes" if done else "no"})
        assert (Task.objects.get().done is not None) is done
        assert json.loads(last().after)["done"] is done


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"words": " "}, "what is to be done"),
        ({"words": "x" * 501}, "what is to be done"),
        ({"assignee": "nobody"}, "Nobody called nobody"),
        ({"due": "soon"}, "soon is no day"),
    ],
)
def test_what_is_no_task_is_refused(desk_on_sqlite: Desk, values: dict[str, str], told: str) -> None:
    answer = task(desk_on_sqlite, **values)
    assert answer.status_code == 422
    assert told in said(answer)
    assert not Task.objects.exists()


def test_a_task_of_a_restricted_incident_goes_to_nobody_outside(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    desk.restrict(desk.incidents()[0])
    answer = task(desk, who=SECOND, assignee=NAMES[Role.REVIEWER])
    assert answer.status_code == 422
    assert said(answer) == said(task(desk, who=SECOND, assignee="nobody")).replace("nobody", NAMES[Role.REVIEWER])


def test_a_task_of_another_incident_is_not_found(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    task(desk)
    other = desk.incidents()[1]
    assert desk.client(Role.CODER).post(f"/incidents/{other}/tasks/{Task.objects.get().pk}/").status_code == 404


def test_readers_read(desk_on_sqlite: Desk) -> None:
    note(desk_on_sqlite, "See the register.")
    assert note(desk_on_sqlite, "Me too.", who=Role.READER).status_code == 403
    assert task(desk_on_sqlite, who=Role.READER).status_code == 403
    page = desk_on_sqlite.client(Role.READER).get(f"/incidents/{desk_on_sqlite.incidents()[0]}/")
    assert "See the register." in page.content.decode()
