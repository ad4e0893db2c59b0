# SPDX-License-Identifier: Apache-2.0
"""Shooting: every shot becomes footage, in worker processes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.shots import Reference, ShootRequest, Shot, SpeechInShot
from aiprod.media.pictures import read_picture, write_picture
from aiprod.media.video import read_frames, to_rgb
from aiprod.production.chain import builders
from aiprod.production.chain.pickups import picked_up
from aiprod.production.chain.shots import Chain
from aiprod.production.cut import Cut
from aiprod.production.steps.directing import looks_in
from aiprod.production.watching import watch

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

_STILLS_AT = (0.1, 0.5, 0.9)
_STILL_WIDTH = 480


def start(cut: Cut) -> None:
    """Hand every shot that is not there to the film's chain of generators."""
    cut.chain = Chain.of(cut.studio, cut.film.generator, cut.lookout, job=cut.job, level=cut.degrade)
    for shot in cut.shot_list.shots:
        cut.requests[shot.id] = request_for(cut, shot.whole)
    cut.chain.know(tuple(cut.requests.values()), {shot.id: _said(cut, shot) for shot in cut.shot_list.shots})
    for request in tuple(cut.requests.values()):
        cut.chain.start(request)


def finish(cut: Cut) -> None:
    """Wait for the footage of every shot that was handed out."""
    if cut.chain is None or not cut.chain.busy:
        return
    shots = cut.shot_list.shots
    for number, shot in enumerate(shots, start=1):
        take = cut.chain.finish(shot.id, number, len(shots))
        cut.footage[shot.id] = picked_up(cut.chain, cut.requests[shot.id], shot.pickups, take)


def shoot(
    folder: Path, *, request: dict[str, Any], generator_name: str, smaller: int = 0, media: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Builder: the footage by a generator of this machine, and its stills."""
    with watch(request["shot"]["id"], request["shot"]["frames"]) as onlooker:
        facts = builders.shoot(
            folder, request=request, generator_name=generator_name, smaller=smaller, media=media, watch=onlooker
        )
    return _with_stills(folder, facts)


def pick_up(
    folder: Path, *, request: dict[str, Any], generator_name: str, clip: str, smaller: int = 0,
    media: Mapping[str, str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Builder: a take with the last of the request's pickups shot once more, and its stills."""
    with watch(request["shot"]["id"], request["shot"]["frames"]) as onlooker:
        facts = builders.pick_up(
            folder, request=request, generator_name=generator_name, clip=Path(clip), smaller=smaller, media=media, watch=onlooker
        )
    return _with_stills(folder, facts)


def buy(folder: Path, *, request: dict[str, Any], generator_name: str, kit: builders.CloudKit) -> dict[str, Any]:
    """Builder: the footage by a provider, and its stills. Runs in a thread, since it mostly waits."""
    return _with_stills(folder, builders.shoot_cloud(folder, request=request, generator_name=generator_name, kit=kit))


def _with_stills(folder: Path, facts: dict[str, Any]) -> dict[str, Any]:
    """Three small stills of the footage for grading, posters and bins."""
    frames = int(facts["frames"])
    for number, share in enumerate(_STILLS_AT):
        frame = next(read_frames(folder / "picture.mp4", min(int(share * frames), frames - 1), 1))
        height = max(2, round(_STILL_WIDTH * frame.height / frame.width / 2) * 2)
        write_picture(folder / f"still-{number}.png", to_rgb(frame.reformat(_STILL_WIDTH, height)))
    return facts


def stills(cut: Cut, shot_id: str) -> list[NDArray[np.uint8]]:
    """The stills of a shot's footage, uint8 [height, width, 3]."""
    take = cut.footage[shot_id]
    return [read_picture(cut.studio.path(take, f"still-{number}.png")) for number in range(len(_STILLS_AT))]


def request_for(cut: Cut, shot: Shot) -> ShootRequest:
    """Everything the generator needs: the shot, the looks in it, and what its actors say."""
    brief = cut.brief
    return ShootRequest(
        shot=shot, looks=looks_in(cut, shot), speech=tuple(_speech(cut, shot)), width=brief.width, height=brief.height,
        rate=brief.rate, language=cut.script.language, style=brief.style,
    )  # fmt: skip


def _speech(cut: Cut, shot: Shot) -> list[SpeechInShot]:
    return [_spoken_at(cut, line, start_s) for line, start_s in _heard(cut, shot)]


def _heard(cut: Cut, shot: Shot) -> list[tuple[str, float]]:
    """Lines that start in this shot, and the ends of those that run over the cut from the shot before: each with its second."""
    found = [(item.line, item.start_s) for item in shot.lines]
    before = _shot_before(cut, shot)
    if before is not None:
        found += [
            (item.line, item.start_s - _until_cut(before, cut))
            for item in before.lines
            if _runs_over(cut, before, item.line, item.start_s)
        ]
    return found


def _said(cut: Cut, shot: Shot) -> list[tuple[Reference, Path]]:
    """The sound of the lines that are heard in a shot, for generators whose pictures follow it."""
    found = []
    for line, start_s in _heard(cut, shot):
        spoken = cut.spoken[line]
        digest = next(file.sha256 for file in spoken.take.files if file.path == spoken.path.name)
        found.append((
            Reference(
                role="speech", subject=spoken.speech.character, sha256=digest, take=spoken.take.id, start_s=round(start_s, 4),
                words=spoken.speech.text,
            ),
            spoken.path,
        ))  # fmt: skip
    return found


def _spoken_at(cut: Cut, line_id: str, start_s: float) -> SpeechInShot:
    speech = cut.spoken[line_id].speech
    return SpeechInShot(character=speech.character, start_s=round(start_s, 4), phonemes=speech.phonemes, emotion=speech.emotion)


def _shot_before(cut: Cut, shot: Shot) -> Shot | None:
    shots = cut.shot_list.shots
    index = next(i for i, other in enumerate(shots) if other.id == shot.id)
    return shots[index - 1] if index and shots[index - 1].scene == shot.scene else None


def _until_cut(shot: Shot, cut: Cut) -> float:
    return cut.brief.rate.seconds(shot.frames)


def _runs_over(cut: Cut, shot: Shot, line_id: str, start_s: float) -> bool:
    return start_s + cut.spoken[line_id].speech.duration_s > _until_cut(shot, cut) + 1e-6
