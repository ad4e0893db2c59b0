# SPDX-License-Identifier: Apache-2.0
"""Pictures of every page and dialog, in both languages and all themes.

    python -m aiprod_app.screenshots docs/desktop                every picture, of the sample film
    python -m aiprod_app.screenshots OUT --film F.aiprod         of another film
    python -m aiprod_app.screenshots OUT --only edit,grade       some of them

The desktop and its engine work in a home of their own: the user's settings are neither shown nor changed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import platformdirs

_END_S = 15.0


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m aiprod_app.screenshots", description="Pictures of the desktop.")
    parser.add_argument("out", type=Path, help="the folder for the pictures")
    parser.add_argument("--film", type=Path, help="the film to show, if not the sample")
    parser.add_argument("--only", default="", help="names of scenes, with commas between them")
    parser.add_argument("--themes", default="dark,light,contrast", help="names of themes, with commas between them")
    given = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    kernels = Path(platformdirs.user_cache_dir("aiprod", appauthor=False)) / "numba"
    os.environ.setdefault("NUMBA_CACHE_DIR", str(kernels))  # compiled once, not for every run
    os.environ["AIPROD_HOME"] = str(home := _home())
    try:
        count = take(given.out, given.film, frozenset(filter(None, given.only.split(","))), tuple(given.themes.split(",")))
    finally:
        _end_engine()
        shutil.rmtree(home, ignore_errors=True)
    sys.stdout.write(f"{count} pictures in {given.out}\n")
    return 0


def _home() -> Path:
    """A new folder, of the same name every time where that is free: it is seen in the pictures."""
    usual = Path(tempfile.gettempdir()) / "AIPROD"
    try:
        usual.mkdir()
    except FileExistsError:
        return Path(tempfile.mkdtemp(prefix="AIPROD-"))
    return usual


def take(out: Path, film: Path | None, wanted: frozenset[str], themes: tuple[str, ...]) -> int:
    """Take the pictures. Returns how many."""
    from aiprod_app.main import application, dress
    from aiprod_app.screenshots.taking import Photographer
    from aiprod_app.settings.settings import SettingsStore
    from aiprod_app.start.sample import unpack
    from aiprod_app.studio import Studio
    from aiprod_app.window import StudioWindow

    films = Path(os.environ["AIPROD_HOME"]) / "films"
    films.mkdir(exist_ok=True)
    app = application()
    settings = SettingsStore()
    settings.change(first_run_done=True, language="en")
    studio = Studio(settings)
    dress(app, settings.now)
    window = StudioWindow(studio)
    window.show()
    studio.begin()
    _wait_for_engine(studio)
    photographer = Photographer(studio, window, lambda language: film or unpack(language, films))
    count = 0
    for path in photographer.take_all(out, wanted, themes):  # type: ignore[arg-type]
        sys.stderr.write(f"{path.name}  {path.stat().st_size // 1024} kB\n")
        count += 1
    window.close()
    studio.end()
    return count


def _wait_for_engine(studio: object) -> None:
    from PySide6.QtCore import QCoreApplication

    from aiprod_app.studio import Studio

    assert isinstance(studio, Studio)
    end = time.monotonic() + 60
    while studio.engine.state != "ready" and time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.02)


def _end_engine() -> None:
    """The engine of this home ends with its home."""
    from aiprod.film.errors import UserError
    from aiprod.wire.discovery import read_discovery
    from aiprod_app.preferences.engine import stop_engine

    try:
        stop_engine()
    except UserError:
        return
    end = time.monotonic() + _END_S
    while read_discovery() is not None and time.monotonic() < end:
        time.sleep(0.1)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
