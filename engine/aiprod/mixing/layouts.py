# SPDX-License-Identifier: Apache-2.0
"""Channels: their orders, where a sound is heard among them, and how many become fewer.

Inside the mixer 5.1 is in SMPTE order (L R C LFE Ls Rs), which is also the order of WAV and MP4. Film order
(L C R Ls Rs LFE) is made and read by `reordered`, explicitly.

The law of panning: constant power, sine and cosine of the angle between two neighbouring speakers. A mono sound in the middle
of stereo has the gain 1 on both sides (3 dB up, so that panning it to a side makes it √2 there); in 5.1 it has √2 in C alone.
Both sound equally loud, and the 5.1 mix folded to stereo is the stereo mix. `rear` turns it on the same circle from the front
pair to the surround pair. A stereo sound is balanced: panning takes the other side down and leaves its own alone.

Folding 5.1 to stereo is ITU-R BS.775-4, annex 4: L + C/√2 + Ls/√2, R + C/√2 + Rs/√2, without the LFE. It is not scaled down.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.media.audio import Samples

Order = Literal["smpte", "film"]
SMPTE = ("L", "R", "C", "LFE", "Ls", "Rs")
FILM = ("L", "C", "R", "Ls", "Rs", "LFE")
ORDERS: dict[Order, tuple[str, ...]] = {"smpte": SMPTE, "film": FILM}
LEFT, RIGHT, CENTRE, LFE, LEFT_SURROUND, RIGHT_SURROUND = range(6)
_ROOT = float(np.sqrt(0.5))
BS775 = np.array([[1, 0], [0, 1], [_ROOT, _ROOT], [0, 0], [_ROOT, 0], [0, _ROOT]], np.float32)
"""[from, to]: six channels in SMPTE order to left and right."""
Pan = float | NDArray[np.float64]


def reordered(samples: Samples, source: Order, target: Order) -> Samples:
    """Six channels in another order."""
    if samples.shape[1] != len(SMPTE):
        raise UserError(f"{samples.shape[1]} channels have no film order", "it is defined for 5.1", "Give six channels.")
    names = ORDERS[source]
    return np.ascontiguousarray(samples[:, [names.index(name) for name in ORDERS[target]]])


def folded(samples: Samples) -> Samples:
    """5.1 (SMPTE order) as stereo, by BS.775."""
    centre = samples[:, CENTRE] * BS775[CENTRE, 0]
    stereo = np.empty((len(samples), 2), np.float32)
    for side, surround in ((LEFT, LEFT_SURROUND), (RIGHT, RIGHT_SURROUND)):
        stereo[:, side] = samples[:, side] + centre + samples[:, surround] * BS775[surround, side]
    return stereo


def placed(samples: Samples, channels: int, pan: Pan = 0.0, rear: float = 0.0) -> Samples:
    """A mono, stereo or 5.1 sound on 2 or 6 channels. `pan` may hold a value for every sample."""
    if samples.shape[1] == 1:
        return samples * _mono_gains(channels, np.atleast_1d(np.asarray(pan, np.float64)), rear)
    if samples.shape[1] == 2:
        return _stereo(samples, channels, pan, rear)
    whole = samples if channels == 6 else folded(samples)
    return whole * _sides(channels, pan)


def _arc(position: Pan) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Gains of two neighbours for a position from 0 (the first) to 1 (the second)."""
    angle = np.asarray(position, np.float64) * (np.pi / 2)
    return np.cos(angle), np.sin(angle)


def _mono_gains(channels: int, pan: NDArray[np.float64], rear: float) -> Samples:
    gains = np.zeros((len(pan), channels))
    if channels == 2:
        gains[:, LEFT], gains[:, RIGHT] = _arc((pan + 1) / 2)
    else:
        front, back = _arc(rear)
        gains[:, LEFT], centre_left = _arc(np.minimum(pan, 0) + 1)
        centre_right, gains[:, RIGHT] = _arc(np.maximum(pan, 0))
        gains[:, CENTRE] = centre_left * centre_right
        gains[:, LEFT_SURROUND], gains[:, RIGHT_SURROUND] = _arc((pan + 1) / 2)
        gains[:, :LFE] *= front
        gains[:, LEFT_SURROUND:] *= back
    scaled: Samples = (gains * np.sqrt(2)).astype(np.float32)
    return scaled


def _stereo(samples: Samples, channels: int, pan: Pan, rear: float) -> Samples:
    balanced = samples * _sides(2, pan)
    if channels == 2:
        return balanced
    out = np.zeros((len(samples), channels), np.float32)
    front, back = _arc(rear)
    out[:, :2] = balanced * np.float32(front)
    out[:, LEFT_SURROUND:] = balanced * np.float32(back)
    return out


def _sides(channels: int, pan: Pan) -> Samples:
    """Balance: the gains of left and right channels; the middle stays."""
    left, right = _arc((np.atleast_1d(np.asarray(pan, np.float64)) + 1) / 2)
    left, right = np.minimum(left * np.sqrt(2), 1.0), np.minimum(right * np.sqrt(2), 1.0)
    sides = np.ones((len(left), channels))
    for index in (LEFT, LEFT_SURROUND) if channels == 6 else (LEFT,):
        sides[:, index] = left
    for index in (RIGHT, RIGHT_SURROUND) if channels == 6 else (RIGHT,):
        sides[:, index] = right
    return sides.astype(np.float32)
