# SPDX-License-Identifier: Apache-2.0
"""What a close look at one frame shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """What a close look at one frame showed.

    Attributes:
        bars: black border at the top, bottom, left and right, pixels; None for a frame too dark to tell.
        blocky: see `artefacts.blockiness`.
        banded: see `artefacts.banding`.
        combed: see `artefacts.combing`; None without a frame before it.
        broken: see `artefacts.broken_blocks`.
        striped: share of the screen covered by stripes, see `stripes.striped_area`.
    """

    bars: tuple[int, int, int, int] | None = None
    blocky: float = 1.0
    banded: float = 0.0
    combed: float | None = None
    broken: int = 0
    striped: float = 0.0
