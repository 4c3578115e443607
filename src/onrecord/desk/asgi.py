"""The desk for an ASGI server: ``uvicorn onrecord.desk.asgi:application``."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onrecord.desk.settings")

from onrecord.desk.serving import application as made

application = made()
