# SPDX-License-Identifier: Apache-2.0
"""Colours, sizes, icons and the style of every widget: dark, light and high contrast.

`tokens()` is the theme in use; `icon("blade")` an icon in its colours (names: `icons.py`); widgets that paint themselves
repaint on `changeEvent`.
"""

from PySide6.QtGui import QIcon

from aiprod_app.theme.tokens import THEMES, Tokens, tokens, use

__all__ = ["THEMES", "Tokens", "icon", "tokens", "use"]


def icon(name: str, colour: str = "text", checked: str = "accent") -> QIcon:
    """An icon, tinted whenever it is drawn; see `aiprod_app.theme.icons`."""
    from aiprod_app.theme import icons

    return icons.icon(name, colour, checked)
