# SPDX-License-Identifier: Apache-2.0
"""For everybody: names on all controls, every control reached by Tab, no way without a way back, the focus seen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QMainWindow,
    QMenuBar,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QSplitterHandle,
    QTabBar,
    QTabWidget,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from aiprod_app.accessibility import announce, describe, name
from aiprod_app.screenshots.scenes import SCENES
from aiprod_app.screenshots.taking import close
from aiprod_app.theme import THEMES, style
from aiprod_app.window import StudioWindow

_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QTabBar,
)
_CONTAINERS = (QScrollArea, QTabWidget, QHeaderView, QMenuBar)
"""What only holds others: a screen reader names what is inside."""
_ROLES = {
    QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton, QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText, QAccessible.Role.Slider, QAccessible.Role.SpinBox, QAccessible.Role.List,
    QAccessible.Role.Tree, QAccessible.Role.Table, QAccessible.Role.PageTabList, QAccessible.Role.ButtonMenu,
    QAccessible.Role.ButtonDropDown,
    QAccessible.Role.Dial,
}  # fmt: skip


def controls(root: QWidget) -> Iterator[QWidget]:
    """What a user acts on that is on the screen; not the parts that Qt puts into its own widgets."""
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or isinstance(widget, (*_CONTAINERS, QScrollBar, QSplitterHandle)):
            continue
        own = not widget.objectName().startswith("qt_") or widget.objectName() == "qt_tabwidget_tabbar"
        inner = isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox | QLineEdit | QTabBar | QMenuBar)
        if own and not inner and (isinstance(widget, _CONTROLS) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus):
            yield widget


def said(widget: QWidget) -> str:
    """What a screen reader says for a widget: name, or what its label says."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface.text(QAccessible.Text.Name)


def _role(widget: QWidget) -> QAccessible.Role:
    """What a widget is to a screen reader.

    The interface is let go at once: it ends with its widget, its Python object doesn't, and what Qt makes next at its address
    would be taken for it (a crash in the next widget's making).
    """
    interface = QAccessible.queryAccessibleInterface(widget)
    assert isinstance(interface, QAccessibleInterface)
    return interface.role()


def _way(widget: QWidget) -> str:
    names = []
    step: QWidget | None = widget
    while step is not None and len(names) < 6:
        names.append(step.objectName() or type(step).__name__)
        step = step.parentWidget()
    return "/".join(reversed(names))


def test_everything_has_a_name_and_a_role(shown: StudioWindow, qtbot: QtBot) -> None:
    nameless: set[str] = set()
    for scene in SCENES:
        seen = scene.show(shown)
        qtbot.wait(30)
        for widget in controls(seen):
            role = _role(widget)
            if isinstance(widget, QTabBar):
                if not all(widget.tabText(row) for row in range(widget.count())):
                    nameless.add(f"{scene.key}: tab of {_way(widget)}")
            elif not said(widget):
                nameless.add(f"{scene.key}: {_way(widget)}")
            elif isinstance(widget, _CONTROLS) and role not in _ROLES:
                nameless.add(f"{scene.key}: {_way(widget)} is a {role}")
        close(seen, shown)
    assert nameless == set(), "\n".join(sorted(nameless))


def test_icons_say_what_they_do(shown: StudioWindow, qtbot: QtBot) -> None:
    """A button without words has a tooltip."""
    silent: set[str] = set()
    for scene in SCENES:
        seen = scene.show(shown)
        qtbot.wait(20)
        silent |= {
            f"{scene.key}: {_way(widget)}" for widget in controls(seen)
            if isinstance(widget, QAbstractButton) and not widget.text() and not widget.toolTip()
        }  # fmt: skip
        close(seen, shown)
    assert silent == set(), "\n".join(sorted(silent))


def _tabbed(root: QWidget) -> list[QWidget]:
    """The widgets that Tab reaches, until it comes back to where it began."""
    window = root.window()
    window.activateWindow()
    first = next(widget for widget in _chain(root) if _stops(widget, root))
    first.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    found: list[QWidget] = []
    for _step in range(600):
        focus = QApplication.focusWidget()
        if focus is None or (found and focus is found[0]):
            return found
        if found and focus is found[-1] and isinstance(focus, QPlainTextEdit | QTextEdit):
            focus = _left_by_key(focus, root)
        if focus in found:
            raise AssertionError(f"Tab goes round between {_way(focus)} and {_way(found[-1])}")
        found.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    raise AssertionError("Tab does not come back")


