"""Names that people hold to be two sources'."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """After what was left open."""

    dependencies = [("desk", "0002_open")]
    operations = [
        migrations.CreateModel(
            name="Unlike",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("one", models.TextField(db_index=True)),
                ("other", models.TextField(db_index=True)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=["one", "other"], name="unlike_once")]},
        ),
    ]
