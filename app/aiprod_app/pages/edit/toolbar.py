# SPDX-License-Identifier: Apache-2.0
"""The timeline's toolbar: tools, what magnets and links do, frequent edits, where new clips go, zoom."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy

from aiprod.film.timeline import Kind, Timeline
from aiprod_app.commands.registry import Commands
from aiprod_app.pages.edit.buttons import CommandButton, divider
from aiprod_app.pages.edit.dressing import Dressed
from aiprod_app.widgets.elided import ElidedLabel
from aiprod_app.widgets.steps import Steps

TOOLS = ("select", "trim", "ripple", "roll", "slip", "slide", "blade", "range", "hand", "zoom")
_SWITCHES = (("timeline.snapping", "snap"), ("timeline.linked", "link"), ("timeline.follow", "follow"))
_EDITS = (
    ("edit.insert", "insert"), ("edit.overwrite", "overwrite"), ("edit.transition", "dissolve"), ("mark.marker", "marker"),
    ("edit.compare_takes", "compare"), ("edit.retake", "retake"), ("edit.history", "history"),
)  # fmt: skip
_ZOOM = (("timeline.zoom_out", "zoom_out"), ("timeline.zoom_to_fit", "fit"), ("timeline.zoom_in", "zoom_in"))


class TimelineBar(Dressed):
    """Signals:
    targets_changed: where new clips go is another.
    """

    targets_changed = Signal()

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("timeline-bar")
        self.buttons: dict[str, CommandButton] = {}
        self.words: dict[Kind, QLabel] = {}
        self.targets: dict[Kind, QComboBox] = {}
        self._commands = commands

    def build(self) -> Steps:
        """Fill it."""
        commands = self._commands
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        row.setSpacing(1)
        for tool in TOOLS:
            row.addWidget(self._button(commands, f"timeline.{tool}_tool", tool, checkable=True))
            yield
        row.addWidget(divider())
        for name, sign in _SWITCHES:
            row.addWidget(self._button(commands, name, sign, checkable=True))
            yield
        row.addWidget(divider())
        for name, sign in _EDITS:
            row.addWidget(self._button(commands, name, sign))
            yield
        row.addStretch(1)
        for kind in ("video", "audio"):
            self._target(row, kind)
            yield
        row.addWidget(divider())
        for name, sign in _ZOOM:
            row.addWidget(self._button(commands, name, sign))
            yield
        self.retranslate()
        self.show_tool("select")
        yield

    def _button(self, commands: Commands, name: str, sign: str, *, checkable: bool = False) -> CommandButton:
        self.buttons[name] = CommandButton(commands, name, sign, checkable=checkable)
        return self.buttons[name]

    def _target(self, row: QHBoxLayout, kind: Kind) -> None:
        words, box = ElidedLabel(), QComboBox()
        words.setProperty("kind", "small")
        words.setBuddy(box)
        box.setObjectName(f"target-{kind}")
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(7)
        box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        box.activated.connect(lambda _place: self.targets_changed.emit())
        self.words[kind], self.targets[kind] = words, box
        row.addWidget(words)
        row.addSpacing(4)
        row.addWidget(box)
        row.addSpacing(6)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Timeline tools"))
        for kind, words, about in (
            ("video", self.tr("Picture to"), self.tr("The track that new pictures go to")),
            ("audio", self.tr("Sound to"), self.tr("The track that new sounds go to")),
        ):
            if kind not in self.words:
                continue
            self.words[kind].setText(words)  # type: ignore[index]
            self.targets[kind].setAccessibleName(about)  # type: ignore[index]
            self.targets[kind].setToolTip(about)  # type: ignore[index]
        for button in self.buttons.values():
            button.dress()

    # -- what is shown -------------------------------------------------------------------------------------------------

    def show_tool(self, tool: str) -> None:
        for name in TOOLS:
            self.buttons[f"timeline.{name}_tool"].setChecked(name == tool)

    def show_switches(self, *, snapping: bool, linked: bool, follow: bool) -> None:
        for name, on in (("timeline.snapping", snapping), ("timeline.linked", linked), ("timeline.follow", follow)):
            self.buttons[name].setChecked(on)

    def show_timeline(self, timeline: Timeline) -> None:
        """The tracks that can be chosen; the choice stays where its track does."""
        for kind, box in self.targets.items():
            tracks = [(track.name, track.id) for track in timeline.tracks if track.kind == kind]
            known = [(box.itemText(place), box.itemData(place)) for place in range(box.count())]
            if tracks != known:
                kept = box.currentData()
                box.clear()
                for name, track in tracks:
                    box.addItem(name, track)
                box.setCurrentIndex(max(0, box.findData(kept)))

    def target(self, kind: Kind) -> str:
        """The track that new clips of a kind go to, "" where there is none."""
        box = self.targets.get(kind)
        return str(box.currentData() or "") if box is not None else ""
