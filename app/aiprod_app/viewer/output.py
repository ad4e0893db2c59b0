# SPDX-License-Identifier: Apache-2.0
"""Sound to the machine's own output, by PortAudio; its clock is the one that a film is played by."""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import Any

from PySide6.QtCore import QCoreApplication

from aiprod.film.errors import UserError
from aiprod.media.audio import SAMPLE_RATE
from aiprod.rendering.playing_sound import BLOCK, CHANNELS, Pull

_SILENT_FOR_S = 1.5
"""A device that has asked for nothing for so long is gone."""
_HASTE, _HEAD_START_S = 1.5, 1.0
_KEPT = 256
"""Calls over which the least offset between both clocks is taken: what is more is waiting, not time."""


class DeviceOutput:
    """The system's sound output (`aiprod.rendering.playing_sound.Output`). Used on the sound thread of a playback.

    Args:
        device: PortAudio's number or name; None is the system's choice.
    """

    def __init__(self, device: int | str | None = None) -> None:
        self._device = device
        self._stream: Any = None
        self._pull: Pull | None = None
        self._offsets: deque[float] = deque(maxlen=_KEPT)
        self._called_at = self._begun_at = 0.0
        self._taken = 0
        self.sample_rate = SAMPLE_RATE

    def start(self, pull: Pull) -> None:
        """Open the device and begin. Raises UserError where there is none, or it takes no stereo."""
        self._pull = pull
        self._offsets.clear()
        self._called_at = self._begun_at = monotonic()
        self._taken = 0
        try:
            import sounddevice
        except OSError as error:  # the library that it speaks through is missing
            raise _unheard(str(error)) from error
        try:
            self._stream = self._opened(sounddevice)
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            self.stop()
            _look_again(sounddevice)
            raise _unheard(_said(error)) from error

    def _opened(self, sounddevice: Any) -> Any:
        """A stream at 48 kHz, or where the device refuses that, at its own rate."""
        try:
            return self._stream_at(sounddevice, SAMPLE_RATE)
        except sounddevice.PortAudioError:
            own = round(float(sounddevice.query_devices(self._device, "output")["default_samplerate"]))
            if own == self.sample_rate:
                raise
            return self._stream_at(sounddevice, own)

    def _stream_at(self, sounddevice: Any, rate: int) -> Any:
        stream = sounddevice.OutputStream(
            samplerate=rate, blocksize=BLOCK, device=self._device, channels=CHANNELS, dtype="float32", latency="high",
            callback=self._called,
        )  # fmt: skip
        self.sample_rate = rate
        return stream

    def _called(self, out: Any, _count: int, times: Any, _status: Any) -> None:
        """PortAudio wants the next block: on its own thread, in a hurry."""
        now = self._called_at = monotonic()
        self._taken += 1
        if self._runs_away(now):
            out[:] = 0
            return
        current, heard = float(times.currentTime), float(times.outputBufferDacTime)
        if current > 0:
            self._offsets.append(now - current)
        ahead = heard - current if 0 < current <= heard < current + 2 else float(self._stream.latency)
        at = (current + min(self._offsets) if self._offsets else now) + ahead
        assert self._pull is not None
        out[:] = self._pull(at)

    def _runs_away(self, now: float) -> bool:
        """Whether it takes sound much faster than it could be heard: some outputs that lead nowhere do."""
        return self._taken * BLOCK / self.sample_rate > _HASTE * (now - self._begun_at) + _HEAD_START_S

    def stop(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.abort(ignore_errors=True)
            stream.close(ignore_errors=True)

    def time(self) -> float:
        return monotonic()

    def lost(self) -> str:
        """Why the device is silent although it was started; "" while all is well."""
        if self._stream is None:
            return ""
        if not self._stream.active or monotonic() - self._called_at > _SILENT_FOR_S:
            return QCoreApplication.translate("Output", "the device takes no more sound")
        if self._runs_away(monotonic()):
            return QCoreApplication.translate("Output", "the device keeps no time")
        return ""


def _unheard(why: str) -> UserError:
    return UserError("There is no sound", why, "Connect headphones or loudspeakers, then play again.")


def _look_again(sounddevice: Any) -> None:
    """PortAudio sees the devices that there were when it was begun: it is begun again, for the next try."""
    sounddevice._terminate()
    sounddevice._initialize()


def _said(error: Exception) -> str:
    """PortAudio's words alone."""
    return str(error.args[0]) if error.args else str(error)
