"""Passwords: how they are hashed, which are taken, what is said of one while it is typed."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher, check_password, get_hasher, identify_hasher, make_password

from desk.team import NAMES, PASSWORD, Desk
from onrecord.desk import passwords
from onrecord.desk.access import Role
from onrecord.desk.passwords import counted


def test_passwords_are_hashed_as_slowly_as_is_asked_for() -> None:
    algorithm, work, salt, block, parallel, _ = make_password(PASSWORD).split("$")
    assert (algorithm, int(work) >= 2**16, int(block) >= 8, int(parallel) >= 1) == ("scrypt", True, True, True)
    assert len(salt) >= 22  # of 62 letters: 128 bits and more


def test_a_weaker_hash_is_read_and_made_anew_at_the_next_sign_in(desk_on_sqlite: Desk) -> None:
    user = desk_on_sqlite.user(Role.CODER)
    hasher = get_hasher("pbkdf2_sha256")
    assert hasher.iterations >= 310_000  # type: ignore[attr-defined]
    weak = ScryptPasswordHasher().encode(PASSWORD, "salt" * 6)
    assert weak.startswith("scrypt$16384$") and identify_hasher(weak).must_update(weak)
    user.password = hasher.encode(PASSWORD, "salt" * 6)
    user.save()
    form = {"login": NAMES[Role.CODER], "password": PASSWORD}
    assert desk_on_sqlite.client().post("/account/login/", form).status_code == 302
    after = desk_on_sqlite.user(Role.CODER).password
    assert after.startswith("scrypt$65536$") and check_password(PASSWORD, after)


@pytest.mark.parametrize(
    ("password", "counts"),
    [
        ("seven copper kettles", 20), ("aaaaaaaaaaaaaaaa", 1), ("12345678901234", 4), ("zyxwvutsrqponm", 2),
        ("qwertyuiopas", 4), ("password1234!", 5), ("kettlekettlekettle", 6), ("two    spaces", 10), ("", 0),
        ("йцукенгшщзх", 2),
    ],
)  # fmt: skip
def test_what_is_guessed_first_hardly_counts(password: str, counts: int) -> None:
    assert counted(password) == counts


SAID = [
    ("", "", None),
    ("short", "at least 12", None),
    ("seven  c  k", "at least 12", None),  # eleven, but nine with single spaces
    ("x" * 129, "at most 128", None),
    ("password1234", "too common", None),
    ("abcdefghijklmnop", "Weak", 2),
    ("seven kettle", "Fair", 12),
    ("seven copper pot", "Good", 16),
    ("seven copper kettles", "Strong", 20),
]


@pytest.mark.parametrize(("password", "words", "meter"), SAID)
def test_it_is_said_how_strong_a_password_is_while_it_is_typed(
    desk_on_sqlite: Desk, password: str, words: str, meter: int | None
) -> None:
    # Who chooses the first password is nobody yet.
    answer = desk_on_sqlite.client().post("/password/", {"password": password})
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert words in answer.text
    assert (f'value="{meter}"' in answer.text) is (meter is not None)
    assert len(password) < 6 or password not in answer.text


def test_a_name_in_a_password_is_seen(desk_on_sqlite: Desk) -> None:
    mine = desk_on_sqlite.client(Role.CODER).post("/password/", {"password1": f"{NAMES[Role.CODER]}-ben"})
    new = desk_on_sqlite.client().post("/password/", {"password": "marta-the-coder", "username": "marta-the-coder"})
    assert "too similar" in mine.text and "too similar" in new.text


def test_nobody_asks_without_end(desk_on_sqlite: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "ASKS", 3)
    client = desk_on_sqlite.client()
    told = [client.post("/password/", {"password": "seven copper kettles"}).status_code for _ in range(5)]
    assert told == [200, 200, 200, 429, 429]
    assert client.get("/password/").status_code == 405


def test_the_pages_on_which_one_is_chosen_ask_and_can_show_it(desk_on_sqlite: Desk) -> None:
    page = desk_on_sqlite.client(Role.CODER).get("/account/password/change/").text
    assert page.count('hx-post="/password/"') == 1
    assert page.count("data-shows=") == 3
    login = desk_on_sqlite.client().get("/account/login/").text
    assert 'hx-post="/password/"' not in login and login.count("data-shows=") == 1
