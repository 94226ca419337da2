"""Who may come in: API keys, kept as SHA-256 hashes, and how often."""

from __future__ import annotations

import hashlib
import hmac
import math
import time
from collections import OrderedDict
from dataclasses import dataclass

from api.metrics import Metrics
from api.problems import Problem
from api.settings import Settings

__all__ = ["Access", "hashed"]

_MAX_CLIENTS = 10_000


def hashed(key: str) -> str:
    """The SHA-256 of a key, as settings hold it. Keys are random and long, so no slow hash is needed.

    >>> hashed("abc")[:8]
    'ba7816bf'
    """
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    digest: str
    rate: int | None


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Access:
    """Keys and rates of one process (a token bucket a client: a minute's worth at once, then evenly)."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._keys = [
            _Key(name, digest, int(rate[0]) if rate else None)
            for name, digest, *rate in (key.split(":") for key in settings.keys)
        ]
        self._rate = settings.rate
        self._metrics = metrics
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    @property
    def needed(self) -> bool:
        """Whether a key is needed at all."""
        return bool(self._keys)

    def admit(self, key: str | None, address: str) -> str:
        """The name of the client.

        Raises:
            Problem: no or a wrong key; too many requests.
        """
        name, rate = f"address {address}", self._rate
        if self._keys:
            found = self._find(key) if key else None
            if found is None:
                self._metrics.refused.labels("key").inc()
                raise Problem(
                    "key-needed",
                    "Invalid API key" if key else "send an API key (Authorization: Bearer …)",
                    headers={"WWW-Authenticate": "Bearer"},
                )
            name, rate = found.name, self._rate if found.rate is None else found.rate
        if rate:
            self._take(name, rate)
        return name

    def _find(self, key: str) -> _Key | None:
        digest = hashed(key)
        found = None
        for known in self._keys:  # every one is compared, each in constant time
            if hmac.compare_digest(known.digest, digest):
                found = known
        return found

    def _take(self, name: str, rate: int) -> None:
        now = time.monotonic()
        bucket = self._buckets.setdefault(name, _Bucket(float(rate), now))
        self._buckets.move_to_end(name)
        while len(self._buckets) > _MAX_CLIENTS:
            self._buckets.popitem(last=False)
        bucket.tokens = min(float(rate), bucket.tokens + (now - bucket.at) * rate / 60)
        bucket.at = now
        if bucket.tokens < 1:
            self._metrics.refused.labels("rate").inc()
            wait = math.ceil((1 - bucket.tokens) * 60 / rate)
            raise Problem(
                "rate-exceeded", f"at most {rate} requests a minute", headers={"Retry-After": str(wait)}
            )
        bucket.tokens -= 1
