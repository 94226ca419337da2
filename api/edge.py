"""The edge of the service as plain ASGI: security headers, log lines without texts, bodies counted as received."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Mapping
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics
from api.problems import Problem, to_response
from api.settings import Settings
from api.work import AbandonedError

__all__ = ["Bodies", "Edge", "hide_queries"]

_log = logging.getLogger("api")

_SECURITY: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Edge:
    """Outermost: every response gets security headers, a line in the log and its place in the metrics.

    What nobody caught ends here as a problem without a trace; the log gets the place in the code, never a value.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start = time.perf_counter()
        status = 0
        method = scope["method"]
        if method == "HEAD":  # answered as GET; the server leaves the body out
            scope = {**scope, "method": "GET"}

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in _SECURITY.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except AbandonedError:
            status = status or 499  # nobody is there to read it
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(frame.filename).name}:{frame.lineno}"
            _log.error("%s at %s in %s", type(error).__name__, place, _template(scope))
            if not status:
                problem = Problem("internal", "something went wrong here; the operator's log says where")
                await to_response(problem, scope["path"])(scope, receive, send_with_headers)
        finally:
            seconds = time.perf_counter() - start
            route = _template(scope)
            self.metrics.requests.labels(route, str(status)).inc()
            self.metrics.latency.labels(route).observe(seconds)
            _log.info("%s %s %d %.0f ms", method, route, status, seconds * 1000)


def _template(scope: Scope) -> str:
    """The route as it is written in the code: no ids, no queries, and no unbounded labels."""
    return str(getattr(scope.get("route"), "path", None) or "unknown")


class Bodies:
    """Reads a body before anything else sees it: counted as received, chunked or not, and within a time."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        try:
            body = await self._read(scope, receive)
        except Problem as problem:
            problem.headers = {**(problem.headers or {}), "Connection": "close"}
            await to_response(problem, scope["path"])(scope, receive, send)
            return
        if body is None:
            return  # the client went before it had said all
        given = False

        async def replay() -> Message:
            nonlocal given
            if not given:
                given = True
                return {"type": "http.request", "body": body, "more_body": False}
            return await receive()

        await self.app(scope, replay, send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        path = scope["path"]
        uploads = path == "/translate_file" or path.startswith(("/v1/articles", "/v1/glossaries", "/v1/jobs"))
        limit = self.settings.max_upload_bytes if uploads else self.settings.max_body_bytes
        length = Headers(scope=scope).get("content-length", "0")
        if length.isdigit() and int(length) > limit:
            raise _too_large(limit)
        chunks: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self.settings.body_seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    chunk = message.get("body", b"")
                    size += len(chunk)
                    if size > limit:
                        raise _too_large(limit)
                    chunks.append(chunk)
                    if not message.get("more_body", False):
                        return b"".join(chunks)
        except TimeoutError:
            raise Problem(
                "too-slow", f"the body must arrive within {self.settings.body_seconds:g} s"
            ) from None


def _too_large(limit: int) -> Problem:
    return Problem("too-large", f"the body is larger than {limit} bytes: send less at once")


class _WithoutQuery(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Cut the query off uvicorn's access lines: LibreTranslate clients put texts into it."""
        if isinstance(record.args, tuple) and len(record.args) >= 3:
            args = list(record.args)
            args[2] = str(args[2]).partition("?")[0]
            record.args = tuple(args)
        return True


def hide_queries() -> None:
    """Keep texts out of the logs, whoever starts the server."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it quotes pages that it cannot read
    logger = logging.getLogger("uvicorn.access")
    if not any(isinstance(f, _WithoutQuery) for f in logger.filters):
        logger.addFilter(_WithoutQuery())
