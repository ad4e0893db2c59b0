# SPDX-License-Identifier: Apache-2.0
"""Pictures of one rate read at another: what lies between two is both of them, moved, by our own network or along the optical
flow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import cast

import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
Flow = NDArray[np.float32]
Found = tuple[Flow, Flow, NDArray[np.float32]]
"""For each place between two pictures, in pixels (right, down), where it is in the first and in the second, [h, w, 2]; and the
share of the first, [h, w]."""
Finder = Callable[[Rgb, Rgb, float], Found]
"""Finds what lies between two pictures at a share of the way."""


def needed(frames: int, rate: Fraction, own_rate: int | Fraction) -> int:
    """How many pictures at `own_rate` cover `frames` at `rate`."""
    return int(-(-(frames - 1) * own_rate * rate.denominator // rate.numerator)) + 1


def moments(count: int, rate: Fraction, own_rate: int | Fraction, frames: int) -> list[int]:
    """The frame of the film that each of `count` pictures at `own_rate` shows; past the end, the last."""
    return [min(round(index * rate / own_rate), frames - 1) for index in range(count)]


def retimed(
    large: Sequence[Rgb],
    small: Sequence[Rgb],
    own_rate: int | Fraction,
    rate: Fraction,
    frames: int,
    finder: Finder | None = None,
) -> Iterator[Rgb]:
    """`frames` pictures at `rate` from pictures at `own_rate`.

    Args:
        large: the pictures, and
        small: the same at the size at which motion is looked for.
        finder: looks for it; optical flow where None.
    """
    flows: tuple[int, Flow, Flow] | None = None
    for index in range(frames):
        at = index * own_rate / rate
        before = min(int(at), len(large) - 1)
        share = float(at - int(at))
        if share < 1e-6 or before + 1 >= len(large):
            yield large[before]
            continue
        if finder is not None:
            yield mixed(large[before], large[before + 1], finder(small[before], small[before + 1], share))
            continue
        if flows is None or flows[0] != before:
            flows = (before, *_flows(small[before], small[before + 1]))
        yield between(large[before], large[before + 1], flows[1], flows[2], share)


def between_flows(pictures: Sequence[Rgb], at: Fraction) -> Rgb:
    """The picture at a moment that is counted in pictures: one of them, or what lies between two."""
    before = min(int(at), len(pictures) - 1)
    share = float(at - int(at))
    if share < 1e-6 or before + 1 >= len(pictures):
        return pictures[before]
    first, second = pictures[before], pictures[before + 1]
    return between(first, second, *_flows(first, second), share)


def between(first: Rgb, second: Rgb, onward: Flow, back: Flow, share: float) -> Rgb:
    """The picture at `share` of the way from the first to the second."""
    one, two = _moved(first, onward, share), _moved(second, back, 1 - share)
    mixed = one.astype(np.float32) * np.float32(1 - share) + two.astype(np.float32) * np.float32(share)
    return cast("Rgb", (mixed + 0.5).astype(np.uint8))


def mixed(first: Rgb, second: Rgb, found: Found) -> Rgb:
    """The picture between two, of any size, that was found at another."""
    import cv2

    height, width = first.shape[:2]
    share = cv2.resize(found[2], (width, height), interpolation=cv2.INTER_LINEAR)[..., None]
    one, two = _moved(first, found[0], -1.0), _moved(second, found[1], -1.0)
    return cast("Rgb", (one * share + two * (1 - share) + np.float32(0.5)).astype(np.uint8))


def _flows(first: Rgb, second: Rgb) -> tuple[Flow, Flow]:
    import cv2

    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    one, two = (cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (first, second))
    return (
        cast("Flow", search.calc(one, two, None)),  # type: ignore[call-overload]
        cast("Flow", search.calc(two, one, None)),  # type: ignore[call-overload]
    )


def _moved(picture: Rgb, flow: Flow, share: float) -> Rgb:
    """A picture moved along a flow, which may be of another size, for a share of the way."""
    import cv2

    height, width = picture.shape[:2]
    tall, wide = flow.shape[:2]
    large = cv2.resize(flow, (width, height), interpolation=cv2.INTER_LINEAR)
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    columns -= large[..., 0] * np.float32(share * width / wide)
    rows -= large[..., 1] * np.float32(share * height / tall)
    return cast("Rgb", cv2.remap(picture, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
