"""What could not be read, as one sentence for the user."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.record import OnrecordError


@dataclass(frozen=True, slots=True)
class Problem:
    """An input, or one part of a container, that could not be read; the others still are.

    ``sentence`` says what is wrong and what to do next; it does not repeat ``input_id``.
    """

    input_id: str
    sentence: str


class IntakeError(OnrecordError):
    """An input cannot be turned into an article; its text is one sentence, without the input's name."""
