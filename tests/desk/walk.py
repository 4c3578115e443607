"""Walking through the desk as a person would: every link of every page, within reason."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

ENDS = ("/account/logout/",)  # a link, and whoever follows it is out
EACH = 8  # addresses of one kind: enough to see it empty, full and on its second page
_LINKS = ("href", "hx-get", "src")


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered."""

    address: str
    route: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_html(self) -> bool:
        """Whether it is a page, or a part of one."""
        return self.headers.get("content-type", "").startswith("text/html") and bool(self.body.strip())

    @property
    def text(self) -> str:
        """What was answered, as text."""
        return self.body.decode("utf-8", "replace")

    def tree(self) -> Any:
        """The page, parsed."""
        return html.document_fromstring(self.text, parser=html.HTMLParser(encoding="utf-8"))


def ask(client: Client, address: str, **headers: Any) -> Page:
    """One address, without following where it leads."""
    answer: Any = client.get(address, **headers)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.streaming:
        answer.close()
    named = {name.lower(): value for name, value in answer.items()}
    return Page(address, _route(address), answer.status_code, named, body)


def walk(client: Client, starts: Iterable[str] = ("/",), *, each: int = EACH) -> Iterator[Page]:
    """Every address that pages lead to, from ``starts`` on; at most ``each`` of one kind (a route, and the names of
    what stands after the question mark)."""
    waiting = deque(starts)
    seen = set(waiting)
    counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
    while waiting:
        address = waiting.popleft()
        kind = (_route(address), tuple(sorted({k for k, _ in parse_qsl(urlsplit(address).query)})))
        counts[kind] += 1
        if counts[kind] > each:
            continue
        page = ask(client, address)
        yield page
        for link in _links(page):
            if link not in seen and not link.startswith(ENDS):
                seen.add(link)
                waiting.append(link)


def _links(page: Page) -> Iterator[str]:
    found: list[str] = []
    if page.status in (301, 302, 303):
        found.append(page.headers["location"])
    elif page.is_html:
        tree = page.tree()
        for name in _LINKS:
            found += tree.xpath(f"//@{name}")
        for form in tree.xpath("//form[not(@method) or @method='get']"):
            found.append(form.get("action") or page.address)
    for link in found:
        parts = urlsplit(urldefrag(urljoin(f"http://testserver{page.address}", link))[0])
        if parts.netloc == "testserver" and parts.scheme == "http":
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def _route(address: str) -> str:
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return "-"
    return match.view_name or match.route
