"""What the user named, from arguments to open files: files, folders, standard input and addresses."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Protocol

from onrecord.intake import parts
from onrecord.intake.given import Given
from onrecord.intake.item import MAX_INPUT, Item, megabytes, problem
from onrecord.intake.problem import IntakeError, Problem
from onrecord.intake.sniff import HEAD
from onrecord.record import OnrecordError, Sentence


class Page(Protocol):
    """What came back from an address."""

    @property
    def data(self) -> bytes: ...
    @property
    def url(self) -> str: ...
    @property
    def content_type(self) -> str | None: ...


_TOO_LARGE = Sentence(
    "it is larger than {most}, the most that is read as one report; split it into its reports, or save the text alone",
    most=megabytes(MAX_INPUT),
)

Fetch = Callable[[str], Page]


@dataclass(frozen=True, slots=True)
class Input:
    """One input that can be opened. ``path`` is None for standard input and for fetched pages."""

    input_id: str
    path: str | None = None
    page: Page | None = None


def articles(inputs: Sequence[str], *, given: Given | None = None, fetch: Fetch | None = None) -> Iterator[Item]:
    """Every article of ``inputs``, in their order, one in memory at a time; see :mod:`onrecord.intake`."""
    base = given or Given(input_id="-")
    for found in find(inputs, fetch=fetch):
        if isinstance(found, Problem):
            yield found
            continue
        yield from _told(found.input_id, _read(found, base))


def opened(stream: BinaryIO, *, given: Given, size: int | None = None) -> Iterator[Item]:
    """Every article in a stream that is open already, from where it stands; ``size`` in bytes where it is known.

    ``given.input_id`` is told as the input's id and never opened, whatever it looks like.
    """
    yield from _told(given.input_id, _stream(stream, given=given, size=size))


def _told(input_id: str, items: Iterator[Item]) -> Iterator[Item]:
    """The items; an error among them as the problem that it is for ``input_id``."""
    try:
        yield from items
    except OnrecordError as error:
        yield problem(input_id, error)
    except OSError as error:
        yield problem(input_id, _why(error))
    except BaseException as error:
        yield parts.defeat(input_id, error)


def find(inputs: Sequence[str], *, fetch: Fetch | None = None) -> Iterator[Input | Problem]:
    """Each input that ``inputs`` name, folders opened. An address is fetched when its turn comes."""
    for name in inputs:
        if name == "-":
            yield Input("-")
        elif name.lower().startswith(("http://", "https://")):
            yield _fetched(name, fetch)
        elif os.path.isdir(name):
            yield from _folder(name)
        else:
            yield _file(name)


def _fetched(url: str, fetch: Fetch | None) -> Input | Problem:
    try:
        if fetch is None:
            from onrecord.intake.fetch import fetch as fetch_page

            fetch = fetch_page
        return Input(url, page=fetch(url))
    except OnrecordError as error:
        return problem(url, error)
    except Exception as error:
        return problem(
            url,
            "it could not be fetched ({name}: {error}); save the page and read the file",
            name=type(error).__name__,
            error=error,
        )


def _file(path: str) -> Input | Problem:
    input_id = _readable(path)
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        if "://" in path:
            return problem(input_id, "only http and https addresses are fetched; save the page and read the file")
        return problem(input_id, _why(error))
    if stat.S_ISSOCK(mode) or stat.S_ISBLK(mode):
        return problem(input_id, "it is a device or socket, not a file; give a file")
    return Input(input_id, path=path)


def _folder(folder: str) -> Iterator[Input | Problem]:
    """Files in and below ``folder``, sorted by name; hidden ones, browsers' 'NAME_files' folders and tables (.csv,
    which hold people's own lists and no reports) left out.

    Links to folders are followed, each folder once, so that a loop of links ends.
    """
    seen: set[tuple[int, int]] = set()
    waiting = [folder]
    empty = True
    while waiting:
        path = waiting.pop()
        try:
            if os.path.isdir(path):
                here = os.stat(path)
                if (here.st_dev, here.st_ino) in seen:
                    continue
                seen.add((here.st_dev, here.st_ino))
                names = sorted(
                    name for name in os.listdir(path) if not name.startswith(".") and not name.lower().endswith(".csv")
                )
                pages = {name.rpartition(".")[0] for name in names if name.lower().endswith((".html", ".htm"))}
                # What a browser saves beside 'page.html': its pictures, styles and scripts.
                waiting += [
                    os.path.join(path, n) for n in reversed(names) if not (n.endswith("_files") and n[:-6] in pages)
                ]
                continue
            mode = os.stat(path).st_mode
        except OSError as error:
            empty = False
            yield problem(_readable(path), _why(error))
            continue
        empty = False
        if stat.S_ISREG(mode):
            yield Input(_readable(path), path=path)
        else:
            yield problem(_readable(path), "it is a device, pipe or socket, not a file; give it by itself or remove it")
    if empty:
        yield problem(_readable(folder), "the folder has no reports in it; give one that has")


def _read(found: Input, base: Given) -> Iterator[Item]:
    if found.page is not None:
        rest = (found.page.content_type or "").partition(";")[2]
        charset = rest.partition("charset=")[2].partition(";")[0].strip(" \"'") or None
        own = replace(base, input_id=found.input_id, name=_name_of(found.page.url), url=base.url or found.page.url)
        yield from parts.articles(found.page.data, given=own, charset=charset)
        return
    own = replace(base, input_id=found.input_id, name=os.path.basename(found.path) if found.path else None)
    if found.path is None:
        yield from _stream(sys.stdin.buffer, given=own, size=None)
        return
    with open(found.path, "rb") as stream:
        about = os.fstat(stream.fileno())
        yield from _stream(stream, given=own, size=about.st_size if stat.S_ISREG(about.st_mode) else None)


def _stream(stream: BinaryIO, *, given: Given, size: int | None, depth: int = 0) -> Iterator[Item]:
    """The articles of a stream that is read once, forwards; ``size`` in bytes where it is known."""
    head = _head(stream)
    kind = parts.kind_of(head, given)
    if kind == "warc":
        from onrecord.intake import warc

        yield from warc.articles(_again(head, stream), given=given, whole=depth == 0)
    elif kind == "jsonl":
        from onrecord.intake import jsonl

        yield from jsonl.articles(_again(head, stream), given=given)
    elif kind == "gzip" and depth < 2:
        yield from _gzipped(_again(head, stream), given=given, depth=depth)
    elif kind == "zip" and stream.seekable():
        yield from parts.zipped(stream, given=given)
    else:
        if size is not None and size > MAX_INPUT:
            raise IntakeError(_TOO_LARGE)
        yield from parts.articles(_whole(head, stream), given=given, depth=depth)


def _gzipped(stream: BinaryIO, *, given: Given, depth: int) -> Iterator[Item]:
    from onrecord.intake.archive import CHUNK, Gunzip

    raw = Gunzip(stream)
    inner = replace(given, name=(given.name or "").removesuffix(".gz") or None)
    with io.BufferedReader(raw, CHUNK) as unpacked:
        head = _head(unpacked)
        if parts.kind_of(head, inner) in ("warc", "jsonl"):
            # Each record and line that came whole is good; the last may be cut, and says so itself.
            yield from _stream(_again(head, unpacked), given=inner, size=None, depth=depth + 1)
            if raw.trouble is not None:
                yield problem(given.input_id, raw.trouble)
            return
        data = _whole(head, unpacked)
    if raw.trouble is not None:
        raise IntakeError(raw.trouble)
    yield from parts.articles(data, given=inner, depth=depth + 1)


def _head(stream: BinaryIO) -> bytes:
    head = b""
    while len(head) < HEAD and (more := stream.read(HEAD - len(head))):
        head += more
    return head


class _Again(io.RawIOBase):
    """A stream from its beginning again, after its head was read."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._rest = io.BytesIO(head), stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._head.read(len(view)) or self._rest.read(len(view))
        view[: len(data)] = data
        return len(data)


def _again(head: bytes, stream: BinaryIO) -> BinaryIO:
    return io.BufferedReader(_Again(head, stream), HEAD)


def _whole(head: bytes, stream: BinaryIO) -> bytes:
    data = head + stream.read(MAX_INPUT + 1 - len(head))
    if len(data) > MAX_INPUT:
        raise IntakeError(_TOO_LARGE)
    return data


def _name_of(url: str) -> str | None:
    return url.partition("#")[0].partition("?")[0].rpartition("/")[2] or None


def _readable(path: str) -> str:
    """A path that JSON can hold: file names may have bytes that are no text."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _why(error: Exception) -> Sentence:
    match error:
        case FileNotFoundError():
            return Sentence("there is no such file; check the path")
        case PermissionError():
            return Sentence("it may not be opened (permission denied); change its permissions or copy it")
        case _:
            why = (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
            return Sentence("it cannot be opened ({why}); check the path", why=why)
