# SPDX-License-Identifier: Apache-2.0
"""What a film knows of and its folder does not have: takes, and files of the user's. Looks at the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiprod.film.film import Film
    from aiprod.production.standing import Standing


def missing(root: Path, film: Film, standing: Standing) -> tuple[str, ...]:
    """The names of what is missing: the user's files first, they can't be made again."""
    return (*_files(root, film), *_takes(root, standing))


def _files(root: Path, film: Film) -> Iterator[str]:
    from aiprod.film.timeline import MediaFile

    clips = [clip for track in film.timeline.tracks for clip in track.clips] if film.timeline is not None else []
    paths = dict.fromkeys(clip.shows.path for clip in clips if isinstance(clip.shows, MediaFile))
    yield from (path for path in paths if not (root / path).is_file())


def _takes(root: Path, standing: Standing) -> Iterator[str]:
    for name, take in standing.state.takes.items():
        if not (root / "takes" / take[:2] / take / "take.json").is_file():
            yield name
