# SPDX-License-Identifier: Apache-2.0
"""Scenes for the grading bench, in scene-linear light, and what cameras make of them.

A scene is a dead-leaves picture (Lee, Mumford and Huang, International Journal of Computer Vision 41, 2001: discs that occlude
each other, of all sizes, have the statistics of natural pictures), each disc with a reflectance and shading of its own, under
a light that falls off, with a shadow, a bright window and a few faces' worth of skin.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.grading.spaces import Colours, acescct_to_display

Light = NDArray[np.float64]
_HEIGHT, _WIDTH = 216, 384
_AP1_TO_XYZ = np.array([[0.6624542, 0.1340042, 0.1561877], [0.2722287, 0.6740818, 0.0536895], [-0.0055746, 0.0040607, 1.0103391]])
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_SKINS = np.array([[0.52, 0.36, 0.27], [0.38, 0.25, 0.18], [0.22, 0.14, 0.10], [0.12, 0.075, 0.055]])
"""Reflectances of lighter and darker skins, ACEScg."""


@dataclass(frozen=True)
class Camera:
    """How a scene is taken.

    Attributes:
        stops: exposure beside the right one.
        kelvin: the light's colour temperature that is not balanced out; 6000 is neutral.
        contrast: slope in logarithmic light about mid grey.
        crop: (top, left, size) of what is seen, in shares of the picture.
    """

    stops: float = 0.0
    kelvin: float = 6000.0
    contrast: float = 1.0
    crop: tuple[float, float, float] = (0.0, 0.0, 1.0)


@lru_cache(32)
def scene(seed: int) -> Light:
    """Scene-linear ACEScg, float64 [216, 384, 3], mid grey 0.18. Not to be written to."""
    rng = np.random.default_rng(seed)
    picture = np.full((_HEIGHT, _WIDTH, 3), 0.2)
    for _ in range(420):
        _leaf(picture, rng)
    rows, columns = np.mgrid[0:_HEIGHT, 0:_WIDTH]
    lit = picture * 2 ** _illumination(rng, rows / _HEIGHT, columns / _WIDTH)[..., None]
    lit *= rng.lognormal(0, 0.03, (_HEIGHT, _WIDTH, 1))
    return np.asarray(lit * (0.15 / np.exp(np.log(lit @ _AP1_TO_XYZ[1]).mean())))


def _leaf(picture: Light, rng: np.random.Generator) -> None:
    """Lay one disc, with its own shading, over the picture."""
    radius = min(90.0, 5 / max(1e-3, float(rng.random())) ** 0.5)
    x, y = int(rng.integers(0, _WIDTH)), int(rng.integers(0, _HEIGHT))
    angle, depth = rng.uniform(0, 2 * np.pi), rng.uniform(0, 0.5)
    top, left, reach = max(0, y - round(radius)), max(0, x - round(radius)), round(radius)
    part = picture[top : y + reach + 1, left : x + reach + 1]
    rows, columns = np.mgrid[top : top + part.shape[0], left : left + part.shape[1]]
    inside = (rows - y) ** 2 + (columns - x) ** 2 <= radius**2
    across = ((columns - x) * np.cos(angle) + (rows - y) * np.sin(angle)) / radius
    part[inside] = _reflectance(rng) * 2 ** (depth * across[inside])[:, None]


def _reflectance(rng: np.random.Generator) -> NDArray[np.float64]:
    if rng.random() < 0.10:
        return np.asarray(_SKINS[rng.integers(len(_SKINS))])
    colour = rng.dirichlet([1, 1, 1]) * 3
    pale = colour + (1 - colour) * rng.beta(4, 1.6)
    return np.asarray(np.clip(pale, 0.05, None) * np.exp(rng.uniform(np.log(0.04), np.log(0.7))))


def _illumination(rng: np.random.Generator, up: Light, across: Light) -> Light:
    """Stops of light: a fall-off, a soft shadow, a bright window."""
    angle = rng.uniform(0, 2 * np.pi)
    along = (across - 0.5) * np.cos(angle) + (up - 0.5) * np.sin(angle)
    shadow = -rng.uniform(0.5, 2.0) / (1 + np.exp(-(along - rng.uniform(-0.2, 0.3)) * 40))
    y, x = rng.uniform(0.1, 0.5), rng.uniform(0.1, 0.7)
    window = rng.uniform(0.5, 2.2) * ((abs(up - y) < 0.09) & (abs(across - x) < 0.07))
    return np.asarray(rng.uniform(-1.0, 1.0) * along + shadow + window)


def taken(light: Light, camera: Camera, seed: int) -> NDArray[np.uint8]:
    """A still of the scene, uint8 [h, w, 3]: balance, exposure and contrast in scene-linear light, the sensor's noise, the
    ACES 2 view of Rec.709, 8 bits."""
    rng = np.random.default_rng(seed)
    shot = cropped(light, camera.crop) @ adaptation(camera.kelvin).T * 2**camera.stops
    shot = 0.18 * (np.maximum(shot, 1e-6) / 0.18) ** camera.contrast
    shot += rng.normal(0, 1, shot.shape) * np.sqrt(2e-5 * shot + 4e-7)
    shown = acescct_to_display(to_acescct(np.maximum(shot, 0)))
    return np.rint(shown * 255).astype(np.uint8)


def cropped(picture: NDArray[Any], crop: tuple[float, float, float]) -> NDArray[Any]:
    """A part of a picture, in its own pixels."""
    height, width = picture.shape[:2]
    top, left = round(crop[0] * height), round(crop[1] * width)
    return picture[top : top + round(crop[2] * height), left : left + round(crop[2] * width)]


def to_acescct(light: Light) -> Colours:
    """Scene-linear ACEScg to ACEScct (S-2016-001)."""
    log = (np.log2(np.maximum(light, 1e-10)) + 9.72) / 17.52
    return np.where(light <= 0.0078125, 10.5402377416545 * light + 0.0729055341958355, log).astype(np.float32)


def adaptation(kelvin: float) -> NDArray[np.float64]:
    """[3, 3] on ACEScg: what a white under 6000 K looks like under another daylight, by Bradford's adaptation."""
    gain = _BRADFORD @ _daylight(kelvin) / (_BRADFORD @ _daylight(6000.0))
    xyz = np.linalg.inv(_BRADFORD) @ np.diag(gain) @ _BRADFORD
    return np.asarray(np.linalg.inv(_AP1_TO_XYZ) @ xyz @ _AP1_TO_XYZ)


