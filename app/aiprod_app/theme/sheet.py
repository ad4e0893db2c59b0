# SPDX-License-Identifier: Apache-2.0
"""The style sheet, part by part.

Variants are asked for by a property:
  buttons  `button.setProperty("kind", …)`: "primary" (one in a place), "quiet" (no frame until touched), "danger", "page" (the
           way between pages), "link" (words that lead on)
  words    `label.setProperty("kind", …)`: "title", "heading", "section" (above a group of rows), "muted", "small", "good",
           "warning", "bad", "time" (timecode), "badge" (a word on a ground of its own)
  fields   `combo.setProperty("kind", "tight")` (in rows of many); `spinbox.setProperty("bare", True)` (no buttons)
  surfaces `frame.setProperty("kind", …)`: "panel", "card" (`current`: "true" around the one that is chosen), "well" (behind
           pictures), "bar" (tools above), "foot" (buttons below), "message" (`level`: info, good, warning, bad), "line"
A property that changes while the widget is shown needs `restyle(widget)`.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from aiprod_app.theme.glyphs import address
from aiprod_app.theme.tokens import Tokens


def sheet(theme: Tokens) -> str:
    """The style sheet of a theme."""
    parts = (_surfaces, _words, _buttons, _more_buttons, _fields, _ticks, _views, _menus, _bars, _rest)
    return "".join(part(theme) for part in parts)


def restyle(widget: QWidget) -> None:
    """Have a widget take its look again, after a property was changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def _surfaces(t: Tokens) -> str:
    return f"""
* {{ outline: none; }}
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.strong_line}; padding: 4px 6px; }}
QDialog {{ background: {t.panel}; }}
QDialog#palette {{ border: 1px solid {t.strong_line}; }}
QFrame[kind="panel"], QWidget[kind="panel"] {{ background: {t.panel}; border: none; }}
QFrame[kind="bar"], QWidget[kind="bar"] {{ background: {t.panel}; border: none; border-bottom: 1px solid {t.line}; }}
QFrame[kind="foot"], QWidget[kind="foot"] {{ background: {t.panel}; border: none; border-top: 1px solid {t.line}; }}
QFrame[kind="card"], QWidget[kind="card"] {{
  background: {t.raised}; border: 1px solid {t.line}; border-radius: {t.radius + 2}px; }}
QFrame[kind="card"][current="true"] {{ border: 1px solid {t.accent}; }}
QFrame[kind="card"]:focus {{ border: 1px solid {t.focus}; }}
QFrame[kind="well"], QWidget[kind="well"] {{ background: {t.well}; border: none; }}
QFrame[kind="line"] {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[kind="message"] {{ background: {t.raised}; border: none; border-left: 4px solid {t.muted}; }}
QFrame[kind="message"][level="good"] {{ border-left-color: {t.good}; }}
QFrame[kind="message"][level="warning"] {{ border-left-color: {t.warning}; }}
QFrame[kind="message"][level="bad"] {{ border-left-color: {t.bad}; }}
"""


def _words(t: Tokens) -> str:
    return f"""
QLabel[kind="title"] {{ font-size: {t.title_px}px; font-weight: 600; }}
QLabel[kind="heading"] {{ font-weight: 600; }}
QLabel[kind="section"] {{ color: {t.muted}; font-size: {t.small_px}px; font-weight: 600; padding-top: 6px; }}
QLabel[kind="muted"] {{ color: {t.muted}; }}
QLabel[kind="small"] {{ color: {t.muted}; font-size: {t.small_px}px; }}
QLabel[kind="bad"] {{ color: {t.bad}; }}
QLabel[kind="good"] {{ color: {t.good}; }}
QLabel[kind="warning"] {{ color: {t.warning}; }}
QLabel[kind="time"] {{ font-size: {t.text_px + 2}px; font-weight: 600; }}
QLabel[kind="badge"] {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.strong_line}; border-radius: {t.radius}px;
  padding: 1px 6px; font-size: {t.small_px}px; }}
QLabel:disabled {{ color: {t.disabled}; }}
"""


