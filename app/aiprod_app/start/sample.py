# SPDX-License-Identifier: Apache-2.0
"""The sample film, unpacked into the user's films, where it can be changed like any other."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from aiprod.film.errors import EngineError, UserError
from aiprod.film.files import disk_errors
from aiprod_app.i18n.languages import Language

_FOLDER = Path(__file__).resolve().parents[1] / "sample"


def unpack(language: Language, films: Path) -> Path:
    """The sample's folder among the user's films: the one that is there, else a fresh copy.

    Raises:
        UserError: it can't be written there.
        EngineError: the packed film is not whole.
    """
    try:
        with zipfile.ZipFile(_FOLDER / f"low-tide.{language}.zip") as archive:
            root = films / archive.namelist()[0].partition("/")[0]
            if not (root / "film.json").is_file():
                _extract(archive, films, root)
            return root
    except (OSError, zipfile.BadZipFile, KeyError, IndexError) as error:
        if isinstance(error, UserError):
            raise
        raise EngineError("The sample film can't be unpacked", str(error), "Install AIPROD again.") from error


def _extract(archive: zipfile.ZipFile, films: Path, root: Path) -> None:
    """Unpack beside, then rename: a film is there whole or not at all."""
    partial = films / f".{root.name}.part"
    with disk_errors(films):
        shutil.rmtree(partial, ignore_errors=True)
        archive.extractall(partial)
        if root.exists():
            root.replace(_aside(root))
        (partial / root.name).replace(root)
        shutil.rmtree(partial, ignore_errors=True)


def _aside(root: Path) -> Path:
    """A free name for what lies in the sample's place and is no film."""
    return next(path for n in range(1, 1000) if not (path := root.with_name(f"{root.name}.{n}")).exists())
