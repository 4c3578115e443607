"""Passwords: which are taken, and what is said of one while it is typed.

Length counts, and nothing of kinds of characters (NIST SP 800-63B, ASVS 2.1). What is said is no promise: it tells how
many characters count once what is guessed first is left out, and what would be refused anyhow.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.cache import cache as counts
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from onrecord.desk import guarding, signing
from onrecord.desk.access import Power, needs
from onrecord.desk.models import User

SHORTEST = 12
LONGEST = 128  # characters; more keep a server busy with hashing and nobody safer (ASVS 2.1.2)
ASKS = 120  # passwords that one address asks about in ASKING seconds: two a second, as fast as one types
ASKING = 60
FAIR, STRONG = 16, 20  # characters that count: four short words, and five
WORDS = (
    (STRONG, lazy("Strong.")),
    (FAIR, lazy("Good.")),
    (SHORTEST, lazy("Fair. Four words or more that do not belong together are better.")),
    (0, lazy("Weak: what is often guessed hardly counts. Add words that do not belong together.")),
)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзх", "фывапролджэ")


class LengthValidator:
    """From :data:`SHORTEST` to :data:`LONGEST` characters, several spaces counting as one."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError."""
        if len(re.sub(r"\s+", " ", password)) < SHORTEST:
            raise ValidationError(
                _("This password is too short: give at least %(least)s characters.") % {"least": SHORTEST}
            )
        if len(password) > LONGEST:
            raise ValidationError(_("This password is too long: give at most %(most)s characters.") % {"most": LONGEST})

    def get_help_text(self) -> str:
        """What a page says beforehand."""
        return _("Give %(least)s characters or more; only length counts.") % {"least": SHORTEST}


def counted(password: str) -> int:
    """How many characters of a password count: few of those that follow from what stands before them (aaaa, 1234,
    qwer, onetwoonetwo), and two of a word that everybody tries first."""
    text = re.sub(r"\s+", " ", password).lower()
    again = (text + text).find(text, 1)
    text = text[: again or len(text)]
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
    if core and core in _common():
        text = text.replace(core, core[:2], 1)
    steps = [_step(a, b) for a, b in pairwise(text)]
    follow = sum(step is not None and step == before for before, step in pairwise(steps))
    return len(text) - follow


def _step(a: str, b: str) -> int | None:
    """How far two neighbours are apart in the alphabet, or on a keyboard; None where they are none."""
    if abs(ord(b) - ord(a)) <= 1:
        return ord(b) - ord(a)
    for row in _ROWS:
        if a in row and b in row and abs(row.index(b) - row.index(a)) == 1:
            return row.index(b) - row.index(a)
    return None


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


@require_POST
@needs(Power.ANYONE)
@never_cache
@sensitive_post_parameters()
def strength(request: HttpRequest) -> HttpResponse:
    """What is said of the password that is being typed. Nothing of it is kept."""
    asked = f"strength:{guarding.address(request)}"
    counts.add(asked, 0, ASKING)
    if counts.incr(asked) > ASKS:
        return signing.too_often(request)
    password = request.POST.get("password") or request.POST.get("password1") or ""
    user = request.user if isinstance(request.user, User) else User(username=request.POST.get("username", ""))
    return render(request, "desk/strength.html", _said(password[: LONGEST + 1], user))


def _said(password: str, user: User) -> dict[str, object]:
    if not password:
        return {}
    counts_as = counted(password)
    try:
        validate_password(password, user)
    except ValidationError as error:
        return {"refused": error.messages, "counted": min(counts_as, SHORTEST - 1), "strong": STRONG}
    words = next(words for least, words in WORDS if counts_as >= least)
    return {"words": words, "counted": min(counts_as, STRONG), "fair": FAIR, "weak": SHORTEST, "strong": STRONG}


routes: list[URLPattern] = [path("password/", strength, name="password-strength")]
