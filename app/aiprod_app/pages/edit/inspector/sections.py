# SPDX-License-Identifier: Apache-2.0
"""What the inspector's sections are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from aiprod.film.film import Film
from aiprod.film.timeline import Timeline
from aiprod.film.timeline_changes import Edit
from aiprod.film.timeline_placing import Spot
from aiprod_app.pages.edit.fields import DragLabel, NumberField

if TYPE_CHECKING:
    from aiprod.production.standing import Standing


@dataclass(frozen=True)
class Looked:
    """What the inspector looks at.

    Attributes:
        film, standing, timeline: as they are.
        chosen: the clips selected, in time.
        marker: id of the marker that is looked at, "" for none.
        playhead: the frame it stands on.
    """

    film: Film
    standing: Standing
    timeline: Timeline
    chosen: Sequence[Spot]
    marker: str = ""
    playhead: int = 0

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(at.clip.id for at in self.chosen)

    def common(self, value: Callable[[Spot], Any]) -> Any:
        """What all of them have in common; None where they differ."""
        found = {value(at) for at in self.chosen}
        return found.pop() if len(found) == 1 else None


class Section(QFrame):
    """A titled part with a form.

    Signals:
        asked: edits to make.
    """

    asked = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"inspect-{name}")
        self.looked: Looked | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 4)
        column.setSpacing(6)
        self.heading = QLabel()
        self.heading.setProperty("kind", "heading")
        column.addWidget(self.heading)
        self.form = QFormLayout()
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setHorizontalSpacing(10)
        self.form.setVerticalSpacing(5)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        column.addLayout(self.form)
        self.column = column
        self._labels: list[tuple[QLabel, QWidget]] = []

    def row(self, field: QWidget, name: str) -> None:
        """A field with its label; a number's can be dragged."""
        field.setObjectName(name)
        label = DragLabel(field) if isinstance(field, NumberField) else QLabel()
        label.setProperty("kind", "muted")
        label.setBuddy(field)
        self._labels.append((label, field))
        self.form.addRow(label, field)

    def words(self, *labels: str) -> None:
        """The fields' labels in the language in use, in order."""
        for (label, field), text in zip(self._labels, labels, strict=True):
            label.setText(text)
            field.setAccessibleName(text)

    def ask(self, *edits: Edit) -> None:
        self.asked.emit(edits)

    def fits(self, looked: Looked) -> bool:
        """Whether there is anything to show."""
        raise NotImplementedError

    def show_looked(self, looked: Looked) -> None:
        """Show what is looked at."""
        raise NotImplementedError

    def look(self, looked: Looked) -> None:
        self.looked = looked
        fits = self.fits(looked)
        self.setVisible(fits)
        if fits:
            self.show_looked(looked)

    def retranslate(self) -> None:
        """Every word in the language in use."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            if self.looked is not None and self.fits(self.looked):
                self.show_looked(self.looked)


class TextField(QLineEdit):
    """A line of words. `committed` comes when the user is done with other words than before."""

    committed = Signal(str)

    def __init__(self) -> None:
        super().__init__(maxLength=1_000)
        self._known: str | None = ""
        self.editingFinished.connect(self._done)

    def show_text(self, text: str | None) -> None:
        """What the document says; None: several things."""
        if self.hasFocus() and self.isModified():
            return
        self._known = text
        self.setText(text or "")
        self.setPlaceholderText("—" if text is None else "")
        self.setCursorPosition(0)

    def _done(self) -> None:
        if self.isModified() and self.text() != self._known:
            self._known = self.text()
            self.setModified(False)
            self.committed.emit(self.text())
