# SPDX-License-Identifier: Apache-2.0
"""The Edit page's panels in their splitters: bin, viewer, inspector above; tools and timeline below."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from aiprod_app.pages.edit.bin.items import Item
from aiprod_app.pages.edit.bin.panel import BinPanel
from aiprod_app.pages.edit.inspector.panel import Inspector
from aiprod_app.pages.edit.toolbar import TimelineBar
from aiprod_app.pages.edit.transport import TransportBar
from aiprod_app.studio import Studio
from aiprod_app.timeline.dropping import MIME
from aiprod_app.timeline.rehearsal import rehearse
from aiprod_app.timeline.view import TimelineView
from aiprod_app.viewer.widget import ViewerWidget
from aiprod_app.widgets.steps import Steps

_REMEMBER_MS = 500


class Desk(QSplitter):
    """Signals:
    laid_out: the panels were moved.
    """

    laid_out = Signal()

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setObjectName("edit-desk")

    def build(self, studio: Studio, mime: Callable[[Sequence[Item]], QMimeData]) -> Steps:
        """Fill it."""
        self.above = QSplitter(Qt.Orientation.Horizontal)
        self.above.setObjectName("edit-above")
        self.addWidget(self.above)
        self.bin = BinPanel(studio.background, mime, (MIME,))
        self.above.addWidget(self.bin)
        yield from self.bin.build()
        yield from self._viewer_panel(studio)
        self.inspector = Inspector()
        self.above.addWidget(self.inspector)
        yield from self.inspector.build(studio.background)
        yield from self._timeline_panel(studio)
        for place, stretch in enumerate((2, 5, 2)):
            self.above.setStretchFactor(place, stretch)
        self._size()
        self._soon = QTimer(self, singleShot=True, interval=_REMEMBER_MS)
        self._soon.timeout.connect(self.laid_out)
        for splitter in self.splitters().values():
            splitter.splitterMoved.connect(lambda _at, _number: self._soon.start())

    def _viewer_panel(self, studio: Studio) -> Steps:
        panel = _panel("viewer-panel")
        self.above.addWidget(panel)
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.tabs = SourceTabs()
        column.addWidget(self.tabs)
        yield
        self.viewer = ViewerWidget(studio.player)
        yield
        column.addWidget(self.viewer, 1)
        yield
        self.transport = TransportBar(studio.commands, ahead=True)
        column.addWidget(self.transport)
        yield from self.transport.build()

    def _timeline_panel(self, studio: Studio) -> Steps:
        panel = _panel("timeline-panel")
        self.addWidget(panel)
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = TimelineBar(studio.commands)
        column.addWidget(self.bar)
        yield from self.bar.build()
        self.timeline = TimelineView()
        yield
        column.addWidget(self.timeline, 1)
        yield
        rehearse(self.timeline.canvas.clips)
        yield

    def _size(self) -> None:
        for splitter in self.splitters().values():
            splitter.setChildrenCollapsible(False)
        self.bin.setMinimumWidth(170)
        self.inspector.setMinimumWidth(210)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self.above.setSizes([300, 780, 330])
        self.setSizes([470, 360])

    def splitters(self) -> dict[str, QSplitter]:
        """Itself and what is in it, by the names that their places are kept under."""
        return {"edit-desk": self, "edit-above": self.above}

    def panels(self) -> tuple[QWidget, ...]:
        """Where the keyboard goes from panel to panel."""
        return (self.bin.view, self.transport.now, self.inspector, self.timeline)


class SourceTabs(QWidget):
    """What the viewer shows: the film, or something out of the bin.

    Signals:
        film_asked, source_asked: the other one is to be shown.
    """

    film_asked = Signal()
    source_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 2)
        row.setSpacing(2)
        self.film, self.source = QPushButton(), QPushButton()
        self._group = QButtonGroup(self)
        for button, name in ((self.film, "show-film"), (self.source, "show-source")):
            button.setObjectName(name)
            button.setProperty("kind", "quiet")
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self._group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self._name = ""
        self.film.clicked.connect(self.film_asked)
        self.source.clicked.connect(self.source_asked)
        self.show_source("", showing=False)
        self.retranslate()

    def retranslate(self) -> None:
        self.film.setText(self.tr("Film"))
        self.film.setToolTip(self.tr("Show the film in the viewer"))
        self._dress()

    def _dress(self) -> None:
        words = self.tr("Source: {name}").format(name=self._name) if self._name else self.tr("Source")
        self.source.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, 260))
        self.source.setToolTip(words if self._name else self.tr("Click something in the bin to see it here"))
        self.source.setEnabled(bool(self._name))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def show_source(self, name: str, *, showing: bool) -> None:
        """What the source is called, "" for none, and whether it is what the viewer shows."""
        self._name = name
        (self.source if showing else self.film).setChecked(True)
        self._dress()


def _panel(name: str) -> QWidget:
    panel = QWidget()
    panel.setObjectName(name)
    panel.setProperty("kind", "panel")
    panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return panel
