# SPDX-License-Identifier: Apache-2.0
"""Our loop against the library's pipelines, same modules and seed: the same latents to the bit where both mean the same."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from tests.unit.shooting.diffusion.families.ltx2_set import SEED, LtxSet, asked, named, picture, video  # noqa: E402

from aiprod.film.time import FrameRate  # noqa: E402
from aiprod.shooting.diffusion.request import Control, ControlKind, Guidance, Keyframe, Lora, Sampling  # noqa: E402


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> LtxSet:
    return LtxSet("tiny-ltx23", tmp_path_factory.mktemp("ltx23"))


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory) -> LtxSet:
    return LtxSet("tiny-ltx25-distilled", tmp_path_factory.mktemp("ltx25"))


def _sound(latents: "torch.Tensor") -> "torch.Tensor":
    """The library's sound latents [1, C, L, M], packed."""
    return latents.transpose(1, 2).flatten(2, 3)


@pytest.mark.parametrize("name", ["tiny-ltx23", "tiny-ltx20"])
def test_text_to_video_and_sound(name: str, dev: LtxSet, tmp_path: Path) -> None:
    from diffusers import LTX2Pipeline

    tiny = dev if name == "tiny-ltx23" else LtxSet(name, tmp_path)
    request = tiny.settled(sound=True)
    clip = tiny.made(request)
    pictures, sound = tiny.pipeline(LTX2Pipeline)(**asked(request))
    assert torch.equal(tiny.raw(clip.latents["video"]), pictures)
    assert torch.equal(clip.latents["audio"], _sound(sound))


def test_guidance_by_halves(dev: LtxSet) -> None:
    from diffusers import LTX2Pipeline

    request = dev.settled(video=Guidance(cfg=2.5, rescale=0.5), audio=Guidance(modality=2.0, rescale=0.2))
    clip = dev.made(request)
    assert torch.equal(dev.raw(clip.latents["video"]), dev.pipeline(LTX2Pipeline)(**asked(request))[0])


def test_keyframes_at_the_beginning_and_later(dev: LtxSet, tmp_path: Path) -> None:
    from diffusers import LTX2ConditionPipeline
    from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition
    from PIL import Image

    first, later = picture(tmp_path, "first.png", (200, 100)), picture(tmp_path, "later.png", shade=90)
    keys = (Keyframe(media=named(first)), Keyframe(media=named(later), frame=9, strength=0.8))
    request = dev.settled(keyframes=keys)
    clip = dev.made(request, first, later)
    conditions = [
        LTX2VideoCondition(frames=Image.open(first), index=0, strength=1.0),
        LTX2VideoCondition(frames=Image.open(later), index=2, strength=0.8),
    ]
    pictures, sound = dev.pipeline(LTX2ConditionPipeline)(**asked(request), conditions=conditions)
    assert torch.equal(dev.raw(clip.latents["video"]), pictures)
    assert torch.equal(clip.latents["audio"], _sound(sound))


def test_going_on_from_an_earlier_clip(dev: LtxSet, tmp_path: Path) -> None:
    from diffusers import LTX2ConditionPipeline
    from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition

    from aiprod.shooting.diffusion.families import footage

    earlier = video(tmp_path, "earlier.mkv", 17)
    request = dev.settled(keyframes=(Keyframe(media=named(earlier), take_from=8, take=9),))
    clip = dev.made(request, earlier)
    conditions = [LTX2VideoCondition(frames=footage.frames(earlier, 8, 9), index=0, strength=1.0)]
    pictures, _ = dev.pipeline(LTX2ConditionPipeline)(**asked(request), conditions=conditions)
    assert torch.equal(dev.raw(clip.latents["video"]), pictures)


