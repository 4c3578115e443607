"""Iraq Body Count: civilians killed, minimum and maximum over at least two independent origins, else provisional.

Source: Iraq Body Count, 'Methods', https://www.iraqbodycount.org/about/methods/.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.accounts.civilians import civil
from onrecord.accounts.intervals import hull
from onrecord.accounts.rule import Rule, Setting
from onrecord.accounts.sheet import Account, Tally
from onrecord.record import Harm

NAME = "ibc/1"
SOURCE = "https://www.iraqbodycount.org/about/methods/"


def tally(accounts: Sequence[Account], harm: Harm, setting: Setting) -> Tally:
    """Rule ``ibc/1``: the minimum and the maximum of civilians over the latest number of each origin. ``says`` has
    ``status``: ``established`` from two independent origins on, else ``provisional``; and ``origins``, how many."""
    del setting
    counts = civil(accounts, harm)
    span = hull(c.number for c in counts)
    high = None
    if counts:
        # 'At least 12' is 12: a maximum is a number that somebody has given.
        high = max(c.number.high if c.number.high is not None else c.number.point for c in counts)
    status = "established" if len(counts) >= 2 else "provisional"
    places = tuple(sorted({i for c in counts for i in c.accounts}))
    return Tally(span.low if span else None, high, NAME, places, None, {"status": status, "origins": str(len(counts))})


RULE = Rule(NAME, "Iraq Body Count", SOURCE, tally)
