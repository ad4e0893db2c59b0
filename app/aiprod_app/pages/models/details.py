# SPDX-License-Identifier: Apache-2.0
"""One model: what it is and can do, how it stands, whether it runs here, its terms, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from aiprod.wire.models import ModelFiles, ModelView
from aiprod_app.pages.models import words
from aiprod_app.pages.models.job_panel import JobPanel
from aiprod_app.pages.models.standing import Known, standing
from aiprod_app.theme.sheet import restyle
from aiprod_app.widgets.flow import FlowLayout
from aiprod_app.widgets.prose import prose

_ROWS = ("abilities", "goes_with", "licence", "terms", "attribution", "source", "size", "memory", "needs")
ACTS = ("fetch", "build", "licence", "import", "verify", "repair", "compile", "report", "remove")
_KINDS = {"good": "good", "bad": "bad", "warning": "warning"}


class Details(QScrollArea):
    """Shows one model.

    Signals:
        asked: one of `ACTS`, for the shown model.
        acted: what is asked of a job ("pause", "resume", "cancel", "retry"), and its id.
        precision_changed: another precision is looked at.
    """

    asked = Signal(str)
    acted = Signal(str, str)
    precision_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: ModelView | None = None
        self._known = Known()
        self.files: dict[str, bool] = {}
        """Of the shown model, as last verified: file → whether it is whole."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.inside = QWidget()
        column = QVBoxLayout(self.inside)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(8)
        self.title, self.role, self.state = prose("title"), prose("muted"), prose("heading")
        for label in (self.title, self.role, self.state):
            column.addWidget(label)
        self.job = JobPanel()
        self.job.acted.connect(self.acted)
        column.addWidget(self.job)
        column.addWidget(self._clause())
        column.addWidget(self._fitting())
        column.addLayout(self._buttons())
        self.checked = prose("small")
        column.addWidget(self.checked)
        column.addLayout(self._rows())
        column.addStretch(1)
        self.setWidget(self.inside)
        self.retranslate()

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _clause(self) -> QFrame:
        self.clause = QFrame()
        self.clause.setProperty("kind", "message")
        self.clause.setProperty("level", "warning")
        column = QVBoxLayout(self.clause)
        column.setContentsMargins(12, 8, 12, 8)
        self.clause_words = prose("")
        column.addWidget(self.clause_words)
        return self.clause

    def _fitting(self) -> QWidget:
        self.fitting = QWidget()
        column = QVBoxLayout(self.fitting)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        row = QHBoxLayout()
        self.fit_heading, self.precision_label, self.precision = prose("heading"), QLabel(), QComboBox()
        self.precision_label.setProperty("kind", "small")
        self.precision_label.setBuddy(self.precision)
        self.precision.setObjectName("precision")
        self.precision.activated.connect(lambda _row: self.precision_changed.emit())
        row.addWidget(self.fit_heading, 1)
        row.addWidget(self.precision_label)
        row.addWidget(self.precision)
        column.addLayout(row)
        self.fit, self.why = prose(""), prose("muted", selectable=True)
        column.addWidget(self.fit)
        column.addWidget(self.why)
        return self.fitting

    def _buttons(self) -> FlowLayout:
        flow = FlowLayout(gap=8)
        self.buttons: dict[str, QPushButton] = {}
        for name in ACTS:
            button = self.buttons[name] = QPushButton()
            button.setObjectName(f"model-{name}")
            button.clicked.connect(lambda _checked=False, act=name: self.asked.emit(act))
            flow.addWidget(button)
        self.verify = self.buttons["verify"]
        for name, kind in (("fetch", "primary"), ("build", "primary"), ("remove", "danger")):
            self.buttons[name].setProperty("kind", kind)
        return flow

    def _rows(self) -> QFormLayout:
        self.form = QFormLayout()
        self.form.setContentsMargins(0, 12, 0, 12)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.names: dict[str, QLabel] = {}
        self.values: dict[str, QLabel] = {}
        for key in _ROWS:
            self.names[key], self.values[key] = prose("muted"), prose("")
            for label in (self.names[key], self.values[key]):
                label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            self.names[key].setWordWrap(False)
            self.values[key].setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            self.form.addRow(self.names[key], self.values[key])
        return self.form

    # -- what is shown -------------------------------------------------------------------------------------------------

    def show_model(self, model: ModelView | None, known: Known) -> None:
        """Show a model as it stands."""
        if model is None or self.model is None or model.id != self.model.id:
            self.files = {}
            self._offer_precisions(model)
        self.model, self._known = model, known
        self.inside.setVisible(model is not None)
        if model is None:
            return
        self.title.setText(model.title)
        self.role.setText(words.line(model))
        found = standing(model, known)
        self.state.setText(found.text)
        self.state.setProperty("kind", _KINDS.get(found.colour, "heading"))
        restyle(self.state)
        self.job.show_job(known.jobs.get(model.id))
        self.clause.setVisible(bool(model.warning))
        self.clause_words.setText(words.in_own_language(model.warning, model.warning_fr))
        self._show_rows(model)
        self.show_fit()
        self._show_buttons(model, known)
        self._say_checked()

    def _offer_precisions(self, model: ModelView | None) -> None:
        self.precision.clear()
        for name in model.precisions if model is not None else ():
            self.precision.addItem(name, name)
        self.precision.setCurrentIndex(max(0, self.precision.findData(model.precision if model is not None else "")))

    @property
    def wanted_precision(self) -> str:
        """The precision that is looked at; "" where the model is there in one alone."""
        return str(self.precision.currentData() or "")

    def _show_rows(self, model: ModelView) -> None:
        values = {
            "abilities": words.abilities(model), "goes_with": ", ".join(model.goes_with), "licence": model.licence,
            "terms": words.in_own_language(model.terms, model.terms_fr), "attribution": model.attribution,
            "source": model.source, "size": self._size(model), "memory": self._memory(model), "needs": self._needs(model),
        }  # fmt: skip
        for row, key in enumerate(_ROWS):
            self.values[key].setText(values[key])
            self.values[key].setAccessibleName(f"{self.names[key].text()}: {values[key]}")
            self.form.setRowVisible(row, bool(values[key]))

    def _size(self, model: ModelView) -> str:
        if model.state == "partial":
            here, all_of_it = words.size(model.megabytes_here * 1e6), words.size(model.megabytes * 1e6)
            return self.tr("{here} of {all} on the disk").format(here=here, all=all_of_it)
        return words.size(model.megabytes * 1e6) if model.megabytes else ""

    def _memory(self, model: ModelView) -> str:
        if not model.memory_mb:
            return "" if model.architecture or model.goes_with else self.tr("Not measured")
        return self.tr("{size} while it works, as measured").format(size=words.size(model.memory_mb * 1e6))

    def _needs(self, model: ModelView) -> str:
        needs = model.needs
        parts = (
            (needs.vram_gb, self.tr("{gb} GB of the graphics card’s memory")),
            (needs.comfortable_vram_gb, self.tr("{gb} GB of it to work at full speed")),
            (needs.ram_gb, self.tr("{gb} GB of the machine’s memory")), (needs.disk_gb, self.tr("{gb} GB of the disk")),
        )  # fmt: skip
        return ", ".join(text.format(gb=f"{gb:g}") for gb, text in parts if gb)

    def show_fit(self, asking: bool = False, trouble: str = "") -> None:
        """Whether it runs here; of video models there is a report."""
        model = self.model
        self.fitting.setVisible(model is not None and is_video(model))
        for widget in (self.precision, self.precision_label):
            widget.setVisible(self.precision.count() > 1)
        if model is None:
            return
        fit = self._known.fit(model, self.wanted_precision)
        if fit is not None:
            kind, text, why = "good" if fit.runs else "warning", words.verdict(fit), " ".join(words.reasons(fit))
        elif asking:
            kind, text, why = "muted", self.tr("Being worked out…"), ""
        else:
            kind, text, why = "muted", trouble or self.tr("Not known yet"), ""
        self.fit.setText(text)
        self.fit.setProperty("kind", kind)
        restyle(self.fit)
        self.why.setText(why)
        self.why.setVisible(bool(why))

    def _show_buttons(self, model: ModelView, known: Known) -> None:
        free, fetched = known.coming(model.id) is None, model.stored and not model.built
        shown = {
            "fetch": fetched and not model.installed and free, "build": model.built and not model.installed and free,
            "licence": True, "import": fetched and not model.installed and free, "verify": model.installed and free,
            "repair": model.installed or model.id in known.damaged, "compile": model.installed and is_video(model) and free,
            "report": model.id in known.reports,
            "remove": model.stored and free and model.state != "absent",
        }  # fmt: skip
        for name, button in self.buttons.items():
            button.setVisible(shown[name])
        self.buttons["fetch"].setText(self.tr("Fetch the rest…") if model.state == "partial" else self.tr("Fetch…"))
        licence = self.tr("Read and accept its licence…") if known.needs_licence(model) else self.tr("Its licence…")
        self.buttons["licence"].setText(licence)

    def enable(self, able: bool) -> None:
        """Whether something can be asked of the engine now."""
        for button in self.buttons.values():
            button.setEnabled(able)

    def show_files(self, found: ModelFiles) -> None:
        """What verifying has found, for the model that is shown."""
        if self.model is not None:
            mine = {file.file: file.whole for file in found.files if file.model == self.model.id}
            self.files = mine or self.files
            self._say_checked()

    def _say_checked(self) -> None:
        damaged = sorted(name for name, whole in self.files.items() if not whole)
        if not self.files:
            text = ""
        elif damaged:
            text = self.tr("Damaged: {files}. Repair puts it together again.").format(files=", ".join(damaged))
        else:
            text = self.tr("%n file(s) checked by SHA-256, all whole", "", len(self.files))
        self.checked.setText(text)
        self.checked.setVisible(bool(text))

    # -- words ---------------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Every word in the language in use."""
        for key, text in (
            ("abilities", self.tr("Makes clips")), ("goes_with", self.tr("Goes with")), ("licence", self.tr("Licence")),
            ("terms", self.tr("Terms")), ("attribution", self.tr("Made by")), ("source", self.tr("From")),
            ("size", self.tr("Size")), ("memory", self.tr("Memory")), ("needs", self.tr("Needs at least")),
        ):  # fmt: skip
            self.names[key].setText(text)
        titles = {
            "build": self.tr("Make it here"), "import": self.tr("Import its files…"), "verify": self.tr("Verify its files"),
            "repair": self.tr("Repair"), "compile": self.tr("Compile for this machine"),
            "report": self.tr("Report of compiling…"), "remove": self.tr("Remove…"),
        }  # fmt: skip
        for name, text in titles.items():
            self.buttons[name].setText(text)
        self.buttons["compile"].setToolTip(self.tr("Make every part as fast as this machine allows, and measure it"))
        self.fit_heading.setText(self.tr("On this machine"))
        self.precision_label.setText(self.tr("Precision"))
        self.precision.setAccessibleName(self.tr("Precision"))
        self.job.retranslate()
        self.show_model(self.model, self._known)


def is_video(model: ModelView) -> bool:
    """Whether it makes clips with the runtime of video models."""
    return model.role == "video" and bool(model.architecture)
