# SPDX-License-Identifier: Apache-2.0
"""What every form of a task in an editor is: it shows what would happen where, and makes a wish of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QPlainTextEdit, QPushButton, QSpinBox, QVBoxLayout, QWidget

from aiprod_app.editors import words
from aiprod_app.editors.context import Context
from aiprod_app.editors.work import Wish
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.widgets.prose import prose

if TYPE_CHECKING:
    from aiprod.wire.hosts import HostView
    from aiprod_app.studio import Studio

_LINES = 3
LONGEST_FRAMES = 100_000


class TaskForm(QWidget):
    """A form.

    Signals:
        wished: a Wish.

    Attributes:
        key: its name; needs: the actions that the editor must be able to do.
        host: the editor that is chosen; context: where its user stands, None where that isn't known.
    """

    wished = Signal(object)
    key: ClassVar[str]
    needs: ClassVar[tuple[str, ...]]

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.studio = studio
        self.host: HostView | None = None
        self.context: Context | None = None
        self.setObjectName(f"task-{self.key}")
        self.where, self.trouble, self.go = prose("muted"), prose("warning"), QPushButton()
        self.go.setProperty("kind", "primary")
        self.go.clicked.connect(self._wish)
        self.form = QFormLayout()
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._labels: dict[QWidget, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(8)
        column.addWidget(self.where)
        column.addLayout(self.form)
        column.addWidget(self.trouble)
        column.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.build()
        self.retranslate()

    # -- for forms -----------------------------------------------------------------------------------------------------

    def build(self) -> None:
        """Make the fields."""

    def shown_context(self, context: Context) -> None:
        """Show what would happen there. Called again whenever the user moves on in the editor."""

    def wanting(self, context: Context) -> str:
        """Why nothing can be ordered now, in a sentence; "" if it can."""
        return ""

    def wish(self, context: Context) -> Wish:
        """What is wanted, as the form stands."""
        raise NotImplementedError

    def entered(self) -> None:
        """It came to the front: what is asked of the engine is asked now."""

    def row(self, field: QWidget) -> None:
        """A field with a label of its own (its words come in `retranslate`)."""
        label = QLabel()
        label.setBuddy(field)
        self._labels[field] = label
        self.form.addRow(label, field)

    def label(self, field: QWidget, text: str, hint: str = "") -> None:
        """A field's words."""
        self._labels[field].setText(text)
        field.setAccessibleName(text)
        field.setToolTip(hint)

    def tell(self, text: str) -> None:
        """What would happen where."""
        self.where.setText(text)

    # -- for the window ------------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Its words in the language in use."""
        raise NotImplementedError

    def able(self, host: HostView | None) -> bool:
        """Whether an editor can do this at all."""
        return host is not None and set(self.needs) <= set(host.report.get("actions") or ())

    def stand(self, host: HostView | None, context: Context | None) -> None:
        """This editor, with its user there."""
        self.host, self.context = host, context
        if context is not None:
            self.shown_context(context)
        self.check()

    def check(self) -> None:
        """Find out again whether it can be ordered."""
        context = self.context
        if context is None:
            why = self.tr("The editor has not said yet where its user stands.")
        elif context.timeline is None and self.key != "film":
            why = self.tr("No timeline is open in the editor: open one there, or send a film as a new one.")
        else:
            why = self.wanting(context)
        self.trouble.setText(why)
        self.trouble.setVisible(bool(why))
        self.go.setEnabled(not why)

    def _wish(self) -> None:
        if self.context is not None and not self.wanting(self.context):
            self.wished.emit(self.wish(self.context))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Every word in the language in use."""
        if self.context is not None:
            self.shown_context(self.context)
        self.check()


def paragraph_field(lines: int = _LINES) -> QPlainTextEdit:
    """A field for some sentences, which Tab leaves."""
    field = QPlainTextEdit()
    field.setTabChangesFocus(True)
    field.setFixedHeight(field.fontMetrics().lineSpacing() * lines + 14)
    return field


def frames_field() -> QSpinBox:
    """A number of frames."""
    field = QSpinBox()
    field.setRange(1, LONGEST_FRAMES)
    field.setKeyboardTracking(False)
    return field


def fill(combo: QComboBox, items: Iterable[tuple[object, str]], chosen: object = None) -> None:
    """Items anew; the chosen one is shown, by default the one that was."""
    wanted = chosen if chosen is not None else combo.currentData()
    combo.blockSignals(True)
    combo.clear()
    for value, text in items:
        combo.addItem(text, value)
    combo.setCurrentIndex(max(0, combo.findData(wanted)))
    combo.blockSignals(False)


def roomy_combo() -> QComboBox:
    """A combo box that gives way to a narrow window."""
    combo = QComboBox()
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(10)
    return combo


def clip_name(text: str) -> str:
    """What was asked for as a name on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57].rstrip()}…"


def language() -> str:
    """The language that words for films are in."""
    return language_in_use()


def spread(context: Context, start: int, count: int) -> str:
    """A range in words: "01:00:10:00, 48 frames (2.00 s)"."""
    return f"{context.timecode(start)}, {words.frames(context, count)}"
