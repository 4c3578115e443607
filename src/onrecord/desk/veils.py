"""Names of people at risk, and what is shown instead: at the display alone, never in the evidence.

A name is found by its whole words as :mod:`onrecord.ledger.folding` writes them: capitals, marks, apostrophes, the
Arabic article and a possessive make no difference, nor do the case endings of Russian and Ukrainian, an Arabic 'and' or
'to' that clings to the word, an initial between two names, or the family name put first. Another spelling of a name in
other letters is another name: whoever veils it adds it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar, cast
from urllib.parse import unquote, unquote_plus

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.http import Http404

from onrecord.desk.shifting import shifted
from onrecord.ledger.folding import Piece, fold, pieces
from onrecord.record import Record, Span

T = TypeVar("T")


class Veiled(NamedTuple):
    """One person who is not shown: every name, and what is shown instead."""

    names: tuple[str, ...]
    shown: str


NAMES = frozenset(
    """
    id incident_id article articles origin report statement statements incident incidents other subject entity entities
    given_by hash previous format input_id figures part_of published modified first last at
    """.split()  # noqa: SIM905
)
"""Fields that hold ids, names of reports, days: see :meth:`Veils.name`."""
JSON = frozenset(("before", "after", "decided"))
"""Fields whose texts are JSON."""

_CLINGS = frozenset("وفبلك")  # 'and', 'so', 'in', 'to', 'as': written as one with the word that follows
_CLING_LEAST = 4  # letters of a word that may have one: shorter ones begin with these letters themselves
_ENDINGS = tuple(
    """
    ового ьями іями ами еві ові ого ому ыми ями єві іям ієм ією ам ах ая ее ей ем ею ие ии ий их ию ое ой ом ою ої
    ую ые ый ым ых ье ью ья юю ям ях яя єм єю ій а е и о у ы ю я і ї
    """.split()  # noqa: SIM905
)
"""Case endings of Russian and Ukrainian names, the longest first."""
_STEM_LEAST = 3  # letters that an ending leaves: of shorter stems too many words are made
_NAME_MOST = 8  # words of a name that the edge of a piece may cut through
_JOINED_LEAST = 8  # letters of a name written as one word ('omarmasri'), as in a file's name or an account's
_ARTICLE = re.compile(r"(?:^|(?<=\W))(?:(?:al|el)[-‐‑ ]|(?:a[dnrstz]|ash|esh|adh|ath|ul|il)[-‐‑])$", re.IGNORECASE)
_SHORT = 300  # characters of texts that are remembered: names and titles come again and again, whole reports do not
_PAD = 32  # bytes: what stands in an address tells of the length of a name no more than this
_TOLD_APART = 8  # hexadecimal digits
_OPAQUE = "veiled."

Trie = dict[str, Any]  # word to what may follow; under "" what is shown where a name ends


class Veils:
    """What is shown instead of whom."""

    def __init__(self, veiled: Sequence[Veiled] = ()) -> None:
        self.any = bool(veiled)
        self._trie = _trie(veiled)
        self._ends = _trie(veiled, back=True)
        self._words = frozenset(word for each in veiled for name in each.names for way in _ways(name) for word in way)
        self._short = lru_cache(maxsize=1 << 13)(self._ranges)

    def words(self, text: str) -> str:
        """``text`` as it is shown."""
        found = self.ranges(text)
        if not found:
            return text
        parts, at = [], 0
        for start, end, shown in found:
            parts += [text[at:start], shown]
            at = end
        return "".join((*parts, text[at:]))

    def ranges(self, text: str) -> list[tuple[int, int, str]]:
        """What of ``text`` is not shown, as half-open ranges of code points in order, and what is shown instead."""
        if not self.any or not text:
            return []
        return list(self._short(text) if len(text) <= _SHORT else self._ranges(text))

    def whole(self, text: str) -> tuple[int, int]:
        """What may be shown of words that were cut out of a text, as a range of them: without those at an edge that are
        a part of a hidden name, the rest of which was cut off."""
        low, high = 0, len(text)
        if not self.any:
            return low, high
        listed, hidden = list(pieces(text)), self.ranges(text)
        first, last = (hidden[0][0], hidden[-1][1]) if hidden else (high, low)
        ends = [each for each in listed[-_NAME_MOST:] if each.start >= last]
        starts = [each for each in listed[:_NAME_MOST] if each.end <= first]
        high = next((each.start for n, each in enumerate(ends) if _goes_on(self._trie, ends[n:])), high)
        low = next(
            (starts[n - 1].end for n in range(len(starts), 0, -1) if _goes_on(self._ends, starts[n - 1 :: -1])), low
        )
        high = len(text[:high].rstrip()) if high < len(text) else high
        return min(low, high), high

    def value(self, value: T) -> T:
        """The same with every text in it as it is shown, and the keys of people and names of reports as :meth:`key` and
        :meth:`name` have them. In a whole record the spans are those of the text as shown; in a sheet they stay, as
        what links to a report's page."""
        if not self.any:
            return value
        if isinstance(value, Record):
            return cast(T, shifted(value, self.ranges(value.article.text), self._value(value)))
        return cast(T, self._value(value))

    def json(self, text: str) -> str:
        """JSON with every text in it as it is shown."""
        if not self.any or not text:
            return text
        try:
            value = msgspec.json.decode(text)
        except msgspec.DecodeError:
            return self.words(text)
        shown = self._value(value)
        return text if shown == value else msgspec.json.encode(shown).decode()

    def key(self, key: str) -> str:
        """What stands in the address of a person's page instead of the person's key."""
        if not self.ranges(key):
            return key
        body = key.encode()
        body += b"\0" * (-len(body) % _PAD)
        return _OPAQUE + base64.urlsafe_b64encode(_cipher().encrypt(body, None)).decode().rstrip("=")

    def name(self, name: str) -> str:
        """A report's name as it is shown. Where a hidden name stands in it, it has another end, by which two such are
        told apart, and nothing is found by it."""
        if not self.ranges(name):
            return name
        return f"{self.words(name)}~{hmac.digest(_secret(), name.encode(), 'sha256').hex()[:_TOLD_APART]}"

    def unkey(self, shown: str) -> str:
        """The key that is meant by what stands in an address. Raises Http404 for the key of who is not shown."""
        if not shown.startswith(_OPAQUE):
            if self.ranges(shown):
                raise Http404
            return shown
        sealed = shown.removeprefix(_OPAQUE)
        try:
            body = _cipher().decrypt(base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)), None)
        except (ValueError, InvalidTag) as error:
            raise Http404 from error
        return body.rstrip(b"\0").decode()

    def keeps(self, query: str, *texts: str | None) -> bool:
        """Whether something with these texts (as they are in the ledger) may be shown as a hit of ``query``: not where
        a word of a hidden name was sought that stands in no other name or word of them."""
        if not self.any:
            return True
        sought = [word for word in fold(query) if self._names(word)]
        if not sought:
            return True
        shown = {word for text in texts if text for word in fold(self.words(text))}
        return all(any(_form(word) == _form(s) or word.startswith(s) for word in shown) for s in sought)

    def _names(self, sought: str) -> bool:
        """Whether a word, or the beginning of one, is of a hidden name."""
        forms = set(_forms(sought))
        return any(word.startswith(sought) or word in forms for word in self._words)

    def _ranges(self, text: str) -> tuple[tuple[int, int, str], ...]:
        if "%" in text and (escaped := self._escaped(text)):
            return escaped
        return self._plain(text)

    def _escaped(self, text: str) -> tuple[tuple[int, int, str], ...]:
        """Where an address has letters as numbers ('%D0%9F'): all of it, where they say a name. Nothing where none
        does."""
        whole = []
        for word in re.finditer(r"\S+", text):
            if "%" in word[0] and (said := unquote_plus(unquote(word[0]))) != word[0]:
                whole += [(*word.span(), shown) for _, _, shown in self._plain(said)[:1]]
        if not whole:
            return ()
        kept = [r for r in self._plain(text) if not any(r[0] < end and start < r[1] for start, end, _ in whole)]
        return tuple(sorted([*kept, *whole]))

    def _plain(self, text: str) -> tuple[tuple[int, int, str], ...]:
        trie = self._trie
        found: list[tuple[int, int, str]] = []
        # Most texts name nobody: the first words of all names are looked for before anything else is done.
        listed: list[Piece] = list(pieces(text))
        at = 0
        while at < len(listed):
            best: tuple[int, str, int] | None = None
            for form, cut in _forms_cut(listed[at].word):
                if form in trie:
                    end = _longest(trie[form], listed, at + 1)
                    if end is not None and (best is None or end[0] > best[0]):
                        best = (*end, cut)
            if best is None:
                at += 1
                continue
            after, shown, cut = best
            start = listed[at].start
            if cut:
                start += 1
            elif article := _ARTICLE.search(text, max(0, start - 5), start):
                start = article.start()
            found.append((max(start, found[-1][1] if found else 0), listed[after - 1].end, shown))
            at = after
        return tuple(found)

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.words(value)
        if isinstance(value, msgspec.Struct):
            return _replaced(value, self._field)
        if isinstance(value, tuple):
            if not value or isinstance(value[0], (int, float, Span)):
                return value
            shown = [self._value(each) for each in value]
            if all(a is b for a, b in zip(shown, value, strict=True)):
                return value
            return type(value)(*shown) if hasattr(value, "_fields") else tuple(shown)
        if isinstance(value, list):
            return [self._value(each) for each in value]
        if isinstance(value, dict):
            return {key: self._value(each) for key, each in value.items()}
        return value

    def _field(self, name: str, value: Any) -> Any:
        if name == "key" and isinstance(value, str):
            return self.key(value)
        if name in NAMES:
            if isinstance(value, str):
                return self.name(value)
            if isinstance(value, tuple) and value and isinstance(value[0], str):
                return tuple(map(self.name, value))
        if name in JSON:
            if isinstance(value, str):
                return self.json(value)
            if isinstance(value, dict):
                return {key: self.json(each) for key, each in value.items()}
        return self._value(value)


