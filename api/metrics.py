"""What is counted, for Prometheus: no texts, no keys, no addresses.

Each process counts for itself; with several workers, ``/metrics`` shows the one that answers.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

__all__ = ["Metrics"]


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self.requests = Counter(
            "toolkit_requests", "Requests by route and status.", ("route", "status"), registry=registry
        )
        self.latency = Histogram(
            "toolkit_request_seconds",
            "Seconds from the request's head to the response's end.",
            ("route",),
            buckets=(0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120),
            registry=registry,
        )
        self.refused = Counter(
            "toolkit_refused", "Requests refused, by reason.", ("reason",), registry=registry
        )
        self.pending = Gauge(
            "toolkit_work_pending", "Calls that run or wait for a thread.", registry=registry
        )
        self.segments = Counter(
            "toolkit_segments", "Segments translated, by target language.", ("language",), registry=registry
        )
        self.tokens = Counter(
            "toolkit_source_tokens",
            "Subword pieces of the translated sources, by target language.",
            ("language",),
            registry=registry,
        )
        self.warnings = Counter(
            "toolkit_warnings",
            "Warnings on translated segments, by target language.",
            ("language",),
            registry=registry,
        )
        self.jobs = Counter("toolkit_jobs", "Jobs ended, by state.", ("state",), registry=registry)
        self.glossary_cache = Counter(
            "toolkit_glossary_cache", "Look-ups of built glossaries.", ("result",), registry=registry
        )

    def render(self) -> bytes:
        """The text exposition format."""
        return generate_latest(self._registry)
