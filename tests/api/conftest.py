"""Real servers on real sockets: uvicorn in a thread, the shipped model in it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from api.app import create_app
from api.settings import Settings


@contextlib.contextmanager
def serving(settings: Settings, *, ready: bool = True) -> Iterator[httpx.Client]:
    """A client of a server with these settings."""
    server = uvicorn.Server(
        uvicorn.Config(create_app(settings), port=0, log_level="warning", server_header=False)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
        while ready and client.get("/ready").status_code != 200:
            time.sleep(0.05)
        try:
            yield client
        finally:
            server.should_exit = True
            thread.join(timeout=60)
    assert not thread.is_alive()


def settings(folder: Path, **values: object) -> Settings:
    """Settings that no environment and no ``.env`` file changes."""
    return Settings(_env_file=None, **{"database": folder / "api.sqlite3", **values})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server with the default settings."""
    with serving(settings(tmp_path_factory.mktemp("api"))) as found:
        yield found
