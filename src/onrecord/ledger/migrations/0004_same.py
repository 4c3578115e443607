"""The table of names that are one source's, and the log by who, by what was done and by when."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """After amendments."""

    dependencies = [("ledger", "0003_amendments")]
    operations = [
        migrations.CreateModel(
            name="Same",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("into", models.TextField(db_index=True)),
            ],
        ),
        migrations.AddIndex("entry", models.Index(fields=["who", "seq"], name="entry_who")),
        migrations.AddIndex("entry", models.Index(fields=["act", "seq"], name="entry_act")),
        migrations.AddIndex("entry", models.Index(fields=["at", "seq"], name="entry_at")),
    ]
