"""A person at the page of an incident, in a real browser: from a number to its words, and to a grade."""

from __future__ import annotations

import pytest

from desk.browser import PageOf, Served, axe, sideways
from onrecord.desk.access import Role

TITLE = "Air strike in Dol Aren, 3 March 2025"


def test_from_a_number_to_its_words_and_to_a_grade(page_of: PageOf) -> None:
    page = page_of(Role.CODER)
    page.goto("/incidents/")
    page.get_by_role("link", name=TITLE).click()
    page.locator("#map[data-drawn=yes]").wait_for()
    page.locator("table.board").get_by_role("link", name="12", exact=True).click()
    assert page.locator("#here").first.inner_text() == "twelve bodies"
    page.go_back()
    grade = page.locator("#assessment .graded").first
    grade.locator("summary").click()
    grade.get_by_label("Grade").select_option("fair")
    grade.get_by_label("Reason").fill("Two origins that do not copy each other, and one party named.")
    grade.get_by_role("button", name="Set").click()
    page.get_by_text("Grade: set.").wait_for()
    assert "fair" in grade.inner_text() and "airwars/1" in grade.inner_text()
    assert page.locator("#decisions li").count() == 1


def test_the_keyboard_alone_reaches_the_words_and_their_reasons(page_of: PageOf) -> None:
    page = page_of(Role.READER, width=1000)
    page.goto("/incidents/")
    page.get_by_role("link", name=TITLE).focus()
    page.keyboard.press("Enter")
    page.locator("table.board").wait_for()
    why = page.locator("table.board details.why", has_text="an earlier count").first
    why.locator("summary").focus()
    page.keyboard.press("Enter")
    assert why.get_by_text("an earlier count, of 3 March 2025").is_visible()
    page.locator("#map[data-drawn=yes]").focus()
    before = page.locator("#map .leaflet-map-pane").evaluate("pane => pane.style.transform")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "before => document.querySelector('#map .leaflet-map-pane').style.transform !== before", arg=before
    )
    page.locator("#numbers svg a.bar").first.focus()
    page.keyboard.press("Enter")
    page.locator("#here").first.wait_for()


def test_without_a_script_all_is_there_and_can_be_decided(page_of: PageOf) -> None:
    page = page_of(Role.CODER, script=False)
    page.goto("/incidents/")
    page.get_by_role("link", name="Air strike in Sirrin, 4 March 2025").click()
    assert page.locator("#map").is_hidden()
    assert page.get_by_text("within 5 km of the point").first.is_visible()
    page.locator("#tallies details").first.locator("summary").click()
    page.locator("#set summary", has_text="Title").click()
    page.locator("#title-value").fill("The bridge of Sirrin")
    page.locator("#title-reason").fill("So it is called.")
    page.locator("#set details[open] button", has_text="Set").click()
    assert page.get_by_role("heading", level=1).inner_text() == "The bridge of Sirrin"
    page.locator("#note-words").fill("@reviewer-cleo please look")
    page.get_by_role("button", name="Write the note").click()
    assert page.locator("#notes .mention").inner_text() == "@reviewer-cleo"


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


def test_a_map_that_cannot_be_had_leaves_the_page_whole(page_of: PageOf) -> None:
    page = page_of(Role.READER)
    page.route("**/world*.json", lambda route: route.abort())
    page.goto("/incidents/")
    page.get_by_role("link", name=TITLE).click()
    page.locator("#map[data-drawn=yes] path.area").wait_for()
