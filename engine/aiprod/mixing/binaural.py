# SPDX-License-Identifier: Apache-2.0
"""Five speakers over headphones: each is convolved with what a dummy head (KEMAR) hears of its direction.

The responses are those of Gardner and Martin (MIT Media Lab, 1994), equalised for a diffuse field; see models/kemar-hrtf. The
LFE is left out, as in folding to stereo: what is sent there is in the other channels too.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from aiprod.media.audio import Samples
from aiprod.media.filters import Convolver
from aiprod.mixing.layouts import LFE
from aiprod.models import library

MODEL = "kemar-hrtf"


@cache
def head() -> NDArray[np.float32]:
    """What both ears hear of each speaker: [L R C Ls Rs, left and right ear, taps]."""
    with np.load(library.file(MODEL, "kemar.npz"), allow_pickle=False) as data:
        responses: NDArray[np.float32] = data["responses"]
    return responses


class Headphones:
    """Folds 5.1 (SMPTE order) to two ears, block by block."""

    def __init__(self) -> None:
        speakers = [channel for channel in range(6) if channel != LFE]
        self._ears = {channel: Convolver(np.ascontiguousarray(response.T))
                      for channel, response in zip(speakers, head(), strict=True)}  # fmt: skip

    def __call__(self, block: Samples) -> Samples:
        heard = np.zeros((len(block), 2), np.float32)
        for channel, ears in self._ears.items():
            heard += ears(block[:, channel : channel + 1])
        return heard
