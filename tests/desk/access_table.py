"""Who may ask what: every route of the desk, with what each role is answered. It is tried whole in test_access.py, and
docs/reference/access.md says it for people.

For who has the power, ``get`` and ``post`` are the statuses of the answers; the form is empty, so that an act is
refused for that and not done. Who lacks the power is refused (403), and who is not signed in is sent to sign in (302).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from django.utils import timezone

from desk.team import Desk
from onrecord.desk.access import Power
from onrecord.desk.models import Incoming, Redaction, Search, Task, Token, User, Veil
from onrecord.ledger.models import Report, Sighting, Voice

ANYONE, READ, CODE, REVIEW, ADMINISTER = Power


@dataclass(frozen=True, slots=True)
class Route:
    """One route: its name, who may ask it, and the statuses of the answers."""

    name: str
    power: Power
    get: int
    post: int
    fresh: bool = False
    nobody: tuple[int, int] | None = None  # where nobody is answered otherwise than the signed in
    by_hand: bool = False  # it ends the session that asks, or asks another server: test_headers.py, test_signing.py


TABLE: tuple[Route, ...] = (
    Route("home", ANYONE, 302, 302),
    Route("welcome", ANYONE, 404, 404),
    Route("password-strength", ANYONE, 405, 200),
    Route("me-data", READ, 200, 405),
    Route("inbox", READ, 200, 405),
    Route("inbox-act", CODE, 405, 400),
    Route("incoming", CODE, 200, 422),
    Route("incoming-batch", CODE, 200, 405),
    Route("incoming-act", CODE, 405, 400),
    Route("report", READ, 200, 200),
    Route("report-amend", CODE, 404, 404),
    Route("report-since", READ, 200, 200),
    Route("report-original", READ, 200, 200),
    Route("incidents", READ, 200, 200),
    Route("incident", READ, 200, 200),
    Route("incident-set", CODE, 405, 200),
    Route("incident-join", CODE, 405, 200),
    Route("incident-part", CODE, 405, 200),
    Route("incident-together", CODE, 405, 200),
    Route("incident-split", CODE, 405, 200),
    Route("incident-move", CODE, 405, 200),
    Route("incident-reject", REVIEW, 405, 200),
    Route("incident-note", CODE, 405, 200),
    Route("incident-task", CODE, 405, 200),
    Route("incident-task-done", CODE, 405, 303),
    Route("incident-export", READ, 200, 200),
    Route("people", READ, 200, 405),
    Route("people-same", CODE, 405, 404),
    Route("people-parted", CODE, 405, 404),
    Route("people-two", CODE, 405, 404),
    Route("people-alike", CODE, 405, 404),
    Route("person", READ, 200, 405),
    Route("search", READ, 200, 405),
    Route("saved", READ, 200, 405),
    Route("saved-new", READ, 405, 303),
    Route("saved-change", READ, 405, 303),
    Route("notices", READ, 200, 405),
    Route("notices-read", READ, 405, 303),
    Route("history", READ, 200, 405),
    Route("review", READ, 200, 200),
    Route("incident-review", READ, 200, 200),
    Route("review-ready", CODE, 405, 422),
    Route("review-back", CODE, 405, 422),
    Route("review-final", REVIEW, 405, 422),
    Route("review-reopen", REVIEW, 405, 422),
    Route("code", CODE, 404, 404),
    Route("code-settle", REVIEW, 405, 303),
    Route("agreement", CODE, 200, 200),
    Route("second-reader", ADMINISTER, 405, 303, fresh=True),
    Route("care", REVIEW, 200, 200),
    Route("veil", REVIEW, 302, 422),
    Route("lift", REVIEW, 302, 303, fresh=True),
    Route("behind", REVIEW, 302, 303, fresh=True),
    Route("unfold", READ, 303, 303),
    Route("graphic", CODE, 303, 303),
    Route("redact", CODE, 200, 200),
    Route("redaction", READ, 200, 200),
    Route("redaction-text", READ, 200, 200),
    Route("redaction-print", READ, 200, 200),
    Route("restrict", REVIEW, 200, 422, fresh=True),
    Route("team", ADMINISTER, 200, 200),
    Route("team-add", ADMINISTER, 200, 422, fresh=True),
    Route("team-choices", ADMINISTER, 405, 303, fresh=True),
    Route("team-person", ADMINISTER, 200, 200),
    Route("team-act", ADMINISTER, 405, 404, fresh=True),
    Route("team-group-add", ADMINISTER, 405, 303, fresh=True),
    Route("team-group", ADMINISTER, 200, 200),
    Route("team-group-change", ADMINISTER, 405, 303, fresh=True),
    Route("tokens", READ, 200, 200),
    Route("token-add", READ, 405, 422, fresh=True),
    Route("token-end", READ, 405, 303),
    Route("me", READ, 200, 303),
    Route("health", ANYONE, 200, 200),
    Route("preferences", ANYONE, 405, 303),
    Route("account_login", ANYONE, 302, 302, nobody=(200, 200)),
    Route("account_logout", ANYONE, 200, 302, nobody=(302, 302)),
    Route("account_inactive", ANYONE, 200, 405),
    Route("account_reauthenticate", READ, 200, 200),
    Route("account_change_password", READ, 200, 200),
    Route("account_set_password", READ, 302, 302),
    Route("usersessions_list", READ, 200, 302),
    Route("mfa_index", READ, 200, 405),
    Route("mfa_authenticate", ANYONE, 302, 302),
    Route("mfa_reauthenticate", READ, 302, 302),
    Route("mfa_activate_totp", READ, 200, 200),
    Route("mfa_deactivate_totp", READ, 404, 404),
    Route("mfa_view_recovery_codes", READ, 404, 405),
    Route("mfa_generate_recovery_codes", READ, 200, 200),
    Route("mfa_download_recovery_codes", READ, 404, 404),
    Route("mfa_list_webauthn", READ, 200, 405),
    Route("mfa_add_webauthn", READ, 200, 200),
    Route("mfa_reauthenticate_webauthn", READ, 302, 302),
    Route("mfa_remove_webauthn", READ, 404, 404),
    Route("mfa_edit_webauthn", READ, 404, 404),
    Route("socialaccount_connections", READ, 200, 200),
    Route("socialaccount_login_cancelled", ANYONE, 200, 405),
    Route("socialaccount_login_error", ANYONE, 401, 405),
    Route("openid_connect_login", ANYONE, 404, 404),
    Route("openid_connect_callback", ANYONE, 404, 404),
)


API: dict[str, tuple[str, Power, int]] = {
    "GET /api/incidents": ("read", READ, 200),
    "GET /api/incidents/{id}": ("read", READ, 200),
    "GET /api/reports": ("read", READ, 200),
    "GET /api/reports/{row}": ("read", READ, 200),
    "GET /api/search": ("read", READ, 200),
    "GET /api/people": ("read", READ, 200),
    "GET /api/history": ("read", READ, 200),
    "GET /api/export/{format}": ("export", READ, 200),
    "GET /api/incoming/{batch}": ("add", CODE, 200),
    "POST /api/reports": ("add", CODE, 422),
    "POST /api/incidents/{id}/decisions": ("decide", CODE, 422),
}
"""Every operation of the API: the scope of the token, the power of its person, and the status of the answer to an
empty body."""


def material(desk: Desk, owner: User, *, tokens: bool = True) -> dict[str, Any]:
    """Something of everything that addresses name, where people have their own: ``owner``'s."""
    incident = desk.incidents()[0]
    row = Sighting.objects.using("ledger").filter(incident_id=incident, report__current=True).values_list("report_id")
    versions = Report.objects.using("ledger").filter(version=2).values_list("name", "id").first()
    assert versions is not None
    old = Report.objects.using("ledger").filter(name=versions[0], version=1).values_list("id", flat=True).get()
    # A redacted copy keeps the original from readers: so not of the report whose original is asked for.
    copied = Report.objects.using("ledger").filter(current=True).exclude(id=row[0][0]).order_by("id").first()
    assert copied is not None
    incoming = Incoming.objects.create(batch=uuid.uuid4(), name="a.txt", kind="text", by=owner, state="failed")
    spans = msgspec.json.encode([[0, 4]]).decode()
    task = Task.objects.create(incident=incident, words="look", by=owner, assignee=owner)
    later = timezone.now() + timedelta(days=1)
    digest = uuid.uuid4().hex * 2
    token = Token.objects.create(owner=owner, name="a program", digest=digest, expires=later) if tokens else None
    group, _ = owner.groups.model.objects.get_or_create(name="south")
    return {
        "row": row[0][0],
        "old": old,
        "id": incident,
        "key": Voice.objects.using("ledger").values_list("key", flat=True).order_by("key").first(),
        "batch": incoming.batch,
        "task": task.pk,
        "number": Search.objects.create(owner=owner, name=uuid.uuid4().hex, query="strike").pk,
        "name": owner.username,
        "code": "nothing",
        "format": "json",
        "redaction": Redaction.objects.create(report=copied.pk, article=copied.article_id, spans=spans, by=owner).pk,
        "veil": Veil.objects.create(name="Nobody Atall", by=owner).pk,
        "token": token.pk if token is not None else 0,
        "group": group.pk,
        "pk": 0,
        "provider_id": "oidc",
        "versions": versions[1],
    }


IDS = {
    "lift": "veil", "redaction": "redaction", "redaction-text": "redaction", "redaction-print": "redaction",
    "team-group": "group", "team-group-change": "group", "token-end": "token",
}  # fmt: skip
"""Routes whose ``id`` is not an incident's."""


def arguments(route: str, names: list[str], things: dict[str, Any]) -> dict[str, Any]:
    """What an address of ``route`` is made of."""
    found = {}
    for name in names:
        if name == "id" and route in IDS:
            found[name] = things[IDS[route]]
        elif name == "row" and route == "report-since":
            found[name] = things["versions"]
        else:
            found[name] = things[name]
    return found
