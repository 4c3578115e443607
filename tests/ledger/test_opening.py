"""Opening a ledger on a file and on a server, and what is said where it cannot be opened."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from ledger.postgres import PASSWORD, SECRETIVE, Server
from onrecord.ledger import LedgerError, open_ledger
from onrecord.record import Article, Reader, Record


def refusal(where: str, *, create: bool = False) -> str:
    """The sentence with which the ledger at ``where`` is refused."""
    with pytest.raises(LedgerError) as caught, open_ledger(where, create=create, wait=2.0):
        pass
    sentence = str(caught.value)
    assert re.fullmatch(r"([A-Z]|\w+://)[^\n]+; [^\n]+\.", sentence), sentence  # what is wrong; what to do next
    assert PASSWORD not in sentence
    return sentence


def test_a_new_ledger_opens_and_opens_again(bare: str) -> None:
    for _ in range(2):
        with open_ledger(bare, create=True):
            pass
    with open_ledger(bare):
        pass


def test_a_ledger_that_the_tests_give_opens(where: str) -> None:
    with open_ledger(where, create=True), open_ledger(where):
        pass


def test_where_none_is_none_is_made(bare: str) -> None:
    assert "There is no ledger at" in refusal(bare)
    if "://" not in bare:
        assert not list(Path(bare).parent.iterdir())


def test_a_newer_one_is_left_alone(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        from onrecord.ledger.models import Meta

        Meta.objects.using(ledger.using).filter(key="format").update(value="99")
    for create in (False, True):
        said = refusal(where, create=create)
        assert "was made by a newer onrecord" in said and "99" in said


def test_the_server_refuses_the_password(server: Server) -> None:
    with server.database() as url:
        name = url.partition("@/")[2].partition("?")[0]
        server.run(f"ALTER DATABASE {name} OWNER TO {SECRETIVE}")
        for wrong in ("ten lanterns", ""):
            assert "password" in refusal(server.url(name, user=SECRETIVE, password=wrong), create=True)
        with open_ledger(server.url(name, user=SECRETIVE, password=PASSWORD), create=True):
            pass


def test_the_password_may_stand_in_the_environment(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    with server.database() as url:
        name = url.partition("@/")[2].partition("?")[0]
        server.run(f"ALTER DATABASE {name} OWNER TO {SECRETIVE}")
        with open_ledger(server.url(name, user=SECRETIVE), create=True) as ledger:
            assert PASSWORD not in ledger.name and SECRETIVE not in ledger.name


def one() -> Record:
    """A report in which nothing happened."""
    data = b"The ferry at Ostrel runs all night."
    article = Article(id=f"sha256:{hashlib.sha256(data).hexdigest()}", text=data.decode())
    return Record(reader=Reader(version="0", model="none"), article=article, input_id="ferry.txt")


def test_who_may_only_read_reads_and_no_more(server: Server, template: str) -> None:
    server.run("CREATE ROLE looker LOGIN")
    with server.database(template=template) as url:
        with open_ledger(url) as ledger:
            ledger.add(one(), one().article.text.encode(), whence="ferry.txt")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO looker")
        with open_ledger(url.replace("postgres@", "looker@")) as ledger:
            assert ledger.reports() == 1 and list(ledger.incidents()) == []
            assert ledger.original(one().article.id) == one().article.text.encode()
            with pytest.raises(LedgerError, match="may not be written"):
                ledger.add(one(), one().article.text.encode(), whence="elsewhere.txt")
            # To compare the tables with new ones needs the right to make these.
            name = url.partition("@/")[2].partition("?")[0]
            server.run(f"GRANT CREATE ON DATABASE {name} TO looker")
            assert list(ledger.verify()) == []


def test_a_lock_that_another_holds_is_waited_for_and_then_told_of(where: str) -> None:
    data = one().article.text.encode()
    with open_ledger(where, create=True) as busy, open_ledger(where, wait=0.2) as ledger:
        from onrecord.ledger.writing import writing

        with writing(busy.using), pytest.raises(LedgerError, match="another process holds its lock; wait"):
            ledger.add(one(), data, whence="ferry.txt")
        assert ledger.add(one(), data, whence="ferry.txt").outcome == "new"


def test_what_the_server_does_not_have(server: Server) -> None:
    assert "no such database" in refusal(server.url("nowhere"), create=True)
    assert "user" in refusal(server.url("postgres", user="nobody_known"), create=True)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("postgresql://someone@127.0.0.1:9/ledger", "no server"),
        ("postgresql://someone@/ledger?host=/nowhere/at/all", "no server"),
        ("postgresql://someone@no-such-host.invalid/ledger", "no such host"),
        ("postgresql://someone@127.0.0.1:99999/ledger", "port"),
        ("mysql://someone@127.0.0.1/ledger", "no place for a ledger"),
    ],
)
def test_no_server_there(where: str, said: str) -> None:
    assert said in refusal(where, create=True)


KILLED = """
import os, signal
from ledger.postgres import running
with running() as server:
    print(server.folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_run_leaves_no_server(tmp_path: Path) -> None:
    path = os.pathsep.join(each for each in sys.path if each)
    done = subprocess.run(
        [sys.executable, "-c", KILLED], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    folder = Path(done.stdout.strip())
    end = time.monotonic() + 120
    while folder.exists():
        assert time.monotonic() < end, f"{folder} is still there"
        time.sleep(0.02)
