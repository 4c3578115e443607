"""Unpacking gzip and zip without trusting what they say about their size."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.intake.item import MAX_INPUT, megabytes
from onrecord.intake.problem import IntakeError
from onrecord.record import Sentence

MAX_RATIO = 200
"""Unpacked bytes for each packed one. Text packs 3 to 10 times, the most repetitive real web archives 40 times,
a bomb 1,000 times in each layer."""

FREE = 1 << 20
"""Unpacked bytes before the ratio is looked at: a short run of one character packs well and harms nobody."""

MAX_MEMBERS = 20_000
"""Files in one zip."""

MAX_ZIP = 1 << 30
"""Unpacked bytes of all files in one zip together."""

MAX_DIRECTORY = 16 << 20
"""Bytes of a zip's list of files, which has to be held in memory; 20,000 long names take less than 8 MiB."""

CHUNK = 64 << 10

BOMB = Sentence(
    "the archive unpacks to more than {ratio} times its size, as archives made to exhaust memory do; "
    "unpack it yourself and read what is inside",
    ratio=MAX_RATIO,
)
TOO_LARGE = Sentence(
    "it holds more than {most}, the most that is read as one report; split it into its reports",
    most=megabytes(MAX_INPUT),
)
CUT = Sentence("the gzip data ends before its end mark, so the file was cut off; copy or download it again")


class Gunzip(io.RawIOBase):
    """The unpacked bytes of a gzip stream, of any number of members, in bounded memory.

    Where the stream is cut off, damaged or a bomb, it ends there and ``trouble`` says why; what was read before
    is what was really in it. ``trouble`` is None otherwise.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._packed = b""
        self._inflate = zlib.decompressobj(31)
        self._open = False
        self._taken = self._given = 0
        self.trouble: Sentence | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._some(min(len(view), CHUNK))
        view[: len(data)] = data
        return len(data)

    def _some(self, size: int) -> bytes:
        while self.trouble is None:
            if not self._packed:
                self._packed = self._stream.read(CHUNK)
                self._taken += len(self._packed)
                if not self._packed:
                    if self._open:
                        self.trouble = CUT
                    return b""
            if not self._open:
                if not self._packed.lstrip(b"\x00"):  # padding after the last member, as tapes and some servers add
                    self._packed = b""
                    continue
                self._inflate, self._open = zlib.decompressobj(31), True
            try:
                data = self._inflate.decompress(self._packed, size)
            except zlib.error as error:
                # Junk after a whole member is not part of the file (gzip(1) ignores it with a warning).
                why = str(error).partition(": ")[2] or str(error)
                self.trouble = Sentence("the gzip data is damaged ({why}); copy or download it again", why=why)
                return b""
            self._packed = self._inflate.unconsumed_tail
            if self._inflate.eof:
                self._packed, self._open = self._inflate.unused_data, False
            self._given += len(data)
            if self._given > FREE and self._given > MAX_RATIO * self._taken:
                self.trouble = BOMB
                return b""
            if data:
                return data
        return b""


def gunzip(data: bytes) -> bytes:
    """The unpacked bytes of ``data``; raises :class:`IntakeError` where they are damaged or too many."""
    raw = Gunzip(io.BytesIO(data))
    with io.BufferedReader(raw, CHUNK) as stream:
        unpacked = stream.read(MAX_INPUT + 1)
    if raw.trouble is not None:
        raise IntakeError(raw.trouble)
    if len(unpacked) > MAX_INPUT:
        raise IntakeError(TOO_LARGE)
    return unpacked


def members(stream: BinaryIO) -> Iterator[tuple[str, bytes | IntakeError]]:
    """Each file in a zip with its name, in the zip's order; folders, hidden files and Apple's doubles are left out.

    A file that cannot be unpacked comes as the error that says why. Raises :class:`IntakeError` where the zip
    itself cannot be read.
    """
    _check_directory(stream)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, struct.error) as error:
        raise IntakeError("the zip archive is damaged or cut off; copy or download it again") from error
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir() and not _hidden(info.filename)]
        names = {info.filename for info in infos}
        if "[Content_Types].xml" in names:
            raise IntakeError(
                "it is an Office document (.docx, .xlsx or .pptx); save it as PDF or plain text and read that"
            )
        if "mimetype" in names:
            raise IntakeError("it is an e-book or OpenDocument file; save it as PDF, HTML or plain text and read that")
        if "datapackage.json" in names and any(name.startswith("archive/") for name in names):
            infos = [info for info in infos if info.filename.startswith("archive/")]  # WACZ: the rest are its indexes
        if len(infos) > MAX_MEMBERS:
            raise IntakeError(
                "the zip holds {count:,} files, more than {most:,}; unpack it and read the folder",
                count=len(infos),
                most=MAX_MEMBERS,
            )
        left = MAX_ZIP
        for info in infos:
            try:
                data = _member(archive, info, left)
            except IntakeError as error:
                yield info.filename, error
                continue
            left -= len(data)
            yield info.filename, data


def _hidden(name: str) -> bool:
    return any(piece.startswith(".") or piece == "__MACOSX" for piece in name.replace("\\", "/").split("/"))


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    if info.flag_bits & 1:
        raise IntakeError("it is locked with a password; unpack it and read what is inside")
    limit = min(MAX_INPUT, max(FREE, MAX_RATIO * info.compress_size), left)
    try:
        with archive.open(info) as member:
            data = member.read(limit + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        NotImplementedError,
        EOFError,
        ValueError,
        RuntimeError,
        struct.error,
    ) as error:
        raise IntakeError(
            "it is damaged or packed in an unknown way; unpack the zip yourself and read the folder"
        ) from error
    if len(data) > limit:
        if limit == MAX_INPUT:
            raise IntakeError(TOO_LARGE)
        if limit == left:
            raise IntakeError(
                "the zip unpacks to more than {most}; unpack it and read the folder", most=megabytes(MAX_ZIP)
            )
        raise IntakeError(BOMB)
    return data


def _check_directory(stream: BinaryIO) -> None:
    """Refuse a list of files too long to hold, before :mod:`zipfile` reads it whole."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - (1 << 16) - 42))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise IntakeError("the zip archive is damaged or cut off; copy or download it again")
    listed = int.from_bytes(tail[at + 12 : at + 16], "little")
    if listed > MAX_DIRECTORY or tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        raise IntakeError("the zip is too large to be read in place; unpack it and read the folder")
