"""Which group of people a noun phrase counts. The nouns are data (``data/people.toml``)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast, get_args

from onrecord.record import Group

GROUPS: tuple[str, ...] = get_args(Group)
PATH = Path(__file__).parent / "data" / "people.toml"
CHILDHOOD = 18  # years: who is younger is a child


class Noun(NamedTuple):
    """A noun for people: its group, whether words before it may change that, and how many it stands for.

    ``low`` and ``high`` are 1, 1 of a singular, 2, None of a plural, the number of a couple or trio.
    ``collective`` is a singular word for several ('family', 'crew').
    """

    group: Group
    weak: bool
    low: int
    high: int | None
    collective: bool = False
    kin: bool = False
    general: bool = False  # says 'people' and no more

    @property
    def plural(self) -> bool:
        return self.high is None and not self.collective


class People(NamedTuple):
    """The vocabulary: nouns by their words joined with blanks, hyphens as words of their own."""

    nouns: dict[str, Noun]
    longest: int
    starts: frozenset[str]  # first words of nouns of several words
    before: dict[str, Group]
    ranks: dict[str, Group]
    modifiers: frozenset[str]
    nations: frozenset[str]
    nationals: dict[str, bool]  # word for nationals: whether it is a plural
    not_nations: frozenset[str]
    not_people: frozenset[str]
    person_many: tuple[str, ...]
    stop: frozenset[str]
    harm: frozenset[str]
    determiners: frozenset[str]
    possessive: frozenset[str]
    one: frozenset[str]
    adjective_of: dict[str, str]


def _terms(block: str) -> list[str]:
    parts = block.split(";") if ";" in block else block.split("\n") if "\n" in block else [block]
    return [" ".join(p.split()) for p in parts if p.strip()]


def _key(term: str) -> str:
    return " ".join(t for t in re.split(r"[ ]|(-)", term) if t)


def plurals(noun: str, irregular: dict[str, str]) -> list[str]:
    """The plural forms of a noun of one or several words."""
    if noun in irregular:
        return irregular[noun].split() if " " not in noun else [irregular[noun]]
    first, _, last = noun.rpartition(" ")
    if first:
        return [f"{first} {p}" for p in plurals(last, irregular)]
    if noun.endswith("man"):
        return [noun[:-3] + "men"]
    if noun.endswith("woman"):
        return [noun[:-5] + "women"]
    if noun.endswith("child"):
        return [noun + "ren"]
    if noun.endswith(("s", "x", "sh", "ch")) and noun not in ("monarch", "sheikh"):
        return [noun + "es"]
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return [noun[:-1] + "ies"]
    return [noun + "s"]


@cache
def small(name: str) -> frozenset[str]:
    """The list ``name`` of small words."""
    return frozenset(tomllib.loads(PATH.read_text("utf-8"))["small"][name].split())


@cache
def people() -> People:
    """The packaged vocabulary."""
    data: dict[str, Any] = tomllib.loads(PATH.read_text("utf-8"))
    irregular: dict[str, str] = data["irregular"]
    nouns: dict[str, Noun] = {}

    def add(term: str, group: Group, *, weak: bool = False, general: bool = False, kin: bool = False) -> None:
        kin = kin or group == "family"
        forms = plurals(term, irregular)
        nouns.setdefault(_key(term), Noun(group, weak, 1, 1, kin=kin, general=general))
        for form in forms:
            nouns[_key(form)] = Noun(group, weak, 2, None, kin=kin, general=general)

    for group, block in data["fixed"].items():
        for term in _terms(block):
            add(term, cast(Group, group))
    for group, block in data["kin"].items():
        for term in _terms(block):
            add(term, cast(Group, group), kin=True)
    for group, block in data["weak"].items():
        for term in _terms(block):
            add(term, cast(Group, group), weak=True, general=True)
    for block in data["people"].values():
        for term in _terms(block):
            add(term, "people", weak=True)
    for group, block in data["several"].items():
        for term in _terms(block):
            several = term.endswith("s") or term in ("people", "police", "folk")
            # 'patrol', 'crew': the group may be overruled by the words before it.
            general = group == "people"
            made = Noun(cast(Group, group), True, 2, None, not several, group == "family", general)
            nouns[_key(term)] = made
            if not several and " " not in term:
                for form in plurals(term, irregular):
                    nouns.setdefault(form, made)
    for group, block in data["alone"].items():
        for term in _terms(block):
            nouns[_key(term)] = nouns[_key(term)]._replace(group=cast(Group, group))
    for term, count in data["exactly"].items():
        family = "parent" in term
        kin = family or term == "couple"
        nouns[_key(term)] = Noun("family" if family else "people", True, count, count, kin=kin)
    nations = data["nations"]
    one = {w: False for w in nations["one"].split()}
    shape = data["shape"]
    return People(
        nouns,
        max(k.count(" ") + 1 for k in nouns),
        frozenset(k.split(" ", 1)[0] for k in nouns if " " in k),
        {w: cast(Group, g) for g, block in data["before"].items() for w in block.split()},
        {w: cast(Group, g) for g, block in data["ranks"].items() for w in block.split()},
        frozenset(data["modifiers"]["words"].split()),
        frozenset(nations["adjectives"].split()),
        one | {w: True for w in nations["people"].split()},
        frozenset(nations["not_nations"].split()),
        frozenset(shape["not_people"].split()),
        tuple(shape["person"].split()),
        frozenset(data["stop"]["words"].split()),
        frozenset(data["stop"]["harm"].split()),
        frozenset(data["stop"]["determiners"].split()),
        frozenset(data["stop"]["possessive"].split()),
        frozenset(data["stop"]["one"].split()),
        nations["adjective_of"],
    )


def noun(word: str) -> Noun | None:
    """The noun ``word`` (lower-case, single blanks) if it is one for people, known or by its ending."""
    known = people().nouns.get(word)
    return known if known is not None else by_shape(word)


def by_shape(word: str) -> Noun | None:
    """A noun for people that only its ending shows: 'welders', 'archivists', 'a postwoman'."""
    p = people()
    if len(word) < 6 or not word.isalpha() or word in p.not_people or word in p.nationals:
        return None
    single = word[:-1] if word.endswith("s") else word
    if single in p.not_people or single.endswith(("ister", "imeter", "ometer", "omotor")):
        return None
    if word.endswith(("woman", "women")):
        return Noun("women", True, 1, 1) if word.endswith("woman") else Noun("women", True, 2, None)
    if word.endswith(p.person_many):
        return Noun("people", True, 2, None)
    return None


def demonym(word: str, *, shouted: bool = False) -> str | None:
    """``word`` (as written) if it is a country's adjective: a known one, or capitalised with such an ending.

    In ``shouted`` text (all capitals) only the known ones.
    """
    p = people()
    low = word.lower()
    if low in p.nations or low in p.nationals:
        return word if not word.isupper() or len(word) < 3 else word.title()
    if shouted or not word[:1].isupper() or word.isupper() or low in p.not_nations or low in p.nouns or len(word) < 5:
        return None
    if (
        low.endswith(("ese", "ian", "ean", "an", "ish", "i", "ians", "eans", "ans", "is", "ites", "ite"))
        and low not in p.not_people
    ):
        return word
    return None


def nation_of(word: str) -> str:
    """The adjective of a word for nationals: 'Egyptians' -> 'Egyptian'."""
    low = word.lower()
    if low.endswith("men") and low[:-3] in people().nations:
        return word[:-3]
    if (low.endswith("s") and not low.endswith(("ss", "ese", "is"))) or (low.endswith("is") and len(low) > 5):
        single = word[:-1]
        return people().adjective_of.get(single.lower(), single)
    return people().adjective_of.get(low, word)


def lint(path: Path = PATH) -> list[str]:
    """What is wrong with a vocabulary file, a sentence each; empty where nothing is."""
    data = tomllib.loads(path.read_text("utf-8"))
    wrong: list[str] = []
    for table in ("fixed", "kin", "weak", "several", "alone", "before", "ranks"):
        wrong += [
            f"[{table}] has the group {g!r}, which the record does not have." for g in data[table] if g not in GROUPS
        ]
    seen: dict[str, str] = {}
    for table in ("fixed", "kin", "weak", "people"):
        for group, block in data[table].items():
            for term in _terms(block):
                if term != term.lower() or not term:
                    wrong.append(f"[{table}] {group}: {term!r} is not in lower case.")
                if term in seen:
                    wrong.append(f"{term!r} stands in {seen[term]} and in {table}.{group}.")
                seen[term] = f"{table}.{group}"
    given: dict[str, str] = {}
    for group, block in data["before"].items():
        for word in block.split():
            if word in given:
                wrong.append(f"[before] {word!r} gives both {given[word]!r} and {group!r}.")
            given[word] = group
    return wrong
