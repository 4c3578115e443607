"""What is restricted to others leaks nowhere: not its id, its title, its reports, nor what was said of it, on any page,
in any list, count, search, download, error text or answer of the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from msgspec import structs

from desk.access_table import IDS, TABLE, arguments, material
from desk.team import GROUP, NAMES, SECOND, Desk
from desk.test_access import ROUTES
from desk.walk import Page, ask, walk
from ledger.records import original
from onrecord.desk import tokens
from onrecord.desk.access import Power, Role, sight_of
from onrecord.desk.ledgers import here
from onrecord.desk.models import Coding, Note, Notice, Redaction, Review, Search, Task, Triage
from onrecord.ledger import open_ledger
from onrecord.ledger.by import By
from onrecord.ledger.models import Incident, Report, Sighting
from onrecord.publishing.exports import FORMATS

OUTSIDE: tuple[Role | None, ...] = (None, *Role)
WORDS = "quinceorchard"  # of no sample, and longer than chance writes into a page
NOWHERE = "i" + "0" * 10
FAR = 987_654


class Secret(NamedTuple):
    """The restricted incident, the rows of the reports that tell of nothing else, and everything that may not be seen
    of it."""

    incident: str
    rows: tuple[int, ...]
    redaction: int
    strings: tuple[str, ...]


def secret(desk: Desk, incident: str) -> Secret:
    """Something said of ``incident`` wherever something can be, and then restricted."""
    ledger = "ledger"
    told = Sighting.objects.using(ledger).filter(incident_id=incident).values_list("report_id", flat=True)
    elsewhere = Sighting.objects.using(ledger).filter(report_id__in=told).exclude(incident_id=incident)
    rows = sorted(set(told) - set(elsewhere.filter(incident__isnull=False).values_list("report_id", flat=True)))
    assert rows, "an incident with a report of its own is needed"
    reports = list(Report.objects.using(ledger).filter(id__in=rows))
    with open_ledger(desk.where) as opened:
        by = By(who=SECOND, reason=f"{WORDS}-reason", rule=f"{WORDS}-rule")
        opened.settle(incident, "title", f"{WORDS}-title", by=by)
        opened.settle(incident, "note", f"{WORDS}-note", by=by)
        opened.settle(incident, "place", f"{WORDS}-place", by=by)
        opened.refresh()
    desk.restrict(incident)
    me, report = desk.user(SECOND), reports[0]
    Note.objects.create(kind="incident", subject=incident, author=me, words=f"{WORDS}-said @{NAMES[Role.REVIEWER]}")
    Note.objects.create(kind="report", subject=report.name, author=me, words=f"{WORDS}-of-report")
    for role in Role:
        person = desk.user(role)
        Task.objects.create(incident=incident, words=f"{WORDS}-task", assignee=person, by=me)
        Notice.objects.create(
            to=person, kind="mention", words=f"{WORDS}-notice", incident=incident, address=f"/incidents/{incident}/"
        )
        Notice.objects.create(
            to=person, kind="search", words=f"{WORDS}-found", report=report.id, address=f"/reports/{report.id}/"
        )
        Search.objects.create(owner=person, name=f"all-{role}", query="the", alert=True)
    Coding.objects.create(incident=incident, coder=me, values=f'{{"title": "{WORDS}-coded"}}')
    Review.objects.create(incident=incident, state="coded", coder=me)
    redaction = Redaction.objects.create(report=report.id, article=report.article_id, spans="[[0, 3]]", by=me)
    for each in reports:
        Triage.objects.update_or_create(
            report=each.name,
            defaults={"row": each.id, "state": "aside", "holder": me, "reason": f"{WORDS}-aside", "at": timezone.now()},
        )
    shown = set(Report.objects.using(ledger).exclude(id__in=rows).values_list("title", flat=True))
    titles = {each.title for each in reports} - shown
    names = {each.name for each in reports} - set(
        Report.objects.using(ledger).exclude(id__in=rows).values_list("name", flat=True)
    )
    hashes = {each.article_id.partition(":")[2] for each in reports}
    strings = [incident, WORDS, *names, *hashes, *(title for title in titles if title)]
    return Secret(incident, tuple(rows), redaction.pk, tuple(strings))


def addresses(kept: Secret) -> Iterator[str]:
    """Where one would look for it."""
    id, row = kept.incident, kept.rows[0]
    yield from (
        "/", "/inbox/", "/inbox/?tab=all", "/inbox/?tab=aside", "/inbox/?tab=others", f"/inbox/?holder={SECOND}",
        "/incidents/", "/people/", "/search/", f"/search/?q={WORDS}", f"/search/?q={WORDS}*", "/search/?q=the",
        f"/search/?q={id}", f"/search/?q=incident%3A{id}", f"/search/?q=place%3A{WORDS}*", "/history/",
        f"/history/?subject={id}", f"/history/?subject={id[:4]}", f"/history/?who={SECOND}", "/history/?act=set",
        "/notices/", "/review/", "/agreement/", "/search/saved/", f"/incidents/?place={WORDS}", "/incidents/?q=quince",
        f"/people/?q={WORDS}", f"/reports/{row}/", f"/reports/{row}/original/", f"/incidents/{id}/",
        f"/incidents/{id}/?at=1", f"/redactions/{kept.redaction}/", f"/redactions/{kept.redaction}/text/",
    )  # fmt: skip
    for name in list(Report.objects.using("ledger").filter(id__in=kept.rows).values_list("name", flat=True)):
        yield f"/history/?subject={quote(name, safe='')}"
        yield f"/search/?q={quote(name, safe='')}"


def leaks(page: Page, kept: Secret, *, besides: str = "") -> list[str]:
    """What of the secret stands in an answer; what was asked for may be said again."""
    text = page.text + page.headers.get("location", "") + page.headers.get("content-disposition", "")
    found = [each for each in kept.strings if each in text and each not in besides]
    rows = [f"/reports/{row}/" for row in kept.rows if f"/reports/{row}/" in text and f"/reports/{row}/" not in besides]
    return found + rows


def masked(body: str) -> str:
    """Without what differs in each answer."""
    return re.sub(r'(csrfmiddlewaretoken" value="|"X-CSRFToken": ")[^"]+', r"\1", body)


def chosen(desk: Desk) -> str:
    """An incident that is not told of most, and of which a report of its own came in a later version."""
    for incident in desk.incidents()[1:]:
        told = Sighting.objects.using("ledger").filter(report__current=True, incident_id__isnull=False)
        others = told.exclude(incident_id=incident).values_list("report_id", flat=True)
        own = told.filter(incident_id=incident).exclude(report_id__in=list(others)).order_by("report__name").first()
        if own is not None:
            record = here().record(own.report.name)
            text = f"{record.article.text}\n\nA bell rang until the evening."
            article = structs.replace(record.article, text=text, id=f"sha256:{sha256(original(text)).hexdigest()}")
            here().add(structs.replace(record, article=article), original(text))
            here().refresh()
            return incident
    raise AssertionError("the samples have an incident with a report of its own")


@pytest.mark.parametrize("role", OUTSIDE, ids=lambda role: role or "anonymous")
def test_it_leaks_nowhere(desk_on_sqlite: Desk, role: Role | None) -> None:
    desk = desk_on_sqlite
    kept = secret(desk, chosen(desk))
    client = desk.client(role)
    found = {}
    for page in walk(client, [*addresses(kept)], each=12):
        if bad := leaks(page, kept, besides=unquote(page.address)):
            found[page.address] = bad
    assert found == {}


def test_its_group_sees_it(desk_on_sqlite: Desk) -> None:
    # Else the test above would prove nothing.
    kept = secret(desk_on_sqlite, chosen(desk_on_sqlite))
    seen: set[str] = set()
    for page in walk(desk_on_sqlite.client(SECOND), [*addresses(kept)], each=4):
        seen |= set(leaks(page, kept))
    assert seen >= {kept.incident, WORDS, *(f"/reports/{row}/" for row in kept.rows[-1:])}


@pytest.mark.parametrize("role", OUTSIDE, ids=lambda role: role or "anonymous")
def test_it_is_answered_as_what_never_was(desk_on_sqlite: Desk, role: Role | None) -> None:
    desk = desk_on_sqlite
    kept = secret(desk, chosen(desk))
    own = desk.user(role or Role.READER)
    base = material(desk, own)
    here = {**base, "id": kept.incident, "row": kept.rows[0], "versions": kept.rows[0], "redaction": kept.redaction}
    there = {**base, "id": NOWHERE, "row": FAR, "versions": FAR, "redaction": FAR}
    swapped = (
        (kept.incident, NOWHERE), (f"/reports/{kept.rows[0]}/", f"/reports/{FAR}/"),
        (f"/redactions/{kept.redaction}/", f"/redactions/{FAR}/"), (f'"{kept.rows[0]}"', f'"{FAR}"'),
    )  # fmt: skip
    differ = []
    for route in TABLE:
        names = list(ROUTES[route.name].pattern.converters)
        about = {"id", "row"} & set(names)
        if not about or (route.name in IDS and IDS[route.name] != "redaction"):
            continue
        for method in ("get", "post"):
            answers = []
            for things in (here, there):
                client = desk.client(role)
                answer: Any = getattr(client, method)(reverse(route.name, kwargs=arguments(route.name, names, things)))
                told = masked(answer.content.decode()) + answer.get("Location", "")
                for mine, other in swapped:
                    told = told.replace(mine, other).replace(quote(mine, safe=""), quote(other, safe=""))
                answers.append((answer.status_code, told, sorted(set(answer.headers) - {"Set-Cookie"})))
            if answers[0] != answers[1]:
                differ.append((method, route.name, answers[0][0], answers[1][0]))
            elif role is not None and route.power is Power.READ:
                assert answers[0][0] in (404, 405), (route.name, answers[0][0])
    assert differ == []


@pytest.mark.parametrize("role", [Role.CODER, Role.REVIEWER])
def test_no_act_on_something_else_touches_or_tells_it(desk_on_sqlite: Desk, role: Role) -> None:
    desk = desk_on_sqlite
    kept = secret(desk, chosen(desk))
    other = next(id for id in desk.incidents() if id != kept.incident)
    name = Report.objects.using("ledger").filter(id=kept.rows[-1]).values_list("name", flat=True).get()
    client = desk.client(role)
    for path, forms in {
        f"/incidents/{other}/join/": [{"other": kept.incident}, {"other": kept.incident[:6]}],
        f"/incidents/{other}/part/": [{"other": kept.incident}],
        f"/incidents/{other}/move/": [{"to": kept.incident, "report": str(kept.rows[-1])}, {"report": name}],
        f"/incidents/{other}/split/": [{"report": name}, {"report": str(kept.rows[-1])}],
        "/inbox/act/": [{"act": f"take {kept.rows[-1]}"}, {"act": "take", "report": str(kept.rows[-1])}],
    }.items():
        for form in forms:
            never = {key: value.replace(kept.incident, NOWHERE).replace(name, "none.txt").replace(
                str(kept.rows[-1]), str(FAR)) for key, value in form.items()}  # fmt: skip
            told = []
            for said in (form, never):
                answer: Any = client.post(path, said | {"reason": "because"}, follow=True)
                text = masked(answer.content.decode())
                for key in said:
                    text = text.replace(form[key], "ASKED").replace(never[key], "ASKED")
                told.append((answer.status_code, re.sub(r'id="[^"]*"', "", text)))
            assert told[0][0] == told[1][0], (path, form)
            page = Page(path, "", told[0][0], {}, told[0][1].encode())
            assert leaks(page, kept) == [], (path, form)
    assert not Incident.objects.using("ledger").filter(id=kept.incident, into__isnull=False).exists()
    assert Triage.objects.get(row=kept.rows[-1]).state == "aside"


@pytest.mark.parametrize("role", Role)
def test_the_api_does_not_tell_of_it(desk_on_sqlite: Desk, role: Role) -> None:
    desk = desk_on_sqlite
    kept = secret(desk, chosen(desk))
    _, token = tokens.made(desk.user(role), "a program", ["read", "export"], days=1)
    headers: Any = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    client = Client()
    id, row = kept.incident, kept.rows[0]
    asked = [
        "/api/incidents", "/api/reports", f"/api/search?q={WORDS}", "/api/search?q=the", "/api/people", "/api/history",
        f"/api/history?subject={id}", f"/api/search?q=incident%3A{id}", *(f"/api/export/{each}" for each in FORMATS),
    ]  # fmt: skip
    answered = 0
    for address in asked:
        page = ask(client, address, **headers)
        answered += page.status == 200
        assert leaks(page, kept, besides=address) == [], address
    assert answered > 8
    for at, absent in (
        (f"/api/incidents/{id}", f"/api/incidents/{NOWHERE}"),
        (f"/api/reports/{row}", f"/api/reports/{FAR}"),
    ):
        one, two = ask(client, at, **headers), ask(client, absent, **headers)
        assert (one.status, one.body, one.headers) == (two.status, two.body, two.headers)
        assert one.status == 404


def test_totals_do_not_count_it(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    outsider, insider = desk.client(Role.READER), desk.client(SECOND)

    def counts(client: Client) -> list[list[str]]:
        found = []
        for address in ("/inbox/?tab=all", "/incidents/", "/search/?q=the", "/people/"):
            text = ask(client, address).text
            found.append(
                re.findall(r'class="count">\s*([^<]*\d[^<]*)<', text)
                + re.findall(r"\b(\d+) (?:of|reports|incidents|hits|people)\b", text)
            )
        return found

    before = counts(outsider)
    secret(desk, chosen(desk))
    assert counts(outsider) != counts(insider)
    assert counts(outsider) != before


# What comes of joining and splitting.


def test_what_was_joined_into_it_is_hidden_too(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    first, second = desk.incidents()[:2]
    with open_ledger(desk.where) as ledger:
        ledger.join(first, second, by=By(who=SECOND, reason="one and the same"))
        ledger.refresh()
    desk.restrict(first)
    sight = sight_of(desk.user(Role.ADMINISTRATOR))
    assert {first, second} <= sight.incidents
    for id in (first, second):
        assert desk.client(Role.REVIEWER).get(f"/incidents/{id}/").status_code == 404
        assert desk.client(SECOND).get(f"/incidents/{id}/", follow=True).status_code == 200


def test_a_run_that_joins_it_into_another_shows_it_to_nobody(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    first, second = desk.incidents()[:2]
    desk.restrict(second)
    with open_ledger(desk.where) as ledger:  # as a run does, which knows of no restriction
        ledger.join(first, second, by=By(who="run", reason="the same story"))
        ledger.refresh()
    for id in (first, second):
        assert desk.client(Role.ADMINISTRATOR).get(f"/incidents/{id}/").status_code == 404
    tellings = Sighting.objects.using("ledger").filter(incident__isnull=False)
    rows = set(tellings.filter(incident_id=first).values_list("report_id", flat=True))
    open_ = set(tellings.filter(report_id__in=rows).exclude(incident_id=first).values_list("report_id", flat=True))
    assert rows - open_ <= sight_of(desk.user(Role.READER)).reports


def test_what_is_split_from_it_is_restricted_likewise(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    id = desk.incidents()[0]
    desk.restrict(id)
    insider = desk.client(SECOND)
    page = insider.get(f"/incidents/{id}/")
    names = re.findall(r'name="report" value="([^"]+)"', page.content.decode())
    assert names
    before = set(Incident.objects.using("ledger").values_list("id", flat=True))
    insider.post(f"/incidents/{id}/split/", {"report": names[0], "reason": "another one"})
    (new,) = set(Incident.objects.using("ledger").values_list("id", flat=True)) - before
    assert desk.client(Role.REVIEWER).get(f"/incidents/{new}/").status_code == 404
    assert insider.get(f"/incidents/{new}/").status_code == 200


def test_who_leaves_the_group_sees_it_no_more(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    id = desk.incidents()[0]
    desk.restrict(id)
    client = desk.client(SECOND)
    assert client.get(f"/incidents/{id}/").status_code == 200
    desk.user(SECOND).groups.remove(Group.objects.get(name=GROUP))
    assert client.get(f"/incidents/{id}/").status_code == 404
