"""Cold start of the command: `python -m benchmarks.cli_start [--runs N] [--lang kk] [FILE]`.

Each run is a process of its own. Prints the median and the range of wall time and peak memory for `import toolkit`, for
`summarize` without translation and with it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

__all__ = ["main", "measure"]

SEED = Path(__file__).resolve().parent.parent / "seeds" / "astana-visit.txt"


def measure(command: Sequence[str], runs: int) -> tuple[list[float], float]:
    """Wall times in seconds of each run, and the highest peak memory of them in MiB."""
    times: list[float] = []
    peak = 0
    for _ in range(runs):
        start = time.perf_counter()
        process = os.posix_spawnp(
            command[0],
            list(command),
            os.environ,
            file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
        )
        _, status, usage = os.wait4(process, 0)
        times.append(time.perf_counter() - start)
        if status:
            raise SystemExit(f"{' '.join(command)}: exit code {os.waitstatus_to_exitcode(status)}")
        peak = max(peak, usage.ru_maxrss)
    return times, peak / 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", default=str(SEED))
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--lang", default="kk")
    options = parser.parse_args()
    python = sys.executable
    summarize = [python, "-m", "toolkit.cli.summarize"]
    cases: dict[str, list[str]] = {
        "python -c pass": [python, "-c", "pass"],
        "import toolkit": [python, "-c", "import toolkit"],
        "summarize (English)": [*summarize, options.file],
        f"summarize --lang {options.lang}": [*summarize, "--lang", options.lang, options.file],
        f"… --length both --lang {options.lang}": [
            *summarize,
            "-n",
            "both",
            "--lang",
            options.lang,
            options.file,
        ],
    }
    subprocess.run(
        cases[f"summarize --lang {options.lang}"], check=True, stdout=subprocess.DEVNULL
    )  # lays out packages
    print(f"{'':34}{'median s':>10}{'min':>8}{'max':>8}{'peak MiB':>10}")
    for name, command in cases.items():
        times, peak = measure(command, options.runs)
        print(f"{name:34}{statistics.median(times):10.2f}{min(times):8.2f}{max(times):8.2f}{peak:10.0f}")


if __name__ == "__main__":
    main()
