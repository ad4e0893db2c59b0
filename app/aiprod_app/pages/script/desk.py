# SPDX-License-Identifier: Apache-2.0
"""The middle of the Script page: the bar above the screenplay, the page itself, and what stands there while there is none."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from aiprod.production.scripts import Kind
from aiprod.wire.jobs import JobView
from aiprod_app.jobs import words as job_words
from aiprod_app.pages.script.choices import Choice
from aiprod_app.pages.script.editor import ScriptEditor
from aiprod_app.pages.script.page_layout import KINDS
from aiprod_app.pages.script.words import minutes, word
from aiprod_app.theme.icons import icon
from aiprod_app.widgets.elided import ElidedLabel
from aiprod_app.widgets.steps import Steps

_LEAST_TITLE, _TOOLS = 110, 222
"""Room for the title, and for what stands beside it, in pixels."""
State = Literal["none", "empty", "writing", "script"]


class Desk(QWidget):
    """The desk.

    Signals: what the user asks for: another kind of paragraph, to have it written, to type it, to import, to export, to stop the
    writing, another title, to hear the line at the cursor.
    """

    kind_asked = Signal(str)
    write_asked = Signal()
    type_asked = Signal()
    import_asked = Signal()
    export_asked = Signal()
    cancel_asked = Signal()
    title_asked = Signal(str)
    listen_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state: State = "none"
        self._job: JobView | None = None
        self._others = False
        self._figures = (0, 0, 0.0)
        self._saving = "saved"
        self.setProperty("kind", "well")

    def build(self) -> Steps:
        """Fill it."""
        self.editor = ScriptEditor()
        yield
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.stack = QStackedWidget()
        column.addWidget(self.stack)
        self.stack.addWidget(self._script())
        yield
        self.stack.addWidget(self._blank())
        yield

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _script(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(self.editor, 1)
        column.addWidget(self._foot())
        return whole

    def _bar(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("kind", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self.kinds: dict[Kind, QToolButton] = {}
        for kind in KINDS:
            button = QToolButton()
            button.setCheckable(True)
            button.setProperty("kind", "quiet")
            button.clicked.connect(lambda _checked=False, kind=kind: self.kind_asked.emit(kind))
            self._group.addButton(button)
            self.kinds[kind] = button
            row.addWidget(button)
        self.kind = Choice("element-kind")
        self.kind.chosen.connect(self.kind_asked)
        self.kind.hide()
        row.addWidget(self.kind)
        row.addStretch(1)
        self.title = QLineEdit()
        self.title.setMaxLength(1_000)
        self.title.setMinimumWidth(_LEAST_TITLE)
        self.title.editingFinished.connect(self._titled)
        self.title_label = QLabel()
        self.title_label.setProperty("kind", "small")
        self.title_label.setBuddy(self.title)
        row.addWidget(self.title_label)
        row.addWidget(self.title, 4)
        self.listen, self.again, self.imports, self.exports = (QToolButton() for _ in range(4))
        for button, name, asked in (
            (self.listen, "sound", self.listen_asked), (self.again, "wand", self.write_asked),
            (self.imports, "folder-open", self.import_asked),
            (self.exports, "document", self.export_asked),
        ):  # fmt: skip
            button.setProperty("kind", "quiet")
            button.setIcon(icon(name))
            button.clicked.connect(asked)
            row.addWidget(button)
        return bar

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setProperty("kind", "panel")
        row = QHBoxLayout(foot)
        row.setContentsMargins(12, 3, 12, 3)
        self.hint, self.figures, self.saving = ElidedLabel(), QLabel(), QLabel()
        for label in (self.hint, self.figures, self.saving):
            label.setProperty("kind", "small")
        row.addWidget(self.hint, 1)
        row.addWidget(self.figures)
        row.addSpacing(16)
        row.addWidget(self.saving)
        return foot

    def _blank(self) -> QWidget:
        """What stands there while there is no screenplay."""
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.addStretch(2)
        self.heading, self.words, self.bar = QLabel(), QLabel(), QProgressBar()
        self.heading.setProperty("kind", "title")
        self.words.setProperty("kind", "muted")
        for label in (self.heading, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        self.bar.setMaximumWidth(360)
        self.bar.setRange(0, 0)
        row = QHBoxLayout()
        row.addWidget(self.bar)
        column.addSpacing(8)
        column.addLayout(row)
        column.addSpacing(8)
        self.write, self.types, self.brings, self.stop = QPushButton(), QPushButton(), QPushButton(), QPushButton()
        self.write.setProperty("kind", "primary")
        self.write.setIcon(icon("wand", "on_accent"))
        row = QHBoxLayout()
        row.addStretch(1)
        for button, asked in (
            (self.write, self.write_asked), (self.types, self.type_asked), (self.brings, self.import_asked),
            (self.stop, self.cancel_asked),
        ):  # fmt: skip
            button.clicked.connect(asked)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
        return whole

    # -- what is shown -------------------------------------------------------------------------------------------------

    def show_state(self, state: State, job: JobView | None = None, others: bool = False) -> None:
        """Show the screenplay, or why there is none.

        Args:
            job: the work under way; in "empty", the one that failed.
            others: whether the engine has other work too.
        """
        self.state, self._job, self._others = state, job, others
        self.stack.setCurrentIndex(0 if state == "script" else 1)
        self.again.setEnabled(job is None)
        for button in (self.write, self.types, self.brings):
            button.setVisible(state == "empty")
        self.stop.setVisible(state == "writing")
        self.bar.setVisible(state == "writing")
        self._tell()

    def show_asked(self) -> None:
        """The order is on its way to the engine."""
        self.show_state("writing")
        self.stop.hide()

    def _tell(self) -> None:
        if self.state == "none":
            self.heading.setText(self.tr("No film is open"))
            self.words.setText(self.tr("Open a film, or begin a new one."))
        elif self.state == "writing":
            self.heading.setText(self.tr("The screenplay is being written"))
            waits = self._others and self._job is not None and self._job.state in ("received", "planned", "queued")
            waiting = self.tr("Other work comes first. You can go on elsewhere meanwhile.")
            self.words.setText(
                waiting if waits else self.tr("From the brief, on this machine. It comes here as soon as it stands.")
            )
        else:
            self._tell_empty()

    def _tell_empty(self) -> None:
        if self._job is not None and self._job.failure is not None:
            self.heading.setText(self.tr("The screenplay could not be written"))
            self.words.setText(job_words.failure(self._job))
        else:
            self.heading.setText(self.tr("There is no screenplay yet"))
            self.words.setText(self.tr("Have it written from the brief, type it yourself, or bring one along."))

    def show_kind(self, kind: Kind) -> None:
        """What the paragraph at the cursor is."""
        self.kinds[kind].setChecked(True)
        self.kind.show_value(kind)
        hints: dict[Kind, str] = {
            "heading": self.tr("INT. or EXT., the place, and the time. Enter: what is seen there."),
            "action": self.tr("What is seen and heard. Tab: somebody speaks. Enter on an empty line: a new scene."),
            "character": self.tr("Who speaks. Enter: what they say."),
            "parenthetical": self.tr("How it is said. Enter: what is said."),
            "dialogue": self.tr("What is said. Enter: who answers; once more: what is seen."),
            "transition": self.tr("How the scene ends. Enter: the next scene."),
        }
        self.hint.setText(hints[kind])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the buttons have no room, a list stands for them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = sum(button.sizeHint().width() for button in self.kinds.values())
        narrow = wanted + _LEAST_TITLE + _TOOLS > self.width()
        self.kind.setVisible(narrow)
        for button in self.kinds.values():
            button.setVisible(not narrow)

    def show_figures(self, scenes: int, words: int, seconds: float) -> None:
        """How long it is."""
        self._figures = (scenes, words, seconds)
        parts = (self.tr("%n scene(s)", "", scenes), self.tr("%n word(s)", "", words), self.tr("about {length}"))
        self.figures.setText(" · ".join(parts).format(length=minutes(seconds)))

    def show_saving(self, state: str) -> None:
        """Whether what was typed is in the film."""
        self._saving = state
        told = {"typing": "…", "saving": self.tr("Saving…"), "saved": self.tr("Saved")}
        self.saving.setText(told[state])

    def show_listening(self, playing: bool, able: bool, hint: str = "") -> None:
        """Whether a line is heard now, and whether there is one at the cursor. `hint`: the command with its key."""
        self.listen.setIcon(icon("stop" if playing else "sound"))
        self.listen.setEnabled(able or playing)
        if hint:
            self.listen.setToolTip(hint)
            self.listen.setAccessibleName(hint)

    def show_title(self, title: str) -> None:
        """The film's title."""
        self.title.setEnabled(bool(title))
        if not self.title.hasFocus() or not self.title.isModified():
            self.title.setText(title)
            self.title.setCursorPosition(0)

    def _titled(self) -> None:
        if self.title.isModified() and self.title.text().strip():
            self.title.setModified(False)
            self.title_asked.emit(self.title.text())

    def retranslate(self) -> None:
        """Every word in the language in use."""
        for kind, button in self.kinds.items():
            button.setText(word("element", kind))
            button.setToolTip(self.tr("{kind}: Tab goes to the next kind").format(kind=word("element", kind)))
        self.kind.offer([(kind, word("element", kind)) for kind in KINDS])
        self.kind.setAccessibleName(self.tr("Kind of paragraph"))
        self._fit()
        self.title_label.setText(self.tr("Title"))
        self.title.setAccessibleName(self.tr("The film's title"))
        self.show_listening(False, self.listen.isEnabled())
        for button, told in (
            (self.again, self.tr("Have it written again from the brief; the one before comes back by undo")),
            (self.imports, self.tr("Import a screenplay")), (self.exports, self.tr("Export the screenplay")),
        ):  # fmt: skip
            button.setToolTip(told)
            button.setAccessibleName(told)
        self.write.setText(self.tr("Write it"))
        self.types.setText(self.tr("Type it yourself"))
        self.brings.setText(self.tr("Import a screenplay"))
        self.stop.setText(self.tr("Stop"))
        self._tell()
        self.show_figures(*self._figures)
        self.show_saving(self._saving)
        self.show_kind(self.editor.kind)
