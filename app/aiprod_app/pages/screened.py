# SPDX-License-Identifier: Apache-2.0
"""Pages that play the film: they have it made ready whenever it is another, and answer to the keys of playing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from aiprod.film.errors import AiprodError
from aiprod_app.film.session import Shown
from aiprod_app.pages.base import Page
from aiprod_app.pages.edit.screenings import Screenings, Wanted
from aiprod_app.widgets.steps import Steps

if TYPE_CHECKING:
    from aiprod.production.screening import Screening


class ScreenedPage(Page):
    """A page with the shared player.

    Attributes:
        player: the studio's.
        screening: the film as it is played; None before it is ready.
    """

    def build(self) -> Steps:
        self.player = self.studio.player
        yield
        self.screening: Screening | None = None
        self._screenings = Screenings(self.studio.background, self)
        self._screenings.ready.connect(self._ready)
        self._screenings.failed.connect(self._not_ready)
        self._bind_playing()

    def _bind_playing(self) -> None:
        player, bind = self.player, self.studio.commands.bind
        for name, do in (
            ("play.toggle", player.toggle), ("play.back", lambda: player.shuttle(-1)), ("play.pause", lambda: player.shuttle(0)),
            ("play.forward", lambda: player.shuttle(1)), ("play.previous_frame", lambda: player.step(-1)),
            ("play.next_frame", lambda: player.step(1)), ("play.previous_second", lambda: player.step(-self._second)),
            ("play.next_second", lambda: player.step(self._second)), ("play.start", lambda: player.seek(0)),
            ("play.end", lambda: player.seek(player.frames - 1)), ("play.previous_cut", lambda: player.seek(self._cut(-1))),
            ("play.next_cut", lambda: player.seek(self._cut(1))), ("play.loop", lambda: player.set_loop(not player.loop)),
        ):  # fmt: skip
            bind(name, do, self, lambda: player.frames > 0)

    @property
    def start(self) -> int:
        """The timecode of the film's first frame, as a count of frames."""
        timeline = self.studio.film.timeline
        return timeline.start if timeline is not None else 0

    @property
    def _second(self) -> int:
        return max(1, round(self.player.rate.fps))

    def _cut(self, way: int) -> int:
        """The cut before or behind the playhead."""
        starts = [part.start for part in self.screening.parts] if self.screening is not None else []
        frame = self.player.frame
        place = bisect_left(starts, frame) - 1 if way < 0 else bisect_right(starts, frame)
        if not starts or place < 0:
            return 0
        return starts[place] if place < len(starts) else self.player.frames - 1

    # -- the film ------------------------------------------------------------------------------------------------------

    def film_shown(self, shown: Shown | None) -> None:
        if shown is None:
            self._screenings.forget()
            self.screening = None
            self.player.unload()
            self.screened(None)
            return
        if shown.cause == "opened":
            self._screenings.forget()
        self.player.wait()
        self._screenings.want(Wanted(self.studio.film.root, shown.film, shown.standing, shown.timeline))

    def entered(self) -> None:
        """Another page may have played something else meanwhile."""
        if self.screening is not None and self.player.screening is not self.screening and not self._screenings.busy:
            self.player.load(self.screening)

    def _ready(self, _wanted: Wanted, screening: Screening) -> None:
        self.screening = screening
        if self.isVisible():
            self.player.load(screening)
        self.screened(screening)
        self.studio.commands.refresh_soon()

    def _not_ready(self, _wanted: Wanted, why: AiprodError) -> None:
        self.player.give_up()
        self.studio.messages.error(why, about="screening")
        self.screened(self.screening)

    def screened(self, screening: Screening | None) -> None:
        """The film is ready to be played, as it is now; None: there is none."""
