# SPDX-License-Identifier: Apache-2.0
"""Spotting: where music, ambience and effects belong. All times are seconds on the film's clock."""

from __future__ import annotations

from aiprod.editing.clock import ShotTime, film_frames, times
from aiprod.film.cues import AmbienceCue, EffectCue, MusicCue, MusicSection, Spotting
from aiprod.film.hashing import seed_from
from aiprod.film.screenplay import Mood, Scene, Screenplay
from aiprod.film.shots import Blocking, PropPlacement, Shot, ShotList, ShotSize
from aiprod.film.tempo import half_beat
from aiprod.film.time import FrameRate

CROSSFADE_S = 0.5
_LENGTH_S = {
    "footsteps": 0.0, "running": 0.0, "door": 1.2, "knock": 0.9, "gull": 1.6, "bird": 1.8, "dog": 0.9, "cat": 1.0, "horse": 1.8,
    "owl": 1.6, "bell": 3.5, "clock": 2.0, "kettle": 2.6, "thunder": 4.0, "splash": 1.4, "boat_creak": 2.0, "oars": 0.0,
    "horn": 2.8, "train": 0.0, "tram": 0.0, "car": 0.0, "engine": 0.0, "bicycle": 0.0, "fire": 0.0, "paper": 0.9, "glass": 0.7,
    "keys": 0.8, "crowd": 0.0, "laugh": 1.4, "whoosh": 0.8, "impact": 0.8, "robot": 1.2, "typing": 2.0, "phone": 2.0,
    "radio": 2.0,
    "rocket": 0.0, "music_box": 0.0,
    "wings": 1.0, "water_drop": 1.6, "cloth": 0.8, "drawer": 1.0, "bread_oven": 0.0,
    "wind_gust": 2.2,
}  # fmt: skip
"""Usual lengths; 0 lasts as long as the shot."""
_GAIN_DB = {
    "footsteps": -9.0, "running": -7.0, "cloth": -14.0, "bread_oven": -10.0, "fire": -9.0, "crowd": -10.0, "clock": -9.0,
    "typing": -9.0, "paper": -8.0, "thunder": -3.0, "horn": -5.0, "boat_creak": -9.0, "water_drop": -9.0, "engine": -9.0,
}  # fmt: skip
_NEARNESS_DB = {ShotSize.EXTREME_WIDE: -7.0, ShotSize.WIDE: -4.0, ShotSize.FULL: -2.0, ShotSize.INSERT: 1.5, ShotSize.CLOSE: 0.5}
_QUIET = (Mood.LONELY, Mood.MYSTERIOUS)


def spot(shots: ShotList, rate: FrameRate, screenplay: Screenplay, seed: int) -> Spotting:
    """The sounds of a film.

    One score runs under the whole film, in a section per scene, with a hit where a scene begins or the climax is reached.
    Each scene has the ambience of its place, half a second longer at each inner end than its pictures, so that ambiences
    cross-fade. Effects are what the shots show.

    Args:
        shots: the film's.
        rate: its frame rate.
        screenplay: for genre, tone and moods.
        seed: the film's.
    """
    clock = times(shots)
    total = rate.seconds(film_frames(shots))
    spans = _scene_spans(clock, screenplay, rate)
    return Spotting(
        music=_music(spans, clock, screenplay, total, rate, seed),
        ambience=tuple(_ambience(spans, clock, total, seed)),
        effects=tuple(_effects(clock, rate, total)),
    )


def _scene_spans(clock: list[ShotTime], screenplay: Screenplay, rate: FrameRate) -> list[tuple[Scene, float, float]]:
    """(scene, start, end) for each stretch of shots of one scene, cut to cut."""
    spans: list[tuple[Scene, float, float]] = []
    for time in clock:
        start, end = rate.seconds(time.cut_in), rate.seconds(time.cut_out)
        if spans and spans[-1][0].id == time.shot.scene:
            spans[-1] = (spans[-1][0], spans[-1][1], end)
        else:
            spans.append((screenplay.scene(time.shot.scene), start, end))
    return spans


def _music(
    spans: list[tuple[Scene, float, float]],
    clock: list[ShotTime],
    screenplay: Screenplay,
    total: float,
    rate: FrameRate,
    seed: int,
) -> MusicCue:
    sections = [
        MusicSection(
            start_s=start,
            duration_s=round(end - start, 6),
            mood=scene.mood,
            intensity=scene.intensity,
            beat_s=_beat(scene, start, end, clock, rate),
        )
        for scene, start, end in spans
    ]
    last = sections[-1]
    sections[-1] = last.changed(duration_s=round(total - last.start_s, 6))
    return MusicCue(
        id="score",
        duration_s=total,
        sections=tuple(sections),
        hits_s=tuple(sorted({*(start for _, start, _ in spans[1:]), *_reveals(clock, rate)})),
        genre=screenplay.genre.value,
        tone=screenplay.tone.value,
        seed=seed_from("score", seed),
    )


