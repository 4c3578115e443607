"""What the checklist of ASVS asks of the program as a whole: ciphers, parts, logs, what it keeps of people."""

from __future__ import annotations

import ast
import json
import logging
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from desk.team import NAMES, PASSWORD, SECOND, Desk
from onrecord.desk import notices
from onrecord.desk.access import Role
from onrecord.desk.models import Search

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "onrecord"
CERTIFICATES = {"ledger/stamping.py", "intake/guard.py"}
"""Where certificates are asked: of time-stamp authorities, of pages that are fetched."""
SEALED = {"desk/cursors.py", "desk/veils.py"}
"""What a page hands out and takes back sealed: where a list goes on, what stands behind a veil."""
WEAK = {"md5", "sha1", "md4", "new"}
OF_A_FORMAT = {"publishing/ftm.py"}
"""Where SHA-1 makes the ids that a format of others has; nothing is kept safe by it."""


@cache
def parsed() -> tuple[tuple[str, ast.AST], ...]:
    """Every node of the program's code that imports, calls or names something, with its file."""
    kinds = (ast.Import, ast.ImportFrom, ast.Call, ast.Attribute, ast.keyword)
    return tuple(
        (str(path.relative_to(SOURCE)), node)
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, kinds)
    )


def imported() -> Iterator[tuple[str, str]]:
    """Every module that the program's code imports, by file."""
    for file, node in parsed():
        if isinstance(node, ast.Import):
            yield from ((file, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield file, node.module


def test_no_cipher_of_our_own_and_no_weak_one() -> None:
    found = list(imported())
    assert len(found) > 1000
    taken = {file for file, name in found if name.partition(".")[0] in ("cryptography", "Crypto", "ssl", "_ssl")}
    assert taken - CERTIFICATES <= SEALED
    used = {
        each.name
        for file, node in parsed()
        if isinstance(node, ast.ImportFrom) and file in SEALED and (node.module or "").startswith("cryptography.hazmat")
        for each in node.names
    }
    assert used == {"AESSIV"}
    weak = [
        (file, node.attr)
        for file, node in parsed()
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        and node.value.id == "hashlib" and node.attr in WEAK
    ]  # fmt: skip
    weak += [
        (file, each.name)
        for file, node in parsed()
        if isinstance(node, ast.ImportFrom) and node.module == "hashlib"
        for each in node.names
        if each.name in WEAK
    ]
    assert {file for file, _ in weak} <= OF_A_FORMAT


def test_random_numbers_are_the_systems() -> None:
    assert [file for file, name in imported() if name in ("random", "numpy.random")] == []


def test_nothing_is_run_that_came_as_data() -> None:
    assert [f for f, name in imported() if name in ("pickle", "marshal", "shelve", "dill", "yaml", "xmlrpc")] == []
    called = [
        (file, node.func.id)
        for file, node in parsed()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec")
    ]
    assert called == []
    shells = [
        file for file, node in parsed()
        if (isinstance(node, ast.keyword) and node.arg == "shell")
        or (isinstance(node, ast.Attribute) and node.attr in ("system", "popen") and isinstance(node.value, ast.Name)
        and node.value.id == "os")
    ]  # fmt: skip
    assert shells == []


def test_the_inventory_of_parts_is_whole() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[\[<>=!~; ]", each)[0].lower() for each in project["dependencies"]}
    told = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    locked = {
        name.lower()
        for lock in (ROOT / "requirements").glob("*.txt")
        for name in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", lock.read_text("utf-8"), re.M)
    }
    assert len(wanted) > 20
    assert {each for each in wanted if f"| {each} |" not in told} == set()
    assert wanted - locked == set()


def test_the_memory_of_the_process_is_written_to_no_disk() -> None:
    resource = pytest.importorskip("resource")
    import onrecord.desk.asgi  # noqa: F401  the process that serves begins with it

    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)


def test_what_is_refused_stands_in_the_journal(desk_on_sqlite: Desk, caplog: pytest.LogCaptureFixture) -> None:
    client = desk_on_sqlite.client(Role.READER, csrf=True)
    with caplog.at_level(logging.WARNING, "django"):
        assert client.get("/team/").status_code == 403
        assert client.get("/nowhere/").status_code == 404
        assert client.post("/inbox/act/", {"act": "take"}).status_code == 403
    told = " ".join(each.getMessage() for each in caplog.records)
    assert "/team/" in told and "/nowhere/" in told and "/inbox/act/" in told
    assert PASSWORD not in told and client.cookies["sessionid"].value not in told


def test_many_wrong_passwords_are_told_to_who_keeps_the_accounts(desk_on_sqlite: Desk) -> None:
    client = desk_on_sqlite.client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        client.post("/account/login/", {"login": SECOND, "password": "wrong"})
    page = desk_on_sqlite.client(Role.ADMINISTRATOR).get("/notices/").text
    assert f"Wrong passwords for “{SECOND}”" in page


def test_people_read_what_is_kept_of_them_and_take_it_along(desk_on_sqlite: Desk) -> None:
    user = desk_on_sqlite.user(Role.CODER)
    Search.objects.create(owner=user, name="mine", query="market")
    Search.objects.create(owner=desk_on_sqlite.user(Role.READER), name="theirs", query="bridge")
    notices.tell(user, "mention", "look at this", "/inbox/")
    client = desk_on_sqlite.client(Role.CODER)
    page = client.get("/me/").text
    assert "What is kept of you" in page and f'href="{reverse("me-data")}"' in page
    answer = client.get("/me/data/")
    assert (
        answer["Content-Disposition"] == 'attachment; filename="account.json"' and "no-store" in answer["Cache-Control"]
    )
    kept = json.loads(answer.content)
    assert kept["account"]["name"] == NAMES[Role.CODER]
    assert [each["name"] for each in kept["searches"]] == ["mine"]
    assert [each["words"] for each in kept["notices"]] == ["look at this"]
    assert "scrypt" not in answer.text and user.password not in answer.text
    assert client.cookies["sessionid"].value not in answer.text


@pytest.mark.parametrize("address", ["/api/", "/api/openapi.json", "/api/incidents", "/api/nowhere"])
def test_no_answer_of_the_api_is_taken_for_a_page(desk_on_sqlite: Desk, address: str) -> None:
    answer = desk_on_sqlite.client().get(address)
    assert answer["Content-Disposition"] == 'attachment; filename="api.json"'
    assert answer["Content-Type"].startswith("application/json") and answer["X-Content-Type-Options"] == "nosniff"
