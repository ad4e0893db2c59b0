# SPDX-License-Identifier: Apache-2.0
"""What this machine is, and where its pictures can come from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from aiprod.wire.service import DeviceList, DeviceView, GeneratorList
from aiprod_app.pages.models.services import Services
from aiprod_app.start.hardware import able
from aiprod_app.theme.icons import pixmap

_GB = 1 << 30


class Machine(QWidget):
    """Devices, what video models need besides, and generators with the reason where one can't be used."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self._devices: DeviceList | None = None
        self.found: GeneratorList | None = None
        """The generators that are shown."""
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 8, 16, 8)
        self.heading, self.sources = self._label("heading"), self._label("heading")
        self.devices, self.generators = QVBoxLayout(), QVBoxLayout()
        self.services = Services()
        column.addWidget(self.heading)
        column.addLayout(self.devices)
        column.addSpacing(12)
        column.addWidget(self.services)
        column.addWidget(self.sources)
        column.addLayout(self.generators)
        column.addStretch(1)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self.retranslate()

    @staticmethod
    def _label(kind: str) -> QLabel:
        label = QLabel()
        label.setProperty("kind", kind)
        label.setWordWrap(True)
        return label

    def show_devices(self, found: DeviceList) -> None:
        """What films are made on."""
        self._devices = found
        _clear(self.devices)
        for device in found.devices:
            self.devices.addWidget(self._row("chip", "muted", device.name, self._memory(device)))

    def show_generators(self, found: GeneratorList) -> None:
        """Where pictures can come from: what can be used first."""
        self.found = found
        _clear(self.generators)
        for generator in sorted(found.generators, key=lambda g: (not g.available, g.cloud)):
            sign = "check" if generator.available else "cloud" if generator.cloud else "close"
            colour = "good" if generator.available else "muted"
            self.generators.addWidget(self._row(sign, colour, generator.title, able(generator)))

    def _memory(self, device: DeviceView) -> str:
        if not device.memory_total:
            return self.tr("Its memory is not known")
        return self.tr("{free} of {total} GB of memory free").format(
            free=f"{device.memory_free / _GB:.1f}", total=f"{device.memory_total / _GB:.1f}"
        )

    def _row(self, sign: str, colour: str, title: str, text: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 4, 0, 4)
        mark = QLabel()
        mark.setPixmap(pixmap(sign, 16, colour, self.devicePixelRatioF()))
        mark.setFixedWidth(22)
        words = QVBoxLayout()
        words.setSpacing(0)
        first, second = self._label(""), self._label("small")
        first.setText(title)
        second.setText(text)
        words.addWidget(first)
        words.addWidget(second)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        row.setAccessibleName(f"{title}, {text}")
        return row

    def changeEvent(self, event: QEvent) -> None:
        """Another theme tints the signs anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self._show_again)

    def _show_again(self) -> None:
        if self._devices is not None:
            self.show_devices(self._devices)
        if self.found is not None:
            self.show_generators(self.found)

    def retranslate(self) -> None:
        """Every word in the language in use."""
        self.heading.setText(self.tr("This machine"))
        self.sources.setText(self.tr("Where pictures come from"))
        self.services.retranslate()
        self._show_again()


def _clear(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.deleteLater()
