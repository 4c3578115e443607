"""An index of joined incidents alone, in place of one of all."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """After names that are one source's."""

    dependencies = [("ledger", "0004_same")]
    operations = [
        migrations.AlterField("incident", "into", models.CharField(max_length=24, null=True)),
        migrations.AddIndex(
            "incident",
            models.Index(fields=["into"], condition=models.Q(into__isnull=False), name="incident_joined"),
        ),
    ]
