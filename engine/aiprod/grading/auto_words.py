# SPDX-License-Identifier: Apache-2.0
"""What the automatic grade did, in words, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from aiprod.film.brief import Language
from aiprod.grading.illuminant import Illuminant
from aiprod.grading.spaces import STOP

Kind = Literal["exposure", "balance", "contrast", "skin", "match", "none"]


@dataclass(frozen=True)
class Correction:
    """One thing that was done, or why nothing was.

    Attributes:
        amount: stops (exposure, the largest of balance), a ratio (contrast), a share (skin, match).
        en, fr: a sentence for people.
    """

    kind: Kind
    amount: float
    en: str
    fr: str

    def said(self, language: Language) -> str:
        return self.fr if language == "fr" else self.en


NOTHING = Correction(
    "none", 0.0, "Left alone: exposure, balance and contrast are in their range.",
    "Laissé tel quel : exposition, balance et contraste sont dans leur plage.",
)  # fmt: skip


def exposure(stops: float, stood: float, by_skin: bool) -> Correction:
    """`stood`: where skin, or else the median, was, in stops from mid grey."""
    who, qui = ("skin", "la peau") if by_skin else ("half of the picture", "la moitié de l’image")
    side, place = ("under", "sous le") if stood < 0 else ("over", "au-dessus du")
    en = f"Exposure {stops:+.1f} stop: {who} stood {abs(stood):.1f} stops {side} mid grey."
    fr = f"Exposition {_fr(stops, 1, signed=True)} diaph : {qui} était à {_fr(abs(stood), 1)} diaph {place} gris moyen."
    return Correction("exposure", round(stops, 3), en, fr)


def exposure_for_hour(stops: float, stood: float) -> Correction:
    """A painted scene that lay outside the range of its hour."""
    side, place = ("darker", "plus sombre") if stops > 0 else ("brighter", "plus claire")
    en = f"Exposure {stops:+.1f} stop: the scene was {side} than its hour asks ({stood:+.1f} stops from mid grey)."
    fr = (f"Exposition {_fr(stops, 1, signed=True)} diaph : la scène était {place} que son heure ne le veut "
          f"({_fr(stood, 1, signed=True)} diaph du gris moyen).")  # fmt: skip
    return Correction("exposure", round(stops, 3), en, fr)


def balance(light: Illuminant, shift: NDArray[np.float64]) -> Correction:
    """`shift`: of each channel, in ACEScct."""
    stops = shift / STOP
    after = Illuminant(light.rgb * 2**stops, 1.0)
    warm, chaude = ("warm", "chaude") if light.kelvin < 6000 else ("cold", "froide")
    red, green, blue = (f"{value:+.2f}" for value in stops)
    en = (f"Balance red {red}, green {green}, blue {blue} stop: the light read {light.kelvin:.0f} K ({warm}, "
          f"{light.cast_deg:.0f}° off neutral), now {after.kelvin:.0f} K.")  # fmt: skip
    red, green, blue = (_fr(float(value), 2, signed=True) for value in stops)
    fr = (f"Balance rouge {red}, vert {green}, bleu {blue} diaph : la lumière était à {light.kelvin:.0f} K ({chaude}, à "
          f"{light.cast_deg:.0f}° du neutre), elle est à {after.kelvin:.0f} K.")  # fmt: skip
    return Correction("balance", round(float(np.abs(stops).max()), 3), en, fr)


def held_for_skin(kept: float) -> Correction:
    return Correction(
        "skin", round(kept, 3), f"The balance stops at {kept:.0%}: beyond that, skin would leave its own hue.",
        f"La balance s’arrête à {100 * kept:.0f} % : au-delà, la peau perdrait sa teinte.",
    )  # fmt: skip


def contrast(ratio: float, spread: float) -> Correction:
    """`spread`: of the picture, in stops."""
    en = f"Contrast ×{ratio:.2f}: the picture spans {spread:.1f} stops."
    fr = f"Contraste ×{_fr(ratio, 2)} : l’image s’étend sur {_fr(spread, 1)} diaphs."
    return Correction("contrast", round(ratio, 3), en, fr)


def moved(stops: float, balance: NDArray[np.float64], contrast: float, saturation: float) -> Correction:
    """What a match does to the shot. `balance`: of each channel, in stops."""
    red, green, blue = (f"{value:+.2f}" for value in balance)
    en = (f"Exposure {stops:+.1f} stop, balance red {red}, green {green}, blue {blue} stop, contrast ×{contrast:.2f}, "
          f"saturation ×{saturation:.2f}.")  # fmt: skip
    red, green, blue = (_fr(float(value), 2, signed=True) for value in balance)
    fr = (f"Exposition {_fr(stops, 1, signed=True)} diaph, balance rouge {red}, vert {green}, bleu {blue} diaph, contraste "
          f"×{_fr(contrast, 2)}, saturation ×{_fr(saturation, 2)}.")  # fmt: skip
    return Correction("exposure", round(stops, 3), en, fr)


def match(name: str, confidence: float, overlap: bool) -> Correction:
    """`name`: of the shot or still that was followed."""
    how, comment = (
        ("the same places", "les mêmes endroits") if overlap else ("their colours as a whole", "l’ensemble des couleurs")
    )
    en = f"Matched to {name} by {how}; confidence {confidence:.0%}."
    fr = f"Accordé à {name} par {comment} ; confiance {100 * confidence:.0f} %."
    return Correction("match", round(confidence, 3), en, fr)


def _fr(value: float, places: int, *, signed: bool = False) -> str:
    """A number with a decimal comma and a true minus."""
    return f"{value:{'+' if signed else ''}.{places}f}".replace(".", ",").replace("-", "−")
