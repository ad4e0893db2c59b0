# SPDX-License-Identifier: Apache-2.0
"""The judgement at the end of a run: the recogniser that ships looks at what the model made of scenes that it never saw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from aiprod.training import samples
from aiprod.training.data.conditioning import Codes
from aiprod.training.data.pool import Clip, RenderPool
from aiprod.training.data.sampler import WINDOWS, ClipSpec
from aiprod.training.evaluation import judging
from aiprod.training.evaluation.reader import reader
from aiprod.training.nano_stages import Run
from aiprod.training.optimisers import Averaged

_SCALES = (3.0, 1.5, 5.0)


@dataclass(frozen=True)
class Exam:
    """Held-out scenes as they look, and what they ask for."""

    frames: NDArray[np.uint8]
    codes: Codes
    camera: NDArray[np.float32]


def judge(run: Run, seconds: float, workers: int, count: int) -> dict[str, Any]:
    """Accuracy of each attribute on held-out scenes, by the strength of guidance; with the rendered footage as upper bound."""
    begun = run.clock()
    run.rendered.pause()
    with RenderPool(_spec(run), seed=run.recipe.seed, split="eval", stop=WINDOWS * count, workers=workers) as pool:
        exam = exam_of([clip for clip in pool if clip.index % WINDOWS == 0])
    result: dict[str, Any] = {"clips": len(exam.codes)}
    for scale in _SCALES:
        if result.get("scales") and run.clock() - begun > 0.85 * seconds:
            break
        made = clips_for(run, exam, samples.Wishes(scale=scale))
        scored = judging.score(reader(), made, exam.codes, exam.frames)
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
