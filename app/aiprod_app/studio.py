# SPDX-License-Identifier: Apache-2.0
"""What every part of the desktop has at hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from aiprod.film.files import films_home
from aiprod.film.messages import translated
from aiprod_app.background import Background
from aiprod_app.commands.keymaps import keymap
from aiprod_app.commands.registry import Commands
from aiprod_app.engine.link import EngineLink
from aiprod_app.film.session import FilmSession
from aiprod_app.jobs.model import Jobs
from aiprod_app.messages import Messages
from aiprod_app.recovery.keeper import VersionKeeper
from aiprod_app.recovery.opening import Opening
from aiprod_app.settings.settings import SettingsStore

if TYPE_CHECKING:
    from aiprod.client.finding import Locate
    from aiprod_app.viewer.player import Player


class Studio(QObject):
    """The parts that pages share. Made on the interface thread, before the window.

    Signals:
        page_asked: the key of a page to go to.
        jobs_asked: the jobs shall be shown.

    Attributes:
        settings: what the desktop remembers.
        background: threads for short work.
        commands: everything that can be done by key or menu.
        messages: what the user is told.
        engine: the engine server.
        film: the open film.
        jobs: the engine's jobs, as they stand.
        opening: opens films, and says what is wrong with those that can't be.
    """

    page_asked = Signal(str)
    jobs_asked = Signal()

    def __init__(self, settings: SettingsStore, *, start_engine: bool = True, locate: Locate | None = None) -> None:
        super().__init__()
        self.settings = settings
        settings.setParent(self)
        self.background = Background(2, "background", self)
        chosen = keymap(settings.now.keymap).with_changes(settings.now.keys)
        self.commands = Commands(chosen, self)
        self.messages = Messages(self)
        self.engine = EngineLink(start=start_engine, locate=locate, parent=self)
        self.film = FilmSession(self)
        self.jobs = Jobs(self.engine, self.messages, self)
        self.opening = Opening(self)
        self.versions = VersionKeeper(self)
        self._player: Player | None = None
        self._connect()

    def _connect(self) -> None:
        self.engine.failed.connect(self.messages.error)
        self.film.refused.connect(self.messages.error)
        self.settings.refused.connect(lambda error: self.messages.error(error, about="settings"))
        self.jobs.ended.connect(self._look_at_film)
        self.film.opened.connect(lambda _shown: self.jobs.follow_film(self.film.root))

    def _look_at_film(self, _job: object) -> None:
        if self.film.is_open:
            self.film.refresh()

    @property
    def player(self) -> Player:
        """Plays the open film; made when it is first wanted."""
        if self._player is None:
            from aiprod_app.viewer.player import Player

            self._player = Player(self)
        return self._player

    def forget_proxies(self) -> None:
        """Proxies are about to be removed: nothing plays from them any more."""
        if self._player is not None and self._player.proxies is not None:
            self._player.proxies.forget()

    def open_film(self, root: Path) -> None:
        """Open a film folder; it is remembered as recent."""
        self.opening.open(root)

    @property
    def films_folder(self) -> Path:
        """Where new films are made."""
        chosen = self.settings.now.films
        return Path(chosen) if chosen else films_home()

    def go_to(self, page: str) -> None:
        """Show a page."""
        self.page_asked.emit(page)

    def begin(self) -> None:
        """Find the engine; to be called once the window stands."""
        self.engine.open()
        self.jobs.begin()
        self.background.run(lambda: translated(".", "fr"))

    def end(self) -> None:
        """Everything is written, every thread ends; the engine and its jobs go on."""
        if self._player is not None:
            self._player.close()
        self.jobs.close()
        self.engine.close()
        self.film.end()
        self.background.close()
        self.settings.close()
