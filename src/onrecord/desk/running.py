"""Running the desk in one process: the tables made ready, the server, the thread that reads what comes in."""

from __future__ import annotations


def run(*, host: str, port: int) -> None:
    """Serve until interrupted."""
    import uvicorn

    from onrecord.desk.asgi import application

    uvicorn.run(application, host=host, port=port, log_level="warning", server_header=False, proxy_headers=False)
