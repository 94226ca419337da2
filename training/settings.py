"""Settings of a model and of a training run: plain values, checked, written into every checkpoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from toolkit.errors import OptionError

__all__ = ["ModelSettings", "RunSettings", "learning_rate"]


def _from_mapping(kind: type[Any], values: Mapping[str, Any]) -> Any:
    known = {f.name for f in fields(kind)}
    return kind(**{k: v for k, v in values.items() if k in known})


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Shape of the network; the defaults are the compact model's.

    Attributes:
        encoder, decoder: numbers of layers.
        width: of embeddings and layers; a multiple of ``heads``.
        heads: of attention.
        inner: width inside the feed-forward blocks.
        positions: longest sentence in pieces.
    """

    encoder: int = 8
    decoder: int = 3
    width: int = 384
    heads: int = 12
    inner: int = 1536
    positions: int = 512

    def __post_init__(self) -> None:  # noqa: D105
        if min(self.encoder, self.decoder, self.width, self.heads, self.inner, self.positions) < 1:
            raise OptionError("layers, width, heads, inner width and positions must be at least 1")
        if self.width % self.heads:
            raise OptionError(f"width {self.width} is not a multiple of the number of heads {self.heads}")

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """From a mapping; unknown keys are passed over."""
        made: Self = _from_mapping(cls, values)
        return made

    def as_dict(self) -> dict[str, Any]:
        """As a plain mapping."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How a run trains.

    Attributes:
        rate: highest learning rate; rises over ``warmup`` steps, then falls with the root of the step.
        warmup: steps.
        rewarm: steps over which the rate rises again after a start without optimiser state.
        tokens: padded tokens a batch.
        external_share: of the external text an epoch, times each source's weight.
        placeholders: share of own rows (with candidates) that come in a placeholder form too.
        noise: share of own rows that come once more with noise on the English side.
        often: pattern of shards of the own corpus (``H*``) whose rows come ``times`` an epoch: new lines late in
            a run, beside those that it has seen often.
        times: how often these come.
        dropout: probability.
        smoothing: of the labels.
        negatives: pieces of other languages drawn into each softmax.
        ema: decay of the averaged weights, which are the ones exported.
        rounding: compute with weights rounded to int8 as export rounds them (:mod:`training.rounding`).
        until: the run ends at this step; 0: never.
        cooldown: the last so many steps before ``until`` go down to rate 0 in a straight line.
        precision: ``auto`` (measured), ``float32`` or ``bfloat16``.
        seed: of everything that is drawn.
        threads: of PyTorch; 0 leaves its own choice. The same number is needed for the same result.
        save_seconds: at most so long between checkpoints, 300 at most.
        dev_every: steps between measurements on held-out lines.
        log_every: steps between lines of the log.
    """

    rate: float = 5e-4
    warmup: int = 1000
    rewarm: int = 300
    tokens: int = 4096
    external_share: float = 0.15
    placeholders: float = 0.5
    noise: float = 0.0
    often: str = ""
    times: int = 2
    dropout: float = 0.1
    smoothing: float = 0.1
    negatives: int = 2048
    ema: float = 0.9995
    rounding: bool = False
    until: int = 0
    cooldown: int = 0
    precision: str = "auto"
    seed: int = 0
    threads: int = 0
    save_seconds: float = 240.0
    dev_every: int = 1000
    log_every: int = 50

    def __post_init__(self) -> None:  # noqa: D105
        for name in ("external_share", "placeholders", "noise", "dropout", "smoothing", "ema"):
            if not 0 <= getattr(self, name) < (float("inf") if name == "external_share" else 1 + 1e-9):
                raise OptionError(f"{name} must lie between 0 and 1, not {getattr(self, name)}")
        if self.rate <= 0 or self.warmup < 1 or self.tokens < 16:
            raise OptionError("rate must be above 0, warmup at least 1 step, tokens at least 16")
        if self.times < 1:
            raise OptionError(f"times must be at least 1, not {self.times}")
        if self.cooldown and self.until <= self.cooldown:
            raise OptionError("--cooldown needs --until, and --until must be larger")
        if self.precision not in ("auto", "float32", "bfloat16"):
            raise OptionError(f"precision {self.precision!r} is unknown: auto, float32 or bfloat16")
        if not 0 <= self.save_seconds <= 300:
            raise OptionError("save_seconds must lie between 0 and 300: at most five minutes may be lost")

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """From a mapping; unknown keys are passed over."""
        made: Self = _from_mapping(cls, values)
        return made

    def as_dict(self) -> dict[str, Any]:
        """As a plain mapping."""
        return asdict(self)


def learning_rate(settings: RunSettings, step: int, restarted: int | None = None) -> float:
    """The learning rate of a step (from 1).

    Args:
        settings: of the run.
        step: number of the step.
        restarted: the step after which the optimiser began anew, None for a run that always had its state.

    >>> settings = RunSettings(rate=1.0, warmup=10, until=100, cooldown=20)
    >>> learning_rate(settings, 5), learning_rate(settings, 40), learning_rate(settings, 100)
    (0.5, 0.5, 0.0)
    """
    factor = min(step / settings.warmup, (settings.warmup / step) ** 0.5)
    if restarted is not None:
        factor *= min(1.0, (step - restarted) / settings.rewarm)
    if settings.cooldown:
        factor *= min(1.0, max(0, settings.until - step) / settings.cooldown)
    return float(settings.rate * factor)