def _left_by_key(editor: QWidget, root: QWidget) -> QWidget:
    """An editor that keeps Tab for itself is left with F6; what follows it in the order of Tab."""
    QTest.keyClick(editor, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is not editor, f"{_way(editor)} is a trap"
    following = next(widget for widget in _chain(editor) if _stops(widget, root))
    following.setFocus(Qt.FocusReason.TabFocusReason)
    return following


def _chain(root: QWidget) -> Iterator[QWidget]:
    step = root.nextInFocusChain()
    while step is not root and step is not None:
        yield step
        step = step.nextInFocusChain()


def _stops(widget: QWidget, root: QWidget) -> bool:
    return bool(
        widget.isVisibleTo(root)
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and root.isAncestorOf(widget)
    )


@pytest.mark.parametrize("key", [scene.key for scene in SCENES if scene.key != "start"])
def test_tab_reaches_everything_and_comes_back(shown: StudioWindow, qtbot: QtBot, key: str) -> None:
    scene = next(scene for scene in SCENES if scene.key == key)
    seen = scene.show(shown)
    qtbot.wait(50)
    reached = _tabbed(seen)
    wanted = {widget for widget in controls(seen) if _stops(widget, seen) and not _in_a_group(widget)}
    missed = {
        _way(widget) for widget in wanted if widget not in reached and not any(widget.focusProxy() is one for one in reached)
    }
    close(seen, shown)
    assert missed == set(), "\n".join(sorted(missed))


def _in_a_group(widget: QWidget) -> bool:
    """Of radio buttons, and of buttons of which one is on, Tab reaches one; arrows reach the others."""
    return (
        isinstance(widget, QAbstractButton) and (widget.group() is not None or widget.autoExclusive()) and not widget.isChecked()
    )


@pytest.mark.parametrize("theme", THEMES)
def test_the_focus_is_seen(qtbot: QtBot, qapp: QApplication, theme: str) -> None:
    """A control with the focus is drawn other than without."""
    from PySide6.QtWidgets import QCheckBox, QListWidget, QPushButton, QSlider, QSpinBox, QToolButton

    style.apply(qapp, theme)  # type: ignore[arg-type]
    try:
        place = QWidget()
        place.resize(400, 500)
        qtbot.addWidget(place)
        other = QPushButton("other", place)
        other.move(300, 460)
        made: list[QWidget] = [
            QPushButton("x", place), QToolButton(place), QCheckBox("x", place), QLineEdit("x", place), QSpinBox(place),
            QSlider(Qt.Orientation.Horizontal, place), QComboBox(place), QListWidget(place),
        ]  # fmt: skip
        for number, widget in enumerate(made):
            widget.setGeometry(10, 10 + 45 * number, 120, 36)
        place.show()
        qtbot.waitExposed(place)
        place.activateWindow()
        for widget in made:
            other.setFocus()
            qtbot.waitUntil(other.hasFocus)
            before = widget.grab().toImage()
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            qtbot.waitUntil(widget.hasFocus)
            assert widget.grab().toImage() != before, type(widget).__name__
    finally:
        style.apply(qapp, "dark")


def test_names_descriptions_and_news(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    name(widget, "Playhead", "Drag to scrub")
    assert (said(widget), widget.toolTip()) == ("Playhead", "Drag to scrub")
    describe(widget, "01:00:00:00, shot 1")
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface.text(QAccessible.Text.Description) == "01:00:00:00, shot 1"
    QAccessible.setActive(True)
    try:
        announce(widget, "Shot 1 is made", urgent=True)
        describe(widget, "01:00:01:00, shot 1")
    finally:
        QAccessible.setActive(False)


def test_a_dialog_is_left_with_escape(shown: StudioWindow, qtbot: QtBot) -> None:
    for scene in SCENES:
        seen = scene.show(shown)
        if isinstance(seen, QDialog):
            qtbot.wait(10)
            QTest.keyClick(seen, Qt.Key.Key_Escape)
            assert not seen.isVisible(), scene.key
        elif isinstance(seen, QMainWindow):
            assert seen.childAt(QPoint(5, 5)) is not None
