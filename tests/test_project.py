"""What the project says of itself agrees: versions, the picture, links of the README, the marks of the samples."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdfium2
import pytest

import onrecord

ROOT = Path(__file__).parents[1]
MARK = "Disclaimer: this sample was written for onrecord, and every person, place and event in it is invented."
PAGES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", *(str(p.relative_to(ROOT)) for p in ROOT.glob("docs/**/*.md"))]


def test_the_changelog_knows_this_version() -> None:
    assert f"\n## {onrecord.__version__} " in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", (ROOT / page).read_text("utf-8")):
        if "://" not in target:
            assert ((ROOT / page).parent / target).exists(), f"{page} links to {target}"


@pytest.mark.parametrize("picture", ["board", "table"])
def test_the_picture_loads_nothing(picture: str) -> None:
    svg = (ROOT / "docs" / "images" / f"{picture}.svg").read_text("utf-8")
    assert "<text" in svg
    assert set(re.findall(r"https?://[^\"' )]+", svg)) <= {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("sample", sorted((ROOT / "samples").iterdir()), ids=lambda path: path.name)
def test_every_sample_says_that_it_is_one(sample: Path) -> None:
    data = sample.read_bytes()
    if sample.suffix == ".gz":
        data = gzip.decompress(data)
    if sample.suffix == ".pdf":
        with pypdfium2.PdfDocument(data) as document:
            data = "\n".join(page.get_textpage().get_text_range() for page in document).encode()
    assert MARK in " ".join(data.decode("utf-8").split())


def test_locks_name_no_index_and_hash_everything() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text("utf-8")
        assert not re.search(r"^(--|.*(file:|https?:))", text, re.MULTILINE), lock.name
        pins = [each for each in re.split(r"\n(?=\S)", text.strip()) if not each.startswith("#")]
        assert pins and all("==" in each and "--hash=sha256:" in each for each in pins), lock.name


def test_a_package_has_the_translations_compiled(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    written = {name for name in names if name.endswith("/LC_MESSAGES/django.po")}
    assert len(written) == 5
    assert {name.removesuffix(".po") + ".mo" for name in written} <= names
