# SPDX-License-Identifier: Apache-2.0
"""One editor's face: where its user stands, the tasks that it can do, and how far each is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QEvent, Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QFormLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from aiprod.film.errors import AiprodError, UserError
from aiprod_app.accessibility import name
from aiprod_app.editors import words
from aiprod_app.editors.checkup import CheckupForm
from aiprod_app.editors.context import Context
from aiprod_app.editors.extend import ExtendForm
from aiprod_app.editors.film import FilmForm
from aiprod_app.editors.form import TaskForm
from aiprod_app.editors.grade import GradeForm
from aiprod_app.editors.model import Editors
from aiprod_app.editors.score import ScoreForm
from aiprod_app.editors.shot import ShotForm
from aiprod_app.editors.takes import TakesForm
from aiprod_app.editors.voice import VoiceForm
from aiprod_app.editors.work import Wish, Work
from aiprod_app.theme.icons import icon
from aiprod_app.theme.sheet import restyle
from aiprod_app.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from aiprod.wire.hosts import HostView
    from aiprod_app.studio import Studio

_MOST_CARDS = 8
_SOON_MS, _CALM_MS = 250, 2_000
"""After something changed; and between two questions at the least: while the editor plays, its playhead always moves."""
_CONTEXT_S = 20.0
_ICONS = {
    "film": "film", "shot": "camera", "extend": "trim", "takes": "takes", "voice": "microphone", "score": "music",
    "grade": "grade", "checkup": "scope",
}  # fmt: skip


class Face(QWidget):
    """Shows the chosen editor and what can be done there."""

    def __init__(self, studio: Studio, editors: Editors) -> None:
        super().__init__()
        self.studio, self.editors = studio, editors
        self.host: HostView | None = None
        self.context: Context | None = None
        self.works: list[Work] = []
        self._asked, self._once_more = "", False
        """Whom it waits for, and whether it is to be asked again then."""
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.ask_context)
        self._since = QElapsedTimer()
        makes = (FilmForm, ShotForm, ExtendForm, TakesForm, VoiceForm, ScoreForm, GradeForm)
        self.forms: dict[str, TaskForm] = {make.key: make(studio) for make in makes}
        self.forms["checkup"] = CheckupForm(studio, editors)
        self.again = QToolButton()
        """Asks the editor again; its place is beside the editor's name."""
        self.again.setIcon(icon("refresh"))
        self.again.clicked.connect(self.ask_context)
        self._build()
        self.retranslate()

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._facts())
        self.trouble = QLabel()
        self.trouble.setWordWrap(True)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self.trouble)
        column.addWidget(self._tasks())
        self.place, inside = QWidget(), QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        self.place.setLayout(inside)
        for form in self.forms.values():
            inside.addWidget(form)
            form.hide()
            form.wished.connect(self.begin)
        column.addWidget(self.place)
        self.cards = QVBoxLayout()
        self.cards.setSpacing(8)
        column.addLayout(self.cards)
        column.addStretch(1)

    def _facts(self) -> QFormLayout:
        self._names: dict[str, QLabel] = {}
        self.facts: dict[str, QLabel] = {}
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.setVerticalSpacing(2)
        for key in ("place", "rate", "playhead", "mode"):
            self._names[key], self.facts[key] = QLabel(), QLabel()
            self._names[key].setProperty("kind", "muted")
            self.facts[key].setWordWrap(True)
            self.facts[key].setTextFormat(Qt.TextFormat.PlainText)
            form.addRow(self._names[key], self.facts[key])
        return form

    def _tasks(self) -> QWidget:
        place = QWidget()
        flow = FlowLayout(place, gap=4)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for key in self.forms:
            button = self.buttons[key] = QPushButton()
            button.setObjectName(f"go-{key}")
            button.setCheckable(True)
            button.setIcon(icon(_ICONS[key], "muted"))
            button.clicked.connect(partial(self.choose, key))
            self._group.addButton(button)
            flow.addWidget(button)
        return place

    # -- the editor ----------------------------------------------------------------------------------------------------

    def show_host(self, host: HostView) -> None:
        """This editor. Where its user stands is asked when what its panel reports is another than before."""
        before, self.host = self.host, host
        if before is None or before.key != host.key:
            self.context = None
        if before is None or before.key != host.key:
            self._soon.start(_SOON_MS)
        elif before.report != host.report and not self._soon.isActive():
            waited = self._since.elapsed() if self._since.isValid() else _CALM_MS
            self._soon.start(max(_SOON_MS, _CALM_MS - waited))
        self._show_facts()
        self._show_tasks()
        self._stand()

    def ask_context(self) -> None:
        """Ask the editor where its user stands. One question at a time: it is asked again after the answer if need be."""
        host = self.host
        if host is None or not self.isVisible() or "context" not in (host.report.get("actions") or ()):
            return
        if self._asked == host.key:
            self._once_more = True
            return
        self._asked, self._once_more = host.key, False
        self._since.start()
        have, failed = partial(self._answered, host.key), partial(self._not_answered, host.key)
        self.editors.do(host.key, ("context", {}), have, failed, owner=self, patience_s=_CONTEXT_S)

    def _answered(self, key: str, said: dict[str, Any]) -> None:
        self._free(key)
        self.know(key, said)

    def _not_answered(self, key: str, error: AiprodError) -> None:
        self._free(key)
        if self.host is not None and self.host.key == key:
            self._not_told(error)

    def _free(self, key: str) -> None:
        """An editor may be asked again."""
        if self._asked == key:
            self._asked = ""
            if self._once_more:
                self._soon.start(_SOON_MS)

    def know(self, key: str, said: dict[str, Any]) -> None:
        """An editor said where its user stands."""
        if self.host is None or self.host.key != key:
            return
        try:
            self.context = Context.read(said)
        except UserError as error:
            self._not_told(error)
            return
        self._show_facts()
        self._stand()

    def _not_told(self, error: AiprodError) -> None:
        self.context = None
        self._stand()
        self._say(". ".join(part.rstrip(".") for part in (error.what, error.why, error.remedy) if part) + ".", "bad")

    def _stand(self) -> None:
        problem = str(self.host.report.get("problem") or "") if self.host is not None else ""
        self._say(words.engine(problem), "warning")
        for form in self.forms.values():
            form.stand(self.host, self.context)

    def _say(self, text: str, kind: str) -> None:
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))
        self.trouble.setProperty("kind", kind)
        restyle(self.trouble)

    def _show_facts(self) -> None:
        if self.host is None:
            return
        report, context = self.host.report, self.context
        self.facts["place"].setText(words.place(report))
        self.facts["rate"].setText(words.rate(report.get("rate"), bool(report.get("drop_frame"))) or "–")
        at = context.timecode(context.playhead) if context is not None else str(report.get("playhead") or "–")
        if context is not None and context.marked:
            start, count = context.marked
            marked = self.tr("{at}; in to out: {start}, {frames}")
            at = marked.format(at=at, start=context.timecode(start), frames=words.frames(context, count))
        self.facts["playhead"].setText(at)
        self.facts["mode"].setText(words.mode(report))

    # -- tasks ---------------------------------------------------------------------------------------------------------

    def _show_tasks(self) -> None:
        able = [key for key, form in self.forms.items() if form.able(self.host)]
        for key, button in self.buttons.items():
            button.setEnabled(key in able)
            cannot = self.tr("{task}: this editor, in this version and edition, can’t do it").format(task=button.text())
            button.setToolTip(button.text() if key in able else cannot)
        chosen = self.chosen
        if chosen not in able:
            self.choose(able[0] if able else "film")
        self.place.setVisible(bool(able))

    @property
    def chosen(self) -> str:
        """The task whose form is shown."""
        return next((key for key, button in self.buttons.items() if button.isChecked()), "")

    def choose(self, key: str, _checked: bool = True) -> None:
        """Show a task's form."""
        self.buttons[key].setChecked(True)
        for other, form in self.forms.items():
            form.setVisible(other == key)
        if self.isVisible():
            self.forms[key].entered()

    def begin(self, wish: Wish) -> Work | None:
        """Make a wish come true, on a card of its own."""
        if self.host is None:
            return None
        work = Work(self.studio, self.editors, self.host.key, wish)
        work.dismissed.connect(partial(self._remove, work))
        work.ended.connect(lambda: self._soon.start(_SOON_MS))
        work.ended.connect(self._look_for_takes)
        work.reveal_asked.connect(partial(self._reveal, work))
        self.works.insert(0, work)
        self.cards.insertWidget(0, work)
        for old in [w for w in self.works if not w.at_work][_MOST_CARDS:]:
            self._remove(old)
        work.begin()
        return work

    def _look_for_takes(self) -> None:
        takes = self.forms["takes"]
        if isinstance(takes, TakesForm) and self.chosen == "takes":
            takes.look()

    def _remove(self, work: Work) -> None:
        if work in self.works:
            self.works.remove(work)
            self.cards.removeWidget(work)
            work.hide()
            work.deleteLater()

    def _reveal(self, work: Work, frame: int) -> None:
        self.editors.do(
            work.host, ("reveal", {"frame": frame}), lambda _said: None, self._not_told, owner=self, patience_s=_CONTEXT_S
        )

    # -- words ---------------------------------------------------------------------------------------------------------

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._soon.start(_SOON_MS)
        if self.chosen:
            self.forms[self.chosen].entered()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Every word in the language in use."""
        for key, text in (
            ("place", self.tr("Project")), ("rate", self.tr("Rate")), ("playhead", self.tr("Playhead")),
            ("mode", self.tr("Panel")),
        ):  # fmt: skip
            self._names[key].setText(text)
        name(self.again, self.tr("Look again"), self.tr("Ask the editor again where its user stands"))
        for key, form in self.forms.items():
            self.buttons[key].setText(form.title)
        self._show_facts()
        if self.host is not None:
            self._show_tasks()
