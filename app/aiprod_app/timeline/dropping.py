# SPDX-License-Identifier: Apache-2.0
"""Things dropped on the timeline: clips out of the bin, and files out of the file manager.

Clips come as the mime type `application/x-aiprod-clips`: JSON `{"clips": [Clip, …]}`, each as `Clip.to_json` has it.
Dropped, they lie over what is there; with Ctrl they make room. Above all pictures and below all sound there is a new track.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent

from aiprod.film.errors import UserError
from aiprod.film.timeline import Clip, Kind
from aiprod.film.timeline_changes import AddTrack, Edit, Lay
from aiprod.film.timeline_moves import kind_of
from aiprod.film.timeline_placing import fresh
from aiprod_app.start.dropping import paths_of
from aiprod_app.timeline.copying import renamed
from aiprod_app.timeline.drags.base import Bars, Ghost, pointer_at
from aiprod_app.timeline.stage import Stage

if TYPE_CHECKING:
    from aiprod_app.timeline.overlay import Overlay

MIME = "application/x-aiprod-clips"
Mode = Literal["insert", "overwrite"]
PICTURES = frozenset(
    (".mp4", ".mov", ".mkv", ".webm", ".mxf", ".avi", ".m4v", ".mpg", ".mpeg", ".ts", ".mts", ".m2ts", ".ogv", ".dv")
)
STILLS = frozenset((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp"))
SOUNDS = frozenset((".wav", ".flac", ".mp3", ".aac", ".m4a", ".ogg", ".opus", ".aif", ".aiff", ".w64", ".caf"))
_LENGTH_S = 4
"""How long a file is shown to be while nobody has looked into it."""


@dataclass(frozen=True)
class Drop:
    """Files that were dropped: on which track ("" for a new one of `kind`), at which frame, and how they are to be laid."""

    paths: tuple[Path, ...]
    track: str
    frame: int
    mode: Mode
    kind: Kind


@dataclass(frozen=True)
class Landing:
    """Where something would lie if it were dropped now."""

    track: str
    row: int | None
    frame: int
    length: int
    mode: Mode
    kind: Kind
    snapped: int | None
    reason: str = ""


def mime_of(clips: Sequence[Clip]) -> QMimeData:
    """Clips to be dragged onto a timeline."""
    data = QMimeData()
    data.setData(MIME, json.dumps({"clips": [clip.to_json() for clip in clips]}).encode())
    return data


def clips_of(data: QMimeData) -> tuple[Clip, ...]:
    """The clips that are being dragged. Raises UserError where they can't be read."""
    try:
        found: Any = json.loads(bytes(data.data(MIME).data()))["clips"]
        return tuple(Clip.from_json(item) for item in found)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UserError("These clips can't be read", "what was dragged is damaged", "Drag them again.") from error


