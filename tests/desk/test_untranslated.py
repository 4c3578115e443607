"""Pages in Arabic have no English words, but for those of reports and of people, and what is called so anywhere."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from desk.team import NAMES, PASSWORD, Desk
from desk.walk import Page, walk
from messages import DESK, ROOMS
from onrecord.desk import membership, reader, telling, tokens
from onrecord.desk.access import Role
from onrecord.desk.changes import changes
from onrecord.desk.ledgers import here
from onrecord.desk.models import Triage, User
from onrecord.desk.search import EXAMPLES
from onrecord.desk.terms import TERMS, word
from onrecord.ledger.by import By
from onrecord.ledger.models import Report
from onrecord.publishing.exports import FORMATS

# Words of reports and of people (who writes templates marks them so), code, names of keys, and scripts.
ELSEWHERE = (
    "ancestor-or-self::bdi or ancestor-or-self::*[@dir='auto'] or ancestor-or-self::*[@lang and not(self::html)] "
    "or ancestor-or-self::code or ancestor-or-self::kbd or ancestor-or-self::script or ancestor-or-self::samp"
)
SHOWN = (
    "aria-label", "title", "placeholder", "alt", "data-ask", "data-close", "data-refused", "data-address",
    "data-nearer", "data-farther",
)  # fmt: skip
# What is called so in every language: names of houses, of their lists and forms, of formats and programs.
NAMED = (
    "UCDP GED",
    "Iraq Body Count",
    "Markdown",
    "JSON lines",
    "JSON Lines",
    "PROV-JSONLD",
    "PDF",
    "WARC",
    "OpenID",
    "zip",
    "MiB",
    "Georeferenced Event Dataset",
    "FollowTheMoney",
    "Web Annotation",
    "W3C",
    "Dol Aren",
    "ACLED",
    "Airwars",
    "PLOVER",
    "onrecord",
    "English (en)",
    "English",
    "Natural Earth",
    "Leaflet",
    "HTML",
    "UCDP",
    "CSV",
    "TOTP",
    "WebAuthn",
    "WebP",
    "Python",
)
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]+")
ISOLATED = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")
NO_WORDS = re.compile(r"https?://\S*|\b[a-z]+:\"[^\"]*\"|\b[a-z_]+:\S*|\S*\d\S*|`[^`]*`|\S+\.\S+")


@cache
def _own(where: str) -> tuple[str, ...]:
    """What reports and people are called here, the longest first."""
    found = (
        {*EXAMPLES, *(each.username for each in User.objects.all())}
        | {each.name for each in Group.objects.all()}
        | set(FORMATS)
    )
    for title, outlet, name in Report.objects.using("ledger").values_list("title", "outlet", "name"):
        found |= {title or "", outlet or "", name}
    for person in here().people(limit=1000):
        found |= {person.name, *person.aliases}
    found |= {f"{each[:59]}…" for each in found if len(each) > 60}  # as the heads of pages have them
    return tuple(sorted((each for each in found if len(each) > 1), key=len, reverse=True))


def english(text: str, own: tuple[str, ...]) -> str:
    """The Latin words of a text of the page that are no name: one is enough where nothing else stands."""
    text = ISOLATED.sub(" ", text)
    for each in (*own, *NAMED):
        text = text.replace(each, " ")
    found = LATIN.findall(NO_WORDS.sub(" ", text))
    arabic = re.search("[\u0600-\u06ff]", text) is not None
    return " ".join(found) if len(found) >= (2 if arabic else 1) else ""


def told(page: Page) -> Iterator[str]:
    """What of a page is the desk's own."""
    tree: Any = page.tree()
    for text in tree.xpath(f"//body//text()[not({ELSEWHERE})]"):
        yield str(text)
    for name in SHOWN:
        yield from (str(each) for each in tree.xpath(f"//*[@{name}][not({ELSEWHERE})]/@{name}"))
    yield from (str(each) for each in tree.xpath("//input[@type='submit' or @type='button']/@value"))
    yield from (str(each) for each in tree.xpath("//title/text()"))


def left(pages: Iterator[Page], own: tuple[str, ...]) -> dict[str, str]:
    """English words, and where they stand."""
    found: dict[str, str] = {}
    for page in pages:
        for text in told(page) if page.is_html else ():
            if words := english(text, own):
                found.setdefault(f"{words}  ({' '.join(text.split())[:120]})", page.address)
    return found


def arabic(desk: Desk, who: Role) -> Client:
    user = desk.user(who)
    user.language = "ar"
    user.save()
    return desk.client(who)


def test_every_page(desk_on_sqlite: Desk) -> None:
    user = desk_on_sqlite.user(Role.ADMINISTRATOR)
    for words in (telling.PASSWORD, telling.CODE):
        telling.changed(user, words)
    client = arabic(desk_on_sqlite, Role.ADMINISTRATOR)
    assert left(walk(client), _own(desk_on_sqlite.where)) == {}


