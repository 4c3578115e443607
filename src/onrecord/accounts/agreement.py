"""One incident's sheet: its accounts side by side, where they agree and differ and why, and what most origins say.

Copies share an origin and are one voice. Every value is one that a report gives, and stands beside its words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from onrecord.accounts import consensus, decisions, tallies
from onrecord.accounts.arithmetic import checks
from onrecord.accounts.consensus import order, published
from onrecord.accounts.corrections import taken_back
from onrecord.accounts.folding import folded_accounts
from onrecord.accounts.matrix import cells
from onrecord.accounts.reasons import judged
from onrecord.accounts.sheet import Anchor, Article, Sheet, Told
from onrecord.accounts.title import title
from onrecord.accounts.toll import toll
from onrecord.record import OnrecordError, Spans


class NothingTold(OnrecordError):
    """An incident without a telling has no sheet."""


def sheet(incident_id: str, told: Sequence[Told], *, decided: Mapping[str, str] | None = None) -> Sheet:
    """The sheet of one incident from its tellings.

    ``told`` may come in any order, and may have several tellings of one report; copies share an origin. ``decided``
    are people's decisions as JSON by the field they set (``date``, ``place``, ``title``, ``killed``, ``injured``,
    ``type``, or a name of their own): they win in what is shown, are listed, and change no account.

    Raises :class:`NothingTold` without a telling, and :class:`decisions.DecisionError` for a value that does not fit.
    """
    held = _held(incident_id, told)
    head = _head(incident_id, held)
    taking = consensus.participants(held)
    folded = taken_back(folded_accounts(held), held)
    accounts = judged(folded, held)
    made = msgspec.structs.replace(
        head,
        killed=tallies.tally(folded, "killed"),
        injured=tallies.tally(folded, "injured"),
        participants=tuple(each.participant for each in taking),
        accounts=accounts,
        cells=cells(held, accounts, date=head.date, place=head.place),
        toll=toll(accounts),
        checks=checks(accounts, held),
        words=head.words | {f"participants[{n}]": each.anchors for n, each in enumerate(taking)},
    )
    return decisions.applied(made, decided or {})


def brief(incident_id: str, told: Sequence[Told], *, decided: Mapping[str, str] | None = None) -> Sheet:
    """The same sheet without its accounts: title, type, date and place, for those who list many."""
    return decisions.applied(_head(incident_id, _held(incident_id, told)), decided or {})


def _held(incident_id: str, told: Sequence[Told]) -> tuple[Told, ...]:
    if not told:
        raise NothingTold(f"The incident {incident_id} has no report, so it has no sheet; join a report to it first.")
    return tuple(order(told))


def _head(incident_id: str, held: Sequence[Told]) -> Sheet:
    """A sheet without accounts, before any decision."""
    kind, kind_from = consensus.kind(held)
    date, date_from = consensus.when(held)
    place, place_from = consensus.where(held)
    words: dict[str, tuple[Anchor, ...]] = {"type": _anchor(kind_from, kind_from.incident.mentions.spans)}
    if date_from is not None and date.spans:
        words["date"] = _anchor(date_from, date.spans)
    if place_from is not None and place is not None and place.spans:
        words["place"] = _anchor(place_from, place.spans)
    return Sheet(
        incident_id=incident_id,
        title=title(kind, date, place),
        type=kind,
        date=date,
        place=place,
        articles=_articles(held),
        origins=len({t.origin for t in held}),
        killed=tallies.tally((), "killed"),
        injured=tallies.tally((), "injured"),
        participants=(),
        accounts=(),
        words=words,
    )


def _articles(held: Sequence[Told]) -> tuple[Article, ...]:
    return tuple(
        Article(
            id=t.id,
            article=t.record.article.id,
            origin=t.origin,
            background=t.incident.background,
            incident=t.incident.id,
            title=t.record.article.title,
            outlet=t.record.article.outlet,
            published=published(t),
        )
        for t in held
    )


def _anchor(told: Told, spans: Spans) -> tuple[Anchor, ...]:
    text = told.record.article.text
    said = " … ".join(text[start:end] for start, end in spans)
    return (Anchor(told.record.article.id, spans, said),) if spans else ()
