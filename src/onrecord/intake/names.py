"""By-lines: 'By Mira Tolan and Pavel Ost | Harbour Ledger | March 4, 2031' taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from onrecord.intake.agencies import agency_of
from onrecord.intake.published import find_date, table

_LEAD = re.compile(
    r"(?:(?:article |story |text |words |report |reporting |analysis |commentary |opinion |interview |pictures "
    r"|a report |an? \w+ )?"
    r"(?:written |reported |posted |published |compiled |submitted |edited and written )?by|von|por|par|author)"
    r"\s*:?\s+",
    re.IGNORECASE,
)
_PARTS = re.compile(r" [|•·–—―/-] | ?[|•·] ?")
_AND = re.compile(r"\s*(?:,\s*and\s|,|;|&|\b(?:and|AND|And|with|y|und|et|avec|con|mit)\b)\s*")
_WHERE = re.compile(r"(?:^|\s+)(?:in|for|at|from|of)\s+(?=(?:the\s+)?[A-Z])")
_DIGIT = re.compile(r"\d")
_ARTICLE = re.compile(r"^(?:the|a|an)\s", re.IGNORECASE)


@dataclass(slots=True)
class Meta:
    """What one line of a page's head says. ``strong`` tells that it cannot be a heading or a sentence."""

    authors: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    outlet: str | None = None
    either: str | None = None
    """A name beside a date that can be a person's or an outlet's: 'Harbour Lens, 4 March 2031'."""
    published: str | None = None
    modified: str | None = None
    dated: bool = False
    affiliation: str | None = None
    """The outlet in 'By Mira Tolan, Harbour Ledger', which may be another than the page's."""
    title: str | None = None
    """The words of a line that has title and date at once: 'Nine Killed in Kerrow Posted: March 4, 2031'."""
    byline: bool = False
    strong: bool = False


@cache
def _words(group: str, name: str) -> frozenset[str]:
    return frozenset(table("words")[group][name])


@cache
def _rank() -> re.Pattern[str]:
    return re.compile("|".join(table("words")["rank"]["patterns"]), re.IGNORECASE)


def _bare(word: str) -> str:
    return word.strip(".,;:()'\"").lower()


def person(words: str) -> bool:
    """Whether ``words`` have the shape of a person's name: two to five capitalised words, no outlet's word."""
    parts = words.split()
    while parts and _bare(parts[0]) in _words("person", "titles"):
        parts = parts[1:]
    while len(parts) > 1 and _bare(parts[-1]) in _words("person", "suffixes"):
        parts = [*parts[:-2], parts[-2].rstrip(",")]
    if not 2 <= len(parts) <= 5 or any(len(part) > 20 or re.search(r"\.\w\w", part) for part in parts):
        return False
    if len(parts[-1]) > 3 and parts[-1].endswith("."):
        return False  # a heading with a full stop
    if len(parts[0]) >= 3 and parts[0].isupper() and not parts[-1].isupper() and "." not in parts[0]:
        return False  # 'KTRN Courier'
    for n, part in enumerate(parts):
        bare = _bare(part)
        if bare in _words("person", "particles") and n:
            continue
        if bare in _words("person", "never") or bare in _words("outlet", "words") or _calendar(bare):
            return False
        if not re.fullmatch(r"(?:(?:al|el|an|as|ash|at|d|l)[-'’])?[^\W\d_][\w.'’-]*", part):
            return False
        if not part[0].isupper() and not re.match(r"(?:al|el|an|as|ash|at|d|l)[-'’][^\W\d_]", part):
            return False
    return True


def _calendar(word: str) -> bool:
    return word in _words("weekdays", "names") or any(word in names for names in table("words")["months"].values())


def outlet(words: str, *, sure: bool = False) -> bool:
    """Whether ``words`` can be an outlet's name: one to eight capitalised words or a site's address.

    Unless ``sure`` (a label or a date stands beside it), one word must be an outlet's ('Times', 'Agency').
    """
    name = words.strip()
    if not 2 <= len(name) <= 80 or not any(letter.isalpha() for letter in name) or ": " in name or ", " in name:
        return False
    if name[-1] in ".!?:;," and not name.endswith(("Inc.", "Co.")):
        return False
    if re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+){1,3}", name) and name.rpartition(".")[2].isalpha():
        return True
    parts = name.split()
    small = _words("outlet", "small")
    told = any(_bare(part) in _words("outlet", "words") for part in parts)
    if len(parts) > (8 if told else 5) or not (_big(parts[0]) or name[0].isdigit() or parts[0].lower() == "the"):
        return False
    if not all(_big(part) or part.lower() in small or part[0].isdigit() or part[0] in "(+&" for part in parts):
        return False
    return (sure and not (len(parts) == 1 and _calendar(_bare(name)))) or told


