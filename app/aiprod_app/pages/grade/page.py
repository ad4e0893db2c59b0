# SPDX-License-Identifier: Apache-2.0
"""The Grade page: the picture, its scopes, the looks, the wheels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QStackedLayout, QTabWidget, QVBoxLayout, QWidget

from aiprod.film.grade import ShotGrade
from aiprod_app.film.session import Shown
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.pages.edit.transport import TransportBar
from aiprod_app.pages.grade.curves import CurveEditor
from aiprod_app.pages.grade.desk import GradeDesk
from aiprod_app.pages.grade.hands import Hands
from aiprod_app.pages.grade.orders import Orders
from aiprod_app.pages.grade.picture import PictureRoom
from aiprod_app.pages.grade.pieces import DeskBar, LooksPanel, LutPanel, Primaries, WhyPanel, palette
from aiprod_app.pages.grade.reasons import Reasons, reasons
from aiprod_app.pages.grade.scopes import ScopePanel
from aiprod_app.pages.grade.strip import ShotStrip, StripShot
from aiprod_app.pages.grade.values import WHEELS
from aiprod_app.pages.grade.wheel import Wheel
from aiprod_app.pages.screened import ScreenedPage
from aiprod_app.viewer.widget import ViewerWidget
from aiprod_app.widgets.empty_state import EmptyState
from aiprod_app.widgets.steps import Steps, at_once

if TYPE_CHECKING:
    from aiprod.production.screening import Screening
    from aiprod.production.standing import Standing


class GradePage(ScreenedPage):
    """The page."""

    key: ClassVar[str] = "grade"

    def build(self) -> Steps:
        yield from super().build()
        self.desk = GradeDesk(self.studio, self)
        self.empty = EmptyState()
        self._why: tuple[Standing, str] | None = None
        """What the reasons were asked of, a standing and a scene; and what they are, once they are read."""
        self._reasons: Reasons | None = None
        yield from self._lay_out()
        self.room = PictureRoom(self)
        self.hands = Hands(self)
        yield
        self.orders = Orders(self)
        self._connect()
        yield
        self.restore_places()
        yield from self._worded()
        if self.studio.film.shown is None:
            self.film_shown(None)

    # -- the page's form -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> Steps:
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        whole = QWidget()
        self._stack.addWidget(whole)
        yield
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        self.bar = DeskBar()
        yield
        column.addWidget(self.bar)
        yield
        self.whole = QSplitter(Qt.Orientation.Vertical)
        self.whole.setObjectName("grade-whole")
        self.whole.setChildrenCollapsible(False)
        column.addWidget(self.whole, 1)
        yield from self._upper()
        yield from self._lower()
        self.whole.setStretchFactor(0, 3)
        self.whole.setStretchFactor(1, 2)
        self.whole.setSizes([430, 390])

    def _upper(self) -> Steps:
        self.upper = QSplitter(Qt.Orientation.Horizontal)
        self.upper.setObjectName("grade-upper")
        self.upper.setChildrenCollapsible(False)
        self.whole.addWidget(self.upper)
        self.looks = LooksPanel(self.studio.background)
        yield
        self.upper.addWidget(palette(None, self.looks))
        yield
        middle = QWidget()
        self.upper.addWidget(middle)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.viewer = ViewerWidget(self.player)
        yield
        column.addWidget(self.viewer, 1)
        yield
        self.transport = TransportBar(self.studio.commands, ahead=True)
        column.addWidget(self.transport)
        yield from self.transport.build()
        self.scopes = ScopePanel(self.studio.background)
        yield
        self.upper.addWidget(palette(None, self.scopes))
        yield
        self.upper.setCollapsible(0, True)
        self.upper.setCollapsible(2, True)
        self.upper.setStretchFactor(1, 1)
        self.upper.setSizes([266, 640, 500])

    def _lower(self) -> Steps:
        lower = QWidget()
        self.whole.addWidget(lower)
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        self.strip = ShotStrip(self.studio.background)
        column.addWidget(self.strip)
        yield
        yield from self._palettes(column)

    def _palettes(self, column: QVBoxLayout) -> Steps:
        """The lower row; on a narrow screen it scrolls."""
        area, inside = QScrollArea(), QWidget()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setMinimumHeight(120)
        column.addWidget(area, 1)
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        wheels = QWidget()
        row.addWidget(palette(None, wheels), 10)
        wheel_row = QHBoxLayout(wheels)
        wheel_row.setContentsMargins(0, 0, 0, 0)
        wheel_row.setSpacing(6)
        self.wheels: dict[str, Wheel] = {}
        for spec in WHEELS:
            wheel = self.wheels[spec.key] = Wheel(spec)
            wheel.setMinimumWidth(132)
            wheel_row.addWidget(wheel, 1)
            yield
        self.primaries = Primaries()
        self.primaries.setMinimumWidth(270)
        yield
        row.addWidget(palette(None, self.primaries), 5)
        yield
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setMinimumWidth(280)
        row.addWidget(palette(None, self.tabs), 5)
        self.curves = CurveEditor()
        yield
        self.tabs.addTab(self.curves, "")
        yield
        self.lut = LutPanel()
        yield
        self.tabs.addTab(self.lut, "")
        yield
        self.why = WhyPanel()
        self.tabs.addTab(self.why, "")
        yield

    def minimumSizeHint(self) -> QSize:
        return QSize(400, 300)

    # -- connections ---------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        player, desk = self.player, self.desk
        player.frame_changed.connect(self._frame_is)
        player.speed_changed.connect(lambda speed: self.transport.show_state(speed != 0))
        player.loop_changed.connect(self.transport.buttons["play.loop"].setChecked)
        player.quality_changed.connect(self.transport.show_quality)
        self.transport.seek_asked.connect(player.seek)
        self.transport.quality_asked.connect(player.set_quality)
        self.strip.shot_asked.connect(self._go_to)
        desk.changed.connect(self._show_values)
        desk.drafted.connect(self._show_values)
        self.bar.reach_asked.connect(desk.reach_for)

    def panels(self) -> tuple[QWidget, ...]:
        return self.viewer, self.transport, self.strip, self.tabs, *self.wheels.values(), self.primaries, self.scopes, self.looks

    # -- the film ------------------------------------------------------------------------------------------------------

    def film_shown(self, shown: Shown | None) -> None:
        super().film_shown(shown)
        self.desk.show(shown)
        self._show_strip()
        self._show_state()

    def screened(self, screening: Screening | None) -> None:
        if screening is not None:
            self.transport.show_film(screening.frames, screening.rate, self.start)
        self._show_strip()
        self._show_state()
        self._frame_is(self.player.frame)

    def entered(self) -> None:
        super().entered()
        self.transport.show_quality(self.player.quality)
        self._frame_is(self.player.frame)

    def left(self) -> None:
        """What is being moved is kept."""
        self.desk.commit()
        self.room.rest()
        self.keep_places()

    def splitters(self) -> Mapping[str, QSplitter]:
        return {"grade-upper": self.upper, "grade-whole": self.whole}

    def _frame_is(self, frame: int) -> None:
        """Where the playhead stands says which shot is under the hands."""
        self.transport.show_frame(frame)
        part = self.screening.part_at(frame) if self.screening is not None else None
        shot = part.shot if part is not None and part.kind in ("take", "board") else ""
        self.desk.stand_on(shot, self.scene_of(shot))
        self.strip.stand_on(shot)

    def shots_seen(self) -> tuple[str, ...]:
        """The shots whose pictures make the frame under the playhead: two within a transition."""
        frame = self.player.frame
        for segment in self.screening.segments if self.screening is not None else ():
            if segment.start <= frame < segment.start + segment.frames:
                return tuple(source.name for source in (segment.outgoing, segment.incoming) if source is not None)
        return ()

    def scene_of(self, shot: str) -> str:
        """The scene of a shot; "" for one that is not in the film."""
        shots = self.studio.film.standing.shots if self.studio.film.is_open else None
        return next((known.scene for known in shots.shots if known.id == shot), "") if shots is not None else ""

    def _go_to(self, shot: StripShot) -> None:
        """Stand in the middle of a shot: at its cut it may be dissolving."""
        if self.screening is None:
            return
        part = next((part for part in self.screening.parts if part.shot == shot.shot), None)
        if part is not None and not part.start <= self.player.frame < part.end:
            self.player.stop()
            self.player.seek((part.start + part.end) // 2)

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        """The desk, or in words why there is none."""
        film = self.studio.film
        if not film.is_open:
            words = self.tr("Open a film, or make a new one, to grade it."), self.tr("Go to the script")
            self.empty.say(self.tr("No film is open"), *words, lambda: self.studio.go_to("script"))
        elif film.standing.shots is None:
            words = self.tr("The film has no shots yet. Write it and plan its shots first."), self.tr("Go to the board")
            self.empty.say(self.tr("There is nothing to grade yet"), *words, lambda: self.studio.go_to("board"))
        elif not any(film.standing.takes.values()):
            words = self.tr("No shot was shot yet. Approve shots on the board and make them."), self.tr("Go to the board")
            self.empty.say(self.tr("There is nothing to grade yet"), *words, lambda: self.studio.go_to("board"))
        else:
            self._stack.setCurrentIndex(1)
            return
        self._stack.setCurrentIndex(0)

    def _show_strip(self) -> None:
        film = self.studio.film
        if not film.is_open or film.standing.shots is None:
            self.strip.strip.show_shots(())
            return
        starts: dict[str, int] = {}
        for part in self.screening.parts if self.screening is not None else ():
            starts.setdefault(part.shot, part.start)
        found, scene = [], ""
        titles = {known.id: known.heading for known in film.film.screenplay.scenes} if film.film.screenplay is not None else {}
        for shot in film.standing.shots.shots:
            take = film.standing.take(shot.id)
            still = take.stills[len(take.stills) // 2] if take is not None and take.stills else None
            first = titles.get(shot.scene, shot.scene) if shot.scene != scene else ""
            scene = shot.scene
            studio = film.standing.studio_grades.get(shot.id) or ShotGrade(shot=shot.id)
            grade = self.desk.at_home(film.film.grade_of(shot.id, scene).on(studio))
            marks = self._marks(shot.id, scene)
            found.append(StripShot(shot.id, scene, starts.get(shot.id, -1), still, grade, marks, first))
        self.strip.strip.show_shots(found)

    def _marks(self, shot: str, scene: str) -> tuple[str, ...]:
        grades = self.studio.film.film.grades
        own = grades.get(f"shot:{shot}")
        found = ("own" if own.automatic is False else "yours",) if own is not None else ()
        return (*found, *(name for name, key in (("scene", f"scene:{scene}"), ("film", "film")) if key in grades))

    def _show_place(self) -> None:
        desk = self.desk
        self.bar.reaches[desk.reach].setChecked(True)
        words = {
            "shot": self.tr("Shot {shot}"), "scene": self.tr("Shot {shot}, for all of scene {scene}"),
            "film": self.tr("Shot {shot}, for the whole film"),
        }  # fmt: skip
        told = (
            words[desk.reach].format(shot=desk.shot, scene=desk.scene) if desk.shot else self.tr("No shot is under the playhead")
        )
        self.bar.place.setText(told)
        self._show_why()

    def _show_values(self) -> None:
        desk = self.desk
        self.hands.show()
        self.looks.show_look(*desk.look)
        self.lut.show_lut(*desk.lut)
        for part in (
            *self.wheels.values(),
            self.primaries,
            self.curves,
            self.lut,
            self.looks.strength,
            self.bar.copy,
            self.bar.reset,
        ):
            part.setEnabled(desk.ready)
        self._show_place()

    def _show_why(self) -> None:
        film, scene = self.studio.film, self.desk.scene
        if not film.is_open or not scene:
            self.why.say([])
            return
        standing = film.standing
        if self._why is None or self._why[0] is not standing or self._why[1] != scene:
            key = self._why = (standing, scene)
            self._reasons = None
            self.studio.background.run(
                lambda: reasons(standing, scene), lambda found: self._have_reasons(key, found),
                lambda _error: self._have_reasons(key, None), owner=self,
            )  # fmt: skip
        elif self._reasons is not None:
            self._say_why(self._reasons)

    def _have_reasons(self, key: tuple[Standing, str], found: Reasons | None) -> None:
        """What was read, None where it can't be; told now, and to every other shot of the scene."""
        if self._why is not key:
            return
        self._reasons = found
        if found is None:
            self.why.say([])
        else:
            self._show_why()

    def _say_why(self, found: Reasons) -> None:
        language, desk = language_in_use(), self.desk
        lines = [str(item[language]) for item in found.get(desk.shot, ()) if language in item]
        grade = desk.studio_grade
        if grade.look != "neutral":
            from aiprod_app.pages.grade.look_names import look_title

            words = self.tr("Look “{look}” at {strength} %, for the scene’s mood.")
            lines.append(words.format(look=look_title(grade.look), strength=round(100 * grade.look_strength)))
        if not found:
            lines = [self.tr("The studio has not graded this scene yet. What you decide is kept and laid on top when it does.")]
        self.why.say(lines or [self.tr("The studio left this shot as it was shot.")])

    # -- words ---------------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def retranslate(self) -> None:
        at_once(self._worded())

    def _worded(self) -> Steps:
        """Every word, part after part."""
        for part in (
            self.bar, self.primaries, self.looks, self.lut, self.scopes, self.curves, self.strip, *self.wheels.values(),
        ):  # fmt: skip
            part.retranslate()  # type: ignore[attr-defined]
            yield
        for place, title in enumerate((self.tr("Curves"), self.tr("LUT"), self.tr("Why so"))):
            self.tabs.setTabText(place, title)
        self.orders.retranslate()
        self.transport.retranslate()
        yield
        self._show_state()
        yield
        self._show_values()
