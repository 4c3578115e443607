"""A report in a real browser: from its text to who said what, and what a person makes of that, by keyboard alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from desk.browser import PATIENCE, PageOf, Served, axe, sideways
from desk.team import SECOND
from onrecord.desk.access import Role

THEMES = [("light", "en"), ("dark", "en"), ("light", "ar")]


@pytest.fixture
def wire(served: Served) -> str:
    """The address of the report."""
    return served.report("01-wire.txt")


def lines(served: Served) -> list[tuple[str, str]]:
    """What the log has of the report: act and reason."""
    with closing(sqlite3.connect(served.ledger, timeout=PATIENCE)) as file:
        rows = file.execute("SELECT act, reason FROM ledger_entry WHERE subject = '01-wire.txt' ORDER BY seq")
        return list(rows)[1:]


def focused(page: Page, id: str) -> None:
    """The keyboard is there, or comes there."""
    page.wait_for_function("id => document.activeElement.id === id", arg=id)


@pytest.mark.parametrize(("theme", "language"), THEMES)
def test_the_page_is_sound(page_of: PageOf, wire: str, theme: str, language: str) -> None:
    page = page_of(Role.CODER, theme=theme, language=language)
    page.goto(f"{wire}?at=238-253#here")
    expect(page.locator("mark.here")).to_have_text("fourteen bodies")
    assert axe(page) == []
    page.locator('[data-key="e"]').first.click()
    page.locator("form.amend").wait_for()
    assert axe(page) == []


def test_it_fits_a_narrow_window_and_reads_without_a_script(page_of: PageOf, wire: str) -> None:
    page = page_of(Role.CODER, width=320, height=700, script=False)
    page.goto(f"{wire}?at=238-253#here")
    assert sideways(page) == 0
    assert page.locator("#here").is_visible()
    page.locator('.marks a[href="#s2"]').click()
    expect(page.locator("#s2").get_by_text("through Meridian Wire Agency")).to_be_visible()
    # A correction without a script: the form is a page, the words are found by themselves.
    page.locator("#i1-f4").get_by_role("link", name="Correct").click()
    page.wait_for_url(f"**{wire}amend/*")
    assert sideways(page) == 0
    page.get_by_label("The words of the figure").fill("three of them are children")
    page.get_by_label("Reason", exact=True).fill("who they are")
    page.get_by_role("button", name="Correct").click()
    page.wait_for_url(f"**{wire}#i1-f4")
    expect(page.locator("#i1-f4").get_by_text("three of them are children").first).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()


def test_who_said_it_shows_on_hover_and_on_focus_and_a_click_keeps_it(page_of: PageOf, wire: str) -> None:
    page = page_of(Role.READER)
    page.goto(wire)
    card = page.locator("#card")
    page.locator("mark.content", has_text="We have counted").hover()
    card.wait_for()
    expect(card).to_contain_text("Ilse Marrow through Meridian Wire Agency", use_inner_text=True)
    page.mouse.move(5, 5)
    card.wait_for(state="hidden")
    page.locator("#at-s3").focus()
    expect(card).to_contain_text("Ilse Marrow")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.locator("mark.content", has_text="We have counted").click()
    page.mouse.move(5, 5)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_a_report_is_looked_through_by_keys(page_of: PageOf, wire: str, served: Served) -> None:
    page = page_of(SECOND)
    before = len(lines(served))
    page.goto(wire)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    focused(page, "at-i1-f1")
    page.keyboard.press("a")
    page.locator("#i1-f1 .chip-accept").wait_for()
    focused(page, "at-i1-f1")  # where it was
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.locator("#i1-f2 form.amend").wait_for()
    page.get_by_label("At least", exact=True).fill("40")
    page.get_by_label("Reason", exact=True).fill("more than forty")
    page.keyboard.press("Enter")
    page.locator("#i1-f2").get_by_text("≥ 40").wait_for()
    focused(page, "at-i1-f2")
    page.keyboard.press("x")
    page.locator("#i1-f2 form.amend").wait_for()
    # The field for why has the focus; letters are no keys there.
    page.wait_for_function("document.activeElement.matches('#i1-f2 form.amend [data-reason]')")
    page.keyboard.type("an estimate")
    page.keyboard.press("Enter")
    page.get_by_text("1 rejected").wait_for()
    page.keyboard.press("u")
    page.get_by_text("Taken back.").first.wait_for()
    page.locator("#at-i1-f2").wait_for()
    page.keyboard.press("?")
    expect(page.locator("dialog#keys").get_by_text("accept it")).to_be_visible()
    page.keyboard.press("Escape")
    assert lines(served)[before:] == [
        ("accept", "checked against the words"), ("correct", "more than forty"), ("reject", "an estimate"),
        ("undo", "taken back by who said it"),
    ]  # fmt: skip


def test_selected_words_become_a_statement(page_of: PageOf, wire: str, served: Served) -> None:
    page = page_of(Role.CODER)
    page.goto(wire)
    _select(page, "Monday morning")
    page.locator(".bar").get_by_role("link", name="Add a statement").click()
    form = page.locator("#slot-add form.amend")
    form.wait_for()
    expect(form.get_by_label("What is said")).to_have_value("Monday morning")
    _select(page, "the director of the district hospital")
    page.locator('[data-take="source"]').click()
    expect(form.get_by_label("Full name of who says it")).to_have_value("the director of the district hospital")
    form.get_by_label("Reason", exact=True).fill("the hour")
    form.get_by_role("button", name="Add").click()
    page.locator(".item .chip-add").wait_for()
    expect(page.locator(".item", has=page.locator(".chip-add"))).to_contain_text("Monday morning")
    assert ("add", "the hour") in lines(served)


def _select(page: Page, words: str) -> None:
    """Select words in the text as a mouse would."""
    page.evaluate(
        """(words) => {
            const walker = document.createTreeWalker(document.querySelector(".marks"), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at >= 0) {
                    window.getSelection().setBaseAndExtent(node, at, node, at + words.length);
                    return;
                }
            }
            throw new Error(words);
        }""",
        words,
    )
    page.locator(".bar").wait_for()  # the page learns of a selection a little later, and shows then what may be done
