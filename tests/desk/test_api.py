"""The API: tokens, what each may, what nobody sees; errors as one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.contrib.auth.models import Group
from django.test import Client

from desk.team import GROUP, SECOND, Desk
from onrecord.accounts.sheet import Sheet
from onrecord.desk import api, api_access, membership, tokens
from onrecord.desk.access import Role
from onrecord.desk.models import Incoming, Restriction, Token, User, Veil
from onrecord.desk.tokens import Scope
from onrecord.ledger.models import Entry, Incident, Report, Sighting
from onrecord.publishing.exports import FORMATS
from onrecord.record import Record


class Program:
    """A program with a token."""

    def __init__(self, user: User, *scopes: str) -> None:
        self.token, secret = tokens.made(user, "a program", scopes or ("read",), days=1)
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, address: str, **said: Any) -> Any:
        return self.client.get(f"/api/{address}", said)

    def post(self, address: str, **said: Any) -> Any:
        return self.client.post(f"/api/{address}", json.dumps(said), content_type="application/json")


def reader(desk: Desk) -> Program:
    return Program(desk.user(Role.READER))


def coder(desk: Desk) -> Program:
    return Program(desk.user(Role.CODER), "read", "add", "decide")


# Who gets in.


def test_nobody_without_a_token(desk_on_sqlite: Desk) -> None:
    answer = Client().get("/api/incidents")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert list(answer.json()) == ["error"]


def test_a_browsers_session_is_worth_nothing(desk_on_sqlite: Desk) -> None:
    assert desk_on_sqlite.client(Role.ADMINISTRATOR).get("/api/incidents").status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer onr_wrong", "Bearer wrong", "Basic YTpi", "onr_wrong", "Bearer onr_\x00"]
)
def test_not_with_another(desk_on_sqlite: Desk, header: str) -> None:
    assert Client(headers={"Authorization": header}).get("/api/incidents").status_code == 401


@pytest.mark.parametrize("scope", Scope)
def test_every_operation_takes_its_scope(desk_on_sqlite: Desk, scope: Scope) -> None:
    program = Program(desk_on_sqlite.user(Role.CODER), scope)
    for operation, (wanted, _) in api.POWERS.items():
        method, at = operation.split()
        at = at.format(
            id=desk_on_sqlite.incidents()[0], row=1, format="jsonl", batch="00000000-0000-0000-0000-000000000000"
        )
        answer = program.client.generic(method, at, "{}", content_type="application/json")
        assert (answer.status_code == 403) is (wanted is not scope), operation
        if answer.status_code == 403:
            assert answer.json() == {"error": f"This token is not for {wanted}; make one that is."}


def test_a_token_loses_what_its_person_loses(desk: Desk) -> None:
    program, user = coder(desk), desk.user(Role.CODER)
    membership.change_role(user, "reader", by=desk.user(Role.ADMINISTRATOR))
    assert program.get("incidents").status_code == 200
    assert program.post("reports", text="x").status_code == 403
    membership.end(user, by=desk.user(Role.ADMINISTRATOR))
    assert program.get("incidents").status_code == 401


def test_who_needs_a_second_factor_needs_it_here_too(desk_on_sqlite: Desk) -> None:
    program = reader(desk_on_sqlite)
    membership.choose_second_factor(["reader"], by=desk_on_sqlite.user(Role.ADMINISTRATOR))
    answer = program.get("incidents")
    assert answer.status_code == 403
    assert "second factor" in answer.json()["error"]


def test_who_guesses_tokens_is_slowed_down(desk_on_sqlite: Desk) -> None:
    client = Client(headers={"Authorization": "Bearer onr_guessed"})
    for _ in range(api_access.GUESSES):
        assert client.get("/api/incidents").status_code == 401
    answer = client.get("/api/incidents")
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")


def test_behind_the_veils_a_program_never_sees_by_a_session_beside_it(desk_on_sqlite: Desk) -> None:
    """A token and a cookie in one request: the token's person alone counts."""
    client = desk_on_sqlite.client(Role.ADMINISTRATOR)
    _, secret = tokens.made(desk_on_sqlite.user(Role.READER), "mine", ["read"], days=1)
    answer = client.post("/api/incidents/x/decisions", "{}", content_type="application/json",
                         headers={"Authorization": f"Bearer {secret}"})  # fmt: skip
    assert answer.status_code == 403


