"""Somebody new at the desk, in a real browser: from the address that it printed to a graded incident, unaided."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from desk.browser import Served, opened, serving
from desk.pages import found, parsed
from desk.team import Desk
from onrecord.desk.access import Role
from onrecord.desk.models import Review
from onrecord.ledger.models import Suggestion

PASSWORD = "nine tin whistles"
HIGH = 900  # pixels of the window
ENOUGH = 12  # clicks that are few: three minutes have room for twice as many


def first_visit(served: Served, browser: Browser) -> tuple[Page, list[str]]:
    """The page behind the printed address, with an account made; and what goes wrong there."""
    wrong: list[str] = []
    page = opened(browser, served, None, wrong=wrong, height=HIGH)
    page.goto("/")
    expect(page.get_by_text("Nobody has an account yet")).to_be_visible()
    printed = re.search(r"open (\S+) once", (served.ledger.parent / "said.txt").read_text())
    assert printed is not None
    page.goto(printed[1])
    page.get_by_label("Your name here").fill("ada")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password, once more").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.wait_for_url("**/inbox/")
    return page, wrong


@pytest.fixture(scope="module")
def untouched(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk on the samples where nobody has been yet."""
    folder = tmp_path_factory.mktemp("untouched")
    for file in sqlite_template.iterdir():
        if ".desk." not in file.name:
            shutil.copy(file, folder / file.name)
    with serving(folder) as desk:
        yield desk


def top(of: Locator) -> float:
    """How far down the window something begins."""
    box = of.bounding_box()
    assert box is not None
    return box["y"]


def test_from_the_printed_address_to_a_graded_incident(untouched: Served, browser: Browser) -> None:
    page, wrong = first_visit(untouched, browser)
    clicks = 1

    def click(what: Locator) -> None:
        nonlocal clicks
        clicks += 1
        what.click()

    click(page.get_by_role("link", name="Open an incident"))
    page.wait_for_url("**/incidents/?sort=-reports")
    click(page.locator("main table a").first)
    page.wait_for_url("**/incidents/*/")
    # What it is of, the grade and the first rows of the board, before anything is scrolled.
    assert top(page.locator("#assessment")) < top(page.locator("table.board tbody tr").first) < HIGH - 200
    expect(page.locator(".brief")).to_contain_text("independent origins")
    why = page.locator("table.board .said-differs li").first
    assert why.is_visible() and why.inner_text()
    click(page.locator("table.board").get_by_role("link", name="12", exact=True))
    expect(page.locator("#here").first).to_be_in_viewport()
    page.wait_for_load_state()
    page.go_back()
    click(page.locator("#assessment summary").first)
    page.get_by_label("Reason").first.fill("Two origins that do not copy each other.")
    click(page.locator("#assessment").get_by_role("button", name="Set"))
    expect(page.get_by_text("Grade: set.")).to_be_in_viewport()
    assert clicks <= ENOUGH
    page.get_by_role("link", name="Next: say that it is ready for review").click()
    page.get_by_label("Reason").fill("Every origin was read.")
    page.get_by_role("button", name="Ready for review").click()
    expect(page.locator(".message").first).to_be_visible()
    page.goto("/inbox/")
    expect(page.get_by_text("First steps")).to_have_count(0)
    page.context.close()
    assert wrong == []


def test_what_was_done_is_in_sight_wherever_the_page_opens(untouched: Served, browser: Browser) -> None:
    name = "ada" if untouched.rows("select 1 from desk_user where username = 'ada'") else None
    page = opened(browser, untouched, name, wrong=[], height=500) if name else first_visit(untouched, browser)[0]
    page.goto("/incidents/")
    page.locator("main table a").first.click()
    page.wait_for_url("**/incidents/*/")
    page.locator("#note-words").fill("Ask the hospital.")
    page.get_by_role("button", name="Write the note").click()
    said = page.get_by_text("The note is kept.")
    expect(said).to_be_in_viewport()
    expect(page.locator("#notes h2")).to_be_in_viewport()
    page.locator(".messages").get_by_role("button", name="Close").click()
    expect(said).to_have_count(0)
    page.context.close()


def test_an_empty_desk_asks_for_reports(tmp_path: Path, browser: Browser) -> None:
    with serving(tmp_path) as desk:
        page, wrong = first_visit(desk, browser)
        expect(page.get_by_text("No report has come in yet.")).to_be_visible()
        expect(page.get_by_text("First steps")).to_have_count(0)
        page.locator(".empty").get_by_role("link", name="Add reports").click()
        page.get_by_label("The report's words").fill("Two killed in Halvin\n\nTwo people were killed in Halvin.")
        page.get_by_role("button", name="Add text").click()
        # Its name in the list is its first line, no more.
        expect(page.locator("#batch li bdi").first).to_have_text("Two killed in Halvin")
        page.context.close()
        assert wrong == []


def test_nothing_is_offered_to_decide_while_an_incident_is_final(desk_on_sqlite: Desk) -> None:
    id = desk_on_sqlite.incidents()[0]
    client = desk_on_sqlite.client(Role.REVIEWER)

    def acts() -> set[str]:
        page = parsed(client.get(f"/incidents/{id}/"))
        return {form.get("action").split("/")[3] for form in found(page, "main form[method=post]")}

    assert acts() == {"set", "split", "join", "reject", "notes", "tasks"}
    Review.objects.create(incident=id, state="final")
    assert acts() == {"notes", "tasks"}


def test_what_was_split_off_is_one_click_away(desk_on_sqlite: Desk) -> None:
    id = desk_on_sqlite.incidents()[0]
    client = desk_on_sqlite.client(Role.CODER)
    row = found(parsed(client.get(f"/incidents/{id}/")), "#reports input[name=report]")[0].get("value")
    sent = {"report": [row], "reason": "Another day and place."}
    page = parsed(client.post(f"/incidents/{id}/split/", sent, follow=True))
    (way,) = found(page, ".messages a")
    assert way.get("href") != f"/incidents/{id}/"
    assert client.get(way.get("href")).status_code == 200


def test_it_is_the_other_incident_that_is_final(desk_on_sqlite: Desk) -> None:
    suggested = Suggestion.objects.using("ledger").filter(state="open").first()
    assert suggested is not None
    Review.objects.create(incident=suggested.other_id, state="final")
    sent = {"other": suggested.other_id, "reason": "They are one."}
    answer = desk_on_sqlite.client(Role.CODER).post(f"/incidents/{suggested.incident_id}/join/", sent)
    assert (answer.status_code, "The other incident is final" in answer.content.decode()) == (422, True)
