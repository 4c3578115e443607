"""The search index: FTS5 on SQLite, a tsvector on PostgreSQL. Both hold words that were folded before."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Contentless: the words stand in the records; here is only where they are. The tokenizer takes every letter beyond ASCII
# as it is: the words were folded beforehand, the same for both databases.
_SQLITE = """
    CREATE VIRTUAL TABLE ledger_search USING fts5(
        title, body, names, said, content='', tokenize="ascii"
    )
"""
_POSTGRESQL = (
    """
    CREATE TABLE ledger_search (
        report_id bigint PRIMARY KEY REFERENCES ledger_report (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        words tsvector NOT NULL
    )
    """,
    "CREATE INDEX ledger_search_words ON ledger_search USING gin (words)",
)


def make(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The table, by the database's own means."""
    for statement in _POSTGRESQL if editor.connection.vendor == "postgresql" else (_SQLITE,):
        editor.execute(statement)


def drop(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The table goes."""
    editor.execute("DROP TABLE ledger_search")


class Migration(migrations.Migration):
    """After the first tables."""

    dependencies = [("ledger", "0001_first")]
    operations = [migrations.RunPython(make, drop)]
