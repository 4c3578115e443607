"""One report's telling of one incident as accounts: its own overall number for each harm first, then the other figures.

Nothing is compared here. Persons told of one by one become one account, since 'a teacher', 'her son' and three names
are one count and not five accounts of one person each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import get_args

from msgspec.structs import replace

from onrecord.accounts.intervals import Interval, spoken
from onrecord.accounts.sheet import Account, Anchor, Told
from onrecord.accounts.title import spoken_day
from onrecord.accounts.voices import Voice, Voices, earlier_text
from onrecord.accounts.words import listed
from onrecord.record import Figure, Group, Harm, Spans, Statement, Total

HARMS: tuple[Harm, ...] = get_args(Harm)
ONE_BY_ONE = "counted from persons told of one by one"
GENERAL: frozenset[Group] = frozenset({"people", "family"})
_SENTENCE = re.compile(r"[.!?;]\s|\n")
_CLAUSE = 120  # code points before a number in which it is said that it stands no more
_NAMED = re.compile(r"(?:^|(?<=[\s(]))[A-ZÀ-Þ][\w'’.-]+")


def accounts(told: Told) -> tuple[Account, ...]:
    """The accounts of one telling, by harm; those that are its report's overall number have ``total`` set."""
    voices = Voices(told.record)
    out: list[Account] = []
    for harm in HARMS:
        figures = [f for f in told.incident.figures if f.harm == harm]
        if figures:
            stands = [f for f in figures if not denied(f, voices.statements) and not _before(f, told, voices)]
            total = told.incident.totals.get(harm)
            if total is None or not any(f.id in total.figures for f in stands):
                total = own_total(stands)
            out += _of_harm(told, voices, figures, total)
    return tuple(out)


def denied(figure: Figure, statements: Mapping[str, Statement] = MappingProxyType({})) -> bool:
    """Whether a number stands only in words that deny it: 'the claim of fifteen dead is false' gives no number, nor
    does 'the report that marchers were killed' in ``statements`` that deny it. 'Nobody was killed' denies by itself."""
    against = _against(figure)
    if figure.given_by and set(figure.given_by) <= set(against):
        return True
    refusing = [s.content.spans for id in against if (s := statements.get(id)) is not None]
    given = [figure.spans, *(s.content.spans for id in figure.given_by if (s := statements.get(id)) is not None)]
    return any(all(_inside(each, held) for each in given) for held in refusing)


def _before(figure: Figure, told: Told, voices: Voices) -> bool:
    """Whether it is a number that the report itself gave before it was corrected: by its giver, or by its words."""
    givers = voices.of(figure.given_by)
    if givers and all(earlier_text(v.name) for v in givers):
        return True
    text = told.record.article.text
    heads = [_SENTENCE.split(text[max(0, s.start - _CLAUSE) : s.start])[-1].casefold() for s in figure.spans]
    said, aside = listed("corrections", "before"), listed("corrections", "aside")
    return bool(heads) and all(any(w in head for w in said) or head.rstrip().endswith(aside) for head in heads)


def _against(figure: Figure) -> tuple[str, ...]:
    """The statements that deny or doubt a number; who denies by giving nought denies no nought."""
    return tuple(s for s in figure.disputed_by if figure.high != 0 or s not in figure.given_by)


def _inside(spans: Spans, held: Spans) -> bool:
    """Whether all of ``spans`` lie from the first to the last of ``held``."""
    return bool(spans and held) and held[0].start <= spans[0].start and spans[-1].end <= held[-1].end


def own_total(figures: Sequence[Figure]) -> Total | None:
    """A total for records that bring none: the people's figure in the report's own voice, the highest of several; else
    the groups added up; else as many persons as are told of one by one."""
    top = [f for f in figures if f.side == "victims" and f.part_of is None and (f.low, f.high) != (None, None)]
    wholes = [f for f in top if not _single(f)]
    general = [f for f in wholes if f.who.group in GENERAL]
    if general:
        f = max(general, key=lambda f: (not f.given_by, f.low if f.low is not None else (f.high or 0)))
        return Total(f.low, f.high, "report/1", (f.id,))
    if wholes:
        by_group: dict[Group, Figure] = {}
        for f in wholes:
            held = by_group.get(f.who.group)
            if held is None or (f.low or 0) > (held.low or 0):
                by_group[f.who.group] = f
        taken = list(by_group.values())
        high = None if any(f.high is None for f in taken) else sum(f.high or 0 for f in taken)
        return Total(sum(f.low or 0 for f in taken), high, "report/1", tuple(f.id for f in taken))
    if top:
        return Total(persons(top), persons(top), "report/1", tuple(f.id for f in top))
    return None


