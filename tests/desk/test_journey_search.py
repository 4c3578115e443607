"""From a question to the words, in a real browser: search by keyboard alone, save it, and read what one person said."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from desk.browser import PageOf, axe, sideways
from onrecord.desk.access import Role


def test_search_by_keyboard_alone(page_of: PageOf) -> None:
    page = page_of(Role.READER)
    page.goto("/incidents/")
    page.keyboard.press("/")
    page.keyboard.type("market said:Rennick")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    titles = page.locator("[data-walk]")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == titles.nth(0).inner_text()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == titles.nth(1).inner_text()
    page.keyboard.press("k")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "words"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/reports/\d+/\?at="))
    expect(page.locator("#here")).to_contain_text(re.compile("market", re.IGNORECASE))


def test_the_fields_stay_in_the_address_and_a_search_is_saved(page_of: PageOf) -> None:
    page = page_of(Role.CODER)
    page.goto("/search/")
    page.get_by_label("Words").fill("market")
    page.get_by_text("Who, where, when, how many").click()
    page.get_by_label("Killed, at least").fill("10")
    page.get_by_label("Killed, at least").press("Enter")
    page.wait_for_url("**/search/?q=market+killed%3A%3E%3D10")
    expect(page.get_by_label("Killed, at least")).to_have_value("10")
    page.get_by_label("Name", exact=True).fill("Markets")
    page.get_by_label("Tell me when new reports fit").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved as “Markets”.").wait_for()
    page.goto("/search/saved/")
    page.get_by_role("link", name="Markets").click()
    page.wait_for_url("**/search/?q=market*")
    page.goto("/search/saved/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete").click()
    page.get_by_text("“Markets” is deleted.").wait_for()


@pytest.mark.parametrize("script", [True, False])
def test_two_names_become_one_source(page_of: PageOf, script: bool) -> None:
    page = page_of(Role.CODER, script=script)
    page.goto("/people/?like=marrow")
    page.get_by_role("link", name="Ilse Marrow").click()
    page.wait_for_url("**/people/ilse*/")
    item = page.locator("li", has=page.get_by_role("link", name="Dr Marrow"))
    item.get_by_label("Why they are one").fill("the review names her by her title")
    item.get_by_role("button", name="They are one").click()
    page.get_by_text("Both names are one source's from here on").wait_for()
    expect(page.get_by_text("Also called:")).to_contain_text("Dr Marrow")
    page.goto("/history/?act=same")
    expect(page.get_by_text("the review names her by her title").first).to_be_visible()
    page.go_back()
    page.get_by_text("Other names of the same source").click()
    page.get_by_label("Why they are two").fill("a test")
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("The two are two again").wait_for()


PAGES = [
    "/people/", "/people/pavo%20rennick/?by=incident", "/search/", "/search/?q=market", "/search/?q=killed:x",
    "/search/saved/", "/notices/", "/history/",
]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_are_for_everybody(page_of: PageOf, theme: str) -> None:
    language = "en" if theme == "light" else "ar"
    page = page_of(Role.CODER, theme=theme, language=language, width=320, height=700)
    for address in PAGES:
        page.goto(address)
        assert sideways(page) == 0, address
        assert axe(page) == [], address
