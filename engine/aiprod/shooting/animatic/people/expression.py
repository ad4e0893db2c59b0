# SPDX-License-Identifier: Apache-2.0
"""What a face does with an emotion: brows, lids and mouth corners, after the action units of Ekman and Friesen (1978)."""

from __future__ import annotations

from dataclasses import dataclass, fields

from aiprod.film.screenplay import Emotion


@dataclass(frozen=True)
class Expression:
    """A face's muscles, −1 … 1; 0 is at ease.

    Attributes:
        brow_in, brow_out: the inner and outer ends of the brows, up or down.
        squeeze: brows together.
        lid_up: upper lids, raised or lowered.
        lid_low: lower lids, raised (a smile, a squint).
        smile: mouth corners, up or down.
        stretch: mouth, wider or narrower.
        jaw: mouth open when silent.
        press: lips pressed.
        skew: one corner and one brow higher than the other (irony).
        blush: cheeks.
        teeth: teeth shown with a smile or a snarl.
        head_pitch, head_roll: how the head is carried, in radians (up, to the right).
    """

    brow_in: float = 0.0
    brow_out: float = 0.0
    squeeze: float = 0.0
    lid_up: float = 0.0
    lid_low: float = 0.0
    smile: float = 0.0
    stretch: float = 0.0
    jaw: float = 0.0
    press: float = 0.0
    skew: float = 0.0
    blush: float = 0.0
    teeth: float = 0.0
    head_pitch: float = 0.0
    head_roll: float = 0.0


EXPRESSIONS: dict[Emotion, Expression] = {
    Emotion.NEUTRAL: Expression(smile=0.12),
    Emotion.JOY: Expression(
        brow_in=0.25,
        brow_out=0.4,
        lid_low=0.7,
        smile=0.95,
        stretch=0.55,
        jaw=0.2,
        blush=0.8,
        teeth=0.9,
        head_pitch=0.06,
        head_roll=0.04,
    ),
    Emotion.SADNESS: Expression(
        brow_in=0.9,
        brow_out=-0.45,
        squeeze=0.3,
        lid_up=-0.4,
        smile=-0.75,
        stretch=-0.2,
        press=0.2,
        head_pitch=-0.13,
        head_roll=0.05,
    ),
    Emotion.ANGER: Expression(
        brow_in=-1.0,
        brow_out=0.35,
        squeeze=0.9,
        lid_up=-0.15,
        lid_low=0.45,
        smile=-0.5,
        stretch=0.2,
        press=0.8,
        blush=0.35,
        head_pitch=-0.06,
    ),
    Emotion.FEAR: Expression(
        brow_in=1.0, brow_out=0.25, squeeze=0.6, lid_up=0.8, smile=-0.4, stretch=0.5, jaw=0.22, teeth=0.3, head_pitch=0.03
    ),
    Emotion.SURPRISE: Expression(brow_in=1.0, brow_out=1.0, lid_up=0.85, stretch=-0.55, jaw=0.62, head_pitch=0.05),
    Emotion.TENDERNESS: Expression(
        brow_in=0.5, brow_out=0.0, lid_up=-0.25, lid_low=0.3, smile=0.55, blush=0.6, head_pitch=-0.02, head_roll=0.12
    ),
    Emotion.DETERMINATION: Expression(
        brow_in=-0.65, brow_out=0.1, squeeze=0.45, lid_up=-0.05, lid_low=0.3, smile=0.1, press=0.6, head_pitch=-0.02
    ),
    Emotion.WEARINESS: Expression(brow_in=0.3, brow_out=-0.55, lid_up=-0.75, smile=-0.35, head_pitch=-0.15, head_roll=-0.06),
    Emotion.IRONY: Expression(brow_in=-0.15, brow_out=0.25, lid_up=-0.35, lid_low=0.25, smile=0.35, skew=0.95, head_roll=-0.07),
}


def blend(a: Expression, b: Expression, u: float) -> Expression:
    """`a` moved towards `b` by `u` (0–1)."""
    values = {f.name: getattr(a, f.name) + (getattr(b, f.name) - getattr(a, f.name)) * u for f in fields(Expression)}
    return Expression(**values)
