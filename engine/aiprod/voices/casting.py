# SPDX-License-Identifier: Apache-2.0
"""Who speaks with which voice.

English has nine speakers. French has one native speaker in the model (ff_siwis) and speakers of neighbouring languages that
keep French vowels when blended with her; an English speaker as the main voice breaks French words, so none is used so. Voices
within a film are distinct: each character takes the first voice of their kind that nobody has, and when all are taken, a
neighbour of one of them (a blend with another, a little higher or lower).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aiprod.film.brief import Language
from aiprod.film.catalogue import BY_ID
from aiprod.film.hashing import seed_from
from aiprod.film.screenplay import Age, Character, Gender, Screenplay
from aiprod.film.speech import VoiceCasting


@dataclass(frozen=True)
class Voice:
    speakers: tuple[tuple[str, float], ...]
    semitones: float = 0.0
    speed: float = 1.0


def _voice(semitones: float = 0.0, speed: float = 1.0, **speakers: float) -> Voice:
    return Voice(tuple(speakers.items()), semitones, speed)


_EN_WOMEN = (
    _voice(af_heart=1),
    _voice(bf_emma=1),
    _voice(af_heart=0.5, af_sarah=0.5),
    _voice(af_sarah=1, semitones=-0.6),
    _voice(af_heart=0.6, bf_emma=0.4, semitones=-1.0),
)
_EN_MEN = (
    _voice(am_michael=1),
    _voice(bm_george=1),
    _voice(am_michael=0.5, am_fenrir=0.5),
    _voice(am_michael=0.6, bm_george=0.4, semitones=-1.0),
    _voice(am_michael=0.7, am_puck=0.3, semitones=0.6),
)
_EN_SMALL = (
    _voice(af_sarah=1),
    _voice(bf_emma=1),
    _voice(af_sarah=0.5, bf_emma=0.5, semitones=0.4),
)
"""Speakers that bear being shifted up; af_heart and af_bella lose more than a point of MOS at +2 semitones."""
_EN_ROBOTS = (
    _voice(am_michael=1, semitones=-0.5),
    _voice(af_sarah=1),
    _voice(am_michael=0.5, bm_george=0.5, semitones=-0.5),
)
_FR_WOMEN = (
    _voice(ff_siwis=1),
    _voice(ff_siwis=0.7, af_bella=0.3),
    _voice(ff_siwis=0.75, if_sara=0.25, semitones=-1.2),
    _voice(ff_siwis=0.75, af_heart=0.25, semitones=0.8),
)
_FR_MEN = (
    _voice(im_nicola=0.7, ff_siwis=0.3),
    _voice(im_nicola=0.5, pm_alex=0.3, ff_siwis=0.2),
    _voice(pm_alex=1),
    _voice(im_nicola=0.5, ff_siwis=0.5, semitones=-1.5),
)
_FR_SMALL = (
    _voice(ff_siwis=1),
    _voice(ff_siwis=0.7, af_bella=0.3),
    _voice(ff_siwis=0.75, af_heart=0.25, semitones=0.4),
)
_FR_ROBOTS = (
    _voice(ff_siwis=1),
    _voice(im_nicola=0.7, ff_siwis=0.3),
    _voice(ff_siwis=0.75, if_sara=0.25, semitones=-1.2),
)
_Kind = Literal["woman", "man", "small", "robot"]
_VOICES: dict[Language, dict[_Kind, tuple[Voice, ...]]] = {
    "en": {"woman": _EN_WOMEN, "man": _EN_MEN, "small": _EN_SMALL, "robot": _EN_ROBOTS},
    "fr": {"woman": _FR_WOMEN, "man": _FR_MEN, "small": _FR_SMALL, "robot": _FR_ROBOTS},
}

_AGES = {Age.CHILD: (2.0, 1.02), Age.TEENAGER: (0.7, 1.03), Age.ADULT: (0.0, 1.0), Age.OLD: (-0.8, 0.93)}
"""Semitones and pace. A child speaks with a woman's voice, as in most dubbing studios."""
_SIZES = ((0.25, 2.5), (0.5, 1.5), (1.2, 0.0), (float("inf"), -1.5))
"""Animals: below this height in metres, so many semitones."""
_HIGHEST = 3.0
"""Semitones above the speaker's own pitch: more sounds like a tape run fast."""


