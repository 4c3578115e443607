"""Making an incident final: by a reviewer other than the coder."""

from __future__ import annotations

from django.urls import URLPattern


def check_open(incident: str) -> None:
    """Raises :class:`onrecord.ledger.errors.LedgerError` where the incident is final, and so may not be changed."""


def check_report_open(report: str) -> None:
    """Likewise where an incident that the report (by its name) tells of is final."""


routes: list[URLPattern] = []
