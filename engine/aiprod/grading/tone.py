# SPDX-License-Identifier: Apache-2.0
"""Foreign material between SDR and HDR: which light becomes which.

To SDR:

* "aces": the exact inverse of the ACES 2 view of 1000 cd/m², then the SDR view: the picture as if it had been shot for both.
  What our own films do; for foreign films its roll-off is that of a film print.
* "bt2390": the EETF of Report ITU-R BT.2390-11, section 5.4.1: a Hermite spline in PQ from the source's peak to 100 cd/m²,
  here over the greatest of R, G, B, whose ratios are kept (no hue turns). Light below its knee (28 cd/m² from 1000) is unchanged.
* "bt2446a": Method A of Report ITU-R BT.2446-1, section 4: for programmes lit for HDR, whose
  reference white stands at 203 cd/m²; it becomes 41, so that what was dark stays darker than with the others.

To HDR:

* "aces": the inverse of the SDR view, then the HDR view: pictures gain highlights.
* "bt2408": Report ITU-R BT.2408-7, section 5.1.3.1, display-referred direct mapping: the light itself, white at 203 cd/m². For
  graphics, logos, and whatever must match a neighbour.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.film.grade import ShotGrade
from aiprod.film.output import OUTPUTS, OutputName
from aiprod.grading.spaces import Colours
from aiprod.grading.transfer import GRAPHICS_WHITE, REC2020_LUMA, from_nits, nits_to_pq, pq_to_nits, to_nits

ToSdr = Literal["aces", "bt2390", "bt2446a"]
ToHdr = Literal["aces", "bt2408"]
_REC709_TO_2020 = np.array(
    [[0.6274039, 0.3292830, 0.0433131], [0.0690973, 0.9195404, 0.0113623], [0.0163914, 0.0880133, 0.8955953]]
)
"""Linear light, Recommendation ITU-R BT.2087."""
_P3_TO_2020 = np.array([[0.7538330, 0.1985974, 0.0475696], [0.0457438, 0.9417772, 0.0124789], [-0.0012103, 0.0176017, 0.9836086]])
_SDR_PEAK = 100.0
Values = NDArray[np.float64]


def to_sdr(
    codes: Colours, source: OutputName, output: OutputName = "rec709", method: ToSdr = "aces", peak: float = 1000.0
) -> Colours:
    """HDR display codes [..., 3] (0–1) to an SDR display's.

    Args:
        source: "pq", "pq-p3" or "hlg".
        output: an SDR output.
        peak: of the source's mastering display in cd/m², where the method asks for it. Light above is clipped to it.

    Raises UserError where source, output or method don't fit.
    """
    _check(source, output, method, hdr=True, methods=get_args(ToSdr))
    if method == "aces":
        return _by_aces(codes, source, output)
    light = np.minimum(to_nits(codes, source), peak).astype(np.float64)
    shown = _through_2390(light, peak) if method == "bt2390" else _through_2446a(light / peak, peak)
    return from_nits(_from_2020(shown, output), output)


def to_hdr(codes: Colours, source: OutputName, output: OutputName = "pq", method: ToHdr = "aces") -> Colours:
    """SDR display codes [..., 3] (0–1) to an HDR display's. Arguments and errors as `to_sdr`."""
    _check(source, output, method, hdr=False, methods=get_args(ToHdr))
    if method == "aces":
        return _by_aces(codes, source, output)
    light = to_nits(codes, source).astype(np.float64) @ _to_2020(source).T
    return from_nits((light * (GRAPHICS_WHITE / _SDR_PEAK)).astype(np.float32), output)


