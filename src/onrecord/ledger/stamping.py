"""Timestamps of the log's head by an authority (RFC 3161): that the log said this, no later than then.

A head vouches for every line before it. Stamped, it proves that none of them was written or changed after the stamp,
to whoever trusts the authority, also against the people who keep the ledger.

What is stamped is the line ``SEQ HASH`` with its line feed, so that anyone can check a token without this program::

    printf '%s %s\\n' SEQ HASH > head.txt
    openssl ts -verify -data head.txt -in head.tsr -CAfile authority.pem
"""

from __future__ import annotations

import contextlib
import os
import ssl
import warnings
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.intake.fetch import AGENT, Policy
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.exchange import ExchangeError, checked, exchange

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

    from onrecord.ledger.log import Head

VARIABLE = "ONRECORD_TSA"
"""The environment's name for the address of the authority."""

ROOTS = "ONRECORD_TSA_ROOTS"
"""The environment's name for the file of certificates (PEM) that the authority's own must lead to."""

# A token with its chain of certificates has about 6 KiB.
POLICY = Policy(size=1 << 20, seconds=30.0)


def authority() -> str | None:
    """The authority's address as the environment says it, or None."""
    return os.environ.get(VARIABLE) or None


def trusted() -> Path | None:
    """The file of certificates as the environment says it, or None: those that the system trusts."""
    said = os.environ.get(ROOTS)
    return Path(said) if said else None


def message(head: Head) -> bytes:
    """What is stamped for ``head``: its number and its hash, one line."""
    return f"{head.seq} {head.hash}\n".encode("ascii")


def stamp(head: Head, *, authority: str, roots: Path | None = None, policy: Policy = POLICY) -> bytes:
    """The authority's response (DER, a ``.tsr`` file) for ``head``, proved before it is given out.

    ``authority`` is its http(s) address; ``roots`` a file of certificates (PEM), by default those that the system
    trusts. The authority may be in a private network only where ``policy`` says so. Raises :class:`LedgerError`.
    """
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    certificates = _certificates(roots)
    request = TimestampRequestBuilder(data=message(head), hash_algorithm=HashAlgorithm.SHA256).build()
    headers = {
        "User-Agent": AGENT,
        "Content-Type": "application/timestamp-query",
        "Accept": "application/timestamp-reply",
    }
    try:
        port = checked(authority).port
        # Authorities have ports of their own (318 is registered); whoever names one means it.
        policy = policy if port is None else replace(policy, ports=policy.ports | {port})
        answer = exchange(authority, headers=headers, body=request.as_bytes(), policy=policy)
    except ExchangeError as error:
        raise LedgerError(f"The timestamp authority {authority}: {error}; check its address, or try later.") from None
    if answer.status != 200:
        raise LedgerError(
            f"The timestamp authority {authority} answers with status {answer.status}; check its address, or try later."
        )
    try:
        _proved(_decoded(answer.data), head, certificates, nonce=request.nonce)
    except _Unproved as error:
        raise LedgerError(
            f"The answer of the timestamp authority {authority} is not kept: {error}; check its address, and that the "
            f"certificates given ({roots or 'those of the system'}) are its own."
        ) from None
    return answer.data


def verify(token: bytes, head: Head, *, roots: Path | None = None) -> datetime:
    """When the authority saw ``head`` (UTC), proved from ``token``, a response as :func:`stamp` gives it.

    Certificates need have been valid at that time, not now. Raises :class:`LedgerError` where it proves nothing.
    """
    try:
        return _proved(_decoded(token), head, _certificates(roots), nonce=None)
    except _Unproved as error:
        raise LedgerError(
            f"The timestamp does not prove line {head.seq} of the log: {error}; check that it is this ledger's, and "
            f"that the certificates given ({roots or 'those of the system'}) are its authority's."
        ) from None


class _Unproved(Exception):
    """Why a response proves nothing, as a clause."""


def _decoded(data: bytes) -> TimeStampResponse:
    from rfc3161_client import decode_timestamp_response

    try:
        return decode_timestamp_response(data)
    except ValueError:
        raise _Unproved("it is no timestamp response") from None


def _proved(response: TimeStampResponse, head: Head, roots: list[Certificate], *, nonce: int | None) -> datetime:
    from rfc3161_client import PKIStatus, VerifierBuilder

    try:
        if response.status != PKIStatus.GRANTED:
            why = " ".join(" ".join(response.status_string).split())[:200]
            raise _Unproved(f"it was not granted (status {response.status}{f', {why}' if why else ''})")
        VerifierBuilder(roots=roots, nonce=nonce).build().verify_message(response, message(head))
        return response.tst_info.gen_time.astimezone(UTC)
    except _Unproved:
        raise
    except Exception as error:  # on bytes made to deceive it, the client lets out whatever the parsers below it raise
        raise _Unproved(" ".join(str(error).split()).rstrip(".")[:200] or type(error).__name__) from None


def _certificates(roots: Path | None) -> list[Certificate]:
    from cryptography import x509

    if roots is None:
        system = ssl.create_default_context().get_ca_certs(binary_form=True)
        if not system:
            raise LedgerError("The system has no certificates to trust; name a file of the authority's (PEM).")
        found = []
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a few old roots break today's rules, and are told of or refused
            for each in system:
                with contextlib.suppress(ValueError, Warning):
                    found.append(x509.load_der_x509_certificate(each))
        return found
    try:
        return x509.load_pem_x509_certificates(roots.read_bytes())
    except OSError as error:
        raise LedgerError(
            f"The certificates {roots} cannot be read: {error.strerror or error}; check the path."
        ) from None
    except ValueError:
        raise LedgerError(f"{roots} holds no certificates in PEM form; give the file of the authority's.") from None
