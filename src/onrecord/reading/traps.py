"""Why a phrase that counts people is no figure, where its form or its neighbours show it.

Ages, money, distances, years, labels, populations, crowds, things: the kinds are those of ``data/numbers.toml``.
"""

from __future__ import annotations

from onrecord.reading.groups import people, small
from onrecord.reading.heads import Text, written
from onrecord.reading.numbers import Item, lexicon, near
from onrecord.reading.units import Unit

_DASHES = frozenset("-–‑‐")
_DESCRIBING = frozenset(("civilian",))  # as often said of a thing; 'military' and the like are no candidates at all
_AUXILIARY = small("auxiliary")
_HARMING = small("harming")
_YEARLY = small("yearly")
_ONE_BEFORE = small("before_one")
_ONE_AFTER = small("after_one")
_NOT_THINGS = small("not_things")
_EMPTY = small("empty")
_DOUBTFUL = small("doubtful_units")
_BETWEEN_HARM = small("between_harm")
_MONTHS = frozenset(w for w, kind in lexicon().units.items() if kind == "date") - {"ad", "bc", "bce", "ce"}
_OLDEST = 111  # years that a person lives, for all that matters
_ANAPHORS = small("anaphors")


def why_not(x: Text, u: Unit) -> str | None:
    """Why the unit is no figure, where its form or its neighbours show it; None where they do not."""
    low = x.t.low
    if low[u.last : u.last + 2] == ["killed", "off"]:
        return "sport"
    if u.trap == "age":
        return "age"
    item = x.items.get(u.first) or x.items.get(u.first + 1) if u.numbered else None
    if item is None:
        pointing = low[u.first] in ("the", "these", "those", "their", "its")
        return "anaphor" if pointing and u.head in _ANAPHORS and not u.numbered else _crowd(x, u)
    found = _unit_behind(x, u, item) or u.trap or _word_before(x, u, item)
    if found is None and u.bare:
        found = _without_noun(x, u, item)
    return found or _population(x, u, item) or _crowd(x, u)


def _follows(x: Text, item: Item) -> tuple[str, bool]:
    """The word behind a number, and whether a hyphen ties it to it ('24-hour')."""
    t, low, j = x.t, x.t.low, item.last
    if j >= len(low) or not near(t, j - 1):
        return "", False
    if low[j] in _DASHES and j + 1 < len(low) and t.starts[j] == t.ends[j - 1] and t.starts[j + 1] == t.ends[j]:
        return low[j + 1], True
    return low[j], False


def _unit_behind(x: Text, u: Unit, item: Item) -> str | None:
    """A unit behind the number: '24-hour', '1,000 pounds', '7.62 mm', '12 March'."""
    unit, glued = _follows(x, item)
    kind = lexicon().units.get(unit)
    if kind is None or (kind == "date" and not (x.shouted or written(x.t, item.last + glued)[:1].isupper())):
        return None
    if unit in _DOUBTFUL and not x.t.low[item.core_first][0].isdecimal():
        return None
    # 'three day labourers' has its own noun.
    return None if u.head and not glued and u.head_at[0] <= item.last < u.head_at[1] else kind


def _word_before(x: Text, u: Unit, item: Item) -> str | None:
    """A word before the number that makes it a name, a date, a year, an age, a rate."""
    t, low = x.t, x.t.low
    before = low[u.first - 1] if u.first and near(t, u.first - 1) else ""
    if not before:
        return None
    follows, _ = _follows(x, item)
    labels = lexicon().labels
    number = written(t, item.core_first)
    capital = written(t, u.first - 1)[:1].isupper()
    counted = follows in people().harm or follows in _AUXILIARY
    if number[0].isdecimal() and u.first == item.core_first:
        month = before in _MONTHS and capital
        if (
            month
            and not counted
            and follows != "people"
            and (u.bare or low[u.first - 2 : u.first - 1] in (["on"], ["since"]))
        ):
            return "date"
        if before in labels["label"] and not counted and (u.bare or (capital and not x.shouted)):
            return "label"
        if _is_year(number) and (before in _YEARLY or month) and (u.bare or before in ("in", "since", "during")):
            return "year"
    if before in labels["age"] or (before == "of" and low[u.first - 2 : u.first - 1] in (["age"], ["ages"])):
        return "age"
    return "rate" if before in ("per", "every") else None


def _is_year(number: str) -> bool:
    return len(number) == 4 and number.isdecimal() and 1900 <= int(number) < 2100


def _without_noun(x: Text, u: Unit, item: Item) -> str | None:
    """Why a number without a noun for people counts none."""
    low = x.t.low
    harm = people().harm
    follows, glued = _follows(x, item)
    before = low[u.first - 1] if u.first and near(x.t, u.first - 1) else ""
    word = low[item.core_first]
    verb = follows in _AUXILIARY or follows in harm
    if word[0].isdecimal():
        size = item.low if item.low is not None else item.high
        if size is not None and size < _OLDEST and _aside(x, u):
            return "age"
        if _address(x, item.last):
            return "address"
        marked = marker(x, u) is not None
        if _is_year(word) and not marked:
            return "year"
        if not marked and any(low[k] in _DASHES for k in range(item.core_first, item.core_last)):
            return "score"
    elif word == "one" and (before in _ONE_BEFORE or follows in _ONE_AFTER):
        return "pronoun"
    if glued or follows == "of" or (word in ("no", "single") and not verb) or (word == "both" and not verb):
        return "things"
    noun = (
        follows[:1].isalpha()
        and not verb
        and follows not in people().stop
        and not follows.endswith(("ly", "ed", "ing"))
    )
    if noun and follows in _NOT_THINGS and not glued:
        k = item.last + 1  # 'two late goals', but '31 last night'
        after = low[k] if k < len(low) and near(x.t, k - 1) and k not in x.items else ""
        known = lexicon().units.get(after) == "duration" or after in people().stop or after in harm
        noun = after[:1].isalpha() and not known and not after.endswith(("ly", "ed", "ing"))
    return "things" if noun or (word in _EMPTY and not follows) else None


