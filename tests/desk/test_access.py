"""Who may ask what: every address times every role; and that what is restricted leaks nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from desk.access_table import API, TABLE, Route, arguments, material
from desk.team import SECOND, Desk
from onrecord.desk import api, tokens
from onrecord.desk.access import POWERS, Power, Role
from onrecord.desk.models import User

BY_NAME = {route.name: route for route in TABLE}
EVERYBODY: tuple[Role | None, ...] = (None, *Role)


def patterns(within: Any = None, spaces: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route of the desk with its name."""
    for each in (within or get_resolver()).url_patterns:
        if hasattr(each, "url_patterns"):
            space = getattr(each, "namespace", None)
            yield from patterns(each, f"{spaces}{space}:" if space else spaces)
        else:
            yield f"{spaces}{each.name or each.pattern}", each


ROUTES = {name: pattern for name, pattern in patterns() if not name.startswith("api")}
"""Those of pages; the API has a table of its own."""


def test_every_route_has_its_line() -> None:
    assert set(BY_NAME) == set(ROUTES)


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_every_view_takes_the_power_of_its_line(name: str) -> None:
    view: Any = ROUTES[name].callback
    if name == "home":  # leads on, and shows nothing
        assert view.view_class.__name__ == "RedirectView"
        return
    assert view.power is BY_NAME[name].power
    # A fresh sign-in may be asked for by the view itself, or by allauth, which does so for passwords and factors.
    assert getattr(view, "fresh", False) is BY_NAME[name].fresh


def expected(route: Route, role: Role | None, method: str) -> set[int]:
    """What a role may be answered."""
    said = route.get if method == "get" else route.post
    if route.power is Power.ANYONE or (role is not None and route.power in POWERS[role]):
        if role is None and route.nobody is not None:
            return {route.nobody[method == "post"]}
        return {said}
    # That an address is for forms alone may be told to anybody.
    return {302 if role is None else 403} | ({405} & {said})


@pytest.mark.parametrize("role", EVERYBODY, ids=lambda role: role or "anonymous")
def test_every_address_times_every_role(desk: Desk, role: Role | None) -> None:
    owner = desk.user(role if role is not None else Role.ADMINISTRATOR)
    found = {}
    for route in TABLE:
        if route.by_hand:
            continue
        things = material(desk, owner)
        names = list(ROUTES[route.name].pattern.converters)
        address = reverse(route.name, kwargs=arguments(route.name, names, things))
        for method in ("get", "post"):
            client = desk.client(role)
            client.raise_request_exception = False
            answer = getattr(client, method)(address)
            wanted = expected(route, role, method)
            if answer.status_code not in wanted:
                found[f"{method} {route.name}"] = (answer.status_code, wanted)
            elif answer.status_code == 302 and role is None and route.power is not Power.ANYONE:
                assert answer["Location"].startswith("/account/login/?next="), route.name
    assert found == {}


def test_no_form_is_taken_from_another_site(desk_on_sqlite: Desk) -> None:
    things = material(desk_on_sqlite, desk_on_sqlite.user(Role.ADMINISTRATOR))
    taken = []
    for name in sorted(ROUTES):
        address = reverse(name, kwargs=arguments(name, list(ROUTES[name].pattern.converters), things))
        client = desk_on_sqlite.client(Role.ADMINISTRATOR, csrf=True)
        elsewhere: Any = {"HTTP_ORIGIN": "https://evil.example", "HTTP_REFERER": "https://evil.example/"}
        answers = {client.post(address).status_code, client.post(address, **elsewhere).status_code}
        if answers != {403}:
            taken.append((name, answers))
    assert taken == []


@pytest.mark.parametrize("route", [route for route in TABLE if route.fresh], ids=lambda route: route.name)
def test_privileged_acts_take_a_fresh_sign_in(desk_on_sqlite: Desk, route: Route) -> None:
    things = material(desk_on_sqlite, desk_on_sqlite.user(Role.ADMINISTRATOR))
    address = reverse(route.name, kwargs=arguments(route.name, list(ROUTES[route.name].pattern.converters), things))
    answer = desk_on_sqlite.client(Role.ADMINISTRATOR, age=3600).post(address, {"reason": "because"})
    assert answer.status_code == 302 and answer["Location"].startswith("/account/reauthenticate/"), answer
    htmx = desk_on_sqlite.client(Role.ADMINISTRATOR, age=3600).post(address, HTTP_HX_REQUEST="true")
    assert htmx.status_code == 401


