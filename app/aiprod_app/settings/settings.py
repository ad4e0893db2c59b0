# SPDX-License-Identifier: Apache-2.0
"""The settings: one versioned object in one file, written whole, read at any older version.

It is a plain dataclass: the window waits for it, and the film's schemas take long to load.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, ClassVar, Literal

from PySide6.QtCore import QObject, Signal

from aiprod.film.errors import AiprodError, UserError
from aiprod.film.files import data_home, read_json, write_json
from aiprod_app.background import Background

_Fields = dict[str, Any]
_UPGRADES: Mapping[int, Callable[[_Fields], _Fields]] = {1: lambda fields: fields}
"""Version → what makes the next one of its fields. The second has `remember_choices` too."""


@dataclass(frozen=True)
class Settings:
    """What the user chose, and where things were left. To change its shape, raise `version` and add to `_UPGRADES`."""

    version: ClassVar[int] = 2
    language: Literal["", "en", "fr"] = ""
    """Empty follows the system."""
    theme: Literal["system", "dark", "light", "contrast"] = "dark"
    keymap: Literal["aiprod", "resolve", "premiere"] = "aiprod"
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The user's own keys, by command."""
    recent: tuple[str, ...] = ()
    """Film folders, the last one first."""
    films: str = ""
    """Where new films are made; empty: the engine's usual place."""
    versions_every: int = 25
    """Edits between two kept versions of a film, 5–500."""
    remember_choices: bool = True
    """Whether a film keeps which of two takes was chosen, in its own folder."""
    first_run_done: bool = False
    window: str = ""
    """Geometry, as Qt writes it, in hexadecimal."""
    layout: dict[str, str] = field(default_factory=dict)
    """Splitters and columns, by name, as Qt writes them, in hexadecimal."""
    page: str = "script"
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What pages remember for themselves, by page."""
    open_film: str = ""
    """The film that was open; empty after it was closed in order."""

    def __post_init__(self) -> None:
        for item in fields(self):
            if not _FITS[item.name](getattr(self, item.name)):
                raise UserError("The settings can't be used", f"{item.name} can't be {getattr(self, item.name)!r}")

    def changed(self, **values: Any) -> Settings:
        """A checked copy with some fields replaced. Raises UserError for a value that a setting can't have."""
        return replace(self, **values)

    def to_json(self) -> dict[str, Any]:
        """As JSON data, with its schema's label."""
        return {"schema": f"Settings.{self.version}", **asdict(self)}

    @classmethod
    def from_json(cls, data: Any) -> Settings:
        """Read any known version. Raises UserError for what is newer, or no settings."""
        name, _, version = str(data.get("schema", "")).partition(".") if isinstance(data, dict) else ("", "", "")
        if name != "Settings" or not (version.isascii() and version.isdigit() and int(version)):
            raise UserError("The settings can't be read", "the file holds something else")
        if int(version) > cls.version:
            raise UserError("The settings were written by a newer AIPROD", f"version {version}", "Update AIPROD.")
        values = {key: value for key, value in data.items() if key != "schema"}
        for step in range(int(version), cls.version):
            values = _UPGRADES[step](values)
        unknown = values.keys() - {item.name for item in fields(cls)}
        if unknown:
            raise UserError("The settings can't be read", f"{', '.join(sorted(unknown))} is not known")
        return cls(**{name: _thawed(name, value) for name, value in values.items()})


def _thawed(name: str, value: Any) -> Any:
    """JSON's lists as the tuples that they were."""
    if name == "recent" and isinstance(value, list):
        return tuple(value)
    if name == "keys" and isinstance(value, dict):
        return {command: tuple(keys) if isinstance(keys, list) else keys for command, keys in value.items()}
    return value


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _texts(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, str) for item in value)


def _table_of(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, dict) and all(isinstance(key, str) and fits(item) for key, item in value.items())


_FITS: Mapping[str, Callable[[Any], bool]] = {
    "language": ("", "en", "fr").__contains__, "theme": ("system", "dark", "light", "contrast").__contains__,
    "keymap": ("aiprod", "resolve", "premiere").__contains__, "keys": _table_of(_texts), "recent": _texts, "films": _is_text,
    "versions_every": lambda value: type(value) is int and 5 <= value <= 500, "first_run_done": lambda v: isinstance(v, bool),
    "remember_choices": lambda v: isinstance(v, bool),
    "window": _is_text, "layout": _table_of(_is_text), "page": _is_text, "pages": _table_of(lambda v: isinstance(v, dict)),
    "open_film": _is_text,
}  # fmt: skip
"""Field → whether a value fits it."""


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
        """Called once, before there is a window; whatever is wrong with the file, it stands."""
        try:
            if not self.path.is_file():
                return Settings()
            return Settings.from_json(read_json(self.path))
        except OSError as error:
            self.trouble = UserError("The settings can't be read", error.strerror or str(error), f"Look at {self.path.parent}.")
        except AiprodError as error:
            self.trouble = error
            with suppress(OSError):
                self.path.replace(self.path.with_suffix(".unreadable.json"))
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
