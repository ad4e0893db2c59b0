# SPDX-License-Identifier: Apache-2.0
"""The first run: language, hardware, models, folders, privacy. Each step can be left out, all of it be done again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from aiprod_app.start.first_steps import FoldersStep, HardwareStep, LanguageStep, ModelsStep, PrivacyStep, Step
from aiprod_app.studio import Studio

_STEPS: tuple[type[Step], ...] = (LanguageStep, HardwareStep, ModelsStep, FoldersStep, PrivacyStep)


class FirstRunDialog(QDialog):
    """Five steps. What is chosen is at work at once; leaving early keeps it.

    Signals:
        sample_wanted: the sample film shall be opened.
    """

    sample_wanted = Signal()

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.studio = studio
        self.first = not studio.settings.now.first_run_done
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("first-run")
        self.steps = [step(studio) for step in _STEPS]
        self._build()
        self.retranslate()
        self.show_step(0)
        self.resize(800, 560)
        self.finished.connect(lambda _code: self._finish())

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.stack = QStackedWidget()
        for step in self.steps:
            self.stack.addWidget(step)
        row, column = QHBoxLayout(self), QVBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._list())
        row.addLayout(column, 1)
        column.setContentsMargins(28, 24, 28, 20)
        column.addWidget(self.stack, 1)
        column.addLayout(self._buttons())

    def _list(self) -> QWidget:
        """The steps' names, so that one sees how many there are."""
        side = QFrame()
        side.setProperty("kind", "panel")
        column = QVBoxLayout(side)
        column.setContentsMargins(20, 26, 28, 20)
        column.setSpacing(12)
        self._brand = QLabel("AIPROD")
        self._brand.setProperty("kind", "title")
        column.addWidget(self._brand)
        column.addSpacing(8)
        self.names = [QLabel() for _ in self.steps]
        for name in self.names:
            column.addWidget(name)
        column.addStretch(1)
        return side

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.sample = QCheckBox()
        self.sample.setChecked(self.first)
        self.skip, self.back, self.next = QPushButton(), QPushButton(), QPushButton()
        self.skip.setProperty("kind", "quiet")
        self.next.setProperty("kind", "primary")
        self.skip.clicked.connect(self.reject)
        self.back.clicked.connect(lambda: self.show_step(self.stack.currentIndex() - 1))
        self.next.clicked.connect(self._next)
        self.next.setDefault(True)
        row.addWidget(self.skip)
        row.addWidget(self.sample)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.next)
        return row

    # -- going through -------------------------------------------------------------------------------------------------

    def show_step(self, index: int) -> None:
        """Show a step, 0–4."""
        last = len(self.steps) - 1
        self.stack.setCurrentIndex(index)
        self.back.setEnabled(index > 0)
        self.skip.setVisible(index < last)
        self.sample.setVisible(index == last)
        self.next.setText(self.tr("Begin") if index == last else self.tr("Next"))
        for number, name in enumerate(self.names):
            name.setProperty("kind", "heading" if number == index else "muted")
            name.style().unpolish(name)
        self.setAccessibleName(self.tr("Step {number} of {count}").format(number=index + 1, count=last + 1))
        self.steps[index].entered()
        self.next.setFocus()

    def _next(self) -> None:
        if self.stack.currentIndex() == len(self.steps) - 1:
            self.accept()
        else:
            self.show_step(self.stack.currentIndex() + 1)

    def _finish(self) -> None:
        """However it was left: what was chosen holds, and a newcomer gets the sample film unless it was declined."""
        self.studio.settings.change(first_run_done=True)
        if self.sample.isChecked() and not self.studio.film.is_open:
            self.sample_wanted.emit()

    # -- words ---------------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.show_step(self.stack.currentIndex())

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.setWindowTitle(self.tr("Welcome to AIPROD"))
        titles = (self.tr("Language"), self.tr("Hardware"), self.tr("Models"), self.tr("Folders"), self.tr("Privacy"))
        for number, (name, title) in enumerate(zip(self.names, titles, strict=True), 1):
            name.setText(self.tr("{number}. {title}").format(number=number, title=title))
        self.skip.setText(self.tr("Skip the rest"))
        self.back.setText(self.tr("Back"))
        self.sample.setText(self.tr("Open the sample film"))
        for step in self.steps:
            step.retranslate()
