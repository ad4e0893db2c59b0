# SPDX-License-Identifier: Apache-2.0
"""What is seen while one grades: drafts, the picture before, the looks' frame, and what the scopes look at."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from aiprod.film.errors import AiprodError
from aiprod.film.grade import ShotGrade
from aiprod_app.pages.grade.preview import Darkroom, Graded
from aiprod_app.timeline.desk import Desk

if TYPE_CHECKING:
    from aiprod_app.pages.grade.page import GradePage

_SETTLED_MS = 120
"""A frame that stood so long is looked at more closely: as it was shot, and with every look."""


class PictureRoom(QObject):
    """The picture of a page.

    Signals:
        drafted: a picture with a draft is shown (QImage).
    """

    drafted = Signal(object)

    def __init__(self, page: GradePage) -> None:
        super().__init__(page)
        self._page = page
        self._darkroom = Darkroom()
        self._desk: Desk[QImage] = Desk(page.studio.background, self, self._done)
        self._last: QImage | None = None
        self._before: tuple[Hashable, QImage] | None = None
        self._mode: Literal["", "wipe", "side"] = ""
        self._held = False
        self._hovered = ""
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._look_closer)
        page.player.picture_ready.connect(self._came)
        page.player.frame_changed.connect(self._moved)
        page.player.state_changed.connect(lambda _state: self._settled.start())
        page.desk.drafted.connect(self._draft)
        page.desk.changed.connect(self._settled.start)
        page.looks.gallery.looked_at.connect(self._hover)
        page.bar.compare_asked.connect(self.compare)
        page.bar.held.connect(self._hold)

    @property
    def shown(self) -> QImage | None:
        """The player's last picture, as it is graded."""
        return self._last

    @property
    def _scale(self) -> Literal[1, 2, 4]:
        quality = self._page.player.quality
        return 1 if quality == 1 else 4 if quality == 4 else 2

    # -- the player's pictures -----------------------------------------------------------------------------------------

    def _came(self, image: QImage, _frame: int) -> None:
        if self._page.isVisible() and not self._showing:
            self._last = image
            self._page.scopes.look_at(image)
            self._settled.start()

    _showing = False

    def _moved(self, _frame: int) -> None:
        self._hovered = ""
        if self._before is not None:
            self._before = None
            self._page.viewer.set_compare(None, "wipe")

    def _show(self, image: QImage) -> None:
        """Put a picture on the screen in the player's place."""
        self._showing = True
        self._page.player.picture_ready.emit(image, self._page.player.frame)
        self._showing = False
        self._page.scopes.look_at(image)

    # -- drafts --------------------------------------------------------------------------------------------------------

    def _draft(self) -> None:
        self._ask("draft", self._page.desk.grade)

    def _hover(self, name: str) -> None:
        """A look under the pointer is seen before it is chosen."""
        desk = self._page.desk
        if name == self._hovered or not desk.ready or self._page.player.playing or desk.moving:
            return
        self._hovered = name
        if name and name != desk.look[0]:
            self._ask("draft", desk.grade.changed(look=name, look_strength=1.0))
        elif self._last is not None:
            self._desk.forget()
            self._show(self._last)

    def _ask(self, key: Hashable, grade: ShotGrade | None) -> None:
        """Have the frame made with another grade of the shot under the hands; the newest wish wins."""
        page = self._page
        if page.screening is None or page.player.playing or not page.screening.frames:
            return
        segments, frame, scale = page.screening.segments, page.player.frame, self._scale
        graded = self._grades(grade)
        self._desk.ask((key, frame), lambda: self._darkroom.frame(segments, frame, graded, scale))

    def _grades(self, grade: ShotGrade | None) -> Graded:
        """The grades of the frame: none at all for the picture before; the draft, and as far as it reaches its neighbours'."""
        if grade is None:
            return lambda _shot: None
        desk, page = self._page.desk, self._page
        named = {shot: desk.grade_of(shot, page.scene_of(shot)) for shot in page.shots_seen()}
        named[desk.shot] = grade
        return named.get

    def _done(self, key: Hashable, found: QImage | AiprodError) -> None:
        assert isinstance(key, tuple)
        if key[1] != self._page.player.frame or self._page.player.playing:
            return
        if isinstance(found, AiprodError):
            self._page.studio.messages.error(found, about="grade")
        elif key[0] == "draft":
            if (self._page.desk.moving or self._hovered) and not self._held:
                self._show(found)
                self.drafted.emit(found)
        else:
            self._before = (key[1], found)
            self._show_before(found)

    # -- before and after ----------------------------------------------------------------------------------------------

    def compare(self, mode: str) -> None:
        """ "" shows the graded picture alone, "wipe" and "side" what it was before as well."""
        self._mode = "wipe" if mode == "wipe" else "side" if mode == "side" else ""
        self._page.bar.show_compare(self._mode)
        if not self._mode:
            self._page.viewer.set_compare(None, "wipe")
        elif self._before is not None:
            self._compare(self._before[1])
        else:
            self._look_closer()

    def _compare(self, before: QImage) -> None:
        if self._mode:
            self._page.viewer.set_compare(before, self._mode, (self.tr("After"), self.tr("Before")))

    def toggle(self) -> None:
        """The wipe on, or all comparing off."""
        self.compare("" if self._mode else "wipe")

    def _hold(self, held: bool) -> None:
        self._held = held
        if held and self._before is not None:
            self._show(self._before[1])
        elif held:
            self._ask("before", None)
        elif self._last is not None:
            if self._page.desk.moving:
                self._draft()
            else:
                self._show(self._last)

    def _look_closer(self) -> None:
        """The frame as it was shot: for comparing and for the looks."""
        page = self._page
        if not page.isVisible() or page.player.playing or page.screening is None or not page.desk.ready:
            return
        if self._before is None or self._before[0] != page.player.frame:
            self._ask("before", None)
        else:
            self._show_before(self._before[1])

    def _show_before(self, image: QImage) -> None:
        page = self._page
        if self._held:
            self._show(image)
        if self._mode:
            self._compare(image)
        page.looks.gallery.looks.show_frame((str(page.studio.film.root), page.player.frame), image, page.desk.grade)

    def rest(self) -> None:
        """The page goes to the back. Footage is open no longer than it is seen."""
        self._desk.forget()
        self._darkroom = Darkroom()
        self._settled.stop()
        self._hovered = ""
        self._held = False
