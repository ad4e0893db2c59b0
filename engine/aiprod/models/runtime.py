# SPDX-License-Identifier: Apache-2.0
"""The diffusion runtime: PyTorch, diffusers and what they need. It is not installed by default, because it is large; this says
whether it is there and installs it on request."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from aiprod.film.errors import EngineError, UserError
from aiprod.models.cards import models_root

PACKAGES = ("torch", "diffusers", "transformers", "accelerate", "peft", "safetensors", "gguf", "torchao")
"""What must be there."""


def missing() -> tuple[str, ...]:
    """The packages of the runtime that are not installed. Nothing is imported."""
    return tuple(name for name in PACKAGES if importlib.util.find_spec(name) is None)


def installed() -> bool:
    return not missing()


def blind() -> bool:
    """Whether the PyTorch that is installed knows no cards, though one is here that could be used."""
    from aiprod.models.planning.drivers import MACHINE, look

    if not MACHINE.torch().endswith("+cpu"):
        return False
    able = replace(MACHINE, torch=lambda: "")
    return bool(look(able)[0])


def need_torch() -> None:
    """Raises UserError where the runtime is not installed. To be called before torch or diffusers is imported."""
    if absent := missing():
        raise UserError(
            "Video models need the diffusion runtime", f"not installed: {', '.join(absent)}", "Run `./aiprod models runtime`."
        )


def install(say: Callable[[str], None] = lambda line: None) -> None:
    """Install the runtime into AIPROD's environment; what is there already is left alone.

    Args:
        say: is told what set-up says, line by line.

    Raises:
        UserError: set-up says that it can't be done on this machine.
        EngineError: it failed.
    """
    setup = models_root().parent / "installer" / "setup.py"
    if not setup.is_file():
        raise UserError(
            "The diffusion runtime can't be installed", f"there is no {setup}", "Install AIPROD's full bundle with diffusion."
        )
    command = [_python(), str(setup), str(Path(sys.prefix)), "diffusion"]
    last = ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=_environment()) as process:
        for line in process.stdout or ():
            last = line.strip() or last
            say(line.rstrip())
    importlib.invalidate_caches()
    if process.returncode == 2:
        raise UserError("The diffusion runtime can't be installed", last.removeprefix("aiprod: "), "Then run it again.")
    if process.returncode != 0:
        raise EngineError("The diffusion runtime could not be installed", last, "Run it again: it goes on where it stopped.")


def _python() -> str:
    """The Python that the environment was made with: set-up may have to make it again."""
    base: str = getattr(sys, "_base_executable", "") or sys.executable
    return base


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
