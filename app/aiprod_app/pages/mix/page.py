# SPDX-License-Identifier: Apache-2.0
"""The Mix page: the tracks, the console, how loud it is."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from aiprod.film.errors import AiprodError
from aiprod.film.mix import Bus, EqBand
from aiprod_app.engine.orders import go_on, under_way
from aiprod_app.film.session import Shown
from aiprod_app.pages.edit.transport import TransportBar
from aiprod_app.pages.mix.desk import BUSES, MixDesk
from aiprod_app.pages.mix.house import House, load_house
from aiprod_app.pages.mix.lane_art import lanes_of
from aiprod_app.pages.mix.lane_view import LaneView
from aiprod_app.pages.mix.levels import History, history_of
from aiprod_app.pages.mix.loudness import LoudnessPanel
from aiprod_app.pages.mix.metering import Metering
from aiprod_app.pages.mix.processors import Processors
from aiprod_app.pages.mix.strip import ChannelStrip, MasterStrip
from aiprod_app.pages.screened import ScreenedPage
from aiprod_app.timeline.desk import Desk
from aiprod_app.timeline.sources import Sources
from aiprod_app.viewer.widget import ViewerWidget
from aiprod_app.widgets.empty_state import EmptyState
from aiprod_app.widgets.number import decimal
from aiprod_app.widgets.steps import Steps, at_once

if TYPE_CHECKING:
    from pathlib import Path

    from aiprod.media.meter import Reading
    from aiprod.production.screening import Screening


class MixPage(ScreenedPage):
    """The page."""

    key: ClassVar[str] = "mix"

    def build(self) -> Steps:
        yield from super().build()
        self.desk = MixDesk(self.studio, self)
        self.strips: dict[Bus, ChannelStrip] = {}
        self.empty = EmptyState()
        self.chosen: Bus = "dialogue"
        self.house: House | None = None
        self._history: tuple[Path, float, History] | None = None
        self._curves: Desk[list[float]] = Desk(self.studio.background, self, self._curved)
        self._bands: dict[Bus, tuple[EqBand, ...]] = {}
        """What each bus's curve was asked of."""
        yield from self._lay_out()
        self.metering = Metering(self.studio, self.strips, self.master, lambda: self.desk.trims, self)
        self._connect()
        yield
        self.restore_places()
        yield from self._worded()
        self.studio.background.run(load_house, self._have_house, self.studio.messages.error, owner=self)

    # -- the page's form -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> Steps:
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        page = QWidget()
        self._stack.addWidget(page)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        self.loudness = LoudnessPanel(self.desk)
        yield
        yield from self.loudness.build()
        column.addWidget(self.loudness.bar)
        yield
        self.whole = QSplitter(Qt.Orientation.Vertical)
        self.whole.setObjectName("mix-whole")
        self.whole.setChildrenCollapsible(False)
        column.addWidget(self.whole, 1)
        yield from self._upper()
        yield from self._console()
        self.whole.setStretchFactor(0, 3)
        self.whole.setStretchFactor(1, 2)
        self.whole.setSizes([440, 380])

    def _upper(self) -> Steps:
        self.upper = QSplitter(Qt.Orientation.Horizontal)
        self.upper.setObjectName("mix-upper")
        self.upper.setChildrenCollapsible(False)
        self.whole.addWidget(self.upper)
        left = QWidget()
        self.upper.addWidget(left)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.lanes = LaneView(self.studio.background)
        yield
        column.addWidget(self.lanes, 1)
        yield
        self.transport = TransportBar(self.studio.commands, ahead=True)
        column.addWidget(self.transport)
        yield from self.transport.build()
        self.viewer = ViewerWidget(self.player)
        yield
        self.upper.addWidget(self.viewer)
        self.upper.setStretchFactor(0, 1)
        self.upper.setSizes([960, 460])
        yield

    def _console(self) -> Steps:
        """The lower row; on a narrow screen it scrolls."""
        area, inside = QScrollArea(), QWidget()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setMinimumHeight(140)
        self.whole.addWidget(area)
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        for bus in BUSES:
            strip = self.strips[bus] = ChannelStrip(bus)
            yield
            row.addWidget(strip)
            yield
        self.master = MasterStrip()
        row.addWidget(self.master)
        yield
        self.processors = Processors()
        self.processors.setMinimumWidth(500)
        row.addWidget(self.processors, 1)
        yield from self.processors.build()
        self.loudness.setMinimumWidth(310)
        scroll = QScrollArea()
        scroll.setWidget(self.loudness)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(330)
        yield
        row.addWidget(scroll)
        yield

    def minimumSizeHint(self) -> QSize:
        return QSize(400, 300)

    # -- connections ---------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        player, desk, bind = self.player, self.desk, self.studio.commands.bind
        player.frame_changed.connect(self._frame_is)
        player.speed_changed.connect(self._speed_is)
        player.loop_changed.connect(self.transport.buttons["play.loop"].setChecked)
        player.quality_changed.connect(self.transport.show_quality)
        player.levels.connect(self._read)
        self.transport.seek_asked.connect(player.seek)
        self.transport.quality_asked.connect(player.set_quality)
        self.lanes.canvas.seek_asked.connect(player.seek)
        self.lanes.canvas.edited.connect(self._edit_clip)
        self.lanes.track_asked.connect(lambda edit: self.studio.film.edit_timeline([edit]))
        for bus, strip in self.strips.items():
            strip.moved.connect(lambda gain, of=bus: desk.move(of, gain_db=gain))
            strip.released.connect(desk.commit)
            strip.mute_asked.connect(lambda on, of=bus: desk.mute(of, on))
            strip.solo_asked.connect(lambda on, of=bus: desk.solo(of, on))
            strip.chosen.connect(lambda of=bus: self.choose(of))
        self.processors.wanted.connect(lambda bus, fields: desk.move(bus, **fields))
        self.processors.released.connect(desk.commit)
        self.loudness.mix_asked.connect(self.mix_now)
        desk.changed.connect(self._show_values)
        desk.drafted.connect(self._drafted)
        bind("mix.mute", lambda: desk.mute(self.chosen, not self._is("muted", self.chosen)), self, lambda: desk.ready)
        bind("mix.solo", lambda: desk.solo(self.chosen, not self._is("solo", self.chosen)), self, lambda: desk.ready)
        bind("timeline.zoom_in", lambda: self.lanes.canvas.zoom(1.5), self)
        bind("timeline.zoom_out", lambda: self.lanes.canvas.zoom(1 / 1.5), self)
        bind("timeline.zoom_to_fit", self.lanes.canvas.fit, self)
        self.studio.jobs.changed.connect(self._show_state)
        self.studio.engine.state_changed.connect(self._show_state)

    def _is(self, state: str, bus: Bus) -> bool:
        tracks = self.desk.tracks(bus)
        return bool(tracks) and all(getattr(track, state) for track in tracks)

    def _edit_clip(self, edit: Any) -> None:
        def refused(error: AiprodError) -> None:
            self.lanes.canvas.refused()
            self.studio.messages.error(error, about="mix")

        self.studio.film.edit_timeline([edit], None, refused)

    def panels(self) -> tuple[QWidget, ...]:
        console = *self.strips.values(), self.master, self.processors, self.loudness
        return self.viewer, self.transport, self.lanes, *console

    # -- the film ------------------------------------------------------------------------------------------------------

    def film_shown(self, shown: Shown | None) -> None:
        super().film_shown(shown)
        self.desk.show(shown)
        if shown is None or shown.cause in ("opened", "made"):
            self.lanes.canvas.forget_sounds()
        self._show_lanes()
        self._show_mix()
        QTimer.singleShot(0, self, self._show_state)  # the console comes up in an event of its own

    def screened(self, screening: Screening | None) -> None:
        if screening is not None:
            self.transport.show_film(screening.frames, screening.rate, self.start)
        self.metering.open(screening)
        self._show_lanes()
        self._show_ducking()
        self._show_state()
        self._frame_is(self.player.frame)

    def entered(self) -> None:
        super().entered()
        self.transport.show_quality(self.player.quality)
        self._frame_is(self.player.frame)
        QTimer.singleShot(0, self, self._show_state)  # the house's rules may have come meanwhile

    def left(self) -> None:
        """What is being moved is kept."""
        self.desk.commit()
        self.metering.stop()
        self.keep_places()

    def splitters(self) -> Mapping[str, QSplitter]:
        return {"mix-upper": self.upper, "mix-whole": self.whole}

    def _frame_is(self, frame: int) -> None:
        self.transport.show_frame(frame)
        self.lanes.canvas.set_playhead(frame)

    def _speed_is(self, speed: float) -> None:
        self.transport.show_state(speed != 0)
        if speed and self.isVisible():
            self.metering.start()
        else:
            self.metering.stop()

    # -- what is heard -------------------------------------------------------------------------------------------------

    def _read(self, reading: Reading) -> None:
        if self.isVisible():
            self.loudness.show_reading(reading)
            if len(self.master.meter.names) == len(reading.recent_peaks_dbtp):
                self.master.show_levels(reading.recent_peaks_dbtp)

    def _drafted(self) -> None:
        """What is moved is heard at once."""
        if self.screening is not None:
            self.screening.sound.trims = self.desk.trims
        self._show_values()

    # -- what is shown -------------------------------------------------------------------------------------------------

    def choose(self, bus: Bus) -> None:
        """Show another bus's processors."""
        self.chosen = bus
        self.processors.eq.plot.show_curve(self.strips[bus].eq.curve)
        self._show_values()

    def _have_house(self, house: House) -> None:
        self.house = house
        if self.isVisible():
            self._show_values()

    def _show_values(self) -> None:
        desk, house = self.desk, self.house
        for bus, strip in self.strips.items():
            choices = desk.choices(bus)
            strip.show_gain(choices.gain_db)
            strip.show_states(muted=self._is("muted", bus), solo=self._is("solo", bus), there=bool(desk.tracks(bus)))
            strip.show_chosen(bus == self.chosen)
            strip.setEnabled(desk.ready)
            if house is not None:
                self._show_processing(strip, house)
        if self.master.meter.names != desk.channels:
            self.master.meter.set_channels(desk.channels)
        self.master.meter.ceiling = desk.mixing.true_peak_dbtp
        self.loudness.show_settings()
        self.processors.show_bus(self.chosen, surround=desk.mixing.layout != "stereo")
        if house is not None:
            self._show_processors(house)

    def _show_processing(self, strip: ChannelStrip, house: House) -> None:
        choices = self.desk.choices(strip.bus)
        compression, ducking = house.compression(strip.bus, choices), house.ducking(strip.bus, choices)
        none = self.tr("No compressor")
        words = self.tr("Compressor {ratio} : 1")
        dynamics = words.format(ratio=decimal(compression.ratio, 1)) if compression.ratio > 1 else none
        pressed = self.tr("Ducking {depth} dB").format(depth=decimal(ducking.depth_db, 1))
        strip.show_processing(dynamics, pressed if ducking.depth_db < 0 else self.tr("No ducking"))
        bands = house.eq(strip.bus, choices)
        if self._bands.get(strip.bus) != bands:
            self._bands[strip.bus] = bands
            self._curves.ask(strip.bus, lambda: house.response(bands))

    def _curved(self, bus: Hashable, found: list[float] | AiprodError) -> None:
        strip = next(strip for strip in self.strips.values() if strip.bus == bus)
        if isinstance(found, AiprodError):
            self._bands.pop(strip.bus, None)
            return
        strip.eq.show_curve(found)
        if bus == self.chosen:
            self.processors.eq.plot.show_curve(found)

    def _show_processors(self, house: House) -> None:
        bus, panel = self.chosen, self.processors
        choices = self.desk.choices(bus)
        panel.eq.show_bands(house.eq(bus, choices), own=choices.eq is not None)
        panel.compressor.show_settings(house.compression(bus, choices), own=choices.compression is not None)
        panel.ducking.show_settings(house.ducking(bus, choices), own=choices.ducking is not None)
        around = house.around(bus, choices)
        panel.surround.show_settings(*around, own=choices.surround_db is not None or choices.lfe_db is not None)
        self._show_ducking()

    def _show_ducking(self) -> None:
        house = self.house
        if house is not None and self.screening is not None:
            beds: tuple[Bus, ...] = ("music", "ambience", "effects")
            wanted = {bus: house.ducking(bus, self.desk.choices(bus)) for bus in beds}
            self.lanes.canvas.show_ducking(self.screening.sound.speech, wanted)

    def _show_lanes(self) -> None:
        film = self.studio.film
        if not film.is_open or film.timeline is None:
            self.lanes.show_lanes((), 0, 24.0)
            return
        frames = self.screening.frames if self.screening is not None else film.timeline.end
        lanes = lanes_of(film.timeline, Sources.of(film.standing, film.root))
        self.lanes.show_lanes(lanes, frames, float(film.timeline.rate.fps))

    def _show_mix(self) -> None:
        """What was measured of the last mix, and its loudness in time."""
        film = self.studio.film
        mix = film.standing.mix if film.is_open else None
        self.loudness.show_mix(mix.facts if mix is not None else None)
        if mix is None:
            self._history = None
        elif self._history is None or self._history[0] != mix.path:
            path = mix.path
            self.studio.background.run(lambda: history_of(path), lambda found: self._have_history(path, found), self._no_history,
                                       owner=self)  # fmt: skip
        self._show_history()

    def _have_history(self, path: Path, found: History) -> None:
        self._history = (path, 0.0, found)
        self._show_history()

    def _no_history(self, _error: AiprodError) -> None:
        """A mix that can't be read has no graph; playing it says why."""
        self._history = None

    def _show_history(self) -> None:
        brief = self.desk.brief
        stale = self.screening is None or not self.screening.sound.finished
        found = self._history[2] if self._history is not None else None
        self.lanes.canvas.show_history(found, brief.loudness_lufs if brief is not None else -16.0, stale=stale)

    # -- states --------------------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        film = self.studio.film
        if not film.is_open:
            words = self.tr("Open a film, or make a new one, to mix it."), self.tr("Go to the script")
            self.empty.say(self.tr("No film is open"), *words, lambda: self.studio.go_to("script"))
        elif film.timeline is None or not self.lanes.canvas.lanes:
            words = self.tr("Lines are spoken and music is written when the film is made."), self.tr("Go to the board")
            self.empty.say(self.tr("There is no sound yet"), *words, lambda: self.studio.go_to("board"))
        else:
            self._stack.setCurrentIndex(1)
            self._say_how_it_stands()
            self._show_history()
            return
        self._stack.setCurrentIndex(0)

    def _say_how_it_stands(self) -> None:
        screening, engine = self.screening, self.studio.engine.state
        job = under_way(self.studio)
        self.loudness.mix_now.setEnabled(job is None and engine == "ready" and not (screening and screening.sound.finished))
        if job is not None:
            self.loudness.say(self.tr("The film is being made: the jobs tell how far it is."), "small")
        elif screening is None:
            self.loudness.say("")
        elif screening.sound.finished:
            self.loudness.say(self.tr("You hear the finished mix."), "good")
        elif engine != "ready":
            self.loudness.say(self.tr("You hear a rough mix. The engine is away: the real mix has to wait for it."), "warning")
        else:
            self.loudness.say(self.tr("You hear a rough mix: something changed since the last real one."), "warning")

    def mix_now(self) -> None:
        """Have the engine make the film up to its mix."""
        self.loudness.mix_now.setEnabled(False)
        go_on(self.studio, "mixing", lambda _job: self._show_state(), self._not_ordered, self)

    def _not_ordered(self, error: AiprodError) -> None:
        self.studio.messages.error(error, about="mix")
        self._show_state()

    # -- words ---------------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        at_once(self._worded())

    def _worded(self) -> Steps:
        """Every word, part after part."""
        for part in (*self.strips.values(), self.master, self.processors, self.loudness, self.lanes, self.transport):
            part.retranslate()  # type: ignore[attr-defined]
            yield
        self._show_values()
        yield
        self._show_state()
