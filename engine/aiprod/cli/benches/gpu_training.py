# SPDX-License-Identifier: Apache-2.0
"""Our own trainers on this machine's NVIDIA card: useful operations a second, as `training/trainers/cards.json` keeps them.

Steps are timed as the trainers take them, on noise: what is learnt doesn't change how long a step takes. `video` is Nano's
transformer by its own recipe, as it is and compiled; `lora` is a LoRA of Wan 2.2 (5 B) at its true size, random weights.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from aiprod.cli.benches.gpu import WAN22, Subject, Tell, guarded, made, settle

_WARM, _LEAST = 3, 5
"""Steps that are not timed, and steps that are timed at least."""
_CLIPS, _LESSONS = 96, 4
"""Clips of noise that are drawn from, by Nano and by a LoRA."""


def run(
    seconds: float = 4.0, tell: Tell = lambda _report: None, device: str = "cuda", recipe: str = "models/nano/recipe.yaml",
    subject: Subject = WAN22, frames: int = 49,
) -> dict[str, Any]:  # fmt: skip
    """Measure.

    Args:
        seconds: that steps of each kind are timed for.
        tell: is told the report after every part of it.
        device: as PyTorch names it; a processor shows that the bench works.
        recipe: of Nano's networks and batches.
        subject: which a LoRA is trained of: a Wan 2.2 that makes clips from words and pictures.
        frames: of its clips, 832 × 480 each.
    """
    import torch

    from aiprod.models.runtime import need_torch
    from aiprod.training.trainers import budget

    need_torch()
    if device == "cuda" and not torch.cuda.is_available():
        return {"not measured": "there is no NVIDIA card that PyTorch can use on this machine"}
    name = torch.cuda.get_device_name(0) if device == "cuda" else "cpu"
    report: dict[str, Any] = {"device": name, "kinds": {}, "speeds": {}}
    works: dict[str, Callable[[], dict[str, Any]]] = {
        "video": partial(_video, device, seconds, Path(recipe), False),
        "lora": partial(_lora, device, seconds, subject, frames),
        "video, compiled": partial(_video, device, seconds, Path(recipe), True),
    }
    for kind, work in works.items():
        report["kinds"][kind] = found = guarded(work)
        if "work_a_second" in found:
            _keep(report["speeds"].setdefault(name, {}), kind.partition(",")[0], found)
            if stated := budget.stated(name):
                found["percent_of_the_makers_figure"] = round(100 * found["work_a_second"] / stated, 1)
        tell(report)
    return report


def _keep(rows: dict[str, Any], kind: str, found: dict[str, Any]) -> None:
    """As `cards.json` has it: the faster way of a kind."""
    if found["work_a_second"] > rows.get(kind, {}).get("work_a_second", 0):
        rows[kind] = {name: found[name] for name in ("work_a_second", "steps")} | {"date": f"{datetime.now(UTC):%Y-%m-%d}"}


def _timed(step: Callable[[], Any], work: float, seconds: float) -> dict[str, Any]:
    """Useful operations a second over so many seconds of steps, each of so much work."""
    import torch

    began = time.perf_counter()
    if torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()
    for _ in range(_WARM):
        step()
    settle()
    start, done = time.perf_counter(), 0
    while done < _LEAST or time.perf_counter() - start < seconds:
        step()
        done += 1
        if done % _LEAST == 0:
            settle()
    settle()
    spent = time.perf_counter() - start
    return {
        "work_a_second": float(f"{done * work / spent:.5g}"), "steps": done, "seconds_a_step": round(spent / done, 4),
        "until_ready_s": round(start - began, 1), "peak_gib": round(torch.cuda.max_memory_allocated() / 2**30, 2),
    }  # fmt: skip


def _video(device: str, seconds: float, path: Path, compiled: bool) -> dict[str, Any]:
    """Whole clips by Nano's recipe."""
    import torch

    from aiprod.training.data.conditioning import PhraseTable
    from aiprod.training.flow import chance
    from aiprod.training.footage import LatentPool
    from aiprod.training.recipe import load_recipe
    from aiprod.training.trainers.stages import Stage
    from aiprod.training.trainers.video import VideoRecipe, work_of
    from aiprod.training.video import VideoTrainer

    recipe = load_recipe(path)
    whole = recipe.changed(video_training=recipe.video_training.changed(lessons=(), route=0.0))
    place, size, batch = torch.device(device), whole.geometry, whole.video_training.batch
    pool = LatentPool(whole, _CLIPS, place)
    pool.latents.normal_(generator=chance(0, 0, place))
    for slot in range(_CLIPS):
        pool.members[slot // 2].append(slot)
        pool.groups[slot] = slot // 2
    pool.count = _CLIPS
    trainer = VideoTrainer(whole, PhraseTable.load(), pool, place, half=device == "cuda", compiled=compiled)
    stage = Stage(width=size.width, height=size.height, frames=size.frames, batch=batch)
    work = work_of(VideoRecipe(networks=whole, stages=(stage,)))
    return _timed(lambda: trainer.step(0.5), work, seconds) | {
        "batch": batch,
        "clips": f"{size.width} × {size.height} × {size.frames}",
    }


def _lora(device: str, seconds: float, subject: Subject, frames: int) -> dict[str, Any]:
    """A LoRA by the recipe's own values; its checkpoint is the miniature, with the true transformer in it."""
    import torch

    from aiprod.models import tiny
    from aiprod.training.flow import chance
    from aiprod.training.trainers.lessons import Lessons
    from aiprod.training.trainers.lora import LoraRecipe, LoraTrainer, work_of
    from aiprod.training.trainers.pupils import pupil

    place, config = torch.device(device), subject.config
    torch.manual_seed(0)
    module = made(subject, int(config["num_layers"]), device)
    recipe = LoraRecipe(frames=frames)
    with tempfile.TemporaryDirectory() as folder:
        small = tiny.build("tiny-wan5b", Path(folder))
        count = sum(parameter.numel() for parameter in module.parameters())
        part = replace(small.components["transformer"], config=config, parameters=count)
        checkpoint = replace(small, components={**small.components, "transformer": part})
        learns = pupil(checkpoint)
        space, span = learns.unit
        grid = ((frames - 1) // span + 1, 2 * recipe.height // space, 2 * recipe.width // space)
        texts = {"states": torch.randn(_LESSONS, subject.text, int(config["text_dim"]))}
        lessons = Lessons(
            torch.randn(_LESSONS, int(config["in_channels"]), *grid), texts, {"states": texts["states"][:1]},
            ["noise"] * _LESSONS, "noise", 1,
        )  # fmt: skip
        trainer = LoraTrainer(recipe, checkpoint, learns, lessons, place, module=module)
        luck = chance(0, 0, place)
        found = _timed(lambda: trainer.learn(recipe.run.rate, luck), work_of(recipe, checkpoint), seconds)
    return found | {
        "batch": recipe.run.batch,
        "clips": f"{recipe.width} × {recipe.height} × {frames}",
        "model": subject.title.split(",")[0],
    }
