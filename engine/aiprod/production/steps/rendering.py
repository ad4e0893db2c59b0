# SPDX-License-Identifier: Apache-2.0
"""Rendering: the timeline becomes the finished picture, segment by segment; unchanged segments are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiprod.film.takes import Take
from aiprod.production.cut import Cut
from aiprod.production.edited import other_media
from aiprod.production.recipes import recipe
from aiprod.production.steps.quality import start_picture
from aiprod.production.studio import Pending
from aiprod.quality import speech
from aiprod.rendering.compile import compile_timeline
from aiprod.rendering.execute import join_or_render
from aiprod.rendering.segments import KERNEL_VERSION, PictureFormat, Segment


def run(cut: Cut) -> None:
    """Render what changed, and join everything without encoding again."""
    from aiprod.rendering.wording import remarks

    cut.segments = _segments(cut)
    for remark in remarks(cut.segments):
        cut.studio.note("rendering", remark)
    pending = [_start(cut, number, segment) for number, segment in enumerate(cut.segments)]
    if cut.spoken and any(item.take is None for item in pending):
        speech.warm()  # quality will listen to the film; until the pieces are rendered there is time to load what it needs
    takes = [cut.studio.finish(item, number, len(pending)) for number, item in enumerate(pending, start=1)]
    start_picture(cut, takes)
    cut.picture = _joined(cut, takes)


def _segments(cut: Cut) -> tuple[Segment, ...]:
    assert cut.timeline is not None
    media = {shot: cut.studio.path(take, "picture.mp4") for shot, take in cut.footage.items()}
    media |= other_media(cut)
    fmt = PictureFormat(width=cut.brief.width, height=cut.brief.height, rate=cut.brief.rate)
    return compile_timeline(cut.timeline, media, {grade.shot: grade for grade in cut.grades}, fmt)


def _start(cut: Cut, number: int, segment: Segment) -> Pending:
    """The recipe holds the segment by its own hash, which leaves out where it stands in the film and on the disk."""
    made = recipe("rendering", "segment", f"kernel/{KERNEL_VERSION}", parameters={"segment": segment.content_hash()})
    return cut.studio.start(
        f"segment {number + 1}", made, "aiprod.rendering.execute:render_take", {"segment": segment.to_json()}
    )  # fmt: skip


def _joined(cut: Cut, takes: list[Take]) -> Take:
    parts = {f"{number:05}": take for number, take in enumerate(takes)}
    made = recipe("rendering", "picture", f"join/{KERNEL_VERSION}", takes=parts)

    def build(folder: Path) -> dict[str, Any]:
        joined = join_or_render([cut.studio.path(take, "picture.mp4") for take in takes], cut.segments, folder / "picture.mp4")
        if joined.encoded_again:
            cut.studio.note("rendering", f"the film was encoded whole: {joined.encoded_again}")
        return {"frames": joined.frames, "encoded_again": joined.encoded_again}

    return cut.studio.take("picture", made, build)