# The API.


def test_every_operation_of_the_api_has_its_line() -> None:
    assert {name: scope.value for name, (scope, _) in api.POWERS.items()} == {
        name: scope for name, (scope, _, _) in API.items()
    }
    named = {name for name, _ in patterns() if name.startswith("api:")}
    assert named == {
        "api:openapi-json", "api:api-root", "api:listing", "api:incident", "api:reports", "api:add", "api:report",
        "api:search", "api:people", "api:lines", "api:exported", "api:incoming", "api:decide",
    }  # fmt: skip


def key(desk: Desk, who: Role | str, *scopes: str) -> dict[str, Any]:
    """The header of a new token."""
    _, secret = tokens.made(desk.user(who), "a program", scopes, days=1)
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}


def called(client: Client, desk: Desk, name: str, owner: User | None = None, **headers: Any) -> Any:
    """One operation called, with an empty body where it takes one, on what is ``owner``'s."""
    method, _, at = name.partition(" ")
    things = material(desk, owner or desk.user(SECOND), tokens=False)
    address = re.sub(r"\{(?:\w+:)?(\w+)\}", lambda m: str(things[m[1]]), at)
    query = "?q=strike" if at.endswith("/search") else ""
    if method == "GET":
        return client.get(address + query, **headers)
    return client.post(address, "{}", content_type="application/json", **headers)


@pytest.mark.parametrize("role", Role)
def test_every_operation_times_every_role_and_scope(desk_on_sqlite: Desk, role: Role) -> None:
    desk = desk_on_sqlite
    keys = {scope: key(desk, role, scope) for scope in tokens.Scope if tokens.POWERS[scope] in POWERS[role]}
    for name, (wanted, power, status) in API.items():
        for scope, headers in keys.items():
            answer = called(Client(), desk, name, desk.user(role), **headers)
            allowed = scope == wanted and power in POWERS[role]
            assert answer.status_code == (status if allowed else 403), (name, scope, answer.content[:200])


@pytest.mark.parametrize("name", sorted(API))
def test_the_api_takes_nothing_but_a_token(desk_on_sqlite: Desk, name: str) -> None:
    assert called(Client(), desk_on_sqlite, name).status_code == 401
    # A browser's session opens nothing, so that no page elsewhere can use it.
    assert called(desk_on_sqlite.client(Role.ADMINISTRATOR), desk_on_sqlite, name).status_code == 401
    for wrong in ("Bearer onr_nothing", "Bearer ", "Basic YWRhOmFkYQ==", "onr_nothing"):
        answer = called(Client(), desk_on_sqlite, name, HTTP_AUTHORIZATION=wrong)
        assert answer.status_code == 401
        assert "access-control-allow-origin" not in answer


def test_a_token_ends_with_its_persons_powers(desk_on_sqlite: Desk) -> None:
    desk = desk_on_sqlite
    headers = key(desk, Role.CODER, "add")
    user = desk.user(Role.CODER)
    user.role = Role.READER
    user.save()
    assert called(Client(), desk, "POST /api/reports", **headers).status_code == 403
    user.is_active = False
    user.save()
    assert called(Client(), desk, "POST /api/reports", **headers).status_code == 401


# Other people's things.


OWN: tuple[tuple[str, dict[str, str] | None], ...] = (
    ("saved-change", {"act": "delete"}),
    ("token-end", {}),
    ("incoming-batch", None),
    ("incoming-act", {"act": "dismiss"}),
    ("incident-task-done", {"act": "done"}),
)


@pytest.mark.parametrize(("name", "form"), OWN)
@pytest.mark.parametrize("role", [Role.CODER, Role.REVIEWER, Role.ADMINISTRATOR])
def test_what_is_another_persons_is_not_there(
    desk_on_sqlite: Desk, name: str, form: dict[str, str] | None, role: Role
) -> None:
    if name.startswith("incoming") and role is not Role.CODER:
        return  # reviewers help with what others could not add
    desk = desk_on_sqlite
    things = material(desk, desk.user(SECOND))
    if name == "incident-task-done":
        # A task is the team's: it is seen by all that see the incident, and not by others.
        desk.restrict(things["id"])
    address = reverse(name, kwargs=arguments(name, list(ROUTES[name].pattern.converters), things))
    client = desk.client(role)
    answer = client.get(address) if form is None else client.post(address, form)
    assert answer.status_code == 404, (answer.status_code, answer.content[:300])
