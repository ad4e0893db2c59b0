# SPDX-License-Identifier: Apache-2.0
"""The inspector's sections about sound, titles, markers and the film."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
)

from aiprod.film.mix import Point
from aiprod.film.timeline import Timeline, TitleCard
from aiprod.film.timeline_changes import RemoveMarker, SetClip, SetMarker, SetTitle
from aiprod_app.pages.edit.dialogs import colour_box
from aiprod_app.pages.edit.fields import NumberField
from aiprod_app.pages.edit.inspector.sections import Looked, Section, TextField
from aiprod_app.timeline.clock import timecode
from aiprod_app.widgets.prose import prose


class SoundSection(Section):
    """Gain, fades, and the points of the gain's curve."""

    def __init__(self) -> None:
        super().__init__("sound")
        self.gain = NumberField(-96, 24, 0.5, 1, " dB")
        self.fade_in, self.fade_out = NumberField(0, 100_000), NumberField(0, 100_000)
        self.row(self.gain, "clip-gain")
        self.row(self.fade_in, "clip-fade-in")
        self.row(self.fade_out, "clip-fade-out")
        self.points = QTableWidget(0, 2)
        self.points.setObjectName("clip-points")
        self.points.verticalHeader().hide()
        self.points.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.points.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.points.setFixedHeight(116)
        self.points.setTabKeyNavigation(False)
        self.add, self.remove = QPushButton(), QPushButton()
        self.add.setObjectName("clip-add-point")
        self.remove.setObjectName("clip-remove-point")
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        self.column.addWidget(self.points)
        self.column.addLayout(buttons)
        self.gain.committed.connect(lambda value: self._set(gain_db=value))
        self.fade_in.committed.connect(lambda value: self._set(fade_in=round(value)))
        self.fade_out.committed.connect(lambda value: self._set(fade_out=round(value)))
        self.points.itemChanged.connect(self._typed)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.retranslate()

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Sound"))
        self.words(self.tr("Gain"), self.tr("Fade in"), self.tr("Fade out"))
        for field in (self.fade_in, self.fade_out):
            field.setSuffix(self.tr(" frames"))
        self.points.setHorizontalHeaderLabels([self.tr("Seconds"), self.tr("dB")])
        self.points.setAccessibleName(self.tr("Points of the gain's curve"))
        self.add.setText(self.tr("Point at the playhead"))
        self.remove.setText(self.tr("Remove"))

    def fits(self, looked: Looked) -> bool:
        return any(looked.timeline.tracks[at.track].kind == "audio" for at in looked.chosen)

    def show_looked(self, looked: Looked) -> None:
        sounds = [at for at in looked.chosen if looked.timeline.tracks[at.track].kind == "audio"]
        for field, values in (
            (self.gain, {at.clip.gain_db for at in sounds}), (self.fade_in, {float(at.clip.fade_in) for at in sounds}),
            (self.fade_out, {float(at.clip.fade_out) for at in sounds}),
        ):  # fmt: skip
            field.show_value(values.pop() if len(values) == 1 else None)
        one = sounds[0].clip if len(sounds) == 1 else None
        for widget in (self.points, self.add, self.remove):
            widget.setVisible(one is not None)
        self._show_points(one.gain if one is not None else ())

    def _show_points(self, points: tuple[Point, ...]) -> None:
        self.points.blockSignals(True)
        self.points.setRowCount(len(points))
        for row, point in enumerate(points):
            self.points.setItem(row, 0, QTableWidgetItem(f"{point.time_s:.2f}"))
            self.points.setItem(row, 1, QTableWidgetItem(f"{point.value:+.1f}"))
        self.points.setVisible(bool(points))
        self.remove.setEnabled(bool(points))
        self.points.blockSignals(False)

    def _ids(self) -> tuple[str, ...]:
        assert self.looked is not None
        return tuple(at.clip.id for at in self.looked.chosen if self.looked.timeline.tracks[at.track].kind == "audio")

    def _set(self, **fields: object) -> None:
        if self.looked is not None and self._ids():
            self.ask(SetClip(clips=self._ids(), **fields))  # type: ignore[arg-type]

    def _now(self) -> tuple[Point, ...]:
        assert self.looked is not None
        return next(at.clip.gain for at in self.looked.chosen if at.clip.id == self._ids()[0])

    def _add(self) -> None:
        looked = self.looked
        if looked is None or not self._ids():
            return
        at = next(at for at in looked.chosen if at.clip.id == self._ids()[0])
        inside = min(max(0, looked.playhead - at.start), at.clip.length)
        time_s = round(looked.timeline.rate.seconds(inside), 3)
        if all(abs(point.time_s - time_s) > 1e-3 for point in self._now()):
            points = sorted((*self._now(), Point(time_s=time_s, value=0.0)), key=lambda point: point.time_s)
            self._set(gain=tuple(points))

    def _remove(self) -> None:
        rows = {index.row() for index in self.points.selectedIndexes()} or {self.points.rowCount() - 1}
        self._set(gain=tuple(point for row, point in enumerate(self._now()) if row not in rows))

    def _typed(self, item: QTableWidgetItem) -> None:
        known = self._now()
        try:
            value = float(item.text().replace(",", ".").replace("−", "-"))
            point = known[item.row()]
            changed = point.changed(time_s=value) if item.column() == 0 else point.changed(value=value)
        except ValueError:
            self._show_points(known)
            return
        points = [changed if row == item.row() else point for row, point in enumerate(known)]
        self._set(gain=tuple(sorted(points, key=lambda point: point.time_s)))


