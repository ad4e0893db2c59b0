# SPDX-License-Identifier: Apache-2.0
"""Keeps versions of the open film: when it is opened, every so many edits, and when it is closed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from aiprod.film.errors import AiprodError

if TYPE_CHECKING:
    from aiprod.film.film import Film
    from aiprod_app.film.session import Shown
    from aiprod_app.studio import Studio


class VersionKeeper(QObject):
    """Follows the open film. The copies are written on a background thread; a disk that refuses one is told of once a film."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._studio = studio
        self._root: Path | None = None
        self._film: Film | None = None
        self._kept = 0
        self._told = False
        studio.film.changed.connect(self._changed)
        studio.film.closed.connect(self._closed)

    def _changed(self, shown: Shown) -> None:
        self._film = shown.film
        if shown.cause == "opened":
            self._root, self._told = self._studio.film.root, False
            self._keep()
        elif abs(shown.film.edits - self._kept) >= self._studio.settings.now.versions_every:
            self._keep()

    def _closed(self) -> None:
        if self._film is not None and self._film.edits != self._kept:
            self._keep()
        self._root = self._film = None

    def _keep(self) -> None:
        from aiprod.film import versions

        root, film = self._root, self._film
        if root is not None and film is not None:
            self._kept = film.edits
            self._studio.background.run(partial(versions.keep, root, film), None, self._refused)

    def _refused(self, error: AiprodError) -> None:
        if not self._told:
            self._told = True
            text = self.tr("No version of this film could be kept")
            self._studio.messages.tell("warning", text, error.why, about="versions")
