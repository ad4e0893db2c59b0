# SPDX-License-Identifier: Apache-2.0
"""Clips in the form of the wire."""

from __future__ import annotations

from aiprod.production.clips.store import Clip, ClipStore, FileRecord, GradeRecord
from aiprod.wire.clips import ClipFile, ClipView, ItemGrade
from aiprod.wire.films import RateView


def clip_view(store: ClipStore, clip: Clip) -> ClipView:
    """A clip as clients see it."""
    recipe = clip.recipe
    rate = recipe.frame_rate
    return ClipView(
        id=clip.id, family=clip.family, kind=clip.kind, name=recipe.name, project=recipe.project,
        rate=RateView(numerator=rate.numerator, denominator=rate.denominator), width=clip.width, height=clip.height,
        frames=clip.frames, files=tuple(_file(store, clip, file) for file in clip.files),
        grades=tuple(_grade(store, clip, grade) for grade in clip.grades), generator=clip.generator, label=clip.label,
        recipe=recipe.to_json(), words=clip.words, made_at=clip.made_at,
    )  # fmt: skip


def _file(store: ClipStore, clip: Clip, file: FileRecord) -> ClipFile:
    return ClipFile(
        role=file.role, path=str(store.path(clip, file.name)), sha256=file.sha256, size=file.size, frames=file.frames,
        channels=file.channels, sample_rate=file.sample_rate,
    )  # fmt: skip


def _grade(store: ClipStore, clip: Clip, grade: GradeRecord) -> ItemGrade:
    return ItemGrade(
        key=grade.key, slope=grade.slope, offset=grade.offset, power=grade.power, saturation=grade.saturation,
        lut=str(store.path(clip, grade.lut)), cdl=str(store.path(clip, grade.cdl)), error_before=grade.error_before,
        error_after=grade.error_after,
    )  # fmt: skip
