"""The ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """What is kept."""

    name = "onrecord.ledger"
    label = "ledger"
