# SPDX-License-Identifier: Apache-2.0
"""Proxies, made behind the user's back: one thread of low priority, which rests while the film plays and stops when told to."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from aiprod.film.errors import AiprodError, Stopped, UserError

if TYPE_CHECKING:
    from aiprod.production.screening import Screening
    from aiprod.rendering.proxies import Proxies
    from aiprod_app.viewer.player import Player

WIDEST = 960
"""Footage that is wider gets a proxy."""
_NICE = 15


class ProxyMaker(QObject):
    """Makes the proxies of whatever a player plays, the footage nearest to the playhead first, and gives them to it.

    Signals:
        made: how many of the footage that needs a proxy have one, and how many need one.
        failed: an AiprodError: a proxy could not be made (that footage is played as it is).
    """

    made = Signal(int, int)
    failed = Signal(object)
    _known = Signal()

    def __init__(self, player: Player, folder: Path | None = None, parent: QObject | None = None) -> None:
        """
        Args:
            folder: where proxies are kept; by default in AIPROD's own place.
        """
        super().__init__(parent or player)
        self._player, self._folder = player, folder
        self._asked: tuple[Screening, int] | None = None
        self._wanted: dict[str, Path] = {}
        self._have: dict[str, Path] = {}
        self._seen: set[str] = set()
        self._changed, self._stop = threading.Condition(), threading.Event()
        self._may_work, self._closed = threading.Event(), False
        self._may_work.set()
        self._thread = threading.Thread(target=self._run, name="proxies", daemon=True)
        self._known.connect(self._give)
        player.loaded.connect(self._loaded)
        player.speed_changed.connect(self._speed)
        self._thread.start()
        self._loaded(player.screening)

    def close(self) -> None:
        """Stop, at once."""
        self._stop.set()
        self._may_work.set()
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    def forget(self) -> None:
        """They are about to be removed: the player shows the footage itself, until a film is next loaded."""
        with self._changed:
            self._wanted, self._have, self._seen = {}, {}, set()
        self._player.set_proxies({})

    # -- on the interface thread ---------------------------------------------------------------------------------------

    def _loaded(self, screening: Screening | None) -> None:
        with self._changed:
            self._asked = (screening, self._player.frame) if screening is not None else None
            self._wanted = {}
            self._changed.notify_all()

    def _give(self) -> None:
        self._player.set_proxies(dict(self._have))

    def _speed(self, speed: float) -> None:
        if speed:
            self._may_work.clear()
        else:
            self._may_work.set()

    # -- on the thread -------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        with suppress(OSError, AttributeError):  # where threads have no priorities of their own, it is worked all the same
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._asked is not None or self._next() is not None)
                if self._closed:
                    return
                asked, self._asked = self._asked, None
                found = self._next()
            if asked is not None:
                self._wanted = _footage(*asked)
            elif found is not None:
                self._seen.add(found[0])
                self._work(*found)

    def _next(self) -> tuple[str, Path] | None:
        return next(((media, path) for media, path in self._wanted.items() if media not in self._seen), None)

    def _kept(self) -> Proxies:
        """Those there are. The limit is the one that is chosen now."""
        from aiprod.film.files import data_home
        from aiprod.rendering.cache import SegmentCache
        from aiprod.rendering.cache_limit import limit_bytes
        from aiprod.rendering.proxies import Proxies

        folder = self._folder or data_home() / "cache" / "proxies"
        return Proxies(SegmentCache(folder, limit_bytes(folder.parent)))

    def _work(self, media: str, path: Path) -> None:
        have = self._have
        try:
            if not self._is_wide(path):
                return
            proxies = self._kept()
            found = proxies.find(media) or self._made(proxies, media, path)
        except Stopped:
            return
        except AiprodError as error:
            self.failed.emit(error)
            return
        have[media] = found
        self._known.emit()
        self.made.emit(len(have), len(self._wanted))

    def _is_wide(self, path: Path) -> bool:
        from aiprod.media.opening import open_media

        self._may_work.wait()
        try:
            with open_media(path) as container:
                return bool(container.streams.video) and max(container.streams.video[0].width, 0) > WIDEST
        except Exception as error:  # PyAV has many errors, and every one of them means the same here
            raise UserError(f"{path.name} can't be read as a video", str(error), "Check that the file is whole.") from error

    def _made(self, proxies: Proxies, media: str, path: Path) -> Path:
        return proxies.of(path, media, stop=self._stop, progress=lambda _done: self._rest())

    def _rest(self) -> None:
        """While the film plays, the machine is its own."""
        self._may_work.wait()


def _footage(screening: Screening, frame: int) -> dict[str, Path]:
    """The film files of a screening, those nearest to a frame first."""
    from aiprod.rendering.stills import is_still

    far: dict[str, tuple[int, Path]] = {}
    for segment in screening.segments:
        away = max(segment.start - frame, frame - segment.start - segment.frames, 0)
        for source in (segment.outgoing, segment.incoming):
            if source is not None and away < far.get(source.media, (1 << 62, Path()))[0]:
                far[source.media] = (away, Path(source.path))
    near = sorted(far.items(), key=lambda item: item[1][0])
    return {media: path for media, (_, path) in near if not is_still(path)}
