"""Timestamps of the log's head, by a real authority on this machine."""

from __future__ import annotations

import ipaddress
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ledger.authority import Authority, running
from onrecord.intake.fetch import Policy
from onrecord.ledger import LedgerError
from onrecord.ledger.opening import ready
from onrecord.ledger.stamping import POLICY, message, stamp, verify

ready()

from onrecord.ledger.log import Head  # noqa: E402 (the tables need Django)

HERE = Policy(private=(ipaddress.ip_network("127.0.0.1/32"),), seconds=60.0)
HEAD = Head(7, "4e" * 32)


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with running(tmp_path_factory.mktemp("authority")) as authority:
        yield authority


@pytest.fixture(autouse=True)
def honest(clock: Authority) -> None:
    clock.answer = None


@pytest.fixture(scope="module")
def token(clock: Authority) -> bytes:
    clock.answer = None
    return stamp(HEAD, authority=clock.url, roots=clock.roots, policy=HERE)


def test_a_head_is_stamped_and_the_stamp_proves_it(clock: Authority, token: bytes) -> None:
    at = verify(token, HEAD, roots=clock.roots)
    assert abs(at - datetime.now(UTC)) < timedelta(minutes=1)


def test_anyone_can_check_it_with_openssl(clock: Authority, token: bytes, tmp_path: Path) -> None:
    (tmp_path / "head.txt").write_text(f"{HEAD.seq} {HEAD.hash}\n", "ascii")
    (tmp_path / "head.tsr").write_bytes(token)
    assert (tmp_path / "head.txt").read_bytes() == message(HEAD)
    done = subprocess.run(
        ["openssl", "ts", "-verify", "-data", "head.txt", "-in", "head.tsr", "-CAfile", clock.roots],
        capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "Verification: OK\n"), done.stderr


@pytest.mark.parametrize("other", [Head(8, HEAD.hash), Head(7, "4f" * 32), Head(0, "0" * 64)])
def test_it_proves_no_other_head(clock: Authority, token: bytes, other: Head) -> None:
    with pytest.raises(LedgerError, match="does not prove line"):
        verify(token, other, roots=clock.roots)


def test_no_changed_byte_proves_another_time(clock: Authority, token: bytes) -> None:
    """A token with a byte changed proves nothing; a handful of bytes (a version, the name of the signature's kind) say
    nothing that is proved, and with them it proves the same as before."""
    at = verify(token, HEAD, roots=clock.roots)
    idle = []
    for n in range(len(token)):
        changed = token[:n] + bytes([token[n] ^ 1]) + token[n + 1 :]
        try:
            assert verify(changed, HEAD, roots=clock.roots) == at, n
            idle.append(n)
        except LedgerError:
            pass
    assert len(idle) < 30, idle


def test_another_authoritys_certificates_prove_nothing(token: bytes, tmp_path: Path) -> None:
    with running(tmp_path) as other, pytest.raises(LedgerError, match="does not prove line 7"):
        verify(token, HEAD, roots=other.roots)


def test_the_systems_certificates_do_not_lead_to_it(clock: Authority, token: bytes) -> None:
    with pytest.raises(LedgerError):
        verify(token, HEAD)


ANSWERS: dict[str, tuple[Callable[[Authority, bytes], tuple[int, bytes]], str]] = {
    "an error": (lambda clock, query: (503, b"no"), "status 503"),
    "a page": (lambda clock, query: (200, b"<html>sign in</html>"), "no timestamp response"),
    "nothing": (lambda clock, query: (200, b""), "no timestamp response"),
    "too much": (lambda clock, query: (200, b"0" * (2 << 20)), "larger than"),
    "a refusal": (lambda clock, query: (200, clock.honest(b"no query")), "was not granted"),
    "an old one": (lambda clock, query: (200, clock.honest(clock.asked[0])), "Nonce"),
}


@pytest.mark.parametrize("case", sorted(ANSWERS))
def test_no_bad_answer_is_kept(clock: Authority, token: bytes, case: str) -> None:
    answer, said = ANSWERS[case]
    clock.answer = lambda query: answer(clock, query)
    small = Policy(private=HERE.private, seconds=60.0, size=1 << 20)
    with pytest.raises(LedgerError, match=said) as caught:
        stamp(HEAD, authority=clock.url, roots=clock.roots, policy=small)
    assert clock.url in str(caught.value) and str(caught.value).endswith(".") and "; " in str(caught.value)


@pytest.mark.parametrize(
    ("authority", "said"),
    [
        ("http://127.0.0.1:9/", "no address of the public internet"),
        ("http://169.254.169.254/stamp", "no address of the public internet"),
        ("ftp://stamps.example/", "another kind"),
        ("http://", "no host"),
        ("http://me:secret@stamps.example/", "name or password"),
    ],
)
def test_where_no_authority_is_asked(clock: Authority, authority: str, said: str) -> None:
    with pytest.raises(LedgerError, match=said):
        stamp(HEAD, authority=authority, roots=clock.roots)
    assert POLICY.private == ()


def test_certificates_that_are_none(clock: Authority, token: bytes, tmp_path: Path) -> None:
    (tmp_path / "roots.pem").write_text("no certificate", "utf-8")
    for name, said in (("roots.pem", "no certificates in PEM form"), ("nowhere.pem", "cannot be read")):
        with pytest.raises(LedgerError, match=said):
            verify(token, HEAD, roots=tmp_path / name)


def test_a_kept_head_and_its_timestamp_prove_the_ledger_and_the_time(
    clock: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ledger.material import fill
    from onrecord.ledger import LedgerError, open_ledger

    monkeypatch.setenv("ONRECORD_TSA_ROOTS", str(clock.roots))
    kept = tmp_path / "head.json"
    with open_ledger(str(tmp_path / "l.sqlite3"), create=True) as ledger:
        fill(ledger, first=3)
        assert ledger.stamped(kept, ledger.head()) is None
        head = ledger.keep_head(kept).head
        (tmp_path / "head.json.tsr").write_bytes(stamp(head, authority=clock.url, roots=clock.roots, policy=HERE))
        fill(ledger, first=5)
        assert ledger.read_head(kept) == head
        assert ledger.stamped(kept, head) is not None
        assert list(ledger.verify(head=head)) == []
        with pytest.raises(LedgerError, match="does not prove"):
            ledger.stamped(kept, ledger.head())
