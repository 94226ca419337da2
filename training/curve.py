"""The log of a run (JSON lines) and the picture of its loss and held-out curve."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from training.files import replace_file

__all__ = ["append", "draw", "points", "read_log"]


def append(path: Path, event: Mapping[str, Any]) -> None:
    """Add a line to a log. A line that a kill cut short is closed first, so that the new one stands alone."""
    data = (json.dumps(event, ensure_ascii=False) + "\n").encode()
    with path.open("ab+") as log:
        if log.tell():
            log.seek(-1, 2)
            if log.read(1) != b"\n":
                data = b"\n" + data
        log.write(data)


def read_log(path: Path) -> list[dict[str, Any]]:
    """The events of a log; a line that is not whole JSON (a kill while writing) is passed over."""
    events = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict):
            events.append(event)
    return events


def points(events: Sequence[Mapping[str, Any]]) -> tuple[dict[int, float], dict[str, dict[int, float]]]:
    """(step → loss, language → step → held-out nats a token); of a step that was done twice the last counts.

    >>> points([{"event": "train", "step": 50, "loss": 3.0}, {"event": "dev", "step": 50, "nll": {"kk": 2.5}}])
    ({50: 3.0}, {'kk': {50: 2.5}})
    """
    losses: dict[int, float] = {}
    dev: dict[str, dict[int, float]] = {}
    for event in events:
        if event.get("event") == "train":
            losses[int(event["step"])] = float(event["loss"])
        elif event.get("event") == "dev":
            for language, value in event["nll"].items():
                dev.setdefault(language, {})[int(event["step"])] = float(value)
    return losses, dev


def draw(log: Path, picture: Path) -> None:
    """Draw the curves of a log as PNG."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    losses, dev = points(read_log(log))
    figure, axes = pyplot.subplots(figsize=(9, 5))
    if losses:
        axes.plot(
            sorted(losses), [losses[s] for s in sorted(losses)], color="0.7", linewidth=1, label="training"
        )
    for language in sorted(dev):
        steps = sorted(dev[language])
        axes.plot(
            steps, [dev[language][s] for s in steps], marker="o", markersize=3, label=f"held out, {language}"
        )
    axes.set_xlabel("step")
    axes.set_ylabel("nats a token")
    axes.grid(alpha=0.3)
    if losses or dev:
        axes.legend()
    figure.tight_layout()
    replace_file(picture, lambda beside: figure.savefig(beside, format="png", dpi=120))
    pyplot.close(figure)
