# SPDX-License-Identifier: Apache-2.0
"""The takes of a clip: which there are, which one it shows, and how they are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.timeline import Clip, ShotFootage, Timeline
from aiprod.film.timeline_changes import ChangeTake

if TYPE_CHECKING:
    from aiprod.production.screening import Screening
    from aiprod.production.standing import Standing, TakeOf
    from aiprod.rendering.viewing import Picture

Mode = Literal["wipe", "side"]
_SHOWN_WIDTH = 1280

translate = QCoreApplication.translate


def takes_of(standing: Standing, clip: Clip) -> tuple[TakeOf, ...]:
    """The takes of what a clip shows, newest first; none where it is no shot."""
    return standing.takes.get(clip.shows.shot, ()) if isinstance(clip.shows, ShotFootage) else ()


def shown_take(standing: Standing, clip: Clip) -> TakeOf | None:
    """The take that a clip shows: the pinned one, else the studio's."""
    takes = takes_of(standing, clip)
    assert not takes or isinstance(clip.shows, ShotFootage)
    wanted = clip.shows.take if isinstance(clip.shows, ShotFootage) else ""
    pinned = next((take for take in takes if take.id == wanted), None)
    return pinned or next((take for take in takes if take.chosen), takes[0] if takes else None)


def to_take(clip: Clip, take: TakeOf) -> ChangeTake:
    """The edit that pins a take. Raises UserError where it has not enough frames for what the clip shows."""
    edit = ChangeTake(clip=clip.id, take=take.id, available=take.frames)
    last = max(clip.frame_at(0), clip.frame_at(clip.length - 1))
    if last >= take.frames:
        raise UserError(
            translate("Editing", "This take is too short for {name}").format(name=clip.name or clip.id),
            translate("Editing", "it has {frames} frames, the clip shows {shown}").format(frames=take.frames, shown=last + 1),
            translate("Editing", "Trim the clip first."),
        )
    return edit


def beside_take(standing: Standing, clip: Clip, step: Literal[1, -1]) -> TakeOf:
    """The next newer (1) or older take, round and round. Raises UserError where there is only one."""
    takes = list(reversed(takes_of(standing, clip)))
    now = shown_take(standing, clip)
    if len(takes) < 2 or now is None:
        raise UserError(
            translate("Editing", "There is no other take"),
            translate("Editing", "the shot was taken once"),
            translate("Editing", "Shoot another take."),
        )
    return takes[(takes.index(now) + step) % len(takes)]


def other_take(standing: Standing, clip: Clip) -> TakeOf:
    """The take to compare with: the newest of the others. Raises UserError where there is none."""
    now = shown_take(standing, clip)
    found = next((take for take in takes_of(standing, clip) if take is not now), None)
    if found is None:
        raise UserError(
            translate("Editing", "There is no other take"),
            translate("Editing", "the shot was taken once"),
            translate("Editing", "Shoot another take."),
        )
    return found


def next_number(film: Film, takes: Sequence[TakeOf], shot: str) -> int:
    """The number of a take that was never made, for `RetakeChange`."""
    made = [take.number for take in takes if take.number is not None]
    return max([film.retakes.get(shot, 0), *made]) + 1


@dataclass(frozen=True)
class Compared:
    """Two takes: the film as it is, and how it would look with the other one at a clip."""

    root: Path
    film: Film
    standing: Standing
    timeline: Timeline
    clip: str
    take: str
    frames: int


class Comparison:
    """Pictures of a film with another take. Used on one background thread at a time.

    Raises UserError where the other take can't be laid there.
    """

    def __init__(self, compared: Compared) -> None:
        self.compared = compared
        self._made: Screening | None = None

    def picture(self, frame: int) -> QImage:
        """The graded picture of a frame of the film. Takes a moment."""
        from aiprod.rendering.viewing import Viewer

        made = self._made = self._made or self._screened()
        with Viewer(made.segments, scale=1 if made.size[0] <= _SHOWN_WIDTH else 2, ahead=0) as viewer:
            return _image(viewer.frame_at(max(0, min(frame, made.frames - 1))))

    def _screened(self) -> Screening:
        from aiprod.production.screening import screen

        what = self.compared
        timeline = ChangeTake(clip=what.clip, take=what.take, available=what.frames).done(what.timeline)
        return screen(what.root, what.film.model_copy(update={"timeline": timeline}), what.standing, timeline)


def _image(picture: Picture) -> QImage:
    height, width = picture.shape[:2]
    return QImage(picture.tobytes(), width, height, picture.strides[0], QImage.Format.Format_RGB32).copy()
