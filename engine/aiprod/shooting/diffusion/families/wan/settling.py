# SPDX-License-Identifier: Apache-2.0
"""A request for Wan, filled in and checked: everything that the library would round or ignore without a word is said here."""

from __future__ import annotations

from fractions import Fraction

from aiprod.film.errors import UserError
from aiprod.models.checkpoints import Checkpoint
from aiprod.shooting.diffusion.families.wan.traits import FRAMES_A_LATENT, NEGATIVE, Mode, Traits, traits
from aiprod.shooting.diffusion.request import ControlKind, Guidance, Keyframe, Retake, Sampling, VideoRequest
from aiprod.shooting.diffusion.sampling import schedules

_DISTILLED_SHIFT = 5.0
_SPEED_TOLERANCE = Fraction(1, 10)
"""How much faster or slower than the model's own rate a clip may be played, as cinema and television do."""


def settled(request: VideoRequest, checkpoint: Checkpoint) -> VideoRequest:
    """See `Family.settle`."""
    known = traits(checkpoint, request.width * request.height)
    _check_sound(request)
    _check_stages(request)
    _check_rate(request, known)
    _check_size(request, known)
    _check_length(request, known)
    _check_loras(request, known)
    keyframes = tuple(_at_frame(keyframe, request) for keyframe in request.keyframes)
    retake = _grown(request)
    _check_pictures(request, keyframes, retake, known)
    _check_controls(request, known)
    distilled = request.sampling.distilled or checkpoint.distilled or known.matched
    video = _guided(request.video, known, distilled)
    steered = any(scale not in (None, 1) for scale in (video.cfg, video.cfg_low))
    unwanted = (request.negative or NEGATIVE) if steered else ""
    return request.model_copy(
        update={
            "keyframes": keyframes, "retake": retake, "video": video, "sound": False, "negative": unwanted,
            "sampling": _sampled(request.sampling, known, distilled),
        }
    )  # fmt: skip


def _check_sound(request: VideoRequest) -> None:
    if request.speech is not None or request.audio is not None:
        raise UserError(
            "Wan can't follow or make sound", "it makes pictures only", "Leave the sound out here, or use an LTX model."
        )
    if request.video is not None and request.video.modality != 1:
        raise UserError("This guidance can't be used", "Wan has no sound to guide the picture by", "Set modality to 1.")


def _check_stages(request: VideoRequest) -> None:
    if request.stages > 1:
        raise UserError("Wan makes a clip in one stage", "there is no upsampler for its latents", "Set stages to 1.")
    if request.temporal > 1:
        raise UserError(
            "Wan makes no frames between frames", "there is no upsampler for its latents",
            "Set temporal to 1: a film's frames between the model's are filled in by optical flow.",
        )  # fmt: skip


def _check_rate(request: VideoRequest, known: Traits) -> None:
    if abs(request.rate.fps / known.rate - 1) > _SPEED_TOLERANCE:
        raise UserError(
            f"This model can't make {float(request.rate.fps):g} frames a second", f"it makes {known.rate}",
            f"Ask for {known.rate}; frames between are filled in afterwards.",
        )  # fmt: skip


