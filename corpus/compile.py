#!/usr/bin/env python3
"""Compile the annotated documents of this corpus into JSON Lines.

    python corpus/compile.py [FOLDER] -o OUT     write OUT/train.jsonl, OUT/development.jsonl and OUT/aside.jsonl
    python corpus/compile.py [FOLDER] --check    only check, and print the counts
    python corpus/compile.py [FOLDER] --show ID  print one document with its spans coloured

Only the standard library is needed. The markup is described in GUIDELINES.md. Offsets are half-open and
count code points of the text, which is the body with the markup removed and nothing else changed.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import harm

LICENCE = "CC-BY-4.0"
# fmt: off
STYLES = frozenset((
    "wire", "tabloid", "ngo", "government", "translated", "local", "magazine", "blog", "live", "transcript",
))
ACTS = frozenset((
    "asserts", "denies", "accuses", "doubts", "orders", "asks", "promises", "predicts", "thinks", "feels",
))
KINDS = frozenset((
    "person", "organisation", "place", "group", "document",
))
# fmt: on
HEADER = ("id", "style", "title", "outlet", "published", "aside")
OPTIONAL = ("story", "reprint", "zone")
# What the header's 'aside' says, and the file that such documents are compiled into.
PARTS = {"no": "train", "development": "development", "yes": "aside"}
FOOTER = "== entities"
FOOTERS = ("entities", "incidents", "figures")

_LABEL = re.compile(r"(?P<n>[1-9]\d*)(?P<part>[SCQR])(?::(?P<act>[a-z]+))?|@(?P<key>[a-z][a-z0-9_-]*)")
_OPEN = re.compile(r"\{([^\s{}]+)[ \n]")
# fmt: off
_PRONOUNS = frozenset((
    "he", "she", "it", "they", "we", "i", "you", "him", "her", "them", "us", "me", "his", "its", "their", "who",
    "this", "that",
))
_SMALL = frozenset((
    "of", "and", "the", "for", "in", "on", "at", "al", "el", "de", "del", "da", "la", "le", "di", "bin", "ibn",
    "ag", "wa", "van", "von", "a", "an", "to",
))
# fmt: on

Span = tuple[int, int]


class CorpusError(Exception):
    """One sentence: the file, the line, what is wrong."""

    def __init__(self, path: Path | str, line: int, wrong: str) -> None:
        super().__init__(f"{path}:{line}: {wrong}")


@dataclass(frozen=True, slots=True)
class Tag:
    """One pair of braces: its labels, its span in the text, and the tag that holds it (an index, -1 for none)."""

    labels: tuple[str, ...]
    start: int
    end: int
    line: int
    parent: int


@dataclass(slots=True)
class Parts:
    """What is gathered of one statement while its document is read."""

    line: int
    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)
    hands: list[Span] = field(default_factory=list)
    acts: set[str] = field(default_factory=set)
    speakers: list[str] = field(default_factory=list)


def unmark(body: str, *, path: Path | str = "<text>", line: int = 1) -> tuple[str, list[Tag]]:
    """Take the braces out of `body`; `line` is the number of its first line. Returns the text and the tags,
    outer before inner. Raises CorpusError for braces without partner or label, and for empty or padded spans."""
    out: list[str] = []
    length, at = 0, 0
    opened: list[int] = []
    tags: list[Tag] = []
    while at < len(body):
        char = body[at]
        if char == "{":
            opening = _OPEN.match(body, at)
            if opening is None:
                raise CorpusError(path, line, f"a brace needs labels and a blank after them: {body[at : at + 30]!r}")
            labels = tuple(opening[1].split(","))
            for label in labels:
                _check_label(label, path, line)
            if len(set(labels)) < len(labels):
                raise CorpusError(path, line, f"a label stands twice in one brace: {opening[1]!r}")
            for index in opened:
                again = set(labels) & set(tags[index].labels)
                if again:
                    raise CorpusError(path, line, f"{min(again)!r} stands inside itself")
            tags.append(Tag(labels, length, -1, line, opened[-1] if opened else -1))
            opened.append(len(tags) - 1)
            line += opening[0].count("\n")
            at = opening.end()
            continue
        if char == "}":
            if not opened:
                raise CorpusError(path, line, "a closing brace without its opening one")
            index = opened.pop()
            tag = tags[index]
            words, head = "".join(out)[tag.start : length], ",".join(tag.labels)
            if not words or words != words.strip():
                raise CorpusError(path, tag.line, f"the words of {head!r} are empty or padded: {words!r}")
            if "\n\n" in words:
                raise CorpusError(path, tag.line, f"the span {head!r} runs over a paragraph's end")
            tags[index] = Tag(tag.labels, tag.start, length, tag.line, tag.parent)
            at += 1
            continue
        if char == "\n":
            line += 1
            if opened and body[at : at + 2] == "\n\n":
                tag = tags[opened[-1]]
                raise CorpusError(path, tag.line, f"the brace {','.join(tag.labels)!r} is not closed in its paragraph")
        out.append(char)
        length += 1
        at += 1
    if opened:
        tag = tags[opened[-1]]
        raise CorpusError(path, tag.line, f"the brace {','.join(tag.labels)!r} is never closed")
    return "".join(out), tags


def _check_label(label: str, path: Path | str, line: int) -> None:
    if label[:1] in "%#":
        if wrong := harm.check_label(label):
            raise CorpusError(path, line, wrong)
        return
    found = _LABEL.fullmatch(label)
    if found is None:
        raise CorpusError(path, line, f"{label!r} is no label; write nS, nC, nC:act, nQ, nR, @key, %key or #key")
    if found["act"] and found["part"] != "C":
        raise CorpusError(path, line, f"{label!r} puts an act on something that is not a cue")
    if found["act"] and found["act"] not in ACTS:
        raise CorpusError(path, line, f"{found['act']!r} is no act; known are {', '.join(sorted(ACTS))}")


def document(source: str, *, path: Path | str = "<text>") -> dict[str, Any]:
    """One document's compiled form (the shape is in README.md) from its marked-up `source`.
    Raises CorpusError, which names `path` and the line."""
    lines = source.replace("\r\n", "\n").split("\n")
    header, first = _header(lines, path)
    try:
        last = next(i for i, text in enumerate(lines) if text.strip() == FOOTER)
    except StopIteration:
        raise CorpusError(path, len(lines), f"the footer {FOOTER!r} is missing") from None
    sections = _sections(lines, last, path)
    entities = _entities(*sections["entities"], path)
    while first < last and not lines[first].strip():
        first += 1
    end = last
    while end > first and not lines[end - 1].strip():
        end -= 1
    if first == end:
        raise CorpusError(path, first + 1, "the body is empty")
    text, tags = unmark("\n".join(lines[first:end]), path=path, line=first + 1)
    mentions = _mentions(tags, entities, text, path)
    statements = _statements(tags, path)
    for key, (line, _) in entities.items():
        if not mentions[key]:
            raise CorpusError(path, line, f"the entity {key!r} is never mentioned; tag it as @{key} or drop its line")
    ordered = sorted(statements, key=lambda number: _first(statements[number]))
    return {
        **{key: header[key] for key in HEADER if key != "aside"},
        **{key: header[key] for key in OPTIONAL if key in header},
        "part": PARTS[header["aside"]],
        "text": text,
        "attributions": [_attribution(statements[number], entities, mentions, text) for number in ordered],
        "entities": [
            {"key": key, **entity, "mentions": sorted(mentions[key])} for key, (_, entity) in entities.items()
        ],
        **_harm(sections, tags, statements, ordered, path),
        "licence": LICENCE,
    }


def _harm(
    sections: dict[str, tuple[Sequence[str], int]],
    tags: Sequence[Tag],
    statements: dict[int, Parts],
    ordered: list[int],
    path: Path | str,
) -> dict[str, Any]:
    """Incidents and figures, where the footer has them; statements are named by their place in `attributions`."""
    if "figures" not in sections:
        return {}

    def wrong(line: int, sentence: str) -> CorpusError:
        return CorpusError(path, line, sentence)

    told = harm.incidents(*sections["incidents"], tags, wrong)
    figures = harm.figures(*sections["figures"], tags, told, statements, wrong)
    for figure in figures:
        for given in ("given_by", "disputed_by"):
            figure[given] = [ordered.index(number) for number in figure[given]]
    return {"incidents": told, "figures": figures}


def _header(lines: Sequence[str], path: Path | str) -> tuple[dict[str, str], int]:
    header: dict[str, str] = {}
    at = 0
    while at < len(lines) and lines[at].startswith("#"):
        found = re.fullmatch(r"# ([a-z]+): (\S.*)", lines[at].rstrip())
        if found is None or found[1] not in HEADER + OPTIONAL or found[1] in header:
            raise CorpusError(path, at + 1, f"not a header line, or one too many: {lines[at]!r}")
        header[found[1]] = found[2].strip()
        at += 1
    missing = [key for key in HEADER if key not in header]
    if missing:
        raise CorpusError(path, at + 1, f"the header lacks {', '.join(missing)}")
    if at < len(lines) and lines[at].strip():
        raise CorpusError(path, at + 1, "a blank line must follow the header")
    if header["style"] not in STYLES:
        raise CorpusError(path, 1, f"{header['style']!r} is no style; known are {', '.join(sorted(STYLES))}")
    if header["aside"] not in PARTS:
        raise CorpusError(path, 1, f"'aside' must be {', '.join(PARTS)}, not {header['aside']!r}")
    try:
        datetime.date.fromisoformat(header["published"])
    except ValueError:
        raise CorpusError(path, 1, f"'published' must be a date like 2031-03-04, not {header['published']!r}") from None
    return header, at


def _sections(lines: Sequence[str], last: int, path: Path | str) -> dict[str, tuple[Sequence[str], int]]:
    """The parts of a footer: their lines, and the number of the first."""
    starts = [(i, line[3:].strip()) for i, line in enumerate(lines) if i >= last and line.startswith("== ")]
    names = [name for _, name in starts]
    if names not in [["entities"], list(FOOTERS)]:
        raise CorpusError(path, last + 1, f"the footer has {', '.join(names)}; it must have {', '.join(FOOTERS)}")
    ends = [i for i, _ in starts[1:]] + [len(lines)]
    return {name: (lines[i + 1 : end], i + 2) for (i, name), end in zip(starts, ends, strict=True)}


def _entities(lines: Iterable[str], first: int, path: Path | str) -> dict[str, tuple[int, dict[str, str | None]]]:
    entities: dict[str, tuple[int, dict[str, str | None]]] = {}
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if not 3 <= len(cells) <= 5 or not cells[2]:
            raise CorpusError(path, number, "an entity line is: key | kind | name | role or empty | affiliation")
        key, kind, name, role, affiliation = cells + [""] * (5 - len(cells))
        if not re.fullmatch(r"[a-z][a-z0-9_-]*", key) or key in entities:
            raise CorpusError(path, number, f"the key {key!r} is not well formed or stands twice")
        if kind not in KINDS:
            raise CorpusError(path, number, f"{kind!r} is no kind; known are {', '.join(sorted(KINDS))}")
        entities[key] = number, {"kind": kind, "name": name, "role": role or None, "affiliation": affiliation or None}
    return entities


def _mentions(tags: Iterable[Tag], entities: dict[str, Any], text: str, path: Path | str) -> dict[str, list[Span]]:
    mentions: dict[str, list[Span]] = {key: [] for key in entities}
    for tag in tags:
        for key in _keys(tag):
            if key not in mentions:
                raise CorpusError(path, tag.line, f"@{key} is not among the entities of the footer")
            mentions[key].append(_name_span(text, (tag.start, tag.end), **entities[key][1]))
    return mentions


def _name_span(text: str, span: Span, *, name: str, kind: str, **_: Any) -> Span:
    """A tagged phrase with an apposition ('Dr Ilan Moreth, the hospital's director') holds more than the mention:
    the mention is the footer's name where the phrase has it, else what stands before the first comma. Of a place
    ('the northern town of Deir Hamoud') the mention is the name, with or without an apposition."""
    words = text[span[0] : span[1]]
    if "," not in words and not (kind == "place" and name in words):
        return span
    at = words.find(name)
    return (span[0] + at, span[0] + at + len(name)) if at >= 0 else (span[0], span[0] + words.index(","))


def _keys(tag: Tag) -> list[str]:
    return [label[1:] for label in tag.labels if label.startswith("@")]


def _statements(tags: Sequence[Tag], path: Path | str) -> dict[int, Parts]:
    statements: dict[int, Parts] = {}
    for index, tag in enumerate(tags):
        for label in tag.labels:
            found = _LABEL.fullmatch(label)
            if found is None or found["key"]:
                continue
            parts = statements.setdefault(int(found["n"]), Parts(tag.line))
            span = (tag.start, tag.end)
            match found["part"]:
                case "S":
                    parts.source.append(span)
                    parts.speakers += [key for key in _speakers(tags, index) if key not in parts.speakers]
                case "C":
                    parts.cue.append(span)
                    if found["act"]:
                        parts.acts.add(found["act"])
                case "Q":
                    parts.content.append(span)
                case _:
                    parts.hands.append(span)
    for number, parts in statements.items():
        if not parts.content:
            raise CorpusError(path, parts.line, f"statement {number} has no content ({number}Q)")
        if len(parts.acts) > 1:
            raise CorpusError(path, parts.line, f"statement {number} has two acts: {', '.join(sorted(parts.acts))}")
    return statements


def _speakers(tags: Sequence[Tag], index: int) -> list[str]:
    """Keys on the source span itself, else the outermost keys inside it."""
    own = _keys(tags[index])
    if own:
        return own
    keyed: set[int] = set()
    keys: list[str] = []
    for at in range(index + 1, len(tags)):
        parent = tags[at].parent
        above = []
        while parent > index:
            above.append(parent)
            parent = tags[parent].parent
        if parent != index:
            continue
        if _keys(tags[at]) and not keyed & set(above):
            keyed.add(at)
            keys += _keys(tags[at])
    return keys


def _first(parts: Parts) -> Span:
    return min(parts.source + parts.cue + parts.content)


def _attribution(parts: Parts, entities: dict[str, Any], mentions: dict[str, list[Span]], text: str) -> dict[str, Any]:
    speakers = []
    for key in parts.speakers:
        entity = entities[key][1]
        speakers.append(
            {
                "key": key,
                "names": _names(entity["name"], [text[start:end] for start, end in sorted(mentions[key])]),
                **{part: entity[part] for part in ("kind", "role", "affiliation")},
            }
        )
    return {
        "source": sorted(parts.source),
        "cue": sorted(parts.cue),
        "content": sorted(parts.content),
        "act": next(iter(parts.acts), "asserts"),
        "reported_by": [[span] for span in sorted(parts.hands)],
        "speakers": speakers,
    }


def _names(full: str, mentions: Iterable[str]) -> list[str]:
    """The names that count as right: the footer's, then mentions that are names throughout ('Vale', 'Colonel Vale').
    Empty for a speaker whom the text does not name."""
    if full == full.lower():
        return []
    names = [full]
    for mention in mentions:
        words = " ".join(re.sub(r"[*_]", "", mention).split())
        words = re.sub(r"^(?:the|an?) |[’']s$", "", words, flags=re.IGNORECASE)
        parts = words.split(" ")
        proper = all(word in _SMALL or word[:1].isupper() for word in parts) and "," not in words
        if proper and words.lower() not in _PRONOUNS and words not in names and (len(parts) > 1 or mention == words):
            names.append(words)
    return names


def load(folder: Path) -> list[dict[str, Any]]:
    """All documents of a folder, by file name. Raises a group of CorpusError, one a file at most."""
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise ExceptionGroup("nothing to read", [CorpusError(folder, 0, "no documents (*.txt) here")])
    errors: list[CorpusError] = []
    seen: dict[str, Path] = {}
    documents = []
    for path in paths:
        try:
            compiled = document(path.read_text(encoding="utf-8"), path=path)
            if compiled["id"] in seen:
                raise CorpusError(path, 1, f"the id {compiled['id']!r} is also that of {seen[compiled['id']]}")
        except UnicodeDecodeError as error:
            errors.append(CorpusError(path, 1, f"not UTF-8 ({error.reason} at byte {error.start})"))
        except CorpusError as error:
            errors.append(error)
        else:
            seen[compiled["id"]] = path
            documents.append(compiled)
    if errors:
        raise ExceptionGroup("documents that do not compile", errors)
    return documents


def counts(documents: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Documents, those aside and for development, paragraphs, those with statements, statements, entity mentions."""
    paragraphs = with_statements = 0
    for one in documents:
        for found in re.finditer(r"(?:(?!\n\s*\n).)+", one["text"], re.DOTALL):
            if not found[0].strip():
                continue
            paragraphs += 1
            spans = [span for each in one["attributions"] for span in each["content"]]
            with_statements += any(start < found.end() and end > found.start() for start, end in spans)
    return {
        "documents": len(documents),
        "aside": sum(one["part"] == "aside" for one in documents),
        "development": sum(one["part"] == "development" for one in documents),
        "paragraphs": paragraphs,
        "paragraphs_with_statements": with_statements,
        "statements": sum(len(one["attributions"]) for one in documents),
        "mentions": sum(len(entity["mentions"]) for one in documents for entity in one["entities"]),
        "with_incidents": sum("incidents" in one for one in documents),
        "incidents": sum(len(one.get("incidents", [])) for one in documents),
        "figures": sum(len(one.get("figures", [])) for one in documents),
    }


_COLOURS = {"S": "1;36", "C": "1;33", "Q": "32", "R": "1;35", "@": "4", "%": "1;34", "#": "1;31"}


def coloured(source: str) -> str:
    """The marked-up body for a terminal: sources cyan, cues yellow, contents green, hands magenta, mentions of entities
    underlined, of incidents blue, figures red; each statement's number stands before its span."""
    body = source.split(f"\n{FOOTER}")[0]
    stack: list[list[str]] = []

    def switch(found: re.Match[str]) -> str:
        if found[1] is None:
            stack.pop()
            return "\x1b[0m" + "".join(f"\x1b[{code}m" for codes in stack for code in codes)
        labels = found[1].split(",")
        stack.append([_COLOURS[label.lstrip("0123456789")[0]] for label in labels])
        numbers = ",".join(label for label in labels if label[0] != "@")
        return f"\x1b[2m{numbers}\x1b[22m " * bool(numbers) + "".join(f"\x1b[{code}m" for code in stack[-1])

    return re.sub(r"\{(\S+)[ \n]|\}", switch, body)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Compile the annotated documents into JSON Lines.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent / "documents")
    parser.add_argument("-o", "--out", type=Path, help="folder for train.jsonl, development.jsonl and aside.jsonl")
    parser.add_argument("--check", action="store_true", help="only check, and print the counts")
    parser.add_argument("--show", metavar="ID", help="print one document with its spans coloured")
    options = parser.parse_args(arguments)
    if not (options.out or options.check or options.show):
        parser.error("give -o FOLDER, --check or --show ID")
    try:
        if options.show:
            for path in sorted(options.folder.glob("*.txt")):
                source = path.read_text(encoding="utf-8")
                if re.search(rf"^# id: {re.escape(options.show)}\s*$", source, re.MULTILINE):
                    document(source, path=path)
                    print(coloured(source))
                    return 0
            raise CorpusError(options.folder, 0, f"no document has the id {options.show!r}")
        documents = load(options.folder)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    except ExceptionGroup as group:
        for each in group.exceptions:
            print(each, file=sys.stderr)
        return 1
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        for name in PARTS.values():
            lines = [
                json.dumps({key: value for key, value in one.items() if key != "part"}, ensure_ascii=False) + "\n"
                for one in documents
                if one["part"] == name
            ]
            (options.out / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    print(", ".join(f"{key.replace('_', ' ')} {value}" for key, value in counts(documents).items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
