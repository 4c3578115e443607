"""In a real browser: a person at risk is hidden, a report is redacted, an incident goes from coded to final."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from desk.browser import PageOf, Served, axe, sideways
from onrecord.desk.access import Role
from onrecord.desk.redaction import BLOCK

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAME = "Ilse Marrow"


def _said(page: Page, words: str) -> None:
    page.locator(".message", has_text=words).first.wait_for()


def test_a_name_is_hidden_seen_behind_and_blacked_out(page_of: PageOf, served: Served) -> None:
    report = served.report("01-wire.txt")
    reviewer, reader = page_of(Role.REVIEWER), page_of(Role.READER, script=False)
    reader.goto(report)
    assert NAME in reader.locator("main").inner_text()
    reviewer.goto("/people/ilse%20marrow/")
    reviewer.get_by_role("link", name="Hide this name").click()
    reviewer.wait_for_url("**/care/**")
    expect(reviewer.get_by_label("Name", exact=True)).to_have_value(NAME)
    reviewer.get_by_label("Also written").fill("Marrow")
    reviewer.get_by_label("Shown instead").fill("witness 4")
    reviewer.locator("#veil-reason").fill("threats against her family")
    reviewer.get_by_role("button", name="Do not show the name").click()
    _said(reviewer, "no longer shown")
    assert axe(reviewer) == []
    reader.goto(report)
    shown = reader.locator("main").inner_text()
    assert "Marrow" not in shown
    assert "witness 4" in shown

    reviewer.locator("#behind-reason").fill("to compare with the clinic's list")
    reviewer.get_by_role("button", name="See the names").click()
    expect(reviewer.get_by_role("button", name="Hide them now").first).to_be_visible()
    expect(reviewer.locator("main")).to_contain_text(NAME)
    reviewer.goto(report)
    expect(reviewer.locator("main")).to_contain_text(NAME)
    reviewer.get_by_role("button", name="Hide them now").click()
    expect(reviewer.get_by_role("button", name="Hide them now")).to_have_count(0)
    expect(reviewer.locator("main")).not_to_contain_text("Marrow")

    reviewer.goto(f"{report}redaction/")
    reviewer.locator("#redact-text").get_by_text("At least 14 people").dblclick(position={"x": 4, "y": 12})
    chosen = reviewer.evaluate("getSelection().toString().trim()")
    assert len(chosen) > 1
    reviewer.get_by_role("button", name="Black out the selected words").click()
    # The selected words, and the name that is not shown at the desk.
    expect(reviewer.locator("#redact-text .block")).to_have_text([BLOCK, BLOCK])
    reviewer.wait_for_load_state()
    start, end = map(int, reviewer.locator("#redact-at").input_value().split("-"))
    assert end - start >= len(chosen)
    reviewer.locator("#redact-reason").fill("for the court")
    reviewer.get_by_role("button", name="Make the copy").click()
    _said(reviewer, "The copy is made")
    assert axe(reviewer) == []
    with reviewer.expect_download() as download:
        reviewer.get_by_role("link", name="Download as text").click()
    text = download.value.path().read_text(encoding="utf-8")
    # One more in the title, which has the selected word too, and one that the head tells the meaning of.
    assert text.count(BLOCK) == 4
    assert "Marrow" not in text


def test_selected_words_are_folded(page_of: PageOf, served: Served) -> None:
    page = page_of(Role.CODER)
    page.goto(served.report("02-saved-page.txt"))
    page.get_by_text("Where it comes from").click()
    page.get_by_text("Mark words as graphic").click()
    page.locator(".marks [data-at]").first.dblclick(position={"x": 4, "y": 12})
    page.get_by_role("button", name="Take the words selected").click()
    expect(page.locator("#graphic-at")).to_have_value(re.compile("-"))
    page.get_by_role("button", name="Fold them").click()
    page.locator(".marks details.graphic").first.wait_for()


def test_from_coded_to_final_by_two_people_on_a_small_screen(page_of: PageOf) -> None:
    coder = page_of(Role.CODER, width=320, theme="dark")
    coder.goto("/incidents/")
    coder.get_by_role("link", name="Attack near Halvin").first.click()
    coder.wait_for_url("**/incidents/*/")
    coder.get_by_role("link", name="Review", exact=True).last.click()
    coder.wait_for_url("**/incidents/*/review/")
    coder.get_by_label("Reason").fill("all five reports read")
    coder.get_by_role("button", name="Ready for review").click()
    _said(coder, "a reviewer other than you")
    assert sideways(coder) == 0
    assert axe(coder) == []
    reviewer = page_of(Role.REVIEWER, width=320, script=False)
    reviewer.goto("/review/")
    reviewer.get_by_role("link", name="Attack near Halvin").click()
    reviewer.wait_for_url("**/incidents/*/review/")
    reviewer.get_by_label("Reason").fill("the words bear it out")
    reviewer.get_by_role("button", name="Make it final").click()
    _said(reviewer, "Final.")
    expect(reviewer.get_by_role("button", name="Open it again")).to_be_visible()
    coder.reload()
    expect(coder.locator("main")).to_contain_text("Nothing about it is changed while it is final")
