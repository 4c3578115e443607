"""The model: one pass of the encoder over the pieces, and of the decoder over each cue it finds.

What comes out are marks in pieces, with probabilities; ``statements`` makes statements of them. Runs on ONNX
Runtime with two threads or fewer; no text ever leaves the process.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from onrecord.reading.pieces import CLS, SEP, Pieces, Window, around, windows
from onrecord.record import OnrecordError

Array = npt.NDArray[np.float32]

OUTSIDE, SOURCE, CONTENT, HAND = 0, 1, 2, 3
ENTITY_KINDS = ("person", "organisation", "place")
# Spans less likely than this to be a cue are not looked at further; what is kept is decided in `statements`.
CUE_FLOOR = 0.10
# Windows that go through the encoder together. More is no faster on two threads and takes more memory.
_TOGETHER = 4
_CUES_TOGETHER = 16


class ModelError(OnrecordError):
    """The weights are missing or are not the ones that were shipped."""


class CueMark(NamedTuple):
    """A cue ``[start, end)`` in pieces, how likely it is one, and what the pieces ``[first, ..)`` are to it.

    ``labels`` has one row a piece: probabilities of outside, source, content, hand.
    """

    start: int
    end: int
    likely: float
    real: float
    first: int
    labels: Array


class EntityMark(NamedTuple):
    """An entity ``[start, end)`` in pieces."""

    start: int
    end: int
    kind: str
    likely: float


class Marks(NamedTuple):
    """All cues and entities of one article, in order."""

    cues: list[CueMark]
    entities: list[EntityMark]


def _softmax(x: Array) -> Array:
    e = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True), dtype=np.float32)


def _padded(rows: Sequence[Sequence[int]], value: int) -> npt.NDArray[np.int64]:
    out = np.full((len(rows), max(map(len, rows))), value, dtype=np.int64)
    for n, row in enumerate(rows):
        out[n, : len(row)] = row
    return out


class Model:
    """The two networks, ready to run."""

    def __init__(self, folder: Path | None = None, *, threads: int = 2, trusted: bool = False) -> None:
        import onnxruntime

        folder = folder or Path(str(files("onrecord.reading"))) / "data"
        told = folder / "weights.json"
        if not told.exists():
            raise ModelError(f"{folder}: the reader's weights are not there; install onrecord again, or make them with `make train`.")
        facts = json.loads(told.read_text(encoding="utf-8"))
        self.name: str = facts["model"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # The arena keeps the largest batch it ever saw; without it memory follows what is being read.
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        loaded = []
        for name in ("encoder.onnx", "decoder.onnx"):
            data = (folder / name).read_bytes()
            if not trusted and hashlib.sha256(data).hexdigest() != facts["sha256"][name]:
                raise ModelError(f"{folder / name}: these are not the weights that weights.json names; install onrecord again.")
            loaded.append(onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"]))
        self.encoder, self.decoder = loaded

    def marks(self, pieces: Pieces, *, sure: Sequence[tuple[int, int]] = ()) -> Marks:
        """Cues with their arguments, and entities, of the whole article. ``sure``: pieces that are cues in any case."""
        out = Marks([], [])
        cut = sorted(windows(pieces), key=lambda w: w.end - w.start)
        for n in range(0, len(cut), _TOGETHER):
            self._windows(pieces, cut[n : n + _TOGETHER], sure, out)
        out.cues.sort(key=lambda c: c.start)
        out.entities.sort(key=lambda e: e.start)
        return out

    def _windows(self, pieces: Pieces, cut: list[Window], sure: Sequence[tuple[int, int]], out: Marks) -> None:
        def column(values: list[int], first: int, last: int, pad: int) -> npt.NDArray[np.int64]:
            return _padded([[first, *values[w.start : w.end], last] for w in cut], pad)

        given = {
            "ids": column(pieces.ids, CLS, SEP, 0),
            "case": column(pieces.case, 5, 5, 5),
            "quote": column(pieces.quote, 0, 0, 0),
            "layout": column(pieces.layout, 0, 0, 0),
        }
        near, asks, cue, entity = self.encoder.run(None, given)
        cue, entity = _softmax(cue), _softmax(entity)
        found = [(n, s, e, p) for n, w in enumerate(cut) for s, e, p in _told(_cues(cue[n], w), sure, w)]
        found.sort(key=lambda x: x[2] - x[1])
        for k in range(0, len(found), _CUES_TOGETHER):
            out.cues.extend(self._cues(near, asks, found[k : k + _CUES_TOGETHER], cut))
        for n, w in enumerate(cut):
            out.entities.extend(_entities(entity[n], w))

    def _cues(self, near: Array, asks: Array, found: list[tuple[int, int, int, float]], cut: list[Window]) -> list[CueMark]:
        seen = [around(s, e, cut[n].end - cut[n].start + 2) for n, s, e, _ in found]
        size = max(a.end - a.start for a in seen)
        stands = np.zeros((len(found), size, near.shape[2]), dtype=np.float32)
        asked = np.stack([asks[n, s:e].mean(0) for n, s, e, _ in found])
        mask = np.zeros((len(found), 1, 1, size), dtype=np.float32)
        for row, (a, (n, *_)) in enumerate(zip(seen, found, strict=True)):
            stands[row, : a.end - a.start] = near[n, a.start : a.end]
            mask[row, :, :, a.end - a.start :] = -1e4
        given = {
            "near": stands,
            "asks": asked,
            "inside": _padded([a.inside for a in seen], 0).astype(np.float32),
            "distance": _padded([a.distance for a in seen], 0),
            "mask": mask,
        }
        labels, real = self.decoder.run(None, given)
        labels = _softmax(labels)
        out = []
        for row, (a, (n, s, e, p)) in enumerate(zip(seen, found, strict=True)):
            back = cut[n].start - 1  # piece 0 of a window is [CLS]
            first = max(a.start, 1)
            last = min(a.end, cut[n].end - cut[n].start + 1)
            probable = 1.0 if p == 1.0 else 1 / (1 + float(np.exp(-real[row])))
            out.append(CueMark(s + back, e + back, p, probable, first + back, labels[row, first - a.start : last - a.start]))
        return out


def _cues(p: Array, w: Window) -> list[tuple[int, int, float]]:
    """Cue spans (window pieces, [CLS] being 0) that begin in the window's own part, with their probability."""
    begin, end = w.own - w.start + 1, w.own_end - w.start + 1
    stop = w.end - w.start + 1
    out: list[tuple[int, int, float]] = []
    k = begin
    while k < end:
        if p[k, 1] < CUE_FLOOR or (p[k, 1] < p[k, 2] and out and out[-1][1] == k):
            k += 1
            continue
        last = k + 1
        while last < stop and p[last, 2] > p[last, 0] and p[last, 2] > p[last, 1]:
            last += 1
        out.append((k, last, float(p[k, 1])))
        k = last
    return out


def _told(found: list[tuple[int, int, float]], sure: Sequence[tuple[int, int]], w: Window) -> list[tuple[int, int, float]]:
    """``found`` with the cues that a person is sure of: in place of what overlaps them, with probability 1."""
    back = w.start - 1
    own = [(s - back, e - back, 1.0) for s, e in sure if w.own <= s < w.own_end and e <= w.end]
    return [c for c in found if not any(c[0] < e and s < c[1] for s, e, _ in own)] + own if own else found


def _entities(p: Array, w: Window) -> list[EntityMark]:
    best = p.argmax(-1)
    out: list[EntityMark] = []
    back = w.start - 1
    k, end, stop = w.own - w.start + 1, w.own_end - w.start + 1, w.end - w.start + 1
    while k < end:
        label = int(best[k])
        if label == 0 or (label % 2 == 0 and k == w.own - w.start + 1 and w.own > w.start and best[k - 1] != 0):
            k += 1
            continue
        kind = (label - 1) // 2
        last = k + 1
        while last < stop and best[last] == 2 * kind + 2:
            last += 1
        out.append(EntityMark(k + back, last + back, ENTITY_KINDS[kind], float(p[k:last].max(-1).mean())))
        k = last
    return out
