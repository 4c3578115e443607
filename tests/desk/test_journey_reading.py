"""Ways through the desk in a real browser: by keyboard alone, without a script, magnified, in another language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from desk.browser import PageOf, Served, sideways
from desk.team import NAMES, PASSWORD
from onrecord.desk.access import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page

FAR = 120  # presses of Tab after which something counts as out of reach
# What has the focus, as a person would call it: its words, or those of its label.
FOCUSED = """() => {
  const at = document.activeElement;
  return (at.labels?.[0]?.textContent ?? at.getAttribute('aria-label') ?? at.textContent).trim();
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is called ``name`` has the focus, and see that it shows."""
    page.wait_for_load_state()  # what is not there yet is passed over, and shows nothing before its style has come
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(name):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid", f"{name}: nothing shows that it has the focus"
            return
    raise AssertionError(f"{name} is not reached by Tab on {page.url}")


def test_from_signing_in_to_a_graded_incident_by_keyboard_alone(page_of: PageOf) -> None:
    page = page_of(None)
    page.goto("/")
    tab_to(page, "Username")
    page.keyboard.type(NAMES[Role.CODER])
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Inbox").wait_for()
    tab_to(page, "Incidents")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Incidents").wait_for()
    tab_to(page, "Attack near Halvin")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Attack near Halvin").wait_for()
    tab_to(page, "Decide: grade")
    page.keyboard.press("Enter")
    tab_to(page, "Grade")
    page.keyboard.press("w")  # whole words, typed slowly, are several choices by their first letters
    tab_to(page, "Reason")
    page.keyboard.type("One origin, and nobody else tells of it.")
    tab_to(page, "Set")
    page.keyboard.press("Enter")
    page.get_by_text("Grade: set.").wait_for()
    expect(page.locator("#assessment strong").first).to_have_text("weak")


def test_the_first_tab_leads_past_the_menu(page_of: PageOf) -> None:
    page = page_of(Role.READER)
    page.goto("/incidents/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash !== ''")
    page.keyboard.press("Tab")
    page.wait_for_function("document.querySelector('main').contains(document.activeElement)")


def test_single_keys_go_to_the_search_and_show_help_unless_turned_off(page_of: PageOf) -> None:
    page = page_of("coder-eve")
    page.goto("/incidents/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('dialog[open]')")
    page.keyboard.press("/")
    page.wait_for_function("document.activeElement.id === 'seek'")
    page.keyboard.type("market/?")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=market*")
    page.goto("/incidents/")
    page.get_by_text("coder-eve").click()
    page.get_by_role("button", name="Off").click()
    page.wait_for_function("document.documentElement.dataset.keys === 'no'")
    page.wait_for_load_state()
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 0


def test_language_and_colours_are_one_click_and_keep_the_page(page_of: PageOf) -> None:
    page = page_of(Role.REVIEWER)
    page.goto("/search/?q=market")
    page.get_by_text(NAMES[Role.REVIEWER]).click()
    page.get_by_role("button", name="العربية").click()
    page.wait_for_function("document.documentElement.lang === 'ar'")
    page.wait_for_load_state()
    assert page.url.endswith("/search/?q=market")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    light = page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor")
    page.get_by_text(NAMES[Role.REVIEWER]).click()
    page.get_by_role("button", name="داكن").click()
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    page.wait_for_load_state()
    assert page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor") != light
    assert page.url.endswith("/search/?q=market")


def test_the_menu_closes_when_one_goes_elsewhere(page_of: PageOf) -> None:
    page = page_of(Role.READER)
    page.goto("/incidents/")
    menu = page.locator("details.menu")
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    page.get_by_role("heading", level=1).click()
    expect(menu).not_to_have_attribute("open", "")


def test_one_reads_without_a_script(page_of: PageOf) -> None:
    page = page_of(Role.READER, script=False)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inbox")
    page.get_by_role("link", name="Incidents", exact=True).click()
    page.wait_for_url("**/incidents/")
    page.get_by_role("link", name="Air strike in Dol Aren, 3 March 2025").click()
    page.wait_for_url("**/incidents/*/")
    page.locator("table.board").get_by_role("link", name="16", exact=True).first.click()
    page.wait_for_url("**/reports/*/**")
    assert page.locator("#here").first.inner_text()
    page.get_by_label("Search all reports").fill("doctor")
    page.get_by_label("Search all reports").press("Enter")
    page.wait_for_url("**/search/?q=doctor*")
    assert page.locator("mark").first.inner_text().lower().startswith("doctor")
    page.get_by_role("link", name="People", exact=True).click()
    page.wait_for_url("**/people/")
    page.get_by_role("link", name="Ilse Marrow").click()
    page.wait_for_url("**/people/*/")
    page.get_by_role("link", name="History", exact=True).first.click()
    page.wait_for_url("**/history/**")
    page.get_by_text(NAMES[Role.READER]).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.mark.parametrize("address", ["/inbox/", "/incidents/", "01-wire.txt", "/search/?q=market", "/people/", "/me/"])
def test_magnified_twice_nothing_scrolls_sideways(page_of: PageOf, served: Served, address: str) -> None:
    page = page_of(Role.CODER, width=640, height=450)  # a window of 1280 at 200 %
    page.goto(address if address.startswith("/") else served.report(address))
    assert sideways(page) == 0


ANSWERS = [("403", "You may not do that."), ("413", "That is too large."), ("500", "The desk made a mistake"), ("", "")]


@pytest.mark.parametrize(("status", "told"), ANSWERS, ids=["not allowed", "too large", "mistake", "no connection"])
def test_what_goes_wrong_is_told_and_nothing_typed_is_lost(page_of: PageOf, status: str, told: str) -> None:
    page = page_of(Role.CODER)
    page.goto("/inbox/")
    page.route("**/inbox/act/", lambda route: route.fulfill(status=int(status), body="") if status else route.abort())
    page.get_by_label("Why it is set aside").fill("Not about the war.")
    page.get_by_role("button", name="Set aside").first.click()
    page.locator("#said p").wait_for()
    expect(page.locator("#said")).to_contain_text(told or "The desk does not answer.")
    expect(page.get_by_label("Why it is set aside")).to_have_value("Not about the war.")


def test_who_was_signed_out_meanwhile_is_told_and_keeps_what_was_typed(page_of: PageOf) -> None:
    page = page_of(Role.CODER)
    page.goto("/inbox/")
    page.get_by_label("Why it is set aside").fill("Not about the war.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Set aside").first.click()
    page.locator("#said p").wait_for()
    expect(page.locator("#said")).to_contain_text("You are signed out.")
    expect(page.get_by_label("Why it is set aside")).to_have_value("Not about the war.")


def test_words_that_run_against_the_page_stand_beside_what_they_belong_to(page_of: PageOf, served: Served) -> None:
    page = page_of(Role.READER, language="ar")
    page.goto("/people/ilse%20marrow/")
    line = page.locator(".timeline > li", has_text="fourteen bodies").last
    head, words = line.locator("p").first.bounding_box(), line.locator("blockquote.words").bounding_box()
    assert head is not None and words is not None
    assert abs(head["x"] + head["width"] - words["x"] - words["width"]) < 60
    # And a number does not change places with the mark before it.
    page.goto(served.report("01-wire.txt"))
    item = page.locator("li.item", has_text="fourteen bodies").first
    mark, number = item.locator("a.ref").bounding_box(), item.locator("strong").first.bounding_box()
    assert mark is not None and number is not None
    assert number["x"] + number["width"] <= mark["x"]
