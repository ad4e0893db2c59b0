# SPDX-License-Identifier: Apache-2.0
"""The console's meters while the film plays: every bus on its strip, every channel of the finished mix on the master."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from aiprod.film.errors import AiprodError
from aiprod.film.mix import Bus
from aiprod_app.pages.mix.levels import SAMPLE_RATE, Ears, Levels
from aiprod_app.pages.mix.strip import ChannelStrip, MasterStrip
from aiprod_app.timeline.desk import Desk

if TYPE_CHECKING:
    from aiprod.production.screening import Screening
    from aiprod_app.studio import Studio

_EVERY_MS = 50


class Metering(QObject):
    """Hears the buses up to the playhead and shows what it heard.

    Args:
        trims: what is being moved, in dB, by bus.
        page: nothing is heard while it isn't seen.
    """

    def __init__(
        self, studio: Studio, strips: Mapping[Bus, ChannelStrip], master: MasterStrip, trims: Callable[[], Mapping[Bus, float]],
        page: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._studio, self._strips, self._master, self._trims, self._page = studio, strips, master, trims, page
        self._ears: Ears | None = None
        self._levels: Desk[Levels] = Desk(studio.background, self, self._heard)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._listen)

    def open(self, screening: Screening | None) -> None:
        """Hear another film, or the film as it is now; None: nothing."""
        old, self._ears = self._ears, None
        if old is not None:
            self._studio.background.run(old.close)
        if screening is not None and screening.frames:
            film = self._studio.film
            mix = film.standing.mix if film.is_open and screening.sound.finished else None
            self._ears = Ears(screening.sound, mix.path if mix is not None else None)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _listen(self) -> None:
        """Have the buses metered up to the playhead."""
        ears, player = self._ears, self._studio.player
        if ears is None or not self._page.isVisible():
            return
        until, trims = round(player.frame / player.rate.fps * SAMPLE_RATE), self._trims()
        self._levels.ask("levels", lambda: ears.hear(until, trims))

    def _heard(self, _key: Hashable, found: Levels | AiprodError) -> None:
        if isinstance(found, AiprodError):
            return
        for bus, levels in found.buses.items():
            self._strips[bus].meter.show_levels(_for_two(levels))
        if found.programme:
            self._master.show_levels(found.programme)


def _for_two(levels: tuple[float, ...]) -> tuple[float, float]:
    """A bus's channels on the two bars of its strip: left and right, with what belongs to them; the middle on both."""
    if len(levels) < 6:
        return levels[0], levels[-1]
    left, right, centre, _, left_behind, right_behind = levels[:6]
    return max(left, centre, left_behind), max(right, centre, right_behind)
