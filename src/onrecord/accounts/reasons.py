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
from onrecord.accounts.rule import CIVIL, Head, at, before, counted, number
from onrecord.accounts.rule_house import best
from onrecord.accounts.sheet import DISPUTED, Account, Standing, Told
from onrecord.accounts.telling import GENERAL, ONE_BY_ONE
from onrecord.accounts.title import spoken_day
from onrecord.accounts.voices import Voice, Voices, known, named, party, same
from onrecord.accounts.words import folded, listed
from onrecord.accounts.wounds import died
from onrecord.record import Group, Harm, Side

# Groups that are among 'people' in every count.
_AMONG: frozenset[Group] = CIVIL | {"men"}
_NOTE = 240  # and in which it is said that it corrects another: about two sentences
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
        texts[article.id] = (
            article.text.casefold() if len(article.text.casefold()) == len(article.text) else article.text
        )
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


class Peers(NamedTuple):
    """Accounts that count the same people: the number that most of their origins give, the accounts with each number,
    who denies each, and the givers by the last word of their name with the origins that quote them for each number."""

    best: tuple[Head, tuple[Head, ...]] | None
    same: dict[Interval, list[Account]]
    denied: dict[Interval, tuple[str, ...]]
    givers: dict[str, dict[str, dict[Interval, set[str]]]]


class Beside(NamedTuple):
    """What an account is looked at beside: its origin's overall number, and the attackers who are counted."""

    wholes: dict[tuple[str, Harm], Account]
    attackers: dict[Harm, tuple[int, ...]]
    reports: Reports


def judged(accounts: Sequence[Account], told: Sequence[Told]) -> tuple[Account, ...]:
    """The same accounts in the same order, each with its status, its reasons, who confirms it, and whether a giver is
    the party blamed."""
    groups: dict[_Whom, list[tuple[int, Account]]] = {}
    wholes: dict[tuple[str, Harm], Account] = {}
    attackers: dict[Harm, dict[int, None]] = {}
    for place, a in enumerate(accounts):
        groups.setdefault(_counts(a), []).append((place, a))
        if a.total and counted(a):
            wholes.setdefault((a.origin, a.harm), a)
        if a.side == "attackers" and not a.part and counted(a):
            attackers.setdefault(a.harm, {})[number(a).point] = None
    beside = Beside(wholes, {harm: tuple(each) for harm, each in attackers.items()}, reports(told))
    peers = {whom: _peers(held) for whom, held in groups.items()}
    out = [
        _judged(place, a, peers[_counts(a)], peers.get((a.harm, a.side, None, None)), beside)
        for place, a in enumerate(accounts)
    ]
    dead = died(accounts)
    if dead is not None:
        for place in dead.injured:
            a = out[place]
            status: Standing = "disputed" if a.status == "disputed" else "superseded"
            out[place] = msgspec.structs.replace(a, status=status, why=(*a.why, dead.why))
    return tuple(out)


def _peers(held: Sequence[tuple[int, Account]]) -> Peers:
    same_number: dict[Interval, list[Account]] = {}
    denied: dict[Interval, dict[str, None]] = {}
    givers: dict[str, dict[str, dict[Interval, set[str]]]] = {}
    for _, a in held:
        same_number.setdefault(number(a), []).append(a)
        denied.setdefault(number(a), {}).update(dict.fromkeys(a.disputed_by))
        for name in a.givers:
            if known(name):
                quoted = givers.setdefault(folded(name)[-1], {}).setdefault(name, {})
                quoted.setdefault(number(a), set()).add(a.origin)
    return Peers(
        best(list(_heads(each for each in held if counted(each[1])))),
        same_number,
        {n: tuple(names) for n, names in denied.items()},
        givers,
    )


def _judged(place: int, a: Account, peers: Peers, everybody: Peers | None, beside: Beside) -> Account:
    why = list(a.why)
    status: Standing = "agrees"
    words = beside.reports
    if counted(a):
        if peers.best is not None:
            status, reasons = _against(place, a, *peers.best, beside) if not a.taken_back else ("superseded", [])
            if status == "agrees" and everybody is not None and everybody.best is not None:
                status, reasons = _above(a, *everybody.best, beside) or (status, reasons)
            why += reasons
        why += _shared(a, peers)
        why += _whole(a, beside)
    else:
        why.append("no number is given")
    if len(a.articles) > 1:
        why.append(f"counted once: {len(a.articles)} reports carry it from one origin")
    givers = [words.voices.get(folded(name), Voice(name)) for name in a.givers]
    parties = dict.fromkeys((v.name, p) for v in givers if (p := party(v, words.blamed)) is not None)
    why += [f"given by {giver}, on the side that is blamed ({blamed})" for giver, blamed in parties]
    deniers = tuple(dict.fromkeys((*a.disputed_by, *peers.denied[number(a)])))
    if deniers:
        status = "disputed" if not a.taken_back else "superseded"
        why.append(DISPUTED + named(deniers))
    return msgspec.structs.replace(
        a,
        status=status,
        why=tuple(dict.fromkeys(why)),
        party=bool(parties),
        confirmed_by=_confirming(a, peers, words),
    )


