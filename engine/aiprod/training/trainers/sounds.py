# SPDX-License-Identifier: Apache-2.0
"""Sounds to learn from: a folder of files with their licences beside them, or sounds that the studio makes itself."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.film.hashing import hash_file, hash_json
from aiprod.media.audio import SAMPLE_RATE, read_audio, resample

Mono = NDArray[np.float32]
Room = Literal["foley", "ambience", "music"]
ROOMS: tuple[Room, ...] = ("foley", "ambience", "music")
KINDS = (".wav", ".flac", ".ogg", ".aiff")
_HELD_OUT = 7
"""Every so many sounds, one is kept apart: of every kind in turn."""
_QUIET = 1e-3


@dataclass(frozen=True)
class Sounds:
    """Mono sounds at one rate.

    Attributes:
        learnt, held: those to learn, and those kept apart to measure on; each float32, at least `shortest` samples long.
        identity: the hash of where they come from.
        refused: why files were left out.
    """

    learnt: list[Mono]
    held: list[Mono]
    identity: str
    refused: list[str]

    def pieces(self, count: int, length: int, rng: np.random.Generator) -> Mono:
        """Pieces [count, length] by chance: long sounds are drawn as often as they are long."""
        sizes = np.array([len(sound) for sound in self.learnt], float)
        chosen = rng.choice(len(sizes), size=count, p=sizes / sizes.sum())
        return np.stack([_piece(self.learnt[which], length, rng) for which in chosen])

    def measured(self, length: int) -> Mono:
        """The middle of every held sound, [sounds, length]."""
        return np.stack([_longer(sound, length)[_middle(len(sound), length) :][:length] for sound in self.held])


def _piece(sound: Mono, length: int, rng: np.random.Generator) -> Mono:
    sound = _longer(sound, length)
    start = int(rng.integers(len(sound) - length + 1))
    return sound[start : start + length] * np.float32(rng.uniform(0.5, 1.0))


def _longer(sound: Mono, length: int) -> Mono:
    return np.pad(sound, (0, max(length - len(sound), 0)))


def _middle(size: int, length: int) -> int:
    return max((size - length) // 2, 0)


def gathered(sounds: Iterable[Mono], identity: str, refused: list[str]) -> Sounds:
    """Sounds parted into learnt and held. Raises UserError where there are too few."""
    heard = [sound for sound in sounds if len(sound) and float(np.abs(sound).max()) > _QUIET]
    held = [sound for index, sound in enumerate(heard) if index % _HELD_OUT == _HELD_OUT - 1]
    learnt = [sound for index, sound in enumerate(heard) if index % _HELD_OUT != _HELD_OUT - 1]
    if not held:
        why = f"{len(heard)} can be used, {_HELD_OUT} are needed" + "".join(f"; {reason}" for reason in refused[:3])
        raise UserError("There are too few sounds to learn from", why, "Add sounds, each with its licence beside it.")
    return Sounds(learnt, held, identity, refused)


def of_folder(folder: Path, rate: int) -> Sounds:
    """The sound files of a folder whose licence is given in a JSON file of the same name; stereo becomes two sounds.

    Raises:
        UserError: there are too few.
    """
    refused: list[str] = []
    files = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in KINDS]
    allowed = [path for path in files if _allowed(path, folder, refused)]
    sounds = [sound for path in allowed for sound in _read(path, rate, refused)]
    return gathered(sounds, hash_json([rate, [hash_file(path) for path in allowed]]), refused)


def _allowed(path: Path, source: Path, refused: list[str]) -> bool:
    """Whether licence and consents are there, as for clips (`data/rights.py`)."""
    from aiprod.training.data.refusals import Refused
    from aiprod.training.data.rights import consents_of, rights_of

    try:
        consents_of(rights_of(path, source), path, source, "voice")
    except Refused as error:
        refused.append(error.of(path.name).said("en"))
        return False
    return True


def _read(path: Path, rate: int, refused: list[str]) -> list[Mono]:
    try:
        samples = resample(read_audio(path), SAMPLE_RATE, rate)
    except UserError as error:
        refused.append(f"{path.name}: {error.what}: {error.why}")
        return []
    return [np.ascontiguousarray(samples[:, channel]) for channel in range(samples.shape[1])]


def own(count: int, seed: int, rate: int, seconds: float = 2.0, rooms: Sequence[Room] = ROOMS) -> Sounds:
    """Sounds that the foley, ambience and music rooms make, in turn; the same for the same seed."""
    made = [_made(rooms[index % len(rooms)], index // len(rooms), seed, seconds) for index in range(count)]
    sounds = [resample(sound, SAMPLE_RATE, rate).astype(np.float32) for sound in made]
    return gathered(sounds, hash_json(["own", count, seed, rate, seconds, list(rooms), 1]), [])


def _made(room: Room, index: int, seed: int, seconds: float) -> Mono:
    makers: dict[Room, Callable[[int, int, float], Mono]] = {"foley": _effect, "ambience": _ambience, "music": _music}
    return makers[room](index, seed, seconds)


def _effect(index: int, seed: int, seconds: float) -> Mono:
    from aiprod.music.effects import RECIPES

    names = sorted(RECIPES)
    made = RECIPES[names[index % len(names)]](np.random.default_rng((seed, index)), round(seconds * SAMPLE_RATE))
    return _levelled(made)


def _ambience(index: int, seed: int, seconds: float) -> Mono:
    from aiprod.music.ambience import LAYERS

    names = sorted(LAYERS)
    made = LAYERS[names[index % len(names)]](np.random.default_rng((seed, index)), round(seconds * SAMPLE_RATE))
    return _levelled(made[:, 0])


def _music(index: int, seed: int, seconds: float) -> Mono:
    from aiprod.film.cues import MusicCue, MusicSection
    from aiprod.film.screenplay import Mood
    from aiprod.music.score import compose

    moods = list(Mood)
    length = max(seconds, 4.0)
    section = MusicSection(start_s=0.0, duration_s=length, mood=moods[index % len(moods)])
    cue = MusicCue(id=f"training-{index}", duration_s=length, sections=(section,), seed=seed + index)
    with tempfile.TemporaryDirectory() as folder:
        compose(cue, Path(folder))
        return _levelled(read_audio(Path(folder) / "score.flac")[: round(seconds * SAMPLE_RATE), 0])


def _levelled(samples: Mono) -> Mono:
    return (samples * (0.5 / max(float(np.abs(samples).max()), 1e-6))).astype(np.float32)