def test_pages_of_nobody(desk_on_sqlite: Desk) -> None:
    client = nobody()
    starts = ("/account/login/", "/welcome/x/", "/nowhere/", "/account/logout/", "/account/inactive/")
    assert left(walk(client, starts), _own(desk_on_sqlite.where)) == {}


Asked = Callable[[Desk, Client], Any]


def post(address: str, **form: Any) -> Asked:
    def ask(desk: Desk, client: Client) -> Any:
        id = desk.incidents()[0]
        row = Report.objects.using("ledger").filter(current=True).order_by("id").values_list("id", flat=True)[0]
        at = address.format(id=id, row=row, other=desk.incidents()[1])
        return client.post(at, {k: v.format(id=id) if isinstance(v, str) else v for k, v in form.items()}, follow=True)

    return ask


def brought(name: str, body: bytes) -> Asked:
    """A file that cannot be read, and the page that says so."""

    def ask(desk: Desk, client: Client) -> Any:
        answer = client.post("/inbox/add/", {"files": [SimpleUploadedFile(name, body)]}, follow=True)
        while reader.work_once(reader=lambda: pytest.fail("it was read")):
            pass
        return client.get(answer.redirect_chain[-1][0])

    return ask


def nobody() -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    return client


def signing(desk: Desk, client: Client) -> Any:
    return nobody().post("/account/login/", {"login": "nobody-at-all", "password": "wrong"})


def locked(desk: Desk, client: Client) -> Any:
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        signing(desk, client)
    return signing(desk, client)


def coded(desk: Desk, client: Client) -> Any:
    TOTP.activate(desk.user(Role.ADMINISTRATOR), generate_totp_secret())
    return client.post("/account/2fa/reauthenticate/", {"code": "no code"})


