# SPDX-License-Identifier: Apache-2.0
"""What a clip can be asked for: retakes, speech, frames in between, many together; and what comes out of the decoder."""

from copy import copy, deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from tests.unit.shooting.diffusion.families.ltx2_set import SEED, Looker, LtxSet, named, picture, tone, video  # noqa: E402

from aiprod.film.errors import UserError  # noqa: E402
from aiprod.film.time import FrameRate  # noqa: E402
from aiprod.shooting.diffusion.families import footage  # noqa: E402
from aiprod.shooting.diffusion.families.base import Clip  # noqa: E402
from aiprod.shooting.diffusion.families.ltx2 import decoding  # noqa: E402
from aiprod.shooting.diffusion.request import Keyframe, Lora, Retake, Sampling  # noqa: E402


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> LtxSet:
    return LtxSet("tiny-ltx23-distilled", tmp_path_factory.mktemp("ltx23"))


@pytest.fixture(scope="module")
def made(tiny: LtxSet) -> Clip:
    return tiny.made(tiny.settled(sound=True))


def _same(one: Any, other: Any) -> bool:
    return all(torch.equal(one[name], other[name]) for name in ("video", "audio"))


def test_the_same_seed_makes_the_same(tiny: LtxSet, made: Clip) -> None:
    assert _same(tiny.made(tiny.settled(sound=True)).latents, made.latents)
    assert not _same(tiny.made(tiny.settled(sound=True, seed=SEED + 1)).latents, made.latents)


def test_clips_made_together_are_as_made_alone(tiny: LtxSet, tmp_path: Path) -> None:
    first, second = picture(tmp_path, "a.png"), picture(tmp_path, "b.png", shade=200)
    requests = [
        tiny.settled(
            seed=seed, prompt=prompt, keyframes=(Keyframe(media=named(file)),), sampling=Sampling(sampler="euler_ancestral")
        )
        for seed, prompt, file in ((1, "A boat.", first), (2, "A train in the rain.", second))
    ]
    assert len({tiny.model.together(request) for request in requests}) == 1
    together = [tiny.clip(request, first, second) for request in requests]
    tiny.run(together)
    for request, clip in zip(requests, together, strict=True):
        alone = tiny.made(request, first, second)
        torch.testing.assert_close(alone.latents, clip.latents, atol=1e-5, rtol=1e-5)


def test_what_cannot_be_made_together(tiny: LtxSet) -> None:
    ask = tiny.model.together
    assert ask(tiny.settled()) != ask(tiny.settled(frames=9))
    assert ask(tiny.settled()) != ask(tiny.settled(keyframes=(Keyframe(media="0" * 64),)))
    assert ask(tiny.settled(keyframes=(Keyframe(media="0" * 64),))) == ask(tiny.settled(keyframes=(Keyframe(media="1" * 64),)))


def test_onlookers_see_every_step(tiny: LtxSet) -> None:
    looker = tiny.run([tiny.clip(tiny.settled(stages=2, width=128, height=128))])
    assert looker.told == [*((done, 8) for done in range(1, 9)), *((done, 3) for done in range(1, 4))]
    assert tiny.model.small(looker.estimates[0], 0).shape == (3, 2, 2, 8)
    assert tiny.model.small(looker.estimates[-1], 0).shape == (3, 4, 4, 8)


def test_an_onlooker_ends_the_work(tiny: LtxSet) -> None:
    class Stopper(Looker):
        def step(self, done: int, total: int, estimate: Any) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tiny.model.run("base", [tiny.clip(tiny.settled())], Stopper())


def test_a_stage_goes_on_from_kept_latents(tiny: LtxSet) -> None:
    request = tiny.settled(stages=2, width=128, height=128)
    whole, broken = tiny.clip(request), tiny.clip(request)
    tiny.run([whole])
    tiny.model.run("base", [broken], Looker())
    later = tiny.clip(request)
    later.latents = {name: tensor.clone() for name, tensor in broken.latents.items()}
    tiny.model.run("refine", [later], Looker())
    assert _same(whole.latents, later.latents)


