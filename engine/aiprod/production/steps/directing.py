# SPDX-License-Identifier: Apache-2.0
"""Directing: looks and a shot list, and a storyboard before anything expensive is made.

The film is directed twice: first with estimated line lengths, for the storyboard; then with the recorded ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiprod.directing import casting, director, storyboard
from aiprod.directing.pacing import estimate_seconds
from aiprod.editing.clock import film_frames
from aiprod.film.files import read_json, write_atomically, write_json
from aiprod.film.look import CharacterLook
from aiprod.film.shots import ShootRequest, Shot, ShotList
from aiprod.media.pictures import read_picture, write_picture
from aiprod.production.chain.candidates import sketcher
from aiprod.production.cut import Cut
from aiprod.production.recipes import recipe
from aiprod.production.shot_lists import decided
from aiprod.shooting.generator import generator

VERSION = 3
_STILL = (480, 270)
_LENGTH_SHARE = 0.1
"""How far from the length asked for a film may be before the user is told."""


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
    _tell_length(cut)


def _tell_length(cut: Cut) -> None:
    """A story that does not fit the length asked for is told whole, and the user is told."""
    asked, found = cut.brief.duration_s, cut.brief.rate.seconds(film_frames(cut.shot_list))
    if abs(found - asked) > _LENGTH_SHARE * asked:
        text = f"The film will last {found:.0f} s; {asked:.0f} s were asked for, but its scenes and lines need their time."
        cut.studio.warn("directing", text)


def _directed(cut: Cut, name: str, seconds: Mapping[str, float]) -> ShotList:
    made = recipe(
        "directing", "shots", f"director/{VERSION}",
        objects={"screenplay": cut.script, "brief": cut.brief.story(), "looks": cut.looks},
        parameters={"line_seconds": {line: round(value, 4) for line, value in seconds.items()}}, seed=cut.brief.seed,
    )  # fmt: skip

    def build(folder: Path) -> dict[str, Any]:
        shots = director.direct(cut.script, cut.brief, cut.looks, seconds)
        write_json(folder / "shots.json", shots.to_json())
        return {"shots": len(shots.shots), "frames": sum(shot.frames for shot in shots.shots)}

    take = cut.studio.take(name, made, build)
    shots, told = decided(ShotList.from_json(read_json(cut.studio.path(take, "shots.json"))), cut.film, seconds)
    for text in told if name == "shot list" else ():
        cut.studio.warn("directing", text)
    return shots


def _storyboard(cut: Cut) -> None:
    """One still of every shot, drawn by the workers while the voices are recorded; a changed shot costs one still."""
    made_by = sketcher()
    for shot in cut.shot_list.shots:
        request = _silent_request(cut, shot)
        made = recipe(
            "directing", "still", f"{made_by.id}/{made_by.version}", objects={"request": request}, models=made_by.models(request)
        )
        arguments = {"request": request.to_json(), "generator_name": made_by.id}
        cut.board.append(cut.studio.start(f"still {shot.id}", made, "aiprod.production.steps.directing:draw_still", arguments))
    cut.planned = cut.shot_list


def start_storyboard(cut: Cut) -> None:
    """Have the stills laid out on a contact sheet."""
    stills = [cut.studio.finish(pending, number, len(cut.board)) for number, pending in enumerate(cut.board, start=1)]
    assert cut.planned is not None
    shots, script, rate = cut.planned.shots, cut.script, cut.brief.rate
    made = recipe(
        "directing", "storyboard", f"storyboard/{VERSION}", objects={"screenplay": script},
        takes={take.id: take for take in stills}, parameters={"shots": [shot.whole.content_hash() for shot in shots]},
    )  # fmt: skip
    arguments = {
        "shots": cut.planned.to_json(), "stills": [str(cut.studio.path(take, "still.png")) for take in stills],
        "screenplay": script.to_json(), "rate": rate.to_json(),
    }  # fmt: skip
    cut.sheet = cut.studio.start("storyboard", made, "aiprod.production.steps.directing:draw_sheet", arguments)
    cut.board = []


def draw_sheet(folder: Path, *, shots: Any, stills: list[str], screenplay: Any, rate: Any) -> dict[str, Any]:
    """Builder: the contact sheet."""
    from aiprod.film.screenplay import Screenplay
    from aiprod.film.time import FrameRate

    planned = ShotList.from_json(shots).shots
    pictures = {shot.id: read_picture(Path(path)) for shot, path in zip(planned, stills, strict=True)}
    storyboard.contact_sheet(
        planned, lambda shot: pictures[shot.id], folder / "storyboard.png", script=Screenplay.from_json(screenplay),
        rate=FrameRate.from_json(rate),
    )  # fmt: skip
    return {"shots": len(planned)}


def finish_storyboard(cut: Cut) -> None:
    """Lay a copy of the sheet into the film folder."""
    assert cut.sheet is not None
    take = cut.studio.finish(cut.sheet)
    write_atomically(cut.root / "storyboard.png", cut.studio.path(take, "storyboard.png").read_bytes())
    cut.sheet = None


def _silent_request(cut: Cut, shot: Shot) -> ShootRequest:
    looks = tuple(look for look in cut.looks if any(actor.character == look.character for actor in shot.blocking))
    width, height = _STILL
    return ShootRequest(
        shot=shot.whole,
        looks=looks,
        width=width,
        height=height,
        rate=cut.brief.rate,
        language=cut.script.language,
        style=cut.brief.style,
    )


def draw_still(folder: Path, *, request: dict[str, Any], generator_name: str) -> dict[str, Any]:
    """Builder: the middle of a shot as a small still."""
    wanted = ShootRequest.from_json(request)
    rgb = generator(generator_name).still(wanted, wanted.shot.frames // 2, wanted.width, wanted.height)
    write_picture(folder / "still.png", rgb)
    return {}


def looks_in(cut: Cut, shot: Shot) -> tuple[CharacterLook, ...]:
    """The looks of the characters that a shot shows."""
    seen = {actor.character for actor in shot.blocking}
    return tuple(look for look in cut.looks if look.character in seen)
