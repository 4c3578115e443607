"""Names that may be one source's: what speaks for it; saying that they are, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onrecord.desk import acts, care, heard, sentences, unlike
from onrecord.desk.access import Power, Request, needs
from onrecord.desk.ledgers import USING
from onrecord.desk.veils import Veils
from onrecord.ledger import people
from onrecord.ledger.answers import Person
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.unseen import Unseen
from onrecord.record import OnrecordError

MOST = 6  # suggestions: more are not read
_COMMON = 40  # names that share a word: of more, the word says nothing about who is meant


@dataclass(slots=True)
class Likely:
    """Another source that may be the same, with what speaks for it."""

    person: Person
    key: str
    reasons: list[str] = field(default_factory=list)


@cache
def _titles() -> frozenset[str]:
    """Titles and styles that stand before a name, folded."""
    from onrecord.ledger.folding import key
    from onrecord.reading.titles import titles

    return frozenset(key(each) for each in (*titles().titles, *titles().styles))


def likely(everyone: heard.Heard, person: Person, veils: Veils, *, but: frozenset[str] = frozenset()) -> list[Likely]:
    """Who may be the same source as ``person``, the likest first; ``but`` are those that people hold to be others."""
    found: dict[str, list[str]] = {}

    def add(key: str, reason: str) -> None:
        if key != person.key and key in everyone.counts and key not in but:
            found.setdefault(key, []).append(reason)

    words = person.key.split()
    if len(words) == 1:
        for key in everyone.initialled(person.key):
            add(key, _("its initials"))
    for key in everyone.called(initials(person.key)):
        add(key, _("its initials"))
    for key in everyone.called(person.key):
        add(key, _("a report calls it so"))
    for alias in everyone.aliases(person.key):
        add(everyone.root(alias), _("a report calls it so"))
    for key in everyone.near(person.key, most=_COMMON):
        for reason in alike(words, key.split()):
            add(key, reason)
    ordered = sorted(found, key=lambda key: (-len(set(found[key])), -everyone.counts[key][0], key))
    made = []
    for each in everyone.persons(ordered[:MOST]):
        made.append(Likely(veils.value(each), veils.key(each.key), list(dict.fromkeys(found[each.key]))))
    return made


def alike(one: list[str], other: list[str]) -> list[str]:
    """What speaks for two names (their words) being one source's; nothing where they only share a word."""
    if sorted(one) == sorted(other):
        return [_("the same words in another order")]
    short, long = sorted((one, other), key=len)
    bare, full = _untitled(short), _untitled(long)
    if bare and bare == full:
        return [_("the same name behind a title")]
    if bare != short and bare and full[-len(bare) :] == bare:
        return [_("the same family name behind a title")]
    if full != long and full and bare[-len(full) :] == full:
        return [_("the same family name behind a title")]
    if len(short) < len(long) and (long[-len(short) :] == short or long[: len(short)] == short):
        return [_("one name has the other in it")]
    if len(one) == len(other) > 1:
        apart = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
        if len(apart) == 1 and sounds(apart[0][0]) == sounds(apart[0][1]):
            return [_("spelt nearly the same")]
    return []


def _untitled(words: list[str]) -> list[str]:
    titles = _titles()
    start = 0
    while start < len(words) - 1:
        size = next(
            (n for n in (3, 2, 1) if " ".join(words[start : start + n]) in titles and start + n < len(words)), 0
        )
        if not size:
            break
        start += size
    return words[start:]


_SMALL = frozenset(("of", "the", "and", "for", "de", "la", "del", "des", "du", "in", "on", "to", "и", "по", "та"))


def initials(key: str) -> str:
    """The first letters of a name's words, without the small ones; '' where there are fewer than two."""
    letters = [word[0] for word in key.split() if word not in _SMALL]
    return "".join(letters) if len(letters) > 1 else ""


def sounds(word: str) -> str:
    """A word without vowels and doubled letters: 'Haddad' and 'Hadad', 'Mohammed' and 'Muhamad' are alike."""
    made = word[0]
    for c in word[1:]:
        c = {"k": "q", "c": "q", "y": "i", "j": "i", "w": "v", "z": "s", "ph": "f"}.get(c, c)
        if c not in "aeiouh" and c != made[-1]:
            made += c
    return made


