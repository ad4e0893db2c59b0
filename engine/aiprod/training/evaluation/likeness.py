# SPDX-License-Identifier: Apache-2.0
"""How like each other pictures are: by their pixels, by what the recogniser sees in them, and by what a film's shots share."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from aiprod.training.evaluation.reader import Reader, Reading

Rgb = NDArray[np.uint8]
SHARED = ("place", "time", "weather", "light", "subject", "colour")
"""What shots of one set-up have in common."""
_DIRECTIONS, _QUANTILES = 24, 64


def psnr(first: Rgb, second: Rgb) -> float:
    """Peak signal-to-noise ratio in dB of two clips of one size; 99 where they are equal."""
    error = float(np.mean((first.astype(np.float32) - second.astype(np.float32)) ** 2))
    return 99.0 if error == 0 else float(min(10 * np.log10(255**2 / error), 99.0))


def perceived_difference(reader: Reader, first: Rgb, second: Rgb) -> float:
    """How different two clips uint8 [frames, height, width, 3] look, frame by frame, in the recogniser's own maps.

    As LPIPS does it (arXiv 1801.03924): features of unit length at each place, squared differences summed over channels,
    averaged over places, then over three depths. In another network, without learnt weights: not comparable to LPIPS. 0 is equal.
    """
    found = []
    for ours, theirs in zip(reader.maps(first), reader.maps(second), strict=True):
        gap = _unit(ours) - _unit(theirs)
        found.append(float(np.mean(np.sum(gap * gap, axis=1))))
    return float(np.mean(found))


def _unit(maps: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(maps / np.maximum(np.linalg.norm(maps, axis=1, keepdims=True), 1e-6), np.float32)


def palette_distance(first: Rgb, second: Rgb) -> float:
    """How far apart the colours of two clips are, wherever they lie: sliced Wasserstein distance in CIE Lab, of their middle
    pictures; 2.3 is a just noticeable difference of a plain colour."""
    ours, theirs = _colours(first), _colours(second)
    axes = np.random.default_rng(3).standard_normal((3, _DIRECTIONS)).astype(np.float32)
    axes /= np.linalg.norm(axes, axis=0)
    levels = np.linspace(0, 1, _QUANTILES)
    gap = np.quantile(ours @ axes, levels, axis=0) - np.quantile(theirs @ axes, levels, axis=0)
    return float(np.abs(gap).mean())


def _colours(clip: Rgb) -> NDArray[np.float32]:
    small = cv2.resize(clip[len(clip) // 2], (64, 36), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2LAB).reshape(-1, 3), np.float32)


def seen_distance(first: Reading, second: Reading) -> NDArray[np.float32]:
    """For each pair of clips how differently they read in what they share: total variation of the chances, 0 … 1."""
    gaps = [np.abs(first.chances[slot] - second.chances[slot]).sum(1) / 2 for slot in SHARED]
    return np.asarray(np.mean(gaps, 0), np.float32)
