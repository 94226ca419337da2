"""``train``: train on a CPU, resume after a kill at any moment as if nothing had happened.

A run is a folder: ``checkpoint.pt`` (whole state), ``log.jsonl``, ``curve.png``. Everything drawn at random comes
from generators whose states are in the checkpoint, so a resumed run equals an uninterrupted one bit by bit (same
machine, threads and corpus). When the own corpus has changed meanwhile, the epoch begins anew.
"""

from __future__ import annotations

import contextlib
import json
import random
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from toolkit.errors import InputError, OptionError
from training import curve
from training.batches import Batch, Example, Pair, Variants, epoch, external_pairs, language_pieces, own_pairs
from training.checkpoint import load_state, remove_leftovers, save_state
from training.corpus import CORPUS, TARGETS, Corpus, read_corpus
from training.model import DropoutMasks, Translator, start_from_e5
from training.precision import choose_precision
from training.released import read_exported
from training.rounding import round_rows, rounded_matrices
from training.settings import ModelSettings, RunSettings, learning_rate
from training.softmax import PieceSampler, softmax_loss
from training.vocabulary import BOS, EOS, PAD, Vocabulary

__all__ = ["Inputs", "Tensors", "Trainer", "tensors", "train"]

_CHECKPOINT, _LOG, _CURVE = "checkpoint.pt", "log.jsonl", "curve.png"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run reads.

    Attributes:
        vocabulary: ``sentencepiece.model``.
        corpus: folder of the own corpus, read anew each epoch.
        prepared: folder that ``prepare`` wrote, None for the own corpus alone.
        start_rows: ``start-rows.json`` of the vocabulary, to start from e5; None: random weights.
        checkpoint: a released checkpoint, or the folder of an exported model, to go on from.
        limit: take only so many own rows (tests); 0: all.
    """

    vocabulary: Path
    corpus: Path = CORPUS
    prepared: Path | None = None
    start_rows: Path | None = None
    checkpoint: Path | None = None
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Tensors:
    """A batch for the network.

    Attributes:
        source: ``<2xx> pieces </s>``.
        entered: what the decoder reads, ``<s> pieces``.
        wanted: what it shall write, ``pieces </s>``, -100 at padding.
        mask: minus infinity at padding of the source.
    """

    source: Tensor
    entered: Tensor
    wanted: Tensor
    mask: Tensor


def _released(path: Path) -> dict[str, Any]:
    """The state to start from: of a released checkpoint or of an exported folder."""
    if not path.is_dir():
        return load_state(path)
    weights = read_exported(path)
    return {"ema": weights.values, "step": weights.step, "epoch": weights.epoch, "model": weights.model}


def tensors(pairs: Sequence[Pair], tag: int, dtype: torch.dtype) -> Tensors:
    """Pad the pairs of a batch."""
    rows = len(pairs)
    width = max(len(p.source) for p in pairs) + 2
    height = max(len(p.target) for p in pairs) + 1
    source, padding = np.full((rows, width), PAD), np.ones((rows, width), dtype=bool)
    entered, wanted = np.full((rows, height), PAD), np.full((rows, height), -100)
    for i, pair in enumerate(pairs):
        n, k = len(pair.source) + 2, len(pair.target) + 1
        source[i, 0], source[i, 1 : n - 1], source[i, n - 1] = tag, pair.source, EOS
        padding[i, :n] = False
        entered[i, 0], entered[i, 1:k] = BOS, pair.target
        wanted[i, : k - 1], wanted[i, k - 1] = pair.target, EOS
    mask = torch.zeros(rows, width, dtype=dtype).masked_fill_(torch.tensor(padding), float("-inf"))
    return Tensors(torch.tensor(source), torch.tensor(entered), torch.tensor(wanted), mask[:, None, None, :])


class Trainer:
    """One run: network, optimiser, place in the corpus, random states.

    Args:
        run: folder of the run.
        inputs: what it reads.
        model: shape of the network; a checkpoint's own shape wins.
        settings: how it trains; may differ from those of the checkpoint (noted in the log).

    Raises:
        InputError: files are missing or do not belong together.
        OptionError: the settings make no sense here.
    """

    def __init__(self, run: Path, inputs: Inputs, model: ModelSettings, settings: RunSettings) -> None:
        self.run, self.inputs, self.settings = run, inputs, settings
        run.mkdir(parents=True, exist_ok=True)
        remove_leftovers(run)
        if settings.threads:
            torch.set_num_threads(settings.threads)
        self.vocabulary = Vocabulary.load(inputs.vocabulary)
        state = load_state(run / _CHECKPOINT) if (run / _CHECKPOINT).exists() else None
        released = _released(inputs.checkpoint) if state is None and inputs.checkpoint else None
        self.model = ModelSettings.of((state or released or {}).get("model") or model.as_dict())
        self.dtype, self.product_times = choose_precision(settings.precision)
        self._read_data()
        self._build(state, released)

    # ---- data ----
    def _rows(self) -> Corpus:
        corpus = read_corpus(self.inputs.corpus)
        if self.inputs.limit:
            return Corpus(
                corpus.training[: self.inputs.limit], corpus.held_out[: self.inputs.limit], corpus.digest
            )
        return corpus

    def _read_data(self) -> None:
        s = self.settings
        self.corpus = self._rows()
        self.own = own_pairs(self.corpus.training, self.vocabulary)
        prepared = self.inputs.prepared
        self.external: list[Example] = external_pairs(prepared, self.vocabulary) if prepared else []
        self.pieces = language_pieces(self.vocabulary, self.external, self.own)
        self.sampler = PieceSampler(self.pieces, len(self.vocabulary))
        self.variants = (
            Variants(self.corpus.training, s.placeholders, s.noise) if s.placeholders or s.noise else None
        )

    def _batches(self, *, again: bool) -> list[Batch]:
        """The batches of this epoch; ``again``: the corpus is read anew."""
        if again:
            corpus = self._rows()
            if corpus.digest != self.corpus.digest:
                self.corpus, self.own = corpus, own_pairs(corpus.training, self.vocabulary)
        s = self.settings
        rng = random.Random(f"{s.seed} epoch {self.epoch}")
        often = read_corpus(self.inputs.corpus, s.often).training if s.often else ()
        again_rows = often[: self.inputs.limit or None] * (s.times - 1)
        rows = [*self.corpus.training, *again_rows]
        further = self.variants.examples(rows, rng, self.vocabulary) if self.variants else []
        own = [*self.own, *own_pairs(again_rows, self.vocabulary), *further]
        batches = epoch(rng, own, self.external, s.external_share, s.tokens)
        if not batches:
            raise InputError(f"{self.inputs.corpus}: no rows to train on")
        return batches

    # ---- network and state ----
    def _build(self, state: Mapping[str, Any] | None, released: Mapping[str, Any] | None) -> None:
        s = self.settings
        torch.manual_seed(s.seed)
        net = Translator(len(self.vocabulary), self.model)
        if state is None and released is None:
            if self.inputs.start_rows:
                start_from_e5(net, json.loads(self.inputs.start_rows.read_text(encoding="utf-8")))
            else:
                torch.nn.init.normal_(net.embedding.weight, std=self.model.width**-0.5)
        self.net, self._parameters = net, list(net.parameters())
        self.flat = torch.cat([p.data.float().reshape(-1) for p in self._parameters]).requires_grad_()
        self.flat.grad = torch.zeros_like(self.flat)
        self.optimiser = torch.optim.AdamW(
            [self.flat], lr=s.rate, betas=(0.9, 0.98), eps=1e-9, weight_decay=0.01, fused=True
        )
        self.step = self.epoch = self.batch = 0
        self.restarted: int | None = None
        self.rng = random.Random(s.seed)
        self.generator = torch.Generator().manual_seed(s.seed)
        size = min(1 << 25, max(1 << 20, 24 * s.tokens * self.model.width))
        self.masks = DropoutMasks(s.dropout, size, self.dtype, s.seed)
        self.events: list[dict[str, Any]] = []
        if state is not None:
            self._restore(state)
        elif released is not None:
            self._copy_weights(released["ema"], released["ema"])
            self.step = self.restarted = int(released["step"])
            self.epoch = int(released.get("epoch", released.get("ep", 0))) + 1
            self.events.append(
                {"event": "from_checkpoint", "step": self.step, "file": str(self.inputs.checkpoint)}
            )
        if state is None:
            self.ema = self.flat.detach().clone()
        net.to(self.dtype)
        self._working = torch.empty(self.flat.numel(), dtype=self.dtype)
        self._gradients: list[Tensor] = []
        self._rounded: list[tuple[int, int, torch.Size]] = []
        rounded = rounded_matrices(net) if s.rounding else frozenset()
        at = 0
        for name, p in net.named_parameters():
            end = at + p.numel()
            p.data = self._working[at:end].view(p.shape)
            self._gradients.append(self.flat.grad[at:end].view(p.shape))
            if name in rounded:
                self._rounded.append((at, end, p.shape))
            at = end
        self._use(self.flat.data)

    def _use(self, weights: Tensor) -> None:
        """Let the network compute with these weights, rounded as they will be exported if the settings say so."""
        self._working.copy_(weights)
        for start, end, shape in self._rounded:
            self._working[start:end].view(shape).copy_(round_rows(weights[start:end].view(shape)))

    def _copy_weights(self, weights: Tensor, ema: Tensor) -> None:
        if weights.numel() != self.flat.numel():
            raise InputError(
                f"the checkpoint has {weights.numel():,} weights, this network {self.flat.numel():,}: "
                "vocabulary or shape differ from those it was trained with"
            )
        self.flat.data.copy_(weights.float())
        self.ema = ema.float().clone()

    def _restore(self, state: Mapping[str, Any]) -> None:
        if "flat" not in state:
            raise InputError(
                f"{self.run / _CHECKPOINT}: a released checkpoint; give it to --from-checkpoint of a new run"
            )
        self._copy_weights(state["flat"], state["ema"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.epoch, self.batch = state["step"], state["epoch"], state["batch"]
        self.restarted = state["restarted"]
        version, values, gauss = state["rng"]
        self.rng.setstate((version, tuple(values), gauss))
        self.generator.set_state(state["generator"])
        self.events.append({"event": "resumed", "step": self.step, "epoch": self.epoch, "batch": self.batch})
        before = RunSettings().as_dict() | state["settings"]  # older runs knew fewer settings
        changed = {k: v for k, v in self.settings.as_dict().items() if before[k] != v}
        if changed:
            self.events.append({"event": "settings_changed", "step": self.step, "now": changed})
        same_data = state["digest"] == self.corpus.digest and not {
            "external_share", "placeholders", "noise", "often", "times", "tokens", "seed"
        } & set(changed)  # fmt: skip
        if not same_data:
            self.epoch, self.batch = self.epoch + 1, 0
            self.events.append({"event": "epoch_restarted", "reason": "corpus or data settings changed"})

    def save(self) -> None:
        """Write the whole state, atomically."""
        version, values, gauss = self.rng.getstate()
        save_state(
            self.run / _CHECKPOINT,
            {
                "flat": self.flat.detach(), "ema": self.ema, "optimiser": self.optimiser.state_dict(),
                "step": self.step, "epoch": self.epoch, "batch": self.batch, "restarted": self.restarted,
                "rng": [version, list(values), gauss], "generator": self.generator.get_state(),
                "settings": self.settings.as_dict(), "model": self.model.as_dict(), "digest": self.corpus.digest,
                "pieces": {language: torch.tensor(ids) for language, ids in self.pieces.items()},
            },
        )  # fmt: skip

    # ---- training ----
    def _loss(self, batch: Batch, *, training: bool) -> tuple[Tensor, int]:
        s = self.settings
        t = tensors(batch.pairs, self.vocabulary.tag(batch.language), self.dtype)
        masks = None
        if training:
            masks = self.masks.draw(
                self.net.mask_shapes(t.source.shape[0], t.source.shape[1], t.entered.shape[1]), self.rng
            )
        states = self.net(t.source, t.entered, t.mask, masks)
        there = t.wanted != -100
        targets = t.wanted[there]
        negatives, smoothing = (s.negatives, s.smoothing) if training else (0, 0.0)
        softmax = self.sampler.pick(batch.language, targets, negatives, self.dtype, self.generator)
        return softmax_loss(
            states[there], self.net.embedding.weight, softmax, targets, smoothing
        ), targets.numel()

    def _train_step(self, batch: Batch) -> tuple[float, int]:
        self.step += 1
        rate = learning_rate(self.settings, self.step, self.restarted)
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        for p in self._parameters:
            p.grad = None
        loss, count = self._loss(batch, training=True)
        loss.backward()
        zero = [(g, p.grad) for g, p in zip(self._gradients, self._parameters, strict=True)]
        torch._foreach_copy_(
            [g for g, grad in zero if grad is not None], [x for _, x in zero if x is not None]
        )
        torch.nn.utils.clip_grad_norm_([self.flat], 1.0)
        self.optimiser.step()
        self._use(self.flat.data)
        self.ema.lerp_(self.flat.data, 1 - min(self.settings.ema, (1 + self.step) / (10 + self.step)))
        return float(loss.item()), count

    def held_out_nll(self) -> dict[str, float]:
        """Nats a token on the held-out own lines, averaged weights, by language."""
        self._use(self.ema)
        out: dict[str, float] = {}
        pairs = own_pairs(self.corpus.held_out, self.vocabulary)
        with torch.no_grad():
            for language in TARGETS:
                mine = sorted((e.pair for e in pairs if e.language == language), key=lambda p: len(p.target))
                total, count = 0.0, 0
                for start in range(0, len(mine), 64):
                    loss, n = self._loss(Batch(language, tuple(mine[start : start + 64])), training=False)
                    total, count = total + float(loss.item()) * n, count + n
                if count:
                    out[language] = round(total / count, 4)
        self._use(self.flat.data)
        return out

    def _log(self, **event: Any) -> None:
        curve.append(self.run / _LOG, event)

    def _draw(self) -> None:
        try:
            curve.draw(self.run / _LOG, self.run / _CURVE)
        except ImportError:
            self._log(event="no_curve", reason="matplotlib is not installed")

    def train(self, seconds: float | None = None, stop: Callable[[], bool] = lambda: False) -> str:
        """Train until the run's last step, the time is over, or ``stop`` says so. → the reason.

        The state is saved before it returns.

        Raises:
            InputError: the loss is not a number any more.
        """
        begin = last_save = last_log = time.monotonic()
        for event in self.events:
            self._log(**event)
        self.events.clear()
        batches = self._batches(again=False)
        self._log(
            event="start", step=self.step, epoch=self.epoch, batches=len(batches), own_rows=len(self.corpus.training),
            external_pairs=len(self.external), digest=self.corpus.digest, weights=self.flat.numel(),
            precision=str(self.dtype).removeprefix("torch."), product_seconds=dict(self.product_times),
            threads=torch.get_num_threads(), model=self.model.as_dict(), settings=self.settings.as_dict(),
        )  # fmt: skip
        total, tokens, steps = 0.0, 0, 0
        while True:
            if self.settings.until and self.step >= self.settings.until:
                reason = "done"
            elif seconds is not None and time.monotonic() - begin >= seconds:
                reason = "time"
            elif stop():
                reason = "stopped"
            else:
                reason = ""
            if reason:
                break
            if self.batch >= len(batches):
                self.save()  # before everything that takes minutes: only steps since the last one can be lost
                last_save = time.monotonic()
                self.epoch, self.batch = self.epoch + 1, 0
                batches = self._batches(again=True)
                self._log(event="epoch", step=self.step, epoch=self.epoch, batches=len(batches),
                          own_rows=len(self.corpus.training), digest=self.corpus.digest)  # fmt: skip
            loss, count = self._train_step(batches[self.batch])
            self.batch += 1
            if loss != loss:
                raise InputError(f"step {self.step}: the loss is not a number; lower --rate and resume")
            total, tokens, steps = total + loss, tokens + count, steps + 1
            now = time.monotonic()
            if self.step % self.settings.log_every == 0:
                self._log(
                    event="train", step=self.step, epoch=self.epoch, batch=self.batch, batches=len(batches),
                    loss=round(total / steps, 4), tokens_per_second=round(tokens / max(now - last_log, 1e-9)),
                    rate=learning_rate(self.settings, self.step, self.restarted), minutes=round((now - begin) / 60, 2),
                )  # fmt: skip
                total, tokens, steps, last_log = 0.0, 0, 0, now
            if self.step % self.settings.dev_every == 0:
                self.save()
                last_save = time.monotonic()
                self._log(event="dev", step=self.step, nll=self.held_out_nll())
                self._draw()
            if time.monotonic() - last_save >= self.settings.save_seconds:
                self.save()
                last_save = time.monotonic()
        self.save()
        if reason != "stopped":  # who asks to stop does not want to wait for it
            self._log(event="dev", step=self.step, nll=self.held_out_nll())
        self._log(
            event="end", step=self.step, reason=reason, minutes=round((time.monotonic() - begin) / 60, 2)
        )
        self._draw()
        return reason


@contextlib.contextmanager
def _stop_on_signals() -> Iterator[Callable[[], bool]]:
    """SIGTERM and SIGINT ask for an end after the current step instead of killing."""
    asked: list[int] = []
    before = {
        s: signal.signal(s, lambda number, _: asked.append(number)) for s in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def train(
    run: Path, inputs: Inputs, model: ModelSettings, settings: RunSettings, minutes: float | None = None
) -> str:
    """Start or resume a run. → why it ended: ``done``, ``time`` or ``stopped`` (a signal); the state is saved.

    Raises:
        InputError, OptionError: see :class:`Trainer`.
    """
    if minutes is not None and minutes <= 0:
        raise OptionError(f"minutes must be above 0, not {minutes}")
    with _stop_on_signals() as stop:
        return Trainer(run, inputs, model, settings).train(None if minutes is None else minutes * 60, stop)
