# SPDX-License-Identifier: Apache-2.0
"""The trainers on this processor, and the budget estimator against them: a short run measures the speed, the estimate of
a longer one and of one with another batch follows from it, and both are then carried out. Times are processor seconds."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from aiprod.cli.benches.running import home_of_its_own
from aiprod.film.errors import UserError

_SHORT, _REACH = 16, 15.0


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """`runs` is how many steps the longer runs take (48)."""
    from importlib.util import find_spec

    if find_spec("torch") is None:
        raise UserError("This bench trains", "PyTorch is not installed", "Install what docs/training.md names.")
    import torch

    torch.set_num_threads(1)
    steps = runs or 48
    with tempfile.TemporaryDirectory() as name, home_of_its_own():
        folder = Path(name)
        found = {kind: _tested(kind, make, folder, steps) for kind, make in _trainers(folder, seed).items()}
    return {"steps": steps, "threads": 1, "reach_percent": _REACH, **found}


def _tested(kind: str, make: Callable[[int, int], Any], folder: Path, steps: int) -> dict[str, Any]:
    from aiprod.training.trainers import budget
    from aiprod.training.trainers.running import Course, carry_out

    short = carry_out(make(_SHORT, 1), Course(folder / kind / "short", clock=time.process_time))
    budget.remember(short)
    rows: dict[str, Any] = {"10⁹ operations a second": round(short["work_a_second"] / 1e9, 2)}
    for title, count, batch in (("longer", steps, 1), ("twice the batch", steps // 2, 2)):
        learner = make(count, batch)
        work = budget.Work(learner.kind, learner.work() * count, count)
        estimated = budget.estimate(work, "cpu", device=short["device"]).gpu_hours * 3600
        measured = carry_out(learner, Course(folder / kind / title, clock=time.process_time))["seconds"]
        rows[title] = f"estimated {estimated:.1f} s, measured {measured:.1f} s: {100 * (estimated / measured - 1):+.1f} %"
    return rows


def _trainers(folder: Path, seed: int) -> dict[str, Callable[[int, int], Any]]:
    """By kind, what makes a learner of so many steps, with the batch so many times as large."""
    import torch

    from aiprod.training.networks.sound import SoundShape
    from aiprod.training.trainers import sounds
    from aiprod.training.trainers.audio import AudioRecipe, AudioTrainer
    from aiprod.training.trainers.settings import Running
    from aiprod.training.trainers.vae import VaeRecipe, VaeTrainer

    shape = SoundShape(rate=16_000, hop=128, bands=64, width=96, blocks=2, vocoder_width=128, vocoder_blocks=3, judges=(256,))
    heard = sounds.own(21, seed, shape.rate, 1.0, ("foley", "ambience"))
    data, cpu = _clips(folder / "data", seed), torch.device("cpu")

    def audio(steps: int, times: int) -> Any:
        run = Running(steps=steps, batch=8 * times, log_every=8)
        return AudioTrainer(AudioRecipe(run=run, shape=shape, seconds=0.4, adversarial_from=1), heard, cpu)

    def vae(steps: int, times: int) -> Any:
        run = Running(steps=steps, batch=8 * times, log_every=8)
        return VaeTrainer(VaeRecipe(run=run, networks=_networks(), stages=_stages()), data, cpu)

    def video(steps: int, times: int) -> Any:
        from aiprod.training.trainers.video import Curriculum, VideoRecipe

        run = Running(steps=steps, batch=8 * times, log_every=8)
        codec = str(folder / "vae" / "short")
        return Curriculum(VideoRecipe(run=run, networks=_networks(), codec=codec, stages=_stages()), data, cpu)

    return {"audio": audio, "vae": vae, "video": video}


def _networks() -> Any:
    from aiprod.training.recipe import CodecShape, CodecTraining, Recipe, VideoShape, VideoTraining

    return Recipe(
        codec=CodecShape(channels=8, widths=(16, 32, 64), blocks_in=(1, 1, 1), blocks_out=(1, 1, 1)),
        video=VideoShape(channels=8, width=128, depth=6, heads=4, hidden=352),
        codec_training=CodecTraining(ease=0.0), video_training=VideoTraining(route=0.0),
    )  # fmt: skip


def _stages() -> Any:
    from aiprod.training.trainers.stages import Stage

    return (Stage(width=64, height=48, frames=9),)


def _clips(folder: Path, seed: int) -> Path:
    """A data set of drifting colours."""
    from aiprod.training.data import shards

    rng = np.random.default_rng(seed)

    def records() -> Iterator[tuple[int, shards.Record]]:
        for index in range(24):
            wide = np.kron(rng.integers(0, 255, (6, 24, 3)), np.ones((8, 8, 1))).astype(np.uint8)
            frames = np.stack([wide[:, 4 * step : 4 * step + 64] for step in range(9)])
            yield index, shards.Record(f"clip{index:02d}", frames, {"licence": "CC0-1.0", "captions": {}, "fps": 12})

    shards.write(records(), folder, shards.open_manifest(folder, {"source": "drifting colours", "seed": seed}))
    return folder
