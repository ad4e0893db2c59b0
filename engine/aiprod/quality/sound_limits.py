# SPDX-License-Identifier: Apache-2.0
"""What a sound may be, and what its checks are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.findings import Finding, Severity
from aiprod.film.mix import Anchor
from aiprod.quality.plan import QualityPlan
from aiprod.quality.sound import SoundMeasures

Regions = Sequence[tuple[float, float]]
TOLD = 10
"""Findings of one kind that are listed; the last one says how many more there are."""


class SoundLimits(FilmObject):
    """What a sound may be. A limit of None is not judged."""

    loudness_lufs: float | None = None
    loudness_below_lu: float = Field(0.5, ge=0)
    loudness_above_lu: float = Field(0.5, ge=0)
    """How far the loudness may lie below and above its target."""
    anchor: Anchor = "programme"
    """What stands at the target: the whole programme, or its dialogue."""
    momentary_max_lufs: float | None = None
    short_term_max_lufs: float | None = None
    range_max_lu: float | None = Field(None, gt=0)
    dialogue_range_max_lu: float | None = Field(None, gt=0)
    true_peak_dbtp: float | None = -1.0
    layouts: tuple[str, ...] = ()
    """Allowed: "mono", "stereo", "5.1", "7.1"; empty allows any."""
    clipping: bool = True
    clicks: bool = True
    dropouts: bool = True
    silence_s: float | None = Field(1.0, gt=0)
    """The longest stretch of silence inside the programme."""
    edge_silence_s: float = Field(2.0, ge=0)
    """The same at its beginning and end."""
    silence_dbfs: float = -66.0
    dc_offset: float | None = Field(0.003, gt=0)
    """Of full scale."""
    hum_dbfs: float | None = -72.0
    """Mains hum above this level counts."""
    balance_db: float | None = Field(7.0, gt=0)
    """How far the levels of left and right may differ over the whole programme."""
    mono_loss_db: float | None = Field(6.0, gt=0)
    """How much a fold-down to mono may lose."""
    dual_mono: bool = True
    """Whether a stereo programme may be the same on both channels."""
    channel_order: bool = True
    sync_s: float | None = Field(None, gt=0)
    """How far sound and picture may be apart; None: half a frame against a mix, 45 ms for a flash and its beep."""


@dataclass(frozen=True)
class Heard:
    """Measures, the limits that count for them, and what is known of the film."""

    measures: SoundMeasures
    limits: SoundLimits
    plan: QualityPlan | None
    speech: Regions

    def at(self, seconds: float) -> float:
        """A moment of the programme on the file's clock."""
        return round(seconds + self.measures.start_s, 3)


def judged(check: str, good: bool, message: str, bad: Severity = Severity.FAIL, **fields: Any) -> Finding:
    """A pass, or a finding of the given severity."""
    return Finding(check=check, severity=Severity.PASS if good else bad, message=message, **fields)
