"""Who said what: the voices of each report, and their other names."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="Called",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("folded", models.TextField()),
                ("key", models.TextField()),
                ("alias", models.TextField()),
                ("report", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="ledger.report")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("folded", "key", "report"), name="called_once")],
            },
        ),
        migrations.CreateModel(
            name="Voice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.TextField()),
                ("name", models.TextField()),
                ("role", models.TextField(null=True)),
                ("kind", models.TextField(null=True)),
                ("affiliation", models.TextField(null=True)),
                ("statements", models.IntegerField()),
                ("hands", models.TextField(default="[]")),
                ("outlet", models.TextField(null=True)),
                ("day", models.CharField(max_length=40, null=True)),
                ("report", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="ledger.report")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key", "report"), name="voice_once")],
            },
        ),
    ]
