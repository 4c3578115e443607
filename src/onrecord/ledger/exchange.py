"""One request and its answer over HTTP: to checked addresses only, bounded in time and size, no redirect followed.

The transport of :mod:`onrecord.intake.fetch`, for callers that need what a fetch hides: the status, what the answer
says of its age, and requests that send something.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpcore2
from httpx2 import URL, InvalidURL

from onrecord.intake import packed
from onrecord.intake.fetch import DEFAULT, LONGEST, Policy
from onrecord.intake.guard import Deadline, Guard, Refused
from onrecord.intake.packed import TooLarge, UnknownPacking, brief
from onrecord.record import OnrecordError


class ExchangeError(OnrecordError):
    """There was no answer; the text is one clause without the address.

    ``refused`` says that none was asked for, since the address is of a kind or in a place that is never reached.
    """

    def __init__(self, clause: str, *, refused: bool = False) -> None:
        super().__init__(clause)
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the fields of its head by lower-case name, and the bytes, unpacked."""

    status: int
    data: bytes = b""
    fields: Mapping[str, str] = field(default_factory=dict)


def exchange(url: str, *, headers: Mapping[str, str], body: bytes | None = None, policy: Policy = DEFAULT) -> Answer:
    """The answer to one GET of ``url``, or to a POST where there is a ``body``. Raises :class:`ExchangeError`."""
    address = checked(url)
    guard = Guard(ports=policy.ports, private=policy.private, deadline=Deadline(policy.seconds))
    target = httpcore2.URL(
        scheme=address.scheme, host=address.raw_host, port=address.port, target=address.raw_path or b"/"
    )
    sent: dict[bytes | str, bytes | str] = {"Accept-Encoding": "gzip", "Connection": "close"}
    sent.update(headers.items())
    try:
        with (
            httpcore2.ConnectionPool(network_backend=guard) as pool,
            pool.stream("GET" if body is None else "POST", target, headers=sent, content=body) as response,
        ):
            fields = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            data = packed.body(response.iter_stream(), fields, policy.size) if response.status == 200 else b""
            return Answer(response.status, data, fields)
    except Refused as refusal:
        raise ExchangeError(str(refusal), refused=True) from None
    except TooLarge:
        raise ExchangeError(f"it is larger than {policy.size / (1 << 20):g} MiB") from None
    except UnknownPacking as packing:
        raise ExchangeError(f"it is packed as {packing}, which was not asked for") from None
    except httpcore2.TimeoutException:
        raise ExchangeError(f"there was no answer within {policy.seconds:g} seconds") from None
    except (httpcore2.NetworkError, OSError) as error:
        raise ExchangeError(f"there is no connection ({brief(error)})") from None
    except (httpcore2.ProtocolError, zlib.error) as error:
        raise ExchangeError(f"its answer breaks off or is not HTTP ({brief(error)})") from None


def checked(text: str, base: str | None = None) -> URL:
    """The address in ``text``, which may be relative to ``base``, without its fragment.

    Raises :class:`ExchangeError` for kinds of address that are never asked.
    """
    text = text.partition("#")[0]
    try:
        # A list has fifty thousand addresses, nearly all of them whole: each is parsed once.
        url = URL(text) if base is None or text.startswith(("http://", "https://")) else URL(base).join(text)
        _ = url.raw_host, url.port
    except (InvalidURL, ValueError, TypeError) as error:
        raise ExchangeError(f"the address cannot be understood ({brief(error)})", refused=True) from None
    if url.scheme not in ("http", "https"):
        raise ExchangeError(f"it is of another kind ({brief(url.scheme) or 'none'}) than http and https", refused=True)
    if not url.host or len(str(url)) > LONGEST:
        raise ExchangeError(f"the address has no host, or more than {LONGEST} characters", refused=True)
    if url.userinfo:
        raise ExchangeError("the address holds a name or password, and none is ever sent", refused=True)
    return url
