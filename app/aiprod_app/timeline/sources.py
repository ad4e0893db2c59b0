# SPDX-License-Identifier: Apache-2.0
"""Where the pictures and sounds lie that clips show: for thumbnails and waveforms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.timeline import Clip, MediaFile, ShotFootage, Sound, SpokenLine

if TYPE_CHECKING:
    from aiprod.production.standing import Standing


@dataclass(frozen=True)
class Sources:
    """Files by what is shown. What is missing has no thumbnail or waveform, and is drawn without.

    Attributes:
        root: the film's folder, which paths of the user's files are relative to.
        shots: shot → picture of the take that is shown where none is pinned.
        takes: take → its picture.
        counts: shot → how many takes it has.
        lines, sounds: line or stem → sound file.
    """

    root: Path | None = None
    shots: Mapping[str, Path] = field(default_factory=dict)
    takes: Mapping[str, Path] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, Path] = field(default_factory=dict)
    sounds: Mapping[str, Path] = field(default_factory=dict)

    def picture(self, clip: Clip) -> Path | None:
        """The file whose frames a clip of picture shows."""
        shown = clip.shows
        if isinstance(shown, ShotFootage):
            return self.takes.get(shown.take) if shown.take else self.shots.get(shown.shot)
        return self._own(shown) if isinstance(shown, MediaFile) else None

    def sound(self, clip: Clip) -> Path | None:
        """The file that a clip of sound plays."""
        shown = clip.shows
        if isinstance(shown, SpokenLine):
            return self.lines.get(shown.line)
        if isinstance(shown, Sound):
            return self.sounds.get(shown.stem)
        return self._own(shown) if isinstance(shown, MediaFile) else None

    def take_count(self, clip: Clip) -> int:
        """How many takes there are of what a clip shows; 0 where it is no shot."""
        return self.counts.get(clip.shows.shot, 0) if isinstance(clip.shows, ShotFootage) else 0

    def _own(self, shown: MediaFile) -> Path | None:
        return self.root / shown.path if self.root is not None else None

    @classmethod
    def of(cls, standing: Standing, root: Path) -> Sources:
        """What a production made, and the user's files below `root`."""
        takes = {take.id: take.path for taken in standing.takes.values() for take in taken}
        shown = {
            shot: next((take for take in taken if take.chosen), taken[0]).path for shot, taken in standing.takes.items() if taken
        }
        return cls(
            root=root, shots=shown, takes=takes, counts={shot: len(taken) for shot, taken in standing.takes.items()},
            lines={line: found[0] for line, found in standing.lines.items()},
            sounds={stem: found[0] for stem, found in standing.sounds.items()},
        )  # fmt: skip
