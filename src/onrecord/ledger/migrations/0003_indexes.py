"""Indexes for what search asks of reports and of their incidents."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """After the search index."""

    dependencies: ClassVar = [("ledger", "0002_search")]
    operations: ClassVar = [
        migrations.AddIndex("report", models.Index(fields=["published", "id"], name="report_published")),
        migrations.AddIndex(
            "report", models.Index(fields=["id"], condition=models.Q(("current", False)), name="report_past")
        ),
        migrations.AddIndex("sighting", models.Index(fields=["incident", "report"], name="sighting_of")),
    ]
