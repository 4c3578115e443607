"""What people say of statements and figures."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """After the search index."""

    dependencies = [("ledger", "0002_search")]
    operations = [
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("line", models.BigIntegerField()),
                ("data", models.TextField()),
                ("state", models.CharField(default="stands", max_length=8)),
                ("report", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="ledger.report")),
            ],
        ),
    ]
