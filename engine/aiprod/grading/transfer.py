# SPDX-License-Identifier: Apache-2.0
"""Display codes ↔ light in cd/m²: BT.1886, gamma 2.6, PQ and HLG.

Sources: Rec. ITU-R BT.1886 (with black at 0, its gamma is 2.4), SMPTE RP 431-2 (2.6), SMPTE ST 2084 and Rec. ITU-R BT.2100
(PQ, HLG with its OOTF).
"""

from __future__ import annotations

import numpy as np

from aiprod.film.errors import EngineError
from aiprod.film.output import OUTPUTS, OutputName
from aiprod.grading.spaces import Colours

PQ_PEAK = 10_000.0
HLG_PEAK = 1000.0
GRAPHICS_WHITE = 203.0
"""HDR reference white in cd/m² (Report ITU-R BT.2408): 58 % PQ, 75 % HLG."""
REC2020_LUMA = np.array([0.2627, 0.6780, 0.0593], np.float32)
_M1, _M2 = 2610 / 16384, 2523 / 4096 * 128
_C1, _C2, _C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
_A, _B, _C = 0.17883277, 0.28466892, 0.55991073
_GAMMA = {1: 2.4, 14: 2.4, 17: 2.6}
"""Code points of transfers in H.273 → gamma of the display."""


def pq_to_nits(codes: Colours) -> Colours:
    """PQ codes (0–1) to cd/m² (0–10 000): the EOTF of ST 2084."""
    root = np.clip(np.asarray(codes, np.float64), 0, 1) ** (1 / _M2)
    return (PQ_PEAK * (np.maximum(root - _C1, 0) / (_C2 - _C3 * root)) ** (1 / _M1)).astype(np.float32)


def nits_to_pq(nits: Colours) -> Colours:
    """cd/m² (clipped to 0–10 000) to PQ codes (0–1)."""
    light = np.clip(np.asarray(nits, np.float64) / PQ_PEAK, 0, 1) ** _M1
    return (((_C1 + _C2 * light) / (1 + _C3 * light)) ** _M2).astype(np.float32)


def hlg_to_scene(codes: Colours) -> Colours:
    """HLG codes (0–1) to scene light, 0–1: the inverse OETF of BT.2100."""
    e = np.clip(np.asarray(codes, np.float64), 0, 1)
    return np.where(e <= 0.5, e * e / 3, (np.exp((e - _C) / _A) + _B) / 12).astype(np.float32)


def scene_to_hlg(scene: Colours) -> Colours:
    """Scene light (clipped to 0–1) to HLG codes (0–1): the OETF of BT.2100."""
    e = np.clip(np.asarray(scene, np.float64), 0, 1)
    return np.where(e <= 1 / 12, np.sqrt(3 * e), _A * np.log(np.maximum(12 * e - _B, 1e-9)) + _C).astype(np.float32)


def system_gamma(peak: float = HLG_PEAK) -> float:
    """HLG's γ for a display of nominal peak `peak` cd/m² (BT.2100 note 5f): 1.2 at 1000."""
    return 1.2 + 0.42 * float(np.log10(peak / 1000))


def hlg_to_nits(codes: Colours, peak: float = HLG_PEAK) -> Colours:
    """HLG codes [..., 3] to cd/m² on a display of `peak`: inverse OETF, then the OOTF on Rec.2020 luminance, black at 0."""
    scene = hlg_to_scene(codes)
    luminance = np.maximum(scene @ REC2020_LUMA, np.float32(1e-12))[..., None]
    light: Colours = np.float32(peak) * luminance ** np.float32(system_gamma(peak) - 1) * scene
    return light


def nits_to_hlg(nits: Colours, peak: float = HLG_PEAK) -> Colours:
    """cd/m² [..., 3] on a display of `peak` to HLG codes (0–1): inverse OOTF, then the OETF."""
    display = np.maximum(np.asarray(nits, np.float32), 0) / np.float32(peak)
    luminance = np.maximum(display @ REC2020_LUMA, np.float32(1e-12))[..., None]
    scene = luminance ** np.float32(1 / system_gamma(peak) - 1) * display
    return scene_to_hlg(scene.astype(np.float32))


def to_nits(codes: Colours, output: OutputName) -> Colours:
    """An output's codes [..., 3] (0–1) to the light of its display, cd/m² per channel in the output's own primaries.

    Raises EngineError for the scene-linear output, which is no light of a display.
    """
    shown = OUTPUTS[output]
    if shown.transfer == 16:
        return pq_to_nits(codes)
    if shown.transfer == 18:
        return hlg_to_nits(codes, shown.peak_nits)
    if shown.transfer not in _GAMMA:
        raise EngineError(f"{output} has no light of its own", "it is not rendered for a display")
    light: Colours = np.clip(np.asarray(codes, np.float32), 0, 1) ** np.float32(_GAMMA[shown.transfer])
    return light * np.float32(shown.peak_nits)


def from_nits(nits: Colours, output: OutputName) -> Colours:
    """The inverse of `to_nits`, clipped to 0–1."""
    shown = OUTPUTS[output]
    if shown.transfer == 16:
        return nits_to_pq(nits)
    if shown.transfer == 18:
        return nits_to_hlg(nits, shown.peak_nits)
    if shown.transfer not in _GAMMA:
        raise EngineError(f"{output} has no light of its own", "it is not rendered for a display")
    share: Colours = np.clip(np.asarray(nits, np.float32) / np.float32(shown.peak_nits), 0, 1)
    return share ** np.float32(1 / _GAMMA[shown.transfer])
