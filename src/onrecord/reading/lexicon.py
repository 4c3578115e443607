"""The lexicon: which words report, what is done by saying them, and a person's own additions.

The words are data (``data/cues.toml``); a file of a person's own, of the same shape and with titles beside
them, is read from ``ONRECORD_LEXICON`` or the user's config folder. :func:`lint` checks such a file.
"""

from __future__ import annotations

import os
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast, get_args

from onrecord.reading.titles import TABLES as TITLE_TABLES
from onrecord.reading.titles import TitlesError, titles
from onrecord.reading.words import terms
from onrecord.record import Act, OnrecordError

ACTS: tuple[str, ...] = get_args(Act)
FORMS = ("verbs", "nouns", "phrases")
TABLES = (*ACTS, "passive", "never")
_PACKAGED = Path(__file__).parent / "data" / "cues.toml"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", re.UNICODE)
_TERM = re.compile(r"[^\W\d_][^\W_'’ -]*(?:[ '’-][^\W_]+)*", re.UNICODE)
# Which act speaks for a cue that has words of several: 'denied allegations' denies, 'said he feared' asserts.
_LOUDEST = ("denies", "doubts", "accuses", "promises", "orders", "asks", "predicts", "thinks", "feels", "asserts")
_NEGATED = re.compile(r"\b(?:not|never|no longer|nor|cannot)\b|n[’']t\b", re.IGNORECASE)
_TOLD = re.compile(r"\b(?:tell|tells|told|telling|shouted|reminded)\b", re.IGNORECASE)


class LexiconError(OnrecordError):
    """A file of cues or titles cannot be used."""


class Lexicon(NamedTuple):
    """Every form of every reporting word with its act.

    ``own``: the forms that a person added. ``passive``: participles whose subject is spoken of and does not speak.
    """

    words: dict[str, Act]
    phrases: dict[str, Act]
    never: frozenset[str]
    own: frozenset[str]
    passive: frozenset[str]


def own_path() -> Path:
    """Where a person's own cues and titles go, whether there is a file yet or not."""
    if named := os.environ.get("ONRECORD_LEXICON"):
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("onrecord", appauthor=False) / "lexicon.toml"


def user_file() -> Path | None:
    """The person's own lexicon if there is one, or if one was named."""
    path = own_path()
    return path if path.exists() or os.environ.get("ONRECORD_LEXICON") else None


def _terms(block: str) -> list[str]:
    return [t.lower() for t in terms(block)]


def inflections(verb: str, irregular: dict[str, str]) -> set[str]:
    """All forms of a verb; a particle stays behind it ('point out' -> 'pointed out')."""
    first, _, rest = verb.partition(" ")
    rest = f" {rest}" if rest else ""
    forms = {first, *_terms(irregular.get(first, ""))}
    if first.endswith("e"):
        forms |= {first + "d", first[:-1] + "ing", first + "s"}
    elif first.endswith("y") and first[-2:-1] not in "aeiou":
        forms |= {first[:-1] + "ied", first + "ing", first[:-1] + "ies"}
    else:
        s = "es" if first.endswith(("s", "sh", "ch", "x", "z")) else "s"
        forms |= {first + "ed", first + "ing", first + s}
    return {f + rest for f in forms}


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise LexiconError(
            f"The lexicon {path} cannot be read ({error.strerror}); check the path or unset ONRECORD_LEXICON."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"The lexicon {path} is not TOML in UTF-8 ({error}); mend that line.") from error


@cache
def lexicon(own: Path | None = None) -> Lexicon:
    """The packaged words and those of the file ``own``. Raises :class:`LexiconError`."""
    words: dict[str, Act] = {}
    phrases: dict[str, Act] = {}
    never: set[str] = set()
    added: set[str] = set()
    passive: set[str] = set()
    packaged = _table(_PACKAGED)
    for path in (_PACKAGED, *([own] if own else [])):
        data = packaged if path == _PACKAGED else _table(path)
        if path != _PACKAGED and (wrong := lint(path)):
            raise LexiconError(wrong[0])
        irregular = {**packaged.get("irregular", {}), **data.get("irregular", {})}
        for name in ACTS:
            act = cast(Act, name)
            block = data.get(name, {})
            forms: set[str] = set()
            for verb in _terms(block.get("verbs", "")):
                forms |= inflections(verb, irregular)
            for noun in _terms(block.get("nouns", "")):
                forms |= {noun, noun[:-1] + "ies" if noun.endswith("y") else noun + "s"}
            forms |= set(_terms(block.get("phrases", "")))
            for form in forms:
                table = phrases if " " in form else words
                if path != _PACKAGED:
                    table[form] = act
                    added.add(form)
                else:
                    table.setdefault(form, act)
        never |= set(_terms(data.get("never", {}).get("phrases", "")))
        passive |= set(_terms(data.get("passive", {}).get("participles", "")))
    return Lexicon(words, phrases, frozenset(never), frozenset(added), frozenset(passive))


