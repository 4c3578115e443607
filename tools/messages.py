"""Gather the words of the desk's pages for translation, and compile what is translated.

    python tools/messages.py

Brings src/onrecord/desk/locale/*/LC_MESSAGES/django.po up to date with templates and code, also with the sentences of
the rooms below, and writes the .mo beside each, as the build of the package does, which is what the desk reads. Needs
GNU gettext (the package gettext). Says what is still without words.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po
from django.core.management import call_command
from django.core.management.commands.makemessages import Command

import catalogues

ROOMS = Path(__file__).parents[1] / "src" / "onrecord"
DESK = ROOMS / "desk"
BELOW = ("intake", "accounts", "ledger", "publishing")
"""The rooms whose sentences pages show, translated by :mod:`onrecord.desk.sentences`."""
LANGUAGES = ("fr", "es", "ar", "ru", "uk")
CALLED = ("lazy", "word_of:1c,2", "shape")
"""Names under which modules import gettext_lazy, pgettext_lazy and gettext_noop."""
SPOKEN = {
    "Sentence": 0, "IntakeError": 0, "AmendmentError": 0, "DecisionError": 0, "RuleError": 0, "LedgerError": 0,
    "QueryError": 0, "ExportError": 0, "problem": 1, "_error": 0,
}  # fmt: skip
"""What sentences are made with, and which of its arguments is the template."""
HEAD = "# The words of the desk's pages. Written anew by `make messages`; what you translate stays."


class Gather(Command):
    """Django's own, which also knows by what names the desk's modules call its functions."""

    def __init__(self) -> None:
        super().__init__()
        self.xgettext_options = [*Command.xgettext_options, *(f"--keyword={each}" for each in CALLED)]


def spoken() -> Iterator[str]:
    """The templates of the sentences that the rooms below and the desk make."""
    for path in sorted(p for room in (*BELOW, DESK.name) for p in (ROOMS / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                at = SPOKEN.get(str(getattr(node.func, "id", None) or getattr(node.func, "attr", "")))
                given = node.args[at] if at is not None and len(node.args) > at else None
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield given.value


def gathered() -> None:
    """All words into the .po files, without the lines of code that they stand in, which would change with each edit."""
    (DESK / "locale").mkdir(exist_ok=True)
    os.chdir(DESK)
    lent = DESK / "_spoken.py"  # Django gathers from files below the folder alone
    try:
        lent.write_text("".join(f"shape({each!r})\n" for each in sorted(set(spoken()))), "utf-8")
        call_command(Gather(), locale=list(LANGUAGES), no_location=True, no_obsolete=True, no_wrap=True)
    finally:
        lent.unlink(missing_ok=True)
    for path in DESK.glob("locale/*/LC_MESSAGES/django.po"):
        path.write_text(stable(path.read_text("utf-8")), "utf-8")


def stable(text: str) -> str:
    """A .po without what changes by itself: the day on which it was made, and a head that nobody fills in."""
    plural = re.search(r'^"Plural-Forms: .*\\n"$', text, re.MULTILINE)
    if plural is None:
        raise SystemExit("A .po file has no Plural-Forms; Django's own catalogue of the language has them.")
    head = [HEAD, 'msgid ""', 'msgstr ""', r'"Content-Type: text/plain; charset=UTF-8\n"', plural[0]]
    return "\n".join(head) + "\n\n" + text.partition("\n\n")[2]


def untranslated(path: Path) -> list[str]:
    """The words of a .po that are not translated, or only guessed."""
    with path.open("rb") as file:
        catalogue = read_po(file)
    return [str(each.id) for each in catalogue if each.id and (each.fuzzy or not all(_strings(each.string)))]


def _strings(said: object) -> tuple[str, ...]:
    return tuple(said) if isinstance(said, tuple | list) else (str(said),)


def main() -> int:
    """Do both; 1 where words are missing."""
    if shutil.which("xgettext") is None:
        print("tools/messages.py needs GNU gettext; install the package gettext.", file=sys.stderr)
        return 2
    gathered()
    missing = 0
    for language in LANGUAGES:
        path = DESK / "locale" / language / "LC_MESSAGES" / "django.po"
        catalogues.compiled(path)
        left = untranslated(path)
        missing += len(left)
        for each in left:
            print(f"{language}: without words: {each}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
