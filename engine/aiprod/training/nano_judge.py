# SPDX-License-Identifier: Apache-2.0
"""The judgement at the end of a run: a recogniser is trained on the run's footage, then looks at what the model made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from aiprod.training import samples
from aiprod.training.data.conditioning import Codes
from aiprod.training.data.pool import Clip, RenderPool
from aiprod.training.data.sampler import WINDOWS, ClipSpec
from aiprod.training.evaluation import judging
from aiprod.training.evaluation.recogniser import save, train_recogniser
from aiprod.training.footage import PicturePool
from aiprod.training.nano_stages import Run
from aiprod.training.optimisers import Averaged

_SCALES = (3.0, 1.5, 5.0)
_RECOGNISER_SHARE = 0.5


@dataclass(frozen=True)
class Exam:
    """Held-out scenes as they look, and what they ask for."""

    frames: NDArray[np.uint8]
    codes: Codes
    camera: NDArray[np.float32]


def judge(run: Run, seconds: float, workers: int, count: int) -> dict[str, Any]:
    """Accuracy of each attribute on held-out scenes, by the strength of guidance; with the real footage as upper bound."""
    begun = run.clock()
    run.footage.pause()
    with RenderPool(_spec(run), seed=run.recipe.seed, split="eval", stop=WINDOWS * count, workers=workers) as pool:
        model = train_recogniser(
            _drawn_from(run.pictures),
            run.device,
            seconds=_RECOGNISER_SHARE * seconds,
            clock=run.clock,
            batch=64,
            seed=run.recipe.seed,
        )
        (run.work / "rest").mkdir(parents=True, exist_ok=True)
        save(model, run.work / "rest" / "recogniser.safetensors")
        exam = exam_of([clip for clip in pool if clip.index % WINDOWS == 0])
    result: dict[str, Any] = {"recogniser_seconds": run.clock() - begun, "clips": len(exam.codes)}
    for scale in _SCALES:
        if result.get("scales") and run.clock() - begun > 0.85 * seconds:
            break
        made = clips_for(run, exam, samples.Wishes(scale=scale))
        scored = judging.score(model, made, exam.codes, real=exam.frames)
        result.setdefault("scales", {})[str(scale)] = scored
    result["seconds"] = run.clock() - begun
    return result


def clips_for(run: Run, exam: Exam, wishes: samples.Wishes) -> NDArray[np.uint8]:
    """What the model makes of the exam's conditions."""
    rows = run.table.rows(exam.codes, np.random.default_rng(5))
    asked = samples.ask(run.trainer.vectors, rows, exam.camera, run.device)
    with torch.compiler.set_stance("force_eager"), Averaged(run.trainer.model, run.trainer.average):
        return samples.clips(run.trainer.model, run.codec.model, asked, run.recipe, wishes)


def exam_of(clips: list[Clip]) -> Exam:
    """Rendered clips as an exam."""
    frames, codes, camera = (np.stack([getattr(clip, name) for clip in clips]) for name in ("frames", "codes", "camera"))
    return Exam(frames, codes, camera)


def _spec(run: Run) -> ClipSpec:
    size = run.recipe.geometry
    return ClipSpec(size.width, size.height, size.fps, size.frames)


def _drawn_from(pool: PicturePool) -> Any:
    def draw(count: int, rng: np.random.Generator) -> tuple[Tensor, Codes]:
        chosen = rng.integers(len(pool), size=count)
        codes = np.stack([pool.clips[index].codes for index in chosen])
        return pool.frames[torch.from_numpy(chosen).to(pool.frames.device)], codes

    return draw
