"""The model: one pass of the encoder over the pieces, and of the decoder over each cue it finds.

What comes out are marks in pieces, with probabilities; ``statements`` makes statements of them. Runs on ONNX
Runtime with two threads or fewer; no text ever leaves the process.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from onrecord.reading.labels import HARMS, PARTS, SLICES
from onrecord.reading.pieces import CLS, SEP, Pieces, Window, around, windows
from onrecord.record import EntityKind, Harm, OnrecordError

Array = npt.NDArray[np.float32]
Told = TypeVar("Told")

OUTSIDE, SOURCE, CONTENT, HAND = 0, 1, 2, 3
ENTITY_KINDS: tuple[EntityKind, ...] = ("person", "organisation", "place")
# Spans less likely than this to be a cue are not looked at further; what is kept is decided in `statements`.
CUE_FLOOR = 0.2
# The same for the words of incidents and figures: below this, what begins there is not looked at further.
HARM_FLOOR = 0.15


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
    kind: EntityKind
    likely: float


class MentionMark(NamedTuple):
    """Words ``[start, end)`` in pieces that tell of an incident: of which kind and told how (probabilities in the order
    of ``labels.KINDS`` and ``labels.TOLD``), and the vector by which it knows its fellows."""

    start: int
    end: int
    likely: float
    kind: Array
    told: Array
    link: Array


class FigureMark(NamedTuple):
    """Words ``[start, end)`` in pieces that count people harmed; ``attackers`` is how likely they count those who did
    it."""

    start: int
    end: int
    likely: float
    harm: Harm
    attackers: float
    link: Array


class PartMark(NamedTuple):
    """Words ``[start, end)`` in pieces that are a part of an incident: ``labels.PARTS``."""

    start: int
    end: int
    likely: float
    part: str
    link: Array


class TotalMark(NamedTuple):
    """What a window says of how many were killed and injured in all: the probabilities of 0, 1, .. ``labels.MOST``."""

    killed: Array
    injured: Array


class Marks(NamedTuple):
    """All cues, entities, and words of incidents of one article, in order."""

    cues: list[CueMark]
    entities: list[EntityMark]
    mentions: list[MentionMark]
    figures: list[FigureMark]
    parts: list[PartMark]
    totals: list[TotalMark]


def _softmax(x: Array) -> Array:
    e = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True), dtype=np.float32)


class Model:
    """The two networks, ready to run."""

    def __init__(self, folder: Path | None = None, *, threads: int = 2) -> None:
        import onnxruntime

        folder = folder or Path(str(files("onrecord.reading"))) / "data"
        told = folder / "weights.json"
        if not told.exists():
            raise ModelError(
                f"{folder}: the reader's weights are not there; install onrecord again, or make them with `make train`."
            )
        facts = json.loads(told.read_text(encoding="utf-8"))
        self.name: str = facts["model"]
        options = onnxruntime.SessionOptions()
        # One thread a window and several windows at once: a fifth faster than several threads in one window, since
        # the matrices are small, and nothing spins while it waits.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # The arena keeps the largest batch it ever saw; without it memory follows what is being read.
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        self.pool = ThreadPoolExecutor(threads) if threads > 1 else None
        loaded = []
        for name in ("encoder.onnx", "decoder.onnx"):
            data = (folder / name).read_bytes()
            if hashlib.sha256(data).hexdigest() != facts["sha256"][name]:
                raise ModelError(
                    f"{folder / name}: these are not the weights that weights.json names; install onrecord again."
                )
            loaded.append(
                onnxruntime.InferenceSession(
                    data, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
                )
            )
        self.encoder, self.decoder = loaded

    def marks(self, pieces: Pieces, *, sure: Sequence[tuple[int, int]] = ()) -> Marks:
        """Cues with their arguments, and entities, of the whole article. ``sure``: pieces that are cues in any case."""
        out = Marks([], [], [], [], [], [])
        for told in self._each(windows(pieces), lambda w: self._window(pieces, w, sure)):
            out.cues.extend(told.cues)
            out.entities.extend(told.entities)
            out.mentions.extend(told.mentions)
            out.figures.extend(told.figures)
            out.parts.extend(told.parts)
            out.totals.extend(told.totals)
        return out

    def encode(self, pieces: Pieces) -> None:
        """The encoder's pass alone, for measuring."""
        for _ in self._each(windows(pieces), lambda w: self._encoded(pieces, w)):
            pass

    def _each(self, cut: list[Window], told: Callable[[Window], Told]) -> Iterable[Told]:
        return self.pool.map(told, cut) if self.pool and len(cut) > 1 else map(told, cut)

    def _encoded(self, pieces: Pieces, w: Window) -> list[Array]:
        """What the encoder says of a window: near, asks, cue, entity, harm, link; piece 0 is [CLS]."""

        def column(values: list[int], first: int, last: int) -> npt.NDArray[np.int64]:
            return np.array([[first, *values[w.start : w.end], last]], dtype=np.int64)

        given = {
            "ids": column(pieces.ids, CLS, SEP),
            "case": column(pieces.case, 5, 5),
            "quote": column(pieces.quote, 0, 0),
            "layout": column(pieces.layout, 0, 0),
        }
        told: list[Array] = self.encoder.run(None, given)
        return told

    def _window(self, pieces: Pieces, w: Window, sure: Sequence[tuple[int, int]]) -> Marks:
        near, asks, cue, entity, harm, link = self._encoded(pieces, w)
        found = _told(_cues(_softmax(cue[0]), w), sure, w)
        return Marks(
            [self._cue(near, asks, w, *c) for c in found],
            _entities(_softmax(entity[0]), w),
            _mentions(harm[0], link[0], w),
            _figures(harm[0], link[0], w),
            _parts(harm[0], link[0], w),
            [TotalMark(_softmax(harm[0, 0, SLICES["killed"]]), _softmax(harm[0, 0, SLICES["injured"]]))],
        )

    def _cue(self, near: Array, asks: Array, w: Window, start: int, end: int, likely: float) -> CueMark:
        """The decoder's word on the cue ``[start, end)`` of a window."""
        count = w.end - w.start + 2
        seen = around(start, end, count)
        given = {
            "near": near[:, seen.start : seen.end],
            "asks": asks[:, start:end].mean(1),
            "inside": np.array([seen.inside], dtype=np.float32),
            "distance": np.array([seen.distance], dtype=np.int64),
        }
        labels, real = self.decoder.run(None, given)
        first, last = max(seen.start, 1), min(seen.end, count - 1)
        back = w.start - 1  # piece 0 of a window is [CLS]
        probable = 1.0 if likely == 1.0 else 1 / (1 + float(np.exp(-real[0])))
        return CueMark(
            start + back,
            end + back,
            likely,
            probable,
            first + back,
            _softmax(labels[0, first - seen.start : last - seen.start]),
        )


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


