# SPDX-License-Identifier: Apache-2.0
"""A number to be typed or stepped, without buttons."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDoubleSpinBox

_BARE = "QDoubleSpinBox::up-button, QDoubleSpinBox::down-button { width: 0; height: 0; }"
_BARE += "QDoubleSpinBox::up-arrow, QDoubleSpinBox::down-arrow { image: none; width: 0; height: 0; }"
"""Qt gives a styled field without buttons (`NoButtons`) no room for its words: the buttons are there, and have no size."""


class Number(QDoubleSpinBox):
    """A bare number.

    Args:
        low, high, step: its ends, and of a key press.
        decimals: shown.
        suffix: behind it.
        style: more of a style sheet for the field itself.
    """

    def __init__(
        self, low: float, high: float, step: float, decimals: int, suffix: str = "", style: str = "padding: 2px 4px;"
    ) -> None:
        super().__init__()
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setDecimals(decimals)
        self.setSuffix(suffix)
        self.setKeyboardTracking(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setStyleSheet(f"QDoubleSpinBox, QDoubleSpinBox:focus {{ {style} }} {_BARE}")


def decimal(value: float, places: int) -> str:
    """A number as the language in use writes it."""
    return QLocale().toString(float(value), "f", places)
