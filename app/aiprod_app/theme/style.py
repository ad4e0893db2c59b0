# SPDX-License-Identifier: Apache-2.0
"""The theme on Qt's widgets: the Fusion style, a palette, and one style sheet.

Variants are asked for by a property: `button.setProperty("kind", "primary")` ("primary", "quiet", "danger"), `label.setProperty(
"kind", "title")` ("title", "heading", "muted", "small", "bad", "good", "warning"), `frame.setProperty("kind", "panel")` ("panel",
"card", "well", "bar").
"""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from aiprod_app.theme.tokens import ThemeName, Tokens, use


def apply(app: QApplication, name: ThemeName) -> None:
    """Dress the whole application. Widgets that paint themselves read `tokens()` and repaint on `changeEvent`."""
    theme = use(name)
    app.setStyle(QStyleFactory.create("Fusion"))
    font = QFont(app.font())
    font.setPixelSize(theme.text_px)
    app.setFont(font)
    app.setPalette(palette(theme))
    app.setStyleSheet(sheet(theme))


def palette(theme: Tokens) -> QPalette:
    """For what the style sheet leaves to the style."""
    found = QPalette()
    role = QPalette.ColorRole
    for part, colour in (
        (role.Window, theme.window), (role.WindowText, theme.text),
        (role.Base, theme.well if theme.name == "dark" else theme.raised),
        (role.AlternateBase, theme.panel), (role.Text, theme.text), (role.Button, theme.raised), (role.ButtonText, theme.text),
        (role.Highlight, theme.selection), (role.HighlightedText, theme.text), (role.ToolTipBase, theme.raised),
        (role.ToolTipText, theme.text), (role.PlaceholderText, theme.muted), (role.Link, theme.accent),
        (role.BrightText, theme.bad), (role.Light, theme.hover), (role.Mid, theme.line), (role.Dark, theme.line),
        (role.Accent, theme.accent),
    ):  # fmt: skip
        found.setColor(part, QColor(colour))
    for part in (role.WindowText, role.Text, role.ButtonText):
        found.setColor(QPalette.ColorGroup.Disabled, part, QColor(theme.disabled))
    return found


def sheet(theme: Tokens) -> str:
    """The style sheet."""
    t = theme
    field = t.well if t.name == "dark" else t.raised
    return f"""
* {{ outline: none; }}
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.strong_line}; padding: 4px 6px; }}
QFrame[kind="panel"], QWidget[kind="panel"] {{ background: {t.panel}; border: none; }}
QFrame[kind="bar"], QWidget[kind="bar"] {{ background: {t.panel}; border: none; border-bottom: 1px solid {t.line}; }}
QFrame[kind="card"], QWidget[kind="card"] {{
  background: {t.raised}; border: 1px solid {t.line}; border-radius: {t.radius + 2}px; }}
QFrame[kind="card"]:focus, QFrame[kind="card"][current="true"] {{ border: 1px solid {t.accent}; }}
QFrame[kind="well"], QWidget[kind="well"] {{ background: {t.well}; border: none; }}
QLabel[kind="title"] {{ font-size: {t.title_px}px; font-weight: 600; }}
QLabel[kind="heading"] {{ font-weight: 600; }}
QLabel[kind="muted"] {{ color: {t.muted}; }}
QLabel[kind="small"] {{ color: {t.muted}; font-size: {t.small_px}px; }}
QLabel[kind="bad"] {{ color: {t.bad}; }}
QLabel[kind="good"] {{ color: {t.good}; }}
QLabel[kind="warning"] {{ color: {t.warning}; }}
QPushButton, QToolButton {{
  background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; border-radius: {t.radius}px; padding: 5px 12px; }}
QToolButton {{ padding: 4px; }}
QPushButton:hover, QToolButton:hover {{ background: {t.hover}; }}
QPushButton:focus, QToolButton:focus {{ border: 1px solid {t.focus}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {t.disabled}; }}
QPushButton:checked, QToolButton:checked {{ background: {t.selection}; border: 1px solid {t.accent}; }}
QPushButton[kind="primary"] {{ background: {t.accent}; color: {t.on_accent}; border: 1px solid {t.accent}; font-weight: 600; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {t.text}; padding: 4px 11px; }}
QPushButton[kind="primary"]:disabled {{ background: {t.raised}; color: {t.disabled}; border-color: {t.line}; }}
QPushButton[kind="quiet"], QToolButton[kind="quiet"] {{ background: transparent; border: 1px solid transparent; }}
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover {{ background: {t.hover}; }}
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus {{ border: 1px solid {t.focus}; }}
QPushButton[kind="danger"] {{ color: {t.bad}; }}
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QKeySequenceEdit {{
  background: {field}; color: {t.text}; border: 1px solid {t.strong_line}; border-radius: {t.radius}px; padding: 4px 6px;
  selection-background-color: {t.selection}; selection-color: {t.text}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {{
  border: 1px solid {t.focus}; }}
QComboBox QAbstractItemView {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.strong_line}; }}
QAbstractItemView {{ background: {t.panel}; color: {t.text}; border: none; alternate-background-color: {t.window}; }}
QAbstractItemView::item {{ padding: 4px 6px; }}
QAbstractItemView::item:hover {{ background: {t.hover}; }}
QAbstractItemView::item:selected {{ background: {t.selection}; color: {t.text}; }}
QHeaderView::section {{ background: {t.panel}; color: {t.muted}; border: none; padding: 4px 6px; }}
QMenu {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.strong_line}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px; border-radius: {t.radius}px; }}
QMenu::item:selected {{ background: {t.selection}; }}
QMenu::item:disabled {{ color: {t.disabled}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px; }}
QMenuBar {{ background: {t.panel}; color: {t.text}; }}
QMenuBar::item {{ padding: 4px 8px; }}
QMenuBar::item:selected {{ background: {t.hover}; }}
QSplitter::handle {{ background: {t.line}; }}
QSplitter::handle:horizontal {{ width: 3px; }}
QSplitter::handle:vertical {{ height: 3px; }}
QScrollBar {{ background: {t.window}; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 11px; }}
QScrollBar:horizontal {{ height: 11px; }}
QScrollBar::handle {{ background: {t.strong_line}; border-radius: 4px; min-width: 28px; min-height: 28px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QProgressBar {{ background: {t.well}; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; color: transparent; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
QSlider::groove:horizontal {{ height: 4px; background: {t.strong_line}; border-radius: 2px; }}
QSlider::groove:vertical {{ width: 4px; background: {t.strong_line}; border-radius: 2px; }}
QSlider::handle {{ background: {t.text}; border: 1px solid {t.line}; border-radius: 7px; width: 13px; height: 13px;
  margin: -5px; }}
QSlider::handle:focus {{ background: {t.focus}; }}
QTabBar::tab {{ background: transparent; color: {t.muted}; padding: 7px 14px; border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {t.text}; border-bottom: 2px solid {t.accent}; }}
QTabBar::tab:focus {{ color: {t.focus}; }}
QTabWidget::pane {{ border: none; }}
QCheckBox, QRadioButton {{ spacing: 8px; }}
QCheckBox:focus, QRadioButton:focus {{ color: {t.focus}; }}
QGroupBox {{ border: 1px solid {t.line}; border-radius: {t.radius}px; margin-top: 16px; padding-top: 8px; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 8px; color: {t.muted}; }}
QStatusBar {{ background: {t.panel}; color: {t.muted}; }}
"""
