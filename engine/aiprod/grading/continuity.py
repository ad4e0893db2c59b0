# SPDX-License-Identifier: Apache-2.0
"""Light and colour across the cuts of a scene: by how much exposure and white jump from one shot to the next.

Where both sides show the same set-up the same places are compared, and little is allowed. Where they don't, a close view is
darker or warmer than a wide one by right: medians and estimated lights are compared, and only what nobody would take for the
same light counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from aiprod.film.brief import Language
from aiprod.grading.illuminant import Illuminant, from_acescct, illuminant
from aiprod.grading.matching import pairs_of, sampled
from aiprod.grading.overlap import Still
from aiprod.grading.spaces import AP1_LUMA, STOP


@dataclass(frozen=True)
class CutLimits:
    """From where a jump is a break.

    Attributes:
        exposure: stops, of the same set-up and of different ones.
        white: CIE 1976 u′v′ distance, likewise. 0.0011 is one step of a MacAdam ellipse (CIE TN 001:2014); six steps are seen by
            everyone side by side.
    """

    exposure: tuple[float, float] = (0.35, 1.5)
    white: tuple[float, float] = (0.007, 0.035)


@dataclass(frozen=True)
class CutJump:
    """What changes at a cut.

    Attributes:
        before, after: shots.
        exposure: stops; plus is brighter after.
        white: distance of the two whites, u′v′.
        warmer: mired by which the light is warmer after; minus is colder.
        overlap: whether both show the same set-up.
        sure: 0–1, how far the white is known.
        breaks: "exposure", "white": which limits are passed.
    """

    before: str
    after: str
    exposure: float
    white: float
    warmer: float
    overlap: bool
    sure: float
    breaks: tuple[str, ...]

    def said(self, language: Language) -> str:
        """The jump as a sentence."""
        if language == "fr":
            way = "plus chaude" if self.warmer > 0 else "plus froide"
            figures = f"{self.exposure:+.1f} diaph, lumière {way} de {abs(self.warmer):.0f} mired".replace(".", ",").replace(
                "-", "−"
            )
            return f"de {self.before} à {self.after} : {figures}"
        way = "warmer" if self.warmer > 0 else "colder"
        return f"{self.before} to {self.after}: {self.exposure:+.1f} stop, light {way} by {abs(self.warmer):.0f} mired"


def cut_jumps(
    shots: Sequence[tuple[str, Sequence[Still]]], limits: CutLimits | None = None, space: str = "rec709"
) -> tuple[CutJump, ...]:
    """The jumps at every cut of a scene, in order; one fewer than shots.

    Args:
        shots: (shot id, stills in the order of time, uint8 [h, w, 3] in `space`). The last still before a cut is compared with
            the first after it. Shots without stills are passed over.
        limits: from where a jump is a break.
    """
    seen = [(name, stills) for name, stills in shots if len(stills)]
    return tuple(_jump(before, after, limits or CutLimits(), space) for before, after in pairwise(seen))


def _jump(before: tuple[str, Sequence[Still]], after: tuple[str, Sequence[Still]], limits: CutLimits, space: str) -> CutJump:
    last, first = before[1][-1], after[1][0]
    lights = illuminant([last], space), illuminant([first], space)
    pairs = pairs_of([first], [last], (space, space))
    if pairs is None:
        exposure = (_median(first, space) - _median(last, space)) / STOP
        sure = lights[0].agreement * lights[1].agreement
    else:
        ours, theirs = (np.log2(np.maximum(from_acescct(side.astype(np.float32)), 1e-5)) for side in pairs)
        change = np.median(ours - theirs, axis=0)
        exposure, sure = float(change @ AP1_LUMA), 1.0
        lights = Illuminant(np.ones(3), 1.0), Illuminant(np.asarray(2 ** (change - exposure), np.float64), 1.0)
    white = float(np.hypot(*(lights[1].uv - lights[0].uv)))
    row = 0 if pairs is not None else 1
    breaks = [name for name, passed in (("exposure", abs(exposure) > limits.exposure[row]),
                                        ("white", white * sure > limits.white[row])) if passed]  # fmt: skip
    warmer = 1e6 / lights[1].kelvin - 1e6 / lights[0].kelvin
    return CutJump(before[0], after[0], round(exposure, 3), round(white, 5), round(warmer, 1), pairs is not None,
                   round(sure, 3), tuple(breaks))  # fmt: skip


def _median(still: Still, space: str) -> float:
    return float(np.median(sampled([still], space) @ AP1_LUMA))
