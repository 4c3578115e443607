"""What restrictions reach by themselves, and what a person left open."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """After the first tables."""

    dependencies = [("desk", "0001_first")]
    operations = [
        migrations.CreateModel(
            name="Open",
            fields=[("incident", models.CharField(max_length=24, primary_key=True, serialize=False))],
        ),
        migrations.AddField("restriction", "stems", models.CharField(default="", max_length=24)),
    ]
