# SPDX-License-Identifier: Apache-2.0
"""A language that nobody speaks: every word longer and accented, so that what is not translated and what is cut is seen."""

import re

from PySide6.QtCore import QTranslator
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QPushButton, QRadioButton, QTabBar, QToolButton, QWidget

_ACCENTS = str.maketrans("aceginosuyACEGINOSUY", "àçéĝîñöşûýÀÇÉĜÎÑÖŞÛÝ")
_KEPT = re.compile(r"(\{[^}]*\}|%n|%\d|&(?=\w)|<[^>]+>|\*\.\w+)")
_LONGER = 0.4
_SLACK = 2


class Pseudo(QTranslator):
    """Translates everything."""

    def translate(self, _context: str, text: str, _comment: str | None = None, _count: int = -1) -> str:
        return pseudo(text)

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False


def pseudo(text: str) -> str:
    """[Ŝĥöŵñ ŵîţĥ~~] — 40 % longer; what is filled in stays."""
    if not re.search(r"[^\W\d_]{2}", _KEPT.sub("", text)):
        return text
    told = "".join(part if number % 2 else part.translate(_ACCENTS) for number, part in enumerate(_KEPT.split(text)))
    more = max(1, round(len(text) * _LONGER))
    pad = "".join("~" if place % 6 else " " for place in range(1, more + 1)).rstrip()
    return f"[{told}{pad}]"


def cut(root: QWidget) -> list[str]:
    """Widgets whose words don't fit into them: where, and the words. What is elided has a tooltip that says it all."""
    return [
        f"{_way(widget, root)}: {words!r} needs {need}, has {have}"
        for widget in root.findChildren(QWidget) if widget.isVisibleTo(root) and not widget.visibleRegion().isEmpty()
        for words, need, have in _misfits(widget)
    ]  # fmt: skip


def _misfits(widget: QWidget) -> list[tuple[str, int, int]]:
    if isinstance(widget, QLabel):
        return _label(widget)
    if isinstance(widget, QTabBar):
        return _tabs(widget)
    if isinstance(widget, QPushButton | QToolButton | QCheckBox | QRadioButton) and widget.text():
        return _button(widget)
    return []


def _label(label: QLabel) -> list[tuple[str, int, int]]:
    text = re.sub(r"<[^>]+>", "", label.text()).replace("&", "")
    if not text or not label.pixmap().isNull() or label.toolTip() or "…" in text:
        return []
    room, metrics = label.contentsRect(), label.fontMetrics()
    if label.wordWrap():
        need = label.heightForWidth(label.width())
        return [(text, need, label.height())] if need > label.height() + _SLACK else []
    need = max(metrics.horizontalAdvance(line) for line in text.split("\n"))
    return [(text, need, room.width())] if need > room.width() + _SLACK else []


def _button(button: QAbstractButton) -> list[tuple[str, int, int]]:
    text = button.text()
    if isinstance(button, QToolButton) and button.icon() and not button.icon().isNull() and button.toolButtonStyle().value == 0:
        return []
    if button.toolTip() and ("…" in text or len(re.sub(r"[\[\]~ ]", "", text)) == 1):
        return []
    need, have = button.minimumSizeHint().width(), button.width()
    return [(text, need, have)] if need > have + _SLACK else []


def _tabs(bar: QTabBar) -> list[tuple[str, int, int]]:
    metrics: QFontMetrics = bar.fontMetrics()
    shown = [row for row in range(bar.count()) if bar.isTabVisible(row) and not bar.tabToolTip(row)]
    found = [
        (text := bar.tabText(row).replace("&", ""), metrics.horizontalAdvance(text), bar.tabRect(row).width()) for row in shown
    ]
    return [(text, need, have) for text, need, have in found if need > have]


def _way(widget: QWidget, root: QWidget) -> str:
    """From the root to the widget, by classes and names."""
    names = []
    step: QWidget | None = widget
    while step is not None and step is not root:
        names.append(step.objectName() or type(step).__name__)
        step = step.parentWidget()
    return "/".join(reversed([name for name in names if name not in ("QWidget", "QFrame", "qt_scrollarea_viewport")]))
