# SPDX-License-Identifier: Apache-2.0
"""The mirror image of a clip says other things: left is right, for subjects, light and camera."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from aiprod.training.data.conditioning import CAMERA_AXES, Codes
from aiprod.training.data.vocabulary import SLOTS, ids

_SIGNS = np.array([-1.0 if axis in ("pan", "truck") else 1.0 for axis in CAMERA_AXES], np.float32)


def mirrored_codes(codes: Codes) -> Codes:
    """The codes of mirrored clips, int16 [..., slots]."""
    return np.take_along_axis(_swaps(), codes.reshape(-1, len(SLOTS)).T.astype(np.int64), axis=1).T.reshape(codes.shape)


def mirrored_camera(track: NDArray[np.float32]) -> NDArray[np.float32]:
    """The camera's track of mirrored clips, float32 [..., frames, axes]."""
    return track * _SIGNS


@cache
def _swaps() -> Codes:
    """[slots, widest + 1]: the code that each code becomes; the last column is for −1, which stays."""
    table = np.full((len(SLOTS), max(len(ids(slot)) for slot in SLOTS) + 1), -1, np.int16)
    for row, slot in enumerate(SLOTS):
        names = ids(slot)
        for code, name in enumerate(names):
            table[row, code] = names.index(_swapped(name))
    return table


def _swapped(name: str) -> str:
    for side, other in (("left", "right"), ("right", "left")):
        if name == side or name.endswith(f"_{side}"):
            return name.removesuffix(side) + other
    return name
