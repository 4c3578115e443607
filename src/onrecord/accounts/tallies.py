"""An incident's number under a house's published rule: the table of rules, and what each says of a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from onrecord.accounts import rule_acled, rule_airwars, rule_house, rule_ibc, rule_ucdp
from onrecord.accounts.rule import Rule, Setting
from onrecord.accounts.sheet import Account, Sheet, Tally
from onrecord.record import Harm, OnrecordError

DEFAULT = rule_house.RULE.name

_ALL = (rule_house.RULE, rule_airwars.RULE, rule_ucdp.RULE, rule_acled.RULE, rule_ibc.RULE)
RULES: Mapping[str, Rule] = MappingProxyType({rule.name: rule for rule in _ALL})


class RuleError(OnrecordError):
    """There is no such rule."""


def tally(accounts: Sequence[Account], harm: Harm, *, rule: str = DEFAULT, setting: Setting | None = None) -> Tally:
    """The number for ``harm`` that ``rule`` makes of an incident's accounts, and the places of those it used.

    ``setting`` has what the rule may know besides (date, place, who is blamed); :func:`of` takes it from a sheet.
    Raises :class:`RuleError` for a name that :data:`RULES` does not have.
    """
    held = RULES.get(rule)
    if held is None:
        raise RuleError("There is no counting rule {rule!r}; use one of {rules}.", rule=rule, rules=", ".join(RULES))
    return held.tally(accounts, harm, setting or Setting())


def of(sheet: Sheet, harm: Harm, *, rule: str = DEFAULT) -> Tally:
    """The number for ``harm`` that ``rule`` makes of a whole sheet."""
    return tally(sheet.accounts, harm, rule=rule, setting=setting(sheet))


def setting(sheet: Sheet) -> Setting:
    """What a sheet has for a rule besides its accounts."""
    claimed = tuple(p.name for p in sheet.participants if p.role == "claimant")
    denied = tuple(dict.fromkeys(n for c in sheet.cells if c.facet == "blamed" for n in denials(c.why)))
    return Setting(sheet.type, sheet.date, sheet.place, sheet.participants, claimed, denied)


def denials(why: Sequence[str]) -> list[str]:
    """The parties that a cell's reasons say deny it."""
    return [each.removesuffix(" denies it") for each in why if each.endswith(" denies it")]
