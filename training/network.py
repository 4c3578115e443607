"""The reader's network in PyTorch: one encoder, heads for cues and entities, and a small cue-wise decoder.

The encoder is MiniLM (6 layers, 384 wide) started from all-MiniLM-L6-v2. Case, quotation state and layout are
added to its word embeddings. For every cue, a decoder of two narrow layers reads the encoder's output together
with where the cue stands, and says of each piece whether it is source, content or hand of that cue. So nested
and interlocking statements need no special case, and the encoder runs once however many statements there are.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from onrecord.reading.labels import LINK, SIZE
from onrecord.reading.pieces import BUCKETS, CASES, CONTEXT, CORE, LAYOUTS, QUOTES, vocabulary
from training.vocabulary import pretrained_pieces

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
POSITIONS = CORE + 2 * CONTEXT + 2  # no window is longer
NARROW, NARROW_HEADS, NARROW_LAYERS = 128, 4, 2
CUE_LABELS = 3  # outside, begins, goes on
ENTITY_LABELS = 7  # outside, then begins/goes on for person, organisation, place
ARGUMENT_LABELS = 4  # outside, source, content, hand


class _Fused(torch.autograd.Function):
    """ONNX Runtime's own attention operator, for the exported networks; they get no padding, so it needs no mask."""

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor, heads: int) -> Tensor:
        b, n, d = q.shape
        q, k, v = (x.view(b, n, heads, -1).transpose(1, 2) for x in (q, k, v))
        y: Tensor = F.scaled_dot_product_attention(q, k, v)
        return y.transpose(1, 2).reshape(b, n, d)

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any, heads: int) -> Any:
        out = g.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=heads)
        out.setType(q.type())
        return out


def attention(x: Tensor, qkv: Tensor, heads: int, mask: Tensor | None) -> Tensor:
    """Multi-head attention; ``mask`` is added to the scores, and None where nothing is padded."""
    b, n, _ = x.shape
    if mask is None:
        fused: Tensor = _Fused.apply(*qkv.chunk(3, dim=-1), heads)
        return fused
    q, k, v = qkv.view(b, n, 3, heads, -1).permute(2, 0, 3, 1, 4)
    # Written out: PyTorch's fused attention is slower on a CPU's bfloat16 units, backward above all.
    scores = (q * (1 / math.sqrt(q.shape[-1]))) @ k.transpose(-1, -2) + mask.to(q.dtype)
    y = scores.softmax(-1).to(v.dtype) @ v
    return y.transpose(1, 2).reshape(b, n, -1)