def _beat(scene: Scene, start: float, end: float, clock: list[ShotTime], rate: FrameRate) -> float:
    """The scene's beat in seconds, where at least half of its cuts lie on the half beats; else 0: the composer is free."""
    half = half_beat(scene.mood, scene.intensity, rate)
    first, last = rate.frames(start), rate.frames(end)
    cuts = [time.cut_out - first for time in clock if first <= time.cut_in and time.cut_out <= last]
    on = sum(cut % half == 0 for cut in cuts)
    return round(rate.seconds(2 * half), 6) if cuts and 2 * on >= len(cuts) else 0.0


def _reveals(clock: list[ShotTime], rate: FrameRate) -> list[float]:
    """The cut to a close-up in a scene at high tension, and the film's last picture."""
    close = [t for t in clock if t.shot.size in (ShotSize.CLOSE, ShotSize.EXTREME_CLOSE) and t.shot.intensity >= 0.6]
    strongest = max(close, key=lambda t: t.shot.intensity, default=None)
    moments = [strongest] if strongest else []
    if len(clock) > 1:
        moments.append(clock[-1])
    return [rate.seconds(t.cut_in) for t in moments]


def _ambience(spans: list[tuple[Scene, float, float]], clock: list[ShotTime], total: float, seed: int) -> list[AmbienceCue]:
    cues = []
    for at, (scene, start, end) in enumerate(spans):
        design = next(t.shot.set for t in clock if t.shot.scene == scene.id)
        first, last = at == 0, at == len(spans) - 1
        begin = start if first else max(0.0, start - CROSSFADE_S / 2)
        finish = min(total, end + 1.2) if last else end + CROSSFADE_S / 2
        props = {p.prop for t in clock if t.shot.scene == scene.id for p in t.shot.props}
        cues.append(
            AmbienceCue(
                id=f"ambience-{scene.id}" if [s.id for s, _, _ in spans].count(scene.id) == 1 else f"ambience-{scene.id}-{at}",
                place=design.place,
                interior=design.interior,
                time_of_day=design.time_of_day,
                weather=design.weather,
                features=tuple(dict.fromkeys([*design.features, *sorted(props)])),
                start_s=round(begin, 6),
                duration_s=round(finish - begin, 6),
                seed=seed_from("ambience", seed, design.seed, scene.id),
            )
        )
    return cues


def _effects(clock: list[ShotTime], rate: FrameRate, total: float) -> list[EffectCue]:
    cues = []
    for time in clock:
        start, end = rate.seconds(time.cut_in), rate.seconds(time.cut_out)
        for at, effect in enumerate(time.shot.effects):
            cues.append(_effect(time.shot, effect, at, start, end, total))
    return cues


def _effect(shot: Shot, effect: str, at: int, start: float, end: float, total: float) -> EffectCue:
    """An effect a little after the cut; several of a shot follow one another."""
    length = end - start
    offset = 0.0 if _LENGTH_S.get(effect, 1.0) == 0 else min(0.2 + 0.45 * at, 0.5 * length)
    begin = start + offset
    wanted = _LENGTH_S.get(effect, 1.0) or length
    duration = max(0.3, min(wanted, total - begin))
    gain = _GAIN_DB.get(effect, -6.0) + _NEARNESS_DB.get(shot.size, 0.0)
    if shot.lines:
        gain -= 4.0
    if shot.mood in _QUIET:
        gain -= 1.0
    return EffectCue(
        id=f"{shot.id}-{effect}",
        effect=effect,
        start_s=round(begin, 6),
        duration_s=round(duration, 6),
        gain_db=round(gain, 2),
        pan=_pan(shot, effect),
        seed=seed_from("effect", shot.id, effect),
    )


def _pan(shot: Shot, effect: str) -> float:
    """Where the thing is in the picture: its x against half the width that the camera sees at its depth."""
    source = _source(shot, effect)
    if source is None:
        return 0.0
    key = shot.camera.keys[0]
    half = 18.0 / key.focal_mm * max(0.5, source.z - key.z)
    return round(max(-0.6, min(0.6, 0.6 * (source.x - key.x) / half)), 3)


def _source(shot: Shot, effect: str) -> Blocking | PropPlacement | None:
    if effect in ("footsteps", "running", "cloth", "laugh"):
        return shot.blocking[0] if shot.blocking else None
    return next((p for p in shot.props if p.hero), None)
