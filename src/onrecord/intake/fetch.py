"""One page from the web, for a person who wants it read: guarded, bounded, polite.

The address a name resolves to is checked, and the connection is made to that very address: a name that resolves
to another one a moment later gains nothing. Every redirect is a new address and is checked anew. No proxy, no
cookies, no credentials; nothing is kept but the rules of robots.txt.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

import httpcore2
from httpx2 import URL, InvalidURL

from onrecord import __version__
from onrecord.intake import packed, robots
from onrecord.intake.addresses import Network
from onrecord.intake.guard import Deadline, Guard, Refused
from onrecord.intake.packed import TooLarge, UnknownPacking, brief
from onrecord.intake.problem import IntakeError
from onrecord.record import Sentence

AGENT = f"onrecord/{__version__} (reads single reports for casualty recorders; obeys robots.txt as 'onrecord')"
ROBOT = "onrecord"  # the name that robots.txt may use
ACCEPT = "text/html, application/xhtml+xml, text/plain, application/pdf, application/xml;q=0.9, */*;q=0.5"
HEADERS: Mapping[bytes | str, bytes | str] = {
    "User-Agent": AGENT,
    "Accept": ACCEPT,
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
# What no report comes as. All else is let through: intake looks at the bytes and believes no label.
ABSURD = ("audio/", "font/", "image/", "model/", "video/")
TO_FOLLOW = (301, 302, 303, 307, 308)
LONGEST = 8192  # characters of an address; servers refuse longer ones themselves


class FetchError(IntakeError):
    """A page that was not fetched; ``url`` is the address as given, the text one sentence without it."""

    def __init__(self, url: str, sentence: str) -> None:
        super().__init__(sentence)
        self.url = url


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a fetch may do.

    ``private`` are networks that may be reached although they are not public (an archive on one's own network;
    only Python code can set it). ``ports`` are the ports that may be reached. ``size`` is in bytes and holds for
    the page as sent and as unpacked; ``seconds`` is for everything together: name, robots.txt, redirects, page.
    """

    private: tuple[Network, ...] = ()
    ports: frozenset[int] = frozenset({80, 443, 8080, 8443})
    redirects: int = 5
    size: int = 20 << 20  # the longest PDF reports with pictures stay below; a page is below one
    seconds: float = 30.0
    robots: bool = True


DEFAULT = Policy()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: its bytes unpacked, the address it came from after redirects, and what the site calls its type."""

    data: bytes
    url: str
    content_type: str | None


def fetch(url: str, *, policy: Policy = DEFAULT) -> Fetched:
    """The page at ``url``; raises :class:`FetchError` when it may not or cannot be had."""
    return _Fetch(url, policy).page()


class _Fetch:
    """One fetch: its connections, its deadline, and the address that its errors speak of."""

    def __init__(self, url: str, policy: Policy) -> None:
        self._given, self._policy = url, policy

    def page(self) -> Fetched:
        policy = self._policy
        url = self._checked(self._given)
        guard = Guard(ports=policy.ports, private=policy.private, deadline=Deadline(policy.seconds))
        try:
            with httpcore2.ConnectionPool(network_backend=guard) as pool:
                status, page = self._follow(pool, url, polite=policy.robots)
        except Refused as refusal:
            raise self._error("{refusal}; save the page and read the file", refusal=refusal.args[0]) from None
        except httpcore2.TimeoutException:
            raise self._error(
                "it was not there within {seconds:g} seconds; try later, or save the page and read the file",
                seconds=policy.seconds,
            ) from None
        except (httpcore2.NetworkError, OSError) as error:
            raise self._error(
                "there is no connection ({error}); check the address, or try later", error=brief(error)
            ) from None
        except (httpcore2.ProtocolError, zlib.error) as error:
            raise self._error("its answer breaks off or is not HTTP ({error}); try later", error=brief(error)) from None
        if status != 200:
            name = (
                HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else Sentence("no known status")
            )
            raise self._error(
                "the site answered {status} ({name}); open it in a browser, save the page and read the file",
                status=status,
                name=name,
            )
        return page

    def _error(self, sentence: str, /, **values: object) -> FetchError:
        return FetchError(self._given, Sentence(sentence, **values) if values else sentence)

    def _checked(self, text: str, base: URL | None = None) -> URL:
        """The address in ``text``, which may be relative to ``base``; refuses kinds that are never fetched."""
        what = Sentence("its redirect") if base else Sentence("the address")
        try:
            url = (base.join(text) if base else URL(text)).copy_with(fragment=None)
            _ = url.raw_host, url.port
        except (InvalidURL, ValueError, TypeError) as error:
            raise self._error(
                "{what} cannot be understood ({error}); check it", what=what, error=brief(error)
            ) from None
        if url.scheme not in ("http", "https"):
            kind = brief(url.scheme) or Sentence("none")
            raise self._error(
                "{what} is of another kind ({kind}) than http and https; save the page and read the file",
                what=what,
                kind=kind,
            )
        if not url.host or len(str(url)) > LONGEST:
            raise self._error("{what} has no host, or more than {most} characters; check it", what=what, most=LONGEST)
        if url.userinfo:
            raise self._error("{what} holds a name or password, and none is ever sent; take it out", what=what)
        return url

    def _follow(self, pool: httpcore2.ConnectionPool, url: URL, *, polite: bool) -> tuple[int, Fetched]:
        """Status and page behind at most ``redirects`` redirects; a page other than 200 is left unread."""
        seen: set[str] = set()
        while len(seen) <= self._policy.redirects:
            if str(url) in seen:
                raise self._error("it redirects in a circle; open it in a browser, save the page and read the file")
            seen.add(str(url))
            if polite and not self._allowed(pool, url):
                raise self._error(
                    "the robots.txt of {host} asks programs not to read it; save the page and read the file",
                    host=url.host,
                )

            address = httpcore2.URL(scheme=url.scheme, host=url.raw_host, port=url.port, target=url.raw_path or b"/")
            with pool.stream("GET", address, headers=HEADERS) as response:
                fields = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                if response.status in TO_FOLLOW and "location" in fields:
                    url = self._checked(fields["location"], url)
                    continue
                data = self._body(response, fields) if response.status == 200 else b""
                return response.status, Fetched(data, str(url), fields.get("content-type"))
        raise self._error(
            "it redirects more than {redirects} times; give the address where that ends",
            redirects=self._policy.redirects,
        )

    def _allowed(self, pool: httpcore2.ConnectionPool, url: URL) -> bool:
        def get(address: str) -> tuple[int, bytes]:
            try:
                status, page = self._follow(pool, URL(address), polite=False)
            except FetchError:
                return 404, b""  # circles and the like: by RFC 9309 as if there were none
            return status, page.data

        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        return robots.allowed(str(url), origin=origin, agent=ROBOT, get=get)

    def _body(self, response: httpcore2.Response, fields: dict[str, str]) -> bytes:
        limit = self._policy.size
        too_large = Sentence("it is larger than {most:g} MiB; save it and read the file", most=limit / (1 << 20))
        kind = fields.get("content-type", "").strip().lower()
        if kind.startswith(ABSURD):
            raise self._error(
                "the site says that it is {kind}, not a report; give the address of the text", kind=brief(kind)
            )
        declared = fields.get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared[:20]) > limit:
            raise self._error(too_large)
        try:
            return packed.body(response.iter_stream(), fields, limit)
        except TooLarge:
            raise self._error(too_large) from None
        except UnknownPacking as packing:
            raise self._error(
                "it is packed as {packing}, which was not asked for; save it and read the file", packing=str(packing)
            ) from None
