"""What people hand in, kept in the desk's database until it is read: bounded, and each refusal in one sentence."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _

from onrecord.desk import scanning, sentences
from onrecord.desk.models import Incoming, User
from onrecord.desk.spoken import number
from onrecord.desk.uploads import LARGEST
from onrecord.intake.item import digest, megabytes

OPEN = ("waiting", "reading")
"""The states of an input that is still to be read."""

BEGINNING = 60
"""Code points of a pasted text that are its name in lists."""

ADDRESSES = 50
"""Addresses at once: each is fetched with up to half a minute's patience."""

EACH = 2000
"""Inputs of one person that wait: four folders of the most files that one upload takes."""
ALL = 10_000
"""Inputs of everybody that wait: some hours of reading."""

EACH_BYTES = 1 << 30
"""Bytes of one person that wait."""
ALL_BYTES = 4 << 30
"""Bytes of everybody that wait: the desk's database grows by as much."""

NAME = 200  # characters of an input's name that are kept
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T|$)")
_ADDRESS = 2048  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One thing that a person hands in: a file's ``body``, pasted text, or the address of a page."""

    name: str
    kind: str
    body: bytes | None = None
    title: str = ""
    day: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """What was not taken, and the sentence that says why."""

    name: str
    why: str


def named(name: str) -> str:
    """A file's name, or its path within the folder that was handed in, to be shown and never to be opened."""
    pieces = [each for each in name.replace("\\", "/").split("/") if each not in ("", ".", "..")]
    # A mark that turns the direction of writing makes 'gpj.exe' of what is 'exe.jpg'.
    whole = "".join("\ufffd" if unicodedata.category(c)[0] == "C" else c for c in "/".join(pieces))
    return whole if len(whole) <= NAME else f"…{whole[1 - NAME :]}"


def left_out(path: str) -> bool:
    """Whether a file of a folder is no report: hidden, a table, or what a browser saved beside a page."""
    pieces = path.split("/")
    if len(pieces) < 2:
        return False
    hidden = any(each.startswith(".") for each in pieces)
    return hidden or pieces[-1].lower().endswith(".csv") or any(each.endswith("_files") for each in pieces[:-1])


def pasted(text: str, *, title: str = "", day: str = "", url: str = "") -> Handed | Refused:
    """Text that was pasted. Its name is made from what it says, so that the same again changes nothing."""
    title, day, url = title.strip(), day.strip(), url.strip()
    shown = title or _first(text) or _("pasted text")
    if not text.strip():
        return Refused(shown, _("There is no text: paste the report's words, then add it."))
    if day and not _is_day(day):
        return Refused(shown, _("The day is none: write it as 2019-10-28, then add it again."))
    if url and not _is_address(url):
        return Refused(shown, _("The address is none: it starts with http:// or https://; mend it or leave it out."))
    body = text.replace("\r\n", "\n").encode("utf-8", "replace")
    return Handed(name=named(shown), kind="text", body=body, title=title[:500], day=day, url=url)


def _first(text: str) -> str:
    """How a text begins: its first line, or as much of it as makes a name."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    words = line.split()
    return " ".join(words if len(line) <= BEGINNING else words[:8])[:BEGINNING]


def addresses(text: str) -> list[Handed | Refused]:
    """The addresses in ``text``, one a line."""
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    found: list[Handed | Refused] = []
    for line in lines[:ADDRESSES]:
        if _is_address(line):
            found.append(Handed(name=named_address(line), kind="url", url=line))
        else:
            found.append(Refused(line[:NAME], _("It is no web address: it starts with http:// or https://.")))
    for line in lines[ADDRESSES:]:
        found.append(Refused(line[:NAME], _("At most %(most)s addresses at once: add it again.") % {"most": ADDRESSES}))
    return found


def named_address(url: str) -> str:
    """An address as it is shown."""
    return url if len(url) <= NAME else f"{url[: NAME - 1]}…"


def _is_day(day: str) -> bool:
    if not _DAY.match(day) or len(day) > 40:
        return False
    try:
        datetime.fromisoformat(day)
    except ValueError:
        return False
    return True


def _is_address(url: str) -> bool:
    whole = url.lower().startswith(("http://", "https://")) and len(url) <= _ADDRESS
    return whole and not any(c.isspace() or unicodedata.category(c)[0] == "C" for c in url)


def accept(user: User, batch: uuid.UUID, handed: Iterable[Handed]) -> list[Refused]:
    """Keep what was handed in until it is read; what there is no room for is refused."""
    refused: list[Refused] = []
    clean: list[Handed] = []
    for each in handed:  # before the transaction, in which nobody else may write
        found = scanning.refusal(each.body) if each.body is not None and len(each.body) <= LARGEST else None
        if found is None:
            clean.append(each)
        else:
            refused.append(Refused(each.name, sentences.said(found)))
    with transaction.atomic():
        mine, everybody = _waiting(user), _waiting(None)
        last = Incoming.objects.filter(batch=batch).aggregate(last=Max("no"))["last"]
        no = 0 if last is None else last + 1
        for each in clean:
            size = len(each.body or b"")
            why = _no_room(size, mine, everybody)
            if why:
                refused.append(Refused(each.name, why))
                continue
            Incoming.objects.create(
                batch=batch, no=no, name=each.name, kind=each.kind, title=each.title, day=each.day, url=each.url,
                size=size, body=each.body, by=user,
            )  # fmt: skip
            no += 1
            mine, everybody = (mine[0] + 1, mine[1] + size), (everybody[0] + 1, everybody[1] + size)
    return refused


def _waiting(user: User | None) -> tuple[int, int]:
    """How many inputs wait, and the bytes that are kept of them."""
    rows = Incoming.objects.filter(body__isnull=False) | Incoming.objects.filter(state__in=OPEN)
    if user is not None:
        rows = rows.filter(by=user)
    found = rows.aggregate(count=Count("id"), size=Sum("size"))
    return found["count"], found["size"] or 0


def _no_room(size: int, mine: tuple[int, int], everybody: tuple[int, int]) -> str:
    if size > LARGEST:
        return too_large()
    if mine[0] >= EACH:
        return _("%(most)s of your inputs wait to be read; add it when some of these are done.") % {
            "most": number(EACH)
        }
    if everybody[0] >= ALL:
        return _("%(most)s inputs wait to be read; add it when some of these are done.") % {"most": number(ALL)}
    if mine[1] + size > EACH_BYTES:
        return _("Your inputs that wait have more than %(most)s together; add it when some of these are done.") % {
            "most": megabytes(EACH_BYTES)
        }
    if everybody[1] + size > ALL_BYTES:
        return _("The inputs that wait have more than %(most)s together; add it when some of these are done.") % {
            "most": megabytes(ALL_BYTES)
        }
    return ""


def too_large() -> str:
    """Why a file was not taken."""
    return _(
        "It is larger than %(most)s: split it, or have whoever runs the desk read it with the command onrecord add."
    ) % {"most": megabytes(LARGEST)}


def key(row: Incoming) -> str:
    """The id under which an input is read: the same for the same thing, and no path."""
    if row.kind == "url":
        return row.url
    if row.kind == "text":
        said = digest(bytes(row.body or b"") + b"\0" + row.url.encode())
        return f"pasted/{said.removeprefix('sha256:')[:24]}"
    return f"upload/{row.name}"
