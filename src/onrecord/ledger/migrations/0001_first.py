"""The first tables."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Meta",
            fields=[
                ("key", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("value", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Original",
            fields=[
                ("id", models.CharField(max_length=71, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("body", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Origin",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("into", models.CharField(db_index=True, max_length=24, null=True)),
                ("rejected", models.BooleanField(default=False)),
                ("decided", models.TextField(default="{}")),
                ("title", models.TextField(default="")),
                ("event", models.TextField(default="")),
                ("earliest", models.CharField(max_length=10, null=True)),
                ("latest", models.CharField(max_length=10, null=True)),
                ("place", models.TextField(default="")),
                ("country", models.TextField(default="")),
                ("killed_low", models.BigIntegerField(null=True)),
                ("killed_high", models.BigIntegerField(null=True)),
                ("injured_low", models.BigIntegerField(null=True)),
                ("injured_high", models.BigIntegerField(null=True)),
                ("reports", models.IntegerField(default=0)),
                ("origins", models.IntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["earliest", "id"], name="ledger_inci_earlies_4adfca_idx"),
                    models.Index(fields=["killed_low"], name="ledger_inci_killed__e7aaa9_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stale",
            fields=[
                (
                    "incident",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="ledger.incident",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("version", models.IntegerField()),
                ("whence", models.TextField()),
                ("came", models.BigIntegerField(db_index=True)),
                ("article", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="ledger.original")),
                ("digest", models.CharField(max_length=71)),
                ("url", models.TextField(null=True)),
                ("page", models.BigIntegerField(db_index=True, null=True)),
                ("title", models.TextField(null=True)),
                ("outlet", models.TextField(null=True)),
                ("published", models.CharField(max_length=40, null=True)),
                (
                    "origin",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="ledger.origin"),
                ),
                ("current", models.BooleanField(default=True)),
                ("withdrawn", models.BooleanField(default=False)),
                ("record", models.BinaryField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["published", "id"], name="report_published"),
                    models.Index(condition=models.Q(("current", False)), fields=["id"], name="report_past"),
                ],
                "constraints": [models.UniqueConstraint(fields=("name", "version"), name="report_once")],
            },
        ),
        migrations.CreateModel(
            name="Print",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "report_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("report", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="ledger.report")),
            ],
        ),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("report", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="ledger.report")),
                ("no", models.CharField(max_length=16)),
                ("background", models.BooleanField()),
                (
                    "incident",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="ledger.incident"),
                ),
                ("by", models.CharField(default="run", max_length=8)),
                ("data", models.TextField()),
            ],
            options={
                "indexes": [models.Index(fields=["incident", "report"], name="sighting_of")],
                "constraints": [models.UniqueConstraint(fields=("report", "no"), name="sighting_once")],
            },
        ),
        migrations.CreateModel(
            name="Key",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "sighting_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("sighting", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="ledger.sighting")),
            ],
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "incident_id", "other_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="suggestions", to="ledger.incident"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="suggested_by", to="ledger.incident"
                    ),
                ),
                ("score", models.FloatField()),
                ("why", models.TextField()),
                ("state", models.CharField(default="open", max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name="Apart",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "incident_id", "other_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ledger.incident"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ledger.incident"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.CharField(max_length=32)),
                ("who", models.TextField()),
                ("act", models.CharField(max_length=24)),
                ("subject", models.TextField(db_index=True)),
                ("rule", models.TextField(default="")),
                ("reason", models.TextField(default="")),
                ("before", models.TextField(default="")),
                ("after", models.TextField(default="")),
                ("effects", models.TextField(default="[]")),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Voice",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "report_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("report", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="ledger.report")),
                ("key", models.TextField()),
                ("name", models.TextField()),
                ("role", models.TextField(null=True)),
                ("kind", models.TextField(null=True)),
                ("affiliation", models.TextField(null=True)),
                ("statements", models.IntegerField()),
                ("hands", models.TextField(default="[]")),
                ("outlet", models.TextField(null=True)),
                ("day", models.CharField(max_length=40, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Called",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "folded", "key", "report_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("report", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="ledger.report")),
                ("folded", models.TextField()),
                ("key", models.TextField()),
                ("alias", models.TextField()),
            ],
        ),
    ]
