"""What holds for every test."""

import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings

# A deadline measures the machine, and the first example loads the vocabulary: tests here say what is right, not how
# fast it comes. The same examples come each time, so that a change fails for what it does and not by chance; with
# ONRECORD_EXAMPLES=5000 as many others are looked for.
SOUGHT = int(os.environ.get("ONRECORD_EXAMPLES", "0"))
settings.register_profile(
    "onrecord", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=not SOUGHT, database=None,
    max_examples=SOUGHT or 100,
)  # fmt: skip
settings.load_profile("onrecord")


for _name in ("http_proxy", "https_proxy", "all_proxy"):
    for _each in (_name, _name.upper()):
        os.environ.pop(_each, None)  # tests talk to this machine alone


def _django() -> None:
    """Django with the desk's settings: one process has one Django, and the ledger runs under the desk's as well.

    Programs that tests start find nothing of it in their environment.
    """
    folder = Path(tempfile.mkdtemp(prefix="onrecord-desk-"))
    before = dict(os.environ)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "onrecord.desk.settings",
        "ONRECORD_LEDGER": str(folder / "ledger.sqlite3"),
        "ONRECORD_DESK_HOSTS": "testserver,127.0.0.1,localhost",
    }
    import django

    django.setup()
    os.environ.clear()
    os.environ |= before


_django()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are called by their argument: what packs or locks them puts the time or chance in, and of two processes
    that share the tests each would have names of its own."""
    return argname if isinstance(val, bytes) else None
