"""Running the desk in one process: the server, and the thread that reads what comes in."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from collections.abc import Callable
from ipaddress import ip_address

from onrecord.desk.configuration import Configuration
from onrecord.record import OnrecordError


class RunningError(OnrecordError):
    """The desk cannot listen there; the sentence says why and what to do."""


def loopback(host: str) -> bool:
    """Whether nobody but this machine reaches ``host``."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def check(host: str, configuration: Configuration, *, insecure: bool) -> None:
    """Raises :class:`RunningError` where passwords would cross a network for anybody to read, or where nobody could
    reach the desk."""
    if loopback(host) or configuration.https:
        return
    if not insecure:
        raise RunningError(
            f"Passwords would cross the network unencrypted if the desk listened on {host}. Put a proxy that speaks "
            "HTTPS in front and set ONRECORD_DESK_HTTPS=yes; or, on a network of your own, give --insecure-network."
        )


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to that address; port 0 takes a free one. Raises :class:`RunningError`."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise RunningError(f"There is no address {host}; give --host another, such as 127.0.0.1.") from error
    made = socket.socket(family, kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(address)
    except OSError as error:
        made.close()
        said = {
            errno.EADDRINUSE: f"Port {port} of {host} is in use: end the program that has it, or give --port 0, which "
            "takes a free one.",
            errno.EACCES: f"Port {port} needs an administrator of this machine; give --port one above 1023.",
        }.get(error.errno or 0, f"The desk cannot listen on {host}: {(error.strerror or str(error)).lower()}.")
        raise RunningError(said) from error
    return made


def address(bound: socket.socket, host: str) -> str:
    """What to open in a browser, with a slash at its end."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{bound.getsockname()[1]}/"


def run(bound: socket.socket, *, ready: Callable[[], None] = lambda: None) -> None:
    """Serve on a bound socket until interrupted; ``ready`` is called once it answers."""
    import uvicorn

    from onrecord.desk import reader
    from onrecord.desk.asgi import application

    logging.getLogger("django.request").setLevel(logging.ERROR)  # that somebody asked for what is not there is no news
    # Whose word about the client's address is taken, settings say (ONRECORD_DESK_PROXIES), not the server.
    config = uvicorn.Config(
        application, log_level="warning", access_log=False, server_header=False, proxy_headers=False, lifespan="on",
        timeout_graceful_shutdown=5,
    )  # fmt: skip
    end = reader.start()
    try:
        asyncio.run(_served(uvicorn.Server(config), bound, ready))
    except KeyboardInterrupt:
        pass  # uvicorn ends cleanly and then raises it once more
    finally:
        end()
        bound.close()


async def _served(server: object, bound: socket.socket, ready: Callable[[], None]) -> None:
    import uvicorn

    assert isinstance(server, uvicorn.Server)
    task = asyncio.create_task(server.serve(sockets=[bound]))
    while not server.started and not task.done():
        await asyncio.sleep(0.01)
    if server.started:
        ready()
    await task
