# SPDX-License-Identifier: Apache-2.0
"""The card of a film on the start page."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from aiprod_app.start import words
from aiprod_app.start.films import POSTER, FilmFound
from aiprod_app.theme import tokens
from aiprod_app.theme.icons import icon, pixmap
from aiprod_app.widgets.elided import ElidedLabel

_TONES = {"made": "good", "changed": "warning", "missing": "bad", "unreadable": "bad"}


class PosterView(QWidget):
    """A picture that fills its place, or a sign where there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QPixmap | None = None
        self.sign = "film"
        self.setFixedSize(POSTER)

    def show_image(self, image: QImage | None) -> None:
        self._image = None if image is None else QPixmap.fromImage(image)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        place, round_ = QPainterPath(), tokens().radius
        place.addRoundedRect(QRectF(self.rect()), round_, round_)
        painter.setClipPath(place)
        painter.fillRect(self.rect(), tokens().colour("well"))
        if self._image is not None:
            painter.drawPixmap(self._filled(self._image), self._image)
        else:
            sign = pixmap(self.sign, 36, "muted", self.devicePixelRatioF())
            painter.drawPixmap(self.rect().center() - QPoint(18, 18), sign)

    def _filled(self, image: QPixmap) -> QRect:
        whole = image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        place = QRect(QPoint(), whole)
        place.moveCenter(self.rect().center())
        return place


class FilmCard(QFrame):
    """A film: its poster, its name, how long it is, how it stands. Enter or a click opens it; Delete forgets it.

    Signals:
        chosen: open it.
        forgotten: take it off the list.
        located: find its folder again.
        revealed: show its folder.
    """

    chosen = Signal()
    forgotten = Signal()
    located = Signal()
    revealed = Signal()

    def __init__(self, film: FilmFound, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self._poster = PosterView()
        self._name = ElidedLabel()
        self._name.setProperty("kind", "heading")
        self._facts = ElidedLabel()
        self._facts.setProperty("kind", "small")
        self._state = ElidedLabel()
        self._more = self._more_button()
        self._lay_out()
        self.show_film(film)

    def _more_button(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "quiet")
        button.setIcon(icon("more"))
        button.setToolTip(self.tr("What can be done with this film"))
        button.setAccessibleName(button.toolTip())
        button.clicked.connect(lambda: self._show_menu(button.mapToGlobal(button.rect().bottomLeft())))
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        column.addWidget(self._poster)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._name, 1)
        head.addWidget(self._more)
        column.addLayout(head)
        for label in (self._facts, self._state):
            column.addWidget(label)
        self.setFixedWidth(POSTER.width() + 18)

    def show_film(self, film: FilmFound) -> None:
        """Show it as it was found."""
        self.film = film
        self._name.setText(film.name)
        facts = [words.length(film.seconds), film.size, words.when(film.at)] if film.seconds else [str(film.root.parent)]
        self._facts.setText("  ·  ".join(facts))
        self._state.setText(words.state(film.state))
        self._state.setProperty("kind", _TONES.get(film.state, "muted"))
        self._state.style().unpolish(self._state)
        self._poster.sign = "warning" if film.state in ("missing", "unreadable") else "film"
        self._poster.show_image(film.poster)
        self.setToolTip(str(film.root))
        self.setAccessibleName(f"{film.name}. {words.length(film.seconds)}. {words.state(film.state)}")
        self.setAccessibleDescription(str(film.root))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._open()

    def _open(self) -> None:
        if self.film.state == "missing":
            self.located.emit()
        else:
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        elif key == Qt.Key.Key_Delete:
            self.forgotten.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down):
            self.focusNextPrevChild(key in (Qt.Key.Key_Right, Qt.Key.Key_Down))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._show_menu(event.globalPos())

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.film.state == "missing":
            menu.addAction(self.tr("Locate…"), self.located.emit)
        else:
            menu.addAction(self.tr("Open"), self.chosen.emit)
            menu.addAction(self.tr("Show the folder"), self.revealed.emit)
        menu.addAction(self.tr("Remove from this list"), self.forgotten.emit)
        menu.popup(place)
