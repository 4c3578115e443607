"""ACLED: the lowest number of reported deaths, its number words, and its precisions.

Source: ACLED, 'Codebook' and 'FAQs: ACLED fatality methodology', https://acleddata.com/ (methodology and resources).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

from onrecord.accounts.rule import Rule, Setting, number, overtaken
from onrecord.accounts.rule_ucdp import date_prec, everybody, places
from onrecord.accounts.sheet import Account, Tally
from onrecord.record import Harm

NAME = "acled/1"
SOURCE = "https://acleddata.com/"


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    file = resources.files(__package__) / "data" / "rules.toml"
    table: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))["acled"]
    return table


def spoken(account: Account, setting: Setting) -> int | None:
    """The number that the rule gives an account's words: 12 for 'dozens', 3 or 10 for 'several', 0 for 'casualties'
    alone, the low end of an interval; null where the account has neither number nor such words."""
    said = " ".join(anchor.text for anchor in account.anchors).casefold()
    if account.low is not None and account.low == account.high:
        return account.low
    for word, value in _words()["numbers"]:
        if re.search(rf"\b{re.escape(word)}\b", said):
            return int(value)
    if account.harm == "casualties":
        return 0
    if any(re.search(rf"\b{re.escape(word)}\b", said) for word in _words()["several"]) and account.low in (None, 1, 2):
        heavy = setting.type is not None and setting.type.event in _words()["heavy"]
        return 10 if heavy else 3
    return account.low if account.low is not None else (0 if account.high is not None else None)


def tally(accounts: Sequence[Account], harm: Harm, setting: Setting) -> Tally:
    """Rule ``acled/1``: the lowest number that an origin gives of everybody killed, one number. An early count that a
    later one overtook is left out, and a later report of an origin takes the place of its earlier one. 'Casualties'
    without a word of deaths are no deaths.

    ``says`` has ``time_precision`` and ``geo_precision``, 1 to 3.
    """
    held = everybody(accounts, harm)
    gone = overtaken(held)
    told = [(h, spoken(h.account, setting)) for h in held if h.place not in gone]
    numbers: list[tuple[int, int, str]] = []
    for h, own in told:
        extra = h.number.point - number(h.account).point
        if own is not None:
            numbers.append((own + extra, h.place, h.account.origin))
    vague = [
        (n, i, a.origin)
        for i, a in enumerate(accounts)
        if (a.harm == harm or (harm == "killed" and a.harm == "casualties"))
        and a.side == "victims"
        and a.low is None
        and a.high is None
        and (n := spoken(a, setting)) is not None
    ]
    numbers += [each for each in vague if each[2] not in {origin for _, _, origin in numbers}]
    killed = [each for each in numbers if accounts[each[1]].harm == harm] or numbers
    lowest = min(killed, default=None)
    says: dict[str, str] = {}
    precise = date_prec(setting.date)
    if precise is not None:
        says["time_precision"] = str({1: 1, 2: 2, 3: 2}.get(precise, 3))
    if setting.place is not None and setting.place.geo_precision is not None:
        says["geo_precision"] = str(setting.place.geo_precision)
    value = lowest[0] if lowest is not None else None
    used = [h for h in held if lowest is not None and h.place == lowest[1]]
    return Tally(value, value, NAME, places(accounts, used, harm) or ((lowest[1],) if lowest else ()), None, says)


RULE = Rule(NAME, "ACLED", SOURCE, tally)
