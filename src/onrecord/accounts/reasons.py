"""How each account stands to the others of its incident, and the reasons so far as the words give any.

An account *agrees* where both numbers can be true of the same people, or where the words say that other people are
counted. It is *superseded* where a later count took its place, *disputed* where somebody denies it, and *differs*
otherwise. Nothing here takes sides: what an account is held against is the number that most origins give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from onrecord.accounts.intervals import Interval, meets, shifted, spoken
from onrecord.accounts.rule import Head, at, before, counted, number
from onrecord.accounts.rule_house import best
from onrecord.accounts.sheet import Account, Standing, Told
from onrecord.accounts.telling import GENERAL
from onrecord.accounts.title import spoken_day
from onrecord.accounts.voices import Voice, Voices, known, named, party, same
from onrecord.accounts.words import folded, listed
from onrecord.accounts.wounds import died

_AROUND = 90  # characters on each side of a figure's words in which what it includes is said: about a clause


class Reports(NamedTuple):
    """The texts of an incident's reports, their voices, and whom they blame."""

    texts: dict[str, str]
    outlets: dict[str, str]
    voices: dict[tuple[str, ...], Voice]
    blamed: tuple[str, ...]


def reports(told: Sequence[Told]) -> Reports:
    """What the reasons are looked for in."""
    texts: dict[str, str] = {}
    outlets: dict[str, str] = {}
    heard: dict[tuple[str, ...], Voice] = {}
    blamed: dict[str, None] = {}
    for t in told:
        article = t.record.article
        texts[article.id] = article.text
        if article.outlet:
            outlets.setdefault(t.origin, article.outlet)
        voices = Voices(t.record)
        for f in t.incident.figures:
            for voice in voices.of((*f.given_by, *f.disputed_by)):
                held = heard.get(folded(voice.name))
                heard[folded(voice.name)] = Voice(voice.name, (*(held.about if held else ()), *voice.about))
            blamed |= {p.name: None for p in f.blamed_on}
        blamed |= {p.name: None for p in t.incident.participants if p.role in ("perpetrator", "claimant")}
    return Reports(texts, outlets, heard, tuple(blamed))


def judged(accounts: Sequence[Account], told: Sequence[Told]) -> tuple[Account, ...]:
    """The same accounts in the same order, each with its status, its reasons, who confirms it, and whether a giver is
    the party blamed."""
    words = reports(told)
    out = [_judged(index, account, accounts, words) for index, account in enumerate(accounts)]
    dead = died(accounts)
    for index in dead.injured if dead is not None else ():
        a = out[index]
        status: Standing = "disputed" if a.status == "disputed" else "superseded"
        out[index] = msgspec.structs.replace(a, status=status, why=(*a.why, dead.why if dead is not None else ""))
    return tuple(out)


def _judged(index: int, a: Account, accounts: Sequence[Account], words: Reports) -> Account:
    why = list(a.why)
    status: Standing = "agrees"
    if counted(a):
        peers = [(i, b) for i, b in enumerate(accounts) if _comparable(a, b) and counted(b)]
        found = best(list(_heads(peers)))
        if found is not None:
            status, reasons = _against(index, a, found[0], accounts, words)
            why += reasons
        why += _shared(a, peers)
        why += _whole(a, accounts)
    else:
        why.append("no number is given")
    if len(a.articles) > 1:
        why.append(f"counted once: {len(a.articles)} reports carry it from one origin")
    givers = [words.voices.get(folded(name), Voice(name)) for name in a.givers]
    parties = dict.fromkeys((v.name, p) for v in givers if (p := party(v, words.blamed)) is not None)
    why += [f"given by {giver}, on the side that is blamed ({blamed})" for giver, blamed in parties]
    deniers = _deniers(a, accounts)
    if deniers:
        status = "disputed"
        why.append(f"disputed by {named(deniers)}")
    return msgspec.structs.replace(
        a,
        status=status,
        why=tuple(dict.fromkeys(why)),
        party=bool(parties),
        confirmed_by=_confirming(a, accounts, words),
    )


