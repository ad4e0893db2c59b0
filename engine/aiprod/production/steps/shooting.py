# SPDX-License-Identifier: Apache-2.0
"""Shooting: every shot becomes footage, in worker processes."""

from __future__ import annotations

from aiprod.film.shots import ShootRequest, Shot, SpeechInShot
from aiprod.production.cut import Cut
from aiprod.production.recipes import recipe
from aiprod.production.steps.directing import looks_in
from aiprod.shooting.generator import generator


def start(cut: Cut) -> None:
    """Hand every shot that is not there to the workers."""
    made_by = generator(cut.film.generator)
    for shot in cut.shot_list.shots:
        request = request_for(cut, shot)
        cut.requests[shot.id] = request
        made = recipe(
            "shooting", "footage", f"{made_by.id}/{made_by.version}", objects={"request": request},
            models=made_by.models(request), seed=shot.seed,
        )  # fmt: skip
        arguments = {"request": request.to_json(), "generator_name": cut.film.generator}
        cut.pending[shot.id] = cut.studio.start(f"shot {shot.id}", made, "aiprod.shooting.generator:shoot_take", arguments)


def finish(cut: Cut) -> None:
    """Wait for the footage."""
    shots = cut.shot_list.shots
    for number, shot in enumerate(shots, start=1):
        cut.footage[shot.id] = cut.studio.finish(cut.pending.pop(shot.id), number, len(shots))


def request_for(cut: Cut, shot: Shot) -> ShootRequest:
    """Everything the generator needs: the shot, the looks in it, and what its actors say."""
    brief = cut.brief
    return ShootRequest(
        shot=shot, looks=looks_in(cut, shot), speech=tuple(_speech(cut, shot)), width=brief.width, height=brief.height,
        rate=brief.rate, language=cut.script.language, style=brief.style,
    )  # fmt: skip


def _speech(cut: Cut, shot: Shot) -> list[SpeechInShot]:
    """Lines that start in this shot, and the ends of those that run over the cut from the shot before."""
    found = [_spoken_at(cut, item.line, item.start_s) for item in shot.lines]
    before = _shot_before(cut, shot)
    if before is not None:
        found += [
            _spoken_at(cut, item.line, item.start_s - _until_cut(before, cut))
            for item in before.lines
            if _runs_over(cut, before, item.line, item.start_s)
        ]
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
