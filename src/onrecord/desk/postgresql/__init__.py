"""The desk's way to PostgreSQL: Django's, but for :mod:`onrecord.desk.postgresql.base`."""
