"""Who is told of what befalls an account: its person, of another password or second factor; of guessing administrators
too. A desk sends no mail: it is told where all else is (:mod:`onrecord.desk.notices`).
"""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_set
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from axes.signals import user_locked_out
from django.urls import reverse

from onrecord.desk import notices
from onrecord.desk.access import Role
from onrecord.desk.models import Notice, User
from onrecord.record import Sentence

LONGEST = 150  # characters of a name that are told
PASSWORD = Sentence("Your password was changed. If that was not you, tell an administrator at once.")
ADDED = Sentence("A second factor was added to your account. If that was not you, tell an administrator at once.")
GONE = Sentence("A second factor was taken from your account. If that was not you, tell an administrator at once.")
CODES = Sentence("Your recovery codes were made anew. If that was not you, tell an administrator at once.")
CODE = Sentence(
    "After your password somebody gave a code that is wrong or was used. If that was not you, change your password."
)


def changed(user: User, words: Sentence) -> None:
    """Something of an account is otherwise."""
    notices.tell(user, "account", words, reverse("me"))


def _guessed(user: User, words: Sentence, address: str) -> None:
    """Unless the last such notice is not yet read: who guesses should not fill the list."""
    if not Notice.objects.filter(to=user, kind="guessing", read=None).exists():
        notices.tell(user, "guessing", words, address)


def _locked(username: str | None, ip_address: str | None, **_: Any) -> None:
    """Too many wrong passwords for a name, whether it is somebody's or not."""
    words = Sentence(
        "Wrong passwords for “{name}” were given from {address} until it was shut for a while.",
        name=(username or "")[:LONGEST], address=ip_address or "?",
    )  # fmt: skip
    administrators = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
    for each in administrators | User.objects.filter(username__iexact=username or "", is_active=True):
        _guessed(each, words, reverse("team") if each.role == Role.ADMINISTRATOR else reverse("me"))


def connect() -> None:
    """From here on people are told."""

    def heard(words: Sentence) -> Any:
        def hear(user: User, **_: Any) -> None:
            changed(user, words)

        return hear

    for signal, words in (
        (password_changed, PASSWORD), (password_set, PASSWORD), (authenticator_added, ADDED),
        (authenticator_removed, GONE), (authenticator_reset, CODES),
    ):  # fmt: skip
        signal.connect(heard(words), weak=False)
    authentication_failed.connect(lambda user, **_: _guessed(user, CODE, reverse("me")), weak=False)
    user_locked_out.connect(_locked, weak=False)
