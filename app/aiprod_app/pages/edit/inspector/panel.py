# SPDX-License-Identifier: Apache-2.0
"""The inspector's panel: the sections that fit what is selected."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from aiprod_app.background import Background
from aiprod_app.pages.edit.inspector.clip import ClipSection, TakesSection, TransitionSection, WhySection
from aiprod_app.pages.edit.inspector.sections import Looked, Section
from aiprod_app.pages.edit.inspector.sound import FilmSection, MarkerSection, SoundSection, TitleSection
from aiprod_app.widgets.steps import Steps

S = TypeVar("S", bound=Section)


class Inspector(QScrollArea):
    """Signals:
    asked: edits to make.
    """

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sections: tuple[Section, ...] = ()
        inside = QWidget()
        inside.setProperty("kind", "panel")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(4)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.retranslate()

    def build(self, background: Background) -> Steps:
        """Fill it, from the top."""
        self.film = self._with(FilmSection())
        yield
        self.clip = self._with(ClipSection())
        yield
        self.title = self._with(TitleSection())
        yield
        self.takes = self._with(TakesSection(background))
        yield
        self.transition = self._with(TransitionSection())
        yield
        self.sound = self._with(SoundSection())
        yield
        self.why = self._with(WhySection())
        yield
        self.markers = self._with(MarkerSection())
        yield

    def _with(self, section: S) -> S:
        section.asked.connect(self.asked)
        section.hide()
        self._column.insertWidget(len(self.sections), section)
        self.sections += (section,)
        return section

    def look(self, looked: Looked | None) -> None:
        """Show what is looked at; None: no film."""
        for section in self.sections:
            if looked is None:
                section.hide()
            else:
                section.look(looked)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Inspector"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