def test_a_retake_leaves_the_other_frames_alone(tiny: LtxSet, tmp_path: Path) -> None:
    old = video(tmp_path, "old.mkv", 25, sound=True)
    request = tiny.settled(frames=25, sound=True, retake=Retake(media=named(old), start=11, end=13))
    assert request.retake is not None and (request.retake.start, request.retake.end) == (9, 17)
    clip = tiny.made(request, old)
    before, after = footage.frames(old), list(tiny.model.decode(clip).frames)
    stays = [index for index in range(25) if not 9 <= index < 17]
    assert all(np.array_equal(before[index], after[index]) for index in stays)
    assert not any(np.array_equal(before[index], after[index]) for index in range(9, 17))
    other = tiny.made(request.model_copy(update={"seed": 99}), old)
    changed = (clip.latents["video"] != other.latents["video"]).any(dim=(0, 1, 3, 4))
    assert changed.tolist() == [False, False, True, False]
    heard = (clip.latents["audio"] != other.latents["audio"]).any(dim=(0, 2))
    assert heard.tolist()[:9] == [False] * 9 and heard[10:17].all() and not heard[-6:].any()


def test_a_retake_leaves_the_other_sound_alone(tiny: LtxSet, tmp_path: Path) -> None:
    old = video(tmp_path, "old.mkv", 25, sound=True)
    request = tiny.settled(frames=25, width=64, height=64, stages=2, sound=True, retake=Retake(media=named(old), start=9, end=17))
    clip = tiny.made(request, old)
    sound, before = tiny.model.decode(clip).sound, footage.samples(old, 48000)
    assert sound is not None and sound.shape == (50_000, 2)
    start, end = 9 * 2000, 17 * 2000
    assert np.array_equal(sound[:start], before[:start])
    rest = min(len(before), len(sound))
    assert np.array_equal(sound[end:rest], before[end:rest])
    assert not np.allclose(sound[start + 1000 : end - 1000], before[start + 1000 : end - 1000])


def test_a_retake_of_a_silent_clip_makes_all_of_the_sound(tiny: LtxSet, tmp_path: Path) -> None:
    old = video(tmp_path, "old.mkv", 17)
    request = tiny.settled(sound=True, retake=Retake(media=named(old), start=1, end=9))
    clip, other = tiny.made(request, old), tiny.made(request.model_copy(update={"seed": 99}), old)
    assert (clip.latents["audio"] != other.latents["audio"]).any(dim=(0, 2)).all()


def test_speech_is_followed_and_kept(tiny: LtxSet, made: Clip, tmp_path: Path) -> None:
    line = tone(tmp_path, "line.wav", 0.5)
    clip = tiny.made(tiny.settled(sound=True, speech=named(line)), line)
    assert not torch.allclose(clip.latents["video"], made.latents["video"])
    sound = tiny.model.decode(clip).sound
    spoken = footage.samples(line, 48000)
    assert sound is not None and sound.shape == (34000, 2)
    assert np.array_equal(sound[: len(spoken)], spoken[: len(sound)])
    assert not sound[len(spoken) :].any()


def test_the_last_frame_lies_at_the_last_frame(tiny: LtxSet, made: Clip, tmp_path: Path) -> None:
    last = picture(tmp_path, "last.png")
    request = tiny.settled(keyframes=(Keyframe(media=named(last), frame=-1),))
    assert request.keyframes[0].frame == 16
    clip, weaker = tiny.made(request, last), tiny.settled(keyframes=(Keyframe(media=named(last), frame=-1, strength=0.2),))
    assert not torch.allclose(clip.latents["video"], made.latents["video"])
    assert not torch.allclose(clip.latents["video"], tiny.made(weaker, last).latents["video"])