def catalogue(language: Language) -> Iterator[tuple[str, int, Voice]]:
    """Every voice that can be cast: its kind ("woman", "man", "small", "robot"), its number within it, and how it is made."""
    for kind, voices in _VOICES[language].items():
        yield from ((kind, number, voice) for number, voice in enumerate(voices, start=1))


def cast_voices(screenplay: Screenplay, seed: int) -> tuple[VoiceCasting, ...]:
    """One voice for each character who speaks, in the order of the cast (then of speech, for a voice outside the cast).

    Deterministic for a seed. A character's voice depends on those cast before, not on what is said.
    """
    taken: set[tuple[object, ...]] = set()
    castings = []
    for character in _speaking(screenplay):
        casting = _cast(character, screenplay.language, seed, taken)
        taken.add(_identity(casting))
        castings.append(casting)
    return tuple(castings)


def _speaking(screenplay: Screenplay) -> list[Character]:
    heard = dict.fromkeys(line.character for line in screenplay.lines())
    known = {character.id: character for character in screenplay.cast}
    order = [c for c in known if c in heard] + [c for c in heard if c not in known]
    return [known.get(name) or Character(id=name, name=name) for name in order]


def _cast(character: Character, language: Language, seed: int, taken: set[tuple[object, ...]]) -> VoiceCasting:
    rng = random.Random(seed_from(seed, "voice", character.id))
    semitones, speed = _body(character)
    for voice in _candidates(character, language, rng):
        casting = VoiceCasting(
            character=character.id,
            speakers=dict(voice.speakers),
            pitch_semitones=round(min(_HIGHEST, max(-4.0, voice.semitones + semitones)), 2),
            speed=round(voice.speed * speed, 3),
            timbre="robot" if character.species == "robot" else "natural",
        )
        if _identity(casting) not in taken:
            return casting
    raise AssertionError("candidates never end")


def _identity(casting: VoiceCasting) -> tuple[object, ...]:
    return (*sorted(casting.speakers.items()), casting.pitch_semitones, casting.timbre)


def _body(character: Character) -> tuple[float, float]:
    """Semitones and pace for age and size: a robot is a little lower and even, an animal follows its height."""
    semitones, speed = _AGES[character.age]
    animal = BY_ID.get(character.species)
    if character.species == "robot":
        return semitones - 0.5, speed * 0.97
    if animal is None or animal.kind != "animal":
        return semitones, speed
    shift = next(shift for height, shift in _SIZES if animal.height_m < height)
    return semitones + shift, speed


def _candidates(character: Character, language: Language, rng: random.Random) -> Iterator[Voice]:
    """All voices of the kind in a seeded order that begins with the best two, then their neighbours, without end."""
    voices = list(_VOICES[language][_kind(character, rng)])
    best, rest = voices[:2], voices[2:]
    rng.shuffle(best)
    rng.shuffle(rest)
    yield from best
    yield from rest
    step = 0
    while True:
        step += 1
        for index, voice in enumerate(voices):
            yield _neighbour(voice, voices[(index + 1) % len(voices)], step)


def _kind(character: Character, rng: random.Random) -> _Kind:
    """Robots have their own list; children and small animals the speakers that can be higher; a neutral gender is drawn."""
    if character.species == "robot":
        return "robot"
    if _body(character)[0] >= 1.0:
        return "small"
    if character.gender is Gender.NEUTRAL:
        return rng.choice(("woman", "man"))
    return "woman" if character.gender is Gender.FEMALE else "man"


def _neighbour(voice: Voice, other: Voice, step: int) -> Voice:
    """Two thirds of a voice and one third of the next, alternately higher and lower by small steps."""
    blend: dict[str, float] = {}
    for part, weight in ((voice, 2 / 3), (other, 1 / 3)):
        for name, share in part.speakers:
            blend[name] = round(blend.get(name, 0.0) + weight * share, 4)
    shift = (0.6 + 0.4 * (step // 2)) * (1 if step % 2 else -1)
    return Voice(tuple(blend.items()), round(max(-3.0, min(3.0, voice.semitones + shift)), 2), voice.speed)
