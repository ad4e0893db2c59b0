# SPDX-License-Identifier: Apache-2.0
"""Requests for Wan: what is filled in, and what is said before work starts."""

import pytest

from aiprod.film.errors import UserError
from aiprod.film.time import FrameRate
from aiprod.models.checkpoints import Checkpoint, Component
from aiprod.shooting.diffusion.families import family
from aiprod.shooting.diffusion.request import (
    Control,
    ControlKind,
    Guidance,
    Keyframe,
    Lora,
    Retake,
    Sampling,
    VideoRequest,
)
from aiprod.shooting.diffusion.sampling import schedules

WHO = "a" * 64


def checkpoint(mode="t2v", two=False, id="wan", **values):
    config = {
        "t2v": {"in_channels": 16}, "i2v": {"in_channels": 36, "image_dim": None if two else 1280},
        "flf2v": {"in_channels": 36, "image_dim": 1280, "pos_embed_seq_len": 514},
        "ti2v": {"in_channels": 48, "out_channels": 48}, "vace": {"in_channels": 16, "vace_layers": [0, 5]},
    }[mode]  # fmt: skip
    kind = "WanVACETransformer3DModel" if mode == "vace" else "WanTransformer3DModel"
    names = ("transformer", "transformer_2") if two else ("transformer",)
    parts = {name: Component(name, kind, {"num_layers": 40} | config, ()) for name in names}
    vae = Component("vae", "AutoencoderKLWan", {"scale_factor_spatial": 16} if mode == "ti2v" else {}, ())
    return Checkpoint(id, "wan", "2.2" if two else "2.1", f"{mode}-14b", parts | {"vae": vae}, **values)


def settled(found=None, **values):
    found = found or checkpoint()
    rate = FrameRate(numerator=24 if found.variant.startswith("ti2v") else 16)
    own = {"model": found.id, "prompt": "a fox", "width": 832, "height": 480, "frames": 81, "rate": rate}
    return family("wan").settle(VideoRequest(**(own | values)), found)


@pytest.mark.parametrize(
    ("found", "steps", "shift", "scales"),
    [
        (checkpoint(), 50, 3.0, (5.0, None)),
        (checkpoint("t2v", two=True, boundary=0.875), 40, 12.0, (4.0, 3.0)),
        (checkpoint("ti2v"), 50, 5.0, (5.0, None)),
        (checkpoint("vace"), 50, 16.0, (5.0, None)),
    ],
)
def test_the_publishers_values_are_filled_in(found, steps, shift, scales):
    request = settled(found)
    assert (request.sampling.sampler, request.sampling.steps, request.sampling.shift) == ("unipc", steps, shift)
    assert (request.video.cfg, request.video.cfg_low) == scales and request.negative.startswith("bright tones")
    assert family("wan").settle(request, found) == request


def test_large_pictures_are_shifted_more():
    assert settled(width=1280, height=720).sampling.shift == 5.0


def test_distilled_models_take_few_steps_and_no_guidance():
    request = settled(sampling=Sampling(distilled=True))
    assert request.sampling == Sampling(sampler="euler", steps=4, shift=5.0, distilled=True)
    assert request.video.cfg == 1 and request.negative == ""
    assert settled(checkpoint(distilled=True)).sampling.distilled


def test_fastwan_goes_to_the_clean_picture_and_back():
    request = settled(checkpoint(id="fastwan-2.1-1.3b"))
    assert request.sampling.sampler == "renoise" and request.sampling.sigmas == schedules.FASTWAN
    assert request.sampling.steps == 3 and request.sampling.shift is None and request.video.cfg == 1


def test_guidance_of_two_experts():
    two = checkpoint("t2v", two=True)
    assert settled(two, video=Guidance(cfg=6)).video.cfg_low == 6
    assert settled(two, video=Guidance(cfg=1, cfg_low=0.5)).negative and not settled(two, video=Guidance(cfg=1)).negative
    assert settled(video=Guidance(cfg=6, stg=1)).video.stg_blocks == (10,)


def test_a_retake_grows_to_whole_latents():
    assert settled(checkpoint("vace"), retake=Retake(media=WHO, start=3, end=7)).retake == Retake(media=WHO, start=1, end=9)
    assert settled(checkpoint("vace"), retake=Retake(media=WHO, start=0, end=1)).retake == Retake(media=WHO, start=0, end=1)


