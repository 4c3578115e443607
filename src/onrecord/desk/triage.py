"""What people do with reports in the inbox: take, give back, assign, set aside, be done, open again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from onrecord.desk import acts
from onrecord.desk.access import Power, Sight, may, sight_of
from onrecord.desk.ledgers import USING
from onrecord.desk.models import Notice, Triage, User
from onrecord.desk.spoken import number
from onrecord.ledger import LedgerError
from onrecord.ledger.writing import writing

MOST = 500
"""Reports that one act is done to, copies included: each has its line in the log."""
REASON = 2000  # characters


class Act(NamedTuple):
    """One of the acts: what its button says, from which states it goes to which (None: the state stays), and whether
    it wants a reason."""

    word: str | Promise
    starts: frozenset[str]
    ends: str
    reason: bool = False


ACTS: dict[str, Act] = {
    "take": Act(lazy("Take"), frozenset({"new", "taken"}), "taken"),
    "give-back": Act(lazy("Give back"), frozenset({"taken"}), "new"),
    "assign": Act(lazy("Assign"), frozenset({"new", "taken"}), "taken"),
    "set-aside": Act(lazy("Set aside"), frozenset({"new", "taken"}), "aside", reason=True),
    "done": Act(lazy("Done"), frozenset({"new", "taken"}), "done"),
    "reopen": Act(lazy("Open again"), frozenset({"aside", "done"}), "new"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """How many reports an act was done to; why not to others (each a sentence, with how many it holds of)."""

    count: int
    refused: dict[str, int]


def visible(sight: Sight) -> Q:
    """Rows of the inbox that a person may see."""
    shown = Q(row__isnull=False)
    return shown & ~Q(row__in=sight.reports) if sight.reports else shown


def chosen(rows: Sequence[int], sight: Sight, *, copies: bool) -> list[Triage]:
    """The reports with these rows, and with ``copies`` what has the words of one of them and is in the same state."""
    some = Triage.objects.filter(visible(sight)).select_related("holder").order_by("-row")
    picked = list(some.filter(row__in=rows)[:MOST])
    if copies and picked:
        states = {(each.origin, each.state) for each in picked}
        near = some.filter(origin__in={each.origin for each in picked}).exclude(pk__in=[each.pk for each in picked])
        picked += [each for each in near[:MOST] if (each.origin, each.state) in states]
    return picked[:MOST]


def act(user: User, name: str, rows: Sequence[Triage], *, reason: str = "", to: User | None = None) -> Done:
    """Do the act ``name`` to reports. Raises :class:`LedgerError` where it cannot be done to any."""
    what = ACTS[name]
    reason = reason.strip()
    if what.reason and not reason:
        raise LedgerError(_("To set a report aside takes a reason: say why, then try again."))
    if len(reason) > REASON:
        raise LedgerError(
            _("The reason has more than %(most)s characters; make it shorter.") % {"most": number(REASON)}
        )
    holder = {"take": user, "assign": to, "set-aside": user, "done": user}.get(name)
    if name == "assign":
        _check_assignee(user, to)
    if name == "assign" and to is not None:
        rows = _seen_by(to, rows)
    refused: dict[str, int] = {}
    done: list[Triage] = []
    with transaction.atomic(), writing(USING):
        for each in Triage.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in rows]):
            why = _why_not(user, name, what, each)
            if why:
                refused[why] = refused.get(why, 0) + 1
                continue
            before = _told(each)
            each.state, each.holder = what.ends, holder
            each.reason = reason if what.reason else ""
            if before == _told(each):
                continue
            each.save(update_fields=["state", "holder", "reason", "at"])
            acts.tell(user, name, each.report, reason=reason, before=before, after=_told(each))
            done.append(each)
        if name == "assign" and to is not None and to != user:
            _tell(to, user, done)
    return Done(len(done), refused)


def _seen_by(to: User, rows: Sequence[Triage]) -> Sequence[Triage]:
    """Those of the reports that somebody may see; raises :class:`LedgerError` where these are none."""
    hidden = sight_of(to).reports
    seen = [row for row in rows if row.row not in hidden]
    if rows and not seen:
        raise LedgerError(_("Nobody called %(name)s may see this incident; choose another.") % {"name": to.username})
    return seen


def _check_assignee(user: User, to: User | None) -> None:
    if to is None or not may(to, Power.CODE):
        raise LedgerError(_("Choose a person who may work on reports."))
    if to != user and not may(user, Power.REVIEW):
        raise LedgerError(_("Only a reviewer assigns reports to others; you can take them yourself."))


def _why_not(user: User, name: str, what: Act, row: Triage) -> str:
    if row.state not in what.starts:
        return {
            "new": _("is new"),
            "taken": _("is taken; give it back first"),
            "aside": _("is set aside; open it again first"),
            "done": _("is done; open it again first"),
        }.get(row.state, row.state)
    others = row.state == "taken" and row.holder is not None and row.holder != user
    if others and not may(user, Power.REVIEW):
        return _("is taken by %(who)s") % {"who": row.holder.username if row.holder else ""}
    return ""


def _told(row: Triage) -> dict[str, Any]:
    return {"state": row.state, "holder": row.holder.username if row.holder else None}


def _tell(to: User, user: User, rows: Sequence[Triage]) -> None:
    """One notice, however many reports."""
    if not rows:
        return
    words = ngettext(
        "%(who)s assigned a report to you.", "%(who)s assigned %(count)s reports to you.", len(rows)
    ) % {"who": user.username, "count": len(rows)}  # fmt: skip
    Notice.objects.create(to=to, kind="assigned", words=words, address="/inbox/?holder=me")


def said(name: str, done: Done) -> str:
    """An act's outcome in a sentence or two."""
    words = {
        "take": ngettext("%(n)s report taken.", "%(n)s reports taken.", done.count),
        "give-back": ngettext("%(n)s report given back.", "%(n)s reports given back.", done.count),
        "assign": ngettext("%(n)s report assigned.", "%(n)s reports assigned.", done.count),
        "set-aside": ngettext("%(n)s report set aside.", "%(n)s reports set aside.", done.count),
        "done": ngettext("%(n)s report done.", "%(n)s reports done.", done.count),
        "reopen": ngettext("%(n)s report opened again.", "%(n)s reports opened again.", done.count),
    }[name] % {"n": done.count}  # fmt: skip
    left = [
        ngettext("%(n)s was left: it %(why)s.", "%(n)s were left: each %(why)s.", n) % {"n": n, "why": why}
        for why, n in done.refused.items()
    ]
    return " ".join([words, *left])
