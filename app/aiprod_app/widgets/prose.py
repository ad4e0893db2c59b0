# SPDX-License-Identifier: Apache-2.0
"""Labels for sentences."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def prose(kind: str = "", *, selectable: bool = False) -> QLabel:
    """A label of plain text that breaks its lines.

    Args:
        kind: its look in the theme; "" for none of its own.
        selectable: its words can be marked and copied by mouse.
    """
    label = QLabel()
    label.setProperty("kind", kind)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
