"""The matrix of an incident: each origin against date, place, each harm and the party blamed."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.accounts.consensus import apart, by_origin, day, same_place
from onrecord.accounts.intervals import spoken
from onrecord.accounts.reasons import general
from onrecord.accounts.rule import at, counted, number
from onrecord.accounts.sheet import Account, Anchor, Cell, Facet, Told, Verdict
from onrecord.accounts.title import spoken as spoken_date
from onrecord.accounts.voices import Voices, body, party, same
from onrecord.accounts.words import folded
from onrecord.record import Participant, When, Where

_HARMS: tuple[Facet, ...] = ("killed", "injured", "missing", "detained", "abducted", "displaced")


def cells(told: Sequence[Told], accounts: Sequence[Account], *, date: When, place: Where | None) -> tuple[Cell, ...]:
    """A cell for each origin and each facet that any origin speaks of; silence is a cell too.

    ``told`` is in order of publication, and so are the origins.
    """
    origins = by_origin(told)
    victims: dict[tuple[str, str], list[Account]] = {}
    for a in accounts:
        if a.side == "victims" and counted(a):
            victims.setdefault((a.origin, a.harm), []).append(a)
    columns = [
        {origin: _date(origin, group, date) for origin, group in origins.items()},
        {origin: _place(origin, group, place) for origin, group in origins.items()},
        *({origin: _harm(origin, harm, victims.get((origin, harm), [])) for origin in origins} for harm in _HARMS),
        _blamed(origins),
    ]
    spoken_of = [column for column in columns if any(cell.verdict != "silent" for cell in column.values())]
    return tuple(column[origin] for origin in origins for column in spoken_of)


def _date(origin: str, group: Sequence[Told], chosen: When) -> Cell:
    given = [t for t in group if t.incident.date.earliest and t.incident.date.latest]
    if not given:
        return Cell(origin, "date", "", "silent")
    told = max(given, key=lambda t: (not t.incident.background, -_width(t.incident.date)))
    date = told.incident.date
    anchors = (Anchor(told.record.article.id, date.spans, date.text),) if date.spans else ()
    says = spoken_date(date)
    if (date.earliest, date.latest) == (chosen.earliest, chosen.latest):
        return Cell(origin, "date", says, "agrees", (), anchors)
    first, last = day(date.earliest), day(date.latest)
    low, high = day(chosen.earliest), day(chosen.latest)
    if first and last and low and high and first <= high and low <= last:
        reason = "less exact" if (last - first) > (high - low) else "more exact"
        return Cell(origin, "date", says, "agrees", (f"{reason}: may be {spoken_date(chosen)}",), anchors)
    gap = abs((first - low).days) if first and low else 0
    gaps = f"{gap} day{'s' if gap != 1 else ''} apart" if gap else "another time"
    return Cell(origin, "date", says, "differs", (f"{gaps} from {spoken_date(chosen)}",), anchors)


def _width(date: When) -> int:
    first, last = day(date.earliest), day(date.latest)
    return (last - first).days if first and last else 10**6


def _place(origin: str, group: Sequence[Told], chosen: Where | None) -> Cell:
    given = [(t, t.incident.place) for t in group if t.incident.place is not None]
    if not given or chosen is None:
        return Cell(origin, "place", "", "silent")
    told, place = max(
        given, key=lambda each: (not each[0].incident.background, folded(each[1].name) == folded(chosen.name))
    )
    anchors = (Anchor(told.record.article.id, place.spans, place.text),) if place.spans else ()
    says = ", ".join(dict.fromkeys(filter(None, (place.name, place.admin1, place.country))))
    if folded(place.name) == folded(chosen.name) or (place.geonames and place.geonames == chosen.geonames):
        verdict: Verdict = "agrees" if same_place(place, chosen) else "differs"
        why = () if verdict == "agrees" else ("another place of that name",)
        return Cell(origin, "place", says, verdict, why, anchors)
    if same_place(place, chosen):
        return Cell(origin, "place", says, "agrees", (f"near {chosen.name}, in it or around it",), anchors)
    if apart(place, chosen) is None and place.country_code in (None, chosen.country_code):
        return Cell(origin, "place", says, "agrees", (f"may lie in or near {chosen.name}: not on the map",), anchors)
    return Cell(origin, "place", says, "differs", (f"not {chosen.name}",), anchors)


def _harm(origin: str, harm: Facet, mine: Sequence[Account]) -> Cell:
    if not mine:
        return Cell(origin, harm, "", "silent")
    overall = [a for a in mine if a.total] or [a for a in mine if general(a)] or mine
    a = max(overall, key=lambda a: (at(a), a.low or a.high or 0))
    who = "" if a.who == "people" else f" {a.who}"
    verdict: Verdict = "differs" if a.status in ("differs", "disputed") or a.taken_back else "agrees"
    return Cell(origin, harm, f"{spoken(number(a))}{who}", verdict, a.why, a.anchors)


def _blamed(origins: dict[str, list[Told]]) -> dict[str, Cell]:
    """Whom each origin blames; the party that most blame is what others are held against."""
    named: dict[str, list[tuple[Told, Participant]]] = {}
    for origin, group in origins.items():
        named[origin] = [
            (t, p)
            for t in group
            for p in (*(p for p in t.incident.participants if p.role == "perpetrator"), *_by_figures(t))
        ]
    names = list(dict.fromkeys(p.name for each in named.values() for _, p in each))
    bodies = [name for name in names if body(name)]
    counts: dict[tuple[str, ...], int] = {}
    for each in named.values():
        for key in {folded(p.name) for _, p in each}:
            counts[key] = counts.get(key, 0) + 1
    most = max(bodies, key=lambda n: _said(n, counts)) if bodies else None
    who = "most" if most is not None and _said(most, counts) > 1 else "others"
    out: dict[str, Cell] = {}
    for origin, each in named.items():
        told = list(dict.fromkeys(p.name for _, p in each))
        anchors = tuple(dict.fromkeys(Anchor(t.record.article.id, p.spans, p.text) for t, p in each if p.spans))
        why = _claims(origins[origin], names)
        if not told:
            out[origin] = Cell(origin, "blamed", "", "silent", why)
        elif most is None or any(same(n, most) for n in told) or not any(body(n) for n in told):
            out[origin] = Cell(origin, "blamed", ", ".join(told), "agrees", why, anchors)
        else:
            out[origin] = Cell(origin, "blamed", ", ".join(told), "differs", (f"{who} blame {most}", *why), anchors)
    return out


def _said(name: str, counts: dict[tuple[str, ...], int]) -> int:
    """In how many origins a party is named, under this name or a shorter or longer one."""
    words = set(folded(name))
    return sum(
        n for key, n in counts.items() if key[-1:] == folded(name)[-1:] and (words <= set(key) or set(key) <= words)
    )


def _by_figures(told: Told) -> tuple[Participant, ...]:
    return tuple(p for f in told.incident.figures for p in f.blamed_on)


def _claims(group: Sequence[Told], blamed: Sequence[str]) -> tuple[str, ...]:
    """'X claims it' and 'X denies it', of the parties that anybody blames."""
    out: dict[str, None] = {}
    for t in group:
        for p in t.incident.participants:
            if p.role == "claimant":
                out.setdefault(f"{p.name} claims it")
        voices = Voices(t.record)
        for s in t.record.statements:
            if s.cue is not None and s.cue.act == "denies":
                for voice in voices.of((s.id,)):
                    if party(voice, blamed) is not None:
                        out.setdefault(f"{voice.name} denies it")
    return tuple(out)
