# SPDX-License-Identifier: Apache-2.0
"""The choices that people made in their films, as pairs of clips to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from aiprod.film.base import SchemaError
from aiprod.film.choices import Choice, choices_of
from aiprod.film.errors import AiprodError, UserError
from aiprod.film.shots import ShootRequest
from aiprod.film.takes import Take
from aiprod.film.takestore import TakeStore
from aiprod.shooting.nano.asking import asked_of, track_of
from aiprod.training.data.conditioning import Codes, encode
from aiprod.training.data.sampler import ClipSpec

Clips = NDArray[np.uint8]


@dataclass(frozen=True)
class Pairs:
    """Pairs of clips of which the first was chosen.

    Attributes:
        better, worse: uint8 [pairs, frames, height, width, 3].
        codes: what was asked of both, int16 [pairs, slots].
        camera: the camera's tracks, float32 [pairs, frames, axes].
    """

    better: Clips
    worse: Clips
    codes: Codes
    camera: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.codes)

    def part(self, rows: NDArray[np.int64]) -> Pairs:
        return Pairs(self.better[rows], self.worse[rows], self.codes[rows], self.camera[rows])


@dataclass(frozen=True)
class Collected:
    """Pairs, and the reasons why other choices gave none."""

    pairs: Pairs
    left_out: tuple[str, ...]


def collected(films: Sequence[Path], spec: ClipSpec) -> Collected:
    """All choices of these films. Raises UserError where none can be used."""
    found: list[tuple[Clips, Clips, Codes, NDArray[np.float32]]] = []
    left_out: list[str] = []
    for root in films:
        takes = TakeStore(root / "takes")
        for choice in choices_of(root):
            try:
                found.append(_pair(takes, choice, spec))
            except (AiprodError, SchemaError, OSError, KeyError) as error:
                left_out.append(f"{root.name}, shot {choice.shot}: {error}")
    if not found:
        told = f": {left_out[0]}" if left_out else ""
        raise UserError(
            "There are no choices to learn from", f"the films hold none that can be used{told}",
            "Choose between takes on the Edit page, with *Remember which take I prefer* switched on.",
        )  # fmt: skip
    pairs = Pairs(
        np.stack([pair[0] for pair in found]), np.stack([pair[1] for pair in found]), np.stack([pair[2] for pair in found]),
        np.stack([pair[3] for pair in found]),
    )  # fmt: skip
    return Collected(pairs, tuple(left_out))


def _pair(takes: TakeStore, choice: Choice, spec: ClipSpec) -> tuple[Clips, Clips, Codes, NDArray[np.float32]]:
    better, worse = takes.load(choice.better), takes.load(choice.worse)
    request = ShootRequest.from_json(better.recipe.parameters["request"])
    shown = _moments(request, spec)
    codes, track = encode(asked_of(request, shown).labels), track_of(request, shown)
    return _pictures(takes, better, shown, spec), _pictures(takes, worse, shown, spec), codes, track


def _moments(request: ShootRequest, spec: ClipSpec) -> list[int]:
    """The frames of a shot that stand for the model's, from its beginning at the model's rate; the last one stays."""
    rate, last = request.rate.fps, request.shot.frames - 1
    return [min(round(index * float(rate) / spec.fps), last) for index in range(spec.frames)]


def _pictures(takes: TakeStore, take: Take, shown: Sequence[int], spec: ClipSpec) -> Clips:
    """These frames of a take, cut to the model's shape and size. Raises UserError where the take has no picture."""
    import av

    wanted = set(shown)
    found: dict[int, NDArray[np.uint8]] = {}
    with av.open(str(takes.path(take, "picture.mp4"))) as file:
        for index, frame in enumerate(file.decode(video=0)):
            if index in wanted:
                found[index] = _fitted(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8), spec)
            if index >= max(wanted):
                break
    if not found:
        raise UserError(f"Take {take.id[:12]} has no pictures", "its file is empty")
    return np.stack([found.get(index, found[max(found)]) for index in shown])


def _fitted(rgb: NDArray[np.uint8], spec: ClipSpec) -> NDArray[np.uint8]:
    from aiprod.shooting.nano.generator import fitted

    cv2.setNumThreads(1)
    return np.asarray(fitted(rgb, spec.width, spec.height), np.uint8)
