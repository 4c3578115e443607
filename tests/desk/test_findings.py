"""What is found again and again in desks of this kind, each by its name: other people's things by their number,
guessing, stored script, formulas, paths, documents that fetch, work without bound, locks and roles that do not hold."""

from __future__ import annotations

import csv
import io
import re
import socket
import uuid
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desk.access_table import material
from desk.hostile import payloads
from desk.team import GROUP, NAMES, PASSWORD, SECOND, Desk
from desk.walk import ask
from onrecord.desk import accepting, reader, tokens
from onrecord.desk.access import Role
from onrecord.desk.models import Coding, Incoming, Note, Notice, Redaction, Review, Search, Task, Token, User, Welcome
from onrecord.ledger.models import Incident, Report, Sighting

NO = (403, 404)


def post(client: Client, address: str, **form: Any) -> Any:
    """The answer to a form."""
    return client.post(address, form)


# Other people's things, by their number.


def test_01_another_persons_saved_search_is_not_deleted(desk_on_sqlite: Desk) -> None:
    search = Search.objects.create(owner=desk_on_sqlite.user(SECOND), name="mine", query="mill")
    assert (
        post(desk_on_sqlite.client(Role.ADMINISTRATOR), f"/search/saved/{search.pk}/", act="delete").status_code == 404
    )
    assert Search.objects.filter(pk=search.pk).exists()


def test_02_another_persons_saved_searches_are_not_listed(desk_on_sqlite: Desk) -> None:
    Search.objects.create(owner=desk_on_sqlite.user(SECOND), name="quince-search", query="mill")
    assert "quince-search" not in ask(desk_on_sqlite.client(Role.ADMINISTRATOR), "/search/saved/").text


def test_03_another_persons_token_is_not_ended_by_its_number(desk_on_sqlite: Desk) -> None:
    token, _ = tokens.made(desk_on_sqlite.user(SECOND), "mine", ["read"], days=1)
    assert post(desk_on_sqlite.client(Role.REVIEWER), f"/tokens/{token.pk}/end/").status_code == 404
    assert Token.objects.get(pk=token.pk).ended is None


def test_04_another_persons_notice_is_neither_read_nor_followed(desk_on_sqlite: Desk) -> None:
    notice = Notice.objects.create(to=desk_on_sqlite.user(SECOND), kind="task", words="quince", address="/care/")
    client = desk_on_sqlite.client(Role.ADMINISTRATOR)
    assert post(client, "/notices/read/", notice=notice.pk).status_code == 404
    assert "quince" not in ask(client, "/notices/").text
    assert Notice.objects.get(pk=notice.pk).read is None


def test_05_another_coders_upload_is_not_seen(desk_on_sqlite: Desk) -> None:
    row = Incoming.objects.create(batch=uuid.uuid4(), name="quince.txt", kind="text", by=desk_on_sqlite.user(SECOND))
    assert ask(desk_on_sqlite.client(Role.CODER), f"/inbox/add/{row.batch}/").status == 404
    assert "quince" not in ask(desk_on_sqlite.client(Role.CODER), "/inbox/add/").text


def test_06_nothing_is_added_to_another_persons_upload(desk_on_sqlite: Desk) -> None:
    row = Incoming.objects.create(batch=uuid.uuid4(), name="a.txt", kind="text", by=desk_on_sqlite.user(SECOND))
    post(desk_on_sqlite.client(Role.CODER), "/inbox/add/", batch=str(row.batch), text="A mill burnt on Monday.")
    assert Incoming.objects.filter(batch=row.batch).count() == 1


def test_07_another_persons_session_is_not_ended(desk_on_sqlite: Desk) -> None:
    theirs = desk_on_sqlite.client(SECOND)
    theirs.get("/inbox/")
    session = UserSession.objects.get(user=desk_on_sqlite.user(SECOND))
    post(desk_on_sqlite.client(Role.ADMINISTRATOR), "/account/sessions/", session=session.pk, pk=session.pk)
    assert theirs.get("/inbox/").status_code == 200


def test_08_another_persons_key_is_not_removed(desk_on_sqlite: Desk) -> None:
    row = Authenticator.objects.create(user=desk_on_sqlite.user(SECOND), type="webauthn", data={"name": "mine"})
    assert (
        post(desk_on_sqlite.client(Role.ADMINISTRATOR), f"/account/2fa/webauthn/keys/{row.pk}/remove/").status_code
        in NO
    )
    assert Authenticator.objects.filter(pk=row.pk).exists()


