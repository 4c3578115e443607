"""Opening a ledger: Django made ready, the file or server found, its format checked, its tables brought up to date."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

from onrecord.ledger.errors import LedgerError, told
from onrecord.ledger.where import Place, database, place

if TYPE_CHECKING:
    from onrecord.ledger.ledger import Ledger

FORMAT = 1
"""The version of the tables. A ledger of a later one is refused: what it means is not known here."""

_numbers = count()


def ready() -> None:
    """Django with the ledger's settings, once a process; where a site already runs it, its own stay."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onrecord.ledger.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


@contextmanager
def opened(where: str | None, *, create: bool, wait: float) -> Iterator[Ledger]:
    """The ledger at ``where``; see :func:`onrecord.ledger.open_ledger`."""
    ready()
    from onrecord.ledger.ledger import Ledger

    at = place(where)
    fresh = _prepare(at, create=create)
    writable = at.path is None or _writable(at)
    using = connect(at, wait=wait, writable=writable)
    try:
        with told(at.name):
            _brought_up(at, using, create=create, fresh=fresh, writable=writable)
        yield Ledger(at, using, writable=writable)
    finally:
        disconnect(using)


def connect(at: Place, *, wait: float, writable: bool) -> str:
    """The name of a new connection to ``at``."""
    from django.db import connections

    using = f"ledger{next(_numbers)}"
    settings = connections.configure_settings({"default": {}, using: database(at, wait=wait, writable=writable)})
    connections.settings[using] = settings[using]
    return using


def disconnect(using: str) -> None:
    """The connection is closed and forgotten."""
    from django.db import connections

    connections[using].close()
    del connections[using]
    del connections.settings[using]


@contextmanager
def snapshot(at: Place) -> Iterator[str]:
    """The name of a connection to ``at`` that sees the ledger as it is now, whatever others write meanwhile; it writes
    nothing that stays."""
    from django.db import connections, transaction

    using = connect(at, wait=30.0, writable=False)
    try:
        with transaction.atomic(using=using):
            if at.path is None:
                with connections[using].cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield using
            transaction.set_rollback(True, using=using)
    finally:
        disconnect(using)


def _prepare(at: Place, *, create: bool) -> bool:
    """Whether a new file is to be made; raises where there is none and none is wanted."""
    if at.path is None:
        return False
    if at.path.is_dir():
        raise LedgerError(f"The ledger {at.name} is a folder; give the path of a file in it.")
    if at.path.exists() and at.path.stat().st_size:
        with at.path.open("rb") as file:
            if file.read(16) != b"SQLite format 3\0":
                raise LedgerError(f"{at.name} is no ledger; give --ledger the path of one, or of a new file.")
        return False
    if not create:
        raise LedgerError(f"There is no ledger at {at.name}; `onrecord add` makes one, or give --ledger another place.")
    try:
        at.path.absolute().parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerError(f"The ledger {at.name} cannot be made: {error.strerror or error}.") from error
    return True


def _writable(at: Place) -> bool:
    assert at.path is not None
    return os.access(at.path if at.path.exists() else at.path.absolute().parent, os.W_OK) and os.access(
        at.path.absolute().parent, os.W_OK
    )


def _brought_up(at: Place, using: str, *, create: bool, fresh: bool, writable: bool) -> None:
    from django.db import connections, transaction

    connection = connections[using]
    tables = [] if fresh else connection.introspection.table_names()
    if "ledger_meta" in tables:
        from onrecord.ledger.models import Meta

        said = Meta.objects.using(using).filter(key="format").values_list("value", flat=True).first()
        if said is not None and said.isdecimal() and int(said) > FORMAT:
            raise LedgerError(
                f"The ledger {at.name} was made by a newer onrecord (its format is {said}, this one reads up to "
                f"{FORMAT}); install the newer version."
            )
        # A ledger whose own words were taken away is not given new ones: `verify` tells of it.
        if not _behind(using):
            _tuned(at, using, writable=writable)
            return
        if not writable:
            raise LedgerError(
                f"The ledger {at.name} is of an older version and may only be read; make it writable once."
            )
    elif not create:
        raise LedgerError(f"There is no ledger at {at.name}; `onrecord add` makes one, or give --ledger another place.")
    elif tables and at.path is not None:
        raise LedgerError(f"{at.name} is another program's database; give --ledger the path of a new file.")
    if at.path is not None:
        if fresh:
            _made(at)
        else:
            migrated(using)
        _tuned(at, using, writable=writable)
        return
    with transaction.atomic(using=using):
        _locked(using)
        migrated(using)


def _made(at: Place) -> None:
    """A new file: made beside its place and put there whole, so that no other process finds half a ledger."""
    assert at.path is not None
    path = at.path.absolute()
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    using = connect(Place(at.name, new), wait=5.0, writable=True)
    try:
        _tuned(Place(at.name, new), using, writable=True)
        migrated(using)
    finally:
        disconnect(using)
    try:
        if path.exists() and not path.stat().st_size:
            os.replace(new, path)
        else:
            os.link(new, path)  # fails where another process was quicker, whose ledger is as good
    except FileExistsError:
        pass
    finally:
        new.unlink(missing_ok=True)


def _locked(using: str) -> None:
    """One process at a time makes or changes tables, and writes; SQLite's transactions begin with the lock."""
    from django.db import connections

    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


LOCK = 0x6F6E7265  # 'onre': the number of the advisory lock that writers of one PostgreSQL ledger take


def _behind(using: str) -> bool:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[using])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes("ledger")))


def migrated(using: str) -> None:
    """Make or bring up to date every table of the connection."""
    from django.core.management import call_command

    from onrecord.ledger import log
    from onrecord.ledger.models import Entry, Meta

    call_command("migrate", "ledger", database=using, verbosity=0, interactive=False)
    if Entry.objects.using(using).exists():
        return
    id = str(uuid.uuid4())
    Meta.objects.using(using).bulk_create([Meta(key="format", value=str(FORMAT)), Meta(key="id", value=id)])
    log.append(using, act="made", subject=id, facts=[("ledger", id)])


def _tuned(at: Place, using: str, *, writable: bool) -> None:
    from django.db import connections

    if at.path is None or not writable:
        return
    with connections[using].cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
        # FULL: a line of the log that was told as written is on the disk, also when the power goes.
        cursor.execute("PRAGMA synchronous=FULL")
