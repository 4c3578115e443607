"""Who may do and see what."""

from __future__ import annotations

import pytest

from desk.team import Desk
from onrecord.desk.access import POWERS, Power, Role


@pytest.mark.parametrize("role", Role)
def test_everyone_signed_in_reads(desk: Desk, role: Role) -> None:
    assert Power.READ in POWERS[role]
    assert desk.client(role).get("/inbox/").status_code == 200


def test_nobody_else_does(desk: Desk) -> None:
    answer = desk.client().get("/inbox/")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=/inbox/"