# What is read.


def test_incidents_come_page_by_page(desk: Desk) -> None:
    program, seen, after = reader(desk), [], ""
    for _ in range(100):
        page = program.get("incidents", limit=2, after=after).json()
        seen += [each["id"] for each in page["incidents"]]
        after = page["next"] or ""
        if not after:
            break
    assert sorted(seen) == sorted(desk.incidents())


def test_a_sheet_is_that_of_the_ledger(desk: Desk) -> None:
    id = desk.incidents()[0]
    answer = reader(desk).get(f"incidents/{id}")
    assert msgspec.json.decode(answer.content, type=Sheet).incident_id == id
    assert answer["Cache-Control"] == "private, no-store"


def test_reports_and_records(desk: Desk) -> None:
    program = reader(desk)
    page = program.get("reports", limit=200).json()
    assert len(page["reports"]) == Report.objects.using("ledger").filter(current=True).count()
    row = page["reports"][3]["row"]
    record = msgspec.json.decode(program.get(f"reports/{row}").content, type=Record)
    assert record.article.id == page["reports"][3]["article"]
    first = program.get("reports", limit=1).json()
    second = program.get("reports", limit=1, after=first["next"]).json()
    assert [first["reports"][0], second["reports"][0]] == page["reports"][:2]


def test_search_people_and_history(desk: Desk) -> None:
    program = reader(desk)
    assert program.get("search", q="market").json()["hits"]
    assert program.get("people", limit=3).json()["people"]
    lines = program.get("history", limit=5).json()
    older = program.get("history", limit=5, below=lines["next"]).json()
    assert len(lines["lines"]) == len(older["lines"]) == 5
    assert not {each["hash"] for each in lines["lines"]} & {each["hash"] for each in older["lines"]}


@pytest.mark.parametrize("form", FORMATS)
def test_every_export(desk_on_sqlite: Desk, form: str) -> None:
    program = Program(desk_on_sqlite.user(Role.READER), "export")
    answer = program.get(f"export/{form}")
    assert answer.status_code == 200
    assert len(b"".join(answer.streaming_content)) > 100


ERRORS: list[tuple[str, dict[str, Any], int]] = [
    ("incidents/nothing", {}, 404),
    ("reports/999999", {}, 404),
    ("reports/0", {}, 404),
    ("reports/99999999999999999999999", {}, 404),
    ("reports/x", {}, 422),
    ("incidents", {"limit": 0}, 422),
    ("incidents", {"limit": 1000}, 422),
    ("search", {}, 422),
    ("search", {"q": "from:"}, 422),
    ("export/xlsx", {}, 404),
    ("nothing", {}, 404),
    ("", {}, 404),
]


@pytest.mark.parametrize(("address", "said", "status"), ERRORS, ids=[f"{a}{s}" for a, s, _ in ERRORS])
def test_errors_are_one_sentence(desk_on_sqlite: Desk, address: str, said: dict[str, Any], status: int) -> None:
    answer = Program(desk_on_sqlite.user(Role.READER), "read", "export").get(address, **said)
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]
    assert answer.json()["error"].endswith(".")


# What nobody sees who may not.


def rows_of(incident: str) -> list[int]:
    rows = Report.objects.using("ledger").filter(sighting__incident_id=incident, current=True)
    return list(rows.order_by("id").values_list("id", flat=True).distinct())


def told_alone(incident: str) -> set[int]:
    """The rows of reports that tell of nothing else."""
    rows = Sighting.objects.using("ledger").filter(incident__isnull=False, report__current=True)
    of = set(rows.filter(incident_id=incident).values_list("report_id", flat=True))
    return of - set(rows.filter(report_id__in=of).exclude(incident_id=incident).values_list("report_id", flat=True))


