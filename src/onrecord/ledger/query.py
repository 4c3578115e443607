"""What is looked for: a query as values, and from the one line in which people write it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

import msgspec

from onrecord.ledger.errors import LedgerError
from onrecord.ledger.folding import fold, prefix

LONGEST = 2_000
"""Characters of a query; what is longer is no query but a text put in by mistake."""

MOST = 64
"""Words of a query. Each is one look into the index, and FTS5 nests at most 256 deep."""


class QueryError(LedgerError):
    """A search that cannot be understood; the sentence says which part, and how to write it."""


class Query(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is looked for. Everything that is given must hold; ``since`` to ``injured_at_most`` of one incident.

    ``words`` as people write them: several must all be there, ``"a phrase"`` as it stands, ``-word`` not, ``a OR b``
    either, ``begin*`` any word that begins so. ``said_by``, ``name`` and ``outlet`` are words of a speaker's, of
    anybody's or of an outlet's name. ``place`` and ``kind`` are words of an incident's place or country and of its
    event type. Days are ISO 8601 (``2025-03-01``), both ends included. A figure fits where its interval reaches into
    what is asked for; an open end counts as the number that is known.
    """

    words: str = ""
    said_by: str | None = None
    name: str | None = None
    outlet: str | None = None
    place: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None
    killed_at_least: int | None = None
    killed_at_most: int | None = None
    injured_at_least: int | None = None
    injured_at_most: int | None = None
    published_since: str | None = None
    published_until: str | None = None

    @property
    def of_incidents(self) -> bool:
        """Whether anything is asked of the incidents that a report tells of."""
        return any(getattr(self, field) is not None for field in INCIDENTS)


INCIDENTS = (
    "place", "kind", "since", "until", "killed_at_least", "killed_at_most", "injured_at_least", "injured_at_most"
)  # fmt: skip

Column = Literal["any", "names", "speaker", "outlet"]


class Run(NamedTuple):
    """Folded words that must stand in a row, the last of which may be a beginning."""

    words: tuple[str, ...]
    begins: bool = False
    column: Column = "any"


class Plan(NamedTuple):
    """What the index is asked: one run of each of ``all`` must be there, and none of ``none``."""

    all: tuple[tuple[Run, ...], ...]
    none: tuple[Run, ...]

    @property
    def sought(self) -> tuple[Run, ...]:
        """The runs of words and names, which a snippet marks."""
        return tuple(run for runs in self.all for run in runs if run.column in ("any", "names"))


class _Term(NamedTuple):
    """One thing between blanks: ``words`` as written, within quotes or not, after a minus or not."""

    words: str
    quoted: bool
    minus: bool
    begins: bool


_TERM = re.compile(
    r"""(?P<minus>-(?=[^\s-]))?
        (?:(?P<filter>[A-Za-z]+):(?!//)(?P<value>"[^"]*(?:"|$)|[^\s"]*)
          |"(?P<phrase>[^"]*)(?:"|$)(?P<begins>\*)?
          |(?P<word>[^\s"]+))""",
    re.VERBOSE,
)


def parse(text: str) -> Query:
    """The query in ``text``, such as ``market said:Rennick place:"Dol Aren" killed:>=10 since:2025-03-01``.

    Raises :class:`QueryError` for a filter that there is none of, or whose value is none.
    """
    _measured(text)
    words: list[str] = []
    given: dict[str, Any] = {}
    for found in _TERM.finditer(text):
        name = found["filter"]
        if name is None:
            words.append(found[0])
            continue
        name = name.lower()
        if name not in _FILTERS:
            raise QueryError(
                "There is no filter {name}, only {filters}; put words with a colon in quotes to look for them as "
                "they are.",
                name=_shown(name),
                filters=", ".join(_FILTERS),
            )
        if found["minus"]:
            raise QueryError("A filter cannot be turned round: leave the minus before {name}: out.", name=name)
        value = found["value"].strip('"').strip()
        if not value:
            raise QueryError(
                "{name}: has no value; write {name}:{example} without a blank after the colon.",
                name=name,
                example=_EXAMPLES[name],
            )
        for field, got in _FILTERS[name](name, value).items():
            if field in given:
                raise QueryError("The search says twice what {name}: should be; say it once.", name=name)
            given[field] = got
    query = Query(words=" ".join(words), **given)
    plan(query)
    return query


