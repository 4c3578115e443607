"""What a large desk costs: ``python -m evaluation.desk_load``. The main pages over 100,000 reports and 20,000
incidents, with 20 requests at once.

The reports are invented (:mod:`evaluation.ledger_size`). Without ``--ledger`` the ledger is made first, in a temporary
file, which takes half an hour; with it, one that is there is used, and filled up to ``--reports`` where it has fewer.
With ``--postgresql`` the same ledger is brought into a PostgreSQL server of the tests' own (or into ``--into ADDRESS``,
an empty database) by backup and restore; one that ``--into`` has already is measured as it is, and nothing is filled.
Times depend on the machine and are printed, never asserted: on the server from the first byte of the request to the
first of the answer, waiting for a thread included; the asking process shares the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import quote

from evaluation.ledger_scale import QUERIES, hurried
from evaluation.ledger_size import original, records

ROOT = Path(__file__).parents[1]
REPORTS = 115_000
"""Of which the generator makes 20,000 incidents."""
NAME = "load"
ANEW = "anew"  # searches that nobody has asked before


class Cost(NamedTuple):
    """What one answer cost: milliseconds on the server, in all, in a thread, and of processor time; queries; bytes;
    and milliseconds as the asking side saw them."""

    total: float
    work: float
    cpu: float
    queries: int
    size: int
    wall: float


def fill(where: str, reports: int) -> None:
    """Bring the ledger at ``where`` up to ``reports`` reports."""
    from onrecord.ledger import open_ledger

    with open_ledger(where, create=True) as ledger:
        there = ledger.reports()
        if there >= reports:
            return
        print(f"adding {reports - there:,} reports", flush=True)
        with hurried(ledger):
            for record in itertools.islice(records(reports), there, None):
                ledger.add(record, original(record))
            ledger.refresh()


def copied(where: str, reports: int, into: str, folder: Path) -> None:
    """Bring the ledger at ``where``, filled up to ``reports``, into the PostgreSQL database ``into``, unless that has
    one."""
    import psycopg

    with psycopg.connect(into, autocommit=True) as connection:
        if connection.execute("SELECT to_regclass('ledger_report') IS NOT NULL").fetchone() == (True,):
            return
        fill(where, reports)
        for command in ((where, "backup"), (into, "restore")):
            line = [sys.executable, "-m", "onrecord", command[1], "--ledger", command[0], str(folder / "ledger.backup")]
            subprocess.run(line, check=True)
        # The server's own autovacuum does it some minutes later.
        connection.execute("VACUUM ANALYZE")


def pages(random: Random, *, each: int) -> tuple[str, dict[str, list[str]]]:
    """How much there is, and addresses by kind of page, drawn from the ledger that Django is set to."""
    from onrecord.desk.ledgers import USING
    from onrecord.ledger.models import Incident, Report, Voice

    reports = list(Report.objects.using(USING).filter(current=True).values_list("id", flat=True))
    shown = Incident.objects.using(USING).filter(into__isnull=True, rejected=False, reports__gt=0)
    ids = list(shown.order_by("id").values_list("id", flat=True))
    widest = list(shown.order_by("-reports", "id").values_list("id", flat=True)[: each // 10])
    keys = list(Voice.objects.using(USING).order_by("report_id").values_list("key", flat=True)[: 5 * each])
    return f"{len(reports):,} reports, {len(ids):,} incidents", {
        "inbox": ["/inbox/", "/inbox/?page=2"],
        "report": [f"/reports/{row}/" for row in random.sample(reports, min(each, len(reports)))],
        "incidents": ["/incidents/", "/incidents/?page=2", "/incidents/?killed=10"],
        "incident": [f"/incidents/{id}/" for id in [*random.sample(ids, min(each, len(ids))), *widest]],
        "search": [f"/search/?q={quote(query)}" for query in QUERIES],
        # Each is asked but once: the same search again is not ranked anew.
        ANEW: [f"/search/?q={quote(QUERIES[n % len(QUERIES)])}&new={n + 1}" for n in range(2 * each)],
        "people": ["/people/"],
        "person": [f"/people/{quote(key, safe='')}/" for key in random.sample(keys, min(each, len(keys)))],
        "history": ["/history/"],
    }


def session() -> str:
    """A signed-in session of a reviewer made for this."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from onrecord.desk.models import User

    user = User.objects.filter(username=NAME).first()
    if user is None:
        user = User.objects.create_user(NAME, password=secrets.token_urlsafe(24), role="reviewer")
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def _environment(where: str, secret: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "onrecord.desk.settings",
        "ONRECORD_LEDGER": where,
        "ONRECORD_DESK_SECRET_FILE": str(secret),
    }