def _buttons(t: Tokens) -> str:
    return f"""
QPushButton, QToolButton {{ icon-size: 16px;
  background: {t.raised}; color: {t.text}; border: 1px solid {_edge(t)}; border-radius: {t.radius}px; padding: 4px 12px; }}
QToolButton {{ padding: 4px; }}
QPushButton:hover, QToolButton:hover {{ background: {t.hover}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {t.line if t.name == "dark" else t.hover}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {t.disabled}; }}
QPushButton:checked, QToolButton:checked {{ background: {t.selection}; border: 1px solid {t.accent}; }}
QPushButton:focus {{ border: {_ring(t)}px solid {t.focus}; padding: {5 - _ring(t)}px {13 - _ring(t)}px; }}
QToolButton:focus {{ border: {_ring(t)}px solid {t.focus}; padding: {5 - _ring(t)}px; }}
QPushButton[kind="primary"] {{ background: {t.accent}; color: {t.on_accent}; border: 1px solid {t.accent}; font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ border-color: {t.text}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {t.focus}; padding: 3px 11px; }}
QPushButton[kind="primary"]:disabled {{ background: {t.raised}; color: {t.disabled}; border-color: {t.line}; }}
QPushButton[kind="quiet"], QToolButton[kind="quiet"] {{ background: transparent; border: 1px solid transparent; }}
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover {{ background: {t.hover}; }}
QPushButton[kind="quiet"]:checked, QToolButton[kind="quiet"]:checked {{ background: {t.selection}; border-color: transparent; }}
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus {{ border: {_ring(t)}px solid {t.focus}; }}
QPushButton[kind="danger"] {{ color: {t.bad}; }}
QPushButton[kind="danger"]:disabled {{ color: {t.disabled}; }}
"""


def _more_buttons(t: Tokens) -> str:
    return f"""
QPushButton[kind="page"], QToolButton[kind="page"] {{ background: transparent; color: {t.muted}; border: 1px solid transparent;
  border-bottom: 2px solid transparent; border-radius: 0; padding: 4px 10px; }}
QPushButton[kind="page"]:hover {{ color: {t.text}; }}
QPushButton[kind="page"]:checked {{ background: transparent; color: {t.text}; border-bottom: 2px solid {t.accent}; }}
QPushButton[kind="page"]:focus {{ border: 1px solid {t.focus}; border-bottom: 2px solid {t.focus}; }}
QPushButton[kind="page"]:disabled {{ color: {t.disabled}; }}
QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent; color: {t.accent}; padding: 2px 2px;
  text-align: left; }}
QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
QPushButton[kind="link"]:focus {{ border: 1px solid {t.focus}; }}
QPushButton[kind="link"]:disabled {{ color: {t.disabled}; }}
QPushButton::menu-indicator {{ image: {address(t, "down")}; width: 10px; height: 10px; subcontrol-position: right center;
  right: 6px; }}
QToolButton[popupMode="1"] {{ padding-right: 18px; }}
QToolButton::menu-button {{ border: none; width: 16px; }}
QToolButton::menu-arrow {{ image: {address(t, "down")}; width: 10px; height: 10px; }}
QToolButton::menu-indicator {{ image: none; }}
"""