def written(query: Query) -> str:
    """``query`` as one line that :func:`parse` understands as the same."""
    parts = [query.words] if query.words else []
    parts += [
        f"{name}:{_quoted(value)}"
        for name, value in (
            ("said", query.said_by), ("name", query.name), ("outlet", query.outlet), ("place", query.place),
            ("kind", query.kind), ("since", query.since), ("until", query.until),
            ("killed", _bound(query.killed_at_least, query.killed_at_most)),
            ("injured", _bound(query.injured_at_least, query.injured_at_most)),
            ("published", _bound(query.published_since, query.published_until)),
        )
        if value is not None
    ]  # fmt: skip
    return " ".join(parts)


def _quoted(value: str) -> str:
    value = value.replace('"', " ").strip()
    return f'"{value}"' if re.search(r"\s", value) else value


def _bound(least: object, most: object) -> str | None:
    if least is None or most is None:
        return None if least is most else f"<={most}" if least is None else f">={least}"
    return str(least) if least == most else f"{least}..{most}"


def plan(query: Query) -> Plan:
    """What the index is asked for ``query``; raises :class:`QueryError` where its words cannot be understood."""
    _measured(query.words)
    for field in ("since", "until", "published_since", "published_until"):
        if (day := getattr(query, field)) is not None and _days(field, day) != (day, day):
            raise QueryError("{field} is one day, such as 2025-03-01, not {day}.", field=field, day=_shown(day))
    every: list[tuple[Run, ...]] = []
    none: list[Run] = []
    either = False
    after: str | None = None
    for term in _terms(query.words):
        bare = not term.quoted and not term.minus
        if bare and term.words == "OR":
            if after != "word":
                raise QueryError("OR stands between two words: write market OR bazaar.")
            either, after = True, "or"
            continue
        if bare and term.words == "AND":
            continue
        run = _run(term)
        if not run.words:
            continue
        if term.minus:
            if either:
                raise QueryError("OR stands between two words that are looked for: leave the minus after it out.")
            none.append(run)
            after = "minus"
            continue
        every[-1:] = [(*every[-1], run)] if either else [*every[-1:], (run,)]
        either, after = False, "word"
    if after == "or":
        raise QueryError("OR stands between two words: write market OR bazaar.")
    of_names: tuple[tuple[Column, str, str | None], ...] = (
        ("speaker", "said", query.said_by), ("names", "name", query.name), ("outlet", "outlet", query.outlet)
    )  # fmt: skip
    for column, name, value in of_names:
        if value is not None:
            every.append((_named(column, name, value),))
    made = Plan(tuple(every), tuple(none))
    count = sum(len(run.words) for run in (*none, *(run for runs in every for run in runs)))
    if count > MOST:
        raise QueryError(
            "The search has {count} words; look for at most {most}, a few that are rare find more.",
            count=count,
            most=MOST,
        )
    if not count and not query.of_incidents and query.published_since is None and query.published_until is None:
        raise QueryError('There is nothing to look for; write words, or a filter such as place:"Dol Aren".')
    return made


def _terms(words: str) -> list[_Term]:
    out = []
    for found in _TERM.finditer(words):
        minus = bool(found["minus"])
        if found["phrase"] is not None:
            out.append(_Term(found["phrase"], True, minus, bool(found["begins"])))
            continue
        word = found["word"] or found[0][minus:]
        begins = word.endswith("*")
        out.append(_Term(word.rstrip("*") if begins else word, False, minus, begins))
    return out


def _run(term: _Term) -> Run:
    words = prefix(term.words) if term.begins else fold(term.words)
    return Run(tuple(words), term.begins and bool(words))


def _named(column: Column, name: str, value: str) -> Run:
    begins = value.endswith("*")
    words = prefix(value.rstrip("*")) if begins else fold(value)
    if not words:
        raise QueryError(
            "{name}: has no word in {value}; write {name}:{example}.",
            name=name,
            value=_shown(value),
            example=_EXAMPLES[name],
        )
    return Run(tuple(words), begins, column)


def _measured(text: str) -> None:
    if len(text) > LONGEST:
        raise QueryError(
            "The search is {count} characters long; write at most {most}, a few words find more.",
            count=len(text),
            most=LONGEST,
        )


def _shown(value: str) -> str:
    """``value`` for a message: short, on one line, nothing that moves a terminal's cursor."""
    tame = "".join(c if c.isprintable() else "�" for c in value)
    return repr(tame if len(tame) <= 40 else f"{tame[:39]}…")


def _text(field: str) -> Callable[[str, str], dict[str, Any]]:
    def read(name: str, value: str) -> dict[str, Any]:
        if not fold(value) and not prefix(value.rstrip("*")):
            raise QueryError(
                "{name}: has no word in {value}; write {name}:{example}.",
                name=name,
                value=_shown(value),
                example=_EXAMPLES[name],
            )
        return {field: value}

    return read


