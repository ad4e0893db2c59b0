# SPDX-License-Identifier: Apache-2.0
"""The form of an export: format, colour, size, sound, words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QWidget

from aiprod.film.film import Film
from aiprod.wire.making import Deliveries
from aiprod_app.i18n.noop import QT_TRANSLATE_NOOP
from aiprod_app.pages.deliver.choices import Choice, format_named
from aiprod_app.widgets.steps import Steps

COLOURS = {
    "rec709": "Rec.709 (SDR)", "p3d65": "P3-D65", "rec2020": "Rec.2020", "pq": "HDR10 (PQ, Rec.2020)",
    "pq-p3": "HDR10 (PQ, P3-D65)", "hlg": "HLG (Rec.2100)", "acescg": "ACEScg",
}  # fmt: skip
_SIZES = ((3840, 2160), (2560, 1440), (1920, 1080), (1280, 720), (854, 480))
_LAYOUTS = (
    ("", QT_TRANSLATE_NOOP("OrderForm", "As mixed")),
    ("stereo", QT_TRANSLATE_NOOP("OrderForm", "Stereo")),
    ("5.1", "5.1"),
)
_SUBTITLES = (
    ("", QT_TRANSLATE_NOOP("OrderForm", "As usual for the format")),
    ("soft", QT_TRANSLATE_NOOP("OrderForm", "A track to switch on")),
    ("burned", QT_TRANSLATE_NOOP("OrderForm", "In the picture")), ("files", QT_TRANSLATE_NOOP("OrderForm", "Files beside it")),
    ("none", QT_TRANSLATE_NOOP("OrderForm", "None")),
)  # fmt: skip
_ORDERS = (
    ("", QT_TRANSLATE_NOOP("OrderForm", "Usual")), ("smpte", "L R C LFE Ls Rs"), ("film", "L C R Ls Rs LFE"),
)  # fmt: skip


class OrderForm(QWidget):
    """Shows a choice and lets it be changed.

    Signals:
        changed: the new Choice, by the user's hand.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: Deliveries | None = None
        self._film: Film | None = None
        self.choice = Choice()
        self._silent = False
        self.setMaximumWidth(720)
        self.form = QFormLayout(self)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._labels: dict[str, QLabel] = {}

    def build(self) -> Steps:
        """Fill it."""
        self.formats = self._combo("format", self._format_picked)
        self.containers = self._combo("container", lambda value: replace(self.choice, suffix=value, sound=""))
        yield
        self.colours = self._combo("colour", lambda value: replace(self.choice, colour=value))
        yield
        self.sizes = self._combo("size", lambda value: replace(self.choice, size=_size_of(value)))
        yield
        self.layouts = self._combo("layout", lambda value: replace(self.choice, layout=value or None))
        yield
        self.sounds = self._combo("sound", lambda value: replace(self.choice, sound=value))
        yield
        self.orders = self._combo("order", lambda value: replace(self.choice, channel_order=value or None))
        yield
        self.targets = self._combo("target", lambda value: replace(self.choice, target=value))
        yield
        self.subtitles = self._combo("subtitles", lambda value: replace(self.choice, subtitles=value or None))
        yield
        self.switches = {name: self._switch(name) for name in ("package", "alpha", "exact", "hardware")}
        yield
        self.retranslate()
        yield

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _combo(self, name: str, made: Callable[[Any], Choice]) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(f"order-{name}")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(10)
        self._labels[name] = QLabel()
        self._labels[name].setBuddy(combo)
        self.form.addRow(self._labels[name], combo)
        combo.activated.connect(lambda _row: self._picked(made(combo.currentData())))
        return combo

    def _switch(self, name: str) -> QCheckBox:
        switch = QCheckBox()
        switch.setObjectName(f"order-{name}")
        self.form.addRow(switch)
        switch.toggled.connect(lambda on: None if self._silent else self._picked(replace(self.choice, **{name: on})))
        return switch

    def _format_picked(self, name: str) -> Choice:
        assert self._known is not None
        return self.choice.with_format(format_named(self._known, name))

    def _picked(self, choice: Choice) -> None:
        self.show_choice(replace(choice, preset=""))
        self.changed.emit(self.choice)

    # -- showing -------------------------------------------------------------------------------------------------------

    def know(self, known: Deliveries, film: Film) -> None:
        """What there is to choose from."""
        if known is not self._known or film is not self._film:
            self._known, self._film = known, film
            self.show_choice(self.choice)

    def show_choice(self, choice: Choice) -> None:
        """Show an order."""
        self.choice = choice
        if self._known is None or self._film is None:
            return
        self._silent = True
        form = format_named(self._known, choice.format)
        _fill(self.formats, [(f.name, f.title if f.able else self.tr("{title} (not here)").format(title=f.title))
                             for f in self._known.formats], choice.format)  # fmt: skip
        self._disable_unable()
        _fill(self.containers, [(suffix, suffix) for suffix in form.suffixes], choice.suffix)
        _fill(self.colours, [(name, COLOURS[name]) for name in form.outputs], choice.colour)
        _fill(self.sizes, self._sizes(choice), _size_text(choice.size))
        _fill(self.layouts, [(value, self._told(text)) for value, text in _LAYOUTS], choice.layout or "")
        sounds = form.sounds.get(choice.suffix, ())
        _fill(self.sounds, [("", self.tr("Usual")), *((s, s.upper()) for s in sounds)], choice.sound)
        _fill(self.orders, [(value, self._told(text)) for value, text in _ORDERS], choice.channel_order or "")
        _fill(self.targets, self._targets(), choice.target)
        _fill(self.subtitles, [(value, self._told(text)) for value, text in _SUBTITLES], choice.subtitles or "")
        for name, switch in self.switches.items():
            switch.setChecked(bool(getattr(choice, name)))
        self._show_rows(form.kind, bool(sounds))
        self.switches["alpha"].setEnabled(form.alpha)
        self._silent = False

    def _disable_unable(self) -> None:
        assert self._known is not None
        model = self.formats.model()
        for row, form in enumerate(self._known.formats):
            if not form.able:
                item = model.item(row)  # type: ignore[attr-defined]
                item.setEnabled(False)
                item.setToolTip(form.why)

    def _show_rows(self, kind: str, sounding: bool) -> None:
        moving, picture = kind == "video", kind in ("video", "sequence")
        for combo, there in (
            (self.containers, self.containers.count() > 1), (self.colours, picture), (self.sizes, picture),
            (self.layouts, kind != "subtitles"), (self.sounds, moving and sounding), (self.orders, kind != "subtitles"),
            (self.targets, kind != "subtitles"), (self.subtitles, moving),
        ):  # fmt: skip
            self.form.setRowVisible(combo, there)
        for name, switch in self.switches.items():
            self.form.setRowVisible(switch, picture if name != "hardware" else moving)

    def _sizes(self, choice: Choice) -> list[tuple[str, str]]:
        assert self._film is not None
        own = self.tr("The film’s own ({width}×{height})").format(width=self._film.brief.width, height=self._film.brief.height)
        more = (choice.size,) if choice.size and choice.size not in _SIZES else ()
        return [("", own), *((_size_text(size), f"{size[0]}×{size[1]}") for size in (*_SIZES, *more))]

    def _targets(self) -> list[tuple[str, str]]:
        assert self._known is not None
        words = self.tr("{name}: {lufs} LUFS, {peak} dBTP")
        named = [
            (t.name, words.format(name=t.name, lufs=f"{t.lufs:g}", peak=f"{t.true_peak_dbtp:g}")) for t in self._known.targets
        ]
        return [("", self.tr("As mixed")), *named]

    def _told(self, text: str) -> str:
        return QCoreApplication.translate("OrderForm", text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Every word in the language in use."""
        for name, text in (
            ("format", self.tr("Format")), ("container", self.tr("Container")), ("colour", self.tr("Colour")),
            ("size", self.tr("Size")), ("layout", self.tr("Sound layout")), ("sound", self.tr("Sound codec")),
            ("order", self.tr("Channel order")), ("target", self.tr("Loudness")), ("subtitles", self.tr("Subtitles")),
        ):  # fmt: skip
            self._labels[name].setText(text)
        for name, text, hint in (
            ("package", self.tr("A package"), self.tr("A folder with the master, its sound, subtitles, poster and checksums")),
            ("alpha", self.tr("Alpha"), self.tr("See-through where the timeline holds nothing")),
            ("exact", self.tr("Exact grade"), self.tr("Grade every pixel by the transforms themselves: slow")),
            ("hardware", self.tr("Encode on the graphics card"), self.tr("Where its encoder opens; else the processor does it")),
        ):  # fmt: skip
            self.switches[name].setText(text)
            self.switches[name].setToolTip(hint)
        self.show_choice(self.choice)


def _size_text(size: tuple[int, int] | None) -> str:
    return f"{size[0]}x{size[1]}" if size else ""


def _size_of(text: str) -> tuple[int, int] | None:
    width, _, height = text.partition("x")
    return (int(width), int(height)) if height else None


def _fill(combo: QComboBox, items: Sequence[tuple[Any, str]], chosen: Any) -> None:
    """Items anew, if they are others than before, and the chosen one shown."""
    if [(combo.itemData(row), combo.itemText(row)) for row in range(combo.count())] != list(items):
        combo.clear()
        for value, text in items:
            combo.addItem(text, value)
    row = next((row for row, (value, _) in enumerate(items) if value == chosen), 0)
    combo.setCurrentIndex(row)
