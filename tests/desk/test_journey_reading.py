"""Reading the record in a real browser: with a script and without, by keyboard alone."""

from __future__ import annotations

import pytest

from desk.browser import PageOf, axe, sideways
from desk.team import NAMES, PASSWORD
from onrecord.desk.access import Role


def test_one_signs_in_through_the_form(page_of: PageOf) -> None:
    page = page_of(None)
    page.goto("/inbox/")
    page.get_by_label("Username").fill(NAMES[Role.READER])
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/")
    assert page.get_by_role("heading", level=1).inner_text() == "Inbox"


@pytest.mark.parametrize("script", [True, False])
def test_pages_read_without_a_script(page_of: PageOf, script: bool) -> None:
    page = page_of(Role.READER, script=script)
    page.goto("/inbox/")
    assert page.get_by_role("heading", level=1).inner_text() == "Inbox"
    assert sideways(page) == 0
    if script:
        assert axe(page) == []