def test_keyframes_are_counted_from_the_start():
    request = settled(checkpoint("flf2v"), keyframes=(Keyframe(media=WHO), Keyframe(media=WHO, frame=-1)))
    assert [key.frame for key in request.keyframes] == [0, 80]


FIRST = (Keyframe(media=WHO),)
WRONG = {
    "7 frames": ({"frames": 7}, "The nearest is 9"),
    "82 frames": ({"frames": 82}, "The nearest is 81"),
    "10000 frames": ({"frames": 10_000}, "The nearest is 161"),
    "33 × 17": ({"width": 33, "height": 17}, "The nearest is 32×16"),
    "24 a second": ({"rate": FrameRate(numerator=24)}, "Ask for 16"),
    "two stages": ({"stages": 2}, "one stage"),
    "speech": ({"speech": WHO}, "LTX"),
    "modality": ({"video": Guidance(modality=3)}, "modality"),
    "a low cfg of one expert": ({"video": Guidance(cfg=3, cfg_low=2)}, "one expert"),
    "a block that isn't there": ({"video": Guidance(stg=1, stg_blocks=(40,))}, "The nearest is 39"),
    "half a schedule": ({"sampling": Sampling(steps=5, sigmas=(1.0, 0.5))}, "has 2"),
    "a shifted list": ({"sampling": Sampling(shift=3, sigmas=(1.0, 0.5))}, "can't be shifted"),
    "a rising list": ({"sampling": Sampling(sigmas=(0.5, 1.0))}, "fall"),
    "an expert's LoRA": ({"loras": (Lora(media=WHO, expert="low"),)}, "one expert"),
    "a LoRA to refine": ({"loras": (Lora(media=WHO, stage="refine"),)}, "refining"),
    "pictures for t2v": ({"keyframes": FIRST}, "image-to-video"),
    "a control for t2v": ({"controls": (Control(kind=ControlKind.DEPTH, media=WHO),)}, "VACE"),
    "a retake past the end": ({"retake": Retake(media=WHO, start=4, end=90)}, "Choose a region"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_can_t_be_made_is_said_before(name):
    values, word = WRONG[name]
    with pytest.raises(UserError) as caught:
        settled(**values)
    assert word in f"{caught.value.what} {caught.value.why} {caught.value.remedy}"


FACE = Control(kind=ControlKind.REFERENCE, media=WHO, strength=0.5)
DEPTH, POSE = Control(kind=ControlKind.DEPTH, media=WHO), Control(kind=ControlKind.POSE, media=WHO)
AFTER = (Keyframe(media=WHO, frame=79, take=4),)
WRONG_HERE = {
    "i2v without a picture": ("i2v", {}, "first frame"),
    "all of i2v again": ("i2v", {"retake": Retake(media=WHO, start=0, end=81)}, "first frame"),
    "flf without the last": ("flf2v", {"keyframes": FIRST}, "last frame"),
    "one frame of i2v": ("i2v", {"frames": 1, "keyframes": FIRST}, "5 to 161"),
    "past the end": ("i2v", {"keyframes": (*FIRST, *AFTER)}, "last frame is 80"),
    "half a keyframe": ("i2v", {"keyframes": (Keyframe(media=WHO, strength=0.5),)}, "strength of 1"),
    "twice the same": ("i2v", {"keyframes": (Keyframe(media=WHO, take=5), Keyframe(media=WHO, frame=4))}, "frame 4"),
    "late in ti2v": ("ti2v", {"keyframes": (Keyframe(media=WHO, frame=4),)}, "beginning"),
    "16 pixels in ti2v": ("ti2v", {"width": 848}, "The nearest is 864×480"),
    "two control videos": ("vace", {"controls": (DEPTH, POSE)}, "one control video"),
    "two strengths": ("vace", {"controls": (DEPTH, FACE)}, "strength"),
    "a small control": ("vace", {"controls": (DEPTH.model_copy(update={"downscale": 2}),)}, "downscale"),
    "control and retake": ("vace", {"controls": (DEPTH,), "retake": Retake(media=WHO, start=1, end=5)}, "retake"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_HERE)
def test_what_this_model_can_t_make_is_said_before(name):
    mode, values, word = WRONG_HERE[name]
    with pytest.raises(UserError) as caught:
        settled(checkpoint(mode), **values)
    assert word in f"{caught.value.what} {caught.value.why} {caught.value.remedy}"


def test_a_rate_near_its_own_is_played_a_little_faster():
    assert settled(checkpoint("ti2v"), rate=FrameRate(numerator=25)).rate.numerator == 25