@contextmanager
def served(where: str, *, workers: int, secret: Path) -> Iterator[int]:
    """The port of a running desk."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    environment = _environment(where, secret)
    line = [
        sys.executable, "-m", "uvicorn", "evaluation.desk_served:application", "--port", str(port), "--workers",
        str(workers), "--timeout-worker-healthcheck", "30", "--log-level", "warning", "--no-access-log",
    ]  # fmt: skip
    process = subprocess.Popen(line, env=environment, cwd=ROOT)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=5).close()
                break
            except OSError:
                if process.poll() is not None:
                    raise RuntimeError("The desk did not start.") from None
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


async def asked(port: int, addresses: Sequence[tuple[str, str]], *, key: str, at_once: int) -> dict[str, list[Cost]]:
    """Every address once, ``at_once`` at a time over as many connections; costs by kind of page."""
    found: dict[str, list[Cost]] = defaultdict(list)
    left = iter(addresses)

    async def one(number: int) -> None:
        # A process takes all connections that wait; people come one by one, and each finds the process that is free.
        await asyncio.sleep(0.02 * number)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for kind, address in left:
            started = time.perf_counter()
            writer.write(
                f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: sessionid={key}\r\n"
                "User-Agent: load\r\nAccept-Language: en\r\n\r\n".encode()
            )
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            length = re.search(r"content-length: (\d+)", head, re.I)
            size = int(length[1]) if length else 0
            await reader.readexactly(size)
            wall = 1000 * (time.perf_counter() - started)
            if " 200 " not in head.splitlines()[0] or length is None:
                raise RuntimeError(f"{address}: {head.splitlines()[0]}")
            told = dict(re.findall(r"(\w+);dur=([\d.]+)", head))
            found[kind].append(
                Cost(float(told["total"]), float(told["work"]), float(told["cpu"]), int(told["queries"]), size, wall)
            )
        writer.close()

    await asyncio.gather(*(one(n) for n in range(at_once)))
    return found


def told(found: dict[str, list[Cost]]) -> None:
    """Print a table."""
    print(f"{'page':10} {'asked':>6} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8} {'work p95':>9} {'cpu p50':>8} "
          f"{'cpu p95':>8} {'wall p95':>9} {'queries':>8} {'KiB':>5}")  # fmt: skip
    for kind, costs in found.items():
        names = ("total", "work", "cpu", "wall")
        total, work, cpu, wall = (sorted(getattr(c, name) for c in costs) for name in names)
        queries = sorted({c.queries for c in costs})
        span = str(queries[0]) if len(queries) == 1 else f"{queries[0]}-{queries[-1]}"
        size = statistics.median(c.size for c in costs) / 1024
        print(f"{kind:10} {len(costs):6} {statistics.median(total):8.1f} {_p95(total):8.1f} {total[-1]:8.1f} "
              f"{_p95(work):9.1f} {statistics.median(cpu):8.1f} {_p95(cpu):8.1f} {_p95(wall):9.1f} "
              f"{span:>8} {size:5.0f}")  # fmt: skip
    sys.stdout.flush()


def _p95(ordered: Sequence[float]) -> float:
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def measure(where: str, *, workers: int, at_once: int, each: int, only: Sequence[str]) -> None:
    """Serve the ledger at ``where`` and ask for its pages."""
    random = Random(5)
    with tempfile.TemporaryDirectory() as folder:
        secret = Path(folder) / "secret"
        secret.write_text(secrets.token_urlsafe(48))
        drawn = subprocess.run(
            [sys.executable, "-c", "from evaluation.desk_load import drawn; drawn()", str(each)],
            env=_environment(where, secret),
            cwd=ROOT, check=True, stdout=subprocess.PIPE,
        ).stdout.decode()  # fmt: skip
        key, by_kind, said = json.loads(drawn)
        print(said)
        by_kind = {kind: list(a) for kind, a in by_kind.items() if not only or kind in only}
        with served(where, workers=workers, secret=secret) as port:
            # A page is asked for by itself first: what has to be made once is then there.
            first = [(k, a) for k, some in by_kind.items() for a in (some[: len(some) // 2] if k == ANEW else some)]
            print("\neach page for the first time, one after the other")
            told(asyncio.run(asked(port, first, key=key, at_once=1)))
            again = [(k, some[-1 - n % len(some)]) for k, some in by_kind.items() for n in range(each)]
            random.shuffle(again)
            # One connection is one process's: the others have made nothing yet.
            for _ in range(2 if workers > 1 else 0):
                asyncio.run(asked(port, first, key=key, at_once=at_once))
            print(f"\n{at_once} at once, {workers} {'processes' if workers > 1 else 'process'}")
            costs = asyncio.run(asked(port, again, key=key, at_once=at_once))
            told({kind: costs[kind] for kind in by_kind})


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledger", help="a ledger in a file, to be used and filled up; by default a temporary one")
    parser.add_argument("--reports", type=int, default=REPORTS)
    parser.add_argument("--postgresql", action="store_true", help="measure on PostgreSQL")
    parser.add_argument("--into", help="with --postgresql: the address of a database; filled if empty")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=20)
    parser.add_argument("--each", type=int, default=200, help="requests for each kind of page")
    parser.add_argument("--only", action="append", default=[], help="a kind of page; may be repeated")
    asked_for = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        where = str(Path(asked_for.ledger or folder / "ledger.sqlite3").absolute())
        if asked_for.postgresql:
            into = asked_for.into
            if into is None:
                sys.path.insert(0, str(ROOT / "tests"))
                from ledger.postgres import running

                into = stack.enter_context(stack.enter_context(running()).database())
            copied(where, asked_for.reports, into, folder)
            where = into
        else:
            fill(where, asked_for.reports)
        measure(
            where, workers=asked_for.workers, at_once=asked_for.at_once, each=asked_for.each, only=asked_for.only
        )  # fmt: skip


def drawn() -> None:
    """Print a session and addresses as JSON; in a process of its own, which has the desk's settings."""
    import django

    django.setup()
    from onrecord.desk import arrivals
    from onrecord.desk.ledgers import prepare

    prepare()
    # As the desk's reader does, which does not run here.
    while not arrivals.catch_up():
        pass
    said, found = pages(Random(5), each=int(sys.argv[1]))
    print(json.dumps([session(), found, said]))


if __name__ == "__main__":
    main()
