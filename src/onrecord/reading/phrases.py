"""One speaker's words as a noun phrase: its head, its name, its role and affiliation, its number and gender."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from onrecord.reading.grammar import (
    AFFILIATING,
    AFTER_PRONOUN,
    ANY,
    ARTICLES,
    CALLED,
    COUNT,
    DEFINITE,
    DETERMINERS,
    HEADED_BY,
    HOLD,
    HUMAN,
    LEAD,
    NAMED_AS,
    NO_APPOSITION,
    NO_PARTS,
    OWNERS,
    PARTS,
    RANKS,
    RELATIVE,
)
from onrecord.reading.mentions import organisation, runs, split
from onrecord.reading.offices import AGED, affiliation_of, gender_told, rank, role_at, role_of
from onrecord.reading.titles import Gender, given_names, nouns, titles
from onrecord.reading.words import Page

Form = Literal[
    "pronoun", "relative", "person", "organisation", "group", "document", "statement", "name", "thing", "empty"
]

PRONOUNS: dict[str, tuple[str, Gender | None]] = {
    "he": ("one", "m"), "him": ("one", "m"), "his": ("one", "m"), "himself": ("one", "m"),
    "she": ("one", "f"), "her": ("one", "f"), "hers": ("one", "f"), "herself": ("one", "f"),
    "they": ("many", None), "them": ("many", None), "their": ("many", None), "theirs": ("many", None),
    "themselves": ("many", None),
    "it": ("body", None), "its": ("body", None), "itself": ("body", None),
    "i": ("self", None), "me": ("self", None), "my": ("self", None), "myself": ("self", None),
    "we": ("selves", None), "us": ("selves", None), "our": ("selves", None), "ourselves": ("selves", None),
    "you": ("other", None), "your": ("other", None),
}  # fmt: skip
AGE = re.compile(r"(\d{1,3})(?:-year-old)?$")
ENDED = re.compile(
    r"(?:ed|ing)$|^(?:seen|shown|known|given|taken|made|written|held|led|sent|found|drawn|shot|read|heard|built|born|hit|put|left|signed)$"
)
PEOPLE = re.compile(r"(?<![suiao])s$|[aeiou]is$")
DEMONYM = re.compile(r"(?:ans|crats|cans|lims|jews|ites|ists|ians|nis|qis|lis|this|kis|ris)$")
AGENT = re.compile(r"(?:er|or|ist|ian|man|woman|ant|ee|eer|person|yer|king|queen|maker)$")


@dataclass(slots=True)
class Phrase:
    """What a speaker's words say. Ranges are words of the page; ``name`` is the proper name's."""

    indexes: tuple[int, ...]
    form: Form
    name: tuple[int, int] | None = None
    head: str = ""
    modifiers: tuple[str, ...] = ()
    number: str = "one"
    gender: Gender | None = None
    definite: bool = False
    role: str | None = None
    affiliation: str | None = None
    holder: tuple[int, ...] = ()
    titles: tuple[str, ...] = ()
    age: str | None = None
    main: tuple[int, ...] = ()
    owner: tuple[int, int] | None = None
    ownerword: str | None = None
    extra: list[tuple[int, int]] = field(default_factory=list)


def trimmed(page: Page, indexes: Sequence[int]) -> list[int]:
    """The words less signs and linking words at both ends."""
    words = page.words
    out = list(indexes)
    if any(words[i].text == "(" for i in out):
        out = [i for n, i in enumerate(indexes) if not _retired(page, indexes, n)]
    while out and (
        not words[out[0]].text[0].isalnum()
        or (words[out[0]].low in LEAD and len(out) > 1 and not words[out[0]].capital)
    ):
        del out[0]
    while out and not words[out[-1]].text[0].isalnum() and words[out[-1]].text != ")":
        out.pop()
    if (
        len(out) > 1
        and words[out[0]].low in LEAD
        and (words[out[0]].low in {"according", "to", "by", "from", "and", "but"} or words[out[1]].low in ARTICLES)
    ):
        del out[0]
    return out


def _retired(page: Page, indexes: Sequence[int], n: int) -> bool:
    """Whether the word stands in the bracket of 'Colonel (ret.) Hast', which does not part a rank from its name."""
    words = page.words
    for k in range(max(0, n - 3), n + 1):
        if (
            words[indexes[k]].text == "("
            and k + 2 < len(indexes)
            and words[indexes[k + 1]].low in {"ret", "retd", "rtd"}
        ):
            end = next((j for j in range(k + 2, min(k + 4, len(indexes))) if words[indexes[j]].text == ")"), None)
            return end is not None and k <= n <= end
    return False


def segments(page: Page, indexes: Sequence[int]) -> list[list[int]]:
    """The noun phrase and its appositions; a relative clause ends them."""
    words = page.words
    out: list[list[int]] = [[]]
    for n, i in enumerate(indexes):
        text = words[i].text
        if text in {",", "(", ")", "–", "—", ";", ":", "-"}:
            if out[-1]:
                out.append([])
            continue
        if words[i].low in RELATIVE and n and not (words[i].low == "that" and not out[-1]):
            # past the clause only a name can follow: 'the man who runs the kiosk, Abu Ramzi,'
            rest = [k for k in range(n, len(indexes)) if words[indexes[k]].text == ","]
            for k in rest:
                tail = [j for j in indexes[k + 1 :] if words[j].text[0].isalnum() or words[j].text == "."]
                if tail and all(words[j].capital or words[j].text == "." for j in tail) and len(tail) < 6:
                    out.append(tail)
                    break
            break
        if not text[0].isalnum() and text not in {"&", ".", "/", "%", "$"}:
            continue
        out[-1].append(i)
    return [s for s in out if s]


def parse(page: Page, indexes: Sequence[int]) -> Phrase:
    """The phrase that the words at ``indexes`` make."""
    words = page.words
    kept = trimmed(page, indexes)
    if not kept:
        return Phrase((), "empty")
    first = words[kept[0]]
    low = first.low.partition("'")[0]
    if low in PRONOUNS and (len(kept) == 1 or low not in OWNERS) and not (len(kept) > 1 and first.text == "US"):
        number, gender = PRONOUNS[low]
        if len(kept) == 1 or words[kept[1]].text in {",", "("} or words[kept[1]].low in AFTER_PRONOUN:
            return Phrase(tuple(kept), "pronoun", head=low, number=number, gender=gender)
    if first.low in RELATIVE and len(kept) == 1:
        return Phrase(tuple(kept), "relative", head=first.low)
    parts = segments(page, kept)
    if not parts:
        return Phrase(tuple(kept), "empty")
    if len(parts) > 1 and words[parts[0][0]].low in {"q", "question", "a", "answer"} and len(parts[0]) == 1:
        del parts[0]
    phrase = noun(page, parts[0])
    for k, part in enumerate(parts[1:], 1):
        _apposition(page, phrase, part, last=k == len(parts) - 1)
    phrase.indexes = tuple(kept)
    if phrase.name is None:
        _called(page, phrase)
    return phrase


def _called(page: Page, phrase: Phrase) -> None:
    """The name that the words themselves give: 'a teacher named Awa', 'who gave his name as Abu Omar', 'known as X'."""
    words = page.words
    kept = phrase.indexes
    for n, i in enumerate(kept[:-1]):
        low = words[i].low
        after = n + 1
        if low in CALLED and words[kept[after]].low in {"itself", "themselves", "himself", "herself"}:
            after += 1
        if (
            low in CALLED
            or (low == "as" and n and (words[kept[n - 1]].low in NAMED_AS or words[kept[n - 1]].low == "only"))
            or (low == "name" and n > 1 and words[kept[n - 1]].low == "the")
        ):
            while after < len(kept) and (
                words[kept[after]].low in ARTICLES
                or words[kept[after]].low == "only"
                or not words[kept[after]].text[0].isalnum()
            ):
                after += 1
            if after < len(kept) and words[kept[after]].capital:
                found = next(((a, b) for a, b in runs(page, kept[after], kept[-1] + 1) if a == kept[after]), None)
                if found is None:
                    continue
                if found[1] + 1 < len(words) and words[found[1]].low == "the" and words[found[1] + 1].capital:
                    found = (found[0], found[1] + 2)
                    begin = found[0]
                    prefix: tuple[str, ...] = ()
                else:
                    begin, prefix = split(page, *found)
                if begin < found[1]:
                    phrase.name, phrase.titles = (begin, found[1]), prefix
                    if phrase.form == "group":
                        phrase.form, phrase.number = "organisation", "body"
                    elif phrase.form not in {"organisation", "person"}:
                        phrase.form = "name"
                    return


def _core(page: Page, part: Sequence[int], inside: set[int]) -> int:
    """How many of the words come before the first preposition or clause."""
    words = page.words
    for k, i in enumerate(part):
        if k and i not in inside and words[i].low in HOLD:
            return k
        if (
            k
            and i not in inside
            and not words[i].capital
            and ENDED.search(words[i].low)
            and words[i].low not in {"wing", "king", "building"}
            and k + 1 < len(part)
            and words[part[k + 1]].low in HOLD | ARTICLES | {"by"}
        ):
            return k
    return len(part)


def noun(page: Page, part: Sequence[int]) -> Phrase:
    words = page.words
    known, things = titles(), nouns()
    names = runs(page, part[0], part[-1] + 1)
    names = [(a, b) for a, b in names if a in part]
    inside = {i for a, b in names for i in range(a, b)}
    cut = _core(page, part, inside)
    core, tail = list(part[:cut]), list(part[cut:])
    # partitives: 'one of the survivors', 'some of the residents', 'a group of women'
    if tail and words[tail[0]].low == "of" and core:
        count = words[core[-1]].low
        if count in COUNT | PARTS and len(tail) > 1 and count not in NO_PARTS | set():
            under = noun(page, tail[1:])
            if under.form in {"group", "person", "organisation"} and not under.name:
                many = count not in {"one", "none", "each"}
                under.form = "group" if many else "person"
                under.number = "many" if many else "one"
                under.definite = False
                under.main = tuple(part)
                return under
    phrase = Phrase(tuple(part), "empty", main=tuple(core))
    lows = [words[i].low for i in core]
    phrase.definite = lows[0] in DEFINITE or lows[0] in OWNERS or words[core[0]].owns
    if lows[0] in OWNERS:
        phrase.ownerword = lows[0]
    for i in core:
        if found := AGED.match(words[i].low):
            phrase.age = found[1]
    if tail and words[tail[0]].low in AFFILIATING and len(tail) > 1:
        phrase.holder = tuple(tail[1:])
    end = core[-1] + 1 - (words[core[-1]].text == "." and len(core) > 1)
    run = next(((a, b) for a, b in names if b == end), None)
    if len(core) == 1 and core[0] and words[core[0] - 1].text == "@":
        run = (core[0], core[0] + 1)
    if run is not None and run[0] not in core:
        run = None
    if run is None and names and core and names[-1][1] > end and names[-1][0] in core:
        run = names[-1]
        end = run[1]
    if run is None and tail and words[tail[0]].low == "of" and names and names[-1][1] - 1 == part[-1]:
        ranked = _ranked(page, phrase, core, names[-1])
        if ranked is not None:
            return ranked
    owner = next(((a, b) for a, b in names if b < end and words[b - 1].owns), None)
    if owner is not None:
        phrase.owner = owner
        phrase.definite = True
    if (
        run is not None
        and run[1] - run[0] == 1
        and run[0]
        and words[run[0]].low in things.generic | things.bodies.keys()
        and words[run[0] - 1].low in DEFINITE
    ):
        # 'the Ministry': a capital out of respect
        run = None
        phrase.form, phrase.number, phrase.head = "organisation", "body", lows[-1]
        phrase.modifiers = tuple(low for low in lows[:-1] if low not in DETERMINERS)
        return phrase
    if run is not None:
        begin, prefix = split(page, *run)
        before = [i for i in core if i < run[0] and words[i].low not in DETERMINERS]
        office = [i for i in range(run[0], begin) if words[i].text != "."]
        if begin >= run[1]:
            # an office in capitals: 'the Interior Minister', 'President of Karsa'
            return _office(page, phrase, [*before, *range(*run)], tail)
        trade = bool(before) and role_at(page, before) and not words[before[-1]].owns
        if (
            (
                page.whole.get(begin) == (run[1], "organisation")
                or organisation([words[i].low for i in range(begin, run[1])])
            )
            and not prefix
            and not trade
        ):
            phrase.form = "organisation"
            phrase.number = "body"
            phrase.name = (begin, run[1])
            phrase.head = words[run[1] - 1].low
            return phrase
        if prefix or trade:
            phrase.form = "person"
            phrase.name = (begin, run[1])
            phrase.titles = prefix
            said = role_of(page, [*before, *office])
            if said is not None:
                phrase.role = said
                phrase.affiliation = affiliation_of(page, [*before, *office])
            phrase.gender = gender_told(page, [*before, *office])
            return phrase
        if before and run[1] - run[0] > 1 and words[before[-1]].low in things.generic | things.bodies.keys():
            # 'the aid group Bread for All', 'local broadcaster Kanal 4'
            phrase.form, phrase.number, phrase.name = "organisation", "body", (begin, run[1])
            phrase.head = words[before[-1]].low
            return phrase
        phrase.form = "name"
        phrase.name = (begin, run[1])
        last = words[run[1] - 1].low
        if (
            PEOPLE.search(last)
            and last not in given_names()
            and (lows[0] in DETERMINERS or DEMONYM.search(last) or tail)
        ):
            phrase.form, phrase.number, phrase.head, phrase.name = "group", "many", last, None
        elif owner is not None and organisation([words[i].low for i in range(*owner)]):
            phrase.affiliation = page.said(range(*owner))
        if before and words[before[-1]].low.isalpha():
            phrase.modifiers = tuple(words[i].low for i in before)
        return phrase
    content = [i for i in core if words[i].low not in DETERMINERS or len(core) == 1]
    if not content:
        content = list(core)
    head = words[content[-1]].low
    phrase.head = head
    phrase.modifiers = tuple(words[i].low for i in content[:-1])
    phrase.gender = gender_told(page, content)
    two = " ".join([*phrase.modifiers[-1:], head])
    of = words[tail[0]].low if tail else ""
    if head in things.statements and head not in known.roles:
        phrase.form, phrase.number = "statement", "body"
    elif two in known.roles or head in known.roles or AGED.match(head):
        phrase.form = "person"
        phrase.role = role_of(page, [*content, *tail])
        phrase.affiliation = affiliation_of(page, [*content, *tail])
    elif (
        two in things.heads
        or (head in things.heads and head not in {"sources", "forces", "services", "staff"})
        or (head in {"forces"} and content[:-1])
    ):
        phrase.form, phrase.number = "organisation", "body"
    elif head in things.documents or head.removesuffix("s") in things.documents:
        phrase.form, phrase.number = "document", "body"
    elif two in known.groups or head in known.groups:
        phrase.form, phrase.number = "group", "many"
    elif head in things.generic:
        phrase.form, phrase.number = "organisation", "body"
    elif words[core[0]].low in COUNT or (head.endswith("s") and not head.endswith("ss")):
        phrase.form, phrase.number = "group", "many"
    else:
        human = AGENT.search(head) or head in {"another", "one"} or HUMAN & {*phrase.modifiers}
        phrase.form = "person" if human else "thing"
    if phrase.form == "organisation" and words[core[0]].low in {"several", "some", "many", "two", "three"}:
        phrase.form, phrase.number = "group", "many"
    if of != "of" and phrase.form == "organisation":
        phrase.holder = phrase.holder if of in {"in", "of", "for"} else ()
    return phrase


def _ranked(page: Page, phrase: Phrase, core: Sequence[int], run: tuple[int, int]) -> Phrase | None:
    """The person behind an office and a rank without a comma: 'Minister of Defence General Orlan Vey'."""
    words = page.words
    if words[core[-1]].low not in HEADED_BY:
        return None
    begin, prefix = split(page, *run)
    if not prefix or prefix[-1] not in RANKS or not run[0] + 1 < begin < run[1]:
        begin = next(
            (i for i in range(*run) if words[i].low not in nouns().abstract | {"and", "foreign", "affairs"}), run[1]
        )
        rest = [words[i].low for i in range(begin, run[1])]
        if begin == run[0] or not 0 < len(rest) < 4 or organisation(rest) or (len(rest) == 1 and rest[0].endswith("s")):
            return None
        prefix = (words[core[-1]].low,)  # 'Minister of the Interior Vey'
    phrase.form, phrase.name, phrase.titles = "person", (begin, run[1]), prefix[-1:]
    phrase.role = page.said([i for i in phrase.indexes if i < begin])
    phrase.gender = gender_told(page, core)
    return phrase


def _office(page: Page, phrase: Phrase, office: Sequence[int], tail: Sequence[int]) -> Phrase:
    phrase.form = "person"
    lows = [page.words[i].low for i in office]
    known = titles()
    heads = [k for k, low in enumerate(lows) if low in known.roles or low in known.titles]
    phrase.head = (
        lows[heads[0] if any(low in {"of", "for"} for low in lows) and heads else heads[-1]] if heads else lows[-1]
    )
    if len(lows) > 1 and heads:
        k = lows.index(phrase.head)
        phrase.modifiers = tuple(low for n, low in enumerate(lows) if n != k and low not in {"of", "the", "for"})
    phrase.role = page.said([*office, *tail])
    phrase.affiliation = affiliation_of(page, [*office, *tail])
    phrase.gender = gender_told(page, office)
    if not phrase.definite and page.words[phrase.main[0]].low not in ANY:
        phrase.definite = True
    return phrase


def office(phrase: Phrase) -> bool:
    """Whether a phrase's head is a word of office, so that it can tell what somebody is."""
    known = titles()
    two = " ".join([*phrase.modifiers[-1:], phrase.head])
    return phrase.form == "person" and (phrase.head in known.roles or phrase.head in known.titles or two in known.roles)


