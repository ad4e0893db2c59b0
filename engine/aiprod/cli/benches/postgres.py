# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL cluster of one's own, for a bench or a test run: made from installed binaries in a temporary folder, gone
afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = ("/usr/lib/postgresql", "/usr/local/opt/postgresql", "/opt/homebrew/opt/postgresql")
_QUICK = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl, newest version first; None where PostgreSQL is not installed."""
    found = [folder for place in PLACES for folder in Path(place).glob("*/bin") if (folder / "pg_ctl").is_file()]
    if found:
        return max(found, key=lambda folder: int("".join(filter(str.isdigit, folder.parent.name)) or 0))
    on_path = shutil.which("pg_ctl")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def cluster(programs: Path, *, durable: bool = False) -> Iterator[str]:
    """A running cluster; gives the URL of its superuser without a database name. `durable`: with fsync, as in earnest."""
    home = Path(tempfile.mkdtemp(prefix="postgres-for-aiprod-"))
    data, port = home / "data", _free_port()
    try:
        if _is_root():
            shutil.chown(home, _unprivileged())
        made = ["-D", data, "-U", "aiprod", "-A", "trust", "-E", "UTF8", "--no-locale"]
        _run(programs / "initdb", *made, *(() if durable else ("-N",)))
        options = f"-c listen_addresses=127.0.0.1 -c max_connections=200 {'' if durable else _QUICK} -p {port} -k {home}"
        _run(programs / "pg_ctl", "-D", data, "-l", home / "log", "-w", "-t", "60", "-o", options, "start")
        try:
            yield f"postgresql+pg8000://aiprod@127.0.0.1:{port}"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(program: Path, *arguments: object) -> None:
    command = [str(program), *map(str, arguments)]
    if _is_root():
        # PostgreSQL refuses to run as root.
        command = ["setpriv", f"--reuid={_unprivileged()}", "--clear-groups", *command]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{program.name} failed: {done.stdout[-500:]}{done.stderr[-1500:]}")


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
