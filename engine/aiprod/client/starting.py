# SPDX-License-Identifier: Apache-2.0
"""Starting the engine when none runs. It outlives the program that started it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from aiprod.client.finding import Endpoint, ImpostorError, NoEngineError, of_this_user
from aiprod.film.errors import EngineError
from aiprod.wire.discovery import server_folder

START_S = 60.0
"""How long a start may take: the first one prepares the database and looks at the devices."""
_LOOK_S = 0.05
_SAID = 2_000


async def ensure_server(*, path: Path | None = None, command: Sequence[str] = (), timeout_s: float = START_S) -> Endpoint:
    """The engine of this user: the one that runs, or one that is started now. Programs that start it at once get the same.

    Args:
        path: its discovery file, if not the usual one.
        command: what starts it; by default `aiprod serve` of this installation.
        timeout_s: how long to wait for it.

    Raises:
        EngineError: it did not start; what it said is in the message.
        ImpostorError: something else answers in its place.
    """
    locate = of_this_user(path)
    with suppress(NoEngineError):
        return await locate()
    log = (path.parent if path else server_folder()) / "start.log"
    child = _spawned(command or (sys.executable, "-m", "aiprod.cli", "serve"), log)
    deadline = asyncio.get_running_loop().time() + timeout_s
    last: Exception | None = None
    while asyncio.get_running_loop().time() < deadline:
        try:
            return await locate()
        except (NoEngineError, ImpostorError) as error:
            last = error
        if child.poll() not in (None, 0) and not await _another(locate_path=path):
            raise EngineError("The engine did not start", _last_words(log), f"See {log}.")
        await asyncio.sleep(_LOOK_S)
    raise EngineError("The engine did not start in time", str(last), f"See {log}.")


async def _another(*, locate_path: Path | None) -> bool:
    """Whether another start has won: ours has ended, theirs is on its way."""
    lock = (locate_path.parent if locate_path else server_folder()) / "engine.lock"
    return await asyncio.to_thread(_is_held, lock)


def _is_held(lock: Path) -> bool:
    from filelock import FileLock, Timeout

    if not lock.exists():
        return False
    try:
        with FileLock(lock, timeout=0):
            return False
    except Timeout:
        return True


def _spawned(command: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    """A process of its own: it hears no Ctrl-C of ours and does not end with us."""
    log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        if sys.platform == "win32":
            flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=handle, stderr=handle, creationflags=flags)
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=handle, stderr=handle, start_new_session=True)
    finally:
        os.close(handle)


def _last_words(log: Path) -> str:
    try:
        said = log.read_text("utf-8", "replace").strip()[-_SAID:]
    except OSError:
        said = ""
    return " ".join(said.split()) or "it said nothing"
