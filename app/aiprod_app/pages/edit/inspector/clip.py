# SPDX-License-Identifier: Apache-2.0
"""The inspector's sections about clips: what they are, their takes, how they begin."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QCoreApplication, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QListView, QListWidget, QListWidgetItem, QMenu

from aiprod.film.reasons import said
from aiprod.film.shots import Shot
from aiprod.film.timeline import Alignment, ShotFootage
from aiprod.film.timeline_changes import RemoveTransition, SetClip, SetTransition, Speed
from aiprod_app.background import Background
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.pages.edit.bin.drawing import image_of
from aiprod_app.pages.edit.dialogs import (
    ALIGNMENTS,
    colour_box,
    transition_kinds,
    transition_title,
    transition_use,
    usual_length,
)
from aiprod_app.pages.edit.fields import NumberField
from aiprod_app.pages.edit.inspector.sections import Looked, Section, TextField
from aiprod_app.pages.edit.takes import shown_take, takes_of
from aiprod_app.timeline.clock import timecode
from aiprod_app.timeline.thumbnails import Thumbnails
from aiprod_app.widgets.prose import prose


class ClipSection(Section):
    """Name, presence, colour, speed, and where it lies."""

    def __init__(self) -> None:
        super().__init__("clip")
        self.name, self.place = TextField(), prose(selectable=True)
        self.colour = colour_box(none="—")
        self.speed = NumberField(-10_000, 10_000, 5, 1, " %")
        self.enabled = QCheckBox()
        self.row(self.name, "clip-name")
        self.row(self.place, "clip-place")
        self.row(self.speed, "clip-speed")
        self.row(self.colour, "clip-colour")
        self.row(self.enabled, "clip-enabled")
        self.name.committed.connect(lambda text: self._set(name=text))
        self.colour.activated.connect(lambda _place: self._set(colour=self.colour.currentData()))
        self.enabled.clicked.connect(lambda on: self._set(enabled=bool(on)))
        self.speed.committed.connect(self._speed)
        self.retranslate()

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Clip"))
        self.words(self.tr("Name"), self.tr("Place"), self.tr("Speed"), self.tr("Colour"), self.tr("Enabled"))
        self.colour.setItemText(0, self.tr("As its kind"))

    def fits(self, looked: Looked) -> bool:
        return bool(looked.chosen)

    def show_looked(self, looked: Looked) -> None:
        many = len(looked.chosen) > 1
        self.heading.setText(self.tr("%n clip(s)", "", len(looked.chosen)) if many else self.tr("Clip"))
        self.name.show_text(looked.common(lambda at: at.clip.name))
        self.place.setText(self._where(looked))
        self.colour.setCurrentIndex(max(0, self.colour.findData(looked.common(lambda at: at.clip.colour))))
        speed = looked.common(lambda at: at.clip.speed)
        self.speed.show_value(None if speed is None else float(speed * 100))
        self.speed.setEnabled(all(looked.timeline.tracks[at.track].kind != "audio" for at in looked.chosen))
        on = looked.common(lambda at: at.clip.enabled)
        self.enabled.setTristate(on is None)
        state = Qt.CheckState.PartiallyChecked if on is None else Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        self.enabled.setCheckState(state)

    def _where(self, looked: Looked) -> str:
        rate, start = looked.timeline.rate, looked.timeline.start
        first = min(at.start for at in looked.chosen)
        end = max(at.end for at in looked.chosen)
        length = sum(at.clip.length for at in looked.chosen)
        words = self.tr("{first} to {last}\n{length} long")
        return words.format(first=timecode(first + start, rate), last=timecode(end + start, rate), length=timecode(length, rate))

    def _set(self, **fields: object) -> None:
        if self.looked is not None and self.looked.chosen:
            self.ask(SetClip(clips=self.looked.ids, **fields))  # type: ignore[arg-type]

    def _speed(self, percent: float) -> None:
        if self.looked is not None:
            speed = Fraction(round(percent * 10), 1000)
            self.ask(*(Speed(clip=name, speed=speed) for name in self.looked.ids))


class WhySection(Section):
    """What a shot shows, and why it is as it is."""

    def __init__(self) -> None:
        super().__init__("why")
        self.what, self.reasons = prose(selectable=True), prose(selectable=True)
        for label in (self.what, self.reasons):
            label.setProperty("kind", "muted")
            self.column.addWidget(label)
        self.retranslate()

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Why it is so"))

    @staticmethod
    def _shot(looked: Looked) -> Shot | None:
        names = {at.clip.shows.shot for at in looked.chosen if isinstance(at.clip.shows, ShotFootage)}
        shots = looked.standing.shots.shots if looked.standing.shots is not None else ()
        return next((shot for shot in shots if shot.id in names), None) if len(names) == 1 else None

    def fits(self, looked: Looked) -> bool:
        return self._shot(looked) is not None

    def show_looked(self, looked: Looked) -> None:
        shot, shots = self._shot(looked), looked.standing.shots
        assert shot is not None and shots is not None
        self.what.setText(shot.description)
        self.what.setVisible(bool(shot.description))
        self.reasons.setText("\n".join(f"• {said(reason, language_in_use())}" for reason in shots.why(shot.id)))
        self.reasons.setVisible(bool(self.reasons.text()))


class TransitionSection(Section):
    """How a clip begins: kind, length and place of its transition."""

    def __init__(self) -> None:
        super().__init__("transition")
        self.kind, self.alignment = QComboBox(), QComboBox()
        self.frames = NumberField(1, 10_000, 1)
        self.use = prose(selectable=True)
        self.use.setProperty("kind", "muted")
        self.row(self.kind, "clip-transition")
        self.row(self.frames, "clip-transition-length")
        self.row(self.alignment, "clip-transition-place")
        self.column.addWidget(self.use)
        self.kind.addItem("", "")
        for name in transition_kinds():
            self.kind.addItem("", name)
        for alignment in ALIGNMENTS:
            self.alignment.addItem("", alignment)
        self.kind.activated.connect(self._chosen)
        self.alignment.activated.connect(lambda _place: self._set())
        self.frames.committed.connect(lambda _frames: self._set())
        self.retranslate()

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Transition"))
        self.words(self.tr("Begins with"), self.tr("Length"), self.tr("Lies"))
        self.frames.setSuffix(self.tr(" frames"))
        self.kind.setItemText(0, self.tr("Plain cut"))
        for place, name in enumerate(transition_kinds(), 1):
            self.kind.setItemText(place, transition_title(name))
        for place, words in enumerate(ALIGNMENTS.values()):
            self.alignment.setItemText(place, QCoreApplication.translate("Alignments", words))

    def fits(self, looked: Looked) -> bool:
        pictures = [at for at in looked.chosen if looked.timeline.tracks[at.track].kind == "video"]
        return len(pictures) == 1

    def _clip(self) -> str:
        """The clip that is looked at, "" for none any more."""
        looked = self.looked
        found = [at.clip.id for at in looked.chosen if looked.timeline.tracks[at.track].kind == "video"] if looked else []
        return found[0] if found else ""

    def show_looked(self, looked: Looked) -> None:
        clip = next(at.clip for at in looked.chosen if looked.timeline.tracks[at.track].kind == "video")
        head = clip.head
        self.kind.setCurrentIndex(self.kind.findData(head.kind) if head is not None else 0)
        self.frames.setEnabled(head is not None)
        self.alignment.setEnabled(head is not None)
        rate = looked.timeline.rate
        self.frames.show_value(float(head.length if head is not None else usual_length("dissolve", rate)))
        self.alignment.setCurrentIndex(self.alignment.findData(head.alignment) if head is not None else 0)
        self.use.setText(transition_use(head.kind) if head is not None else "")
        self.use.setVisible(head is not None)

    def _chosen(self, _place: int) -> None:
        kind = self.kind.currentData()
        if self.looked is None or not self._clip():
            return
        if not kind:
            self.ask(RemoveTransition(clip=self._clip()))
        else:
            self._set(usual_length(kind, self.looked.timeline.rate) if not self.frames.isEnabled() else None)

    def _set(self, frames: int | None = None) -> None:
        kind, alignment = self.kind.currentData(), self.alignment.currentData()
        if kind and self._clip():
            length = frames if frames is not None else round(self.frames.value())
            place: Alignment = alignment or "centre"
            self.ask(SetTransition(clip=self._clip(), transition=kind, length=length, alignment=place))


class TakesSection(Section):
    """The takes of a clip as pictures. The one that is made now is shown as it comes.

    Signals:
        take_asked: a take's id.
        compare_asked: a take's id, to be seen beside the one in the film.
    """

    take_asked = Signal(str)
    compare_asked = Signal(str)

    def __init__(self, background: Background) -> None:
        super().__init__("takes")
        self._redraw = QTimer(self, singleShot=True, interval=60)
        self._redraw.timeout.connect(self._pictures)
        self._thumbnails = Thumbnails(background, self, self._redraw.start)
        self.list = QListWidget()
        self.list.setObjectName("takes")
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setIconSize(QSize(112, 63))
        self.list.setGridSize(QSize(124, 100))
        self.list.setWordWrap(True)
        self.list.setFixedHeight(112)
        self.list.itemActivated.connect(lambda item: self.take_asked.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.list.itemClicked.connect(lambda item: self.take_asked.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.making = QLabel()
        self.making.setFixedSize(112, 63)
        self.making.setScaledContents(True)
        self.making_words = prose(selectable=True)
        self.making_words.setProperty("kind", "muted")
        self.column.addWidget(self.list)
        self.column.addWidget(self.making)
        self.column.addWidget(self.making_words)
        self.show_making(None, "")
        self._shown: tuple[object, ...] = ()
        self.retranslate()

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Takes"))
        self.list.setAccessibleName(self.tr("Takes, the newest first"))
        self.making.setAccessibleName(self.tr("The take that is being made"))
        self._shown = ()

    def _menu(self, where: QPoint) -> None:
        """What can be done with a take."""
        item = self.list.itemAt(where)
        if item is None:
            return
        take, menu = str(item.data(Qt.ItemDataRole.UserRole)), QMenu(self)
        menu.addAction(self.tr("Use this take")).triggered.connect(lambda: self.take_asked.emit(take))
        menu.addAction(self.tr("Compare with the one in the film")).triggered.connect(lambda: self.compare_asked.emit(take))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.list.viewport().mapToGlobal(where))

    def fits(self, looked: Looked) -> bool:
        shots = {at.clip.shows.shot for at in looked.chosen if isinstance(at.clip.shows, ShotFootage)}
        return len(shots) == 1

    def show_looked(self, looked: Looked) -> None:
        clip = next(at.clip for at in looked.chosen if isinstance(at.clip.shows, ShotFootage))
        takes, now = takes_of(looked.standing, clip), shown_take(looked.standing, clip)
        shown = (takes, now, clip.shows)
        if shown == self._shown:
            return
        self._shown = shown
        self.heading.setText(self.tr("%n take(s)", "", len(takes)))
        self.list.clear()
        for number, take in enumerate(takes):
            words = self.tr("Take {number} · {label}").format(number=len(takes) - number, label=take.label or take.generator)
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, take.id)
            item.setData(Qt.ItemDataRole.UserRole + 1, take)
            item.setToolTip(self.tr("{generator}\n%n frame(s)", "", take.frames).format(generator=take.generator))
            self.list.addItem(item)
            if take is now:
                self.list.setCurrentItem(item)
        self._pictures()

    def _pictures(self) -> None:
        size = self.list.iconSize() * self.devicePixelRatioF()
        for row in range(self.list.count()):
            item = self.list.item(row)
            take = item.data(Qt.ItemDataRole.UserRole + 1)
            path = take.stills[len(take.stills) // 2] if take.stills else take.path
            found = self._thumbnails.get(path, 0, Fraction(24), bool(take.stills), round(size.width()), round(size.height()))
            if found is not None:
                picture = QPixmap.fromImage(image_of(found))
                picture.setDevicePixelRatio(self.devicePixelRatioF())
                item.setIcon(QIcon(picture))

    def show_making(self, picture: QPixmap | None, words: str) -> None:
        """A take of the shot is being made: its newest picture, and how far it is. "" takes it away."""
        self.making.setVisible(bool(words) and picture is not None)
        self.making_words.setVisible(bool(words))
        self.making_words.setText(words)
        if picture is not None:
            self.making.setPixmap(picture)
