# SPDX-License-Identifier: Apache-2.0
"""How the studio would set a bus. The mixer's code is loaded off the interface thread; what it gives then is quick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiprod.film.mix import Bus, BusChoices, Compression, Ducking, EqBand
from aiprod_app.pages.mix.plots import FREQUENCIES


@dataclass(frozen=True)
class House:
    """What a bus does with the user's choices: each as the user wants it, else as the studio does it.

    Attributes:
        response: what bands do at `plots.FREQUENCIES`, in dB; takes a moment.
    """

    eq: Callable[[Bus, BusChoices], tuple[EqBand, ...]]
    compression: Callable[[Bus, BusChoices], Compression]
    ducking: Callable[[Bus, BusChoices], Ducking]
    around: Callable[[Bus, BusChoices], tuple[float | None, float | None]]
    response: Callable[[Sequence[EqBand]], list[float]]


def load_house() -> House:
    """Load the mixer."""
    from aiprod.mixing.equaliser import response_db
    from aiprod.mixing.strips import around_of, compression_of, ducking_of, eq_of

    response_db((), FREQUENCIES)
    return House(eq_of, compression_of, ducking_of, around_of, lambda bands: response_db(bands, FREQUENCIES).tolist())
