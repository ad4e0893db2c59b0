# SPDX-License-Identifier: Apache-2.0
"""The recogniser that ships, on onnxruntime: what clips show, and in which space they are compared. Needs no torch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.training.data.conditioning import Codes
from aiprod.training.data.vocabulary import SLOTS, ids
from aiprod.training.evaluation.views import GRID, HEIGHT, MOMENTS, WAYS, WIDTH, Rgb, Views, sized, views

MODEL, FILE = "recogniser", "recogniser.onnx"
Floats = NDArray[np.float32]
FAR_PX = 8.0
_BATCH = 16


@dataclass(frozen=True)
class Reading:
    """What is seen in clips.

    Attributes:
        codes: the likeliest value of each slot, int16 [clips, slots]: a guess also where a slot says nothing.
        chances: slot → [clips, values].
        features: [clips, 192], averaged over the moments of a clip.
    """

    codes: Codes
    chances: dict[str, Floats]
    features: Floats


class Reader:
    """A recogniser in memory.

    Args:
        path: another file than the one that ships, which is verified against its card.
        threads: of the processor.
    """

    def __init__(self, path: Path | None = None, threads: int = 1) -> None:
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Any = ort.InferenceSession(str(path or _shipped()), options, providers=["CPUExecutionProvider"])
        self._tall, self._wide = self._session.get_inputs()[0].shape[2:]

    def read(self, clips: NDArray[np.uint8] | list[Rgb] | Views) -> Reading:
        """Read clips uint8 [clips, frames, height, width, 3] of any size, or views of them."""
        seen = clips if isinstance(clips, Views) else views(clips)
        logits, features = [], []
        for start in range(0, len(seen), _BATCH):
            part = seen.part(slice(start, start + _BATCH))
            found = [self._run(part, moment) for moment in range(MOMENTS)]
            logits.append(np.mean([one for one, _ in found], 0))
            features.append(np.mean([one for _, one in found], 0))
        chances = _chances(np.concatenate(logits))
        codes = np.stack([chances[slot].argmax(1) for slot in SLOTS], 1).astype(np.int16)
        return Reading(codes, chances, np.concatenate(features))

    def _run(self, part: Views, moment: int) -> tuple[Floats, Floats]:
        stills = np.stack([sized(still, self._wide, self._tall) for still in part.stills[:, moment]])
        feed = {"stills": floats(stills), "motion": ways(part.motion[:, moment])}
        logits, features = self._session.run(["logits", "features"], feed)
        return logits, features

    def maps(self, pictures: NDArray[np.uint8] | list[Rgb]) -> list[Floats]:
        """What is seen in pictures alone, uint8 [n, height, width, 3], at full size, in as many tiles as the network wants: three
        maps [tiles × n, channels, rows, columns]."""
        whole = np.stack([sized(picture) for picture in pictures])
        tall, wide = self._tall, self._wide
        tiles = [whole[:, y : y + tall, x : x + wide] for y in range(0, HEIGHT, tall) for x in range(0, WIDTH, wide)]
        stills = floats(np.concatenate(tiles))
        still = np.zeros((len(stills), WAYS, HEIGHT // GRID, WIDTH // GRID), np.float32)
        found: list[Floats] = self._session.run(["fine", "middle", "coarse"], {"stills": stills, "motion": still})
        return found


@cache
def reader() -> Reader:
    """The recogniser that ships, opened once. Raises UserError where it is missing or damaged."""
    return Reader()


def _shipped() -> Path:
    from aiprod.models import library

    return library.file(MODEL, FILE)


def floats(stills: NDArray[np.uint8]) -> Floats:
    """[n, height, width, 3] → [n, 3, height, width] in 0 … 1."""
    return np.ascontiguousarray(stills.transpose(0, 3, 1, 2).astype(np.float32) / np.float32(255))


def ways(motion: NDArray[np.float16]) -> Floats:
    """Motion as the network takes it: in eights of pixels, within bounds."""
    return np.asarray((motion.astype(np.float32) / np.float32(FAR_PX)).clip(-4, 4), np.float32)


def _chances(logits: Floats) -> dict[str, Floats]:
    ends = np.cumsum([len(ids(slot)) for slot in SLOTS])
    parts = np.split(logits, ends[:-1], axis=1)
    return {slot: _softmax(part) for slot, part in zip(SLOTS, parts, strict=True)}


def _softmax(logits: Floats) -> Floats:
    grown = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(grown / grown.sum(1, keepdims=True), np.float32)