def _apposition(page: Page, phrase: Phrase, part: Sequence[int], *, last: bool) -> None:
    """Read one apposition into the phrase."""
    words = page.words
    lows = [words[i].low for i in part]
    if len(part) == 1 and (found := AGE.match(lows[0])):
        phrase.age = found[1]
        if phrase.form == "thing":
            phrase.form = "person"
        return
    if lows[0] == "aged" and len(part) == 2:
        phrase.age = lows[1]
        return
    if lows[0] in NO_APPOSITION:
        return
    names = [(a, b) for a, b in runs(page, part[0], part[-1] + 1) if a in part]
    other = noun(page, part)
    if (
        phrase.name is not None
        and other.name is not None
        and other.form in {"person", "name"}
        and phrase.name[1] - phrase.name[0] == 1
        and other.name[1] - other.name[0] > 1
        and words[phrase.name[0]].low == words[other.name[1] - 1].low
    ):
        # 'the county’s other Lt. Ibarra, Ramon Ibarra'
        phrase.name = other.name
        return
    if (
        phrase.name is None
        and phrase.form in {"person", "group", "name", "thing"}
        and other.name is not None
        and other.form in {"person", "name"}
        and not (phrase.number == "many" and "and" in lows)
    ):
        # 'the director of Karsa General Hospital, Dr Ilan Moreth'
        phrase.name = other.name
        phrase.titles = other.titles
        phrase.role = phrase.role or role_of(page, phrase.indexes)
        phrase.form = "person"
        phrase.gender = phrase.gender or other.gender
        return
    if phrase.name is None and phrase.form == "organisation" and names and [*range(*names[0])] == list(part):
        # 'the UN refugee agency, UNHCR'
        phrase.name = names[0]
        return
    role = role_of(page, part)
    if phrase.name is not None and phrase.form in {"name", "person"} and other.name is None and office(other):
        if role is None:
            role = page.said(part)
        if phrase.role is None or rank(page, phrase.role):
            phrase.role = role
            phrase.affiliation = phrase.affiliation or affiliation_of(page, part)
        elif phrase.affiliation is None:
            phrase.affiliation = affiliation_of(page, part)
        phrase.gender = phrase.gender or gender_told(page, part)
        if phrase.form == "name":
            phrase.form = "person"
        return
    if phrase.name is not None and other.form == "organisation" and other.name is None and phrase.form == "name":
        phrase.form, phrase.number = "organisation", "body"
        return
    if len(part) == 1 and names:
        phrase.extra.append(names[0])
    del last
