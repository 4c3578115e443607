"""Files of other packages that pages load: Leaflet, without the rest of the package that carries it."""

from __future__ import annotations

import builtins
import os
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Each file with its size and time; none of them has a compressed one beside it.
        paths = {url: held.alternatives[0][1] for url, held in self.files.items()}
        self._stats = {url: (path, _stat(path)) for url, path in paths.items()}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """A file that has become another since it was looked at (an update under a running desk) is looked at anew."""
        before = self._stats.get(request.path_info)
        if before is not None:
            path, stat = before
            if (now := _stat(path)) != stat:
                self._stats[request.path_info] = path, now
                self.add_file_to_dictionary(request.path_info, path)
        return cast(HttpResponseBase, super().__call__(request))

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponseBase:
        """One file."""
        response: HttpResponseBase = WhiteNoiseMiddleware.serve(static_file, request)
        said = request.META.get("QUERY_STRING", "")
        if said and said == _mark(request.path_info.removeprefix(settings.STATIC_URL)):
            response["Cache-Control"] = "max-age=31536000, public, immutable"
        return response


def _mark(name: str) -> str:
    path = _path(name)
    return _hash(path, _stat(path)) if path is not None else ""


@cache
def _path(name: str) -> str | None:
    path = finders.find(name)
    return path if isinstance(path, str) else None


@cache
def _hash(path: str, stat: tuple[int, int]) -> str:
    return sha256(Path(path).read_bytes()).hexdigest()[:16]


def _stat(path: str) -> tuple[int, int]:
    found = os.stat(path)
    return found.st_size, found.st_mtime_ns
