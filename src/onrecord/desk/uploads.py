"""Files that are sent in: all of a request in one temporary file, none named as its sender names it, and none at all
for a view that takes no files or a person who may not use it.
"""

from __future__ import annotations

import tempfile
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.urls import Resolver404, resolve

from onrecord.desk.access import Power, View, may

LARGEST = 100 << 20
"""Bytes of one file. A single report has at most 64 MiB (:data:`onrecord.intake.item.MAX_INPUT`); archives of many
reports that are larger are for ``onrecord add``, which reads them where they are."""

MOST = 500
"""Files of one request."""

_HELD = 4 << 20  # bytes of a request that are held in memory


def takes_files(view: View) -> View:
    """A view to which files may be sent."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class Handler(FileUploadHandler):
    """Keeps the files of a request one behind the other: with a temporary file for each, five hundred pages of a folder
    would take as many open files. What is left out is told in ``request.left_out``: (name, why) each."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._asked: Any = request
        self._spool: IO[bytes] | None = None
        self._taken = 0
        self._kept = False

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Looks who is asking for what."""
        self._asked.left_out = []
        try:
            view: Any = resolve(self._asked.path_info).func
        except Resolver404:
            view = None
        power = getattr(view, "power", None)
        self._open = (
            getattr(view, "takes_files", False)
            and isinstance(power, Power)
            and may(getattr(self._asked, "user", None), power)
        )

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        if not self._open:
            raise SkipFile
        if self._taken >= MOST:
            self._asked.left_out.append((self.file_name, "many"))
            raise SkipFile
        self._taken += 1
        if self._spool is None:
            self._spool = tempfile.SpooledTemporaryFile(_HELD)  # noqa: SIM115  it lives as long as the request
        self._spool.seek(0, 2)
        self._start = self._spool.tell()
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """More of it."""
        assert self._spool is not None
        self._size += len(raw_data)
        if self._size > LARGEST:
            self._spool.seek(self._start)
            self._spool.truncate()
            self._asked.left_out.append((self.file_name, "large"))
            raise SkipFile
        self._spool.write(raw_data)

    def file_complete(self, file_size: int) -> Sent:
        """It is all there."""
        assert self._spool is not None
        self._kept = True
        return Sent(self._spool, self._start, self._size, name=self.file_name, type=self.content_type)

    def upload_complete(self) -> None:
        """All is there; where nothing of it was taken, nobody else closes the file."""
        if self._spool is not None and not self._kept:
            self._spool.close()

    # Django says 'interrupted' also where the last file alone was left out.
    upload_interrupted = upload_complete


class Sent(UploadedFile):  # type: ignore[type-arg]  # no generic at run time
    """One file that was sent in; its name is for people alone."""

    def __init__(self, spool: IO[bytes], start: int, size: int, *, name: str | None, type: str | None) -> None:
        super().__init__(file=None, name=name, content_type=type, size=size)
        self._spool, self._start, self._length = spool, start, size

    def read(self, size: int | None = None) -> bytes:
        """All of it."""
        self._spool.seek(self._start)
        return self._spool.read(self._length)

    def close(self) -> None:
        """With the request all its files are closed."""
        self._spool.close()
