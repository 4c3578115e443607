"""What searches found, kept as long as the ledger is as it was: to look at page after page of one search, or to come
back to it, does not rank a thousand reports anew.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from django.db import connections

from onrecord.desk.ledgers import USING, here
from onrecord.ledger.answers import Hits
from onrecord.ledger.unseen import Unseen

MOST = 256  # answers, of ten hits each

_kept: OrderedDict[tuple[object, ...], Hits] = OrderedDict()
_lock = threading.Lock()


def search(text: str, *, limit: int, offset: int, after: int, without: Unseen) -> Hits:
    """See :meth:`onrecord.ledger.ledger.Ledger.search`."""
    ledger = here()
    with connections[USING].cursor() as cursor:
        # Whatever changes what is found has its line in the log; but summaries follow their incidents a little later.
        cursor.execute(
            "SELECT (SELECT max(seq) FROM ledger_entry), (SELECT value FROM ledger_meta WHERE key = 'id'), "
            "EXISTS (SELECT 1 FROM ledger_stale)"
        )
        last, id, stale = cursor.fetchone()
    key = (ledger.at.name, id, last, text, limit, offset, after, without)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = ledger.search(text, limit=limit, offset=offset, after=after, without=without)
    if not stale:
        with _lock:
            _kept[key] = found
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    return found


def forget() -> None:
    """Keep nothing any more; for tests and tools."""
    with _lock:
        _kept.clear()