def marker(x: Text, u: Unit) -> str | None:
    """The words beside a bare number that say that it counts people harmed."""
    low, n = x.t.low, len(x.t.low)
    harm, toll = people().harm, lexicon().labels["toll"]
    j = u.last
    for k in range(j, min(j + 5, n)):
        if low[k] in harm:
            return " ".join(low[j : k + 1])
        if not (low[k] in _AUXILIARY or low[k].endswith("ly") or low[k] in _BETWEEN_HARM):
            break
    for k in range(u.first - 1, max(-1, u.first - 9), -1):
        if low[k] in (".", ";", "!", "?"):
            break
        if low[k] in toll or low[k] in harm or low[k] in _HARMING:
            return low[k - 1] + " " + low[k] if low[k] in ("toll", "tolls") and k else low[k]
    return low[j] if j < n and low[j] in _AUXILIARY else None


def _aside(x: Text, u: Unit) -> bool:
    """A bare number set off behind a name: 'Vale, 43,' or 'Vale (43)'."""
    t, low, n = x.t, x.t.low, len(x.t.low)
    if u.first < 2:
        return False
    opened = low[u.first - 1]
    closed = low[u.last] if u.last < n else "."
    person = x.shouted or written(t, u.first - 2)[:1].isupper() or _one(low[u.first - 2])
    if opened == "(" and closed == ")":
        return person
    return (
        opened == ","
        and person
        and (closed in (",", ".", ";") or low[u.last : u.last + 1] in (["of"], ["and"], ["from"]))
    )


def _one(word: str) -> bool:
    known = people().nouns.get(word)
    return known is not None and known.low == 1


def _address(x: Text, j: int) -> bool:
    t, low, n = x.t, x.t.low, len(x.t.low)
    streets = lexicon().labels["streets"]
    for k in range(j, min(j + 4, n)):
        if low[k] in streets and k > j:
            return True
        if not (written(t, k)[:1].isupper() or low[k] in ("block", "of") or low[k].endswith(("st", "nd", "rd", "th"))):
            return False
    return False


def _population(x: Text, u: Unit, item: Item) -> str | None:
    """'a town of 40,000 people', 'a camp that holds 9,000 people', 'home to 300 families'."""
    low = x.t.low
    labels = lexicon().labels
    i = u.first
    near_by = low[max(0, i - 4) : i]
    last = near_by[-1] if near_by else ""
    if last == "of" and i > 1:
        if low[i - 2] in labels["population"] or "population" in near_by:
            return "population"
        if low[i - 2] in labels["crowd_before"]:
            return "crowd"
    if "population" in near_by and "," not in near_by:
        return "population"
    if u.head == "inhabitants" and last in ("with", "has", "had", "some", "its"):
        return "population"
    if last == "to" and near_by[-2:-1] in (["home"], ["homes"]):
        return "capacity"
    if last in labels["capacity"] and last not in ("home", "homes", "population"):
        size = item.low if item.low is not None else item.high
        if last in ("hold", "holds", "held", "serve", "serves", "serving") and (size is None or size < 100):
            return None
        return None if last == "held" and "that" not in near_by else "capacity"
    return None


def _thing(x: Text, j: int) -> bool:
    """Whether the word at ``j`` goes on a noun: 'no civilian vehicle', but not 'no civilian was hurt'."""
    t, low = x.t, x.t.low
    if j >= len(low) or not near(t, j - 1) or not written(t, j)[:1].islower():
        return False
    word, known = low[j], people()
    verb = word in _AUXILIARY or word.endswith(("ly", "ed", "ing"))
    return word.isalpha() and not verb and word not in known.harm and word not in known.stop and word not in _NOT_THINGS


def _crowd(x: Text, u: Unit) -> str | None:
    """'hundreds of people attended', 'a crowd of 400', 'a rally attended by 3,000 people'."""
    low = x.t.low
    labels = lexicon().labels
    if u.numbered and u.head in labels["crowd_before"]:
        return "crowd"
    before = low[max(0, u.first - 2) : u.first]
    if before == ["attended", "by"]:
        return "crowd"
    if not u.numbered:
        return None
    spoken_to = len(before) == 2 and before[0] in labels["spoke"] and before[1] in ("to", "with")
    if spoken_to or before[-1:] in (["interviewed"], ["interviewing"]):
        return "crowd"
    if u.head in _DESCRIBING and _thing(x, u.last):
        return "things"
    for w in low[u.last : u.last + 4]:
        if w in labels["crowd_after"]:
            return "crowd"
        if not (w in ("had", "have", "who", "were", "also") or w.endswith("ly")):
            break
    return None
