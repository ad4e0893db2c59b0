# SPDX-License-Identifier: Apache-2.0
"""A reward learnt from choices: of two clips, the one with the higher reward is the likelier to be chosen.

Bradley and Terry's model: the chance that one is chosen is the logistic function of the difference of their rewards. The reward
is linear in what the recogniser sees, how far that is what was asked, and plain measures of the picture; with tens of choices
there is nothing more to be learnt. How strongly weights are held back is chosen by leaving out a fifth of the choices in turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.training.data.conditioning import Codes
from aiprod.training.data.vocabulary import SLOTS
from aiprod.training.evaluation.measures import flicker, motion_rms
from aiprod.training.evaluation.reader import Reader

Floats = NDArray[np.float64]
_HELD_BACK = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
_FOLDS, _ROUNDS, _LEAST = 5, 30, 8


@dataclass(frozen=True)
class Reward:
    """A linear reward. `of` is in units in which 1 makes the better one 73 % likely to be chosen."""

    weights: Floats
    middle: Floats
    spread: Floats
    held_back: float

    def of(self, features: NDArray[np.floating]) -> Floats:
        """The reward of each row of features [n, features]."""
        found: Floats = ((features - self.middle) / self.spread) @ self.weights
        return found

    def agreement(self, better: NDArray[np.floating], worse: NDArray[np.floating]) -> float:
        """The share of pairs in which the chosen one has the higher reward."""
        return float((self.of(better) > self.of(worse)).mean())

    def save(self, path: Path) -> None:
        """Write it as npz."""
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, weights=self.weights, middle=self.middle, spread=self.spread, held_back=self.held_back)

    @classmethod
    def load(cls, path: Path) -> Reward:
        """Read what `save` wrote. Raises UserError for anything else."""
        try:
            with np.load(path, allow_pickle=False) as data:
                return cls(data["weights"], data["middle"], data["spread"], float(data["held_back"]))
        except (OSError, ValueError, KeyError) as error:
            raise UserError(f"The reward {path} can't be read", str(error), "Fit it again: `aiprod train prefer`.") from error


def fit(better: NDArray[np.floating], worse: NDArray[np.floating]) -> Reward:
    """Learn a reward from pairs of features [n, features]. Raises UserError where there are too few."""
    if len(better) < _LEAST:
        raise UserError(
            f"{len(better)} choices are too few to learn a preference from", f"at least {_LEAST} are needed",
            "Choose between more takes.",
        )  # fmt: skip
    every = np.concatenate([better, worse]).astype(np.float64)
    middle, spread = every.mean(0), np.maximum(every.std(0), 1e-6)
    gaps = (better - worse).astype(np.float64) / spread
    held_back = min(_HELD_BACK, key=lambda strength: _loss_left_out(gaps, strength))
    return Reward(_solved(gaps, held_back), middle, spread, held_back)


def agreement_left_out(better: NDArray[np.floating], worse: NDArray[np.floating]) -> float:
    """The share of choices that rewards agree with which were learnt without them, a fifth at a time."""
    folds, agreed = np.arange(len(better)) % _FOLDS, np.zeros(len(better))
    for fold in range(_FOLDS):
        out = folds == fold
        learnt = fit(better[~out], worse[~out]) if (~out).sum() >= _LEAST else None
        agreed[out] = 0.5 if learnt is None else learnt.of(better[out]) > learnt.of(worse[out])
    return float(agreed.mean())


def _loss_left_out(gaps: Floats, held_back: float) -> float:
    """The mean loss of choices by weights that did not see them."""
    folds = np.arange(len(gaps)) % _FOLDS
    lost = [_losses(gaps[folds == fold] @ _solved(gaps[folds != fold], held_back)) for fold in range(_FOLDS)]
    return float(np.concatenate(lost).mean())


def _losses(margins: Floats) -> Floats:
    return np.asarray(np.logaddexp(0, -margins), np.float64)


def _solved(gaps: Floats, held_back: float) -> Floats:
    """Logistic regression without a constant, by Newton's method. Solved in the space of the choices, which are few."""
    count, size = gaps.shape
    inner = gaps @ gaps.T / (held_back * count)
    alpha = np.zeros(count)
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(np.clip(inner @ alpha, -40, 40)))
        bend = np.maximum(chance * (1 - chance), 1e-6)
        step = np.linalg.solve(np.diag(1 / bend) + inner, (alpha - chance) / bend)
        alpha = alpha - step
        if np.abs(step).max() < 1e-8:
            break
    found: Floats = gaps.T @ alpha / (held_back * count)
    assert found.shape == (size,)
    return found


def features_of(reader: Reader, clips: NDArray[np.uint8], asked: Codes) -> NDArray[np.float32]:
    """What the reward looks at, [clips, features], of clips uint8 [clips, frames, height, width, 3] and what was asked."""
    reading = reader.read(clips)
    heard = np.full((len(clips), len(SLOTS)), 0.5, np.float32)
    for at, slot in enumerate(SLOTS):
        known = asked[:, at] >= 0
        heard[known, at] = reading.chances[slot][known, asked[known, at]]
    plain = np.array([_plain(clip) for clip in clips], np.float32)
    return np.concatenate([reading.features, heard, plain], axis=1)


def _plain(clip: NDArray[np.uint8]) -> list[float]:
    """Brightness, contrast, colourfulness, the three mean colours, sharpness, motion and flicker."""
    middle = clip[len(clip) // 2].astype(np.float32) / 255
    gray = cv2.cvtColor(middle, cv2.COLOR_RGB2GRAY)
    levels = middle.reshape(-1, 3)
    sharp = float(np.abs(cv2.Laplacian(gray, cv2.CV_32F)).mean())
    return [
        float(gray.mean()), float(gray.std()), float((levels.max(1) - levels.min(1)).mean()), *levels.mean(0).tolist(), sharp,
        motion_rms(clip) / 255, flicker(clip) / 255,
    ]  # fmt: skip
