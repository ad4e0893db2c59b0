# SPDX-License-Identifier: Apache-2.0
"""The viewer: a screen and the strip below it, showing what a player plays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aiprod.film.errors import AiprodError
from aiprod_app.accessibility import describe
from aiprod_app.start.dropping import paths_of
from aiprod_app.timeline.clock import timecode
from aiprod_app.viewer import slate as slates
from aiprod_app.viewer.player import Player
from aiprod_app.viewer.screen import CompareMode, Screen
from aiprod_app.viewer.slate import Slate
from aiprod_app.viewer.strip import Mark, Strip

if TYPE_CHECKING:
    from aiprod.production.screening import Part, Screening


class ViewerWidget(QWidget):
    """Shows what a player plays. Several viewers may show the same player.

    Signals:
        files_dropped: paths that were dropped on the picture (tuple of Path).
        full_screen_changed: whether the picture fills a screen.
    """

    files_dropped = Signal(object)
    full_screen_changed = Signal(bool)

    def __init__(self, player: Player, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("viewer")
        self.setAcceptDrops(True)
        self._player = player
        self._full: FullScreen | None = None
        self._trouble: dict[str, AiprodError] = {}
        self._missing: list[Mark] = []
        self._silent = player.why_silent
        self.canvas = Screen(self)
        self.strip = Strip(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.strip)
        self._connect()
        self.canvas.show_image(player.picture)
        self.canvas.setAccessibleName(self.tr("Picture"))
        self._loaded(player.screening)
        self._speed(player.speed)

    def _connect(self) -> None:
        player = self._player
        player.picture_ready.connect(self._picture)
        player.frame_changed.connect(self._moved)
        player.loaded.connect(self._loaded)
        player.state_changed.connect(self._is)
        player.speed_changed.connect(self._speed)
        player.trouble.connect(self._in_trouble)
        player.silent.connect(self._has_no_sound)
        self.strip.zoom_asked.connect(self.set_zoom)
        self.canvas.zoomed.connect(self.strip.show_zoom)
        self.canvas.double_clicked.connect(self.toggle_full_screen)

    # -- for whoever has it --------------------------------------------------------------------------------------------

    @property
    def player(self) -> Player:
        return self._player

    def set_compare(self, image: QImage | None, mode: CompareMode = "wipe", names: tuple[str, str] = ("", "")) -> None:
        """A second picture beside ("side") or wiped over the playing one; None ends it. `names`: the playing one's first."""
        for screen in self._screens():
            screen.set_compare(image, mode, names)

    @property
    def safe_areas(self) -> bool:
        return self.canvas.safe_areas

    def set_safe_areas(self, shown: bool) -> None:
        """The lines of 90 % (action) and 80 % (titles)."""
        for screen in self._screens():
            screen.set_safe_areas(shown)

    def set_zoom(self, zoom: float) -> None:
        """0 fits the picture into the viewer; 1 shows a pixel of the film as one of the screen."""
        self.canvas.set_zoom(zoom)

    @property
    def full_screen(self) -> bool:
        return self._full is not None

    def toggle_full_screen(self) -> None:
        """The picture alone on the whole screen, and back."""
        if self._full is not None:
            self._full.close()
            return
        self._full = FullScreen(self)
        self._full.closed.connect(self._back)
        self._dress(self._full.canvas)
        self._full.showFullScreen()
        self._show_part()
        self.full_screen_changed.emit(True)

    def _back(self) -> None:
        full, self._full = self._full, None
        if full is not None:
            full.deleteLater()
            self.full_screen_changed.emit(False)

    def _screens(self) -> list[Screen]:
        return [self.canvas] + ([self._full.canvas] if self._full is not None else [])

    def _dress(self, screen: Screen) -> None:
        """Another screen as the first one is."""
        screening = self._player.screening
        screen.set_film(*(screening.size if screening is not None else (0, 0)))
        screen.show_image(self.canvas.image)
        screen.set_safe_areas(self.safe_areas)
        screen.set_smooth(not self._player.playing)

    # -- what the player tells -----------------------------------------------------------------------------------------

    def _picture(self, image: QImage, _frame: int) -> None:
        for screen in self._screens():
            screen.show_image(image)

    def _loaded(self, screening: Screening | None) -> None:
        self._trouble = {}
        self._missing = self._missing_marks(screening) if screening is not None else []
        for screen in self._screens():
            screen.set_film(*(screening.size if screening is not None else (0, 0)))
            if screening is None or not screening.frames:
                screen.show_image(None)
        self._moved(self._player.frame)

    def _moved(self, frame: int) -> None:
        screening = self._player.screening
        self.strip.timecode.setText(timecode(frame + screening.timeline.start, screening.rate) if screening is not None else "")
        self._show_part()

    def _is(self, _state: str) -> None:
        self._show_part()

    def _speed(self, speed: float) -> None:
        for screen in self._screens():
            screen.set_smooth(not speed)
        self.strip.speed.setText("" if speed in (0.0, 1.0) else f"{'◀' if speed < 0 else '▶'} {abs(speed):g}×")

    def _in_trouble(self, frame: int, error: AiprodError) -> None:
        screening = self._player.screening
        part = screening.part_at(frame) if screening is not None else None
        if part is not None:
            self._trouble[part.clip] = error
            self._show_part()

    def _has_no_sound(self, why: str) -> None:
        self._silent = why
        self._show_part()

    # -- slates and marks ----------------------------------------------------------------------------------------------

    def _show_part(self) -> None:
        """What the playhead stands on: its shot, the slate over it, its marks, and all of that in words."""
        screening = self._player.screening
        part = screening.part_at(self._player.frame) if screening is not None else None
        self.strip.seen.setText(part.shot if part is not None else "")
        slate = self._slate(screening, part)
        for screen in self._screens():
            screen.show_slate(slate)
        self._show_marks(screening, part)
        self._describe(slate)

    def _slate(self, screening: Screening | None, part: Part | None) -> Slate | None:
        if screening is None:
            return slates.being_prepared() if self._player.awaiting else slates.no_film()
        if not screening.frames:
            return slates.nothing_yet()
        if part is None:
            return None
        if part.kind == "missing":
            of_user = any(item.what == "file" and item.name == part.shot for item in screening.missing)
            return slates.missing_file(part.shot) if of_user else slates.missing_shot(part.shot)
        error = self._trouble.get(part.clip)
        return slates.unreadable(error) if error is not None else None

    def _describe(self, slate: Slate | None) -> None:
        """For who hears the screen instead of seeing it."""
        words = [self.strip.timecode.text(), slate.what if slate is not None else self.strip.seen.text()]
        describe(self.canvas, ", ".join(word for word in (*words, *(mark.text for mark in self.strip.marks)) if word))

    def _show_marks(self, screening: Screening | None, part: Part | None) -> None:
        if screening is None or not screening.frames:
            self.strip.show_marks(())
            return
        seen = self._picture_marks(part)
        self.strip.show_marks((*seen, *self._missing, *self._sound_marks(screening)))
        if self._full is not None:
            self._full.canvas.set_note(" · ".join(mark.text for mark in seen))

    def _picture_marks(self, part: Part | None) -> list[Mark]:
        if part is not None and part.kind == "board":
            return [Mark(self.tr("Storyboard"), "warning", self.tr("The shot is not made yet: its drawing stands for it"))]
        if part is not None and part.kind == "take" and part.label == "animatic":
            return [Mark(self.tr("Animatic"), "plain", self.tr("Drawn by the animatic renderer, not by a video model"))]
        return [Mark(part.label)] if part is not None and part.label else []

    def _missing_marks(self, screening: Screening) -> list[Mark]:
        count = len({(item.what, item.name) for item in screening.missing})
        if not count:
            return []
        names = ", ".join(dict.fromkeys(item.name for item in screening.missing[:12]))
        return [
            Mark(self.tr("%n missing", "", count), "warning", self.tr("Can't be shown or heard: {names}").format(names=names))
        ]

    def _sound_marks(self, screening: Screening) -> list[Mark]:
        marks = []
        if screening.sound.kind == "rough":
            tip = self.tr("The sounds as they lie, with their levels; the real mix is made with the film")
            marks.append(Mark(self.tr("Rough mix"), "plain", tip))
        if self._silent:
            tip = self.tr("The film plays silently ({why}). Connect headphones or loudspeakers, then play again.")
            marks.append(Mark(self.tr("No sound"), "warning", tip.format(why=self._silent)))
        return marks

    # -- files from outside --------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = paths_of(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.canvas.setAccessibleName(self.tr("Picture"))
            self._loaded(self._player.screening)


class FullScreen(QWidget):
    """The picture alone. Escape, or a double click, leads back; the window's keys work here too.

    Signals:
        closed: it is left.
    """

    closed = Signal()

    def __init__(self, viewer: ViewerWidget) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Viewer"))
        self.canvas = Screen(self, dark=True)
        self.canvas.setAccessibleName(self.tr("Picture"))
        self.canvas.double_clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.canvas)
        self.addActions(viewer.window().actions())
        self.canvas.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
