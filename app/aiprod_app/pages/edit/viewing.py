# SPDX-License-Identifier: Apache-2.0
"""What the page's viewer plays: the film, or a source out of the bin, each with its own playhead and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from aiprod.film.errors import AiprodError
from aiprod.film.time import FrameRate
from aiprod_app.film.session import Shown
from aiprod_app.pages.edit.bin.items import Item, alone
from aiprod_app.pages.edit.screenings import Screenings, Wanted
from aiprod_app.studio import Studio

if TYPE_CHECKING:
    from aiprod.production.screening import Screening


class Viewing(QObject):
    """Keeps the player at what shall be seen.

    Signals:
        changed: something else is played, or it is marked otherwise.
        failed: why it can't be played (AiprodError).
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, studio: Studio, parent: QObject) -> None:
        super().__init__(parent)
        self._studio, self._player = studio, studio.player
        self.source: Item | None = None
        """What out of the bin was chosen last."""
        self.showing_source = False
        self._film: Screening | None = None
        self._of_source: tuple[str, Screening] | None = None
        self._film_frame, self._source_frame = 0, 0
        self._spans: dict[str, tuple[int, int]] = {}
        self._films, self._sources = Screenings(studio.background, self), Screenings(studio.background, self)
        self._films.ready.connect(self._film_ready)
        self._sources.ready.connect(self._source_ready)
        for screenings in (self._films, self._sources):
            screenings.failed.connect(self._lost)

    # -- the film ------------------------------------------------------------------------------------------------------

    def show_film(self, shown: Shown | None) -> None:
        """The film is another than before."""
        if shown is None or shown.cause == "opened":
            self._films.forget()
            self._sources.forget()
            self._film, self._of_source, self.source, self.showing_source = None, None, None, False
            self._film_frame, self._spans = 0, {}
            self._player.unload()
            self.changed.emit()
        if shown is not None:
            self._films.want(Wanted(self._studio.film.root, shown.film, shown.standing, shown.timeline))
            self._player.wait()

    @property
    def ready(self) -> bool:
        """Whether nothing is being made ready."""
        return not self._films.busy and not self._sources.busy

    @property
    def film_frame(self) -> int:
        """Where the film's playhead stands, whatever is played."""
        return self._film_frame if self.showing_source else self._player.frame

    def _film_ready(self, _wanted: Wanted, screening: Screening) -> None:
        self._film = screening
        if not self.showing_source:
            self._player.load(screening)
        self.changed.emit()

    def _lost(self, _wanted: Wanted, why: AiprodError) -> None:
        self._player.give_up()
        self.failed.emit(why)

    def watch_film(self) -> None:
        """Show the film again."""
        if self.showing_source:
            self._source_frame = self._player.frame
            self._player.stop()
            self.showing_source = False
            self.resume()

    def seek_film(self, frame: int) -> None:
        """Put the film's playhead somewhere."""
        if self.showing_source:
            self._film_frame = frame
            self.watch_film()
        else:
            self._player.seek(frame)

    # -- a source ------------------------------------------------------------------------------------------------------

    def watch(self, item: Item) -> None:
        """Show something out of the bin."""
        shown = self._studio.film.shown
        if shown is None:
            return
        if not self.showing_source:
            self._film_frame = self._player.frame
            self._player.stop()
        if self.source is None or self.source.key != item.key:
            self._source_frame = 0
        self.source, self.showing_source = item, True
        rate = shown.timeline.rate if shown.timeline is not None else shown.film.brief.rate
        wanted = Wanted(self._studio.film.root, shown.film, shown.standing, alone(item, rate), item.key)
        if self._of_source is not None and self._of_source[0] == item.key:
            self.resume()
        else:
            self._sources.want(wanted, anew=True)
        self.changed.emit()

    def watch_source(self) -> None:
        """Show the source that was chosen last again."""
        if self.source is not None:
            self.watch(self.source)

    def _source_ready(self, wanted: Wanted, screening: Screening) -> None:
        self._of_source = (wanted.source, screening)
        if self.showing_source and self.source is not None and self.source.key == wanted.source:
            self.resume()

    def stale(self) -> None:
        """What the source shows may be another by now."""
        if not self.showing_source:
            self._of_source = None

    def resume(self) -> None:
        """Have the player at what shall be seen: another page may have played something else."""
        wanted = self._of_source[1] if self.showing_source and self._of_source is not None else self._film
        frame = self._source_frame if self.showing_source else self._film_frame
        if self._player.screening is not wanted:
            self._player.load(wanted)
            self._player.seek(frame)
        self.changed.emit()

    def pause(self) -> None:
        """The page goes to the back."""
        self._player.stop()
        if self.showing_source:
            self._source_frame = self._player.frame
        else:
            self._film_frame = self._player.frame

    # -- marks ---------------------------------------------------------------------------------------------------------

    @property
    def span(self) -> tuple[int, int] | None:
        """In and out of what is played: frames [in, out)."""
        if self.showing_source:
            return self._spans.get(self.source.key) if self.source is not None else None
        timeline = self._studio.film.timeline
        return timeline.span if timeline is not None else None

    @property
    def source_span(self) -> tuple[int, int] | None:
        """In and out of the source, whatever is played."""
        return self._spans.get(self.source.key) if self.source is not None else None

    def mark_source(self, side: int) -> None:
        """In (0) or out (1) at the playhead; the frame at the out point is the last one."""
        if self.source is None:
            return
        frame = self._player.frame
        first, end = self._spans.get(self.source.key, (0, max(1, self._player.frames)))
        first, end = (frame, end if end > frame else self._player.frames) if side == 0 else (min(first, frame), frame + 1)
        self._spans[self.source.key] = (first, max(end, first + 1))
        self.changed.emit()

    def clear_source(self) -> None:
        if self.source is not None:
            self._spans.pop(self.source.key, None)
            self.changed.emit()

    @property
    def clock(self) -> tuple[int, FrameRate, int]:
        """Of what is played: its length, its rate, and the count of frames at its beginning."""
        timeline = self._studio.film.timeline
        start = timeline.start if timeline is not None and not self.showing_source else 0
        if self._player.screening is not None:
            return self._player.frames, self._player.rate, start
        return (timeline.end, timeline.rate, start) if timeline is not None else (0, FrameRate(), 0)
