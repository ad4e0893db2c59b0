# SPDX-License-Identifier: Apache-2.0
"""Frames between the frames: each round doubles the rate. The latents go through the temporal upsampler, are noised a little
and made clean again, stretch by stretch; single frames that the stage before made for itself hold the seams (LTX-2.5), and the
sound is heard but not touched. Without such frames the clip is one stretch.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import torch

from aiprod.shooting.diffusion.families.base import Clip
from aiprod.shooting.diffusion.families.ltx2 import conditions, rules
from aiprod.shooting.diffusion.families.ltx2 import sound as sounds
from aiprod.shooting.diffusion.families.ltx2 import tokens as videos
from aiprod.shooting.diffusion.families.ltx2.conditions import Held
from aiprod.shooting.diffusion.families.ltx2.grids import Grid, unpack
from aiprod.shooting.diffusion.families.ltx2.stages import (
    TEMPORAL_ROUNDS,
    Work,
    held_by,
    light_guidance,
    sample,
    scene_of,
    upsampled,
)
from aiprod.shooting.diffusion.families.ltx2.tokens import Tokens
from aiprod.shooting.diffusion.sampling import schedules
from aiprod.shooting.diffusion.sampling.noise import Noise

_SEED_STRIDE = 1000


@dataclass(frozen=True)
class Stretch:
    """A part of the clip that is filled in by itself.

    Attributes:
        start, stop: latent frames.
        lead: how many of them are there for the seam alone.
        anchors, slots: frames, counted in the whole clip: held single frames, and those that are made.
    """

    start: int
    stop: int
    lead: int = 0
    anchors: tuple[int, ...] = ()
    slots: tuple[int, ...] = ()

    @property
    def frame(self) -> int:
        """Its first frame."""
        return self.start * rules.TIME


@dataclass
class Filling:
    """The clips of a round while it goes on.

    Attributes:
        videos: upsampled latents [1, C, F, H, W] of each clip.
        sounds: [1, L, D] of each.
        seams: by frame, the single frames [1, C, 1, H, W] of each clip.
        seconds: that the sound lasts.
    """

    grid: Grid
    videos: list[torch.Tensor]
    sounds: list[torch.Tensor]
    seams: dict[int, list[torch.Tensor]]
    seconds: float


def fill(work: Work) -> None:
    """One round."""
    number = TEMPORAL_ROUNDS.index(work.stage) + 1
    filling = _opened(work, number)
    held = held_by(work, filling.grid, work.request.temporal // 2**number)
    stretches = _stretches(filling, number)
    noise = Noise(work.seeds)
    parts: list[torch.Tensor] = []
    made: dict[int, list[torch.Tensor]] = {}
    for index, stretch in enumerate(stretches):
        fresh = Noise([seed + _SEED_STRIDE * number + index for seed in work.seeds])
        video, slots = _filled(work, filling, stretch, held, noise, fresh, (index, len(stretches)))
        parts.append(video[:, :, stretch.lead :])
        for frame, single in zip(stretch.slots, slots, strict=True):
            made.setdefault(frame, [single[[clip]] for clip in range(len(work.clips))])
    _closed(work, filling, torch.cat(parts, dim=2), filling.seams | made)


def _opened(work: Work, number: int) -> Filling:
    latents = [clip.latents for clip in work.clips]
    grown = upsampled(work, "temporal_upsampler", [one["video"] for one in latents])
    device = work.parts.device
    before = rules.base_rate(work.request) * 2 ** (number - 1)
    frames = (latents[0]["video"].shape[2] - 1) * rules.TIME // 2 ** (number - 1) + 1
    positions = [int(frame) for frame in latents[0].get("positions", ())]
    seams = {2 * frame: [one["keyframes"][:, :, [index]].to(device) for one in latents] for index, frame in enumerate(positions)}
    return Filling(
        grid=_grid(grown[0], before * 2), videos=grown, sounds=[one["audio"].to(device) for one in latents], seams=seams,
        seconds=frames / float(rules.base_rate(work.request)),
    )  # fmt: skip


def _grid(latents: torch.Tensor, rate: Fraction) -> Grid:
    frames, height, width = latents.shape[2:]
    return Grid(frames, height, width, rules.time_base(rate), float(rate))


def _stretches(filling: Filling, number: int) -> list[Stretch]:
    if not filling.seams:
        return [Stretch(0, filling.grid.frames)]
    from diffusers.pipelines.ltx2.dfr_layout import temporal_tile_plan

    plan = temporal_tile_plan(sorted(filling.seams), filling.grid.shown, 2**number, rules.TIME)
    return [Stretch(one.interval.start, one.interval.end, one.interval.left_ramp, one.anchors, one.slots) for one in plan]


def _filled(
    work: Work, filling: Filling, stretch: Stretch, held: list[list[Held]], noise: Noise, fresh: Noise, place: tuple[int, int]
) -> tuple[torch.Tensor, list[torch.Tensor]]:  # fmt: skip
    """A stretch of all clips [B, C, f, H, W], and its new single frames [B, C, 1, H, W]."""
    grid = replace(filling.grid, frames=stretch.stop - stretch.start)
    tokens = videos.together([_tokens(filling, stretch, grid, index, held[index], clip) for index, clip in enumerate(work.clips)])
    scene = scene_of(work, grid, tokens, _heard(work, filling, stretch, grid), light_guidance(work))
    schedule = schedules.schedule(schedules.LTX_TEMPORAL)
    start = videos.pulled(tokens, schedule.sigmas[0], noise.draw(tokens.start.shape[1:], work.parts.device))
    canvas = torch.cat(filling.videos)

    def shown(video: torch.Tensor) -> torch.Tensor:
        whole = canvas.clone()
        whole[:, :, stretch.start : stretch.stop] = video
        return whole

    done, total = place[0] * schedule.steps, place[1] * schedule.steps
    made = sample(work, scene, schedule, {"video": start}, fresh, rules.TEMPORAL_ETA, done, total, shown)["video"]
    video = unpack(made[:, : grid.tokens], grid.frames, grid.height, grid.width)
    if tokens.slots is None:
        return video, []
    singles = unpack(made[:, tokens.slots], len(stretch.slots), grid.height, grid.width)
    return video, [singles[:, :, [index]] for index in range(len(stretch.slots))]


def _tokens(filling: Filling, stretch: Stretch, grid: Grid, index: int, held: list[Held], clip: Clip) -> Tokens:
    video = filling.videos[index][:, :, stretch.start : stretch.stop]
    tokens = videos.on_grid(grid, video.shape[1], video.device, video)
    if filling.seams:
        tokens = videos.marked(tokens, grid)
    tokens = conditions.laid(tokens, _within(held, stretch, grid), grid, clip)
    for frame in stretch.anchors:
        tokens = videos.keyframe(tokens, filling.seams[frame][index], grid, frame - stretch.frame, rules.ANCHOR)
    if not stretch.slots:
        return tokens
    inside = [frame - stretch.frame for frame in stretch.slots]
    nearest = [min(round(frame / rules.TIME), grid.frames - 1) for frame in inside]
    return videos.slotted(tokens, grid, inside, video[:, :, nearest])


def _within(held: list[Held], stretch: Stretch, grid: Grid) -> list[Held]:
    """What lies in a stretch, counted from its beginning."""
    inside = [replace(one, frame=one.frame - stretch.frame) for one in held]
    return [replace(one, latents=one.latents[:, :, : grid.frames]) for one in inside if 0 <= one.frame < grid.shown]


def _heard(work: Work, filling: Filling, stretch: Stretch, grid: Grid) -> sounds.Sound:
    """The stretch's part of the sound, as long as the model believes that the stretch lasts."""
    count = round(grid.shown / grid.time_base * work.shape.per_second)
    begin, seconds = stretch.frame / grid.rate, grid.shown / grid.rate
    parts = [sounds.window(one, begin, seconds, filling.seconds, count) for one in filling.sounds]
    return sounds.together([sounds.given(part, work.shape) for part in parts])


def _closed(work: Work, filling: Filling, video: torch.Tensor, singles: dict[int, list[torch.Tensor]]) -> None:
    frames = sorted(singles)
    for index, clip in enumerate(work.clips):
        clip.latents = {"video": video[index : index + 1].cpu(), "audio": filling.sounds[index].cpu()}
        if frames:
            keyframes = torch.cat([singles[frame][index] for frame in frames], dim=2)
            clip.latents |= {"keyframes": keyframes.cpu(), "positions": torch.tensor(frames)}
