# SPDX-License-Identifier: Apache-2.0
"""Our own networks' trainers for a few steps; run as a program it is one device of a group. Writes the losses of each."""

import json
import sys
from pathlib import Path

import torch
from tests.unit.training import shapes

from aiprod.training.data import shards
from aiprod.training.data.conditioning import decode
from aiprod.training.recipe import CodecTraining, VideoTraining
from aiprod.training.trainers import between, reels, vae, video
from aiprod.training.trainers.settings import Running
from aiprod.training.trainers.sharding import joined
from aiprod.training.trainers.stages import Stage

STEPS = 5
RUN = Running(steps=STEPS, batch=4, rate=2e-3, warmup=1, ema=0.9, precision="fp32")
NETWORKS = shapes.recipe(
    codec_training=CodecTraining(batch=4, ease=0.0), video_training=VideoTraining(batch=4, route=0.5, go_on=0.5, subjects=1.0)
)
STAGE = Stage(width=64, height=48, frames=9)


def data_set(folder):
    def records():
        for index in range(10):
            clip = shapes.clip(index)
            facts = {"licence": "CC0-1.0", "labels": decode(clip.codes), "camera": clip.camera.tolist(), "fps": 12}
            yield index, shards.Record(f"clip{index:03d}", clip.frames, facts | {"split": ("train", "eval")[index % 5 == 4]})

    shards.write(records(), folder, shards.open_manifest(folder, {"source": "squares"}))


def trainers(folder, device, ranks=None):
    """The learners, made one after the other: the video's codec is what the VAE was before it learnt."""
    coded = vae.VaeTrainer(
        vae.VaeRecipe(run=RUN, networks=NETWORKS, stages=(STAGE,), adversarial=0.1, adversarial_from=0.4), folder, device, ranks
    )
    yield coded
    recipe = video.VideoRecipe(run=RUN, networks=NETWORKS, codec=str(folder.parent / "codec"), stages=(STAGE,))
    yield video.Curriculum(recipe, folder, device, ranks)
    shape = between.BetweenShape(widths=(16, 8), depths=(1, 1))
    recipe = between.BetweenRecipe(run=RUN, shape=shape, crop=32, held=2)
    yield between.BetweenTrainer(recipe, reels.FromSet(folder, recipe.supply, RUN.seed, device), device, ranks)


def losses(folder, device, ranks=None):
    """Losses of each trainer by kind."""
    return {learner.kind: [learner.step().item() for _ in range(STEPS)] for learner in trainers(folder, device, ranks)}


if __name__ == "__main__":
    torch.set_num_threads(1)
    with joined(torch.device("cpu")) as (ranks, device):
        found = losses(Path(sys.argv[1]), device, ranks)
        if ranks.first:
            Path(sys.argv[2]).write_text(json.dumps(found))
