# SPDX-License-Identifier: Apache-2.0
"""How like two pictures are, measured: by their colours, by the directions of their edges, and by what a video encoder sees.

An embedding has three parts, each of unit length: a soft histogram of CIELAB colours (the square roots of its shares, so that
the product of two is Bhattacharyya's coefficient), histograms of oriented gradients (Dalal and Triggs, CVPR 2005) on a 4 × 4
grid, and the latents of AIPROD Nano's encoder, pooled on a 2 × 2 grid, where that is here. The score of two is the mean of the
parts' products, from 0 (nothing alike) to 1 (the same picture).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
Vector = NDArray[np.float32]
_SIZE = 96
_GRID, _TURNS = 4, 9
_BINS = (6, 6, 6)
_DIGITS = 4


@dataclass(frozen=True)
class Embedding:
    """What a picture looks like: unit vectors by part ("colour", "edges", "latent")."""

    parts: Mapping[str, Vector]

    def to_json(self) -> dict[str, list[float]]:
        return {name: [round(float(value), _DIGITS) for value in part] for name, part in self.parts.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Embedding:
        """Raises ValueError for what is no embedding."""
        return cls({str(name): _unit(np.asarray(part, np.float32)) for name, part in data.items()})


def embed(rgb: Rgb) -> Embedding:
    """A picture, uint8 [height, width, 3] of any size."""
    import cv2

    small = cast("Rgb", cv2.resize(np.ascontiguousarray(rgb[..., :3]), (_SIZE, _SIZE), interpolation=cv2.INTER_AREA))
    parts = {"colour": _colours(small), "edges": _edges(small)}
    latent = _latent(rgb)
    return Embedding(parts | ({"latent": latent} if latent is not None else {}))


def score(first: Embedding, second: Embedding) -> float:
    """How like they are, 0–1, by the parts that both have."""
    shared = sorted(set(first.parts) & set(second.parts))
    products = [_product(first.parts[name], second.parts[name]) for name in shared]
    return round(sum(products) / len(products), _DIGITS) if products else 0.0


def _product(first: Vector, second: Vector) -> float:
    """Of two unit vectors; two that are empty (pictures without an edge) are alike."""
    if not first.any() and not second.any():
        return 1.0
    return float(np.clip(first @ second, 0, 1))


def _colours(small: Rgb) -> Vector:
    """Square roots of the shares of colour cells; every pixel counts for the cells around it."""
    import cv2

    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB).reshape(-1, 3)
    scaled = [
        np.clip((lab[:, axis] - low) / (high - low), 0, 1) * (bins - 1)
        for axis, (low, high, bins) in enumerate(zip((0.0, -60.0, -60.0), (100.0, 60.0, 60.0), _BINS, strict=True))
    ]
    counts = np.zeros(_BINS, np.float64)
    for corner in np.ndindex(2, 2, 2):
        cells = [
            np.minimum(value.astype(np.int64) + step, bins - 1) for value, step, bins in zip(scaled, corner, _BINS, strict=True)
        ]
        weights = np.ones(len(lab))
        for value, step in zip(scaled, corner, strict=True):
            share = value - np.floor(value)
            weights = weights * (share if step else 1 - share)
        np.add.at(counts, tuple(cells), weights)
    return _unit(np.sqrt(counts.ravel() / counts.sum()).astype(np.float32))


def _edges(small: Rgb) -> Vector:
    import cv2

    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    dx, dy = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    strength, turn = np.hypot(dx, dy), np.mod(np.arctan2(dy, dx), np.pi) / np.pi * _TURNS
    cell = _SIZE // _GRID
    rows, columns = np.indices(grey.shape)
    index = (rows // cell * _GRID + columns // cell) * _TURNS + np.minimum(turn.astype(np.int64), _TURNS - 1)
    counts = np.bincount(index.ravel(), weights=strength.ravel(), minlength=_GRID * _GRID * _TURNS).reshape(-1, _TURNS)
    normed = counts / (np.linalg.norm(counts, axis=1, keepdims=True) + 1.0)
    return _unit(normed.ravel().astype(np.float32))


def _latent(rgb: Rgb) -> Vector | None:
    """The picture as AIPROD Nano's encoder sees it; None where it is not installed."""
    from aiprod.shooting.nano import networks
    from aiprod.shooting.nano.generator import still_latents

    if not networks.installed():
        return None
    found = still_latents(networks.networks(), rgb)
    rows, columns = found.shape[0] // 2, found.shape[1] // 2
    pooled = [found[top : top + rows, left : left + columns].mean((0, 1)) for top in (0, rows) for left in (0, columns)]
    return _unit(np.concatenate([*pooled, found.std((0, 1))]).astype(np.float32))


def _unit(vector: Vector) -> Vector:
    if vector.ndim != 1 or not np.isfinite(vector).all():
        raise ValueError("no embedding")
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)
