# SPDX-License-Identifier: Apache-2.0
"""Set-up: make AIPROD's own Python environment, install what is locked, put the models together and check them.

Usage: setup.py ENVIRONMENT core|desktop|diffusion|training|dev. Needs Python 3.11 and nothing else. Every stage leaves a mark
when it is done, so an interrupted set-up goes on where it was (pip keeps its downloads); a finished one needs no network.
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
    "diffusion": ("core", "models", "torch", "diffusion"),
    "training": ("core", "models", "torch", "diffusion", "training"),
    "dev": ("core", "models", "desktop", "dev", "dev-models", "torch", "diffusion", "training", "dev-diffusion"),
}
"""What each group installs, in this order. "torch" is `torch-cpu` or `torch-cuda`, by the machine (`torch_build`)."""
WITHOUT_DEPENDENCIES = ("models", "dev-models", "torch-cpu", "torch-cuda", "diffusion", "training", "dev-diffusion")
"""Locks that name every package themselves: pip must not look for others (PyTorch would bring CUDA to every machine)."""
NEEDED_BYTES = 4 << 30
TORCH_BUILD = "AIPROD_TORCH"
"""The environment variable that chooses PyTorch's build where the machine's own answer is not wanted: cpu or cuda."""
TORCH_INDEX = "https://download.pytorch.org/whl/"
"""PyTorch's own builds: the one without CUDA on Linux and the one with CUDA on Windows are nowhere else."""


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
    stages = tuple(torch_build() if stage == "torch" else stage for stage in STAGES[group])
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


def torch_build() -> str:
    """The lock of PyTorch for this machine: with CUDA where an NVIDIA driver is, else without."""
    wanted = os.environ.get(TORCH_BUILD, "")
    if wanted not in ("", "cpu", "cuda"):
        raise SetupError(f"{TORCH_BUILD} is {wanted!r}, and must be cpu or cuda.")
    driver = shutil.which("nvidia-smi") is not None or Path("/proc/driver/nvidia/version").exists()
    return f"torch-{wanted}" if wanted else "torch-cuda" if driver and sys.platform != "darwin" else "torch-cpu"


def _install(environment: Path, stage: str) -> None:
    requirements = REQUIREMENTS / f"{stage}.txt"
    total = sum(1 for line in requirements.read_text("utf-8").splitlines() if line[:1].isalnum())
    log = environment / f".aiprod-{stage}.log"
    if not any(_follow(command, log, total) == 0 for command in _commands(environment, stage)):
        raise SetupError(_explain(log))
    shutil.copyfile(requirements, environment / f".aiprod-installed-{stage}")


def _commands(environment: Path, stage: str) -> Iterator[list[str]]:
    """pip's command for a stage, and what to try where that one fails."""
    pip = [
        str(_python(environment)), "-m", "pip", "install", "--only-binary=:all:", "--disable-pip-version-check", "--no-input",
        "--progress-bar=off", *(["--no-deps"] if stage in WITHOUT_DEPENDENCIES else []),
    ]  # fmt: skip
    if stage == "torch-cuda" and sys.platform == "win32":
        # On Windows, PyPI has PyTorch without CUDA only. Its makers publish no list of hashes: what comes is trusted by TLS.
        yield [*pip, "--index-url", f"{TORCH_INDEX}cu130", "torch==2.13.0+cu130"]
        return
    locked = [*pip, "--require-hashes", "-r", str(REQUIREMENTS / f"{stage}.txt")]
    yield locked
    if stage == "torch-cpu" and sys.platform == "linux":
        yield [*locked, "--extra-index-url", f"{TORCH_INDEX}cpu"]


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
