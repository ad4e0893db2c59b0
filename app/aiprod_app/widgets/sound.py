# SPDX-License-Identifier: Apache-2.0
"""Short sounds to listen to: a recorded line, a sample of a voice. Read and played off the interface thread."""

from __future__ import annotations

import io
import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from aiprod.film.errors import AiprodError, UserError
from aiprod_app.background import Background, Task

_BLOCK = 2_048


class Sound(QObject):
    """Plays one sound at a time.

    Signals:
        playing: the name of what is heard now; "" when it has ended.
        failed: an AiprodError: there is no device, or the file can't be read.
    """

    playing = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = Background(1, "sound", self)
        self._stop = threading.Event()
        self._task: Task | None = None
        self.name = ""

    def play(self, source: Path | bytes, name: str) -> None:
        """Play a sound file, or its bytes, instead of what plays now."""
        self.stop()
        self._stop = stop = threading.Event()
        self._is(name)
        self._task = self._thread.run(lambda: play(source, stop), lambda _none: self._ended(stop), self._failed, owner=self)

    def stop(self) -> None:
        """Silence."""
        self._stop.set()
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._is("")

    def _ended(self, stop: threading.Event) -> None:
        if stop is self._stop:
            self._is("")

    def _failed(self, error: AiprodError) -> None:
        self._is("")
        self.failed.emit(error)

    def _is(self, name: str) -> None:
        if name != self.name:
            self.name = name
            self.playing.emit(name)

    def close(self) -> None:
        self.stop()
        self._thread.close()


def play(source: Path | bytes, stop: threading.Event) -> None:
    """Play until the end or until `stop` is set. Raises UserError where it can't be read or heard."""
    import soundfile

    try:
        with soundfile.SoundFile(io.BytesIO(source) if isinstance(source, bytes) else str(source)) as file:
            _heard(file, stop)
    except soundfile.LibsndfileError as error:
        raise UserError("The sound can't be read", str(error), "Have it made again.") from error


def _heard(file: object, stop: threading.Event) -> None:
    import soundfile

    assert isinstance(file, soundfile.SoundFile)
    try:
        import sounddevice

        with sounddevice.OutputStream(samplerate=file.samplerate, channels=file.channels, dtype="float32") as stream:
            while not stop.is_set():
                block = file.read(_BLOCK, dtype="float32", always_2d=True)
                if not len(block):
                    break
                stream.write(block)
    except (OSError, ValueError) as error:
        raise _no_device(error) from error
    except Exception as error:
        if type(error).__name__ != "PortAudioError":
            raise
        raise _no_device(error) from error


def _no_device(error: Exception) -> UserError:
    return UserError(
        "It can't be heard", f"no sound device can be opened ({error})", "Connect loudspeakers or headphones and try again."
    )
