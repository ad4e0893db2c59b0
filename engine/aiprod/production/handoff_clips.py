# SPDX-License-Identifier: Apache-2.0
"""Clips for an editor's timeline as an edit: one after the other, sound under its picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aiprod.editing.interchange.events import Edit, Event, Lane, Mark
from aiprod.film.errors import UserError
from aiprod.production.clips.store import Clip, ClipStore, FileRecord


def edit_of_clips(clips: ClipStore, wanted: Sequence[Clip]) -> Edit:
    """The clips in order. Raises UserError for mixed rates, or where none has picture or sound."""
    first = wanted[0]
    rate = first.recipe.frame_rate
    other = next((clip for clip in wanted if clip.recipe.frame_rate != rate), None)
    if other is not None:
        ours, theirs = (f"{float(clip.recipe.frame_rate.fps):.5g}" for clip in (first, other))
        raise UserError(
            "The clips can't go into one timeline", f"{_named(first)} has {ours} frames a second and {_named(other)} {theirs}",
            "Hand over those of one rate at a time.",
        )  # fmt: skip
    video, audio, marks, at = list[Event](), list[Event](), list[Mark](), 0
    for clip in wanted:
        picture, sound = clip.file("picture"), clip.file("sound")
        if picture is None and sound is None:
            continue
        if picture is not None:
            video.append(_event(clips, clip, picture, at))
        if sound is not None:
            audio.append(_event(clips, clip, sound, at))
        marks.append(Mark(_named(clip), at, "GREEN", "clip", 1, f"aiprod clip {clip.id}"))
        at += clip.frames
    if not at:
        raise UserError("There is nothing to hand over", "none of the clips has picture or sound", "Choose others.")
    sizes = next(((clip.width, clip.height) for clip in wanted if clip.width), (1920, 1080))
    lanes = (Lane("Picture", True, tuple(video)), Lane("Sound", False, tuple(audio)))
    edit = Edit(first.recipe.project, rate, *sizes, at, 0, lanes, tuple(marks), drop_frame=first.recipe.drop_frame)
    return _from_one_hour(edit)


def _from_one_hour(edit: Edit) -> Edit:
    """From 01:00:00:00 on, as editors are used to."""
    from dataclasses import replace

    from aiprod.editing.interchange.events import count

    return replace(edit, start_frame=count((1, 0, 0, 0), edit.nominal, edit.drop))


def _event(clips: ClipStore, clip: Clip, file: FileRecord, at: int) -> Event:
    return Event(
        _named(clip), clips.path(clip, file.name), 0, clip.frames, at, file.frames or clip.frames, channels=file.channels,
        facts={"clip": clip.id, "family": clip.family},
    )  # fmt: skip


def _named(clip: Clip) -> str:
    return clip.recipe.name or clip.id


def sources_of_clips(clips: ClipStore, wanted: Sequence[Clip]) -> dict[Path, dict[str, Any]]:
    """Media → the clip that they are of."""
    return {
        clips.path(clip, file.name): {"name": _named(clip), "clip": clip.id, "family": clip.family}
        for clip in wanted for file in clip.files if file.role in ("picture", "sound")
    }  # fmt: skip
