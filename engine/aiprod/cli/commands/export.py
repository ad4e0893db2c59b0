# SPDX-License-Identifier: Apache-2.0
"""`aiprod export FILM --format h264 --to FILE`: the finished film, written somewhere else."""

from __future__ import annotations

import argparse
from pathlib import Path

from aiprod.film.store import FilmStore
from aiprod.production.exporting import export_film


def run(arguments: argparse.Namespace) -> int:
    print(export_film(FilmStore(Path(arguments.film)), Path(arguments.to), form=arguments.format))
    return 0