def general(a: Account) -> bool:
    """Whether it counts people whoever they are, as an overall number does."""
    return a.total or (not a.part and a.who == "people")


_Whom = tuple[Harm, Side, Group | None, str | None]


def _counts(a: Account) -> _Whom:
    """Whom an account counts: the same for accounts that can be held against each other."""
    return (a.harm, a.side, None, None) if general(a) else (a.harm, a.side, a.who, a.nation)


def _heads(peers: Iterable[tuple[int, Account]]) -> Iterator[Head]:
    """Each origin's latest number among comparable accounts, its overall one first."""
    found: dict[str, Head] = {}
    for i, b in peers:
        if b.taken_back:
            continue
        head = Head(i, b, number(b), at(b))
        held = found.get(b.origin)
        if held is None or (b.total, head.at, head.number.point) > (held.account.total, held.at, held.number.point):
            found[b.origin] = head
    yield from sorted(found.values(), key=lambda h: (h.at, h.account.origin))


def _against(place: int, a: Account, ref: Head, held: Sequence[Head], beside: Beside) -> tuple[Standing, list[str]]:
    """How an account stands to the number that most origins give, and why."""
    mine, theirs = number(a), ref.number
    if place == ref.place or mine == theirs:
        return "agrees", []
    if (inside := _beside(a, beside)) is not None:
        return "agrees", [inside]
    if not a.part and a.who not in GENERAL and a.who != ref.account.who and mine.point < theirs.point:
        return "agrees", [f"counts {_whom(a)} only; {spoken(theirs)} counts {_whom(ref.account)}"]
    # Not where the higher count was known by then: such a lower number counts something else.
    dated = [h for h in held if h.at]
    rising = bool(dated) and all(before(at(a), h.at) for h in dated) and mine.point < theirs.point
    if rising and not _allows_higher(mine, theirs):
        first = min(dated, key=lambda h: (h.at, h.account.origin))
        return "superseded", [f"an earlier count, of {spoken_day(at(a))}; {spoken(theirs)} by {spoken_day(first.at)}"]
    if meets(mine, theirs):
        return "agrees", [_compatible(a, mine, theirs)]
    if mine.point > theirs.point and (corrected := _corrected(a, held, beside.reports)):
        return "superseded", [corrected]
    if 2 * mine.point < theirs.point and one_by_one(a):
        return "agrees", [f"a part of them: {_whom(a)} only"]
    if (explained := _attackers(a, ref, beside)) is not None:
        return explained
    if (over := _over(a, beside.reports)) is not None:
        return "differs", [f"counts over a longer time (“{over}”)"]
    if a.part and mine.point <= theirs.point:
        return "agrees", [f"a part of them: {_whom(a)} only"]
    if ref.account.who not in GENERAL and a.who != ref.account.who and mine.point > theirs.point:
        return "agrees", [f"counts {_whom(a)}; {spoken(theirs)} counts {_whom(ref.account)} only"]
    when = ""
    if before(ref.at, at(a)):
        when = "a later count; " if mine.point > theirs.point else "a later and lower count; "
    others = sum(h.account.origin != a.origin for h in held)
    where = f"{others} other origin{'s' if others != 1 else ''}" if others else "the same origin"
    return "differs", [f"{when}{spoken(mine)} here, {spoken(theirs)} in {where}"]


def _above(a: Account, ref: Head, held: Sequence[Head], beside: Beside) -> tuple[Standing, list[str]] | None:
    """More of a group than most origins count of all: it takes in other people. Fighters may be counted apart."""
    mine, theirs = number(a), ref.number
    if (
        general(a)
        or a.part
        or a.who not in _AMONG
        or theirs.high is None
        or mine.least <= theirs.high
        or before(at(a), ref.at)
    ):
        return None
    others = len({h.account.origin for h in held} - {a.origin})
    if not others:
        return None  # one origin by itself: its parts over its whole are a thing to check
    if (over := _over(a, beside.reports)) is not None:
        return "differs", [f"counts over a longer time (“{over}”)"]
    where = f"{others} other origin{'s' if others != 1 else ''}"
    return "differs", [f"{spoken(mine)} here, {spoken(theirs)} in {where}"]


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