def _told(
    found: list[tuple[int, int, float]], sure: Sequence[tuple[int, int]], w: Window
) -> list[tuple[int, int, float]]:
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


def _runs(p: Array, w: Window) -> list[tuple[int, int, int, float]]:
    """Runs ``(start, end, kind, likely)`` in window pieces that begin in the window's own part.

    ``p``, (pieces, 1 + 2 kinds), has the probabilities of outside, then begins and goes on for each kind. A run begins
    where beginning is likelier than ``HARM_FLOOR`` and not less likely than going on, whatever 'outside' has: what is
    kept is decided later, by how likely it is."""
    out: list[tuple[int, int, int, float]] = []
    k, end, stop = w.own - w.start + 1, w.own_end - w.start + 1, w.end - w.start + 1
    begins = p[:, 1::2]
    kinds = begins.argmax(-1)
    while k < end:
        kind = int(kinds[k])
        likely = float(begins[k].sum())
        if likely < HARM_FLOOR or begins[k, kind] < p[k, 2 + 2 * kind]:
            k += 1
            continue
        last = k + 1
        while last < stop and p[last, 2 + 2 * kind] > max(p[last, 0], begins[last].max()):
            last += 1
        out.append((k, last, kind, likely))
        k = last
    return out


def _mentions(harm: Array, link: Array, w: Window) -> list[MentionMark]:
    back = w.start - 1
    return [
        MentionMark(
            s + back, e + back, likely, _softmax(harm[s, SLICES["kind"]]), _softmax(harm[s, SLICES["told"]]), link[s]
        )
        for s, e, _, likely in _runs(_softmax(harm[:, SLICES["mention"]]), w)
    ]


def _figures(harm: Array, link: Array, w: Window) -> list[FigureMark]:
    back = w.start - 1
    return [
        FigureMark(s + back, e + back, likely, HARMS[kind], float(_softmax(harm[s, SLICES["side"]])[1]), link[s])
        for s, e, kind, likely in _runs(_softmax(harm[:, SLICES["figure"]]), w)
    ]


def _parts(harm: Array, link: Array, w: Window) -> list[PartMark]:
    back = w.start - 1
    return [
        PartMark(s + back, e + back, likely, PARTS[kind], link[s])
        for s, e, kind, likely in _runs(_softmax(harm[:, SLICES["part"]]), w)
    ]
