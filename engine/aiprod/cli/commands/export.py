# SPDX-License-Identifier: Apache-2.0
"""`aiprod export FILM --format h264 --to FILE`: the finished film, written somewhere else."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors
from aiprod.film.store import FilmStore
from aiprod.production.commission import check_format
from aiprod.production.state import delivered


def run(arguments: argparse.Namespace) -> int:
    check_format(arguments.format)
    source = delivered(FilmStore(Path(arguments.film)), ".mp4")
    target = Path(arguments.to)
    if target.exists():
        raise UserError(f"{target} exists already", "nothing is ever overwritten", "Choose another name.")
    part = target.with_name(target.name + ".part")
    with disk_errors(target):
        try:
            shutil.copyfile(source, part)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    print(target)
    return 0
