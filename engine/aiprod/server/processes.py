# SPDX-License-Identifier: Apache-2.0
"""A worker's process, seen from the server: started with its way back, heard, and ended with everything below it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import aiprod
from aiprod.film.errors import EngineError
from aiprod.film.files import disk_errors
from aiprod.observe import process
from aiprod.server.channel import Channel, Door, Header, Link, environment
from aiprod.server.devices import Device

_LOG_BYTES = 4 << 20
_LAST_LINES = 400


class WorkerProcess:
    """One worker process, from its start to its end.

    Args:
        device: what it works for.
        folder: for its log.
        extra: more of its environment.
        path: folders beside the engine's that its Python looks into.
        hear: is called for each message; from another thread.
        gone: is called once, when the connection is over; from another thread.

    Raises:
        EngineError, UserError: it can't be started.
    """

    def __init__(
        self, device: Device, folder: Path, *, extra: Mapping[str, str], path: tuple[str, ...],
        hear: Callable[[Header, bytes], None], gone: Callable[[], None],
    ) -> None:  # fmt: skip
        self.device, self.log = device, folder / f"worker-{device.id.replace(':', '-')}.log"
        self._hear, self._gone = hear, gone
        self._channel: Channel | None = None
        self._door = Door(self._enter, 1)
        try:
            self._popen = self._start(_environment(device, folder, extra, path) | environment(self._door, device.id))
        except BaseException:
            self._door.close()
            raise

    def _start(self, variables: dict[str, str]) -> subprocess.Popen[bytes]:
        """A process group of its own, so that Ctrl-C in the server's terminal does not reach it, and it can be ended whole."""
        with disk_errors(self.log):
            self.log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            too_long = self.log.exists() and self.log.stat().st_size > _LOG_BYTES
            output = self.log.open("wb" if too_long else "ab")
        flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
        try:
            return subprocess.Popen(
                [sys.executable, "-m", "aiprod.server.worker"], env=variables, stdin=subprocess.DEVNULL, stdout=output,
                stderr=output, start_new_session=True, creationflags=flags,
            )  # fmt: skip
        except OSError as error:
            raise EngineError("A worker process can't be started", str(error), "Free some memory or processes.") from error
        finally:
            output.close()

    def _enter(self, link: Link) -> None:
        self._channel = channel = Channel(link, self._hear, self._gone, name=f"worker-{self.device.id}")
        channel.start()

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def ended(self) -> bool:
        """Whether the process is over."""
        return self._popen.poll() is not None

    def send(self, header: Mapping[str, object]) -> None:
        """Say something; lost when the worker is not there (any more)."""
        if self._channel is not None:
            self._channel.send(header)

    def kill(self) -> None:
        """End it and everything it started, now, whatever it is doing."""
        if os.name == "nt":
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(self.pid)], capture_output=True, check=False)
        elif self._popen.returncode is None:  # once it was waited for, its number may be another's
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        self._door.close()
        if self._channel is not None:
            self._channel.close()

    def wait(self, timeout_s: float) -> bool:
        """Wait until it is over, at most so long. Returns whether it is. Blocks: call it in a thread."""
        late = time.monotonic() + timeout_s
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(max(late - time.monotonic(), 0))
        return self.ended

    def last_words(self) -> str:
        """The end of its log, in one line: why it did not start, for people."""
        try:
            lines = self.log.read_text("utf-8", errors="replace")[-_LAST_LINES:].strip().splitlines()
        except OSError:
            return ""
        return lines[-1] if lines else ""


def _environment(device: Device, folder: Path, extra: Mapping[str, str], path: tuple[str, ...]) -> dict[str, str]:
    engine = str(Path(aiprod.__file__).resolve().parents[1])
    before = os.environ.get("PYTHONPATH", "")
    places = [engine, *path, *(part for part in before.split(os.pathsep) if part and part != engine)]
    return {
        **os.environ, **process.environment(folder), "PYTHONPATH": os.pathsep.join(places), "PYTHONUNBUFFERED": "1",
        "CUDA_VISIBLE_DEVICES": device.visible, **extra,
    }  # fmt: skip
