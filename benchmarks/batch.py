"""Throughput and memory of `toolkit batch`: `python -m benchmarks.batch`.

Short articles of two sentences and a title, no two alike, into one language. Each way runs as a process of its own,
from start to end, loading of models included:

    summarize        a process for each article
    toolkit.digest   a loop in one process, one article after the other
    batch            local with one worker; Ray with one and two

Memory is the largest sum of resident sizes of the command and all processes below it (Linux; pages that processes share
are counted for each of them).

The table of memory has very short articles instead, so that ten thousand are done in minutes: a title and one or two
sentences drawn from a pool (`--pool`). With a small one the worker soon remembers every sentence; one that is larger
than its memory of 4,096 fills that up, and what is forgotten is decoded again. Reading, ids, sending to the worker,
records, commits and manifest are the same as for any article.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["main"]

_CITIES = ("Astana", "Almaty", "Tashkent", "Bishkek", "Baku", "Aktau", "Dushanbe", "Ashgabat")
_THINGS = ("rail lines", "water canals", "grain silos", "power plants", "border posts", "village schools")
_LOOP = """
import json, sys, toolkit
from toolkit.article import parse_article
from toolkit.glossary import Glossary
glossary = Glossary.default()
for line in open(sys.argv[1]):
    row = json.loads(line)
    article = parse_article(row["text"], title=row["title"])
    toolkit.digest(article, languages=[sys.argv[2]], glossary=glossary)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One measured run."""

    articles: int
    seconds: float
    megabytes: int
    tokens: float | None = None

    def row(self, name: str) -> str:
        """A line of the table."""
        tokens = "" if self.tokens is None else f"{self.tokens:.0f}"
        rate = self.articles / self.seconds * 60
        return f"| {name} | {self.articles} | {self.seconds:.1f} | {rate:.0f} | {tokens} | {self.megabytes} |"


def _write(path: Path, count: int, *, seed: int) -> Path:
    random_ = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            city, thing = random_.choice(_CITIES), random_.choice(_THINGS)
            row = {
                "id": f"a{number}",
                "title": f"{city} counts {number + 100} {thing}",
                "text": f"Ministers met in {city} on May {number % 28 + 1}, {1000 + number}. "
                f"They agreed to spend {number + 200} million dollars on {thing}.",
            }
            file.write(json.dumps(row) + "\n")
    return path


def _write_short(path: Path, count: int, *, pool: int, seed: int) -> Path:
    """Articles of sentences from a pool of the given size; each has an id of its own."""
    random_ = random.Random(seed)
    kinds = list(itertools.product(_CITIES, ("needs", "sells", "builds", "wants"), _THINGS))
    sentences = [
        f"{city} {verb} {number + 2} {thing}."
        for number in range(math.ceil(pool / len(kinds)))
        for city, verb, thing in kinds
    ][:pool]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            drawn = random_.sample(sentences, random_.choice((1, 2)))
            row = {
                "id": f"a{number}",
                "title": random_.choice(sentences)[:-1],
                "text": " ".join(drawn),
                "language": "en",
            }
            file.write(json.dumps(row) + "\n")
    return path


def _resident(root: int) -> int:
    """Megabytes of a process and all below it."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True)
    rows = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    family, before = {root}, 0
    while len(family) != before:
        before = len(family)
        family |= {pid for pid, parent, _ in rows if parent in family}
    return sum(rss for pid, _, rss in rows if pid in family) >> 10


def _measure(command: Sequence[str], articles: int, *, every: float = 1.0) -> Run:
    start, most = time.perf_counter(), 0
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        while process.poll() is None:
            most = max(most, _resident(process.pid))
            time.sleep(every)
        seconds = time.perf_counter() - start
        said.seek(0)
        told = said.read().decode()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {told}")
    rate = told.partition(" tokens a second")[0].rpartition(" ")[2] if " tokens a second" in told else None
    return Run(articles, seconds, most, float(rate) if rate else None)


def _batch(inputs: Path, folder: Path, language: str, *options: str) -> list[str]:
    module = [sys.executable, "-m", "toolkit.cli.toolkit", "batch", str(inputs), "-o", str(folder)]
    return [*module, "--lang", language, *options]


def _processes(inputs: Path, language: str) -> Run:
    """`summarize` for each article."""
    start, count = time.perf_counter(), 0
    for line in inputs.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        command = [sys.executable, "-m", "toolkit.cli.summarize", "--lang", language, "--title", row["title"]]
        subprocess.run(command, input=row["text"].encode(), stdout=subprocess.DEVNULL, check=True)
        count += 1
    return Run(count, time.perf_counter() - start, 0)


def _ways(folder: Path, articles: int, processes: int, language: str, head: str) -> None:
    """Print the table of ways."""
    inputs = _write(folder / "in.jsonl", articles, seed=1)
    few = _write(folder / "few.jsonl", processes, seed=1)
    print(head, flush=True)
    print(_processes(few, language).row("summarize, a process each"), flush=True)
    loop = [sys.executable, "-c", _LOOP, str(inputs), language]
    print(_measure(loop, articles).row("toolkit.digest in a loop"), flush=True)
    ways = {
        "batch, local": ("--engine", "local"),
        "batch, Ray, 1 worker": ("--engine", "ray", "--workers", "1"),
        "batch, Ray, 2 workers": ("--engine", "ray", "--workers", "2"),
    }
    for number, (way, options) in enumerate(ways.items()):
        command = _batch(inputs, folder / f"out{number}", language, *options)
        print(_measure(command, articles).row(way), flush=True)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lang", default="kk")
    parser.add_argument("--articles", type=int, default=200, help="for the table of ways; 0 for none")
    parser.add_argument("--processes", type=int, default=10, help="articles for the loop over summarize")
    parser.add_argument(
        "--memory", default="100,1000,10000", help="numbers of articles for the table of memory"
    )
    parser.add_argument("--pool", type=int, default=192, help="different sentences for the table of memory")
    asked = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the start; en→{asked.lang}\n")
    head = "| way | articles | seconds | articles/min | tokens/s | MB at most |\n|---|---|---|---|---|---|"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.articles:
            _ways(folder, asked.articles, asked.processes, asked.lang, head)
        print(f"\nmemory, local, {asked.pool} different sentences\n\n{head}", flush=True)
        for count in [int(n) for n in asked.memory.split(",") if n]:
            many = _write_short(folder / f"in{count}.jsonl", count, pool=asked.pool, seed=2)
            command = _batch(many, folder / f"memory{count}", asked.lang, "--engine", "local")
            print(_measure(command, count, every=0.3).row(f"{count} articles"), flush=True)


if __name__ == "__main__":
    main()
