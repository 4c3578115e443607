"""What is handed in is looked through by a scanner for malware before anything of it is kept, where one was named.

``ONRECORD_DESK_SCANNER`` is a command, which gets the bytes on its standard input and ends with 0 (nothing found) or 1
(something found), as ``clamdscan --no-summary -`` does; or the address of a clamd: ``clamd:/run/clamav/clamd.ctl`` or
``clamd://127.0.0.1:3310``. A scanner that does not answer lets nothing through.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import struct
import subprocess

from django.conf import settings

from onrecord.desk.configuration import Scanner
from onrecord.record import Sentence

PATIENCE = 120.0  # seconds for one input: an archive of 100 MiB takes ClamAV some 30
PIECE = 1 << 20  # bytes that clamd is sent at once; it takes up to its StreamMaxLength altogether
NAMED = 100  # characters of what a scanner calls what it found

_log = logging.getLogger("onrecord.desk")


class ScannerError(Exception):
    """The scanner did not say whether there is something."""


def refusal(data: bytes) -> Sentence | None:
    """Why these bytes are not taken; None where they are."""
    scanner: Scanner | None = settings.CONFIGURATION.scanner
    if scanner is None:
        return None
    try:
        found = _by_command(scanner, data) if scanner.command else _by_clamd(scanner, data)
    except (ScannerError, OSError, subprocess.SubprocessError) as error:
        _log.error("the scanner for malware: %s", error)
        return Sentence("The scanner for malware does not answer, so this was not taken; tell who runs the desk.")
    if found is None:
        return None
    _log.warning("the scanner for malware found %r in what was handed in", found)
    return Sentence("The scanner found malware in it ({found}), so it was not taken.", found=found)


def _by_command(scanner: Scanner, data: bytes) -> str | None:
    # No name that anybody gave is among the arguments.
    done = subprocess.run(
        scanner.command, input=data, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE, check=False
    )
    if done.returncode == 0:
        return None
    said = _brief(done.stdout)
    if done.returncode == 1:
        return said.removeprefix("stream: ").removesuffix(" FOUND") or "?"
    raise ScannerError(f"it ended with {done.returncode}: {said}")


def _by_clamd(scanner: Scanner, data: bytes) -> str | None:
    kind = socket.AF_UNIX if isinstance(scanner.address, str) else socket.AF_INET
    with contextlib.closing(socket.socket(kind, socket.SOCK_STREAM)) as link:
        link.settimeout(PATIENCE)
        link.connect(scanner.address)
        link.sendall(b"zINSTREAM\0")
        # clamd answers and hangs up at once where it is sent too much; what it says is read below.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for at in range(0, len(data), PIECE):
                piece = data[at : at + PIECE]
                link.sendall(struct.pack(">I", len(piece)) + piece)
            link.sendall(struct.pack(">I", 0))
        answer = b""
        while b"\0" not in answer and (more := link.recv(4096)):
            answer += more
    said = _brief(answer.partition(b"\0")[0]).removeprefix("stream: ")
    if said == "OK":
        return None
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise ScannerError(f"it said {said!r}")


def _brief(said: bytes) -> str:
    words = " ".join(said.decode("utf-8", "replace").split())
    return "".join(c if c.isprintable() else "\ufffd" for c in words)[:NAMED]
