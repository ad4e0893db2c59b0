# SPDX-License-Identifier: Apache-2.0
"""`aiprod app [FILM]`: the desktop."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

from aiprod.film.errors import UserError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("film", nargs="?", type=Path, help="a film folder to open")


def run(arguments: argparse.Namespace) -> int:
    """Open the desktop. Raises UserError where its parts are not installed."""
    if find_spec("PySide6") is None or find_spec("aiprod_app") is None:
        raise UserError("The desktop is not installed", "it needs PySide6", "Run `./aiprod app`, which installs it.")
    from aiprod_app.main import run as run_desktop

    return run_desktop(arguments.film)