def everything(program: Program, id: str, rows: set[int]) -> str:
    """All that a program can ask for, in one text."""
    title = Incident.objects.using("ledger").get(id=id).title
    told = [
        program.get("incidents", limit=200), program.get(f"incidents/{id}"), program.get("reports", limit=200),
        *(program.get(f"reports/{row}") for row in sorted(rows)), program.get("search", q="killed"),
        program.get("search", q=title), program.get("people", limit=200), program.get("history", limit=200),
        program.get("history", subject=id, limit=200),
    ]  # fmt: skip
    told += [program.get(f"export/{form}") for form in FORMATS]
    parts = []
    for answer in told:
        assert answer.status_code in (200, 404, 410), answer
        parts.append(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    return b"\n".join(parts).decode(errors="replace")


def hidden_from(desk: Desk, who: Role | str) -> None:
    id = next(each for each in desk.incidents() if told_alone(each))
    rows = told_alone(id)
    names = list(Report.objects.using("ledger").filter(id__in=rows).values_list("name", flat=True))
    program = Program(desk.user(who), "read", "export")
    desk.restrict(id)
    said = everything(program, id, rows)
    leaks = [each for each in (id, *names) if each in said]
    assert leaks == ([] if who != SECOND else [id, *names])
    assert program.get(f"incidents/{id}").status_code == (200 if who == SECOND else 404)


def test_a_restricted_incident_leaks_nowhere(desk: Desk) -> None:
    hidden_from(desk, Role.READER)


@pytest.mark.parametrize("who", [Role.ADMINISTRATOR, SECOND])
def test_nor_to_an_administrator_but_is_there_for_its_group(desk_on_sqlite: Desk, who: Role | str) -> None:
    hidden_from(desk_on_sqlite, who)


def test_a_name_that_is_not_shown_is_shown_nowhere(desk_on_sqlite: Desk) -> None:
    program = Program(desk_on_sqlite.user(Role.ADMINISTRATOR), "read", "export")
    name = program.get("people", limit=1).json()["people"][0]["name"]
    id = desk_on_sqlite.incidents()[0]
    rows = set(Report.objects.using("ledger").filter(current=True).values_list("id", flat=True))
    assert name in everything(program, id, rows)
    Veil.objects.create(name=name, alias="A witness", by=desk_on_sqlite.user(Role.REVIEWER))
    said = everything(program, id, rows)
    assert name not in said
    assert "A witness" in said


# What is written.


def test_a_report_is_handed_in_and_followed(desk: Desk) -> None:
    program = coder(desk)
    answer = program.post(
        "reports", text="Two people were killed in Dol Aren on Monday, police said.", title="Dol Aren"
    )
    assert answer.status_code == 202
    assert Incoming.objects.get().by == desk.user(Role.CODER)
    found = program.get(f"incoming/{answer.json()['batch']}").json()
    assert (found["total"], found["inputs"][0]["state"]) == (1, "waiting")
    assert Program(desk.user(SECOND), "add").get(f"incoming/{answer.json()['batch']}").status_code == 404


@pytest.mark.parametrize(
    "said",
    [{}, {"text": " "}, {"url": "file:///etc/passwd"}, {"url": "https://a.example/\nhttps://b.example/"},
     {"text": "x", "day": "Monday"}, {"text": "x", "other": "y"}, {"text": 3}],
)  # fmt: skip
def test_what_is_no_report_is_refused(desk_on_sqlite: Desk, said: dict[str, Any]) -> None:
    answer = coder(desk_on_sqlite).post("reports", **said)
    assert answer.status_code == 422
    assert list(answer.json()) == ["error"]
    assert not Incoming.objects.exists()


def test_a_decision_is_in_the_log_under_its_persons_name(desk: Desk) -> None:
    id = desk.incidents()[0]
    program = coder(desk)
    answer = program.post(
        f"incidents/{id}/decisions", act="set", field="grade", value="fair", reason="two origins", rule="airwars"
    )
    assert answer.status_code == 201
    line = Entry.objects.using("ledger").order_by("-seq")[0]
    assert (line.who, line.act, line.reason, line.rule) == (
        desk.user(Role.CODER).username,
        "grade",
        "two origins",
        "airwars",
    )
    assert answer.json() == {"incident": id, "hash": line.hash, "at": line.at}
    assert program.get(f"incidents/{id}").json()["decided"] == {"grade": '"fair"'}


def test_incidents_are_joined_split_and_moved(desk: Desk) -> None:
    program = coder(desk)
    one, two = desk.incidents()[:2]
    assert program.post(f"incidents/{one}/decisions", act="part", other=two, reason="two towns").status_code == 201
    joined = program.post(f"incidents/{one}/decisions", act="join", other=two, reason="one after all")
    assert joined.json()["incident"] == one
    rows = list(
        Report.objects.using("ledger").filter(sighting__incident_id=one, current=True).values_list("id", flat=True)
    )
    new = program.post(f"incidents/{one}/decisions", act="split", reports=rows[:1], reason="another day").json()[
        "incident"
    ]
    assert new != one
    back = program.post(f"incidents/{new}/decisions", act="move", reports=rows[:1], other=one, reason="no, the same")
    assert back.json()["incident"] == one


DECISIONS: list[tuple[dict[str, Any], int]] = [
    ({"act": "set", "field": "grade", "value": "fair"}, 422),
    ({"act": "set", "field": "grade", "value": "splendid", "reason": "x"}, 422),
    ({"act": "set", "field": "colour", "value": "red", "reason": "x"}, 422),
    ({"act": "set", "field": "grade", "value": "fair", "reason": "x", "more": 1}, 422),
    ({"act": "dance", "reason": "x"}, 422),
    ({"act": "join", "other": "nothing", "reason": "x"}, 422),
    ({"act": "split", "reports": [999999], "reason": "x"}, 422),
    ({"act": "reject", "reason": "x"}, 403),
]


@pytest.mark.parametrize(("said", "status"), DECISIONS)
def test_what_cannot_be_decided_is_said(desk_on_sqlite: Desk, said: dict[str, Any], status: int) -> None:
    lines = Entry.objects.using("ledger").count()
    program = coder(desk_on_sqlite)
    made = Entry.objects.using("ledger").count()
    answer = program.post(f"incidents/{desk_on_sqlite.incidents()[0]}/decisions", **said)
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]
    assert Entry.objects.using("ledger").count() == made == lines + 1  # the token's own


