"""What is dangerous in a page, a table or a path is words like any other."""

from __future__ import annotations

import csv
import io
import re

import pytest

from desk.hostile import fill, payloads
from desk.team import Desk
from desk.walk import Page, ask, walk
from onrecord.desk.access import Role
from onrecord.publishing.cells import cell

# Of an element that nobody but a payload makes, or of an attribute of one: these never stand in a page as they are.
RAW = re.compile(
    r"<(/?zq|script(?! src=\"/static/|[^>]* type=\"application/json\")|img src=x|iframe|base|math|mtext"
    r"|mglyph|svg><script|meta http-equiv|form action=\"https?:)|zq=\"|(href|src)=\"https://evil|hx-get=\"/inbox/\?zq",
    re.I,
)


def wrong(page: Page) -> list[str]:
    """What of the payloads is more than words in a page."""
    found = [page.text[max(0, m.start() - 60) : m.end() + 60] for m in RAW.finditer(page.text)]
    tree = page.tree()
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag.startswith("zq") or element.tag in ("iframe", "base", "object", "embed", "math"):
            found.append(f"element {element.tag}")
        for name, value in element.attrib.items():
            if name.startswith(("on", "zq", "hx-on", "data-hx")) or name == "srcdoc" or name == "style":
                found.append(f"attribute {name}")
            if name in ("href", "src", "action", "formaction", "hx-get", "hx-post", "xlink:href"):
                bare = re.sub(r"[\x00-\x20]", "", value).lower()
                if re.match(r"(javascript|data|vbscript):", bare) and not bare.startswith("data:image/"):
                    found.append(f"address {value!r}")
                if "evil.example" in bare and not bare.startswith(("/", "?", "#")):
                    found.append(f"address {value!r}")
    if "zqtemplateran" in page.text:
        found.append("a template that ran")
    return found


def test_words_are_words_in_every_page(desk_on_sqlite: Desk) -> None:
    fill(desk_on_sqlite)
    bad: dict[str, list[str]] = {}
    seen: set[str] = set()
    for page in walk(desk_on_sqlite.client(Role.ADMINISTRATOR), each=30):
        assert page.status < 500, page.address
        if page.is_html:
            seen |= set(re.findall(r"zq-([a-z-]+)", page.text))
            if found := wrong(page):
                bad[page.address] = found[:5]
    assert bad == {}
    # That the fields were shown at all: else nothing would be proved.
    assert seen >= {
        "title", "outlet", "place", "speaker", "text", "note", "task", "reason", "rule", "who", "username", "group",
        "search", "token", "file", "said", "notice", "decided-title", "decided-note", "aside",
    }  # fmt: skip


def test_what_is_asked_for_is_words_too(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.REVIEWER)
    for payload in payloads()["html"]:
        for address, name in (
            ("/search/", "q"), ("/inbox/", "q"), ("/incidents/", "q"), ("/people/", "q"), ("/history/", "subject"),
            ("/history/", "who"), ("/incidents/", "place"), ("/search/", "page"), ("/account/login/", "next"),
        ):  # fmt: skip
            answer = client.get(address, {name: payload})
            assert answer.status_code < 500, (address, name, payload)
            page = Page(address, "", answer.status_code, {}, answer.content)
            assert not answer.content or answer.status_code in (302, 303) or wrong(page) == [], (address, name)
    for payload in payloads()["html"]:
        page = ask(client, "/people/" + payload.replace("?", "").replace("#", "").replace("\0", "") + "/")
        assert page.status in (404, 400) and wrong(page) == []


@pytest.mark.parametrize("formula", payloads()["formulas"])
def test_no_cell_begins_a_formula(formula: str) -> None:
    told = cell(formula)
    assert not re.match(r"\s*[=+\-@＝＋－＠]", told)
    assert not re.search(r"[;|] ?[=+\-@]", told)
    assert "\t" not in told and "\r" not in told and "\n" not in told


def test_numbers_stay_numbers() -> None:
    assert [cell(n) for n in (-3, 0, 4.5, None, True)] == ["-3", "0", "4.5", "", "true"]


def formulas_in(text: str, delimiter: str) -> list[str]:
    """The cells of a table that a spreadsheet would run."""
    bad = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        for value in row:
            if re.match(r"[\s'\"]*[=+@＝＋＠]|-(?!\d+(\.\d+)?$)", value) and not value.startswith("'"):
                bad.append(value)
    return bad
