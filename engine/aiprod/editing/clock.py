# SPDX-License-Identifier: Apache-2.0
"""The film's clock: on which frame each shot begins.

A shot's `frames` are the frames of its take that are seen, those inside transitions included. A transition into a shot
(dissolve, wipe, fade through black) plays its first `transition_frames` over the last ones of the shot before, so

    begin of shot i = begin of shot i−1 + frames of shot i−1 − transition frames of shot i
    length of the film = sum of frames − sum of transition frames (of all but the first shot) + end card

The first shot's transition is a fade from black: it overlaps nothing. All numbers are whole frames, so the length is exact.
"""

from __future__ import annotations

from dataclasses import dataclass

from aiprod.film.errors import EngineError
from aiprod.film.shots import Shot, ShotList, in_offset, out_offset
from aiprod.film.transitions import TRANSITIONS


@dataclass(frozen=True)
class ShotTime:
    """A shot on the film's clock.

    Attributes:
        shot: which.
        start: the frame of the film on which its first frame is seen (inside the transition, if there is one).
        overlap: frames shared with the shot before.
        next_overlap: frames shared with the shot after.
    """

    shot: Shot
    start: int
    overlap: int
    next_overlap: int

    @property
    def end(self) -> int:
        """The first frame on which it is no longer seen."""
        return self.start + self.shot.frames

    @property
    def cut_in(self) -> int:
        """The frame of the cut into the shot: the middle of the transition."""
        return self.start + in_offset(self.overlap)

    @property
    def cut_out(self) -> int:
        return self.end - out_offset(self.next_overlap)


def overlap_of(shot: Shot, first: bool) -> int:
    """The frames that a shot shares with the one before it."""
    return 0 if first or not TRANSITIONS[shot.transition_in].overlaps else shot.transition_frames


def times(shots: ShotList) -> list[ShotTime]:
    """Every shot on the film's clock, in order. Raises EngineError where transitions are longer than their shots."""
    overlaps = [overlap_of(shot, i == 0) for i, shot in enumerate(shots.shots)] + [0]
    found = []
    at = 0
    for i, shot in enumerate(shots.shots):
        if overlaps[i] + overlaps[i + 1] > shot.frames:
            raise EngineError(f"Shot {shot.id} is shorter than its transitions", f"{shot.frames} frames")
        at -= overlaps[i]
        found.append(ShotTime(shot, at, overlaps[i], overlaps[i + 1]))
        at += shot.frames
    return found


def film_frames(shots: ShotList) -> int:
    """The length of the film in frames, end card included."""
    every = times(shots)
    return (every[-1].end if every else 0) + shots.end_card_frames
