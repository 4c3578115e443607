"""Opening the door of intake in tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from onrecord.intake import Given, Problem, articles
from onrecord.record import Article


def read(inputs: Sequence[Path | str], **given: object) -> tuple[dict[str, Article], list[Problem]]:
    """Articles by ``input_id``, in order, and problems."""
    found: dict[str, Article] = {}
    problems: list[Problem] = []
    for item in articles([str(each) for each in inputs], given=Given(input_id="-", **given)):  # type: ignore[arg-type]
        if isinstance(item, Problem):
            problems.append(item)
        else:
            assert item[0] not in found
            found[item[0]] = item[1]
    return found, problems


def sentence(problems: Sequence[Problem]) -> str:
    """The sentence of the only problem: one line, with a next step and a full stop."""
    assert len(problems) == 1, problems
    said = problems[0].sentence
    assert "\n" not in said and said.endswith(".") and (";" in said or ":" in said), said
    assert problems[0].input_id not in said
    return said
