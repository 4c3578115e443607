"""Documents with their numbers of killed and injured -> what the harm head can be taught by them.

Such a set says how many were harmed in all, and sometimes who by name; it does not mark the words. So the totals are
taught, the named persons are figures, and everything else in the text is left unsure.
"""

from __future__ import annotations

from typing import Any, cast

from onrecord.reading.totals import totals
from onrecord.record import Figure, Group, Harm, Side, Span, Who


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


def summed(document: dict[str, Any]) -> dict[str, int]:
    """The totals of an annotated document's main incident, made from its figures as the reader makes them; empty where
    it has no news."""
    news = [i for i in document["incidents"] if i["told"] == "news"]
    if not news:
        return {}
    key = max(news, key=lambda i: len(i["mentions"]))["key"]
    text = document["text"]
    figures = [
        Figure(
            id=f["key"],
            harm=cast(Harm, f["harm"]),
            who=Who(cast(Group, f["group"])),
            low=f["low"],
            high=f["high"],
            spans=tuple(Span(*s) for s in f["spans"]),
            text=" … ".join(text[s:e] for s, e in f["spans"]),
            part_of=f["part_of"],
            given_by=tuple(map(str, f["given_by"])),
            side=cast(Side, f["side"]),
        )
        for f in document["figures"]
        if f["incident"] == key and f["harm"] != "combined"
    ]
    made = totals(figures)
    return {harm: (made[harm].low or made[harm].high or 0) if harm in made else 0 for harm in ("killed", "injured")}
