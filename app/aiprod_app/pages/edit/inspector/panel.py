# SPDX-License-Identifier: Apache-2.0
"""The inspector's panel: the sections that fit what is selected."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from aiprod_app.background import Background
from aiprod_app.pages.edit.inspector.clip import ClipSection, TakesSection, TransitionSection, WhySection
from aiprod_app.pages.edit.inspector.sections import Looked, Section
from aiprod_app.pages.edit.inspector.sound import FilmSection, MarkerSection, SoundSection, TitleSection


class Inspector(QScrollArea):
    """Signals:
    asked: edits to make.
    """

    asked = Signal(object)

    def __init__(self, background: Background) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.film, self.clip, self.takes, self.why = FilmSection(), ClipSection(), TakesSection(background), WhySection()
        self.transition, self.sound, self.title, self.markers = (
            TransitionSection(),
            SoundSection(),
            TitleSection(),
            MarkerSection(),
        )
        self.sections: tuple[Section, ...] = (
            self.film, self.clip, self.title, self.takes, self.transition, self.sound, self.why, self.markers,
        )  # fmt: skip
        inside = QWidget()
        inside.setProperty("kind", "panel")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        for section in self.sections:
            section.asked.connect(self.asked)
            section.hide()
            column.addWidget(section)
        column.addStretch(1)
        self.setWidget(inside)
        self.retranslate()

    def look(self, looked: Looked | None) -> None:
        """Show what is looked at; None: no film."""
        for section in self.sections:
            if looked is None:
                section.hide()
            else:
                section.look(looked)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Inspector"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
