"""Files of other packages that pages load: Leaflet, without the rest of the package that carries it."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.storage import FileSystemStorage
from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

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


class HashedStorage(StaticFilesStorage):
    """Pages name each file with the hash of what is in it, so that a browser keeps it and never an old one."""

    def url(self, name: str | None, force: bool = False) -> str:
        """The file's address."""
        address = super().url(name)
        mark = _mark(name or "")
        return f"{address}?{mark}" if mark else address


class FilesMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serves these files, from the packages in which they are; under their hash for as long as a browser likes."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponseBase:
        """One file."""
        response: HttpResponseBase = WhiteNoiseMiddleware.serve(static_file, request)
        said = request.META.get("QUERY_STRING", "")
        if said and said == _mark(request.path_info.removeprefix(settings.STATIC_URL)):
            response["Cache-Control"] = "max-age=31536000, public, immutable"
        return response


@cache
def _mark(name: str) -> str:
    path = finders.find(name)
    return sha256(Path(path).read_bytes()).hexdigest()[:16] if isinstance(path, str) else ""