def test_a_restricted_incident_is_not_joined_into_the_open(desk_on_sqlite: Desk) -> None:
    one, two = desk_on_sqlite.incidents()[:2]
    desk_on_sqlite.restrict(one)
    program = Program(desk_on_sqlite.user(SECOND), "decide")
    assert program.post(f"incidents/{two}/decisions", act="join", other=one, reason="x").status_code == 422
    rows = list(
        Report.objects.using("ledger").filter(sighting__incident_id=one, current=True).values_list("id", flat=True)
    )
    new = program.post(f"incidents/{one}/decisions", act="split", reports=rows[:1], reason="x").json()["incident"]
    assert list(Restriction.objects.get(incident=new).groups.all()) == [Group.objects.get(name=GROUP)]
    # Who does not see it is told the same as of what is not there.
    other = Program(desk_on_sqlite.user(Role.CODER), "decide")
    hidden = other.post(f"incidents/{two}/decisions", act="join", other=one, reason="x").json()["error"]
    absent = other.post(f"incidents/{two}/decisions", act="join", other="i00000000", reason="x").json()["error"]
    assert hidden.replace(one, "") == absent.replace("i00000000", "")
    assert (
        other.post(f"incidents/{one}/decisions", act="set", field="grade", value="fair", reason="x").status_code == 404
    )


# How it is described.


def test_it_is_described_and_loads_nothing_from_elsewhere(desk_on_sqlite: Desk) -> None:
    answer = Client().get("/api/openapi.json")
    schema = answer.json()
    assert schema["openapi"].startswith("3.")
    described = {f"{m.upper()} {at}" for at, of in schema["paths"].items() for m in of}
    assert described == set(api.POWERS)
    assert schema["components"]["securitySchemes"] == {"Bearer": {"type": "http", "scheme": "bearer"}}
    assert schema["paths"]["/api/export/{format}"]["get"]["security"] == [{"Bearer": ["export"]}]
    assert {"Sheet", "Record", "Decision", "New"} <= set(schema["components"]["schemas"])
    refs = set(_refs(schema))
    assert refs <= {f"#/components/schemas/{name}" for name in schema["components"]["schemas"]}


def _refs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "$ref":
                yield each
            else:
                yield from _refs(each)
    elif isinstance(value, list):
        for each in value:
            yield from _refs(each)


def test_tokens_are_counted_as_used(desk_on_sqlite: Desk) -> None:
    program = reader(desk_on_sqlite)
    program.get("incidents")
    assert Token.objects.get().used is not None


def test_the_page_of_the_api_has_every_address_with_its_scope() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "api.md").read_text("utf-8")
    for operation, (scope, _) in api.POWERS.items():
        assert f"| `{operation}` | `{scope}` |" in page
    assert page.count("| `GET /api/") + page.count("| `POST /api/") == len(api.POWERS)
