# SPDX-License-Identifier: Apache-2.0
"""The examination of a video model: every figure of the report, each beside what rendered footage of the same scenes gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.training.data.conditioning import Codes, encode
from aiprod.training.data.render import render
from aiprod.training.data.sampler import WINDOWS, ClipSpec, Scene, Split, sample
from aiprod.training.data.vocabulary import SLOTS, ids
from aiprod.training.evaluation import measures
from aiprod.training.evaluation.likeness import palette_distance, perceived_difference, psnr, seen_distance
from aiprod.training.evaluation.makers import Asked, Maker
from aiprod.training.evaluation.moves import SEEN, camera_codes, move_of
from aiprod.training.evaluation.reader import Reader, Reading

Clips = NDArray[np.uint8]
_CAMERA = SLOTS.index("camera")
Say = Callable[[str, int, int], None]
"""Told what is done, how far, and of how many."""


@dataclass(frozen=True)
class Plan:
    """How much is asked of a model.

    Attributes:
        clips: scenes with combinations that training does not show.
        films: set-ups of two shots, made with and without memory.
        known: clips of the training split that copies are looked for among.
        seed: of the scenes: the training's own, so that "held out" and "known" mean what its footage was.
    """

    clips: int = 48
    films: int = 8
    known: int = 48
    seed: int = 7


@dataclass(frozen=True)
class Examined:
    """The figures, and the clips that they are about."""

    result: dict[str, Any]
    asked: Codes
    real: Clips
    made: Clips


def examine(maker: Maker, reader: Reader, plan: Plan, say: Say = lambda what, done, of: None) -> Examined:
    """Make the clips, and measure them."""
    indices = range(0, plan.clips * WINDOWS, WINDOWS) if maker.scenes is None else maker.scenes[: plan.clips]
    scenes = [_scene(index, maker.spec, plan.seed, "eval") for index in indices]
    real = _rendered(scenes, "rendering", say)
    made = []
    for at, scene in enumerate(scenes):
        say("making", at, len(scenes))
        made.append(maker.make(Asked(encode(scene.labels), scene.camera, scene=scene.index), plan.seed + at))
    ours, asked = np.stack(made), np.stack([encode(scene.labels) for scene in scenes])
    known = _rendered([_scene(i * WINDOWS, maker.spec, plan.seed, "train") for i in range(plan.known)], "rendering", say)
    result = described(reader, ours, asked, standard(reader, real, asked)) | {
        "model": maker.name,
        "clips": len(scenes),
        "seed": plan.seed,
    }
    if len(known) > 1:
        result["memorisation"] = measures.memorisation(ours, known, real)
    result["codec"] = codec_figures(maker, reader, real)
    if plan.films and maker.scenes is None:
        result["continuity"] = continuity(maker, reader, plan, say)
    return Examined(result, asked, real, ours)


@dataclass(frozen=True)
class Standard:
    """Rendered clips as they are read: what others are held against."""

    reading: Reading
    marks: dict[str, Any]


def standard(reader: Reader, real: Clips, asked: Codes) -> Standard:
    """Read rendered clips of what was asked."""
    reading = reader.read(real)
    return Standard(reading, _marks(real, reading, asked))


def described(reader: Reader, made: Clips, asked: Codes, real: Standard) -> dict[str, Any]:
    """What clips show of what was asked, and how they move; the same of the rendered ones under "rendered"."""
    ours = reader.read(made)
    apart = measures.feature_distance(ours.features, real.reading.features) if len(made) > 1 else 0.0
    return _marks(made, ours, asked) | {"rendered": real.marks, "feature_distance": apart}


def _marks(clips: Clips, reading: Reading, asked: Codes) -> dict[str, Any]:
    found, moved = reading.codes.copy(), [move_of(list(clip)) for clip in clips]
    found[:, _CAMERA] = camera_codes(moved, reading.chances["camera"])
    return measures.accuracies(found, asked) | {
        "path": camera_path(moved, asked[:, _CAMERA]),
        "motion_rms": float(np.mean([measures.motion_rms(clip) for clip in clips])),
        "flicker": float(np.mean([measures.flicker(clip) for clip in clips])),
        "confusions": {slot: measures.confusions(found, asked, slot) for slot in (*measures.OBEYED, "place")},
    }


def camera_path(moved: list[str], asked: NDArray[np.int16]) -> dict[str, Any]:
    """How many clips' pictures move along the axis, and with the sign, that the camera's word means; by optical flow alone."""
    names = ids("camera")
    pairs = [(SEEN[names[want]], seen) for want, seen in zip(asked, moved, strict=True) if want >= 0]
    moving = [(wanted, seen) for wanted, seen in pairs if wanted != "static"]
    return {"obeyed": _share(pairs), "obeyed_moving": _share(moving), "moving": len(moving), "error": 1 - _share(pairs)}


def _share(pairs: list[tuple[str, str]]) -> float:
    return float(np.mean([wanted == seen for wanted, seen in pairs])) if pairs else 0.0


def codec_figures(maker: Maker, reader: Reader, real: Clips, most: int = 12) -> dict[str, Any]:
    """What the codec keeps of rendered footage."""
    pairs = []
    for clip in real[:most]:
        back = maker.rebuilt(clip)
        pairs.append((clip[: len(back)], back))
    return {
        "psnr_db": float(np.mean([psnr(*pair) for pair in pairs])), "frames": len(pairs[0][1]), "clips": len(pairs),
        "perceived_difference": float(np.mean([perceived_difference(reader, *pair) for pair in pairs])),
    }  # fmt: skip


def continuity(maker: Maker, reader: Reader, plan: Plan, say: Say = lambda what, done, of: None) -> dict[str, Any]:
    """How far two shots of one set-up are from each other when the second remembers the first, when it does not, and rendered.

    Errors are what is left when the rendered pair's own distance is taken off: two shots of a set-up never look quite alike.
    """
    first, second = (
        [_scene(group * WINDOWS + window, maker.spec, plan.seed, "eval") for group in range(plan.films)] for window in (0, 1)
    )
    before = np.stack([maker.make(Asked(encode(s.labels), s.camera), plan.seed + at) for at, s in enumerate(first)])
    after = {"on": [], "off": []}  # type: dict[str, list[Clips]]
    for at, scene in enumerate(second):
        say("making films", at, len(second))
        for name in after:
            memory = before[at] if name == "on" else None
            after[name].append(maker.make(Asked(encode(scene.labels), scene.camera, memory), plan.seed + 1000 + at))
    rendered = _rendered(first, "rendering", say), _rendered(second, "rendering", say)
    found = {name: _apart(reader, before, np.stack(clips)) for name, clips in after.items()}
    found["rendered"] = _apart(reader, *rendered)
    errors = {name: {key: max(found[name][key] - found["rendered"][key], 0.0) for key in found[name]} for name in ("on", "off")}
    return {"films": plan.films, "distance": found, "error": errors}


def _apart(reader: Reader, first: Clips, second: Clips) -> dict[str, float]:
    return {
        "palette": float(np.mean([palette_distance(a, b) for a, b in zip(first, second, strict=True)])),
        "seen": float(seen_distance(reader.read(first), reader.read(second)).mean()),
    }


def _scene(index: int, spec: ClipSpec, seed: int, split: Split) -> Scene:
    return sample(index, spec, seed=seed, split=split)


def _rendered(scenes: list[Scene], what: str, say: Say) -> Clips:
    made = []
    for at, scene in enumerate(scenes):
        say(what, at, len(scenes))
        made.append(render(scene))
    return np.stack(made) if made else np.zeros((0, 1, 1, 1, 3), np.uint8)