def test_a_first_frame_comes_out_as_it_went_in(tiny: LtxSet, tmp_path: Path) -> None:
    from aiprod.shooting.diffusion.families.ltx2 import grids, media

    first = picture(tmp_path, "first.png")
    request = tiny.settled(keyframes=(Keyframe(media=named(first)),))
    clip = tiny.made(request, first)
    grid = grids.grid_of(request)
    held = media.keyframe_latents(tiny.modules["vae"], "2.3", request.keyframes[0], clip.media, 1, grid)
    torch.testing.assert_close(clip.latents["video"][:, :, :1], held, atol=1e-5, rtol=1e-5)


def test_frames_in_between_without_single_frames(tiny: LtxSet, tmp_path: Path) -> None:
    first = picture(tmp_path, "first.png")
    request = tiny.settled(
        frames=33, rate=FrameRate(numerator=48), temporal=2, sound=True, keyframes=(Keyframe(media=named(first)),)
    )
    clip = tiny.made(request, first)
    assert clip.latents["video"].shape == (1, 8, 5, 2, 3)
    footage_ = tiny.model.decode(clip)
    assert len(list(footage_.frames)) == 33
    assert footage_.sound is not None and len(footage_.sound) == round(33 / 48 * 48000)


def test_pictures_and_sound(tiny: LtxSet, made: Clip) -> None:
    found = tiny.model.decode(made)
    frames = list(found.frames)
    assert len(frames) == found.count == 17
    assert frames[0].shape == (64, 96, 3) and frames[0].dtype == np.uint8
    assert found.sound is not None and found.sound.shape == (34000, 2) and found.sound_rate == 48000
    assert np.abs(found.sound).max() <= 1


def test_frames_are_decoded_as_the_library_does(tiny: LtxSet, made: Clip) -> None:
    from diffusers.video_processor import VideoProcessor

    vae = tiny.modules["vae"]
    with torch.no_grad():
        decoded = vae.decode(tiny.raw(made.latents["video"]), None, return_dict=False)[0]
    theirs = VideoProcessor(vae_scale_factor=32).postprocess_video(decoded, output_type="np")[0]
    ours = np.stack(list(tiny.model.decode(made).frames))
    assert np.array_equal(ours, (theirs * 255).round().astype(np.uint8))


class _Repeater:
    """A decoder that shows each latent as it is: once for the first one, eight times for the others, 32 pixels wide."""

    dtype = torch.float32
    config = SimpleNamespace(timestep_conditioning=False)

    def decode(self, latents: Any, moment: Any, return_dict: bool) -> tuple[Any]:
        shown = latents[:, :3].repeat_interleave(8, dim=2)[:, :, 7:]
        return (shown.repeat_interleave(32, dim=3).repeat_interleave(32, dim=4),)


@pytest.mark.parametrize(("tile", "frames"), [(None, 32), (None, 8), (128, None), (160, 40), (4096, 4096)])
def test_windows_and_tiles_give_every_frame_once(tile: int | None, frames: int | None) -> None:
    latents = torch.rand(1, 3, 12, 5, 6, generator=torch.Generator().manual_seed(1)) * 2 - 1
    whole = torch.cat(list(decoding.pictures(_Repeater(), latents)))
    cut = torch.cat(list(decoding.pictures(_Repeater(), latents, tile, frames)))
    assert whole.shape == (89, 3, 160, 192)
    assert cut.shape == whole.shape and (cut - whole).abs().max().item() < 1e-5


def test_the_decoder_works_in_windows_and_tiles(tiny: LtxSet, made: Clip) -> None:
    assert len(list(tiny.model.decode(made, tile=64, frames=8).frames)) == 17


def test_a_keyframe_that_is_too_short_says_so(tiny: LtxSet, tmp_path: Path) -> None:
    short = video(tmp_path, "short.mkv", 5)
    with pytest.raises(UserError, match="5 frames"):
        tiny.made(tiny.settled(keyframes=(Keyframe(media=named(short), take=9),)), short)