NEW = "eight amber lanterns"
ACTS: dict[str, Asked] = {
    "no reason": post("/incidents/{id}/set/", field="killed", value="3", reason=""),
    "no value": post("/incidents/{id}/set/", field="killed", value="several", reason="r"),
    "no grade": post("/incidents/{id}/set/", field="grade", value="sure", reason="r"),
    "no field": post("/incidents/{id}/set/", field="colour", value="red", reason="r"),
    "no other": post("/incidents/{id}/join/", other="i000", reason="r"),
    "itself": post("/incidents/{id}/join/", other="{id}", reason="r"),
    "nothing split": post("/incidents/{id}/split/", reason="r"),
    "password": post("/account/password/change/", oldpassword=PASSWORD, password1=NEW, password2=NEW),
    "password too short": post("/account/password/change/", oldpassword=PASSWORD, password1="short", password2="short"),
    "password too long": post("/account/password/change/", oldpassword=PASSWORD, password1=150 * "x", password2="y"),
    "password too common": post(
        "/account/password/change/", oldpassword=PASSWORD, password1="password1234", password2="password1234"
    ),
    "password of digits": post(
        "/account/password/change/", oldpassword=PASSWORD, password1="830461927530", password2="830461927530"
    ),
    "another password": post("/account/password/change/", oldpassword="wrong", password1=NEW, password2="other"),
    "strength": post("/password/", password="seven kettle"),
    "sign-in": signing,
    "again": post("/account/reauthenticate/", password="wrong"),
    "no code": post("/account/2fa/totp/activate/", code="000000"),
    "no recovery": post("/account/2fa/recovery-codes/generate/"),
    "wrong code": coded,
    "locked": locked,
    "session": post("/account/sessions/"),
    "nothing handed in": post("/inbox/add/"),
    "no address": post("/inbox/add/", addresses="ftp://example.org/a"),
    "no token": post("/tokens/add/", name=""),
    "empty": brought("empty.txt", b""),
    "a picture": brought("a.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    "no zip": brought("a.zip", b"PK\x03\x04 nothing of the kind"),
    "no pdf": brought("a.pdf", b"%PDF-1.7\nnothing of the kind"),
    "no lines": brought("a.jsonl", b'{"text": 3}\n{"id": \n'),
    "a feed": brought("a.xml", b'<rss version="2.0"><channel><title>T</title></channel></rss>'),
    "no words": brought("a.html", b"<!doctype html><html><body><script>draw()</script></body></html>"),
    "mail": brought("a.eml", b"From: a@example.org\nTo: b@example.org\nSubject: x\nMIME-Version: 1.0\n\n\n"),
}
SEARCHES = ("colour:red", "killed:", "killed:x", "killed:9..3", "since:x", "since:2025-03..2025-01", "OR", "a OR -b",
            "-place:x", "place:a place:b", "said:--", "w " * 200, "x" * 3000)  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_what_an_act_answers(desk_on_sqlite: Desk, act: str) -> None:
    client = arabic(desk_on_sqlite, Role.ADMINISTRATOR)
    answer = ACTS[act](desk_on_sqlite, client)
    assert answer.status_code in (200, 422, 429)
    page = Page(act, "", answer.status_code, {"content-type": "text/html"}, answer.content)
    assert left(iter([page]), _own(desk_on_sqlite.where)) == {}


def test_what_a_search_answers(desk_on_sqlite: Desk) -> None:
    client = arabic(desk_on_sqlite, Role.READER)
    pages = []
    for asked in SEARCHES:
        answer = client.get("/search/", {"q": asked})
        body = answer.content.replace(asked.encode(), b"")
        pages.append(Page(asked[:20], "", answer.status_code, {"content-type": "text/html"}, body))
    assert left(iter(pages), _own(desk_on_sqlite.where)) == {}


def told_of(file: Path) -> Iterator[tuple[str, ast.expr]]:
    """What a module writes into the log: acts, and the names of what changed."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called == "acts.tell":
            yield "act", node.args[1]
        elif called == "_logged" and len(node.args) > 2:
            yield "act", node.args[2]
        for each in node.keywords:
            if called == "log.append" and each.arg == "act":
                yield "act", each.value
            if called == "acts.tell" and each.arg in ("before", "after") and isinstance(each.value, ast.Dict):
                yield from (("field", key) for key in each.value.keys if key is not None)


def test_every_act_and_field_of_the_log_has_its_word() -> None:
    files = [p for room in (DESK, ROOMS / "ledger") for p in sorted(room.glob("*.py"))]
    found = {
        (what, node.value)
        for file in files
        for what, node in told_of(file)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    acts, fields = ({value for kind, value in found if kind == what} for what in ("act", "field"))
    assert len(acts) > 25 and len(fields) > 15
    assert acts - TERMS["log"].keys() == set()
    with translation.override("ar"):
        names = {each: changes("note", "", json.dumps({each: 1}))[0].name for each in fields}
        assert [each for each, name in names.items() if re.search("[a-z]", name)] == []
        assert [each for each in TERMS["log"] if re.search("[a-z]", word(each, "log"))] == []


def test_the_history_after_acts_of_every_kind(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    client = arabic(desk, Role.ADMINISTRATOR)
    someone, by, ids = desk.user(Role.CODER), desk.user(Role.ADMINISTRATOR), desk.incidents()
    who = By(who=by.username, reason="·")
    ledger = here()
    for field, value in (("grade", "fair"), ("strike_status", "likely"), ("killed", "3-5"), ("date", "2025-03-03")):
        ledger.settle(ids[0], field, value, by=who)
    ledger.join(ids[0], ids[1], by=who)
    ledger.reject(ids[2], by=who)
    ledger.refresh()
    membership.change_role(someone, "reviewer", by=by)
    membership.know_as(someone, email="ben@example.org", issuer_subject="s", by=by)
    membership.end(someone, by=by)
    membership.readmit(someone, by=by)
    membership.choose(someone, NEW, by=by)
    TOTP.activate(someone, generate_totp_secret())
    membership.reset_second_factor(someone, by=by)
    membership.choose_second_factor(["reviewer"], by=by)
    membership.choose_second_factor([], by=by)
    membership.set_members(membership.group_made("صحفيون", by=by), [someone], by=by)
    tokens.made(by, "برنامج", [tokens.Scope.READ], days=3)
    assert client.get("/inbox/").status_code == 200
    row = Triage.objects.filter(row__isnull=False).order_by("row").values_list("row", flat=True)[0]
    for address, form in (
        ("/inbox/act/", {"act": "take", "report": str(row)}), (f"/incidents/{ids[0]}/notes/", {"words": "·"}),
        (f"/incidents/{ids[0]}/tasks/", {"words": "·", "due": "2031-03-04"}),
        (f"/incidents/{ids[0]}/review/ready/", {"reason": "·"}),
    ):  # fmt: skip
        assert client.post(address, form).status_code < 400, address
    own = _own(f"{desk.where} after acts")
    assert left(walk(client, ("/history/", "/review/", "/team/", "/inbox/", f"/incidents/{ids[0]}/")), own) == {}


def test_what_english_is_found_by(desk_on_sqlite: Desk) -> None:
    own = _own(desk_on_sqlite.where)
    assert english("The ledger has no incident", own) and english("Saved", own)
    assert english("لا يوجد The ledger", own)
    for text in ("لا يوجد", f"تأشير {NAMES[Role.CODER]}", "3 · Meridian Wire Agency", 'said:"Ilse Marrow"', "PDF"):
        assert not english(text, own), text
