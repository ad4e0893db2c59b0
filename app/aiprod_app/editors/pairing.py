# SPDX-License-Identifier: Apache-2.0
"""Pairing: the code that a panel's user types, and the panels that may use the engine."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from aiprod_app.accessibility import announce
from aiprod_app.start.words import when
from aiprod_app.theme.icons import icon
from aiprod_app.widgets.prose import prose

if TYPE_CHECKING:
    from aiprod.film.errors import AiprodError
    from aiprod.wire.service import PairingCode, PanelList, PanelView
    from aiprod_app.studio import Studio

_LOOK_MS = 3_000
"""While a code is open: whether somebody has typed it."""


class PairingView(QWidget):
    """Shows a code with the time that is left, and the list with what each panel may do."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.setObjectName("pair-panels")
        self.panels: tuple[PanelView, ...] = ()
        self._code: PairingCode | None = None
        self._asked_at = 0.0
        self._ticking = QTimer(self, interval=1000)
        self._ticking.timeout.connect(self._tick)
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self.refresh)
        self._build()
        self.retranslate()
        self._show_code()

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.hint, self.code, self.left, self.trouble = prose("muted"), QLabel(), prose(""), prose("bad")
        large = QFont(self.code.font())
        large.setPixelSize(30)
        large.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 3)
        self.code.setFont(large)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.pair, self.copy, self.spend = QPushButton(), QPushButton(), QCheckBox()
        self.pair.setProperty("kind", "primary")
        self.pair.clicked.connect(self.start)
        self.copy.clicked.connect(self._copy)
        self.list_title, self.list, self.forget = QLabel(), QListWidget(), QPushButton()
        self.list_title.setProperty("kind", "heading")
        self.list_title.setBuddy(self.list)
        self.list.setWordWrap(True)
        self.list.currentRowChanged.connect(lambda row: self.forget.setEnabled(row >= 0))
        self.forget.setProperty("kind", "danger")
        self.forget.setEnabled(False)
        self.forget.clicked.connect(self._ask_forget)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self.hint)
        column.addWidget(self.spend)
        row = QHBoxLayout()
        row.addWidget(self.pair)
        row.addWidget(self.copy)
        row.addStretch(1)
        column.addLayout(row)
        for widget in (self.code, self.left, self.trouble):
            column.addWidget(widget)
        line = QFrame()
        line.setProperty("kind", "line")
        column.addWidget(line)
        column.addWidget(self.list_title)
        column.addWidget(self.list, 1)
        column.addWidget(self.forget, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(0)

    # -- the code ------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Ask the engine for a new code."""
        may = ("read", "edit", "generate", "spend") if self.spend.isChecked() else ("read", "edit", "generate")
        self.pair.setEnabled(False)
        self.studio.engine.ask(
            lambda client: client.pairing.start(name="panel", permissions=may),  # type: ignore[arg-type]
            self._have_code, self._refused, owner=self,
        )  # fmt: skip

    def _have_code(self, code: PairingCode) -> None:
        self.pair.setEnabled(True)
        self.trouble.setText("")
        self._code, self._asked_at = code, time.time()
        self._ticking.start()
        self._looking.start()
        self._show_code()
        announce(self.code, self.tr("Pairing code: {letters}").format(letters=" ".join(code.code)))

    def _refused(self, error: AiprodError) -> None:
        self.pair.setEnabled(True)
        self.trouble.setText(". ".join(part.rstrip(".") for part in (error.what, error.why, error.remedy) if part) + ".")
        self.trouble.show()

    def _tick(self) -> None:
        if self._code is not None and self._code.expires_at <= time.time():
            self._end_code()
        self._show_code()

    def _end_code(self) -> None:
        self._code = None
        self._ticking.stop()
        self._looking.stop()

    def _show_code(self) -> None:
        code = self._code
        for widget in (self.code, self.left, self.copy):
            widget.setVisible(code is not None)
        self.trouble.setVisible(bool(self.trouble.text()))
        if code is None:
            return
        self.code.setText(f"{code.code[:4]} {code.code[4:]}")
        self.code.setAccessibleName(self.tr("Pairing code: {letters}").format(letters=" ".join(code.code)))
        minutes, seconds = divmod(max(0, round(code.expires_at - time.time())), 60)
        self.left.setText(
            self.tr("Port {port}. The code serves once; {minutes}:{seconds} left.").format(
                port=code.port, minutes=minutes, seconds=f"{seconds:02}"
            )
        )

    def _copy(self) -> None:
        if self._code is not None:
            QApplication.clipboard().setText(self._code.code)

    # -- the panels ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask which panels are paired."""
        self.studio.engine.ask(lambda client: client.pairing.list(), self._have, lambda _error: None, owner=self)

    def _have(self, found: PanelList) -> None:
        new = {panel.id for panel in found.panels} - {panel.id for panel in self.panels}
        if self._code is not None and any(p.id in new and p.paired_at >= self._asked_at - 1 for p in found.panels):
            self._end_code()
            self._show_code()
            announce(self.list, self.tr("A panel was paired."))
        if found.panels != self.panels:
            self.panels = found.panels
            self._show_panels()

    def _show_panels(self) -> None:
        row = self.list.currentRow()
        self.list.clear()
        for panel in self.panels:
            item = QListWidgetItem(
                icon("check" if panel.connected else "dot", "good" if panel.connected else "muted"), self._told(panel)
            )
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, len(self.panels) - 1))
        self.forget.setEnabled(self.list.currentRow() >= 0)
        for widget in (self.list, self.forget):
            widget.setVisible(bool(self.panels))
        self.list_title.setText(self.tr("Paired panels") if self.panels else self.tr("No panel is paired yet"))

    def _told(self, panel: PanelView) -> str:
        rights = {
            "read": self.tr("look"), "edit": self.tr("change films"), "generate": self.tr("order work"),
            "spend": self.tr("spend money"), "admin": self.tr("govern the engine"),
        }  # fmt: skip
        seen = when(panel.seen_at) if panel.seen_at else self.tr("never")
        may = ", ".join(rights[p] for p in panel.permissions)
        first = self.tr("{host} · {name}").format(host=panel.host, name=panel.name)
        return f"{first}\n" + self.tr("May: {rights}. Paired {paired}, last seen {seen}.").format(
            rights=may, paired=when(panel.paired_at), seen=seen
        )

    def _ask_forget(self) -> None:
        panel = self.panels[self.list.currentRow()]
        box = QMessageBox(
            QMessageBox.Icon.Question, self.tr("Forget the panel"),
            self.tr("Forget {host}?").format(host=panel.host), parent=self.window(),
        )  # fmt: skip
        box.setInformativeText(self.tr("Its key is worthless from then on. To use it again, pair it again."))
        yes = box.addButton(self.tr("Forget"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.buttonClicked.connect(lambda button: self.forget_panel(panel.id) if button is yes else None)
        box.open()

    def forget_panel(self, panel: str) -> None:
        """Take a panel's key away."""
        self.studio.engine.ask(
            lambda client: client.pairing.revoke(panel=panel), lambda _done: self.refresh(), self._refused, owner=self
        )

    # -- words ---------------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.hint.setText(
            self.tr("Premiere’s panel asks for this code and port once. Resolve’s panel pairs itself when it is first started.")
        )
        self.spend.setText(self.tr("It may also spend money"))
        self.spend.setToolTip(self.tr("At clouds, within a film’s cap"))
        self.pair.setText(self.tr("Pair a panel"))
        self.copy.setText(self.tr("Copy the code"))
        self.list.setAccessibleName(self.tr("Paired panels"))
        self.forget.setText(self.tr("Forget…"))
        self._show_code()
        self._show_panels()