def _lora(tiny: LtxSet, folder: Path, name: str, seed: int) -> Path:
    from safetensors.torch import save_file

    random = torch.Generator().manual_seed(seed)
    layer = tiny.modules["transformer"].transformer_blocks[0].attn1.to_q
    place = "diffusion_model.transformer_blocks.0.attn1.to_q"
    save_file(
        {f"{place}.lora_A.weight": torch.randn(2, layer.in_features, generator=random),
         f"{place}.lora_B.weight": torch.randn(layer.out_features, 2, generator=random)},
        folder / name,
    )  # fmt: skip
    return folder / name


def test_loras_are_put_on_and_taken_off(tiny: LtxSet, made: Clip, tmp_path: Path) -> None:
    first, second = (_lora(tiny, tmp_path, f"{seed}.safetensors", seed) for seed in (1, 2))
    stacks = [
        (Lora(media=named(first)),),
        (Lora(media=named(first), weight=0.5),),
        (Lora(media=named(first)), Lora(media=named(second))),
        (Lora(media=named(second), stage="refine"),),
    ]
    clips = [tiny.made(tiny.settled(sound=True, loras=stack), first, second).latents for stack in stacks]
    assert not any(_same(clip, made.latents) for clip in clips[:3])
    assert not _same(clips[0], clips[1]) and not _same(clips[0], clips[2])
    assert _same(clips[3], made.latents), "an adapter of the other stage"
    assert _same(tiny.made(tiny.settled(sound=True)).latents, made.latents), "none of it stays"


@pytest.mark.parametrize("stored", ["layerwise-float8", "int8"])
def test_loras_go_on_packed_weights(stored: str, tiny: LtxSet, tmp_path: Path) -> None:
    from aiprod.models.compiling.quantising import quantise

    lora = _lora(tiny, tmp_path, "lora.safetensors", 1)
    packed = copy(tiny)
    packed.modules = tiny.modules | {"transformer": quantise(deepcopy(tiny.modules["transformer"]), stored, torch.float32)}
    packed.__dict__.pop("model", None)
    plain = packed.made(packed.settled()).latents
    changed = packed.made(packed.settled(loras=(Lora(media=named(lora)),)), lora).latents
    assert torch.isfinite(changed["video"]).all() and not _same(plain, changed)
    assert _same(packed.made(packed.settled()).latents, plain)


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> LtxSet:
    return LtxSet("tiny-ltx23", tmp_path_factory.mktemp("ltx23dev"))


def test_the_step_cache_asks_less(dev: LtxSet) -> None:
    asked: list[int] = []
    hook = dev.modules["transformer"].register_forward_pre_hook(lambda *_: asked.append(1))
    made = []
    for cache in (0.0, 0.3):
        asked.clear()
        clip = dev.made(dev.settled(sampling=Sampling(steps=16, cache=cache)))
        made.append((len(asked), clip.latents["video"]))
    hook.remove()
    assert made[0][0] == 3 * 16 and made[1][0] < 3 * 16
    off = (made[1][1] - made[0][1]).square().mean().sqrt() / made[0][1].square().mean().sqrt()
    assert off < 0.3


def test_clips_with_a_step_cache_are_made_alone(dev: LtxSet) -> None:
    first, second = (dev.settled(seed=seed, sampling=Sampling(steps=2, cache=0.1)) for seed in (1, 2))
    assert dev.model.together(first) != dev.model.together(second)


def test_two_evaluations_a_step(dev: LtxSet, tmp_path: Path) -> None:
    first = picture(tmp_path, "first.png")
    request = dev.settled(sampling=Sampling(sampler="res_2s", steps=3), keyframes=(Keyframe(media=named(first)),))
    better = dev.made(request, first).latents["video"]
    plain = dev.made(request.model_copy(update={"sampling": Sampling(sampler="euler", steps=3)}), first).latents["video"]
    torch.testing.assert_close(better[:, :, :1], plain[:, :, :1], atol=1e-4, rtol=1e-4)
    assert torch.isfinite(better).all() and not torch.allclose(better, plain)


def test_a_still(tiny: LtxSet) -> None:
    assert len(list(tiny.model.decode(tiny.made(tiny.settled(frames=1))).frames)) == 1
