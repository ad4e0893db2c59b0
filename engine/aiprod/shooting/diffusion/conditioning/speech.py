# SPDX-License-Identifier: Apache-2.0
"""The dialogue of a shot as one track, for models whose pictures follow sound."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from aiprod.film.shots import ShootRequest
from aiprod.media.audio import SAMPLE_RATE, Samples


def lines_of(request: ShootRequest) -> dict[str, float]:
    """The sounds of the lines that are spoken in a shot's picture, by hash, with the second at which each begins."""
    seen = {actor.character for actor in request.shot.blocking if not actor.back}
    return {item.sha256: item.start_s for item in request.references if item.role == "speech" and item.subject in seen}


def track(lines: dict[Path, float], start_s: float, seconds: float) -> Samples | None:
    """The lines that are heard between `start_s` and `start_s + seconds` of the shot, float32 [samples, 2]; None where none is.

    Args:
        lines: sound files, with the second of the shot at which each begins.

    Raises:
        UserError: a sound can't be read.
    """
    from aiprod.media.audio import read_audio

    length = round(seconds * SAMPLE_RATE)
    found = np.zeros((length, 2), np.float32)
    heard = False
    for path, begins in lines.items():
        samples = read_audio(path)
        offset = round((begins - start_s) * SAMPLE_RATE)
        first, last = max(offset, 0), min(offset + len(samples), length)
        if last > first:
            part = samples[first - offset : last - offset]
            found[first:last] += part if part.shape[1] == 2 else part[:, :1]
            heard = True
    return np.clip(found, -1, 1) if heard else None