def _big(word: str) -> bool:
    """'Ledger', 'teleLedger', but not 'ledger'."""
    return word[0].isupper() or (word.isalpha() and len(word) > 3 and not word.islower())


def people(words: str) -> tuple[list[str], list[str]] | None:
    """Authors and agencies named in a by-line's words, after 'By'; None when they are not names.

    'Mira Tolan, Harbour Ledger correspondent, in Kerrow' is one author: what is no name after a name is dropped.
    """
    words = re.sub(r"\s*\([^()]*\)", "", words).strip().rstrip(".,;:")
    if not words or len(words) > 200:
        return None
    if desk(words):
        return [words], []
    authors: list[str] = []
    agencies: list[str] = []
    for part in _AND.split(words):
        name = _WHERE.split(part)[0].strip()
        agency = agency_of(name)
        if not name:
            continue
        if agency:
            agencies.append(agency)
        elif person(name) and not (authors and role(name)):
            authors.append(_cased(name))
        elif outlet(name) and not authors and not agencies and _byline_outlet(name) is None:
            authors.append(name)
        elif authors or agencies:
            if not role(name) and not outlet(name) and not _place(name):
                return None
        else:
            return None
    return (authors, agencies) if authors or agencies else None


def persons(words: str) -> list[str]:
    """The names when ``words`` are nothing but persons' names: 'Mira Tolan and Pavel Ost'; else none."""
    if not words or len(words) > 120 or not words[0].isalpha() or words.endswith("."):
        return []
    parts = [re.sub(r" (?:in|at) [A-Z].{1,30}$", "", part) for part in _AND.split(words) if part]
    return [_cased(part) for part in parts] if all(person(part) for part in parts) else []


def desk(words: str) -> bool:
    """Whether ``words`` name whoever writes for the page and no person: 'Staff and agencies'."""
    bare = _ARTICLE.sub("", words.strip().lower())
    return bare in _words("person", "desks") or words.strip().lower() in _words("person", "desks")


def account(words: str) -> bool:
    """Whether ``words`` are the name that a program gives to whoever keeps the site: 'admin'."""
    return words.strip().lower() in _words("person", "accounts")


def role(words: str) -> bool:
    """Whether ``words`` say what somebody is: 'Defence Editor', 'Correspondent, Kerrow'."""
    parts = [_bare(part) for part in words.split()]
    return 0 < len(parts) <= 8 and any(
        part in _words("person", "roles") or part in _words("person", "suffixes") for part in parts
    )


def _place(words: str) -> bool:
    return len(words.split()) <= 3 and words[:1].isupper()


def _cased(name: str) -> str:
    """'MIRA TOLAN' as 'Mira Tolan'; other spellings as they are."""
    if not name.isupper() or len(name) < 5:
        return name.rstrip(",")
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)*", lambda m: m[0].capitalize() if len(m[0]) > 1 else m[0], name).rstrip(
        ","
    )