def test_09_another_coders_values_are_not_seen_before_ones_own(desk_on_sqlite: Desk) -> None:
    from onrecord.desk.models import Setting

    Setting.objects.update_or_create(name="second-reader", defaults={"value": "yes"})
    id = desk_on_sqlite.incidents()[0]
    Coding.objects.create(incident=id, coder=desk_on_sqlite.user(SECOND), values='{"title": "quince"}')
    client = desk_on_sqlite.client(Role.CODER)
    for address in (f"/incidents/{id}/code/", "/agreement/", f"/incidents/{id}/", "/history/"):
        assert "quince" not in ask(client, address).text


def test_10_a_task_is_not_done_by_way_of_another_incident(desk_on_sqlite: Desk) -> None:
    hidden, open_ = desk_on_sqlite.incidents()[:2]
    desk_on_sqlite.restrict(hidden)
    me = desk_on_sqlite.user(SECOND)
    task = Task.objects.create(incident=hidden, words="look", by=me)
    client = desk_on_sqlite.client(Role.ADMINISTRATOR)
    assert post(client, f"/incidents/{open_}/tasks/{task.pk}/", act="done").status_code == 404
    assert Task.objects.get(pk=task.pk).done is None


def test_11_a_redacted_copy_of_a_hidden_report_is_hidden(desk_on_sqlite: Desk) -> None:
    id, row = _own_report(desk_on_sqlite)
    copy = Redaction.objects.create(
        report=row.pk, article=row.article_id, spans="[[0, 1]]", by=desk_on_sqlite.user(SECOND)
    )
    client = desk_on_sqlite.client(Role.ADMINISTRATOR)
    assert ask(client, f"/redactions/{copy.pk}/text/").status == 200
    desk_on_sqlite.restrict(id)
    assert {ask(client, f"/redactions/{copy.pk}/{end}").status for end in ("", "text/", "print/")} == {404}


def test_12_the_original_of_a_hidden_report_is_hidden(desk_on_sqlite: Desk) -> None:
    id, row = _own_report(desk_on_sqlite)
    desk_on_sqlite.restrict(id)
    assert ask(desk_on_sqlite.client(Role.ADMINISTRATOR), f"/reports/{row.pk}/original/").status == 404
    assert ask(desk_on_sqlite.client(SECOND), f"/reports/{row.pk}/original/").status == 200


def test_13_a_hidden_incident_is_in_no_download_in_any_format(desk_on_sqlite: Desk) -> None:
    from onrecord.publishing.exports import FORMATS

    id = desk_on_sqlite.incidents()[0]
    desk_on_sqlite.restrict(id)
    client = desk_on_sqlite.client(Role.ADMINISTRATOR)
    assert {ask(client, f"/incidents/{id}/export/{each}/").status for each in FORMATS} == {404}
    assert ask(client, f"/incidents/{desk_on_sqlite.incidents()[1]}/export/../../etc/passwd/").status == 404


def test_14_nobody_is_told_of_what_they_may_no_longer_see(desk_on_sqlite: Desk) -> None:
    id = desk_on_sqlite.incidents()[0]
    Notice.objects.create(
        to=desk_on_sqlite.user(Role.CODER), kind="mention", words="quince", address=f"/incidents/{id}/", incident=id
    )
    assert "quince" in ask(desk_on_sqlite.client(Role.CODER), "/notices/").text
    desk_on_sqlite.restrict(id)
    assert "quince" not in ask(desk_on_sqlite.client(Role.CODER), "/notices/").text


def test_15_who_is_not_of_the_group_cannot_be_mentioned_into_it(desk_on_sqlite: Desk) -> None:
    id = desk_on_sqlite.incidents()[0]
    desk_on_sqlite.restrict(id)
    post(desk_on_sqlite.client(SECOND), f"/incidents/{id}/notes/", words=f"@{NAMES[Role.CODER]} look at quince")
    assert Note.objects.filter(subject=id).exists()
    assert not Notice.objects.filter(to=desk_on_sqlite.user(Role.CODER)).exists()


# Guessing.


