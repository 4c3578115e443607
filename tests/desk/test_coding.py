"""Coding twice, each blind; how far coders agree, by published examples."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.pages import settled
from desk.team import NAMES, SECOND, Desk
from onrecord.desk import second
from onrecord.desk.access import Role, Sight
from onrecord.desk.alpha import Agreement, Level, Value, agreement
from onrecord.desk.ledgers import here
from onrecord.desk.models import Coding, Setting
from onrecord.desk.second import FIELDS
from onrecord.ledger.by import By
from onrecord.ledger.models import Entry, Incident

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), sections A, B and C: coders in rows.
BINARY = ("0100000010", "1110010000")
LETTERS = ("aabbdcccedda", "babbbcccedddd"[:12])
MISSING = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
PUBLISHED: tuple[tuple[Sequence[Sequence[Value | None]], Level, float], ...] = (
    (BINARY, "nominal", 0.095),
    (LETTERS, "nominal", 0.692),
    (MISSING, "nominal", 0.743),
    (MISSING, "ordinal", 0.815),
    (MISSING, "interval", 0.849),
    (MISSING, "ratio", 0.797),
)


@pytest.mark.parametrize(("coders", "level", "alpha"), PUBLISHED)
def test_published_examples(coders: Sequence[Sequence[Value | None]], level: Level, alpha: float) -> None:
    found = agreement(list(zip(*coders, strict=True)), level=level)
    assert found.alpha is not None
    # The paper's figures are cut, not rounded, to three places (.0952, .6919, .7434, .8153, .8491, .7974).
    assert abs(found.alpha - alpha) < 0.001
    assert found.why is None


def test_units_and_pairs_are_counted() -> None:
    found = agreement(list(zip(*MISSING, strict=True)), level="nominal")
    assert (found.units, found.pairs, found.same) == (11, 55, 43)


@pytest.mark.parametrize(
    ("units", "why"),
    [
        ([], "nothing"),
        ([["a", None], [None, None]], "nothing"),
        ([["a", "a"], ["a", "a"]], "one value"),
        ([[3.0, 3.0]], "one value"),
    ],
)
def test_where_it_is_not_defined_it_says_why(units: list[list[Value | None]], why: str) -> None:
    found = agreement(units, level="nominal")
    assert (found.alpha, found.why) == (None, why)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=30))
def test_coders_have_no_order(units: list[tuple[int, int]]) -> None:
    one = agreement(units, level="interval")
    other = agreement([(b, a) for a, b in reversed(units)], level="interval")
    assert (one.units, one.pairs, one.same, one.why) == (other.units, other.pairs, other.same, other.why)
    assert (one.alpha is None) == (other.alpha is None)
    if one.alpha is not None and other.alpha is not None:
        assert abs(one.alpha - other.alpha) < 1e-9
        assert one.alpha <= 1
        assert (one.alpha == 1) == all(a == b for a, b in units)


@pytest.mark.parametrize(
    ("name", "said", "value"),
    [
        ("date", "2025-03-03", 739313.0),
        ("date", "2025-03-03/2025-03-05", 739313.0),
        ("killed", "14", 14.0),
        ("killed", "3-5", 3.0),
        ("killed", "3-", 3.0),
        ("place", "Dol Aren;35.2;36.1", "dol aren"),
        ("place", "DOL ÅREN", "dol aren"),
        ("grade", "fair", "fair"),
        ("blamed", "the Northern Shield", "the northern shield"),
        ("blamed", "", None),
    ],
)
def test_what_is_compared(name: str, said: str, value: Value | None) -> None:
    field = next(each for each in FIELDS if each.name == name)
    assert second.measured(field, said) == value


ONE = {"date": "2025-03-03", "place": "Dol Aren", "killed": "14", "grade": "fair", "blamed": "the Northern Shield"}
OTHER = {"date": "2025-03-04", "place": "DOL AREN", "killed": "14-17", "grade": "weak", "blamed": "nobody"}


def _on() -> None:
    Setting.objects.create(name=second.SETTING, value="yes")


def _code(desk: Desk, who: Role | str, incident: str, said: dict[str, str]) -> int:
    return int(desk.client(who).post(f"/incidents/{incident}/code/", said).status_code)


def test_each_codes_blind_then_both_are_shown_and_a_reviewer_settles(desk: Desk) -> None:
    _on()
    incident = desk.incidents()[0]
    assert _code(desk, Role.CODER, incident, ONE) == 303
    for who in (Role.READER, Role.CODER, SECOND, Role.REVIEWER, Role.ADMINISTRATOR):
        page = desk.client(who).get(f"/incidents/{incident}/review/").content.decode()
        assert "the Northern Shield" not in page
        assert "Side by side" not in page
    assert f"/incidents/{incident}/code/" in desk.client(SECOND).get("/review/").content.decode()
    assert _code(desk, SECOND, incident, OTHER) == 303
    for who, sees in ((Role.READER, False), (Role.CODER, True), (SECOND, True), (Role.REVIEWER, True)):
        page = desk.client(who).get(f"/incidents/{incident}/review/").content.decode()
        assert ("Side by side" in page) == sees
        assert ("the Northern Shield" in page) == sees
        assert ("Settle as chosen" in page) == (who is Role.REVIEWER)
    lines = Entry.objects.using("ledger").filter(act="coded")
    assert [(e.who, e.before, e.after, e.reason) for e in lines.order_by("seq")] == [
        (NAMES[Role.CODER], "", "", ""),
        (SECOND, "", "", ""),
    ]
    ids = {c.coder.username: c.id for c in Coding.objects.select_related("coder")}
    chosen = {"date": str(ids[SECOND]), "grade": str(ids[NAMES[Role.CODER]]), "reason": "the clinic's list has the day"}
    for who in (Role.CODER, Role.READER):
        assert desk.client(who).post(f"/incidents/{incident}/code/settle/", chosen).status_code == 403
    assert desk.client(Role.REVIEWER).post(f"/incidents/{incident}/code/settle/", chosen).status_code == 303
    kept = msgspec.json.decode(Incident.objects.using("ledger").get(id=incident).decided)
    assert {name: msgspec.json.decode(value) for name, value in kept.items()} == {"date": "2025-03-04", "grade": "fair"}


def test_the_form_shows_nothing_of_what_was_decided_or_coded(desk: Desk) -> None:
    _on()
    incident = desk.incidents()[0]
    by = By(who="ada", reason="a reason that tells")
    for name, value in (("title", "Decided title"), ("killed", "9876"), ("place", "Decidedplace"), ("note", "noted")):
        here().settle(incident, name, value, by=by)
    here().settle(incident, "grade", "discounted", by=by)
    here().refresh()
    assert _code(desk, Role.CODER, incident, {"blamed": "Xyzzy", "killed": "8765"}) == 303
    page = settled(desk.client(SECOND).get(f"/incidents/{incident}/code/").content.decode())
    for told in ("Decided title", "9,876", "9876", "Decidedplace", "noted", "that tells", "Xyzzy", "8765", " selected"):
        assert told not in page
    assert NAMES[Role.CODER] not in page
    waiting = desk.client(SECOND).get("/review/").content.decode()
    assert "Decided title" not in waiting


def test_own_values_come_back_until_two_have_coded(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    _on()
    incident = desk.incidents()[0]
    assert _code(desk, Role.CODER, incident, ONE) == 303
    assert 'value="the Northern Shield"' in desk.client(Role.CODER).get(f"/incidents/{incident}/code/").content.decode()
    assert _code(desk, Role.CODER, incident, ONE | {"killed": "15"}) == 303
    assert second.said(Coding.objects.get())["killed"] == "15"
    assert _code(desk, SECOND, incident, OTHER) == 303
    assert _code(desk, Role.CODER, incident, OTHER) == 303
    assert second.said(Coding.objects.get(coder=desk.user(Role.CODER)))["killed"] == "15"


@pytest.mark.parametrize(
    "said",
    [{"killed": "many"}, {"date": "yesterday"}, {"grade": "good"}, {"blamed": "x" * 301}, {"place": "a\u0000"}],
)
def test_what_is_no_value_is_refused_and_kept_in_the_form(desk_on_sqlite: Desk, said: dict[str, str]) -> None:
    _on()
    incident = desk_on_sqlite.incidents()[0]
    answer = desk_on_sqlite.client(Role.CODER).post(f"/incidents/{incident}/code/", {"injured": "30", **said})
    assert answer.status_code == 422
    assert 'value="30"' in answer.content.decode()
    assert not Coding.objects.exists()


def test_nothing_filled_in(desk_on_sqlite: Desk) -> None:
    _on()
    assert _code(desk_on_sqlite, Role.CODER, desk_on_sqlite.incidents()[0], {}) == 422


def test_a_team_without_second_readers_has_no_form(desk_on_sqlite: Desk) -> None:
    incident = desk_on_sqlite.incidents()[0]
    assert desk_on_sqlite.client(Role.CODER).get(f"/incidents/{incident}/code/").status_code == 404
    assert desk_on_sqlite.client(Role.REVIEWER).post("/agreement/second-reader/", {"second": "yes"}).status_code == 403
    administrator = desk_on_sqlite.client(Role.ADMINISTRATOR)
    assert administrator.post("/agreement/second-reader/", {"second": "yes"}).status_code == 303
    assert desk_on_sqlite.client(Role.CODER).get(f"/incidents/{incident}/code/").status_code == 200
    assert Entry.objects.using("ledger").get(act="setting").after == '"yes"'


@pytest.mark.parametrize(
    ("who", "said", "sentence"),
    [
        (Role.REVIEWER, {"reason": "why"}, "Choose a value"),
        (Role.REVIEWER, {"grade": "first", "reason": ""}, "A reason is needed"),
        (Role.REVIEWER, {"grade": "999999", "reason": "why"}, "Choose a value"),
        (Role.REVIEWER, {"blamed": "first", "reason": "why"}, "Choose a value"),
    ],
)
def test_settling_what_cannot_be(desk_on_sqlite: Desk, who: Role, said: dict[str, str], sentence: str) -> None:
    _on()
    desk, incident = desk_on_sqlite, desk_on_sqlite.incidents()[0]
    assert _code(desk, Role.CODER, incident, ONE) == 303
    assert _code(desk, SECOND, incident, OTHER) == 303
    first = str(Coding.objects.order_by("id").first().id)  # type: ignore[union-attr]
    form = {name: first if value == "first" else value for name, value in said.items()}
    answer = desk.client(who).post(f"/incidents/{incident}/code/settle/", form, follow=True)
    assert sentence in answer.content.decode()
    assert Incident.objects.using("ledger").get(id=incident).decided == "{}"


def test_who_coded_does_not_settle(desk_on_sqlite: Desk) -> None:
    _on()
    desk, incident = desk_on_sqlite, desk_on_sqlite.incidents()[0]
    assert _code(desk, Role.REVIEWER, incident, ONE) == 303
    assert _code(desk, SECOND, incident, OTHER) == 303
    form = {"grade": str(Coding.objects.order_by("id").first().id), "reason": "mine"}  # type: ignore[union-attr]
    answer = desk.client(Role.REVIEWER).post(f"/incidents/{incident}/code/settle/", form, follow=True)
    assert "another reviewer settles it" in answer.content.decode()
    assert Incident.objects.using("ledger").get(id=incident).decided == "{}"


def test_agreement_over_what_one_may_see(desk: Desk) -> None:
    _on()
    first, other = desk.incidents()[:2]
    for incident in (first, other):
        assert _code(desk, Role.CODER, incident, ONE) == 303
        assert _code(desk, SECOND, incident, OTHER if incident == first else ONE | {"grade": "weak"}) == 303
    page = desk.client(Role.CODER).get("/agreement/").content.decode()
    assert "over 2 incidents" in page
    assert "<svg" in page
    assert desk.client(Role.READER).get("/agreement/").status_code == 403
    desk.restrict(first)
    assert "over 1 incident " in desk.client(Role.CODER).get("/agreement/").content.decode()
    assert "over 2 incidents" in desk.client(SECOND).get("/agreement/").content.decode()
    rows, incidents = second.agreements(_sight(first))
    assert incidents == 1
    found = {row.field.name: row.found for row in rows}
    assert found["grade"].alpha == pytest.approx(0.0)
    assert found["killed"] == Agreement(None, 1, 1, 1, "one value")
    assert found["injured"] == Agreement(None, 0, 0, 0, "nothing")


def _sight(*incidents: str) -> Sight:
    return Sight(frozenset(incidents), frozenset())


def test_restricted_incidents_are_not_there(desk_on_sqlite: Desk) -> None:
    _on()
    desk, incident = desk_on_sqlite, desk_on_sqlite.incidents()[0]
    assert _code(desk, SECOND, incident, ONE) == 303
    desk.restrict(incident)
    assert desk.client(Role.CODER).get(f"/incidents/{incident}/code/").status_code == 404
    assert incident not in desk.client(Role.CODER).get("/review/").content.decode()
