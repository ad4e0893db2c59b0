# SPDX-License-Identifier: Apache-2.0
"""Smaller plans for a generator that ran out of memory: the same shot on fewer pixels, enlarged to the film's size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiprod.film.shots import ShootRequest

SCALES = (1.0, 0.75, 0.5, 0.375)
"""Share of the film's width and height, by level. Level 0 is the plan as it is."""
_STEP = 32
"""Sizes are multiples of this: what video models want."""
_LEAST = 64


def can_shrink(level: int) -> bool:
    """Whether there is a smaller plan than this one."""
    return level + 1 < len(SCALES)


def smaller(request: ShootRequest, level: int) -> ShootRequest:
    """The request at a level's size."""
    if level <= 0:
        return request
    scale = SCALES[min(level, len(SCALES) - 1)]
    return request.changed(width=_rounded(request.width * scale), height=_rounded(request.height * scale))


def enlarge(folder: Path, request: ShootRequest) -> dict[str, Any]:
    """Bring `picture.mp4`, made by a smaller plan, to the request's size. Returns facts about it."""
    from aiprod.shooting.cloud.fitting import fit

    small = folder / "small.mp4"
    (folder / "picture.mp4").replace(small)
    facts = fit(small, folder, request)
    small.unlink()
    made = facts["bought"]
    return {"codec": facts["codec"], "made_at": [made["width"], made["height"]]}


def _rounded(pixels: float) -> int:
    return max(_LEAST, round(pixels / _STEP) * _STEP)
