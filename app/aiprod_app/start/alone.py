# SPDX-License-Identifier: Apache-2.0
"""Whether another desktop of this user runs. A lock says so, cheaply; only where it is held is the other one talked to
(`instance.py`), which takes the network's classes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLockFile

from aiprod.film.errors import UserError
from aiprod.film.files import data_home

_NAME = "desktop.lock"


class Alone:
    """The lock of this user's desktop: one for each data folder. Qt takes over one that a killed desktop left behind."""

    def __init__(self, home: Path | None = None) -> None:
        folder = home or data_home()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(
                f"{folder} can't be used", error.strerror or str(error), "Name another folder with AIPROD_HOME."
            ) from error
        self._lock = QLockFile(str(folder / _NAME))
        self._lock.setStaleLockTime(0)

    def take(self) -> bool:
        """Take the lock. False where another desktop holds it; where the folder can't be written, nobody is in the way."""
        return self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError

    def give_back(self) -> None:
        """Let another one be the first."""
        self._lock.unlock()