def test_16_a_second_factor_is_not_guessed(desk_on_sqlite: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    # At this time the code is none of those that are tried.
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time", lambda: iter([59_000_000]))
    user = desk_on_sqlite.user(Role.CODER)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"})
    client = desk_on_sqlite.client()
    post(client, "/account/login/", login=user.username, password=PASSWORD)
    assert client.get("/inbox/").status_code == 302
    said = [post(client, "/account/2fa/authenticate/", code=f"{n:06}").content.decode() for n in range(12)]
    assert "Too many" in said[-1]
    assert client.get("/inbox/").status_code == 302


def test_17_a_token_is_not_guessed(desk_on_sqlite: Desk) -> None:
    client = Client()
    codes = [client.get("/api/incidents", HTTP_AUTHORIZATION=f"Bearer onr_{n}").status_code for n in range(25)]
    assert codes[0] == 401 and codes[-1] == 429


def test_18_a_token_stands_in_no_table(desk_on_sqlite: Desk) -> None:
    token, secret = tokens.made(desk_on_sqlite.user(Role.CODER), "a program", ["read"], days=1)
    assert secret not in str(vars(Token.objects.get(pk=token.pk)))
    assert len(secret) >= 40
    assert secret not in ask(desk_on_sqlite.client(Role.CODER), "/tokens/").text


def test_19_an_address_for_a_first_password_works_once_and_for_a_while(desk_on_sqlite: Desk) -> None:
    from onrecord.desk import welcome

    code = welcome.issue(desk_on_sqlite.user(Role.READER))
    assert ask(desk_on_sqlite.client(), f"/welcome/{code}/").status == 200
    Welcome.objects.update(expires=timezone.now() - timedelta(seconds=1))
    late = ask(desk_on_sqlite.client(), f"/welcome/{code}/")
    never = ask(desk_on_sqlite.client(), "/welcome/nothing/")
    assert late.status == never.status == 404


def test_20_the_password_is_not_guessed_where_it_is_asked_again(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.ADMINISTRATOR, age=3600)
    codes = [post(client, "/account/reauthenticate/", password=f"wrong {n} wrong").status_code for n in range(15)]
    assert codes[-1] == 429 or "Too many" in post(client, "/account/reauthenticate/", password="x").content.decode()


# Stored script.


@pytest.mark.parametrize("payload", payloads()["html"][:8])
def test_21_a_note_is_words(desk_on_sqlite: Desk, payload: str) -> None:
    id = desk_on_sqlite.incidents()[0]
    client = desk_on_sqlite.client(Role.CODER)
    post(client, f"/incidents/{id}/notes/", words=payload)
    assert Note.objects.filter(subject=id).exists()
    assert payload not in ask(client, f"/incidents/{id}/").text


def test_22_a_title_that_was_decided_is_words_everywhere(desk_on_sqlite: Desk) -> None:
    id, evil = desk_on_sqlite.incidents()[0], "<img src=x onerror=alert(1)>"
    client = desk_on_sqlite.client(Role.REVIEWER)
    post(client, f"/incidents/{id}/set/", field="title", value=evil, reason=evil)
    assert Incident.objects.using("ledger").get(id=id).title == evil
    for address in (f"/incidents/{id}/", "/incidents/", "/inbox/?tab=all", f"/history/?subject={id}", "/review/"):
        assert evil not in ask(client, address).text, address


def test_23_a_name_with_markup_is_no_name(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.ADMINISTRATOR)
    for name in ("<b>ada</b>", "ada\u202e", "../ada", "a" * 200, "", " "):
        post(client, "/team/add/", name=name, username=name, role="coder")
    assert User.objects.count() == len(NAMES) + 1


def test_24_what_a_person_sends_is_never_served_as_a_page(desk_on_sqlite: Desk) -> None:
    for row in Report.objects.using("ledger").order_by("id")[:8]:
        answer = ask(desk_on_sqlite.client(Role.CODER), f"/reports/{row.pk}/original/")
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not answer.headers["content-type"].startswith(
            ("text/html", "image/svg", "application/xhtml", "text/xml")
        )


def test_25_a_link_of_a_report_is_no_script(desk_on_sqlite: Desk) -> None:
    row = Report.objects.using("ledger").order_by("id").first()
    assert row is not None
    for evil in payloads()["addresses"][:6]:
        Report.objects.using("ledger").filter(pk=row.pk).update(url=evil)
        page = ask(desk_on_sqlite.client(Role.CODER), f"/reports/{row.pk}/")
        for link in page.tree().xpath("//@href"):
            assert not re.sub(r"\s", "", link).lower().startswith(("javascript:", "data:", "vbscript:"))


# Formulas in tables.


@pytest.mark.parametrize("format", ["csv", "csv-incidents", "acled", "ucdp", "airwars"])
def test_26_no_cell_of_a_download_begins_a_formula(desk_on_sqlite: Desk, format: str) -> None:
    id = desk_on_sqlite.incidents()[0]
    client = desk_on_sqlite.client(Role.REVIEWER)
    for field in ("title", "place", "note"):
        post(client, f"/incidents/{id}/set/", field=field, value=f"=cmd|'/C calc'!A0 {field}", reason="=1+1")
    text = ask(client, f"/incidents/{id}/export/{format}/").text
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert any("cmd" in cell for cell in cells)
    assert [cell for cell in cells if re.match(r"\s*[=+@]|-(?!\d)|[\t\r]", cell)] == []


# Paths.


@pytest.mark.parametrize("name", payloads()["files"])
def test_27_the_name_of_a_file_opens_nothing(desk_on_sqlite: Desk, name: str) -> None:
    sent = SimpleUploadedFile("a.txt", b"A mill burnt on Monday. Three people died.", "text/plain")
    client = desk_on_sqlite.client(Role.CODER)
    answer = post(client, "/inbox/add/", files=sent, path=name)
    assert answer.status_code in (303, 422), answer.status_code
    for row in Incoming.objects.all():
        assert bytes(row.body or b"") == b"A mill burnt on Monday. Three people died."
        assert not row.name.startswith(("/", "..")) and "\0" not in row.name and "\r" not in row.name
        assert "../" not in row.name and len(row.name) <= accepting.NAME


@pytest.mark.parametrize(
    "path",
    ["../settings.py", "%2e%2e/settings.py", "..%2fsettings.py", "desk/../../settings.py", "/etc/passwd", "desk/%00"],
)
def test_28_no_file_but_those_of_the_desk_is_served(desk_on_sqlite: Desk, path: str) -> None:
    answer: Any = desk_on_sqlite.client(Role.ADMINISTRATOR).get(f"/static/{path}")
    assert answer.status_code == 404


def test_29_a_language_or_colours_that_are_none_are_left(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.READER)
    post(client, "/preferences/", language="../../etc", theme="<x>")
    post(client, "/me/", language="../../etc", theme="<x>")
    user = desk_on_sqlite.user(Role.READER)
    assert (user.language, user.theme) == ("", "")


def test_30_a_file_is_given_under_a_name_of_the_desks_own_making(desk_on_sqlite: Desk) -> None:
    row = Report.objects.using("ledger").order_by("id").first()
    assert row is not None
    Report.objects.using("ledger").filter(pk=row.pk).update(name='x"\r\nSet-Cookie: zq=1; ../../etc/passwd')
    said = ask(desk_on_sqlite.client(Role.CODER), f"/reports/{row.pk}/original/").headers["content-disposition"]
    assert "\r" not in said and "\n" not in said and "/" not in said


# Documents that fetch, and addresses.


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was asked of the network; nothing is."""
    asked: list[Any] = []

    def refused(self: Any, address: Any) -> None:
        asked.append(address)
        raise OSError("no network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    return asked


def test_31_a_document_that_fetches_fetches_nothing(desk_on_sqlite: Desk, no_network: list[Any]) -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    page = Canvas(out)
    page.drawString(50, 700, "A mill burnt on 4 May 2025. Three people died, the mayor said.")
    page.linkURL("http://169.254.169.254/latest/", (0, 0, 600, 800))
    page.save()
    html = (
        b'<html><head><link rel=stylesheet href="http://127.0.0.1/a.css"><base href="http://127.0.0.1/">'
        b'<script src="http://127.0.0.1/a.js"></script></head><body><h1>Mill burnt</h1>'
        b'<img src="http://127.0.0.1/a.png"><iframe src="http://127.0.0.1/"></iframe>'
        b"<p>A mill burnt on 4 May 2025. Three people died, the mayor said.</p></body></html>"
    )
    for name, body in (("a.pdf", out.getvalue()), ("a.html", html)):
        post(desk_on_sqlite.client(Role.CODER), "/inbox/add/", files=SimpleUploadedFile(name, body))
    assert Incoming.objects.count() == 2
    while reader.work_once():
        pass
    assert set(Incoming.objects.values_list("state", flat=True)) == {"added"}
    assert no_network == []


def test_32_an_address_within_is_not_fetched(desk_on_sqlite: Desk, no_network: list[Any]) -> None:
    client = desk_on_sqlite.client(Role.CODER)
    for address in payloads()["inside"]:
        post(client, "/inbox/add/", addresses=address)
    while reader.work_once():
        pass
    assert set(Incoming.objects.values_list("state", flat=True)) <= {"failed"}
    # A name is looked up at most; nothing is ever connected to that is this machine's or its neighbours'.
    assert [each for each in no_network if str(each[0]).startswith(("127.", "10.", "169.254", "192.168", "::1"))] == []


# Work without bound.


def test_33_what_waits_is_bounded(desk_on_sqlite: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accepting, "EACH", 3)
    client = desk_on_sqlite.client(Role.CODER)
    for n in range(6):
        post(client, "/inbox/add/", text=f"A mill burnt on Monday, number {n}. Three people died.")
    assert Incoming.objects.count() == 3


def test_34_addresses_at_once_are_bounded(desk_on_sqlite: Desk) -> None:
    many = "\n".join(f"https://news.example/{n}" for n in range(accepting.ADDRESSES * 3))
    post(desk_on_sqlite.client(Role.CODER), "/inbox/add/", addresses=many)
    assert Incoming.objects.count() <= accepting.ADDRESSES


def test_35_a_zip_that_grows_without_end_is_refused(desk_on_sqlite: Desk) -> None:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"\0" * (80 << 20))
    post(desk_on_sqlite.client(Role.CODER), "/inbox/add/", files=SimpleUploadedFile("a.zip", out.getvalue()))
    while reader.work_once():
        pass
    row = Incoming.objects.get()
    assert row.state == "failed", row.said


ENDLESS = (
    "/search/?q=" + "a OR " * 3000, "/search/?q=" + "(" * 5000, "/inbox/?after=" + "9" * 5000,
    "/history/?below=" + "9" * 400, "/incidents/?page=" + "9" * 400, "/people/?q=" + "x" * 9000,
    "/notices/?below=99999999999999999999",
)  # fmt: skip


@pytest.mark.parametrize("address", ENDLESS, ids=range(len(ENDLESS)))
def test_36_a_question_without_end_is_answered_at_once(desk_on_sqlite: Desk, address: str) -> None:
    assert ask(desk_on_sqlite.client(Role.READER), address).status in (200, 400, 404)


def test_37_a_form_without_end_is_refused(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.CODER)
    id = desk_on_sqlite.incidents()[0]
    assert client.post(f"/incidents/{id}/notes/", {f"f{n}": "x" for n in range(2000)}).status_code == 400
    assert client.post(f"/incidents/{id}/notes/", {"words": "x" * (3 << 20)}).status_code in (400, 413)


# Locks and roles.


def test_38_nobody_makes_final_what_they_coded(desk_on_sqlite: Desk) -> None:
    id = desk_on_sqlite.incidents()[0]
    client = desk_on_sqlite.client(Role.REVIEWER)
    post(client, f"/incidents/{id}/review/ready/", reason="ready")
    post(client, f"/incidents/{id}/review/final/", reason="final")
    assert Review.objects.get(incident=id).state == "coded"


def test_39_what_is_final_is_changed_by_no_way(desk_on_sqlite: Desk) -> None:
    id, other = desk_on_sqlite.incidents()[:2]
    Review.objects.create(
        incident=id, state="final", coder=desk_on_sqlite.user(Role.CODER), reviewer=desk_on_sqlite.user(Role.REVIEWER)
    )
    before = Incident.objects.using("ledger").filter(id__in=(id, other)).order_by("id").values()
    was = list(before)
    client = desk_on_sqlite.client(Role.REVIEWER)
    row = (
        Sighting.objects.using("ledger")
        .filter(incident_id=id, report__current=True)
        .values_list("report_id", flat=True)[0]
    )
    _, secret = tokens.made(desk_on_sqlite.user(Role.REVIEWER), "a program", ["decide"], days=1)
    for path, form in (
        (f"/incidents/{id}/set/", {"field": "grade", "value": "confirmed"}),
        (f"/incidents/{id}/join/", {"other": other}),
        (f"/incidents/{other}/join/", {"other": id}),
        (f"/incidents/{id}/split/", {"report": str(row)}),
        (f"/incidents/{id}/move/", {"report": str(row)}),
        (f"/incidents/{id}/reject/", {}),
    ):
        post(client, path, reason="because", **form)
    Client().post(
        f"/api/incidents/{id}/decisions", '{"act": "set", "field": "grade", "value": "weak", "reason": "because"}',
        content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {secret}",
    )  # fmt: skip
    assert list(before.all()) == was


def test_40_nobody_gives_themselves_a_role(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.READER)
    form = {"role": "administrator", "is_superuser": "1", "is_staff": "1", "is_active": "1", "groups": "1"}
    for address in ("/me/", "/preferences/", "/account/password/change/", f"/team/people/{NAMES[Role.READER]}/act/"):
        post(client, address, act="role", **form)
    user = desk_on_sqlite.user(Role.READER)
    assert user.role == "reader" and not user.is_superuser and not user.is_staff and not user.groups.exists()


def test_41_the_last_administrator_stays(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.ADMINISTRATOR)
    address = f"/team/people/{NAMES[Role.ADMINISTRATOR]}/act/"
    post(client, address, act="role", role="reader")
    post(client, address, act="end")
    user = desk_on_sqlite.user(Role.ADMINISTRATOR)
    assert user.role == "administrator" and user.is_active


def test_42_an_administrator_does_not_let_themselves_into_what_is_restricted(desk_on_sqlite: Desk) -> None:
    id = desk_on_sqlite.incidents()[0]
    desk_on_sqlite.restrict(id)
    client = desk_on_sqlite.client(Role.ADMINISTRATOR)
    assert post(client, f"/incidents/{id}/restrict/", act="lift", reason="let me in").status_code == 404
    assert ask(client, f"/incidents/{id}/").status == 404
    # Who puts themselves into a group stands in the log, for every other administrator to see.
    from django.contrib.auth.models import Group

    group = Group.objects.get(name=GROUP)
    members = [SECOND, NAMES[Role.ADMINISTRATOR]]
    client.post(f"/team/groups/{group.pk}/change/", {"name": GROUP, "member": members})
    told = ask(desk_on_sqlite.client(Role.ADMINISTRATOR), "/history/?act=members").text
    assert NAMES[Role.ADMINISTRATOR] in told and SECOND in told


def test_43_privileged_acts_take_a_fresh_sign_in(desk_on_sqlite: Desk) -> None:
    stale = desk_on_sqlite.client(Role.ADMINISTRATOR, age=3600)
    things = material(desk_on_sqlite, desk_on_sqlite.user(Role.ADMINISTRATOR))
    for address in (
        reverse("team-add"), reverse("team-choices"), reverse("team-act", args=[SECOND]), reverse("token-add"),
        reverse("team-group-change", args=[things["group"]]), reverse("restrict", args=[things["id"]]),
        reverse("account_change_password"), reverse("mfa_activate_totp"), reverse("mfa_generate_recovery_codes"),
    ):  # fmt: skip
        answer = post(stale, address)
        if address == reverse("account_change_password"):  # asks for the password itself
            assert answer.status_code == 200
            continue
        assert answer.status_code == 302 and "/reauthenticate/" in answer["Location"], address


def test_44_every_act_of_privilege_stands_in_the_log(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client(Role.ADMINISTRATOR)
    post(client, f"/team/people/{SECOND}/act/", act="role", role="reviewer")
    assert desk_on_sqlite.user(SECOND).role == "reviewer"
    page = ask(client, "/history/").text
    assert SECOND in page and NAMES[Role.ADMINISTRATOR] in page


def _own_report(desk: Desk) -> tuple[str, Report]:
    """An incident, and a report that tells of it alone."""
    for id in desk.incidents():
        for row in Report.objects.using("ledger").filter(sighting__incident_id=id, current=True):
            if set(row.sighting_set.using("ledger").values_list("incident_id", flat=True)) == {id}:
                return id, row
    raise AssertionError("there is one")