class Layer(nn.Module):
    """One BERT layer (post-norm)."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        x = self.norm1(x + self.out(attention(x, self.qkv(x), self.heads, mask)))
        y: Tensor = self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))
        return y


def outside(ids: Tensor) -> Tensor:
    """Additive attention mask, (batch, 1, 1, pieces): very low on padding."""
    return (ids == 0).to(torch.float32)[:, None, None, :] * -1e4


class Encoder(nn.Module):
    """Pieces and their features -> (near, asks, cue, entity, harm logits, link); the first two feed the decoder.

    Two mentions or figures tell of one incident where the product of their ``link`` vectors, over the square root of
    their width, and ``link_bias`` make more than zero.
    """

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(len(vocabulary()), WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        self.case = nn.Embedding(CASES, WIDTH)
        self.quote = nn.Embedding(QUOTES, WIDTH)
        self.layout = nn.Embedding(LAYOUTS, WIDTH)
        for table in (self.case, self.quote, self.layout):
            nn.init.normal_(table.weight, std=0.005)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, INNER, dropout) for _ in range(LAYERS))
        self.cue = nn.Linear(WIDTH, CUE_LABELS)
        self.entity = nn.Linear(WIDTH, ENTITY_LABELS)
        self.near = nn.Linear(WIDTH, NARROW)
        self.asks = nn.Linear(WIDTH, NARROW)
        self.harm = nn.Linear(WIDTH, SIZE)
        self.link = nn.Linear(WIDTH, LINK)
        self.link_bias = nn.Parameter(torch.zeros(()))

    def forward(
        self, ids: Tensor, case: Tensor, quote: Tensor, layout: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
        mask = None if torch.onnx.is_in_onnx_export() else outside(ids)
        return self.above(self.below(ids, case, quote, layout, mask, LAYERS), mask, LAYERS)

    def below(
        self, ids: Tensor, case: Tensor, quote: Tensor, layout: Tensor, mask: Tensor | None, depth: int
    ) -> Tensor:
        """What the first ``depth`` layers make of the pieces: (batch, pieces, WIDTH)."""
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.segment
        x = x + self.case(case) + self.quote(quote) + self.layout(layout)
        x = self.dropout(self.norm(x))
        for layer in self.layers[:depth]:
            x = layer(x, mask)
        return x

    def above(
        self, x: Tensor, mask: Tensor | None, depth: int
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
        """What the layers from ``depth`` on and the heads make of it."""
        for layer in self.layers[depth:]:
            x = layer(x, mask)
        return self.near(x), self.asks(x), self.cue(x), self.entity(x), self.harm(x), self.link(x)


class Decoder(nn.Module):
    """For each cue: which pieces are its source, its content, its hand, and whether it is a cue at all.

    ``near`` (cues, pieces, NARROW) is what stands around each cue, ``asks`` (cues, NARROW) the mean over the
    cue's own pieces, ``inside`` (cues, pieces) is 1 on those, ``distance`` (cues, pieces) the bucket of each
    piece's distance to the cue.
    """

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.distance = nn.Embedding(BUCKETS, NARROW)
        self.norm = nn.LayerNorm(NARROW)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(NARROW, NARROW_HEADS, 2 * NARROW, dropout) for _ in range(NARROW_LAYERS))
        self.label = nn.Linear(NARROW, ARGUMENT_LABELS)
        self.real = nn.Linear(NARROW, 1)

    def forward(
        self, near: Tensor, asks: Tensor, inside: Tensor, distance: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        x = near + asks[:, None, :] + self.distance(distance)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        weight = inside / inside.sum(1, keepdim=True).clamp(min=1)
        pooled = (weight[:, None, :] @ x).squeeze(1)
        return self.label(x), self.real(pooled).squeeze(-1)


def word_table(state: dict[str, Tensor]) -> Tensor:
    """The rows of the pretrained word table for the pieces that ship, in their order."""
    rows = {piece: n for n, piece in enumerate(pretrained_pieces())}
    table: Tensor = state["embeddings.word_embeddings.weight"]
    return table[[rows[piece] for piece in vocabulary()]]


def pretrained(encoder: Encoder, state: dict[str, Tensor]) -> None:
    """Fill ``encoder`` with the weights of all-MiniLM-L6-v2 (names as in its safetensors file)."""
    own = encoder.state_dict()

    def put(name: str, value: Tensor) -> None:
        if own[name].shape != value.shape:
            raise ValueError(f"{name}: {tuple(value.shape)} given, {tuple(own[name].shape)} needed")
        own[name].copy_(value)

    e = "embeddings."
    put("words.weight", word_table(state))
    put("positions.weight", state[e + "position_embeddings.weight"][:POSITIONS])
    put("segment", state[e + "token_type_embeddings.weight"][0])
    put("norm.weight", state[e + "LayerNorm.weight"])
    put("norm.bias", state[e + "LayerNorm.bias"])
    for n in range(LAYERS):
        theirs, ours = f"encoder.layer.{n}.", f"layers.{n}."
        for kind in ("weight", "bias"):
            parts = [state[f"{theirs}attention.self.{x}.{kind}"] for x in ("query", "key", "value")]
            put(f"{ours}qkv.{kind}", torch.cat(parts))
            put(f"{ours}out.{kind}", state[f"{theirs}attention.output.dense.{kind}"])
            put(f"{ours}norm1.{kind}", state[f"{theirs}attention.output.LayerNorm.{kind}"])
            put(f"{ours}up.{kind}", state[f"{theirs}intermediate.dense.{kind}"])
            put(f"{ours}down.{kind}", state[f"{theirs}output.dense.{kind}"])
            put(f"{ours}norm2.{kind}", state[f"{theirs}output.LayerNorm.{kind}"])
