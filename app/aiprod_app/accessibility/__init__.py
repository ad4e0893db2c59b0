# SPDX-License-Identifier: Apache-2.0
"""For everybody: what is heard, where the focus is, how panels are reached.

announce(widget, text)          have a screen reader say that something changed
name(widget, text, hint="")     accessible name, and a tooltip with it
describe(widget, text)          what a widget that paints itself shows now
PanelCycle(window)              the next and the previous panel
"""

from aiprod_app.accessibility.naming import announce, describe, name
from aiprod_app.accessibility.panels import PanelCycle

__all__ = ["PanelCycle", "announce", "describe", "name"]
