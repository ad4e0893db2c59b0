# SPDX-License-Identifier: Apache-2.0
"""Duties that misbehave, each in its own way. They run in real worker processes."""

import errno
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from aiprod.film.errors import DiskFullError, EngineError, UserError
from aiprod.server.duties import Context

ERRORS: dict[str, BaseException] = {
    "user": UserError("It can't be made", "it is too long", "Make it shorter."),
    "engine": EngineError("It broke"),
    "disk": DiskFullError("x can't be written", "the disk is full"),
    "enospc": OSError(errno.ENOSPC, "No space left on device"),
    "memory": MemoryError("too much"),
    "bug": ValueError("a fault of ours"),
    "exit": SystemExit(3),
}


def fail(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Fail in a given way, as often as asked, then succeed."""
    if context.attempt <= int(arguments.get("times", 1)):
        raise ERRORS[arguments["how"]]
    return {"attempt": context.attempt, "degrade": arguments.get("degrade", 0)}


def die(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """End the worker process without a word, as often as asked."""
    if context.attempt <= int(arguments.get("times", 1)):
        os.kill(os.getpid(), signal.SIGKILL)
    return {"attempt": context.attempt}


def mute(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Stand still as a whole process at the first attempt: alive, but silent."""
    if context.attempt == 1:
        os.kill(os.getpid(), signal.SIGSTOP)
    return {"attempt": context.attempt}


def deaf(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Start a process below, and never listen to anything again."""
    below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    context.progress({"step": "deaf", "done": below.pid})
    threading.Event().wait()
    return {}


def not_json(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    return {"value": float("nan")}


def fill(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """Write until the disk is full."""
    from aiprod.film.files import disk_errors

    path = Path(arguments["path"])
    with disk_errors(path), path.open("wb") as stream:
        for _ in range(1024):
            stream.write(bytes(1 << 20))
            stream.flush()
    return {}


def environment(arguments: dict[str, Any], context: Context) -> dict[str, Any]:
    """What a duty can find out about its process."""
    heavy = [name for name in ("numpy", "sqlalchemy", "fastapi") if name in sys.modules]
    return {
        "secrets": [name for name in os.environ if name.startswith("AIPROD_WORKER")], "arguments": sys.argv[1:],
        "leader": os.getpgrp() == os.getpid(), "heavy": heavy,
        "device": os.environ.get("CUDA_VISIBLE_DEVICES"), "database": os.environ.get("AIPROD_DATABASE"),
    }  # fmt: skip
