# SPDX-License-Identifier: Apache-2.0
"""Directing: looks and a shot list, and a storyboard before anything expensive is made.

The film is directed twice: first with estimated line lengths, for the storyboard; then with the recorded ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiprod.directing import casting, director
from aiprod.directing.pacing import estimate_seconds
from aiprod.film.files import read_json, write_json
from aiprod.film.look import CharacterLook
from aiprod.film.shots import ShootRequest, Shot, ShotList
from aiprod.production.cut import Cut
from aiprod.production.recipes import recipe

VERSION = 1
_STILL = (480, 270)


def cast(cut: Cut) -> None:
    """The cast's looks: the studio's, with the user's own in their place."""
    own = {look.character: look for look in cut.film.looks}
    found = casting.cast_looks(cut.script, cut.brief.seed)
    cut.looks = tuple(own.get(look.character, look) for look in found)


def plan(cut: Cut) -> None:
    """The shot list on estimated line lengths, and its storyboard."""
    seconds = {line.id: estimate_seconds(line.text, cut.script.language) for line in cut.script.lines()}
    cut.shots = _directed(cut, "plan", seconds)
    _storyboard(cut)


def settle(cut: Cut) -> None:
    """The shot list on the lengths that were really spoken."""
    seconds = {line: spoken.speech.duration_s for line, spoken in cut.spoken.items()}
    cut.shots = _directed(cut, "shot list", seconds)


def _directed(cut: Cut, name: str, seconds: Mapping[str, float]) -> ShotList:
    made = recipe(
        "directing", "shots", f"director/{VERSION}", objects={"screenplay": cut.script, "brief": cut.brief, "looks": cut.looks},
        parameters={"line_seconds": {line: round(value, 4) for line, value in seconds.items()}}, seed=cut.brief.seed,
    )  # fmt: skip

    def build(folder: Path) -> dict[str, Any]:
        shots = director.direct(cut.script, cut.brief, cut.looks, seconds)
        write_json(folder / "shots.json", shots.to_json())
        return {"shots": len(shots.shots), "frames": sum(shot.frames for shot in shots.shots)}

    take = cut.studio.take(name, made, build)
    return ShotList.from_json(read_json(cut.studio.path(take, "shots.json")))


def _storyboard(cut: Cut) -> None:
    """A contact sheet of every shot, drawn in a worker while the voices are recorded."""
    requests = [_silent_request(cut, shot) for shot in cut.shot_list.shots]
    made = recipe(
        "directing", "storyboard", f"storyboard/{VERSION}", objects={"requests": requests},
        parameters={"title": cut.script.title, "language": cut.script.language, "generator": cut.film.generator,
                    "lines": {line.id: line.text for line in cut.script.lines()}},
    )  # fmt: skip
    cut.pending["storyboard"] = cut.studio.start(
        "storyboard", made, "aiprod.production.steps.directing:draw_storyboard",
        {"requests": [request.to_json() for request in requests], "screenplay": cut.script.to_json(),
         "generator_name": cut.film.generator},
    )  # fmt: skip


def finish_storyboard(cut: Cut) -> None:
    """Wait for the contact sheet, and lay a copy into the film folder."""
    from aiprod.film.files import write_atomically

    take = cut.studio.finish(cut.pending.pop("storyboard"))
    write_atomically(cut.root / "storyboard.png", cut.studio.path(take, "storyboard.png").read_bytes())


def _silent_request(cut: Cut, shot: Shot) -> ShootRequest:
    looks = tuple(look for look in cut.looks if any(actor.character == look.character for actor in shot.blocking))
    width, height = _STILL
    return ShootRequest(
        shot=shot,
        looks=looks,
        width=width,
        height=height,
        rate=cut.brief.rate,
        language=cut.script.language,
        style=cut.brief.style,
    )


def draw_storyboard(folder: Path, *, requests: list[Any], screenplay: dict[str, Any], generator_name: str) -> dict[str, Any]:
    """Builder: draw the contact sheet with one still of every shot."""
    from aiprod.directing import storyboard
    from aiprod.film.screenplay import Screenplay
    from aiprod.shooting.generator import generator

    by_shot = {request.shot.id: request for request in map(ShootRequest.from_json, requests)}
    made = generator(generator_name)

    def still(shot: Shot) -> Any:
        return made.still(by_shot[shot.id], shot.frames // 2, *_STILL)

    shots = [request.shot for request in by_shot.values()]
    script = Screenplay.from_json(screenplay)
    rate = next(iter(by_shot.values())).rate
    storyboard.contact_sheet(shots, still, folder / "storyboard.png", script=script, rate=rate)
    return {"shots": len(shots)}


def looks_in(cut: Cut, shot: Shot) -> tuple[CharacterLook, ...]:
    """The looks of the characters that a shot shows."""
    seen = {actor.character for actor in shot.blocking}
    return tuple(look for look in cut.looks if look.character in seen)
