"""What whoever runs the desk may set, all by environment variables.

=========================  ==========================================================================================
variable                   what it says
=========================  ==========================================================================================
ONRECORD_LEDGER            the ledger: a path, or a ``postgresql://`` address
ONRECORD_DESK_HOSTS        host names under which the desk is reached, with commas between; by default this machine's
ONRECORD_DESK_SECRET_FILE  the file that holds the secret which signs sessions; by default made beside the ledger
ONRECORD_DESK_HTTPS        ``yes`` where a proxy in front speaks HTTPS: cookies are then sent over that alone
ONRECORD_DESK_PROXIES      how many proxies stand in front (0 by default); their X-Forwarded-For is believed that far
ONRECORD_DESK_OIDC         the address of an OpenID Connect issuer, for signing in by it
ONRECORD_DESK_OIDC_ID      the desk's client id there; the secret is in the file ONRECORD_DESK_OIDC_SECRET_FILE
ONRECORD_DESK_OIDC_NAME    what the button says; by default the issuer's host
ONRECORD_DESK_SCANNER      a scanner for malware, by which everything handed in goes (:mod:`onrecord.desk.scanning`)
ONRECORD_PLACES            the desk's own place file (CSV), used when reports are read
=========================  ==========================================================================================
"""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from onrecord.desk.places import beside
from onrecord.ledger.where import Place, place
from onrecord.record import OnrecordError

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class ConfigurationError(OnrecordError):
    """A setting that cannot be; the sentence names it."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """An OpenID Connect issuer by which people sign in."""

    address: str
    client: str
    secret: str
    name: str


@dataclass(frozen=True, slots=True)
class Scanner:
    """A ``command`` and its arguments, or the ``address`` of a clamd: a socket's path, or a host and port."""

    command: tuple[str, ...] = ()
    address: str | tuple[str, int] = ""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What was set; see the module."""

    at: Place
    hosts: tuple[str, ...]
    https: bool
    proxies: int
    secret: str
    issuer: Issuer | None
    places: Path | None
    scanner: Scanner | None = None


def read(environment: Mapping[str, str]) -> Configuration:
    """What the variables say. Raises :class:`ConfigurationError` where one cannot be."""
    at = place(environment.get("ONRECORD_LEDGER"))
    hosts = tuple(h.strip() for h in environment.get("ONRECORD_DESK_HOSTS", "").split(",") if h.strip())
    proxies = environment.get("ONRECORD_DESK_PROXIES", "0")
    if not proxies.isdecimal() or int(proxies) > 9:
        raise ConfigurationError(f"ONRECORD_DESK_PROXIES is {proxies!r}; write a number from 0 to 9.")
    places = environment.get("ONRECORD_PLACES")
    return Configuration(
        at=at,
        hosts=hosts or LOOPBACK,
        https=environment.get("ONRECORD_DESK_HTTPS", "").lower() in ("yes", "true", "1"),
        proxies=int(proxies),
        secret=_secret(environment, at),
        issuer=_issuer(environment),
        places=Path(places) if places else None,
        scanner=_scanner(environment.get("ONRECORD_DESK_SCANNER", "").strip()),
    )


def _secret(environment: Mapping[str, str], at: Place) -> str:
    """The secret that signs. Made once, readable by this user alone."""
    said = environment.get("ONRECORD_DESK_SECRET_FILE")
    own = beside(at)
    if said is None and own is None:
        return secrets.token_urlsafe(48)  # each start signs everybody out; several processes need the file
    path = Path(said) if said is not None else own.with_suffix(".secret")  # type: ignore[union-attr]
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                pass  # another process was quicker
            else:
                with os.fdopen(handle, "w") as file:
                    file.write(secrets.token_urlsafe(48))
        found = path.read_text("utf-8").strip()
    except OSError as error:
        raise ConfigurationError(f"The desk's secret {path} cannot be read: {error.strerror or error}.") from error
    if len(found) < 32:
        raise ConfigurationError(f"The desk's secret {path} is too short; put 32 random characters or more in it.")
    return found


def _scanner(said: str) -> Scanner | None:
    wrong = ConfigurationError(
        f"ONRECORD_DESK_SCANNER is {said!r}; give a command that is there, or clamd: and its socket or //host:port."
    )
    if not said:
        return None
    if not said.startswith("clamd:"):
        try:
            command = tuple(shlex.split(said))
        except ValueError:
            raise wrong from None
        if not command or shutil.which(command[0]) is None:
            raise wrong
        return Scanner(command=command)
    try:
        parts = urlsplit(said)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise wrong from None
    if host and port:
        return Scanner(address=(host, port))
    if parts.netloc or not parts.path.startswith("/"):
        raise wrong
    return Scanner(address=parts.path)


def _issuer(environment: Mapping[str, str]) -> Issuer | None:
    address = environment.get("ONRECORD_DESK_OIDC")
    if not address:
        return None
    client, path = environment.get("ONRECORD_DESK_OIDC_ID"), environment.get("ONRECORD_DESK_OIDC_SECRET_FILE")
    if not client or not path:
        raise ConfigurationError("ONRECORD_DESK_OIDC also needs ONRECORD_DESK_OIDC_ID and ..._OIDC_SECRET_FILE.")
    try:
        secret = Path(path).read_text("utf-8").strip()
    except OSError as error:
        raise ConfigurationError(f"The secret {path} cannot be read: {error.strerror or error}.") from error
    name = environment.get("ONRECORD_DESK_OIDC_NAME") or urlsplit(address).hostname or address
    return Issuer(address, client, secret, name)