def test_control_by_an_in_context_reference(dev: LtxSet, tmp_path: Path) -> None:
    from diffusers import LTX2InContextPipeline
    from diffusers.pipelines.ltx2.pipeline_ltx2_ic_lora import LTX2ReferenceCondition
    from PIL import Image

    from aiprod.shooting.diffusion.families import footage

    depth = video(tmp_path, "depth.mkv", 17, (64, 64))
    control = Control(kind=ControlKind.DEPTH, media=named(depth), strength=0.9, downscale=2)
    lora = Lora(media="0" * 64)
    request = dev.settled(width=128, height=128, controls=(control,), loras=(lora,)).model_copy(update={"loras": ()})
    clip = dev.made(request, depth)
    frames = [Image.fromarray(frame) for frame in footage.frames(depth)]
    pictures, _ = dev.pipeline(LTX2InContextPipeline)(
        **asked(request), reference_conditions=[LTX2ReferenceCondition(frames=frames, strength=0.9)], reference_downscale_factor=2
    )
    torch.testing.assert_close(dev.raw(clip.latents["video"]), pictures, atol=1e-5, rtol=1e-5)


def test_two_stages(newest: LtxSet) -> None:
    from diffusers import LTX2LatentUpsamplePipeline, LTX2Pipeline
    from diffusers.pipelines.ltx2.utils import STAGE_2_DISTILLED_SIGMA_VALUES

    request = newest.settled(width=192, height=128, stages=2, sampling=Sampling(sampler="euler"))
    clip = newest.made(request)
    half = asked(request) | {"width": 96, "height": 64}
    pipe = newest.pipeline(LTX2Pipeline)
    pictures, sound = pipe(**half)
    upsampler = LTX2LatentUpsamplePipeline(vae=newest.modules["vae"], latent_upsampler=newest.modules["latent_upsampler"])
    upsampler.set_progress_bar_config(disable=True)
    grown = upsampler(latents=pictures, output_type="latent", return_dict=False)[0]
    again = asked(request, SEED + 1) | {"sigmas": STAGE_2_DISTILLED_SIGMA_VALUES, "num_inference_steps": 3}
    pictures, sound = pipe(**again, latents=grown, audio_latents=sound, noise_scale=STAGE_2_DISTILLED_SIGMA_VALUES[0])
    torch.testing.assert_close(newest.raw(clip.latents["video"]), pictures, atol=1e-5, rtol=1e-5)


def test_frames_between_the_frames(newest: LtxSet) -> None:
    """Two rounds, with the single frames that the first stage makes for itself."""
    from diffusers import LTX2DFRPipeline, LTX2DFRTemporalRefinePipeline, LTXEulerAncestralRFScheduler

    request = newest.settled(frames=97, rate=FrameRate(numerator=96), temporal=4, sampling=Sampling(sampler="euler"))
    clip = newest.made(request)
    common = {"prompt": request.prompt, "width": 96, "height": 64, "output_type": "latent"}
    pipe = newest.pipeline(LTX2DFRPipeline)
    made = pipe(
        **common,
        num_frames=25,
        frame_rate=24.0,
        sigmas=list(request.sampling.sigmas),
        generator=torch.Generator().manual_seed(SEED),
    )
    rounds = newest.pipeline(
        LTX2DFRTemporalRefinePipeline, scheduler=LTXEulerAncestralRFScheduler(eta=0.5),
        temporal_latent_upsampler=newest.modules["temporal_upsampler"],
    )  # fmt: skip
    for number, frames, rate in ((1, 25, 24.0), (2, 49, 48.0)):
        made = rounds(
            **common, latents=made.frames, keyframes_latents=made.keyframes, keyframe_positions=made.keyframe_positions,
            audio_latents=made.audio, num_frames=frames, frame_rate=rate, round_index=number, source_seconds=25 / 24,
            condition_num_frames=25, generator=torch.Generator().manual_seed(SEED + 1 + number),
        )  # fmt: skip
    assert clip.latents["positions"].tolist() == made.keyframe_positions
    torch.testing.assert_close(newest.raw(clip.latents["video"]), made.frames, atol=2e-4, rtol=1e-4)
    torch.testing.assert_close(newest.raw(clip.latents["keyframes"]), made.keyframes, atol=2e-4, rtol=1e-4)
