"""From page to page, as a reader and as a reviewer: nowhere is there the name of who is not shown."""

from __future__ import annotations

import re
from collections import deque
from html import unescape
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from django.test import Client

from desk.pages import settled
from desk.team import Desk
from onrecord.desk.access import Role
from onrecord.desk.models import Veil
from onrecord.ledger.models import Report

NAMES = ("Ilse Marrow", "Tessa Vohl")
LINK = re.compile(r'(?:href|action|src|hx-get)="([^"]*)"')
PAGES = 70  # that are followed
EACH = 5  # of one kind


def _kind(path: str) -> str:
    return re.sub(r"[0-9a-f]{6,}|\d+|veiled\.[^/]+|(?<=/people/)[^/]+", "*", path)


def _pages(client: Client, starts: list[str]) -> dict[str, str]:
    seen: dict[str, str] = {}
    kinds: dict[str, int] = {}
    waiting = deque(starts)
    while waiting and len(seen) < PAGES:
        address = waiting.popleft()
        path = urlsplit(address).path
        kind = _kind(path)
        if address in seen or path.startswith(("/static/", "/account/")) or kinds.get(kind, 0) >= EACH:
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = client.get(address)
        if answer.status_code == 302 or answer.status_code == 303:
            waiting.append(urljoin(address, answer["Location"]))
            continue
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        page = body.decode(errors="replace")
        seen[address] = settled(page)
        if answer["Content-Type"].startswith("text/html"):
            for link in LINK.findall(page):
                to = urljoin(address, unescape(link)).partition("#")[0]
                if to.startswith("/"):
                    waiting.append(to)
    return seen


@pytest.mark.parametrize("who", [Role.READER, Role.REVIEWER])
def test_nowhere(desk_on_sqlite: Desk, who: Role) -> None:
    desk = desk_on_sqlite
    for n, name in enumerate(NAMES):
        last = name.split()[1]
        Veil.objects.create(
            name=name, also=f'["{last}"]', alias=f"person {n + 7}" if n else "", by=desk.user(Role.REVIEWER)
        )
    client = desk.client(who)
    sought = [f"/search/?q={quote(part)}" for name in NAMES for part in (name, name.split()[1], name[:3])]
    people = [f"/people/?like={quote(name.split()[1])}" for name in NAMES]
    asked = [f"/people/{quote(name.lower())}/" for name in NAMES]
    reports = [
        f"/reports/{row}/" for row in Report.objects.using("ledger").order_by("id").values_list("id", flat=True)[:4]
    ]
    incidents = [f"/incidents/{incident}/" for incident in desk.incidents()[:3]]
    starts = ["/inbox/", "/incidents/", "/people/", "/history/", "/review/", *incidents, *reports]
    seen = _pages(client, starts)
    assert len(seen) > 30
    assert sum("[name withheld]" in body for body in seen.values()) > 3
    assert sum("person 8" in body for body in seen.values()) > 2
    for address, body in seen.items():
        for last in ("Marrow", "Vohl"):
            assert last.lower() not in unescape(body).lower(), address
            assert last.lower() not in settled(unquote(address)).lower()
    for address in (*sought, *people):
        body = settled(client.get(address).content.decode())
        # What was asked is in the page again, in its field; nothing else is.
        rest = re.sub(r'value="[^"]*"|[?&;](?:amp;)?(?:q|like)=[^"&]*|<title>[^<]*</title>', "", unescape(body))
        for last in ("Marrow", "Vohl"):
            assert rest.lower().count(last.lower()) <= 1, address
        assert "/reports/" not in rest or "[name withheld]" not in rest or address.endswith(NAMES[0][:3]), address
    for address in asked:
        assert client.get(address).status_code == 404
