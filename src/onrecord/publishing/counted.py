"""Numbers of an incident as an export needs them: by rule, and by whom a figure counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from onrecord.accounts.intervals import Interval, spoken
from onrecord.accounts.sheet import Account, Anchor, Sheet, Tally
from onrecord.record import Group, Harm


def code(tally: Tally, name: str) -> int | None:
    """A number that a rule says besides, such as UCDP's 'where_prec'."""
    said = tally.says.get(name, "")
    return int(said) if said.isdecimal() else None


def spread(sheet: Sheet, harm: Harm, *groups: Group) -> Interval:
    """The lowest low and the highest high that accounts give for victims of these groups; both null where none does.

    Accounts that a later count replaced are left out, and those of a party that is blamed. An account without a high
    end leaves the high end open.
    """
    told = [
        a
        for a in sheet.accounts
        if a.harm == harm and a.who in groups and a.side == "victims" and a.status != "superseded" and not a.party
    ]
    lows = [a.low for a in told if a.low is not None]
    highs = [a.high for a in told]
    high = None if not told or None in highs else max(h for h in highs if h is not None)
    return Interval(min(lows) if lows else None, high)


# Groups whose words for one and for many are not told by an s.
_WORDS: Mapping[Group, tuple[str, str]] = {
    "people": ("person", "people"), "police": ("police officer", "police"), "children": ("child", "children"),
    "women": ("woman", "women"), "men": ("man", "men"), "elderly": ("elderly person", "elderly people"),
    "family": ("family member", "family members"),
}  # fmt: skip


def telling(account: Account) -> str:
    """An account in one line: '12 people killed, says the mayor (o1)'."""
    number = spoken(Interval(account.low, account.high))
    one, many = _WORDS.get(account.who, (account.who.removesuffix("s"), account.who))
    who = one if account.low == 1 and account.high in (1, None) else many
    who = f"{who} of {account.nation}" if account.nation else who
    givers = " and ".join(account.givers)
    part = " among them" if account.part else ""
    return (
        f"{number} {who} {account.harm}{part}, "
        + (f"says {givers}" if givers else "as reported")
        + (f" ({account.origin}; {account.status})")
    )


def fragments(anchors: Iterable[Anchor]) -> Iterator[str]:
    """Each span as 'sha256:…#char=12,15', the positions between characters of RFC 5147, in order, once each."""
    seen = set()
    for anchor in anchors:
        for start, end in anchor.spans:
            at = f"{anchor.article}#char={start},{end}"
            if at not in seen:
                seen.add(at)
                yield at


def anchors(sheet: Sheet) -> Iterator[Anchor]:
    """Every anchor of a sheet's accounts, and of its date, place, type and participants."""
    for account in sheet.accounts:
        yield from account.anchors
    for name in sorted(sheet.words):
        yield from sheet.words[name]
