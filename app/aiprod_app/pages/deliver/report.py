# SPDX-License-Identifier: Apache-2.0
"""Quality control's report: the verdict, and every finding with its time, measure and limit."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from aiprod.film.findings import QualityReport, Severity
from aiprod.wire.making import Deliveries
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.pages.deliver.findings import ORDER, Findings
from aiprod_app.theme import tokens
from aiprod_app.theme.sheet import restyle


class Report(QWidget):
    """What quality control found.

    Signals:
        time_asked: a moment of the film, seconds.
        check_asked: the name of a profile, "" for the film's own plan.
    """

    time_asked = Signal(float)
    check_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report: QualityReport | None = None
        self.page: Path | None = None
        self._known: Deliveries | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        self.heading = QLabel()
        self.heading.setProperty("kind", "heading")
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        large = self.verdict.font()
        large.setPixelSize(tokens().title_px)
        large.setWeight(QFont.Weight.DemiBold)
        self.verdict.setFont(large)
        self.about = QLabel()
        self.about.setProperty("kind", "small")
        self.about.setWordWrap(True)
        for widget in (self.heading, self.verdict, self.about):
            column.addWidget(widget)
        column.addWidget(self._findings(), 1)
        column.addWidget(self._passed())
        column.addStretch(0)
        column.addLayout(self._again())
        self.retranslate()

    def _findings(self) -> Findings:
        self.findings = Findings()
        self.findings.time_asked.connect(self.time_asked)
        return self.findings

    def _passed(self) -> QCheckBox:
        self.all = QCheckBox()
        self.all.setObjectName("all-findings")
        self.all.toggled.connect(lambda _on: self._show())
        return self.all

    def _again(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.profiles = QComboBox()
        self.profiles.setObjectName("profiles")
        self.profiles.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.profiles.setMinimumContentsLength(12)
        self.check = QPushButton()
        self.check.setObjectName("check")
        self.check.clicked.connect(lambda: self.check_asked.emit(self.profiles.currentData() or ""))
        self.open_page = QPushButton()
        self.open_page.setProperty("kind", "quiet")
        self.open_page.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.page))))
        row.addWidget(self.profiles, 1)
        row.addWidget(self.check)
        row.addWidget(self.open_page)
        return row

    # -- showing -------------------------------------------------------------------------------------------------------

    def know(self, known: Deliveries) -> None:
        """The profiles to check against."""
        if known is not self._known:
            self._known = known
            self._fill_profiles()

    def _fill_profiles(self) -> None:
        kept = self.profiles.currentData()
        self.profiles.clear()
        self.profiles.addItem(self.tr("The film’s own plan"), "")
        for profile in self._known.profiles if self._known else ():
            self.profiles.addItem(profile.title[language_in_use()], profile.name)
            self.profiles.setItemData(self.profiles.count() - 1, profile.source, Qt.ItemDataRole.ToolTipRole)
        self.profiles.setCurrentIndex(max(0, self.profiles.findData(kept)))

    def show_report(self, report: QualityReport | None, page: Path | None = None) -> None:
        """Show a report; None: there is none yet."""
        if report is not None and report is self.report and page == self.page:
            return
        self.report, self.page = report, page
        self._show()

    def _show(self) -> None:
        report = self.report
        self.open_page.setVisible(self.page is not None)
        self.all.setVisible(report is not None)
        self.findings.setVisible(report is not None)
        self.about.setVisible(report is not None)
        if report is None:
            self._say("muted", self.tr("Not checked yet"))
            return
        count = {severity: sum(1 for f in report.findings if f.severity is severity) for severity in ORDER}
        if count[Severity.FAIL]:
            self._say("bad", self.tr("%n fault(s) found", "", count[Severity.FAIL]))
        elif count[Severity.WARNING]:
            self._say("warning", self.tr("Passed with %n warning(s)", "", count[Severity.WARNING]))
        else:
            self._say("good", self.tr("Passed"))
        self.about.setText(self.tr("{file}: {checks} checks").format(file=Path(report.file).name, checks=len(report.findings)))
        self.findings.fill([f for f in report.findings if self.all.isChecked() or f.severity is not Severity.PASS])

    def _say(self, kind: str, text: str) -> None:
        self.verdict.setText(text)
        self.verdict.setProperty("kind", kind)
        restyle(self.verdict)

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.heading.setText(self.tr("Quality control"))
        self.all.setText(self.tr("Show what passed, too"))
        self.check.setText(self.tr("Check"))
        self.check.setToolTip(self.tr("Check the delivered film again"))
        self.open_page.setText(self.tr("Open the report"))
        self.profiles.setAccessibleName(self.tr("Check against"))
        self.profiles.setToolTip(self.tr("Check against"))
        self._fill_profiles()
        self._show()