def general(a: Account) -> bool:
    """Whether it counts people whoever they are, as an overall number does."""
    return a.total or (not a.part and a.who in GENERAL)


def _comparable(a: Account, b: Account) -> bool:
    if a.harm != b.harm or a.side != b.side:
        return False
    if general(a) or general(b):
        return general(a) and general(b)
    return a.who == b.who and a.nation == b.nation


def _heads(peers: Iterable[tuple[int, Account]]) -> Iterator[Head]:
    """Each origin's latest number among comparable accounts, its overall one first."""
    found: dict[str, Head] = {}
    for i, b in peers:
        head = Head(i, b, number(b), at(b))
        held = found.get(b.origin)
        if held is None or (b.total, head.at, head.number.point) > (held.account.total, held.at, held.number.point):
            found[b.origin] = head
    yield from sorted(found.values(), key=lambda h: (h.at, h.account.origin))


def _against(
    index: int, a: Account, ref: Head, accounts: Sequence[Account], words: Reports
) -> tuple[Standing, list[str]]:
    """How an account stands to the number that most origins give, and why."""
    mine, theirs = number(a), ref.number
    if index == ref.place or mine == theirs:
        return "agrees", []
    later = before(at(a), ref.at)
    if later and mine.point < theirs.point and not _allows_higher(mine, theirs):
        return "superseded", [f"an earlier count, of {spoken_day(at(a))}; {spoken(theirs)} by {spoken_day(ref.at)}"]
    if meets(mine, theirs):
        return "agrees", [_compatible(a, mine, theirs)]
    if later and mine.point > theirs.point and (corrected := _corrected(a, ref, words)):
        return "superseded", [corrected]
    if (explained := _attackers(a, ref, accounts, words)) is not None:
        return explained
    if (over := _over(a, words)) is not None:
        return "differs", [f"counts over a longer time (“{over}”)"]
    if a.part and mine.point <= theirs.point:
        return "agrees", [f"a part of them: {_whom(a)} only"]
    if a.who not in GENERAL and a.who != ref.account.who and mine.point < theirs.point:
        return "agrees", [f"counts {_whom(a)} only; {spoken(theirs)} counts {_whom(ref.account)}"]
    if ref.account.who not in GENERAL and a.who != ref.account.who and mine.point > theirs.point:
        return "agrees", [f"counts {_whom(a)}; {spoken(theirs)} counts {_whom(ref.account)} only"]
    when = ""
    if before(ref.at, at(a)):
        when = "a later count; " if mine.point > theirs.point else "a later and lower count; "
    return "differs", [f"{when}{spoken(mine)} here, {spoken(theirs)} in what most origins say"]


def _whom(a: Account) -> str:
    return f"{a.nation} nationals" if a.who == "nationals" and a.nation else a.who


def _allows_higher(mine: Interval, theirs: Interval) -> bool:
    """'More than a dozen' of an earlier day allows 14 and is no other count; 'at least 3' of it is one, beside 14."""
    return mine.high is None and meets(mine, theirs) and 2 * mine.point >= theirs.point


def _compatible(a: Account, mine: Interval, theirs: Interval) -> str:
    said = a.anchors[0].text if len(a.anchors) == 1 and a.anchors[0].text else spoken(mine)
    if len(said) > 60:
        said = spoken(mine)
    if mine.exact:
        return f"{spoken(theirs)} allows {spoken(mine)}"
    return f"“{said}” allows {spoken(theirs)}"


def _corrected(a: Account, ref: Head, words: Reports) -> str | None:
    """'12 became 9' by the same giver, the same origin, or a report that says it corrects."""
    to = f"{spoken(number(a))} became {spoken(ref.number)} on {spoken_day(ref.at)}"
    both = [g for g in a.givers if any(same(g, other) for other in ref.account.givers)]
    for anchor in ref.account.anchors:
        text = words.texts.get(anchor.article, "").casefold()
        if any(each in text for each in listed("corrections", "words")):
            return f"corrected: {to}"
    if a.origin == ref.account.origin:
        return f"changed in a later version: {to}"
    if both and known(both[0]):
        return f"corrected by {both[0]}: {to}"
    return None


