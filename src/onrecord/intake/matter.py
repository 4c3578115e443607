"""Front matter of a Markdown file: ``key: value`` lines between two ``---`` lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.intake.lines import Line

#: Front matter is short; a '---' with no partner in so many lines is a rule across the page.
DEEPEST = 80
_PAIR = re.compile(r"([A-Za-z][\w .-]{0,40}?)\s*:(?:\s+(.*))?$")
_ITEM = re.compile(r"\s*-\s+(.*)$")


def front_matter(text: str, rows: Sequence[Line]) -> tuple[int, dict[str, list[str]]]:
    """How many lines the front matter has (0 for none), and its values by lower-case key."""
    shown = [text[row.start : row.end].strip("\ufeff") for row in rows[:DEEPEST]]
    if not shown or shown[0].strip() != "---":
        return 0, {}
    close = next((n for n in range(1, len(shown)) if shown[n].strip() in ("---", "...")), 0)
    if close < 2:
        return 0, {}
    found: dict[str, list[str]] = {}
    key = ""
    for line in shown[1:close]:
        pair, item = _PAIR.match(line), _ITEM.match(line)
        if pair and not line[:1].isspace():
            key = pair[1].lower()
            found[key] = _listed(pair[2] or "")
        elif item and key:
            found[key] += _listed(item[1])
        elif key and line[:1].isspace():
            rest = line.strip()
            nested = _PAIR.match(rest)
            found[key] += _listed(nested[2] or "" if nested and nested[1].lower() == "name" else rest)
        elif line.strip() and not line.lstrip().startswith("#"):
            return 0, {}
    return (close + 1, found) if found else (0, {})


def _listed(value: str) -> list[str]:
    value = value.strip()
    if value in (">", "|", ">-", "|-"):
        return []
    if value.startswith("[") and value.endswith("]"):
        return [part.strip().strip("\"'") for part in value[1:-1].split(",") if part.strip()]
    return [value.strip("\"'")] if value.strip("\"'") else []