def meta(plain: str) -> Meta | None:
    """What a by-line or date line says, or None when ``plain`` is no such line.

    All of the line must be understood: names after 'By', a date with 'Posted on' or an outlet before it, an outlet,
    minutes of reading, counts of comments.
    """
    if not 2 <= len(plain) <= 300:
        return None
    if alone := _alone(plain):
        return alone
    if not (_LEAD.match(plain) or _PARTS.search(plain) or _DIGIT.search(plain)):
        return None
    found = Meta()
    # a date may hold ' - ' and '|' before its time of day, so dates are taken out first
    rest = plain
    keyed = False
    for n in range(3):
        dated = find_date(rest)
        if dated is None:
            break
        before = rest[: dated.start]
        keyword = _keyword(before)
        if keyword is None:
            kind, cut = "published", dated.start
        else:
            kind, cut = keyword
            keyed = keyed or (cut > 0 and before[cut : cut + 1].isupper() and before[cut:].lower().strip(" :") != "on")
        if kind == "modified" or (found.dated and found.published and n):
            found.modified = found.modified or dated.iso
        else:
            found.published = found.published or dated.iso
        found.dated = True
        rest = rest[:cut].rstrip(" ,(") + " | " + rest[dated.end :].lstrip(" ,.;)")
    parts = [part.strip(" ,;|[]()") for part in _PARTS.split(rest)]
    parts = [part for part in parts if part]
    if not parts:
        found.strong = found.dated
        return found if found.dated else None
    named = False
    for part in parts:
        if part is parts[0] and keyed and _titled(part):
            found.title = part
            continue
        lead = _LEAD.match(part)
        if lead:
            got = people(part[lead.end() :])
            if got is None:
                tail = _byline_outlet(part[lead.end() :])
                if tail is not None:
                    got, found.outlet = tail
                elif found.dated and " " not in part[lead.end() :]:
                    continue  # 'by harbouradmin': the name of an account
                else:
                    return None
            site = part.rpartition(", ")[2]
            if site != part and outlet(site) and not agency_of(site) and not any(map(person, _AND.split(site))):
                found.affiliation = found.affiliation or site
            found.authors += got[0]
            found.agencies += got[1]
            found.byline = found.strong = True
        elif (
            _rank().fullmatch(part)
            or _label_only(part)
            or (found.dated and part is not parts[0] and re.fullmatch(r"(?:[Ii]n|[Uu]nder|[Ff]iled) \S.{1,60}", part))
        ):
            continue  # 'In Kerrow, War' is the section
        elif all(piece.lower() in _words("outlet", "sections") for piece in part.split(", ")):
            continue
        elif agency_of(part):
            found.agencies.append(agency_of(part) or part)
            if found.dated and not found.byline:
                found.outlet = found.outlet or part
        elif (
            found.dated
            and not named
            and outlet(part, sure=True)
            and not (person(part) and found.outlet is None and len(parts) > 1)
        ):
            if person(part) and not found.byline:
                found.either = part
            else:
                found.outlet = found.outlet or part
            named = named or not person(part)
        elif person(part) and (found.dated or len(parts) > 1) and not found.authors:
            found.authors.append(_cased(part))
        elif (
            found.outlet is None and (found.byline or found.dated or found.authors) and outlet(part, sure=found.byline)
        ):
            found.outlet = part
        elif (found.byline or found.agencies) and (role(part) or _place(part)) and len(parts) > 1:
            continue
        elif found.authors and role(part):
            found.byline = found.strong = True  # 'Mira Tolan | Staff Writer'
        else:
            return None
    found.strong = found.strong or found.dated or bool(found.agencies)
    return found if found.strong or (found.authors and found.outlet) else None


def _alone(plain: str) -> Meta | None:
    """What a line says that is a by-line by what it names: 'Reuters', 'Mira Tolan, Harbour Ledger'."""
    if agency := agency_of(plain):
        return Meta(agencies=[agency], byline=True, strong=True)
    name, comma, site = plain.rpartition(", ")
    if not comma or len(plain) > 120 or plain[-1] in ".!?:;" or not (authors := persons(name)):
        return None
    if agency_of(site):
        return None  # as often who took the picture above
    if outlet(site) and not person(site):
        return Meta(authors=authors, affiliation=site, byline=True, strong=True)
    return None


def _titled(part: str) -> bool:
    return (
        part.count(" ") >= 4
        and len(part) <= 120
        and part[-1] not in ".:\"'"
        and not _LEAD.match(part)
        and ". " not in part
    )


def _label_only(part: str) -> bool:
    low = part.lower().rstrip(": ")
    return (
        low in _words("dates", "published")
        or low in _words("dates", "modified")
        or low in ("in", "at", "from", "to", "ist", "est", "gmt", "et", "local time")
    )


def _keyword(before: str) -> tuple[str, int] | None:
    """The word for a date ('Updated on', 'Posted') at the end of ``before``: its kind and where it begins."""
    low = before.lower().rstrip(" :,")
    for kind in ("modified", "published"):
        for word in sorted(_words("dates", kind), key=len, reverse=True):
            if low.endswith(word) and not low[: -len(word)][-1:].isalnum():
                return kind, len(low) - len(word)
    return None


def _byline_outlet(words: str) -> tuple[tuple[list[str], list[str]], str] | None:
    """'Mira Tolan Harbour Ledger', 'Mira Tolan, for the Harbour Ledger': a name, then an outlet."""
    match = re.fullmatch(r"(.{3,60}?),?\s+(?:for|of|in|at)?\s*((?:the )?[A-Z].{2,60})", words)
    if not match:
        return None
    parts = words.split()
    for n in (2, 3):
        name, rest = " ".join(parts[:n]), " ".join(parts[n:])
        if rest and person(name) and outlet(rest):
            return ([_cased(name.rstrip(","))], []), rest
    return None
