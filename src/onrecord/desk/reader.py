"""The thread of the serving process that reads what was handed in, one input after the other.

Inputs wait in the desk's database, so that several processes share the work and a killed one loses nothing: an input
whose reader has not been heard of for a while is taken up again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_noop

from onrecord.desk import arrivals, saved, sentences
from onrecord.desk.bringing import Reads, bring
from onrecord.desk.ledgers import here
from onrecord.desk.models import Incoming, Outcome
from onrecord.record import OnrecordError

BEAT = 10.0  # seconds between two signs of life
LEASE = timedelta(seconds=60)  # without one for so long, a reader counts as dead
TRIES = 3  # an input whose reading has ended so many processes is not tried again
IDLE = 1.0  # seconds between two looks for something to do
BREATH = 0.05  # seconds for the pages while a large ledger is taken in
KEEP = timedelta(days=1)  # for so long the bytes of what failed are kept, to try it again
FAILED = ("failed", "partly")
"""The states of an input of which not everything could be added."""
FATAL = gettext_noop("Reading it has stopped the desk several times; save its text alone and add that.")

_log = logging.getLogger("onrecord.desk")
_woken = threading.Event()
_served: dict[int, datetime] = {}  # when a person's input was last taken up here


def start() -> Callable[[], None]:
    """Start the thread; what is returned ends it, after the report that is being read."""
    ended = threading.Event()
    thread = threading.Thread(target=_run, args=(ended,), name="onrecord-reader", daemon=True)
    thread.start()

    def stop() -> None:
        ended.set()
        _woken.set()
        thread.join(5.0)

    return stop


def wake() -> None:
    """Something was handed in."""
    _woken.set()


def _run(ended: threading.Event) -> None:
    last = -1
    while not ended.is_set():
        pause = IDLE
        try:
            if work_once():
                continue
            if arrivals.catch_up():
                last = _idle(last)
            else:
                pause = BREATH
        except (DatabaseError, OnrecordError) as error:
            _log.warning("reading what came in: %s", error)
        except Exception:  # the thread must outlive whatever one input does
            _log.exception("reading what came in")
        connections.close_all()
        _woken.wait(pause)
        _woken.clear()
    connections.close_all()


def _idle(last: int) -> int:
    """What others added is told to who searches for it; the last line of the log that was seen."""
    head = here().head().seq
    if head != last:
        saved.alert()
    old = Incoming.objects.filter(done__lt=now() - KEEP, body__isnull=False)
    if old.exists():
        old.update(body=None)
    return head


@cache
def _reader() -> Reads:
    from onrecord.reading import Reader

    return Reader.load(places=settings.CONFIGURATION.places)


def work_once(*, reader: Callable[[], Reads] = _reader, fetch: Callable[[str], Any] | None = None) -> bool:
    """Read one input, if any waits; whether one did."""
    row = _claimed()
    if row is None:
        return False
    if row.tries > TRIES:
        _finish(row, said=FATAL)
        return True
    said = ""
    try:
        with _alive(row):
            bring(row, ledger=here(), reader=reader, fetch=fetch)
    except OnrecordError as error:
        said = sentences.kept(error.sentence)
    _finish(row, said=said)
    arrivals.catch_up()
    if not Incoming.objects.filter(batch=row.batch, state__in=("waiting", "reading")).exists():
        saved.alert()
    return True


def _claimed() -> Incoming | None:
    """An input that nobody reads, now ours: of the person whose turn it is, the oldest."""
    free = Q(state="waiting") | Q(state="reading", claimed__lt=now() - LEASE)
    waiting = Incoming.objects.filter(free)
    people = list(waiting.order_by().values_list("by", flat=True).distinct())
    first = datetime.min.replace(tzinfo=now().tzinfo)
    for person in sorted(people, key=lambda id: _served.get(id, first)):
        for id in list(waiting.filter(by=person).order_by("at", "no").values_list("id", flat=True)[:4]):
            row = Incoming.objects.filter(id=id).only("tries").first()
            tries = row.tries if row is not None else 0
            at = now()
            if Incoming.objects.filter(free, id=id).update(state="reading", claimed=at, tries=tries + 1):
                _served[person] = at
                return Incoming.objects.select_related("by").get(id=id)
    return None


@contextmanager
def _alive(row: Incoming) -> Iterator[None]:
    """Signs of life while the input is read."""
    done = threading.Event()

    def beat() -> None:
        try:
            while not done.wait(BEAT):
                try:
                    Incoming.objects.filter(id=row.id, state="reading").update(claimed=now())
                except DatabaseError as error:
                    _log.warning("a sign of life could not be given: %s", error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=beat, name="onrecord-reader-alive", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _finish(row: Incoming, *, said: str) -> None:
    states = list(Outcome.objects.filter(incoming=row).values_list("state", flat=True))
    good = next((state for state in ("added", "version", "same") if state in states), None)
    failed = bool(said) or "failed" in states or not states
    state = ("partly" if good else "failed") if failed else good
    kept: dict[str, Any] = {} if failed else {"body": None}
    Incoming.objects.filter(id=row.id).update(state=state, said=said, done=now(), **kept)
