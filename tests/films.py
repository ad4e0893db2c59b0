# SPDX-License-Identifier: Apache-2.0
"""A finished film of the command line's, made once in a run for all tests that begin with one or are measured by one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from aiprod.film.store import FilmStore
from aiprod.film.takestore import TakeStore
from aiprod.production.state import read_state

BRIEF = "A cat waits for the last tram."
SECONDS = 6
SIZE = "320x180"
SMALL = ("--duration", str(SECONDS), "--size", SIZE, "--seed", "1")


def aiprod(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "aiprod.cli", *arguments], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


def cat_film(factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The film's folder, the same for all workers. It is looked at and compared with: who changes it copies it first."""
    shared = factory.getbasetemp() if worker_id == "master" else factory.getbasetemp().parent
    folder = shared / "cat-film" / "Le café d’été.aiprod"
    folder.parent.mkdir(exist_ok=True)
    with FileLock(str(folder) + ".lock"):
        if not folder.is_dir():
            half = folder.with_name("à moitié.aiprod")
            made = aiprod("make", BRIEF, "--out", str(half), *SMALL)
            assert made.returncode == 0, made.stderr
            half.rename(folder)
    return folder


def hashes(root: Path) -> dict[str, str]:
    """What each of a film's takes holds, under the name of what it is a take of."""
    takes = TakeStore(root / "takes")
    return {name: takes.load(take).result_hash for name, take in read_state(root).takes.items()}


def made(root: Path) -> list[str]:
    """The takes that were made for a film, in their order, as often as they were."""
    path = root / "made.jsonl"
    return [json.loads(line)["take"] for line in path.read_text("utf-8").splitlines()] if path.is_file() else []


def take_of(root: Path, name: str) -> Path:
    """The folder of what is in use under a name."""
    return TakeStore(root / "takes").folder(read_state(root).takes[name])


def first_line(root: Path) -> str:
    """The id of the first spoken line."""
    screenplay = FilmStore(root).film.screenplay
    assert screenplay is not None
    return next(iter(screenplay.lines())).id
