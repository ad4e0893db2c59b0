# SPDX-License-Identifier: Apache-2.0
"""Small data sets on disk, written as the builders write them."""

import numpy as np

from aiprod.training.data import shards

SETTINGS = {"source": "test"}


def clip(number: int, **facts) -> tuple[int, shards.Record]:
    """A clip whose every byte is its number."""
    frames = np.full((5, 8, 8, 3), number, np.uint8)
    source = {"file": f"{number // 2}.mp4", "sha256": f"{number // 2:064d}"}
    told = {
        "licence": "CC0-1.0",
        "holder": "Ada",
        "origin": "own",
        "labels": {},
        "fps": 12,
        "source": source,
        "group": number // 2,
    }
    return number, shards.Record(f"clip-{number:04d}", frames, told | facts)


def made(folder, clips, per_shard: int = 2) -> dict:
    """A set of these clips, new or gone on with. Returns its manifest."""
    with shards.locked(folder):
        return shards.write(clips, folder, shards.open_manifest(folder, SETTINGS), per_shard=per_shard)


def keys(folder) -> list[int]:
    """The numbers of a set's clips, every hash checked."""
    return [int(record.frames[0, 0, 0, 0]) for record in shards.read(folder)]
