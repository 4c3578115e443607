"""Files of other packages that pages load: Leaflet, without the rest of the package that carries it."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

_WANTED = ("leaflet.js", "leaflet.css")


class LeafletFinder(BaseFinder):
    """Finds ``leaflet/leaflet.js``, ``leaflet/leaflet.css`` and its images."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        spec = find_spec("leaflet")
        assert spec is not None and spec.origin is not None
        self.storage = FileSystemStorage(str(Path(spec.origin).parent / "static"))

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The path of a file that is wanted."""
        found = [self.storage.path(path)] if path in self._paths() else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        """All of them."""
        for path in self._paths():
            yield path, self.storage

    def _paths(self) -> builtins.list[str]:
        images = self.storage.listdir("leaflet/images")[1]
        return [f"leaflet/{name}" for name in _WANTED] + [f"leaflet/images/{name}" for name in images]