class Dropping(QObject):
    """Follows what is dragged over the canvas.

    Signals:
        files_dropped: files that the user wants to have here (Drop).
    """

    files_dropped = Signal(object)

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._points: list[int] = []
        self._clips: tuple[Clip, ...] = ()
        self._paths: tuple[Path, ...] = ()
        self._landing: Landing | None = None
        self._at = QPointF()
        self._reason = ""

    # -- what is dragged

    def entered(self, data: QMimeData) -> bool:
        """Something came over the canvas. Says whether it could be anything for a timeline."""
        self.left()
        if data.hasFormat(MIME):
            try:
                self._clips = clips_of(data)
            except UserError as error:
                self._reason = str(error)
        elif data.hasUrls():
            self._paths = paths_of(data)
            self._reason = "" if self._paths else self.tr("Only files of this computer can be dropped here")
        else:
            return False
        self._points = self._stage.snap_points()
        return True

    def over(self, event: QDragMoveEvent | QDropEvent) -> bool:
        """It is somewhere now. Says whether it could be dropped there."""
        self._at = event.position()
        self._landing = self._land(event.position(), event.modifiers())
        self._stage.overlay_moved.emit()
        return self._landing is not None and not self._landing.reason

    def left(self) -> None:
        self._clips, self._paths, self._landing, self._reason = (), (), None, ""
        self._stage.overlay_moved.emit()

    def dropped(self, event: QDropEvent) -> bool:
        """It was let go. Says whether it was taken."""
        fits = self.over(event)
        landing = self._landing
        if landing is not None and landing.reason:
            self._stage.refused.emit(landing.reason)
        elif landing is not None and self._clips:
            self._stage.ask(self._edits(landing))
        elif landing is not None:
            self.files_dropped.emit(Drop(self._paths, landing.track, landing.frame, landing.mode, landing.kind))
        self.left()
        return fits

    def _edits(self, landing: Landing) -> tuple[Edit, ...]:
        timeline = self._stage.timeline
        assert timeline is not None
        clips = renamed(timeline, self._clips)
        if landing.track:
            return (Lay(edit=landing.mode, track=landing.track, frame=landing.frame, clips=clips),)
        track = fresh(landing.kind, {track.id for track in timeline.tracks})
        return (AddTrack(kind=landing.kind), Lay(edit=landing.mode, track=track, frame=landing.frame, clips=clips))

    # -- where it would land

    def _land(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> Landing | None:
        stage = self._stage
        if stage.timeline is None:
            return None
        pointer = pointer_at(stage, at, modifiers)
        frame = stage.geometry.nearest(at.x())
        length = sum(clip.length for clip in self._clips) or len(self._paths) * stage.timeline.rate.frames(_LENGTH_S)
        moved, snapped = stage.caught(self._points, (0, length), frame)
        mode: Mode = "insert" if modifiers & Qt.KeyboardModifier.ControlModifier else "overwrite"
        kind = self._kind()
        if pointer.lane is None:
            reason = self._reason or self._unusable() or self._no_new_track(at)
            return Landing("", None, max(0, moved), length, mode, kind, snapped, reason)
        track = stage.timeline.tracks[pointer.lane.row]
        reason = self._reason or self._unusable() or self._unfit(track.kind, track.locked, track.name)
        return Landing(track.id, pointer.lane.row, max(0, moved), length, mode, kind, snapped, reason)

    def _kind(self) -> Kind:
        """The kind of track that it belongs on."""
        kinds = {kind_of(clip) for clip in self._clips}
        if kinds == {"audio"} or (self._paths and all(path.suffix.lower() in SOUNDS for path in self._paths)):
            return "audio"
        return "title" if kinds == {"title"} else "video"

    def _unusable(self) -> str:
        """Why files can't be used at all, as far as their names tell."""
        for path in self._paths:
            suffix = path.suffix.lower()
            if suffix not in PICTURES | STILLS | SOUNDS:
                words = self.tr("{name} can't be used: {kind} is no film, picture or sound")
                return words.format(name=path.name, kind=suffix or self.tr("a folder"))
        return ""

    def _unfit(self, kind: str, locked: bool, name: str) -> str:
        """Why it can't lie on a track."""
        if locked:
            return self.tr("The track {name} is locked").format(name=name)
        sound = {kind_of(clip) == "audio" for clip in self._clips if kind_of(clip) != "any"}
        sound |= {path.suffix.lower() in SOUNDS for path in self._paths if path.suffix.lower() not in PICTURES}
        if kind == "audio" and False in sound:
            return self.tr("{name} is a track of sound; this is a picture").format(name=name)
        if kind != "audio" and True in sound:
            return self.tr("{name} is a track of pictures; this is sound").format(name=name)
        titles = {kind_of(clip) == "title" for clip in self._clips}
        if kind == "title" and (self._paths or False in titles):
            return self.tr("Only titles can lie on {name}").format(name=name)
        return ""

    def _no_new_track(self, at: QPointF) -> str:
        lanes, geometry = self._stage.geometry.lanes, self._stage.geometry
        sound = self._kind() == "audio"
        below = bool(lanes) and at.y() + geometry.top > lanes[-1].bottom
        if below and not sound:
            return self.tr("Below the sound there is no picture; drop it on a track of pictures, or above them")
        return ""

    # -- showing it

    def paint(self, overlay: Overlay) -> None:
        """Where it would lie, or why it can't."""
        landing = self._landing
        if landing is None:
            return
        ghost = Ghost(snapped=landing.snapped, line=(landing.frame, ()) if landing.mode == "insert" else None)
        if landing.row is not None:
            bars = (Bars.of(landing.row, [(landing.frame, landing.frame + landing.length)]),)
            edge = (landing.frame, (landing.row,))
            ghost = Ghost(bars, edge=edge, snapped=landing.snapped, line=ghost.line)
        overlay.ghost(ghost, (), landing.reason)
        insert, overwrite = self.tr("Insert at {timecode}"), self.tr("Overwrite at {timecode}")
        words = (insert if landing.mode == "insert" else overwrite).format(timecode=self._stage.timecode(landing.frame))
        overlay.tip(self._at, words, landing.reason)
