"""The desk's own tables: people, who has taken what, notes, tasks, reviews, how names are shown.

Incidents and reports are the ledger's, in another database; they are named here by their ids. Whatever is decided here
also has its line in the ledger's log (:mod:`onrecord.desk.acts`).
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractUser, Group, UserManager
from django.db import models

from onrecord.desk.prepared import Prepared

SUBJECT = 24  # characters of an incident's id


if TYPE_CHECKING:
    _Users = UserManager["User"]
else:
    _Users = UserManager


class Users(_Users):
    """Finds the person of a session, as every page does, by a query that is written once."""

    use_in_migrations = False

    def get(self, *args: Any, **kwargs: Any) -> User:
        """One person."""
        if args or kwargs.keys() != {"pk"} or not isinstance(kwargs["pk"], int):
            return super().get(*args, **kwargs)
        found = _BY_ID.models(kwargs["pk"])
        if not found:
            raise User.DoesNotExist
        return found[0]


class User(AbstractUser):
    """One who works at the desk. ``role`` is one of :class:`onrecord.desk.access.Role`."""

    objects: ClassVar[Users] = Users()
    role = models.CharField(max_length=16, default="reader")
    language = models.CharField(max_length=8, default="")
    theme = models.CharField(max_length=8, default="")
    graphic = models.BooleanField(default=False)
    keys = models.BooleanField(default=True)  # whether single keys act (WCAG 2.1.4: one can turn them off)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta(AbstractUser.Meta):
        pass


_BY_ID = Prepared(lambda id: User.objects.filter(pk=id), holes=1)


class Restriction(models.Model):
    """An incident that only the members of some groups may see. ``stems`` is the restricted incident whose reports it
    was made of, where no person restricted it."""

    incident = models.CharField(max_length=SUBJECT, primary_key=True)
    groups = models.ManyToManyField(Group)
    stems = models.CharField(max_length=SUBJECT, default="")


class Open(models.Model):
    """An incident that a person left open: no restriction of another reaches it (:mod:`onrecord.desk.reaching`)."""

    incident = models.CharField(max_length=SUBJECT, primary_key=True)


class Triage(models.Model):
    """One report in the inbox and what became of it: ``state`` is new, taken, aside or done.

    ``report`` is its name, ``row`` the ledger's row of its current version, ``origin`` that of its words: kept in step
    with the ledger by :mod:`onrecord.desk.arrivals`. ``statements`` and ``figures`` count what its record has; null
    until somebody looks.
    """

    report = models.TextField(unique=True)
    row = models.BigIntegerField(null=True)
    version = models.IntegerField(default=1)
    origin = models.CharField(max_length=SUBJECT, default="")
    state = models.CharField(max_length=8, default="new")
    # Its index is the one below: one person may be done with a hundred thousand.
    holder = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="held", db_index=False)
    reason = models.TextField(default="")
    at = models.DateTimeField(auto_now=True)
    statements = models.IntegerField(null=True)
    figures = models.IntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["row"]),
            models.Index(fields=["state", "row"]),
            models.Index(fields=["holder", "state", "row"]),
            models.Index(fields=["origin", "row"]),
        ]


class Incoming(models.Model):
    """One input on its way into the ledger. ``kind`` is file, url or text; ``state`` is waiting, reading, added,
    version, same or failed (of several reports in it the one that most is to be said of); ``body`` holds the bytes
    until they are in the ledger, ``size`` says how many. ``title``, ``day`` and ``url`` are what its person says of it.

    ``claimed`` is when whoever reads it last said so, ``tries`` how often that was begun.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    batch = models.UUIDField(db_index=True)
    no = models.IntegerField(default=0)
    name = models.TextField()
    kind = models.CharField(max_length=8)
    title = models.TextField(default="")
    day = models.CharField(max_length=40, default="")
    url = models.TextField(default="")
    size = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, default="waiting", db_index=True)
    said = models.TextField(default="")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    claimed = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    done = models.DateTimeField(null=True)
    dismissed = models.BooleanField(default=False)
    body = models.BinaryField(null=True)  # last, so that lists need not read past it


