"""Settings, learning rate, log."""

from pathlib import Path

import pytest

from toolkit.errors import OptionError
from training.curve import append, points, read_log
from training.noise import NOISES, add_noise
from training.settings import ModelSettings, RunSettings, learning_rate


@pytest.mark.parametrize(
    "values",
    [
        {"dropout": 1.5},
        {"cooldown": 5},
        {"precision": "float8"},
        {"save_seconds": 900.0},
        {"rate": 0.0},
        {"until": 5, "cooldown": 5},
    ],
)
def test_bad_settings_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(OptionError):
        RunSettings.of(values)


def test_bad_shape_is_refused() -> None:
    with pytest.raises(OptionError, match="multiple"):
        ModelSettings(width=100, heads=12)


def test_settings_survive_a_checkpoint() -> None:
    settings = RunSettings(rate=1e-3, until=10, cooldown=2)
    assert RunSettings.of(settings.as_dict() | {"unknown": 1}) == settings


def test_rate_rises_falls_and_cools_down_to_zero() -> None:
    settings = RunSettings(rate=1.0, warmup=100, until=1000, cooldown=200)
    rates = [learning_rate(settings, step) for step in range(1, 1001)]
    assert max(rates) == rates[99] == 1.0
    assert rates[:100] == sorted(rates[:100])
    assert rates[100:] == sorted(rates[100:], reverse=True)
    assert rates[-1] == 0.0


def test_rate_rises_again_after_a_start_without_optimiser() -> None:
    settings = RunSettings(rate=1.0, warmup=10, rewarm=100)
    assert learning_rate(settings, 1001, restarted=1000) < learning_rate(settings, 1100, restarted=1000)
    assert learning_rate(settings, 1100, restarted=1000) == learning_rate(settings, 1100)


def test_log_survives_a_line_cut_short(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    append(log, {"event": "train", "step": 1, "loss": 3.0})
    with log.open("ab") as torn:
        torn.write(b'{"event": "train", "step": 2, "lo')
    append(log, {"event": "train", "step": 2, "loss": 2.0})
    append(log, {"event": "train", "step": 2, "loss": 2.5})
    assert points(read_log(log))[0] == {1: 3.0, 2: 2.5}


def test_curve_is_a_picture(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from training.curve import draw

    log = tmp_path / "log.jsonl"
    append(log, {"event": "train", "step": 1, "loss": 3.0})
    append(log, {"event": "dev", "step": 1, "nll": {"kk": 2.0}})
    draw(log, tmp_path / "curve.png")
    assert (tmp_path / "curve.png").read_bytes()[:4] == b"\x89PNG"


def test_noise_changes_the_english_side_or_says_no() -> None:
    import random

    text = 'Xi\'s envoy said: "Trade, at 41 billion dollars, rose 5 percent."'
    seen = {add_noise(text, random.Random(seed)) for seed in range(40)}
    assert text not in seen
    assert len(seen) >= 5
    assert len(NOISES) >= 5
    assert add_noise("9", random.Random(0)) is None