def _check_size(request: VideoRequest, known: Traits) -> None:
    if request.width % known.unit == 0 and request.height % known.unit == 0:
        return
    width, height = (
        max(known.unit, (side + known.unit // 2) // known.unit * known.unit) for side in (request.width, request.height)
    )
    raise UserError(
        f"This model can't make {request.width}×{request.height}", f"width and height must be multiples of {known.unit}",
        f"The nearest is {width}×{height}.",
    )  # fmt: skip


def _check_length(request: VideoRequest, known: Traits) -> None:
    fewest = 1 if known.mode in ("t2v", "vace") else 1 + FRAMES_A_LATENT
    if (request.frames - 1) % FRAMES_A_LATENT == 0 and fewest <= request.frames <= known.longest:
        return
    nearest = min(max((request.frames + 1) // FRAMES_A_LATENT * FRAMES_A_LATENT + 1, fewest), known.longest)
    raise UserError(
        f"This model can't make {request.frames} frames", f"it makes a multiple of 4 and one more, {fewest} to {known.longest}",
        f"The nearest is {nearest}. Longer shots are made as clips that go on from one another.",
    )  # fmt: skip


def _check_loras(request: VideoRequest, known: Traits) -> None:
    if known.experts == 1 and any(lora.expert != "all" for lora in request.loras):
        raise UserError("This LoRA can't be used so", "the model has one expert, not a high and a low one", 'Use "all".')
    if any(lora.stage == "refine" for lora in request.loras):
        raise UserError("This LoRA would change nothing", "Wan has no refining stage", 'Use "all" or "base".')


def _at_frame(keyframe: Keyframe, request: VideoRequest) -> Keyframe:
    frame = keyframe.frame + request.frames if keyframe.frame < 0 else keyframe.frame
    last = request.frames - 1
    if not 0 <= frame <= last or frame + keyframe.take - 1 > last:
        raise UserError(
            f"A keyframe reaches from frame {frame} to {frame + keyframe.take - 1}", f"the clip's last frame is {last}",
            "Put it earlier, or take fewer frames of it.",
        )  # fmt: skip
    if keyframe.strength != 1:
        raise UserError("A keyframe can't be half in force", "Wan takes the frames it is given wholly", "Use a strength of 1.")
    return keyframe.model_copy(update={"frame": frame})


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
    first, last = latent_of(retake.start), latent_of(retake.end - 1)
    return retake.model_copy(update={"start": 0 if first == 0 else first * 4 - 3, "end": last * 4 + 1})


def latent_of(frame: int) -> int:
    """The latent frame that a frame belongs to: the first stands alone, then there are four in each."""
    return (frame + FRAMES_A_LATENT - 1) // FRAMES_A_LATENT


def _sentence(mode: Mode) -> str:
    """What a model of this kind makes."""
    if mode == "t2v":
        return "it makes video of words alone"
    if mode == "i2v":
        return "it begins with a picture"
    if mode == "flf2v":
        return "it goes from a first picture to a last one"
    return "it takes controls and references" if mode == "vace" else "it makes video of words, or of a first picture"


def _check_pictures(request: VideoRequest, keyframes: tuple[Keyframe, ...], retake: Retake | None, known: Traits) -> None:
    covered = [frame for key in keyframes for frame in range(key.frame, key.frame + key.take)]
    twice = next((frame for frame in covered if covered.count(frame) > 1), None)
    if twice is not None:
        raise UserError(f"Two keyframes cover frame {twice}", "a frame can look one way only", "Take one of them out.")
    why = _sentence(known.mode)
    if keyframes and known.mode == "t2v":
        raise UserError(
            f"{request.model} takes no keyframes", why, "Use an image-to-video or VACE model, or leave the keyframes out."
        )
    if known.mode == "ti2v" and keyframes and retake is not None:
        raise UserError(
            f"{request.model} takes no keyframe in a retake", why, "Leave it out: the frames around the region are kept."
        )
    if known.mode == "ti2v" and any(key.frame or (key.take - 1) % FRAMES_A_LATENT for key in keyframes):
        raise UserError(
            f"{request.model} can't take this keyframe", why,
            "Give the beginning: one picture, or a multiple of 4 frames and one more.",
        )  # fmt: skip
    missing = {"i2v": {0}, "flf2v": {0, request.frames - 1}}.get(known.mode, set()) - set(covered)
    if not missing or (retake is not None and retake.end - retake.start < request.frames):
        return
    remedy = "Give it as a keyframe, or use a text-to-video model."
    if 0 in missing:
        raise UserError(f"{request.model} needs a picture of the first frame", why, remedy)
    raise UserError(f"{request.model} needs a picture of the last frame", why, remedy)


def _check_controls(request: VideoRequest, known: Traits) -> None:
    if request.controls and known.mode != "vace":
        raise UserError(
            f"{request.model} follows no controls", _sentence(known.mode), "Use a VACE model, or leave the controls out."
        )
    videos = [control for control in request.controls if control.kind is not ControlKind.REFERENCE]
    if len(videos) > 1:
        raise UserError(
            "VACE follows one control video", f"{len(videos)} are given",
            "Choose the one that matters most.",
        )  # fmt: skip
    if any(control.downscale != 1 for control in request.controls):
        raise UserError("A control can't be smaller here", "VACE takes controls at the clip's size", "Set downscale to 1.")
    if len({control.strength for control in request.controls}) > 1:
        raise UserError(
            "These controls can't differ in strength", "VACE has one strength for everything it follows", "Give all the same."
        )
    if videos and request.retake is not None:
        raise UserError(
            "A retake can't follow a control too", "VACE sees one video: the clip, or the control",
            "Leave the control out, or make the clip anew.",
        )  # fmt: skip


def _guided(given: Guidance | None, known: Traits, distilled: bool) -> Guidance:
    if given is None:
        return Guidance(cfg=1.0, cfg_low=1.0 if known.experts > 1 else None) if distilled else known.guidance
    if known.experts == 1 and given.cfg_low is not None:
        raise UserError("This guidance can't be used", "the model has one expert: there is one CFG", "Leave cfg_low open.")
    wrong = [block for block in given.stg_blocks if not 0 <= block < known.layers]
    if given.stg > 0 and wrong:
        last, own = known.layers - 1, known.layers // 4
        nearest = min(max(wrong[0], 0), last)
        raise UserError(
            f"The model has no block {wrong[0]} to skip", f"its blocks go from 0 to {last}",
            f"The nearest is {nearest}; its own is {own}.",
        )  # fmt: skip
    blocks = (given.stg_blocks or (known.layers // 4,)) if given.stg > 0 else ()
    low = given.cfg if known.experts > 1 and given.cfg_low is None else given.cfg_low
    return given.model_copy(update={"stg_blocks": blocks, "cfg_low": low})


def _sampled(sampling: Sampling, known: Traits, distilled: bool) -> Sampling:
    if known.matched and not sampling.sigmas and sampling.steps in (0, len(schedules.FASTWAN)):
        sampling = sampling.model_copy(update={"sampler": sampling.sampler or "renoise", "sigmas": schedules.FASTWAN})
    if sampling.sigmas:
        schedules.explicit(sampling.sigmas)
        if sampling.shift is not None:
            raise UserError("This schedule can't be shifted", "its noise levels are given", "Leave the shift open.")
        if sampling.steps not in (0, len(sampling.sigmas)):
            raise UserError(
                f"The clip can't be made in {sampling.steps} steps", f"the schedule that is given has {len(sampling.sigmas)}",
                "Leave the steps open, or give a noise level for each.",
            )  # fmt: skip
    steps = len(sampling.sigmas) or sampling.steps or (len(schedules.LIGHTNING) if distilled else known.steps)
    shift = sampling.shift or (None if sampling.sigmas else _DISTILLED_SHIFT if distilled else known.shift)
    return sampling.model_copy(
        update={
            "sampler": sampling.sampler or ("euler" if distilled else "unipc"), "steps": steps, "shift": shift,
            "distilled": distilled,
        }
    )  # fmt: skip