def _fields(t: Tokens) -> str:
    kinds = ("QLineEdit", "QPlainTextEdit", "QTextEdit", "QAbstractSpinBox", "QComboBox", "QKeySequenceEdit")
    every, focused = ", ".join(kinds), ", ".join(f"{kind}:focus" for kind in kinds)
    disabled = ", ".join(f"{kind}:disabled" for kind in kinds)
    return f"""
{every} {{
  background: {t.field}; color: {t.text}; border: 1px solid {t.strong_line}; border-radius: {t.radius}px; padding: 3px 6px;
  selection-background-color: {t.selection}; selection-color: {t.text}; placeholder-text-color: {t.muted}; }}
{focused} {{ border: {_ring(t)}px solid {t.focus}; padding: {4 - _ring(t)}px {7 - _ring(t)}px; }}
QComboBox:focus {{ padding-right: {23 - _ring(t)}px; }}
QAbstractSpinBox:focus {{ padding-right: {19 - _ring(t)}px; }}
{disabled} {{ color: {t.disabled}; border-color: {t.line}; }}
QLineEdit[bad="true"], QPlainTextEdit[bad="true"] {{ border: 1px solid {t.bad}; }}
QComboBox {{ padding-right: 22px; min-height: 19px; }}
QComboBox::drop-down {{ border: none; width: 20px; subcontrol-position: right center; }}
QComboBox::down-arrow {{ image: {address(t, "down")}; width: 12px; height: 12px; }}
QAbstractSpinBox {{ padding-right: 18px; min-height: 19px; qproperty-alignment: 'AlignRight | AlignVCenter'; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none; background: transparent; width: 16px; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; }}
QAbstractSpinBox::up-arrow {{ image: {address(t, "up")}; width: 9px; height: 9px; }}
QAbstractSpinBox::down-arrow {{ image: {address(t, "down")}; width: 9px; height: 9px; }}
QAbstractSpinBox[bare="true"], QAbstractSpinBox[bare="true"]:focus {{ padding: 2px 4px; }}
QAbstractSpinBox[bare="true"]::up-button, QAbstractSpinBox[bare="true"]::down-button {{ width: 0; height: 0; }}
QAbstractSpinBox[bare="true"]::up-arrow, QAbstractSpinBox[bare="true"]::down-arrow {{ image: none; width: 0; height: 0; }}
QComboBox[kind="tight"], QComboBox[kind="tight"]:focus {{ padding: 2px 20px 2px 6px; min-height: 0; }}
QComboBox QLineEdit, QAbstractSpinBox QLineEdit, QKeySequenceEdit QLineEdit {{
  border: none; padding: 0; background: transparent; }}
QComboBox QAbstractItemView {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.strong_line}; }}
"""


def _ticks(t: Tokens) -> str:
    boxes = ("QCheckBox", "QRadioButton", "QGroupBox", "QAbstractItemView")

    def each(suffix: str) -> str:
        return ", ".join(f"{box}::indicator{suffix}" for box in boxes)

    return f"""
QCheckBox, QRadioButton {{ spacing: 8px; padding: 2px 0; }}
{each("")} {{ width: 14px; height: 14px; background: {t.field}; border: 1px solid {t.strong_line}; border-radius: 3px; }}
QRadioButton::indicator {{ border-radius: 8px; }}
{each(":hover")} {{ border-color: {t.text}; }}
{each(":checked")}, {each(":indeterminate")} {{ background: {t.accent}; border-color: {t.accent}; }}
{each(":checked")} {{ image: {address(t, "check")}; }}
{each(":indeterminate")} {{ image: {address(t, "dash")}; }}
QRadioButton::indicator:checked {{ image: {address(t, "point")}; }}
{each(":disabled")} {{ background: {t.raised}; border-color: {t.disabled}; }}
QCheckBox:focus, QRadioButton:focus {{ color: {t.focus}; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border: 2px solid {t.focus}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {t.disabled}; }}
"""


def _views(t: Tokens) -> str:
    return f"""
QAbstractItemView {{ background: {t.panel}; color: {t.text}; border: 1px solid transparent;
  alternate-background-color: {t.window}; icon-size: 16px;
  selection-background-color: {t.selection}; selection-color: {t.text}; }}
QAbstractItemView:focus {{ border: 1px solid {t.focus}; }}
QListView::item, QTableView::item {{ padding: 3px 6px; min-height: 18px; }}
QTreeView::item {{ padding: 0 4px; height: 24px; }}
QAbstractItemView::item:hover {{ background: {t.hover}; color: {t.text}; }}
QAbstractItemView::item:selected {{ background: {t.selection}; color: {t.text}; }}
QAbstractItemView::item:disabled {{ color: {t.disabled}; }}
QTreeView::branch:has-children:closed {{ image: {address(t, "right")}; }}
QTreeView::branch:has-children:open {{ image: {address(t, "down")}; }}
QTreeView::branch:selected {{ background: {t.selection}; }}
QHeaderView {{ background: {t.panel}; border: none; }}
QHeaderView::section {{ background: {t.panel}; color: {t.muted}; border: none;
  border-bottom: 1px solid {t.line}; padding: 4px 6px; font-size: {t.small_px}px; }}
QTableView {{ gridline-color: {t.line}; }}
QTableCornerButton::section {{ background: {t.panel}; border: none; }}
"""


