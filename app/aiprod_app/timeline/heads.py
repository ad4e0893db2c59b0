# SPDX-License-Identifier: Apache-2.0
"""The heads of tracks, at the left: name, mute, solo, lock, sync; folded with a click, made higher by their lower edge."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from aiprod.film.timeline import Track
from aiprod.film.timeline_changes import SetTrack
from aiprod_app.timeline.colours import named, qcolor
from aiprod_app.timeline.geometry import Lane
from aiprod_app.timeline.glyphs import glyph
from aiprod_app.timeline.stage import Stage

WIDTH = 192
_GRIP = 5
_LOW = 40
"""Heads lower than this have everything in one line."""
LOWEST, HIGHEST = 24, 400


class TrackHead(QWidget):
    """One track's head."""

    edited = Signal(object)
    resized = Signal(int, bool)
    """A height in pixels, and whether it is the last one of a drag."""

    def __init__(self, stage: Stage, track: Track, short: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage, self.track = stage, track
        self.setMouseTracking(True)
        self._fold = self._button("fold", self._toggle_fold)
        self._name = _Name(self)
        self._name.asked.connect(self.rename)
        self._field: QLineEdit | None = None
        self._mute = self._button("M", lambda: self._set(muted=not self.track.muted))
        self._solo = self._button("S", lambda: self._set(solo=not self.track.solo))
        self._lock = self._button("lock", lambda: self._set(locked=not self.track.locked))
        self._sync = self._button("sync", lambda: self._set(sync=not self.track.sync))
        self._first = QHBoxLayout()
        self._second = QHBoxLayout()
        self._build()
        self.show_track(track, short)

    def _build(self) -> None:
        self._first.setSpacing(4)
        self._second.setSpacing(3)
        outer = self._outer = QVBoxLayout(self)
        outer.setSpacing(1)
        outer.addLayout(self._first)
        outer.addLayout(self._second)
        self._low: bool | None = None
        self._arrange(low=False)

    def _button(self, sign: str, act: Callable[[], None]) -> _Sign:
        button = _Sign(self._stage, sign, self)
        button.clicked.connect(act)
        return button

    def _arrange(self, *, low: bool) -> None:
        """One line or two."""
        if low == self._low:
            return
        self._low = low
        self._outer.setContentsMargins(8, 1, 8, 1) if low else self._outer.setContentsMargins(8, 3, 8, 4)
        for button in (self._fold, *self._buttons()):
            button.setFixedSize(QSize(20, 17 if low else 18))
        for layout in (self._first, self._second):
            while layout.count():
                layout.takeAt(0)
        for widget in (self._fold, self._name):
            self._first.addWidget(widget)
        self._first.setStretchFactor(self._name, 1)
        line = self._first if low else self._second
        for button in self._buttons():
            line.addWidget(button)
        if not low:
            self._second.addStretch(1)

    def controls(self) -> tuple[QWidget, ...]:
        """What can be reached by Tab, in order."""
        return self._name, self._fold, *self._buttons()

    def _buttons(self) -> tuple[_Sign, ...]:
        return self._mute, self._solo, self._lock, self._sync

    # -- what it shows

    def show_track(self, track: Track, short: str) -> None:
        """The track as it is now."""
        self.track = track
        self._name.set_text(short, track.name)
        for button, on, tip, name in (
            (self._mute, track.muted, self.tr("Mute: the track is not heard or seen"), self.tr("Mute {track}")),
            (self._solo, track.solo, self.tr("Solo: only this track is heard or seen"), self.tr("Solo {track}")),
            (self._lock, track.locked, self.tr("Lock: nothing on the track can be changed"), self.tr("Lock {track}")),
            (self._sync, track.sync, self.tr("Sync: the track follows when time is inserted or taken out elsewhere"),
             self.tr("Keep {track} in sync")),
        ):  # fmt: skip
            button.set_state(on)
            button.setToolTip(tip)
            button.setAccessibleName(name.format(track=track.name))
        folded = track.id in self._stage.collapsed
        self._fold.set_state(folded)
        self._fold.setToolTip(self.tr("Unfold the track") if folded else self.tr("Fold the track"))
        self._fold.setAccessibleName((self.tr("Unfold {track}") if folded else self.tr("Fold {track}")).format(track=track.name))
        self.setAccessibleName(self.tr("Track {short}: {name}").format(short=short, name=track.name))
        self.update()

    def lay(self, top: int, height: int) -> None:
        """Where it lies."""
        self._arrange(low=height < _LOW + 4)
        self.setGeometry(0, top, WIDTH, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self._stage.palette
        painter.fillRect(self.rect(), qcolor(palette.head))
        kind = {"video": 1, "title": 3}.get(self.track.kind, 4)
        painter.fillRect(0, 0, 3, self.height(), qcolor(named(palette.tints[kind])))
        painter.fillRect(0, self.height() - 1, self.width(), 1, qcolor(palette.line))
        painter.end()

    # -- what it does

    def _set(self, **fields: bool | str | int) -> None:
        self.edited.emit(SetTrack(track=self.track.id, **fields))  # type: ignore[arg-type]

    def _toggle_fold(self) -> None:
        self._stage.collapsed = self._stage.collapsed ^ {self.track.id}
        self._stage.lay_out()

    def rename(self) -> None:
        """Have the track's name typed in its place."""
        field = QLineEdit(self.track.name, self)
        field.setMaxLength(200)
        field.setAccessibleName(self.tr("Name of the track"))
        field.setGeometry(self._name.geometry().adjusted(-2, -2, 2, 2))
        field.editingFinished.connect(lambda: self._renamed(field))
        self._field = field
        field.selectAll()
        field.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _renamed(self, field: QLineEdit) -> None:
        if self._field is not field:
            return
        self._field = None
        name = field.text().strip()
        field.hide()
        field.deleteLater()
        if name and name != self.track.name:
            self._set(name=name)

    # -- its lower edge

    def _on_edge(self, y: float) -> bool:
        return y >= self.height() - _GRIP and self.track.id not in self._stage.collapsed

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._stage.heights.get(self.track.id) is not None and event.buttons() & Qt.MouseButton.LeftButton:
            height = max(LOWEST, min(HIGHEST, self._began + round(event.globalPosition().y() - self._pressed)))
            self.resized.emit(height, False)
        else:
            self.setCursor(Qt.CursorShape.SplitVCursor if self._on_edge(event.position().y()) else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._on_edge(event.position().y()):
            self._pressed, self._began = event.globalPosition().y(), self.track.height
            self.resized.emit(self.track.height, False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        height = self._stage.heights.get(self.track.id)
        if height is not None:
            self.resized.emit(height, True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._on_edge(event.position().y()):
            self._set(height=60)


class _Name(QLabel):
    """A track's short and long name, elided; a double click, F2 or Return asks for another one."""

    asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_text(self, short: str, name: str) -> None:
        self._words = f"{short}  {' '.join(name.split())}"
        self.setAccessibleName(self.tr("Track {short}: {name}, press Return to rename").format(short=short, name=name))
        self._fit()

    def _fit(self) -> None:
        text = QFontMetrics(self.font()).elidedText(self._words, Qt.TextElideMode.ElideRight, max(0, self.width()))
        self.setText(text)
        self.setToolTip(self._words if text != self._words else "")

    def resizeEvent(self, event: QEvent) -> None:  # type: ignore[override]
        self._fit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.asked.emit()
        else:
            super().keyPressEvent(event)


class _Sign(QToolButton):
    """A small button with a painted sign."""

    def __init__(self, stage: Stage, sign: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage, self._sign, self._on = stage, sign, False
        self.setFixedSize(QSize(20, 18))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_state(self, on: bool) -> None:
        self._on = on
        self.setCheckable(True)
        self.setChecked(on)
        self.update()

    def nextCheckState(self) -> None:
        """It shows what the film says, which a click only asks to change."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self._stage.palette
        lit = {"M": palette.refusal, "S": palette.snap, "lock": palette.accent}.get(self._sign)
        if self._sign != "fold":
            ground = qcolor(lit) if self._on and lit else qcolor(palette.text, 26 if self.underMouse() else 12)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1), 3, 3)
        ink = palette.head if self._on and lit else palette.dim if not self._on else palette.text
        glyph(painter, self._sign, QRectF(self.rect()), qcolor(ink), on=self._on)
        if self.hasFocus():
            painter.setPen(QPen(qcolor(palette.focus), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1), 3, 3)
        painter.end()


class Heads(QWidget):
    """All heads, scrolling with the tracks.

    Signals:
        track_context: a menu is wanted for a track, at a place of the screen.
    """

    track_context = Signal(QPoint, str)

    def __init__(self, stage: Stage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self._heads: dict[str, TrackHead] = {}
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Tracks"))
        stage.clips_moved.connect(self._refresh)
        stage.window_moved.connect(lambda across, down: self._place() if down else None)
        self._shown: tuple[object, ...] = ()
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self._make_one)

    def _refresh(self) -> None:
        """New tracks, gone tracks, changed tracks."""
        timeline = self._stage.timeline
        if timeline is None:
            return
        state = (
            tuple((t.id, t.name, t.muted, t.solo, t.locked, t.sync, t.kind) for t in timeline.tracks),
            self._stage.collapsed,
            self._stage.palette,
        )
        tracks = {track.id: track for track in timeline.tracks}
        for gone in [name for name in self._heads if name not in tracks]:
            self._heads.pop(gone).deleteLater()
        if state != self._shown:
            self._shown = state
            self._show(timeline.tracks)
        if not self.complete:
            self._later.start()
        for name, head in self._heads.items():
            head.track = tracks[name]
        self._place()

    def _show(self, tracks: tuple[Track, ...]) -> None:
        shorts = short_names(tracks)
        for track in tracks:
            if track.id in self._heads:
                self._heads[track.id].show_track(track, shorts[track.id])
        self._order(tracks)

    def _make_one(self) -> None:
        """The next head that is missing, from the top. Each is dressed by the style sheet, which takes a few milliseconds."""
        timeline = self._stage.timeline
        if timeline is None or self.complete:
            return
        shorts = short_names(timeline.tracks)
        tracks = (timeline.tracks[lane.row] for lane in self._stage.geometry.lanes)
        track = next(track for track in tracks if track.id not in self._heads)
        self._heads[track.id] = self._made(track, shorts[track.id])
        self._place()
        if self.complete:
            self._order(timeline.tracks)
        else:
            self._later.start()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Tracks"))
            self._shown = ()
            self._refresh()
        super().changeEvent(event)

    def _made(self, track: Track, short: str) -> TrackHead:
        head = TrackHead(self._stage, track, short, self)
        head.edited.connect(lambda edit: self._stage.ask((edit,)))
        head.resized.connect(lambda height, last, name=track.id: self._resize(name, height, last))
        head.show()
        return head

    def _order(self, tracks: tuple[Track, ...]) -> None:
        """Tab goes from top to bottom."""
        before: QWidget = self
        for lane in self._stage.geometry.lanes:
            head = self._heads.get(tracks[lane.row].id)
            for widget in head.controls() if head is not None else ():
                QWidget.setTabOrder(before, widget)
                before = widget

    @property
    def complete(self) -> bool:
        """Whether every track has its head; they are made a few at a time."""
        timeline = self._stage.timeline
        return timeline is None or len(self._heads) == len(timeline.tracks)

    def _place(self) -> None:
        timeline = self._stage.timeline
        if timeline is None:
            return
        for lane in self._stage.geometry.lanes:
            head = self._heads.get(timeline.tracks[lane.row].id)
            if head is not None:
                head.lay(self._stage.geometry.y(lane), lane.height + 1)

    def _resize(self, track: str, height: int, last: bool) -> None:
        if not last:
            self._stage.heights[track] = height
            self._stage.lay_out()
            return
        self._stage.heights.pop(track, None)
        timeline = self._stage.timeline
        before = (
            next((found.height for found in timeline.tracks if found.id == track), height) if timeline is not None else height
        )
        if height != before:
            self._stage.ask((SetTrack(track=track, height=height),))
        self._stage.lay_out()

    def head(self, track: str) -> TrackHead:
        """A track's head."""
        return self._heads[track]

    def lane_at(self, y: float) -> Lane | None:
        return self._stage.geometry.lane_at(y)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), qcolor(self._stage.palette.ground))
        painter.end()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        lane, timeline = self.lane_at(event.pos().y()), self._stage.timeline
        if lane is not None and timeline is not None:
            self.track_context.emit(event.globalPos(), timeline.tracks[lane.row].id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        geometry = self._stage.geometry
        self._stage.scroll_to(geometry.scroll, round(geometry.top - event.angleDelta().y() * 0.6))
        event.accept()


def short_names(tracks: tuple[Track, ...]) -> dict[str, str]:
    """V1, V2 … from the bottom, T1 … for titles, A1, A2 … from the top."""
    counts = {"video": 0, "title": 0, "audio": 0}
    letters = {"video": "V", "title": "T", "audio": "A"}
    found = {}
    for track in tracks:
        counts[track.kind] += 1
        found[track.id] = f"{letters[track.kind]}{counts[track.kind]}"
    return found
