"""Notes about an incident, for the team alone: the ledger's log says that there is one, not what it says."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from onrecord.desk import acts, notices, unsaid
from onrecord.desk.access import Request
from onrecord.desk.models import Note, User
from onrecord.desk.prepared import Listed, Prepared
from onrecord.desk.seers import restrictions_of, seers
from onrecord.desk.spoken import number
from onrecord.ledger.errors import LedgerError

KIND = "incident"
LONGEST = 4_000  # characters: what is longer is a document
LISTED = 50  # the latest, on a page
_MENTION = re.compile(r"(?<![\w@])@([\w.+-]*\w)")


@dataclass(frozen=True, slots=True)
class Said:
    """A note: its words in pieces, each with whether it mentions somebody who may see the incident."""

    author: str
    at: datetime
    pieces: tuple[tuple[str, bool], ...]


_OF = Prepared(
    lambda incident: (
        Note.objects.filter(kind=KIND, subject=incident).select_related("author").order_by("-id")[: LISTED + 1]
    ),
    holes=1,
)
_MENTIONED = Listed(
    lambda notes: Note.objects.filter(id__in=notes, mentions__isnull=False).values_list("id", "mentions__username")
)


def about(request: Request, incident: str) -> dict[str, Any]:
    """What the page of an incident shows: its notes, the latest last."""
    rows = _OF.models(incident)
    mentioned: dict[int, set[str]] = defaultdict(set)
    for note, name in _MENTIONED.rows([row.pk for row in rows]):
        mentioned[note].add(name)
    said = unsaid.of(request)
    told = [
        Said(row.author.username, row.at, _pieces(said.words(row.words), mentioned[row.pk])) for row in rows[:LISTED]
    ]
    return {"notes": tuple(told[::-1]), "notes_before": len(rows) > LISTED}


def add(user: User, incident: str, words: str) -> Note:
    """Keep a note and tell those whom it mentions, of those who may see the incident. Raises :class:`LedgerError`."""
    words = words.strip()
    if not words:
        raise LedgerError(_("The note is empty; write some words."))
    if len(words) > LONGEST:
        raise LedgerError(
            _("The note has %(length)s characters; %(most)s are the most. Cut it, or keep it elsewhere and name it.")
            % {"length": number(len(words)), "most": number(LONGEST)}
        )
    called = set(_MENTION.findall(words))
    told = [each for each in seers(restrictions_of(incident)) if each.username in called] if called else []
    with transaction.atomic():
        note = Note.objects.create(id=acts.numbered(Note), kind=KIND, subject=incident, author=user, words=words)
        note.mentions.set(told)
        for each in told:
            if each.pk != user.pk:
                notices.tell(each, "mention", words, address(incident), incident=incident)
        acts.tell(user, "note", incident, after={"note": note.pk, "sha256": _digest(words)})
    return note


def address(incident: str) -> str:
    """Where notes and tasks of an incident stand."""
    return reverse("incident", kwargs={"id": incident}) + "#notes"


def _digest(words: str) -> str:
    """So that a note that was changed afterwards can be told from the one that was written."""
    return hashlib.sha256(words.encode()).hexdigest()


def _pieces(words: str, mentioned: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    known = set(mentioned)
    out: list[tuple[str, bool]] = []
    end = 0
    for match in _MENTION.finditer(words):
        if match[1] in known:
            out += [(words[end : match.start()], False), (match[0], True)]
            end = match.end()
    return tuple(each for each in (*out, (words[end:], False)) if each[0])
