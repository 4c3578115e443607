"""The head of the log as a file to be kept elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ledger import LedgerError
from onrecord.ledger.opening import ready
from onrecord.ledger.witness import MOST, Witness, decode, encode, read

ready()

ONE = Witness(ledger="0c5c1e0c-3f9a-4f43-9b37-6a3c3d7f8f11", seq=12, hash="a0" * 32, at="2031-05-04T10:00:00+00:00")


@given(st.integers(0, 2**53), st.binary(min_size=32, max_size=32), st.datetimes())
def test_it_comes_back_as_it_was(seq: int, hash: bytes, at: object) -> None:
    witness = Witness(ledger="one", seq=seq, hash=hash.hex(), at=str(at))
    assert decode(encode(witness), name="head.json") == witness
    assert tuple(witness.head) == (seq, hash.hex())


def test_what_the_file_is_like(tmp_path: Path) -> None:
    said = (
        '{"ledger":"0c5c1e0c-3f9a-4f43-9b37-6a3c3d7f8f11","seq":12,"hash":"' + "a0" * 32 + '",'
        '"at":"2031-05-04T10:00:00+00:00"}\n'
    )
    assert encode(ONE).decode() == said
    (tmp_path / "head.json").write_text(said, "utf-8")
    assert read(tmp_path / "head.json") == ONE


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b'{"ledger": "x", "seq": 1, "at": "2031-05-04"}',
        encode(ONE).replace(b"a0a0", b"A0A0"),
        encode(ONE).replace(b"a0a0", b"a0a"),
        encode(ONE).replace(b":12", b":-1"),
        encode(ONE).replace(b":12", b':"12"'),
        encode(ONE).replace(b"2031", b"soon"),
        encode(ONE) * MOST,
    ],
)
def test_what_is_no_head(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "head.json").write_bytes(data)
    with pytest.raises(LedgerError, match=r"head\.json is no head of a log; give "):
        read(tmp_path / "head.json")


def test_a_head_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="cannot be read: No such file or directory; check the path"):
        read(tmp_path / "head.json")
