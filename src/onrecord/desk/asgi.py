"""The desk for an ASGI server: ``uvicorn onrecord.desk.asgi:application``."""

import os
from contextlib import suppress

with suppress(ImportError):  # not on Windows
    import resource

    # Where the process falls over, its memory, with passwords in it, is not written to a disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onrecord.desk.settings")

from onrecord.desk.serving import application as made

application = made()
