# SPDX-License-Identifier: Apache-2.0
"""A small data set for trainers: a square of one colour goes over the picture."""

import numpy as np

from aiprod.training.data import shards

COLOURS = {"red": (230, 40, 40), "green": (40, 200, 60), "blue": (50, 70, 230)}


def records(count, size, frames):
    width, height = size
    for index in range(count):
        name = list(COLOURS)[index % len(COLOURS)]
        clip = np.full((frames, height, width, 3), 30, np.uint8)
        for frame in range(frames):
            left = (3 * frame + 7 * index) % (width - 20)
            clip[frame, 8 : height - 8, left : left + 20] = COLOURS[name]
        facts = {"licence": "CC0-1.0", "captions": {"en": f"a {name} square goes right"}, "fps": 12}
        yield index, shards.Record(f"clip{index:03d}", clip, facts)


def data_set(folder, count=10, size=(96, 64), frames=17):
    """Write the set; the same arguments give the same bytes."""
    shards.write(records(count, size, frames), folder, shards.open_manifest(folder, {"source": "squares", "size": list(size)}))
    return folder