def _daylight(kelvin: float) -> NDArray[np.float64]:
    """XYZ of a Planckian white at Y = 1 (Kim et al., US patent 7024034: the usual cubic of the locus)."""
    t = 1000 / kelvin
    x = (-0.2661239 * t**3 - 0.2343589 * t**2 + 0.8776956 * t + 0.179910) if kelvin <= 4000 else (
        -3.0258469 * t**3 + 2.1070379 * t**2 + 0.2226347 * t + 0.240390)  # fmt: skip
    y = (-0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867) if kelvin <= 4000 else (
        3.0817580 * x**3 - 5.87338670 * x**2 + 3.75112997 * x - 0.37001483)  # fmt: skip
    return np.array([x / y, 1, (1 - x - y) / y])


def pair(number: int, seed: int = 0) -> tuple[NDArray[np.uint8], NDArray[np.uint8], Camera]:
    """A scene taken twice: the reference, the same with another exposure, balance, contrast and a slightly other framing,
    and that second camera."""
    rng = np.random.default_rng(1000 * seed + number)
    light = scene(1000 * seed + number)
    size = float(rng.uniform(0.90, 0.96))
    other = Camera(
        stops=float(rng.uniform(-1.3, 1.0)), kelvin=float(1e6 / rng.uniform(110, 260)), contrast=float(rng.uniform(0.80, 1.22)),
        crop=(float(rng.uniform(0, 1 - size)), float(rng.uniform(0, 1 - size)), size),
    )  # fmt: skip
    return taken(light, Camera(), 2 * number), taken(light, other, 2 * number + 1), other
