# SPDX-License-Identifier: Apache-2.0
"""What LTX-2 takes, by version: the geometry, the schedules it was trained with, its own guidance. No torch here.

Sources: the model cards of LTX-2, LTX-2.3 and LTX-2.5, and diffusers' `pipelines.ltx2`.
"""

from __future__ import annotations

from fractions import Fraction

from aiprod.models.checkpoints import Checkpoint
from aiprod.shooting.diffusion.request import Guidance, VideoRequest

SPACE, TIME = 32, 8
"""Pixels and frames to a latent; the first latent frame is one frame."""
STAGE_SCALE = 2
SECONDS = 20
"""The positions that the model knows reach this far."""
FASTEST_TIME_BASE = 60
FASTEST_AS_IT_IS = 30
"""Above this the model counts time as if it were `FASTEST_TIME_BASE` frames a second; nothing between is trained."""

TEMPORAL_ETA = 0.5
"""Share of fresh noise in a step of the temporal rounds, whose frames between the frames must come from somewhere."""
ANCHOR = 0.95
"""How firmly a keyframe that was carried over from the round before holds."""

NEGATIVE = (
    "blurry, out of focus, low contrast, noisy, compression artefacts, flicker, jitter, warped faces, extra fingers, "
    "deformed hands, unreadable text, watermark, subtitles, frozen picture, mismatched lips, robotic voice, echo, background hiss"
)
"""What our own clips are steered away from where the film says nothing."""

_STEPS = {"2.0": 40, "2.3": 30, "2.5": 30}
_STG_BLOCK = {"2.0": 29, "2.3": 28, "2.5": 28}
_LAYERS = 48
_OFF = Guidance()


def layers(checkpoint: Checkpoint) -> int:
    """Transformer blocks of a checkpoint."""
    return int(checkpoint.components["transformer"].config.get("num_layers", _LAYERS))


def steps(checkpoint: Checkpoint) -> int:
    return _STEPS[checkpoint.version]


def stg_block(checkpoint: Checkpoint) -> int:
    """The block whose attention is skipped for guidance; at the same depth where a model has fewer blocks."""
    block, count = _STG_BLOCK[checkpoint.version], layers(checkpoint)
    return block if block < count else block * count // _LAYERS


def guidance(checkpoint: Checkpoint, distilled: bool) -> tuple[Guidance, Guidance]:
    """The family's own guidance of video and audio. A distilled model has it in its weights."""
    if distilled:
        return _OFF, _OFF
    video = Guidance(cfg=3, stg=1, stg_blocks=(stg_block(checkpoint),), modality=3, rescale=0.7)
    return video, video.model_copy(update={"cfg": 7.0})


def noisy_steps(checkpoint: Checkpoint, distilled: bool) -> bool:
    """Whether the model is meant for ancestral steps: LTX-2.5, distilled."""
    return distilled and checkpoint.version == "2.5"


def base_rate(request: VideoRequest) -> Fraction:
    """Frames a second before the temporal stage."""
    return request.rate.fps / request.temporal


def base_frames(request: VideoRequest) -> int:
    """Frames before the temporal stage: every second or fourth of the clip's."""
    return (request.frames - 1) // request.temporal + 1


def time_base(rate: Fraction) -> float:
    """Frames a second as the model's positions count them."""
    return float(FASTEST_TIME_BASE if rate > FASTEST_AS_IT_IS else rate)


def latent_of(frame: int) -> int:
    """The latent frame that holds a frame."""
    return (frame + TIME - 1) // TIME


def first_frame_of(latent: int) -> int:
    """The first frame that a latent frame holds."""
    return 0 if latent == 0 else (latent - 1) * TIME + 1
