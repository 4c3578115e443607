"""Where everything comes from, as PROV-JSONLD (W3C Member Submission of 2024): one object a line within its graph.

Originals are entities; reading one is an activity of the reader's version that makes a record; an incident is derived
from records; each line of the log is an activity of a person or a program, and what it decided is an entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import msgspec

from onrecord.accounts.sheet import Article, Sheet
from onrecord.publishing.format import Entry, RecordOf
from onrecord.record import Record

CONTEXT: list[Any] = [
    {"onrecord": "urn:x-onrecord:", "original": "sha256:"},
    "https://openprovenance.org/prov-jsonld/context.jsonld",
]
Node = dict[str, Any]


def name(kind: str, *parts: object) -> str:
    """The id of a thing of ours: 'onrecord:incident/n7'; signs that a PROV name cannot have are escaped."""
    return "/".join([f"onrecord:{kind}", *(quote(str(part), safe="") for part in parts)])


def original(article: str) -> str:
    """The id of an original: 'original:<hex>', which stands for its 'sha256:<hex>'."""
    kind, _, digest = article.partition(":")
    return f"original:{digest}" if kind == "sha256" and digest.isalnum() else name("original", article)


def _told(node: Node, **about: str | int | None) -> Node:
    """``node`` with what is known of it; a label is PROV's own, everything else ours."""
    for what, value in about.items():
        if value is None or value == "":
            continue
        typed = {"@value": str(value), "@type": "xsd:int"} if isinstance(value, int) else {"@value": value}
        node[what if what == "label" else f"onrecord:{what}"] = [typed]
    return node


def _thing(what: str, identifier: str, kind: str, **about: str | int | None) -> Node:
    return _told({"@type": what, "@id": identifier, "type": [kind]}, **about)


def _agent(who: str) -> Node:
    """A person, or a program: the ledger writes its own lines as 'onrecord' and a version."""
    program = who.startswith("onrecord ")
    return _thing("Agent", name("agent", who), "prov:SoftwareAgent" if program else "prov:Person", label=who)


def read(article: Article, record: Record) -> Iterator[Node]:
    """How one report became a record: its original, the reading, the record, the reader."""
    made, act = name("record", article.article), name("reading", article.article)
    reader = name("reader", record.reader.version, record.reader.model)
    yield _thing(
        "Entity",
        original(article.article),
        "onrecord:Original",
        label=article.title,
        report=article.id,
        article=article.article,
        outlet=article.outlet,
        published=article.published,
    )
    yield _thing("Entity", made, "onrecord:Record", format=record.format)
    yield _thing("Activity", act, "onrecord:Reading")
    yield {"@type": "Usage", "activity": act, "entity": original(article.article)}
    yield {"@type": "Generation", "entity": made, "activity": act}
    yield {"@type": "Association", "activity": act, "agent": reader}
    yield {"@type": "Derivation", "generatedEntity": made, "usedEntity": original(article.article)}


def compared(sheet: Sheet) -> Iterator[Node]:
    """The incident, and the records that it was made from."""
    made = name("incident", sheet.incident_id)
    yield _thing(
        "Entity", made, "onrecord:Incident", label=sheet.title, incident_id=sheet.incident_id, origins=sheet.origins
    )
    for article in dict.fromkeys(each.article for each in sheet.articles):
        yield {"@type": "Derivation", "generatedEntity": made, "usedEntity": name("record", article)}


def decided(entry: Entry) -> Iterator[Node]:
    """One line of the log: who did what to which, when and why, and what was before and after."""
    act, made = name("act", entry.seq), name("decision", entry.seq)
    yield {
        **_thing("Activity", act, "onrecord:Act", label=entry.act, seq=entry.seq, hash=entry.hash),
        "startTime": entry.at,
        "endTime": entry.at,
    }
    yield _thing(
        "Entity",
        made,
        "onrecord:Decision",
        subject=entry.subject,
        reason=entry.reason,
        before=entry.before,
        after=entry.after,
    )
    yield {"@type": "Generation", "entity": made, "activity": act, "time": entry.at}
    yield {"@type": "Association", "activity": act, "agent": name("agent", entry.who)}


def nodes(sheets: Iterable[Sheet], *, record_of: RecordOf, log: Iterable[Entry]) -> Iterator[Node]:
    """The whole graph. Originals, readers and agents come once, before what points at them; their ids are held."""
    seen: set[str] = set()
    for sheet in sheets:
        for article in sheet.articles:
            if article.article in seen:
                continue
            seen.add(article.article)
            record = record_of(article.id)
            reader = name("reader", record.reader.version, record.reader.model)
            if reader not in seen:
                seen.add(reader)
                label = f"onrecord {record.reader.version}"
                yield _thing("Agent", reader, "prov:SoftwareAgent", label=label, model=record.reader.model)
            yield from read(article, record)
        yield from compared(sheet)
    for entry in log:
        agent = _agent(entry.who)
        if agent["@id"] not in seen:
            seen.add(agent["@id"])
            yield agent
        yield from decided(entry)


def write(sheets: Iterable[Sheet], *, record_of: RecordOf, log: Iterable[Entry]) -> Iterator[bytes]:
    """One document: the context, then the graph, a node a line."""
    yield b'{"@context":' + msgspec.json.encode(CONTEXT) + b',"@graph":['
    for n, node in enumerate(nodes(sheets, record_of=record_of, log=log)):
        yield (b",\n" if n else b"\n") + msgspec.json.encode(node)
    yield b"\n]}\n"
