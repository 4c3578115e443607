"""Whoever asks for the originals gets the very bytes that each article's id is the hash of."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from onrecord.intake import Given, articles

SAMPLES = sorted(p for p in (Path(__file__).parents[2] / "samples").iterdir() if p.suffix not in (".csv", ".md"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_every_article_had_its_original_kept_just_before(path: Path) -> None:
    kept: list[tuple[str, bytes]] = []
    seen = 0
    for item in articles([str(path)], given=Given(input_id="", keep=lambda id, data: kept.append((id, data)))):
        assert isinstance(item, tuple)
        assert kept[-1][0] == item[1].id == "sha256:" + hashlib.sha256(kept[-1][1]).hexdigest()
        seen += 1
    assert seen >= 1


def test_a_plain_file_is_kept_byte_for_byte(tmp_path: Path) -> None:
    data = "Two men were hurt in Osk.\r\n\x85 caf\xe9".encode("cp1252", "replace")
    (tmp_path / "a.txt").write_bytes(data)
    kept: dict[str, bytes] = {}
    list(articles([str(tmp_path)], given=Given(input_id="", keep=kept.__setitem__)))
    assert list(kept.values()) == [data]
