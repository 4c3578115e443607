"""robots.txt: whether a site lets programs read a page (RFC 9309)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from protego import Protego

KEPT = 24 * 3600  # seconds; RFC 9309 asks that a copy be used no longer than a day
HOSTS = 256  # hosts remembered; one folder of links seldom names more
MOST = 500 * 1024  # bytes read of one file: the least that RFC 9309 lets a reader stop at

ALLOW_ALL, ALLOW_NONE = "", "User-agent: *\nDisallow: /\n"

_rules: OrderedDict[tuple[str, str], tuple[float, Protego]] = OrderedDict()


def allowed(url: str, *, origin: str, agent: str, get: Callable[[str], tuple[int, bytes]]) -> bool:
    """Whether the site at ``origin`` ('https://host:port') lets ``agent`` read ``url``.

    ``get`` fetches an address and gives status and body; it is called once a day for each origin. By RFC 9309 a
    site without the file (status 4xx) allows everything, and one that fails to give it (5xx) nothing.
    """
    key, now = (origin, agent), monotonic()
    kept = _rules.get(key)
    if kept is None or now - kept[0] > KEPT:
        status, body = get(f"{origin}/robots.txt")
        if 200 <= status < 300:
            text = body[:MOST].decode("utf-8", "replace")
        else:
            text = ALLOW_NONE if status >= 500 else ALLOW_ALL
        kept = _rules[key] = (now, Protego.parse(text))
        _rules.move_to_end(key)
        while len(_rules) > HOSTS:
            _rules.popitem(last=False)
    return kept[1].can_fetch(url, agent)


def forget() -> None:
    """Forget every robots.txt that was read."""
    _rules.clear()