def persons(singles: Sequence[Figure]) -> int:
    """How many persons figures of one tell of: those with different names, or those without a name, whichever are
    more, since a name often comes later for one already told of."""
    names: list[set[str]] = []
    bare: set[str] = set()
    for f in singles:
        told = {each.strip(".,'’").lower() for each in _NAMED.findall(f.text)} - {"the", "a", "an"}
        if not told:
            bare.add(" ".join(f.text.lower().split()))
        elif not any(told & each for each in names):
            names.append(told)
    return max(len(names), len(bare))


def _single(f: Figure) -> bool:
    return f.low == f.high == 1


def _of_harm(told: Told, voices: Voices, figures: Sequence[Figure], total: Total | None) -> list[Account]:
    taken = set(total.figures) if total is not None else set()
    used = [f for f in figures if f.id in taken]
    left = [f for f in figures if f.id not in taken]
    out: list[Account] = []
    if total is not None and used:
        if len(used) == 1 and (used[0].low, used[0].high) == (total.low, total.high):
            out.append(_account(told, voices, used, total=True))
        else:
            made = _added(used) if not all(_single(f) for f in used) else _counted(used)
            out.append(_account(told, voices, used, as_one=Interval(total.low, total.high), total=True, why=made))
            left = [f for f in figures if f.id not in taken or not _single(f)]
    most = total.low if total is not None else None
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for f in left:
        if _single(f) and f.part_of is None:
            key: tuple[object, ...] = (tuple(v.name for v in voices.of(f.given_by)), f.who.group, f.who.nation, f.side)
        else:
            key = (f.id,)
        groups.setdefault(key, []).append(f)
    for each in groups.values():
        lone = len(each) == 1
        count = None if lone else Interval(persons(each), persons(each))
        amount = count or Interval(each[0].low, each[0].high)
        smaller = _single(each[0]) and each[0].side == "victims" and most is not None and amount.point < most
        part = each[0].part_of is not None or each[0].id in taken or smaller
        one = _account(told, voices, each, as_one=count, part=part, why=() if lone else _counted(each))
        out.append(_corrected(one, total) if _before(each[0], told, voices) else one)
    return out


def _corrected(account: Account, total: Total | None) -> Account:
    """What the report itself said before, and what that became."""
    when, was = account.first or "", Interval(account.low, account.high)
    if total is None or not when or was == (total.low, total.high) or was == (None, None):
        return account
    became = f"corrected: {spoken(was)} became {spoken(Interval(total.low, total.high))} on {spoken_day(when)}"
    return replace(account, taken_back=when, why=(*account.why, became))


def _counted(figures: Sequence[Figure]) -> tuple[str, ...]:
    return (ONE_BY_ONE,) if len(figures) > 1 else ()


def _added(figures: Sequence[Figure]) -> tuple[str, ...]:
    told = [f"{spoken(Interval(f.low, f.high))} {f.who.group}" for f in figures]
    return (f"added up from {' and '.join(filter(None, (', '.join(told[:-1]), told[-1])))}",) if len(told) > 1 else ()


def _account(
    told: Told,
    voices: Voices,
    figures: Sequence[Figure],
    *,
    as_one: Interval | None = None,
    total: bool = False,
    part: bool = False,
    why: tuple[str, ...] = (),
) -> Account:
    first = figures[0]
    number = as_one or Interval(first.low, first.high)
    groups = {f.who.group for f in figures}
    nations = {f.who.nation for f in figures}
    stated = [f.as_of for f in figures if f.as_of]
    article = told.record.article
    return Account(
        origin=told.origin,
        givers=_names(voices.of(s for f in figures for s in f.given_by if s not in _against(f))),
        harm=first.harm,
        who=first.who.group if len(groups) == 1 else "people",
        low=number.low,
        high=number.high,
        articles=(told.id,),
        anchors=tuple(Anchor(article.id, f.spans, f.text) for f in figures),
        as_of=max(stated) if stated else None,
        why=why,
        side=first.side,
        nation=first.who.nation if len(nations) == 1 else None,
        part=part,
        blamed=tuple(dict.fromkeys(p.name for f in figures for p in f.blamed_on)),
        disputed_by=_names(voices.of(s for f in figures for s in _against(f))),
        total=total,
        published=article.modified or article.published,
        first=article.modified or article.published,
    )


def _names(voices: Iterable[Voice]) -> tuple[str, ...]:
    return tuple(v.name for v in voices)
