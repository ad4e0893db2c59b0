# SPDX-License-Identifier: Apache-2.0
"""Tiny clips for the trainers' tests: a coloured square on dark ground goes left or right."""

import numpy as np

from aiprod.training.data.conditioning import CAMERA_DIMS, encode
from aiprod.training.data.pool import Clip
from aiprod.training.recipe import CodecShape, CodecTraining, Geometry, Recipe, VideoShape, VideoTraining

COLOURS = {"red": (230, 40, 40), "green": (40, 200, 60), "blue": (50, 70, 230), "yellow": (235, 215, 50)}
SIZE = Geometry(width=64, height=48, frames=9, fps=12)


def recipe(**changes) -> Recipe:
    fields = {
        "geometry": SIZE,
        "codec": CodecShape(channels=8, widths=(16, 32, 64), blocks_in=(1, 1, 1), blocks_out=(1, 1, 1)),
        "video": VideoShape(
            channels=8,
            width=64,
            depth=4,
            heads=4,
            hidden=160,
            patch=(2, 2),
            memory_patch=(3, 4),
            fine_features=8,
            fine_width=16,
            fine_depth=1,
        ),
        "codec_training": CodecTraining(batch=8, crop=32, frames=5, rate=3e-3),
        "video_training": VideoTraining(batch=16, rate=4e-3, warmup=10, route=0.5),
        "log_every": 10,
    }
    return Recipe(**{**fields, **changes})


def clip(index: int) -> Clip:
    rng = np.random.default_rng(index)
    colour = list(COLOURS)[int(rng.integers(4))]
    way = ("left", "right")[int(rng.integers(2))]
    frames = np.full((SIZE.frames, SIZE.height, SIZE.width, 3), 24, np.uint8)
    top, start = int(rng.integers(4, 24)), int(rng.integers(4, 12))
    subjects = np.zeros((SIZE.latent_frames, SIZE.height, SIZE.width), np.uint8)
    for frame in range(SIZE.frames):
        step = start + 4 * frame
        left = step if way == "right" else SIZE.width - 20 - step
        frames[frame, top : top + 18, max(left, 0) : left + 18] = COLOURS[colour]
        subjects[(frame + 3) // 4, top : top + 18, max(left, 0) : left + 18] = 255
    codes = encode({"colour": colour, "direction": way, "subject": "ball"})
    cells = subjects.reshape(SIZE.latent_frames, SIZE.height // 8, 8, SIZE.width // 8, 8).mean((2, 4)).astype(np.uint8)
    return Clip(index, index, frames, codes, np.zeros((SIZE.frames, CAMERA_DIMS), np.float32), cells)


def clips(count: int, start: int = 0) -> list[Clip]:
    return [clip(start + index) for index in range(count)]
