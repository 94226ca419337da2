"""``toolkit serve``: uvicorn with what this service needs."""

from __future__ import annotations

import copy
from typing import Any

from pydantic import ValidationError

from toolkit.errors import OptionError

__all__ = ["serve"]


def serve(host: str = "127.0.0.1", port: int = 8000, workers: int = 1, *, proxy: str | None = None) -> None:
    """Serve until SIGTERM or Ctrl-C; running requests finish.

    Args:
        host: address to listen on; only this machine by default.
        port: TCP port.
        workers: processes; each loads the models for itself.
        proxy: addresses of the proxy whose ``X-Forwarded-For`` is believed, with commas between.

    Raises:
        OptionError: a setting in the environment or ``.env`` makes no sense.
    """
    import uvicorn

    from api.settings import Settings

    if workers < 1:
        raise OptionError("--workers must be at least 1")
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"][:1])
        raise OptionError(f"TOOLKIT_API_{name.upper()}: {first['msg']}") from None
    uvicorn.run(
        "api.app:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        access_log=False,  # ours has no queries in it: clients of LibreTranslate put texts there
        log_config=_logging(uvicorn.config.LOGGING_CONFIG),
        server_header=False,
        proxy_headers=proxy is not None,
        forwarded_allow_ips=proxy,
        limit_concurrency=max(64, 8 * (settings.concurrency + settings.queue)),
        timeout_keep_alive=15,
        timeout_graceful_shutdown=int(settings.time_limit) + 5,
        h11_max_incomplete_event_size=64 << 10,
    )


def _logging(uvicorns: dict[str, Any]) -> dict[str, Any]:
    """uvicorn's logging, with times, and with our lines in it; it is set up in every worker."""
    config = copy.deepcopy(uvicorns)
    config["formatters"]["default"]["fmt"] = "%(asctime)s %(levelprefix)s %(message)s"
    config["loggers"]["api"] = {"handlers": ["default"], "level": "INFO", "propagate": False}
    return config
