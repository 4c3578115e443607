"""Narrow ways by which what is hidden could be learned after all: each was open once."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from django.test import Client

from desk.team import NAMES, SECOND, Desk
from desk.walk import ask
from onrecord.desk import care, heard, tokens
from onrecord.desk.access import Role, sight_of
from onrecord.desk.models import Incoming, Notice, Restriction, Triage, Veil
from onrecord.desk.search import shown_hit
from onrecord.desk.veils import Veiled, Veils
from onrecord.ledger import open_ledger
from onrecord.ledger.answers import Hit
from onrecord.ledger.by import By
from onrecord.ledger.models import Entry, Incident, Report, Sighting
from onrecord.record import Span

BECAUSE = By(who=SECOND, reason="because")
LEDGER = "ledger"


def _restricted(desk: Desk) -> tuple[str, list[Report]]:
    """A restricted incident, and the current reports that tell of nothing else."""
    for id in desk.incidents():
        told = Sighting.objects.using(LEDGER).filter(incident_id=id).values_list("report_id", flat=True)
        others = Sighting.objects.using(LEDGER).filter(report_id__in=told, incident__isnull=False)
        alone = set(told) - set(others.exclude(incident_id=id).values_list("report_id", flat=True))
        reports = list(Report.objects.using(LEDGER).filter(id__in=alone, current=True).order_by("id"))
        if len(reports) > 1:
            desk.restrict(id)
            return id, reports
    raise AssertionError("the samples have an incident with reports of its own")


def _other(desk: Desk, than: str) -> str:
    return next(id for id in desk.incidents() if id != than)


def _both(desk: Desk) -> tuple[Report, str]:
    """A current report that tells of two incidents, of which the last that has figures is restricted."""
    for row in Report.objects.using(LEDGER).filter(current=True).order_by("id"):
        told = Sighting.objects.using(LEDGER).filter(report_id=row.id, incident__isnull=False).order_by("-id")
        figures = {each["id"]: each["figures"] for each in _record(desk, row.name)["incidents"]}
        ids = [id for no, id in told.values_list("no", "incident_id") if figures.get(no)]
        if ids and len(set(told.values_list("incident_id", flat=True))) > 1:
            desk.restrict(ids[0])
            return row, ids[0]
    raise AssertionError("the samples have a report of two incidents")


def _record(desk: Desk, name: str) -> dict[str, Any]:
    with open_ledger(desk.where) as ledger:
        return msgspec.to_builtins(ledger.record(name))  # type: ignore[no-any-return]


def _api(desk: Desk, who: Role | str) -> dict[str, Any]:
    _, secret = tokens.made(desk.user(who), "a program", ["read", "export"], days=1)
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}


# Restricted incidents.


@pytest.mark.parametrize("address", ["", "export/prov/", "export/json/"])
def test_a_reason_that_names_it_is_not_shown(desk_on_sqlite: Desk, address: str) -> None:
    hidden, _ = _restricted(desk_on_sqlite)
    other = _other(desk_on_sqlite, hidden)
    with open_ledger(desk_on_sqlite.where) as ledger:
        ledger.settle(other, "grade", "fair", by=By(who=SECOND, reason=f"as {hidden} was"))
        ledger.refresh()
    page = ask(desk_on_sqlite.client(Role.REVIEWER), f"/incidents/{other}/{address}")
    assert page.status == 200
    assert hidden not in page.text
    own = ask(desk_on_sqlite.client(SECOND), f"/incidents/{other}/{address}")
    assert address == "export/json/" or hidden in own.text


def test_lines_of_the_log_are_not_counted(desk_on_sqlite: Desk) -> None:
    # What is numbered tells how many lines there are between, of things that are not to be seen.
    other = _other(desk_on_sqlite, _restricted(desk_on_sqlite)[0])
    client = desk_on_sqlite.client(Role.CODER)
    form = {"field": "grade", "value": "fair", "reason": "two say so"}
    told: Any = client.post(f"/incidents/{other}/set/", form, follow=True)
    line = Entry.objects.using(LEDGER).order_by("-seq")[0]
    assert line.hash[:12] in told.content.decode()
    assert f"line {line.seq}" not in told.content.decode()
    prov = json.loads(ask(client, f"/incidents/{other}/export/prov/").text)
    assert line.seq not in [each.get("seq") for each in prov["@graph"]]


def test_withdrawn_it_is_hidden_still(desk_on_sqlite: Desk) -> None:
    _, reports = _restricted(desk_on_sqlite)
    row = reports[0]
    with open_ledger(desk_on_sqlite.where) as ledger:
        ledger.remove(row.name, by=By(who=SECOND, reason="its outlet asked for that"))
        ledger.refresh()
    client, headers = desk_on_sqlite.client(Role.REVIEWER), _api(desk_on_sqlite, Role.REVIEWER)
    assert client.get(f"/reports/{row.id}/").status_code == 404
    assert Client().get(f"/api/reports/{row.id}", **headers).status_code == 404
    for address in ("/history/", "/history/?act=remove", f"/history/?subject={quote(row.name)}", "/history/?act=bring"):
        assert "its outlet asked" not in ask(client, address).text, address
    assert desk_on_sqlite.client(SECOND).get(f"/reports/{row.id}/").status_code == 410


def test_who_is_heard_of_it_alone_stays_unnamed(desk_on_sqlite: Desk) -> None:
    # Also where somebody who may see it has said that two names are one source's.
    desk = desk_on_sqlite
    everyone = set(heard.now(sight_of(desk.user(SECOND))).keys)
    for hidden in desk.incidents():
        desk.restrict(hidden)
        left = heard.now(sight_of(desk.user(Role.REVIEWER))).keys
        alone = sorted(everyone - set(left), key=len)
        if alone:
            break
        Restriction.objects.all().delete()
    name = alone[-1]
    with open_ledger(desk.where) as ledger:
        ledger.same(left[0], name, by=BECAUSE)
    client = desk.client(Role.REVIEWER)
    for address in (f"/people/{quote(left[0])}/", "/history/", "/history/?act=same"):
        assert name not in ask(client, address).text, address
    for address in ("/api/history", "/api/export/prov"):
        assert name not in ask(Client(), address, **_api(desk, Role.REVIEWER)).text, address
    assert name in ask(desk.client(SECOND), "/history/?act=same").text
    # Nor is it parted, or said to be parted, by who does not know of it.
    form = {"key": left[0], "name": name, "reason": "they are two"}
    there, never = (
        desk.client(Role.CODER).post("/people/-/parted/", form | {"name": each}, follow=True)
        for each in (name, "nobody at all")
    )
    assert there.status_code == never.status_code
    assert not Entry.objects.using(LEDGER).filter(act="parted").exists()


def test_the_beginning_of_an_id_tells_nothing(desk_on_sqlite: Desk) -> None:
    hidden, _ = _restricted(desk_on_sqlite)
    other = _other(desk_on_sqlite, hidden)
    Incident(id=f"{other[:9]}zz").save(using=LEDGER)
    desk_on_sqlite.restrict(f"{other[:9]}zz")
    page = ask(desk_on_sqlite.client(Role.READER), f"/history/?subject={other[:9]}")
    assert f"/incidents/{other}/" in page.text


def test_what_comes_out_of_what_was_joined_with_it_is_restricted(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    first, second = desk.incidents()[:2]
    desk.restrict(second)
    with open_ledger(desk.where) as ledger:  # as a run does, which knows of no restriction
        ledger.join(first, second, by=BECAUSE)
        ledger.refresh()
    report = Sighting.objects.using(LEDGER).filter(incident_id=first, report__current=True).first()
    assert report is not None
    desk.client(SECOND).post(f"/incidents/{first}/split/", {"report": str(report.report_id), "reason": "another day"})
    new = Sighting.objects.using(LEDGER).get(pk=report.pk).incident_id
    assert new not in (None, first)
    assert new in sight_of(desk.user(Role.REVIEWER)).incidents
    assert new not in sight_of(desk.user(SECOND)).incidents


def test_nothing_is_assigned_to_who_may_not_see_it(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    _, reports = _restricted(desk)
    desk.client(SECOND).get("/inbox/")
    reviewer = desk.user(Role.REVIEWER)
    group = desk.user(SECOND).groups.get()
    reviewer.groups.add(group)
    form = {"act": "assign", "report": [str(each.id) for each in reports], "to": NAMES[Role.CODER]}
    desk.client(Role.REVIEWER).post("/inbox/act/", form)
    assert not Triage.objects.filter(holder=desk.user(Role.CODER)).exists()
    assert not Notice.objects.filter(to=desk.user(Role.CODER)).exists()
    desk.client(Role.REVIEWER).post("/inbox/act/", form | {"to": SECOND})
    assert Triage.objects.filter(holder=desk.user(SECOND)).count() == len(reports)


def test_figures_of_it_are_not_counted(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    row, hidden = _both(desk)
    no = list(Sighting.objects.using(LEDGER).filter(report_id=row.id, incident_id=hidden).values_list("no", flat=True))
    incidents = _record(desk, row.name)["incidents"]
    seen = sum(len(each["figures"]) for each in incidents if each["id"] not in no)
    assert seen < sum(len(each["figures"]) for each in incidents)
    for client, count in ((desk.client(Role.READER), seen), (desk.client(SECOND), None)):
        page = ask(client, "/inbox/?tab=all").tree()
        while not (here := page.xpath(f"//li[@id='report-{row.id}']")):
            page = ask(client, "/inbox/" + page.xpath("//a[@rel='next']/@href")[0]).tree()
        words = " ".join(here[0].text_content().split())
        assert (count is None) or f"{count} figure" in words, words


@pytest.mark.parametrize("deed", ["accept", "reject"])
def test_a_figure_of_it_is_refused_as_one_that_never_was(desk_on_sqlite: Desk, deed: str) -> None:
    desk = desk_on_sqlite
    row, hidden = _both(desk)
    hers = Sighting.objects.using(LEDGER).filter(report_id=row.id, incident_id=hidden)
    no = hers.values_list("no", flat=True)[0]
    client = desk.client(Role.CODER)
    told = [
        client.post(f"/reports/{row.id}/amend/", {"do": f"{deed}:{each}.f1", "reason": "because"}).status_code
        for each in (no, "i987")
    ]
    assert told[0] == told[1]


def test_a_download_has_the_record_as_its_page_has_it(desk_on_sqlite: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_on_sqlite
    row, hidden = _both(desk)
    no = Sighting.objects.using(LEDGER).filter(report_id=row.id, incident_id=hidden).values_list("no", flat=True)
    other = (
        Sighting.objects.using(LEDGER).filter(report_id=row.id, incident__isnull=False).exclude(incident_id=hidden)
        .values_list("incident_id", flat=True)[0]
    )  # fmt: skip
    got = []

    def spy(name: str, sheets: Any, *, record_of: Any, log: Any) -> list[bytes]:
        got.append(record_of(row.name))
        return []

    monkeypatch.setattr("onrecord.desk.downloads.export", spy)
    desk.client(Role.READER).get(f"/incidents/{other}/export/prov/")
    assert {each.id for each in got[0].incidents}.isdisjoint(set(no))


def test_groups_of_others_tell_an_administrator_no_number(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.ADMINISTRATOR)
    before = ask(client, "/team/").tree().text_content()
    _restricted(desk_on_sqlite)
    assert ask(client, "/team/").tree().text_content() == before


def test_a_later_version_that_tells_of_nothing_is_hidden_with_the_earlier_one(desk_on_sqlite: Desk) -> None:
    # 'This report has been corrected' may say all that the report said.
    desk = desk_on_sqlite
    old = Report.objects.using(LEDGER).filter(current=False, withdrawn=False).order_by("id")[0]
    new = Report.objects.using(LEDGER).get(name=old.name, current=True)
    hidden = desk.incidents()[0]
    Sighting.objects.using(LEDGER).filter(report_id=new.id).update(incident_id=None)
    Sighting.objects.using(LEDGER).filter(report_id=old.id).update(incident_id=hidden)
    desk.restrict(hidden)
    for row in (old, new):
        assert desk.client(Role.REVIEWER).get(f"/reports/{row.id}/").status_code == 404
        assert desk.client(SECOND).get(f"/reports/{row.id}/").status_code == 200


# Names that are not shown.


def _veiled(desk: Desk, name: str, **more: str) -> Veil:
    return Veil.objects.create(name=name, by=desk.user(Role.REVIEWER), **more)


def test_a_title_with_a_hidden_name_is_veiled_wherever_it_is_told(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    first, second = desk.incidents()[:2]
    with open_ledger(desk.where) as ledger:
        ledger.settle(second, "title", "Arrest of Pelagia Quince", by=BECAUSE)
        ledger.settle(second, "place", "house of Pelagia Quince", by=BECAUSE)
        ledger.refresh()
    _veiled(desk, "Pelagia Quince")
    client = desk.client(Role.CODER)
    assert "Pelagia" not in ask(client, f"/incidents/{second}/").text
    sought = [ask(client, f"/incidents/?place={each}").text for each in ("Pelagia", "quince", "nowhere")]
    assert not any(f"/incidents/{second}/" in each for each in sought)
    assert f"/incidents/{second}/" in ask(client, "/incidents/?place=house").text
    headers = _api(desk, Role.CODER)
    assert second not in ask(Client(), "/api/incidents?place=Pelagia", **headers).text
    told: Any = client.post(f"/incidents/{first}/join/", {"other": second, "reason": "the same"}, follow=True)
    assert "[name withheld]" in told.content.decode()
    assert "Pelagia" not in told.content.decode()


@pytest.mark.parametrize("address", ["care/behind/", "care/veil/1/lift/"])
def test_names_are_seen_after_a_fresh_sign_in_alone(desk_on_sqlite: Desk, address: str) -> None:
    _veiled(desk_on_sqlite, "Pelagia Quince")
    client = desk_on_sqlite.client(Role.REVIEWER, age=3600)
    answer: Any = client.post(f"/{address}", {"reason": "it is safe"})
    assert "reauthenticate" in answer["Location"]
    assert "behind" not in client.session
    assert Veil.objects.filter(lifted=None).exists()


@pytest.mark.parametrize(
    "text",
    [
        "https://news.example/%D0%9F%D0%B5%D0%BB%D0%B0%D0%B3%D0%B8%D1%8F-%D0%9A%D0%B2%D0%B8%D0%BD%D1%81",
        "see https://news.example/a?who=Pelagia%20Quince now", "Pelagia%2BQuince",
    ],
)  # fmt: skip
def test_an_escaped_name_is_a_name(text: str) -> None:
    veils = Veils([Veiled(("Pelagia Quince", "Пелагия Квинс"), "N. N.")])
    assert "N. N." in veils.words(text)
    assert "%" not in veils.words(text)
    assert veils.words("50% of them, 7%ab") == "50% of them, 7%ab"


def test_a_mark_does_not_say_that_a_hidden_name_has_the_word(desk_on_sqlite: Desk) -> None:
    veils = Veils([Veiled(("Pelagia Quince",), "N. N.")])
    snippet = "Pelagia Quince spoke; Oskar Quince did not."
    hit = Hit("a.txt", None, None, None, snippet, marks=(Span(8, 14), Span(28, 34)), start=100)
    found = shown_hit(hit, veils)
    assert found.snippet == "N. N. spoke; Oskar Quince did not."
    assert [found.snippet[a:b] for a, b in found.marks] == ["Quince"]


def test_an_original_with_a_hidden_name_outside_of_its_text_is_withheld(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    with open_ledger(desk.where) as ledger:
        for row in Report.objects.using(LEDGER).filter(current=True, name__endswith=".html"):
            data = ledger.original(row.article_id)
            if b"<title>" in data:
                break
    # Something that stands in the page's source and nowhere in what was read of it.
    text = json.dumps(_record(desk, row.name)["article"], ensure_ascii=False)
    words = re.findall(r"[A-Za-z]{4,}[ -][A-Za-z]{4,}", data.decode())
    pair = next(each for each in words if not any(word.lower() in text.lower() for word in re.split("[ -]", each)))
    _veiled(desk, pair)
    assert desk.client(Role.REVIEWER).get(f"/reports/{row.id}/original/").status_code == 403


def test_names_of_files_are_veiled_in_the_api_too(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    batch = uuid.uuid4()
    Incoming.objects.create(batch=batch, name="Pelagia Quince.pdf", kind="file", state="failed",
                            said="Pelagia Quince.pdf is none.", by=desk.user(Role.CODER))  # fmt: skip
    _veiled(desk, "Pelagia Quince")
    _, secret = tokens.made(desk.user(Role.REVIEWER), "a program", ["add"], days=1)
    headers: Any = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    told = ask(Client(), f"/api/incoming/{batch}", **headers)
    assert told.status == 200
    assert "Pelagia" not in told.text
    assert "Pelagia" not in ask(desk.client(Role.REVIEWER), f"/inbox/add/{batch}/").text


def test_annotations_stand_at_the_words_of_the_text_as_it_is_shown(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    client = desk.client(Role.READER)

    def quotes(incident: str) -> list[str]:
        lines = ask(client, f"/incidents/{incident}/export/annotation/").text.splitlines()
        exact = []
        for line in map(json.loads, lines):
            targets = line["target"] if isinstance(line["target"], list) else [line["target"]]
            exact += [s["exact"] for t in targets for s in t.get("selector", ()) if s["type"] == "TextQuoteSelector"]
        return exact

    incident = desk.incidents()[0]
    before = quotes(incident)
    assert before
    name = next(key for key in heard.now(sight_of(desk.user(Role.READER))).keys if " " in key)
    _veiled(desk, name, alias="A person whose name is long")
    shown = care.veils(None)
    assert quotes(incident) == [shown.words(each) for each in before]
