"""Where a page of the log goes on, so that nobody can read from it how many lines lie between."""

from __future__ import annotations

import base64
import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings


def sealed(number: int) -> str:
    """A number that only this desk can read."""
    return base64.urlsafe_b64encode(_cipher().encrypt(number.to_bytes(8, "big"), None)).decode().rstrip("=")


def opened(text: str) -> int | None:
    """The number; None where this desk did not seal it."""
    try:
        return int.from_bytes(_cipher().decrypt(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), None), "big")
    except (ValueError, InvalidTag):
        return None


def _cipher() -> AESSIV:
    return AESSIV(hashlib.sha256(b"onrecord cursor\0" + settings.SECRET_KEY.encode()).digest())
