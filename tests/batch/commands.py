"""The command as a user runs it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

COMMAND = [sys.executable, "-m", "toolkit.cli.toolkit", "batch"]


def start(*arguments: str | Path, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **environment},
    )  # fmt: skip


def run(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> tuple[int, str]:
    """Exit code and stderr."""
    process = start(*arguments, **environment)
    out, err = process.communicate(stdin, timeout=120)
    assert out == b"", (out, err)
    return process.returncode, err.decode()


def wait_for(what: Callable[[], object], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.05)


def below(process: int, name: str) -> list[int]:
    """Ids of the processes below one that have a word in their command line."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    rows = [(int(a), int(b), rest) for a, b, rest in (x.split(None, 2) for x in listed.stdout.splitlines())]
    family = {process}
    for _ in rows:
        more = {pid for pid, parent, _ in rows if parent in family} - family
        if not more:
            break
        family |= more
    return [pid for pid, _, args in rows if pid in family - {process} and name in args]
