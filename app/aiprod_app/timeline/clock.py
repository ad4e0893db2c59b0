# SPDX-License-Identifier: Apache-2.0
"""Timecode, and which of it a ruler shows at a zoom."""

from __future__ import annotations

from aiprod.film.time import FrameRate
from aiprod.film.timecode import fields, is_drop, nominal, written

_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)


def timecode(frame: int, rate: FrameRate) -> str:
    """HH:MM:SS:FF of a count of frames (SMPTE ST 12-1); numbers are dropped at 29.97 and 59.94, and a semicolon says so."""
    drop = is_drop(rate.fps)
    return f"{'-' if frame < 0 else ''}{written(*fields(abs(frame), nominal(rate.fps), drop=drop), drop=drop)}"


def signed(frames: int) -> str:
    """A distance in frames: "+12", "−3", "0"."""
    return f"+{frames}" if frames > 0 else f"−{-frames}" if frames < 0 else "0"


def ruler_steps(pixels_per_frame: float, rate: FrameRate, label_width: float) -> tuple[int, int]:
    """Frames between two labels, and between two small lines, so that neither stands too close."""
    second = round(rate.fps)
    steps = [n for n in (1, 2, 5, 10, 15) if n < second and (n < 5 or second % n == 0)] + [n * second for n in _SECONDS]
    major = next((step for step in steps if step * pixels_per_frame >= label_width), steps[-1])
    while major * pixels_per_frame < label_width:
        major *= 2
    fine = [step for step in steps if step < major and major % step == 0 and step * pixels_per_frame >= 7]
    return major, fine[0] if fine else major
