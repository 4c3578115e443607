"""Airwars: minimum and maximum of civilian harm, its grading, and the status of strike and belligerent.

Source: Airwars, 'Methodology', https://airwars.org/about/methodology (and, as to who counts as a civilian, the annex to
'Patterns of harm analysis, Gaza 2023', https://airwars.org/research/civilian-harm-patterns-gaza-october-2023/). The
house grades by the judgement of its researchers; what is computed here is a proposal, of what the accounts alone bear.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.accounts.civilians import Civil, civil
from onrecord.accounts.intervals import hull
from onrecord.accounts.rule import Rule, Setting, counted, number
from onrecord.accounts.sheet import Account, Tally
from onrecord.accounts.voices import Voice, party, same
from onrecord.record import Harm

NAME = "airwars/1"
SOURCE = "https://airwars.org/about/methodology"


def tally(accounts: Sequence[Account], harm: Harm, setting: Setting) -> Tally:
    """Rule ``airwars/1``: ``low`` and ``high`` are the minimum and maximum of civilians that any origin gives; ``says``
    has ``grade``, ``strike_status`` and ``belligerent_status``.

    A number by the blamed party does not lower the minimum while others give one: it stays an account of its own.
    """
    counts = civil(accounts, harm)
    apart = [c for c in counts if not c.party]
    used = apart or counts
    span = hull(c.number for c in used)
    says = {
        "grade": grade(counts, setting, accepted=_accepted(accounts, harm, setting)),
        "strike_status": strike_status(counts, setting),
        "belligerent_status": belligerent_status(setting),
    }
    places = tuple(sorted({i for c in used for i in c.accounts}))
    return Tally(span.low if span else None, span.high if span else None, NAME, places, None, says)


def _accepted(accounts: Sequence[Account], harm: Harm, setting: Setting) -> bool:
    """Whether a party itself gives a number of people harmed, above none, who were no fighters, and says that it did
    it: it claims the strike, or is the one whom its own statement blames."""
    for a in accounts:
        if a.harm == harm and counted(a) and number(a).point > 0 and not _fighters(a):
            own = (*setting.claimed_by, *a.blamed)
            if any(party(Voice(giver), own) is not None for giver in a.givers):
                return True
    return False


def _fighters(a: Account) -> bool:
    return a.who == "combatants" or a.side == "attackers"


def parties(setting: Setting) -> tuple[str, ...]:
    """The parties that are named as having done it, each once."""
    out: list[str] = []
    for p in setting.participants:
        if p.role in ("perpetrator", "claimant") and p.kind != "unknown" and not any(same(p.name, n) for n in out):
            out.append(p.name)
    return tuple(out)


def grade(counts: Sequence[Civil], setting: Setting, *, accepted: bool) -> str:
    """``confirmed``: a party that is named accepts that it harmed civilians. ``discounted``: all that are told of were
    fighters. ``contested``: several parties are named and none claims it. ``fair``: two or more origins, and one party
    that is named or claims it. ``weak``: one origin, or nobody named."""
    origins = len(counts)
    if accepted:
        return "confirmed"
    if counts and all(c.number.high == 0 for c in counts):
        return "discounted"
    if len(parties(setting)) > 1 and not setting.claimed_by:
        return "contested"
    return "fair" if origins >= 2 and (setting.claimed_by or len(parties(setting)) == 1) else "weak"


def strike_status(counts: Sequence[Civil], setting: Setting) -> str:
    """``declared`` where a party claims it, ``contested`` where several are named or the one named denies it,
    ``single source`` for one origin, ``likely`` for more, ``alleged`` where nobody is named."""
    named = parties(setting)
    if setting.claimed_by:
        return "declared"
    if len(named) > 1 or (named and setting.denied_by):
        return "contested"
    if len(counts) < 2:
        return "single source"
    return "likely" if named else "alleged"


def belligerent_status(setting: Setting) -> str:
    """``declared``, ``contested`` or ``suspected``; ``unknown`` where nobody is named."""
    named = parties(setting)
    if setting.claimed_by:
        return "declared"
    if len(named) > 1:
        return "contested"
    return "suspected" if named else "unknown"


RULE = Rule(NAME, "Airwars", SOURCE, tally)
