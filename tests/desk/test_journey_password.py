"""In a real browser: what is said of a password while it is typed, and looking at it."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from desk.browser import PageOf, axe
from desk.team import PASSWORD
from onrecord.desk.access import Role

CHANGE = "/account/password/change/"


def test_it_is_said_how_strong_a_password_is_and_it_can_be_looked_at(page_of: PageOf) -> None:
    page = page_of(Role.CODER)
    page.goto(CHANGE)
    field, said = page.locator("[name=password1]"), page.locator(".strength")
    field.fill("password1234")
    expect(said).to_contain_text("too common")
    field.fill("seven copper kettles")
    expect(said).to_contain_text("Strong.")
    expect(said.locator("meter")).to_have_attribute("value", "20")
    assert axe(page) == []
    button = page.locator("button[data-shows=id_password1]")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.press("Enter")
    expect(field).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.press("Enter")
    expect(field).to_have_attribute("type", "password")


def test_who_goes_on_before_the_answer_came_is_told_of_no_fault(page_of: PageOf) -> None:
    page = page_of(Role.READER)
    asked: list[Route] = []
    page.route("**/password/", lambda route: asked.append(route))
    page.goto(CHANGE)
    page.locator("[name=oldpassword]").fill(PASSWORD)
    with page.expect_request("**/password/"):
        page.locator("[name=password1]").fill("eight amber lanterns")
    page.locator("[name=password2]").fill("eight amber lanterns")
    page.locator("main form button[type=submit]").click()
    page.get_by_text("Password successfully changed.").wait_for()
    assert len(asked) == 1
