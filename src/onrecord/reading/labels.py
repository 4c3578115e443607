"""What the encoder's harm head says of a piece, and where in its output each answer stands.

The head gives ``SIZE`` numbers a piece: whether a mention of an incident begins or goes on there, of which kind and
told how; whether a figure begins or goes on, of which harm and side; and which part of an incident it is. At the
piece before a window's first it says how many were killed and injured in the report's main incident, as far as the
window shows.
"""

from __future__ import annotations

from typing import Final

from onrecord.record import Harm, Side

# fmt: off
KINDS: Final = (
    "air-strike", "drone-strike", "shelling", "suicide-bomb", "bomb", "grenade", "chemical", "clash", "raid",
    "targeted-killing", "attack", "execution", "abduction", "arrest", "mob", "riot", "protest", "protest-force",
    "protest-intervention", "sexual-violence", "displacement", "capture", "destruction", "disrupted", "agreement",
    "transfer", "base", "change", "non-violent", "other",
)
TOLD: Final = ("news", "background", "planned", "threatened", "hypothetical")
HARMS: Final[tuple[Harm, ...]] = ("killed", "injured", "missing", "detained", "abducted", "displaced", "casualties")
SIDES: Final[tuple[Side, ...]] = ("victims", "attackers")
PARTS: Final = ("perpetrator", "target", "weapon", "place", "date", "claimant", "rescuer")
# fmt: on

# How many were killed and injured in all, said once a window: 0, 1, .. and this many or more.
MOST: Final = 8


def _slices() -> dict[str, slice]:
    out, at = {}, 0
    for name, size in (
        ("mention", 3),
        ("kind", len(KINDS)),
        ("told", len(TOLD)),
        ("figure", 1 + 2 * len(HARMS)),
        ("side", len(SIDES)),
        ("part", 1 + 2 * len(PARTS)),
        ("killed", MOST + 1),
        ("injured", MOST + 1),
    ):
        out[name] = slice(at, at + size)
        at += size
    return out


SLICES: Final = _slices()
SIZE: Final = SLICES["injured"].stop
# Width of the vectors by which mentions and figures of one incident know each other.
LINK: Final = 64
