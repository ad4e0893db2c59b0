# SPDX-License-Identifier: Apache-2.0
"""From panel to panel by key. A panel is what stands between splitters, or what says so: `widget.setProperty("panel", True)`."""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from aiprod_app.accessibility.naming import announce


class PanelCycle(QObject):
    """Moves the focus to the next panel, and back to where it was in it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._last: WeakKeyDictionary[QWidget, QWidget] = WeakKeyDictionary()

    def move(self, step: int) -> None:
        """1: the next panel; -1: the one before."""
        found, focus = list(panels(self._window)), QApplication.focusWidget()
        if not found:
            return
        here = next((number for number, panel in enumerate(found) if focus is not None and _within(panel, focus)), None)
        if here is not None and focus is not None:
            self._last[found[here]] = focus
        begin = here if here is not None else (-1 if step > 0 else 0)
        for turn in range(1, len(found) + 1):
            panel = found[(begin + step * turn) % len(found)]
            target = self._entry(panel)
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                announce(panel, panel.accessibleName())
                return

    def _entry(self, panel: QWidget) -> QWidget | None:
        """Where the focus was last, or the first place for it."""
        last = self._last.get(panel)
        if last is not None and _within(panel, last) and _takes_focus(last):
            return last
        return next((widget for widget in _in_order(panel) if _takes_focus(widget)), None)


def panels(window: QWidget) -> Iterator[QWidget]:
    """The window's panels that are on the screen, from top to bottom and from left to right."""
    marked = [widget for widget in window.findChildren(QWidget) if widget.property("panel")]
    panes = [pane for splitter in window.findChildren(QSplitter) for pane in _panes(splitter)]
    found = [widget for widget in (*marked, *panes) if _on_screen(window, widget) and not widget.findChildren(QSplitter)]
    inner = [widget for widget in found if not any(other is not widget and _within(widget, other) for other in found)]
    return iter(sorted(dict.fromkeys(inner), key=lambda widget: _place(window, widget)))


def _panes(splitter: QSplitter) -> list[QWidget]:
    found = (splitter.widget(number) for number in range(splitter.count()))
    return [pane for pane in found if pane is not None]


def _on_screen(window: QWidget, widget: QWidget) -> bool:
    return widget.isVisibleTo(window) and widget.width() > 1 and widget.height() > 1


def _place(window: QWidget, widget: QWidget) -> tuple[int, int]:
    """Rows of panels are as high as a hand: small differences of height do not change the order."""
    corner = widget.mapTo(window, QPoint(0, 0))
    return corner.y() // 40, corner.x()


def _within(panel: QWidget, widget: QWidget) -> bool:
    return panel is widget or panel.isAncestorOf(widget)


def _takes_focus(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _in_order(panel: QWidget) -> Iterator[QWidget]:
    """The panel and what is in it, in the order of Tab."""
    yield panel
    widget = panel.nextInFocusChain()
    while widget is not None and widget is not panel:
        if panel.isAncestorOf(widget):
            yield widget
        widget = widget.nextInFocusChain()
