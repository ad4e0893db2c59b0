# SPDX-License-Identifier: Apache-2.0
"""A number to be typed or stepped, without buttons."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDoubleSpinBox


class Number(QDoubleSpinBox):
    """A bare number. The theme's sheet takes its buttons their size: a styled field with `NoButtons` has no room for words.

    Args:
        low, high, step: its ends, and of a key press.
        decimals: shown.
        suffix: behind it.
        style: more of a style sheet for the field itself; a sheet of its own takes Qt a while.
    """

    def __init__(self, low: float, high: float, step: float, decimals: int, suffix: str = "", style: str = "") -> None:
        super().__init__()
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setDecimals(decimals)
        self.setSuffix(suffix)
        self.setKeyboardTracking(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setProperty("bare", True)
        if style:
            self.setStyleSheet(f"QDoubleSpinBox, QDoubleSpinBox:focus {{ {style} }}")


def decimal(value: float, places: int) -> str:
    """A number as the language in use writes it."""
    return QLocale().toString(float(value), "f", places)
