"""Search: the form writes one line that stays in the address bar; hits lead to their words; nobody finds what they may
not see."""

from __future__ import annotations

import re

import pytest

from desk.team import SECOND, Desk
from onrecord.desk import asking
from onrecord.desk.access import Role
from onrecord.desk.ledgers import here
from onrecord.desk.marking import pieces
from onrecord.desk.models import Veil
from onrecord.desk.veils import Veiled, Veils
from onrecord.ledger.models import Incident, Report, Sighting
from onrecord.ledger.query import parse

pytestmark = pytest.mark.usefixtures("contexts")

FORMS = [
    ({"words": "market", "said": "Pavo Rennick", "killed-least": "10"}, 'market said:"Pavo Rennick" killed:>=10'),
    ({"words": "", "place": "Dol Aren", "since": "2025-03-01", "until": ""}, 'place:"Dol Aren" since:2025-03-01'),
    ({"words": "killed:>3 said:Vohl", "said": "Rennick", "killed-least": "99"}, "said:Vohl killed:>=4"),
    ({"words": "a", "published-from": "2025-03-01", "published-to": "2025-03-01"}, "a published:2025-03-01"),
    ({"words": "a", "kind": "Explosions/Remote violence"}, 'a kind:"Explosions/Remote violence"'),
    ({"words": 'x "y', "outlet": 'The "Post"'}, 'x "y" outlet:"The Post"'),
    ({"words": "", "killed-least": "many"}, "killed:>=many"),
    ({"words": ""}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("form", "line"), FORMS)
def test_the_fields_write_into_the_query(form: dict[str, str], line: str) -> None:
    assert asking.asked(form) == line


def test_the_fields_are_filled_from_the_address() -> None:
    filled = {each.field.name: each.value for each in asking.fields(parse('market said:"Pavo Rennick" killed:>=10'))}
    assert (filled["said"], filled["killed-least"], filled["place"]) == ("Pavo Rennick", "10", "")
    assert asking.asked({"q": "market"}) is None


def test_the_form_leads_to_an_address_that_says_it_all(desk_on_sqlite: Desk) -> None:
    answer = desk_on_sqlite.client(Role.READER).get("/search/", {"words": "market", "said": "Rennick"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/search/?q=market+said%3ARennick")


def test_a_hit_leads_to_its_words(desk: Desk) -> None:
    answer = desk.client(Role.READER).get("/search/?q=market+said:Rennick")
    hits = answer.context["hits"]
    assert hits and answer.context["total"] >= len(hits)
    rows = {row.id: row.name for row in Report.objects.using("ledger").all()}
    for hit in hits:
        text = here().record(rows[hit.row]).article.text
        marked = [piece.text for piece in hit.snippet if piece.marked]
        ranges = [tuple(map(int, pair.split("-"))) for pair in hit.at.split(",") if pair]
        assert [text[start:end] for start, end in ranges] == marked
        assert all(mark.lower() == "market" for mark in marked)
    body = answer.content.decode()
    assert "<mark>market</mark>" in body and "/people/pavo%20rennick/" not in body.split("<main")[0]
    assert answer.context["incidents"][0].title.startswith("Air strike in Dol Aren")
    assert "Pavo Rennick" in [person.name for person, _ in answer.context["people"]]


def test_copies_stand_under_one_hit(desk: Desk) -> None:
    answer = desk.client(Role.READER).get("/search/?q=market+said:director")
    origins = [hit.origin for hit in answer.context["hits"]]
    assert len(origins) == len(set(origins))
    [wire] = [hit for hit in answer.context["hits"] if hit.also]
    assert wire.copies >= len(wire.also) >= 3


def test_pages_go_on_and_end(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.READER)
    answers = [client.get("/search/?q=the")]
    while follows := answers[-1].context["next"]:
        answers.append(client.get(f"/search/?{follows}"))
    rows = [hit.row for answer in answers for hit in answer.context["hits"]]
    also = [copy.row for answer in answers for hit in answer.context["hits"] for copy in hit.also]
    assert len({*rows, *also}) == len(rows) + len(also) == answers[0].context["total"] > 20
    assert len(answers) > 2 and client.get("/search/?q=the&page=999").status_code == 200


WRONG = [
    ("killed:x", "killed: takes a whole number"),
    ("colour:red", "There is no filter"),
    ("OR", "OR stands between two words"),
    ("x" * 2001, "2001 characters long"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_what_cannot_be_understood_is_said_by_the_field(desk_on_sqlite: Desk, text: str, said: str) -> None:
    answer = desk_on_sqlite.client(Role.READER).get("/search/", {"q": text})
    assert answer.status_code == 200 and said in answer.context["error"]
    assert 'aria-invalid="true"' in answer.content.decode() and 'id="wrong"' in answer.content.decode()


def test_a_restricted_incident_is_found_by_nothing(desk: Desk) -> None:
    """Neither hits nor totals nor what stands beside them tell of it, whatever is asked."""
    id = desk.incidents()[0]
    incident = Incident.objects.using("ledger").get(id=id)
    desk.restrict(id)
    told = set(Sighting.objects.using("ledger").filter(incident_id=id).values_list("report_id", flat=True))
    seen = Sighting.objects.using("ledger").filter(report_id__in=told, incident_id__isnull=False)
    alone = told - set(seen.exclude(incident_id=id).values_list("report_id", flat=True))
    reader, member = desk.client(Role.READER), desk.client(SECOND)
    for query in (
        "market", f'place:"{incident.place}"', f"killed:>={incident.killed_low}", f"killed:{incident.killed_high}",
        f"since:{incident.earliest} until:{incident.latest}", "said:Marrow", f'"{incident.title.split(",")[0]}"',
    ):  # fmt: skip
        answer = reader.get("/search/", {"q": query})
        body = answer.content.decode()
        assert id not in body and incident.title not in body, query
        rows = {hit.row for hit in answer.context["hits"]}
        assert not rows & alone, query
        whole = here().search(query, limit=1000)
        names = dict(Report.objects.using("ledger").filter(current=True).values_list("name", "id"))
        may = [hit for hit in whole.hits if names[hit.id] not in alone]
        assert answer.context["total"] <= len(may)
        assert member.get("/search/", {"q": query}).context["total"] == whole.total
    # What only the hidden incident has is found by no number of it.
    others = Incident.objects.using("ledger").filter(into=None, rejected=False).exclude(id=id)
    most = max(row.killed_high or 0 for row in others)
    assert (incident.killed_high or 0) > most
    assert reader.get("/search/", {"q": f"killed:>{most}"}).context["total"] == 0
    assert member.get("/search/", {"q": f"killed:>{most}"}).context["total"] > 0


def test_a_hidden_name_is_found_by_nobody(desk_on_sqlite: Desk) -> None:
    reviewer = desk_on_sqlite.user(Role.REVIEWER)
    Veil.objects.create(name="Ilse Marrow", also='["Marrow"]', alias="Witness A", by=reviewer)
    client = desk_on_sqlite.client(Role.READER)
    for query in ("Marrow", "said:Marrow", "name:Ilse", "hospital Marrow"):
        nobody = query.replace("Marrow", "Zarrow").replace("Ilse", "Zlse")
        bodies = []
        for each in (query, nobody):
            body = client.get("/search/", {"q": each}).content.decode()
            bodies.append(re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "", body))
        assert bodies[0] == bodies[1].replace("Zarrow", "Marrow").replace("Zlse", "Ilse")
    shown = client.get("/search/?q=children").content.decode()
    assert "Marrow" not in shown and "Witness A" in shown


def test_what_is_hidden_is_never_marked() -> None:
    veils = Veils([Veiled(("Ilse Marrow",), "Witness A")])
    text = "said Ilse Marrow of the market"
    assert [tuple(piece) for piece in pieces(text, [(5, 9), (24, 30)], veils)] == [
        ("said ", False), ("Witness A", False), (" of the ", False), ("market", True),
    ]  # fmt: skip
    assert "".join(piece.text for piece in pieces(text, [(0, 4), (24, 30)], Veils())) == text
