# SPDX-License-Identifier: Apache-2.0
"""What a finished film is held against."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field

from aiprod.film.base import FilmObject, upgrade_from
from aiprod.film.brief import Language
from aiprod.film.mix import Anchor
from aiprod.film.screenplay import Line
from aiprod.film.time import FrameRate


class PlannedLine(FilmObject):
    """A line of dialogue where the film should have it."""

    line: Line
    speaker: str
    start_s: float = Field(ge=0)
    end_s: float = Field(gt=0)
    voice: str = ""
    """Path of the dry voice take, relative to the film's folder or absolute; empty when it is not at hand."""


class QualityPlan(FilmObject):
    """The plan of a film, as its maker knows it. A foreign file has none, and is only held against general limits."""

    version: ClassVar[int] = 2
    title: str
    language: Language
    frames: int = Field(gt=0)
    rate: FrameRate
    width: int
    height: int
    target_lufs: float
    true_peak_dbtp: float = -1.0
    anchor: Anchor = "programme"
    """What stands at the target: the whole programme, or its lines."""
    lines: tuple[PlannedLine, ...] = ()
    dark: tuple[tuple[float, float], ...] = ()
    """Stretches (start, end in seconds) that are meant to be black: fades and cards."""
    still: tuple[tuple[float, float], ...] = ()
    """Stretches that are meant to stand still, such as cards."""
    mix: str = ""
    """Path of the mix that went into the file, to measure the offset of sound against picture."""
    subtitles: str = ""
    """Path of the delivered .srt."""
    shots: tuple[tuple[str, float], ...] = ()
    """(shot id, start in seconds), to name the place of a finding."""

    @property
    def duration_s(self) -> float:
        return self.rate.seconds(self.frames)

    def rooted(self, root: Path) -> QualityPlan:
        """The plan with its paths, which are relative to the film's folder, made absolute."""
        lines = tuple(item.changed(voice=str(root / item.voice) if item.voice else "") for item in self.lines)
        subtitles = str(root / self.subtitles) if self.subtitles else ""
        return self.changed(lines=lines, mix=str(root / self.mix) if self.mix else "", subtitles=subtitles)


@upgrade_from("QualityPlan", 1)
def _by_the_programme(fields: dict[str, Any]) -> dict[str, Any]:
    return fields