def _around(a: Account, words: Reports) -> Iterator[str]:
    for anchor in a.anchors:
        text = words.texts.get(anchor.article, "")
        for start, end in anchor.spans:
            yield " ".join(text[max(0, start - _AROUND) : end + _AROUND].casefold().split())


def _attackers(a: Account, ref: Head, accounts: Sequence[Account], words: Reports) -> tuple[Standing, list[str]] | None:
    """Whether the attackers make the difference: said in words, or only by the number of attackers who are counted."""
    mine, theirs = number(a), ref.number
    dead = [b for b in accounts if b.harm == a.harm and b.side == "attackers" and not b.part and counted(b)]
    higher, lower = (a, ref.account) if mine.point > theirs.point else (ref.account, a)
    ways = dict.fromkeys(abs(number(b).point) for b in dead)
    fits = [n for n in ways if n and meets(shifted(number(higher), -n), number(lower))]
    around = {side: list(_around(b, words)) for side, b in (("higher", higher), ("lower", lower))}
    included = any(w in t for t in around["higher"] for w in listed("including", "with")) and not any(
        w in t for t in around["higher"] for w in listed("including", "without")
    )
    left_out = any(w in t for t in around["lower"] for w in listed("including", "without"))
    ours = higher is a
    if included or left_out:
        n = f" ({fits[0]:,})" if fits else ""
        return "agrees", [
            f"includes the attackers{n}, whom others leave out" if ours else f"the attackers{n} are left out here"
        ]
    if fits:
        more = f"{abs(mine.point - theirs.point):,} {'more' if ours else 'fewer'}, as many as the attackers"
        return "differs", [f"{more}: may {'include' if ours else 'leave out'} them"]
    return None


def _over(a: Account, words: Reports) -> str | None:
    for text in _around(a, words):
        for each in listed("span", "words"):
            if each in text:
                return each
    return None


def _whole(a: Account, accounts: Sequence[Account]) -> list[str]:
    """For the number of a group: the whole of the same origin that it is a part of."""
    if general(a) or a.side != "victims" or (a.low == a.high == 1):
        return []
    wholes = [b for b in accounts if b.origin == a.origin and b.harm == a.harm and b.total and counted(b)]
    if wholes and a.low is not None and wholes[0].high is not None and a.low < wholes[0].high:
        return [f"a part of {spoken(number(wholes[0]))}"] if a.part else []
    return []


def _shared(a: Account, peers: Sequence[tuple[int, Account]]) -> list[str]:
    """Two papers that quote one person are two origins of reporting and one origin of statement."""
    out = []
    for giver in a.givers:
        if not known(giver):
            continue
        others = {b.origin for _, b in peers if b.origin != a.origin and any(same(giver, g) for g in b.givers)}
        if others:
            count = f"{len(others) + 1} origins of reporting"
            out.append(f"{count} quote {giver}: one origin of statement")
    return out


def _confirming(a: Account, accounts: Sequence[Account], words: Reports) -> tuple[str, ...]:
    """Who gives the same number in another origin: its givers, or its outlet where it speaks in its own voice."""
    out: dict[str, None] = {}
    for b in accounts:
        if b.origin == a.origin or not _comparable(a, b) or not counted(a) or number(a) != number(b):
            continue
        for name in b.givers or (words.outlets.get(b.origin, b.origin),):
            if not any(same(name, mine) for mine in a.givers):
                out.setdefault(name)
    return tuple(out)


def _deniers(a: Account, accounts: Sequence[Account]) -> tuple[str, ...]:
    """Who denies this number, in this report or in another."""
    out = dict.fromkeys(a.disputed_by)
    for b in accounts:
        if b.disputed_by and _comparable(a, b) and number(a) == number(b):
            out |= dict.fromkeys(b.disputed_by)
    return tuple(out)
