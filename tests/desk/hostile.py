"""A desk in which every field that a report or a person can fill holds what would be dangerous in a page."""

from __future__ import annotations

import tomllib
import uuid
from datetime import timedelta
from functools import cache
from pathlib import Path

import msgspec
from django.contrib.auth.models import Group
from django.utils import timezone
from msgspec.structs import replace

from desk.team import NAMES, PASSWORD, Desk
from ledger.records import Event, Said, original, report
from onrecord.desk import acts
from onrecord.desk.access import Role
from onrecord.desk.models import (
    Coding,
    Incoming,
    Note,
    Notice,
    Outcome,
    Review,
    Search,
    Task,
    Token,
    Triage,
    User,
    Veil,
)
from onrecord.ledger import open_ledger
from onrecord.ledger.by import By
from onrecord.ledger.models import Incident, Report
from onrecord.record import Furniture, Record, Republication, Topics


@cache
def payloads() -> dict[str, list[str]]:
    """What is tried, by kind."""
    return tomllib.loads((Path(__file__).parent / "payloads.toml").read_text("utf-8"))


def marked(payload: str, field: str) -> str:
    """The payload, as it is put into ``field``."""
    return payload.replace("MARK", field)


def visible(text: str) -> str:
    """Without what a database or a title may not hold."""
    return "".join(c for c in text if c.isprintable())


def records() -> list[Record]:
    """A report for each payload, with it in every field."""
    found = []
    addresses = payloads()["addresses"]
    for n, payload in enumerate(payloads()["html"]):
        p = payload.replace("\0", "")
        place, who, role = marked(p, "place"), marked(p, "speaker"), marked(p, "role")
        words = f"the market of {place} was struck and 4 people died"
        agency = marked(p, "agency")
        text = f"It was noon. {words}, {who} told {agency}. {marked(p, 'text')}\n\nNobody has said more. Number {n}.\n"
        made = report(
            f"zq/{n}-{marked(p, 'name')}.txt",
            text,
            Said(who, words, role=role, aliases=(marked(p, "alias"),), through=agency),
            event=Event(place, f"2025-05-{n + 1:02}", 4, words, latitude=40 + n, longitude=20 + n),
            title=marked(p, "title"),
            outlet=marked(p, "outlet"),
            published=f"2025-05-{n + 1:02}",
            names=(marked(p, "entity"),),
        )
        address = addresses[n % len(addresses)]
        article = replace(
            made.article,
            url=address,
            subtitle=marked(p, "subtitle"),
            authors=(marked(p, "author"),),
            language=marked(p, "language"),
            topics=Topics((marked(p, "region"),), (marked(p, "theme"),), (), (marked(p, "keyword"),)),
            agencies=(marked(p, "agencies"),),
            republished_from=Republication(marked(p, "republished"), address, marked(p, "republisher")),
            rights=marked(p, "rights"),
            furniture=(Furniture(marked(p, "kind"), marked(p, "furniture")),),
        )
        found.append(replace(made, article=article))
    return found


def fill(desk: Desk) -> None:
    """Puts everything in."""
    with open_ledger(desk.where) as ledger:
        for record in records():
            ledger.add(record, original(record.article.text), whence=record.input_id)
        ledger.refresh()
        ids = list(
            Incident.objects.using(ledger.using)
            .filter(title__contains="zq", into__isnull=True)
            .order_by("id")
            .values_list("id", flat=True)
        ) or list(Incident.objects.using(ledger.using).order_by("-earliest").values_list("id", flat=True)[:5])
        for n, payload in enumerate(payloads()["html"]):
            p = visible(payload)
            by = By(who=marked(p, "who"), reason=marked(p, "reason"), rule=marked(p, "rule"))
            at = ids[n % len(ids)]
            ledger.settle(at, "title", marked(p, "decided-title"), by=by)
            ledger.settle(at, "place", marked(p, "decided-place").replace(";", ","), by=by)
            ledger.settle(at, "note", marked(p, "decided-note"), by=by)
        ledger.refresh()
    for n, payload in enumerate(payloads()["html"]):
        _own(desk, payload.replace("\0", ""), n, ids[n % len(ids)])


def _own(desk: Desk, p: str, n: int, incident: str) -> None:
    me, other = desk.user(Role.ADMINISTRATOR), desk.user(Role.CODER)
    name = Report.objects.using("ledger").filter(name__startswith=f"zq/{n}-").values_list("name", "id").get()
    later = timezone.now() + timedelta(days=7)
    hostile = User.objects.create_user(
        marked(p, "username").replace("/", "|")[:150], password=None, role=Role.CODER, email=f"zq{n}@example.org"
    )
    hostile.groups.add(Group.objects.create(name=marked(p, "group")[:150]))
    for kind, subject in (("incident", incident), ("report", name[0])):
        note = Note.objects.create(kind=kind, subject=subject, author=hostile, words=marked(p, "note"))
        note.mentions.add(me, hostile)
    Task.objects.create(incident=incident, words=marked(p, "task"), assignee=hostile, by=hostile)
    Search.objects.create(owner=me, name=marked(p, "search"), query="q=" + marked(p, "query"))
    Notice.objects.create(to=me, kind="mention", words=marked(p, "notice"), address="/inbox/", incident=incident)
    Coding.objects.create(
        incident=incident, coder=hostile, values=msgspec.json.encode({"title": marked(p, "coded")}).decode()
    )
    Review.objects.update_or_create(incident=incident, defaults={"state": "coded", "coder": hostile})
    if "<zq-" not in p:  # a veil hides what it names, and nothing would be left to look for
        Veil.objects.create(name=f"zq {n}", alias=marked(p, "alias"), by=hostile)
    Token.objects.create(owner=me, name=marked(p, "token"), digest=uuid.uuid4().hex * 2, scopes="[]", expires=later)
    incoming = Incoming.objects.create(
        batch=uuid.uuid4(), name=marked(p, "file"), title=marked(p, "given"), kind="file", state="failed",
        said=marked(p, "said"), by=me, url=payloads()["addresses"][n % 7],
    )  # fmt: skip
    Outcome.objects.create(
        incoming=incoming, name=marked(p, "outcome"), state="failed", report=name[0], said=marked(p, "outcome-said")
    )
    Triage.objects.update_or_create(
        report=name[0], defaults={"row": name[1], "state": "aside", "holder": other, "reason": marked(p, "aside")}
    )
    acts.tell(hostile, "note", incident, reason=marked(p, "told"), before={"a": p}, after={p: marked(p, "after")})


__all__ = ["NAMES", "PASSWORD", "fill", "marked", "payloads", "records"]
