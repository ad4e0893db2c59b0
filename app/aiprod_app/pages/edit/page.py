# SPDX-License-Identifier: Apache-2.0
"""The Edit page: bin, viewer, inspector and timeline at work on one film."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Literal

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QSplitter, QStackedWidget, QToolTip, QVBoxLayout, QWidget

from aiprod.film.changes import Change
from aiprod.film.errors import AiprodError, UserError
from aiprod.film.journal import Edit as Entry
from aiprod.film.timeline import Timeline, named
from aiprod.film.timeline_changes import AddMarker, Edit, RemoveTrack, TimelineResetChange
from aiprod_app.film.session import Shown
from aiprod_app.pages.base import Page
from aiprod_app.pages.edit.acts import bind_all
from aiprod_app.pages.edit.bin_acts import BinActs
from aiprod_app.pages.edit.bring import Bring
from aiprod_app.pages.edit.clips import Clips
from aiprod_app.pages.edit.desk import Desk
from aiprod_app.pages.edit.dialogs import confirmed
from aiprod_app.pages.edit.hand import Act, Hand
from aiprod_app.pages.edit.history import HistoryDialog
from aiprod_app.pages.edit.inspector.sections import Looked
from aiprod_app.pages.edit.menus import Menus
from aiprod_app.pages.edit.take_acts import TakeActs
from aiprod_app.pages.edit.viewing import Viewing
from aiprod_app.timeline.sources import Sources
from aiprod_app.widgets.empty_state import EmptyState
from aiprod_app.widgets.steps import Steps


class EditPage(Page):
    """The page."""

    key: ClassVar[str] = "edit"

    def build(self) -> Steps:
        self.player = self.studio.player
        yield
        self.viewing, self.bin_acts = Viewing(self.studio, self), BinActs(self)
        self.desk = Desk()
        self.empty = EmptyState()
        self.stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.desk)
        yield
        yield from self.desk.build(self.studio, self.bin_acts.dragged)
        self.bin, self.viewer, self.inspector = self.desk.bin, self.desk.viewer, self.desk.inspector
        self.bar, self.transport, self.timeline_view = self.desk.bar, self.desk.transport, self.desk.timeline
        self.clips, self.takes, self.bring, self.menus = Clips(self), TakeActs(self), Bring(self), Menus(self)
        self.history: HistoryDialog | None = None
        self.marker = ""
        """The marker that is looked at."""
        self._sources: Sources | None = None
        self._looking = QTimer(self, singleShot=True, interval=0)
        self._looking.timeout.connect(self._look)
        yield
        bind_all(self)
        yield
        self._connect()
        self._restore()

    def _connect(self) -> None:
        view, bin_ = self.timeline_view, self.bin
        view.edits_asked.connect(self._timeline_asks)
        view.playhead_asked.connect(self.viewing.seek_film)
        view.selection_changed.connect(self._selected)
        view.context_asked.connect(self.menus.clip)
        view.track_context_asked.connect(self.menus.track)
        view.files_dropped.connect(self.bin_acts.files_dropped)
        view.clip_opened.connect(self._opened)
        view.refused.connect(self._timeline_refused)
        view.tool_changed.connect(self.bar.show_tool)
        view.settings_changed.connect(self._show_switches)
        bin_.preview_asked.connect(self.viewing.watch)
        bin_.menu_asked.connect(self.menus.item)
        bin_.import_asked.connect(self.bring.ask)
        bin_.dropped.connect(self.bring.bring)
        bin_.remembered.connect(lambda cards: self.studio.settings.remember(self.key, cards=cards))
        self.bring.done.connect(lambda _brought: self.bin_acts.fill())
        self.viewer.files_dropped.connect(self.bring.bring)
        self._connect_playing()
        self.inspector.asked.connect(self.ask)
        self.inspector.takes.take_asked.connect(self.takes.choose)
        self.inspector.takes.compare_asked.connect(self.takes.compare)
        self.inspector.markers.marker_asked.connect(self.look_at_marker)
        self.desk.laid_out.connect(self.keep_places)

    def _connect_playing(self) -> None:
        player, transport = self.player, self.transport
        player.frame_changed.connect(self._at)
        player.speed_changed.connect(lambda speed: transport.show_state(bool(speed)))
        player.loop_changed.connect(lambda on: transport.buttons["play.loop"].setChecked(on))
        player.quality_changed.connect(transport.show_quality)
        transport.show_quality(player.quality)
        transport.seek_asked.connect(player.seek)
        transport.quality_asked.connect(player.set_quality)
        self.viewing.changed.connect(self._viewed)
        self.viewing.failed.connect(lambda why: self.studio.messages.error(why, about="screening"))
        self.desk.tabs.film_asked.connect(self.watch_film)
        self.desk.tabs.source_asked.connect(self.viewing.watch_source)

    def _restore(self) -> None:
        kept = self.studio.settings.page(self.key)
        self.restore_places()
        self.bin.cards.setChecked(bool(kept.get("cards", False)))
        self.retranslate()
        self._show_switches()

    def splitters(self) -> Mapping[str, QSplitter]:
        return self.desk.splitters()

    def panels(self) -> tuple[QWidget, ...]:
        desk = self.desk
        return self.viewer, desk.transport, desk.timeline, desk.bar, desk.bin, desk.inspector

    # -- the film ------------------------------------------------------------------------------------------------------

    def film_shown(self, shown: Shown | None) -> None:
        timeline = shown.timeline if shown is not None else None
        if timeline is None:
            self._say_empty(shown)
        self.stack.setCurrentWidget(self.empty if timeline is None else self.desk)
        if shown is not None and timeline is not None:
            self._show_timeline(shown, timeline)
        self.viewing.stale()
        self.viewing.show_film(shown if timeline is not None or shown is None else None)
        if shown is not None:
            self.takes.arrived()
            self.bin_acts.fill()
        self._look()
        if self.history is not None:
            self.show_history()

    def _show_timeline(self, shown: Shown, timeline: Timeline) -> None:
        if shown.cause == "opened":
            self.bin_acts.forget()
            self.takes.stop_comparing()
        sources = Sources.of(shown.standing, self.studio.film.root)
        if sources != self._sources:
            self._sources = sources
            self.timeline_view.set_sources(sources)
        self.timeline_view.set_timeline(timeline)
        if shown.cause == "opened":
            self.timeline_view.refit()
        self.bar.show_timeline(timeline)
        if self.takes.comparing and shown.cause != "made":
            self.takes.stop_comparing()

    def _say_empty(self, shown: Shown | None) -> None:
        if shown is None:
            self.empty.say(
                self.tr("No film is open"), self.tr("Open one, or begin a new one, to edit it here."), self.tr("New film"),
                self._new_film,
            )  # fmt: skip
        elif shown.film.screenplay is None:
            self.empty.say(
                self.tr("Nothing is written yet"),
                self.tr("The film is edited once its shots are planned. It begins with words."),
                self.tr("Go to Script"),
                lambda: self.studio.go_to("script"),
            )  # fmt: skip
        else:
            self.empty.say(
                self.tr("There is no edit yet"),
                self.tr("The shots are on the board. Approve them and have the film made: the studio's edit then appears here, "
                        "to be changed at will."),
                self.tr("Go to Board"), lambda: self.studio.go_to("board"),
            )  # fmt: skip

    def _new_film(self) -> None:
        self.studio.commands.do("film.new")

    def entered(self) -> None:
        self.viewing.resume()

    def left(self) -> None:
        self.takes.stop_comparing()
        self.viewing.pause()

    def retranslate(self) -> None:
        self._say_empty(self._current)
        self._look()

    # -- where the hand is ---------------------------------------------------------------------------------------------

    def hand(self) -> Hand | None:
        """Where the editor is; None without a timeline."""
        timeline = self.studio.film.timeline
        if timeline is None:
            return None
        return Hand(timeline, self.timeline_view.selection, self.timeline_view.playhead)

    def has_timeline(self) -> bool:
        return self.studio.film.timeline is not None

    def has_selection(self) -> bool:
        return self.has_timeline() and bool(self.timeline_view.selection)

    def can_play(self) -> bool:
        return self.player.frames > 0

    def can_lay(self) -> bool:
        return self.has_timeline() and (self.viewing.showing_source or self.bin.current is not None)

    def is_users(self) -> bool:
        return self.studio.film.is_open and self.studio.film.film.timeline is not None

    @property
    def second(self) -> int:
        """Frames of a second."""
        return max(1, round(self.player.rate.fps))

    def _selected(self, _chosen: object) -> None:
        self.marker = ""
        self._looking.start()
        self.studio.commands.refresh_soon()

    def _look(self) -> None:
        """Have the inspector show what is selected."""
        now, film = self.hand(), self.studio.film
        if now is None or not film.is_open:
            self.inspector.look(None)
            return
        chosen = now.chosen() if now.selection else ()
        self.inspector.look(Looked(film.film, film.standing, now.timeline, chosen, self.marker, now.playhead))

    # -- edits ---------------------------------------------------------------------------------------------------------

    def ask(self, edits: Iterable[Edit]) -> None:
        """Make edits of the timeline, as one change; a refusal is told where it happened, and in the message bar."""
        edits = tuple(edits)
        if edits:
            self.studio.messages.withdraw("edit")
            self.studio.film.edit_timeline(edits, None, self.refused)

    def change(self, change: Change) -> None:
        """Make another change of the film."""
        self.studio.film.edit(change, None, self.refused)

    def act(self, act: Act) -> None:
        """Do what a command works out from where the hand is."""
        now = self.hand()
        if now is None:
            return
        try:
            edits = act(now)
        except UserError as error:
            self.refuse(error)
            return
        self.ask(edits)

    def refuse(self, error: AiprodError) -> None:
        """Say why something can't be: a tip at the playhead, and the message bar."""
        view = self.timeline_view
        place = view.canvas.mapToGlobal(QPoint(round(view.stage.geometry.x(view.playhead)), view.canvas.height() // 3))
        QToolTip.showText(place, f"{error.what}\n{error.why}" if error.why else error.what, view)
        self.studio.messages.error(error, about="edit")

    def refused(self, error: AiprodError) -> None:
        self.refuse(error)
        timeline = self.studio.film.timeline
        if timeline is not None:
            self._look()

    def _timeline_refused(self, words: str) -> None:
        """The timeline has shown it where it happened."""
        self.studio.messages.tell("bad", words, about="edit")

    def _timeline_asks(self, edits: Sequence[Edit]) -> None:
        self.ask(self.bin_acts.with_carried(edits))

    # -- playing -------------------------------------------------------------------------------------------------------

    def watch_film(self) -> None:
        self.viewing.watch_film()

    def _at(self, frame: int) -> None:
        self.transport.show_frame(frame)
        timeline = self.studio.film.timeline
        if not self.viewing.showing_source and timeline is not None:
            self.timeline_view.set_playhead(frame)

    def _viewed(self) -> None:
        """Something else is played, or marked otherwise."""
        viewing = self.viewing
        self.transport.show_film(*viewing.clock)
        self.transport.show_frame(self.player.frame)
        self.player.set_span(*(viewing.span or (None, None)))
        source = viewing.source
        self.desk.tabs.show_source(self.bin.title(source) if source is not None else "", showing=viewing.showing_source)
        self.bin.playing(source.key if source is not None and viewing.showing_source else "")
        self.studio.commands.refresh_soon()

    def play_around(self) -> None:
        """Two seconds before the playhead to two behind it."""
        frame, some = self.player.frame, 2 * self.second
        self.player.play_range(max(0, frame - some), min(self.player.frames, frame + some))

    def play_span(self) -> None:
        span = self.viewing.span
        if span is None:
            self.player.seek(0)
            self.player.play()
        else:
            self.player.play_range(*span)

    def toggle_safe_areas(self) -> None:
        self.viewer.set_safe_areas(not self.viewer.safe_areas)
        self.transport.buttons["view.safe_areas"].setChecked(self.viewer.safe_areas)

    # -- marks ---------------------------------------------------------------------------------------------------------

    def mark(self, side: Literal[0, 1]) -> None:
        """In (0) or out (1) at the playhead of what is played."""
        if self.viewing.showing_source:
            self.viewing.mark_source(side)
        elif side == 0:
            self.timeline_view.deeds.mark_in()
        else:
            self.timeline_view.deeds.mark_out()

    def clear_marks(self) -> None:
        if self.viewing.showing_source:
            self.viewing.clear_source()
        else:
            self.timeline_view.deeds.clear_span()

    def go_mark(self, side: Literal[0, 1]) -> None:
        span = self.viewing.span
        if span is not None:
            self.player.seek(span[0] if side == 0 else span[1] - 1)

    def add_marker(self) -> None:
        """At the playhead; its name can be given in the inspector at once."""
        now = self.hand()
        if now is not None:
            self.studio.film.edit_timeline((AddMarker(frame=now.playhead),), self._marked, self.refused)

    def _marked(self, shown: Shown) -> None:
        if shown.timeline is not None and shown.timeline.markers:
            self.timeline_view.select(())
            self.marker = shown.timeline.markers[-1].id
            self._look()

    def look_at_marker(self, name: str) -> None:
        """Go to a marker, and have it in the inspector."""
        now = self.hand()
        found = next((marker for marker in now.timeline.markers if marker.id == name), None) if now is not None else None
        if found is not None:
            self.marker = name
            self.viewing.seek_film(found.frame)
            self._look()

    # -- the timeline --------------------------------------------------------------------------------------------------

    def _show_switches(self) -> None:
        view = self.timeline_view
        self.bar.show_switches(snapping=view.snapping, linked=view.linked, follow=view.follow)

    def _opened(self, name: str) -> None:
        """A clip was opened: its source is shown, or its words can be typed."""
        now = self.hand()
        clip = next((found for _, _, found in now.timeline.clips() if found.id == name), None) if now is not None else None
        if clip is None:
            return
        item = self.bin.item(named(clip.shows))
        if item is not None and item.group != "titles" and not item.missing:
            self.viewing.watch(item)
        else:
            self.to_title()

    def to_title(self) -> None:
        """The words of the selected title can be typed."""
        field = self.inspector.title.title
        if field.isVisible():
            field.setFocus()
            field.selectAll()

    def remove_track(self, name: str = "") -> None:
        """Remove a track, or that of the clip that is meant; where clips lie on it, it is asked for first."""
        now = self.hand()
        if now is None:
            return
        try:
            row = (
                next((row for row, track in enumerate(now.timeline.tracks) if track.id == name), None)
                if name
                else now.one().track
            )
        except UserError as error:
            self.refuse(error)
            return
        if row is None:
            return
        track = now.timeline.tracks[row]
        words = self.tr("%n clip(s) lie on it and would go too.", "", len(track.clips))
        title = self.tr("Remove the track {name}?").format(name=track.name)
        if not track.clips or confirmed(self, title, f"{title}\n{words}", self.tr("Remove"), self.tr("Keep it")):
            self.ask((RemoveTrack(track=track.id, with_clips=bool(track.clips)),))

    def hand_back(self) -> None:
        """Leave the edit to the studio again, if the user is sure."""
        text = self.tr("The studio will assemble the film again, by its own lights. Your edit can be had back by undo.")
        title = self.tr("Leave the edit to the studio?")
        if confirmed(self, title, text, self.tr("Leave it to the studio"), self.tr("Keep my edit")):
            self.change(TimelineResetChange())

    def to_panel(self, step: Literal[1, -1]) -> None:
        """The keyboard to the next panel."""
        panels = self.desk.panels()
        at = next(
            (number for number, panel in enumerate(panels) if panel.hasFocus() or panel.isAncestorOf(self.focusWidget())), -1
        )
        panels[(at + step) % len(panels)].setFocus()

    # -- history and takes ---------------------------------------------------------------------------------------------

    def show_history(self) -> None:
        """The list of changes; it follows while it is open."""
        self.studio.film.history(self._have_history)

    def _have_history(self, entries: tuple[Entry, ...]) -> None:
        if self.history is None:
            self.history = HistoryDialog(self)
            self.history.travel_asked.connect(self.studio.film.travel)
            self.history.finished.connect(self._history_closed)
            self.history.show()
        self.history.show_entries(entries)
        self.history.settled()

    def _history_closed(self) -> None:
        dialog, self.history = self.history, None
        if dialog is not None:
            dialog.deleteLater()

    def tell_making(self, _shot: str, picture: QPixmap | None, words: str) -> None:
        """A take is being made; "" when it is there, or not any more."""
        self.inspector.takes.show_making(picture, words)