def _menus(t: Tokens) -> str:
    return f"""
QMenu {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.strong_line}; padding: 4px; }}
QMenu::item {{ padding: 4px 24px; border-radius: {t.radius}px; }}
QMenu::item:selected {{ background: {t.selection}; }}
QMenu::item:disabled {{ color: {t.disabled}; }}
QMenu::separator {{ height: 1px; background: {t.hover if t.name != "contrast" else t.line}; margin: 4px; }}
QMenu::indicator {{ width: 12px; height: 12px; left: 6px; }}
QMenuBar {{ background: {t.window}; color: {t.muted}; padding: 1px 4px; border-bottom: 1px solid {t.line}; }}
QMenuBar::item {{ padding: 3px 8px; border-radius: {t.radius}px; background: transparent; }}
QMenuBar::item:selected {{ background: {t.hover}; color: {t.text}; }}
QTabBar {{ background: transparent; }}
QTabBar::tab {{ background: transparent; color: {t.muted}; padding: 5px 12px; border: 1px solid transparent;
  border-bottom: 2px solid transparent; }}
QTabBar::tab:hover {{ color: {t.text}; }}
QTabBar::tab:selected {{ color: {t.text}; border-bottom: 2px solid {t.accent}; }}
QTabBar::tab:disabled {{ color: {t.disabled}; }}
QTabBar::tab:focus {{ color: {t.focus}; border-bottom: 2px solid {t.focus}; }}
QTabWidget::pane {{ border: none; }}
"""


def _bars(t: Tokens) -> str:
    return f"""
QSplitter::handle {{ background: {t.line}; }}
QSplitter::handle:hover {{ background: {t.strong_line}; }}
QSplitter::handle:horizontal {{ width: 3px; }}
QSplitter::handle:vertical {{ height: 3px; }}
QScrollArea {{ border: none; background: transparent; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 11px; }}
QScrollBar:horizontal {{ height: 11px; }}
QScrollBar::handle {{ background: {_thumb(t)}; border-radius: 3px; min-width: 28px; min-height: 28px; margin: 2px; }}
QScrollBar::handle:hover {{ background: {t.strong_line}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QProgressBar {{ background: {t.field}; border: 1px solid {_edge(t)}; border-radius: 3px; min-height: 5px; max-height: 5px;
  color: transparent; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 2px; }}
QSlider::groove:horizontal {{ height: 3px; background: {t.strong_line}; border-radius: 1px; }}
QSlider::groove:vertical {{ width: 3px; background: {t.strong_line}; border-radius: 1px; }}
QSlider::handle {{ background: {t.text}; border: 1px solid {t.line}; border-radius: 7px; width: 13px; height: 13px;
  margin: -6px; }}
QSlider::handle:hover {{ background: {t.accent}; }}
QSlider::handle:focus {{ background: {t.focus}; }}
QSlider::handle:disabled {{ background: {t.disabled}; }}
"""


def _rest(t: Tokens) -> str:
    return f"""
QGroupBox {{ border: 1px solid {_edge(t)}; border-radius: {t.radius}px; margin-top: 14px; padding-top: 6px; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 8px; padding: 0 4px; color: {t.muted}; }}
QStatusBar {{ background: {t.panel}; color: {t.muted}; border-top: 1px solid {t.line}; }}
QStatusBar::item {{ border: none; }}
"""


def _ring(t: Tokens) -> int:
    """How wide the frame of what has the focus is, px."""
    return 2 if t.name == "contrast" else 1


def _edge(t: Tokens) -> str:
    """The frame of what is pressed: seen, and not loud."""
    return {"dark": "#45454a", "light": "#b4b5b9", "contrast": t.strong_line}[t.name]


def _thumb(t: Tokens) -> str:
    return {"dark": "#4b4b50", "light": "#a9aaae", "contrast": t.strong_line}[t.name]
