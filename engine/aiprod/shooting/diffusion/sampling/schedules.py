# SPDX-License-Identifier: Apache-2.0
"""Noise schedules of flow-matching models: how much noise there is at each step.

A latent at sigma s is `(1 - s) * clean + s * noise`; s goes from 1 to 0. All functions take and give float arrays [steps],
falling, without the final 0; `Schedule` adds it. The arithmetic keeps diffusers' order and width of float, so that the numbers
are its own to the bit.

Papers: Lipman et al. 2022 (flow matching, arXiv 2210.02747); Esser et al. 2024 (shift by resolution, arXiv 2403.03206).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError

Floats = NDArray[np.floating]

TRAIN_STEPS = 1000
"""Timesteps are sigmas times this."""

LTX_DISTILLED = (1.0, 0.99375, 0.9875, 0.98125, 0.975, 0.909375, 0.725, 0.421875)
LTX_REFINE = (0.909375, 0.725, 0.421875)
LTX_TEMPORAL = LTX_DISTILLED[4:]
FASTWAN = (1.0, 0.757, 0.522)
"""Three steps of the models distilled by distribution matching (DMD2, Yin et al. 2024, arXiv 2405.14867)."""
LIGHTNING = (1.0, 0.75, 0.5, 0.25)
"""Four steps of the step-distilled LoRAs, before the shift."""


@dataclass(frozen=True)
class Moment:
    """One step of a schedule: its place, its sigma, the timestep that the model is told."""

    index: int
    sigma: float
    timestep: float


@dataclass(frozen=True)
class Schedule:
    """A whole way from noise to picture.

    Attributes:
        sigmas: [steps + 1], falling to 0.
        timesteps: [steps].
    """

    sigmas: tuple[float, ...]
    timesteps: tuple[float, ...]

    @property
    def steps(self) -> int:
        return len(self.timesteps)

    def moment(self, index: int) -> Moment:
        return Moment(index, self.sigmas[index], self.timesteps[index])


def schedule(sigmas: Floats | Sequence[float]) -> Schedule:
    """With timesteps as flow-matching Euler tells them: sigma * 1000 in float32."""
    firm = np.asarray(sigmas).astype(np.float32)
    times = firm * np.float32(TRAIN_STEPS)
    return Schedule((*map(float, firm), 0.0), tuple(map(float, times)))


def unipc_schedule(sigmas: Floats | Sequence[float]) -> Schedule:
    """With timesteps as UniPC tells them: whole numbers; a first sigma of 1 gives way by 1e-6, for its logarithm is taken."""
    wide = np.array(sigmas, dtype=np.float64)
    if abs(wide[0] - 1) < 1e-6:
        wide[0] -= 1e-6
    times = (wide * TRAIN_STEPS).astype(np.int64)
    return Schedule((*map(float, wide.astype(np.float32)), 0.0), tuple(map(float, times)))


def linear(steps: int, last: float | None = None) -> NDArray[np.float64]:
    """Equal steps from 1 to `last` (1/steps where None)."""
    return np.linspace(1.0, 1 / steps if last is None else last, steps)


def unipc_linear(steps: int) -> NDArray[np.float64]:
    """Equal steps from 1 towards 1/1000, which would be the step after the last."""
    return np.linspace(1, 1 / TRAIN_STEPS, steps + 1)[:-1]


def flow_shift(sigmas: Floats, shift: float) -> Floats:
    """More of the steps at high noise (shift > 1), as large pictures need: s' = k s / (1 + (k - 1) s)."""
    return shift * sigmas / (1 + (shift - 1) * sigmas)


def token_shift(
    sigmas: Floats, tokens: int, low: tuple[int, float] = (1024, 0.95), high: tuple[int, float] = (4096, 2.05)
) -> Floats:
    """Shift by exp(mu), where mu goes linearly with the number of latent tokens (LTX).

    Args:
        sigmas: as float32 they give diffusers' bits.
        tokens: latent tokens of the clip.
        low, high: (tokens, mu) of two points on the line; it goes on beyond both.
    """
    slope = (high[1] - low[1]) / (high[0] - low[0])
    power = math.exp(tokens * slope + (low[1] - slope * low[0]))
    return np.asarray(power / (power + (1 / sigmas - 1) ** 1.0))


def stretch(sigmas: Floats, terminal: float = 0.1) -> Floats:
    """Stretched so that the last sigma is `terminal` (LTX)."""
    clean = 1 - sigmas
    return np.asarray(1 - clean / (clean[-1] / (1 - terminal)))


def explicit(sigmas: Sequence[float]) -> NDArray[np.float64]:
    """A list that somebody wrote.

    Raises:
        UserError: not falling, or not within (0, 1].
    """
    falling = all(a > b for a, b in pairwise(sigmas))
    if not sigmas or not falling or sigmas[0] > 1 or sigmas[-1] <= 0:
        raise UserError(
            "The noise schedule can't be followed",
            f"sigmas have to fall from at most 1 to more than 0; given were {', '.join(f'{s:g}' for s in sigmas) or 'none'}",
            "Correct the list, or leave it empty to take the model's own schedule.",
        )
    return np.array(sigmas, dtype=np.float64)