@require_POST
@needs(Power.CODE)
def same(request: HttpRequest) -> HttpResponse:
    """Say that two names are one source's: the page's own stays."""
    mine = cast(Request, request)
    veils = care.veils(mine)
    key, other = request.POST.get("key", ""), request.POST.get("other", "").strip()
    reason = request.POST.get("reason", "")
    try:
        kept = _known(mine, veils.unkey(key))
        gone = people.known(USING, veils.unkey(other), without=_unseen(mine))
        mine.ledger.same(kept, gone, by=acts.by(mine.user, reason, request.POST.get("rule", "")))
        unlike.end(kept, gone)
    except OnrecordError as error:
        messages.error(request, veils.words(sentences.said(error)))
        return _back(mine, key, other=other, reason=reason)
    except Http404:
        if not _is_there(mine, veils, key):
            raise
        messages.error(request, _("Nobody is heard under that name."))
        return _back(mine, key, other=other, reason=reason)
    messages.success(request, _("Both names are one source's from here on; the history says why."))
    return HttpResponseRedirect(reverse("person", kwargs={"key": key}), status=303)


@require_POST
@needs(Power.CODE)
def two(request: HttpRequest) -> HttpResponse:
    """Say that two sources are two: nothing suggests any more that they are one."""
    return _apart(request, unlike.say, _("They are two sources from here on; the history says why."))


@require_POST
@needs(Power.CODE)
def perhaps(request: HttpRequest) -> HttpResponse:
    """Take that back."""
    return _apart(request, unlike.take_back, _("Nobody holds them to be two any more; the history says why."))


def _apart(request: HttpRequest, do: Callable[..., None], said: str) -> HttpResponse:
    mine = cast(Request, request)
    veils = care.veils(mine)
    key, other, reason = (request.POST.get(field, "") for field in ("key", "other", "reason"))
    kept = _known(mine, veils.unkey(key))
    try:
        do(mine.user, kept, people.known(USING, veils.unkey(other), without=_unseen(mine)), reason=reason)
    except OnrecordError as error:
        messages.error(request, veils.words(sentences.said(error)))
        return _back(mine, key, reason=reason)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("person", kwargs={"key": key}), status=303)


@require_POST
@needs(Power.CODE)
def parted(request: HttpRequest) -> HttpResponse:
    """Take back that a name is another name of somebody."""
    mine = cast(Request, request)
    veils = care.veils(mine)
    key, name, reason = (request.POST.get(field, "") for field in ("key", "name", "reason"))
    _known(mine, veils.unkey(key))
    if mine.sight.incidents and not people.spoken(USING, [veils.unkey(name)], without=_unseen(mine)):
        messages.error(request, _("Nobody is heard under that name."))
        return _back(mine, key, reason=reason)
    try:
        mine.ledger.parted(veils.unkey(name), by=acts.by(mine.user, reason, request.POST.get("rule", "")))
    except LedgerError as error:
        messages.error(request, veils.words(sentences.said(error)))
        return _back(mine, key, reason=reason)
    messages.success(request, _("The two are two again; the history says why."))
    return HttpResponseRedirect(reverse("person", kwargs={"key": key}), status=303)


def _known(request: Request, key: str) -> str:
    try:
        return people.known(USING, key, without=_unseen(request))
    except LedgerError as error:
        raise Http404 from error


def _is_there(request: Request, veils: Veils, key: str) -> bool:
    try:
        _known(request, veils.unkey(key))
    except Http404:
        return False
    return True


def _unseen(request: Request) -> Unseen:
    return Unseen(request.sight.incidents, request.sight.reports)


def _back(request: Request, key: str, *, other: str = "", reason: str = "") -> HttpResponse:
    """The form once more, with what was typed."""
    return render(request, "desk/person_same.html", {"key": key, "other": other, "reason": reason}, status=422)


routes: list[URLPattern] = [
    # A dash: no name folds to it.
    path("people/-/same/", same, name="people-same"),
    path("people/-/parted/", parted, name="people-parted"),
    path("people/-/two/", two, name="people-two"),
    path("people/-/alike/", perhaps, name="people-alike"),
]
