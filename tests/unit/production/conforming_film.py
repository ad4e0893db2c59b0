# SPDX-License-Identifier: Apache-2.0
"""A finished film whose media can be opened, for the tests of what goes to other editors and comes back."""

import shutil
from fractions import Fraction
from pathlib import Path

import numpy as np
import soundfile
from tests.unit.production.made_film import MadeFilm

from aiprod.editing.assemble import lay_sound
from aiprod.film.mix import Stem
from aiprod.media.encoders import Encoder
from aiprod.media.video import VideoWriter
from aiprod.production.timelines import open_timeline


def film_with_media(root: Path) -> Path:
    """Shots of one grey picture each, as long as they are used; lines, and a score with a level and a fade."""
    film = MadeFilm(root).whole()
    timeline = open_timeline(film.store)
    score = film.store.takes.folder(film.used["score"]).relative_to(root) / "score.flac"
    lay_sound(timeline, [Stem(name="score", bus="music", file=score.as_posix(), start_s=0, gain_db=-9, fade_out_s=0.5)])
    (root / "timeline.otio").write_text(timeline.to_json_string())
    longest = max(shot.frames for shot in film.shots.shots)
    picture = small_film(root.parent / "one.mp4", longest)
    for path in (*root.rglob("picture.mp4"), *root.rglob("*.wav"), *root.rglob("*.flac")):
        path.chmod(0o644)
        if path.suffix == ".mp4":
            shutil.copyfile(picture, path)
        else:
            channels = 1 if path.suffix == ".wav" else 2
            soundfile.write(path, np.zeros((48_000, channels)), 48_000, format=path.suffix[1:].upper())
    return root


def small_film(path: Path, frames: int, rate: int = 24) -> Path:
    with VideoWriter(path, Fraction(rate), 32, 16, Encoder("mpeg4", "yuv420p")) as writer:
        for at in range(frames):
            writer.write_rgb(np.full((16, 32, 3), at % 200, np.uint8))
    return path