class TitleSection(Section):
    """The words of a title."""

    def __init__(self) -> None:
        super().__init__("title")
        self.title, self.subtitle, self.lines, self.look_of = TextField(), TextField(), _Lines(), QComboBox()
        self.look_of.addItem("", "opening")
        self.look_of.addItem("", "end")
        self.row(self.title, "title-title")
        self.row(self.subtitle, "title-subtitle")
        self.row(self.lines, "title-lines")
        self.row(self.look_of, "title-style")
        self.title.committed.connect(lambda text: self._set(title=text))
        self.subtitle.committed.connect(lambda text: self._set(subtitle=text))
        self.lines.committed.connect(lambda text: self._set(lines=tuple(line for line in text.split("\n"))))
        self.look_of.activated.connect(lambda _place: self._set(style=self.look_of.currentData()))
        self.retranslate()

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Title"))
        self.words(self.tr("Title"), self.tr("Subtitle"), self.tr("Lines"), self.tr("Style"))
        self.look_of.setItemText(0, self.tr("Opening"))
        self.look_of.setItemText(1, self.tr("End"))

    def fits(self, looked: Looked) -> bool:
        return len(looked.chosen) == 1 and isinstance(looked.chosen[0].clip.shows, TitleCard)

    def show_looked(self, looked: Looked) -> None:
        shows = looked.chosen[0].clip.shows
        assert isinstance(shows, TitleCard)
        self.title.show_text(shows.title)
        self.subtitle.show_text(shows.subtitle)
        self.lines.show_text("\n".join(shows.lines))
        self.look_of.setCurrentIndex(max(0, self.look_of.findData(shows.style)))

    def _set(self, **fields: object) -> None:
        if self.looked is not None:
            self.ask(SetTitle(clip=self.looked.ids[0], **fields))  # type: ignore[arg-type]


class _Lines(QPlainTextEdit):
    """Several lines. `committed` comes when the user leaves them."""

    committed = Signal(str)

    def __init__(self) -> None:
        super().__init__(tabChangesFocus=True)
        self.setFixedHeight(86)
        self._known = ""

    def show_text(self, text: str) -> None:
        if not (self.hasFocus() and self.document().isModified()):
            self._known = text
            self.setPlainText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.toPlainText() != self._known:
            self._known = self.toPlainText()
            self.document().setModified(False)
            self.committed.emit(self._known)


