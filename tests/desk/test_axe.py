"""Every page, in light and dark, left to right and right to left, by axe: nothing serious; none scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from desk.browser import PageOf, Served, axe, sideways
from onrecord.desk.access import Role

# Each page by the name of its route, with an address in which {incident}, {report} and the like are filled in.
PAGES = {
    "inbox": "/inbox/",
    "incoming": "/inbox/add/",
    "report": "/reports/{report}/",
    "report-amend": "/reports/{report}/amend/?act=add&kind=figure",
    "report-since": "/reports/{version}/since/{older}/",
    "incidents": "/incidents/",
    "incident": "/incidents/{incident}/",
    "people": "/people/",
    "person": "/people/{person}/",
    "search": "/search/?q=market",
    "saved": "/search/saved/",
    "notices": "/notices/",
    "history": "/history/",
    "review": "/review/",
    "incident-review": "/incidents/{incident}/review/",
    "code": "/incidents/{incident}/code/",
    "agreement": "/agreement/",
    "care": "/care/",
    "redact": "/reports/{report}/redaction/",
    "redaction": "/redactions/{redaction}/",
    "redaction-print": "/redactions/{redaction}/print/",
    "restrict": "/incidents/{incident}/restrict/",
    "team": "/team/",
    "team-add": "/team/add/",
    "team-person": "/team/people/{name}/",
    "team-group": "/team/groups/{group}/",
    "tokens": "/tokens/",
    "me": "/me/",
    "account_logout": "/account/logout/",
    "account_reauthenticate": "/account/reauthenticate/",
    "account_change_password": "/account/password/change/",
    "usersessions_list": "/account/sessions/",
    "mfa_index": "/account/2fa/",
    "mfa_activate_totp": "/account/2fa/totp/activate/",
    "mfa_list_webauthn": "/account/2fa/webauthn/",
    "mfa_add_webauthn": "/account/2fa/webauthn/add/",
}
WITHOUT_A_NAME = {"welcome": "/welcome/none/", "account_login": "/account/login/"}
"""Pages for nobody signed in."""
# What is no page of its own: acts, downloads, ways to a page that stands above, and what needs a state that
# the journeys of other tests make.
NONE = {
    "home", "health", "preferences", "inbox-act", "incoming-act", "incoming-batch", "report-original", "incident-set",
    "incident-join", "incident-part", "incident-split", "incident-move", "incident-reject", "incident-note",
    "incident-task", "incident-task-done", "incident-export", "people-same", "people-parted", "people-two",
    "people-alike", "incident-together", "saved-new",
    "saved-change", "notices-read", "review-ready", "review-back", "review-final", "review-reopen", "code-settle",
    "second-reader", "veil", "lift", "behind", "unfold", "graphic", "redaction-text", "password-strength", "me-data",
    "team-choices", "team-act", "team-group-add", "team-group-change", "token-add", "token-end", "account_inactive",
    "account_set_password", "mfa_authenticate", "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn",
    "mfa_edit_webauthn", "socialaccount_connections", "socialaccount_login_cancelled", "socialaccount_login_error",
    "openid_connect_login", "openid_connect_callback",
}  # fmt: skip


@pytest.fixture(scope="module")
def filled(served: Served) -> dict[str, object]:
    """What the addresses are filled with: the incident of most reports, a report with two versions, and so on."""
    (incident,) = served.of_the_ledger("select id from ledger_incident order by reports desc limit 1")[0]
    (report,) = served.of_the_ledger("select id from ledger_report where name = '01-wire.txt'")[0]
    versions = "select id from ledger_report where name in (select name from ledger_report where version = 2)"
    older, version = (row for (row,) in served.of_the_ledger(f"{versions} order by version"))
    (person,) = served.of_the_ledger("select key from ledger_voice group by key order by count(*) desc limit 1")[0]
    ((group,),) = served.rows("select id from auth_group")
    served.rows("insert into desk_setting (name, value) values ('second-reader', 'yes')")
    ((article,),) = served.of_the_ledger(f"select article_id from ledger_report where id = {report}")
    served.rows("insert into desk_redaction (id, report, article, spans, at, by_id) values (1, ?, ?, '[[0, 8]]', "
        "'2026-03-03 10:00:00', 1)", report, article)  # fmt: skip
    served.rows("insert into desk_note (kind, subject, words, at, author_id) values ('incident', ?, 'Ask them.', "
        "'2026-03-03 10:00:00', 1)", incident)  # fmt: skip
    return {
        "redaction": 1, "incident": incident, "report": report, "version": version, "older": older, "person": person,
        "group": group, "name": "coder-eve",
    }  # fmt: skip


def routes(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            if each.namespace is None:
                yield from routes(each.url_patterns)
        elif each.name:
            yield each.name


def test_every_page_is_looked_at() -> None:
    known = {*PAGES, *WITHOUT_A_NAME, *NONE}
    assert {each for each in routes(get_resolver().url_patterns) if not each.startswith("api")} - known == set()


def look(page_of: PageOf, address: str, who: Role | None, filled: dict[str, object]) -> list[str]:
    """What is wrong with a page. Contrast is that of the colours, whichever way one reads: each of these once."""
    found = []
    for language, theme, others in (("en", "light", ("dark", "contrast")), ("ar", "dark", ())):
        page = page_of(who, language=language, theme=theme)
        answer = page.goto(address.format(**filled))
        assert answer is not None and answer.status == (404 if "none" in address else 200), address
        assert page.evaluate("document.documentElement.lang") == language
        assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
        found += [f"{language}, {theme}: {each}" for each in axe(page)]
        for other in others:
            page.emulate_media(
                color_scheme="dark" if other == "dark" else "light",
                contrast="more" if other == "contrast" else "no-preference",
            )
            found += [f"{language}, {other}: {each}" for each in axe(page, "color-contrast")]
        page.set_viewport_size({"width": 320, "height": 640})
        if (more := sideways(page)) > 0:
            found.append(f"{language}: {more} pixels wider than a window of 320")
        page.context.close()
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(page_of: PageOf, filled: dict[str, object], name: str) -> None:
    assert look(page_of, PAGES[name], Role.ADMINISTRATOR, filled) == []


@pytest.mark.parametrize("name", WITHOUT_A_NAME)
def test_a_page_before_signing_in_is_for_everybody(page_of: PageOf, name: str) -> None:
    assert look(page_of, WITHOUT_A_NAME[name], None, {}) == []


def test_a_page_that_is_not_there_is_for_everybody(page_of: PageOf) -> None:
    assert look(page_of, "/none/", Role.READER, {}) == []


def test_what_is_refused_is_told_to_everybody(page_of: PageOf) -> None:
    page = page_of(Role.READER)
    answer = page.goto("/team/")
    assert answer is not None and answer.status == 403
    assert axe(page) == []


def test_axe_finds_what_is_wrong(page_of: PageOf) -> None:
    page = page_of(Role.READER)
    page.goto("/inbox/")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert any("image-alt" in each for each in axe(page))
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate("document.querySelector('main img').width = 900; document.querySelector('main img').className = 'x'")
    assert sideways(page) == 0, "a picture stays within its page"