class Outcome(models.Model):
    """What became of one report that an input held. ``report`` is its name in the ledger, ``state`` added, version,
    same or failed, ``said`` the sentence that says why or what changed."""

    incoming = models.ForeignKey(Incoming, on_delete=models.CASCADE, related_name="outcomes")
    name = models.TextField()
    state = models.CharField(max_length=8)
    report = models.TextField(default="")
    said = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["incoming", "name"], name="outcome_once")]


class Note(models.Model):
    """Words of one person about an incident or a report (``kind``), for the team alone."""

    kind = models.CharField(max_length=8)
    subject = models.TextField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    mentions = models.ManyToManyField(User, related_name="mentioned")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "subject", "at"])]


class Task(models.Model):
    """Something to be done about an incident, by somebody."""

    incident = models.CharField(max_length=SUBJECT, db_index=True)
    words = models.TextField()
    assignee = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="tasks")
    due = models.DateField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    done = models.DateTimeField(null=True)


class Search(models.Model):
    """A saved search. ``query`` is as in the address bar; ``seen`` the last report (its row) that was told of."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="searches")
    name = models.TextField()
    query = models.TextField()
    alert = models.BooleanField(default=False)
    seen = models.BigIntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "name"], name="search_once")]


class Notice(models.Model):
    """Something that a person is told: a mention, a task, a hit of a saved search, a review that is wanted.

    ``incident`` and ``report`` (a row of the ledger) are what it is about: who may no longer see these is not told.
    """

    to = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=16)
    words = models.TextField()
    address = models.TextField()
    incident = models.CharField(max_length=SUBJECT, default="")
    report = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    read = models.DateTimeField(null=True)


class Coding(models.Model):
    """What one coder, not seeing the others', makes of an incident. ``values`` is JSON: field to value."""

    incident = models.CharField(max_length=SUBJECT, db_index=True)
    coder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="codings")
    values = models.TextField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["incident", "coder"], name="coding_once")]


class Review(models.Model):
    """How far the review of an incident is. ``state``: coded (a coder holds it to be ready), final (a reviewer other
    than the coder agrees), or open again. ``head`` is the log's hash when it was made final, ``reports`` (JSON: rows)
    the reports that told of it then."""

    incident = models.CharField(max_length=SUBJECT, primary_key=True)
    state = models.CharField(max_length=8, db_index=True)
    coder = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    head = models.CharField(max_length=64, default="")
    reports = models.TextField(default="[]")
    at = models.DateTimeField(auto_now=True)


class Veil(models.Model):
    """A person at risk whose name is not shown: ``alias`` is shown instead, or that the name is withheld."""

    name = models.TextField()
    also = models.TextField(default="[]")
    alias = models.TextField(default="")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    lifted = models.DateTimeField(null=True)


class Redaction(models.Model):
    """A redacted copy of one report's text: ``spans`` (JSON, half-open code points) are blacked out in it."""

    report = models.BigIntegerField(db_index=True)
    article = models.CharField(max_length=71)
    spans = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class Graphic(models.Model):
    """Words of a report that a person marked as graphic (or, with ``shown``, as not): half-open code points."""

    report = models.BigIntegerField(db_index=True)
    start = models.IntegerField()
    end = models.IntegerField()
    shown = models.BooleanField(default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")


class Token(models.Model):
    """A key to the API. ``digest`` is the SHA-256 of the secret, which is told once; ``scopes`` is JSON."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.TextField(default="[]")
    at = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)


class Welcome(models.Model):
    """A one-time address under which somebody chooses a password: ``user``, or, where nobody has an account yet, who
    opens it first. ``digest`` is the SHA-256 of its code, which is told once."""

    digest = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    expires = models.DateTimeField()


class Kept(models.Model):
    """A sheet as it was last made, so that a page need not make it again. ``mark`` tells of what it was made."""

    incident = models.CharField(max_length=SUBJECT, primary_key=True)
    mark = models.CharField(max_length=64)
    body = models.BinaryField()


class Unlike(models.Model):
    """Two names (their keys, ``one`` < ``other``) that people hold to be two sources'."""

    one = models.TextField(db_index=True)
    other = models.TextField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["one", "other"], name="unlike_once")]


class Setting(models.Model):
    """One choice of the team: ``second-reader`` (yes or no), ``code`` (the digest of the first visit's code),
    ``arrivals`` (how far the inbox has followed the ledger), ``restrictions`` (what stood beside them is known)."""

    name = models.CharField(max_length=32, primary_key=True)
    value = models.TextField()
