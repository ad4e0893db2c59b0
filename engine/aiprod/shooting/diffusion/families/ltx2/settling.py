# SPDX-License-Identifier: Apache-2.0
"""A request for LTX-2, filled in and checked: everything that the library would round or ignore without a word is said here."""

from __future__ import annotations

from fractions import Fraction

from aiprod.film.errors import UserError
from aiprod.models.checkpoints import Checkpoint
from aiprod.shooting.diffusion.families.ltx2 import rules
from aiprod.shooting.diffusion.request import Control, Guidance, Keyframe, Retake, Sampling, VideoRequest
from aiprod.shooting.diffusion.sampling import schedules

_SAMPLERS = ("euler", "euler_ancestral", "res_2s")
_TEMPORAL = (1, 2, 4)


def settled(request: VideoRequest, checkpoint: Checkpoint) -> VideoRequest:
    """See `Family.settle`."""
    _check_parts(request, checkpoint)
    _check_rate(request, checkpoint)
    _check_size(request)
    _check_length(request)
    _check_loras(request)
    distilled = request.sampling.distilled or checkpoint.distilled
    video, audio = _guided(request, checkpoint, distilled)
    return request.model_copy(
        update={
            "keyframes": _placed(request),
            "controls": tuple(_fitting(control, request) for control in request.controls),
            "retake": _grown(request),
            "video": video,
            "audio": audio,
            "negative": (request.negative or rules.NEGATIVE) if max(video.cfg, audio.cfg) > 1 else "",
            "sampling": _sampled(request.sampling, checkpoint, distilled),
        }
    )


def _check_parts(request: VideoRequest, checkpoint: Checkpoint) -> None:
    if request.stages > 1:
        _need(checkpoint, "latent_upsampler", "two stages need a latent upsampler, and its files have none")
    if request.temporal > 1:
        _need(checkpoint, "temporal_upsampler", "frames in between need a temporal upsampler, and its files have none")
    if request.sound or request.speech is not None:
        _need(checkpoint, "audio_vae", "sound needs an audio decoder, and its files have none")
    if request.sound and request.speech is None:
        _need(checkpoint, "vocoder", "sound needs a vocoder, and its files have none")


def _need(checkpoint: Checkpoint, part: str, why: str) -> None:
    if part not in checkpoint.components:
        raise UserError(
            f"{checkpoint.id} can't make this clip", why,
            "Pull the model's other files (aiprod models pull), or leave this out.",
        )  # fmt: skip


def _check_rate(request: VideoRequest, checkpoint: Checkpoint) -> None:
    if request.temporal not in _TEMPORAL:
        raise UserError("This clip can't be made", "LTX puts 1 or 3 frames between two: temporal is 1, 2 or 4", "Use 2 or 4.")
    base = rules.base_rate(request)
    if base <= rules.FASTEST_AS_IT_IS or abs(base - rules.FASTEST_TIME_BASE) <= Fraction(1, 10):
        return
    raise UserError(f"LTX can't make {_number(base)} frames a second", "it knows up to 30, and 60", _slower(request, checkpoint))


def _slower(request: VideoRequest, checkpoint: Checkpoint) -> str:
    for temporal in _TEMPORAL[1:]:
        if request.rate.fps / temporal <= rules.FASTEST_AS_IT_IS and "temporal_upsampler" in checkpoint.components:
            return f"Use temporal {temporal}, which makes {_number(request.rate.fps / temporal)} and fills in the rest."
    nearest = min((rules.FASTEST_AS_IT_IS, rules.FASTEST_TIME_BASE), key=lambda rate: abs(rate - rules.base_rate(request)))
    return f"Use {nearest} frames a second."


def _check_size(request: VideoRequest) -> None:
    unit = rules.SPACE * (rules.STAGE_SCALE if request.stages > 1 else 1)
    if request.width % unit == 0 and request.height % unit == 0:
        return
    width, height = (_nearest(side, unit, 0, unit) for side in (request.width, request.height))
    raise UserError(
        f"LTX can't make {request.width}×{request.height}",
        f"width and height must be multiples of {unit}",
        f"The nearest is {width}×{height}.",
    )


def _check_length(request: VideoRequest) -> None:
    unit = rules.TIME * request.temporal
    fewest = 1 if request.temporal == 1 else unit + 1
    most = 1 + int(rules.SECONDS * rules.time_base(rules.base_rate(request)) * request.temporal) // unit * unit
    if (request.frames - 1) % unit == 0 and fewest <= request.frames <= most:
        return
    nearest = min(max(_nearest(request.frames, unit, 1, fewest), fewest), most)
    raise UserError(
        f"LTX can't make {request.frames} frames",
        f"it makes a multiple of {unit} and one more, {most} at the most at this rate",
        f"The nearest is {nearest}. Longer shots are made as clips that go on from one another.",
    )


def _check_loras(request: VideoRequest) -> None:
    if any(lora.expert != "all" for lora in request.loras) or _has_low(request):
        raise UserError("This clip can't be made", "LTX has one expert, not a high and a low one", 'Use "all" and one CFG.')


def _has_low(request: VideoRequest) -> bool:
    return any(guidance is not None and guidance.cfg_low is not None for guidance in (request.video, request.audio))


def _guided(request: VideoRequest, checkpoint: Checkpoint, distilled: bool) -> tuple[Guidance, Guidance]:
    own_video, own_audio = rules.guidance(checkpoint, distilled)
    video, audio = request.video or own_video, request.audio or own_audio
    blocks = _stg_blocks(video, audio, checkpoint)
    given = (video, video.stg_blocks), (audio, audio.stg_blocks)
    if any(guidance.stg > 0 and own and own != blocks for guidance, own in given):
        raise UserError(
            "This guidance can't be used", "video and audio go through the model together, with the same blocks skipped",
            "Name the same blocks for both.",
        )  # fmt: skip
    first, second = (
        guidance.model_copy(update={"stg_blocks": blocks if guidance.stg > 0 else ()}) for guidance in (video, audio)
    )
    return first, second


