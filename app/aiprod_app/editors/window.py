# SPDX-License-Identifier: Apache-2.0
"""The window of editors: small enough to lie beside one, with the connected editors, installing, pairing and the hand-off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from aiprod_app.accessibility import announce
from aiprod_app.editors import words
from aiprod_app.editors.face import Face
from aiprod_app.editors.form import fill, roomy_combo
from aiprod_app.editors.handoff import HandoffView
from aiprod_app.editors.installing import InstallView
from aiprod_app.editors.model import Editors
from aiprod_app.editors.pairing import PairingView
from aiprod_app.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from aiprod_app.studio import Studio


class EditorsWindow(QDialog):
    """Not modal: the editor beside it is worked in meanwhile."""

    def __init__(self, studio: Studio, editors: Editors, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.studio, self.editors = studio, editors
        self.setObjectName("editors")
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self._keys: tuple[str, ...] = ()
        self._build()
        self.retranslate()
        self.setMinimumWidth(420)
        self.resize(560, 720)
        editors.changed.connect(self.show_hosts)
        self.show_hosts()

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.face, self.installing = Face(self.studio, self.editors), InstallView(self.studio)
        self.pairing, self.handoff = PairingView(self.studio), HandoffView(self.studio)
        for page in (self._connected(), self.installing, self.pairing, self.handoff):
            self.tabs.addTab(_scrolled(page), "")
        self.tabs.currentChanged.connect(self._entered)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.tabs)

    def _connected(self) -> QWidget:
        place, column = QWidget(), QVBoxLayout()
        place.setLayout(column)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        self.host: QComboBox = roomy_combo()
        self.host.setObjectName("editor")
        self.host.activated.connect(lambda _row: self._host_is())
        self.none = EmptyState()
        self.some = QStackedWidget()
        self.some.addWidget(self.none)
        self.some.addWidget(self.face)
        row = QHBoxLayout()
        row.addWidget(self.host, 1)
        row.addWidget(self.face.again)
        column.addLayout(row)
        column.addWidget(self.some, 1)
        return place

    # -- the editors ---------------------------------------------------------------------------------------------------

    def show_hosts(self) -> None:
        """Those that are connected now. The chosen one stays; one of the same kind takes the place of one that went."""
        hosts = self.editors.hosts
        before = self.face.host
        fill(self.host, [(host.key, f"{words.title(host.report)} — {words.place(host.report)}") for host in hosts])
        if before is not None and self.editors.host(before.key) is None:
            alike = next((h.key for h in hosts if h.report.get("host") == before.report.get("host")), None)
            self.host.setCurrentIndex(max(0, self.host.findData(alike)))
            self.face.host = None
        for widget in (self.host, self.face.again):
            widget.setVisible(bool(hosts))
        self.some.setCurrentIndex(1 if hosts else 0)
        keys = tuple(host.key for host in hosts)
        if keys != self._keys:
            self._keys = keys
            announce(self, self.tr("%n editor(s) connected", "", len(keys)))
        self._host_is()

    def _host_is(self) -> None:
        host = self.editors.host(str(self.host.currentData()))
        if host is not None:
            self.face.show_host(host)

    def show_tab(self, key: str) -> None:
        """ "editors", "install", "pair" or "handoff"."""
        self.tabs.setCurrentIndex(("editors", "install", "pair", "handoff").index(key))

    def _entered(self, row: int) -> None:
        if self.isVisible() and row in (2, 3):
            (self.pairing if row == 2 else self.handoff).refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.editors.refresh()
        self._entered(self.tabs.currentIndex())

    # -- words ---------------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.setWindowTitle(self.tr("Editors"))
        for row, text in enumerate((self.tr("Connected"), self.tr("Install"), self.tr("Pair"), self.tr("Hand-off"))):
            self.tabs.setTabText(row, text)
        self.host.setAccessibleName(self.tr("Editor"))
        self.none.say(
            self.tr("No editor is connected"),
            self.tr("Open AIPROD in DaVinci Resolve (Workspace ▸ Scripts ▸ AIPROD) or in Premiere Pro (Window ▸ UXP Plugins ▸ "
                    "AIPROD). If it isn’t there yet, install it first."),
            self.tr("Install a panel"), lambda: self.show_tab("install"),
        )  # fmt: skip
        self.show_hosts()


def _scrolled(page: QWidget) -> QScrollArea:
    """A page that is higher than the window."""
    page.setProperty("kind", "panel")
    if (layout := page.layout()) is not None:
        layout.setContentsMargins(12, 12, 12, 12)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
