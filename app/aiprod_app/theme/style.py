# SPDX-License-Identifier: Apache-2.0
"""The theme on Qt's widgets: the Fusion style, a palette, and one style sheet (`sheet.py`)."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from aiprod_app.theme.sheet import sheet
from aiprod_app.theme.tokens import ThemeName, Tokens, use

__all__ = ["DRESSED", "STYLE", "apply", "palette", "sheet"]

STYLE = "fusion"
DRESSED = "dressed"
"""A property of the application: it has its style already, given at its start, where that is cheapest."""


def apply(app: QApplication, name: ThemeName) -> None:
    """Dress the whole application. Widgets that paint themselves read `tokens()` and repaint on `changeEvent`."""
    theme = use(name)
    if app.property(DRESSED) is None:
        app.setStyle(STYLE)
        app.setProperty(DRESSED, True)
    font = QFont(app.font())
    if font.pixelSize() != theme.text_px:
        font.setPixelSize(theme.text_px)
        app.setFont(font)
    worn = app.styleSheet()
    if worn == sheet(theme):
        return  # Qt would dress every widget in it once more
    if worn:
        app.setStyleSheet("")  # from one sheet to another Qt dresses every widget once for each of its ancestors
    app.setPalette(palette(theme))
    app.setStyleSheet(sheet(theme))


def palette(theme: Tokens) -> QPalette:
    """For what the style sheet leaves to the style."""
    found = QPalette()
    role = QPalette.ColorRole
    for part, colour in (
        (role.Window, theme.window), (role.WindowText, theme.text), (role.Base, theme.field),
        (role.AlternateBase, theme.panel), (role.Text, theme.text), (role.Button, theme.raised), (role.ButtonText, theme.text),
        (role.Highlight, theme.selection), (role.HighlightedText, theme.text), (role.ToolTipBase, theme.raised),
        (role.ToolTipText, theme.text), (role.PlaceholderText, theme.muted), (role.Link, theme.accent),
        (role.LinkVisited, theme.accent), (role.BrightText, theme.bad), (role.Light, theme.hover), (role.Mid, theme.line),
        (role.Dark, theme.line), (role.Accent, theme.accent),
    ):  # fmt: skip
        found.setColor(part, QColor(colour))
    for part in (role.WindowText, role.Text, role.ButtonText):
        found.setColor(QPalette.ColorGroup.Disabled, part, QColor(theme.disabled))
    return found