def act_of(cue: str, known: Lexicon, content: str = "") -> Act:
    """What is done by the words of a cue: the loudest act among them; 'asserts' where none is known.

    The content tells where the cue does not: 'told them to leave' orders, 'said: “Where are they?”' asks.
    """
    act = _act_of_words(cue, known)
    if act == "asserts":
        inner = content.strip("\"“”‘’' ")
        if inner.endswith("?"):
            return "asks"
        if inner.startswith("to ") and _TOLD.search(cue):
            return "orders"
    return "doubts" if act == "thinks" and _NEGATED.search(cue) else act


def _act_of_words(cue: str, known: Lexicon) -> Act:
    low = " ".join(cue.lower().replace("’", "'").split())
    spoken = [w.lower() for w in _WORD.findall(low)]
    if any(re.search(rf"\b{re.escape(p)}\b", low) for p in known.never):
        return "asserts"
    acts = {
        act for phrase, act in known.phrases.items() if phrase in low and re.search(rf"\b{re.escape(phrase)}\b", low)
    }
    if not acts:
        found = [known.words[w] for w in spoken if w in known.words]
        # The verb comes first in most cues; a later noun only tells more ('said in a statement').
        acts = {a for a in found if a != "asserts"} if found and found[0] != "asserts" else set(found[:1])
        if found and found[0] == "asserts":
            acts |= {a for a in found if a == "denies"}
    return cast(Act, next((a for a in _LOUDEST if a in acts), "asserts"))


def lint(path: Path) -> list[str]:
    """What is wrong with a file of cues and titles, one sentence each; nothing where all is in order."""
    try:
        data = _table(path)
    except LexiconError as error:
        return [str(error)]
    out: list[str] = []
    where: dict[str, str] = {}
    for table, block in data.items():
        if table in TITLE_TABLES:
            continue
        if table == "irregular":
            out += [
                f'{path}: [irregular] {k} must be a string of forms; write {k} = "..".'
                for k, v in block.items()
                if not isinstance(v, str)
            ]
            continue
        if table not in TABLES:
            out.append(f"{path}: there is no table [{table}]; use one of {', '.join((*TABLES, *TITLE_TABLES))}.")
            continue
        if not isinstance(block, dict):
            out.append(f"{path}: {table} must be a table; write [{table}] on a line of its own.")
            continue
        for form, value in block.items():
            allowed = ("participles",) if table == "passive" else FORMS
            if form not in allowed or not isinstance(value, str):
                out.append(f"{path}: [{table}] has {form!r}; use {', '.join(allowed)}, each one string of words.")
                continue
            for term in _terms(value):
                if not _TERM.fullmatch(term):
                    out.append(
                        f"{path}: [{table}] {form} has {term!r}, which is not a word or phrase of letters; mend it."
                    )
                place = f"[{table}] {form}"
                if form == "verbs" and where.get(f"verbs {term}", place) != place:
                    out.append(
                        f"{path}: the verb {term!r} stands in {where[f'verbs {term}']} and in {place}; "
                        "keep one, since the first wins."
                    )
                elif form == "verbs":
                    where[f"verbs {term}"] = place
    if any(t in data for t in TITLE_TABLES):
        try:
            titles(path)
        except TitlesError as error:
            out.append(str(error))
    return out


def own_cues(text: str, known: Lexicon) -> list[tuple[int, int]]:
    """Where a person's own cues stand in ``text``."""
    if not known.own:
        return []
    alternatives = "|".join(sorted((re.escape(w) for w in known.own), key=len, reverse=True))
    return [m.span() for m in re.finditer(rf"(?<!\w)(?:{alternatives})(?!\w)", text, re.IGNORECASE)]
