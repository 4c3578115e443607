"""The desk for an ASGI server: ``uvicorn onrecord.desk.asgi:application``."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onrecord.desk.settings")

from django.core.asgi import get_asgi_application

application = get_asgi_application()
