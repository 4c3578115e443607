"""The second layer of the corpus: incidents and figures (see GUIDELINES.md). Used by compile.py."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Span = tuple[int, int]
Wrong = Callable[[int, str], Exception]

# fmt: off
KINDS = frozenset((
    "air-strike", "drone-strike", "shelling", "suicide-bomb", "bomb", "grenade", "chemical", "clash", "raid",
    "targeted-killing", "attack", "execution", "abduction", "arrest", "mob", "riot", "protest", "protest-force",
    "protest-intervention", "sexual-violence", "displacement", "capture", "destruction", "disrupted", "agreement",
    "transfer", "base", "change", "non-violent", "other",
))
TOLD = frozenset(("news", "background", "planned", "threatened", "hypothetical"))
PRECISIONS = frozenset(("day", "week", "month", "year", "unknown"))
ROLES = frozenset(("perpetrator", "target", "weapon", "place", "date", "claimant", "rescuer"))
HARMS = frozenset((
    "killed", "injured", "missing", "detained", "abducted", "displaced", "casualties", "combined",
))
GROUPS = frozenset((
    "people", "civilians", "combatants", "police", "children", "women", "men", "elderly", "medics", "aid-workers",
    "journalists", "family", "nationals",
))
# fmt: on
LABEL = re.compile(r"%(?P<incident>[a-z][a-z0-9_-]*)(?::(?P<role>[a-z]+))?|#(?P<figure>[a-z][a-z0-9_-]*)")


def check_label(label: str) -> str | None:
    """What is wrong with a label of this layer, or None."""
    found = LABEL.fullmatch(label)
    if found is None:
        return f"{label!r} is no label; write %key, %key:role or #key"
    if found["role"] and found["role"] not in ROLES:
        return f"{found['role']!r} is no role; known are {', '.join(sorted(ROLES))}"
    return None


def _rows(lines: Iterable[str], first: int, cells: range, wrong: Wrong, shape: str) -> dict[str, tuple[int, list[str]]]:
    rows: dict[str, tuple[int, list[str]]] = {}
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        found = [cell.strip() for cell in line.split("|")]
        if len(found) not in cells:
            raise wrong(number, f"the line must read: {shape}")
        key = found[0]
        if not re.fullmatch(r"[a-z][a-z0-9_-]*", key) or key in rows:
            raise wrong(number, f"the key {key!r} is not well formed or stands twice")
        rows[key] = number, found + [""] * (cells.stop - 1 - len(found))
    return rows


def _day(words: str, number: int, wrong: Wrong) -> str | None:
    if words == "-":
        return None
    try:
        return datetime.date.fromisoformat(words).isoformat()
    except ValueError:
        raise wrong(number, f"a day is written like 2031-03-04, or -, not {words!r}") from None


def _one_of(word: str, known: frozenset[str], number: int, wrong: Wrong) -> str:
    if word not in known:
        raise wrong(number, f"{word!r} is not known here; known are {', '.join(sorted(known))}")
    return word


def incidents(lines: Iterable[str], first: int, tags: Sequence[Any], wrong: Wrong) -> list[dict[str, Any]]:
    """The incidents of a footer with their mentions and parts; raises what `wrong(line, sentence)` makes."""
    rows = _rows(lines, first, range(7, 8), wrong, "key | kind | told | earliest | latest | precision | place or -")
    made: dict[str, dict[str, Any]] = {}
    for key, (number, (_, kind, told, earliest, latest, precision, place)) in rows.items():
        begin, end = _day(earliest, number, wrong), _day(latest, number, wrong)
        if begin and end and begin > end:
            raise wrong(number, f"the earliest day {begin} is after the latest {end}")
        made[key] = {
            "key": key,
            "kind": _one_of(kind, KINDS, number, wrong),
            "told": _one_of(told, TOLD, number, wrong),
            "date": {"earliest": begin, "latest": end, "precision": _one_of(precision, PRECISIONS, number, wrong)},
            "place": None if place == "-" else place,
            "mentions": [],
            "roles": {},
        }
    for tag in tags:
        for label in tag.labels:
            found = LABEL.fullmatch(label)
            if found is None or not found["incident"]:
                continue
            if found["incident"] not in made:
                raise wrong(tag.line, f"%{found['incident']} is not among the incidents of the footer")
            one = made[found["incident"]]
            at = one["roles"].setdefault(found["role"], []) if found["role"] else one["mentions"]
            at.append((tag.start, tag.end))
    for key, one in made.items():
        if not one["mentions"]:
            raise wrong(rows[key][0], f"the incident {key!r} is never mentioned; tag its words as %{key}")
        one["mentions"].sort()
        for spans in one["roles"].values():
            spans.sort()
    return list(made.values())


def _number(words: str, number: int, wrong: Wrong) -> int | None:
    if words == "-":
        return None
    if not words.isdecimal():
        raise wrong(number, f"low and high are whole numbers or -, not {words!r}")
    return int(words)


def _remarks(words: str, number: int, statements: Mapping[int, Any], wrong: Wrong) -> dict[str, Any]:
    out: dict[str, Any] = {"side": "victims"}
    for word in words.split():
        name, sign, value = word.partition("=")
        if word == "attackers":
            out["side"] = "attackers"
        elif name in ("by", "disputed") and sign:
            given = [int(n) for n in re.findall(r"\d+", value)]
            unknown = [n for n in given if n not in statements]
            if unknown or not re.fullmatch(r"(\d+(\+\d+)*)?", value):
                raise wrong(number, f"{word!r} must name statements of this document, like by=4+7")
            out[name] = given
        elif name == "as_of" and re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", value):
            out["as_of"] = value
        else:
            raise wrong(number, f"{word!r} is no remark; write attackers, by=4+7, disputed=9 or as_of=2031-03-04T10:00")
    return out


def _givers(span: Span, statements: Mapping[int, Any]) -> list[int]:
    """The statements whose content holds the span, the innermost; all of them where they share the content."""
    holding = [
        (sum(e - s for s, e in parts.content), n)
        for n, parts in statements.items()
        if any(s <= span[0] and span[1] <= e for s, e in parts.content)
    ]
    return [n for size, n in holding if size == min(holding)[0]]


def figures(
    lines: Iterable[str],
    first: int,
    tags: Sequence[Any],
    told: Sequence[Mapping[str, Any]],
    statements: Mapping[int, Any],
    wrong: Wrong,
) -> list[dict[str, Any]]:
    """The figures of a footer; `given_by` and `disputed_by` are numbers of statements as in the markup."""
    shape = "key | incident | harm | group | low | high | part of or - | remarks or empty"
    rows = _rows(lines, first, range(7, 9), wrong, shape)
    known = {one["key"] for one in told}
    spans: dict[str, list[Span]] = {key: [] for key in rows}
    for tag in tags:
        for label in tag.labels:
            found = LABEL.fullmatch(label)
            if found is None or not found["figure"]:
                continue
            if found["figure"] not in spans:
                raise wrong(tag.line, f"#{found['figure']} is not among the figures of the footer")
            spans[found["figure"]].append((tag.start, tag.end))
    out = []
    for key, (number, (_, incident, harm, group, low, high, part, remarks)) in rows.items():
        if not spans[key]:
            raise wrong(number, f"the figure {key!r} is never tagged; tag its words as #{key}")
        if incident not in known:
            raise wrong(number, f"the figure {key!r} names the incident {incident!r}, which the footer does not have")
        if part != "-" and (part not in rows or part == key):
            raise wrong(number, f"the figure {key!r} is part of {part!r}, which is not another figure of the footer")
        group, _, nation = group.partition(":")
        least, most = _number(low, number, wrong), _number(high, number, wrong)
        if least is not None and most is not None and least > most:
            raise wrong(number, f"low {least} is above high {most}")
        remark = _remarks(remarks, number, statements, wrong)
        out.append(
            {
                "key": key,
                "incident": incident,
                "harm": _one_of(harm, HARMS, number, wrong),
                "group": _one_of(group, GROUPS, number, wrong).replace("-", " "),
                "nation": nation or None,
                "low": least,
                "high": most,
                "part_of": None if part == "-" else part,
                "spans": sorted(spans[key]),
                "given_by": remark.get("by", _givers(min(spans[key]), statements)),
                "disputed_by": remark.get("disputed", []),
                "side": remark["side"],
                "as_of": remark.get("as_of"),
            }
        )
    return sorted(out, key=lambda one: one["spans"][0])
