"""Django's settings for the ledger. Which database is meant is said when a ledger is opened, not here."""

SECRET_KEY = "the ledger alone signs nothing"
INSTALLED_APPS = ["onrecord.ledger"]
DATABASES: dict[str, dict[str, object]] = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
