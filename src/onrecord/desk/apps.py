"""The desk as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Where people review."""

    name = "onrecord.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """People are told of what befalls their accounts."""
        from onrecord.desk import telling

        telling.connect()
