# SPDX-License-Identifier: Apache-2.0
"""The settings: one versioned object in one file, written whole, read at any older version."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import Field
from PySide6.QtCore import QObject, Signal

from aiprod.film.base import FilmObject
from aiprod.film.errors import AiprodError
from aiprod.film.files import data_home, read_json, write_json
from aiprod_app.background import Background


class Settings(FilmObject):
    """What the user chose, and where things were left. To change its shape, raise `version` and register an upgrade."""

    version: ClassVar[int] = 1
    language: Literal["", "en", "fr"] = ""
    """Empty follows the system."""
    theme: Literal["system", "dark", "light", "contrast"] = "dark"
    keymap: Literal["aiprod", "resolve", "premiere"] = "aiprod"
    keys: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """The user's own keys, by command."""
    recent: tuple[str, ...] = ()
    """Film folders, the last one first."""
    films: str = ""
    """Where new films are made; empty: the engine's usual place."""
    versions_every: int = Field(default=25, ge=5, le=500)
    """Edits between two kept versions of a film."""
    first_run_done: bool = False
    window: str = ""
    """Geometry, as Qt writes it, in hexadecimal."""
    layout: dict[str, str] = Field(default_factory=dict)
    """Splitters and columns, by name, as Qt writes them, in hexadecimal."""
    page: str = "script"
    pages: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """What pages remember for themselves, by page."""
    open_film: str = ""
    """The film that was open; empty after it was closed in order."""


class SettingsStore(QObject):
    """The settings in memory and on disk. Writing happens off the interface thread.

    Signals:
        changed: the new Settings.
        refused: an AiprodError: they could not be read (and were set aside) or written.
    """

    changed = Signal(object)
    refused = Signal(object)

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path or data_home() / "desktop" / "settings.json"
        self._thread = Background(1, "settings", self)
        self.trouble: AiprodError | None = None
        """Why the file was not used, if it was not."""
        self.now = self._read()

    def _read(self) -> Settings:
        """Called once, before there is a window."""
        if not self.path.is_file():
            return Settings()
        try:
            return Settings.from_json(read_json(self.path))
        except AiprodError as error:
            self.trouble = error
            aside = self.path.with_suffix(".unreadable.json")
            with suppress(OSError):
                self.path.replace(aside)
            return Settings()

    def change(self, **fields: Any) -> Settings:
        """Change some of them; they are on disk a moment later."""
        after = self.now.changed(**fields)
        if after != self.now:
            self.now = after
            self._thread.run(lambda: write_json(self.path, after.to_json()), None, self.refused.emit)
            self.changed.emit(after)
        return after

    def page(self, key: str) -> dict[str, Any]:
        """What a page remembers."""
        return dict(self.now.pages.get(key, {}))

    def remember(self, key: str, **fields: Any) -> None:
        """Have a page remember something: JSON data only."""
        self.change(pages={**self.now.pages, key: {**self.now.pages.get(key, {}), **fields}})

    def close(self) -> None:
        """What was changed last is written first."""
        self._thread.close(finish=True)
