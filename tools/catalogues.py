"""Compiles the translations while the package is built: what git keeps is what people write.

Hatchling calls :class:`Catalogues` for wheels, also for the editable one that `make` installs.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WRITTEN = "src/onrecord/desk/locale/*/LC_MESSAGES/django.po"
MADE = datetime(2020, 1, 1, tzinfo=UTC)
"""Stands in the head of each compiled catalogue: two builds of the same words are the same bytes."""


def compiled(written: Path) -> Path:
    """Write the .mo beside a .po; where it is. The language is the name of the folder two above."""
    with written.open("rb") as file:
        catalogue = read_po(file, locale=written.parts[-3], abort_invalid=True)
    catalogue.creation_date = MADE
    made = written.with_suffix(".mo")
    with made.open("wb") as out:
        write_mo(out, catalogue)
    return made


class Catalogues(BuildHookInterface[Any]):
    """The hook itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile each, and take it along although git does not know it."""
        root = Path(self.root)
        build_data["artifacts"] += [
            f"/{compiled(each).relative_to(root).as_posix()}" for each in sorted(root.glob(WRITTEN))
        ]