def _replaced(value: msgspec.Struct, field: Callable[[str, Any], Any]) -> msgspec.Struct:
    changed = {}
    for name in value.__struct_fields__:
        before = getattr(value, name)
        if before is None or before.__class__ in (int, float, bool):
            continue
        after = field(name, before)
        if after is not before and after != before:
            changed[name] = after
    if "name" in changed and getattr(value, "ids", None):
        changed["ids"] = {}  # numbers in registers of people name them as well as a name does
    return msgspec.structs.replace(value, **changed) if changed else value


def _longest(node: Trie, listed: list[Piece], at: int) -> tuple[int, str] | None:
    """Where the longest name ends that goes on with the pieces from ``at``, and what is shown for it."""
    found: tuple[int, str] | None = None
    while True:
        if "" in node:
            found = (at, node[""])
        if at >= len(listed):
            return found
        word = listed[at].word
        after = next((node[form] for form in _forms(word) if form in node), None)
        if after is not None:
            node = after
        elif not (_initial(word) and at + 1 < len(listed) and _follows(node, listed[at + 1].word)):
            return found
        at += 1


def _goes_on(node: Trie, listed: Sequence[Piece]) -> bool:
    """Whether a name may begin with these pieces."""
    for n, each in enumerate(listed):
        after = next((node[form] for form in _forms(each.word) if form in node), None)
        if after is not None:
            node = after
        elif not (n and _initial(each.word)):
            return False
    return True


