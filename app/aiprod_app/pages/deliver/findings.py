# SPDX-License-Identifier: Apache-2.0
"""The list of findings: what, when, how much, against which limit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from aiprod.film.findings import Finding, Severity
from aiprod.quality import words
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.theme import tokens
from aiprod_app.theme.icons import pixmap

ORDER = (Severity.FAIL, Severity.WARNING, Severity.NOTE, Severity.PASS)
_SIGNS = {
    Severity.FAIL: ("error", "bad"), Severity.WARNING: ("warning", "warning"), Severity.NOTE: ("info", "muted"),
    Severity.PASS: ("check", "good"),
}  # fmt: skip
_FINDING = Qt.ItemDataRole.UserRole
_MEASURE = Qt.ItemDataRole.UserRole + 1
_SIDE, _SIGN = 10, 16
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)


class Findings(QListWidget):
    """Findings, the worst first. Enter, or a double click, shows the moment.

    Signals:
        time_asked: a moment, seconds.
    """

    time_asked = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings")
        self.setAccessibleName(self.tr("Findings; Enter shows the moment"))
        self.setItemDelegate(_Drawn(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(self._go)

    def fill(self, findings: Sequence[Finding]) -> None:
        """Show these."""
        self.clear()
        for finding in sorted(findings, key=lambda f: (ORDER.index(f.severity), f.start_s or 0.0)):
            self.addItem(self._item(finding))

    def _item(self, finding: Finding) -> QListWidgetItem:
        language = language_in_use()
        name = words.check_name(finding.check, language)
        item = QListWidgetItem(f"{name[:1].upper()}{name[1:]}")
        message = words.message(finding.message, language)
        item.setData(_FINDING, finding)
        item.setData(_MEASURE, self._measured(finding))
        item.setData(Qt.ItemDataRole.StatusTipRole, message)
        told = (self._severity(finding.severity), item.text(), message, moment(finding.start_s), self._measured(finding))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(part for part in told if part))
        return item

    def _severity(self, severity: Severity) -> str:
        return {
            Severity.FAIL: self.tr("Fault"), Severity.WARNING: self.tr("Warning"), Severity.NOTE: self.tr("Note"),
            Severity.PASS: self.tr("Passed"),
        }[severity]  # fmt: skip

    def _measured(self, finding: Finding) -> str:
        if finding.measure is None:
            return ""
        unit = words.unit(finding.unit, language_in_use())
        measured = f"{finding.measure:.4g} {unit}".strip()
        if finding.limit is None:
            return self.tr("Measured {measured}").format(measured=measured)
        limit = f"{finding.limit:.4g} {unit}".strip()
        return self.tr("Measured {measured}, limit {limit}").format(measured=measured, limit=limit)

    def _go(self, item: QListWidgetItem) -> None:
        finding: Finding = item.data(_FINDING)
        if finding.start_s is not None:
            self.time_asked.emit(finding.start_s)


def moment(seconds: float | None) -> str:
    """A time as minutes and seconds, "" for none."""
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes):02}:{rest:05.2f}"


class _Drawn(QStyledItemDelegate):
    """A sign, the check and its moment; under them the message and the measure."""

    def __init__(self, view: Findings) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        width = self._view.viewport().width()
        font: QFont = option.font  # type: ignore[attr-defined]
        return QSize(width, sum(self._heights(font, width, index)) + 16)

    def _heights(self, font: QFont, width: int, index: QModelIndex | QPersistentModelIndex) -> tuple[int, int, int]:
        metrics = QFontMetrics(font)
        inside = QRect(0, 0, max(40, width - 3 * _SIDE - _SIGN), 10_000)
        message = metrics.boundingRect(inside, _WRAPPED, str(index.data(Qt.ItemDataRole.StatusTipRole))).height()
        return metrics.height() + 2, message + 2, metrics.height() if index.data(_MEASURE) else 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        theme, finding = tokens(), index.data(_FINDING)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        font: QFont = option.font  # type: ignore[attr-defined]
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(rect, theme.colour("selection"))
        sign, colour = _SIGNS[finding.severity]
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(rect.topLeft() + QPoint(_SIDE, 9), pixmap(sign, _SIGN, colour, ratio))
        inside = rect.adjusted(2 * _SIDE + _SIGN, 8, -_SIDE, -8)
        self._words(painter, inside, font, index, finding)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("line"))
        painter.restore()

    def _words(
        self, painter: QPainter, inside: QRect, font: QFont, index: QModelIndex | QPersistentModelIndex, finding: Finding
    ) -> None:
        theme = tokens()
        first, second, _third = self._heights(font, inside.width() + 3 * _SIDE + _SIGN, index)
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(theme.colour("text"))
        painter.drawText(inside, _WRAPPED, str(index.data(Qt.ItemDataRole.DisplayRole)))
        painter.setFont(font)
        painter.setPen(theme.colour("muted"))
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight), moment(finding.start_s))
        painter.setPen(theme.colour("text"))
        painter.drawText(inside.adjusted(0, first, 0, 0), _WRAPPED, str(index.data(Qt.ItemDataRole.StatusTipRole)))
        painter.setPen(theme.colour("muted"))
        painter.drawText(inside.adjusted(0, first + second, 0, 0), _WRAPPED, str(index.data(_MEASURE) or ""))
