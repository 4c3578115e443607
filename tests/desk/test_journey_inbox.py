"""The inbox in a real browser: reports are added and dealt with, with a script and without."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from desk.browser import PATIENCE, PageOf, Served, axe, sideways
from desk.team import NAMES, SECOND
from onrecord.desk.access import Role

READ = 1000 * PATIENCE  # milliseconds for reading what was added; the reader has to be loaded first
WORDS = "Odo Brell, the mayor of Tarn, said on Wednesday that {} people were killed when a shell hit a house there.\n"


def _folder(at: Path) -> Path:
    """A folder of reports as a browser saves them, with what is none beside them."""
    for name, body in {
        "north/one.txt": WORDS.format("eleven"), "south/deep/two.txt": WORDS.format("five") * 2,
        "south/places.csv": "a,b", "north/.hidden.txt": "x", "south/picture.png": "\x89PNG\r\n\x1a\n" + "\0" * 40,
    }.items():  # fmt: skip
        file = at / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(body, encoding="latin-1")
    return at


def test_a_folder_is_added_and_its_reports_dealt_with(page_of: PageOf, tmp_path: Path) -> None:
    page = page_of(Role.CODER)
    page.goto("/inbox/")
    page.get_by_role("link", name="Add reports").click()
    expect(page.get_by_text("Drop files or a folder here.")).to_be_visible()  # the script has come
    page.get_by_label("Or a whole folder").set_input_files(_folder(tmp_path / "reports"))
    page.get_by_role("button", name="Add files").click()
    # It keeps itself up to date until all is read.
    page.wait_for_url("**/inbox/add/*-*/")
    page.locator("#reading", has_text="All is read.").wait_for(timeout=READ)
    expect(page.get_by_text("3 of 3 inputs read")).to_be_visible()
    expect(page.get_by_text("2 reports added")).to_be_visible()
    expect(page.locator("li", has_text="reports/south/picture.png")).to_contain_text("not added")
    assert axe(page) == []
    page.get_by_role("link", name="To the inbox").click()
    page.wait_for_url("**/inbox/")
    expect(page.get_by_text("1 input of yours could not be added.")).to_be_visible()

    # Taken with its button, set aside with a reason, opened again: the page changes in place.
    first = page.locator("ol.inbox > li").first
    title = first.get_by_role("heading").inner_text()
    page.get_by_label("and their copies").uncheck()
    first.get_by_role("button", name="Take").click()
    page.get_by_text("1 report taken.").wait_for()
    page.get_by_role("link", name="Mine").click()
    expect(page.locator("ol.inbox > li").get_by_role("heading")).to_have_text([title], use_inner_text=True)
    page.wait_for_load_state()
    page.get_by_role("checkbox", name=title).check()
    page.get_by_role("button", name="Set aside").click()
    page.get_by_text("takes a reason").wait_for()
    expect(page.get_by_role("checkbox", name=title)).to_be_checked()
    page.get_by_label("Why it is set aside").fill("a test of the siren")
    page.get_by_role("button", name="Set aside").click()
    page.get_by_text("1 report set aside.").wait_for()
    page.get_by_role("link", name="Set aside").click()
    expect(page.get_by_text("a test of the siren")).to_be_visible()
    page.wait_for_load_state()
    page.locator("ol.inbox > li").get_by_role("button", name="Open again").click()
    page.get_by_text("1 report opened again.").wait_for()


def test_the_same_without_a_script(page_of: PageOf, served: Served) -> None:
    page = page_of(Role.REVIEWER, script=False)
    page.goto("/inbox/add/")
    page.get_by_label("The report's words").fill(WORDS.format("seven") * 3)
    page.get_by_label("Title, if").fill("Shells on Tarn")
    page.get_by_role("button", name="Add text").click()
    page.wait_for_url("**/inbox/add/*-*/")
    until = time.monotonic() + PATIENCE
    while not page.get_by_text("All is read.").count() and time.monotonic() < until:
        page.wait_for_timeout(250)
        page.reload()
    page.get_by_role("link", name="Shells on Tarn").click()
    page.wait_for_url("**/reports/*/**")
    page.goto("/inbox/")
    page.get_by_role("checkbox", name="Shells on Tarn").check()
    page.get_by_label("Assign to").select_option(SECOND)
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("assigned.")).to_be_visible()
    expect(page).to_have_url(f"{served.address}/inbox/")
    other = page_of(SECOND, script=False)
    other.goto("/inbox/?holder=me")
    assert other.get_by_role("heading", name="Shells on Tarn").is_visible()
    page.goto(f"/inbox/?holder={SECOND}")
    assert page.get_by_text(f"Taken by {SECOND}.").is_visible()


@pytest.mark.parametrize(("language", "theme"), [("en", "dark"), ("ar", "light"), ("fr", "contrast")])
@pytest.mark.parametrize("at", ["/inbox/?tab=all", "/inbox/add/"])
def test_it_is_usable_narrow_and_in_each_direction(page_of: PageOf, at: str, language: str, theme: str) -> None:
    page = page_of(Role.REVIEWER, language=language, theme=theme, width=320)
    page.goto(at)
    assert sideways(page) == 0
    assert axe(page) == []


def test_by_keyboard_alone(page_of: PageOf) -> None:
    page = page_of(NAMES[Role.CODER])
    page.goto("/inbox/?tab=all")
    box = page.locator("ol.inbox > li input[name=report]").first
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/*/")