class MarkerSection(Section):
    """All markers, and the one that is chosen.

    Signals:
        marker_asked: id of a marker to go to.
    """

    marker_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("markers")
        self.list = QListWidget()
        self.list.setObjectName("markers")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(90)
        self.list.setMaximumHeight(180)
        self.list.itemActivated.connect(self._chosen)
        self.list.itemClicked.connect(self._chosen)
        self.name, self.colour, self.frames = TextField(), colour_box(), NumberField(1, 1_000_000)
        self.row(self.name, "marker-name")
        self.row(self.colour, "marker-colour")
        self.row(self.frames, "marker-length")
        self.remove = QPushButton()
        self.remove.setObjectName("marker-remove")
        self.form.addRow("", self.remove)
        self.column.insertWidget(1, self.list)
        self.name.committed.connect(lambda text: self._set(name=text))
        self.colour.activated.connect(lambda _place: self._set(colour=self.colour.currentData()))
        self.frames.committed.connect(lambda value: self._set(length=round(value)))
        self.remove.clicked.connect(self._remove)
        self._shown: tuple[object, ...] = ()
        self.retranslate()

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Markers"))
        self.words(self.tr("Name"), self.tr("Colour"), self.tr("Length"))
        self.frames.setSuffix(self.tr(" frames"))
        self.list.setAccessibleName(self.tr("Markers in time"))
        self.remove.setText(self.tr("Remove the marker"))
        self._shown = ()

    def fits(self, looked: Looked) -> bool:
        return not looked.chosen and bool(looked.timeline.markers)

    def show_looked(self, looked: Looked) -> None:
        marker = next((one for one in looked.timeline.markers if one.id == looked.marker), None)
        if (looked.timeline.markers, looked.marker) != self._shown:
            self._shown = (looked.timeline.markers, looked.marker)
            self._fill(looked)
        for row in range(self.form.rowCount()):
            self.form.setRowVisible(row, marker is not None)
        if marker is not None:
            self.name.show_text(marker.name)
            self.colour.setCurrentIndex(max(0, self.colour.findData(marker.colour)))
            self.frames.show_value(float(marker.length))

    def _fill(self, looked: Looked) -> None:
        self.list.clear()
        for one in sorted(looked.timeline.markers, key=lambda one: one.frame):
            at = timecode(one.frame + looked.timeline.start, looked.timeline.rate)
            item = QListWidgetItem(self.tr("{timecode}  {name}").format(timecode=at, name=one.name or self.tr("Marker")))
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            item.setToolTip(item.text())
            place = self.colour.findData(one.colour)
            if place >= 0:
                item.setIcon(self.colour.itemIcon(place))
            self.list.addItem(item)
            if one.id == looked.marker:
                self.list.setCurrentItem(item)

    def _chosen(self, item: QListWidgetItem) -> None:
        self.marker_asked.emit(item.data(Qt.ItemDataRole.UserRole))

    def _set(self, **fields: object) -> None:
        if self.looked is not None and self.looked.marker:
            self.ask(SetMarker(marker=self.looked.marker, **fields))  # type: ignore[arg-type]

    def _remove(self) -> None:
        if self.looked is not None and self.looked.marker:
            self.ask(RemoveMarker(marker=self.looked.marker))


class FilmSection(Section):
    """Facts of the film, where nothing is selected."""

    def __init__(self) -> None:
        super().__init__("film")
        self.name, self.length, self.parts, self.picture, self.made, self.owner = (prose(selectable=True) for _ in range(6))
        for field, name in (
            (self.name, "film-name"), (self.length, "film-length"), (self.parts, "film-parts"), (self.picture, "film-picture"),
            (self.made, "film-made"), (self.owner, "film-owner"),
        ):  # fmt: skip
            self.row(field, name)
        self.retranslate()

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Film"))
        self.words(
            self.tr("Name"), self.tr("Length"), self.tr("Clips"), self.tr("Picture"), self.tr("Made"), self.tr("Edit"),
        )  # fmt: skip

    def fits(self, looked: Looked) -> bool:
        return not looked.chosen

    def show_looked(self, looked: Looked) -> None:
        timeline, brief = looked.timeline, looked.film.brief
        self.name.setText(looked.film.name)
        self.length.setText(timecode(timeline.end, timeline.rate))
        self.parts.setText(self._parts(timeline))
        words = self.tr("{width} × {height}, {rate:.5g} frames a second")
        self.picture.setText(words.format(width=brief.width, height=brief.height, rate=float(timeline.rate.fps)))
        shots = len(looked.standing.shots.shots) if looked.standing.shots is not None else 0
        taken = sum(1 for takes in looked.standing.takes.values() if takes)
        self.made.setText(self.tr("{taken} of %n shot(s)", "", shots).format(taken=taken))
        self.owner.setText(self.tr("Yours") if looked.film.timeline is not None else self.tr("The studio's"))

    def _parts(self, timeline: Timeline) -> str:
        """What it is made of."""
        clips = [(track.kind, clip.shows) for track in timeline.tracks for clip in track.clips]
        titles = sum(isinstance(shown, TitleCard) for _, shown in clips)
        sounds = sum(kind == "audio" for kind, _ in clips)
        parts = [self.tr("%n picture clip(s)", "", len(clips) - titles - sounds)]
        if titles:
            parts.append(self.tr("%n title(s)", "", titles))
        parts.append(self.tr("%n sound clip(s)", "", sounds))
        return ", ".join(parts)
