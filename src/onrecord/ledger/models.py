"""What is kept, as tables. Ids that are told to others are made from content, never from a counter, so that the same
reports in the same order make the same ledger, also after an interruption.

``Original``, ``Report`` and ``Entry`` are the evidence and the log: rows are added and never changed, but that a report
stops being current. Everything else follows from them, and ``verify`` proves that it does.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Meta(models.Model):
    """What the ledger says of itself: ``format`` (its version) and ``id``."""

    key = models.CharField(max_length=32, primary_key=True)
    value = models.TextField()


class Original(models.Model):
    """The bytes of one report as they came in, compressed (zlib), under the SHA-256 of what they were."""

    id = models.CharField(max_length=71, primary_key=True)
    size = models.BigIntegerField()
    body = models.BinaryField()


class Origin(models.Model):
    """Reports that carry the same words; the reports point here."""

    id = models.CharField(max_length=24, primary_key=True)


class Incident(models.Model):
    """One thing that happened. The columns after ``decided`` are a summary of its sheet, for lists and search."""

    id = models.CharField(max_length=24, primary_key=True)
    into = models.CharField(max_length=24, null=True)
    rejected = models.BooleanField(default=False)
    decided = models.TextField(default="{}")
    title = models.TextField(default="")
    event = models.TextField(default="")
    earliest = models.CharField(max_length=10, null=True)
    latest = models.CharField(max_length=10, null=True)
    place = models.TextField(default="")
    country = models.TextField(default="")
    killed_low = models.BigIntegerField(null=True)
    killed_high = models.BigIntegerField(null=True)
    injured_low = models.BigIntegerField(null=True)
    injured_high = models.BigIntegerField(null=True)
    reports = models.IntegerField(default=0)
    origins = models.IntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["earliest", "id"]),
            models.Index(fields=["killed_low"]),
            # Of those that were joined alone: SQLite would take an index of all for a short way to those that were not,
            # which are nearly all, and then sort them.
            models.Index(fields=["into"], condition=models.Q(into__isnull=False), name="incident_joined"),
        ]


class Stale(models.Model):
    """An incident whose reports changed since its summary was made; empty but while reports are added."""

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, primary_key=True, db_constraint=False)


class Report(models.Model):
    """One version of one report. ``name`` is its ``input_id``, ``whence`` where it came from (an absolute path, an
    address, or the id that its file gives it); ``came`` and ``page`` are the keys of ``whence`` and ``url``
    (:mod:`onrecord.ledger.columns`): an index cannot hold addresses of any length. ``record`` is its record as JSON,
    compressed (zlib); it stands last, so that a row's other columns are read without it."""

    name = models.TextField()
    version = models.IntegerField()
    whence = models.TextField()
    came = models.BigIntegerField(db_index=True)
    article = models.ForeignKey(Original, on_delete=models.PROTECT)
    digest = models.CharField(max_length=71)
    url = models.TextField(null=True)
    page = models.BigIntegerField(null=True, db_index=True)
    title = models.TextField(null=True)
    outlet = models.TextField(null=True)
    published = models.CharField(max_length=40, null=True)
    origin = models.ForeignKey(Origin, on_delete=models.PROTECT, null=True)
    current = models.BooleanField(default=True)
    withdrawn = models.BooleanField(default=False)
    record = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "version"], name="report_once")]
        indexes: ClassVar = [
            models.Index(fields=["published", "id"], name="report_published"),
            models.Index(fields=["id"], condition=models.Q(current=False), name="report_past"),
        ]


class Print(models.Model):
    """One key of a report's words; reports that share keys may be copies of one another."""

    pk = models.CompositePrimaryKey("key", "report_id")
    key = models.BigIntegerField()
    report = models.ForeignKey(Report, on_delete=models.CASCADE)


class Sighting(models.Model):
    """One report's telling of one incident (``no``: its id in the record, empty for the report as a whole).

    ``data`` is the :class:`onrecord.accounts.sightings.Sighting` as JSON. ``by`` is ``run`` or ``decision``.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE)
    no = models.CharField(max_length=16)
    background = models.BooleanField()
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, null=True)
    by = models.CharField(max_length=8, default="run")
    data = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "no"], name="sighting_once")]
        indexes: ClassVar = [models.Index(fields=["incident", "report"], name="sighting_of")]


class Key(models.Model):
    """One key of a sighting; sightings that share keys may tell of the same incident."""

    pk = models.CompositePrimaryKey("key", "sighting_id")
    key = models.BigIntegerField()
    sighting = models.ForeignKey(Sighting, on_delete=models.CASCADE)


class Suggestion(models.Model):
    """Two incidents that may be one. ``why`` is JSON: what agrees, what differs. ``state``: open, taken, rejected."""

    pk = models.CompositePrimaryKey("incident_id", "other_id")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="suggestions")
    other = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="suggested_by")
    score = models.FloatField()
    why = models.TextField()
    state = models.CharField(max_length=8, default="open")


class Amendment(models.Model):
    """What a person says of one statement or figure of one version of a report: it is right, wrong, other, or missing.

    ``data`` is the :class:`onrecord.accounts.amendments.Amendment` as JSON, ``line`` the number of the log's line that
    says who, when and why. ``state``: stands, or undone. The record itself stays as it was read.
    """

    id = models.CharField(max_length=16, primary_key=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT)
    line = models.BigIntegerField()
    data = models.TextField()
    state = models.CharField(max_length=8, default="stands")


class Same(models.Model):
    """A name (its key) that a person says is another name of the source ``into`` (the key of that one's)."""

    key = models.TextField(primary_key=True)
    into = models.TextField(db_index=True)


class Apart(models.Model):
    """Two incidents that a person said are not one: no run joins them. ``incident`` < ``other``."""

    pk = models.CompositePrimaryKey("incident_id", "other_id")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")


class Entry(models.Model):
    """One line of the log. ``hash`` covers every other column, ``previous`` is the hash of the line before.

    ``effects`` is a JSON list of what was done to the other tables (:mod:`onrecord.ledger.effects`).
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)
    who = models.TextField()
    act = models.CharField(max_length=24)
    subject = models.TextField(db_index=True)
    rule = models.TextField(default="")
    reason = models.TextField(default="")
    before = models.TextField(default="")
    after = models.TextField(default="")
    effects = models.TextField(default="[]")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["who", "seq"], name="entry_who"),
            models.Index(fields=["act", "seq"], name="entry_act"),
            models.Index(fields=["at", "seq"], name="entry_at"),
        ]


class Voice(models.Model):
    """One source that a report has statements of, under the key of its name (:mod:`onrecord.ledger.people`).

    Follows from the record alone. ``hands`` is JSON: the names through whom every one of its statements there came.
    """

    pk = models.CompositePrimaryKey("key", "report_id")
    report = models.ForeignKey(Report, on_delete=models.CASCADE)
    key = models.TextField()
    name = models.TextField()
    role = models.TextField(null=True)
    kind = models.TextField(null=True)
    affiliation = models.TextField(null=True)
    statements = models.IntegerField()
    hands = models.TextField(default="[]")
    outlet = models.TextField(null=True)
    day = models.CharField(max_length=40, null=True)


class Called(models.Model):
    """Another name by which a report calls one of its voices; ``folded`` is its key. Follows from the record alone."""

    pk = models.CompositePrimaryKey("folded", "key", "report_id")
    report = models.ForeignKey(Report, on_delete=models.CASCADE)
    folded = models.TextField()
    key = models.TextField()
    alias = models.TextField()
