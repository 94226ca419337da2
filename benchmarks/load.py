"""Load on the REST API: throughput, latency, memory, overload; and plain decoding of the same text beside it.

    python -m benchmarks.load                     a few minutes
    python -m benchmarks.load --requests 1000     memory after a thousand requests

A server of its own is started on a free port; every request has other words in it, so that no translation is
remembered from the one before. "Plain" is what LibreTranslate does with the same package: one sentence a batch,
beam 4, no terms, no checks, in this process and without HTTP.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

__all__ = ["main"]

_SEED = Path(__file__).resolve().parent.parent / "seeds" / "corridor-customs.txt"
_WORDS = (
    "grain",
    "copper",
    "steel",
    "fertiliser",
    "timber",
    "cotton",
    "fruit",
    "coal",
    "cement",
    "machinery",
)
_PLACES = ("Aktau", "Almaty", "Astana", "Khorgos", "Atyrau", "Shymkent", "Pavlodar", "Taraz")


@dataclass(slots=True)
class _Run:
    """What came of a series of requests."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    accepted: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)

    def row(self, name: str, memory: int) -> str:
        """One line of the table."""
        ok = sorted(self.accepted)
        at = [f"{ok[min(len(ok) - 1, int(len(ok) * q))]:.2f}" if ok else "–" for q in (0.5, 0.95, 0.99)]
        statuses = " ".join(f"{status}×{count}" for status, count in sorted(self.statuses.items()))
        refused = sorted(self.refused)
        worst = f"{refused[int(len(refused) * 0.95)]:.2f}" if refused else "–"
        return (
            f"| {name} | {len(ok) / self.seconds:.2f} | {' | '.join(at)} | {worst} | {statuses} | {memory} |"
        )


def _sentence(random_: random.Random) -> str:
    return (
        f"Trains carried {random_.randint(100, 99_999)} tonnes of {random_.choice(_WORDS)} and "
        f"{random_.choice(_WORDS)} from {random_.choice(_PLACES)} to {random_.choice(_PLACES)} "
        f"in {random_.randint(1995, 2025)}."
    )


def _article(random_: random.Random) -> str:
    paragraphs = _SEED.read_text(encoding="utf-8").split("\n\n")
    return "\n\n".join(f"{p} {_sentence(random_)}" for p in paragraphs)


async def _load(url: str, path: str, bodies: Sequence[dict[str, object]], clients: int) -> _Run:
    run = _Run()
    todo = iter(bodies)
    limits = httpx.Limits(max_connections=clients)

    async def worker(client: httpx.AsyncClient) -> None:
        for body in todo:
            start = time.perf_counter()
            answer = await client.post(path, json=body)
            seconds = time.perf_counter() - start
            run.statuses[answer.status_code] += 1
            (run.accepted if answer.status_code == 200 else run.refused).append(seconds)

    async with httpx.AsyncClient(base_url=url, timeout=600, limits=limits) as client:
        start = time.perf_counter()
        await asyncio.gather(*(worker(client) for _ in range(clients)))
        run.seconds = time.perf_counter() - start
    return run


def _memory(process: int) -> int:
    """Resident megabytes (Linux)."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20


def _plain(texts: Sequence[str]) -> float:
    """Seconds a text of plain decoding."""
    from toolkit.sentences import sentence_spans
    from toolkit.translation.decoding import decoder_for
    from toolkit.translation.packages import route

    decoder = decoder_for(route("en", "kk")[0])
    _ = decoder.translator
    spent = []
    for text in texts:
        start = time.perf_counter()
        for span in sentence_spans(text, "en"):
            pieces = decoder.encode(text[span.start : span.end])
            decoder.translator.translate_batch([pieces], beam_size=4, max_batch_size=32, batch_type="tokens")
        spent.append(time.perf_counter() - start)
    return statistics.mean(spent)


def _start(folder: str, concurrency: int, queue: int) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {
        "TOOLKIT_API_DATABASE": f"{folder}/api.sqlite3",
        "TOOLKIT_API_CONCURRENCY": str(concurrency),
        "TOOLKIT_API_QUEUE": str(queue),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", f"from api.serve import serve; serve(port={port})"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    while True:
        if process.poll() is not None:
            raise SystemExit("the server did not start: run toolkit serve to see why")
        try:
            if httpx.get(f"{url}/ready").status_code == 200:
                return process, url
        except httpx.TransportError:
            pass
        time.sleep(0.2)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--digests", type=int, default=8, help="whole articles into three languages")
    parser.add_argument("--requests", type=int, default=200, help="one sentence each, into Kazakh")
    parser.add_argument("--concurrency", type=int, default=2)
    parser.add_argument("--queue", type=int, default=8)
    asked = parser.parse_args()
    random_ = random.Random(20)
    with tempfile.TemporaryDirectory() as folder:
        process, url = _start(folder, asked.concurrency, asked.queue)
        try:
            print("| load | answered/s | p50 s | p95 s | p99 s | refusals p95 s | statuses | server MB |")
            print("|---|---|---|---|---|---|---|---|")
            digests: list[dict[str, object]] = [
                {"text": _article(random_), "languages": ["kk", "ru", "zh"], "lengths": ["short", "long"]}
                for _ in range(asked.digests)
            ]
            run = asyncio.run(_load(url, "/v1/digests", digests, asked.concurrency))
            print(run.row(f"digests, {asked.concurrency} clients", _memory(process.pid)), flush=True)
            for share in (0.1, 0.9):
                count = int(asked.requests * share)
                texts: list[dict[str, object]] = [
                    {"texts": _sentence(random_), "languages": ["kk"]} for _ in range(count)
                ]
                run = asyncio.run(_load(url, "/v1/translations", texts, asked.concurrency))
                name = f"sentences, {asked.concurrency} clients, {count} requests"
                print(run.row(name, _memory(process.pid)), flush=True)
            clients = 4 * (asked.concurrency + asked.queue)
            flood: list[dict[str, object]] = [
                {"texts": _sentence(random_), "languages": ["kk"]} for _ in range(asked.requests * 4)
            ]
            run = asyncio.run(_load(url, "/v1/translations", flood, clients))
            print(run.row(f"overload, {clients} clients", _memory(process.pid)), flush=True)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()
    one = [_sentence(random_) for _ in range(40)]
    print(f"\nplain decoding of such a sentence in this process: {_plain(one):.2f} s")


if __name__ == "__main__":
    main()
