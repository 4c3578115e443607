"""What holds for the look of all pages, read from the files that make it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.desk import settings
from screenshots import IMAGES, LARGEST, SHOTS, Shot

DESK = Path(settings.HERE)
CSS = (DESK / "static" / "desk" / "desk.css").read_text("utf-8")
TEMPLATES = sorted(DESK.rglob("*.html"))
SCRIPTS = sorted((DESK / "static").rglob("*.js"))
PLAIN = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)


def test_nothing_is_left_or_right() -> None:
    physical = r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)[\w-]*|left|right|float)\s*:[^;]*"
    assert re.findall(physical, PLAIN) == []
    assert re.findall(r"text-align:\s*(?:left|right)", PLAIN) == []
    # Four values are top, right, bottom, left: the second and the fourth have to be the same.
    values = re.sub(r"\([^()]*\)", "", PLAIN)
    assert re.findall(r"(?:padding|margin|inset):\s*[^\s;]+ ([^\s;]+) [^\s;]+ (?!\1;)[^\s;]+;", values) == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    assert re.findall(r"@import|url\(", PLAIN) == []


def test_high_contrast_is_the_same_by_wish_and_by_choice() -> None:
    blocks = re.findall(r"data-theme=\"(?:dark|contrast)\"\](?:\))? \{\s*(--ground: Canvas.*?)\}", PLAIN, re.DOTALL)
    assert len(blocks) == 2
    assert blocks[0].split() == blocks[1].split()


def test_every_colour_that_is_used_is_there() -> None:
    used, made = set(re.findall(r"var\((--[\w-]+)\)", PLAIN)), set(re.findall(r"(--[\w-]+)\s*:", PLAIN))
    assert used - made == set()


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda path: str(path.relative_to(DESK / "templates")))
def test_no_page_has_a_style_or_a_script_of_its_own(page: Path) -> None:
    text = page.read_text("utf-8")
    assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:|\shx-on", text) == []
    assert re.findall(r"(?:src|href)=[\"'](?:https?:)?//", text) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_makes_pages_of_words(script: Path) -> None:
    text = script.read_text("utf-8")
    assert '"use strict"' in text
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_single_keys_can_be_turned_off(script: Path) -> None:
    text = script.read_text("utf-8")
    if '"keydown"' in text and re.search(r"\.key\b", text):
        assert "dataset.keys" in text


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_every_picture_is_there_small_and_shown(shot: Shot) -> None:
    picture = IMAGES / f"{shot.name}.png"
    assert 2_000 < picture.stat().st_size <= LARGEST
    assert f"({Path('../images') / picture.name})" in (IMAGES.parent / "how-to" / "desk.md").read_text("utf-8")