def eetf(nits: Values, source_peak: float, target_peak: float, target_black: float = 0.0) -> Values:
    """BT.2390's electrical-electrical transfer function, told in light: cd/m² of the source to cd/m² of the target display."""
    top = float(nits_to_pq(np.array(source_peak, np.float32)))
    highest = float(nits_to_pq(np.array(target_peak, np.float32))) / top
    lowest = float(nits_to_pq(np.array(target_black, np.float32))) / top
    signal = np.clip(nits_to_pq(nits.astype(np.float32)).astype(np.float64) / top, 0, 1)
    knee = 1.5 * highest - 0.5
    t = (signal - knee) / (1 - knee) if knee < 1 else np.zeros_like(signal)
    spline = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (-2 * t**3 + 3 * t**2) * highest
    mapped = np.where(signal < knee, signal, spline)
    lifted = mapped + lowest * (1 - mapped) ** 4
    return pq_to_nits((lifted * top).astype(np.float32)).astype(np.float64)


def _through_2390(light: Values, peak: float) -> Values:
    """Rec.2020 light to light of at most 100 cd/m², ratios of R, G, B kept."""
    greatest = np.maximum(light.max(axis=-1, keepdims=True), 1e-6)
    return np.asarray(light * (eetf(greatest, peak, _SDR_PEAK) / greatest))


def _through_2446a(light: Values, peak: float) -> Values:
    """Rec.2020 light as a share of `peak` to light of at most 100 cd/m²: Method A's three steps and its colour correction."""
    gamma = np.clip(light, 0, 1) ** (1 / 2.4)
    luma = gamma @ REC2020_LUMA.astype(np.float64)
    hdr, sdr = (1 + 32 * (value / 10_000) ** (1 / 2.4) for value in (peak, _SDR_PEAK))
    bent = _knee(np.log(1 + (hdr - 1) * luma) / np.log(hdr))
    mapped = (sdr**bent - 1) / (sdr - 1)
    scale = mapped / np.maximum(1.1 * luma, 1e-9)
    blue, red = scale * (gamma[..., 2] - luma) / 1.8814, scale * (gamma[..., 0] - luma) / 1.4746
    toned = mapped - np.maximum(0.1 * red, 0)
    green = toned - (0.2627 * 1.4746 * red + 0.0593 * 1.8814 * blue) / 0.6780
    shown = np.stack([toned + 1.4746 * red, green, toned + 1.8814 * blue], axis=-1)
    return np.asarray(np.clip(shown, 0, 1) ** 2.4 * _SDR_PEAK)


def _knee(x: Values) -> Values:
    """Method A's step 2."""
    middle = -1.1510 * x * x + 2.7811 * x - 0.6302
    return np.where(x <= 0.7399, 1.0770 * x, np.where(x < 0.9909, middle, 0.5 * x + 0.5))


def _from_2020(light: Values, output: OutputName) -> Colours:
    """Rec.2020 light in an output's primaries. Colours that it has not go to its edge towards grey, their luminance kept."""
    inside = light @ np.linalg.inv(_to_2020(output)).T
    grey = (light @ REC2020_LUMA.astype(np.float64))[..., None]
    least = inside.min(axis=-1, keepdims=True)
    share = np.where(least < 0, grey / np.maximum(grey - least, 1e-9), 1.0)
    return np.asarray(grey + share * (inside - grey), np.float32)


def _to_2020(output: OutputName) -> Values:
    primaries = OUTPUTS[output].primaries
    return _REC709_TO_2020 if primaries == 1 else _P3_TO_2020 if primaries == 12 else np.eye(3)


def _by_aces(codes: Colours, source: OutputName, output: OutputName) -> Colours:
    from aiprod.grading.bake import apply

    return apply(ShotGrade(shot="foreign"), codes, source, output)


def _check(source: OutputName, output: OutputName, method: str, hdr: bool, methods: tuple[str, ...]) -> None:
    shown = [name for name, item in OUTPUTS.items() if name != "acescg" and item.hdr is hdr]
    made = [name for name, item in OUTPUTS.items() if name != "acescg" and item.hdr is not hdr]
    for what, name, known in (("source", source, shown), ("output", output, made), ("method", method, methods)):
        if name not in known:
            raise UserError(
                f"{name} can't be the {what} of this tone mapping", f"they are {', '.join(known)}", "Choose one of them."
            )
