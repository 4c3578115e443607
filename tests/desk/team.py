"""The people of the desk under test, and browsers of theirs."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.test import Client

from onrecord.desk import restrictions
from onrecord.desk.access import Role
from onrecord.desk.models import User
from onrecord.ledger.models import Incident

PASSWORD = "seven copper kettles"
NAMES = {role: f"{role.value}-{who}" for role, who in zip(Role, ("ada", "ben", "cleo", "dan"), strict=True)}
"""Who has which role."""
SECOND = "coder-eve"
"""A second coder, who alone is in the group :data:`GROUP`."""
GROUP = "north"


def people() -> None:
    """Makes one person of each role, a second coder, and a group that only the latter is in."""
    for role, name in NAMES.items():
        User.objects.create_user(name, password=PASSWORD, role=role)
    second = User.objects.create_user(SECOND, password=PASSWORD, role=Role.CODER)
    second.groups.add(Group.objects.create(name=GROUP))


@dataclass(frozen=True)
class Desk:
    """A desk at ``where`` with everybody of :data:`NAMES`."""

    where: str

    def user(self, who: Role | str) -> User:
        """One of them, by role or name."""
        return User.objects.get(username=NAMES[who] if isinstance(who, Role) else who)

    def client(self, who: Role | str | None = None, *, csrf: bool = False, age: float = 0.0) -> Client:
        """A browser in which ``who`` is signed in (None: nobody), since ``age`` seconds. With ``csrf`` forged requests
        are refused, as in truth."""
        client = Client(enforce_csrf_checks=csrf)
        if who is not None:
            user = self.user(who)
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            session = client.session
            # What allauth keeps of a sign-in: privileged acts ask how long ago it was.
            session["account_authentication_methods"] = [{"method": "password", "at": time.time() - age}]
            session["account_authentication_methods_user"] = str(user.pk)
            session.save()
        return client

    def incidents(self) -> list[str]:
        """The ids of incidents that lists show, the one with most reports first."""
        rows = Incident.objects.using("ledger").filter(into__isnull=True, rejected=False, reports__gt=0)
        return list(rows.order_by("-reports", "id").values_list("id", flat=True))

    def restrict(self, incident: str) -> None:
        """Only the group :data:`GROUP` may see ``incident`` from here on."""
        restrictions.hold(incident, [Group.objects.get(name=GROUP)])
