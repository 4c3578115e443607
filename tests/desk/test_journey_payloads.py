"""Every payload in every field, in a real browser: nothing of it runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desk.browser import Served, opened, serving
from desk.hostile import fill
from desk.team import Desk
from onrecord.desk.access import Role
from onrecord.desk.ledgers import point
from onrecord.ledger.where import place

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog

PAGES = (
    "/inbox/?tab=all", "/inbox/?tab=aside", "/incidents/", "/people/", "/search/?q=the", "/search/saved/", "/notices/",
    "/history/", "/review/", "/care/", "/team/", "/tokens/", "/inbox/add/",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A running desk full of payloads."""
    folder = tmp_path_factory.mktemp("hostile")
    for file in sqlite_template.iterdir():
        shutil.copy(file, folder / file.name)
    where = str(folder / "ledger.sqlite3")
    point(place(where))
    try:
        fill(Desk(where))
    finally:
        point(None)
    with serving(folder) as desk:
        yield desk


def test_no_payload_runs_in_a_browser(hostile: Served, browser: Browser) -> None:
    wrong: list[str] = []
    page = opened(browser, hostile, Role.ADMINISTRATOR, wrong=wrong)

    def spoke(dialog: Dialog) -> None:
        wrong.append(f"{page.url}: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", spoke)
    follow: list[str] = []
    for address in PAGES:
        page.goto(address)
        ran = "Boolean(window.zq) || document.querySelector('[srcdoc], base, iframe, main [style], zq-title') !== null"
        assert page.evaluate(ran) is False, address
        links = "[...document.querySelectorAll('main a[href]')].map(a => a.getAttribute('href'))"
        follow += [link for link in page.evaluate(links) if link.startswith(("/reports/", "/incidents/i", "/people/"))][
            :2
        ]
    assert len(follow) > 6
    for address in dict.fromkeys(follow):
        page.goto(address)
        assert page.evaluate("Boolean(window.zq)") is False, address
        assert page.evaluate("document.querySelectorAll('main script, main iframe, main base').length") == 0, address
    page.context.close()
    assert wrong == []
