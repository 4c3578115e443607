"""Take the pictures of the desk in docs/images anew, from the desk itself.

    python tools/screenshots.py

Adds the samples to a ledger of its own, serves the desk on it, decides something, and takes each picture with the
system's Chromium (or the one that the variable CHROMIUM names). Pictures have few colours, and stay small.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LARGEST = 150_000  # bytes of a picture: the README is read over slow lines too
COLOURS = 128
NAME, PASSWORD = "mara", "seven copper kettles"
MARKET = "Air strike in Dol Aren, 3 March 2025"


class Shot(NamedTuple):
    """One picture: its name, the page, what is in sight at its top, how it is seen."""

    name: str
    address: str
    top: str = ""
    language: str = "en"
    dark: bool = False
    width: int = 1200
    height: int = 860


SHOTS = (
    Shot("desk-inbox", "/inbox/"),
    Shot("desk-report", "/reports/{report}/"),
    Shot("desk-incident", "/incidents/{incident}/"),
    Shot("desk-board", "/incidents/{incident}/", "#board"),
    Shot("desk-numbers", "/incidents/{incident}/", "#numbers", height=980),
    Shot("desk-arabic", "/incidents/{incident}/", language="ar"),
    Shot("desk-dark", "/reports/{report}/", dark=True),
    Shot("desk-search", "/search/?q=market"),
    Shot("desk-person", "/people/ilse%20marrow/"),
    Shot("desk-history", "/history/?subject={incident}", height=600),
    Shot("desk-narrow", "/incidents/{incident}/", width=360, height=780),
)


def browser_path() -> str:
    """The Chromium to use."""
    said = os.environ.get("CHROMIUM")
    for name in (said,) if said else CHROMIUMS:
        if found := shutil.which(name):
            return found
    raise SystemExit("tools/screenshots.py needs a Chromium: install the package chromium, or name one in CHROMIUM.")


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[tuple[str, str]]:
    """The desk on a ledger of all samples: its address, and the one that works once, for the first account."""
    ledger = folder / "ledger.sqlite3"
    line = [sys.executable, "-m", "onrecord"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ONRECORD_")} | {"PYTHONUTF8": "1"}
    add = [*line, "add", "--ledger", str(ledger), "--places", "samples/places.csv", "samples"]
    subprocess.run(add, cwd=ROOT, env=environment, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "said.txt").open("wb") as said:
        desk = subprocess.Popen([*line, "desk", "--ledger", str(ledger), "--port", str(port)], cwd=ROOT,
                                env=environment, stdout=said, stderr=said)  # fmt: skip
    try:
        wait(f"http://127.0.0.1:{port}/account/login/")
        yield f"http://127.0.0.1:{port}", re.findall(r"http://\S+/welcome/\S+", (folder / "said.txt").read_text())[0]
    finally:
        desk.terminate()
        desk.wait()


def wait(address: str) -> None:
    """Until the desk answers."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise SystemExit(f"The desk did not answer at {address}.")


def first_account(page: Page, welcome: str) -> None:
    """Make it."""
    page.goto(welcome)
    page.locator("main input[type=text]:visible").first.fill(NAME)
    for field in page.locator("main input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_load_state()


def signed_in(browser: Browser, address: str, shot: Shot) -> Page:
    """A page in which the administrator is signed in."""
    context = browser.new_context(
        base_url=address, locale=shot.language, color_scheme="dark" if shot.dark else "light",
        viewport={"width": shot.width, "height": shot.height}, reduced_motion="reduce",
    )  # fmt: skip
    context.add_cookies([{"name": "django_language", "value": shot.language, "url": address}])
    page = context.new_page()
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(NAME)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.locator("main h1").wait_for()
    return page


def decide(page: Page) -> dict[str, str]:
    """Grade the incident that most reports tell of; what addresses are filled with."""
    page.goto("/incidents/")
    page.get_by_role("link", name=MARKET).click()
    page.locator("table.board").wait_for()
    incident = page.url.rstrip("/").rpartition("/")[2]
    grade = page.locator("#assessment > .grid > div").first
    grade.locator("summary").click()
    grade.get_by_label("Grade").select_option("fair")
    grade.get_by_label("Reason").fill(
        "Hospital, wire and monitors name the market and its dead; the ministry denies the strike."
    )
    grade.get_by_role("button", name="Set").click()
    page.get_by_text("Grade: set.").wait_for()
    page.goto("/search/?q=%22more+than+40%22")
    report = page.get_by_role("link", name="At least 14 killed").first.get_attribute("href") or ""
    return {"incident": incident, "report": report.partition("?")[0].rstrip("/").rpartition("/")[2]}


def small(png: bytes) -> bytes:
    """The picture with few colours."""
    picture = (
        Image.open(io.BytesIO(png))
        .convert("RGB")
        .quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    )
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    """All pictures."""
    from playwright.sync_api import sync_playwright

    path = browser_path()
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as (address, welcome),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        first_account(browser.new_page(), welcome)
        filled = decide(signed_in(browser, address, Shot("", "")))
        for shot in SHOTS:
            page = signed_in(browser, address, shot)
            page.goto(shot.address.format(**filled))
            page.wait_for_load_state("networkidle")
            if shot.top:
                page.locator(shot.top).evaluate("part => part.scrollIntoView()")
            picture = small(page.screenshot())
            if len(picture) > LARGEST:
                raise SystemExit(
                    f"{shot.name} has {len(picture):,} bytes; {LARGEST:,} are the most. Show less of the page."
                )
            (IMAGES / f"{shot.name}.png").write_bytes(picture)
            print(f"{shot.name}.png  {len(picture):,} bytes")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
