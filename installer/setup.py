# SPDX-License-Identifier: Apache-2.0
"""Set-up: make AIPROD's own Python environment, install what is locked, put the models together and check them.

Usage: setup.py ENVIRONMENT core|desktop|dev. Needs Python 3.11 and nothing else. Every stage leaves a mark when it is done, so an
interrupted set-up goes on where it was (pip keeps its downloads); a finished one needs no network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "installer" / "requirements"
STAGES = {
    "core": ("core", "models"),
    "desktop": ("core", "models", "desktop"),
    "dev": ("core", "models", "desktop", "dev", "dev-models"),
}
WITHOUT_DEPENDENCIES = ("models", "dev-models")
NEEDED_BYTES = 4 << 30


class SetupError(Exception):
    """Set-up can't go on; the text says why and what to do."""


def main(arguments: list[str]) -> int:
    environment, group = Path(arguments[0]).resolve(), arguments[1]
    try:
        with _lock(environment):
            _run(environment, group)
    except SetupError as error:
        print(f"aiprod: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\naiprod: set-up was interrupted. Run the command again to go on where it stopped.", file=sys.stderr)
        return 130
    return 0


def _run(environment: Path, group: str) -> None:
    _check_disk(environment)
    stages = STAGES[group]
    total = len(stages) + 2
    _say(1, total, "making the environment")
    _make_environment(environment)
    for number, stage in enumerate(stages, start=2):
        if not _done(environment, stage):
            _say(number, total, f"installing {stage}")
            _install(environment, stage)
    _say(total, total, "putting the models together and checking them")
    _prepare_models(environment)
    for stage in stages:
        shutil.copyfile(REQUIREMENTS / f"{stage}.txt", environment / f".aiprod-{stage}")


def _say(step: int, total: int, text: str) -> None:
    print(f"aiprod set-up [{step}/{total}] {text}", file=sys.stderr, flush=True)


def _check_disk(environment: Path) -> None:
    existing = next(p for p in (environment, *environment.parents) if p.exists())
    free = shutil.disk_usage(existing).free
    if not (environment / "bin").exists() and free < NEEDED_BYTES:
        raise SetupError(
            f"set-up needs {NEEDED_BYTES >> 30} GB in {existing}, and only {free >> 20} MB are free. Free some space."
        )


@contextmanager
def _lock(environment: Path) -> Iterator[None]:
    """One set-up at a time: two at once would break each other's environment."""
    environment.parent.mkdir(parents=True, exist_ok=True)
    path = environment.with_name(environment.name + ".lock")
    with path.open("a+") as handle:
        _acquire(handle)
        yield
    path.unlink(missing_ok=True)


def _acquire(handle: object) -> None:
    if os.name == "nt":
        import msvcrt

        while True:
            try:
                msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
                return
            except OSError:
                time.sleep(1)
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]
    except BlockingIOError:
        print("aiprod: another set-up is running; waiting for it.", file=sys.stderr)
        fcntl.flock(handle, fcntl.LOCK_EX)  # type: ignore[arg-type]


def _python(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _make_environment(environment: Path) -> None:
    if (environment / ".aiprod-made").exists() and _python(environment).exists():
        return
    shutil.rmtree(environment, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(environment)], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        detail = (made.stdout + made.stderr).strip().splitlines()
        raise SetupError(f"Python could not make an environment: {detail[-1] if detail else 'no reason given'}. "
                         "On Debian and Ubuntu, install python3-venv.")  # fmt: skip
    (environment / ".aiprod-made").touch()


def _done(environment: Path, stage: str) -> bool:
    mark, wanted = environment / f".aiprod-installed-{stage}", REQUIREMENTS / f"{stage}.txt"
    return mark.is_file() and mark.read_bytes() == wanted.read_bytes()


def _install(environment: Path, stage: str) -> None:
    requirements = REQUIREMENTS / f"{stage}.txt"
    command = [
        str(_python(environment)), "-m", "pip", "install", "--require-hashes", "--only-binary=:all:",
        "--disable-pip-version-check", "--no-input", "--progress-bar=off", "-r", str(requirements),
    ]  # fmt: skip
    if stage in WITHOUT_DEPENDENCIES:
        command.append("--no-deps")
    total = sum(1 for line in requirements.read_text("utf-8").splitlines() if line[:1].isalnum())
    log = environment / f".aiprod-{stage}.log"
    if _follow(command, log, total) != 0:
        raise SetupError(_explain(log))
    shutil.copyfile(requirements, environment / f".aiprod-installed-{stage}")


def _follow(command: list[str], log: Path, total: int) -> int:
    """Run pip, count its packages as progress, and keep all it says in a log."""
    seen = 0
    with log.open("w", encoding="utf-8") as record:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        assert process.stdout is not None
        for line in process.stdout:
            record.write(line)
            if line.startswith("Collecting ") and sys.stderr.isatty():
                seen += 1
                print(f"\r  {min(seen, total)}/{total} {line.split()[1][:50]:<50}", end="", file=sys.stderr, flush=True)
        if seen:
            print(file=sys.stderr)
        return process.wait()


def _explain(log: Path) -> str:
    lines = [line.strip() for line in log.read_text("utf-8").splitlines() if "ERROR" in line or "error" in line.lower()]
    reason = lines[-1] if lines else "pip gave no reason"
    return (
        f"set-up could not install a package: {reason} (all of it in {log}). Check the network and the disk, and run this again."
    )


def _prepare_models(environment: Path) -> None:
    command = [str(_python(environment)), "-m", "aiprod.models"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "engine")}
    if subprocess.run(command, env=env, check=False).returncode != 0:
        raise SetupError("the models could not be prepared, see above. Run this again; `aiprod models repair` rebuilds them.")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
