"""In a real browser: signing in by the keyboard, a security key, a new person's first minutes, axe on every page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from desk.browser import SLOW, PageOf, Served, axe, sideways
from desk.team import NAMES, PASSWORD
from onrecord.desk.access import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KEY = {
    "protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True,
    "automaticPresenceSimulation": True,
}  # fmt: skip


def test_an_administrator_adds_a_person_who_gets_in(page_of: PageOf) -> None:
    page = page_of(None)
    page.goto("/account/login/?next=/team/")
    page.focus("[name=login]")
    page.keyboard.type(NAMES[Role.ADMINISTRATOR])
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/team/")
    page.get_by_role("link", name="Add a person").press("Enter")
    page.wait_for_url("**/team/add/")
    page.get_by_label("Name", exact=True).fill("fay")
    page.get_by_label("Coder").press("Space")
    page.get_by_role("button", name="Add").press("Enter")
    expect(page.get_by_label("Address")).to_have_value(re.compile("/welcome/"))
    address = page.get_by_label("Address").input_value()
    theirs = page_of(None)
    theirs.goto(address)
    theirs.get_by_label("Password", exact=True).fill("nine tin whistles")
    theirs.get_by_label("Password, once more").fill("nine tin whistles")
    theirs.get_by_role("button", name="Set the password").press("Enter")
    theirs.get_by_text("Welcome, fay.").wait_for()
    page.goto("/team/")
    expect(page.get_by_role("table")).to_contain_text("fay")


def test_a_security_key_is_added_and_then_asked_for(served: Served, browser: Browser) -> None:
    """Under a name: browsers take no security key at a numbered address."""
    context = browser.new_context(base_url=served.address.replace("127.0.0.1", "localhost"))
    try:
        context.set_default_timeout(SLOW)
        page = context.new_page()
        wrong: list[str] = []
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        tools = context.new_cdp_session(page)
        tools.send("WebAuthn.enable")
        tools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

        def sign_in() -> None:
            page.goto("/account/login/?next=/me/")
            page.fill("[name=login]", NAMES[Role.REVIEWER])
            page.fill("[name=password]", PASSWORD)
            page.locator("main").get_by_role("button", name="Sign in").click()

        sign_in()
        page.wait_for_url("**/me/")
        page.goto("/account/2fa/webauthn/add/")
        page.locator("#mfa_webauthn_add").click()
        page.wait_for_url("**/account/2fa/recovery-codes/")
        expect(page.get_by_label("Unused codes")).to_have_value(re.compile(r"^\s*(\S+\s+){9}\S+\s*$"))
        page.goto("/me/")
        page.locator("main").get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/account/login/**")
        sign_in()
        page.wait_for_url("**/account/2fa/authenticate/")
        page.get_by_role("button", name="Use a security key").click()
        page.wait_for_url("**/me/")
        assert wrong == []
    finally:
        context.close()


PAGES = ("/team/", "/team/add/", f"/team/people/{NAMES[Role.CODER]}/", "/tokens/", "/me/", "/account/2fa/",
         "/account/2fa/totp/activate/", "/account/sessions/", "/account/password/change/")  # fmt: skip


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ar", "dark")])
def test_pages_of_accounts_are_for_everybody(page_of: PageOf, language: str, theme: str) -> None:
    found = []
    for who, pages in ((Role.ADMINISTRATOR, PAGES), (None, ("/account/login/",))):
        page = page_of(who, language=language, theme=theme, width=320)
        for address in pages:
            page.goto(address)
            found += [f"{address}: {each}" for each in axe(page)]
            found += [f"{address} is too wide"] if sideways(page) else []
    assert found == []
