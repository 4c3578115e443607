"""What in an incident's numbers a person should look at: parts over wholes, groups that do not sum, jumps, and counts
over a longer time than the incident. Nothing is repaired."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from onrecord.accounts.intervals import Interval, plus, spoken
from onrecord.accounts.reasons import general, one_by_one, reports
from onrecord.accounts.rule import at, before, counted, heads, number
from onrecord.accounts.sheet import Account, Check, Told
from onrecord.accounts.telling import HARMS
from onrecord.accounts.title import spoken_day
from onrecord.accounts.words import listed
from onrecord.record import Group, Harm

# Groups of which nobody is in two, and which together are everybody.
_APART: tuple[frozenset[Group], ...] = (
    frozenset({"men", "women", "children"}),
    frozenset({"civilians", "combatants", "police"}),
)
_JUMP = 5.0  # a count five times the one before is rarely the same count gone on; house values, set, not tuned
_SMALL = 10  # below this many, one more family is several times as many
_AROUND = 90


def checks(accounts: Sequence[Account], told: Sequence[Told] = ()) -> tuple[Check, ...]:
    """Every such thing, with the places of the accounts that it is seen in. ``told`` has the reports' words; without
    them only the numbers are looked at."""
    out = [*_parts(accounts), *_sums(accounts), *_jumps(accounts), *_falls(accounts), *_silent(accounts)]
    out += _spans(accounts, told)
    return tuple(dict.fromkeys(out))


def _of_origins(accounts: Sequence[Account]) -> dict[tuple[str, Harm], list[tuple[int, Account]]]:
    """The victims' accounts of each origin and harm that have a number, with their places."""
    out: dict[tuple[str, Harm], list[tuple[int, Account]]] = {}
    for i, a in enumerate(accounts):
        if a.side == "victims" and counted(a):
            out.setdefault((a.origin, a.harm), []).append((i, a))
    return out


def _one_voice(part: Account, whole: Account) -> bool:
    """Whether a number is told as a part of a whole, or by the same giver: the army's 42 fighters are no part of the
    hospital's 31 people."""
    return part.part or set(part.givers) == set(whole.givers) or bool(set(part.givers) & set(whole.givers))


def _parts(accounts: Sequence[Account]) -> Iterator[Check]:
    """A group that is larger than the overall number of the same origin."""
    for (_, harm), mine in _of_origins(accounts).items():
        wholes = [(i, a) for i, a in mine if a.total and a.high is not None]
        if not wholes:
            continue
        # Against the largest, so that a part of a later, higher count is no part too many of an earlier one.
        j, whole = max(wholes, key=lambda each: (each[1].high or 0, -each[0]))
        for i, part in mine:
            inside = not part.total and not general(part) and _one_voice(part, whole)
            if inside and part.low is not None and part.low > (whole.high or 0):
                yield Check(
                    f"{harm}: {spoken(number(part))} {part.who} are more than the whole of {spoken(number(whole))} in "
                    "the same origin",
                    (j, i),
                )


def _sums(accounts: Sequence[Account]) -> Iterator[Check]:
    """Groups that exclude each other and do not make the whole: more than it, or fewer where all groups are told."""
    origins = _of_origins(accounts)
    for harm in HARMS:
        for head in heads(accounts, harm):
            mine = origins[head.account.origin, harm]
            for apart in _APART:
                groups: dict[Group, tuple[int, Account]] = {}
                for i, a in mine:
                    if a.total or a.who not in apart or a.low == a.high == 1 or not _one_voice(a, head.account):
                        continue
                    if a.who not in groups or number(a).point > number(groups[a.who][1]).point:
                        groups[a.who] = (i, a)
                if len(groups) < 2:
                    continue
                total = plus(number(a) for _, a in groups.values())
                told = " and ".join(f"{spoken(number(a))} {group}" for group, (_, a) in groups.items())
                places = (head.place, *(i for i, _ in groups.values()))
                if head.number.high is not None and total.least > head.number.high:
                    yield Check(f"{harm}: {told} are more than the {spoken(head.number)} told as all", places)
                elif set(groups) == apart and total.high is not None and total.high < head.number.least:
                    yield Check(f"{harm}: {told} do not make {spoken(head.number)}", places)


def _jumps(accounts: Sequence[Account]) -> Iterator[Check]:
    """An overall number many times that of the origin before it in time."""
    for harm in HARMS:
        held = [h for h in heads(accounts, harm) if h.at and not one_by_one(h.account)]
        seen: set[Interval] = set()
        for one, other in pairwise(held):
            known = other.number in seen  # back to what was told before: the one between was the jump
            seen.add(one.number)
            if known:
                continue
            low, high = sorted((one, other), key=lambda h: h.number.point)
            if high.number.point >= _SMALL and high.number.point >= _JUMP * max(1, low.number.point):
                yield Check(
                    f"{harm}: from {spoken(one.number)} ({spoken_day(one.at)}) to {spoken(other.number)} "
                    f"({spoken_day(other.at)}) is a jump; one of them may count something else",
                    (one.place, other.place),
                )


def _falls(accounts: Sequence[Account]) -> Iterator[Check]:
    """Deaths that become fewer in a later report of the same origin."""
    for (_, harm), mine in _of_origins(accounts).items():
        if harm != "killed":
            continue
        told = sorted(((at(a), i, a) for i, a in mine if a.total and at(a)), key=lambda each: each[:2])
        for (_, i, a), (_, j, b) in pairwise(told):
            if before(at(a), at(b)) and a.low is not None and b.high is not None and b.high < a.low:
                yield Check(f"killed: {spoken(number(a))} became {spoken(number(b))} in the same origin", (i, j))


def _silent(accounts: Sequence[Account]) -> Iterator[Check]:
    """Deaths of which as many or more origins, of the same day or later, say nothing though they count the injured.
    Silence is no denial and changes no number; but deaths are seldom left out."""
    dead = [h for h in heads(accounts, "killed") if h.number.point > 0]
    telling = {h.account.origin for h in heads(accounts, "killed")}
    silent = [
        h
        for h in heads(accounts, "injured")
        if h.number.point > 0
        and h.account.origin not in telling
        and not any(before(h.at, other.at) or not h.at for other in dead)
    ]
    if dead and len(silent) >= len(dead):
        one = len(silent) == 1
        many = f"{len(silent)} {'origin that counts' if one else 'origins that count'} the injured"
        yield Check(
            f"killed: told by {len(dead)}; {many} at that time or later {'tells' if one else 'tell'} of nobody killed",
            (*(h.place for h in dead), *(h.place for h in silent)),
        )


def _spans(accounts: Sequence[Account], told: Sequence[Told]) -> Iterator[Check]:
    """A count over a month, a year or several incidents told beside single ones."""
    texts = reports(told).texts if told else {}
    for i, a in enumerate(accounts):
        for anchor in a.anchors:
            text = texts.get(anchor.article)
            if text is None or not anchor.spans:
                continue
            start, end = anchor.spans[0][0], anchor.spans[-1][1]
            around = " ".join(text[max(0, start - _AROUND) : end + _AROUND].casefold().split())
            over = next((each for each in listed("span", "words") if each in around), None)
            if over is not None and Interval(a.low, a.high).point > 1:
                yield Check(
                    f"{a.harm}: {spoken(number(a))} is counted over a longer time (“{over}”) and may cover several "
                    "incidents",
                    (i,),
                )
                break
