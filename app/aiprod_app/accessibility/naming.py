# SPDX-License-Identifier: Apache-2.0
"""Names for those who can't see, and news of what changes.

Qt's classes for it are loaded when there is something to say: the window stands sooner.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def name(widget: QWidget, text: str, hint: str = "") -> None:
    """Give a widget without words of its own an accessible name, and a tooltip: `hint`, or the name."""
    widget.setAccessibleName(text)
    widget.setToolTip(hint or text)


def describe(widget: QWidget, text: str) -> None:
    """Say what a widget that paints itself shows now. Cheap where nothing changed or nobody listens."""
    if widget.accessibleDescription() == text:
        return
    from PySide6.QtGui import QAccessible, QAccessibleEvent

    widget.setAccessibleDescription(text)
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.DescriptionChanged))


def announce(widget: QWidget, text: str, *, urgent: bool = False) -> None:
    """Have a screen reader say that something changed that the eye would catch.

    Args:
        widget: what it is about.
        urgent: interrupts what is being read.
    """
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    if not QAccessible.isActive() or not text:
        return
    event = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)
