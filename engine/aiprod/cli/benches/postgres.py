# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL cluster of one's own, for a bench or a test run: made from installed binaries in a temporary folder, gone
afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = ("/usr/lib/postgresql", "/usr/local/opt/postgresql", "/opt/homebrew/opt/postgresql")
_QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
_PATIENCE_S = 60.0


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl, newest version first; None where PostgreSQL is not installed."""
    found = [folder for place in PLACES for folder in Path(place).glob("*/bin") if (folder / "pg_ctl").is_file()]
    if found:
        return max(found, key=lambda folder: int("".join(filter(str.isdigit, folder.parent.name)) or 0))
    on_path = shutil.which("pg_ctl")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def cluster(programs: Path, *, durable: bool = False) -> Iterator[str]:
    """A running cluster; gives the URL of its superuser without a database name. `durable`: with fsync, as in earnest.

    The server is a child of this process: on Linux it ends with it, however it ended.
    """
    home = Path(tempfile.mkdtemp(prefix="postgres-for-aiprod-"))
    try:
        if _is_root():
            shutil.chown(home, _unprivileged())
        made = ["-D", home / "data", "-U", "aiprod", "-A", "trust", "-E", "UTF8", "--no-locale"]
        _run(programs / "initdb", *made, *(() if durable else ("-N",)))
        with _server(programs, home, () if durable else _QUICK) as port:
            yield f"postgresql+pg8000://aiprod@127.0.0.1:{port}"
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _server(programs: Path, home: Path, settings: tuple[str, ...]) -> Iterator[int]:
    """The server itself, accepting connections; gives its port."""
    port = _free_port()
    options = [f"-c{setting}" for setting in ("listen_addresses=127.0.0.1", "max_connections=200", *settings)]
    command = _as_nobody(programs / "postgres", "-D", home / "data", "-p", port, "-k", home, *options)
    with (home / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd="/") as process:
        try:
            _wait(process, port, home / "log")
            yield port
        finally:
            process.send_signal(signal.SIGQUIT if sys.platform != "win32" else signal.SIGTERM)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Until the server answers."""
    import pg8000.dbapi

    patience = time.monotonic() + _PATIENCE_S
    while process.poll() is None and time.monotonic() < patience:
        try:
            pg8000.dbapi.connect("aiprod", host="127.0.0.1", port=port, database="postgres").close()
            return
        except pg8000.dbapi.Error:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text('utf-8', 'replace')[-1500:]}")


def _run(program: Path, *arguments: object) -> None:
    done = subprocess.run(_as_nobody(program, *arguments), capture_output=True, text=True, cwd="/", check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{program.name} failed: {done.stdout[-500:]}{done.stderr[-1500:]}")


def _as_nobody(program: Path, *arguments: object) -> list[str]:
    """The command, as another user where we are root (PostgreSQL refuses to run as root), and ended with us on Linux."""
    command = [str(program), *map(str, arguments)]
    if shutil.which("setpriv") is None:
        return command
    who = (f"--reuid={_unprivileged()}", "--clear-groups") if _is_root() else ()
    return ["setpriv", "--pdeathsig=QUIT", *who, *command]


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _unprivileged() -> str:
    import pwd

    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise RuntimeError("there is neither a user postgres nor nobody to run PostgreSQL as")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