def _follows(node: Trie, word: str) -> bool:
    return any(form in node for form in _forms(word))


def _initial(word: str) -> bool:
    return len(word) == 1 and word.lower() != word.upper()


def _trie(veiled: Sequence[Veiled], *, back: bool = False) -> Trie:
    trie: Trie = {}
    for each in veiled:
        for name in each.names:
            for way in _ways(name):
                node = trie
                for word in reversed(way) if back else way:
                    node = node.setdefault(_form(word), {})
                node.setdefault("", each.shown)
    return trie


def _ways(name: str) -> Iterator[tuple[str, ...]]:
    """How a name may be written, as folded words: as it is, the family name first, two of its words as one, all as
    one."""
    words = tuple(fold(name))
    if not words:
        return
    yield words
    if len(words) > 1:
        yield (words[-1], *words[:-1])
        for n in range(len(words) - 1):
            if len(words) > 2 or len(words[0]) + len(words[1]) >= _JOINED_LEAST:
                yield (*words[:n], words[n] + words[n + 1], *words[n + 2 :])
        if len(together := "".join(words)) >= _JOINED_LEAST:
            yield (together,)


@lru_cache(maxsize=1 << 14)
def _form(word: str) -> str:
    """A folded word without a Russian or Ukrainian case ending."""
    if "а" <= word[0] <= "ӿ":
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) >= len(ending) + _STEM_LEAST:
                return word[: -len(ending)]
    return word


@lru_cache(maxsize=1 << 14)
def _forms_cut(word: str) -> tuple[tuple[str, int], ...]:
    """What a word of a text may be, and how many letters before it are another's."""
    if word[0] in _CLINGS and len(word) >= _CLING_LEAST:
        return (word, 0), (word[1:], 1)
    return ((_form(word), 0),)


def _forms(word: str) -> tuple[str, ...]:
    return tuple(form for form, _ in _forms_cut(word))


def _cipher() -> AESSIV:
    return AESSIV(_secret())


def _secret() -> bytes:
    return hashlib.sha512(b"onrecord.desk.veils\0" + settings.SECRET_KEY.encode()).digest()


__all__ = ["JSON", "NAMES", "Veiled", "Veils"]