_NUMBERED = frozenset({"one", "single", "sole", "only", "lone", "1"})


def one_by_one(a: Account) -> bool:
    """Whether it counts persons told of one by one, or tells of one ('his son'): nobody says that it was all."""
    if ONE_BY_ONE in a.why:
        return True
    said = {word.strip(".,;:").casefold() for anchor in a.anchors for word in anchor.text.split()}
    return a.low == a.high == 1 and said.isdisjoint(_NUMBERED)


def _corrected(a: Account, held: Sequence[Head], words: Reports) -> str | None:
    """'12 became 9' in a later report of the same origin, by the same giver, or where it says that it corrects."""
    givers = [g for g in a.givers if known(g)]
    for h in held:
        if not before(at(a), h.at):
            continue
        to = f"{spoken(number(a))} became {spoken(h.number)} on {spoken_day(h.at)}"
        near = list(_around(h.account, words, reach=_NOTE))
        if any(each in text for text in near for each in listed("corrections", "words")):
            return f"corrected: {to}"
        if a.origin == h.account.origin:
            return f"changed in a later version: {to}"
        both = next((g for g in givers if any(same(g, other) for other in h.account.givers)), None)
        if both is not None:
            return f"corrected by {both}: {to}"
    return None


def _beside(a: Account, beside: Beside) -> str | None:
    """A smaller number that a report tells beside its own overall one, and nobody else gives it: 'six more' of 16."""
    whole = beside.wholes.get((a.origin, a.harm))
    if a.total or whole is None or a.side != "victims" or number(a).point >= number(whole).point:
        return None
    said = {word for anchor in a.anchors for word in anchor.text.casefold().replace("more than", "over").split()}
    if not said.isdisjoint(listed("addition", "words")):
        return "told as an addition to another count"
    if whole.high is None or any(not any(same(g, other) for other in whole.givers) for g in a.givers):
        return None
    return f"told beside {spoken(number(whole))}, the overall number of the same origin"


def _around(a: Account, words: Reports, *, reach: int = _AROUND) -> Iterator[str]:
    """The words around an account's figures, lower case."""
    for anchor in a.anchors:
        text = words.texts.get(anchor.article, "")
        for start, end in anchor.spans:
            yield " ".join(text[max(0, start - reach) : end + reach].split())


def _attackers(a: Account, ref: Head, beside: Beside) -> tuple[Standing, list[str]] | None:
    """Whether the attackers make the difference: said in words, or only by the number of attackers who are counted."""
    mine, theirs = number(a), ref.number
    words = beside.reports
    higher, lower = (a, ref.account) if mine.point > theirs.point else (ref.account, a)
    fits = [n for n in beside.attackers.get(a.harm, ()) if n and meets(shifted(number(higher), -n), number(lower))]
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


def _whole(a: Account, beside: Beside) -> list[str]:
    """For the number of a group: the whole of the same origin that it is a part of."""
    if general(a) or not a.part or a.side != "victims" or a.low is None:
        return []
    whole = beside.wholes.get((a.origin, a.harm))
    if whole is None or whole.high is None or a.low >= whole.high:
        return []
    return [f"a part of {spoken(number(whole))}"]


def _shared(a: Account, peers: Peers) -> list[str]:
    """Two papers that quote one person's number are two origins of reporting and one origin of statement."""
    out = []
    for giver in a.givers:
        if not known(giver):
            continue
        near = peers.givers.get(folded(giver)[-1], {})
        quoting = (quoted.get(number(a), ()) for name, quoted in near.items() if same(giver, name))
        origins = set[str]().union(*quoting) | {a.origin}
        if len(origins) > 1:
            out.append(f"{len(origins)} origins of reporting quote {giver}: one origin of statement")
    return out


# More names than that are no help to a reader, and a thousand reports that agree would each list the other thousand.
_CONFIRMING = 20


def _confirming(a: Account, peers: Peers, words: Reports) -> tuple[str, ...]:
    """Who gives the same number in another origin, the first twenty: its givers, or its outlet where it speaks in its
    own voice."""
    out: dict[str, None] = {}
    if not counted(a):
        return ()
    for b in peers.same[number(a)]:
        if b.origin == a.origin or b.disputed_by:
            continue
        for name in b.givers or (words.outlets.get(b.origin, b.origin),):
            if name not in out and not any(same(name, mine) for mine in a.givers):
                out[name] = None
        if len(out) >= _CONFIRMING:
            break
    return tuple(out)[:_CONFIRMING]
