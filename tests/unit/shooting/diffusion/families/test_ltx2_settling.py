# SPDX-License-Identifier: Apache-2.0
"""What is filled in, and what is refused, with the nearest that can be made."""

from typing import Any

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

_SHA = "0" * 64
_ALL = ("transformer", "vae", "audio_vae", "vocoder", "latent_upsampler", "temporal_upsampler")


def _checkpoint(version: str = "2.3", *, distilled: bool = False, layers: int = 48, parts: tuple[str, ...] = _ALL) -> Checkpoint:
    configs: dict[str, dict[str, Any]] = {"transformer": {"num_layers": layers}}
    components = {name: Component(name, "", configs.get(name, {}), ()) for name in parts}
    return Checkpoint("ltx", "ltx2", version, "dev", components, distilled=distilled)


def _settled(checkpoint: Checkpoint | None = None, **values: Any) -> VideoRequest:
    own: dict[str, Any] = {"width": 768, "height": 512, "frames": 121, "rate": FrameRate()}
    return family("ltx2").settle(VideoRequest(model="ltx", prompt="A fox.", **(own | values)), checkpoint or _checkpoint())


def _refused(message: str, checkpoint: Checkpoint | None = None, **values: Any) -> None:
    with pytest.raises(UserError, match=message):
        _settled(checkpoint, **values)


def test_the_full_model_is_guided() -> None:
    request = _settled()
    assert request.sampling == Sampling(sampler="euler", steps=30)
    assert request.video == Guidance(cfg=3, stg=1, stg_blocks=(28,), modality=3, rescale=0.7)
    assert request.audio is not None and request.audio.cfg == 7
    assert request.negative


def test_each_version_has_its_own_steps_and_block() -> None:
    request = _settled(_checkpoint("2.0"))
    assert request.sampling.steps == 40
    assert request.video is not None and request.video.stg_blocks == (29,)


def test_a_distilled_model_is_not() -> None:
    request = _settled(_checkpoint(distilled=True), negative="blurry")
    assert request.video == request.audio == Guidance()
    assert request.sampling.steps == 8 and request.sampling.sigmas[0] == 1
    assert request.sampling.sampler == "euler" and request.negative == ""
    assert _settled(_checkpoint("2.5", distilled=True)).sampling.sampler == "euler_ancestral"


def test_a_settled_request_settles_to_itself() -> None:
    for checkpoint in (_checkpoint(), _checkpoint("2.5", distilled=True)):
        request = _settled(checkpoint, keyframes=(Keyframe(media=_SHA, frame=-1),), retake=Retake(media=_SHA, start=4, end=50))
        assert family("ltx2").settle(request, checkpoint) == request


def test_smaller_models_skip_a_block_at_the_same_depth() -> None:
    request = _settled(_checkpoint(layers=2))
    assert request.video is not None and request.video.stg_blocks == (1,)


@pytest.mark.parametrize(
    ("frames", "nearest"), [(7, "nearest is 9"), (16, "nearest is 17"), (120, "nearest is 121"), (10_000, "481")]
)
def test_frames(frames: int, nearest: str) -> None:
    _refused(nearest, frames=frames)


def test_twenty_seconds_at_the_most() -> None:
    assert _settled(frames=481).frames == 481
    _refused("481 at the most", frames=489)
    assert _settled(frames=1201, rate=FrameRate(numerator=60)).frames == 1201


def test_sizes() -> None:
    _refused("nearest is 32×32", width=33, height=17)
    _refused("multiples of 64.*nearest is 768×576", height=544, stages=2)
    assert _settled(height=544).height == 544


def test_rates() -> None:
    assert _settled(rate=FrameRate(numerator=60_000, denominator=1001)).rate
    _refused("temporal 2, which makes 24", rate=FrameRate(numerator=48))
    _refused("Use 60 frames", _checkpoint(parts=("transformer", "vae")), rate=FrameRate(numerator=50))
    assert _settled(frames=241, rate=FrameRate(numerator=48), temporal=2).temporal == 2


def test_frames_in_between() -> None:
    _refused("multiple of 16 and one more.*nearest is 129", frames=121, rate=FrameRate(numerator=48), temporal=2)
    _refused("temporal is 1, 2 or 4", temporal=3)
    _refused("nearest is 17", frames=1, temporal=2)


@pytest.mark.parametrize(
    ("part", "values"),
    [("latent_upsampler", {"stages": 2}), ("temporal_upsampler", {"temporal": 2, "frames": 113}), ("vocoder", {"sound": True}),
     ("audio_vae", {"speech": _SHA})],
)  # fmt: skip
def test_missing_parts(part: str, values: dict[str, Any]) -> None:
    _refused("its files have none", _checkpoint(parts=tuple(name for name in _ALL if name != part)), **values)


def test_blocks_that_there_are_not() -> None:
    _refused("no block 48 to skip.*0 to 47.*nearest is 47", video=Guidance(stg=1, stg_blocks=(48,)))
    _refused("same blocks", video=Guidance(stg=1, stg_blocks=(3,)), audio=Guidance(stg=1, stg_blocks=(4,)))
    request = _settled(video=Guidance(stg=1, stg_blocks=(3,)), audio=Guidance(stg=1))
    assert request.audio is not None and request.audio.stg_blocks == (3,)


def test_steps_and_noise_levels() -> None:
    _refused("can't work in 5 steps", _checkpoint(distilled=True), sampling=Sampling(steps=5))
    _refused("fall from", sampling=Sampling(sigmas=(0.5, 0.9)))
    _refused("can't be shifted", _checkpoint(distilled=True), sampling=Sampling(shift=3.0))
    _refused("can't be sampled with unipc", sampling=Sampling(sampler="unipc"))
    assert _settled(sampling=Sampling(sigmas=(1.0, 0.4))).sampling.steps == 2


def test_keyframes() -> None:
    assert _settled(keyframes=(Keyframe(media=_SHA, frame=-1),)).keyframes[0].frame == 120
    _refused("last frame is 120", keyframes=(Keyframe(media=_SHA, frame=121),))
    _refused("nearest is 9", keyframes=(Keyframe(media=_SHA, take=8),))
    _refused("Two keyframes begin at frame 120", keyframes=(Keyframe(media=_SHA, frame=-1), Keyframe(media=_SHA, frame=120)))
    _refused("nearest is 22", frames=241, rate=FrameRate(numerator=48), temporal=2, keyframes=(Keyframe(media=_SHA, frame=21),))


def test_retakes() -> None:
    request = _settled(retake=Retake(media=_SHA, start=0, end=2))
    assert request.retake is not None and (request.retake.start, request.retake.end) == (0, 9)
    _refused("can't be made again", retake=Retake(media=_SHA, start=100, end=122))
    _refused("can't fill in frames", frames=113, temporal=2, retake=Retake(media=_SHA, start=0, end=9))


def test_references() -> None:
    depth = Control(kind=ControlKind.DEPTH, media=_SHA)
    lora = (Lora(media=_SHA),)
    _refused("in-context LoRA", controls=(depth,))
    assert _settled(controls=(depth,), loras=lora).controls == (depth,)
    _refused("nearest is 768×576", height=544, controls=(depth.model_copy(update={"downscale": 2}),), loras=lora)
    _refused("from 0 to 1", controls=(depth.model_copy(update={"strength": 1.5}),), loras=lora)


def test_one_expert() -> None:
    _refused("one expert", loras=(Lora(media=_SHA, expert="low"),))
    _refused("one expert", video=Guidance(cfg=3, cfg_low=2))
