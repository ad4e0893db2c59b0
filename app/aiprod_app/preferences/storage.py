# SPDX-License-Identifier: Apache-2.0
"""Proxies and rendered pieces, and the versions that are kept of films."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QSpinBox

from aiprod.film.errors import UserError
from aiprod.film.files import data_home
from aiprod_app.preferences.form import PreferencePage

_GB = 1 << 30


@dataclass(frozen=True)
class CacheState:
    """What the cache takes, may take, and what is free on its disk, in bytes."""

    used: int
    limit: int
    free: int


class StoragePage(PreferencePage):
    """What AIPROD keeps beside the films."""

    def build(self) -> None:
        self.title(self.tr("Storage"))
        self.limit = QSpinBox()
        self.limit.setRange(1, 4_000)
        self.limit.setSuffix(self.tr(" GB"))
        self.limit.setEnabled(False)
        self.limit.editingFinished.connect(self._limit)
        self.row(
            self.tr("&Proxies and rendered pieces"), self.limit,
            self.tr("Playback and exports use them again instead of making them anew. The oldest go first."),
        )  # fmt: skip
        self.used = QLabel(self.tr("Looking…"))
        self.column.addWidget(self.used)
        self.empty = QPushButton(self.tr("Empty it…"))
        self.empty.setAutoDefault(False)
        self.empty.clicked.connect(self._ask)
        self.column.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignLeft)
        self.line()
        self.versions = QSpinBox()
        self.versions.setRange(5, 500)
        self.versions.setSingleStep(5)
        self.versions.setValue(self.studio.settings.now.versions_every)
        self.versions.valueChanged.connect(lambda value: self.studio.settings.change(versions_every=value))
        self.row(
            self.tr("&Edits between two versions"), self.versions,
            self.tr("Every edit is on the disk at once and can be undone for ever. A version is a copy of the film’s document, "
                    "kept when the film is opened and closed and after so many edits: what you go back to after a disaster."),
        )  # fmt: skip

    def shown(self) -> None:
        self.studio.background.run(cache_state, self._have, self.studio.messages.error, owner=self)

    def _have(self, state: CacheState) -> None:
        self.limit.setValue(round(state.limit / _GB))
        self.limit.setEnabled(True)
        words = self.tr("{used} GB are used now; {free} GB are free on this disk.")
        self.used.setText(words.format(used=_gb(state.used), free=_gb(state.free)))
        self.empty.setEnabled(state.used > 0)

    def _limit(self) -> None:
        from aiprod.rendering.cache_limit import set_limit

        limit = self.limit.value() * _GB
        self.studio.background.run(lambda: set_limit(_folder(), limit), None, self.studio.messages.error, owner=self)

    def _ask(self) -> None:
        box = QMessageBox(
            QMessageBox.Icon.Question, self.tr("Empty the cache"), self.tr("Empty the cache?"), parent=self.window()
        )
        box.setInformativeText(self.tr("No film is harmed: what is needed is made again, which takes time."))
        yes = box.addButton(self.tr("Empty"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.buttonClicked.connect(lambda button: self._empty() if button is yes else None)
        box.open()

    def _empty(self) -> None:
        self.empty.setEnabled(False)
        self.studio.forget_proxies()
        self.studio.background.run(empty_cache, self._have, self.studio.messages.error, owner=self)


def _folder() -> Path:
    return data_home() / "cache"


def cache_state() -> CacheState:
    """Looks at every file of the cache."""
    import shutil

    from aiprod.rendering.cache_limit import limit_bytes

    place = next(path for path in (_folder(), *_folder().parents) if path.exists())
    return CacheState(sum(_size(path) for path in _pieces()), limit_bytes(_folder()), shutil.disk_usage(place).free)


def empty_cache() -> CacheState:
    """Remove every piece. Pieces that are being read elsewhere stay until they are closed."""
    try:
        for path in _pieces():
            path.unlink(missing_ok=True)
    except OSError as error:
        raise UserError("The cache could not be emptied", str(error), "Try again when nothing is being made.") from error
    return cache_state()


def _pieces() -> list[Path]:
    folders = (_folder() / name for name in ("segments", "proxies"))
    return [path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_file()]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _gb(size: int) -> str:
    """With one digit, as the language writes it."""
    from PySide6.QtCore import QLocale

    return QLocale().toString(size / _GB, "f", 1)
