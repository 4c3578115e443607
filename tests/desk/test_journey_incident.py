"""A person at the page of an incident, in a real browser: from a number to its words, and to a grade."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from desk.browser import PageOf, Served, axe, sideways
from onrecord.desk.access import Role

TITLE = "Air strike in Dol Aren, 3 March 2025"


def test_from_a_number_to_its_words_and_to_a_grade(page_of: PageOf) -> None:
    page = page_of(Role.CODER)
    page.goto("/incidents/")
    page.get_by_role("link", name=TITLE).click()
    page.locator("#map[data-drawn=yes]").wait_for()
    page.locator("table.board").get_by_role("link", name="12", exact=True).click()
    expect(page.locator("#here").first).to_have_text("twelve bodies")
    page.wait_for_load_state()
    page.go_back()
    grade = page.locator("#assessment .graded").first
    grade.locator("summary").click()
    grade.get_by_label("Grade").select_option("fair")
    grade.get_by_label("Reason").fill("Two origins that do not copy each other, and one party named.")
    grade.get_by_role("button", name="Set").click()
    page.get_by_text("Grade: set.").wait_for()
    expect(grade).to_contain_text("fair")
    expect(grade).to_contain_text("airwars/1")
    expect(page.locator("#decisions li")).to_have_count(1)


def test_the_keyboard_alone_reaches_the_words_and_their_reasons(page_of: PageOf) -> None:
    page = page_of(Role.READER, width=1000)
    page.goto("/incidents/")
    page.get_by_role("link", name=TITLE).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/*/")
    why = page.locator("table.board details.why", has_text="an earlier count").first
    why.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(why.get_by_text("an earlier count, of 3 March 2025")).to_be_visible()
    page.locator("#map[data-drawn=yes]").focus()
    before = page.locator("#map .leaflet-map-pane").evaluate("pane => pane.style.transform")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "before => document.querySelector('#map .leaflet-map-pane').style.transform !== before", arg=before
    )
    page.locator("#numbers a.bar").first.focus()
    page.keyboard.press("Enter")
    page.locator("#here").first.wait_for()


def test_without_a_script_all_is_there_and_can_be_decided(page_of: PageOf) -> None:
    page = page_of(Role.CODER, script=False)
    page.goto("/incidents/")
    page.get_by_role("link", name="Air strike in Sirrin, 4 March 2025").click()
    page.wait_for_url("**/incidents/*/")
    expect(page.locator("#map")).to_be_hidden()
    expect(page.get_by_text("within 5 km of the point").first).to_be_visible()
    page.locator("#tallies details").first.locator("summary").click()
    page.locator("#set summary", has_text="Title").click()
    page.locator("#title-value").fill("The bridge of Sirrin")
    page.locator("#title-reason").fill("So it is called.")
    page.locator("#set details[open] button", has_text="Set").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The bridge of Sirrin")
    page.wait_for_load_state()
    page.locator("#note-words").fill("@reviewer-cleo please look")
    page.get_by_role("button", name="Write the note").click()
    expect(page.locator("#notes .mention")).to_have_text("@reviewer-cleo")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_are_usable_at_any_width(page_of: PageOf, served: Served, theme: str, width: int) -> None:
    page = page_of(Role.REVIEWER, theme=theme, width=width)
    page.goto("/incidents/")
    assert (axe(page), sideways(page)) == ([], 0)
    page.locator("table.incidents th a").last.click()
    page.locator("#map[data-drawn=yes]").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert (axe(page), sideways(page)) == ([], 0)


def test_the_map_is_zoomed_in_the_readers_language(page_of: PageOf) -> None:
    page = page_of(Role.READER, language="fr")
    page.goto("/incidents/")
    page.locator("table.incidents th a").last.click()
    page.locator("#map[data-drawn=yes]").wait_for()
    nearer = page.locator("#map").get_by_role("button", name="Agrandir la carte")
    expect(nearer).to_be_visible()
    before = page.locator(".leaflet-control-scale-line").inner_text()
    nearer.click()
    expect(page.locator(".leaflet-control-scale-line")).not_to_have_text(before)


def test_a_map_that_cannot_be_had_leaves_the_page_whole(page_of: PageOf) -> None:
    page = page_of(Role.READER)
    page.route("**/world*.json", lambda route: route.abort())
    page.goto("/incidents/")
    page.get_by_role("link", name=TITLE).click()
    page.locator("#map[data-drawn=yes] path.area").wait_for()