_BOUNDS = re.compile(r"(?P<sign>>=|<=|>|<|=)?(?P<first>[^.<>=]+)(?:\.\.(?P<last>[^.<>=]+))?")


def _bounds(name: str, value: str) -> tuple[str, str, str | None]:
    found = _BOUNDS.fullmatch(value)
    if found is None or (found["sign"] and found["last"]):
        raise QueryError(
            "{name}:{value} is no bound; write {name}:{example}.",
            name=name,
            value=_shown(value),
            example=_EXAMPLES[name],
        )
    return found["sign"] or "=", found["first"].strip(), found["last"] and found["last"].strip()


def _number(field: str) -> Callable[[str, str], dict[str, Any]]:
    def counted(name: str, value: str) -> int:
        # Nobody counts more; the databases hold 64 bits.
        if not (value.isascii() and value.isdecimal() and len(value) <= 12):
            raise QueryError(
                "{name}: takes a whole number, not {value}; write {name}:{example}.",
                name=name,
                value=_shown(value),
                example=_EXAMPLES[name],
            )
        return int(value)

    def read(name: str, value: str) -> dict[str, Any]:
        sign, first, last = _bounds(name, value)
        low = counted(name, first)
        high = low if last is None else counted(name, last)
        if low > high:
            raise QueryError(
                "{name}:{value} goes from more to fewer; write {name}:{high}..{low}.",
                name=name,
                value=value,
                high=high,
                low=low,
            )
        return _ends(field, "_at_least", "_at_most", sign, low, high, lambda n, by: n + by)

    return read


def _ends(
    field: str, least: str, most: str, sign: str, low: Any, high: Any, step: Callable[[Any, int], Any]
) -> dict[str, Any]:
    if sign == ">":
        return {field + least: step(high, 1)}
    if sign == "<":
        return {field + most: step(low, -1)}
    return {key: value for key, value, ends in ((field + least, low, "<="), (field + most, high, ">=")) if sign != ends}


_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def _days(name: str, value: str) -> tuple[str, str]:
    """The first and the last day of a day, a month or a year."""
    found = _DAY.fullmatch(value)
    year, month, day = (int(each) if each else None for each in found.groups()) if found else (None, None, None)
    months = range(1, 13) if month is None else range(month, month + 1)
    if not year or not 1 <= months[0] <= 12 or (day is not None and not 1 <= day <= _last(year, months[0])):
        raise QueryError(
            "{name}: takes a day, not {value}; write it as 2025-03-01, a month as 2025-03.",
            name=name,
            value=_shown(value),
        )
    first, last = day or 1, day or _last(year, months[-1])
    return f"{year:04}-{months[0]:02}-{first:02}", f"{year:04}-{months[-1]:02}-{last:02}"


def _last(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def beside(day: str, by: int) -> str:
    """The day (ISO 8601) that is ``by`` days after ``day``; ``day`` itself at the end of all days."""
    from datetime import date, timedelta

    try:
        return (date.fromisoformat(day) + timedelta(by)).isoformat()
    except OverflowError:
        return day


def _dated(field: str) -> Callable[[str, str], dict[str, Any]]:
    def read(name: str, value: str) -> dict[str, Any]:
        sign, one, other = _bounds(name, value)
        first, last = _days(name, one)
        if other is not None:
            last = _days(name, other)[1]
        if first > last:
            raise QueryError("{name}:{value} goes backwards; write the earlier day first.", name=name, value=value)
        if sign in ("<=", ">"):  # until the end of a month, and after its end
            first = last
        return _ends(field, "since", "until", sign, first, last if sign in ("=", "<=", ">") else first, beside)

    return read


def _end(field: str, which: int) -> Callable[[str, str], dict[str, Any]]:
    return lambda name, value: {field: _days(name, value)[which]}


_FILTERS: dict[str, Callable[[str, str], dict[str, Any]]] = {
    "said": _text("said_by"),
    "name": _text("name"),
    "outlet": _text("outlet"),
    "place": _text("place"),
    "kind": _text("kind"),
    "killed": _number("killed"),
    "injured": _number("injured"),
    "since": _end("since", 0),
    "until": _end("until", 1),
    "date": _dated(""),
    "published": _dated("published_"),
}

_EXAMPLES = {
    "said": "Rennick",
    "name": "Marrow",
    "outlet": '"Kessar Voice"',
    "place": '"Dol Aren"',
    "kind": "protests",
    "killed": ">=10",
    "injured": "5..20",
    "since": "2025-03-01",
    "until": "2025-03-31",
    "date": "2025-03",
    "published": ">=2025-03-01",
}
