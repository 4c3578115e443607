"""Documents with their numbers of killed and injured -> what the harm head can be taught by them.

Such a set says how many were harmed in all, and sometimes who by name; it does not mark the words. So the totals are
taught, the named persons are figures, and everything else in the text is left unsure.
"""

from __future__ import annotations

from typing import Any

ROLES = {"victim": None, "shooter": "perpetrator"}


def counted(document: dict[str, Any]) -> dict[str, Any]:
    """A document with ``killed`` and ``injured``, and perhaps ``people`` (``role``, ``name`` with offsets, ``was``)."""
    out = {
        "id": document["id"],
        "text": document["text"],
        "totals": {h: document[h] for h in ("killed", "injured") if document.get(h) is not None},
    }
    people = [p for p in document.get("people") or [] if (p.get("name") or {}).get("start") is not None]
    if not people:
        return out
    one: dict[str, Any] = {"key": "i", "kind": "attack", "told": "news", "mentions": [], "roles": {}}
    figures = []
    for p in people:
        span = [p["name"]["start"], p["name"]["end"]]
        if p["role"] == "shooter":
            one["roles"].setdefault("perpetrator", []).append(span)
        for harm in ("killed", "injured"):
            if p["role"] == "victim" and harm in (p.get("was") or []):
                figures.append({"harm": harm, "side": "victims", "incident": "i", "spans": [span]})
                break
    return {**out, "incidents": [one], "figures": figures, "unsure": [[0, len(document["text"])]]}