def _stg_blocks(video: Guidance, audio: Guidance, checkpoint: Checkpoint) -> tuple[int, ...]:
    if video.stg == audio.stg == 0:
        return ()
    blocks = (video.stg_blocks if video.stg > 0 else ()) or (audio.stg_blocks if audio.stg > 0 else ())
    blocks = blocks or (rules.stg_block(checkpoint),)
    last = rules.layers(checkpoint) - 1
    wrong = [block for block in blocks if not 0 <= block <= last]
    if wrong:
        raise UserError(
            f"{checkpoint.id} has no block {wrong[0]} to skip", f"its blocks go from 0 to {last}",
            f"The nearest is {min(max(wrong[0], 0), last)}; its own is {rules.stg_block(checkpoint)}.",
        )  # fmt: skip
    return blocks


def _sampled(sampling: Sampling, checkpoint: Checkpoint, distilled: bool) -> Sampling:
    sampler = sampling.sampler or ("euler_ancestral" if rules.noisy_steps(checkpoint, distilled) else "euler")
    if sampler not in _SAMPLERS:
        raise UserError(f"LTX can't be sampled with {sampler}", "it is not made for it", f"Use {', '.join(_SAMPLERS)}.")
    if sampling.sigmas:
        schedules.explicit(sampling.sigmas)
    sigmas = sampling.sigmas or (schedules.LTX_DISTILLED if distilled else ())
    steps = sampling.steps or len(sigmas) or rules.steps(checkpoint)
    if sigmas and steps != len(sigmas):
        raise UserError(
            f"{checkpoint.id} can't work in {steps} steps", f"its schedule has {len(sigmas)}",
            "Leave the steps open, or give a noise level for each.",
        )  # fmt: skip
    if sigmas and sampling.shift is not None:
        raise UserError("This schedule can't be shifted", "its noise levels are given", "Leave the shift open.")
    return sampling.model_copy(update={"sampler": sampler, "sigmas": sigmas, "steps": steps, "distilled": distilled})


def _placed(request: VideoRequest) -> tuple[Keyframe, ...]:
    placed = tuple(_at_frame(keyframe, request) for keyframe in request.keyframes)
    frames = [keyframe.frame for keyframe in placed]
    for frame in frames:
        if frames.count(frame) > 1:
            raise UserError(f"Two keyframes begin at frame {frame}", "a frame can look one way only", "Take one of them out.")
    return placed


def _at_frame(keyframe: Keyframe, request: VideoRequest) -> Keyframe:
    frame = keyframe.frame + request.frames if keyframe.frame < 0 else keyframe.frame
    last = request.frames - 1
    if not 0 <= frame <= last or frame + keyframe.take - 1 > last:
        raise UserError(
            f"A keyframe reaches from frame {frame} to {frame + keyframe.take - 1}", f"the clip's last frame is {last}",
            "Put it earlier, or take fewer frames of it.",
        )  # fmt: skip
    unit = rules.TIME * request.temporal
    if (keyframe.take - 1) % unit:
        raise UserError(
            f"LTX can't go on from {keyframe.take} frames", f"it takes a multiple of {unit} and one more",
            f"The nearest is {_nearest(keyframe.take, unit, 1, 1)}.",
        )  # fmt: skip
    if frame % request.temporal:
        raise UserError(
            f"A keyframe can't lie at frame {frame}",
            f"only one frame of {request.temporal} is made before the rest is filled in",
            f"The nearest is {_nearest(frame, request.temporal, 0, 0)}.",
        )
    return keyframe.model_copy(update={"frame": frame})


def _fitting(control: Control, request: VideoRequest) -> Control:
    if not any(lora.stage in ("all", "base") for lora in request.loras):
        raise UserError(
            "LTX can't follow a reference by itself", "it learns that from an in-context LoRA",
            "Add the LoRA made for it, or leave the reference out.",
        )  # fmt: skip
    if control.strength > 1:
        raise UserError("This reference is too strong", "LTX takes a strength from 0 to 1", "Use 1.")
    unit = rules.SPACE * control.downscale * (rules.STAGE_SCALE if request.stages > 1 else 1)
    if request.width % unit or request.height % unit:
        width, height = (_nearest(side, unit, 0, unit) for side in (request.width, request.height))
        raise UserError(
            f"A reference {control.downscale} times smaller than {request.width}×{request.height} can't be used",
            f"width and height must be multiples of {unit}",
            f"The nearest is {width}×{height}.",
        )
    return control


def _grown(request: VideoRequest) -> Retake | None:
    """The region of a retake, grown to whole latent frames."""
    retake = request.retake
    if retake is None:
        return None
    if not retake.start < retake.end <= request.frames:
        raise UserError(
            f"Frames {retake.start} to {retake.end} can't be made again", f"the clip has frames 0 to {request.frames}",
            "Choose a region inside it.",
        )  # fmt: skip
    if request.temporal > 1:
        raise UserError("A retake can't fill in frames", "the frames that stay are there already", "Leave temporal at 1.")
    start = rules.first_frame_of(rules.latent_of(retake.start))
    return retake.model_copy(update={"start": start, "end": rules.latent_of(retake.end - 1) * rules.TIME + 1})


def _nearest(value: int, unit: int, offset: int, least: int) -> int:
    """The nearest number that is a multiple of `unit` and `offset` more; the larger of two."""
    steps = (value - offset + unit // 2) // unit
    return max(steps * unit + offset, least)


def _number(value: Fraction) -> str:
    return f"{float(value):g}"
