# SPDX-License-Identifier: Apache-2.0
"""Directing one shot alone: the picture of a scene that tells the most of it, with the user's own size, angle and move."""

from __future__ import annotations

from aiprod.directing import describe
from aiprod.directing.coverage import SceneFacts, Setup, cover, on_screen
from aiprod.directing.direction import directed
from aiprod.directing.sets import design_set
from aiprod.directing.sounds import effects_for
from aiprod.directing.staging import Stage
from aiprod.film.brief import Brief
from aiprod.film.direction import ShotDirection
from aiprod.film.errors import UserError
from aiprod.film.hashing import seed_from
from aiprod.film.look import CharacterLook
from aiprod.film.screenplay import Screenplay
from aiprod.film.shots import CameraPath, Shot, ShotList

_FACTS = SceneFacts(new_place=False, first=False, last=False, climax=False, roomy=False, economy=2)


def direct_one(
    screenplay: Screenplay, brief: Brief, looks: tuple[CharacterLook, ...], frames: int, wanted: ShotDirection, *,
    backwards: bool = False,
) -> Shot:  # fmt: skip
    """One shot of a screenplay's first scene.

    Args:
        screenplay: its first scene is what is seen.
        brief: picture size, rate, seed.
        looks: one for every character of the cast.
        frames: the shot's length, exactly.
        wanted: the user's own size, angle and move.
        backwards: the move goes the other way round.

    Raises:
        UserError: there is no scene.
    """
    if not screenplay.scenes:
        raise UserError("There is nothing to direct", "the screenplay has no scene", "Say what the shot shows.")
    shot = _staged(screenplay, brief, looks, frames)
    told, _ = directed(
        ShotList(shots=(shot,), looks=looks), {shot.id: wanted}, {}, rate=brief.rate, aspect=brief.width / brief.height,
        language=screenplay.language,
    )  # fmt: skip
    found = told.shots[0].changed(frames=frames)
    return found.changed(camera=turned(found.camera)) if backwards and wanted.move is not None else found


def turned(camera: CameraPath) -> CameraPath:
    """A move the other way round: from where it ended to where it began, as softly."""
    eases = [key.ease for key in camera.keys]
    keys = [key.changed(at=round(1 - key.at, 6)) for key in reversed(camera.keys)]
    return camera.changed(keys=tuple(key.changed(ease=ease) for key, ease in zip(keys, eases, strict=True)))


def _staged(screenplay: Screenplay, brief: Brief, looks: tuple[CharacterLook, ...], frames: int) -> Shot:
    scene = screenplay.scenes[0]
    setup = _telling(cover(scene, screenplay, {}, _FACTS))
    design, shot_id = design_set(scene, screenplay, brief.seed), "s1-shot"
    people = on_screen(scene, screenplay)
    stage = Stage(scene, design, people, {look.character: look for look in looks}, brief.width / brief.height)
    staged = stage.stage(setup, brief.rate.seconds(frames), f"{shot_id}-{brief.seed}" if brief.seed else shot_id)
    text = setup.beat.text if setup.beat else scene.heading
    return Shot(
        id=shot_id, scene=scene.id, size=staged.size, coverage=setup.coverage,
        description=describe.describe(text, staged.size, staged.set, screenplay), set=staged.set, camera=staged.camera,
        blocking=staged.blocking, props=staged.props, frames=frames, mood=scene.mood, intensity=scene.intensity,
        effects=effects_for(text, screenplay.language, staged.set, staged.blocking, staged.props),
        seed=seed_from(scene.id, shot_id, brief.seed),
    )  # fmt: skip


def _telling(setups: list[Setup]) -> Setup:
    """The set-up with the most in it, the first of equals; close views of a part come last."""
    return max(setups, key=lambda setup: (len(setup.people), setup.spare == 0, len(setup.things), -setups.index(setup)))
